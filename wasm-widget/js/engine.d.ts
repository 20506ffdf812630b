// What the engine takes and gives. Made of the Rust types by `wasm-widget/tests/types.rs`: after a change there,
// `ATTAR_TYPES=write cargo test -p attar-widget --test types`.
//
// An amount, a moment and every other number is whole and within 2^53. What has a `?` may be left out.

// api

/** Why a wish was not granted, as it is thrown. */
export interface Refused {
  /** A stable name: `out_of_stock`. */
  code: string;
  /** A sentence. */
  message: string;
  /** The same with its particulars. */
  rejection: Rejection;
}

// command

/** What somebody wants to happen. */
export type Command =
  | {
      /** The shopper chooses what may be remembered. */
      set_consent: {
        /** The choice. */
        consent: Consent;
      };
    }
  | {
      /** The acting customer says that this visitor was them. */
      link_visitor: {
        /** Who they were before login. */
        visitor: ShopperId;
      };
    }
  | {
      /** The cart shall hold this many of a product. */
      change_cart: {
        /** Which. */
        product: ProductId;
        /** How many, 0..=999; 0 takes it out. */
        quantity: number;
      };
    }
  | {
      /** The cart shall become an order. */
      place_order: {
        /** Minted by the server for this checkout; the same one again is the same order. */
        order: OrderId;
        /** Where name and address lie. */
        contact: ContactId;
        /** The total that the shopper was shown. */
        expected: Money;
        /** How it came about, as it was shown; so a refusal can say what changed. */
        shown?: ReceiptStep[];
        /** How it is to go; unsaid, nothing is promised. */
        delivery?: DeliveryWish | null;
        /** How many points pay for it. Default: none. */
        redeem?: number;
        /** Which gift card pays for it, as far as there is something on it. Default: none. */
        gift_card?: Bearer | null;
      };
    }
  | {
      /** Call an order off: its buyer or the owner, until some of it is shipped. */
      cancel_order: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /** The owner packed all that is left of an order, in one parcel. */
      pack_order: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /** The owner handed all packed parcels of an order to a carrier. */
      ship_order: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /** The owner knows that all parcels of an order that were on their way arrived. */
      deliver_order: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /** A till records a basket. */
      record_sale: {
        /** Whose. */
        shopper: ShopperId;
        /** Of `paid` in the lines. */
        currency: Currency;
        /** What, at least one line. */
        lines: SoldLine[];
      };
    }
  | {
      /** The owner gives a customer the loyalty card. */
      issue_card: {
        /** To whom. */
        shopper: ShopperId;
      };
    }
  | {
      /** The owner counted the shelf. */
      count_stock: {
        /** Per product. */
        lines: StockLine[];
      };
    }
  | {
      /** The owner puts a version of the shop in force. */
      publish_shop: {
        /** Of the blob in the store. */
        hash: ContentHash;
      };
    }
  | {
      /** The owner brought in sales of the past. */
      record_import: {
        /** How far every time was moved: whole weeks. */
        shift: Span;
        /** How many baskets there were. */
        baskets: number;
      };
    }
  | {
      /**
       * All that is known of a shopper, and of the visitors they were, shall be forgotten. Their orders and
       * sales stay, under a name that leads to nobody.
       */
      forget: {
        /** Whom: the acting shopper, if unsaid; the owner says whom. */
        shopper?: ShopperId | null;
        /** Under which name orders and sales stay. Minted by the server; one on the wire is not believed. */
        pseudonym?: ShopperId;
      };
    }
  | {
      /** The shopper enters a code. */
      apply_coupon: {
        /** As it is written, at most 64 bytes; small or large letters are the same. */
        code: string;
      };
    }
  | {
      /** The shopper takes a coupon back. */
      remove_coupon: {
        /** Which promotion it opened. */
        promotion: PromotionId;
      };
    }
  | {
      /**
       * The owner gives money back for part of an order: exactly what was paid for it, with its part of every
       * discount and tax. What comes back to the shelf is counted there.
       */
      refund_order: {
        /** Which. */
        order: OrderId;
        /** For so many units of these products, each named once. */
        lines: StockLine[];
        /** And for sending it. */
        shipping?: boolean;
      };
    }
  | {
      /**
       * The owner puts a customer into a group: prices and promotions of the group are theirs from now on.
       */
      add_to_group: {
        /** Whom. */
        shopper: ShopperId;
        /** Which; see `is_name`. */
        group: string;
      };
    }
  | {
      /** The owner takes a customer out of a group. */
      take_from_group: {
        /** Whom. */
        shopper: ShopperId;
        /** Which. */
        group: string;
      };
    }
  | {
      /** The owner packed these units of an order, in a parcel of their own. */
      pack_units: {
        /** Which order. */
        order: OrderId;
        /** What is in the parcel, each product once. */
        lines: StockLine[];
      };
    }
  | {
      /** The owner knows that a parcel went a step on. */
      move_parcel: {
        /** Of which order. */
        order: OrderId;
        /** Which. */
        parcel: ParcelId;
        /** Where it stands now. */
        status: ParcelStatus;
        /** Who carries it, if that is new. */
        consignment?: Consignment | null;
      };
    }
  | {
      /** Call units of an order off that have not left the house: its buyer or the owner. */
      cancel_units: {
        /** Of which order. */
        order: OrderId;
        /** Which, each product once. */
        lines: StockLine[];
      };
    }
  | {
      /** The owner gives an order of the free stock what it waits for, as far as there is some. */
      allocate_units: {
        /** Which order. */
        order: OrderId;
      };
    }
  | {
      /**
       * The owner records that an order's payment was authorised or captured. A capture gets the next invoice.
       */
      record_payment: {
        /** Of which order. */
        order: OrderId;
        /** What happened. */
        kind: PaymentKind;
        /** How much; if unsaid, all that is due. */
        amount?: Money | null;
      };
    }
  | {
      /** The owner says whether more of these may be ordered than are on the shelf. */
      set_back_orders: {
        /** Which, at least one. */
        products: ProductId[];
        /** Whether. */
        allowed: boolean;
      };
    }
  | {
      /** The buyer, or the owner for them, wants to send units back that were delivered. */
      request_return: {
        /** Of which order. */
        order: OrderId;
        /** Which, each product once. */
        lines: StockLine[];
        /** Why. */
        reason: ReturnReason;
        /** What for. */
        wish: ReturnWish;
      };
    }
  | {
      /**
       * The owner takes a return a step on. One that is refunded gives back what was paid for it; one that is exchanged
       * lets the same units wait for stock.
       */
      move_return: {
        /** Of which order. */
        order: OrderId;
        /** Which. */
        number: ReturnId;
        /** Where it stands now. */
        status: ReturnStatus;
        /** How it is sent, if that is new. */
        label?: Consignment | null;
        /** Whether what the shop keeps, as it is refunded or exchanged, can be sold again. */
        restock?: boolean;
      };
    }
  | {
      /** The shop's clock: what is due for a shopper by now happens. */
      tick: {
        /** For whom. */
        shopper: ShopperId;
      };
    }
  | {
      /**
       * The buyer of an order whose promise was broken, or the owner for them, takes what was offered for that.
       */
      accept_remedy: {
        /** Of which order. */
        order: OrderId;
      };
    }
  | {
      /**
       * The owner brings in what parcels took that were sent before, so that the shop can promise from its first day.
       */
      record_deliveries: {
        /** Each parcel, 1 to 1,000. */
        deliveries: PastDelivery[];
      };
    }
  | {
      /**
       * The buyer wants an order's products again: what of it can be bought now comes into the cart, beside what is in
       * it, as many as were ordered or as there are. Nothing is ordered by it.
       */
      reorder: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /**
       * A carrier saw a parcel at a moment. The same again is nothing new; what is late stands at its own time and takes
       * nothing back.
       */
      record_scan: {
        /** The carrier's own number of the parcel. */
        number: string;
        /** What the carrier is called, at least one name; as `is_of` compares. */
        carriers: string[];
        /** Where it was, from `shipped` on. */
        status: ParcelStatus;
        /** When. */
        at: Timestamp;
      };
    }
  | {
      /** The owner gives a member points, or takes some: what is there can be taken, pending points too. */
      adjust_points: {
        /** Whose. */
        shopper: ShopperId;
        /** How many more; fewer, below 0. Not 0. */
        points: number;
        /** Why. */
        reason: AdjustReason;
      };
    }
  | {
      /**
       * A till sells a basket to a customer who takes it along, at the prices and promotions of tills, which the shop
       * decides: it is an order that was delivered. What they mean to buy on a page stays in their cart.
       */
      sell: {
        /** Minted by the till for this basket; the same one again is the same order. */
        order: OrderId;
        /** To whom. */
        shopper: ShopperId;
        /** What, each product once. */
        lines: StockLine[];
        /** The total that the shopper was told. */
        expected: Money;
        /** How it came about, as it was told; so a refusal can say what changed. */
        shown?: ReceiptStep[];
      };
    }
  | {
      /** The acting member wants a code by which others may come. Who has one keeps it. */
      open_referral: {
        /** Made by the server; one on the wire is not believed. */
        code?: string;
      };
    }
  | {
      /**
       * The acting shopper, who bought nothing yet, came by somebody's code: with their first order both get points.
       */
      accept_referral: {
        /** As people write it; see `code_of`. */
        code: string;
      };
    }
  | {
      /**
       * That a shopper came by somebody's code shall bring nothing: the owner says so, or the shop itself found it.
       */
      end_referral: {
        /** Who came. */
        shopper: ShopperId;
        /** Why. */
        why: ReferralFault;
      };
    };

/** How an order is to go. */
export interface DeliveryWish {
  /** With whom. */
  carrier: CarrierId;
  /** Where to. */
  zone: DeliveryZone;
  /** When the shopper was told that it is there; nothing, if they were not. */
  shown?: Interval | null;
}

/** Who shows a gift card. */
export interface Bearer {
  /** Its code as it is written: letters of any size, with what separates them or without. */
  code?: string;
  /** Which card that is. The server reads it off the code; one on the wire is not believed. */
  card?: GiftCardId | null;
}

/** Where an order stands. */
export type Status =
  /** Accepted, stock reserved. */
  | 'placed'
  /** In a parcel. */
  | 'packed'
  /** On its way. */
  | 'shipped'
  /** There. What is exchanged is placed again. */
  | 'delivered'
  /** Called off. The end. */
  | 'cancelled';

// command/rejection

