// What the page and the shopper say: signals, and the choice of what may be remembered.

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
  if (embedded) stored(TOKEN, boot.token ?? token);
};

// Less than `full` takes effect at once, whether or not the server can be told.
const choose = async level => {
  const body = call('choose', level);
  if (level != 'full') mark(level);
  try {
    if (!body) return keepTo(level);
    const token = (await post('commands', body)).token ?? JSON.parse(body).token;
    keepTo(level, await bootAs(token), token);
  } finally {
    tell({ chosen: true });
  }
};

const consent = async level => {
  if (!['denied', 'private', 'full'].includes(level)) throw Error('consent is `full`, `private` or `denied`');
  await load();
  await anew;
  await (engine ? choose(level) : post('commands', { command: { set_consent: { consent: level } } }));
  hosts.forEach(host => host.show?.(true));
};
