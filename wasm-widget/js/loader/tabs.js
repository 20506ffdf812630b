// Tabs: what only one of them does at a time it does under a lock, and what a tab held another gets when it goes.

// Where there are no locks, each does it all: the server counts a signal once, whoever sends it.
const locks = page.BroadcastChannel && navigator.locks;
const alone = { request: async (name, options, work) => { await 0; return work(); } };
const held = new Map();

const release = name => {
  held.get(name)?.stop.abort();
  held.delete(name);
  delete late[name];
};

// Waits for the lock; keeps it if `take` gives something.
const hold = (name, take) => {
  if (held.has(name)) return;
  const stop = new AbortController(), end = new Promise(done => stop.signal.onabort = done);
  const grip = { stop };
  held.set(name, grip);
  const work = () => !stop.signal.aborted && (grip.granted = true, take()) && end;
  (locks || alone).request(name, { signal: stop.signal }, work)
    .catch(quiet).then(() => held.get(name) == grip && held.delete(name));
};

// Gives all locks up. What waited for its own is written now: whoever gets it next sends it.
const letGo = () => {
  for (const [name, grip] of held) {
    if (late[name] && !grip.granted) {
      grip.granted = true;
      stored(name, late[name]);
    }
    release(name);
  }
};

// The signals of a page that is gone are sent by one that is there.
const orphan = key => key?.startsWith(OUTBOX) &&
  hold(key, () => stored(key) && engine && call('adopt', key.slice(OUTBOX.length)));

// A lock or an open channel keeps a page from being brought back as it was.
let channel;

// A choice is everybody's; a beginning is of interest where it is somebody else's.
const join = () => {
  if (channel || !locks) return;
  channel = new BroadcastChannel(SHARED);
  channel.onmessage = ({ data }) =>
    data.chosen || who && data.began && data.who != who ? restart() : data.who == who && hear(data);
};

const part = () => {
  channel?.close();
  channel = undefined;
  letGo();
};

const tell = message => channel?.postMessage({ who, ...message });

if (locks) page.addEventListener('storage', ({ key, newValue }) => newValue && orphan(key));
