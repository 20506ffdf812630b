// Many tabs of one browser: signals, what a closed tab left behind, the one live stream, what is said in one tab,
// and pages that the browser kept aside.
import assert from 'node:assert/strict';
import { launch, run } from './chromium.mjs';
import { Visitor, eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
// Playwright turns the cache of whole pages off; these tests are about it.
const browser = await launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
const complaints = [];

const ada = await Visitor.open(browser, plan.url, complaints);
const merchant = await Visitor.open(browser, plan.url, complaints);
const products = plan.products;
let order;

/** How many live streams each of some tabs holds open. */
const streams = tabs => Promise.all(tabs.map(async tab => (await tab.streams()).open));

/** All tabs together come to hold as many live streams as said. */
const hold = (tabs, count) => eventually(async () =>
  assert.equal((await streams(tabs)).reduce((one, other) => one + other, 0), count));

const outboxes = visitor => visitor.page.evaluate(() =>
  Object.keys(localStorage).filter(key => key.startsWith('attar:outbox:')).length);

const sent = async visitor => {
  await eventually(async () => assert.equal((await visitor.state()).pending, 0), 15_000);
  await eventually(async () => assert.equal(await outboxes(visitor), 0), 15_000);
};

const opened = async (visitor, path) => {
  const tab = await visitor.tab();
  await tab.go(path);
  await tab.settle();
  return tab;
};

const see = (visitor, products) => visitor.page.evaluate(products => {
  for (const item_id of products) window.attar.push({ name: 'view_item', params: { items: [{ item_id }] } });
}, products);

/** Notes for whom the page begins, each time that it does: it is told by the page itself or by the server. */
const noteWho = visitor => {
  visitor.page.on('response', async answer => {
    if (answer.url().endsWith('/v1/boot') && answer.ok()) visitor.who = (await answer.json()).slice.slice(0, 20);
  });
  visitor.page.on('domcontentloaded', async page => {
    const boot = await page.evaluate(() => document.querySelector('[data-boot]')?.dataset.boot);
    if (boot) visitor.who = JSON.parse(boot).slice.slice(0, 20);
  });
};

const choose = (visitor, level) => visitor.page.evaluate(level => window.attar.consent(level), level);

const chosen = (visitor, level) => eventually(async () => assert.equal((await visitor.state()).consent, level));

/** Two tabs of a new browser. */
const pair = async () => {
  const one = await Visitor.open(browser, plan.url, complaints);
  const other = await one.tab();
  for (const tab of [one, other]) {
    noteWho(tab);
    await tab.go('');
    await tab.settle();
  }
  return [one, other];
};

/** All tabs show the next step of the order within a second of the click. */
const moves = async (tabs, step, status) => {
  await Promise.all(tabs.map(tab => tab.noteWhen(status)));
  const clicked = Date.now();
  await merchant.page.click(`button[value=${step}]`);
  await eventually(() => Promise.all(tabs.map(async tab => assert.equal(await tab.status(), status))));
  const took = Math.max(...await Promise.all(tabs.map(tab => tab.movedAt()))) - clicked;
  assert.ok(took < 1_000, `it took ${took} ms`);
  return took;
};

const steps = {
  'two tabs tell at once': async () => {
    await ada.go('');
    await ada.settle();
    await ada.consent();
    const tabs = [ada, await opened(ada, '')];
    await Promise.all(tabs.map((tab, place) => see(tab, products.slice(place * 30, place * 30 + 30))));
    await Promise.all(tabs.map(sent));
    await tabs[1].page.close();
    return { told: products.slice(0, 60) };
  },

  'what a closed tab left behind is sent by another': async () => {
    const told = products.slice(60, 75);
    const gone = await opened(ada, '');
    gone.cutOff = true;
    await gone.page.route('**/v1/sync', route => route.abort());
    await see(gone, told);
    await eventually(async () => assert.equal(await outboxes(ada), 1));
    assert.equal((await ada.state()).pending, 0, 'a live tab keeps its own');
    await gone.page.close();
    await eventually(async () => assert.equal(await outboxes(ada), 0), 15_000);
    return { told };
  },

  'what a crashed tab left behind is sent by the next visit': async () => {
    const told = products.slice(75, 90);
    const gone = await opened(ada, '');
    await ada.page.close();
    gone.cutOff = true;
    await gone.page.route('**/v1/sync', route => route.abort());
    await see(gone, told);
    await eventually(async () => assert.equal(await outboxes(gone), 1));
    const crashed = new Promise(done => gone.page.on('crash', done));
    gone.page.goto('chrome://crash').catch(() => {});
    await crashed;
    Object.assign(ada, { page: (await opened(ada, '')).page });
    await sent(ada);
    await gone.page.close();
    return { told };
  },

  'seven tabs share one stream': async () => {
    order = await ada.buy(plan.bought);
    await ada.settle();
    const tabs = [ada];
    while (tabs.length < 7) tabs.push(await opened(ada, order));
    await merchant.page.goto(plan.merchant);
    await hold(tabs, 1);
    const took = await moves(tabs, 'pack', 'packed');
    await hold(tabs, 1);
    ada.tabs = tabs;
    return { took };
  },

  'another tab takes over from the one that leads': async () => {
    const leader = ada.tabs[(await streams(ada.tabs)).indexOf(1)];
    ada.tabs = ada.tabs.filter(tab => tab !== leader);
    await leader.page.close();
    await hold(ada.tabs, 1);
    ada.page = ada.tabs[0].page;
    const took = await moves(ada.tabs, 'ship', 'shipped');
    await hold(ada.tabs, 1);
    return { took };
  },

  'without a tracker in sight there is no stream': async () => {
    await Promise.all(ada.tabs.map(tab => tab.page.evaluate(() =>
      document.querySelector('attar-order-tracker').style.display = 'none')));
    await hold(ada.tabs, 0);
    await ada.page.evaluate(() => document.querySelector('attar-order-tracker').style.display = '');
    await hold(ada.tabs, 1);
    for (const tab of ada.tabs.slice(1)) await tab.page.close();
  },

  'a page that cannot begin anew goes on': async () => {
    const [tab] = ada.tabs, other = await opened(ada, ''), { opened: before } = await tab.streams();
    await tab.page.evaluate(() => {
      const { fetch } = window;
      window.fetch = (path, ...rest) => {
        if (!path.endsWith('/v1/boot')) return fetch(path, ...rest);
        Object.assign(window, { fetch, tried: true });
        return Promise.reject(Error('no answer'));
      };
    });
    await other.page.evaluate(() => window.attar.consent('full'));
    await eventually(async () => assert.ok((await tab.streams()).opened > before, 'it did not begin anew'));
    assert.ok(await tab.page.evaluate(() => window.tried), 'it had an answer');
    await see(tab, products.slice(96, 97));
    await sent(tab);
    await hold([tab, other], 1);
    await other.page.close();
    return { told: products.slice(96, 97) };
  },

  'a choice in one tab holds in the other': async () => {
    const [one, other] = await pair();
    await one.login(7);
    await one.go('');
    await one.settle();
    await eventually(() => assert.equal(other.who, one.who));
    for (const [tab, level] of [[one, 'full'], [other, 'denied'], [one, 'private'], [other, 'full']]) {
      await choose(tab, level);
      for (const each of [one, other]) await chosen(each, level);
    }
    await one.close();
  },

  'a login in one tab is followed by the other': async () => {
    const [one, other] = await pair();
    assert.equal(one.who, other.who);
    const stranger = other.who;
    await one.login(7);
    await one.go('');
    await one.settle();
    assert.notEqual(one.who, stranger);
    await eventually(() => assert.equal(other.who, one.who));
    assert.equal((await other.settle()).engine, 'wasm');
    await one.close();
  },

  'a list keeps within its departments, with the engine and without': async () => {
    const whole = { slot: 'trending', n: 5 }, within = [plan.department];
    const picks = async wish => (await ada.ask({ recommend: wish })).answer.recommended.picks.map(pick => pick.product);
    const [all, some] = [await picks(whole), await picks({ ...whole, within })];
    assert.notDeepEqual(all, some);
    for (const engine of ['wasm', 'server']) {
      const visitor = await Visitor.open(browser, plan.url, complaints);
      visitor.cutOff = engine === 'server';
      if (visitor.cutOff) await visitor.page.route('**/attar/*.bin', route => route.abort());
      await visitor.go('');
      await visitor.page.evaluate(() => window.attar.ready);
      assert.equal((await visitor.state()).engine, engine);
      const set = text => visitor.page.evaluate(text => {
        const host = document.querySelector('#within') ?? document.createElement('attar-recommendations');
        Object.entries({ id: 'within', slot: 'trending', n: 5 }).forEach(([name, value]) => host.setAttribute(name, value));
        if (text != null) host.setAttribute('within', text);
        document.body.prepend(host);
      }, text);
      for (const [text, wanted] of [[null, all], [`${plan.department}`, some], ['', all], [` ${plan.department},`, some]]) {
        await set(text);
        await eventually(async () => assert.deepEqual(await visitor.list('trending'), wanted, `${engine}: "${text}"`));
      }
      await visitor.close();
    }
  },

  'a page that comes back goes on': async () => {
    await ada.page.evaluate(() => window.kept = true);
    await see(ada, products.slice(90, 93));
    await ada.go('account');
    await ada.settle();
    const held = await ada.page.evaluate(async () => (await navigator.locks.query()).held);
    const streams = held.filter(lock => !lock.name.startsWith('attar:outbox:'));
    assert.deepEqual(streams, [], 'a page that is kept aside holds no stream');
    await merchant.page.click('button[value=deliver]');
    await ada.page.goBack({ waitUntil: 'commit' });
    const back = await ada.page.evaluate(() => ({ kept: window.kept,
      why: JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons) }));
    assert.ok(back.kept, `the page was not kept: ${back.why}`);
    await eventually(async () => assert.equal(await ada.status(), 'delivered'));
    await hold([ada], 1);
    await see(ada, products.slice(93, 96));
    await sent(ada);
    return { told: products.slice(90, 96) };
  },

  'a page that was somebody else\'s does not come back': async () => {
    await ada.page.evaluate(() => window.kept = true);
    await ada.go('account');
    await ada.settle();
    await ada.page.click('form[action="/logout"] button');
    await ada.page.waitForURL(plan.url);
    await ada.settle();
    await ada.page.evaluate(() => history.go(-2));
    await eventually(async () => {
      assert.match(ada.page.url(), /order/);
      assert.equal(await ada.page.evaluate(() => window.kept), undefined);
      assert.equal(await ada.page.locator('attar-order-tracker').count(), 0);
    });
    // The browser itself complains of the order that is not this reader's, once.
    await eventually(() => assert.equal(complaints.length, 1, complaints.join('; ')));
    assert.match(complaints.pop(), /order.*404/);
  },

  'no page complains': async () => assert.deepEqual(complaints, []),
};

try {
  await run(steps);
} finally {
  await browser.close();
}
