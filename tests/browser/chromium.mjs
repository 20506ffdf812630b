// The Chromium that the tests were given, and how a script tells the test what it saw.
import { pathToFileURL } from 'node:url';

const { chromium } = await import(pathToFileURL(`${process.env.ATTAR_NODE_MODULES}/playwright-core/index.mjs`));

export const launch = () => chromium.launch({
  executablePath: process.env.ATTAR_CHROMIUM,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

/** Prints one line of JSON: what the test reads. */
export const tell = value => console.log(JSON.stringify(value));
