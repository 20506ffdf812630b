// The engine's life: it comes, begins, begins anew and is put aside; one that trapped is dropped.
const call = (name, ...given) => {
  try {
    return module[name](...given);
  } catch {
    fall();
  }
};

// Where nothing tells what is in sight, all of it is.
const eye = page.IntersectionObserver
  ? new IntersectionObserver(entries =>
    entries.forEach(entry => engine && call('see', entry.target, entry.isIntersecting)))
  : { observe: host => call('see', host, true), unobserve: quiet };

const mount = host => {
  if (host.localName == 'attar-signal') return;
  const apart = { 'attar-my-data': 'mine', 'attar-loyalty': 'loyalty' }[host.localName];
  if (apart) {
    const given = {
      forget, fetched, speaks, flush: () => engine && exchange(false), anew: restart,
      mine: (what, body) => post('profile/' + what, { ...body, token: speaks() }),
    };
    if (engine || server) later(apart, given).then(({ draw }) => draw(host), () => fail(host, mount));
    return;
  }
  if (host.localName == 'attar-consent') return choice(host);
  if (asks) return server?.draw(host);
  if (!engine) return;
  call('connect', host);
  if (host.localName != 'attar-order-tracker') return;
  // Seen anew, for an engine that begins anew.
  eye.unobserve(host);
  eye.observe(host);
};

const turn = leaves => {
  if (!engine) return;
  call('turn', leaves);
  if (leaves) exchange(true);
};

const changed = () => document.dispatchEvent(new Event('attar:change'));

const go = () => {
  if (asks) return;
  engine = true;
  queue.splice(0).forEach(observe);
  hosts.forEach(mount);
  keys().split('\n').forEach(orphan);
  turn(document.hidden);
};

const begin = async begun => {
  const [boot, found] = await begun;
  const loader = { exchange, watch, stream, show, changed, random, stored, keys };
  if (!module.start(loader, document, boot, ...found)) throw boot;
  run += 1;
  ({ snapshot, who } = boot);
  speaker = boot.token;
  go();
};

// All at once. `glue` is the engine's own module, which stands before all this.
const start = async () => {
  const wasm = fetch(own.address('__ATTAR_WASM__'), { integrity: '__ATTAR_WASM_INTEGRITY__' })
    .then(answer => answer.ok ? answer.arrayBuffer() : Promise.reject(answer));
  join();
  foresee();
  const begun = find();
  for (const promise of [wasm, begun]) promise.catch(quiet);
  await glue.default(await wasm);
  module = glue;
  await begin(begun);
  tell({ began: true });
};

// So long the engine may take; then the server is asked.
const PATIENCE = 15_000;

let loading;
const load = () => loading ??= Promise.race([start(), new Promise((_, late) => setTimeout(late, PATIENCE))])
  .catch(fall).then(() => void document.dispatchEvent(new Event('attar:ready')));

// From here on, to the end of the page. What asks the server is fetched only now.
const fall = async () => {
  engine = false;
  if (asks) return;
  asks = true;
  run += 1;
  close();
  part();
  await serve();
};

let serving;
const serve = () => serving ??= outsource().finally(() => serving = undefined);

const outsource = async () => {
  try {
    const { default: begin } = await imports.server();
    server = await begin({
      WIRE, TOKEN, base, embedded, language, spoken, direction, page, hosts, post, insist, catchUp, fetched, json, booted, stored, keys, random,
      create, show, fail, mark, ask, shared: SHARED, pass: given => pass = given,
    });
    queue.splice(0).forEach(observe);
    hosts.forEach(mount);
  } catch {
    tries += 1;
    hosts.forEach(host => fail(host, serve));
  }
};

// Everything anew: the shopper said something elsewhere, or the page was away. Without an answer, as it was.
let anew;
const restart = () => {
  changes += 1;
  if (engine) {
    call('turn', true);
    engine = false;
    letGo();
    leave();
    anew = begin(find()).catch(go);
  }
  return anew;
};

// A page that was kept aside may have been somebody else's.
const back = async () => {
  const was = who, left = document.cookie.includes(LEFT);
  if (!asks) join();
  await restart();
  if (!embedded && (left || !engine || was != who)) location.reload();
};

document.addEventListener('visibilitychange', () => turn(document.hidden));
page.addEventListener('pagehide', () => {
  turn(true);
  part();
});
page.addEventListener('pageshow', ({ persisted }) => persisted ? back() : turn(document.hidden));
