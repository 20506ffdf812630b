// Embeds on another origin, mostly where the engine cannot run: what is asked, for whom, what is told and kept, and what
// stands in an element before there is an answer and where there is none.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { launch } from './chromium.mjs';
import { choose, document, hold, inside, kept, list, opener, others, ready, state, tag, view } from './pages.mjs';
import { eventually } from './visitor.mjs';

const plan = JSON.parse(process.env.ATTAR_PLAN);
const browser = await launch();
const site = await others(plan.port);
const open = opener(browser, plan.url);
const { products } = plan;
const NO_WASM = "script-src 'self' 'unsafe-inline' " + plan.url;

const LIST = '<attar-recommendations slot="trending" n="4"></attar-recommendations>';
const plain = site.page('/plain', document(tag(plan.url) + LIST), { 'content-security-policy': NO_WASM });

/** What the site's own server signs: who is logged in there, for a minute. */
const vouched = sub => {
  const now = Math.floor(Date.now() / 1000), part = value => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, iat: now, exp: now + 60 })}`;
  return `${text}.${createHmac('sha256', plan.login).update(text).digest('base64url')}`;
};

const steps = {
  'an embed asks for whom it may speak': async () => {
    const { page, context, to } = await open();
    await page.goto(plain);
    assert.equal((await ready(page)).engine, 'server');
    await eventually(async () => assert.equal((await list(page)).length, 4));
    assert.ok(to('/v1/ask').every(({ token }) => token === undefined), 'before consent nobody in particular asks');
    assert.deepEqual(await kept(page), {});
    await choose(page, 'full');
    assert.equal((await state(page)).consent, 'full');
    const { 'attar:token': token } = await kept(page);
    assert.ok(token);
    await page.evaluate(() => window.attar.ask({ recommend: { slot: 'for_you', n: 3 } }));
    assert.equal(to('/v1/ask').at(-1).token, token);
    await page.reload();
    assert.equal((await ready(page)).consent, 'full');
    await eventually(async () => assert.equal((await list(page)).length, 4));
    assert.equal(to('/v1/ask').at(-1).token, (await kept(page))['attar:token'], 'which lasts longer by now');
    await context.close();
  },

  'what full lets be told is told, once': async () => {
    const { page, context, to } = await open();
    await page.goto(plain);
    await ready(page);
    await view(page, products.slice(0, 3));
    await choose(page, 'full');
    const some = products.slice(3, 8);
    // The server took the first of them in, and its answer was lost.
    let lost = 0;
    await page.route('**/v1/sync', async route => {
      if (lost++) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await view(page, some);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await eventually(() => assert.equal(lost, 1));
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await eventually(async () => assert.equal((await state(page)).pending, 0), 15_000);
    const bodies = to('/v1/sync');
    assert.ok(bodies.length >= 2);
    assert.deepEqual(new Set(bodies.map(({ source, from }) => `${source} ${from}`)).size, 1);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
    return { told: some };
  },

  'private tells nobody, and says so': async () => {
    for (const lang of ['en', 'fa', 'ar']) {
      const words = { en: /everyone/, fa: /همه/, ar: /الجميع/ }[lang];
      const address = site.page('/private-' + lang, document(tag(plan.url, `data-lang="${lang}"`) + LIST),
        { 'content-security-policy': NO_WASM });
      const { page, context, sent, to } = await open();
      await page.goto(address);
      await ready(page);
      const before = sent.length;
      await choose(page, 'private');
      await view(page, products.slice(8, 10));
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
      await eventually(async () => assert.match(await inside(page, 'attar-recommendations', '[part=note]') ?? '', words));
      assert.ok(sent.slice(before).every(({ path }) => path === '/v1/ask' || /^.(picture|attar)./.test(path)), 'nothing but asked');
      assert.ok(to('/v1/ask').every(({ token }) => token === undefined));
      const stores = await kept(page);
      assert.equal(stores['attar:consent'], 'private');
      assert.equal(stores['attar:private'].split('\n').length, 2);
      await page.reload();
      assert.equal((await ready(page)).consent, 'private');
      await context.close();
    }
  },

  'a choice holds for the next page': async () => {
    const { page, context, to } = await open();
    await page.goto(plain);
    await ready(page);
    await choose(page, 'full');
    await view(page, products.slice(10, 12));
    await choose(page, 'denied');
    const told = to('/v1/commands').map(({ command, token }) => [command.set_consent.consent, Boolean(token)]);
    assert.deepEqual(told, [['full', false], ['denied', true]]);
    assert.deepEqual(await kept(page), { 'attar:consent': 'denied' });
    await page.reload();
    const now = await ready(page);
    assert.deepEqual([now.consent, now.pending], ['denied', 0]);
    await view(page, products.slice(12, 14));
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await page.waitForTimeout(200);
    assert.deepEqual(to('/v1/sync'), []);
    await context.close();
  },

  'what is not there is said': async () => {
    for (const [lang, words] of [['en', 'There is nothing here.'], ['fa', 'اینجا چیزی نیست.'], ['ar', 'لا شيء هنا.']]) {
      for (const headers of [{ 'content-security-policy': NO_WASM }, {}]) {
        const address = site.page('/nothing', document(tag(plan.url, `data-lang="${lang}"`)
          + '<attar-price id="none" product="4000000000"></attar-price><attar-price id="own" product="4000000000"><b>ours</b></attar-price>'), headers);
        const { page, context, errors } = await open();
        await page.goto(address);
        await ready(page);
        await eventually(async () => assert.equal(await inside(page, '#none', '[part=empty]'), words));
        assert.equal(await page.locator('#own').evaluate(host => host.shadowRoot.querySelector('slot').assignedNodes()[0].textContent), 'ours');
        assert.deepEqual(errors, []);
        await context.close();
      }
    }
  },

  'where nothing can be asked, it says so and tries again': async () => {
    for (const [lang, words] of [['en', /cannot be shown/], ['fa', /نمایش داده نمی‌شود/], ['ar', /لا يمكن عرض/]]) {
      const address = site.page('/down', document(tag(plan.url, `data-lang="${lang}"`) + LIST
        + '<attar-price product="1"><b>ours</b></attar-price>'));
      const { page, context, errors } = await open();
      let down = true;
      await context.route(plan.url + 'v1/**', route => down ? route.abort() : route.continue());
      await page.goto(address);
      assert.equal((await ready(page)).engine, 'server');
      await eventually(async () => assert.match(await inside(page, 'attar-recommendations', '[part=failed]') ?? '', words));
      assert.ok(await page.locator('attar-price b').isVisible());
      down = false;
      await page.locator('attar-recommendations [part=retry]').click();
      await eventually(async () => assert.equal((await list(page)).length, 4));
      assert.deepEqual(errors, []);
      await context.close();
    }
    // Not even what asks can be fetched.
    const { page, context, errors } = await open();
    let down = false;
    await context.route(plan.url + 'attar/**', route => down ? route.abort() : (down = true, route.continue()));
    await page.goto(plain);
    await ready(page);
    await eventually(async () => assert.match(await inside(page, 'attar-recommendations', '[part=failed]') ?? '', /cannot/));
    await context.unroute(plan.url + 'attar/**');
    await page.locator('attar-recommendations [part=retry]').click();
    await eventually(async () => assert.equal((await list(page)).length, 4));
    assert.deepEqual(errors, []);
    await context.close();
  },

  'a place is kept before there is an answer': async () => {
    const address = site.page('/place', document(tag(plan.url) + `<div style="width: 60rem; --attar-columns: 4">
      <attar-recommendations slot="trending" n="6">
      </attar-recommendations><p id="below">below</p>
      <attar-recommendations slot="trending" n="3"><p>ours</p></attar-recommendations></div>`));
    const { page, context } = await open();
    await page.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver(seen => window.shifts.push(...seen.getEntries().map(({ value, startTime }) => [value, startTime])))
        .observe({ type: 'layout-shift', buffered: true });
    });
    let go;
    const gate = new Promise(done => go = done);
    await context.route('**/v1/boot', async route => gate.then(() => route.continue()));
    await page.goto(address);
    await page.waitForFunction(() => document.querySelector('attar-recommendations').shadowRoot);
    const look = () => page.evaluate(() => ({
      waiting: [...document.querySelectorAll('attar-recommendations')].map(host =>
        host.shadowRoot.querySelectorAll('[part~=waiting] > [part~=item]').length),
      height: Math.round(document.querySelector('attar-recommendations').getBoundingClientRect().height),
      below: document.querySelector('#below').getBoundingClientRect().top,
      hidden: document.querySelector('[part~=waiting]')?.ariaHidden ?? 'in shadow',
    }));
    const before = await look();
    assert.deepEqual(before.waiting, [6, 0], 'the page’s own stays, and an empty one keeps its place');
    assert.ok(before.height > 500, `${before.height}`);
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    const start = await page.evaluate(() => performance.now());
    go();
    await ready(page);
    await eventually(async () => assert.equal((await list(page)).length, 6));
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    const after = await look();
    assert.deepEqual(after.waiting, [0, 0]);
    assert.equal(after.height, before.height);
    const shifts = await page.evaluate(start => window.shifts.filter(([, at]) => at > start), start);
    assert.deepEqual(shifts, []);
    await context.close();
  },

  'an element named attar is not the script': async () => {
    const address = site.page('/named', document('<section id="attar">ours</section>' + tag(plan.url) + LIST));
    const { page, context, errors } = await open();
    await page.goto(address);
    await page.waitForFunction(() => window.attar?.ready);
    assert.equal((await ready(page)).engine, 'wasm');
    await eventually(async () => assert.equal((await list(page)).length, 4));
    assert.deepEqual(errors, []);
    await context.close();
  },

  'pictures and links lead to the shop': async () => {
    for (const headers of [{}, { 'content-security-policy': NO_WASM }]) {
      const address = site.page('/pictures', document(tag(plan.url) + LIST), headers);
      const { page, context } = await open();
      site.asked.length = 0;
      await page.goto(address);
      await ready(page);
      await eventually(async () => assert.equal((await list(page)).length, 4));
      await page.locator('attar-recommendations').scrollIntoViewIfNeeded();
      const seen = () => page.locator('attar-recommendations').evaluate(host => ({
        links: [...host.shadowRoot.querySelectorAll('a')].map(link => link.href),
        pictures: [...host.shadowRoot.querySelectorAll('img')].map(({ src, naturalWidth }) => [src, naturalWidth > 0]),
      }));
      await eventually(async () => {
        const { links, pictures } = await seen();
        assert.ok(links.length && links.every(link => link.startsWith(plan.url + 'p/')), links);
        assert.ok(pictures.length === 4 && pictures.every(([src, shown]) => shown && src.startsWith(plan.url)), JSON.stringify(pictures));
      });
      assert.deepEqual(site.asked.filter(path => path !== '/pictures' && path !== '/favicon.ico'), []);
      await context.close();
    }
  },

  'a list speaks its own language': async () => {
    for (const headers of [{}, { 'content-security-policy': NO_WASM }]) {
      const address = site.page('/persian', document(tag(plan.url, 'data-lang="fa"') + LIST), headers);
      const { page, context } = await open();
      await page.goto(address);
      await ready(page);
      await eventually(async () => assert.equal((await list(page)).length, 4));
      const drawn = await page.locator('attar-recommendations').evaluate(host => {
        const list = host.shadowRoot.querySelector('[part=list]');
        const { direction } = getComputedStyle(list);
        const figures = getComputedStyle(list.querySelector('data')).fontVariantNumeric;
        return { lang: list.lang, direction, figures, page: getComputedStyle(document.body).direction };
      });
      assert.deepEqual(drawn, { lang: 'fa', direction: 'rtl', figures: 'normal', page: 'ltr' });
      await context.close();
    }
  },

  'an old browser keeps what the page has': async () => {
    for (const missing of ['CSSStyleSheet', 'IntersectionObserver', 'customElements', 'BroadcastChannel']) {
      const address = site.page('/old', document(tag(plan.url)
        + '<attar-recommendations slot="trending" n="4"><p>ours</p></attar-recommendations><attar-order-tracker order="00"></attar-order-tracker>'));
      const { page, context, errors } = await open();
      await page.addInitScript(missing => Object.defineProperty(window, missing, { value: undefined }), missing);
      await page.goto(address);
      await page.waitForTimeout(300);
      if (missing === 'IntersectionObserver' || missing === 'BroadcastChannel') assert.equal((await ready(page)).engine, 'wasm');
      else assert.ok(await page.locator('text=ours').isVisible(), missing);
      assert.deepEqual(errors, [], missing);
      await context.close();
    }
  },

  'a signal that changes is another signal': async () => {
    const address = site.page('/signal', document(tag(plan.url) + `<attar-signal name="view_item" product="${products[14]}"></attar-signal>`));
    const { page, context } = await open();
    await page.goto(address);
    await ready(page);
    await choose(page, 'full');
    const change = (name, product) => page.evaluate(([name, product]) => {
      const signal = document.querySelector('attar-signal');
      signal.setAttribute('name', name);
      signal.setAttribute('product', product);
    }, [name, String(product)]);
    await change('view_item', products[15]);
    await change('select_item', products[16]);
    await change('select_item', products[16]);
    await change('view_item', products[17]);
    await eventually(async () => assert.equal((await state(page)).pending, 3));
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await eventually(async () => assert.equal((await state(page)).pending, 0));
    await context.close();
    return { told: [products[15], products[17]] };
  },

  'whom the site vouches for is let in, and leaves': async () => {
    for (const headers of [{}, { 'content-security-policy': NO_WASM }]) {
      const address = site.page('/login', document(tag(plan.url) + LIST), headers);
      const customer = 'customer-' + (headers['content-security-policy'] ? 'two' : 'one');
      const { page, context, to, errors } = await open();
      await page.goto(address);
      await ready(page);
      await assert.rejects(page.evaluate(() => window.attar.login('nonsense')));
      await page.evaluate(jwt => window.attar.login(jwt), vouched(customer));
      assert.deepEqual(await kept(page), {}, 'nothing is kept before it may be');
      const asked = async () => {
        await page.evaluate(() => window.attar.ask('profile'));
        return to('/v1/ask').at(-1).token;
      };
      await choose(page, 'full');
      const { 'attar:token': token } = await kept(page);
      assert.equal(await asked(), token);
      // Another browser, the same customer: what was chosen there holds here.
      const other = await open();
      await other.page.goto(address);
      await ready(other.page);
      await other.page.evaluate(jwt => window.attar.login(jwt), vouched(customer));
      assert.equal((await state(other.page)).consent, 'full');
      assert.ok((await kept(other.page))['attar:token']);
      await other.context.close();
      await page.evaluate(() => window.attar.logout());
      assert.deepEqual(await kept(page), {});
      assert.equal(await asked(), undefined);
      assert.notEqual((await state(page)).consent, 'full');
      assert.deepEqual(errors, []);
      await context.close();
    }
  },
};

await hold(steps, site, browser);
