//! What is wrong with terms. Each broken part is off, with a warning, and the rest holds; nothing
//! depends on the order in which parts are written.

use core::fmt;

use crate::id::{PriceListId, ProductId};
use crate::money::BasisPoints;
use crate::terms::basket::Item;
use crate::terms::list::{self, Fault, PriceList};
use crate::terms::promotion::{Offer, Promotion, PromotionId, is_protected};
use crate::terms::till::{Budget, Mode, Terms};

/// What is wrong with a part of the terms. It does not stop the till.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Which part.
    pub part: Part,
    /// What is wrong, as a sentence that names the field.
    pub why: String,
}

/// A part of the terms that something may be wrong with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A promotion; it is off.
    Promotion(PromotionId),
    /// An item; it is off: not sold.
    Item(ProductId),
    /// A price list; `why` says which of its prices hold.
    PriceList(PriceListId),
    /// A budget; `why` says what holds.
    Budget(u32),
    /// A field of the terms themselves; `why` says what holds.
    Terms,
    /// A part of the loyalty programme; `why` says which, and what holds.
    Loyalty,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Promotion(id) => write!(f, "promotion `{}` is off: ", id.0),
            Part::Item(product) => write!(f, "item `{product}` is off: "),
            Part::PriceList(id) => write!(f, "price list `{}`: ", id.0),
            Part::Budget(id) => write!(f, "budget `{id}`: "),
            Part::Terms => f.write_str("terms: "),
            Part::Loyalty => f.write_str("loyalty: "),
        }?;
        f.write_str(&self.why)
    }
}

/// Sorts terms, and takes out what is broken.
pub(super) fn check(terms: &mut Terms) -> Vec<Warning> {
    let mut warnings = core::mem::take(&mut terms.unread);
    let unread: Vec<Part> = warnings.iter().map(|warning| warning.part).collect();
    warnings.extend(rates(terms));
    warnings.extend(items(&mut terms.items));
    warnings.extend(lists(&mut terms.price_lists, &unread));
    warnings.extend(terms.price_lists.iter_mut().flat_map(prices));
    warnings.extend(budgets(&mut terms.budgets));
    warnings.extend(promotions(terms, &unread));
    warnings
}

fn rates(terms: &mut Terms) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |why| warnings.push(Warning { part: Part::Terms, why });
    if let Some(fault) = rate_fault("shipping_tax", terms.shipping_tax) {
        warn(format!("{fault}; shipping is not taxed"));
        terms.shipping_tax = BasisPoints(0);
    }
    if terms.shipping < 0 {
        warn("`shipping` is below `0`; sending is free".to_owned());
        terms.shipping = 0;
    }
    // A guard that is out of range holds back what it can, it never lets go.
    if let Some(fault) = terms.margin.and_then(|margin| rate_fault("margin", margin)) {
        warn(format!("{fault}; that is what holds"));
        terms.margin = Some(BasisPoints(Terms::MOST_RATE));
    }
    warnings
}

fn rate_fault(field: &str, rate: BasisPoints) -> Option<String> {
    (rate.0 > Terms::MOST_RATE).then(|| format!("`{field}` must be at most `{}`", Terms::MOST_RATE))
}

/// Equal items count once. Of items of one product that differ none can be trusted.
fn items(items: &mut Vec<Item>) -> Vec<Warning> {
    items.sort_by_key(|item| item.product);
    items.dedup();
    let pairs = items.windows(2).filter_map(|pair| match pair {
        [a, b] if a.product == b.product => Some(a.product),
        _ => None,
    });
    let twice: Vec<ProductId> = pairs.collect();
    let fault = |item: &Item| match twice.binary_search(&item.product) {
        Ok(_) => Some("two `items` of this `product` differ".to_owned()),
        Err(_) => rate_fault("tax", item.tax).or_else(|| amount_fault(item)),
    };
    let warn = |item: &Item| fault(item).map(|why| Warning { part: Part::Item(item.product), why });
    let mut warnings: Vec<Warning> = items.iter().filter_map(warn).collect();
    warnings.dedup();
    items.retain(|item| fault(item).is_none());
    warnings
}

fn amount_fault(item: &Item) -> Option<String> {
    let amounts = [("cost", item.cost), ("floor", item.floor)];
    let below = amounts.iter().find(|(_, minor)| minor.is_some_and(|minor| minor < 0));
    below.map(|(field, _)| format!("`{field}` is below `0`"))
}

