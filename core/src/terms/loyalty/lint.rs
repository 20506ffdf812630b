//! What can hardly be meant in a programme that holds: tiers that nobody reaches, points that cost more than is
//! earned with what they are given for, points that cannot be spent.

use core::fmt;

use crate::id::ProductId;
use crate::money::BasisPoints;
use crate::shop::Shop;
use crate::terms::basket::Item;
use crate::terms::condition::Schedule;
use crate::terms::loyalty::{Bought, Earn, EarnRule, Expiry, Measure, Programme, part};
use crate::terms::price::{self, Buyer};
use crate::time::Timestamp;

/// Something that can hardly be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Nothing earns points.
    NothingEarned,
    /// Points cannot be spent.
    NoRedeem,
    /// Points can be spent for fewer days than these, in the worst case: they wait until the return window is closed,
    /// and expire soon after.
    ShortLived {
        /// Whole days.
        days: u16,
    },
    /// The tier counts points, and too few rules give any.
    Unreachable {
        /// The name of the tier.
        tier: String,
    },
    /// The tier brings its members nothing that the one below does not.
    BringsNothing {
        /// The name of the tier.
        tier: String,
    },
    /// What points are worth that a product earns is more than is left of its price after its cost.
    AboveMargin {
        /// In which tier; nothing, if in none.
        tier: Option<String>,
        /// One of the products.
        product: ProductId,
        /// How many products.
        products: u32,
    },
    /// What a referral gives on both sides together is worth more than a first order leaves at the best after its cost.
    ReferralAboveOrder {
        /// What it gives is worth, in minor units.
        gives: i64,
        /// What the smallest first order that counts leaves at the best.
        leaves: i64,
    },
    /// Nothing bounds how often one code brings points.
    ReferralUnbounded,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingEarned => f.write_str("`earn`: nothing earns points"),
            Self::NoRedeem => f.write_str("`redeem`: points cannot be spent"),
            Self::ShortLived { days } => write!(
                f,
                "`expiry`: points can be spent for `{days}` days or fewer: they wait for `pending_days` first"
            ),
            Self::Unreachable { tier } => {
                write!(f, "tier `{tier}`: nobody can reach it, for no purchase earns points")
            }
            Self::BringsNothing { tier } => write!(
                f,
                "tier `{tier}`: it brings its members nothing more: no higher `multiplier`, no prices, no promotion"
            ),
            Self::AboveMargin { tier, product, products } => {
                match tier {
                    Some(tier) => write!(f, "`earn`, in tier `{tier}`: ")?,
                    None => f.write_str("`earn`: ")?,
                }
                write!(
                    f,
                    "points for `{products}` products are worth more than what is left after their cost, \
                     product `{product}` among them"
                )
            }
            Self::ReferralAboveOrder { gives, leaves } => write!(
                f,
                "`referral`: both sides get points worth `{gives}`, and a first order leaves `{leaves}` at the best"
            ),
            Self::ReferralUnbounded => {
                f.write_str("`referral`: neither `most` nor `most_ever` bounds what one code brings")
            }
        }
    }
}

/// What members of no tier earn.
const PLAIN: BasisPoints = BasisPoints(10_000);
/// Fewer days than these are hardly enough to come back in.
const FEW_DAYS: u16 = 7;

/// All findings of the programme of a shop at the prices of a moment, in the order of its fields; none, where there is
/// none.
pub fn lint(shop: &Shop, at: Timestamp) -> Vec<Finding> {
    let Some(programme) = shop.public().loyalty() else { return Vec::new() };
    let mut found = Vec::new();
    if programme.earn.is_empty() {
        found.push(Finding::NothingEarned);
    }
    found.extend(above_margin(programme, shop, at));
    found.extend(short_lived(programme).map(|days| Finding::ShortLived { days }));
    if programme.redeem.is_none() {
        found.push(Finding::NoRedeem);
    }
    found.extend(tiers(programme));
    found.extend(referral(programme, shop, at).into_iter().flatten().flatten());
    found
}

