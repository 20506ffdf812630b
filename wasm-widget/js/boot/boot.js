// The elements, the room that they take, and what is said before the rest is there: that comes soon, and at once for
// an element. An element with the id `attar` is a name of the page, too; what scripts leave is the page's own.
const page = window, before = Object.hasOwn(page, 'attar') && page.attar;
if (before && !Array.isArray(before)) return;

const data = script?.dataset ?? {}, hosts = new Set(), queue = [], quiet = () => {};
// An old browser has none: there, what the server drew stays as it is.
const sheets = [];
if (page.CSSStyleSheet?.prototype.replaceSync) (sheets[0] = new CSSStyleSheet()).replaceSync(`__ATTAR_ROOM__`);

const make = (tag, part, ...inside) => {
  const made = document.createElement(tag);
  made.part = part;
  made.append(...inside);
  return made;
};

// Whether the page itself put something there. What is drawn by a template is none of it.
const bare = host => ![...host.childNodes].some(({ nodeType, localName, data }) =>
  nodeType == 1 ? localName != 'template' : nodeType == 3 && data.trim());

// As much room as the answer will take, where there is nothing else.
const wait = host => {
  const slot = host.shadowRoot.querySelector('slot'), name = host.localName.slice(6);
  host.kept?.remove();
  if (!slot || name == 'signal' || !bare(host)) return;
  const kept = host.kept = make('div', 'waiting ' + ({ recommendations: 'list', 'order-tracker': 'tracker' }[name] ?? name));
  kept.ariaHidden = true;
  if (name == 'recommendations')
    for (let n = Math.min(host.getAttribute('n') ?? 10, 50); n-- > 0;) kept.append(make('div', 'item', make('div', 'picture')));
  slot.before(kept);
};

// The rest, once. Where it does not come, what stands in an element stays, and what would be empty says so.
let coming, tries = 0;
const load = () => coming ??= rest(tries++).then(rest => rest.default(own)).catch(why => {
  coming = undefined;
  for (const host of hosts) {
    const lang = (data.lang || document.documentElement.lang).slice(0, 2);
    const retry = make('button', 'failed retry', { fa: 'دوباره تلاش کنید', ar: 'حاول مجددًا' }[lang] ?? 'Try again');
    retry.onclick = own.mount;
    host.kept?.replaceWith(retry);
  }
  document.dispatchEvent(new Event('attar:ready'));
  throw why;
});

// What the rest puts its own in the place of.
const own = {
  ...tools, script, page, hosts, queue, sheets, make, bare, wait,
  observe: said => queue.length < 200 && queue.push(said),
  mount: () => load().catch(quiet),
  unmount: quiet,
  state: () => ({ engine: 'none' }),
};
const push = (...signals) => signals.forEach(signal => own.observe([signal, Date.now()]));
page.attar = {
  push,
  ready: new Promise(done => document.addEventListener('attar:ready', done)),
  state: () => own.state(),
};
for (const name of ['ask', 'consent', 'login', 'logout']) page.attar[name] = (...given) => load().then(() => own[name](...given));
if (before) push(...before);

// What the server drew stays in sight, through the slot, until there is something to show.
class Host extends HTMLElement {
  static observedAttributes = 'slot product n within currency order name'.split(' ');

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = sheets;
    root.append(document.createElement('slot'));
    root.addEventListener('slotchange', () => wait(this));
  }

  connectedCallback() {
    hosts.add(this);
    own.mount(this);
    wait(this);
  }

  disconnectedCallback() {
    hosts.delete(this);
    own.unmount(this);
  }

  attributeChangedCallback(name, before, now) {
    if (before != now && hosts.has(this)) own.mount(this);
  }
}

for (const name of ('signal' + (sheets[0] ? ' recommendations price order-tracker my-data loyalty consent' : '')).split(' '))
  customElements.define('attar-' + name, class extends Host {});

(page.requestIdleCallback ?? setTimeout)(own.mount, { timeout: 1e3 });
