//! START HERE. The engine knows three verbs: `apply` folds, `decide` judges, `ask` reads.

use std::sync::Arc;

#[cfg(feature = "till")]
use crate::command::Tender;
use crate::command::{Command, Rejection};
#[cfg(feature = "till")]
use crate::event::Line;
#[cfg(feature = "till")]
use crate::event::Topic;
use crate::event::{Actor, Event, Fact, Observation, Subject};
use crate::id::{OrderId, ProductId, ShopperId};
use crate::money::Currency;
#[cfg(feature = "till")]
use crate::query::Cart;
use crate::query::{Answer, Placement, Priced, Query, Recommended, Tracked, Unknown};
#[cfg(feature = "till")]
use crate::service::again::Again;
use crate::shop::{Own, Shop};
use crate::snapshot::Snapshot;
use crate::state::{Market, MarketView, Slice, State};
use crate::time::Timestamp;

mod ask;
#[cfg(feature = "till")]
mod cart;
pub(crate) mod decide;
#[cfg(feature = "till")]
mod delivery;
#[cfg(feature = "till")]
mod loyalty;
#[cfg(feature = "till")]
mod many;
mod recommend;
#[cfg(test)]
mod tests;
#[cfg(feature = "till")]
mod till;

use ask::Reader;

/// One snapshot and one state: all that answers are made of.
#[derive(Debug, Clone)]
pub struct Engine {
    snapshot: Arc<Snapshot>,
    state: State,
}

impl Engine {
    /// An engine that stands on a snapshot and knows a state.
    pub fn new(snapshot: Arc<Snapshot>, state: State) -> Self {
        Self { snapshot, state }
    }

    /// Takes in what happened. Never fails: what does not fit changes nothing.
    pub fn apply(&mut self, event: &Event) {
        match (event.subject, event.observation()) {
            (_, Some(observed)) => self.observe(&observed),
            (Subject::Market, None) => self.state.apply_market(&event.fact),
            (Subject::Shopper(who), None) => self.state.apply_shopper(who, event),
        }
    }

    /// Takes in a signal, as [`Engine::apply`] does with its event.
    pub fn observe(&mut self, observed: &Observation) {
        self.state.observe(observed);
    }

