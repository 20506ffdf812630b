// An app made with Vite that has both packages installed, and shows the examples for React and for Vue: as it is built,
// and as it is served while it is written.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, run } from './chromium.mjs';

const app = process.env.ATTAR_NPM_APP;
const { shop, port, product, wish, answer } = JSON.parse(process.env.ATTAR_PLAN);
const { build, createServer, preview } = await import(pathToFileURL(join(app, 'node_modules/vite/dist/node/index.js')));
const common = { root: app, configFile: false, logLevel: 'warn' };
const at = { host: '127.0.0.1', port, strictPort: true };
const browser = await launch();

const drawn = () => ['react', 'vue'].every(framework => {
  const inside = name => document.querySelector(`#${framework} ${name}`)?.shadowRoot?.firstElementChild;
  const full = ['attar-recommendations', 'attar-price'].every(name => /\d|\w{4}/.test(inside(name)?.textContent ?? ''));
  return full && document.querySelector(`#${framework}-answer`)?.textContent;
});

/** Opens the app; what must be seen there is the same however it is served. */
const visit = async () => {
  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => message.type() == 'error' && complaints.push(message.text()));
  try {
    const address = new URL(`http://127.0.0.1:${port}/`);
    address.search = new URLSearchParams({ shop, product });
    await page.goto(address.href);
    await page.waitForFunction(drawn);
    await page.evaluate(() => window.attar.ready);
    assert.equal(await page.evaluate(() => window.attar.state().engine), 'wasm', 'the elements have their engine');
    assert.deepEqual(await page.evaluate(wish => window.answered(wish), wish), answer, 'the same bytes');
    const [react, vue] = await page.evaluate(() =>
      ['react', 'vue'].map(framework => document.getElementById(`${framework}-answer`).textContent));
    assert.match(react, /^\d+ USD$/);
    assert.equal(vue, react);
    assert.deepEqual(complaints, []);
  } catch (error) {
    throw new Error([error.message, ...complaints].join('\n'), { cause: error });
  } finally {
    await page.close();
  }
};

const closing = server => new Promise((done, failed) => server.close(error => error ? failed(error) : done()));

try {
  await run({
    'the app builds': () => build(common).then(() => ({})),
    'the built app answers and draws': async () => {
      const server = await preview({ ...common, preview: at });
      await visit();
      await closing(server.httpServer);
    },
    'so does the app while it is written': async () => {
      // What Vite keeps between starts would be of another package by the same name.
      rmSync(join(app, 'node_modules/.vite'), { recursive: true, force: true });
      const server = await createServer({ ...common, server: at });
      await server.listen();
      await visit();
      await server.close();
    },
  });
} finally {
  await browser.close();
}
