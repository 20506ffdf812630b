// Verifies quotes, with the keys of the shop. As long as these cannot be had nobody knows whether a quote is its own.
const keysOf = shop => async () => {
  const answer = await fetch(`${shop}v1/keys`);
  if (!answer.ok) throw new Error(`the keys of the shop cannot be had: ${answer.status}`);
  return (await answer.json()).keys;
};

/** What a quote says: `exp` is when it ends, in seconds. Throws `Forged` where the shop did not sign it. */
export const verify = (quote, shop = '/') => opened(quote, 'attar-quote', keysOf(shop)).catch(error => {
  throw error instanceof NoKey ? new Forged(error.message) : error;
});
