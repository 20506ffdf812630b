// What the page and the shopper say: signals, and the choice of what may be remembered.

// A signal in the form of GA4 is as many as it has items.
const observe = ([signal, at]) => {
  const items = signal?.params?.items;
  for (const item of Array.isArray(items) ? items : []) {
    const number = String(item?.item_id ?? item?.item_category ?? item?.item_brand ?? item?.price_band);
    if (!/^\d+$/.test(number)) continue;
    if (engine) call('push', String(signal.name), +number, at);
    else server?.push(String(signal.name), +number, at);
  }
};

const push = (...signals) => {
  for (const signal of signals) {
    if (engine || server) observe([signal, Date.now()]);
    else if (queue.length < 200) queue.push([signal, Date.now()]);
  }
};

const note = (name, item_id) => push({ name, params: { items: [{ item_id }] } });

// The word for the shop's own pages, or its end.
const mark = level => {
  if (!embedded) document.cookie = NO + '; Path=/; SameSite=Lax; Max-Age=' + (level == 'denied' ? 31536000 : 0);
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
    const token = (await post('commands', body)).token ?? JSON.parse(body).token, boot = await bootAs(token);
    if (mine == choices) return keepTo(level, boot, token);
    if (level == 'full') await post('commands', { command: { set_consent: { consent: wanted } }, token });
  } finally {
    tell({ chosen: true });
  }
};

const consent = async level => {
  if (!['denied', 'private', 'full'].includes(level)) throw Error('consent is `full`, `private` or `denied`');
  const mine = choices += 1;
  wanted = level;
  stored('attar:mode', '');
  await load();
  await anew;
  if (mine != choices) return;
  if (level != 'full') pass = '';
  if (!engine && !server) throw Error('the shop cannot be reached');
  await (engine ? choose(level, mine) : server.choose(level));
  hosts.forEach(host => host.show?.(true));
};

// What the present choice means, in a sentence.
const means = async () => (await imports.server()).WORDS[spoken][level() == 'undecided' ? 'denied' : level()];

// All that is known goes: with the shop, then here.
const forget = async () => {
  const token = embedded ? stored(TOKEN) || pass || undefined : undefined;
  try {
    if (token || !embedded) await post('commands', { command: { forget: {} }, token });
  } catch (answer) {
    // Nobody in particular, or forgotten before.
    if (answer.status != 403) throw answer;
  }
  await consent('denied').catch(quiet);
  restart();
  await anew;
};
