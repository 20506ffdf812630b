// What the types must refuse; the compiler fails where it does not.
import type { Answer, Command, Event, Query } from '@attar/api';
import { load } from '@attar/api';
import type { Settings } from '@attar/elements';
import { start } from '@attar/elements';

// @ts-expect-error a misspelled question
export const unknown = { recomend: { slot: 'for_you', n: 3 } } satisfies Query;
// @ts-expect-error a misspelled member
export const misspelled = { recommend: { slot: 'for_you', n: 3, withn: [] } } satisfies Query;
// @ts-expect-error a member that is missing
export const missing = { recommend: { slot: 'for_you' } } satisfies Query;
// @ts-expect-error a place that no page has
export const slot = { recommend: { slot: 'for_me', n: 3 } } satisfies Query;
// @ts-expect-error a member that may be left out, but is not `undefined`
export const nothing = { recommend: { slot: 'for_you', n: 3, within: undefined } } satisfies Query;
// @ts-expect-error a variant without members is its name
export const unit = { cart: {} } satisfies Query;
// @ts-expect-error a sum without its currency
export const money = { place_order: { order: '', contact: '', expected: { minor: 1 } } } satisfies Command;
// @ts-expect-error a number instead of a name
export const digits = { cancel_order: { order: 12 } } satisfies Command;
// @ts-expect-error a wish is no fact
export const fact: Event['fact'] = { set_consent: { consent: 'full' } };

declare const answer: Answer;
// @ts-expect-error it may be another answer
export const priced = answer.priced.price;

// @ts-expect-error there is no engine before it is loaded
export const early = new (await import('@attar/api')).Engine();
const { Engine } = await load();
// @ts-expect-error an engine stands on a snapshot
export const bare = new Engine();
// @ts-expect-error a moment is a number
export const moment = new Engine(new Uint8Array(), null).ask('', 'cart', new Date());

// @ts-expect-error no such setting
export const settings = { shopp: '/' } satisfies Settings;
// @ts-expect-error `ask` takes questions
export const asked = start().ask({ price: { item: 12 } });
// @ts-expect-error `attar` may be absent, or an array still
export const global = window.attar.state();
// @ts-expect-error three words of consent
export const consent = start().consent('some');
