//! Laws on random shops and carts.

use std::cmp::Reverse;

use proptest::collection::SizeRange;
use proptest::prelude::*;
use proptest::sample::select;

use crate::id::{LabelId, PriceListId, ProductId};
use crate::money::{BasisPoints, Currency};
use crate::terms::WhyNot;
use crate::terms::basket::{Basket, Cart, Item, Line, Shopper};
use crate::terms::condition::{Condition, Selector};
use crate::terms::list::{Price, PriceList};
use crate::terms::promotion::{Offer, Part, Promotion, PromotionId, Spread, Target, Uses};
use crate::terms::receipt::{Receipt, What};
use crate::terms::refund::Ledger;
use crate::terms::till::{Budget, Mode, Terms, Till};
use crate::time::Timestamp;

fn selector() -> impl Strategy<Value = Selector> {
    prop::collection::vec(0_u32..6, 0..3).prop_map(|products| Selector {
        products: products.into_iter().map(ProductId).collect(),
        ..Selector::default()
    })
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![selector().prop_map(Target::Items), Just(Target::Order), Just(Target::Shipping)]
}

fn spread() -> impl Strategy<Value = Spread> {
    prop_oneof![Just(Spread::Each), Just(Spread::Across), Just(Spread::Once)]
}

fn offer() -> impl Strategy<Value = Offer> {
    let most = || prop::option::of(1_u32..5);
    prop_oneof![
        (1_u32..=10_000, target(), most(), spread()).prop_map(|(rate, on, most_units, spread)| {
            Offer::Percent { rate: BasisPoints(rate), on, most_units, spread }
        }),
        (1_i64..5_000, target(), spread(), most()).prop_map(|(minor, on, spread, most_units)| Offer::Fixed {
            minor,
            on,
            spread,
            most_units
        }),
        (selector(), 1_u32..4, selector(), 1_u32..3, 1_u32..=10_000).prop_map(
            |(buy, buy_units, get, get_units, rate)| {
                Offer::BuyGet { buy, buy_units, get, get_units, rate: BasisPoints(rate), most_groups: None }
            }
        ),
        (prop::collection::vec((selector(), 1_u32..3), 1..3), 0_i64..4_000, most()).prop_map(
            |(parts, minor, most_groups)| {
                let parts = parts.into_iter().map(|(of, units)| Part { of, units }).collect();
                Offer::Bundle { parts, minor, most_groups }
            }
        ),
        (selector(), 0_i64..9_000, 1_i64..3_000, 1_u32..=9_000).prop_map(|(of, first, more, rate)| {
            Offer::Steps { of, steps: vec![(first, BasisPoints(rate)), (first + more, BasisPoints(10_000))] }
        }),
    ]
}

/// Codes that are asked for and those that are entered.
fn codes() -> impl Strategy<Value = Vec<String>> {
    let code = select(&["SPRING", "FRIDAY"][..]).prop_map(str::to_owned);
    prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(code, 1..3)]
}

/// How often it may be used in all and by one shopper; mostly as often as one likes.
fn limits() -> impl Strategy<Value = (Option<Uses>, Option<u32>)> {
    let uses = (0_u32..4, 0_u32..4).prop_map(|(limit, used)| Uses { limit, used });
    (prop::option::weighted(0.2, uses), prop::option::weighted(0.2, 1_u32..3))
}

fn promotion() -> impl Strategy<Value = Promotion> {
    let rest = (0_u16..4, -2_i32..3, prop::bool::weighted(0.1), prop::option::of(0_u32..2), 0_i64..4_000);
    (offer(), rest, prop::collection::vec(0_u32..8, 0..2), codes(), limits()).prop_map(
        |(gives, (lane, priority, alone, budget, at_least), never, coupons, (uses, per_shopper))| Promotion {
            id: PromotionId(0),
            name: "x".into(),
            when: Condition::Spend { of: Selector::default(), at_least },
            gives,
            lane,
            priority,
            alone,
            never_with: never.into_iter().map(PromotionId).collect(),
            coupons,
            per_shopper,
            uses,
            budget,
            names: None,
        },
    )
}

