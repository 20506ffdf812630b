// What the page and the server tell each other: signals and news, another snapshot, the live stream.

// An answer to a page that began anew meanwhile is nobody's.
const exchange = async last => {
  const mine = run, body = engine && call('request', last);
  if (!body) return;
  let status = 0, answer;
  try {
    const told = await fetched('sync', { method: 'POST', body, keepalive: last });
    status = told.status;
    answer = told.ok ? opened(await told.json()) : undefined;
  } catch {}
  if (mine == run && call('settle', last, status, answer)) renew().catch(quiet);
};

// Another snapshot is current, or by now another shopper.
const renew = async () => {
  const mine = run, [boot, found] = await find();
  if (mine != run) return;
  if (boot.who != who) return restart();
  if (call('renew', boot.snapshot, ...found)) ({ snapshot } = boot);
};

// One stream a browser: the tab that has it tells the others, from the place on that it began at. Signals are told as
// they are, of all else the slice tells.
const hear = ({ data, slice, after, seq }) => {
  if (!engine || !seq) return;
  if (slice) call('stand', unpacked(slice), seq);
  else call('take', unpacked(data), after, seq);
};

// An empty list of signals.
const NONE = 'AA==';

let live;
const close = () => {
  live?.close();
  live = undefined;
};

const stream = (ticket, after) => {
  close();
  live = new EventSource(base + 'v1/live?ticket=' + ticket + '&after=' + after);
  const pass = message => {
    hear(message);
    tell(message);
    after = message.seq;
  };
  live.onopen = () => tell({ data: NONE, after, seq: after });
  live.addEventListener('events', ({ data, lastEventId }) => pass({ data, after, seq: +lastEventId }));
  live.addEventListener('slice', ({ data, lastEventId }) => pass({ slice: data, seq: +lastEventId }));
  // The browser would try again by itself, with a ticket that is no longer valid.
  for (const end of ['resync', 'error']) live.addEventListener(end, () => {
    close();
    engine && call('reopen');
  });
};

// A stream that hears nothing more may not know it for long.
addEventListener('offline', () => live?.dispatchEvent(new Event('error')));
// There is something to catch up with, if a tracker is in sight.
addEventListener('online', () => exchange());

const watch = watches => {
  close();
  release(SHARED);
  if (watches) hold(SHARED, () => engine && (call('lead'), true));
};
