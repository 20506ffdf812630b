/** 32 hex digits: a visitor or a customer; all zero is nobody in particular. */
export type ShopperId = string;
/** 32 hex digits. */
export type OrderId = string;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Timestamp = number;
export type ProductId = number;
export type Currency = 'USD' | 'EUR' | 'IRR' | 'KWD';
/** An amount in minor units, within 2^53. */
export interface Money { minor: number; currency: Currency }
export type Consent = 'denied' | 'private' | 'full';
export type Slot = 'for_you' | 'similar' | 'trending' | 'bought_together' | 'recent' | 'buy_again';
export type Status = 'placed' | 'packed' | 'shipped' | 'delivered' | 'cancelled';

export type Actor = { shopper: ShopperId } | { merchant: 'owner' | 'till' } | 'clock' | { carrier: number };
export type Subject = { shopper: ShopperId } | 'market';
export interface Line { product: ProductId; quantity: number; total: Money; list: number }
export interface SoldLine { product: ProductId; quantity: number; paid: number }
export interface StockLine { product: ProductId; units: number }
export interface Step { status: Status; at: Timestamp }

/** One entry of the log. */
export interface Event {
  id: { source: string; n: number };
  subject: Subject;
  actor: Actor;
  channel: 'web' | 'pos' | 'console' | 'feed';
  at: Timestamp;
  fact: Fact;
}

export type Fact =
  | { signal: Signal }
  | { order: OrderFact }
  | { customer: CustomerFact }
  | { shop: { published: { hash: string } } | { history_imported: { shift: number; baskets: number } } }
  | { stock: StockFact }
  | { loyalty: { entry: number; what: Posting; due: Timestamp | null } };

/** Points of one lot: the entry that made it. */
export interface Draw { lot: number; points: number; expires: Timestamp | null }
/** What counts towards a tier beside points; `day` in days since 1970-01-01. */
export interface Counted { day: number; spend: number; orders: number }
export type Posting =
  | { earned: { points: number; why: 'sale' | 'joined' | 'first_purchase' | { order: OrderId }; lines: { product: ProductId; units: number; spend: number; points: number }[]; ripe: Timestamp; expires: Timestamp | null; counted: Counted } }
  | { redeemed: { order: OrderId; points: number; worth: Money; from: Draw[] } }
  | { given_back: { order: OrderId; points: number; to: Draw[] } }
  | { clawed_back: { order: OrderId; points: number; from: Draw[]; forgiven: number; counted: Counted } }
  | { expired: { points: number; from: Draw[] } }
  | { adjusted: { points: number; reason: AdjustReason; expires: Timestamp | null; from: Draw[] } }
  | { tier_reached: { tier: string; until: Timestamp | null } }
  | { tier_left: { tier: string } };
export type AdjustReason = 'goodwill' | 'correction' | 'transfer' | 'fraud';

export type Signal =
  | { view_item: { product: ProductId } }
  | { select_item: { product: ProductId } }
  | { add_to_cart: { product: ProductId } }
  | { not_for_me: { product: ProductId } }
  | { undo_not_for_me: { product: ProductId } };

export type OrderFact =
  | { cart_changed: { product: ProductId; quantity: number } }
  | { placed: { order: OrderId; number: number; contact: string; lines: Line[]; total: Money } }
  | { packed: { order: OrderId } }
  | { shipped: { order: OrderId } }
  | { delivered: { order: OrderId } }
  | { cancelled: { order: OrderId } }
  | { sold_in_store: { currency: Currency; lines: SoldLine[] } };

export type CustomerFact =
  | { consented: { consent: Consent } }
  | { linked: { visitor: ShopperId; customer: ShopperId } }
  | 'card_issued';

export type StockFact =
  | { counted: { lines: StockLine[] } }
  | { reserved: { order: OrderId; lines: StockLine[] } }
  | { released: { order: OrderId; lines: StockLine[] } };

export type Command =
  | { set_consent: { consent: Consent } }
  | { link_visitor: { visitor: ShopperId } }
  | { change_cart: { product: ProductId; quantity: number } }
  | { place_order: { order: OrderId; contact: string; expected: Money; delivery?: { carrier: number; zone: number; shown?: Interval | null } | null; redeem?: number } }
  | { adjust_points: { shopper: ShopperId; points: number; reason: AdjustReason } }
  | { accept_remedy: { order: OrderId } }
  | { reorder: { order: OrderId } }
  | { cancel_order: { order: OrderId } }
  | { pack_order: { order: OrderId } }
  | { ship_order: { order: OrderId } }
  | { deliver_order: { order: OrderId } }
  | { record_sale: { shopper: ShopperId; currency: Currency; lines: SoldLine[] } }
  | { issue_card: { shopper: ShopperId } }
  | { count_stock: { lines: StockLine[] } }
  | { publish_shop: { hash: string } }
  | { record_import: { shift: number; baskets: number } };

