//! What all shoppers share: in full on the server, its public part in a page.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

#[cfg(feature = "till")]
use crate::command::Command;
#[cfg(feature = "till")]
use crate::engine::Engine;
#[cfg(feature = "till")]
use crate::engine::decide::{self, Facts};
#[cfg(feature = "till")]
use crate::event::Actor;
use crate::event::{Fact, ShopFact, StockFact, TermsFact};
use crate::id::{ContentHash, ProductId};
use crate::service::stock::{Band, Stock};
use crate::shop::{Own, Shop};
use crate::state::Shared;
use crate::terms::gift::Cards;
use crate::terms::given::Given;
use crate::terms::history::PriceHistory;
use crate::terms::loyalty::Delighted;
use crate::terms::promotion::PromotionId;
#[cfg(feature = "till")]
use crate::time::Timestamp;

/// What all shoppers share, in full. Server only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Market {
    /// How many facts of the market were taken in.
    pub seq: u64,
    /// Free units.
    pub stock: Stock,
    /// Orders placed so far: the number of the last one.
    pub orders: u32,
    /// The version of the shop in force.
    pub shop: Option<ContentHash>,
    /// What promotions gave.
    pub given: Given,
    /// What prices for everyone were.
    pub prices: PriceHistory,
    /// Invoices issued so far: the number of the last one.
    pub invoices: u32,
    /// Gift cards, and what they paid.
    pub gifts: Cards,
    /// What surprises took of their budget.
    pub delighted: Delighted,
}

impl Market {
    /// Takes in what happened to the market.
    pub fn apply(&mut self, fact: &Fact) {
        self.seq = self.seq.saturating_add(1);
        match fact {
            Fact::Stock(fact) => {
                self.stock.apply(fact);
                if matches!(fact, StockFact::Reserved { .. }) {
                    self.orders = self.orders.saturating_add(1);
                }
            }
            Fact::Shop(ShopFact::Published { hash }) => self.shop = Some(*hash),
            Fact::Shop(ShopFact::Repriced { at, prices, begun, promoted }) => {
                let (prices, promoted) =
                    (prices.read().unwrap_or_default(), promoted.read().unwrap_or_default());
                self.prices.apply(*at, &prices, begun, &promoted);
            }
            Fact::Shop(ShopFact::Invoiced { invoice, .. }) => self.invoices = *invoice,
            Fact::Terms(TermsFact::Delighted { day, points, minor }) => {
                self.delighted.add(*day, (*points, *minor));
            }
            Fact::Terms(fact) => self.given.apply(fact),
            Fact::Gift(fact) => self.gifts.apply(fact),
            _ => {}
        }
    }

    /// What everyone may know of it in that shop.
    pub fn view(&self, shop: &Shop) -> MarketView {
        let exhausted = self.given.exhausted(shop.terms());
        MarketView { seq: self.seq, bands: self.stock.bands(), exhausted, own: Own::default() }
    }
}

/// What a page may know of the market: what everyone may, and what only its shopper may.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarketView {
    /// How many facts of the market it stands on.
    pub seq: u64,
    /// Products that do not have enough, ascending.
    pub bands: Vec<(ProductId, Band)>,
    /// Promotions that nobody can use any more, ascending.
    pub exhausted: Vec<PromotionId>,
    /// Prices of the groups that a shopper is in; nothing in what everyone may know.
    pub own: Own,
}

impl MarketView {
    /// The stock band of a product, if it does not have enough.
    pub fn band(&self, product: ProductId) -> Option<Band> {
        let place = self.bands.binary_search_by_key(&product, |(id, _)| *id).ok()?;
        self.bands.get(place).map(|(_, band)| *band)
    }
}

/// The market as this side knows it. In full it stands behind a table of functions: a page never makes
/// one, and so never loads what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MarketSide {
    Full(Box<dyn Whole>),
    View(MarketView),
}

pub(super) trait Whole: core::fmt::Debug + Send + Sync {
    fn market(&self) -> &Arc<Market>;
    fn apply(&mut self, fact: &Fact);
    fn view(&self, shop: &Shop) -> MarketView;
    fn exhausted(&self, shop: &Shop) -> Vec<PromotionId>;
    fn own(&self, shop: &Shop, shared: &Shared) -> Own;
    fn band(&self, product: ProductId) -> Option<Band>;
    #[cfg(feature = "till")]
    fn decide(&self, engine: &Engine, actor: &Actor, command: &Command, at: Timestamp) -> Facts;
    fn boxed(&self) -> Box<dyn Whole>;
}

/// Shared with whoever else holds it, until something happens to the market.
impl Whole for Arc<Market> {
    fn market(&self) -> &Arc<Market> {
        self
    }

    fn apply(&mut self, fact: &Fact) {
        Arc::make_mut(self).apply(fact);
    }

    fn view(&self, shop: &Shop) -> MarketView {
        Market::view(self, shop)
    }

    fn exhausted(&self, shop: &Shop) -> Vec<PromotionId> {
        self.given.exhausted(shop.terms())
    }

    fn own(&self, shop: &Shop, shared: &Shared) -> Own {
        shared.own(shop)
    }

    fn band(&self, product: ProductId) -> Option<Band> {
        self.stock.band(product)
    }

    #[cfg(feature = "till")]
    fn decide(&self, engine: &Engine, actor: &Actor, command: &Command, at: Timestamp) -> Facts {
        decide::decide_whole(engine, actor, command, at)
    }

    fn boxed(&self) -> Box<dyn Whole> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Whole> {
    fn clone(&self) -> Self {
        self.boxed()
    }
}

impl PartialEq for dyn Whole {
    fn eq(&self, other: &Self) -> bool {
        self.market() == other.market()
    }
}

impl Eq for dyn Whole {}
