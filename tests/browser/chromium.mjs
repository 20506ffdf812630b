// The Chromium that the tests were given, and how a script tells the test what it saw.
import { pathToFileURL } from 'node:url';

const { chromium } = await import(pathToFileURL(`${process.env.ATTAR_NODE_MODULES}/playwright-core/index.mjs`));

export const launch = options => chromium.launch({
  executablePath: process.env.ATTAR_CHROMIUM,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
  ...options,
});

/** Prints one line of JSON: what the test reads. */
export const tell = value => console.log(JSON.stringify(value));

/** Runs the steps in their order. Each that holds prints a line; the first that does not ends the script. */
export const run = async steps => {
  for (const [check, step] of Object.entries(steps)) {
    const seen = await step().catch(error => {
      throw new Error(`${check}: ${error.message}`, { cause: error });
    });
    tell({ check, ...seen });
  }
};
