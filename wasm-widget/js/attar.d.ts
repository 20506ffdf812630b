// What Attar leaves on a page: one global, six elements and two events on `document`.

import type { Answer, Consent, Currency, OrderId, ProductId, Query, Slot } from './engine.js';

export type * from './engine.js';

/** Something the page observed, in the form of Google Analytics 4. */
export interface PageSignal {
  name:
    | 'view_item'
    | 'select_item'
    | 'add_to_cart'
    | 'not_for_me'
    | 'undo_not_for_me'
    | 'purchase'
    | 'user_engagement'
    | `${'like' | 'not_for_me' | 'ignore' | 'undo'}_${'category' | 'brand' | 'price'}`;
  /** The number of a product, or of what the name ends in. */
  params: {
    items: (
      | { item_id: string | number }
      | { item_category: string | number }
      | { item_brand: string | number }
      | { price_band: string | number }
    )[];
  };
}

/** A piece of a page: plain text, or an element. */
export type ViewNode = string | { tag: string; attributes: Record<string, string>; children: ViewNode[] };

/** Where the page stands; a hook for tests and for the curious. */
export interface PageState {
  /** Where answers come from; `none` while the engine is on its way. */
  engine: 'wasm' | 'server' | 'none';
  /** Name of the snapshot: 64 hex digits. */
  snapshot?: string;
  consent?: Consent | 'undecided';
  /** How many signals the server has not judged yet. */
  pending?: number;
  /** The place in the log that the page stands at. */
  seq?: number;
}

export interface Attar {
  /** Says what the page observed. Anything that is no signal is ignored. */
  push(...signals: PageSignal[]): void;
  /** Records the shopper's choice; it holds from then on. */
  consent(level: Consent): Promise<void>;
  /** Whom the shop's own site vouches for, by a JWT it signed with `ATTAR_LOGIN_SECRET`, is who speaks from then on. */
  login(jwt: string): Promise<void>;
  /** They leave this device: what it kept for them goes. */
  logout(): Promise<void>;
  /** Asks the server, such as `{ price: { product: 12 } }`; the view is the answer as the elements draw it. */
  ask(query: Query): Promise<{ answer: Answer; view: ViewNode }>;
  /** Settles once the engine runs, or once it is clear that the server is asked instead. */
  ready: Promise<unknown>;
  state(): PageState;
}

/** What `start` is told; the same as the script tag's `data-shop`, `data-lang` and so on. */
export interface Settings {
  /** The address of the server. Default: `/` of the page's own origin. */
  shop?: string;
  /** `en`, `fa` or `ar`. Default: that of the document. */
  lang?: string;
  /** Files that the page will need for certain: `bundle/` and the hash that `/v1/boot` names. */
  files?: string;
  /** What the page says to its other tools is followed: the name of its data layer, and `segment`, with a space between. */
  listen?: string;
  /** The path of a function of the page, `shop.productOf`: takes an item of an event, gives a product's number. */
  map?: string;
  /** Lets Consent Mode give consent, which it may take away without. */
  consent?: 'mode' | 'analytics';
}

/**
 * Defines the elements and starts the engine, once; called again it gives the same. For modules: the script tag does it
 * by itself. Throws where there is no page.
 */
export function start(settings?: Settings): Attar;

/** What every element that draws takes. */
export interface DrawnAttributes {
  /** Default: as light or dark as the page around it; `auto` is as the reader has it. */
  scheme?: 'light' | 'dark' | 'auto';
}

/** What `<attar-recommendations>` takes. */
export interface RecommendationsAttributes extends DrawnAttributes {
  /** Default `for_you`; `similar` and `bought_together` need a `product`. */
  slot?: Slot;
  product?: ProductId | string;
  /** Default 10. */
  n?: number | string;
  /** Numbers of labels with spaces between, eight at most. */
  within?: string;
}

/** What `<attar-price>` takes. */
export interface PriceAttributes extends DrawnAttributes {
  product: ProductId | string;
  currency?: Currency;
}

/** What `<attar-order-tracker>` takes. */
export interface OrderTrackerAttributes extends DrawnAttributes {
  order: OrderId;
}

/** What `<attar-signal>` takes. */
export interface SignalAttributes {
  name: PageSignal['name'];
  product: ProductId | string;
}

/** What each element takes, by its name: what a framework's own types can be made of. */
export interface ElementAttributes {
  'attar-recommendations': RecommendationsAttributes;
  'attar-price': PriceAttributes;
  'attar-order-tracker': OrderTrackerAttributes;
  'attar-signal': SignalAttributes;
  'attar-consent': {};
  'attar-loyalty': DrawnAttributes;
  'attar-my-data': DrawnAttributes;
}

declare global {
  interface Window {
    /** Not there, or an array of signals, before Attar starts; it takes them over. */
    attar?: Attar | PageSignal[];
  }
  interface HTMLElementTagNameMap {
    'attar-recommendations': HTMLElement;
    'attar-price': HTMLElement;
    'attar-order-tracker': HTMLElement;
    'attar-signal': HTMLElement;
    'attar-consent': HTMLElement;
    'attar-loyalty': HTMLElement;
    'attar-my-data': HTMLElement;
  }
  interface DocumentEventMap {
    /** The engine runs, or the server is asked instead. */
    'attar:ready': Event;
    /** An element shows something else than before. */
    'attar:change': Event;
    /** The shopper chose, or another shopper speaks. */
    'attar:consent': Event;
  }
}
