//! Which promotions can concern a basket, found without looking at the others.

#[cfg(feature = "till")]
use std::sync::OnceLock;

use crate::id::{LabelId, ProductId};
use crate::terms::basket::Basket;
use crate::terms::condition::{Condition, Selector};
use crate::terms::promotion::{Offer, Promotion, PromotionId, Target};
#[cfg(feature = "till")]
use crate::terms::till::Terms;
use crate::time::Timestamp;

#[cfg(all(test, feature = "till"))]
mod tests;

impl Promotion {
    /// Whether it could act on a basket, or nearly so. One that does not concern it never acts, whatever else does:
    ///
    /// - it needs a code, and none that opens it was entered;
    /// - it is for a group, tier, channel or first order that the shopper, the cart or the order is not;
    /// - it has not begun, or is over;
    /// - of lines that it counts or lowers, none is there.
    ///
    /// One that asks for more of what is there does concern it.
    pub fn concerns(&self, basket: &Basket<'_>) -> bool {
        self.is_open_to(basket) && self.when.concerns(basket) && self.gives.finds(basket)
    }
}

impl Condition {
    /// INVARIANT: what holds concerns.
    fn concerns(&self, basket: &Basket<'_>) -> bool {
        let has =
            |of: &Selector| basket.lines.iter().any(|line| of.takes(line.item.product, line.item.category));
        match self {
            Self::All(parts) => parts.iter().all(|part| part.concerns(basket)),
            Self::Any(parts) => parts.iter().any(|part| part.concerns(basket)),
            Self::Not(_) => true,
            Self::Spend { of, at_least } => *at_least <= 0 || has(of),
            Self::Units { of, at_least } => *at_least == 0 || has(of),
            Self::When(schedule) => schedule.spans(basket.cart.at),
            leaf => leaf.knows(basket.cart),
        }
    }
}

impl Offer {
    #[cfg(feature = "till")]
    /// Whether it could lower the price of an item that is bought alone.
    pub(crate) fn lowers(&self, item: &crate::terms::basket::Item) -> bool {
        let takes = |of: &Selector| !item.fixed_price && of.takes(item.product, item.category);
        match self {
            Self::Percent { on: Target::Items(of), .. }
            | Self::Fixed { on: Target::Items(of), .. }
            | Self::Steps { of, .. } => takes(of),
            Self::Percent { on, .. } | Self::Fixed { on, .. } => {
                *on == Target::Order && takes(&Selector::default())
            }
            Self::BuyGet { buy, get, .. } => takes(buy) && takes(get),
            Self::Bundle { parts, .. } => parts.iter().all(|part| takes(&part.of)),
            Self::Foreign(foreign) => foreign.lowers(item),
        }
    }

    /// Whether there is anything in a basket that it could lower, whatever is left of it.
    pub(crate) fn finds(&self, basket: &Basket<'_>) -> bool {
        let finds = |of: &Selector| basket.lines.iter().any(|line| line.is_lowered_by(of));
        match self {
            Self::Percent { on: Target::Items(of), .. }
            | Self::Fixed { on: Target::Items(of), .. }
            | Self::Steps { of, .. } => finds(of),
            Self::Percent { on: Target::Shipping, .. } | Self::Fixed { on: Target::Shipping, .. } => {
                basket.cart.shipping > 0
            }
            Self::Percent { .. } | Self::Fixed { .. } | Self::Foreign(_) => true,
            Self::BuyGet { buy, get, .. } => finds(buy) && finds(get),
            Self::Bundle { parts, .. } => parts.iter().all(|part| finds(&part.of)),
        }
    }
}

/// Promotions by what a basket must have for them to concern it.
///
/// It stands on the promotions that it was made of, in that order: whoever changes one makes it anew. Each promotion
/// is found by the one thing that it must have and fewest baskets do: a code, products, a group, a tier or categories;
/// those that ask for none of these are looked through, for when they are in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// Ascending; a promotion may have several, each of which brings it.
    keys: Vec<(Key, Entry)>,
    /// Promotions without a key.
    rest: Vec<Entry>,
    /// Where each number stands, ascending.
    numbers: Vec<(PromotionId, usize)>,
}

/// What a basket may have, from what few have to what many have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Code(String),
    Product(ProductId),
    Group(String),
    Tier(String),
    Category(LabelId),
}

/// Where a promotion stands, and when it is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    place: usize,
    from: Timestamp,
    until: Timestamp,
}

impl Index {
    /// An index of some promotions.
    pub fn of(promotions: &[Promotion]) -> Self {
        let mut index = Self::default();
        for (place, promotion) in promotions.iter().enumerate() {
            let always = (Timestamp(i64::MIN), Timestamp(i64::MAX));
            let (from, until) = promotion.when.window(always);
            let entry = Entry { place, from, until };
            match promotion.keys() {
                Some(keys) => index.keys.extend(keys.into_iter().map(|key| (key, entry))),
                None => index.rest.push(entry),
            }
        }
        index.keys.sort_unstable();
        index.numbers = promotions.iter().map(|promotion| promotion.id).zip(0..).collect();
        index.numbers.sort_unstable();
        index
    }

