//! What holds of every shop in a mode of another engine.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// A shop of a seed in a mode, and carts of it.
fn drawn(seed: u64, mode: Mode, size: &Size) -> (Terms, Vec<Cart>) {
    let mut random = Random(seed);
    let terms = market::terms(&mut random, size);
    let terms = foreign(&mut random, mode, terms);
    (terms, (0..3).map(|_| market::cart(&mut random, size)).collect())
}

/// What each promotion takes off each line.
fn by(receipt: &Receipt) -> Vec<(u32, PromotionId, i64)> {
    let of = |line: &crate::terms::receipt::LineTotal| {
        line.by.iter().map(|(id, minor)| (line.product.0, *id, *minor)).collect::<Vec<_>>()
    };
    receipt.lines.iter().flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_guard_only_lowers(seed: u64, mode in prop::sample::select(MODES.to_vec())) {
        let (mut bounded, carts) = drawn(seed, mode, &Size::SMALL);
        bounded.items.iter_mut().for_each(|item| item.fixed_price = false);
        // Medusa skips what its budget cannot pay, so that more is left for the next.
        if mode != Mode::Vendure31 {
            bounded.promotions.iter_mut().for_each(|promotion| promotion.budget = None);
        }
        let mut free = bounded.clone();
        free.items.iter_mut().for_each(|item| (item.floor, item.cost) = (None, None));
        free.promotions.iter_mut().for_each(|promotion| promotion.budget = None);
        let (bounded, free) = (Till::open(bounded), Till::open(free));
        for cart in carts {
            let basket = Basket::new(bounded.terms(), &cart).expect("a basket");
            let same = Basket::new(free.terms(), &cart).expect("a basket");
            let prices = |basket: &Basket<'_>| basket.lines.iter().map(|line| line.price).collect::<Vec<_>>();
            // A guard that held up a list gives the engine another price to begin with.
            if prices(&basket) != prices(&same) {
                continue;
            }
            let held = bounded.price(&cart).expect("a price");
            let most = by(&free.price(&cart).expect("a price"));
            // Lanes are ours: where guards hold back all of one calculator, the next of its lane has its turn.
            let acts = |by: &[(u32, PromotionId, i64)]| by.iter().map(|(_, id, _)| *id).collect::<BTreeSet<_>>();
            let has_lanes = matches!(mode, Mode::SolidusCalculators | Mode::SaleorCalculators);
            if has_lanes && acts(&by(&held)) != acts(&most) {
                continue;
            }
            for (product, id, minor) in by(&held) {
                let wanted = most.iter().find(|(p, i, _)| (*p, *i) == (product, id)).map_or(0, |found| found.2);
                prop_assert!(minor <= wanted, "promotion `{}` takes {minor} for {wanted}", id.0);
            }
            for (line, priced) in held.lines.iter().zip(&basket.lines) {
                prop_assert!(line.total >= priced.floor.max(priced.margin).min(priced.price));
                prop_assert!(line.total <= priced.price);
            }
        }
    }

    #[test]
    fn a_quote_is_the_price_and_order_does_not_matter(
        seed: u64, mode in prop::sample::select(MODES.to_vec()), turn in 0_usize..8,
    ) {
        let (terms, carts) = drawn(seed, mode, &Size::SMALL);
        let mut turned = terms.clone();
        let by = turn % turned.promotions.len().max(1);
        turned.promotions.rotate_left(by);
        let (till, turned) = (Till::open(terms), Till::open(turned));
        prop_assert_eq!(till.warnings(), &[]);
        for cart in carts {
            let (price, quote) = (till.price(&cart).expect("a price"), till.quote(&cart).expect("a quote"));
            prop_assert_eq!((&price.lines, &price.steps), (&quote.lines, &quote.steps));
            prop_assert_eq!(price, turned.price(&cart).expect("a price"));
        }
    }

    #[test]
    fn terms_travel_as_postcard_and_as_json(seed: u64, mode in prop::sample::select(MODES.to_vec())) {
        let (terms, _) = drawn(seed, mode, &Size::SMALL);
        let value = serde_json::to_value(&terms).expect("JSON");
        prop_assert!(super::super::schema::is_valid(&value), "{}", value);
        prop_assert_eq!(&serde_json::from_value::<Terms>(value).expect("terms"), &terms);
        let bytes = postcard::to_allocvec(&Packed::of(terms.clone())).expect("bytes");
        let read: Packed<Terms> = postcard::from_bytes(&bytes).expect("a value");
        prop_assert_eq!(read.get(), Some(&terms));
    }
}
