//! What is sound and yet not what a merchant can mean: promotions that never act, or never in full.
//!
//! Nothing here is off; each finding is a sentence for whoever wrote the terms. What is found is so; not all there is
//! to find is found.

use core::fmt;

use crate::shop::Shop;
use crate::terms::basket::Item;
use crate::terms::condition::Selector;
use crate::terms::offer::share;
use crate::terms::promotion::{Offer, Promotion, PromotionId, Spread, Target};
use crate::terms::till::{Mode, Terms};
use crate::time::Timestamp;

mod conjunction;
pub mod lists;

/// Something about one promotion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub promotion: PromotionId,
    /// What.
    pub flaw: Flaw,
}

/// What is the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Its time is over.
    Over,
    /// Its conditions contradict each other.
    Contradictory,
    /// Its limit or its budget is used up from the start.
    Spent,
    /// It lowers nothing that this shop sells.
    Nothing,
    /// Wherever it could act, this one of its lane comes first.
    Shadowed(PromotionId),
    /// It would bring so many products below their floor price, or below cost and margin: a guard holds back there.
    BelowFloor(u32),
    /// It names this one in `never_with`, and there is no such promotion.
    NoSuchOther(PromotionId),
    /// It asks for a tier, and the loyalty programme has no such one.
    NoTier,
    /// One of its codes can be guessed, and nothing bounds how often it is used: see [`Promotion::is_guessable`].
    Guessable,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "promotion `{}` ", self.promotion.0)?;
        match self.flaw {
            Flaw::Over => f.write_str("never acts: its time is over"),
            Flaw::Contradictory => f.write_str("never acts: its conditions contradict each other"),
            Flaw::Spent => f.write_str("never acts: nothing is left of its `uses` or `budget`"),
            Flaw::Nothing => f.write_str("never acts: it lowers nothing that is sold"),
            Flaw::Shadowed(by) => {
                write!(f, "is always behind promotion `{}` of its lane, which asks no more", by.0)
            }
            Flaw::BelowFloor(1) => {
                f.write_str("is held back on 1 product: its floor price, or its cost and margin")
            }
            Flaw::BelowFloor(n) => {
                write!(f, "is held back on {n} products: their floor price, or their cost and margin")
            }
            Flaw::NoTier => f.write_str("never acts: the loyalty programme has no such `tier`"),
            Flaw::Guessable => f.write_str(
                "has a code that can be guessed: give it 8 letters or digits, 10 if they are digits alone, or a limit \
                 in `uses` or `per_shopper`",
            ),
            Flaw::NoSuchOther(id) => {
                write!(f, "names `{}` in `never_with`, which is no promotion here", id.0)
            }
        }
    }
}

/// Looks at the terms of a shop at a moment; findings in the order in which promotions are taken.
pub fn lint(shop: &Shop, at: Timestamp) -> Vec<Finding> {
    let terms = shop.terms();
    let flaws = |promotion: &Promotion| -> Vec<Flaw> {
        let never = never(shop, promotion, at);
        let others = promotion.never_with.iter().filter(|id| terms.promotions.iter().all(|p| p.id != **id));
        let others = others.map(|id| Flaw::NoSuchOther(*id));
        let held = below(shop, promotion).filter(|_| never.is_none());
        let guessable = promotion.is_guessable().then_some(Flaw::Guessable);
        never.into_iter().chain(held).chain(guessable).chain(others).collect()
    };
    let all = terms.promotions.iter();
    all.flat_map(|p| flaws(p).into_iter().map(|flaw| Finding { promotion: p.id, flaw })).collect()
}

impl Promotion {
    /// Whether one of its codes is short enough to be found by trying and nothing bounds how often it is used: fewer
    /// than 8 letters or digits, fewer than 10 if they are digits alone.
    pub fn is_guessable(&self) -> bool {
        let is_short = |code: &String| {
            let counted = |is: fn(char) -> bool| code.chars().filter(|letter| is(*letter)).count();
            let (all, digits) = (counted(char::is_alphanumeric), counted(char::is_numeric));
            all < if all == digits { 10 } else { 8 }
        };
        self.uses.is_none() && self.per_shopper.is_none() && self.coupons.iter().any(is_short)
    }
}

/// Why it never acts.
fn never(shop: &Shop, promotion: &Promotion, at: Timestamp) -> Option<Flaw> {
    let terms = shop.terms();
    let zone = &shop.public().zone;
    if let Some(mut cases) = conjunction::cases(&promotion.when) {
        cases.retain(|case| !conjunction::contradicts(case, zone));
        if cases.is_empty() {
            return Some(Flaw::Contradictory);
        }
        cases.retain(|case| !case.is_over(at, zone));
        if cases.is_empty() {
            return Some(Flaw::Over);
        }
        let tiers = shop.draft().loyalty.as_ref().and_then(|programme| programme.tiers.as_ref());
        let is_tier = |name: &str| tiers.is_some_and(|tiers| tiers.named(name).is_some());
        if cases.iter().all(|case| case.asks_for_no_tier(is_tier)) {
            return Some(Flaw::NoTier);
        }
    }
    if is_spent(terms, promotion) {
        return Some(Flaw::Spent);
    }
    if !lowers_something(terms, &promotion.gives) {
        return Some(Flaw::Nothing);
    }
    shadow(terms, promotion).map(Flaw::Shadowed)
}

