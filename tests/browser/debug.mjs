// The panel of `?attar-debug`: what it says, in every language, to everyone; and that others pay nothing for it.
import assert from 'node:assert/strict';
import { launch } from './chromium.mjs';
import { judge } from './judge.mjs';
import { choose, document, hold, opener, others, ready, tag, view } from './pages.mjs';
import { eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const site = await others(plan.port);
const open = opener(browser, plan.url);
const BODY = `<main><h1>A page</h1><attar-recommendations slot="for_you" n="3"></attar-recommendations><attar-price product="${plan.priced}"></attar-price></main>`;
const POLICY = { 'content-security-policy': `script-src ${plan.url} 'wasm-unsafe-eval'; style-src 'none'; require-trusted-types-for 'script'` };

const steps = {
  'a panel says what the widget does': async () => {
    for (const [lang, title] of [['en', 'Attar in this page'], ['fa', 'عطار در این صفحه'], ['ar', 'عطار في هذه الصفحة']]) {
      const address = site.page('/debug', document(BODY, { lang, head: tag(plan.url) }), POLICY);
      const { page, context, errors } = await open({ colorScheme: lang === 'fa' ? 'dark' : 'light', viewport: lang === 'ar' ? { width: 390, height: 844 } : { width: 1280, height: 900 } });
      await page.goto(address + '?attar-debug');
      await ready(page);
      await view(page, [plan.products[3]]);
      await view(page, [plan.products[4]]);
      await choose(page, 'full');
      const part = name => page.locator(`attar-debug-panel details[part=${name}]`).evaluate(one => one.textContent);
      assert.equal(await page.locator('attar-debug-panel h2').textContent(), title);
      await eventually(async () => assert.match(await part('events'), new RegExp(`view_item ${plan.products[4]}.*view_item ${plan.products[3]}`)));
      await eventually(async () => assert.match(await part('state'), /wasm/));
      await eventually(async () => assert.match(await part('consent'), /full.*attar:token/s));
      assert.match(await part('answers'), /attar-recommendations slot=for_you n=3/);
      assert.match(await part('queue'), /[0۰٠]/);
      // The rest, ready, the first answer and the longest task, each with a time.
      await eventually(async () => {
        const times = await page.locator('attar-debug-panel details[part=timing] dd').allTextContents();
        assert.equal(times.length, 4, times.join());
        for (const time of times) assert.match(time, lang === 'en' ? /^[\d,.]+ ms$/ : lang === 'fa' ? /^[۰-۹٫٬]+ میلی‌ثانیه$/ : /^[٠-٩٫٬]+ مللي ثانية$/);
      });
      assert.match(await part('bytes'), /attar\/attar-[0-9a-f]+/);
      const { wrong, nodes } = await judge(page);
      assert.deepEqual(wrong, []);
      assert.ok(nodes >= 20, `${nodes}`);
      assert.deepEqual(errors, []);
      if (process.env.ATTAR_SHOTS) await page.screenshot({ path: `${process.env.ATTAR_SHOTS}/debug-${lang}.png` });
      await page.locator('attar-debug-panel button').click();
      assert.equal(await page.locator('attar-debug-panel').count(), 0);
      await context.close();
    }
  },

  'who does not ask for it loads none of it': async () => {
    const { page, context, sent } = await open();
    await page.goto(site.page('/debug', document(BODY, { head: tag(plan.url) })) + '?attar-debugging=no');
    await ready(page);
    await page.waitForTimeout(300);
    assert.equal(sent.filter(({ path }) => path.includes(plan.files.debug.file)).length, 0);
    assert.equal(await page.locator('attar-debug-panel').count(), 0);
    await context.close();
  },

  'the elements can be tried in the shop': async () => {
    const { page, context, errors } = await open();
    await page.goto(plan.url + 'widget/try');
    await ready(page);
    const items = () => page.locator('#result attar-recommendations').evaluate(host => host.shadowRoot.querySelectorAll('[part~=item][data-product]').length);
    await eventually(async () => assert.equal(await items(), 4));
    await page.fill('[name=n]', '3');
    await eventually(async () => assert.equal(await items(), 3));
    assert.equal(await page.locator('#code').textContent(), '<attar-recommendations slot="for_you" n="3"></attar-recommendations>');
    await page.selectOption('[name=element]', 'attar-price');
    await page.fill('[name=product]', String(plan.priced));
    await eventually(async () => assert.ok(await page.locator('#result attar-price').evaluate(host => host.shadowRoot.querySelector('data'))));
    assert.ok(await page.locator('[name=n]').isHidden());
    await page.click('[name=view]');
    await eventually(async () => assert.match(await page.locator('#told').textContent(), new RegExp(`view_item ${plan.priced}`)));
    assert.deepEqual(errors, []);
    await context.close();
  },
};

await hold(steps, site, browser);
