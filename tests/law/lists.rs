//! Laws about lists: what none holds, how long they are, and what stands above what.

use std::collections::BTreeSet;

use attar::query::{Recommended, Short};
use attar::service::stock::Band;
use attar::shop::Product;
use attar::{Answer, Engine, Event, ProductId, Query, ShopperId, Slot, Timestamp};
use proptest::prelude::*;

use super::{random, tries};

fn fold(engine: Engine, events: &[Event]) -> Engine {
    events.iter().fold(engine, |mut engine, event| {
        engine.apply(event);
        engine
    })
}

fn list(engine: &Engine, who: &ShopperId, query: &Query, at: Timestamp) -> Option<Recommended> {
    match engine.ask(who, query, at) {
        Answer::Recommended(list) => Some(list),
        _ => None,
    }
}

fn sold(engine: &Engine, product: ProductId) -> Product {
    *engine.snapshot().shop.product(product).expect("what is shown is sold")
}

/// What it costs this shopper, in the book currency.
fn price(engine: &Engine, who: &ShopperId, product: ProductId) -> Option<i64> {
    match engine.ask(who, &Query::Price { product, currency: None }, Timestamp(random::START)) {
        Answer::Priced(priced) => Some(priced.price.minor),
        _ => None,
    }
}

/// Whether the same can be had for less.
fn is_dominated(engine: &Engine, who: &ShopperId, product: ProductId, by: ProductId) -> bool {
    let dearer = price(engine, who, by).zip(price(engine, who, product)).is_some_and(|(by, own)| by < own);
    dearer && sold(engine, product).is_like(&sold(engine, by))
}

/// Whether the shopper may be shown a product at all.
fn may_see(engine: &Engine, who: &ShopperId, product: ProductId) -> bool {
    let kept_out = engine.state().shared(who).is_some_and(|shared| {
        let in_cart = shared.cart.lines().iter().any(|(line, _)| *line == product);
        in_cart || shared.refusals.holds(product)
    });
    !kept_out && engine.state().band(product) != Some(Band::Out)
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn a_list_holds_each_product_once_and_none_that_is_kept_out(
        engine in random::engine(),
        history in random::history(),
        me in 0..random::PEOPLE,
        queries in prop::collection::vec((random::query(), random::asked_at()), 1..8),
    ) {
        let (engine, who) = (fold(engine, &history), random::shopper(me));
        for (query, at) in queries {
            let Query::Recommend { product, n, within, .. } = &query else { continue };
            let Some(list) = list(&engine, &who, &query, at) else { continue };
            let picks: Vec<ProductId> = list.picks.iter().map(|pick| pick.product).collect();
            prop_assert_eq!(picks.iter().collect::<BTreeSet<_>>().len(), picks.len(), "{:?}", picks);
            prop_assert!(picks.iter().all(|pick| may_see(&engine, &who, *pick) && Some(*pick) != *product));
            let asked = usize::from((*n).min(Query::MOST_PICKS));
            prop_assert!(picks.len() == asked || picks.len() < asked && list.short.is_some());
            let too_many = *n > Query::MOST_PICKS || within.len() > Query::MOST_LABELS;
            prop_assert_eq!(list.short == Some(Short::TooMany), too_many);
            for pick in picks {
                let Product { department, category, kind, .. } = sold(&engine, pick);
                let within = &within[..within.len().min(Query::MOST_LABELS)];
                let inside = within.iter().any(|label| [department, category, kind].contains(label));
                prop_assert!(within.is_empty() || inside);
            }
        }
    }

    #[test]
    fn nothing_stands_above_what_is_the_same_for_less(
        engine in random::engine(),
        history in random::history(),
        who in random::anybody(),
        queries in prop::collection::vec((random::query(), random::asked_at()), 1..8),
    ) {
        let engine = fold(engine, &history);
        for (query, at) in queries {
            let Some(list) = list(&engine, &who, &query, at) else { continue };
            for (place, pick) in list.picks.iter().enumerate() {
                let behind = &list.picks[place..];
                prop_assert!(!behind.iter().any(|by| is_dominated(&engine, &who, pick.product, by.product)));
            }
        }
    }

    #[test]
    fn what_is_the_same_for_less_is_shown_before(
        engine in random::engine(),
        history in random::history(),
        who in random::anybody(),
        n in 1_u8..9,
    ) {
        let engine = fold(engine, &history);
        let query = Query::list(Slot::Trending, n);
        let picks = list(&engine, &who, &query, Timestamp(random::START)).map_or_else(Vec::new, |list| list.picks);
        for (place, pick) in picks.iter().enumerate() {
            let cheaper = engine.snapshot().shop.products.iter().map(|product| product.id).filter(|by| {
                may_see(&engine, &who, *by) && is_dominated(&engine, &who, pick.product, *by)
            });
            for by in cheaper {
                prop_assert!(picks[..place].iter().any(|above| above.product == by), "{by} is not above {pick:?}");
            }
        }
    }

    #[test]
    fn of_the_first_ten_at_most_three_are_of_one_type_while_others_can_be_shown(
        engine in random::engine(),
        n in 1_u8..9,
    ) {
        let query = Query::list(Slot::Trending, n);
        let list = list(&engine, &ShopperId::ANONYMOUS, &query, Timestamp(random::START)).expect("a list");
        let kinds: Vec<_> = list.picks.iter().map(|pick| sold(&engine, pick.product).kind).collect();
        let model = &engine.snapshot().model;
        let popular = model.popular.iter().filter_map(|item| model.product(*item as usize));
        // What is like one that is shown has given it its place.
        let shown = |item| list.picks.iter().map(|pick| sold(&engine, pick.product)).any(|pick| {
            pick.id == item || pick.is_like(&sold(&engine, item))
        });
        let waits: BTreeSet<ProductId> =
            popular.filter(|item| engine.snapshot().shop.product(*item).is_some() && !shown(*item)).collect();
        for kind in kinds.iter().filter(|kind| kinds.iter().filter(|other| other == kind).count() > 3) {
            prop_assert!(waits.iter().all(|item| sold(&engine, *item).kind == *kind));
        }
    }
}
