// A late order from its promise to the door, as its buyer sees it.
import assert from 'node:assert/strict';
import { launch, run } from './chromium.mjs';
import { Visitor, eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const complaints = [];

const journey = words => {
  let ada, order;
  const tracker = () => ada.text('attar-order-tracker');
  /** The same somebody's page of the order with scripts off: all is in what the server sent. */
  const plainly = async look => {
    const plain = await Visitor.open(browser, plan.url, complaints, { javaScriptEnabled: false });
    await plain.context.addCookies(await ada.context.cookies());
    await plain.go(order);
    const reads = async text => {
      const told = await plain.page.locator('attar-order-tracker').textContent();
      assert.ok(told.includes(text), `no \`${text}\` in \`${told}\``);
    };
    await look(reads, plain.page);
    await plain.close();
  };
  const says = text => async () => assert.ok((await tracker()).includes(text), `no \`${text}\` in \`${await tracker()}\``);
  const steps = {
    'the order says when it is expected': async () => {
      ada = await Visitor.open(browser, plan.url, complaints);
      await ada.go(`?lang=${words.lang}`);
      await ada.consent();
      order = await ada.buy(plan.bought);
      await ada.settle();
      await says(words.expected)();
    },
    'the tracker says by itself that it is late, and why': async () => {
      await eventually(says(words.late), 40_000);
      await says(words.why)();
    },
    'with scripts off it is as late, for the same reason, and made up for by the same button': () =>
      plainly(async (reads, page) => {
        await reads(words.late);
        await reads(words.why);
        assert.equal(await page.locator('form[action$="/remedy"] button').count(), 1);
      }),
    'without a connection it says how old that is, and with one no more': async () => {
      await ada.offline(async () => {
        await eventually(says(words.as_of), 20_000);
        await says(words.why)();
      });
      const silent = async () => assert.ok(!(await tracker()).includes(words.as_of), await tracker());
      await eventually(silent, 20_000);
      await says(words.why)();
    },
    'the first page says so in place of what could be bought': async () => {
      await ada.go('');
      await ada.settle();
      assert.ok((await ada.text('attar-recommendations')).includes(words.first), await ada.text('attar-recommendations'));
      assert.deepEqual(await ada.list('for_you'), []);
    },
    'one button takes what is offered': async () => {
      await ada.go(order);
      await ada.page.click('form[action$="/remedy"] button');
      await ada.page.waitForURL('**/order/*');
      await ada.settle();
      await says(words.taken)();
      assert.equal(await ada.page.locator('form[action$="/remedy"]').count(), 0);
    },
    'the order is there, and the shop sells again': async () => {
      await eventually(async () => assert.equal(await ada.status(), 'delivered'), 20_000);
      await says(words.there)();
      await ada.go('');
      await ada.settle();
      assert.equal((await ada.list('for_you')).length, 10);
    },
    'with scripts off its parcel is followed and sent back': async () => {
      await plainly(async (reads, page) => {
        await reads(words.there);
        await reads('RR-1');
        await page.fill('form[action$="/return"] input[name^="units-"]', '1');
        await page.click('form[action$="/return"] button[type=submit]');
        await page.waitForURL('**/order/*');
        await reads(words.asked);
      });
      await ada.close();
    },
  };
  return Object.entries(steps).map(([check, step]) => [`${words.lang}: ${check}`, step]);
};

try {
  await run(Object.fromEntries([
    ...plan.langs.flatMap(journey),
    ['no page complains', async () => assert.deepEqual(complaints, [])],
  ]));
} finally {
  await browser.close();
}
