// How long the typed build takes to price a full cart in a page. Prints one line of JSON.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { launch, tell } from './chromium.mjs';

const { api, at, carts } = JSON.parse(await readFile(process.env.ATTAR_PLAN, 'utf8'));
const ORIGIN = 'http://localhost';
const types = { js: 'text/javascript', wasm: 'application/wasm' };
const browser = await launch();

/** Alone with itself a page has a clock of 5 us; beside others one of 100. */
const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** There is no server: the page's files are answered here. */
const answer = async route => {
  const path = new URL(route.request().url()).pathname;
  if (path === '/') return route.fulfill({ headers: isolated, contentType: 'text/html', body: '<!doctype html>' });
  const cart = path.match(/^\/snapshot\/(\d+)$/);
  const file = cart ? carts[cart[1]].snapshot : `${api}${path}`;
  const contentType = types[path.split('.').pop()] ?? 'application/octet-stream';
  return route.fulfill({ headers: isolated, contentType, body: await readFile(file) });
};

/** Runs in the page: every cart is priced in rounds of so many questions, and every round is timed. */
const price = async ({ at, carts, rounds, questions }) => {
  const { default: init, Engine } = await import('/attar_widget.js');
  await init();
  const times = [], lines = [];
  for (const [place, { who, slice }] of carts.entries()) {
    const file = await (await fetch(`/snapshot/${place}`)).arrayBuffer();
    const engine = new Engine(new Uint8Array(file), slice);
    lines.push(engine.ask(who, 'cart', at).cart.lines.length);
    const own = [];
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      for (let question = 0; question < questions; question += 1) engine.askBytes(who, 'cart', at);
      own.push((performance.now() - began) * 1_000 / questions);
    }
    times.push(own.sort((a, b) => a - b)[rounds >> 1]);
    engine.free();
  }
  return { times, lines, isolated: crossOriginIsolated };
};

try {
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, answer);
  await page.goto(`${ORIGIN}/`);
  const asked = { at, carts: carts.map(({ who, slice }) => ({ who, slice })), rounds: 41, questions: 20 };
  const { times, lines, isolated } = await page.evaluate(price, asked);
  assert.ok(isolated && lines.every(count => count === 20), `every cart is full: ${lines}`);
  times.sort((a, b) => a - b);
  tell({ price_20x100_chromium_us: Math.round(times[times.length >> 1] * 10) / 10 });
} finally {
  await browser.close();
}