/** Why a wish was not granted. */
export type Rejection =
  /** This needs an identity first. */
  | 'anonymous'
  /** This actor may not do that. */
  | 'forbidden'
  /** Only the server can decide this; in the page it is checked at checkout. */
  | 'only_server'
  | {
      /** No such product is sold here. */
      unknown_product: {
        /** Which. */
        product: ProductId;
      };
    }
  | {
      /** The product has no price in this currency. */
      no_price: {
        /** Which. */
        product: ProductId;
        /** In what. */
        currency: Currency;
      };
    }
  | {
      /** The actor has no such order. */
      unknown_order: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /** The order is past that step, or not yet there. */
      wrong_step: {
        /** Which. */
        order: OrderId;
        /** Where it stands. */
        status: Status;
      };
    }
  /** There is nothing to order or to record. */
  | 'empty'
  | {
      /** A quantity is 0 or above 999, or there are too many lines. */
      bad_quantity: {
        /** Of which product. */
        product: ProductId;
      };
    }
  | {
      /** Not enough of it is left. */
      out_of_stock: {
        /** Which. */
        product: ProductId;
        /** How many are left. */
        left: number;
      };
    }
  | {
      /** The total is another one than the shopper was shown. */
      price_changed: {
        /** What was shown. */
        was: Money;
        /** What it is. */
        now: Money;
        /** What makes the difference, where it is known what was shown. */
        changes: Changed[];
      };
    }
  /** The visitor belongs to another customer, for ever, or is no visitor. */
  | 'linked_elsewhere'
  /** A sum does not fit. */
  | 'amount_too_large'
  /** A length of time is not a number of whole weeks. */
  | 'not_whole_weeks'
  /** No coupon has that code. */
  | 'unknown_coupon'
  /** The coupon was used as often as it may be: in all, or by this shopper. */
  | 'coupon_spent'
  /** The cart has 8 already. */
  | 'too_many_coupons'
  | {
      /** The order has not so many units of it that are not refunded yet. */
      not_refundable: {
        /** Of what. */
        product: ProductId;
        /** How many it has. */
        left: number;
      };
    }
  | {
      /**
       * No group may be called so: the name is empty or too long, is that of the card, or names a protected trait.
       */
      bad_group: {
        /** The name. */
        group: string;
      };
    }
  /** The customer is in as many groups as anybody may be. */
  | 'too_many_groups'
  | {
      /** The order has no such parcel. */
      unknown_parcel: {
        /** Which order. */
        order: OrderId;
        /** Which parcel. */
        parcel: ParcelId;
      };
    }
  | {
      /** The parcel is past that step, or not yet there. */
      wrong_parcel_step: {
        /** Of which order. */
        order: OrderId;
        /** Which. */
        parcel: ParcelId;
        /** Where it stands. */
        status: ParcelStatus;
      };
    }
  | {
      /** Not so many units of it can be packed, called off, or sent back. */
      not_open: {
        /** Of what. */
        product: ProductId;
        /** How many can. */
        left: number;
      };
    }
  /** The order has 32 already. */
  | 'too_many_parcels'
  /** The carrier's name or number is none. */
  | 'bad_consignment'
  | {
      /** So much was not paid, or is not to be paid. */
      too_much: {
        /** How much is. */
        left: Money;
      };
    }
  | {
      /** The order has no such return. */
      unknown_return: {
        /** Which order. */
        order: OrderId;
        /** Which return. */
        number: ReturnId;
      };
    }
  | {
      /** The return is past that step, or not yet there. */
      wrong_return_step: {
        /** Of which order. */
        order: OrderId;
        /** Which. */
        number: ReturnId;
        /** Where it stands. */
        status: ReturnStatus;
      };
    }
  /** The order has 32 already. */
  | 'too_many_returns'
  | {
      /** The shop does not send so. */
      unknown_delivery: {
        /** With whom. */
        carrier: CarrierId;
        /** Where to. */
        zone: DeliveryZone;
      };
    }
  | {
      /** It would not be there when the shopper was told. */
      promise_changed: {
        /** When it would; nothing, if nobody can tell. */
        now: Interval | null;
      };
    }
  | {
      /** Nothing is offered for this order, or it was taken. */
      no_remedy: {
        /** Which. */
        order: OrderId;
      };
    }
  /** There are no parcels in it, or more than 1,000. */
  | 'too_many_deliveries'
  | {
      /** No parcel of these carriers has that number. */
      unknown_consignment: {
        /** The number. */
        number: string;
      };
    }
  | {
      /** A scan is of a time to come. */
      scan_in_future: {
        /** Of which. */
        at: Timestamp;
      };
    }
  | {
      /** The parcel was seen before it was ordered. */
      scan_too_early: {
        /** Its order. */
        order: OrderId;
        /** When that was placed. */
        placed: Timestamp;
      };
    }
  /** The parcel has 200 steps already. */
  | 'too_many_scans'
  | {
      /** So many points cannot be spent on that now; on nothing, where the shopper is no member. */
      not_redeemable: {
        /** How many were wanted. */
        points: number;
        /** How many can be. */
        redeemable: Redeemable;
      };
    }
  /** The shopper is no member of a programme. */
  | 'no_member'
  | {
      /** So many points cannot be given or taken. */
      bad_points: {
        /** How many. */
        points: number;
        /** How many can be taken at most. */
        left: number;
      };
    }
  /** No gift card has that code. */
  | 'unknown_gift_card'
  /** Nothing is left on the gift card, or it is of another currency. */
  | 'gift_card_empty'
  | {
      /** The gift card has ended. */
      gift_card_expired: {
        /** When. */
        at: Timestamp;
      };
    }
  /** A gift card does not pay for gift cards, and there is nothing else to pay. */
  | 'nothing_for_gift_card'
  | {
      /**
       * Not so many gift cards of it are whole that they could be taken back: others were spent from, or have ended.
       */
      gift_card_spent: {
        /** Of what. */
        product: ProductId;
        /** How many can be. */
        left: number;
      };
    }
  | {
      /** Nobody is referred so. */
      not_referred: {
        /** Why. */
        why: ReferralFault;
      };
    };

// event

/** One entry of the log. */
export interface Event {
  /** Its number at its source; the same number twice counts once. */
  id: EventId;
  /** Who is affected. */
  subject: Subject;
  /** Who did it. */
  actor: Actor;
  /** Where it happened. */
  channel: Channel;
  /** When it happened. */
  at: Timestamp;
  /** What happened. */
  fact: Fact;
}

/** Who is affected: a merchant's click on an order has the buyer as subject. */
export type Subject =
  | {
      /** One shopper. */
      shopper: ShopperId;
    }
  /** What all shoppers share: stock, the published shop. */
  | 'market';

/** Who acts. */
export type Actor =
  | {
      /** A shopper, for themselves. */
      shopper: ShopperId;
    }
  | {
      /** Somebody of the shop. */
      merchant: Role;
    }
  /** The shop's clock: what is due happens by itself. */
  | 'clock'
  | {
      /** A carrier, or who tells of several. */
      carrier: CarrierId;
    };

/** What somebody of the shop may do. */
export type Role =
  /** Everything: orders, stock, the shop itself. */
  | 'owner'
  /** Records sales made in a store. */
  | 'till';

/** Where an event happened. */
export type Channel =
  /** A page of the shop, or one that embeds it. */
  | 'web'
  /** A till in a store. */
  | 'pos'
  /** The merchant's console. */
  | 'console'
  /** A carrier's feed. */
  | 'feed';

/** What happened, by subject matter. */
export type Fact =
  | {
      /** Something a page observed. */
      signal: Signal;
    }
  | {
      /** A cart or an order changed. */
      order: OrderFact;
    }
  | {
      /** A customer said or got something. */
      customer: CustomerFact;
    }
  | {
      /** The shop itself changed. */
      shop: ShopFact;
    }
  | {
      /** Stock changed. */
      stock: StockFact;
    }
  | {
      /** What promotions gave. */
      terms: TermsFact;
    }
  | {
      /** Points of a shopper, or their tier, changed. */
      loyalty: LoyaltyFact;
    }
  | {
      /** Gift cards were issued, spent or taken back. */
      gift: GiftFact;
    };

/** What a customer said or got. */
export type CustomerFact =
  | {
      /** The shopper chose what may be remembered from now on. */
      consented: {
        /** The choice. */
        consent: Consent;
      };
    }
  | {
      /** A visitor turned out to be this customer, for ever: the two histories are one. */
      linked: {
        /** The visitor. */
        visitor: ShopperId;
        /** The customer. */
        customer: ShopperId;
      };
    }
  /** The customer holds the loyalty card from now on. */
  | 'card_issued'
  /** Nothing is known of this shopper any more. The store keeps it without their identifier. */
  | 'forgotten'
  | {
      /** The merchant put the customer into a group. */
      group_joined: {
        /** Which. */
        group: string;
      };
    }
  | {
      /** The merchant took the customer out of a group. */
      group_left: {
        /** Which. */
        group: string;
      };
    };

/** What a shopper lets the shop remember. */
export type Consent =
  /** Nothing. The default, and what Global Privacy Control means. */
  | 'denied'
  /** On the shopper's own device only; never sent. */
  | 'private'
  /** With the shop. */
  | 'full';

// event/delight

/** What a surprise is for. */
export type Moment =
  /** The first order that was brought. */
  | 'first_delivered'
  /** An order came later than it was promised. */
  | 'late'
  /** The card is held for another year. */
  | 'anniversary'
  | {
      /** So many orders were brought. */
      orders: number;
    };

/** A surprise, and which of its kind: each is given once. */
export interface Surprise {
  /** What for. */
  moment: Moment;
  /** Which: the number of a late order, or a year; else 0. */
  which: number;
}

// event/gift

/** What happened to gift cards. A card is whoever's who has its code: nothing here says whose it is. */
export type GiftFact =
  | {
      /** Cards were bought and paid for: one for each unit. */
      issued: {
        /** With which order. */
        order: OrderId;
        /** By product, numbered one behind the other from the next number of the shop on. */
        cards: IssuedCards[];
      };
    }
  | {
      /** A card paid for an order, or for part of it. */
      spent: {
        /** Which. */
        card: GiftCardId;
        /** For which order; one card pays for an order, and once. */
        order: OrderId;
        /** How much. */
        amount: Money;
      };
    }
  | {
      /** What a card paid for was called off or given back. */
      given_back: {
        /** To which card. */
        card: GiftCardId;
        /** Of which order. */
        order: OrderId;
        /** How much. */
        amount: Money;
        /** How much of that order is back on the card in all by now. */
        whole: Money;
        /** When the card ends from now on, where it had ended. */
        expires?: Timestamp | null;
      };
    }
  | {
      /**
       * The purchase of cards was called off or given back: what was on them is taken back. Nothing was spent of them.
       */
      taken_back: {
        /** Of which order. */
        order: OrderId;
        /** Which, ascending, and how much of each. */
        cards: CardMoney[];
      };
    }
  | {
      /** A card had ended, and with it what was left on it. */
      expired: {
        /** Which. */
        card: GiftCardId;
        /** How much. */
        amount: Money;
      };
    };

