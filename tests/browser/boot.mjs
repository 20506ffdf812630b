// The boot, which is all that the tag names: how much is asked for before there is an answer, what it keeps until the rest
// is there, what if that never comes, and that the browser holds each file to what it was built as.
import assert from 'node:assert/strict';
import { launch } from './chromium.mjs';
import { choose, document, hold, list, opener, others, ready, state, tag } from './pages.mjs';
import { eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const site = await others(plan.port);
const open = opener(browser, plan.url);
const { products } = plan;
const LIST = '<attar-recommendations slot="trending" n="4"></attar-recommendations>';
const REST = '**/' + plan.files.rest.file + '*';

/** Runs before the page: notes when the first list of the engine is there. */
const watch = () => {
  window.drawn = new Promise(done => document.addEventListener('attar:change', () => done(performance.timeOrigin + performance.now()), { once: true }));
};

/** Opens a page; gives what was asked of the shop's network for the widget until the engine had drawn. The page itself, its
    style and its pictures are its own. */
const asked = async (page, address) => {
  const client = await page.context().newCDPSession(page), all = new Map();
  await client.send('Network.enable');
  client.on('Network.requestWillBeSent', ({ requestId, request: { url }, wallTime }) => all.set(requestId, { url, at: wallTime * 1_000 }));
  client.on('Network.requestServedFromCache', ({ requestId }) => all.delete(requestId));
  client.on('Network.responseReceived', ({ requestId, response }) => response.fromDiskCache && all.delete(requestId));
  await page.goto(address);
  const at = await page.evaluate(() => window.drawn);
  await page.waitForTimeout(200);
  await client.detach();
  const seen = [...all.values()].filter(({ url, at: asked }) => asked <= at && /^.(attar|v1)\b/.test(new URL(url).pathname));
  return seen.map(({ url }) => new URL(url).pathname.replace(/[0-9a-f]{12,}/, '*')).sort();
};

const steps = {
  'five requests, and one once it is known': async () => {
    const { page, context } = await open();
    await page.addInitScript(watch);
    const cold = await asked(page, site.page('/cold', document(LIST, { head: tag(plan.url) })));
    assert.deepEqual(cold, ['/attar.js', '/attar/attar-*.bin', '/attar/attar-*.js', '/v1/boot', '/v1/bundle/*']);
    // Another page of the site, with all of it in the cache.
    const warm = await asked(page, site.page('/warm', document(LIST, { head: tag(plan.url) })));
    assert.deepEqual(warm, ['/v1/boot']);
    await context.close();
  },

  'three in the shop, where the page says what the boot would ask': async () => {
    const { page, context } = await open();
    await page.addInitScript(watch);
    const product = plan.url + 'p/' + plan.priced;
    assert.deepEqual(await asked(page, product), ['/attar/attar-*.bin', '/attar/attar-*.js', '/v1/bundle/*']);
    // What was learned meanwhile comes once.
    await eventually(async () => assert.deepEqual(await asked(page, product), []));
    await choose(page, 'full');
    await eventually(async () => assert.deepEqual(await asked(page, plan.url), ['/v1/boot'], 'of one whom the shop knows, what it knows'));
    await context.close();
  },

  'the room is as high as what comes': async () => {
    for (const width of [390, 1280]) {
      const body = `<div style="max-width: 60rem"><attar-recommendations slot="trending" n="6"></attar-recommendations>
        <attar-price product="${plan.priced}"></attar-price><attar-order-tracker order="00"></attar-order-tracker><p id="below">below</p></div>`;
      const address = site.page('/room', document(body, { head: tag(plan.url) }));
      const { page, context } = await open({ viewport: { width, height: 900 } });
      let go, boot;
      const gates = [new Promise(done => go = done), new Promise(done => boot = done)];
      await context.route(REST, async route => gates[0].then(() => route.continue()));
      await context.route('**/v1/boot', async route => gates[1].then(() => route.continue()));
      await page.goto(address);
      await page.waitForFunction(() => document.querySelector('attar-price')?.kept);
      const tops = () => page.evaluate(() => [...document.querySelectorAll('attar-price, attar-order-tracker, #below')]
        .map(node => Math.round(node.getBoundingClientRect().top)));
      const before = await tops();
      assert.ok(before[0] > 500, String(before));
      go();
      await page.waitForFunction(() => document.querySelector('attar-recommendations').shadowRoot.adoptedStyleSheets[0].cssRules.length > 20);
      assert.deepEqual(await tops(), before, 'the whole style makes the same of it');
      boot();
      await ready(page);
      await eventually(async () => assert.equal((await list(page)).length, 6));
      await eventually(async () => assert.equal((await tops())[0], before[0]));
      await context.close();
    }
  },

  'what is said before the rest is there is not lost': async () => {
    const some = products.slice(20, 23);
    const address = site.page('/early', document(LIST + `<attar-signal name="view_item" product="${some[2]}"></attar-signal>`
      + `<script>window.attar = [{ name: 'view_item', params: { items: [{ item_id: ${some[0]} }] } }]</script>${tag(plan.url)}`));
    const { page, context } = await open();
    let go;
    const gate = new Promise(done => go = done);
    await context.route(REST, async route => gate.then(() => route.continue()));
    await page.goto(address);
    await page.waitForFunction(() => Boolean(window.attar?.ready));
    assert.equal((await state(page)).engine, 'none');
    const chosen = page.evaluate(product => {
      const chosen = window.attar.consent('full');
      window.attar.push({ name: 'view_item', params: { items: [{ item_id: product }] } });
      return chosen;
    }, some[1]);
    go();
    await chosen;
    assert.equal((await state(page)).consent, 'full');
    await page.evaluate(product => window.attar.push({ name: 'view_item', params: { items: [{ item_id: product }] } }), products[23]);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await eventually(async () => assert.equal((await state(page)).pending, 0));
    const seen = await page.evaluate(() => window.attar.ask({ recommend: { slot: 'recent', n: 5 } }));
    assert.deepEqual(seen.answer.recommended.picks.map(pick => pick.product), [products[23]], 'consent does not reach back');
    await context.close();
    return { told: [products[23]] };
  },

  'a rest that does not come is asked for again': async () => {
    for (const [lang, words] of [['en', 'Try again'], ['fa', 'دوباره تلاش کنید'], ['ar', 'حاول مجددًا']]) {
      const address = site.page('/gone', document(LIST + '<attar-price product="1"><b>ours</b></attar-price>', { head: tag(plan.url, `data-lang="${lang}"`) }));
      const { page, context, errors } = await open();
      let down = true;
      await context.route(REST, route => down ? route.abort() : route.continue());
      await page.goto(address);
      await ready(page);
      const retry = page.locator('attar-recommendations [part~=retry]');
      await eventually(async () => assert.equal(await retry.textContent(), words));
      assert.ok(await page.locator('attar-price b').isVisible());
      await page.evaluate(() => window.attar.consent('full')).then(() => assert.fail('nobody heard of it'), () => {});
      down = false;
      await retry.click();
      await eventually(async () => assert.equal((await list(page)).length, 4));
      assert.equal((await ready(page)).engine, 'wasm');
      assert.deepEqual(errors, []);
      await context.close();
    }
  },

  'a file that is not as it was built does not run': async () => {
    for (const policy of ["script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'", undefined]) {
      const headers = policy ? { 'content-security-policy': policy } : {};
      const address = site.page('/changed', document(LIST, { head: tag(plan.url, 'nonce="abc"') }), headers);
      const { page, context } = await open();
      await context.route(REST, async route => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: 'window.changed = true;' + await answer.text() });
      });
      await page.goto(address);
      await ready(page);
      assert.deepEqual(await page.evaluate(() => [window.changed, window.attar.state().engine]), [undefined, 'none']);
      assert.ok(await page.locator('attar-recommendations [part~=retry]').isVisible());
      await context.close();
    }
  },

  'a version has an address and a check of its own': async () => {
    const { file, integrity } = plan.files.loader;
    const script = integrity => `<script async src="${plan.url}attar/${file}" integrity="${integrity}" crossorigin="anonymous"></script>`;
    const { page, context } = await open();
    await page.goto(site.page('/version', document(LIST, { head: script(integrity) })));
    await page.waitForFunction(() => window.attar?.ready);
    assert.equal((await ready(page)).engine, 'wasm');
    await eventually(async () => assert.equal((await list(page)).length, 4));
    await page.goto(site.page('/version', document(LIST, { head: script(integrity.replace(/.{8}$/, 'AAAAAAAA')) })));
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => typeof window.attar), 'undefined');
    await context.close();
  },
};

await hold(steps, site, browser);
