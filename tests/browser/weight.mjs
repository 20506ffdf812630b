// What the tag costs a page: the shop's first page with it and without it, in turn, warm, the median of so many each.
// Prints one line of JSON. Alone, on a shop that runs:
//   ATTAR_PLAN='{"url":"http://127.0.0.1:8080/"}' ATTAR_NODE_MODULES=… ATTAR_CHROMIUM=… node tests/browser/weight.mjs
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { launch, tell } from './chromium.mjs';

const { url, times = 9 } = JSON.parse(process.env.ATTAR_PLAN);
const TAG = /<script data-shop=[^>]*>[\s\S]*?<\/script>/, NAMED = /<link rel="(?:module)?preload"[^>]*(?:\/attar|\/v1\/)[^>]*>/g;
const PAGE = '/?lang=en', BARE = '/?lang=en&bare';

/** The shop itself, and its first page without the tag as well. */
const shop = await new Promise(done => {
  const server = createServer((asked, answer) => {
    const bare = asked.url == BARE, { hostname, port } = new URL(url);
    const headers = { ...asked.headers, ...bare && { 'accept-encoding': 'identity' } };
    const there = request({ hostname, port, path: bare ? PAGE : asked.url, method: asked.method, headers }, from => {
      if (!bare) return answer.writeHead(from.statusCode, from.headers), from.pipe(answer);
      const parts = [];
      from.on('data', part => parts.push(part)).on('end', () => {
        const whole = Buffer.concat(parts).toString(), html = whole.replace(TAG, '').replace(NAMED, '');
        assert.notEqual(html, whole, 'the page has a tag to leave out');
        const { 'content-length': _, ...rest } = from.headers;
        answer.writeHead(from.statusCode, rest).end(html);
      });
    });
    there.on('error', () => answer.destroy());
    asked.pipe(there);
  });
  server.listen(0, '127.0.0.1', () => done({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }));
});

/** Runs before the page: notes what moves, and how long it is from a press of a key to the frame that shows it. */
const watch = () => {
  window.weight = { shifts: 0, latencies: [] };
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.weight.shifts += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  addEventListener('keydown', event => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.weight.latencies.push(performance.now() - event.timeStamp);
    port2.postMessage(0);
  }), true);
};

const measure = async (page, metrics, path) => {
  await page.goto(shop.url + path);
  const has = await page.evaluate(() => !!window.attar);
  assert.equal(has, path == PAGE, 'the page has the tag, or has none');
  // While the page still comes together: that is when a tag would be in the way.
  for (let key = 0; key < 10; key += 1) await page.keyboard.press('Shift'), await pause(25);
  if (has) assert.equal((await page.evaluate(() => window.attar.ready.then(() => window.attar.state()))).engine, 'wasm');
  await pause(700);
  const { metrics: told } = await metrics.send('Performance.getMetrics');
  const busy = told.find(({ name }) => name == 'TaskDuration').value * 1_000;
  const { shifts, latencies, paint } = await page.evaluate(() => ({
    ...window.weight, paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  }));
  assert.equal(latencies.length, 10);
  return { paint, busy, shifts, latency: Math.max(...latencies) };
};

/** A page of its own for each time: what the browser was busy with is counted from its beginning. */
const open = async (context, path) => {
  const page = await context.newPage();
  await page.addInitScript(watch);
  const metrics = await context.newCDPSession(page);
  await metrics.send('Performance.enable');
  const seen = await measure(page, metrics, path);
  await page.close();
  return seen;
};

const median = list => list.toSorted((a, b) => a - b)[list.length >> 1];
const round = (number, by) => Math.round(number * by) / by;

const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const seen = { [PAGE]: [], [BARE]: [] };
  for (const path of [PAGE, BARE]) await open(context, path);
  for (let time = 0; time < times; time += 1)
    for (const path of time % 2 ? [PAGE, BARE] : [BARE, PAGE]) seen[path].push(await open(context, path));
  const of = (path, what) => median(seen[path].map(one => one[what]));
  // Nothing that moves beside nothing that moves is the same.
  const ratio = what => of(PAGE, what) == of(BARE, what) ? 1 : round(of(PAGE, what) / of(BARE, what), 100);
  tell({
    tag_first_paint_ratio: ratio('paint'),
    tag_busy_ratio: ratio('busy'),
    tag_latency_ratio: ratio('latency'),
    tag_layout_shift_ratio: ratio('shifts'),
    tag_busy_ms: round(of(PAGE, 'busy') - of(BARE, 'busy'), 10),
    tag_layout_shift: round(of(PAGE, 'shifts'), 1_000),
    untagged_first_paint_ms: round(of(BARE, 'paint'), 10),
    untagged_busy_ms: round(of(BARE, 'busy'), 10),
    untagged_latency_ms: round(of(BARE, 'latency'), 10),
  });
} finally {
  await browser.close();
  shop.close();
}
