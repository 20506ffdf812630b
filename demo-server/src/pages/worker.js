// Keeps the pages that were visited and what they are made of, for when there is no network. The widget sets it to work
// once the shopper let something be kept on the device. Pages that are somebody's own are never kept: the shop says so.
const PAGES = 'attar-pages', FILES = 'attar-files', OFFLINE = '/offline', BOOT = '/v1/boot', BUNDLE = '/v1/bundle/';
const MOST = { [PAGES]: 60, [FILES]: 400 };
// Named by their content, or nearly so: they never change.
const LASTING = /^\/(attar\/attar-|v1\/bundle\/|vazirmatn)/;
const CHANGING = /^\/(picture\/|shop\.css|attar\.js|quote\.js)/;
// What these show is somebody's own.
const OWN = /^\/(order|account|cart|checkout|merchant|forget)\b/;
// After these another reads, or the same otherwise.
const ANEW = /^\/(v1\/)?(login|logout|forget|consent|lang|theme)\b/;

const trim = async (cache, most) => {
  const keys = await cache.keys();
  const bundles = keys.filter(({ url }) => url.includes(BUNDLE));
  for (const key of [...bundles.slice(0, -2), ...keys.slice(0, Math.max(0, keys.length - most))]) await cache.delete(key);
};

const may = (answer, { pathname }) =>
  answer.ok && !OWN.test(pathname) && !/no-store/.test(answer.headers.get('cache-control') ?? '');

// Where the pages are gone, for the shopper said so, nothing is kept until one says that it may; nor where they went meanwhile.
const store = async (name, request, answer) => {
  if (!await caches.has(PAGES)) return;
  const cache = await caches.open(name);
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request, answer);
  await trim(cache, MOST[name]);
  if (!await caches.has(PAGES)) await caches.delete(name);
};

// A page says when it came, by the clock that will say how old it is.
const dated = answer => {
  const headers = new Headers(answer.headers);
  headers.set('last-modified', new Date().toUTCString());
  return new Response(answer.body, { status: answer.status, headers });
};

const found = request => caches.match(request, { ignoreVary: true });

const fromNetwork = async (event, name, kept) => {
  try {
    const answer = await fetch(event.request);
    if (kept(answer)) event.waitUntil(store(name, event.request, dated(answer.clone())));
    return answer;
  } catch (why) {
    const old = await found(event.request) ?? (event.request.mode == 'navigate' && await found(OFFLINE));
    if (old) return old;
    throw why;
  }
};

const fetched = async request => {
  const answer = await fetch(request);
  if (answer.status == 200) await store(FILES, request, answer.clone());
  return answer;
};

const keepOffline = async () => store(PAGES, new Request(OFFLINE), dated(await fetch(OFFLINE)));

self.addEventListener('install', event => {
  self.skipWaiting();
  event.waitUntil(keepOffline());
});

self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('message', event => event.waitUntil((async () => {
  const { page, files } = event.data;
  const own = url => new URL(url).origin == location.origin;
  if (!await found(OFFLINE)) await keepOffline();
  if (own(page) && !OWN.test(new URL(page).pathname) && !await found(page)) {
    const answer = await fetch(page);
    if (may(answer, new URL(page))) await store(PAGES, new Request(page), dated(answer));
  }
  for (const url of files.filter(own)) {
    const { pathname } = new URL(url);
    if (pathname == BOOT) await store(PAGES, new Request(url), dated(await fetch(url)));
    else if ((LASTING.test(pathname) || CHANGING.test(pathname)) && !await found(url)) await fetched(new Request(url));
  }
})().catch(() => {})));

self.addEventListener('fetch', event => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin != location.origin) return;
  if (request.method != 'GET') {
    if (ANEW.test(pathname)) event.waitUntil(caches.delete(PAGES));
  } else if (request.mode == 'navigate') event.respondWith(fromNetwork(event, PAGES, answer => may(answer, new URL(request.url))));
  else if (pathname == BOOT) event.respondWith(fromNetwork(event, PAGES, answer => answer.ok));
  else if (LASTING.test(pathname)) event.respondWith(found(request).then(old => old ?? fetched(request)));
  else if (CHANGING.test(pathname)) {
    const fresh = fetched(request);
    event.waitUntil(fresh.catch(() => {}));
    event.respondWith(found(request).then(old => old ?? fresh));
  }
});
