// A network so slow that a page comes a few words at a time: whatever it shows too early would move.
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const PIECE = 350;
const REST = 12;
/** Of one connection, or undone by `fetch`. */
const OWN = ['connection', 'content-encoding', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

const headers = all => Object.fromEntries(Object.entries(all).filter(([name]) => !OWN.includes(name)));

const forward = url => async (request, response) => {
  const answer = await fetch(new URL(request.url, url), { headers: headers(request.headers), redirect: 'manual' });
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, headers(Object.fromEntries(answer.headers)));
  const drips = answer.headers.get('content-type')?.startsWith('text/html');
  const size = drips ? PIECE : body.length || 1;
  for (let at = 0; at < body.length; at += size) {
    response.write(body.subarray(at, at + size));
    if (drips) await pause(REST);
  }
  response.end();
};

/** Serves the reading half of the shop, slowly; gives its address and how to end it. */
export const drip = async url => {
  const server = createServer(forward(url));
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
};
