//! Laws about lists: what none holds, how long they are, and what stands above what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use attar::id::{LabelId, PriceListId};
use attar::model::{Cell, Model, Neighbours};
use attar::query::{Pick, Reason, Recommended, Short};
use attar::service::stock::Band;
use attar::shop::{Label, Make, PriceListDraft, Product, ProductDraft, ShopDraft};
use attar::state::Market;
use attar::time::{Span, Zone};
use attar::{
    Answer, Currency, Engine, Event, Fact, ProductId, Query, Shop, ShopperId, Signal, Slot, Snapshot, State,
    Subject, Timestamp,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::{random, tries};

/// Among the first so many picks ..
const FIRST: usize = 10;
/// .. at most so many are of one type.
const OF_ONE_TYPE: usize = 3;
/// How many products a wide shop sells at least, of five types and a few makers; every other is of the first.
const WIDE: u32 = 30;

fn wide_draft() -> impl Strategy<Value = ShopDraft> {
    let kind = prop_oneof![Just(0_u16), 0_u16..5];
    prop::collection::vec((kind, 0_u32..3, 1_i64..50), WIDE as usize..40).prop_map(|products| ShopDraft {
        currency: Currency::Usd,
        zone: Zone::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![Label { en: "a".into(), fa: "b".into(), ar: "c".into() }; 5],
        products: (1..).zip(&products).map(|(id, (kind, maker, _))| product(id, *kind, *maker)).collect(),
        terms: Default::default(),
        price_lists: vec![PriceListDraft::everyone(
            PriceListId(0),
            "shelf",
            Currency::Usd,
            (1..).map(ProductId).zip(products.iter().map(|(.., minor)| *minor)).collect(),
        )],
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    })
}

fn product(id: u32, kind: u16, maker: u32) -> ProductDraft {
    ProductDraft {
        id: ProductId(id),
        department: LabelId(0),
        category: LabelId(kind),
        kind: LabelId(kind),
        size: "1 kg".into(),
        cost: 1,
        make: Make { maker, ..Make::default() },
        gift_card: None,
        entitles: None,
    }
}

/// A model that knows the first [`WIDE`] products.
pub(super) fn wide_model() -> impl Strategy<Value = Model> {
    let items = || (0..WIDE).collect::<Vec<_>>();
    let row = (any::<u8>(), prop::collection::btree_map(0..WIDE, 1_u8..16, 0..20));
    let rows = prop::collection::vec(row, WIDE as usize);
    let popular = subsequence(items(), 0..=WIDE as usize).prop_shuffle();
    let positions = prop::collection::vec(1_u8..=255, 1..30);
    (rows, popular, positions, subsequence(items(), 0..3)).prop_map(|(rows, popular, positions, fresh)| {
        let cells = |row: &BTreeMap<u32, u8>| -> Vec<Cell> {
            row.iter().map(|(item, code)| Cell { item: *item, code: *code }).collect()
        };
        let rows: Vec<(u8, Vec<Cell>)> = rows.iter().map(|(scale, row)| (*scale, cells(row))).collect();
        Model {
            trained_at: Timestamp(random::START),
            visits: 1,
            items: (1..=WIDE).map(ProductId).collect(),
            neighbours: Neighbours::pack(rows.iter().map(|(scale, cells)| (*scale, &cells[..]))),
            popular,
            positions,
            fresh: fresh.into_iter().map(|item| ProductId(item + 1)).collect(),
            ..Model::default()
        }
    })
}

/// A shop wide enough for lists of more than ten.
pub(super) fn wide() -> impl Strategy<Value = Engine> {
    (wide_draft(), wide_model()).prop_map(|(draft, model)| {
        let shop = Arc::new(Shop::check(draft).expect("a sound shop"));
        let snapshot = Snapshot { model, ..Snapshot::cold(shop.public().clone()) };
        Engine::new(Arc::new(snapshot), State::server(shop, Market::default()))
    })
}

fn any_engine() -> impl Strategy<Value = Engine> {
    prop_oneof![random::engine(), wide()]
}

/// What somebody looked at, oldest first.
pub(super) fn looked_at(most: usize) -> impl Strategy<Value = Vec<ProductId>> {
    prop::collection::vec((1..=WIDE).prop_map(ProductId), 1..most)
}

/// The first shopper looks at some products, one a minute.
pub(super) fn looks(engine: Engine, products: &[ProductId]) -> Engine {
    let who = Subject::Shopper(random::shopper(0));
    let look = |(minute, product): (i64, &ProductId)| {
        let at = Timestamp(random::START) + Span::minutes(minute);
        ((who, Fact::Signal(Signal::ViewItem { product: *product })), at)
    };
    fold(engine, &random::numbered((0..).zip(products).map(look).collect(), 0))
}

fn fold(engine: Engine, events: &[Event]) -> Engine {
    events.iter().fold(engine, |mut engine, event| {
        engine.apply(event);
        engine
    })
}

pub(super) fn list(engine: &Engine, who: &ShopperId, query: &Query, at: Timestamp) -> Option<Recommended> {
    match engine.ask(who, query, at) {
        Answer::Recommended(list) => Some(list),
        _ => None,
    }
}

pub(super) fn sold(engine: &Engine, product: ProductId) -> Product {
    *engine.snapshot().shop.product(product).expect("what is shown is sold")
}

/// What it costs this shopper then, in the book currency.
fn price(engine: &Engine, who: &ShopperId, product: ProductId, at: Timestamp) -> Option<i64> {
    match engine.ask(who, &Query::Price { product, currency: None }, at) {
        Answer::Priced(priced) => Some(priced.price.minor),
        _ => None,
    }
}

/// Whether the same can be had for less.
fn is_dominated(
    engine: &Engine,
    who: &ShopperId,
    (product, by): (ProductId, ProductId),
    at: Timestamp,
) -> bool {
    let costs = |product| price(engine, who, product, at);
    costs(by).zip(costs(product)).is_some_and(|(by, own)| by < own)
        && sold(engine, product).is_like(&sold(engine, by))
}

/// Whether the shopper may be shown a product at all.
fn may_see(engine: &Engine, who: &ShopperId, product: ProductId) -> bool {
    let kept_out = engine.state().shared(who).is_some_and(|shared| {
        let in_cart = shared.cart.lines().iter().any(|(line, _)| *line == product);
        in_cart || shared.opinions.refuses(product)
    });
    !kept_out && engine.state().band(product) != Some(Band::Out)
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn a_list_holds_each_product_once_and_none_that_is_kept_out(
        engine in any_engine(),
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
            let late = matches!(list.short, Some(Short::Late { .. }));
            prop_assert!(!late || picks.is_empty(), "nothing is sold while a promise is broken");
            prop_assert_eq!(list.short == Some(Short::TooMany), too_many && !late);
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
        engine in any_engine(),
        history in random::history(),
        who in random::anybody(),
        queries in prop::collection::vec((random::query(), random::asked_at()), 1..8),
    ) {
        let engine = fold(engine, &history);
        for (query, at) in queries {
            let Some(list) = list(&engine, &who, &query, at) else { continue };
            for (place, pick) in list.picks.iter().enumerate() {
                let behind = &list.picks[place..];
                prop_assert!(!behind.iter().any(|by| is_dominated(&engine, &who, (pick.product, by.product), at)));
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
        let at = Timestamp(random::START);
        let picks = list(&engine, &who, &query, at).map_or_else(Vec::new, |list| list.picks);
        for (place, pick) in picks.iter().enumerate() {
            let cheaper = engine.snapshot().shop.products.iter().map(|product| product.id).filter(|by| {
                may_see(&engine, &who, *by) && is_dominated(&engine, &who, (pick.product, *by), at)
            });
            for by in cheaper {
                prop_assert!(picks[..place].iter().any(|above| above.product == by), "{by} is not above {pick:?}");
            }
        }
    }

    #[test]
    fn of_the_first_ten_at_most_three_are_of_one_type_while_others_can_be_shown(
        engine in wide(),
        seen in looked_at(20),
        slot in select(&[Slot::Trending, Slot::ForYou][..]),
        n in 1_u8..=20,
    ) {
        let (engine, who) = (looks(engine, &seen), random::shopper(0));
        let at = Timestamp(random::START) + Span::minutes(seen.len() as i64);
        let picks = list(&engine, &who, &Query::list(slot, n), at).expect("a list").picks;
        let kinds: Vec<_> = picks.iter().take(FIRST).map(|pick| sold(&engine, pick.product).kind).collect();
        let enough = |kind| kinds.iter().filter(|other| **other == kind).count() >= OF_ONE_TYPE;
        // What is like one that is shown has given it its place.
        let shown = |item| picks.iter().map(|pick| sold(&engine, pick.product)).any(|pick| {
            pick.id == item || pick.is_like(&sold(&engine, item))
        });
        let hidden = |item| slot == Slot::ForYou && seen.contains(&item);
        let model = &engine.snapshot().model;
        let popular = model.popular.iter().filter_map(|item| model.product(*item as usize));
        let waits: Vec<ProductId> = popular.filter(|item| !shown(*item) && !hidden(*item)).collect();
        for kind in kinds.iter().filter(|kind| kinds.iter().filter(|other| other == kind).count() > OF_ONE_TYPE) {
            let others = waits.iter().filter(|item| !enough(sold(&engine, **item).kind));
            prop_assert_eq!(others.collect::<Vec<_>>(), Vec::<&ProductId>::new(), "{:?} {:?}", kind, picks);
        }
    }

    #[test]
    fn a_fresh_product_has_the_fifth_place_unless_its_type_has_enough(
        engine in wide(),
        seen in looked_at(20),
        n in 1_u8..=20,
    ) {
        let (engine, who) = (looks(engine, &seen), random::shopper(0));
        let at = Timestamp(random::START) + Span::minutes(seen.len() as i64);
        let picks = list(&engine, &who, &Query::list(Slot::ForYou, n), at).expect("a list").picks;
        let fresh = &engine.snapshot().model.fresh;
        let (before, rest) = picks.split_at(Model::FRESH_PLACE.min(picks.len()));
        let enough = |product| {
            let kind = sold(&engine, product).kind;
            before.iter().filter(|pick| sold(&engine, pick.product).kind == kind).count() >= OF_ONE_TYPE
        };
        for (place, pick) in picks.iter().enumerate().filter(|(_, pick)| pick.reason == Reason::New) {
            prop_assert!(place == Model::FRESH_PLACE && fresh.contains(&pick.product) && !enough(pick.product));
        }
        // One that is alone, unmet and like nothing else has its place.
        let [fresh] = fresh[..] else { return Ok(()) };
        let free = !seen.contains(&fresh) && before.iter().all(|pick| pick.product != fresh);
        if let Some(fifth) = rest.first()
            && free
            && sold(&engine, fresh).make.maker == 0
            && !enough(fresh)
        {
            prop_assert_eq!(fifth, &Pick::of(fresh, Reason::New));
        }
    }
}
