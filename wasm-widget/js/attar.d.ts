// What `attar.js` leaves on the page: one global, five elements and two events on `document`.

/** Something the page observed, in the form of Google Analytics 4. */
export interface Signal {
  name: 'view_item' | 'select_item' | 'add_to_cart' | 'not_for_me' | 'undo_not_for_me';
  params: { items: { item_id: string | number }[] };
}

/** What may be remembered: nothing, on this device only, or with the shop. */
export type Consent = 'denied' | 'private' | 'full';

/** A piece of a page: plain text, or an element. */
export type Node = string | { tag: string; attributes: Record<string, string>; children: Node[] };

/** Where the page stands; a hook for tests and for the curious. */
export interface State {
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
  push(...signals: Signal[]): void;
  /** Records the shopper's choice; it holds from then on. */
  consent(level: Consent): Promise<void>;
  /** Asks the server; `query` is that of the engine, such as `{ price: { product: 12 } }`. */
  ask(query: object): Promise<{ answer: object; view: Node }>;
  /** Settles once the engine runs, or once it is clear that the server is asked instead. */
  ready: Promise<unknown>;
  state(): State;
}

declare global {
  interface Window {
    /** May be an array of signals before the loader runs; the loader takes them over. */
    attar: Attar;
  }
  interface DocumentEventMap {
    /** The engine runs, or the server is asked instead. */
    'attar:ready': Event;
    /** An element shows something else than before. */
    'attar:change': Event;
  }
}
