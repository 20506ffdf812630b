//! The smallest change is one: made, it brings what it was told for, or what is left is told in turn.

use proptest::prelude::*;

use crate::id::ProductId;
use crate::terms::basket::{Basket, Cart, Line};
use crate::terms::condition::{Change, Condition, Selector};
use crate::terms::promotion::{Offer, Promotion};
use crate::terms::till::{Terms, Till};
use crate::terms::{Verdict, WhyNot};

use super::random::shop;
use super::{cart, till};

fn verdict(promotion: &str, lines: &[(u32, u32)]) -> (Option<i64>, Option<WhyNot>, Vec<Change>) {
    let till = till(&format!(r#"{{"id": 1, "name": "a", {promotion}}}"#));
    assert_eq!(till.warnings(), []);
    let verdict = till.price(&cart(lines)).expect("a price").verdicts.remove(0);
    (verdict.gives, verdict.why_not, verdict.change.unwrap_or_default())
}

fn units(more: u32, products: &[u32]) -> Change {
    let products = products.iter().copied().map(ProductId).collect();
    Change::Units { more, of: Selector { products, ..Selector::default() } }
}

const NOTHING: (Option<i64>, Option<WhyNot>) = (None, Some(WhyNot::Nothing));

#[test]
fn what_is_bought_and_given_short_of_a_unit_asks_for_one_more() {
    let offer = r#""gives": {"buy_get": {"buy": {"products": [3]}, "buy_units": 2, "get": {"products": [3]}, "get_units": 1, "rate": 10000}}"#;
    let of = |n| verdict(offer, &[(1, 1), (3, n)]);
    assert_eq!(of(2), (NOTHING.0, NOTHING.1, vec![units(1, &[3])]));
    assert_eq!(of(1).2, [units(2, &[3])]);
    assert_eq!(of(3), (Some(100), None, vec![]));
}

#[test]
fn what_is_given_is_asked_for_where_enough_is_bought() {
    let offer = r#""gives": {"buy_get": {"buy": {"products": [1, 2]}, "buy_units": 2, "get": {"products": [3]}, "get_units": 1, "rate": 10000}}"#;
    assert_eq!(verdict(offer, &[(1, 2)]).2, [units(1, &[3])]);
    assert_eq!(verdict(offer, &[(1, 1), (3, 5)]).2, [units(1, &[1, 2])]);
    assert_eq!(verdict(offer, &[(1, 1)]).2, [units(1, &[3]), units(1, &[1, 2])]);
}

#[test]
fn a_bundle_asks_for_the_parts_that_are_missing() {
    let offer = r#""gives": {"bundle": {"minor": 1100, "parts": [
        {"of": {"products": [1]}, "units": 1}, {"of": {"products": [3]}, "units": 4}, {"of": {"products": [3]}, "units": 1}]}}"#;
    assert_eq!(verdict(offer, &[(3, 3)]), (NOTHING.0, NOTHING.1, vec![units(1, &[1]), units(2, &[3])]));
    assert_eq!(verdict(offer, &[(1, 1), (3, 5)]), (Some(400), None, vec![]));
    // Complete, but dearer than its parts.
    let dear = offer.replace("1100", "9900");
    assert_eq!(verdict(&dear, &[(1, 1), (3, 5)]), (NOTHING.0, NOTHING.1, vec![]));
}

#[test]
fn below_the_first_step_so_much_more_is_to_be_spent() {
    let offer = r#""gives": {"steps": {"steps": [[1000, 500], [2000, 1000]]}}"#;
    let more = |more, products: &[u32]| {
        let products = products.iter().copied().map(ProductId).collect();
        vec![Change::Spend { more, of: Selector { products, ..Selector::default() } }]
    };
    assert_eq!(verdict(offer, &[(2, 1)]), (NOTHING.0, NOTHING.1, more(600, &[])));
    assert_eq!(verdict(offer, &[(2, 1), (3, 6)]), (Some(50), None, vec![]));
    let of_some = r#""gives": {"steps": {"of": {"products": [3]}, "steps": [[780, 500]]}}"#;
    assert_eq!(verdict(of_some, &[(1, 1), (3, 2)]).2, more(580, &[3]));
}

#[test]
fn what_the_conditions_lack_is_told_before_what_the_offer_lacks() {
    let offer = r#""when": {"spend": {"at_least": 900}}, "gives": {"steps": {"steps": [[1000, 500]]}}"#;
    let more = |more| vec![Change::Spend { more, of: Selector::default() }];
    assert_eq!(verdict(offer, &[(2, 1)]), (None, Some(WhyNot::Condition), more(500)));
    assert_eq!(verdict(offer, &[(2, 1), (3, 5)]), (NOTHING.0, NOTHING.1, more(100)));
}

