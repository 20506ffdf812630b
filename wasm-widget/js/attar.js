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
  const file = name => new URL('attar/' + name, own).href;
  const quiet = () => {};

  const hosts = new Set(), queue = [];
  let engine, loading, asks;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host{display:block}
:host([hidden]){display:none}
*,::before,::after{box-sizing:border-box}
ul,ol,p{margin:0;padding:0;list-style:none}
data,time{font-variant-numeric:tabular-nums}
data{font-weight:600}
a{color:var(--attar-accent,inherit)}
[part=list]{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(13rem,44vw),1fr))}
[part=item]{display:grid;align-content:space-between;block-size:9rem;overflow:hidden}
small,time,[part=was],[part=order],[part=empty],li{color:var(--attar-muted,inherit);font-size:.833rem;line-height:1.4}
[part=was],[part=order],[part=empty],li{font-size:inherit;line-height:inherit}
[part=was] data,time{font-weight:400}
[part=total]{display:flex;justify-content:space-between;align-items:baseline;padding-block-start:.75rem;font-size:1.44rem}
[part=timeline] li{position:relative;display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:baseline;padding-inline-start:2rem;padding-block-end:1.5rem}
li:last-child{padding-block-end:0}
[data-state]::before{content:"";position:absolute;inset-inline-start:.25rem;inset-block-start:.35em;inline-size:.875rem;block-size:.875rem;border-radius:50%;border:2px solid var(--attar-line,silver);background:var(--attar-surface,white);z-index:1}
[data-state]:not(:last-child)::after{content:"";position:absolute;inset-inline-start:calc(.6875rem - 1px);inset-block:.35em -.35em;inline-size:2px;background:var(--attar-line,silver)}
[data-state=done],[data-state=current]{color:var(--attar-ink,inherit)}
[data-state=current]{font-weight:600}
[data-state=done]::before,[data-state=current]::before,[data-state=done]:not(:last-child)::after{background:var(--attar-good,green);border-color:var(--attar-good,green)}
[data-state=current]::before{box-shadow:0 0 0 4px color-mix(in oklch,var(--attar-good,green),transparent 75%)}
[data-step=cancelled]::before{background:var(--attar-stop,red);border-color:var(--attar-stop,red)}
`);

  const post = (path, body) => fetch(base + 'v1/' + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then(answer => answer.ok ? answer.json() : Promise.reject(answer));

  const ask = query => post('ask', { query, lang: language });

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
      'attar-recommendations': { recommend: { slot: get('slot') ?? 'for_you', product, n: +(get('n') ?? 10) } },
      'attar-price': { price: { product, currency: get('currency') } },
      'attar-order-tracker': { track: { order: get('order') } },
    }[host.localName];
  };

  const draw = host => {
    const wish = query(host);
    if (wish) ask(wish).then(answer => host.shadowRoot.replaceChildren(create(answer.view))).catch(quiet);
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
    if (host.localName == 'attar-order-tracker') eye.observe(host);
  };

  const load = () => loading ??= import(file('__ATTAR_GLUE__')).then(async glue => {
    const wasm = fetch(file('__ATTAR_WASM__'), { integrity: '__ATTAR_WASM_INTEGRITY__' });
    await glue.default({ module_or_path: wasm });
    await glue.start(base, language, new URL(base).origin != location.origin);
    engine = glue;
    queue.splice(0).forEach(([signal, at]) => engine && call('push', signal, at));
    hosts.forEach(mount);
  }).catch(fall).then(() => void document.dispatchEvent(new Event('attar:ready')));

  const push = (...signals) => {
    for (const signal of signals) {
      if (engine) call('push', signal, Date.now());
      else if (!asks && queue.length < 200) queue.push([signal, Date.now()]);
    }
  };

  const signal = (name, item_id) => push({ name, params: { items: [{ item_id }] } });

  const consent = async level => {
    await load();
    await (engine ? engine.consent(level) : post('commands', { command: { set_consent: { consent: level } } }));
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

    // The present choice, and once it was made here, what it means.
    show(said) {
      if (!engine) return;
      const level = call('state')?.consent;
      this.dataset.consent = level;
      for (const button of this.querySelectorAll('[name=consent]')) {
        button.hidden = false;
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
    state: () => engine ? call('state') : { engine: asks ? 'server' : 'none' },
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
