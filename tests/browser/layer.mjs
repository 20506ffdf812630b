// What a shop says to its other tools: the widget follows it, in whatever form, and tells them of its lists.
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
const blank = site.page('/blank', document(tag(plan.url)));
const script = (text, at = 'head') => ({ [at]: `<script>${text}</script>` });
const LAYER = 'window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) }';

/** Somebody who lets the shop remember, on a page. */
const consented = async address => {
  const visitor = await open();
  await visitor.page.goto(blank);
  await ready(visitor.page);
  await choose(visitor.page, 'full');
  await visitor.page.goto(address);
  await ready(visitor.page);
  /** What the shop was told so far: name and product. */
  visitor.signals = async count => {
    await eventually(async () => {
      const { pending } = await state(visitor.page);
      const sent = visitor.to('/v1/sync').flatMap(({ signals }) => signals).length;
      assert.equal(pending + sent, count);
    });
    await visitor.page.waitForTimeout(100);
    await visitor.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await eventually(async () => assert.equal((await state(visitor.page)).pending, 0));
    return visitor.to('/v1/sync').flatMap(({ signals }) => signals).map(({ name, params }) => [name, +params.items[0].item_id]);
  };
  return visitor;
};

const steps = {
  'ga4 is followed, in both its forms': async () => {
    const [one, two, three, four] = products;
    const address = site.page('/ga4', document('', { head: `<script>${LAYER}</script>` + tag(plan.url, 'data-listen') }));
    const { page, context, signals, errors } = await consented(address);
    const returned = await page.evaluate(([one, two, three, four]) => {
      const items = id => ({ items: [{ item_id: String(id) }] });
      const length = dataLayer.length;
      const returned = dataLayer.push({ event: 'view_item', ecommerce: items(one) }) - length;
      dataLayer.push({ ecommerce: null });
      gtag('event', 'add_to_cart', items(two));
      gtag('event', 'select_item', { item_list_id: 'home', ...items(three) });
      for (const name of ['view_item_list', 'remove_from_cart', 'view_cart', 'begin_checkout', 'search', 'toString'])
        gtag('event', name, items(four));
      gtag('event', 'purchase', { transaction_id: 'T1', ...items(four) });
      gtag('event', 'add_to_cart', { transaction_id: 'T2', ...items(two) });
      gtag('event', 'add_to_cart', { transaction_id: 'T2', ...items(two) });
      dataLayer.push({ event: 'gtm.js' }, { event: 'view_item' }, null, 7, { event: 'view_item', ecommerce: { items: [null, { item_id: 'SKU-7' }] } });
      dataLayer.push({ event: 'view_item', ecommerce: items(one) });
      return returned;
    }, [one, two, three, four]);
    assert.equal(returned, 1, 'push gives what it gave');
    assert.deepEqual(await signals(4), [['view_item', one], ['add_to_cart', two], ['select_item', three], ['add_to_cart', two]]);
    assert.deepEqual(errors, []);
    await context.close();
    return { told: [one] };
  },

  'what was said before is heard, and what replaces push': async () => {
    const [one, two, three, four] = products.slice(4);
    const say = id => `dataLayer.push({ event: 'view_item', ecommerce: { items: [{ item_id: ${id} }] } });`;
    const address = site.page('/replay', document(`<script>${say(one)}</script>`, { head: `<script>${LAYER}</script>` + tag(plan.url, 'data-listen="dataLayer"') }));
    const { page, context, signals } = await consented(address);
    // As Google's does: it calls the one before, and shortens the array.
    const order = await page.evaluate(([two, three, four]) => {
      const before = dataLayer.push, order = [];
      dataLayer.push = function (...given) {
        order.push('theirs');
        const result = before.apply(dataLayer, given);
        dataLayer.splice(0, dataLayer.length - 2);
        return result;
      };
      const said = id => ({ event: 'view_item', ecommerce: { items: [{ item_id: id }] } });
      dataLayer.push(said(two));
      // And one that does not.
      dataLayer.push = (...given) => Array.prototype.push.apply(dataLayer, given);
      dataLayer.push(said(three));
      // Another array altogether.
      setTimeout(() => window.dataLayer = [said(four)], 1_500);
      return order;
    }, [two, three, four]);
    assert.deepEqual(order, ['theirs']);
    assert.deepEqual(await signals(4), [one, two, three, four].map(id => ['view_item', id]));
    await context.close();
    return { told: [one, two, three, four] };
  },

  'segment and shopify are understood': async () => {
    const [one, two, three, four] = products.slice(8);
    const fake = 'window.analytics = { heard: [], on(kind, hear) { this.heard.push(hear) }, track(name, said) { this.heard.forEach(hear => hear(name, said, {})) } };';
    const address = site.page('/segment', document('', { head: `<script>${LAYER}${fake}</script>` + tag(plan.url, 'data-listen="dataLayer segment"') }));
    const { page, context, signals } = await consented(address);
    await page.evaluate(([one, two, three, four]) => {
      analytics.track('Product Viewed', { product_id: String(one), sku: 'x' });
      analytics.track('Product Added', { product_id: two });
      analytics.track('Product Removed', { product_id: two });
      analytics.track('Order Completed', { products: [{ product_id: two }] });
      dataLayer.push({ type: 'track', event: 'Product Clicked', properties: { product_id: two } });
      dataLayer.push({ name: 'product_viewed', data: { productVariant: { id: '9', product: { id: String(three) } } } });
      dataLayer.push({ name: 'product_added_to_cart', data: { cartLine: { merchandise: { id: '9', product: { id: four } } } } });
      dataLayer.push({ name: 'checkout_started', data: {} });
    }, [one, two, three, four]);
    assert.deepEqual(await signals(5), [['view_item', one], ['add_to_cart', two], ['select_item', two], ['view_item', three], ['add_to_cart', four]]);
    await context.close();
    return { told: [one, three] };
  },

  'the page’s own data is a view': async () => {
    const [one, two] = products.slice(12), told = [];
    const forms = [
      { '@context': 'https://schema.org', '@type': 'Product', productID: String(one), name: 'a' },
      { '@graph': [{ '@type': 'WebPage' }, { '@type': ['Product', 'Thing'], sku: String(two) }] },
      // A list of many, and what cannot be read.
      [{ '@type': 'Product', sku: '1' }, { '@type': 'Product', sku: '2' }],
    ];
    for (const [place, form] of forms.entries()) {
      const data = `<script type="application/ld+json">${JSON.stringify(form)}</script><script type="application/ld+json">{oops</script>`;
      const address = site.page('/data', document(data, { head: tag(plan.url, 'data-listen') }));
      const { page, context, signals, errors } = await consented(address);
      const wanted = [one, two][place];
      // A layer that says the same says nothing new.
      await page.evaluate(wanted => window.dataLayer = [{ event: 'view_item', ecommerce: { items: [{ item_id: wanted }] } }], wanted ?? 'none');
      await page.waitForTimeout(1_200);
      assert.deepEqual(await signals(wanted ? 1 : 0), wanted ? [['view_item', wanted]] : []);
      assert.deepEqual(errors, []);
      if (wanted) told.push(wanted);
      await context.close();
    }
    return { told };
  },

  'a page that goes on without loading': async () => {
    const [one, two] = products.slice(14);
    const data = id => JSON.stringify({ '@type': 'Product', sku: String(id) });
    const address = site.page('/spa', document(`<script id="data" type="application/ld+json">${data(one)}</script>`, { head: tag(plan.url, 'data-listen') }));
    const { page, context, signals } = await consented(address);
    await page.evaluate(text => {
      history.pushState({}, '', '/spa/two');
      setTimeout(() => document.querySelector('#data').text = text, 300);
    }, data(two));
    assert.deepEqual(await signals(2), [['view_item', one], ['view_item', two]]);
    await page.evaluate(() => document.querySelector('#data').remove());
    await page.waitForTimeout(1_200);
    assert.equal((await state(page)).pending, 0);
    await context.close();
    return { told: [one, two] };
  },

  'a list is told to the layer, and a choice from it': async () => {
    const address = site.page('/list', document(LIST, { head: `<script>${LAYER}</script>` + tag(plan.url, 'data-listen') }));
    const { page, context, signals } = await consented(address);
    const told = () => page.evaluate(() => dataLayer.filter(said => said.event).map(({ event, ecommerce }) =>
      ({ event, list: ecommerce.item_list_id, items: ecommerce.items.map(item => +item.item_id), named: ecommerce.items.every(item => item.item_name && item.item_list_id) })));
    const shown = await list(page);
    await eventually(async () => assert.deepEqual(await told(), [{ event: 'view_item_list', list: 'attar:trending', items: shown, named: true }]));
    await page.evaluate(() => document.addEventListener('click', event => event.preventDefault()));
    await page.locator('attar-recommendations [part~=link]').nth(1).click();
    await eventually(async () => assert.deepEqual((await told())[1], { event: 'select_item', list: 'attar:trending', items: [shown[1]], named: true }));
    assert.deepEqual(await signals(1), [['select_item', shown[1]]], 'what it says itself it does not hear');
    // What stays on the device is told nobody.
    await choose(page, 'private');
    const before = (await told()).length;
    await page.locator('attar-recommendations [part~=link]').nth(2).click();
    await page.waitForTimeout(200);
    assert.equal((await told()).length, before);
    await context.close();
  },

  'a page may name its products as it likes': async () => {
    const [one] = products.slice(16);
    const map = `window.shop = { productOf: async item => ({ 'SKU-A': ${one} })[item.item_id] };`;
    const address = site.page('/map', document('', { head: `<script>${LAYER}${map}</script>` + tag(plan.url, 'data-listen data-map="shop.productOf"') }));
    const { page, context, signals } = await consented(address);
    await page.evaluate(() => gtag('event', 'view_item', { items: [{ item_id: 'SKU-A' }, { item_id: 'SKU-B' }] }));
    assert.deepEqual(await signals(1), [['view_item', one]]);
    await context.close();
    return { told: [one] };
  },

  'consent mode says what the shopper said': async () => {
    const page_of = (attributes, path) => site.page(path, document('', { head: `<script>${LAYER}</script>` + tag(plan.url, attributes) }));
    const mode = page_of('data-listen data-consent="mode"', '/mode'), analytics = page_of('data-listen data-consent="analytics"', '/analytics');
    const unsaid = page_of('data-listen', '/unsaid');
    const say = (page, kind, states) => page.evaluate(([kind, states]) => gtag('consent', kind, states), [kind, states]);
    const G = 'granted', D = 'denied';
    const runs = [
      [mode, [['default', { analytics_storage: G, personalization_storage: G }]], 'undecided'],
      [mode, [['update', { analytics_storage: G, personalization_storage: G }]], 'full'],
      [mode, [['update', { analytics_storage: D, personalization_storage: G }]], 'private'],
      [mode, [['update', { analytics_storage: G }]], 'denied'],
      [mode, [['update', { ad_storage: G }]], 'undecided'],
      [mode, [['default', { personalization_storage: G }], ['update', { analytics_storage: G }]], 'denied'],
      [mode, [['update', { analytics_storage: D, personalization_storage: D }], ['update', { analytics_storage: G, personalization_storage: G }]], 'full'],
      [analytics, [['update', { analytics_storage: G }]], 'full'],
      [unsaid, [['update', { analytics_storage: G, personalization_storage: G }]], 'undecided'],
    ];
    for (const [address, said, wanted] of runs) {
      const { page, context } = await open();
      await page.goto(address);
      await ready(page);
      for (const [kind, states] of said) {
        await say(page, kind, states);
        await page.waitForTimeout(250);
      }
      await eventually(async () => assert.equal((await state(page)).consent, wanted, JSON.stringify(said)));
      await context.close();
    }
    // What the shopper chose here is above it, and it may always take away.
    const { page, context } = await open();
    await page.goto(mode);
    await ready(page);
    await choose(page, 'denied');
    await say(page, 'update', { analytics_storage: G, personalization_storage: G });
    await page.waitForTimeout(300);
    assert.equal((await state(page)).consent, 'denied');
    await choose(page, 'full');
    await page.goto(unsaid);
    await ready(page);
    await say(page, 'update', { analytics_storage: D });
    await eventually(async () => assert.equal((await state(page)).consent, 'denied'));
    await context.close();
    // What Consent Mode said first is the shopper's own once they say it themselves.
    const own = await open(), denied = async () => assert.equal((await state(own.page)).consent, 'denied');
    await own.page.goto(mode);
    await ready(own.page);
    await say(own.page, 'update', { analytics_storage: D, personalization_storage: D });
    await eventually(denied);
    await choose(own.page, 'denied');
    await say(own.page, 'update', { analytics_storage: G, personalization_storage: G });
    await own.page.waitForTimeout(300);
    await denied();
    await own.context.close();
  },

  'a no holds, however long an earlier yes takes to be told': async () => {
    const address = site.page('/slow', document('', { head: tag(plan.url, '') }));
    for (const wasm of [true, false]) {
      const { page, context, to } = await open();
      if (!wasm) await context.route('**/attar/*.bin', route => route.abort());
      await page.goto(address);
      await ready(page);
      await context.route('**/v1/commands', async route => {
        await new Promise(done => setTimeout(done, 500));
        await route.continue();
      });
      await page.evaluate(async () => {
        const yes = attar.consent('full');
        await new Promise(done => setTimeout(done, 150));
        await attar.consent('denied');
        await yes;
      });
      assert.equal((await state(page)).consent, 'denied', wasm ? 'with the engine' : 'without');
      assert.deepEqual(to('/v1/sync'), []);
      const told = to('/v1/commands').map(({ command }) => command.set_consent.consent);
      assert.deepEqual(told, ['full', 'denied'], 'whom the yes named is told of the no');
      await context.close();
    }
  },

  'a browser that says no is heard': async () => {
    const address = site.page('/gpc', document('', { head: `<script>${LAYER}</script>` + tag(plan.url, 'data-listen data-consent="mode"') }));
    for (const wasm of [true, false]) {
      const { page, context, to } = await open();
      if (!wasm) await context.route('**/attar/*.bin', route => route.abort());
      await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }));
      await page.goto(address);
      await ready(page);
      assert.equal((await state(page)).consent, 'denied');
      await page.evaluate(() => gtag('consent', 'update', { analytics_storage: 'granted', personalization_storage: 'granted' }));
      await page.evaluate(id => gtag('event', 'view_item', { items: [{ item_id: id }] }), products[20]);
      await page.waitForTimeout(300);
      assert.deepEqual([(await state(page)).consent, to('/v1/commands'), to('/v1/sync')], ['denied', [], []]);
      await choose(page, 'full');
      assert.equal((await state(page)).consent, 'full', 'what the shopper says here holds');
      await context.close();
    }
  },
};

await hold(steps, site, browser);
