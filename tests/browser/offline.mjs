// A network that is cut, by a gate between the browser and the shop: what a shopper takes back is not lost, signals are
// told once, and pages of the shop that were visited are there.
import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import { launch } from './chromium.mjs';
import { answers, choose, document, hold, kept, list, opener, others, ready, state, tag, view } from './pages.mjs';
import { eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const site = await others(plan.port);
const { products } = plan;
const LIST = '<attar-recommendations slot="trending" n="4"></attar-recommendations>';
const NO_WASM = { 'content-security-policy': "script-src * 'unsafe-inline'" };

/** A way to the shop that can be cut: no connection comes through, and open ones end. */
const wire = await new Promise(done => {
  const { hostname, port } = new URL(plan.url), sockets = new Set();
  let cut = false;
  const server = createServer(client => {
    if (cut) return client.destroy();
    const shop = connect(port, hostname);
    for (const [one, other] of [[client, shop], [shop, client]]) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy()).on('close', () => (sockets.delete(one), other.destroy()));
    }
  });
  server.listen(0, '127.0.0.1', () => done({
    url: `http://127.0.0.1:${server.address().port}/`,
    cut: now => {
      cut = now;
      if (now) sockets.forEach(socket => socket.destroy());
    },
    close: () => (sockets.forEach(socket => socket.destroy()), server.close()),
  }));
});
const open = opener(browser, wire.url);

const offline = async (context, now) => {
  wire.cut(now);
  await context.setOffline(now);
};

const known = async page => {
  const { answer } = await page.evaluate(() => window.attar.ask('profile'));
  return answer.profile.consent;
};