/** Cards of one product. */
export interface IssuedCards {
  /** What was bought. */
  product: ProductId;
  /** The number of the first card. */
  first: GiftCardId;
  /** How many cards. */
  units: number;
  /** What is on each. */
  value: Money;
  /** When they end; nothing, if they never do. */
  expires?: Timestamp | null;
}

/** Money of one card. */
export interface CardMoney {
  /** Which. */
  card: GiftCardId;
  /** How much. */
  amount: Money;
}

/**
 * A product that is not sent: what its buyer gets for each unit that is paid, as it was when it was ordered.
 */
export interface Good {
  /** Which. */
  product: ProductId;
  /** What they get. */
  what: GoodKind;
}

/** What the buyer of something that is not sent gets. */
export type GoodKind =
  | {
      /** A gift card, with so much on it. */
      gift_card: Money;
    }
  | {
      /** What is called so: a lesson, a licence. */
      entitlement: string;
    };

// event/loyalty

/** One entry in the account of a shopper. */
export interface LoyaltyFact {
  /**
   * Its number. One that does not come after the last entry of the account changes nothing, so the same counts once.
   */
  entry: EntryId;
  /** What happened. */
  what: Posting;
  /** When the clock is to look at the account next: points expire then, or a tier ends. */
  due?: Timestamp | null;
}

/** What happened to points or to a tier. */
export type Posting =
  | {
      /** Points were earned: a lot of its own, whose number is that of the entry. */
      earned: {
        /** How many; 0 where only progress towards a tier was made. */
        points: number;
        /** What for. */
        why: Why;
        /** With an order: for what was bought, in the order of its lines. */
        lines: EarnedLine[];
        /** From when on they can be spent: the return window is closed then. */
        ripe: Timestamp;
        /** When they expire; nothing, if they never do. */
        expires?: Timestamp | null;
        /** What counts towards a tier beside the points. */
        counted: Counted;
      };
    }
  | {
      /** Points paid for an order, or for part of it. */
      redeemed: {
        /** Which order. */
        order: OrderId;
        /** How many. */
        points: number;
        /** What they were worth. */
        worth: Money;
        /** From which lots, in the order of drawing. */
        from: Draw[];
      };
    }
  | {
      /** What was paid with points was called off or sent back: they are the shopper's again. */
      given_back: {
        /** Of which order. */
        order: OrderId;
        /** How many. */
        points: number;
        /** To which lots. One that had expired meanwhile has another end. */
        to: Draw[];
      };
    }
  | {
      /** Points had been earned with what was called off or sent back. */
      clawed_back: {
        /** With which order. */
        order: OrderId;
        /** How many were taken back. */
        points: number;
        /** From which lots. */
        from: Draw[];
        /** How many should have been taken back and are not: there were no more of them. */
        forgiven: number;
        /** What no longer counts towards a tier. */
        counted: Counted;
      };
    }
  | {
      /** Points reached their end. */
      expired: {
        /** How many. */
        points: number;
        /** From which lots. */
        from: Draw[];
      };
    }
  | {
      /** The merchant gave points, or took some. */
      adjusted: {
        /** How many more there are; fewer, below 0. */
        points: number;
        /** Why. */
        reason: AdjustReason;
        /** Of points that were given: when they expire. */
        expires?: Timestamp | null;
        /** Of points that were taken: from which lots. */
        from: Draw[];
      };
    }
  | {
      /** The shopper is of a tier now, or stays in it longer. */
      tier_reached: {
        /** Which. */
        tier: string;
        /** Until when; nothing, if for life. */
        until?: Timestamp | null;
        /** When it is looked at then: the grace is over. */
        review?: Timestamp | null;
      };
    }
  | {
      /** The shopper is no longer of a tier. */
      tier_left: {
        /** Which. */
        tier: string;
      };
    }
  | {
      /** The member has a code by which others may come. */
      referral_opened: {
        /** As `code_of` writes it. */
        code: string;
      };
    }
  | {
      /** The shopper came by somebody's code: it counts with their first order. */
      referred: {
        /** Whose. */
        code: string;
        /** Until when that order is awaited. */
        until: Timestamp;
      };
    }
  /** Somebody came by the member's code. */
  | 'referral_followed'
  | {
      /** That the shopper came by somebody's code brings nothing, to neither. */
      referral_ended: {
        /** Why. */
        why: ReferralFault;
      };
    }
  | {
      /**
       * The first order of who was referred came back: what it brought is taken back, on this side and on the other.
       */
      referral_undone: {
        /** The lot that was given. */
        lot: EntryId;
        /** Of which order; nothing for who referred. */
        order?: OrderId | null;
        /** How many were taken back. */
        points: number;
        /** From which lots. */
        from: Draw[];
        /** How many should have been taken back and are not: there were no more of them. */
        forgiven: number;
        /** On which day they had been given. */
        day: CivilDay;
      };
    };

/** What points were earned for. */
export type Why =
  | {
      /** An order. */
      order: OrderId;
    }
  /** A basket at a till. */
  | 'sale'
  /** The shopper became a member. */
  | 'joined'
  /** It was the first purchase of the shopper. */
  | 'first_purchase'
  /** It was the first order of somebody who came by the member's code. */
  | 'referral'
  | {
      /** It was the first order of the shopper, who came by somebody's code. */
      referred: Welcome;
    }
  | {
      /** It was a surprise. */
      delight: Surprise;
    };

/** Points earned with one line. */
export interface EarnedLine {
  /** What was bought. */
  product: ProductId;
  /** How many. */
  units: number;
  /** What of the money paid for it counts, in minor units. */
  spend: number;
  /** Points for all of them. */
  points: number;
}

/** What counts towards a tier beside points. */
export interface Counted {
  /** The day of the purchase, in the shop. */
  day: CivilDay;
  /** What was paid in money, in minor units. */
  spend: number;
  /** Purchases. */
  orders: number;
}

/** Points of one lot. */
export interface Draw {
  /** Which lot: the entry that made it. */
  lot: EntryId;
  /** How many. */
  points: number;
  /** When the lot expires. */
  expires?: Timestamp | null;
}

/** Why the merchant gave or took points. */
export type AdjustReason =
  /** To make up for something. */
  | 'goodwill'
  /** To put an error right. */
  | 'correction'
  /** They come from another programme. */
  | 'transfer'
  /** They were got by fraud. */
  | 'fraud';

// event/market

/** Changes of the shop itself. */
export type ShopFact =
  | {
      /** This version of the shop is in force; the blob lies in the store. */
      published: {
        /** Of the blob. */
        hash: ContentHash;
      };
    }
  | {
      /** Sales of the past were brought in, moved forward in time by whole weeks. */
      history_imported: {
        /** How far every time was moved. */
        shift: Span;
        /** How many baskets there were. */
        baskets: number;
      };
    }
  | {
      /** With the next shop prices for everyone are other ones, or promotions for everyone begin. */
      repriced: {
        /** When. */
        at: Timestamp;
        /** What they were and are, of each product that changed. */
        prices: Repricing[];
        /** The promotions that begin. */
        begun?: PromotionId[];
        /**
         * What was paid and will be, of each product that promotions for everyone lower; no prices where they do so
         * no more.
         */
        promoted?: Repricing[];
      };
    }
  | {
      /** An invoice was issued: the next of the shop's, without gaps. */
      invoiced: {
        /** For which order. */
        order: OrderId;
        /** Its number, counted from 1. */
        invoice: number;
      };
    }
  | {
      /** What parcels took that were sent before the shop kept its orders here. */
      deliveries_imported: {
        /** Each parcel. */
        deliveries: PastDelivery[];
      };
    };

/** What a product cost everyone, as far back as a lower price is compared with. */
export interface Repricing {
  /** Which. */
  product: ProductId;
  /** In what. */
  currency: Currency;
  /** From when on it cost what, in minor units, ascending; what it cost at first has the time 0. */
  prices: [Timestamp, number][];
}

/** Changes of stock. */
export type StockFact =
  | {
      /** So many lie on the shelf and are free to sell. */
      counted: {
        /** Per product. */
        lines: StockLine[];
      };
    }
  | {
      /** An order took these off the free stock. */
      reserved: {
        /** Whose. */
        order: OrderId;
        /** What. */
        lines: StockLine[];
      };
    }
  | {
      /** A cancelled order gave these back. */
      released: {
        /** Whose. */
        order: OrderId;
        /** What. */
        lines: StockLine[];
      };
    }
  | {
      /** An order that had waited for these took them off the free stock. */
      allocated: {
        /** Whose. */
        order: OrderId;
        /** What. */
        lines: StockLine[];
      };
    }
  | {
      /** Whether more of these may be ordered than are on the shelf. */
      back_orders_set: {
        /** Which. */
        products: ProductId[];
        /** Whether. */
        allowed: boolean;
      };
    };

/** What promotions gave and got back. */
export type TermsFact =
  | {
      /** An order used these. */
      used: {
        /** Whose. */
        order: OrderId;
        /** Each promotion once. */
        uses: Use[];
      };
    }
  | {
      /** A cancelled order gave these back. */
      returned: {
        /** Whose. */
        order: OrderId;
        /** Each promotion once. */
        uses: Use[];
      };
    }
  | {
      /** A refund gave these amounts back to their budgets; the promotions stay used. */
      refunded: {
        /** Of which order. */
        order: OrderId;
        /** Each promotion once. */
        uses: Use[];
      };
    }
  | {
      /** A surprise was given out of its budget. */
      delighted: {
        /** On which day, in the shop. */
        day: CivilDay;
        /** How many points. */
        points: number;
        /** What they were worth, in minor units of the book currency, rounded up. */
        minor: number;
      };
    };

/** One use of a promotion. */
export interface Use {
  /** Which. */
  promotion: PromotionId;
  /** What it took off, in minor units of the book currency. */
  minor: number;
  /** Which budget paid for it. */
  budget?: number | null;
}