/** What `decide` throws when a wish is not granted. */
export interface Refused {
  /** A stable name: `out_of_stock`. */
  code: string;
  /** A sentence. */
  message: string;
  /** The same with its particulars. */
  rejection: string | Record<string, object>;
}

export type Query =
  | { recommend: { slot: Slot; product?: ProductId | null; n: number; within?: number[] } }
  | { price: { product: ProductId; currency?: Currency | null } }
  | 'cart'
  | { track: { order: OrderId } }
  | 'profile'
  | { delivery: { zone: number } }
  | 'loyalty';

/** A time within which something is to happen; `level` of 10,000 such promises hold. */
export interface Interval { from: Timestamp; until: Timestamp; level: number }
/** How an order goes; `handed_over` in days since 1970-01-01. */
export interface Promised {
  despatch: { carrier: number; zone: number; weekday: string; handling_days: number };
  handed_over: number;
  interval: Interval | null;
}
/** What of a promise is not kept, and what there is for that. */
export interface Late {
  cause: 'waits' | 'in_house' | 'underway' | 'nobody_there' | 'lost' | 'arrived';
  offer: Money | null;
  compensated: Money | null;
}
/** Why a list is shorter than asked. */
export type Short =
  | 'nothing_else'
  | 'too_many'
  | { late: { order: OrderId; number: number; until: Timestamp; offer: Money | null } };

export type Reason =
  | { viewed: ProductId }
  | { in_cart: ProductId }
  | { bought: ProductId }
  | { goes_with: ProductId }
  | 'popular'
  | 'new'
  | 'range';

/** Why a price, and from which list. */
export type PriceReason = { list: number } | { card: number };

export type Answer =
  | { recommended: { slot: Slot; picks: { product: ProductId; reason: Reason; also: Reason[] }[]; short: Short | null } }
  | { priced: { product: ProductId; price: Money; public: Money; with_card: Money | null; reason: PriceReason } }
  | { cart: { lines: CartLine[]; total: Money; public_total: Money } }
  | { tracked: { order: OrderId; number: number; status: Status; timeline: Step[]; ahead: Status[]; lines: Line[]; total: Money; promise: Promised | null; late: Late | null } }
  | { delivery: { carrier: number; promise: Promised }[] }
  | { profile: Profile }
  | { loyalty: Loyalty }
  | { unknown: 'programme' | { product: ProductId } | { price: [ProductId, Currency] } | { order: OrderId } | { zone: number } | 'product_unsaid' };

/** A name in every language. */
export interface Label { en: string; fa: string; ar: string }
/** What a shopper collected; `opening` is the balance before `history`. */
export interface Loyalty {
  member: boolean;
  available: number;
  worth: Money;
  pending: { at: Timestamp; points: number }[];
  expiring: { at: Timestamp; points: number }[];
  redeem: { how: 'payment' | 'discount'; least: number; step: number; most_share: number } | null;
  tier: { tier: string; title: Label; since: Timestamp; until: Timestamp | null } | null;
  /** The next tier; `until` is when less will count of `have`. */
  ahead: { tier: string; title: Label; by: 'spend' | 'points' | 'orders'; have: number; need: number; until: Timestamp | null; spend: Money | null; brings: Money; prices: boolean; worth_it: boolean } | null;
  history: { entry: number; at: Timestamp; kind: 'earned' | 'redeemed' | 'given_back' | 'clawed_back' | 'expired' | 'adjusted'; points: number; order: OrderId | null; forgiven: number }[];
  opening: number;
}

export interface CartLine { product: ProductId; quantity: number; total: Money; reason: PriceReason; in_stock: boolean }

export interface Profile {
  consent: Consent;
  card: boolean;
  purchases: number;
  spent: Money;
  last_purchase: Timestamp | null;
  /** Label and how often, most first. */
  categories: [number, number][];
  segment: { index: number; recency: number; frequency: number; money: number } | null;
  recent: Reason[];
}

/** All that a page needs to answer one shopper: made by the server or by `Engine.slice`, read by `new Engine`. */
export interface Slice {
  who: ShopperId;
  shared: object;
  private: object;
  market: { seq: number; bands: [ProductId, 'few' | 'out'][] };
}