const steps = {
  'a no that the shop did not hear is said again': async () => {
    for (const headers of [{}, NO_WASM]) for (const level of ['denied', 'private']) {
      const address = site.page('/no', document(LIST, { head: tag(wire.url) }), headers);
      const { page, context, to } = await open();
      await page.goto(address);
      await ready(page);
      await choose(page, 'full');
      const { 'attar:token': token } = await kept(page);
      await offline(context, true);
      await assert.rejects(choose(page, level));
      assert.equal((await state(page)).consent, level, 'it holds here at once');
      assert.match((await kept(page))['attar:owed'], new RegExp(token));
      const told = () => to('/v1/commands').filter(body => body.command.set_consent?.consent === level && body.token === token).length;
      const before = told();
      await offline(context, false);
      await eventually(async () => assert.equal((await kept(page))['attar:owed'], undefined));
      assert.ok(told() > before);
      // Who comes with that token is known to have said no.
      const asked = await page.evaluate(async ([url, token]) => (await (await fetch(url + 'v1/ask', { method: 'POST',
        headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'profile', token }) })).json()), [wire.url, token]);
      assert.notEqual(asked.answer?.profile?.consent, 'full', JSON.stringify(asked).slice(0, 200));
      await context.close();
    }
  },

  'who left before the shop heard it is heard on the next page': async () => {
    const address = site.page('/next', document(LIST, { head: tag(wire.url) }));
    const { page, context, to } = await open();
    await page.goto(address);
    await ready(page);
    await choose(page, 'full');
    wire.cut(true);
    await assert.rejects(choose(page, 'denied'));
    await page.goto(site.page('/other', document('nothing of ours')));
    wire.cut(false);
    const before = to('/v1/commands').length;
    await page.goto(address);
    await ready(page);
    assert.deepEqual(await kept(page), { 'attar:consent': 'denied' });
    assert.equal(to('/v1/commands').length, before + 1);
    // A later yes is not undone by what was owed.
    await choose(page, 'full');
    await page.reload();
    assert.equal((await ready(page)).consent, 'full');
    await context.close();
  },

  'who asks to be forgotten without a network is forgotten': async () => {
    for (const [lang, words] of [['en', /It is forgotten here/], ['fa', /اینجا فراموش شد/], ['ar', /تم النسيان هنا/]]) {
      const address = site.page('/forget', document(LIST + '<attar-my-data></attar-my-data>', { head: tag(wire.url, `data-lang="${lang}"`) }));
      const { page, context, to } = await open();
      await page.goto(address);
      await ready(page);
      await choose(page, 'full');
      const { 'attar:token': token } = await kept(page);
      await page.locator('attar-my-data button[value=forget]').waitFor();
      await offline(context, true);
      await page.locator('attar-my-data button[value=forget]').click();
      await page.locator('attar-my-data [part=sure] button').first().click();
      await eventually(async () => assert.match(await page.locator('attar-my-data').evaluate(host => host.shadowRoot.textContent), words));
      assert.equal((await state(page)).consent, 'denied');
      assert.equal((await kept(page))['attar:token'], undefined);
      await offline(context, false);
      await eventually(async () => assert.deepEqual(await kept(page), { 'attar:consent': 'denied' }), 10_000);
      assert.ok(to('/v1/commands').some(body => body.command.forget && body.token === token));
      const gone = await page.evaluate(async ([url, token]) => (await fetch(url + 'v1/commands', { method: 'POST',
        headers: { 'content-type': 'application/json' }, body: JSON.stringify({ command: { forget: {} }, token }) })).status, [wire.url, token]);
      assert.equal(gone, 403, 'there is nobody left to forget');
      await context.close();
    }
  },

  'signals wait, and are told once': async () => {
    const address = site.page('/queue', document(LIST, { head: tag(wire.url) }));
    const { page, context, to } = await open();
    await page.goto(address);
    await ready(page);
    await choose(page, 'full');
    await offline(context, true);
    const before = await list(page), some = products.slice(40, 46);
    await view(page, some);
    await page.evaluate(() => document.querySelector('attar-recommendations').setAttribute('n', 5));
    await eventually(async () => assert.equal((await list(page)).length, 5, 'lists follow without a network'));
    assert.equal(before.length, 4);
    assert.equal((await state(page)).pending, some.length);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await page.waitForTimeout(300);
    await offline(context, false);
    await eventually(async () => assert.equal((await state(page)).pending, 0), 15_000);
    const numbers = to('/v1/sync').filter(body => body.signals.length).map(body => `${body.source} ${body.from}`);
    assert.equal(new Set(numbers).size, 1, 'again and again the same batch');
    await context.close();
    return { told: some };
  },

  'pages of the shop that were visited are there': async () => {
    const told = [];
    for (const [lang, words] of [['en', /You are offline/], ['fa', /اتصال برقرار نیست/], ['ar', /لا اتصال/]]) {
      const { page, context, errors, to } = await open();
      const visit = path => page.goto(wire.url + path);
      await visit('?lang=' + lang);
      await ready(page);
      assert.deepEqual(await page.evaluate(async () => [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]), [[], 0],
        'nothing is kept before the shopper lets it');
      await choose(page, 'full');
      await page.waitForFunction(() => navigator.serviceWorker.controller);
      const seen = [], cards = {};
      const shown = () => page.locator('attar-recommendations').first().evaluate(host =>
        (host.shadowRoot.querySelector('[part~=item]') ? host.shadowRoot : host).querySelectorAll('[part~=item]').length);
      for (const product of products.slice(50, 53)) {
        await visit('p/' + product);
        seen.push(product);
        await ready(page);
        cards[product] = await shown();
        await page.evaluate(() => document.querySelector('[part=picture]')?.decode());
      }
      await visit('');
      await ready(page);
      const nothingWaits = () => eventually(async () => {
        assert.equal((await state(page)).pending, 0);
        assert.equal(await page.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('attar:outbox:')).length), 0);
      }, 20_000);
      await nothingWaits();
      // What came last is on the device before the network goes.
      await eventually(async () => assert.ok(await page.evaluate(async () => (await (await caches.open('attar-pages')).keys()).length >= 5)));
      await offline(context, true);
      errors.length = 0;
      await visit('p/' + seen[0]);
      assert.equal((await ready(page)).engine, 'wasm');
      await eventually(async () => assert.match(await page.locator('p.offline').textContent(), words));
      assert.ok((await page.locator('attar-price').first().evaluate(host => (host.shadowRoot.querySelector('data') ?? host.querySelector('data')).textContent)).length > 1);
      assert.ok(cards[seen[0]] > 0);
      assert.equal(await shown(), cards[seen[0]], 'a list is as long as it was');
      assert.ok(await page.evaluate(() => document.querySelector('img').naturalWidth > 0), 'pictures are there');
      await view(page, [products[54]]);
      told.push(...seen, seen[0], products[54]);
      assert.equal((await state(page)).pending, 2, 'the page was looked at, and one more');
      await visit('');
      await ready(page);
      assert.ok(await page.locator('attar-recommendations').count());
      await visit('d/3');
      assert.match(await page.locator('main').textContent(), words, 'what was never seen is not there');
      await visit('');
      await ready(page);
      await offline(context, false);
      await eventually(async () => assert.equal(await page.locator('p.offline').count(), 0));
      await nothingWaits();
      const recent = await page.evaluate(() => window.attar.ask({ recommend: { slot: 'recent', n: 10 } }));
      assert.deepEqual(recent.answer.recommended.picks.map(pick => pick.product).slice(0, 2), [products[54], seen[0]]);
      assert.ok(to('/v1/sync').length);
      // What may no longer be kept goes.
      await choose(page, 'denied');
      await eventually(async () => assert.deepEqual(await page.evaluate(async () => [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]), [[], 0]));
      assert.deepEqual(errors, []);
      await context.close();
    }
    return { told };
  },

  'pages of others show what they showed last, and how old it is': async () => {
    for (const [lang, words] of [['en', /cannot be reached. This is as it was at .*\d/], ['fa', /در دسترس نیست. این مربوط به .*[۰-۹]/], ['ar', /لا يمكن الوصول.*هذا كما كان في .*[٠-٩]/]])
      for (const level of lang == 'en' ? ['full', 'private', 'denied'] : ['full']) {
        const body = `${LIST}<attar-price product="${plan.priced}"></attar-price>`;
        const address = site.page('/kept', document(body, { lang, head: tag(wire.url) }));
        const { page, context, errors } = await open();
        await page.goto(address);
        await ready(page);
        await eventually(async () => assert.equal((await list(page)).length, 4));
        assert.deepEqual(await answers(page), [], 'nothing is kept before it may be');
        await choose(page, level);
        await page.goto(address);
        await ready(page);
        await eventually(async () => assert.equal((await list(page)).length, 4));
        await eventually(async () => assert.equal((await answers(page)).length, level == 'denied' ? 0 : 2));
        const before = await list(page);
        wire.cut(true);
        await page.goto(address);
        const note = () => page.locator('attar-recommendations').evaluate(host => host.shadowRoot.querySelector('[part=note], [part=failed]')?.textContent);
        if (level == 'denied') await eventually(async () => assert.match(await note(), /cannot be shown/));
        else {
          await eventually(async () => assert.match(await note(), words));
          assert.deepEqual(await list(page), before);
          assert.ok(await page.locator('attar-price').evaluate(host => host.shadowRoot.querySelector('[part=note]') && host.shadowRoot.querySelector('data')));
        }
        wire.cut(false);
        await page.goto(address);
        await ready(page);
        await eventually(async () => assert.equal((await list(page)).length, 4));
        assert.equal(await note(), undefined, 'what is new says nothing of age');
        await choose(page, 'denied');
        await eventually(async () => assert.deepEqual(await answers(page), []));
        assert.deepEqual(errors, []);
        await context.close();
      }
  },
};

try {
  await hold(steps, site, browser);
} finally {
  wire.close();
}
