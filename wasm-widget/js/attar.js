// The loader: what `<script async src="/attar.js" data-shop data-lang>` runs. It defines the elements at
// once, keeps what the page says in a queue, and brings the engine when the browser is idle or an element
// is there. Where the engine cannot run it asks the server and draws the answer. It never throws into the
// page and leaves one global behind: `attar`.
(() => {
  const page = window, before = page.attar;
  if (before && !Array.isArray(before)) return;

  const script = document.currentScript, { shop, lang } = script?.dataset ?? {};
  const own = script?.src || location.href;
  // Not said: the server that the loader came from. Empty or `/`: the page's own.
  const base = new URL(shop || '/', shop == null ? own : location.href).href.replace(/\/?$/, '/');
  const language = lang || document.documentElement.lang || 'en';
  const spoken = language.split('-')[0].toLowerCase();
  const path = name => new URL('attar/' + name, own).href;
  const quiet = () => {};
  // The number of the form that this page speaks.
  const WIRE = 1;
  // Where the token of a page on another origin is kept, after consent.
  const TOKEN = 'attar:token';
  // The word that the server's own pages read.
  const NO = 'attar_consent=denied';
  // The word of the server's own pages that whoever used the device has left it.
  const LEFT = 'attar_left=1';
  // Where signals wait, each page's own; whether they may wait; what tabs of this shop share.
  const OUTBOX = 'attar:outbox:', CHOICE = 'attar:consent', SHARED = 'attar:' + base;

  const hosts = new Set(), queue = [];
  let module, engine, snapshot, loading, asks, who;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`__ATTAR_STYLE__`);

  const embedded = new URL(base).origin != location.origin;

  // The network, which is the loader's: the engine says what to send and takes in what comes.

  const json = answer => answer.ok ? answer.json() : Promise.reject(answer);

  const fetched = (path, init) => fetch(base + 'v1/' + path, init);

  const post = (path, body) => fetched(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body == 'string' ? body : JSON.stringify(body),
  }).then(json);

  const ask = query => post('ask', { query, lang: language });

  const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt());

  // Bytes travel inside the JSON as base64.
  const opened = answer => {
    for (const name of ['slice', 'events', 'market']) if (answer[name]) answer[name] = bytes(answer[name]);
    return answer;
  };

  // The browser checks what it fetched against its name, which is its SHA-256.
  const file = async (folder, name) => {
    const hash = btoa(String.fromCharCode(...name.match(/../g).map(pair => parseInt(pair, 16))));
    const answer = await fetched(folder + '/' + name, { integrity: 'sha256-' + hash });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : Promise.reject(answer);
  };

  // A snapshot and what its things are called.
  const files = ({ snapshot, names }) => Promise.all([
    file('snapshot', snapshot),
    file('names', names[spoken] ?? names.en),
  ]);

  // Tabs. What only one of them does at a time, it does under a lock, and what a tab held another gets when
  // it goes. Where there are no locks, each does it all: the server counts a signal once, whoever sends it.
  const locks = page.BroadcastChannel && navigator.locks;
  const alone = { request: async (name, { signal }, work) => { await 0; return work(); } };
  const held = new Map();

  const release = name => {
    held.get(name)?.stop.abort();
    held.delete(name);
  };

  // Waits for the lock; keeps it if `take` gives something.
  const hold = (name, take) => {
    if (held.has(name)) return;
    const stop = new AbortController(), { signal } = stop, end = new Promise(done => signal.onabort = done);
    const own = { stop };
    held.set(name, own);
    (locks || alone).request(name, { signal }, () => !signal.aborted && (own.granted = true, take()) && end)
      .catch(quiet).then(() => held.get(name) == own && held.delete(name));
  };

  // The signals of a page that is gone are sent by one that is there.
  const orphan = key => key?.startsWith(OUTBOX) &&
    hold(key, () => stored(key) && engine && call('adopt', key.slice(OUTBOX.length)));

  // A lock or an open channel keeps a page from being brought back as it was.
  let channel;
  const join = () => {
    channel = locks && new BroadcastChannel(SHARED);
    if (channel) channel.onmessage = ({ data }) => data.who == who ? hear(data) : data.said && restart();
  };
  const part = () => {
    channel?.close();
    channel = undefined;
    [...held.keys()].forEach(release);
  };
  const tell = said => channel?.postMessage({ who, ...said });

  // The storage may be refused: then nothing is kept and nothing breaks.
  const late = {};
  const stored = (key, text) => {
    try {
      // Nobody may find an outbox there before its page holds it.
      if (text && key.startsWith(OUTBOX)) {
        late[key] = text;
        hold(key, () => (stored(key, late[key]), true));
        if (!held.get(key).granted) return;
      }
      if (text == '') delete late[key];
      if (text) localStorage.setItem(key, text);
      else if (text == '') localStorage.removeItem(key);
      else return localStorage.getItem(key);
    } catch {}
  };

  const random = bytes => crypto.getRandomValues(bytes);

  const keys = () => {
    try {
      return Object.keys(localStorage).join('\n');
    } catch {
      return '';
    }
  };

  // Whoever used the device has left it: what it kept for them goes.
  const leave = () => {
    if (embedded || !document.cookie.includes(LEFT)) return;
    for (const key of keys().split('\n'))
      if (/^attar:(outbox|private|token|consent)/.test(key) && stored(key) != 'denied') stored(key, '');
    document.cookie = LEFT + '; Path=/; Max-Age=0';
  };

  const known = boot => {
    if (boot.wire != WIRE) throw boot;
    // The first of a slice is whose it is.
    boot.who = boot.slice.slice(0, 20);
    boot.denied = navigator.globalPrivacyControl || document.cookie.includes(NO);
    return opened(boot);
  };

  const bootAs = token => fetched('boot', { method: 'POST', body: JSON.stringify({ wire: WIRE, token }) })
    .then(json).then(known);

  // An embed shows the token it was given after consent.
  const boot = async () => {
    const token = embedded && stored(TOKEN);
    if (token) try {
      return await bootAs(token);
    } catch (answer) {
      if (!(answer.status >= 400 && answer.status < 405)) throw answer;
      stored(TOKEN, '');
    }
    return fetched('boot').then(json).then(known);
  };

  // What a page begins with, and its files. A snapshot may be gone by now, and another in its place.
  const find = async () => {
    leave();
    const said = await boot();
    try {
      return [said, await files(said)];
    } catch (answer) {
      if (answer.status != 410) throw answer;
      const next = await boot();
      return [next, await files(next)];
    }
  };

  const exchange = async last => {
    const body = engine && call('request', last);
    if (!body) return;
    let status = 0, answer;
    try {
      const told = await fetched('sync', { method: 'POST', body, keepalive: last });
      status = told.status;
      answer = told.ok ? opened(await told.json()) : undefined;
    } catch {}
    if (engine && call('settle', last, status, answer)) renew().catch(quiet);
  };

  // Another snapshot is current.
  const renew = async () => {
    const [said, found] = await find();
    if (engine && call('renew', said.snapshot, ...found)) snapshot = said.snapshot;
  };

  // One stream a browser: the tab that has it tells the others, from the place on that it began at.
  const hear = ({ data, after, seq }) => engine && seq && call('take', bytes(data), after, seq);

  let events;
  const close = () => {
    events?.close();
    events = undefined;
  };
  const stream = (ticket, after) => {
    close();
    events = new EventSource(base + 'v1/live?ticket=' + ticket + '&after=' + after);
    const pass = said => {
      hear(said);
      tell(said);
      after = said.seq;
    };
    events.onopen = () => tell({ data: '', after, seq: after });
    events.addEventListener('events', ({ data, lastEventId }) => pass({ data, after, seq: +lastEventId }));
    // The browser would try again by itself, with a ticket that is no longer valid.
    for (const end of ['resync', 'error']) events.addEventListener(end, () => {
      close();
      engine && call('reopen');
    });
  };
  const watch = watches => {
    close();
    release(SHARED);
    if (watches) hold(SHARED, () => engine && (call('lead'), true));
  };

  // Numbers, amounts and moments as people read them. The machine values stay where they are.
  const people = { fa: 'fa-u-ca-persian-nu-arabext', ar: 'ar-u-ca-gregory-nu-arab' }[spoken] ?? 'en-u-ca-gregory-nu-latn';
  const units = {
    fa: { USD: 'دلار', EUR: 'یورو', KWD: 'دینار', IRR: 'تومان' },
    ar: { USD: 'دولار', EUR: 'يورو', KWD: 'دينار', IRR: 'ريال' },
  }[spoken];

  const amount = (value, code) => {
    const toman = code == 'IRR' && spoken == 'fa';
    const digits = toman ? 0 : { KWD: 3, IRR: 0 }[code] ?? 2;
    const number = new Intl.NumberFormat(people, { minimumFractionDigits: digits, maximumFractionDigits: digits || 1 })
      .format(value / 10 ** (toman ? 1 : digits));
    const sign = { USD: '$', EUR: '€' }[code];
    return units ? number + ' ' + units[code] : sign ? number.replace(/^-?/, '$&' + sign) : number + ' ' + code;
  };

  // The text of a moment is the shop's clock, which is told as it is.
  const moment = text => new Intl.DateTimeFormat(people, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
    .format(new Date(text.replace(' ', 'T') + 'Z'));

  const spell = root => {
    for (const data of root.querySelectorAll('data')) {
      const [value, code] = data.getAttribute('value').split(' ');
      data.textContent = code ? amount(+value, code) : new Intl.NumberFormat(people).format(value);
    }
    for (const time of root.querySelectorAll('time')) {
      if (/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(time.textContent)) time.textContent = moment(time.textContent);
    }
  };

  const changed = () => {
    hosts.forEach(host => spell(host.shadowRoot));
    document.dispatchEvent(new Event('attar:change'));
  };

  // Without the engine.

  const create = node => {
    if (typeof node == 'string') return new Text(node);
    const element = document.createElement(node.tag);
    for (const name in node.attributes) element.setAttribute(name, node.attributes[name]);
    element.append(...(node.children ?? []).map(create));
    return element;
  };

  const query = host => {
    const get = name => host.getAttribute(name) ?? undefined;
    const product = get('product') && +get('product');
    return {
      'attar-recommendations': { recommend: { slot: get('slot') ?? 'for_you', product, n: +(get('n') ?? 10), within: get('within')?.split(' ').map(Number) } },
      'attar-price': { price: { product, currency: get('currency') } },
      'attar-order-tracker': { track: { order: get('order') } },
    }[host.localName];
  };

  const draw = host => {
    const wish = query(host);
    if (wish) ask(wish).then(answer => {
      host.shadowRoot.replaceChildren(create(answer.view));
      spell(host.shadowRoot);
    }).catch(quiet);
  };

  const fall = () => {
    engine = undefined;
    if (asks) return;
    asks = true;
    queue.length = 0;
    hosts.forEach(draw);
  };

  // With the engine. One that trapped is dropped and the server asked.

  const call = (name, ...given) => {
    try {
      return engine[name](...given);
    } catch {
      fall();
    }
  };

  const eye = new IntersectionObserver(entries =>
    entries.forEach(entry => engine && call('see', entry.target, entry.isIntersecting)));

  const mount = host => {
    if (asks) return draw(host);
    if (!engine) return load();
    if (host.localName == 'attar-consent') return host.show();
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

  const go = () => {
    engine = module;
    queue.splice(0).forEach(observe);
    hosts.forEach(mount);
    keys().split('\n').forEach(orphan);
    turn(document.hidden);
  };

  const begin = async begun => {
    const [said, found] = await begun;
    if (!module.start({ exchange, watch, stream, changed, random, stored, keys }, document, said, ...found)) throw said;
    ({ snapshot, who } = said);
    go();
  };

  const load = () => loading ??= import(path('__ATTAR_GLUE__')).then(async glue => {
    const wasm = fetch(path('__ATTAR_WASM__'), { integrity: '__ATTAR_WASM_INTEGRITY__' });
    const begun = find();
    begun.catch(quiet);
    await glue.default({ module_or_path: wasm });
    module = glue;
    join();
    await begin(begun);
    tell({ said: true });
  }).catch(fall).then(() => void document.dispatchEvent(new Event('attar:ready')));

  // Everything anew: the shopper said something elsewhere, or the page was away. Without an answer, as it was.
  const restart = async () => {
    if (!engine) return;
    close();
    engine = undefined;
    [...held.keys()].forEach(release);
    await begin(find()).catch(go);
  };

  // A page that was kept aside may have been somebody else's.
  const back = async () => {
    const was = who;
    join();
    await restart();
    if (!embedded && was != who) location.reload();
  };

  document.addEventListener('visibilitychange', () => turn(document.hidden));
  page.addEventListener('pagehide', () => {
    turn(true);
    part();
  });
  page.addEventListener('pageshow', ({ persisted }) => persisted ? back() : turn(document.hidden));
  if (locks) page.addEventListener('storage', ({ key, newValue }) => {
    if (key == CHOICE) restart();
    else if (newValue) orphan(key);
  });

  // A signal in the form of GA4 is as many as it has items.
  const observe = ([signal, at]) => {
    const items = signal?.params?.items;
    for (const item of Array.isArray(items) ? items : []) {
      const number = String(item?.item_id);
      if (engine && /^\d+$/.test(number)) call('push', String(signal.name), +number, at);
    }
  };

  const push = (...signals) => {
    for (const signal of signals) {
      if (engine) observe([signal, Date.now()]);
      else if (!asks && queue.length < 200) queue.push([signal, Date.now()]);
    }
  };

  const signal = (name, item_id) => push({ name, params: { items: [{ item_id }] } });

  // The word for the shop's own pages, or its end.
  const mark = level => {
    if (!embedded) document.cookie = NO + '; Path=/; SameSite=Lax; Max-Age=' + (level == 'denied' ? 31536000 : 0);
  };

  // Less than `full` takes effect at once, whether or not the server can be told.
  const choose = async level => {
    const body = call('choose', level);
    if (level != 'full') mark(level);
    let said, token;
    if (body) {
      const told = await post('commands', body);
      token = told.token ?? JSON.parse(body).token;
      said = await bootAs(token);
    }
    if (engine) call('chosen', level, said, token);
    if (level != 'full') return;
    mark(level);
    if (embedded) stored(TOKEN, said.token ?? token);
    ({ who } = said);
    tell({ said: true });
  };

  const consent = async level => {
    if (!['denied', 'private', 'full'].includes(level)) throw Error('consent is `full`, `private` or `denied`');
    await load();
    await (engine ? choose(level) : post('commands', { command: { set_consent: { consent: level } } }));
    hosts.forEach(host => host.show?.(true));
  };

  // The elements. What the server drew stays in sight, through the slot, until there is something to show.

  class Host extends HTMLElement {
    static observedAttributes = ['slot', 'product', 'n', 'currency', 'order'];

    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      root.append(document.createElement('slot'));
    }

    connectedCallback() {
      hosts.add(this);
      mount(this);
    }

    disconnectedCallback() {
      hosts.delete(this);
      eye.unobserve(this);
      if (engine) call('disconnect', this);
    }

    attributeChangedCallback(_, old) {
      if (old != null && this.isConnected) mount(this);
    }
  }

  class Consent extends Host {
    constructor() {
      super();
      this.addEventListener('submit', event => {
        const button = event.submitter, form = event.target;
        if (!engine || !button?.value || this.native) return;
        event.preventDefault();
        consent(button.value).catch(() => {
          this.native = true;
          form.requestSubmit(button);
        });
      });
    }

    // What needs the engine keeps its place until the engine runs.
    connectedCallback() {
      for (const button of this.querySelectorAll('[name=consent][hidden]')) {
        button.hidden = false;
        button.style.visibility = 'hidden';
      }
      super.connectedCallback();
    }

    // The present choice, and once it was made here, what it means.
    show(said) {
      if (!engine) return;
      const level = call('level');
      this.dataset.consent = level;
      for (const button of this.querySelectorAll('[name=consent]')) {
        button.hidden = false;
        button.style.visibility = '';
        button.ariaPressed = button.value == level;
      }
      if (!said) return;
      const words = this.words ??= this.shadowRoot.appendChild(document.createElement('p'));
      words.setAttribute('part', 'state');
      words.setAttribute('role', 'status');
      words.textContent = call('consentWords') ?? '';
    }
  }

  class Signal extends HTMLElement {
    connectedCallback() {
      signal(this.getAttribute('name'), this.getAttribute('product'));
    }
  }

  const define = (name, element) => customElements.get('attar-' + name) ?? customElements.define('attar-' + name, element);

  page.attar = {
    push,
    consent,
    ask,
    ready: new Promise(done => document.addEventListener('attar:ready', done, { once: true })),
    state: () => engine
      ? { engine: 'wasm', snapshot, consent: call('level'), pending: call('pending'), seq: call('seq') }
      : { engine: asks ? 'server' : 'none' },
  };

  for (const name of ['recommendations', 'price', 'order-tracker']) define(name, class extends Host {});
  define('consent', Consent);
  define('signal', Signal);
  if (before) push(...before);

  document.addEventListener('submit', event => {
    const { attarSignal, product } = event.target.dataset ?? {};
    if (attarSignal) signal(attarSignal, product);
  }, true);

  (page.requestIdleCallback ?? setTimeout)(load);
})();