/** Units of one product. */
export interface StockLine {
  /** Which. */
  product: ProductId;
  /** How many. */
  units: number;
}

// event/order

/** The cart and the life of an order. */
export type OrderFact =
  | {
      /** The cart now holds this many of a product; 0 takes it out. */
      cart_changed: {
        /** Which. */
        product: ProductId;
        /** How many there are now. */
        quantity: number;
      };
    }
  | {
      /** The cart became an order. */
      placed: {
        /** Its identifier. */
        order: OrderId;
        /** Its number for people, counted by the shop from 1. */
        number: number;
        /** Where name and address are kept, outside the log. */
        contact: ContactId;
        /** What was bought, at which price. */
        lines: Line[];
        /**
         * What is to be paid: the sum of the lines, and of sending as the receipt has it, less what points and a gift
         * card pay.
         */
        total: Money;
        /** How the total came about; orders of old have none. */
        receipt?: Receipt | null;
        /** What promotions gave for it, each once. */
        uses?: Use[];
        /** Units that were not on the shelf: they are sent when they come, see `units_allocated`. */
        waiting?: StockLine[];
        /**
         * How it goes and when it was said to be there; nothing, where its buyer chose nobody to bring it.
         */
        promise?: Promised | null;
        /** What of it is not sent, each product once. */
        goods?: Good[];
      };
    }
  | {
      /** All that is left of the order is packed, in one parcel. */
      packed: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /** Every parcel that was packed left the house. */
      shipped: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /** Every parcel on its way arrived; so the order is done, where nothing else is left of it. */
      delivered: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /** The order was called off before it left the house. */
      cancelled: {
        /** Which. */
        order: OrderId;
      };
    }
  | {
      /** A basket was paid at a till. */
      sold_in_store: {
        /** Of `paid` in the lines. */
        currency: Currency;
        /** What was in the basket. */
        lines: SoldLine[];
      };
    }
  | {
      /** A code was accepted: its promotion acts on this cart from now on. */
      coupon_applied: {
        /** Which, and what the shopper may see of it. */
        coupon: Coupon;
      };
    }
  | {
      /** The shopper took a coupon back. */
      coupon_removed: {
        /** Which promotion it opened. */
        promotion: PromotionId;
      };
    }
  | {
      /** The buyer got money back. */
      refunded: {
        /** Which order. */
        order: OrderId;
        /** For what. */
        refund: Refund;
      };
    }
  | {
      /** Units of the order are packed, in a parcel of their own. */
      parcel_packed: {
        /** Which order. */
        order: OrderId;
        /** The number of the parcel, the next of its order. */
        parcel: ParcelId;
        /** What is in it. */
        lines: StockLine[];
      };
    }
  | {
      /**
       * A parcel went a step on. The units of one that is lost wait for stock again; those of one that was opened or
       * came back can be packed again.
       */
      parcel_moved: {
        /** Of which order. */
        order: OrderId;
        /** Which. */
        parcel: ParcelId;
        /** Where it stands now. */
        status: ParcelStatus;
        /** Who carries it, where that is new. */
        consignment?: Consignment | null;
      };
    }
  | {
      /** Units that waited are on the shelf now and are this order's. */
      units_allocated: {
        /** Which order. */
        order: OrderId;
        /** Which of them. */
        lines: StockLine[];
      };
    }
  | {
      /** Units that had not left the house were called off. */
      units_cancelled: {
        /** Of which order. */
        order: OrderId;
        /** Which. */
        lines: StockLine[];
        /**
         * What need not be paid for them any more. Its lines are those units that were not refunded before.
         */
        credit: Refund;
      };
    }
  | {
      /** The payment of the order went a step on. */
      payment_recorded: {
        /** Of which order. */
        order: OrderId;
        /** What happened. */
        payment: Payment;
      };
    }
  | {
      /** Somebody wants to send units of the order back. */
      return_requested: {
        /** Of which order. */
        order: OrderId;
        /** The number of the return, the next of its order. */
        number: ReturnId;
        /** Which units. */
        lines: StockLine[];
        /** Why. */
        reason: ReturnReason;
        /** What for. */
        wish: ReturnWish;
      };
    }
  | {
      /** A return went a step on. The units of one that is exchanged wait for stock and go out again. */
      return_moved: {
        /** Of which order. */
        order: OrderId;
        /** Which. */
        number: ReturnId;
        /** Where it stands now. */
        status: ReturnStatus;
        /** How it is sent, where that is new. */
        label?: Consignment | null;
      };
    }
  | {
      /** The order was to be there by now, and is not. */
      promise_broken: {
        /** Which. */
        order: OrderId;
        /** When it should have been there. */
        until: Timestamp;
        /** What its buyer is offered for that; nothing, where the shop offers nothing. */
        offer?: Money | null;
      };
    }
  | {
      /** The buyer of an order whose promise was broken took what was offered for that. */
      compensated: {
        /** Which. */
        order: OrderId;
        /** So much less is to be paid for it. */
        amount: Money;
      };
    }
  | {
      /** The carrier of a parcel saw it at a moment, now or a while ago. */
      parcel_scanned: {
        /** Of which order. */
        order: OrderId;
        /** Which. */
        parcel: ParcelId;
        /** Where it stood. */
        status: ParcelStatus;
        /** When it was seen. */
        at: Timestamp;
      };
    }
  | {
      /** Units were paid that entitle to something: its buyer has it from now on, once for each. */
      granted: {
        /** Of which order. */
        order: OrderId;
        /** Which, each product once. */
        lines: StockLine[];
      };
    }
  | {
      /**
       * Units that entitle to something were called off or given back: those that were granted last are so no more.
       */
      revoked: {
        /** Of which order. */
        order: OrderId;
        /** Which, each product once. */
        lines: StockLine[];
      };
    };

/** Money that a buyer got back for part of an order. */
export interface Refund {
  /** For these units. */
  lines: StockLine[];
  /** Whether what sending cost is in it. */
  shipping: boolean;
  /** How much. */
  amount: Money;
  /** What promotions had taken off of it, each once: their budgets have it again. */
  uses: Use[];
}

/** One line of an order: a line carries its total, a unit price is display only. */
export interface Line {
  /** What. */
  product: ProductId;
  /** How many, at least 1. */
  quantity: number;
  /** What the line costs. */
  total: Money;
  /** The price list that the price came from. */
  list: PriceListId;
}

/** One line of a basket sold in a store. */
export interface SoldLine {
  /** What. */
  product: ProductId;
  /** How many, at least 1. */
  quantity: number;
  /** What was paid for the line, in minor units of the basket's currency. */
  paid: number;
}

// event/parcel

/** Where a parcel stands. */
export type ParcelStatus =
  /** Closed, still in the house. */
  | 'packed'
  /** Handed to the carrier. */
  | 'shipped'
  /** Seen on its way. */
  | 'in_transit'
  /** With whoever brings it to the door. */
  | 'out_for_delivery'
  /** There. The end. */
  | 'delivered'
  /** Nobody took it; it will be tried again. */
  | 'failed'
  /** It will not come any more. The end. */
  | 'lost'
  /** Back in the house. The end. */
  | 'returned'
  /** Opened again before it left the house. The end. */
  | 'unpacked'
  /** It waits to be picked up, or is held up. */
  | 'held_up'
  /** It is on its way back. What is delivered behind that is back in the house. */
  | 'turned_back'
  /**
   * It came to its buyer after all, as its house knows, though it was turned back: what is delivered then is delivered.
   * Nobody asks for it: it stands beside the delivery that the house tells.
   */
  | 'after_all';

/** Who carries a parcel, and under which number. */
export interface Consignment {
  /** The carrier's name, 1 to 40 characters. */
  carrier: string;
  /** The carrier's own number: 1 to 40 letters, digits and hyphens of ASCII. */
  number: string;
}

/** What happened to the payment of an order. */
export interface Payment {
  /** What. */
  kind: PaymentKind;
  /** How much, more than nothing. */
  amount: Money;
  /** The number of the invoice that says so, counted by the shop from 1 without gaps; of a capture only. */
  invoice?: number | null;
}

/** How money moved, or is about to. */
export type PaymentKind =
  /** It is set aside for the shop. */
  | 'authorised'
  /** The shop has it. */
  | 'captured'
  /** The buyer has it back, for what was called off. */
  | 'repaid';

// event/promise

/** How an order goes, and when it was said to be there. */
export interface Promised {
  /** With whom, where to, and how soon. */
  despatch: Despatch;
  /** The day on which the shop means to hand it over. */
  handed_over: CivilDay;
  /** When it is to be there; nothing, where too little was known to promise anything. */
  interval?: Interval | null;
}

/** A time within which something is to happen. */
export interface Interval {
  /** Not earlier than this. */
  from: Timestamp;
  /** Not later than this. */
  until: Timestamp;
  /** How many of 10,000 such promises hold. */
  level: BasisPoints;
}

/** A parcel of the past, of which the end is known. */
export interface PastDelivery {
  /** What was known of it when it was sent. */
  despatch: Despatch;
  /**
   * Minutes from the midnight, on the shop's clock, that began the day of handing over until it was delivered;
   * nothing, if it was lost.
   */
  took?: number | null;
}

// event/referral

/** With which order somebody who was referred got their points, and what that brought on the other side. */
export interface Welcome {
  /** The order. */
  order: OrderId;
  /** What of it must be left, in minor units: else all of it is taken back. */
  least: number;
  /** The lot of who referred, in their own account. */
  theirs: EntryId;
  /** How many points are in that. */
  brought: number;
}

/** Why a referral brings nothing, or is none. */
export type ReferralFault =
  /** Nobody has that code. */
  | 'unknown'
  /** The shop's programme has no referral, or no more. */
  | 'closed'
  /** The shopper lets nothing be remembered. */
  | 'no_consent'
  /** It is the shopper's own code. */
  | 'own'
  /** The shopper bought before. */
  | 'bought'
  /** The shopper came by another code. */
  | 'another'
  /** Others came by a code of the shopper's: who refers is no newcomer. */
  | 'circle'
  /** Who has the code came by one themself, and has not bought yet. */
  | 'early'
  /** The code brought as much as it may. */
  | 'spent'
  /** The first order came too late. */
  | 'late'
  /** The first order was too small. */
  | 'small'
  /** Both have one mailbox, or one address. */
  | 'together'
  /** The merchant says so. */
  | 'merchant';

