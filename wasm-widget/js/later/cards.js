// Cards of a list: the page's own form of them, a button that refuses one, and the way back.
const WORDS = {
  en: ['Not for me: {}', '{} is not suggested to you any more.', 'Undo'],
  fa: ['مناسب من نیست: {}', '{} دیگر به شما پیشنهاد نمی‌شود.', 'بازگردانی'],
  ar: ['لا يناسبني: {}', 'لن يُقترح عليك {} بعد الآن.', 'تراجع'],
};

const REFUSES = '[part~=refuse], [data-attar=not-for-me]';

export default own => {
  const [refuse, gone, undo] = WORDS[own.spoken];
  const around = (words, name) => words.replace('{}', () => name);

  const nameOf = item => item.querySelector('[part~=link]')?.textContent ?? '';

  // Without the engine, only what the server was told changes a list.
  const hide = (card, hidden) => card.style.display = hidden ? 'none' : '';

  const refused = (host, card, product, name) => {
    own.note('not_for_me', product);
    hide(card, true);
    const back = own.button('undo', undo, () => {
      own.note('undo_not_for_me', product);
      hide(card, false);
      words.remove();
      setTimeout(() => (card.isConnected ? card : find(host, product))?.querySelector(REFUSES)?.focus());
    });
    const words = own.make('p', 'gone', around(gone, name), ' ', back);
    Object.assign(words, { role: 'status', lang: own.spoken, dir: own.direction });
    host.shadowRoot.querySelector('[part=gone]')?.remove();
    host.shadowRoot.append(words);
    back.focus();
  };

  const find = (host, product) => [host.shadowRoot, host.querySelector(':scope > [data-attar-cards]') ?? host]
    .map(root => root.querySelector(`[data-product="${product}"]`)).find(card => card);

  /** Puts the button on every card. */
  const dress = (host, list) => {
    for (const item of list.querySelectorAll('[part~=item][data-product]')) {
      if (item.querySelector('[part~=refuse]')) continue;
      const { product } = item.dataset, name = nameOf(item);
      const press = own.button('refuse', '×', () => refused(host, item, product, name));
      press.ariaLabel = press.title = around(refuse, name);
      item.append(press);
    }
  };

  // What a place in the page's own card takes from ours.
  const put = (spot, item, link) => {
    const part = spot.dataset.attar, found = item.querySelector(`[part~="${CSS.escape(part)}"]`);
    if (part == 'name') spot.textContent = nameOf(item);
    else if (!found) spot.remove();
    else if (part == 'link') spot.href = link.href;
    else if (part == 'picture') Object.assign(spot, { src: found.src, alt: '', loading: found.loading });
    else spot.replaceChildren(...[...found.childNodes].map(node => node.cloneNode(true)));
  };

  const card = (host, template, item) => {
    const made = template.content.cloneNode(true), root = made.firstElementChild;
    const { product } = item.dataset, name = nameOf(item), link = item.querySelector('[part~=link]');
    root.dataset.product = product;
    for (const spot of made.querySelectorAll('[data-attar]')) {
      if (spot.dataset.attar != 'not-for-me') put(spot, item, link);
      else {
        spot.onclick = () => refused(host, root, product, name);
        spot.ariaLabel ||= around(refuse, name);
      }
    }
    return root;
  };

  /** Draws a list in the page's own form, where the page's own style reaches. Gives whether it did. */
  const fill = (host, drawn) => {
    const template = host.querySelector(':scope > template');
    const items = [...drawn.querySelectorAll('[part~=item][data-product]')];
    host.querySelector(':scope > [data-attar-cards]')?.remove();
    if (!template?.content.firstElementChild || !items.length) return false;
    const cards = items.map(item => card(host, template, item));
    const whole = document.createElement(cards[0].localName == 'li' ? 'ul' : 'div');
    whole.dataset.attarCards = '';
    Object.assign(whole, { lang: own.spoken, dir: own.direction });
    whole.append(...cards);
    // What the page itself put there stays where it is, out of sight: whoever made it may want to take it away.
    const slot = document.createElement('slot');
    slot.name = whole.slot = 'cards';
    host.append(whole);
    host.shadowRoot.replaceChildren(slot, ...host.shadowRoot.querySelectorAll('[part=gone]'));
    return true;
  };

  return { dress, fill };
};