fn item() -> impl Strategy<Value = Item> {
    let bounds = (prop::option::of(0_i64..2_000), prop::option::of(0_i64..2_000));
    (0_u32..2_500, prop::bool::weighted(0.2), bounds).prop_map(|(tax, fixed_price, (cost, floor))| Item {
        product: ProductId(0),
        category: LabelId(0),
        tax: BasisPoints(tax),
        fixed_price,
        cost,
        floor,
    })
}

/// Somebody who used some promotions before.
fn shopper() -> impl Strategy<Value = Shopper> {
    let used = prop::collection::vec((0_u32..8).prop_map(PromotionId), 0..4);
    used.prop_map(|used| Shopper { used: used.into_iter().map(|id| (id, 1)).collect(), ..Shopper::default() })
}

prop_compose! {
    pub(super) fn shop(promotions: impl Into<SizeRange>)(
        items in prop::collection::vec((item(), 0_i64..3_000), 6),
        promotions in prop::collection::vec(promotion(), promotions),
        budgets in prop::collection::vec(0_i64..3_000, 2),
        (tax_included, shipping_tax, margin) in (any::<bool>(), 0_u32..2_500, prop::option::of(0_u32..5_000)),
        quantities in prop::collection::vec(1_u32..9, 1..6),
        (shipping, coupons, shopper) in (0_i64..900, codes(), shopper()),
    ) -> (Terms, Cart) {
        let product = |n: usize| ProductId(n as u32);
        let price = |(n, (_, minor)): (usize, &(Item, i64))| Price { product: product(n), from_units: 1, minor: *minor };
        let list = PriceList {
            id: PriceListId(0), currency: Currency::Usd, groups: vec![], tiers: vec![], channels: vec![],
            when: Default::default(), prices: items.iter().enumerate().map(price).collect(),
        };
        let numbered = promotions.into_iter().zip(0..).map(|(p, n)| Promotion { id: PromotionId(n), ..p });
        let terms = Terms {
            tax_included,
            shipping_tax: BasisPoints(shipping_tax),
            margin: margin.map(BasisPoints),
            items: items.iter().enumerate().map(|(n, (item, _))| Item { product: product(n), ..*item }).collect(),
            price_lists: vec![list],
            promotions: numbered.collect(),
            budgets: budgets.into_iter().zip(0..).map(|(left, id)| Budget { id, left }).collect(),
            ..Terms::default()
        };
        let lines = quantities.iter().enumerate().map(|(n, q)| Line { product: product(n), quantity: *q });
        let cart = Cart {
            currency: Currency::Usd, at: Timestamp(0), channel: String::new(), shopper,
            coupons, lines: lines.collect(), shipping,
        };
        (terms, cart)
    }
}

fn off(receipt: &Receipt) -> i64 {
    receipt.given().iter().map(|(_, minor)| minor).sum()
}