// event/returns

/** Why something comes back. Kept as a fact: what learns from the log may read it. */
export type ReturnReason =
  /** It is broken or spoilt. */
  | 'damaged'
  /** It is not what was ordered. */
  | 'wrong_item'
  /** It is not as the shop had said. */
  | 'not_as_described'
  /** It does not suit its buyer. */
  | 'does_not_suit'
  /** It came too late. */
  | 'late'
  /** It is not wanted any more. */
  | 'unwanted';

/** What somebody wants for what they send back. */
export type ReturnWish =
  /** Their money. */
  | 'refund'
  /** The same again. */
  | 'exchange';

/** Where a return stands. */
export type ReturnStatus =
  /** Its buyer asked for it. */
  | 'requested'
  /** The shop agrees. */
  | 'approved'
  /** Its buyer has a label to send it with. */
  | 'labelled'
  /** The shop has it back. */
  | 'received'
  /** Its buyer has the money back. The end. */
  | 'refunded'
  /** Its buyer gets the same again. The end. */
  | 'exchanged'
  /** The shop does not take it back. The end. */
  | 'refused';

// event/signal

/** All that a browser may claim. Signals teach; they never change a cart, an order or a price. */
export type Signal =
  | {
      /** The page of a product was seen. Feeds: recommendations. */
      view_item: {
        /** Which. */
        product: ProductId;
      };
    }
  | {
      /** A product was chosen from a list. Feeds: recommendations. */
      select_item: {
        /** Which. */
        product: ProductId;
      };
    }
  | {
      /** A product was put into the cart. Feeds: recommendations. */
      add_to_cart: {
        /** Which. */
        product: ProductId;
      };
    }
  | {
      /** The shopper does not want to be shown this product. Feeds: their own lists, which leave it out. */
      not_for_me: {
        /** Which. */
        product: ProductId;
      };
    }
  | {
      /** The shopper took that back. Feeds: their own lists. */
      undo_not_for_me: {
        /** Which. */
        product: ProductId;
      };
    }
  | {
      /** The shopper says what they think of a category, a brand or a price. Feeds: their own lists. */
      said: {
        /** Of what. */
        topic: Topic;
        /** What. */
        opinion: Opinion;
      };
    }
  | {
      /**
       * A product was bought elsewhere, or before: what a shopper brings along. Feeds: their own lists. What was bought
       * here is an order, and no browser may claim one.
       */
      purchase: {
        /** Which. */
        product: ProductId;
      };
    }
  | {
      /** The page of a product was looked at for a while. Feeds: the profile. */
      user_engagement: {
        /** Which. */
        product: ProductId;
      };
    };

// event/taste

/** What products have in common that somebody may like or not. */
export type Topic =
  | {
      /** A category of the shop. */
      category: LabelId;
    }
  | {
      /** A brand: the number of its maker. */
      brand: number;
    }
  | {
      /**
       * How dear it is beside others of its type: 0 is a quarter below their mean and lower, 2 a quarter above and
       * higher, 1 lies between.
       */
      price: number;
    };

/** What a shopper says of a topic. */
export type Opinion =
  /** Nothing any more: as if they had never spoken of it. */
  | 'unsaid'
  /** More of it. */
  | 'likes'
  /** None of it. */
  | 'not_for_me'
  /** What they did says nothing of it: no taste is to be inferred. */
  | 'ignored';

// id

/** A visitor (random, minted only after consent) or a customer (after login). */
export type ShopperId = string;

/** One page load, one carrier feed or one server run: whatever numbers its own events from 0. */
export type SourceId = string;

/** An order, minted by the server when the checkout page is drawn, so that sending it twice is one order. */
export type OrderId = string;

/** A row of the `contact` table, where personal data lives; the log holds only this number. */
export type ContactId = string;

/** SHA-256 of a published blob (snapshot, names, shop): 64 hex digits. */
export type ContentHash = string;

/** A product of the shop's catalogue, as the merchant numbers it. */
export type ProductId = number;

/** A price list of the shop. */
export type PriceListId = number;

/** A carrier that takes the shop's parcels to their buyers. */
export type CarrierId = number;

/** A parcel, numbered by its order from 1. */
export type ParcelId = number;

/** A return, numbered by its order from 1. */
export type ReturnId = number;

/**
 * An entry in the account of points of one shopper: when it was made, in milliseconds, later by one where that is taken.
 */
export type EntryId = number;

/**
 * A gift card, counted by the shop from 1. It opens nothing: only the card's code does, which is nowhere in the log.
 */
export type GiftCardId = number;

/** A department, category or product type of the shop's taxonomy: an index into its labels. */
export type LabelId = number;

/** What makes an event one of a kind: who numbered it, and its number there, from 0. */
export interface EventId {
  /** The page load, feed or server run. */
  source: SourceId;
  /** Its running number, from 0. */
  n: number;
}

// money

/** An ISO 4217 currency that Attar knows the exponent of. */
export type Currency =
  /** United States dollar, 2 decimals. */
  | 'USD'
  /** Euro, 2 decimals. */
  | 'EUR'
  /** Iranian rial, 0 decimals (as CLDR has it); people count in toman of ten rial. */
  | 'IRR'
  /** Kuwaiti dinar, 3 decimals. */
  | 'KWD';

/** An amount in minor units (cents) of one currency. At JSON edges `minor` stays within 2^53. */
export interface Money {
  /** Minor units, possibly negative. */
  minor: number;
  /** Of what. */
  currency: Currency;
}

/** A rate in hundredths of a percent: 1,500 is 15 %. */
export type BasisPoints = number;

// query

/** What a shopper may ask. */
export type Query =
  | {
      /** What is right for me? */
      recommend: {
        /** For which place of the page. */
        slot: Slot;
        /** The product that the page is about; `similar` and `bought_together` need one. */
        product?: ProductId | null;
        /** How many, at most 50. */
        n: number;
        /**
         * Of these departments, categories and types only, at most 8; of all if
         * there are none.
         */
        within?: LabelId[];
      };
    }
  | {
      /** On what terms? */
      price: {
        /** Which product. */
        product: ProductId;
        /** In what; the shop's book currency if unsaid. */
        currency?: Currency | null;
      };
    }
  /** What is in my cart, and what does it cost? */
  | 'cart'
  | {
      /** Where is it? */
      track: {
        /** Which order. */
        order: OrderId;
      };
    }
  /** What do you know about me? */
  | 'profile'
  | {
      /** What would it cost, without putting it into the cart? */
      would_be: {
        /** So many more of each, at most 200. */
        lines: StockLine[];
        /** Whether instead of what is in the cart; default: beside it. */
        instead?: boolean;
      };
    }
  | {
      /** When would it be there, if it were ordered now? */
      delivery: {
        /** Where to. */
        zone: DeliveryZone;
      };
    }
  /** What did I collect, and what does that bring me? */
  | 'loyalty';

/** What the engine says. */
export type Answer =
  | {
      /** To `recommend`. */
      recommended: Recommended;
    }
  | {
      /** To `price`. */
      priced: Priced;
    }
  | {
      /** To `cart`. */
      cart: Cart;
    }
  | {
      /** To `track`. */
      tracked: Tracked;
    }
  | {
      /** To `profile`. */
      profile: Profile;
    }
  | {
      /** There is no such thing, or it is not this shopper's. */
      unknown: Unknown;
    }
  | {
      /** To `would_be`. */
      would_be: WouldBe;
    }
  | {
      /** To `delivery`. */
      delivery: DeliveryOption[];
    }
  | {
      /** To `loyalty`. */
      loyalty: Loyalty;
    };

/** What is not there. */
export type Unknown =
  | {
      /** No such product is sold here. */
      product: ProductId;
    }
  | {
      /** The product has no price in this currency. */
      price: [ProductId, Currency];
    }
  | {
      /** This shopper has no such order. */
      order: OrderId;
    }
  /** The slot follows a product, and none was named. */
  | 'product_unsaid'
  | {
      /** A cart cannot hold so many: of this product, or so many products. */
      quantity: ProductId;
    }
  /** This build of the engine prices no carts (it lacks the feature `till`): the server does. */
  | 'only_server'
  | {
      /** The shop does not send there. */
      zone: DeliveryZone;
    }
  /** The shop has no loyalty programme. */
  | 'programme';

/** A list of products, best first. */
export interface Recommended {
  /** For which place. */
  slot: Slot;
  /** Best first; exactly as many as asked, or `short` says why not. */
  picks: Pick[];
  /** Why there are fewer than asked. */
  short: Short | null;
}

/** One product of a list. */
export interface Pick {
  /** Which. */
  product: ProductId;
  /** The cause without which it would stand lowest. */
  reason: Reason;
  /**
   * Where it would stand no lower without that one alone: what must go too, at most
   * 3 causes.
   */
  also: Reason[];
}

/** Why a list is shorter than asked. */
export type Short =
  /** Nothing else is known, sold and in stock. */
  | 'nothing_else'
  /**
   * More were asked for than 50, or within more than 8; the
   * labels beyond are passed over.
   */
  | 'too_many'
  | {
      /**
       * Service comes before selling: a promise to this shopper is broken, and neither kept nor made up for yet.
       */
      late: {
        /** Of which order. */
        order: OrderId;
        /** Its number for people. */
        number: number;
        /** When it should have been there. */
        until: Timestamp;
        /** What its buyer is offered for that. */
        offer: Money | null;
        /** Where it is held up. */
        cause: Cause;
      };
    };

/** A way for an order to go, and when it would be there. */
export interface DeliveryOption {
  /** With whom. */
  carrier: CarrierId;
  /** What would be promised. */
  promise: Promised;
}

/** Why this item. */
export type Reason =
  | {
      /** The shopper looked at this product. */
      viewed: ProductId;
    }
  | {
      /** The shopper put this product into the cart. */
      in_cart: ProductId;
    }
  | {
      /** The shopper bought this product. */
      bought: ProductId;
    }
  | {
      /** The page is about this product. */
      goes_with: ProductId;
    }
  /** Many buy it now. */
  | 'popular'
  /** Hardly anybody met it yet. */
  | 'new'
  /** The shop sells it, and nothing better is known. */
  | 'range'
  | {
      /** The shopper said that they like what it has. */
      liked: Topic;
    }
  | {
      /** What they did of late speaks for what it has. */
      leaning: Topic;
    };

