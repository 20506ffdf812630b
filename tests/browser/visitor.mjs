// Somebody with a browser of their own, and what they can do and see in the shop.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** Tries until it holds, or fails as it failed last. */
export const eventually = async (holds, within = 5_000) => {
  for (const end = Date.now() + within; ;) {
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await pause(25);
  }
};

/** Runs in every page before its own scripts: notes layout shifts and streams, and finds what an element shows. */
const prepare = () => {
  window.seen = {
    shifts: [],
    streams: [],
    drawn: host => host.shadowRoot?.querySelector('[part]') ? host.shadowRoot : host,
  };
  window.EventSource = class extends EventSource {
    constructor(...given) {
      super(...given);
      window.seen.streams.push(this);
    }
  };
  const side = rect => [rect.x, rect.y, rect.width, rect.height].map(Math.round).join(' ');
  const moved = ({ node, previousRect, currentRect }) =>
    `${node?.nodeName} ${node?.textContent?.trim().slice(0, 30)} from ${side(previousRect)} to ${side(currentRect)}`;
  new PerformanceObserver(list => {
    const entries = list.getEntries().filter(entry => !entry.hadRecentInput);
    for (const { value, sources } of entries) window.seen.shifts.push(`${value}: ${sources.map(moved).join('; ')}`);
  }).observe({ type: 'layout-shift', buffered: true });
};

