// On pages of others: what lists and prices showed last stays on the device, as long as the shopper lets it, and stands
// there again while the shop cannot be reached, with how old it is.
const WORDS = {
  en: 'The shop cannot be reached. This is as it was at {}.',
  fa: 'فروشگاه اکنون در دسترس نیست. این مربوط به {} است.',
  ar: 'لا يمكن الوصول إلى المتجر الآن. هذا كما كان في {}.',
};
const ANSWER = 'attar:answer:', MOST = 20;
const ASKED = ['slot', 'product', 'n', 'within', 'currency'];

// A node of the page in the form of the server's; what refuses cards is made anew.
const tree = node => node.nodeType == Node.TEXT_NODE ? node.data : {
  tag: node.localName,
  attributes: Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value])),
  children: [...node.childNodes].filter(child => !child.part?.contains('refuse')).map(tree),
};

export default own => {
  const { stored, hosts } = own;
  // The server was heard of about now; what is drawn later may stand on no more than that.
  const at = Date.now();

  const may = () => ['full', 'private'].includes(own.level());
  const all = () => own.keys().split('\n').filter(key => key.startsWith(ANSWER));
  const name = host =>
    ANSWER + [own.base, own.spoken, host.localName, ...ASKED.map(name => host.getAttribute(name))].join(' ');
  const read = key => JSON.parse(stored(key) || '{}');

  const forget = () => all().forEach(key => stored(key, ''));

  const keep = () => {
    if (!may()) return;
    for (const host of hosts) {
      const drawn = host.shadowRoot.firstElementChild;
      // What is not drawn by an answer has no language, or says that it is none.
      if (!/(recommendations|price)$/.test(host.localName) || !drawn?.lang || drawn.part.contains('failed') || drawn.dataset.kept) continue;
      stored(name(host), JSON.stringify({ at, view: tree(drawn) }));
    }
    const dated = all().map(key => [read(key).at, key]).sort(([a], [b]) => b - a);
    for (const [, key] of dated.slice(MOST)) stored(key, '');
  };

  /** Shows what was kept of this question; gives whether there was any. */
  const draw = (host, retry) => {
    const { at, view } = read(name(host));
    if (!view) return false;
    const moment = new Intl.DateTimeFormat(own.people, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
    const note = own.make('p', 'note', WORDS[own.spoken].replace('{}', () => moment), ' ', retry);
    const whole = document.createElement('div');
    note.role = 'status';
    whole.dataset.kept = at;
    whole.append(note, own.create(view));
    own.show(host, whole, false);
    return true;
  };

  document.addEventListener('attar:change', () => setTimeout(keep));
  // Whoever speaks now, it is not what was kept for another.
  document.addEventListener('attar:consent', () => {
    forget();
    keep();
  });
  keep();
  return { draw };
};