/** What the shop knows about a shopper, and from what. */
export interface Profile {
  /** What may be remembered. */
  consent: Consent;
  /** Whether they hold the card. */
  card: boolean;
  /** How often they bought. */
  purchases: number;
  /** How much they spent in the book currency. */
  spent: Money;
  /** When they last bought. */
  last_purchase: Timestamp | null;
  /** The categories they met most, with how often, most first, at most 5. */
  categories: [LabelId, number][];
  /** Where they stand among all customers, when there is a model for it. */
  segment: Segment | null;
  /** What the above is based on: products met of late, latest first, at most 10. */
  recent: Reason[];
  /** The groups that they are in, ascending. */
  groups: string[];
  /** What they do not want to be shown, ascending. */
  refused: ProductId[];
  /** What they said they like, ascending. */
  likes: Topic[];
  /** What they said is not for them, ascending. */
  unwanted: Topic[];
  /** Of what they do not want a taste to be inferred, ascending. */
  ignored: Topic[];
  /**
   * What is inferred from what they did: topics that they did not speak of, in thousandths of all of their kind,
   * below 0 against; strongest first, at most 8.
   */
  leanings: [Topic, number][];
}

/** A learned group of customers, as percentiles of its centre, 0..=100. */
export interface Segment {
  /** Its number in the model. */
  index: number;
  /** How recently its members bought; 100 is most recent. */
  recency: number;
  /** How often they bought. */
  frequency: number;
  /** How much they spent. */
  money: number;
}

// query/loyalty

/** The points and the tier of a shopper. */
export interface Loyalty {
  /** Whether they collect: members are the holders of the card. */
  member: boolean;
  /** What they can spend. */
  available: number;
  /** What that is worth. */
  worth: Money;
  /**
   * What they will be able to spend, and when; the soonest first, at most 12, the last of which holds
   * all that come later.
   */
  pending: Points[];
  /** What expires, and when, likewise. */
  expiring: Points[];
  /** How points are spent; nothing, where they are not. */
  redeem: Redeem | null;
  /** The tier they are of. */
  tier: Standing | null;
  /** The next one, and what it takes. */
  ahead: Ahead | null;
  /** What moved points, the latest first, at most 50. */
  history: Entry[];
  /** The balance before these: with their points it is all that there is, pending points among it. */
  opening: number;
  /** What referring somebody brings, and brought; nothing, where it brings nothing. */
  referral: Referring | null;
}

/** Points, and a moment at which something becomes of them. */
export interface Points {
  /** When. */
  at: Timestamp;
  /** How many. */
  points: number;
}

/** The tier somebody is of. */
export interface Standing {
  /** Its name in the programme. */
  tier: string;
  /** What people call it. */
  title: Label;
  /** Since when. */
  since: Timestamp;
  /** Until when; nothing, if for life. Who earned it again by then stays. */
  until: Timestamp | null;
}

/** A tier that somebody has not reached, and the cheapest honest way there. */
export interface Ahead {
  /** Its name in the programme. */
  tier: string;
  /** What people call it. */
  title: Label;
  /** What counts. */
  by: Measure;
  /** How much there is of it. */
  have: number;
  /** How much it takes. */
  need: number;
  /**
   * When less of that will count, if nothing more comes: a calendar window ends then, or a day falls out of one
   * that moves on.
   */
  until: Timestamp | null;
  /**
   * The least money that is to be spent for it by one rule alone, where that can be told. Rules add up, so less may do.
   */
  spend: Money | null;
  /**
   * What its points would be worth more than now, for what was bought within the window, while the tier lasts.
   */
  brings: Money;
  /** Whether it has prices or promotions of its own beside. */
  prices: boolean;
  /**
   * Whether it pays to buy for it: what it brings in points is worth more than what is to be spent, or it has prices
   * of its own.
   */
  worth_it: boolean;
}

/** What referring brings, and what it brought to one shopper. */
export interface Referring {
  /** Points for who refers. */
  gives: number;
  /** Points for who is referred. */
  welcomes: number;
  /** What the first order of who is referred must come to. */
  least: Money;
  /** The shopper's own code; nothing, until they ask for one. */
  code: string | null;
  /** How many came by it. */
  followed: number;
  /** Of how many the first order brought points. */
  brought: number;
  /** How many points, less what was taken back. */
  points: number;
  /** That the shopper came by somebody's code. */
  came: Invited | null;
}

/** That somebody came by a code. */
export type Invited =
  | {
      /** Their first order is awaited until then. */
      until: Timestamp;
    }
  /** It brought points: the history tells of them. */
  | 'welcomed'
  | {
      /** It brings nothing. */
      ended: ReferralFault;
    };

// query/prices

/** Why this price, and which list it came from. */
export type PriceReason =
  | {
      /** The price for everyone. */
      list: PriceListId;
    }
  | {
      /** The price for holders of the card. */
      card: PriceListId;
    }
  | {
      /** The price for a group that they are in. */
      group: PriceListId;
    };

/** The price of one product for this shopper. */
export interface Priced {
  /** Which. */
  product: ProductId;
  /** What this shopper pays. Never above `public`. */
  price: Money;
  /** What everyone may pay. */
  public: Money;
  /** What holders of the card pay, where that is less than `price`. */
  with_card: Money | null;
  /** Why this price. */
  reason: PriceReason;
  /** What each costs of more: from so many units on, ascending; each price is below the one before. */
  steps: FromUnits[];
  /** Where `public` is a lower price than before: the lowest one of the 30 days before it began. */
  lowest: Money | null;
}

/** A price from a quantity on. */
export interface FromUnits {
  /** From so many units on a line. */
  from_units: number;
  /** What each of them costs. */
  price: Money;
}

/** The cart at today's prices. */
export interface Cart {
  /** In the order of product numbers. */
  lines: CartLine[];
  /** What is to be paid: the sum of the lines, and of sending as the receipt has it, less what points pay. */
  total: Money;
  /** What the same lines cost at the price for everyone. */
  public_total: Money;
  /**
   * How the total came about, and what would lower it; nothing for an empty cart. Promotions are those that
   * everyone may know of and those that the shopper has a code for; what is left of budgets is checked at
   * checkout. Where everyone may know of more than 500, they are those that concern the cart
   * (`concerns`) and those that the shopper has a code
   * for: what acts, and what more of the same would bring.
   */
  receipt: Receipt | null;
  /** The promotions that the shopper has a code for, ascending. */
  coupons: PromotionId[];
}

/** What a cart would come to. */
export interface WouldBe {
  /** The cart as it would be. */
  cart: Cart;
  /** What it costs more than the cart as it is; the whole, if it is instead of it. */
  more: Money;
}

/** One line of the cart. */
export interface CartLine {
  /** What. */
  product: ProductId;
  /** How many. */
  quantity: number;
  /** What the line costs, after promotions, with its tax. */
  total: Money;
  /** Why this price. */
  reason: PriceReason;
  /** Whether that many can be had. */
  in_stock: boolean;
  /** Whether some of it may come later: it can be ordered though there is not enough on the shelf. */
  waits: boolean;
}

// query/slot

/** A place for a list of products. */
export type Slot =
  /** Follows the shopper's own context. */
  | 'for_you'
  /** Follows one product. */
  | 'similar'
  /** What sells now, the same for all. */
  | 'trending'
  /** What is bought with one product: none of its own type. */
  | 'bought_together'
  /** What the shopper met of late, latest first. */
  | 'recent'
  /** What the shopper bought, likeliest in the next basket first. */
  | 'buy_again';

// query/tracked

/** Where an order is. */
export interface Tracked {
  /** Which. */
  order: OrderId;
  /** Its number for people. */
  number: number;
  /** Where it stands: as far as the last of its units. */
  status: Status;
  /** What happened so far, oldest first: the reasons for `status`. */
  timeline: TrackedStep[];
  /** What comes next, if all goes well; empty at the end. */
  ahead: Status[];
  /** What was bought. */
  lines: Line[];
  /** What is to be paid. */
  total: Money;
  /** How the total came about, as it was when the order was placed. */
  receipt: Receipt | null;
  /** What the buyer got back of it; nothing, if there was no refund. */
  refunded: Money | null;
  /** In which parcels it comes, in the order of their packing. */
  parcels: Parcel[];
  /** Units that wait for stock, ascending by product. */
  waiting: StockLine[];
  /** Units that were called off, ascending by product; of an order that was called off as a whole none. */
  cancelled: StockLine[];
  /** What happened to its payment, oldest first, where the shop records that. */
  payments: Paid[];
  /** What is still to be paid; nothing, where the shop records no payments of it. */
  due: Money | null;
  /** What its buyer sends back, in the order of their asking. */
  returns: Return[];
  /** How it goes and when it was said to be there, where that was promised. */
  promise: Promised | null;
  /** What of that promise is not kept; nothing, while it is. */
  late: Late | null;
}

/** Why an order is not there when it was said to be, and what there is for that. */
export interface Late {
  /** Where it is held up. */
  cause: Cause;
  /** What its buyer is offered and did not take yet. */
  offer: Money | null;
  /** What its buyer took for it. */
  compensated: Money | null;
}

/** Where a late order is held up. */
export type Cause =
  /** Some of it is not on the shelf. */
  | 'waits'
  /** It did not leave the house. */
  | 'in_house'
  /** It is with its carrier. */
  | 'underway'
  /** Nobody took it at the door. */
  | 'nobody_there'
  /** It is lost, and is sent anew. */
  | 'lost'
  /** It is there by now. */
  | 'arrived'
  /** A parcel waits to be picked up, is held up, or was turned back. */
  | 'held_up'
  /** A parcel came back to the house, and is sent anew. */
  | 'came_back';

/** One step of an order. */
export interface TrackedStep {
  /** Which. */
  status: Status;
  /** When. */
  at: Timestamp;
}

/** Some units of an order on their way together. */
export interface Parcel {
  /** Its number in the order, from 1. */
  id: ParcelId;
  /** What is in it. */
  lines: StockLine[];
  /**
   * What happened to it, oldest first; the first step is `packed`. What its carrier saw stands at its own time.
   */
  timeline: ParcelStep[];
  /** Who carries it, where that is known. */
  consignment: Consignment | null;
}

/** One step of a parcel. */
export interface ParcelStep {
  /** Which. */
  status: ParcelStatus;
  /** When. */
  at: Timestamp;
}

