// In plain Node, on the installed package: every case of the corpus, then what people write by hand.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { load as loadLean } from '@attar/api';
import { load } from '@attar/api/carts';
import { start } from '@attar/elements';

const cases = JSON.parse(readFileSync(process.env.ATTAR_CASES, 'utf8'));
const { apiRuns } = await import(process.env.ATTAR_RUNS);
const { Engine } = await load(), { Engine: Lean } = await loadLean();
const tell = value => console.log(JSON.stringify(value));
tell({ ...apiRuns(Engine, cases), node: (await load()).Engine == Engine });

const who = '07'.repeat(16), order = '0a'.repeat(16), contact = '0c'.repeat(16);
const usd = minor => ({ minor, currency: 'USD' });
const engine = () => new Engine(Uint8Array.from(atob(cases[0].snapshot), letter => letter.charCodeAt(0)), null);
const ask = query => engine().ask(who, query, 0);
/** The code of the refusal, or the sentence of what could not be read. */
const said = wish => {
  try {
    engine().decide({ merchant: 'owner' }, wish, 0);
    return 'granted';
  } catch (error) {
    return error.code ?? error.message;
  }
};
const placed = more => ({
  id: { source: who, n: 0 }, subject: { shopper: who }, actor: { shopper: who }, channel: 'web', at: 0,
  fact: { order: { placed: { order, number: 7, contact, lines: [], total: usd(0), ...more } } },
});
const sentence = (query, words) => assert.throws(() => ask(query), { message: words });

const steps = {
  'members may be left out': () => {
    assert.ok(ask({ recommend: { slot: 'for_you', n: 3 } }).recommended);
    assert.ok(ask({ recommend: { slot: 'for_you', n: 3, within: undefined, product: undefined } }).recommended);
    assert.ok(ask({ would_be: { lines: [] } }).would_be);
    assert.match(said({ place_order: { order, contact, expected: usd(1) } }), /^[a-z_]+$/);
    assert.match(said({ refund_order: { order, lines: [] } }), /^[a-z_]+$/);
    assert.match(said({ move_return: { order, number: 1, status: 'approved' } }), /^[a-z_]+$/);
    assert.match(said({ forget: {} }), /^[a-z_]+$/);
    const taught = engine();
    taught.apply(placed());
    assert.equal(taught.ask(who, { track: { order } }, 0).tracked.number, 7);
  },
  'a misspelled member is told': () => {
    sentence({ recommend: { slot: 'for_you', n: 3, withn: [] } },
      '`withn`: expected one of `slot`, `product`, `n`, `within`');
    assert.match(said({ place_order: { order, contact, expected: usd(1), show: [] } }), /^`show`: expected one of/);
    assert.match(said({ place_order: { order, contact, expected: { ...usd(1), cents: 1 } } }), /^`expected`: `cents`:/);
  },
  'a missing member is told': () => {
    sentence({ recommend: { slot: 'for_you' } }, '`n` is missing');
    sentence({ would_be: {} }, '`lines` is missing');
    assert.equal(said({ place_order: { order, contact, expected: { minor: 1 } } }), '`expected`: `currency` is missing');
    assert.throws(() => engine().apply({ ...placed(), at: undefined }), { message: '`at` is missing' });
  },
  'an event may know more than we do': () => {
    const taught = engine();
    taught.apply({ ...placed({ gift: true }), mood: 'good' });
    assert.ok(taught.ask(who, { track: { order } }, 0).tracked);
  },
  'what is no wish is told': () => {
    sentence({ cart: {} }, 'expected the name alone');
    sentence({ price: 12 }, 'expected an object');
    sentence({ price: [12] }, 'expected an object');
    sentence({ price: { product: 1.5 } }, /^`product`: expected /);
    sentence({ recommend: { slot: 'for_me', n: 3 } }, /^`slot`: expected one of `for_you`/);
    sentence('chart', /^expected one of `recommend`/);
  },
  'what prices no carts answers the rest alike': () => {
    const snapshot = Uint8Array.from(atob(cases[0].snapshot), letter => letter.charCodeAt(0));
    const lean = new Lean(snapshot, null);
    const same = { recommend: { slot: 'for_you', n: 3 } };
    assert.deepEqual(lean.ask(who, same, 0), engine().ask(who, same, 0));
    assert.deepEqual(lean.ask(who, 'cart', 0), { unknown: 'only_server' });
    assert.equal(lean.decide, undefined);
  },
  'the elements can be imported without a page': () => assert.throws(() => start(), /needs a page/),
};
for (const [check, step] of Object.entries(steps)) {
  step();
  tell({ check });
}
