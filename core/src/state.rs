//! What is known, as a fold of the log: per shopper, and what all shoppers share.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

#[cfg(feature = "till")]
use crate::command::{Command, Rejection, Status};
use crate::customer::Purchases;
use crate::customer::groups::Groups;
#[cfg(feature = "till")]
use crate::engine::Engine;
#[cfg(feature = "till")]
use crate::engine::decide::Facts;
#[cfg(feature = "till")]
use crate::event::Actor;
use crate::event::{Channel, Consent, CustomerFact, Event, Fact, Observation};
use crate::id::{OrderId, ProductId, ShopperId};
use crate::packed::Packed;
use crate::personalize::bought::Bought;
use crate::personalize::opinions::Opinions;
use crate::personalize::touch::{Touch, Touches};
use crate::service::cart::Basket;
use crate::service::order::Orders;
use crate::service::stock::Band;
use crate::shop::{Member, Own, Shop, WEB};
use crate::terms::loyalty::Account;
use crate::terms::promotion::{Coupon, PromotionId};
#[cfg(feature = "till")]
use crate::time::Timestamp;
use crate::vec_map::VecMap;

mod market;

use market::MarketSide;
pub use market::{Market, MarketView};

/// All that a page needs to answer one shopper: their own facts, the public part of the market, and the prices of
/// their groups.
///
/// Postcard on the wire; holds no other shopper's data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice {
    /// Whose it is.
    pub who: ShopperId,
    /// What the shop knows too.
    pub shared: Shared,
    /// What never leaves the device.
    pub private: Private,
    /// What they may know of the market.
    pub market: MarketView,
}

/// The part of a shopper's state that the shop knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// What may be remembered.
    pub consent: Consent,
    /// Whether they hold the card.
    pub card: bool,
    /// Who they were before login, ascending.
    pub visitors: Vec<ShopperId>,
    /// What they met of late.
    pub touches: Touches,
    /// How much they bought.
    pub purchases: Purchases,
    /// What they mean to buy.
    pub cart: Basket,
    /// What they ordered.
    pub orders: Orders,
    /// What they said of products and what these have.
    pub opinions: Opinions,
    /// What they bought, and on which days.
    pub bought: Bought,
    /// The promotions that they have a code for, ascending.
    pub coupons: Vec<Coupon>,
    /// The groups that they are in.
    pub groups: Groups,
    /// Their points and tier; nothing, where there never were any.
    pub loyalty: Packed<Option<Account>>,
}

/// The part of a shopper's state that stays on the device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Private {
    /// What they met of late and do not tell.
    pub touches: Touches,
    /// What they said of products and what these have, and do not tell.
    pub opinions: Opinions,
}

impl Private {
    fn observe(&mut self, observed: &Observation) {
        self.touches.extend(Touch::observed(observed).as_slice());
        self.opinions.observe(observed);
    }

    fn merge(&mut self, theirs: &Self) {
        self.touches.extend(theirs.touches.all());
        self.opinions.merge(&theirs.opinions);
    }
}

impl Shared {
    fn observe(&mut self, observed: &Observation) {
        self.touches.extend(Touch::observed(observed).as_slice());
        self.bought.observe(observed);
        self.opinions.observe(observed);
    }

    /// Takes in what is no signal.
    fn apply(&mut self, event: &Event) {
        match &event.fact {
            Fact::Order(fact) => {
                self.touches.extend(&Touch::of(event));
                self.purchases.apply(event);
                self.bought.apply(event);
                self.orders.apply(fact, event.at);
                self.apply_to_cart(fact, event.channel);
            }
            Fact::Customer(CustomerFact::Consented { consent }) => self.consent = *consent,
            Fact::Customer(CustomerFact::CardIssued) => {
                self.card = true;
                #[cfg(feature = "till")]
                self.loyalty.change(|account| account.get_or_insert_default().hold_card(event.at));
            }
            Fact::Customer(fact) => self.groups.apply(fact, event.at),
            #[cfg(feature = "till")]
            Fact::Loyalty(fact) => {
                self.loyalty.change(|account| account.get_or_insert_default().apply(fact, event.at));
                self.orders.apply_points(fact);
            }
            _ => {}
        }
    }

