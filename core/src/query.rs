//! Questions and answers. Every answer says why.

use serde::{Deserialize, Serialize};

use crate::event::{Consent, Promise, StockLine, Topic};
use crate::id::{CarrierId, LabelId, OrderId, ProductId};
use crate::money::{Currency, Money};
use crate::service::promise::DeliveryZone;
use crate::time::Timestamp;

mod loyalty;
mod prices;
mod slot;
mod tracked;

pub use loyalty::{Ahead, Invited, Loyalty, Points, Referring, Standing};
pub use prices::{Cart, CartLine, FromUnits, PriceReason, Priced, WouldBe};
pub use slot::Slot;
pub use tracked::{Cause, Late, Paid, Parcel, ParcelStep, Return, ReturnStep, Step, Tracked};

/// What a shopper may ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Query {
    /// What is right for me?
    Recommend {
        /// For which place of the page.
        slot: Slot,
        /// The product that the page is about; `similar` and `bought_together` need one.
        #[serde(default)]
        product: Option<ProductId>,
        /// How many, at most [`Query::MOST_PICKS`].
        n: u8,
        /// Of these departments, categories and types only, at most [`Query::MOST_LABELS`]; of all if
        /// there are none.
        #[serde(default)]
        within: Vec<LabelId>,
    },
    /// On what terms?
    Price {
        /// Which product.
        product: ProductId,
        /// In what; the shop's book currency if unsaid.
        #[serde(default)]
        currency: Option<Currency>,
    },
    /// What is in my cart, and what does it cost?
    Cart,
    /// Where is it?
    Track {
        /// Which order.
        order: OrderId,
    },
    /// What do you know about me?
    Profile,
    /// What would it cost, without putting it into the cart?
    WouldBe {
        /// So many more of each, at most [`Command::MOST_LINES`](crate::Command::MOST_LINES).
        lines: Vec<StockLine>,
        /// Whether instead of what is in the cart; default: beside it.
        #[serde(default)]
        instead: bool,
    },
    /// When would it be there, if it were ordered now?
    Delivery {
        /// Where to.
        zone: DeliveryZone,
    },
    /// What did I collect, and what does that bring me?
    Loyalty,
}

impl Query {
    /// The most picks of one list.
    pub const MOST_PICKS: u8 = 50;
    /// The most labels that a list may be kept within.
    pub const MOST_LABELS: usize = 8;

    /// The best so many products for a place that follows no product, of all there are.
    pub fn list(slot: Slot, n: u8) -> Self {
        Self::Recommend { slot, product: None, n, within: Vec::new() }
    }
}

/// A place of a page that a list is for: what [`Query::Recommend`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement<'a> {
    /// Which.
    pub slot: Slot,
    /// The product that the page is about.
    pub product: Option<ProductId>,
    /// How many, at most [`Query::MOST_PICKS`].
    pub n: u8,
    /// Of these labels only, at most [`Query::MOST_LABELS`]; of all if there are none.
    pub within: &'a [LabelId],
}

/// What the engine says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To [`Query::Recommend`].
    Recommended(Recommended),
    /// To [`Query::Price`].
    Priced(Priced),
    /// To [`Query::Cart`].
    Cart(Cart),
    /// To [`Query::Track`].
    Tracked(Tracked),
    /// To [`Query::Profile`].
    Profile(Profile),
    /// There is no such thing, or it is not this shopper's.
    Unknown(Unknown),
    /// To [`Query::WouldBe`].
    WouldBe(WouldBe),
    /// To [`Query::Delivery`].
    Delivery(Vec<DeliveryOption>),
    /// To [`Query::Loyalty`].
    Loyalty(Loyalty),
}

/// What is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// No such product is sold here.
    Product(ProductId),
    /// The product has no price in this currency.
    Price(ProductId, Currency),
    /// This shopper has no such order.
    Order(OrderId),
    /// The slot follows a product, and none was named.
    ProductUnsaid,
    /// A cart cannot hold so many: of this product, or so many products.
    Quantity(ProductId),
    /// This build of the engine prices no carts (it lacks the feature `till`): the server does.
    OnlyServer,
    /// The shop does not send there.
    Zone(DeliveryZone),
    /// The shop has no loyalty programme.
    Programme,
}