/// Makes one change, with the products that are sold; nothing, where none of them will do.
fn make(change: &Change, cart: &mut Cart, terms: &Terms) -> Option<()> {
    let (of, units) = match change {
        Change::Coupon => {
            cart.coupons.extend(terms.promotions[0].coupons.iter().take(1).cloned());
            return Some(());
        }
        Change::Spend { of, .. } | Change::Units { of, .. } => {
            let more = if let Change::Units { more, .. } = change { *more } else { 1 };
            (of, more)
        }
        _ => return None,
    };
    let sold =
        |n: &&ProductId| of.takes(**n, Default::default()) && !terms.item(**n).is_some_and(|i| i.fixed_price);
    let all: Vec<ProductId> = terms.items.iter().map(|item| item.product).collect();
    let product = *all.iter().find(sold)?;
    let more = match change {
        Change::Spend { more, .. } => {
            let unit = terms.price_lists[0].prices.iter().find(|price| price.product == product)?.minor;
            u32::try_from((*more + unit - 1).checked_div(unit)?).ok()?
        }
        _ => units,
    };
    match cart.lines.iter_mut().find(|line| line.product == product) {
        Some(line) => line.quantity += more,
        None => cart.lines.push(Line { product, quantity: more }),
    }
    Some(())
}

fn asked(terms: &Terms, cart: &Cart) -> Verdict {
    Till::open(terms.clone()).price(cart).expect("a price").verdicts.remove(0)
}

/// Parts of which no two share a product, unless they are the same: then one change is enough.
fn is_plain(offer: &Offer, terms: &Terms) -> bool {
    let parts: Vec<&Selector> = match offer {
        Offer::BuyGet { buy, get, .. } => vec![buy, get],
        Offer::Bundle { parts, .. } => parts.iter().map(|part| &part.of).collect(),
        _ => return true,
    };
    let both = |a: &Selector, b: &Selector| {
        let mut items = terms.items.iter();
        items.any(|item| a.takes(item.product, item.category) && b.takes(item.product, item.category))
    };
    parts.iter().all(|a| parts.iter().all(|b| a == b || !both(a, b)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn a_change_that_is_made_brings_what_it_was_told_for((terms, cart) in shop(1..2), at_least in 0_u32..6) {
        let (mut terms, mut cart) = (Till::open(terms).into_terms(), cart);
        prop_assume!(terms.promotions.len() == 1);
        let promotion = &mut terms.promotions[0];
        let units = Condition::Units { of: Selector::default(), at_least };
        promotion.when = Condition::All(vec![promotion.when.clone(), units]);
        let first = asked(&terms, &cart);
        // As many as there are rounds in which a part can come out short, and the conditions before them.
        let rounds = if is_plain(&terms.promotions[0].gives, &terms) { 2 } else { 9 };
        let mut now = first.clone();
        for _ in 0..rounds {
            let Some(changes) = now.change.clone().filter(|changes| !changes.is_empty()) else { break };
            let made: Option<()> = changes.iter().try_for_each(|change| make(change, &mut cart, &terms));
            prop_assume!(made.is_some());
            let was = now;
            now = asked(&terms, &cart);
            prop_assert!(now.trace.holds && now.why_not != Some(WhyNot::Coupon), "{was:?} {now:?}");
        }
        let Some(changes) = now.change else { return Ok(()) };
        prop_assert!(changes.is_empty(), "{changes:?} after {first:?}");
        prop_assert!(!matches!(now.why_not, Some(WhyNot::Condition | WhyNot::Coupon)));
        if now.why_not == Some(WhyNot::Nothing) {
            prop_assert!(is_worthless(&terms.promotions[0], &terms, &cart));
        }
    }
}

/// Whether what it speaks of is there and yet nothing comes off: it is free, fixed in price, rounds to nothing, or a
/// bundle costs no less than its parts.
fn is_worthless(promotion: &Promotion, terms: &Terms, cart: &Cart) -> bool {
    let basket = Basket::new(terms, cart).expect("a basket");
    let lowered = |of: &Selector| -> i64 {
        let lines = basket.lines.iter().filter(|line| line.is_lowered_by(of));
        lines.map(|line| line.price / i64::from(line.quantity)).min().unwrap_or(0)
    };
    let rounds = |of: &Selector, rate: u32| lowered(of) * i64::from(rate) < 10_000;
    match &promotion.gives {
        Offer::BuyGet { get, rate, .. } => rounds(get, rate.0),
        Offer::Bundle { .. } => true,
        Offer::Steps { of, steps } => rounds(of, steps[0].1.0),
        Offer::Percent { .. } | Offer::Fixed { .. } | Offer::Foreign(_) => true,
    }
}
