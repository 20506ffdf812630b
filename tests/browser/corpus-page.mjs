// The part that runs in the page: every run begins anew, and says what differs.

const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
const base64 = bytes => btoa(String.fromCharCode(...bytes));

/** JSON with its members in order, so that equal values are equal texts. */
const canonical = value => JSON.stringify(value, (_, inner) =>
  inner && typeof inner == 'object' && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
    : inner);

const runAll = (cases, which, run) => {
  const told = { cases: [], runs: 0, wrong: [] };
  for (const { name, snapshot, names, [which]: runs } of cases) {
    if (runs.length) told.cases.push(name);
    for (const [place, one] of runs.entries()) {
      told.runs += 1;
      let wrong;
      try {
        wrong = run({ snapshot: bytes(snapshot), names: bytes(names) }, one);
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

const fetched = async () => (await fetch('/cases.json')).json();

/** All runs, as plain objects; the answers as bytes too. Node has them as well. */
export const apiRuns = (Engine, cases) =>
  runAll(cases, 'runs', ({ snapshot }, { slice, events, at, ask, decide, then }) => {
    const engine = new Engine(snapshot, bytes(slice));
    events.forEach(event => engine.apply(event));
    if (decide) return differs(canonical(verdict(engine, decide, at)), canonical(then.json));
    return differs(base64(engine.askBytes(ask.who, ask.query, at)), then.bytes)
      || differs(canonical(engine.ask(ask.who, ask.query, at)), canonical(then.json));
  });

export const api = async () => {
  const { default: init, Engine } = await import('/api/attar_widget.js');
  await init();
  return apiRuns(Engine, await fetched());
};

/** A loader that shows what is drawn as it is, and does nothing else. */
const loader = {
  show: (host, drawn) => host.shadowRoot.replaceChildren(drawn),
  exchange() {}, watch() {}, stream() {}, changed() {}, random: into => into.fill(1), stored() {}, keys: () => '',
};

/** What stands in an element, in the form of the server's own nodes. */
const tree = node => node.nodeType == Node.TEXT_NODE ? node.data : {
  tag: node.localName,
  attributes: Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value])),
  children: [...node.childNodes].map(tree),
};

const host = (name, attributes) => {
  const host = document.createElement(name);
  for (const name in attributes) host.setAttribute(name, attributes[name]);
  host.attachShadow({ mode: 'open' });
  return host;
};

/** What the elements of a page draw, on the clock of the case: in the build that a shopper gets. */
export const elements = async ({ glue, wasm }) => {
  const { default: init, start, take, connect } = (await import(glue)).glue;
  await init(await (await fetch(wasm)).arrayBuffer());
  return runAll(await fetched(), 'drawn', ({ snapshot, names }, { slice, observed, at, element, attributes, then }) => {
    Date.now = () => at;
    const boot = { snapshot: '', seq: 1, slice: bytes(slice) };
    if (!start(loader, document, boot, snapshot, names)) return 'it does not begin';
    take(bytes(observed), 1, 2);
    const drawn = host(element, attributes);
    connect(drawn);
    return differs(canonical([...drawn.shadowRoot.childNodes].map(tree)), canonical([then]));
  });
};