export class Visitor {
  static async open(browser, url, complaints, options = {}) {
    // What a script changes on the way would pass the worker by; `offline.mjs` is about that.
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: 'block', ...options });
    return new Visitor(context, url, complaints).tab();
  }

  constructor(context, url, complaints) {
    Object.assign(this, { context, url, complaints, cutOff: false });
  }

  /** The same somebody, with another tab of the same browser. */
  async tab() {
    const page = await this.context.newPage();
    const visitor = Object.assign(new Visitor(this.context, this.url, this.complaints), { page });
    await page.addInitScript(prepare);
    // Without a reason, a fetch ended because the page was left.
    const left = text => /^Fetch API cannot load \S+\s*$/.test(text);
    const complain = text => visitor.cutOff || left(text) || this.complaints.push(`${page.url()}: ${text}`);
    page.on('pageerror', error => complain(error.message));
    page.on('console', message => message.type() === 'error' && complain(message.text()));
    return visitor;
  }

  go(path) {
    return this.page.goto(this.url + path);
  }

  close() {
    return this.context.close();
  }

  state() {
    return this.page.evaluate(() => window.attar.state());
  }

  /** Waits for the engine and for what it draws. */
  async settle() {
    await this.page.waitForFunction(() => window.attar?.ready);
    await this.page.evaluate(() => window.attar.ready);
    await pause(150);
    const state = await this.state();
    assert.equal(state.engine, 'wasm');
    return state;
  }

  /** Every layout shift of the page: how much, and what moved from where to where. */
  shifts() {
    return this.page.evaluate(() => window.seen.shifts);
  }

  /** How many live streams the page opened so far, and how many of them are open. */
  streams() {
    return this.page.evaluate(() => {
      const all = window.seen.streams;
      return { opened: all.length, open: all.filter(stream => stream.readyState !== EventSource.CLOSED).length };
    });
  }

  /** The products of the first list of a slot, as they are in sight. */
  list(slot) {
    return this.page.locator(`attar-recommendations[slot=${slot}]`).first().evaluate(host =>
      [...window.seen.drawn(host).querySelectorAll('[part=item]')].map(item => Number(item.dataset.product)));
  }

  /** The words of an element, as they are in sight. */
  text(element) {
    return this.page.locator(element).first().evaluate(host => window.seen.drawn(host).textContent);
  }

  /** Lets the shop remember, in the page in sight. */
  async consent() {
    await this.page.click('attar-consent button[value=full]');
    await eventually(async () => assert.equal((await this.state()).consent, 'full'));
  }

  /** Puts one of a product into the cart and orders it; gives the address of the order. */
  async buy(product) {
    await this.go(`p/${product}`);
    await this.page.click('form[action="/cart"] button');
    await this.page.click('a[href="/checkout"]');
    await this.checkout();
    return new URL(this.page.url()).pathname.slice(1);
  }

  /** Where the tracker of the page says that the order stands. */
  status() {
    return this.page.locator('attar-order-tracker').evaluate(host =>
      window.seen.drawn(host).querySelector('[data-status]')?.dataset.status);
  }

  /** Notes when the tracker of the page comes to a status. */
  noteWhen(status) {
    return this.page.locator('attar-order-tracker').evaluate((host, status) => {
      const look = () => {
        if (window.seen.drawn(host).querySelector(`[data-status=${status}]`)) window.seen.movedAt ??= Date.now();
      };
      window.seen.movedAt = undefined;
      new MutationObserver(look).observe(host.shadowRoot, { childList: true, subtree: true, attributes: true });
    }, status);
  }

  movedAt() {
    return this.page.evaluate(() => window.seen.movedAt);
  }

  /** Looks at a product as a page of the shop's own would say it. */
  async view(product) {
    await this.page.evaluate(item_id => {
      const changed = new Promise(done => document.addEventListener('attar:change', done, { once: true }));
      window.attar.push({ name: 'view_item', params: { items: [{ item_id }] } });
      return Promise.race([changed, new Promise(done => setTimeout(done, 1_000))]);
    }, product);
  }

  /** Does something with no network at all; not one request may even be tried for an answer. */
  async offline(work) {
    this.cutOff = true;
    await this.context.setOffline(true);
    try {
      return await work();
    } finally {
      await this.context.setOffline(false);
      this.cutOff = false;
    }
  }

  /** Does something while the shop takes no signals. */
  async withoutSync(work) {
    const sync = '**/v1/sync';
    this.cutOff = true;
    await this.context.route(sync, route => route.abort());
    try {
      return await work();
    } finally {
      await this.context.unroute(sync);
      this.cutOff = false;
    }
  }

  /** Asks the shop itself. */
  async ask(query) {
    const answer = await this.context.request.post(`${this.url}v1/ask`, { data: { query } });
    return answer.json();
  }

  /** While somebody on the way changes the total of the checkout. */
  async withAnotherTotal(work) {
    const changed = async route => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/(?<=name="expected" value=")\d+/, '1');
      await route.fulfill({ response: answer, body });
    };
    await this.page.route('**/checkout', changed);
    await work();
    await this.page.unroute('**/checkout', changed);
  }

  /** While the clock of the checkout is a day ahead: what was signed for a while is good no more. */
  async tomorrow(work) {
    const ahead = async route => {
      const answer = await route.fetch();
      const clock = 'const Date = { now: () => globalThis.Date.now() + 86_400_000 };\n';
      await route.fulfill({ response: answer, body: clock + await answer.text() });
    };
    await this.page.route('**/checkout.js', ahead);
    await work();
    await this.page.unroute('**/checkout.js', ahead);
  }

  /** While the keys of the shop cannot be had. */
  async withoutKeys(work) {
    this.cutOff = true;
    await this.page.route('**/v1/keys', route => route.abort());
    await work();
    await this.page.unroute('**/v1/keys');
    this.cutOff = false;
  }

  /** Fills in the checkout in sight and orders. */
  async checkout() {
    await this.page.fill('input[name=name]', 'Ada Attar');
    await this.page.fill('input[name=address]', '1 Bazaar Lane');
    await this.page.fill('input[name=email]', 'ada@example.com');
    await this.page.click('form[action="/checkout"] > button');
    await this.page.waitForURL('**/order/*');
  }

  /** Orders one of each, by the shop's forms alone. */
  async order(products) {
    for (const product of products) await this.send('cart', { product, quantity: 1 });
    await this.go('checkout');
    await this.checkout();
  }

  /** Logs in as a household of the demo. */
  login(household) {
    return this.send('login', { household });
  }

  async send(path, form) {
    const answer = await this.context.request.post(this.url + path, { form });
    assert.ok(answer.ok(), `${path}: ${answer.status()}`);
  }
}
