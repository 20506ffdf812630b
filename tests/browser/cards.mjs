// Elements in pages of others: cards of the page's own, what is not for a shopper and the way back, a price that says
// why, what is known of whoever looks, and how light or dark it all is.
import assert from 'node:assert/strict';
import { launch } from './chromium.mjs';
import { judge } from './judge.mjs';
import { choose, document, hold, inside, kept, list, opener, others, ready, state, tag } from './pages.mjs';
import { eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const site = await others(plan.port);
const open = opener(browser, plan.url);
const NO_WASM = { 'content-security-policy': "script-src 'self' 'unsafe-inline' " + plan.url };
const BOTH = [{}, NO_WASM];
const LIST = '<attar-recommendations slot="trending" n="4"></attar-recommendations>';
const LANGS = { en: /^Not for me/, fa: /مناسب من نیست/, ar: /لا يناسبني/ };

const press = (page, part, place = 0) => page.locator(`attar-recommendations [part~=${part}]`).nth(place).click();

const steps = {
  'a card is the page’s own': async () => {
    for (const headers of BOTH) {
      const address = site.page('/own', document(tag(plan.url) + `<style>article { color: rgb(1, 2, 3) }</style>
        <attar-recommendations slot="trending" n="3"><template><article>
          <a data-attar="link"><img data-attar="picture"><b data-attar="name"></b></a>
          <i data-attar="price"></i><small data-attar="reason"></small><em data-attar="nonsense">gone</em>
          <button data-attar="not-for-me">no</button></article></template></attar-recommendations>`), headers);
      const { page, context, errors } = await open();
      await page.goto(address);
      await ready(page);
      await eventually(async () => assert.equal(await page.locator('article').count(), 3));
      const seen = await page.locator('article').evaluateAll(cards => cards.map(card => ({
        link: card.querySelector('a').href, picture: card.querySelector('img').src, name: card.querySelector('b').textContent,
        price: card.querySelector('i data')?.getAttribute('value'), reason: card.querySelector('small').textContent,
        colour: getComputedStyle(card).color, gone: card.querySelector('em'), product: card.dataset.product,
      })));
      for (const card of seen) {
        assert.equal(card.link, `${plan.url}p/${card.product}`);
        assert.ok(card.picture.startsWith(plan.url) && card.name && card.reason && /^\d+ USD$/.test(card.price), JSON.stringify(card));
        assert.deepEqual([card.colour, card.gone], ['rgb(1, 2, 3)', null]);
      }
      await page.locator('article button').first().click();
      await eventually(async () => {
        const left = await page.locator('article:visible').evaluateAll(cards => cards.map(card => card.dataset.product));
        assert.ok(!left.includes(seen[0].product), left.join());
      });
      await page.locator('attar-recommendations [part=undo]').click();
      await eventually(async () => assert.ok((await page.locator('article:visible').evaluateAll(cards =>
        cards.map(card => card.dataset.product))).includes(seen[0].product)));
      assert.deepEqual(errors, []);
      await context.close();
    }
  },

  'what the page put into a list stays its own': async () => {
    const address = site.page('/theirs', document(tag(plan.url) + `<attar-recommendations slot="trending" n="3"><p id="theirs">ours</p>
      <template><article><b data-attar="name"></b></article></template></attar-recommendations>`));
    const { page, context, errors } = await open();
    await page.goto(address);
    await ready(page);
    await eventually(async () => assert.equal(await page.locator('article:visible').count(), 3));
    assert.deepEqual([await page.locator('#theirs').count(), await page.locator('#theirs').isVisible()], [1, false]);
    // Whoever made it takes it away, as frameworks do.
    await page.evaluate(() => document.querySelector('attar-recommendations').removeChild(document.querySelector('#theirs')));
    await page.evaluate(() => document.querySelector('attar-recommendations').setAttribute('n', 2));
    await eventually(async () => assert.equal(await page.locator('article:visible').count(), 2));
    assert.deepEqual(errors, []);
    await context.close();
  },

  'what is not for a shopper goes, and comes back': async () => {
    for (const headers of BOTH) for (const [lang, words] of Object.entries(LANGS)) {
      const address = site.page('/refuse', document(tag(plan.url, `data-lang="${lang}"`) + LIST), headers);
      const { page, context, errors } = await open();
      await page.goto(address);
      await ready(page);
      await eventually(async () => assert.equal(await page.locator('attar-recommendations [part~=refuse]').count(), 4));
      const before = await list(page);
      const label = await page.locator('attar-recommendations [part~=refuse]').first().getAttribute('aria-label');
      assert.match(label, words);
      await press(page, 'refuse');
      const visible = () => page.locator('attar-recommendations [part~=item][data-product]:visible').evaluateAll(all =>
        all.map(item => +item.dataset.product));
      await eventually(async () => assert.ok(!(await visible()).includes(before[0])));
      const focus = () => page.evaluate(() => document.querySelector('attar-recommendations').shadowRoot.activeElement?.getAttribute('part'));
      assert.equal(await focus(), 'undo', 'the way back is at hand');
      await page.keyboard.press('Enter');
      await eventually(async () => assert.deepEqual(await visible(), before));
      await eventually(async () => assert.equal(await focus(), 'refuse'));
      assert.deepEqual(errors, []);
      await context.close();
    }
  },

  'a price says why': async () => {
    for (const headers of BOTH) for (const [lang, words] of [['en', /never what you look at/], ['fa', /نه از آنچه می‌بینید/], ['ar', /لا ما تشاهده/]]) {
      const address = site.page('/price', document(tag(plan.url, `data-lang="${lang}"`) + `<attar-price product="${plan.priced}"></attar-price>`), headers);
      const { page, context } = await open();
      await page.goto(address);
      await ready(page);
      await eventually(async () => assert.ok(await page.locator('attar-price summary').count()));
      assert.equal(await page.locator('attar-price [part=receipt]').isVisible(), false);
      await page.locator('attar-price summary').focus();
      await page.keyboard.press('Enter');
      assert.ok(await page.locator('attar-price [part=receipt]').isVisible());
      assert.match(await inside(page, 'attar-price', 'details'), words);
      await context.close();
    }
  },

  'a price and a tracker keep their place': async () => {
    const address = site.page('/places', document(tag(plan.url) + `<attar-price product="${plan.priced}"></attar-price><p>below</p>
      <attar-order-tracker order="${'ab'.repeat(16)}"></attar-order-tracker><p>below</p>`));
    const { page, context } = await open();
    let go;
    const gate = new Promise(done => go = done);
    await context.route('**/v1/boot', async route => gate.then(() => route.continue()));
    await page.goto(address);
    const heights = () => page.locator('attar-price, attar-order-tracker').evaluateAll(all => all.map(host => host.offsetHeight));
    await eventually(async () => assert.ok((await heights()).every(height => height > 10)));
    const before = await heights();
    go();
    await ready(page);
    await eventually(async () => assert.ok(await page.locator('attar-price data').count()));
    assert.deepEqual(await heights(), before);
    await context.close();
  },

  'what is known is shown, chosen and forgotten': async () => {
    for (const headers of BOTH) for (const [lang, words] of [['en', /remembered, to suggest/], ['fa', /به خاطر می‌ماند/], ['ar', /نحتفظ بما تشاهده/]]) {
      const address = site.page('/mine', document(tag(plan.url, `data-lang="${lang}"`) + LIST + '<attar-my-data></attar-my-data>'), headers);
      const { page, context, errors } = await open();
      const text = () => inside(page, 'attar-my-data');
      await page.goto(address);
      await ready(page);
      const button = value => page.locator(`attar-my-data button[value=${value}]`);
      await eventually(async () => assert.equal(await button('full').count(), 1));
      await button('full').click();
      await eventually(async () => assert.match(await text(), words));
      assert.equal(await button('full').getAttribute('aria-pressed'), 'true');
      await eventually(async () => assert.equal(await page.locator('attar-recommendations [part~=refuse]').count(), 4));
      await press(page, 'refuse');
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
      await eventually(async () => assert.equal((await state(page)).pending, 0));
      await page.reload();
      await ready(page);
      await eventually(async () => assert.equal(await page.locator('attar-my-data [part~=refused]').count(), 1));
      await page.locator('attar-my-data [part~=refused] button').click();
      assert.equal(await page.locator('attar-my-data [part~=refused]').count(), 0);
      await button('forget').click();
      await page.locator('attar-my-data [part=sure] button').first().click();
      await eventually(async () => assert.match(await inside(page, 'attar-my-data', '[part=state]'), /forgotten|فراموش شد|تم النسيان/));
      assert.deepEqual(await kept(page), { 'attar:consent': 'denied' });
      assert.equal((await state(page)).consent, 'denied');
      assert.deepEqual(errors, []);
      await context.close();
    }
  },

  'what stays on the device is counted there': async () => {
    const address = site.page('/device', document(tag(plan.url) + '<attar-my-data></attar-my-data>'));
    const { page, context, to } = await open();
    await page.goto(address);
    await ready(page);
    await choose(page, 'private');
    await page.evaluate(product => window.attar.push({ name: 'view_item', params: { items: [{ item_id: product }] } }), plan.priced);
    await page.reload();
    await ready(page);
    await eventually(async () => assert.match(await inside(page, 'attar-my-data', '[part=device]') ?? '', /never sent: 1/));
    assert.match(await inside(page, 'attar-my-data'), /on this device only/);
    assert.deepEqual(to('/v1/sync'), []);
    await context.close();
  },

  'every state is open to everyone': async () => {
    const looks = [];
    for (const [lang, style] of [['en', 'background:#fff;color:#1d1b18'], ['fa', 'background:#191714;color:#ece8e1;color-scheme:dark'], ['ar', 'background:#fff;color:#1d1b18']]) {
      const address = site.page('/states', document(tag(plan.url) + `<main><h1>${lang}</h1>${LIST}<attar-price product="${plan.priced}"></attar-price>
        <attar-price id="none" product="4000000000"></attar-price><attar-my-data></attar-my-data></main>`, { lang, head: `<style>body { ${style} }</style>` }));
      const { page, context } = await open();
      const look = async state => looks.push({ lang, state, ...await judge(page) });
      let go, down = false;
      const gate = new Promise(done => go = done);
      await context.route('**/v1/**', async route => gate.then(() => down ? route.abort() : route.continue()));
      await page.goto(address);
      await page.waitForFunction(() => document.querySelector('attar-price')?.shadowRoot);
      await look('waiting');
      go();
      await ready(page);
      await eventually(async () => assert.equal(await page.locator('attar-recommendations [part~=refuse]').count(), 4));
      await eventually(async () => assert.equal(await page.locator('attar-my-data button[value=forget]').count(), 1));
      await page.locator('attar-price summary').click();
      await press(page, 'refuse');
      await page.locator('attar-my-data button[value=forget]').click();
      await look('drawn');
      down = true;
      await page.reload();
      await ready(page);
      await eventually(async () => assert.equal(await page.locator('attar-recommendations [part=failed]').count(), 1));
      await look('failed');
      await context.close();
    }
    for (const { lang, state, wrong, nodes } of looks) {
      assert.deepEqual(wrong, [], `${state} in ${lang}`);
      assert.ok(nodes >= { waiting: 5, drawn: 40, failed: 8 }[state], `${state} in ${lang}: ${nodes}`);
    }
    return { looks: looks.length };
  },

  'words can be read on any page': async () => {
    const luminance = colour => {
      const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map(value => value / 255)
        .map(value => value <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
      return .2126 * r + .7152 * g + .0722 * b;
    };
    const looks = [['background:#fff;color:#111', ''], ['background:#111;color:#eee', ''],
      ['background:#fff;color:#111', 'scheme="dark"'], ['background:#111;color:#eee', 'scheme="light"'], ['background:#111;color:#eee', 'scheme="auto"']];
    for (const [style, scheme] of looks) for (const colorScheme of ['light', 'dark']) {
      const address = site.page('/scheme', document(tag(plan.url) + `<div style="${style};padding:1rem">${LIST.replace(' n=', ` ${scheme} n=`)}</div>`));
      const { page, context } = await open({ colorScheme });
      await page.goto(address);
      await ready(page);
      await eventually(async () => assert.equal((await list(page)).length, 4));
      const { ink, ground } = await page.locator('attar-recommendations').evaluate(host => {
        const link = host.shadowRoot.querySelector('[part~=link]');
        // The ground of a card is what lies behind it, and a little of the ink.
        const behind = getComputedStyle(host).backgroundColor;
        return { ink: getComputedStyle(link).color, ground: /, 0\)$/.test(behind) ? getComputedStyle(host.parentElement).backgroundColor : behind };
      });
      const [one, other] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
      assert.ok((one + .05) / (other + .05) > 7, `${style} ${scheme} ${colorScheme}: ${ink} on ${ground}`);
      await context.close();
    }
  },
};

await hold(steps, site, browser);