    /// The promotion of that number.
    pub fn find<'p>(&self, promotions: &'p [Promotion], id: PromotionId) -> Option<&'p Promotion> {
        let place = self.numbers.binary_search_by_key(&id, |(other, _)| *other).ok()?;
        let (_, place) = self.numbers.get(place)?;
        promotions.get(*place).filter(|promotion| promotion.id == id)
    }

    /// Those that concern a basket, in their order: exactly those of which [`Promotion::concerns`] says so.
    pub fn concerned<'p>(&self, promotions: &'p [Promotion], basket: &Basket<'_>) -> Vec<&'p Promotion> {
        let mut found: Vec<Entry> = self.rest.clone();
        for key in keys_of(basket) {
            let first = self.keys.partition_point(|(other, _)| *other < key);
            let same = self.keys.iter().skip(first).take_while(|(other, _)| *other == key);
            found.extend(same.map(|(_, entry)| *entry));
        }
        let at = basket.cart.at;
        found.retain(|entry| entry.from <= at && at < entry.until);
        found.sort_unstable();
        found.dedup();
        let found = found.iter().filter_map(|entry| promotions.get(entry.place));
        found.filter(|promotion| promotion.concerns(basket)).collect()
    }
}

/// An index that is made when it is asked for first. It says nothing that its promotions do not, so all are equal.
#[derive(Debug, Default)]
pub struct Kept {
    #[cfg(feature = "till")]
    index: OnceLock<Index>,
    #[cfg(feature = "till")]
    is_sorted: OnceLock<bool>,
}

#[cfg(feature = "till")]
impl Kept {
    /// The index of these promotions: whoever asks always means the same.
    pub(crate) fn of(&self, promotions: &[Promotion]) -> &Index {
        self.index.get_or_init(|| Index::of(promotions))
    }

    /// Whether the terms that they are of are sorted: asked for once, for it takes a look at all of them.
    pub(crate) fn is_sorted(&self, terms: &Terms) -> bool {
        *self.is_sorted.get_or_init(|| terms.is_sorted())
    }
}

impl Clone for Kept {
    /// Made anew: whoever copies it may change what it is of.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

/// All that a basket has.
fn keys_of(basket: &Basket<'_>) -> Vec<Key> {
    let shopper = &basket.cart.shopper;
    let codes = basket.cart.coupons.iter().map(|code| Key::code(code));
    let groups = shopper.groups.iter().map(|group| Key::Group(group.clone()));
    let tiers = shopper.tier.iter().map(|tier| Key::Tier(tier.clone()));
    let lines = basket.lines.iter();
    let of_line = lines.flat_map(|line| [Key::Product(line.item.product), Key::Category(line.item.category)]);
    let mut keys: Vec<Key> = codes.chain(groups).chain(tiers).chain(of_line).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

impl Key {
    fn code(code: &str) -> Self {
        Self::Code(code.trim().to_ascii_lowercase())
    }
}

impl Promotion {
    /// Keys of which a basket that it concerns has one; none, if it may have none of any.
    fn keys(&self) -> Option<Vec<Key>> {
        if !self.coupons.is_empty() {
            return Some(self.coupons.iter().map(|code| Key::code(code)).collect());
        }
        fewest([self.when.keys(), self.gives.keys()])
    }
}

/// Of several sets, each of which will do, the one that fewest baskets have a key of.
fn fewest(sets: impl IntoIterator<Item = Option<Vec<Key>>>) -> Option<Vec<Key>> {
    let commonest = |set: &Vec<Key>| set.iter().map(Key::kind).max();
    sets.into_iter().flatten().min_by_key(|set| (commonest(set), set.len()))
}

impl Key {
    fn kind(&self) -> u8 {
        match self {
            Self::Code(_) => 0,
            Self::Product(_) => 1,
            Self::Group(_) => 2,
            Self::Tier(_) => 3,
            Self::Category(_) => 4,
        }
    }
}

impl Condition {
    fn keys(&self) -> Option<Vec<Key>> {
        match self {
            Self::All(parts) => fewest(parts.iter().map(Self::keys)),
            // All of them, for each may be the one that holds.
            Self::Any(parts) => {
                parts.iter().map(Self::keys).collect::<Option<Vec<_>>>().map(|sets| sets.concat())
            }
            Self::Spend { of, at_least } if *at_least > 0 => of.keys(),
            Self::Units { of, at_least } if *at_least > 0 => of.keys(),
            Self::Group(names) => Some(names.iter().cloned().map(Key::Group).collect()),
            Self::Tier(names) => Some(names.iter().cloned().map(Key::Tier).collect()),
            _ => None,
        }
    }

    /// From when until when it may hold at all, within those bounds.
    fn window(&self, (from, until): (Timestamp, Timestamp)) -> (Timestamp, Timestamp) {
        match self {
            Self::All(parts) => parts.iter().fold((from, until), |bounds, part| part.window(bounds)),
            Self::When(schedule) => (
                schedule.from.map_or(from, |own| own.max(from)),
                schedule.until.map_or(until, |own| own.min(until)),
            ),
            _ => (from, until),
        }
    }
}

impl Selector {
    fn keys(&self) -> Option<Vec<Key>> {
        let products = self.products.iter().copied().map(Key::Product);
        let categories = self.categories.iter().copied().map(Key::Category);
        let keys: Vec<Key> = if self.products.is_empty() { categories.collect() } else { products.collect() };
        (!keys.is_empty()).then_some(keys)
    }
}

impl Offer {
    fn keys(&self) -> Option<Vec<Key>> {
        match self {
            Self::Percent { on: Target::Items(of), .. }
            | Self::Fixed { on: Target::Items(of), .. }
            | Self::Steps { of, .. } => of.keys(),
            Self::Percent { .. } | Self::Fixed { .. } | Self::Foreign(_) => None,
            Self::BuyGet { buy, get, .. } => fewest([buy.keys(), get.keys()]),
            Self::Bundle { parts, .. } => fewest(parts.iter().map(|part| part.of.keys())),
        }
    }
}