impl core::fmt::Display for Unknown {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Product(product) => write!(f, "there is no product `{product}`"),
            Self::Price(product, currency) => {
                write!(f, "product `{product}` has no price in `{}`", currency.code())
            }
            Self::Order(order) => write!(f, "there is no order `{order}`"),
            Self::ProductUnsaid => f.write_str("this slot needs a `product`"),
            Self::Quantity(product) => write!(f, "a cart cannot hold so many of product `{product}`"),
            Self::OnlyServer => f.write_str("only the server can tell"),
            Self::Zone(zone) => write!(f, "the shop does not send to zone `{}`", zone.0),
            Self::Programme => f.write_str("the shop has no loyalty programme"),
        }
    }
}

/// A list of products, best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommended {
    /// For which place.
    pub slot: Slot,
    /// Best first; exactly as many as asked, or `short` says why not.
    pub picks: Vec<Pick>,
    /// Why there are fewer than asked.
    pub short: Option<Short>,
}

/// One product of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// Which.
    pub product: ProductId,
    /// The cause without which it would stand lowest.
    pub reason: Reason,
    /// Where it would stand no lower without that one alone: what must go too, at most
    /// [`Pick::MOST_ALSO`] causes.
    #[serde(default)]
    pub also: Vec<Reason>,
}

impl Pick {
    /// The most causes that are cited beside the first.
    pub const MOST_ALSO: usize = 3;

    /// A pick with one cause.
    pub fn of(product: ProductId, reason: Reason) -> Self {
        Self { product, reason, also: Vec::new() }
    }
}

/// Why a list is shorter than asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Short {
    /// Nothing else is known, sold and in stock.
    NothingElse,
    /// More were asked for than [`Query::MOST_PICKS`], or within more than [`Query::MOST_LABELS`]; the
    /// labels beyond are passed over.
    TooMany,
    /// Service comes before selling: a promise to this shopper is broken, and neither kept nor made up for yet.
    Late {
        /// Of which order.
        order: OrderId,
        /// Its number for people.
        number: u32,
        /// When it should have been there.
        until: Timestamp,
        /// What its buyer is offered for that.
        offer: Option<Money>,
        /// Where it is held up.
        cause: Cause,
    },
}

/// A way for an order to go, and when it would be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryOption {
    /// With whom.
    pub carrier: CarrierId,
    /// What would be promised.
    pub promise: Promise,
}

/// Why this item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The shopper looked at this product.
    Viewed(ProductId),
    /// The shopper put this product into the cart.
    InCart(ProductId),
    /// The shopper bought this product.
    Bought(ProductId),
    /// The page is about this product.
    GoesWith(ProductId),
    /// Many buy it now.
    Popular,
    /// Hardly anybody met it yet.
    New,
    /// The shop sells it, and nothing better is known.
    Range,
    /// The shopper said that they like what it has.
    Liked(Topic),
    /// What they did of late speaks for what it has.
    Leaning(Topic),
}

/// What the shop knows about a shopper, and from what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// What may be remembered.
    pub consent: Consent,
    /// Whether they hold the card.
    pub card: bool,
    /// How often they bought.
    pub purchases: u32,
    /// How much they spent in the book currency.
    pub spent: Money,
    /// When they last bought.
    pub last_purchase: Option<Timestamp>,
    /// The categories they met most, with how often, most first, at most 5.
    pub categories: Vec<(LabelId, u32)>,
    /// Where they stand among all customers, when there is a model for it.
    pub segment: Option<Segment>,
    /// What the above is based on: products met of late, latest first, at most 10.
    pub recent: Vec<Reason>,
    /// The groups that they are in, ascending.
    #[serde(default)]
    pub groups: Vec<String>,
    /// What they do not want to be shown, ascending.
    #[serde(default)]
    pub refused: Vec<ProductId>,
    /// What they said they like, ascending.
    #[serde(default)]
    pub likes: Vec<Topic>,
    /// What they said is not for them, ascending.
    #[serde(default)]
    pub unwanted: Vec<Topic>,
    /// Of what they do not want a taste to be inferred, ascending.
    #[serde(default)]
    pub ignored: Vec<Topic>,
    /// What is inferred from what they did: topics that they did not speak of, in thousandths of all of their kind,
    /// below 0 against; strongest first, at most [`Profile::MOST_LEANINGS`].
    #[serde(default)]
    pub leanings: Vec<(Topic, i64)>,
}

impl Profile {
    /// The most inferred tastes that are told.
    pub const MOST_LEANINGS: usize = 8;
}

/// A learned group of customers, as percentiles of its centre, 0..=100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its number in the model.
    pub index: u8,
    /// How recently its members bought; 100 is most recent.
    pub recency: u8,
    /// How often they bought.
    pub frequency: u8,
    /// How much they spent.
    pub money: u8,
}