/** Some units of an order on their way back together. */
export interface Return {
  /** Its number in the order, from 1. */
  number: ReturnId;
  /** What comes back. */
  lines: StockLine[];
  /** Why. */
  reason: ReturnReason;
  /** What its buyer wants for it. */
  wish: ReturnWish;
  /** What happened to it, oldest first; the first step is `requested`. */
  timeline: ReturnStep[];
  /** How it is sent, where the shop says so. */
  label: Consignment | null;
}

/** One step of a return. */
export interface ReturnStep {
  /** Which. */
  status: ReturnStatus;
  /** When. */
  at: Timestamp;
}

/** One step of a payment. */
export interface Paid {
  /** What happened. */
  payment: Payment;
  /** When. */
  at: Timestamp;
}

// service/promise

/** Where a parcel goes, as the shop and its carriers divide the world: `0` is nearest. */
export type DeliveryZone = number;

/** All that a promise depends on. */
export interface Despatch {
  /** Who takes it. */
  carrier: CarrierId;
  /** Where to. */
  zone: DeliveryZone;
  /** The weekday on which the shop means to hand it over. */
  weekday: Weekday;
  /** How many days the shop means to need until then; more than 3 counts as that. */
  handling_days: number;
}

// shop/names

/** A name in every language. */
export interface Label {
  /** English. */
  en: string;
  /** Persian. */
  fa: string;
  /** Arabic. */
  ar: string;
}

// terms/compat/fine

/**
 * An amount in units of 1e-12 of a currency unit. 1.50 USD is `1_500_000_000_000`.
 *
 * Sums saturate; within `MOST` per amount and a million units per line they never do.
 */
export type Fine = string;

// terms/compat/medusa_2_21

/** Standard or buy-get. */
export type Medusa_2_21Kind =
  /** A discount on what it targets. */
  | 'standard'
  | {
      /** Buy some, get some. */
      buy_get: {
        /** Which lines count as bought. */
        buy_conditions: Medusa_2_21Condition[];
        /** How many must be bought. */
        buy_quantity: number;
        /** How many are given. */
        get_quantity: number;
      };
    };

/** What a promotion lowers. */
export type Medusa_2_21Target =
  /** Lines. */
  | 'items'
  /** All lines together. */
  | 'order'
  /** Shipping methods. */
  | 'shipping';

/** How a value is meant. */
export type Medusa_2_21Method =
  /** Percent. */
  | 'percent'
  /** Currency units. */
  | 'fixed';

/** How a discount is shared. */
export type Allocation =
  /** To each line. */
  | 'each'
  /** Over all lines. */
  | 'across'
  /** To the cheapest lines, a number of units in all. */
  | 'once';

/** One condition. */
export interface Medusa_2_21Condition {
  /** Which attribute. */
  field: string;
  /** How it compares. */
  op: Op;
  /** With what. */
  values: string[];
}

/** How values compare. */
export type Op =
  | 'eq'
  | 'ne'
  | 'in'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte';

// terms/compat/offer

/** An offer of another engine. */
export type Foreign =
  | {
      /** Of Medusa 2.21. */
      medusa_2_21: Medusa;
    }
  | {
      /** Of Vendure 3.1. */
      vendure_3_1: Vendure;
    }
  | {
      /** A calculator of Solidus. */
      solidus_calculators: Solidus;
    }
  | {
      /** A calculator of Saleor. */
      saleor_calculators: Saleor;
    };

/** As a promotion of Medusa, without its code, currency, campaign and limit. */
export interface Medusa {
  /** Standard, which is the default, or buy-get. */
  kind?: Medusa_2_21Kind;
  /** On what. Default: items. */
  target?: Medusa_2_21Target;
  /** Percent or fixed. */
  method: Medusa_2_21Method;
  /** Percent, or currency units; at least 0. */
  value: Fine;
  /** How it is shared. */
  allocation?: Allocation | null;
  /** The most units, at most 1,000,000. */
  max_quantity?: number | null;
  /** Whether bases are with tax. */
  tax_inclusive?: boolean;
  /** What the cart must be like: fields of `CART` and, behind `items.`, of `LINE`. */
  conditions?: Medusa_2_21Condition[];
  /** What a target must be like: fields of `LINE`. */
  target_conditions?: Medusa_2_21Condition[];
}

/** As a promotion of Vendure. */
export interface Vendure {
  /** On lines or on the order. */
  target: Vendure_3_1Target;
  /** Percent, or minor units; at least 0. */
  method: Vendure_3_1Method;
  /** Which subtotal the order must have, in minor units, at least 0. */
  minimum?: number | null;
}

/** A calculator of Solidus, and what it is asked of. */
export interface Solidus {
  /** Which lines. Default: all. */
  of?: Selector;
  /** Whether each line is asked for, or all at once. Default: each. */
  per?: Per;
  /** How much. */
  calculator: Calculator;
}

/** What a calculator is asked of. */
export type Per =
  /** Each line. */
  | 'line'
  /** All lines together; `DistributedAmount` shares it among them. */
  | 'order';

/** A calculator of Solidus; percents and currency units at least 0. */
export type Calculator =
  | {
      /** `FlatRate`. */
      flat_rate: {
        /** Currency units. */
        amount: Fine;
      };
    }
  | {
      /** `FlexiRate`. */
      flexi_rate: {
        /** For the first item. */
        first: Fine;
        /** For each further one. */
        additional: Fine;
        /** At most so many; 0 or unsaid: no limit. */
        max_items?: number | null;
      };
    }
  | {
      /** `FlatPercentItemTotal`. */
      flat_percent_item_total: {
        /** Percent. */
        percent: Fine;
      };
    }
  | {
      /** `PercentOnLineItem`. */
      percent_on_line_item: {
        /** Percent. */
        percent: Fine;
      };
    }
  | {
      /** `TieredFlatRate`. */
      tiered_flat_rate: {
        /** Below all tiers. */
        base: Fine;
        /** (From, currency units), in any order. */
        tiers: [Fine, Fine][];
      };
    }
  | {
      /** `TieredPercent`: the tier is that of the whole order. */
      tiered_percent: {
        /** Below all tiers. */
        base: Fine;
        /** (From, percent), in any order. */
        tiers: [Fine, Fine][];
      };
    };

/** A percentage as Saleor takes it. */
export interface Saleor {
  /** Off which lines. Default: all. */
  of?: Selector;
  /** Percent, at least 0. */
  percent: Fine;
}

// terms/compat/vendure_3_1

/** What a promotion lowers. */
export type Vendure_3_1Target =
  /** Each line. */
  | 'items'
  /** All lines together. */
  | 'order';

/** What a promotion takes off. */
export type Vendure_3_1Method =
  | {
      /** Percent. */
      percent: Fine;
    }
  | {
      /** Minor units. */
      fixed: number;
    };

// terms/condition

/** Which lines are meant. Everything unless narrowed. */
export interface Selector {
  /** Only these products, if any are named. */
  products?: ProductId[];
  /** Only these categories, if any are named. */
  categories?: LabelId[];
  /** Never these. */
  except?: ProductId[];
}

/** When something holds, on the shop's clock on the wall. */
export interface Schedule {
  /** Not before. */
  from?: Timestamp | null;
  /** Not at or after. */
  until?: Timestamp | null;
  /** Monday is 1, Sunday 7; every day if none is named. */
  weekdays?: number[];
  /** Minutes since local midnight, from (included) and until (not): `[540, 1020]` is 9 to 17. */
  minutes?: [number, number] | null;
}

/** What must hold. */
export type ConditionCondition =
  | {
      /** Each of them; none at all holds. */
      all: ConditionCondition[];
    }
  | {
      /** One of them; none at all does not hold. */
      any: ConditionCondition[];
    }
  | {
      /** The opposite. */
      not: ConditionCondition;
    }
  | {
      /** So much is spent, in minor units. */
      spend: {
        /** On these lines. */
        of?: Selector;
        /** At least this. */
        at_least: number;
      };
    }
  | {
      /** So many units are bought. */
      units: {
        /** Of these lines. */
        of?: Selector;
        /** At least this many. */
        at_least: number;
      };
    }
  | {
      /** The shopper is in one of these groups. */
      group: string[];
    }
  | {
      /** The shopper is of one of these tiers. */
      tier: string[];
    }
  | {
      /** The cart is of one of these channels. */
      channel: string[];
    }
  /** The shopper has not ordered before. */
  | 'first_order'
  | {
      /** It is the time for it. */
      when: Schedule;
    };

/** Why a condition holds or not: the tree again, with an answer at every node. */
export interface Trace {
  /** Which node: `all`, `spend`, `group`. */
  what: string;
  /** Whether it holds. */
  holds: boolean;
  /** What there is and what is needed, where that is a number. */
  have_need?: [number, number] | null;
  /** Of `all`, `any` and `not`, the nodes below. */
  parts: Trace[];
}

// terms/condition/change

/** A change of the cart that would make one condition hold. */
export type Change =
  | {
      /** Spend so many minor units more on these lines. */
      spend: {
        /** Minor units. */
        more: number;
        /** On what. */
        of: Selector;
      };
    }
  | {
      /** Buy so many units more of these lines. */
      units: {
        /** How many. */
        more: number;
        /** Of what. */
        of: Selector;
      };
    }
  | {
      /** Join one of these groups. */
      group: string[];
    }
  | {
      /** Reach one of these tiers. */
      tier: string[];
    }
  | {
      /** Buy through one of these channels. */
      channel: string[];
    }
  | {
      /** Wait until then. */
      wait: Timestamp;
    }
  /** Enter the coupon. */
  | 'coupon';

// terms/loyalty/account

/** One entry that moved points. */
export interface Entry {
  /** Its number. */
  entry: EntryId;
  /** When. */
  at: Timestamp;
  /** What it was. */
  kind: AccountKind;
  /** How many points more the member has for it; fewer, below 0. */
  points: number;
  /** Of which order. */
  order: OrderId | null;
  /** Points that should have been taken and were forgiven. */
  forgiven: number;
}

/** What an entry was. */
export type AccountKind =
  /** Earned with a purchase or by joining. */
  | 'earned'
  /** Spent. */
  | 'redeemed'
  /** What was spent came back. */
  | 'given_back'
  /** What was earned was taken back. */
  | 'clawed_back'
  /** Expired. */
  | 'expired'
  /** Given or taken by the merchant. */
  | 'adjusted'
  /** Earned as somebody who was referred placed their first order. */
  | 'referral'
  /** Earned with the own first order, by invitation. */
  | 'referred'
  /** What such an order had brought was taken back with it. */
  | 'referral_undone'
  /** A surprise for the first order that was brought. */
  | 'first_delivered'
  /** A surprise for an order that came late. */
  | 'came_late'
  /** A surprise for another year with the card. */
  | 'anniversary'
  /** A surprise for many orders. */
  | 'many_orders';

