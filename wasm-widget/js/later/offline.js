// The shop's own pages without a network: a worker keeps what was visited, once the shopper let anything be kept, and no
// longer than that; a page says that it is an old one.
const WORDS = {
  en: 'You are offline. This page is as it was at {}.',
  fa: 'اتصال برقرار نیست. این صفحه مربوط به {} است.',
  ar: 'لا اتصال بالشبكة. هذه الصفحة كما كانت في {}.',
};
const KEPT = /^attar-(pages|files)$/;

export default own => {
  const { page, script } = own, workers = navigator.serviceWorker, quiet = () => {};

  const forget = async () => {
    // Without the pages the worker keeps nothing more.
    for (const name of (await page.caches.keys()).sort().reverse()) if (KEPT.test(name)) await page.caches.delete(name);
    for (const one of await workers.getRegistrations()) if (one.active?.scriptURL.endsWith(script.dataset.worker)) await one.unregister();
  };

  // The first page was there before the worker: it is told what that is made of.
  const keep = async () => {
    await workers.register(script.dataset.worker);
    const { active } = await workers.ready;
    active.postMessage({ page: location.href, files: page.performance.getEntriesByType('resource').map(({ name }) => name) });
  };

  const heed = () => (['full', 'private'].includes(own.level()) ? keep() : forget()).catch(quiet);

  let words;
  const tell = () => {
    words?.remove();
    if (navigator.onLine) return;
    const at = new Intl.DateTimeFormat(own.people, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(document.lastModified));
    words = own.make('p', 'offline', WORDS[own.spoken].replace('{}', () => at));
    Object.assign(words, { className: 'offline', role: 'status' });
    document.querySelector('main')?.prepend(words);
  };

  if (!workers || !page.caches) return {};
  for (const moment of ['online', 'offline']) page.addEventListener(moment, tell);
  document.addEventListener('attar:consent', heed);
  heed();
  tell();
  return {};
};