/// Lists of one number are all off, and those whose groups, tiers or times are none.
fn lists(lists: &mut Vec<PriceList>, unread: &[Part]) -> Vec<Warning> {
    lists.sort_by_key(|list| list.id);
    let ids: Vec<PriceListId> = lists.iter().map(|list| list.id).collect();
    let is_taken =
        |id| unread.contains(&Part::PriceList(id)) || ids.iter().filter(|other| **other == id).count() > 1;
    let fault = |list: &PriceList| {
        if is_taken(list.id) {
            return Some("its `id` is taken; it is off".to_owned());
        }
        let is_name = |name: &str| !name.trim().is_empty() && !is_protected(name);
        Some(match list::fault(list.groups.iter().chain(&list.tiers), is_name, &list.when)? {
            Fault::Name(name) if name.trim().is_empty() => {
                "a group or tier has no name; it is off".to_owned()
            }
            Fault::Name(name) => {
                format!("`{name}` is a protected trait, and a price may not depend on it; it is off")
            }
            Fault::Time(why) => format!("{why}; it is off"),
        })
    };
    let warn = |list: &PriceList| fault(list).map(|why| Warning { part: Part::PriceList(list.id), why });
    let warnings = lists.iter().filter_map(warn).collect();
    lists.retain(|list| fault(list).is_none());
    warnings
}

/// Of prices of one product and quantity the lowest holds, as of lists.
fn prices(list: &mut PriceList) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |why| warnings.push(Warning { part: Part::PriceList(list.id), why });
    list.prices.sort_by_key(|price| (price.product, price.from_units, price.minor));
    list.prices.retain(|price| {
        if price.minor < 0 {
            warn(format!("a price of product `{}` is below `0`; it is off", price.product));
        }
        price.minor >= 0
    });
    list.prices.dedup_by(|next, kept| {
        let same = (next.product, next.from_units) == (kept.product, kept.from_units);
        if same && next.minor != kept.minor {
            let (product, units) = (kept.product, kept.from_units);
            warn(format!("product `{product}` has several prices from `{units}` units; the lowest holds"));
        }
        same
    });
    warnings.dedup();
    warnings
}

/// Of budgets of one number the one with the least left holds.
fn budgets(budgets: &mut Vec<Budget>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for budget in budgets.iter_mut().filter(|budget| budget.left < 0) {
        let why = "`left` is below `0`; nothing is left".to_owned();
        warnings.push(Warning { part: Part::Budget(budget.id), why });
        budget.left = 0;
    }
    budgets.sort_by_key(|budget| (budget.id, budget.left));
    budgets.dedup_by(|next, kept| {
        if next.id == kept.id && next.left != kept.left {
            let why = "its `id` is taken; the lowest `left` holds".to_owned();
            warnings.push(Warning { part: Part::Budget(kept.id), why });
        }
        next.id == kept.id
    });
    warnings.dedup();
    warnings
}

/// Promotions of one number are all off: nothing says which of them is meant.
fn promotions(terms: &mut Terms, unread: &[Part]) -> Vec<Warning> {
    terms.promotions.sort_by_key(Promotion::rank);
    let mut ids: Vec<PromotionId> = terms.promotions.iter().map(|promotion| promotion.id).collect();
    ids.sort_unstable();
    let of_id =
        |id| ids.partition_point(|other| *other <= id).checked_sub(ids.partition_point(|other| *other < id));
    let (mut sound, mut warnings) = (Vec::with_capacity(ids.len()), Vec::new());
    for promotion in core::mem::take(&mut terms.promotions) {
        let fault = match of_id(promotion.id) {
            Some(1) if !unread.contains(&Part::Promotion(promotion.id)) => promotion
                .fault()
                .or_else(|| mode_fault(terms.mode, &promotion))
                .or_else(|| budget_fault(&terms.budgets, &promotion)),
            _ => Some("its `id` is taken".to_owned()),
        };
        match fault {
            Some(why) => warnings.push(Warning { part: Part::Promotion(promotion.id), why }),
            None => sound.push(promotion),
        }
    }
    terms.promotions = sound;
    warnings
}

fn budget_fault(budgets: &[Budget], promotion: &Promotion) -> Option<String> {
    let id = promotion.budget?;
    let known = budgets.iter().any(|budget| budget.id == id);
    (!known).then(|| format!("there is no `budget` `{id}`"))
}

/// An offer is of the engine that the mode names; one that sees the whole cart knows no lanes.
fn mode_fault(mode: Mode, promotion: &Promotion) -> Option<String> {
    let own = match &promotion.gives {
        Offer::Foreign(foreign) => Some(foreign.mode()),
        _ => None,
    };
    let said = mode.name();
    match own {
        Some(own) if own != mode => {
            return Some(format!("`gives` is of `{}`, and `mode` is `{said}`", own.name()));
        }
        None if mode.is_foreign() => {
            return Some(format!("`gives` must be `foreign` of `{said}`, as `mode` says"));
        }
        _ if !promotion.gives.is_of_a_whole_cart() => return None,
        _ => {}
    }
    let ways = [
        ("lane", promotion.lane != 0),
        ("alone", promotion.alone),
        ("never_with", !promotion.never_with.is_empty()),
    ];
    let way = ways.iter().find(|(_, is_said)| *is_said);
    way.map(|(field, _)| format!("`{field}` means nothing where `mode` is `{said}`"))
}
