// Verifies quotes: JWS in compact form under Ed25519, with the keys of the shop, by the browser's own WebCrypto.

const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
const json = text => JSON.parse(new TextDecoder().decode(bytes(text)));

/** What a quote says; throws where it is not the shop's own, or no longer good. */
export const verify = async (quote, shop = '/') => {
  const [head, body, signature] = quote.split('.');
  const { alg, kid } = json(head);
  const { keys } = await (await fetch(`${shop}v1/keys`)).json();
  const jwk = keys.find(key => key.kid === kid && key.alg === alg);
  if (!jwk) throw new Error('no key of the shop signed this quote');
  const key = await crypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, 'Ed25519', false, ['verify']);
  const signed = new TextEncoder().encode(`${head}.${body}`);
  if (!await crypto.subtle.verify('Ed25519', key, bytes(signature), signed)) throw new Error('the signature does not fit');
  const claims = json(body);
  if (claims.exp * 1_000 < Date.now()) throw new Error('the quote is no longer good');
  return claims;
};
