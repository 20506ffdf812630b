// The one global that is left behind, and the start: elements at once; the engine too, where the page names its files
// since it knows the shopper, else when what the server drew is in sight.
page.attar = {
  push,
  consent,
  ask: query => ask(query),
  ready: new Promise(done => document.addEventListener('attar:ready', done, { once: true })),
  state: () => engine
    ? { engine: 'wasm', snapshot, consent: call('level'), pending: call('pending'), seq: call('seq') }
    : { engine: asks ? 'server' : 'none', ...server?.state() },
};

leave();
if (sheet) {
  for (const name of ['recommendations', 'price', 'order-tracker', 'my-data']) define(name, class extends Host {});
  define('consent', Consent);
}
define('signal', Signal);
if (before) push(...before);

document.addEventListener('submit', event => {
  const { attarSignal, product } = event.target.dataset ?? {};
  if (attarSignal) note(attarSignal, product);
}, true);

if (script?.dataset.listen != null) later('layer', { page, script, ready: load }).catch(quiet);

if (early) load();
else requestAnimationFrame(() => (page.requestIdleCallback ?? setTimeout)(load));
