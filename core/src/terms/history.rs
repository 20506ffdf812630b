//! What products cost everyone before: what a lower price is honestly compared with (Directive 98/6/EC, article 6a).
//!
//! The market keeps it as a fold of the log; a snapshot takes it along. Beside what the lists said stands what was to
//! be paid for one piece by somebody who is nobody in particular and knows no code, with promotions taken off. A price
//! that holds at some hours counts as if it held all day.

#[cfg(feature = "till")]
mod promoted;
#[cfg(feature = "till")]
mod repriced;

use serde::{Deserialize, Serialize};

use crate::event::Repricing;
use crate::id::ProductId;
use crate::money::Currency;
use crate::shop::{Audience, PriceList, PublicShop};
use crate::terms::list::prior_price;
use crate::terms::promotion::PromotionId;
use crate::time::{Span, Timestamp};

#[cfg(feature = "till")]
pub use repriced::repriced;

/// How long a lower price is told as one.
pub const TOLD: Span = Span::days(30);
/// How far back anybody asks: the 30 days before what began up to 30 days ago.
const KEPT: Span = Span::days(60);

/// What prices for everyone were, as far back as anybody asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceHistory {
    /// Up to here it is told by the past; from here on by the lists of the shop in force.
    pub since: Timestamp,
    /// What the lists said, of what changed.
    listed: Lines,
    /// What was paid where promotions lowered it, and what will be as far as it is known.
    promoted: Lines,
    /// Since when promotions for everyone act, where that is known; ascending by number.
    began: Vec<(PromotionId, Timestamp)>,
}

/// The pasts of products, ascending by product and currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Lines(Vec<Past>);

/// The past of one product in one currency: from when on it cost what, ascending, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Past {
    product: ProductId,
    currency: Currency,
    prices: Vec<(Timestamp, i64)>,
}

impl Lines {
    /// Takes in what changed; of what has no prices there is nothing to know any more.
    fn apply(&mut self, changed: &[Repricing]) {
        for one in changed {
            let past = Past { product: one.product, currency: one.currency, prices: one.prices.clone() };
            match self.place(one.product, one.currency) {
                Ok(place) => self.0[place] = past,
                Err(place) => self.0.insert(place, past),
            }
        }
        self.0.retain(|past| !past.prices.is_empty());
    }

    /// Lets go of what is as it is since before a moment.
    fn forget(&mut self, opened: Timestamp) {
        self.0.retain(|past| past.prices.last().is_some_and(|(from, _)| *from > opened));
    }

    fn place(&self, product: ProductId, currency: Currency) -> Result<usize, usize> {
        self.0.binary_search_by(|past| (past.product, past.currency).cmp(&(product, currency)))
    }

    fn of(&self, product: ProductId, currency: Currency) -> &[(Timestamp, i64)] {
        let found = self.place(product, currency).ok().and_then(|place| self.0.get(place));
        found.map_or(&[], |past| &past.prices)
    }

    fn is_sorted(&self) -> bool {
        let sorted = |past: &Past| past.prices.is_sorted_by(|a, b| a.0 < b.0);
        let key = |past: &Past| (past.product, past.currency);
        self.0.is_sorted_by(|a, b| key(a) < key(b)) && self.0.iter().all(sorted)
    }
}

impl PriceHistory {
    /// Takes in that prices changed at a moment. What nobody asks for any more goes.
    pub(crate) fn apply(
        &mut self,
        at: Timestamp,
        listed: &[Repricing],
        begun: &[PromotionId],
        promoted: &[Repricing],
    ) {
        self.since = at;
        self.listed.apply(listed);
        self.listed.forget(back(at, KEPT));
        self.promoted.apply(promoted);
        for id in begun {
            let place = self.began.partition_point(|(other, _)| other < id);
            match self.began.get_mut(place).filter(|(other, _)| other == id) {
                Some((_, began)) => *began = at,
                None => self.began.insert(place, (*id, at)),
            }
        }
    }

    /// What is known of a product, change by change: its last moment on sale, if it was withdrawn, is none.
    fn line(&self, product: ProductId, currency: Currency) -> Vec<(Timestamp, i64)> {
        let mut line = self.listed.of(product, currency).to_vec();
        line.dedup_by_key(|(_, minor)| *minor);
        line
    }

