// The network, which is the loader's: the engine says what to send and takes in what comes.
const json = answer => answer.ok ? answer.json() : Promise.reject(answer);

const fetched = (path, init) => fetch(base + 'v1/' + path, init);

const post = (path, body, more) => fetched(path, {
  ...more,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: typeof body == 'string' ? body : JSON.stringify(body),
}).then(json);

// The shopper's choice, as the page acts on it.
const level = () => engine ? call('level') : server?.level();

// An embed says for whom it asks, once it may.
const speaks = () => embedded && level() == 'full' ? pass || stored(TOKEN) || undefined : undefined;

const ask = (query, more) => post('ask', { query, lang: language, token: more ? undefined : speaks() }, more);

const unpacked = text => Uint8Array.from(atob(text), letter => letter.charCodeAt());

// Bytes travel inside the JSON as base64.
const opened = answer => {
  for (const member of ['slice', 'events', 'market']) if (answer[member]) answer[member] = unpacked(answer[member]);
  return answer;
};

// The browser checks what it fetched against its name, which is its SHA-256. What is in sight comes first.
const bring = async name => {
  const pairs = name.split('/')[1].match(/../g);
  const hash = btoa(String.fromCharCode(...pairs.map(pair => parseInt(pair, 16))));
  const answer = await fetched(name, { integrity: 'sha256-' + hash, priority: 'low' });
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : Promise.reject(answer);
};

// What the page names comes while the boot does; each is taken once.
const coming = {};
const foresee = () => early?.split(' ').forEach(name => (coming[name] = bring(name)).catch(quiet));

const file = name => {
  const found = coming[name] ?? bring(name);
  delete coming[name];
  return found;
};

// A snapshot and what its things are called, which come as one; how long the first is stands before it.
const files = async boot => {
  const whole = await file('bundle/' + (boot.bundles[spoken] ?? boot.bundles.en)), end = 4 + new DataView(whole.buffer).getUint32(0, true);
  return [whole.subarray(4, end), whole.subarray(end)];
};

const known = boot => {
  if (boot.wire != WIRE) throw boot;
  // The first of a slice is whose it is.
  boot.who = boot.slice.slice(0, 20);
  boot.denied = navigator.globalPrivacyControl || document.cookie.includes(NO);
  return opened(boot);
};

const bootAs = token => fetched('boot', { method: 'POST', body: JSON.stringify({ wire: WIRE, token }) })
  .then(json).then(known);

// What the page itself may say to begin with, once; one that somebody came back to may be an old one.
let said = performance.getEntriesByType?.('navigation')[0]?.type != 'back_forward' && script?.dataset.boot;

// An embed shows the token it was given after consent.
const booted = async () => {
  if (said) {
    const boot = JSON.parse(said);
    said = undefined;
    return known(boot);
  }
  const token = embedded && (stored(TOKEN) || pass);
  if (token) try {
    const boot = await bootAs(token);
    pass = boot.token ?? token;
    if (stored(TOKEN)) stored(TOKEN, pass);
    return boot;
  } catch (answer) {
    if (!(answer.status >= 400 && answer.status < 405)) throw answer;
    stored(TOKEN, pass = '');
  }
  return fetched('boot').then(json).then(known);
};

// What a page begins with, and its files. A snapshot may be gone by now, and another in its place.
const current = async () => {
  const boot = await booted();
  try {
    return [boot, await files(boot)];
  } catch (answer) {
    if (!(answer.status == 404 || answer.status == 410)) throw answer;
    const next = await booted();
    return [next, await files(next)];
  }
};

// What was found before the shopper said something is found again.
const find = async () => {
  await catchUp().catch(quiet);
  const seen = changes, found = await current();
  return seen == changes ? found : find();
};
