// What the shop's other tools say, followed as they say it: a data layer in the forms of GA4, Segment and Shopify, product
// data in the page, Consent Mode; and what they are told in return.

/** What says the same as a signal; of all else nothing is heard. */
const SIGNALS = {
  // GA4 ecommerce
  view_item: 'view_item', select_item: 'select_item', add_to_cart: 'add_to_cart',
  // Segment ecommerce, version 2
  'Product Viewed': 'view_item', 'Product Clicked': 'select_item', 'Product Added': 'add_to_cart',
  // Shopify standard events
  product_viewed: 'view_item', product_added_to_cart: 'add_to_cart',
};
const LIST = 'attar:';
const MODE = 'attar:mode';
// How often it is looked for what no call told of, such as a push that somebody replaced.
const LOOK = 1_000;

/** Items of an event in any of the forms: objects with `item_id`, `product_id`, `sku` or `id`. */
const itemsOf = said => {
  const { ecommerce, items, products, product_id, sku, productVariant, cartLine } = said ?? {};
  const variant = productVariant ?? cartLine?.merchandise;
  if (variant) return [{ item_id: variant.product?.id ?? variant.id, sku: variant.sku, ...variant }];
  if (product_id != null || sku != null) return [said];
  return [ecommerce?.items, items, products].find(Array.isArray) ?? [];
};

const idOf = item => item?.item_id ?? item?.product_id ?? item?.productID ?? item?.sku ?? item?.id;

/** Every product that a page's own data describes. */
const productsIn = value => {
  if (Array.isArray(value)) return value.flatMap(productsIn);
  if (!value || typeof value != 'object') return [];
  const own = [value['@type']].flat().some(type => type == 'Product' || type == 'ProductGroup') ? [value] : [];
  return [...own, ...productsIn(value['@graph']), ...productsIn(value.mainEntity), ...productsIn(value.mainEntityOfPage)];
};