// terms/loyalty/programme

/** How points are spent. */
export interface Redeem {
  /** As what. Default `payment`. */
  how: How;
  /** The fewest points of one order, at least 1. Default 1. */
  least: number;
  /** Only multiples of so many points, at least 1. Default 1. */
  step: number;
  /** The most of what an order comes to that points may be worth, 1 to 10,000. Default: all of it. */
  most_share: BasisPoints;
}

/** As what points are spent. */
export type How =
  /** As money: prices and taxes stay as they are, and so much less of them is to be paid. */
  | 'payment'
  /** As a discount on the lines, before tax, after every promotion; never below what guards allow. */
  | 'discount';

/** What counts towards a tier. */
export type Measure =
  /** Minor units of money spent. */
  | 'spend'
  /** Points earned, whatever became of them; what is clawed back does not count. */
  | 'points'
  /** Purchases; one that came back as a whole does not count. */
  | 'orders';

// terms/loyalty/redeem

/** How many points may be spent at once: none, or `least` to `most` in steps. */
export interface Redeemable {
  /** The fewest. */
  least: number;
  /** Only multiples of so many. */
  step: number;
  /** The most; 0 or below `least`, if none can be spent. */
  most: number;
}

// terms/promotion

/** The number of a promotion, unique in a shop. */
export type PromotionId = number;

/**
 * One promotion.
 *
 * Lanes are taken in ascending order; in a lane at most one promotion acts. In a lane the highest
 * `priority` comes first, of equal ones the lower number.
 */
export interface Promotion {
  /** Its number. */
  id: PromotionId;
  /** What people call it. */
  name: string;
  /** What it asks; default: nothing. */
  when?: ConditionCondition;
  /** What it gives. */
  gives: Offer;
  /** The lane it drives in. Default 0. */
  lane?: number;
  /** Its rank in the lane. Default 0. */
  priority?: number;
  /** Acts only if no other does. */
  alone?: boolean;
  /** Never acts beside these. */
  never_with?: PromotionId[];
  /** Acts only if one of these codes was entered; no codes: no coupon is needed. */
  coupons?: string[];
  /** How often one shopper may use it, at least 1. */
  per_shopper?: number | null;
  /** How often it may be used in all, and how often it was. */
  uses?: Uses | null;
  /** The number of the budget that pays for it. */
  budget?: number | null;
  /** What people call it in each language; `name` if unsaid. */
  names?: Label | null;
}

/** A promotion that a shopper has a code for. */
export interface Coupon {
  /** Which. */
  promotion: PromotionId;
  /** What the shopper may see of it: `public`. */
  terms: Promotion;
}

/** A limit of uses. */
export interface Uses {
  /** In all. */
  limit: number;
  /** Until now. */
  used?: number;
}

/** What a promotion gives. */
export type Offer =
  | {
      /** A percentage of what is left of the lines, rounded once and shared exactly. */
      percent: {
        /** 1..=10,000. */
        rate: BasisPoints;
        /** Of what. Default: the order. */
        on?: PromotionTarget;
        /** Of at most so many units per line (`each`, `across`) or in all (`once`: cheapest first). */
        most_units?: number | null;
        /** How units are counted. Default `each`. */
        spread?: Spread;
      };
    }
  | {
      /** An amount. */
      fixed: {
        /** Minor units, at least 1. */
        minor: number;
        /** Off what. Default: the order. */
        on?: PromotionTarget;
        /** Off every unit, off all together, or off the cheapest units. Default `across`. */
        spread?: Spread;
        /** See `Spread`. */
        most_units?: number | null;
      };
    }
  | {
      /** Buy some, get some cheaper. Bought are the dearest units, given the cheapest. */
      buy_get: {
        /** What must be bought. */
        buy?: Selector;
        /** How many of it, at least 1. */
        buy_units: number;
        /** What is given. */
        get?: Selector;
        /** How many of it, at least 1. */
        get_units: number;
        /** How much cheaper: 10,000 is free. */
        rate: BasisPoints;
        /** At most so many groups. */
        most_groups?: number | null;
      };
    }
  | {
      /** Some of each part together for one price. */
      bundle: {
        /** What is in it, dearest units first; at least one part. */
        parts: Part[];
        /** What one bundle costs, in minor units. */
        minor: number;
        /** At most so many bundles. */
        most_groups?: number | null;
      };
    }
  | {
      /** The more is spent, the higher the percentage: the last step that is reached counts. */
      steps: {
        /** On which lines. */
        of?: Selector;
        /** (Minor units spent at least, rate), ascending. */
        steps: [number, BasisPoints][];
      };
    }
  | {
      /** What another engine computes, where the shop's `Mode` is that engine's. */
      foreign: Foreign;
    };

/** A part of a bundle. */
export interface Part {
  /** Which lines. */
  of: Selector;
  /** How many units, at least 1. */
  units: number;
}

/** What an offer lowers. */
export type PromotionTarget =
  | {
      /** These lines. */
      items: Selector;
    }
  /** All lines. */
  | 'order'
  /** The shipping. */
  | 'shipping';

/** How an offer counts units. */
export type Spread =
  /** Each line on its own: up to `most_units` of it, all if unsaid. */
  | 'each'
  /** All lines together, in proportion to what is left of them. */
  | 'across'
  /** The cheapest units of all lines, `most_units` in all, 1 if unsaid. */
  | 'once';

// terms/receipt

/** What a cart comes to and why. Amounts are minor units of `currency`. */
export interface Receipt {
  /** In what. */
  currency: Currency;
  /** The derivation. The sum of `minor` is `total`. */
  steps: ReceiptStep[];
  /** In the order of the cart. */
  lines: LineTotal[];
  /** What sending costs, after promotions, without tax where that is added. */
  shipping: number;
  /** Per rate, ascending. */
  taxes: TaxTotal[];
  /** What is paid. */
  total: number;
  /** For every promotion, in the order in which they are taken. */
  verdicts: Verdict[];
  /** Whether the tax is in the prices; if not, it is added to them. */
  tax_included: boolean;
  /** What people call the promotions that act or could be had, in the order of `verdicts`. */
  called: [PromotionId, Label][];
  /**
   * What people call the price lists that lowered something, ascending by number; one without a name is the card's.
   */
  lists?: [PriceListId, Label][];
  /**
   * Of each product that costs everyone less than before, or that a promotion lowers: the lowest price for everyone
   * of the 30 days before that began, of one unit; ascending by product.
   */
  lowest?: [ProductId, number][];
}

/** One step of the derivation. */
export interface ReceiptStep {
  /** What it is. */
  what: What;
  /** On which product; nothing for shipping and tax. */
  product?: ProductId | null;
  /** How much it adds. */
  minor: number;
}

/** What a step is. */
export type What =
  /** The price for everyone. */
  | 'public'
  | {
      /** What this list is lower for this shopper. */
      list: PriceListId;
    }
  | {
      /** What this promotion would take off. */
      promotion: PromotionId;
    }
  | {
      /** What a guard holds back of this promotion. */
      held: [PromotionId, Guard];
    }
  /** Sending, before promotions. */
  | 'shipping'
  | {
      /** Tax of this rate, where it is not in the prices. */
      tax: BasisPoints;
    }
  | {
      /** What a guard holds back of this list. */
      held_list: [PriceListId, Guard];
    }
  /** What points pay. */
  | 'points'
  /** What a gift card pays. */
  | 'gift_card';

/** A step that is another one than was shown. */
export interface Changed {
  /** What it is. */
  what: What;
  /** On which product; nothing for shipping and tax. */
  product: ProductId | null;
  /** How much it added, as it was shown; 0 if it was not. */
  was: number;
  /** How much it adds; 0 if it is gone. */
  now: number;
}

/** What a line comes to. */
export interface LineTotal {
  /** What. */
  product: ProductId;
  /** How many. */
  quantity: number;
  /** At the price for everyone. */
  public: number;
  /** After promotions, in the tax of the prices. */
  total: number;
  /** Its part of the tax. */
  tax: number;
  /** What each promotion took off it. */
  by: [PromotionId, number][];
}

/** The tax of one rate. */
export interface TaxTotal {
  /** The rate. */
  rate: BasisPoints;
  /** What it is on, in the tax of the prices. */
  base: number;
  /** The tax, rounded once per rate. */
  tax: number;
}

// terms/settle

/** Why a promotion does not act. */
export type WhyNot =
  /** Its conditions do not hold; the trace says which. */
  | 'condition'
  /** Its coupon was not entered. */
  | 'coupon'
  /** This shopper used it as often as they may. */
  | 'per_shopper'
  /** It was used as often as it may be. */
  | 'used_up'
  | {
      /** It cannot be combined with this one. */
      beside: PromotionId;
    }
  /** There is nothing it could lower. */
  | 'nothing'
  | {
      /** A guard holds all of it back. */
      held: Guard;
    }
  /** The shopper is better off without it. */
  | 'better_without'
  /** It speaks of amounts in another currency than the cart's. */
  | 'currency';

/** What no promotion gets past. */
export type Guard =
  /** The floor price of an item. */
  | 'floor'
  /** An item's cost and the margin on it. */
  | 'margin'
  /** What is left of the budget. */
  | 'budget';

/** What became of one promotion. */
export interface Verdict {
  /** Which. */
  promotion: PromotionId;
  /** What it takes off, in minor units, if it acts. */
  gives?: number | null;
  /** Why not, if it does not. */
  why_not?: WhyNot | null;
  /** What it asked, answer by answer. */
  trace: Trace;
  /**
   * The fewest changes of the cart after which it would qualify; empty if it does already, whatever
   * else keeps it from acting; nothing if no change can, as once it is used up. Where its conditions hold and
   * there is nothing it could lower, what its offer lacks: units of a group or bundle, or spending up to a step.
   */
  change?: Change[] | null;
}

// time

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Timestamp = number;

/** A length of time in milliseconds, possibly negative. */
export type Span = number;

/** A calendar day somewhere: days since 1970-01-01 in the proleptic Gregorian calendar. */
export type CivilDay = number;

/** A day of the week. */
export type Weekday =
  | 'monday'
  | 'tuesday'
  | 'wednesday'
  | 'thursday'
  | 'friday'
  | 'saturday'
  | 'sunday';
