// How long the engine of the page takes to answer a household with its year behind it. Prints one line of JSON.
import assert from 'node:assert/strict';
import { launch, tell } from './chromium.mjs';

const { url, glue, wasm, query, households, rounds = 40 } = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();

/** Alone with itself a page has a clock of 5 us; beside others one of 100. */
const alone = async route => {
  const response = await route.fetch();
  const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
  await route.fulfill({ response, headers: { ...response.headers(), ...isolated } });
};

/** Runs in the page: every household asks so often, and every answer is timed. */
const ask = async ({ glue, wasm, query, households, rounds }) => {
  const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const { default: init, BareEngine } = await import(glue);
  await init({ module_or_path: wasm });
  const times = [], empty = [];
  for (const { who, token } of households) {
    const body = JSON.stringify({ wire: 1, token });
    const { snapshot, slice } = await (await fetch('/v1/boot', { method: 'POST', body })).json();
    const file = await (await fetch(`/v1/snapshot/${snapshot}`)).arrayBuffer();
    const engine = new BareEngine(new Uint8Array(file), bytes(slice));
    const [asked, at] = [bytes(query), Date.now()];
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      const answer = engine.ask(who, asked, at);
      times.push((performance.now() - began) * 1_000);
      if (answer.length < 10) empty.push(who);
    }
    engine.free();
  }
  return { times, empty, isolated: crossOriginIsolated };
};

try {
  const page = await browser.newPage();
  await page.route(url, alone);
  await page.goto(url);
  const { times, empty, isolated } = await page.evaluate(ask, { glue, wasm, query, households, rounds });
  assert.ok(isolated && !empty.length, 'every answer holds a list, and the clock is fine');
  times.sort((a, b) => a - b);
  const at = share => Math.round(times[Math.ceil(times.length * share) - 1]);
  tell({ recommend_chromium_p50_us: at(0.5), recommend_chromium_p99_us: at(0.99) });
} finally {
  await browser.close();
}