    /// The same engine after what had happened by a moment: any past moment can be asked like the present.
    ///
    /// `log` is what happened since this engine's own state, in the order of the log.
    pub fn as_of<'a>(&self, log: impl IntoIterator<Item = &'a Event>, at: Timestamp) -> Self {
        let mut engine = self.clone();
        log.into_iter().filter(|event| event.at <= at).for_each(|event| engine.apply(event));
        engine
    }

    /// Takes in a signal that stays on the device: it feeds the private part of the slice only.
    pub fn observe_private(&mut self, observed: &Observation) {
        self.state.observe_private(observed);
    }

    /// The same of its event; any other changes nothing.
    pub fn apply_private(&mut self, event: &Event) {
        if let Some(observed) = event.observation() {
            self.observe_private(&observed);
        }
    }

    /// Forgets every signal that stays on the device.
    pub fn clear_private(&mut self) {
        self.state.clear_private();
    }

    /// When the clock is to look at somebody's points, as they stand at a moment; nothing, if never.
    #[cfg(feature = "till")]
    pub fn points_due(&self, who: &ShopperId, at: Timestamp) -> Option<Timestamp> {
        decide::points_due(self, who, at)
    }

    /// Judges a wish at a moment: the facts that would make it true, or why not.
    ///
    /// In a page this is a preview. What needs the whole shop is [`Rejection::OnlyServer`] there.
    ///
    /// # Errors
    /// A [`Rejection`] that says why the wish is not granted.
    pub fn decide(
        &self,
        actor: &Actor,
        command: &Command,
        at: Timestamp,
    ) -> Result<Vec<(Subject, Fact)>, Rejection> {
        decide::decide(self, actor, command, at)
    }

    #[cfg(feature = "till")]
    /// What an order of a shopper's cart would come to now by all that the merchant knows: what
    /// [`Command::PlaceOrder`] expects. Server only.
    ///
    /// # Errors
    /// A [`Rejection`] that says why the cart cannot be ordered.
    pub fn quote(&self, who: &ShopperId, at: Timestamp) -> Result<Cart, Rejection> {
        decide::quote(self, who, Tender::default(), at)
    }

    #[cfg(feature = "till")]
    /// The same, where so many points pay for some of it.
    ///
    /// # Errors
    /// As [`Engine::quote`], and [`Rejection::NotRedeemable`].
    pub fn quote_with_points(&self, who: &ShopperId, points: i64, at: Timestamp) -> Result<Cart, Rejection> {
        decide::quote(self, who, Tender::points(points), at)
    }

    #[cfg(feature = "till")]
    /// The same, where points and a gift card pay for some of it.
    ///
    /// # Errors
    /// As [`Engine::quote_with_points`], and what keeps the card from paying.
    pub fn quote_with(&self, who: &ShopperId, tender: Tender, at: Timestamp) -> Result<Cart, Rejection> {
        decide::quote(self, who, tender, at)
    }

    #[cfg(feature = "till")]
    /// What a basket comes to at a till for a customer, by the price lists and promotions of the channel `pos`: what
    /// [`Command::Sell`] expects. Server only.
    ///
    /// # Errors
    /// A [`Rejection`] that says why it cannot be sold.
    pub fn at_till(
        &self,
        who: &ShopperId,
        lines: &[crate::event::StockLine],
        at: Timestamp,
    ) -> Result<Cart, Rejection> {
        decide::at_till(self, who, lines, at)
    }

    #[cfg(feature = "till")]
    /// What comes of these lines of an order, beside what is in a shopper's cart: what [`Command::Reorder`] decides.
    /// Server only.
    ///
    /// # Errors
    /// [`Rejection::OnlyServer`] in a page.
    pub fn again(&self, who: &ShopperId, lines: &[Line], at: Timestamp) -> Result<Vec<Again>, Rejection> {
        decide::again(self, who, lines, at)
    }

    /// Answers a shopper at a moment, from the snapshot and their slice only.
    pub fn ask(&self, who: &ShopperId, query: &Query, at: Timestamp) -> Answer {
        ask::ask(self, who, query, at)
    }

    #[cfg(feature = "till")]
    /// What it would tell most to know of a shopper: to be asked in a word, and answered with a tap. Nothing, where
    /// nothing is left to ask. How many a visit the page keeps to: [`MOST_A_VISIT`](crate::personalize::question::MOST_A_VISIT).
    pub fn question(&self, who: &ShopperId, at: Timestamp) -> Option<Topic> {
        Reader::new(self, who, at).question()
    }

    /// What is right for a shopper at a moment: the answer to [`Query::Recommend`] alone.
    ///
    /// # Errors
    /// [`Unknown`], if the product is not sold, or the slot needs one.
    pub fn recommend(
        &self,
        who: &ShopperId,
        place: &Placement<'_>,
        at: Timestamp,
    ) -> Result<Recommended, Unknown> {
        Reader::new(self, who, at).recommend(place)
    }

    /// What a product costs a shopper at a moment: the answer to [`Query::Price`] alone.
    ///
    /// # Errors
    /// [`Unknown`], if the product is not sold, or has no price in that currency.
    pub fn price(
        &self,
        who: &ShopperId,
        product: ProductId,
        currency: Option<Currency>,
        at: Timestamp,
    ) -> Result<Priced, Unknown> {
        Reader::new(self, who, at).price(product, currency)
    }

    /// Where an order of a shopper is: the answer to [`Query::Track`] alone.
    ///
    /// # Errors
    /// [`Unknown`], if they have no such order.
    pub fn track(&self, who: &ShopperId, order: OrderId, at: Timestamp) -> Result<Tracked, Unknown> {
        Reader::new(self, who, at).track(order)
    }

    /// All that a page needs to answer for this shopper.
    ///
    /// The slice law: `Engine::new(snapshot, e.slice(who).into()).ask(who, q, at) == e.ask(who, q, at)`.
    pub fn slice(&self, who: &ShopperId) -> Slice {
        self.state.slice(who)
    }

    /// What it stands on.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// Puts another snapshot under it: a newly trained model, a newly published shop.
    pub fn set_snapshot(&mut self, snapshot: Arc<Snapshot>) {
        self.snapshot = snapshot;
    }

    /// The same engine with the whole shop and market, for a server that knows the public part so far.
    pub fn with_whole(mut self, shop: Arc<Shop>, market: Arc<Market>) -> Self {
        self.state = self.state.with_whole(shop, market);
        self
    }

    /// Puts another version of the whole shop in force; the snapshot is another matter.
    pub fn set_shop(&mut self, shop: Arc<Shop>) {
        self.state.shop = Some(shop);
    }

    /// What it knows.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Replaces what a page knows of the market, but for the prices of its shopper's groups.
    pub fn set_market_view(&mut self, view: MarketView) {
        self.state.set_market_view(view);
    }

    /// Replaces the prices of the groups of the one shopper that it answers.
    pub fn set_own(&mut self, own: Own) {
        self.state.set_own(own);
    }
}
