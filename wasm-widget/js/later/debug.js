// What the widget of this page does, for whoever builds the page: `?attar-debug` in its address. Nothing of it is sent.
const WORDS = {
  en: {
    title: 'Attar in this page', close: 'Close', none: 'none', state: 'State', engine: 'engine', snapshot: 'snapshot', place: 'place in the log',
    consent: 'Consent', choice: 'choice', browser: 'the browser says no (GPC)', kept: 'kept on this device', queue: 'Queue', waiting: 'signals that wait',
    owed: 'told as soon as the shop can be reached', events: 'Events', answers: 'Answers', timing: 'Timing', bytes: 'Bytes', yes: 'yes', no: 'no',
    boot: 'boot', rest: 'the rest', ready: 'ready', first: 'first answer in sight', busy: 'longest task', total: 'in all', cached: 'from the cache', ms: 'ms',
  },
  fa: {
    title: 'عطار در این صفحه', close: 'بستن', none: 'هیچ', state: 'وضعیت', engine: 'موتور', snapshot: 'نسخه', place: 'جای آن در گزارش',
    consent: 'رضایت', choice: 'انتخاب', browser: 'مرورگر نه می‌گوید (GPC)', kept: 'روی این دستگاه', queue: 'صف', waiting: 'نشانه‌های در انتظار',
    owed: 'به محض دسترسی به فروشگاه گفته می‌شود', events: 'رویدادها', answers: 'پاسخ‌ها', timing: 'زمان‌ها', bytes: 'بایت‌ها', yes: 'بله', no: 'نه',
    boot: 'آغاز', rest: 'باقی', ready: 'آماده', first: 'نخستین پاسخ در دید', busy: 'طولانی‌ترین کار', total: 'روی هم', cached: 'از حافظه', ms: 'میلی‌ثانیه',
  },
  ar: {
    title: 'عطار في هذه الصفحة', close: 'إغلاق', none: 'لا شيء', state: 'الحالة', engine: 'المحرك', snapshot: 'النسخة', place: 'الموضع في السجل',
    consent: 'الموافقة', choice: 'الاختيار', browser: 'المتصفح يرفض (GPC)', kept: 'على هذا الجهاز', queue: 'الانتظار', waiting: 'إشارات تنتظر',
    owed: 'يُبلَّغ متى أمكن الوصول إلى المتجر', events: 'الأحداث', answers: 'الإجابات', timing: 'الأوقات', bytes: 'البايتات', yes: 'نعم', no: 'لا',
    boot: 'البداية', rest: 'البقية', ready: 'جاهز', first: 'أول إجابة ظاهرة', busy: 'أطول مهمة', total: 'المجموع', cached: 'من الذاكرة', ms: 'مللي ثانية',
  },
};

const STYLE = `:host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
section { max-block-size: 45vh; overflow: auto; padding: .75rem 1rem; color: light-dark(#1d1b18, #ece8e1); background: light-dark(#fff, #191714); border-block-start: 2px solid light-dark(#0b6b4f, #63c6a3); }
header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
h2 { margin: 0; font-size: 1rem; } div.all { display: grid; gap: .25rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); align-items: start; }
summary { cursor: pointer; font-weight: 600; min-block-size: 1.5rem; } ol, dl { margin: 0 0 .5rem; padding: 0; list-style: none; } li, dl > div { display: flex; flex-wrap: wrap; gap: 0 .75rem; justify-content: space-between; padding-block: .125rem; border-block-end: 1px solid #8883; }
dt { color: light-dark(#5a564f, #b5afa5); } dd { margin: 0; overflow-wrap: anywhere; } bdi { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
button { min-block-size: 1.5rem; padding: .25rem .75rem; font: inherit; color: inherit; background: none; border: 1px solid currentcolor; border-radius: .5rem; cursor: pointer; }
:focus-visible { outline: 2px solid light-dark(#0b6b4f, #63c6a3); outline-offset: 2px; }`;

const MOST = 100;

