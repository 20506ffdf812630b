// Without the engine: the server is asked and its answers are drawn, and what it may be told is told as the engine would.
const CONSENT = 'attar:consent', PRIVATE = 'attar:private', OUTBOX = 'attar:outbox:';
// A page that observes nothing for this long sends what it has; so does one with so many rows.
const IDLE = 5_000, FULL = 20, MOST = 200, MOST_WAITING = 1_000, MOST_KEPT = 400;
const SAID = /^(?:like|not_for_me|ignore|undo)_(category|brand|price)$/;
const NAMES = ['view_item', 'select_item', 'add_to_cart', 'not_for_me', 'undo_not_for_me', 'purchase', 'user_engagement'];

/** The member of an item that the signal of a name is about; nothing for what is no signal. */
export const memberOf = name =>
  NAMES.includes(name) ? 'item_id' : { category: 'item_category', brand: 'item_brand', price: 'price_band' }[name.match(SAID)?.[1]];

/** What a choice means, in the words of the engine; and that what stays on the device cannot count here. */
export const WORDS = {
  en: {
    denied: 'Nothing about you is remembered.',
    private: 'What you look at is remembered on this device only.',
    full: 'What you look at is remembered, to suggest what suits you.',
    note: 'What stays on your device cannot be used in this browser: everyone sees these.',
  },
  fa: {
    denied: 'هیچ چیز درباره‌ی شما به خاطر سپرده نمی‌شود.',
    private: 'آنچه می‌بینید فقط روی همین دستگاه می‌ماند.',
    full: 'آنچه می‌بینید به خاطر می‌ماند تا پیشنهادها به سلیقه‌ی شما باشد.',
    note: 'در این مرورگر از آنچه روی دستگاه شما مانده نمی‌توان استفاده کرد: این‌ها را همه می‌بینند.',
  },
  ar: {
    denied: 'لا نحتفظ بأي شيء عنك.',
    private: 'ما تشاهده يُحفظ على هذا الجهاز فقط.',
    full: 'نحتفظ بما تشاهده لنقترح عليك ما يناسبك.',
    note: 'لا يمكن استخدام ما يبقى على جهازك في هذا المتصفح: هذه يراها الجميع.',
  },
};

