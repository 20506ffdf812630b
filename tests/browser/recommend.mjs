// How long an element takes to ask a household's list, with its year behind it, and to put it into words; what is
// shown already is not drawn again. Prints one line of JSON.
import assert from 'node:assert/strict';
import { launch, tell } from './chromium.mjs';

const { url, glue, wasm, households, rounds = 40 } = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();

/** Alone with itself a page has a clock of 5 us; beside others one of 100. */
const alone = async route => {
  const response = await route.fetch();
  const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
  await route.fulfill({ response, headers: { ...response.headers(), ...isolated } });
};

/** Runs in the page: every household's list is asked for so often, and every time is taken. */
const ask = async ({ glue, wasm, households, rounds }) => {
  const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const fetched = async path => new Uint8Array(await (await fetch(`/v1/${path}`)).arrayBuffer());
  // One of its own beside that of the page.
  const { default: init, start, connect } = (await import(`${glue}?alone`)).glue;
  await init(await (await fetch(wasm)).arrayBuffer());
  const show = (host, drawn) => host.shadowRoot.replaceChildren(drawn);
  const loader = { show, exchange() {}, watch() {}, stream() {}, changed() {}, stored() {}, keys: () => '' };
  const times = [], empty = [];
  for (const { who, token } of households) {
    const body = JSON.stringify({ wire: 1, token });
    const boot = await (await fetch('/v1/boot', { method: 'POST', body })).json();
    const [snapshot, names] = [await fetched(`snapshot/${boot.snapshot}`), await fetched(`names/${boot.names.en}`)];
    const list = document.createElement('attar-recommendations');
    start(loader, document, { ...boot, slice: bytes(boot.slice) }, snapshot, names);
    if (!list.shadowRoot) list.attachShadow({ mode: 'open' });
    connect(list);
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      connect(list);
      times.push((performance.now() - began) * 1_000);
    }
    if (list.shadowRoot.querySelectorAll('li').length != 10) empty.push(who);
  }
  return { times, empty, isolated: crossOriginIsolated };
};

try {
  const page = await browser.newPage();
  await page.route(url, alone);
  await page.goto(url);
  const { times, empty, isolated } = await page.evaluate(ask, { glue, wasm, households, rounds });
  assert.ok(isolated && !empty.length, 'every list is there, and the clock is fine');
  times.sort((a, b) => a - b);
  const at = share => Math.round(times[Math.ceil(times.length * share) - 1]);
  tell({ recommend_chromium_p50_us: at(0.5), recommend_chromium_p99_us: at(0.99) });
} finally {
  await browser.close();
}
