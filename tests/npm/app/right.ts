// What the types must allow: members left out, and what is known once a question is answered.
import { load, type Actor, type Command, type Event, type Query, type Refused, type Rejection } from '@attar/api/carts';
import { start, type ElementAttributes } from '@attar/elements';

const who = '00'.repeat(16);
export const queries = [
  { recommend: { slot: 'for_you', n: 3 } },
  { recommend: { slot: 'similar', product: 4, n: 3, within: [1, 2] } },
  { price: { product: 12, currency: null } },
  { would_be: { lines: [{ product: 12, units: 2 }] } },
  'cart',
] satisfies Query[];
export const wishes = [
  { place_order: { order: who, contact: who, expected: { minor: 1, currency: 'USD' } } },
  { refund_order: { order: who, lines: [] } },
  { move_return: { order: who, number: 1, status: 'approved' } },
  { forget: {} },
] satisfies Command[];
export const actors = [{ shopper: who }, { merchant: 'owner' }, 'clock', { carrier: 1 }] satisfies Actor[];
export const event: Event = {
  id: { source: who, n: 0 },
  subject: { shopper: who },
  actor: { shopper: who },
  channel: 'web',
  at: 0,
  fact: { order: { placed: { order: who, number: 1, contact: who, lines: [], total: { minor: 0, currency: 'EUR' } } } },
};

const { Engine } = await load(new Uint8Array());
const engine = new Engine(new Uint8Array(), null);
engine.apply(event);
const answer = engine.ask(who, queries[0]!, 0);
export const picks: number[] = typeof answer == 'object' && 'recommended' in answer
  ? answer.recommended.picks.map(({ product }) => product)
  : [];
export const facts = engine.decide('clock', { tick: { shopper: who } }, 0).map(([subject, fact]) => ({ subject, fact }));
export const again = new Engine(new Uint8Array(), engine.slice(who));

export const why = ({ rejection }: Refused): Rejection =>
  typeof rejection == 'object' && 'out_of_stock' in rejection && rejection.out_of_stock.left > 0 ? 'empty' : rejection;

(window.attar ??= []).push({ name: 'view_item', params: { items: [{ item_id: 12 }] } });
export const state: 'wasm' | 'server' | 'none' = start({ shop: '/' }).state().engine;
const { answer: said, view } = await start().ask({ track: { order: who } });
export const order = typeof said == 'object' && 'tracked' in said && said.tracked.parcels[0]?.timeline[0]?.at;
export const tag: string = typeof view == 'string' ? view : view.tag;
export const element: HTMLElement = document.createElement('attar-price');
export const mine: HTMLElement = document.createElement('attar-my-data');
export const listening = () => start({ listen: 'dataLayer segment', map: 'shop.productOf', consent: 'mode' });
export const dark = { scheme: 'dark' } satisfies ElementAttributes['attar-my-data'];
export const attributes = { product: 12, currency: 'USD' } satisfies ElementAttributes['attar-price'];
document.addEventListener('attar:ready', event => event.preventDefault());