    /// The lowest of the 30 days before a moment, by what the lists said and by what promotions took off.
    fn prior(
        &self,
        listed: Option<i64>,
        product: ProductId,
        currency: Currency,
        began: Timestamp,
    ) -> Option<i64> {
        let promoted = prior_price(self.promoted.of(product, currency), began);
        listed.into_iter().chain(promoted).min()
    }

    /// Whether products and prices are in order.
    pub(crate) fn is_sorted(&self) -> bool {
        self.listed.is_sorted() && self.promoted.is_sorted()
    }

    /// Since when a promotion for everyone acts, if it was seen to begin.
    pub fn began(&self, promotion: PromotionId) -> Option<Timestamp> {
        let place = self.began.binary_search_by_key(&promotion, |(id, _)| *id).ok()?;
        self.began.get(place).map(|(_, began)| *began)
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "moments saturate")]
fn back(at: Timestamp, by: Span) -> Timestamp {
    at - by
}

/// Where the price of the lists for everyone is a lower one than before, and no longer than [`TOLD`]: the lowest of
/// the 30 days before it began, in minor units. After 80 and 100, at 90 it is 80.
pub fn lowest(
    shop: &PublicShop,
    product: ProductId,
    public: i64,
    currency: Currency,
    at: Timestamp,
) -> Option<i64> {
    let line = timeline(shop, product, currency, at);
    let [.., (_, before), (began, now)] = *line else { return None };
    let is_told = now == public && before > now && back(at, TOLD) < began;
    shop.history.prior(prior_price(&line, began), product, currency, began).filter(|_| is_told)
}

#[cfg(feature = "till")]
/// The lowest price for everyone of the 30 days before a promotion began, as long as it is told: for [`TOLD`].
pub fn lowest_before(
    shop: &PublicShop,
    product: ProductId,
    currency: Currency,
    began: Timestamp,
    at: Timestamp,
) -> Option<i64> {
    // Whatever else was lowered for everyone meanwhile began then: a promotion may act in place of another.
    let changes = shop.history.promoted.of(product, currency).iter().map(|(from, _)| *from);
    let began = changes.filter(|from| *from <= at).fold(began, Timestamp::max);
    if back(at, TOLD) >= began {
        return None;
    }
    let line = timeline(shop, product, currency, began);
    let listed =
        if line.is_empty() { at_once(shop, product, currency, began) } else { prior_price(&line, began) };
    shop.history.prior(listed, product, currency, began)
}

/// From when on a product cost what, up to a moment; nothing of what never changed.
fn timeline(
    shop: &PublicShop,
    product: ProductId,
    currency: Currency,
    at: Timestamp,
) -> Vec<(Timestamp, i64)> {
    let history = &shop.history;
    let mut line = history.line(product, currency);
    let ends = || for_everyone(shop, currency).flat_map(|list| [list.when.from, list.when.until]).flatten();
    let behind = |moment| ends().filter(|end| moment < *end && *end <= at).min();
    let mut next = behind(history.since);
    if next.is_some() && line.is_empty() {
        line.extend(at_once(shop, product, currency, history.since).map(|minor| (Timestamp(0), minor)));
    }
    while let Some(moment) = next {
        next = behind(moment);
        let minor = at_once(shop, product, currency, moment);
        line.extend(
            minor.filter(|minor| line.last().is_none_or(|(_, last)| last != minor)).map(|m| (moment, m)),
        );
    }
    line
}

/// The lists for everyone in a currency.
fn for_everyone(shop: &PublicShop, currency: Currency) -> impl Iterator<Item = &PriceList> {
    shop.price_lists
        .iter()
        .filter(move |list| list.currency == currency && list.audience == Audience::Everyone)
}

/// What one costs everyone at a moment, whatever the hour.
fn at_once(shop: &PublicShop, product: ProductId, currency: Currency, at: Timestamp) -> Option<i64> {
    let lists = for_everyone(shop, currency).filter(|list| list.when.spans(at));
    lists.filter_map(|list| list.price(product)).min()
}
