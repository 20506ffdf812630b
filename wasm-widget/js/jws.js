// What the shop signed: a JWS in compact form under Ed25519, verified by the browser's own WebCrypto. Joined before scripts
// that read such: of the shop's pages, and of the element of points.
const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
const json = text => JSON.parse(new TextDecoder().decode(bytes(text)));

/** What the shop did not sign, or what is not what it says. */
export class Forged extends Error {}

/** Nobody knows: the key that it names is not among the shop's. */
export class NoKey extends Error {}

/** What of a JWS is signed. */
const signed = jws => jws.slice(0, jws.lastIndexOf('.'));

const parts = jws => {
  try {
    const [head, body, signature] = jws.split('.');
    return { ...json(head), claims: json(body), signature: bytes(signature) };
  } catch {
    throw new Forged('this was signed by nobody');
  }
};

/** The claims of a JWS of that `typ`, which one of the shop's keys signed; `keys` gives these. */
export const opened = async (jws, kind, keys) => {
  const { alg, typ, kid, claims, signature } = parts(jws);
  if (typ != kind) throw new Forged('this is something else');
  const jwk = alg == 'EdDSA' && (await keys()).find(key => key.kid == kid && key.alg == alg);
  if (!jwk) throw new NoKey('no key of the shop signed this');
  const key = await crypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, 'Ed25519', false, ['verify']);
  if (!await crypto.subtle.verify('Ed25519', key, signature, new TextEncoder().encode(signed(jws))))
    throw new Forged('the signature does not fit');
  return claims;
};
