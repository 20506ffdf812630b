// Without the engine: the server is asked, and its answer drawn.
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
    'attar-recommendations': { recommend: {
      slot: get('slot') ?? 'for_you', product, n: +(get('n') ?? 10), within: get('within')?.match(/\d+/g)?.map(Number),
    } },
    'attar-price': { price: { product, currency: get('currency') } },
    'attar-order-tracker': { track: { order: get('order') } },
  }[host.localName];
};

const draw = host => {
  const wish = host.wish = query(host);
  if (wish) ask(wish).then(answer => {
    // By now the element may ask something else.
    if (host.wish != wish) return;
    show(host, create(answer.view));
  }).catch(quiet);
};

// From here on, to the end of the page.
const fall = () => {
  engine = false;
  if (asks) return;
  asks = true;
  run += 1;
  close();
  part();
  queue.length = 0;
  hosts.forEach(draw);
};
