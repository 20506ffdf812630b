// The tracer journey.
import assert from 'node:assert/strict';
import { launch, run } from './chromium.mjs';
import { Visitor, eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const complaints = [];
const visitor = options => Visitor.open(browser, plan.url, complaints, options);

const ada = await visitor();
const merchant = await visitor();
let bought;

const steps = {
  'anonymous pages set no cookie and shift nothing': async () => {
    const stranger = await visitor();
    for (const path of ['', 'p/1']) {
      await stranger.go(path);
      await stranger.settle();
      assert.deepEqual(await stranger.shifts(), [], `the page /${path} shifts`);
    }
    assert.deepEqual(await stranger.context.cookies(), []);
    await stranger.page.evaluate(() => document.body.prepend('A line too many', document.createElement('hr')));
    await eventually(async () => assert.notDeepEqual(await stranger.shifts(), [], 'a shift would not be seen'));
    await stranger.close();
  },

  'consent is given and remembered': async () => {
    await ada.go('');
    await ada.settle();
    ada.before = await ada.list('for_you');
    await ada.page.click('attar-consent button[value=full]');
    await eventually(async () => assert.equal((await ada.state()).consent, 'full'));
    const names = (await ada.context.cookies()).map(cookie => cookie.name);
    assert.ok(names.includes('attar_shopper'), `${names}`);
    await ada.go('');
    assert.equal((await ada.settle()).consent, 'full');
  },

  'three views move the list without the network': async () => {
    const viewed = ada.before.slice(0, 3);
    for (const product of viewed.slice(0, 2)) {
      await ada.go(`p/${product}`);
      await ada.settle();
    }
    await ada.go('');
    await ada.settle();
    return ada.offline(async () => {
      await ada.view(viewed[2]);
      const after = await ada.list('for_you');
      const at = await ada.page.evaluate(() => Date.now());
      assert.ok(!after.includes(viewed[2]), 'what was just looked at is still suggested');
      return { viewed, before: ada.before, after, at };
    });
  },

  'the outbox survives a reload': async () => {
    const product = plan.card;
    await ada.withoutSync(async () => {
      await ada.view(product);
      assert.ok((await ada.state()).pending >= 1);
      await ada.page.reload();
      assert.ok((await ada.settle()).pending >= 1, 'the signal is gone after a reload');
    });
    await ada.go('');
    await ada.settle();
    await eventually(async () => assert.equal((await ada.state()).pending, 0), 15_000);
    return { product };
  },

  'an order is placed': async () => {
    await ada.go(`p/${ada.before[0]}`);
    await ada.settle();
    await ada.page.click('form[action="/cart"] button');
    await ada.withAnotherTotal(async () => {
      await ada.go('checkout');
      await ada.page.waitForSelector('[data-seal=bad]:not([hidden])');
      assert.ok(await ada.page.isDisabled('form[action="/checkout"] > button'), 'a total that nobody signed can be ordered');
    });
    await ada.withoutKeys(async () => {
      const asked = ada.page.waitForRequest('**/v1/keys');
      await ada.go('checkout');
      await asked;
      await ada.page.waitForLoadState('networkidle');
      assert.equal(await ada.page.locator('[data-seal]:not([hidden])').count(), 0, 'nobody can tell without keys');
      assert.ok(await ada.page.isEnabled('form[action="/checkout"] > button'));
    });
    await ada.tomorrow(async () => {
      const asked = ada.page.waitForResponse('**/v1/keys');
      await ada.go('checkout');
      await asked;
      await ada.page.waitForLoadState('networkidle');
      await ada.page.waitForTimeout(200);
      assert.equal(await ada.page.locator('[data-seal]:not([hidden])').count(), 0, 'a quote is good beyond its end');
      assert.ok(await ada.page.isEnabled('form[action="/checkout"] > button'));
    });
    await ada.go('cart');
    await ada.page.click('a[href="/checkout"]');
    await ada.page.waitForSelector('[data-seal=good]:not([hidden])');
    await ada.checkout();
    bought = new URL(ada.page.url()).pathname;
    await ada.settle();
    assert.equal(await ada.status(), 'placed');
  },

  'the tracker moves within a second': async () => {
    await merchant.page.goto(plan.merchant);
    const live = ada.page.waitForResponse(answer => answer.url().includes('/v1/live'));
    await ada.go(bought.slice(1));
    await live;
    await ada.noteWhen('packed');
    const clicked = Date.now();
    await merchant.page.click('button[value=pack]');
    await eventually(async () => assert.equal(await ada.status(), 'packed'));
    const took = await ada.movedAt() - clicked;
    assert.ok(took < 1_000, `it took ${took} ms`);
    return { took };
  },

  'a household logs in': async () => {
    await ada.go('account');
    await ada.page.fill('input[name=household]', '7');
    await ada.page.click('form[action="/login"] button');
    await ada.page.waitForSelector('form[action="/logout"]');
    const links = await ada.page.locator('ul.orders a').evaluateAll(links => links.map(link => link.pathname));
    assert.ok(links.includes(bought), 'the visitor\'s order is the customer\'s');
  },

  'the card price is there with its reason': async () => {
    await ada.go(`p/${plan.card}`);
    await ada.settle();
    const price = await ada.text('attar-price');
    assert.match(price, /your card price/);
    const { answer } = await ada.page.evaluate(product => window.attar.ask({ price: { product } }), plan.card);
    assert.ok(answer.priced.price.minor < answer.priced.public.minor);
    assert.ok('card' in answer.priced.reason);
  },

  'two products never sold together are bought together': async () => {
    for (const household of plan.households) {
      const customer = await visitor({ javaScriptEnabled: false });
      await customer.login(household);
      await customer.order([plan.one, plan.other]);
      await customer.close();
    }
  },

  'the shop learns': async () => {
    await merchant.go('merchant');
    await merchant.page.click('form[action="/merchant/train"] button');
    const similar = { recommend: { slot: 'similar', product: plan.one, n: 10 } };
    await eventually(async () => {
      const { answer } = await merchant.ask(similar);
      assert.ok(answer.recommended.picks.some(pick => pick.product === plan.other), 'not learned yet');
    }, 60_000);
  },

  'another visitor is shown the other product': async () => {
    const cyrus = await visitor();
    await cyrus.go('');
    await cyrus.settle();
    assert.ok(!(await cyrus.list('for_you')).includes(plan.other));
    await cyrus.page.click('attar-consent button[value=full]');
    await eventually(async () => assert.equal((await cyrus.state()).consent, 'full'));
    await cyrus.go(`p/${plan.one}`);
    await cyrus.settle();
    const beside = [...await cyrus.list('bought_together'), ...await cyrus.list('similar')];
    assert.ok(beside.includes(plan.other), 'not beside the product');
    await cyrus.go('');
    await cyrus.settle();
    assert.ok((await cyrus.list('for_you')).includes(plan.other), 'not in the own list');
    await cyrus.close();
  },

  'pages of a known visitor shift nothing': async () => {
    for (const path of ['', `p/${plan.one}`, bought.slice(1)]) {
      await ada.go(path);
      await ada.settle();
      assert.deepEqual(await ada.shifts(), [], `the page /${path} shifts`);
    }
  },

  'all of it can be bought without script': async () => {
    const plain = await visitor({ javaScriptEnabled: false });
    await plain.go('');
    await plain.page.click('attar-recommendations a');
    await plain.page.click('form[action="/cart"] button');
    await plain.page.click('a[href="/checkout"]');
    await plain.checkout();
    await plain.page.waitForSelector('attar-order-tracker [data-status=placed]');
    await plain.close();
  },

  'no page complains': async () => assert.deepEqual(complaints, []),
};

try {
  await run(steps);
} finally {
  await browser.close();
}