fn is_spent(terms: &Terms, promotion: &Promotion) -> bool {
    let used_up = promotion.uses.is_some_and(|uses| uses.used >= uses.limit);
    let budget = promotion.budget.and_then(|id| terms.budgets.iter().find(|budget| budget.id == id));
    used_up || budget.is_some_and(|budget| budget.left <= 0)
}

fn lowers_something(terms: &Terms, offer: &Offer) -> bool {
    let sells = |of: &Selector| {
        terms.items.iter().any(|item| !item.fixed_price && of.takes(item.product, item.category))
    };
    match offer {
        Offer::Percent { on, .. } | Offer::Fixed { on, .. } => match on {
            Target::Items(of) => sells(of),
            Target::Order => sells(&Selector::default()),
            Target::Shipping => terms.shipping > 0,
        },
        Offer::BuyGet { buy, get, .. } => sells(buy) && sells(get),
        Offer::Bundle { parts, .. } => parts.iter().all(|part| sells(&part.of)),
        Offer::Steps { of, .. } => sells(of),
        Offer::Foreign(_) => true,
    }
}

/// The promotion of its lane that comes first wherever it could act.
fn shadow(terms: &Terms, promotion: &Promotion) -> Option<PromotionId> {
    if terms.mode != Mode::Sequential {
        return None;
    }
    let earlier = terms.promotions.iter().take_while(|other| other.id != promotion.id);
    let refused = |id| terms.promotions.iter().any(|other| other.alone || other.never_with.contains(&id));
    let mut rivals =
        earlier.filter(|other| other.lane == promotion.lane && is_open(other) && !refused(other.id));
    let found = rivals.find(|other| {
        lowers_all_of(terms, &other.gives, &promotion.gives)
            && conjunction::implies(&promotion.when, &other.when)
    });
    found.map(|other| other.id)
}

/// Whether nothing but its conditions keeps it from acting.
fn is_open(promotion: &Promotion) -> bool {
    let free = promotion.coupons.is_empty() && promotion.never_with.is_empty() && !promotion.alone;
    free && promotion.per_shopper.is_none() && promotion.uses.is_none() && promotion.budget.is_none()
}

/// Whether one offer lowers something on every cart on which another does, however little that costs.
fn lowers_all_of(terms: &Terms, one: &Offer, other: &Offer) -> bool {
    let covers = match (goods(one), goods(other)) {
        (Some(of), Some(same)) => *of == Selector::default() || of == same,
        (Some(of), None) => *of == Selector::default() && !is_shipping(other),
        (None, _) => is_shipping(one) && is_shipping(other),
    };
    one == other || covers && lowers_the_least(one, other) && lowers_each(terms, one)
}

/// Whether one takes something off the least amount that another takes something off.
fn lowers_the_least(one: &Offer, other: &Offer) -> bool {
    match one {
        Offer::Percent { rate, most_units: None, spread: Spread::Each | Spread::Across, .. } => {
            // Half of the least amount is rounded up.
            rate.0 >= 5_000 || matches!(other, Offer::Percent { rate: less, .. } if less <= rate)
        }
        Offer::Fixed { most_units: None, spread: Spread::Each | Spread::Across, .. } => true,
        _ => false,
    }
}

/// Whether nothing of what it takes off can fall on a line that a guard holds up, while it spares another.
fn lowers_each(terms: &Terms, offer: &Offer) -> bool {
    let Some(of) = goods(offer) else { return true };
    if matches!(offer, Offer::Fixed { spread: Spread::Each, .. }) || of.products.len() == 1 {
        return true;
    }
    let touched = |item: &&Item| !item.fixed_price && of.takes(item.product, item.category);
    terms.items.iter().filter(touched).all(|item| item.bounded(terms).floor.is_none_or(|bound| bound <= 0))
}

/// Of an amount or a percentage, which lines it is taken off.
fn goods(offer: &Offer) -> Option<&Selector> {
    const WHOLE: &Selector = &Selector { products: Vec::new(), categories: Vec::new(), except: Vec::new() };
    match offer {
        Offer::Percent { on: Target::Items(of), .. } | Offer::Fixed { on: Target::Items(of), .. } => Some(of),
        Offer::Percent { on: Target::Order, .. } | Offer::Fixed { on: Target::Order, .. } => Some(WHOLE),
        _ => None,
    }
}

fn is_shipping(offer: &Offer) -> bool {
    matches!(offer, Offer::Percent { on: Target::Shipping, .. } | Offer::Fixed { on: Target::Shipping, .. })
}

/// How many products it would bring below what they may not cost.
fn below(shop: &Shop, promotion: &Promotion) -> Option<Flaw> {
    let (Offer::Percent { rate, .. }, Some(of)) = (&promotion.gives, goods(&promotion.gives)) else {
        return None;
    };
    let terms = shop.terms();
    let touched =
        terms.items.iter().filter(|item| !item.fixed_price && of.takes(item.product, item.category));
    let sinks = touched.filter(|item| {
        let bound = item.bounded(terms).floor.unwrap_or(0);
        lowest(shop, item).is_some_and(|price| price.saturating_sub(share(price, *rate)) < bound)
    });
    let count = u32::try_from(sinks.count()).unwrap_or(u32::MAX);
    (count > 0).then_some(Flaw::BelowFloor(count))
}

/// The lowest price that somebody pays for it before promotions.
fn lowest(shop: &Shop, item: &Item) -> Option<i64> {
    let book = shop.public().currency;
    let lists = shop.lists().filter(|list| list.currency == book);
    lists.filter_map(|list| list.lowest(item.product)).min()
}