fn referral(programme: &Programme, shop: &Shop, at: Timestamp) -> Option<[Option<Finding>; 2]> {
    let referral = programme.referral.as_ref()?;
    let both = i64::from(referral.gives).saturating_add(referral.welcomes.into());
    let gives = programme.worth.of(both);
    let leaves = part(referral.least, best_margin(shop, at), 10_000);
    let above = (gives > leaves).then_some(Finding::ReferralAboveOrder { gives, leaves });
    let unbounded = referral.most.is_none() && referral.most_ever.is_none();
    Some([above, unbounded.then_some(Finding::ReferralUnbounded)])
}

/// What is left of 10,000 of the price for everyone after the cost, of the product of which most is; all, where no cost is
/// known.
fn best_margin(shop: &Shop, at: Timestamp) -> i64 {
    let public = shop.public();
    let buyer = Buyer { card: false, own: &[], at };
    let margin = |item: &Item| {
        let price = price::resolve(public, item.product, public.currency, 1, &buyer)?.price.minor;
        Some(part(price.saturating_sub(item.cost?), 10_000, price.max(1)))
    };
    shop.terms().items.iter().filter_map(margin).max().unwrap_or(10_000)
}

/// For how many days points can be spent at the least, if these are few.
fn short_lived(programme: &Programme) -> Option<u16> {
    let days = match programme.expiry? {
        Expiry::Days(days) => days.saturating_sub(programme.pending_days),
        // They may ripen on the last day of the month or the year.
        Expiry::Months(0) | Expiry::Years(0) => 1,
        Expiry::Months(_) | Expiry::Years(_) => return None,
    };
    (days < FEW_DAYS).then_some(days)
}

fn tiers(programme: &Programme) -> Vec<Finding> {
    let Some(tiers) = &programme.tiers else { return Vec::new() };
    let mut found = Vec::new();
    let buys = |earn: &Earn| matches!(earn, Earn::Spend { .. } | Earn::Units { .. });
    let no_points = tiers.by == Measure::Points && !programme.earn.iter().any(|rule| buys(&rule.by));
    let mut below = PLAIN;
    for tier in &tiers.steps {
        if no_points {
            found.push(Finding::Unreachable { tier: tier.name.clone() });
        }
        if tier.multiplier <= below && !tier.prices {
            found.push(Finding::BringsNothing { tier: tier.name.clone() });
        }
        below = below.max(tier.multiplier);
    }
    found
}

/// For members of no tier, and of each.
fn above_margin(programme: &Programme, shop: &Shop, at: Timestamp) -> Vec<Finding> {
    let always = |rule: &EarnRule| EarnRule { when: Schedule::default(), ..rule.clone() };
    let programme = Programme { earn: programme.earn.iter().map(always).collect(), ..programme.clone() };
    let of_tiers = programme.steps().iter().map(|tier| (Some(tier.name.clone()), tier.multiplier));
    let (mut found, mut known) = (Vec::new(), 0);
    for (tier, multiplier) in core::iter::once((None, PLAIN)).chain(of_tiers) {
        let loses = |item: &&Item| loses(&programme, shop, (item, multiplier), at).unwrap_or(false);
        let mut losing = shop.terms().items.iter().filter(loses).map(|item| item.product);
        let Some(product) = losing.next() else { continue };
        let products = u32::try_from(losing.count()).unwrap_or(u32::MAX).saturating_add(1);
        // What those of no tier are told of is not told of all others again.
        if products > known {
            found.push(Finding::AboveMargin { tier, product, products });
            known = products;
        }
    }
    found
}

/// Whether the points for a hundred units at the price of members are worth more than what these leave; nothing, where
/// the cost or the price is not known.
fn loses(
    programme: &Programme,
    shop: &Shop,
    (item, multiplier): (&Item, BasisPoints),
    at: Timestamp,
) -> Option<bool> {
    const UNITS: u32 = 100;
    let public = shop.public();
    let member = Buyer { card: true, own: &[], at };
    let unit = price::resolve(public, item.product, public.currency, 1, &member)?.price.minor;
    let [spend, cost] = [unit, item.cost?].map(|minor| minor.saturating_mul(UNITS.into()));
    let line = Bought { product: item.product, category: item.category, units: UNITS, spend };
    let points = programme.earned(&[line], multiplier, (at, &public.zone));
    let points = points.first()?.points;
    Some(programme.worth.of(points) > spend.saturating_sub(cost))
}