    fn apply_to_cart(&mut self, fact: &crate::event::OrderFact, channel: Channel) {
        use crate::event::OrderFact::{CartChanged, CouponApplied, CouponRemoved, Placed};
        match fact {
            CartChanged { product, quantity } => self.cart.set(*product, *quantity),
            Placed { .. } => {
                // What was bought at a till never lay in it.
                if channel != Channel::Pos {
                    self.cart.clear();
                }
                self.coupons.clear();
            }
            CouponApplied { coupon } => self.keep_coupon(coupon),
            CouponRemoved { promotion } => self.coupons.retain(|kept| kept.promotion != *promotion),
            _ => {}
        }
    }

    fn keep_coupon(&mut self, coupon: &Coupon) {
        self.coupons.retain(|kept| kept.promotion != coupon.promotion);
        let place = self.coupons.partition_point(|kept| kept.promotion < coupon.promotion);
        self.coupons.insert(place, coupon.clone());
    }

    /// Whether they may know what others may not: who is in a group, or has an account of points and so may be of a tier.
    pub fn has_own(&self) -> bool {
        !self.groups.all().is_empty() || !self.loyalty.is_nothing()
    }

    /// The tier that they are of.
    #[cfg(feature = "till")]
    pub fn tier(&self) -> Option<&str> {
        self.account()?.tier.as_ref().map(|held| held.tier.as_str())
    }

    /// What they may know of a shop beside what everyone may, in its pages.
    pub fn own(&self, shop: &Shop) -> Own {
        #[cfg(feature = "till")]
        let tier = self.tier();
        #[cfg(not(feature = "till"))]
        let tier = None;
        shop.own(Member { groups: &self.groups.names(), tier }, WEB)
    }

    /// Their account of points; nothing, where there never were any.
    #[cfg(feature = "till")]
    pub fn account(&self) -> Option<&Account> {
        self.loyalty.get().and_then(Option::as_ref)
    }

    /// How often they used each promotion, in orders that were not called off.
    #[cfg(feature = "till")]
    pub fn used(&self) -> Vec<(PromotionId, u32)> {
        let standing = self.orders.iter().filter(|order| order.status() != Status::Cancelled);
        let mut used = VecMap::<PromotionId, u32>::default();
        for one in standing.filter_map(|order| order.uses.get()).flatten() {
            let times = used.or_default(one.promotion);
            *times = times.saturating_add(1);
        }
        used.iter().copied().collect()
    }

    /// Takes over the history of a visitor. The customer's own consent holds, once given.
    fn merge(&mut self, visitor: ShopperId, theirs: Self) {
        self.consent = self.consent.max(theirs.consent);
        self.card |= theirs.card;
        self.touches.extend(theirs.touches.all());
        self.purchases.merge(&theirs.purchases);
        self.cart.merge(&theirs.cart);
        self.orders.merge(theirs.orders);
        self.opinions.merge(&theirs.opinions);
        self.bought.merge(&theirs.bought);
        self.groups.merge(&theirs.groups);
        #[cfg(feature = "till")]
        if let Some(theirs) = theirs.loyalty.get().and_then(Option::as_ref) {
            self.loyalty.change(|account| account.get_or_insert_default().merge(theirs));
        }
        theirs.coupons.iter().for_each(|coupon| self.keep_coupon(coupon));
        for visitor in theirs.visitors.into_iter().chain([visitor]) {
            if let Err(place) = self.visitors.binary_search(&visitor) {
                self.visitors.insert(place, visitor);
            }
        }
    }
}

/// What an engine knows beside its snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The whole shop; the server has it, a page does not.
    pub shop: Option<Arc<Shop>>,
    market: MarketSide,
    shoppers: VecMap<ShopperId, (Shared, Private)>,
    links: VecMap<ShopperId, ShopperId>,
}

