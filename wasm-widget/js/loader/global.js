// The start: what was said to the boot is said here from now on; the engine comes at once where the page names its files
// since it knows the shopper, else when what the server drew is in sight.
Object.assign(own, {
  consent,
  login,
  logout,
  ask: query => ask(query),
  observe: said => engine || server ? observe(said) : keep(said),
  mount: host => {
    if (host.localName == 'attar-signal') return signal(host);
    if (host.localName == 'attar-consent') offer(host);
    mount(host);
  },
  unmount: host => {
    eye.unobserve(host);
    if (engine) call('disconnect', host);
  },
  state: () => engine
    ? { engine: 'wasm', snapshot, consent: call('level'), pending: call('pending'), seq: call('seq') }
    : { engine: asks ? 'server' : 'none', ...server?.state() },
});

leave();
document.addEventListener('submit', event => {
  const { attarSignal, product } = event.target.dataset ?? {};
  if (attarSignal) note(attarSignal, product);
}, true);

if (script?.dataset.listen != null) later('layer', { page, script, ready: load }).catch(quiet);
if (script?.dataset.worker && !embedded)
  document.addEventListener('attar:ready', () => later('offline', { page, script }).catch(quiet), { once: true });
if (embedded) for (const moment of ['attar:ready', 'attar:consent']) document.addEventListener(moment, () => {
  if (keeps() || ['full', 'private'].includes(level())) later('last').catch(quiet);
});
if (/[?&]attar-debug\b/.test(location.search)) later('debug', { page, boot: own }).catch(quiet);

hosts.forEach(own.mount);
// A browser that draws nothing new may have no frame and no idle moment for a long time.
if (early) load();
else {
  requestAnimationFrame(() => (page.requestIdleCallback ?? setTimeout)(load));
  setTimeout(() => document.hidden || load(), 500);
}
