// What stands in an element: a place that is kept until there is an answer, the answer, or that there is none.
const button = (part, text, press) => {
  const made = make('button', part, text);
  made.type = 'button';
  made.onclick = press;
  return made;
};

// Less than there was room for moves nothing below it.
const place = (host, drawn) => {
  const kept = host.shadowRoot.querySelector('[part~=waiting]')?.offsetHeight;
  drawn.lang = spoken;
  drawn.dir = direction;
  if (embedded) for (const node of drawn.querySelectorAll('[href^="/"], [src^="/"]'))
    for (const name of ['href', 'src']) {
      const address = node.getAttribute(name);
      if (address) node.setAttribute(name, new URL(address, base).href);
    }
  const lists = host.localName == 'attar-recommendations';
  const stand = () => {
    const root = host.shadowRoot;
    root.replaceChildren(drawn, ...root.querySelectorAll('[part=gone]'));
    if (kept > drawn.offsetHeight) drawn.style.minBlockSize = kept + 'px';
    if (lists) dress(host, drawn);
  };
  // A page that has cards of its own waits for what fills them.
  if (lists && host.querySelector(':scope > template')) cards().then(({ fill }) => fill(host, drawn) || stand(), stand);
  else stand();
};

// What is fetched once it is needed, with all that it needs of the loader.
const parts = {};
let tries = 0;
const imports = {
  server: () => own.bring('__ATTAR_SERVER__', '__ATTAR_SERVER_INTEGRITY__', tries),
  cards: () => own.bring('__ATTAR_CARDS__', '__ATTAR_CARDS_INTEGRITY__'),
  mine: () => own.bring('__ATTAR_MINE__', '__ATTAR_MINE_INTEGRITY__'),
  loyalty: () => own.bring('__ATTAR_LOYALTY__', '__ATTAR_LOYALTY_INTEGRITY__'),
  layer: () => own.bring('__ATTAR_LAYER__', '__ATTAR_LAYER_INTEGRITY__'),
  debug: () => own.bring('__ATTAR_DEBUG__', '__ATTAR_DEBUG_INTEGRITY__'),
  offline: () => own.bring('__ATTAR_OFFLINE__', '__ATTAR_OFFLINE_INTEGRITY__'),
  last: () => own.bring('__ATTAR_LAST__', '__ATTAR_LAST_INTEGRITY__'),
};
const later = (name, given) => parts[name] ??= imports[name]().then(part => part.default({
  spoken, direction, people, embedded, base, keys, TOKEN, hosts, make, button, create, show, fail, note, push, ask, post, stored, level, consent, means, ...given,
})).catch(why => {
  delete parts[name];
  throw why;
});
const cards = () => later('cards');
// Once the list is in sight.
const dress = (host, list) => requestAnimationFrame(() => cards().then(({ dress }) => dress(host, list)).catch(quiet));

const SORRY = {
  fa: ['این بخش فعلاً نمایش داده نمی‌شود.', 'دوباره تلاش کنید'],
  ar: ['لا يمكن عرض هذا الآن.', 'حاول مجددًا'],
}[spoken] ?? ['This cannot be shown just now.', 'Try again'];

const keeps = () => embedded && keys().includes('attar:answer:');

// What the page put there stays.
const fail = (host, again) => {
  if (!bare(host) || /consent|signal/.test(host.localName)) return;
  const retry = button('retry', SORRY[1], () => again(host));
  const sorry = () => {
    const words = make('p', 'failed', SORRY[0], ' ', retry);
    words.role = 'status';
    place(host, words);
  };
  // What the device kept of it, where it did.
  if (keeps()) later('last').then(last => last.draw(host, retry) || sorry(), sorry);
  else sorry();
};

// A node of an answer, as the server sends it.
const create = node => {
  if (typeof node == 'string') return new Text(node);
  const element = document.createElement(node.tag);
  for (const name in node.attributes) element.setAttribute(name, node.attributes[name]);
  element.append(...(node.children ?? []).map(create));
  return element;
};
