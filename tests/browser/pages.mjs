// Pages of others: a server that gives each page of a test under its own headers, on another origin than the shop's.
import { createServer } from 'node:http';
import { run } from './chromium.mjs';

const pages = new Map();
const asked = [];

/** Opens the server; gives where its pages are, and what it was asked for. */
export const others = async port => {
  const server = createServer((request, answer) => {
    asked.push(request.url);
    const { html, headers } = pages.get(request.url.split('?')[0]) ?? {};
    if (html == null) return answer.writeHead(404).end();
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
  });
  await new Promise(done => server.listen(port, '127.0.0.1', done));
  return {
    asked,
    /** Puts a page there, and gives its address. */
    page(path, html, headers = {}, host = 'localhost') {
      pages.set(path, { html, headers });
      return `http://${host}:${port}${path}`;
    },
    close: () => server.close(),
  };
};

/** Runs the checks, and closes what was open for them. */
export const hold = async (steps, site, browser) => {
  try {
    await run(steps);
  } finally {
    site.close();
    await browser.close();
  }
};

/** The words of a page. */
export const document = (body, { lang = 'en', head = '' } = {}) =>
  `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>A page</title>${head}<body>${body}</body></html>`;

/** The tag. */
export const tag = (shop, attributes = '') =>
  `<script async src="${shop}attar.js" ${attributes}></script>`;

/** Opens browsers for somebody each; every request to the shop is written down. */
export const opener = (browser, shop) => async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const sent = [], errors = [];
  context.on('request', request => {
    const { origin, pathname } = new URL(request.url());
    if (origin + '/' === shop) sent.push({ path: pathname, body: request.postData(), request });
  });
  page.on('pageerror', error => errors.push(error.message));
  const to = path => sent.filter(one => one.path === path).map(({ body }) => JSON.parse(body ?? 'null'));
  return { context, page, sent, errors, to };
};

export const ready = page => page.evaluate(() => window.attar.ready.then(() => window.attar.state()));
export const state = page => page.evaluate(() => window.attar.state());
export const choose = (page, level) => page.evaluate(level => window.attar.consent(level), level);
export const view = (page, some) => page.evaluate(some => window.attar.push(
  ...some.map(item_id => ({ name: 'view_item', params: { items: [{ item_id }] } }))), some);
/** What the device keeps but the last answers, which come and go with the choice; `answers` names those. */
export const kept = page => page.evaluate(() =>
  Object.fromEntries(Object.entries(localStorage).filter(([key]) => !key.startsWith('attar:answer:'))));
export const answers = page => page.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('attar:answer:')));
/** The words of a part of an element. */
export const inside = (page, selector, what) => page.locator(selector).evaluate((host, what) =>
  what ? host.shadowRoot.querySelector(what)?.textContent : host.shadowRoot.textContent, what);
/** The products of the first list, as the widget drew it. */
export const list = page => page.locator('attar-recommendations').first().evaluate(host =>
  [...host.shadowRoot.querySelectorAll('[part~=item][data-product]')].map(item => +item.dataset.product));
