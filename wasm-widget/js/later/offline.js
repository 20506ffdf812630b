// The shop's own pages without a network: a worker keeps what was visited, once the shopper let anything be kept, and no
// longer than that; a page says that it is an old one.
const WORDS = {
  en: ['You are offline. This page is as it was at {}.', 'The shop cannot be reached. This page is as it was at {}.'],
  fa: ['اتصال برقرار نیست. این صفحه مربوط به {} است.', 'فروشگاه اکنون در دسترس نیست. این صفحه مربوط به {} است.'],
  ar: ['لا اتصال بالشبكة. هذه الصفحة كما كانت في {}.', 'لا يمكن الوصول إلى المتجر الآن. هذه الصفحة كما كانت في {}.'],
};
const PAGES = 'attar-pages', KEPT = /^attar-(pages|files)$/;

export default own => {
  const { page, script } = own, workers = navigator.serviceWorker, quiet = () => {};

  const may = () => ['full', 'private'].includes(own.level());
  const worker = ({ active, waiting, installing }) => active ?? waiting ?? installing;

  const forget = async () => {
    // Without the pages the worker keeps nothing more.
    for (const name of (await page.caches.keys()).sort().reverse()) if (KEPT.test(name)) await page.caches.delete(name);
    for (const one of await workers.getRegistrations()) if (worker(one)?.scriptURL.endsWith(script.dataset.worker)) await one.unregister();
  };

  // The first page was there before the worker: it is told what that is made of. It keeps nothing where there are no pages.
  const keep = async () => {
    await page.caches.open(PAGES);
    const one = worker(await workers.register(script.dataset.worker));
    if (!/^activ/.test(one.state)) await new Promise(done => one.onstatechange = () => /^(activ|redundant)/.test(one.state) && done());
    if (may()) one.postMessage({ page: location.href, files: page.performance.getEntriesByType('resource').map(({ name }) => name) });
  };

  // The last word holds: one after the other.
  let turn = Promise.resolve();
  const heed = () => turn = turn.then(() => may() ? keep() : forget()).catch(quiet);

  // A page that just came has no such time, and says the present one, in whole seconds.
  const from = new Date(document.lastModified), old = page.performance.timeOrigin - from > 1_000;

  let words;
  const tell = why => {
    words?.remove();
    if (navigator.onLine && (why || !old)) return;
    const at = new Intl.DateTimeFormat(own.people, { dateStyle: 'medium', timeStyle: 'short' }).format(from);
    words = own.make('p', 'offline', WORDS[own.spoken][+navigator.onLine].replace('{}', () => at));
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
