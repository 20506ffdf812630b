// What was collected, drawn and proved in the page: in every language, with the engine and without, and what was tampered
// with is noticed.
import assert from 'node:assert/strict';
import { launch } from './chromium.mjs';
import { judge } from './judge.mjs';
import { document, hold, inside, opener, others, ready, tag } from './pages.mjs';
import { eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const site = await others(plan.port);
const open = opener(browser, plan.url);
const NO_WASM = { 'content-security-policy': "script-src 'self' 'unsafe-inline' " + plan.url };
const GOOD = { en: /Checked in this browser/, fa: /در همین مرورگر بررسی شد/, ar: /تم التحقق في هذا المتصفح/ };

const member = async options => {
  const opened = await open(options);
  await opened.context.request.post(plan.url + 'login', { form: { household: String(plan.collects) } });
  return opened;
};

const proof = page => inside(page, 'attar-loyalty', '[part~=proof]');

const steps = {
  'what was collected is drawn and proved in every language': async () => {
    for (const lang of ['en', 'fa', 'ar']) {
      const { page, context, errors } = await member({ colorScheme: lang === 'fa' ? 'dark' : 'light', viewport: lang === 'ar' ? { width: 390, height: 844 } : { width: 1280, height: 900 } });
      await page.goto(`${plan.url}account?lang=${lang}`);
      await ready(page);
      await eventually(async () => assert.match(await proof(page), GOOD[lang]));
      assert.ok(await page.locator('attar-loyalty [part~=balance] data').first().getAttribute('value') > 0);
      const entries = await page.locator('attar-loyalty').evaluate(host => {
        host.shadowRoot.querySelector('summary').click();
        return host.shadowRoot.querySelectorAll('[part~=history] > li').length;
      });
      assert.ok(entries > 0);
      const { wrong } = await judge(page);
      assert.deepEqual(wrong, []);
      assert.deepEqual(errors, []);
      if (process.env.ATTAR_SHOTS) await page.screenshot({ path: `${process.env.ATTAR_SHOTS}/loyalty-${lang}.png`, fullPage: true });
      await context.close();
    }
  },

  'an entry that was changed or left out is noticed': async () => {
    const tampered = [
      told => ({ ...told, entries: told.entries.slice(1) }),
      // As many, and well signed: one of them twice, in the place of the next.
      told => ({ ...told, entries: told.entries.map((entry, n) => n == 1 ? told.entries[0] : entry) }),
      told => ({ ...told, entries: told.entries.map((entry, n) => n ? entry : entry.replace(/\.[^.]+\./, body => {
        const claims = JSON.parse(Buffer.from(body.slice(1, -1), 'base64url'));
        return '.' + Buffer.from(JSON.stringify({ ...claims, points: claims.points + 1 })).toString('base64url') + '.';
      })) }),
    ];
    for (const change of tampered) {
      const { page, context } = await member();
      await page.route('**/v1/statement', async route => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: change(await answer.json()) });
      });
      await page.goto(`${plan.url}account?lang=en`);
      await eventually(async () => assert.match(await proof(page), /do not come to this balance/));
      assert.equal(await page.locator('attar-loyalty [role=alert]').count(), 1);
      await context.close();
    }
  },

  'without the keys nothing is claimed, and without the shop it says so': async () => {
    const { page, context } = await member();
    let tried = 0;
    await page.route('**/v1/keys', route => (tried += 1, route.abort()));
    const proofs = () => page.locator('attar-loyalty [part~=proof]').count();
    await page.goto(`${plan.url}account?lang=en`);
    await eventually(async () => assert.ok(await page.locator('attar-loyalty [part~=balance]').count() > 0));
    // It asked for them, and had as long as a proof takes.
    await eventually(async () => assert.ok(tried > 0));
    await page.waitForTimeout(500);
    assert.equal(await proofs(), 0);
    await page.unroute('**/v1/keys');
    await page.reload();
    await eventually(async () => assert.equal(await proofs(), 1, 'with the keys there is one'));
    await context.close();
  },

  'who does not collect is told who does, on pages of others too': async () => {
    for (const headers of [{}, NO_WASM]) {
      const address = site.page('/points', document(tag(plan.url) + '<attar-loyalty></attar-loyalty>'), headers);
      const { page, context, errors } = await open();
      await page.goto(address);
      await ready(page);
      await eventually(async () => assert.match(await inside(page, 'attar-loyalty'), /for holders of the loyalty card/));
      assert.deepEqual(errors, []);
      await context.close();
    }
  },
};

await hold(steps, site, browser);