impl State {
    /// The server's state: the whole shop, the market so far, and no shopper yet.
    pub fn server(shop: Arc<Shop>, market: impl Into<Arc<Market>>) -> Self {
        Self {
            shop: Some(shop),
            market: MarketSide::Full(Box::new(market.into())),
            shoppers: VecMap::default(),
            links: VecMap::default(),
        }
    }

    /// The same shoppers beside the whole shop and market.
    pub fn with_whole(self, shop: Arc<Shop>, market: Arc<Market>) -> Self {
        Self { shop: Some(shop), market: MarketSide::Full(Box::new(market)), ..self }
    }

    /// The market in full, where this side has it.
    pub fn market(&self) -> Option<&Arc<Market>> {
        match &self.market {
            MarketSide::Full(market) => Some(market.market()),
            MarketSide::View(_) => None,
        }
    }

    /// What everyone may know of the market.
    pub fn market_view(&self) -> MarketView {
        match &self.market {
            MarketSide::Full(market) => self.shop.as_ref().map(|shop| market.view(shop)).unwrap_or_default(),
            MarketSide::View(view) => view.clone(),
        }
    }

    /// What a shopper may know of the shop that is not for everyone: the lists and promotions of their groups.
    pub fn own(&self, who: &ShopperId) -> Cow<'_, Own> {
        match (self.shared(who).filter(|shared| shared.has_own()), &self.market) {
            (None, _) => Cow::Owned(Own::default()),
            (_, MarketSide::View(view)) => Cow::Borrowed(&view.own),
            (Some(shared), MarketSide::Full(market)) => {
                Cow::Owned(self.shop.as_ref().map(|shop| market.own(shop, shared)).unwrap_or_default())
            }
        }
    }

    /// Promotions that nobody can use any more, ascending.
    pub fn exhausted(&self) -> Vec<PromotionId> {
        match &self.market {
            MarketSide::Full(market) => {
                self.shop.as_ref().map(|shop| market.exhausted(shop)).unwrap_or_default()
            }
            MarketSide::View(view) => view.exhausted.clone(),
        }
    }

    /// Replaces what a page knows of the market; a server keeps its own. The prices of the shopper's groups stay.
    pub fn set_market_view(&mut self, view: MarketView) {
        if let MarketSide::View(old) = &mut self.market {
            let own = core::mem::take(&mut old.own);
            *old = MarketView { own, ..view };
        }
    }

    /// Replaces the prices of the shopper's groups, where what is known of the market is a view.
    pub fn set_own(&mut self, own: Own) {
        if let MarketSide::View(view) = &mut self.market {
            view.own = own;
        }
    }

    /// What only a server decides; a page has no code for it.
    #[cfg(feature = "till")]
    pub(crate) fn decide_whole(
        &self,
        engine: &Engine,
        actor: &Actor,
        command: &Command,
        at: Timestamp,
    ) -> Facts {
        match &self.market {
            MarketSide::Full(market) => market.decide(engine, actor, command, at),
            MarketSide::View(_) => Err(Rejection::OnlyServer),
        }
    }

    /// The stock band of a product, if it does not have enough.
    pub fn band(&self, product: ProductId) -> Option<Band> {
        match &self.market {
            MarketSide::Full(market) => market.band(product),
            MarketSide::View(view) => view.band(product),
        }
    }

    /// Who this is by now: the customer that a visitor was linked to, or themselves.
    pub fn resolve(&self, who: ShopperId) -> ShopperId {
        self.links.get(&who).copied().unwrap_or(who)
    }

    /// What the shop knows of a shopper; nothing of an unknown one.
    pub fn shared(&self, who: &ShopperId) -> Option<&Shared> {
        self.shoppers.get(&self.resolve(*who)).map(|(shared, _)| shared)
    }

    /// What only the device knows of a shopper.
    pub fn private(&self, who: &ShopperId) -> Option<&Private> {
        self.shoppers.get(&self.resolve(*who)).map(|(_, private)| private)
    }

    /// Whose order this is, among the shoppers known here.
    pub fn buyer(&self, order: OrderId) -> Option<ShopperId> {
        let has = |(_, (shared, _)): &&(ShopperId, (Shared, Private))| shared.orders.get(order).is_some();
        self.shoppers.iter().find(has).map(|(who, _)| *who)
    }

    /// Who has that code for others to come by, among the shoppers known here.
    #[cfg(feature = "till")]
    pub fn referrer(&self, code: &str) -> Option<ShopperId> {
        let has = |shared: &Shared| {
            shared.account().is_some_and(|account| account.referrals.codes.iter().any(|own| own == code))
        };
        self.shoppers.iter().find(|(_, (shared, _))| has(shared)).map(|(who, _)| *who)
    }

    /// The shoppers known here, ascending.
    pub fn shoppers(&self) -> impl Iterator<Item = &ShopperId> {
        self.shoppers.iter().map(|(who, _)| who)
    }

    pub(crate) fn apply_market(&mut self, fact: &Fact) {
        if let MarketSide::Full(market) = &mut self.market {
            market.apply(fact);
        }
    }

    pub(crate) fn apply_shopper(&mut self, who: ShopperId, event: &Event) {
        if let Fact::Customer(CustomerFact::Linked { visitor, customer }) = &event.fact {
            self.link(*visitor, *customer);
        }
        let who = self.resolve(who);
        if event.fact.is_forgotten() {
            self.shoppers.remove(&who);
            self.links.retain(|customer| *customer != who);
        } else if !who.is_anonymous() {
            self.shoppers.or_default(who).0.apply(event);
        }
    }

    pub(crate) fn observe(&mut self, observed: &Observation) {
        let who = self.resolve(observed.who);
        if !who.is_anonymous() {
            self.shoppers.or_default(who).0.observe(observed);
        }
    }

    pub(crate) fn observe_private(&mut self, observed: &Observation) {
        let who = self.resolve(observed.who);
        self.shoppers.or_default(who).1.observe(observed);
    }

    pub(crate) fn clear_private(&mut self) {
        for (_, private) in self.shoppers.values_mut() {
            *private = Private::default();
        }
    }

    /// A visitor is linked to at most one customer, for ever; a customer is nobody's visitor.
    fn link(&mut self, visitor: ShopperId, customer: ShopperId) {
        if !self.may_link(visitor, customer) {
            return;
        }
        self.links.insert(visitor, customer);
        let (theirs, private) = self.shoppers.remove(&visitor).unwrap_or_default();
        let (shared, own) = self.shoppers.or_default(customer);
        shared.merge(visitor, theirs);
        own.merge(&private);
    }

    pub(crate) fn may_link(&self, visitor: ShopperId, customer: ShopperId) -> bool {
        let free = !self.links.contains_key(&visitor) && !self.links.contains_key(&customer);
        let visits = |who: ShopperId| self.links.iter().any(|(_, c)| *c == who);
        let anonymous = visitor.is_anonymous() || customer.is_anonymous();
        free && visitor != customer && !anonymous && !visits(visitor)
    }

    pub(crate) fn slice(&self, who: &ShopperId) -> Slice {
        // A linked visitor's slice is the customer's, so that a page that holds it takes in what
        // happens to the customer.
        let who = self.resolve(*who);
        let (shared, private) = self.shoppers.get(&who).cloned().unwrap_or_default();
        let market = MarketView { own: self.own(&who).into_owned(), ..self.market_view() };
        Slice { who, shared, private, market }
    }
}

impl From<Slice> for State {
    fn from(slice: Slice) -> Self {
        let (mut shoppers, mut links) = (VecMap::default(), VecMap::default());
        for visitor in slice.shared.visitors.iter().filter(|visitor| **visitor != slice.who) {
            links.insert(*visitor, slice.who);
        }
        if !slice.who.is_anonymous() {
            shoppers.insert(slice.who, (slice.shared, slice.private));
        }
        Self { shop: None, market: MarketSide::View(slice.market), shoppers, links }
    }
}