proptest! {
    #[test]
    fn steps_sum_and_guards_hold((terms, cart) in shop(0..8)) {
        let till = Till::open(terms.clone());
        let receipt = till.price(&cart).expect("a price");
        let sum = |of: fn(What) -> bool| -> i64 {
            receipt.steps.iter().filter(|step| of(step.what)).map(|step| step.minor).sum()
        };
        let (wanted, held) = (sum(|w| matches!(w, What::Promotion(_))), sum(|w| matches!(w, What::Held(..))));
        prop_assert_eq!(-wanted - held, off(&receipt));
        let basket = Basket::new(till.terms(), &cart).expect("a basket");
        let public: i64 = basket.lines.iter().map(|line| line.public).sum();
        let taxes: i64 = receipt.taxes.iter().map(|tax| tax.tax).sum();
        let added = if terms.tax_included { 0 } else { taxes };
        prop_assert_eq!(public + cart.shipping + wanted + held + added, receipt.total);
        for (line, priced) in receipt.lines.iter().zip(&basket.lines) {
            let bound = if priced.item.fixed_price { priced.price } else { priced.floor.max(priced.margin) };
            prop_assert!(line.total >= bound.min(priced.price) && line.total <= priced.public);
        }
        for (id, _) in receipt.given() {
            let promotion = till.terms().promotions.iter().find(|p| p.id == id).expect("a promotion");
            let times = cart.shopper.used.iter().filter(|(used, _)| *used == id).count() as u32;
            prop_assert!(promotion.uses.is_none_or(|uses| uses.used < uses.limit));
            prop_assert!(promotion.per_shopper.is_none_or(|most| times.min(1) < most));
            prop_assert!(promotion.coupons.is_empty() || promotion.coupons.iter().any(|c| cart.coupons.contains(c)));
        }
        for budget in &terms.budgets {
            let own = |id: PromotionId| till.terms().promotions.iter().any(|p| p.id == id && p.budget == Some(budget.id));
            let spent: i64 = receipt.given().iter().filter(|(id, _)| own(*id)).map(|(_, minor)| minor).sum();
            prop_assert!(spent <= budget.left);
        }
    }

    #[test]
    fn the_order_of_promotions_does_not_matter((terms, cart) in shop(0..8), turn in 0_usize..8, best: bool) {
        let mut terms = terms;
        terms.mode = if best { Mode::BestForShopper } else { Mode::Sequential };
        let receipt = Till::open(terms.clone()).price(&cart).expect("a price");
        let by = turn % terms.promotions.len().max(1);
        terms.promotions.rotate_left(by);
        prop_assert_eq!(Till::open(terms).price(&cart).expect("a price"), receipt);
    }

    #[test]
    fn refunds_in_any_order_return_what_was_paid(
        (terms, cart) in shop(0..5), order in prop::collection::vec((0_usize..5, 1_u32..4), 0..60),
    ) {
        let receipt = Till::open(terms).price(&cart).expect("a price");
        let mut ledger = Ledger::new(&receipt);
        let mut back = ledger.refund_shipping().minor;
        let rest = (0..cart.lines.len()).flat_map(|line| std::iter::repeat_n((line, 1), 9));
        for (line, units) in order.into_iter().chain(rest) {
            let refund = ledger.refund(line, units).unwrap_or_default();
            prop_assert!(refund.minor >= 0);
            back += refund.minor;
        }
        prop_assert_eq!((back, ledger.left()), (receipt.total, 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_best_for_the_shopper_equals_brute_force((terms, cart) in shop(0..13)) {
        let mut terms = terms;
        terms.mode = Mode::BestForShopper;
        let found = off(&Till::open(terms.clone()).price(&cart).expect("a price"));
        // Every subset on its own, taken one after the other; a subset that clashes takes less.
        terms.mode = Mode::Sequential;
        let all = std::mem::take(&mut terms.promotions);
        let mut most = 0;
        for subset in 0_u32..1 << all.len() {
            let chosen = all.iter().enumerate().filter(|(n, _)| subset >> n & 1 == 1);
            let some = Terms { promotions: chosen.map(|(_, p)| p.clone()).collect(), ..terms.clone() };
            most = most.max(off(&Till::open(some).price(&cart).expect("a price")));
        }
        prop_assert_eq!(found, most);
    }

    #[test]
    fn of_more_than_twelve_the_twelve_that_give_most_alone_are_tried((terms, cart) in shop(13..20)) {
        let mut terms = terms;
        terms.mode = Mode::BestForShopper;
        let till = Till::open(terms.clone());
        let basket = Basket::new(till.terms(), &cart).expect("a basket");
        let receipt = till.price(&cart).expect("a price");
        let alone = |promotion: &Promotion| {
            let only = Terms { promotions: vec![promotion.clone()], ..terms.clone() };
            off(&Till::open(only).price(&cart).expect("a price"))
        };
        let refused = [WhyNot::Condition, WhyNot::Coupon, WhyNot::UsedUp, WhyNot::PerShopper];
        let verdicts = receipt.verdicts.iter().filter(|v| v.why_not.is_none_or(|why| !refused.contains(&why)));
        let may: Vec<PromotionId> = verdicts.map(|verdict| verdict.promotion).collect();
        let tried = terms.promotions.iter().filter(|p| may.contains(&p.id) && p.gives.finds(&basket));
        let mut promotions: Vec<Promotion> = tried.cloned().collect();
        promotions.sort_by_key(|promotion| (Reverse(alone(promotion)), promotion.id));
        promotions.truncate(12);
        let twelve = Till::open(Terms { promotions, ..terms.clone() }).price(&cart).expect("a price");
        prop_assert_eq!(receipt.given(), twelve.given());
    }
}
