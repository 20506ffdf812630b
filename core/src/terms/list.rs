//! Price lists for groups, tiers, channels, quantities and times: the best eligible price.

use serde::{Deserialize, Serialize};

use crate::id::{PriceListId, ProductId};
use crate::money::Currency;
use crate::query::Priced;
use crate::terms::basket::Cart;
use crate::terms::condition::Schedule;
use crate::terms::promotion::schedule_fault;
use crate::time::{Span, Timestamp, Zone};

/// Prices for some shoppers, at some times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceList {
    /// Its number, unique in a shop.
    pub id: PriceListId,
    /// In what its prices are.
    pub currency: Currency,
    /// Only for these groups, if any are named; a shopper may be in several.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Only for these tiers, if any are named.
    #[serde(default)]
    pub tiers: Vec<String>,
    /// Only in these channels, if any are named.
    #[serde(default)]
    pub channels: Vec<String>,
    /// When it holds; default: always.
    #[serde(default)]
    pub when: Schedule,
    /// Its prices, ascending by product and quantity, of each one; [`Till::open`](super::till::Till::open)
    /// sees to that.
    pub prices: Vec<Price>,
}

/// A unit price from a quantity on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Of what.
    pub product: ProductId,
    /// From so many units of the line on. Default 1.
    #[serde(default = "one")]
    pub from_units: u32,
    /// Minor units, at least 0.
    pub minor: i64,
}

fn one() -> u32 {
    1
}

impl From<&Priced> for Resolved {
    fn from(priced: &Priced) -> Self {
        let (public, minor) = (priced.public.minor, priced.price.minor);
        Self { public, minor, list: priced.reason.list(), wanted: None }
    }
}

/// What is wrong with whom a list is for, and when.
pub(crate) enum Fault<'a> {
    /// No group and no tier may be called so.
    Name(&'a str),
    /// The time is none.
    Time(String),
}

/// The one check of whom a price list is for and when, in a shop and at a till.
pub(crate) fn fault<'a>(
    names: impl IntoIterator<Item = &'a String>,
    is_name: impl Fn(&str) -> bool,
    when: &Schedule,
) -> Option<Fault<'a>> {
    let wrong = names.into_iter().find(|name| !is_name(name));
    wrong.map(|name| Fault::Name(name)).or_else(|| schedule_fault(when).map(Fault::Time))
}

/// What a unit costs, and by which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// For everyone, in minor units.
    pub public: i64,
    /// For this shopper; never above `public`.
    pub minor: i64,
    /// Which list the shopper's price is from.
    pub list: PriceListId,
    /// What a list said that a guard holds up, if that is less, and which.
    pub wanted: Option<(i64, PriceListId)>,
}

impl PriceList {
    /// Whether everyone may have its prices.
    pub fn is_public(&self) -> bool {
        self.groups.is_empty() && self.tiers.is_empty()
    }

    /// Whether its prices are those for everyone, wherever they buy.
    fn is_plain(&self) -> bool {
        self.is_public() && self.channels.is_empty()
    }

    fn open(&self, cart: &Cart, zone: &Zone) -> bool {
        let channel = self.channels.is_empty() || self.channels.contains(&cart.channel);
        self.currency == cart.currency && channel && self.when.holds(cart.at, zone)
    }

    fn is_for(&self, cart: &Cart) -> bool {
        let group = self.groups.is_empty() || cart.shopper.groups.iter().any(|g| self.groups.contains(g));
        let tier =
            self.tiers.is_empty() || cart.shopper.tier.as_ref().is_some_and(|t| self.tiers.contains(t));
        group && tier
    }

    /// The price of the highest quantity step that is reached.
    fn price(&self, product: ProductId, units: u32) -> Option<i64> {
        // Sorted by `Till::open`.
        let reached = self.prices.partition_point(|p| (p.product, p.from_units) <= (product, units));
        let last = self.prices.get(reached.checked_sub(1)?)?;
        (last.product == product).then_some(last.minor)
    }
}

/// The price lists that are open to a cart.
pub(crate) struct Open<'a> {
    /// For everyone.
    public: Vec<&'a PriceList>,
    /// For this shopper alone.
    own: Vec<&'a PriceList>,
}

impl<'a> Open<'a> {
    /// A list that the shopper is not meant for is not looked at.
    pub(crate) fn of(lists: &'a [PriceList], cart: &Cart, zone: &Zone) -> Self {
        let open = lists.iter().filter(|list| list.open(cart, zone) && list.is_for(cart));
        let (public, own) = open.partition(|list| list.is_public());
        Self { public, own }
    }

    /// The price of a product: the lowest eligible one, of equal ones the lower list number. `bound` is the lowest
    /// that a unit may cost: it holds up what is not the price for everyone of one unit.
    ///
    /// Nothing if there is no price for everyone: then the product is not sold here.
    pub(crate) fn price(&self, product: ProductId, units: u32, bound: i64) -> Option<Resolved> {
        let one = self.public.iter().filter_map(|list| list.price(product, 1)).min();
        let is_plain = self.public.iter().any(|list| list.is_plain() && list.price(product, units).is_some());
        let held = |list: &&PriceList| {
            let written = list.price(product, units)?;
            let is_for_everyone = list.is_plain() || list.is_public() && !is_plain;
            let most = list.price(product, 1).or(one).unwrap_or(written);
            let bound = if is_for_everyone { bound.min(most) } else { bound };
            Some((written.max(bound), list.id))
        };
        let best = |lists: &[&PriceList]| lists.iter().filter_map(held).min();
        let public = best(&self.public)?;
        // INVARIANT: the public price is among the shopper's own, so theirs is never above it.
        let (minor, list) = best(&self.own).map_or(public, |own| own.min(public));
        let lists = self.public.iter().chain(&self.own);
        let wanted = lists.filter_map(|list| Some((list.price(product, units)?, list.id))).min();
        let wanted = wanted.filter(|(written, _)| *written < minor);
        Some(Resolved { public: public.0, minor, list, wanted })
    }
}

/// The lowest price of the 30 days before a promotion began: what a reduction is honestly shown
/// from (Directive 98/6/EC, article 6a). After 80, 100 and 90 it is 80.
///
/// `history` is (from, unit price), ascending; the price that held when the 30 days began counts.
/// Nothing if there was no price yet.
#[expect(clippy::arithmetic_side_effects, reason = "moments saturate")]
pub fn prior_price(history: &[(Timestamp, i64)], began: Timestamp) -> Option<i64> {
    let opened = began - Span::days(30);
    let before = history.partition_point(|(from, _)| *from <= opened);
    let upto = history.partition_point(|(from, _)| *from < began);
    history.get(before.saturating_sub(1)..upto)?.iter().map(|(_, minor)| *minor).min()
}