const question = host => {
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

/** Sixteen random bytes in hexadecimal digits. */
const sourceOf = random => [...random(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

export default async own => {
  const { stored, hosts, ask, post, fetched } = own, source = sourceOf(own.random);
  const quiet = () => {};
  // Who the page may speak for, where it stands in the log, and what the shopper chose.
  let token, seq = 0, level = 'undecided';
  // Rows that wait, and the number of the first of them.
  let rows = [], from = 0, sending, timer, failures = 0, over;

  const begin = async () => {
    await own.catchUp().catch(quiet);
    const boot = await own.booted();
    seq = boot.seq;
    token = boot.token ?? (own.embedded && stored(own.TOKEN) || undefined);
    own.pass(token);
    const kept = stored(CONSENT);
    if (kept == 'private') level = kept;
    else if (token && await mayRemember()) level = 'full';
    else if (kept == 'denied' || boot.denied) level = 'denied';
  };

  const mayRemember = async () => {
    const { answer } = await post('ask', { query: 'profile', token });
    return answer.profile.consent == 'full';
  };

  // What stays on the device makes no answer of the server's: lists are the same for everyone then.
  const asked = wish => ask(wish, wish.recommend && level == 'private' ? { credentials: 'omit' } : undefined);

  const drawn = (wish, view) => {
    const made = own.create(view);
    if (!wish.recommend || level != 'private') return made;
    const whole = document.createElement('div'), note = document.createElement('p');
    note.setAttribute('part', 'note');
    note.textContent = WORDS[own.spoken].note;
    whole.append(note, made);
    return whole;
  };

  // What an element asks, and what it shows the answer to.
  const asks = new WeakMap(), shows = new WeakMap();

  const draw = async host => {
    const wish = question(host), text = JSON.stringify(wish);
    if (!wish) return;
    asks.set(host, text);
    let view;
    try {
      ({ view } = await asked(wish));
    } catch (answer) {
      // There is no such thing: said in the server's words.
      const error = answer.status == 404 && (await answer.json().catch(quiet))?.error;
      view = error && !keeps(host) && error.view;
    }
    // By now the element may ask something else.
    if (asks.get(host) != text) return;
    if (view) stand(host, text, wish, view);
    else if (shows.get(host)?.text != text) own.fail(host, draw), shows.delete(host);
  };

  // Drawn anew, the same would blink.
  const stand = (host, text, wish, view) => {
    const whole = JSON.stringify([view, level == 'private']), before = shows.get(host);
    if (before?.whole != whole) own.show(host, drawn(wish, view), !before);
    shows.set(host, { text, whole });
  };

  const keeps = host => !shows.has(host) && host.childElementCount > 0;

  const row = (name, number, at) => ({ name, at, params: { items: [{ [memberOf(name)]: String(number) }] } });

  const push = (name, product, at) => {
    if (!memberOf(name)) return;
    if (level == 'private') {
      const lines = (stored(PRIVATE) ?? '').split('\n').filter(line => line);
      stored(PRIVATE, [...lines, [name, at, product].join(' ')].slice(-MOST_KEPT).join('\n'));
    } else if (level == 'full' && !over) {
      rows.push(row(name, product, at));
      if (rows.length > MOST_WAITING) rows.shift(), from += 1;
      if (!failures) soon(rows.length >= FULL ? 0 : IDLE);
    }
  };

  const soon = after => {
    clearTimeout(timer);
    timer = setTimeout(() => send(false), after);
  };

  const judged = end => {
    rows.splice(0, Math.max(0, end - from));
    from = Math.max(from, end);
  };

  // A batch that is not answered is sent again under the same numbers: the server counts a row once.
  const send = async last => {
    if (over || level != 'full' || !token || !rows.length || sending && !last) return;
    const mine = sending = {}, batch = rows.slice(0, MOST), first = from;
    const body = JSON.stringify({ wire: own.WIRE, token, source, from, after: seq, signals: batch });
    let status = 0, answer;
    try {
      const told = await fetched('sync', { method: 'POST', body, keepalive: last });
      ({ status } = told);
      answer = told.ok && await told.json();
    } catch {}
    if (sending == mine) sending = undefined;
    settle(status, answer, first + batch.length);
  };

  const settle = (status, answer, end) => {
    if (answer) {
      failures = 0;
      seq = Math.max(seq, answer.seq);
      judged(answer.mark + 1);
      for (const host of hosts) if (host.localName == 'attar-recommendations') draw(host);
      if (rows.length) soon(rows.length >= FULL ? 0 : IDLE);
    } else if (status == 426) over = true;
    else if (status == 401 || status == 403) level == 'full' && withdraw('undecided');
    else {
      // What the server will never read lets the next pass.
      if (status >= 400 && status < 500 && status != 408 && status != 429) judged(end);
      failures += 1;
      soon(Math.min(IDLE << Math.min(failures, 6), 300_000));
    }
  };

  // Nothing that waited is sent any more; less than `private`, nothing is kept either.
  const withdraw = now => {
    level = now;
    from += rows.length;
    rows = [];
    for (const key of own.keys().split('\n')) if (key.startsWith(OUTBOX)) stored(key, '');
    if (now == 'private') return;
    stored(PRIVATE, '');
    stored(own.TOKEN, '');
    own.pass(token = undefined);
  };

  const say = (consent, token) => JSON.stringify({ command: { set_consent: { consent } }, token });
  const command = (consent, token) => post('commands', say(consent, token));

  const everywhere = () => {
    const channel = own.page.BroadcastChannel && new BroadcastChannel(own.shared);
    channel?.postMessage({ chosen: true });
    channel?.close();
  };

  // The last choice holds, however long an earlier one takes to be told.
  let choices = 0, wanted;
  const choose = async chosen => {
    const before = level, held = token, mine = choices += 1;
    wanted = chosen;
    try {
      if (chosen == 'full') {
        await own.catchUp();
        const given = (await command(chosen, held)).token ?? held;
        if (mine != choices) return void await command(wanted, given);
        token = given;
        level = chosen;
        stored(CONSENT, '');
        own.pass(token);
        if (own.embedded) stored(own.TOKEN, token);
      } else {
        withdraw(chosen);
        stored(CONSENT, chosen);
        if (held && (chosen == 'denied' || before == 'full')) await own.insist(say(chosen, held));
      }
    } finally {
      own.mark(level);
      everywhere();
      hosts.forEach(draw);
    }
  };

  own.page.addEventListener('storage', ({ key, newValue }) => {
    if (key != CONSENT || !newValue || newValue == level) return;
    withdraw(newValue);
    hosts.forEach(draw);
  });
  document.addEventListener('visibilitychange', () => document.hidden && send(true));
  own.page.addEventListener('pagehide', () => send(true));

  // Another speaks from now on: nothing of before is told in their name.
  const again = async () => {
    level = 'undecided';
    from += rows.length;
    rows = [];
    await begin().catch(quiet);
    hosts.forEach(draw);
  };

  await begin().catch(quiet);
  return {
    draw, push, choose, again,
    level: () => level,
    state: () => ({ consent: level, pending: rows.length, seq }),
  };
};
