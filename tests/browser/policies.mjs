// Pages under every policy: the widget works as far as it may, the page's own things stay, and nothing of the page breaks.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { launch } from './chromium.mjs';
import { choose, document, hold, kept, list, opener, others, ready, state, tag, view } from './pages.mjs';
import { eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const site = await others(plan.port);
const open = opener(browser, plan.url);
const shop = plan.url.slice(0, -1);
const LIST = '<attar-recommendations slot="trending" n="4"></attar-recommendations>';
const OWN = '<attar-recommendations slot="trending" n="4"><p id="own">ours</p></attar-recommendations>';
const csp = policy => ({ 'content-security-policy': policy });
const nonce = 'nonce="abc123"';
const REST = `connect-src ${shop}; img-src ${shop}; style-src 'none'; object-src 'none'; base-uri 'none'`;

/** What each policy leaves of the widget: who answers, or that what the page has itself stays. */
const POLICIES = [
  ['a list of hosts', `default-src 'none'; script-src ${shop} 'wasm-unsafe-eval'; ${REST}`, '', 'wasm'],
  ['nonce', `default-src 'none'; script-src 'nonce-abc123' 'wasm-unsafe-eval'; ${REST}`, nonce, 'wasm'],
  ['strict-dynamic', `default-src 'none'; script-src 'nonce-abc123' 'strict-dynamic' 'wasm-unsafe-eval'; ${REST}`, nonce, 'wasm'],
  ['trusted types', `default-src 'none'; script-src ${shop} 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'; ${REST}`, '', 'wasm'],
  ['wasm refused', `default-src 'none'; script-src ${shop}; ${REST}`, '', 'server'],
  ['wasm refused under strict-dynamic', `default-src 'none'; script-src 'nonce-abc123' 'strict-dynamic'; ${REST}`, nonce, 'server'],
  ['no connect-src', `default-src 'none'; script-src ${shop} 'wasm-unsafe-eval'; img-src ${shop}`, '', 'nobody'],
  ['a script that the policy does not know', "default-src 'none'; script-src 'self'", '', 'no script'],
];

const steps = {
  'every policy': async () => {
    const seen = [];
    for (const [name, policy, attributes, answers] of POLICIES) {
      const address = site.page('/policy', document(OWN + LIST.replace('<attar-recommendations', '<attar-recommendations id="bare"'), { head: tag(plan.url, attributes) }), csp(policy));
      const { page, context, errors } = await open();
      await page.goto(address);
      if (answers === 'no script') {
        await page.waitForTimeout(300);
        assert.equal(await page.evaluate(() => typeof window.attar), 'undefined', name);
        assert.ok(await page.locator('#own').isVisible(), name);
      } else {
        await page.waitForFunction(() => window.attar?.ready);
        const { engine } = await ready(page);
        assert.equal(engine, answers === 'nobody' ? 'server' : answers, name);
        if (answers === 'nobody') {
          await eventually(async () => assert.ok(await page.locator('#bare [part=failed]').isVisible(), name));
          assert.ok(await page.locator('#own').isVisible(), name);
        } else {
          await eventually(async () => assert.equal((await list(page)).length, 4, name));
          const columns = await page.locator('#bare [part~=list]').evaluate(list => getComputedStyle(list).display);
          assert.equal(columns, 'grid', `${name}: its style is there`);
        }
      }
      assert.deepEqual(errors, [], name);
      seen.push(name);
      await context.close();
    }
    return { seen };
  },

  'one global': async () => {
    const address = site.page('/globals', document(OWN, { head: tag(plan.url, 'data-listen') }));
    const { page, context } = await open();
    await page.addInitScript(() => window.names = new Set(Object.getOwnPropertyNames(window)));
    await page.goto(address);
    await ready(page);
    await page.waitForTimeout(300);
    assert.deepEqual(await page.evaluate(() => Object.getOwnPropertyNames(window).filter(name => !names.has(name) && name !== 'names')), ['attar']);
    await context.close();
  },

  'a script that never comes': async () => {
    const address = site.page('/blocked', document(`${OWN}<form data-attar-signal="add_to_cart" data-product="1"><button>buy</button></form>
      <script>window.attar = window.attar || []; attar.push({ name: 'view_item', params: { items: [{ item_id: 1 }] } });</script>`, { head: tag(plan.url) }));
    const { page, context, errors } = await open();
    await context.route('**/attar.js', route => route.abort('blockedbyclient'));
    await page.goto(address);
    await page.waitForTimeout(200);
    assert.ok(await page.locator('#own').isVisible());
    assert.deepEqual(errors, []);
    await context.close();
  },

  'storage that is denied or full': async () => {
    const address = site.page('/storage', document(LIST, { head: tag(plan.url) }));
    const denied = () => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
    const full = () => Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
    for (const wasm of [true, false]) for (const broken of [denied, full]) {
      const { page, context, errors, to } = await open();
      if (!wasm) await context.route('**/attar/*.bin', route => route.abort());
      await page.addInitScript(broken);
      await page.goto(address);
      assert.equal((await ready(page)).engine, wasm ? 'wasm' : 'server');
      await eventually(async () => assert.equal((await list(page)).length, 4));
      await choose(page, 'full');
      assert.equal((await state(page)).consent, 'full');
      await page.evaluate(() => window.attar.ask({ recommend: { slot: 'for_you', n: 2 } }));
      assert.ok(to('/v1/ask').at(-1).token, 'the page knows for whom it asks as long as it lives');
      await page.evaluate(product => window.attar.push({ name: 'select_item', params: { items: [{ item_id: product }] } }), plan.priced);
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
      await eventually(async () => assert.equal((await state(page)).pending, 0));
      assert.equal(to('/v1/sync').length, 1);
      assert.deepEqual(errors, []);
      await context.close();
    }
  },

  'a clock a day wrong': async () => {
    const address = site.page('/clock', document(LIST, { head: tag(plan.url) }));
    const told = [];
    for (const [place, days] of [1, -1].entries()) {
      const { page, context, errors } = await open();
      await page.addInitScript(days => {
        const now = Date.now;
        Date.now = () => now() + days * 86_400_000;
      }, days);
      await page.goto(address);
      await ready(page);
      await eventually(async () => assert.equal((await list(page)).length, 4));
      await choose(page, 'full');
      await view(page, [plan.products[30 + place]]);
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
      await eventually(async () => assert.equal((await state(page)).pending, 0));
      told.push(plan.products[30 + place]);
      assert.deepEqual(errors, []);
      await context.close();
    }
    return { told };
  },

  'a style that resets everything': async () => {
    const reset = `* { all: unset !important; } attar-recommendations *, ul, li, img, a { display: inline !important; position: static !important; float: left !important; width: 1px !important; }
      attar-recommendations { display: block !important; } button { display: none !important; }`;
    const address = site.page('/reset', document(LIST, { head: `<style>${reset}</style>` + tag(plan.url) }));
    const { page, context } = await open();
    await page.goto(address);
    await ready(page);
    await eventually(async () => assert.equal(await page.locator('attar-recommendations [part~=refuse]').count(), 4));
    const looks = await page.locator('attar-recommendations').evaluate(host => {
      const style = what => getComputedStyle(host.shadowRoot.querySelector(what));
      return { list: style('[part~=list]').display, item: style('[part~=item]').position, refuse: style('[part~=refuse]').position,
        width: host.shadowRoot.querySelector('[part~=item]').offsetWidth > 100 };
    });
    assert.deepEqual(looks, { list: 'grid', item: 'relative', refuse: 'absolute', width: true });
    await context.close();
  },

  'nothing before consent, on another origin': async () => {
    const READS = /^(GET \/attar\.js|GET \/attar\/attar-[0-9a-f]+\.(js|bin)|GET \/v1\/boot|GET \/v1\/bundle\/[0-9a-f]{64}|GET \/picture\/\d+\?lang=en)$/;
    const address = site.page('/cross', document(LIST + `<attar-price product="${plan.priced}"></attar-price><attar-signal name="view_item" product="${plan.priced}"></attar-signal>`, { head: tag(plan.url) }));
    const { page, context, sent, to } = await open();
    // Somebody who is known on the shop's own pages: a page of others is told nothing of it.
    await context.addCookies([{ name: 'attar_shopper', value: 'abc', url: plan.url }]);
    await page.goto(address);
    await ready(page);
    await eventually(async () => assert.equal((await list(page)).length, 4));
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await page.waitForTimeout(300);
    for (const { request } of sent) {
      const { pathname, search } = new URL(request.url());
      assert.match(`${request.method()} ${pathname}${search}`, READS);
      assert.equal(request.postData(), null);
      assert.equal((await request.allHeaders()).cookie, undefined, `${pathname} has no cookie`);
    }
    const stores = await page.evaluate(async () => ({ local: Object.keys(localStorage), session: Object.keys(sessionStorage),
      databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length, cookie: document.cookie }));
    assert.deepEqual(stores, { local: [], session: [], databases: 0, caches: 0, cookie: '' });
    await choose(page, 'full');
    const { 'attar:token': token, ...rest } = await kept(page);
    assert.deepEqual(rest, {});
    await view(page, [plan.products[40]]);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await eventually(async () => assert.equal((await state(page)).pending, 0));
    assert.deepEqual(to('/v1/sync').map(body => body.token), [token], 'the token says who, in the body');
    await choose(page, 'denied');
    assert.deepEqual(await kept(page), { 'attar:consent': 'denied' });
    assert.equal((await context.cookies(`http://localhost:${plan.port}`)).length, 0);
    await context.close();
    return { told: [plan.products[40]] };
  },

  'the page of the examples': async () => {
    const example = await readFile(new URL('../../examples/embed.html', import.meta.url), 'utf8');
    const address = site.page('/example', example.replaceAll('https://shop.example/', plan.url));
    const { page, context, errors } = await open();
    await page.goto(address);
    await ready(page);
    await eventually(async () => assert.equal((await list(page)).length, 4));
    await eventually(async () => assert.equal(await page.locator('.own article').count(), 3));
    await eventually(async () => assert.equal(await page.locator('attar-my-data button[value=forget]').count(), 1));
    assert.deepEqual(errors, []);
    await context.close();
  },

  'a page of an origin that is not listed': async () => {
    // The same server by another name: its pages may not read the shop's answers.
    const address = site.page('/foreign', document(OWN + LIST.replace('<attar', '<attar-price product="1"></attar-price><attar'), { head: tag(plan.url) }), {}, '127.0.0.1');
    const { page, context, errors } = await open();
    await page.goto(address);
    assert.equal((await ready(page)).engine, 'server');
    await eventually(async () => assert.ok(await page.locator('attar-price [part=failed]').isVisible()));
    assert.ok(await page.locator('#own').isVisible());
    await assert.rejects(choose(page, 'full'));
    assert.deepEqual(await kept(page), {});
    assert.deepEqual(errors, []);
    await context.close();
  },
};

await hold(steps, site, browser);