export default own => {
  const { page, make, boot } = own, words = WORDS[own.spoken];
  const number = value => new Intl.NumberFormat(own.people, { maximumFractionDigits: 1 }).format(value);
  const code = text => {
    const made = document.createElement('bdi');
    made.textContent = text;
    return made;
  };
  const events = boot.queue.slice(-MOST), times = { rest: performance.now() };
  let longest = 0;

  // Listened to, not taken away.
  const { observe } = boot;
  boot.observe = said => {
    if (events.push(said) > MOST) events.shift();
    observe(said);
    soon();
  };

  const rows = pairs => {
    const list = document.createElement('dl');
    for (const [name, value] of pairs) {
      const row = document.createElement('div'), term = document.createElement('dt'), what = document.createElement('dd');
      term.append(name);
      what.append(value);
      row.append(term, what);
      list.append(row);
    }
    return list;
  };
  const lines = all => {
    const list = document.createElement('ol');
    for (const inside of all.length ? all : [[words.none]]) {
      const line = document.createElement('li');
      line.append(...inside);
      list.append(line);
    }
    return list;
  };

  const drawn = host => host.shadowRoot.querySelector('[part]') ? host.shadowRoot : host;
  // Each element with what it says, and of each product why.
  const answers = () => [...own.hosts].filter(host => !/signal|consent|my-data/.test(host.localName)).flatMap(host => {
    const name = [host.localName, ...host.getAttributeNames().map(name => `${name}=${host.getAttribute(name)}`)].join(' ');
    const part = host.localName == 'attar-recommendations' ? 'item' : 'price';
    const why = [...drawn(host).querySelectorAll(`[part~=${part}]`)].filter(item => !item.closest('[part~=waiting]')).map(item =>
      [code(item.dataset.product ?? '·'), item.querySelector('[part~=why] > summary, [part~=reason]')?.textContent ?? words.none]);
    return [[code(name), number(why.length)], ...why];
  });

  const device = () => own.keys().split('\n').filter(key => key.startsWith('attar:'));
  const size = () => {
    const all = performance.getEntriesByType('resource').filter(({ name }) => name.startsWith(own.base) && /\/(attar|v1)\b/.test(name));
    const line = ({ name, encodedBodySize, transferSize, duration }) => [code(new URL(name).pathname.slice(1, 40)),
      `${number(encodedBodySize)}${transferSize ? '' : ` (${words.cached})`} · ${number(duration)} ${words.ms}`];
    return [...all.map(line), [words.total, number(all.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0))]];
  };

  const parts = {
    state: state => rows([[words.engine, code(state.engine)], [words.snapshot, code((state.snapshot ?? words.none).slice(0, 12))], [words.place, number(state.seq ?? 0)]]),
    consent: state => rows([[words.choice, code(state.consent ?? 'undecided')], [words.browser, navigator.globalPrivacyControl ? words.yes : words.no],
      [words.kept, code(device().join(' ') || words.none)]]),
    queue: state => rows([[words.waiting, number(state.pending ?? 0)], [words.owed, number((own.stored('attar:owed') ?? '').split('\n').filter(line => line).length)]]),
    events: () => lines(events.toReversed().map(([{ name, params } = {}, at]) =>
      [code(`${name} ${(params?.items ?? []).map(item => item?.item_id).join(' ')}`), new Date(at).toLocaleTimeString(own.people)])),
    answers: () => lines(answers()),
    timing: () => rows([...['rest', 'ready', 'first'].filter(name => times[name]).map(name => [words[name], `${number(times[name])} ${words.ms}`]), [words.busy, `${number(longest)} ${words.ms}`]]),
    bytes: () => lines(size()),
  };

  const host = document.createElement('attar-debug-panel'), root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const panel = make('section', 'debug'), head = document.createElement('header'), title = document.createElement('h2'), all = make('div', 'all');
  Object.assign(panel, { lang: own.spoken, dir: own.direction, tabIndex: 0 });
  panel.setAttribute('aria-labelledby', title.id = 'title');
  title.textContent = words.title;
  all.className = 'all';
  head.append(title, own.button('close', words.close, () => host.remove()));
  panel.append(head, all);
  for (const name of Object.keys(parts)) {
    const one = make('details', name), summary = document.createElement('summary');
    summary.textContent = words[name];
    one.open = name != 'bytes';
    one.append(summary, document.createElement('div'));
    all.append(one);
  }
  root.append(panel);

  const draw = () => {
    const state = boot.state();
    for (const name of Object.keys(parts)) all.querySelector(`[part=${name}] > div`).replaceChildren(parts[name](state));
  };
  let timer;
  const soon = () => timer ??= setTimeout(() => {
    timer = undefined;
    if (host.isConnected) draw();
  }, 100);

  for (const moment of ['attar:ready', 'attar:change', 'attar:consent']) document.addEventListener(moment, () => {
    if (moment == 'attar:ready') times.ready ??= performance.now();
    if (moment == 'attar:change') times.first ??= performance.now();
    soon();
  });
  page.PerformanceObserver && new PerformanceObserver(seen => {
    longest = Math.max(longest, ...seen.getEntries().map(({ duration }) => duration));
    soon();
  }).observe({ type: 'longtask', buffered: true });
  setInterval(() => host.isConnected && document.visibilityState == 'visible' && !root.activeElement && soon(), 2_000);
  document.body.append(host);
  draw();
  return {};
};
