//! Laws on random shops and carts.

use proptest::prelude::*;

use crate::id::{LabelId, PriceListId, ProductId};
use crate::money::{BasisPoints, Currency};
use crate::terms::basket::{Basket, Cart, Item, Line, Shopper};
use crate::terms::condition::{Condition, Selector};
use crate::terms::list::{Price, PriceList};
use crate::terms::promotion::{Offer, Promotion, PromotionId, Spread, Target};
use crate::terms::receipt::Receipt;
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
        (1_i64..3_000, 1_u32..=9_000).prop_map(|(from, rate)| Offer::Steps {
            of: Selector::default(),
            steps: vec![(0, BasisPoints(rate)), (from, BasisPoints(10_000))]
        }),
    ]
}

fn promotion() -> impl Strategy<Value = Promotion> {
    let rest = (0_u16..4, -2_i32..3, prop::bool::weighted(0.1), prop::option::of(0_u32..2), 0_i64..4_000);
    (offer(), rest, prop::collection::vec(0_u32..8, 0..2)).prop_map(
        |(gives, (lane, priority, alone, budget, at_least), never)| Promotion {
            id: PromotionId(0),
            name: String::new(),
            when: Condition::Spend { of: Selector::default(), at_least },
            gives,
            lane,
            priority,
            alone,
            never_with: never.into_iter().map(PromotionId).collect(),
            coupons: Vec::new(),
            per_shopper: None,
            uses: None,
            budget,
        },
    )
}

prop_compose! {
    pub(super) fn shop(most: usize)(
        items in prop::collection::vec((0_i64..3_000, 0_u32..2_500, prop::option::of(0_i64..2_000)), 6),
        promotions in prop::collection::vec(promotion(), 0..most),
        budgets in prop::collection::vec(0_i64..3_000, 2),
        tax_included: bool,
        quantities in prop::collection::vec(1_u32..9, 1..6),
        shipping in 0_i64..900,
    ) -> (Terms, Cart) {
        let product = |n: usize| ProductId(n as u32);
        let prices = items.iter().enumerate().map(|(n, (minor, ..))| Price { product: product(n), from_units: 1, minor: *minor });
        let list = PriceList {
            id: PriceListId(0), currency: Currency::Usd, groups: vec![], tiers: vec![], channels: vec![],
            when: Default::default(), prices: prices.collect(),
        };
        let item = |(n, (_, tax, floor)): (usize, &(i64, u32, Option<i64>))| Item {
            product: product(n), category: LabelId(0), tax: BasisPoints(*tax), fixed_price: false, cost: None, floor: *floor,
        };
        let numbered = promotions.into_iter().zip(0..).map(|(p, n)| Promotion { id: PromotionId(n), ..p });
        let terms = Terms {
            tax_included,
            items: items.iter().enumerate().map(item).collect(),
            price_lists: vec![list],
            promotions: numbered.collect(),
            budgets: budgets.into_iter().zip(0..).map(|(left, id)| Budget { id, left }).collect(),
            ..Terms::default()
        };
        let lines = quantities.iter().enumerate().map(|(n, q)| Line { product: product(n), quantity: *q });
        let cart = Cart {
            currency: Currency::Usd, at: Timestamp(0), channel: String::new(), shopper: Shopper::default(),
            coupons: vec![], lines: lines.collect(), shipping,
        };
        (terms, cart)
    }
}

fn off(receipt: &Receipt) -> i64 {
    receipt.given().iter().map(|(_, minor)| minor).sum()
}

proptest! {
    #[test]
    fn steps_sum_and_guards_hold((terms, cart) in shop(8)) {
        let till = Till::open(terms.clone());
        let receipt = till.price(&cart).expect("a price");
        prop_assert_eq!(receipt.steps.iter().map(|step| step.minor).sum::<i64>(), receipt.total);
        let taxes: i64 = receipt.taxes.iter().map(|tax| tax.tax).sum();
        let lines: i64 = receipt.lines.iter().map(|line| line.total).sum();
        let added = if terms.tax_included { 0 } else { taxes };
        prop_assert_eq!(lines + receipt.shipping + added, receipt.total);
        let basket = Basket::new(till.terms(), &cart).expect("a basket");
        for (line, priced) in receipt.lines.iter().zip(&basket.lines) {
            prop_assert!(line.total >= priced.floor.min(priced.price) && line.total <= priced.public);
        }
        for budget in &terms.budgets {
            let own = |id: PromotionId| till.terms().promotions.iter().any(|p| p.id == id && p.budget == Some(budget.id));
            let spent: i64 = receipt.given().iter().filter(|(id, _)| own(*id)).map(|(_, minor)| minor).sum();
            prop_assert!(spent <= budget.left);
        }
    }

    #[test]
    fn the_order_of_promotions_does_not_matter((terms, cart) in shop(8), turn in 0_usize..8, best: bool) {
        let mut terms = terms;
        terms.mode = if best { Mode::BestForShopper } else { Mode::Sequential };
        let receipt = Till::open(terms.clone()).price(&cart).expect("a price");
        let by = turn % terms.promotions.len().max(1);
        terms.promotions.rotate_left(by);
        prop_assert_eq!(Till::open(terms).price(&cart).expect("a price"), receipt);
    }

    #[test]
    fn refunds_in_any_order_return_what_was_paid(
        (terms, cart) in shop(5), order in prop::collection::vec((0_usize..5, 1_u32..4), 0..60),
    ) {
        let receipt = Till::open(terms).price(&cart).expect("a price");
        let mut ledger = Ledger::new(&receipt);
        let mut back = ledger.refund_shipping();
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
    fn the_best_for_the_shopper_equals_brute_force((terms, cart) in shop(12)) {
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
}
