//! What is fast comes to what is plain.

#[allow(dead_code, reason = "the bench uses the rest")]
#[path = "../../../tests/pricing/market.rs"]
pub(super) mod market;
#[path = "../../../tests/pricing/random.rs"]
pub(super) mod random;

use proptest::prelude::*;

use crate::terms::basket::{Basket, Cart};
use crate::terms::promotion::PromotionId;
use crate::terms::receipt::Receipt;
use crate::terms::till::{Mode, Terms, Till};

use super::{plain, random as drawn};
use market::{Size, cart, terms};
use random::Random;

/// Many promotions on few products, so that budgets, floors and lanes are felt.
const CROWDED: Size = Size { promotions: 40, lanes: 7, ..Size::SMALL };

fn same(seed: u64, size: &Size, mode: Mode) -> Result<(), TestCaseError> {
    let mut random = Random(seed);
    let till = Till::open(Terms { mode, ..terms(&mut random, size) });
    for _ in 0..4 {
        let cart = cart(&mut random, size);
        let (price, quote) = (till.price(&cart).ok(), till.quote(&cart).ok());
        let concerned = price.clone().map(|price| concerned(price, &till, &cart));
        prop_assert_eq!(&quote, &concerned);
        prop_assert_eq!(price, plain::price(till.terms(), &cart));
    }
    Ok(())
}

/// What a quote tells of a price: all but of promotions that do not concern the cart.
fn concerned(mut price: Receipt, till: &Till, cart: &Cart) -> Receipt {
    let basket = Basket::new(till.terms(), cart).expect("a basket");
    let concerned = till.terms().promotions.iter().filter(|promotion| promotion.concerns(&basket));
    let concerned: Vec<PromotionId> = concerned.map(|promotion| promotion.id).collect();
    price.verdicts.retain(|verdict| concerned.contains(&verdict.promotion));
    price.called.retain(|(id, _)| concerned.contains(id));
    price
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_price_is_the_plain_price(seed: u64) {
        same(seed, &CROWDED, Mode::Sequential)?;
        same(seed, &Size { promotions: 8, ..CROWDED }, Mode::BestForShopper)?;
    }

    #[test]
    fn so_it_is_of_carts_that_are_drawn_otherwise((terms, cart) in drawn::shop(0..10), best: bool) {
        let mode = if best { Mode::BestForShopper } else { Mode::Sequential };
        let till = Till::open(Terms { mode, ..terms });
        prop_assert_eq!(till.price(&cart).ok(), plain::price(till.terms(), &cart));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_best_of_many_is_the_plain_best(seed: u64) {
        same(seed, &CROWDED, Mode::BestForShopper)?;
        same(seed, &Size { lines: 10, ..Size::CART }, Mode::Sequential)?;
        same(seed, &Size { promotions: 300, products: 200, ..Size::SHOP }, Mode::Sequential)?;
    }
}
