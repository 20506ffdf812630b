// What the page and the shopper say: signals, and the choice of what may be remembered.

// A signal in the form of GA4 is as many as it has items.
const observe = ([signal, at]) => {
  const items = signal?.params?.items;
  for (const item of Array.isArray(items) ? items : []) {
    // The name says what its number is of.
    const kind = /_(category|brand|price)$/.exec(signal.name)?.[1];
    const number = String(item?.[kind == 'price' ? 'price_band' : 'item_' + (kind ?? 'id')]);
    if (!/^\d+$/.test(number)) continue;
    if (engine) call('push', String(signal.name), +number, at);
    else server?.push(String(signal.name), +number, at);
  }
};

const { observe: keep } = own;
const push = (...signals) => signals.forEach(signal => own.observe([signal, Date.now()]));

const note = (name, id) => push({ name, params: { items: [{ item_id: id, item_category: id, item_brand: id, price_band: id }] } });

// The word for the shop's own pages, or its end.
const mark = level => {
  if (!embedded) document.cookie = NO + '; Path=/; SameSite=Lax; Max-Age=' + (level == 'denied' ? 31536000 : 0)
    + (location.protocol == 'https:' ? '; Secure' : '');
};

// The choice holds. A page that begins anew just now hears of it as other tabs do.
const keepTo = (level, boot, token) => {
  if (boot) ({ who } = boot);
  if (engine) call('chosen', level, boot, token);
  else restart();
  if (level != 'full') return;
  mark(level);
  pass = boot.token ?? token;
  if (embedded) stored(TOKEN, pass);
};

// How many choices were made, and the last of them: that one holds, however long an earlier one takes to be told.
let choices = 0, wanted;

// Less than `full` takes effect at once, whether or not the server can be told.
const choose = async (level, mine) => {
  const body = call('choose', level);
  if (level != 'full') mark(level);
  try {
    if (!body) return keepTo(level);
    // A yes that came too late is no yes; a no holds whenever it is heard.
    const told = level == 'full' ? catchUp().then(() => post('commands', body)) : insist(body);
    const token = (await told).token ?? JSON.parse(body).token, boot = await bootAs(token);
    if (mine == choices) return keepTo(level, boot, token);
    if (level == 'full') await post('commands', { command: { set_consent: { consent: wanted } }, token });
  } finally {
    tell({ chosen: true });
  }
};

const consent = async chosen => {
  if (!['denied', 'private', 'full'].includes(chosen)) throw Error('consent is `full`, `private` or `denied`');
  const mine = choices += 1;
  wanted = chosen;
  stored('attar:mode', '');
  await load();
  await anew;
  if (mine != choices) return;
  if (chosen != 'full') pass = '';
  if (!engine && !server) throw Error('the shop cannot be reached');
  try {
    await (engine ? choose(chosen, mine) : server.choose(chosen));
  } finally {
    // It holds, whether or not the shop heard it.
    if (level() == wanted) {
      hosts.forEach(host => choice(host, true));
      document.dispatchEvent(new Event('attar:consent'));
    }
  }
};

// What the present choice means, in a sentence.
const means = async () => (await imports.server()).WORDS[spoken][level() == 'undecided' ? 'denied' : level()];

// All that is known goes: with the shop, then here.
const forget = async () => {
  const token = stored(TOKEN) || pass || speaker || undefined, of = token => JSON.stringify({ command: { forget: {} }, token });
  let refused;
  // The shop's own pages say it by their cookie. Later that may be another's, so what waits names whom it is about.
  const told = token ? insist(of(embedded ? token : undefined), of(token)) : embedded || post('commands', of());
  await Promise.resolve(told).catch(why => refused = why);
  await consent('denied').catch(quiet);
  restart();
  await anew;
  if (refused && !await heard(refused)) throw refused;
};

// Whom the shop's own site vouches for, by a short-lived JWT, is let in; who they were here before is them from now on. A page
// on another origin keeps their token only if what they look at may be remembered, else until it is left.
const login = async jwt => {
  await load();
  await anew;
  const { token } = await post('login', { jwt, token: embedded ? stored(TOKEN) || pass || undefined : undefined });
  pass = embedded ? token : pass;
  await again();
  if (embedded && level() == 'full') stored(TOKEN, pass);
};

// They leave this device, and what it kept for them goes.
const logout = async () => {
  await load();
  if (!embedded) await post('logout', {});
  pass = speaker = '';
  wipe();
  await again();
};

const again = async () => {
  if (server) await server.again();
  restart();
  await anew;
  tell({ chosen: true });
  hosts.forEach(host => choice(host));
  document.dispatchEvent(new Event('attar:consent'));
};