export default own => {
  const { page, script } = own, names = (script.dataset.listen || 'dataLayer').split(/[\s,]+/);
  const heard = new WeakSet(), ours = new WeakSet(), told = new Set();
  // What this page of the shop was said to show; a page that goes on without loading begins anew.
  let shown = new Set(), address = location.href;
  const layers = new Set();

  /** The number of a product: by the page's own function, or the identifier itself where that is a number. */
  const productOf = async item => {
    const name = script.dataset.map;
    const path = name ? name.split('.') : [], last = path.pop();
    const owner = path.reduce((at, member) => at?.[member], page), map = last && owner?.[last];
    const id = typeof map == 'function' ? await map.call(owner, item) : idOf(item);
    return /^\d+$/.test(String(id)) ? Number(id) : undefined;
  };

  const signal = async (name, items) => {
    for (const item of items) {
      const product = await productOf(item);
      if (product === undefined) continue;
      // The same view is often told twice: by a tag, and by the page's own data.
      if (name == 'view_item' && shown.size == shown.add(product).size) continue;
      own.note(name, product);
    }
  };

  const hear = said => {
    if (!said || typeof said != 'object' || ours.has(said)) return;
    heard.add(said);
    // The form of gtag: the arguments of a call.
    if (said[0] == 'consent') return void choice(said[1], said[2] ?? {}).catch(() => {});
    if (said[0] == 'event') return void event(said[1], said[2]);
    if (said.type == 'track') return void event(said.event, said.properties);
    if (said.name && said.data) return void event(said.name, said.data);
    if (said.event) event(said.event, said);
  };

  const event = (name, said) => {
    const means = Object.hasOwn(SIGNALS, name) && SIGNALS[name], about = said?.ecommerce ?? said;
    if (!means || String(about?.item_list_id ?? '').startsWith(LIST)) return;
    // An order is told once, however often its page is opened.
    const transaction = about?.transaction_id;
    if (transaction != null && told.size == told.add(transaction).size) return;
    signal(means, itemsOf(said)).catch(() => {});
  };

  // ---- Consent Mode ----
  const storage = {};

  /** What the states of Consent Mode come to. */
  const meant = () => {
    const analytics = storage.analytics_storage == 'granted';
    const said = storage.personalization_storage ?? (script.dataset.consent == 'analytics' ? storage.analytics_storage : undefined);
    if (said != 'granted') return 'denied';
    return analytics ? 'full' : 'private';
  };

  // A default is the shop's word, an update the shopper's; and what they chose here is above both.
  const choice = async (kind, states) => {
    for (const name of ['analytics_storage', 'personalization_storage'])
      if (states[name] && (kind == 'update' || states[name] == 'denied')) storage[name] = states[name];
    if (kind != 'update' || !('analytics_storage' in states || 'personalization_storage' in states)) return;
    await own.ready();
    const now = own.level(), then = meant(), rank = ['denied', 'private', 'full'];
    const fromMode = now == 'undecided' || own.stored(MODE) == now;
    const widens = rank.indexOf(then) > rank.indexOf(now);
    if (then == now || widens && (!script.dataset.consent || !fromMode || navigator.globalPrivacyControl)) return;
    await own.consent(then);
    // What the shopper chose here is never theirs again to widen.
    if (fromMode) own.stored(MODE, then);
  };

  // ---- the layer ----
  const drain = () => layers.forEach(layer => layer.forEach(said => heard.has(said) || hear(said)));

  const follow = name => {
    const layer = page[name];
    if (!Array.isArray(layer) || layers.has(layer)) return;
    layers.add(layer);
    drain();
    const before = layer.push;
    layer.push = function (...given) {
      const result = before.apply(this, given);
      // Nothing of ours may break what the page pushes.
      try {
        given.forEach(hear);
      } catch {}
      return result;
    };
  };

  const segment = () => {
    const { analytics } = page;
    if (!names.includes('segment') || heard.has(analytics ?? heard) || typeof analytics?.on != 'function') return;
    heard.add(analytics);
    analytics.on('track', (name, said) => event(name, said));
  };

  // ---- the page's own data ----
  let last;
  const read = () => {
    const texts = [...document.querySelectorAll('script[type="application/ld+json"]')].map(({ text }) => text);
    if (last == (last = texts.join('\n'))) return;
    const found = texts.flatMap(text => {
      try {
        return productsIn(JSON.parse(text));
      } catch {
        return [];
      }
    });
    // A list of many is no page of one.
    if (found.length == 1) signal('view_item', found).catch(() => {});
  };

  const look = () => {
    if (location.href != address) {
      address = location.href;
      shown = new Set();
    }
    names.forEach(name => name == 'segment' ? segment() : follow(name));
    drain();
    read();
  };

  // ---- what the shop's tools are told ----
  const items = host => [...(host.shadowRoot?.querySelector('[data-product]') ? host.shadowRoot
    : host.querySelector(':scope > [data-attar-cards]') ?? host).querySelectorAll('[data-product]')];
  const listOf = host => {
    const slot = host.getAttribute('slot') ?? 'for_you';
    return { item_list_id: LIST + slot, item_list_name: slot };
  };
  const itemOf = (card, index) => ({
    item_id: card.dataset.product, item_name: card.querySelector('[part~=link], [data-attar=name]')?.textContent, index,
  });

  const tell = (name, list, items) => {
    const layer = page[names.find(name => name != 'segment')];
    // What stays on the device is in such a list.
    if (!layers.has(layer) || own.level() == 'private' || !items.length) return;
    const said = { event: name, ecommerce: { ...list, items: items.map(item => ({ ...item, ...list })) } }, empty = { ecommerce: null };
    ours.add(said).add(empty);
    layer.push(empty);
    layer.push(said);
  };

  const seen = new WeakMap();
  const eye = page.IntersectionObserver && new IntersectionObserver(entries => entries.forEach(({ target, isIntersecting }) => {
    const cards = items(target), text = cards.map(card => card.dataset.product).join();
    if (!isIntersecting || !text || seen.get(target) == text) return;
    seen.set(target, text);
    tell('view_item_list', listOf(target), cards.map(itemOf));
  }));
  const watch = () => {
    for (const host of own.hosts) if (host.localName == 'attar-recommendations') {
      eye?.unobserve(host);
      eye?.observe(host);
    }
  };
  document.addEventListener('attar:change', watch);
  document.addEventListener('attar:ready', watch);

  document.addEventListener('click', event => {
    const path = event.composedPath(), host = path.find(node => node.localName == 'attar-recommendations');
    const card = path.find(node => node.dataset?.product);
    if (!host || !card || !path.some(node => node.localName == 'a')) return;
    own.note('select_item', card.dataset.product);
    tell('select_item', listOf(host), [itemOf(card, items(host).indexOf(card))]);
  }, true);

  for (const moment of ['popstate', 'DOMContentLoaded', 'pageshow']) page.addEventListener(moment, () => setTimeout(look));
  page.navigation?.addEventListener('navigatesuccess', () => setTimeout(look));
  setInterval(look, LOOK);
  look();
  watch();
};
