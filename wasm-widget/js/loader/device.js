// What the device keeps; where storage is refused, nothing is kept and nothing breaks.

// What waits for the lock of its outbox.
const late = {};

const stored = (key, text) => {
  try {
    // Nobody may find an outbox there before its page holds it.
    if (text && key.startsWith(OUTBOX)) {
      late[key] = text;
      hold(key, () => (stored(key, late[key]), true));
      if (!held.get(key).granted) return;
    }
    if (text == '') delete late[key];
    if (text) localStorage.setItem(key, text);
    else if (text == '') localStorage.removeItem(key);
    else return localStorage.getItem(key);
  } catch {}
};

const keys = () => {
  try {
    return Object.keys(localStorage).join('\n');
  } catch {
    return '';
  }
};

const random = into => crypto.getRandomValues(into);

// Whoever used the device has left it: what it kept for them goes.
const wipe = () => {
  for (const key of keys().split('\n')) if (/^attar:(?!owed)/.test(key) && stored(key) != 'denied') stored(key, '');
};
const leave = () => {
  if (embedded || !document.cookie.includes(LEFT)) return;
  wipe();
  document.cookie = LEFT + '; Path=/; Max-Age=0';
};
