// Verifies quotes: JWS in compact form under Ed25519, with the keys of the shop, by the browser's own WebCrypto.

const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
const json = text => JSON.parse(new TextDecoder().decode(bytes(text)));

/** Nobody knows whether a quote is the shop's own as long as its keys cannot be had; where it is not, it is forged. */
export class Forged extends Error {}

const parts = quote => {
  try {
    const [head, body, signature] = quote.split('.');
    return { signed: new TextEncoder().encode(`${head}.${body}`), signature: bytes(signature), ...json(head), claims: json(body) };
  } catch {
    throw new Forged('this is no quote');
  }
};

/** What a quote says: `exp` is when it ends, in seconds. Throws `Forged` where the shop did not sign it. */
export const verify = async (quote, shop = '/') => {
  const { signed, signature, alg, typ, kid, claims } = parts(quote);
  if (typ !== 'attar-quote') throw new Forged('this is no quote');
  const answer = await fetch(`${shop}v1/keys`);
  if (!answer.ok) throw new Error(`the keys of the shop cannot be had: ${answer.status}`);
  const jwk = (await answer.json()).keys.find(key => key.kid === kid && key.alg === alg);
  if (!jwk) throw new Forged('no key of the shop signed this quote');
  const key = await crypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, 'Ed25519', false, ['verify']);
  if (!await crypto.subtle.verify('Ed25519', key, signature, signed)) throw new Forged('the signature does not fit');
  return claims;
};
