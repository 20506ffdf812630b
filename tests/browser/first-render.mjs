// How long it takes a known visitor, from the address to the personal lists of the engine in the page: with an empty
// cache and with a full one, the median of nine each. Before that the server's own lists are in sight; what is the
// same stays. Prints one line of JSON, times in milliseconds.
import assert from 'node:assert/strict';
import { launch, tell } from './chromium.mjs';
import { Visitor } from './visitor.mjs';

const { url, household = 7, times = 9 } = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();

/** Runs before the page: notes when the engine has its lists in the page and that frame is on its way to the screen. */
const watch = () => {
  window.drawn = new Promise(done =>
    document.addEventListener('attar:change', () => requestAnimationFrame(() => done(performance.now())), { once: true }));
};

const open = async () => {
  const visitor = await Visitor.open(browser, url, []);
  await visitor.page.addInitScript(watch);
  await visitor.login(household);
  return visitor;
};

/** Opens the home page; gives when the list was there, and what had come by then, compressed. */
const measure = async visitor => {
  await visitor.go('');
  const seen = await visitor.page.evaluate(async () => {
    const at = await window.drawn;
    const came = performance.getEntries().filter(entry => entry.responseEnd && entry.responseEnd <= at);
    return { at, bytes: came.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) };
  });
  assert.equal((await visitor.state()).engine, 'wasm');
  assert.ok((await visitor.list('for_you')).length, 'there is no list');
  return seen;
};

const median = list => list.toSorted((a, b) => a - b)[list.length >> 1];
const tenths = number => Math.round(number * 10) / 10;

try {
  const cold = [], warm = [];
  for (let time = 0; time < times; time += 1) {
    const visitor = await open();
    cold.push(await measure(visitor));
    await visitor.close();
  }
  const visitor = await open();
  for (let time = 0; time < 3; time += 1) await measure(visitor);
  for (let time = 0; time < times; time += 1) warm.push(await measure(visitor));
  tell({
    first_render_cold_ms: tenths(median(cold.map(seen => seen.at))),
    first_render_warm_ms: tenths(median(warm.map(seen => seen.at))),
    bytes_before_first_render_br: median(cold.map(seen => seen.bytes)),
  });
} finally {
  await browser.close();
}
