//! Price lists that are for some alone or for many at once, and the guards that hold them up.

use proptest::prelude::*;

use crate::id::{PriceListId, ProductId};
use crate::money::{BasisPoints, Currency};
use crate::terms::Guard;
use crate::terms::basket::Basket;
use crate::terms::list::{Price, PriceList};
use crate::terms::receipt::{Receipt, What};
use crate::terms::till::{Terms, Till};

use super::random::shop;
use super::{cart, terms, totals};

pub(super) fn list(id: u16, minor: i64) -> PriceList {
    let price = |product| Price { product: ProductId(product), from_units: 1, minor };
    PriceList {
        id: PriceListId(id),
        currency: Currency::Usd,
        groups: Vec::new(),
        tiers: Vec::new(),
        channels: Vec::new(),
        when: Default::default(),
        prices: vec![price(1), price(2)],
    }
}

/// A till with one list more; the first product costs 6.00, the second is never below 3.50.
pub(super) fn with(margin: u32, list: PriceList) -> Till {
    let mut terms = Terms { margin: Some(BasisPoints(margin)), ..terms("") };
    terms.price_lists.push(list);
    Till::open(terms)
}

pub(super) fn held(receipt: &Receipt) -> Vec<(u16, Guard, i64)> {
    let steps = receipt.steps.iter();
    let of = steps.filter_map(|step| match step.what {
        What::HeldList(list, guard) => Some((list.0, guard, step.minor)),
        _ => None,
    });
    of.collect()
}

#[test]
fn a_list_for_some_is_held_up_by_floor_and_margin_and_the_receipt_names_it() {
    let groups = PriceList { groups: vec!["friends".into()], ..list(9, 100) };
    let tiers = PriceList { tiers: vec!["gold".into()], ..list(9, 100) };
    let channels = PriceList { channels: vec!["pos".into()], ..list(9, 100) };
    for own in [groups, tiers, channels] {
        let mut cart = cart(&[(1, 2), (2, 1)]);
        (cart.shopper.groups, cart.shopper.tier) = (vec!["friends".into()], Some("gold".into()));
        cart.channel = "pos".into();
        let receipt = with(2_500, own).price(&cart).expect("a price");
        assert_eq!(totals(&receipt), [1_500, 350]);
        assert_eq!(held(&receipt), [(9, Guard::Margin, 1_300), (9, Guard::Floor, 250)]);
        assert_eq!(receipt.steps.iter().map(|step| step.minor).sum::<i64>(), receipt.total);
    }
}

#[test]
fn a_list_that_is_held_up_to_the_price_for_everyone_is_named_all_the_same() {
    let own = PriceList { groups: vec!["friends".into()], ..list(9, 100) };
    let mut cart = cart(&[(1, 1)]);
    cart.shopper.groups = vec!["friends".into()];
    let receipt = with(10_000, own).price(&cart).expect("a price");
    assert_eq!((totals(&receipt), held(&receipt)), (vec![1_000], vec![(9, Guard::Margin, 900)]));
}

#[test]
fn a_price_of_many_units_is_held_up_and_no_higher_than_that_of_one() {
    let steps = |minor| {
        let mut own = list(0, minor);
        own.prices.retain(|price| price.product == ProductId(2));
        own.prices[0].from_units = 5;
        let mut terms = terms("");
        terms.price_lists[0].prices.extend(own.prices);
        let receipt = Till::open(terms).price(&cart(&[(2, 5)])).expect("a price");
        (receipt.lines[0].total, held(&receipt))
    };
    assert_eq!(steps(360), (5 * 360, vec![]));
    assert_eq!(steps(300), (5 * 350, vec![(0, Guard::Floor, 250)]));
    let mut terms = terms("");
    terms.items[1].floor = Some(450);
    let price = |minor| Price { product: ProductId(2), from_units: 5, minor };
    terms.price_lists[0].prices.push(price(300));
    let receipt = Till::open(terms).price(&cart(&[(2, 5)])).expect("a price");
    assert_eq!(receipt.lines[0].total, 5 * 400, "one unit is sold at 4.00, below its floor");
}

#[test]
fn the_price_for_everyone_is_what_the_merchant_says() {
    let receipt = with(2_500, list(9, 100)).price(&cart(&[(1, 1), (2, 1)])).expect("a price");
    assert_eq!((totals(&receipt), held(&receipt)), (vec![100, 100], vec![]));
    // So it is where a channel has the only one.
    let mut terms = terms("");
    terms.price_lists = vec![PriceList { channels: vec!["pos".into()], ..list(9, 100) }];
    let mut cart = cart(&[(2, 1)]);
    cart.channel = "pos".into();
    assert_eq!(Till::open(terms).price(&cart).expect("a price").lines[0].total, 100);
}

proptest! {
    #[test]
    fn no_list_goes_below_the_guards_nor_above_the_price_for_everyone(
        (terms, cart) in shop(0..4),
        prices in prop::collection::vec((0_u32..6, 1_u32..6, 0_i64..3_000, 0_u32..3), 0..20),
    ) {
        let mut terms = terms;
        let mut cart = cart;
        cart.shopper.groups = vec!["friends".into()];
        let single: Vec<i64> = terms.price_lists[0].prices.iter().map(|price| price.minor).collect();
        terms.price_lists.extend([1, 2].map(|id| PriceList { prices: Vec::new(), ..list(id, 0) }));
        terms.price_lists[1].groups = vec!["friends".into()];
        terms.price_lists[2].groups = vec!["others".into()];
        for (product, from_units, minor, place) in prices {
            let from_units = if place == 0 { from_units + 1 } else { from_units };
            terms.price_lists[place as usize].prices.push(Price { product: ProductId(product), from_units, minor });
        }
        let till = Till::open(terms);
        let basket = Basket::new(till.terms(), &cart).expect("a basket");
        for line in &basket.lines {
            let bound = line.floor.max(line.margin);
            let one = single[line.item.product.0 as usize] * i64::from(line.quantity);
            prop_assert!(line.price <= line.public && line.held >= 0);
            prop_assert!(line.price >= bound.min(one), "{line:?}");
        }
        let receipt = till.price(&cart).expect("a price");
        prop_assert_eq!(receipt.steps.iter().map(|step| step.minor).sum::<i64>(), receipt.total);
    }
}
