// axe over every page and state in every language (Persian in the dark, the others in the light: colours do not
// depend on the language, so each scheme is judged once whole), then a purchase by keyboard, forced colours, reduced motion.
import assert from 'node:assert/strict';
import { launch, tell } from './chromium.mjs';
import { drip } from './drip.mjs';
import { judge } from './judge.mjs';
import { LANGS, PAGES } from './shop-pages.mjs';
import { Visitor } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const open = options => Visitor.open(browser, plan.url, [], options);

/** Presses Tab until what has the focus is what was meant. */
const tabTo = async (page, selector) => {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate(wanted => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      return Boolean(focused?.matches(wanted));
    }, selector);
    if (there) return;
  }
  throw new Error(`Tab never comes to ${selector} on ${page.url()}`);
};

try {
  const desk = await open();
  await desk.page.goto(plan.merchant);
  const cookies = (await desk.context.cookies()).filter(cookie => cookie.name == 'attar_merchant');
  for (const lang of LANGS) {
    const colorScheme = lang == 'fa' ? 'dark' : 'light';
    const all = { stranger: await open({ colorScheme }), household: await open({ colorScheme }), merchant: await open({ colorScheme }) };
    for (const visitor of Object.values(all)) await visitor.send('lang', { lang, back: '/' });
    await all.household.login(7);
    await all.merchant.context.addCookies(cookies);
    for (const [page, { who, open, plain }] of Object.entries(PAGES)) {
      await open(all[who]);
      if (!plain) await all[who].settle();
      tell({ page, lang, ...await judge(all[who].page) });
    }
    for (const visitor of Object.values(all)) await visitor.close();
  }

  const { page, ...hands } = await open({ viewport: { width: 1280, height: 900 } });
  await page.goto(plan.url);
  await page.evaluate(() => window.attar.ready);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop skips the frame');
  await tabTo(page, '[part=link]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/p/*');
  await tabTo(page, 'form[action="/cart"] button');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/cart');
  await tabTo(page, 'a[href="/checkout"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/checkout');
  for (const [name, text] of [['name', 'Ada Attar'], ['address', '1 Bazaar Lane'], ['email', 'ada@example.com']]) {
    await tabTo(page, `input[name=${name}]`);
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await page.waitForURL('**/order/*');
  tell({ check: 'bought by keyboard' });
  await hands.context.close();

  const forced = await open({ forcedColors: 'active' });
  await forced.go('');
  await forced.settle();
  const edge = await forced.page.locator('.button, .quiet').first().evaluate(button => getComputedStyle(button).borderTopWidth);
  assert.notEqual(edge, '0px', 'a button without an edge is not seen');
  tell({ check: 'forced colours' });

  const still = await open({ reducedMotion: 'reduce' });
  await still.send('cart', { product: 12, quantity: 1 });
  await still.go('checkout');
  await still.checkout();
  await still.settle();
  const moves = await still.page.evaluate(() => document.getAnimations().length);
  assert.equal(moves, 0, 'something moves');
  tell({ check: 'reduced motion' });

  const stays = async (visitor, how) => {
    for (const path of ['', 'p/812', 'd/0', 'cart', 'account']) {
      await visitor.go(path);
      await visitor.settle();
      assert.deepEqual(await visitor.shifts(), [], `the page /${path} shifts ${how}`);
    }
    await visitor.close();
  };
  await stays(await open({ viewport: { width: 390, height: 844 } }), 'on a phone');
  tell({ check: 'nothing shifts' });

  const known = await open();
  await known.login(7);
  await known.go('');
  await known.settle();
  const drawn = await known.page.evaluate(() =>
    [...document.querySelectorAll('attar-recommendations')].filter(host => host.shadowRoot.querySelector('[part]')).length);
  assert.ok(drawn < 2, `what the server drew the same is drawn anew: ${drawn} lists`);
  await known.page.locator('[part=why] summary').first().focus();
  await known.page.keyboard.press('Enter');
  await known.page.locator('[part=why][open] p').first().waitFor({ state: 'visible' });
  tell({ check: 'a card says why by keyboard' });
  await known.close();

  const slow = await drip(plan.url);
  for (const width of [390, 1280])
    await stays(await Visitor.open(browser, slow.url, [], { viewport: { width, height: 900 } }), `in pieces, ${width} wide`);
  slow.close();
  tell({ check: 'nothing shifts in pieces' });
} finally {
  await browser.close();
}
