// The part that runs in the page: every run gets an engine of its own, and says what differs.

const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
const base64 = bytes => btoa(String.fromCharCode(...bytes));

/** JSON with its members in order, so that equal values are equal texts. */
const canonical = value => JSON.stringify(value, (_, inner) =>
  inner && typeof inner == 'object' && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
    : inner);

const runAll = async (wanted, run) => {
  const cases = await (await fetch('/cases.json')).json();
  const told = { cases: [], runs: 0, wrong: [] };
  for (const { name, snapshot, runs } of cases) {
    const own = runs.filter(wanted);
    if (own.length) told.cases.push(name);
    for (const [place, one] of own.entries()) {
      told.runs += 1;
      let wrong;
      try {
        wrong = run(bytes(snapshot), one);
      } catch (error) {
        wrong = String(error?.message ?? error);
      }
      if (wrong) told.wrong.push(`${name}, run ${place}: ${wrong}`);
    }
  }
  return told;
};

const differs = (found, wanted) => found === wanted ? '' : `${found} is not ${wanted}`;

const verdict = (engine, { actor, command }, at) => {
  try {
    return { facts: engine.decide(actor, command, at) };
  } catch (refused) {
    return { rejection: refused.rejection ?? String(refused) };
  }
};

/** All runs, as plain objects. */
export const api = async () => {
  const { default: init, Engine } = await import('/api/attar_widget.js');
  await init();
  return runAll(() => true, (snapshot, { slice, events, at, ask, decide, then }) => {
    const engine = new Engine(snapshot, slice.json);
    events.json.forEach(event => engine.apply(event));
    if (decide) return differs(canonical(verdict(engine, decide, at)), canonical(then.json));
    return differs(base64(engine.askBytes(ask.who, ask.query.json, at)), then.bytes)
      || differs(canonical(engine.ask(ask.who, ask.query.json, at)), canonical(then.json));
  });
};

/** The questions, as bytes, but for those about carts: this build prices none. */
export const elements = async ({ glue, wasm }) => {
  const { default: init, BareEngine } = await import(glue);
  await init({ module_or_path: wasm });
  const isCart = query => query == 'cart' || query.would_be;
  return runAll(({ ask }) => ask && !isCart(ask.query.json), (snapshot, { slice, events, at, ask, then }) => {
    const engine = new BareEngine(snapshot, bytes(slice.bytes));
    engine.apply(bytes(events.bytes));
    return differs(base64(engine.ask(ask.who, bytes(ask.query.bytes), at)), then.bytes);
  });
};
