// What a browser keeps and sends: every cookie, every store, every request, against the list of what is allowed.
import assert from 'node:assert/strict';
import { launch, run } from './chromium.mjs';
import { Visitor, eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const complaints = [];

/** Somebody whose every request is written down. */
const watched = async options => {
  // With a worker where the shopper lets there be one.
  const visitor = await Visitor.open(browser, plan.url, complaints, { serviceWorkers: 'allow', ...options });
  visitor.requests = [];
  visitor.context.on('request', request => visitor.requests.push(request));
  return visitor;
};

/** All that the browser keeps for the shop: names and values. */
const kept = async visitor => {
  const cookies = (await visitor.context.cookies()).map(({ name, value }) => [name, value]);
  const stores = await visitor.page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).map(database => database.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  return { cookies: Object.fromEntries(cookies), ...stores, local: Object.fromEntries(stores.local) };
};

const NOTHING = { cookies: {}, local: {}, session: [], databases: [], caches: [], workers: 0 };

/** What may be asked for without a word on who asks. */
const READS = [
  /^GET \/$/, /^GET \/p\/\d+$/, /^GET \/shop\.css$/, /^GET \/vazirmatn-1\.woff2$/, /^GET \/picture\/(icon\/[a-z0-9_-]+|department\/\d+|\d+\?lang=(en|fa|ar))$/,
  /^GET \/favicon\.ico$/, /^GET \/attar\.js$/, /^GET \/worker\.js$/, /^GET \/offline$/,
  /^GET \/attar\/attar-[0-9a-f]+\.(js|bin)$/, /^GET \/v1\/boot$/, /^GET \/v1\/snapshot\/[0-9a-f]{64}$/,
  /^GET \/v1\/names\/[0-9a-f]{64}$/, /^GET \/v1\/bundle\/[0-9a-f]{64}$/,
];

const line = request => `${request.method()} ${new URL(request.url()).pathname}${new URL(request.url()).search}`;

/** Every request is on the list, carries no body, and of the allowed cookies no more. */
const silent = async (visitor, cookies = /^$/) => {
  for (const request of visitor.requests) {
    assert.equal(new URL(request.url()).origin + '/', plan.url, 'nothing goes elsewhere');
    assert.ok(READS.some(pattern => pattern.test(line(request))), `${line(request)} is not on the list`);
    assert.equal(request.postData(), null, line(request));
    const headers = await request.allHeaders();
    assert.match(headers.cookie ?? '', cookies, line(request));
    assert.equal(headers.authorization, undefined);
    assert.doesNotMatch(headers.referer ?? '', /[?#]/);
  }
};

/** Looks at a few products, on their pages and in the page, and gives the requests their time. */
const look = async visitor => {
  for (const path of ['', 'p/1', 'p/2', '']) {
    await visitor.go(path);
    await visitor.settle();
  }
  for (const product of [3, 4, 5]) await visitor.view(product);
  await visitor.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
  await visitor.page.waitForTimeout(300);
};

const choose = async (visitor, level) => {
  await visitor.page.click(`attar-consent button[value=${level}]`);
  await eventually(async () => assert.equal((await visitor.state()).consent, level));
};

const steps = {
  'before consent nothing is kept and nothing told': async () => {
    const visitor = await watched();
    await look(visitor);
    assert.deepEqual(await kept(visitor), NOTHING);
    await silent(visitor);
    await visitor.close();
  },

  'after a refusal only the refusal is kept': async () => {
    const visitor = await watched();
    await visitor.go('');
    await visitor.settle();
    await choose(visitor, 'denied');
    visitor.requests.length = 0;
    await look(visitor);
    const refusal = { ...NOTHING, cookies: { attar_consent: 'denied' }, local: { 'attar:consent': 'denied' } };
    assert.deepEqual(await kept(visitor), refusal);
    await silent(visitor, /^(attar_consent=denied)?$/);
    await visitor.close();
  },

  'what is private stays on the device': async () => {
    const visitor = await watched();
    await visitor.go('');
    await visitor.settle();
    await choose(visitor, 'private');
    await look(visitor);
    // Pages of the shop that were visited are on the device too, and stay there.
    await eventually(async () => assert.deepEqual((await kept(visitor)).caches.sort(), ['attar-files', 'attar-pages']));
    const { local, caches, workers, ...rest } = await kept(visitor);
    assert.deepEqual({ ...NOTHING, ...rest }, NOTHING);
    assert.equal(workers, 1);
    assert.deepEqual(Object.keys(local).sort(), ['attar:consent', 'attar:private']);
    assert.equal(local['attar:private'].split('\n').length, 5);
    await silent(visitor);
    await visitor.close();
  },

  'Global Privacy Control is a refusal': async () => {
    const visitor = await watched({ extraHTTPHeaders: { 'sec-gpc': '1' } });
    await visitor.context.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }));
    await look(visitor);
    assert.equal((await visitor.state()).consent, 'denied');
    assert.deepEqual(await kept(visitor), NOTHING);
    await silent(visitor);
    await visitor.close();
  },

  'with consent there are an id and signals, and after logout neither': async () => {
    const visitor = await watched();
    await visitor.go('');
    await visitor.settle();
    await visitor.consent();
    visitor.requests.length = 0;
    await visitor.view(3);
    let { cookies, local } = await kept(visitor);
    assert.deepEqual(Object.keys(cookies), ['attar_shopper']);
    await eventually(async () => {
      ({ local } = await kept(visitor));
      assert.match(Object.keys(local).join(), /^attar:outbox:[0-9a-f]{32}$/);
    });
    await eventually(async () => assert.equal((await visitor.state()).pending, 0), 15_000);
    await visitor.page.waitForTimeout(100);
    assert.deepEqual((await kept(visitor)).local, {}, 'what was told is not kept');
    const [sync] = visitor.requests.filter(request => line(request) === 'POST /v1/sync');
    const body = JSON.parse(sync.postData());
    assert.deepEqual(Object.keys(body), ['wire', 'token', 'source', 'from', 'after', 'signals']);
    assert.deepEqual(body.signals.map(({ name, params }) => [name, params.items[0].item_id]), [['view_item', '3']]);
    await visitor.login(7);
    await visitor.go('p/8');
    await visitor.settle();
    await visitor.page.evaluate(() => window.attar.consent('private'));
    await visitor.view(3);
    ({ local } = await kept(visitor));
    assert.deepEqual(Object.keys(local).sort(), ['attar:consent', 'attar:private'], 'there is something to leave');
    await visitor.go('account');
    await visitor.page.click('form[action="/logout"] button');
    await visitor.page.waitForURL(plan.url);
    await visitor.settle();
    await eventually(async () => assert.deepEqual(await kept(visitor), NOTHING));
    visitor.requests.length = 0;
    await look(visitor);
    assert.deepEqual(await kept(visitor), NOTHING);
    await silent(visitor);
    await visitor.close();
  },

  'a guest buys and follows the order': async () => {
    const guest = await watched();
    const merchant = await Visitor.open(browser, plan.url, complaints);
    const order = await guest.buy(plan.bought);
    await guest.settle();
    assert.equal(await guest.status(), 'placed');
    const { cookies, ...stores } = await kept(guest);
    assert.deepEqual(Object.keys(cookies), ['attar_guest']);
    assert.deepEqual({ cookies: {}, ...stores }, NOTHING);
    const live = guest.page.waitForResponse(answer => answer.url().includes('/v1/live'));
    await guest.go(order);
    await live;
    await guest.noteWhen('packed');
    await merchant.page.goto(plan.merchant);
    const clicked = Date.now();
    await merchant.page.click('button[value=pack]');
    await eventually(async () => assert.equal(await guest.status(), 'packed'));
    const took = await guest.movedAt() - clicked;
    assert.ok(took < 1_000, `it took ${took} ms`);
    for (const request of guest.requests.filter(request => line(request) === 'POST /v1/sync')) {
      assert.deepEqual(JSON.parse(request.postData()).signals, []);
    }
    await guest.close();
    return { took };
  },

  'no page complains': async () => assert.deepEqual(complaints, []),
};

try {
  await run(steps);
} finally {
  await browser.close();
}
