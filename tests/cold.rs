//! A shop that has just opened, on the demo's year of baskets: nobody is known, little was sold, and lists
//! are full and better than what sells.

use std::sync::Arc;

use attar::event::{Consent, CustomerFact, OrderFact, SoldLine};
use attar::model::Model;
use attar::time::Span;
use attar::train::{Tally, Trainer};
use attar::{
    Actor, Answer, Channel, Currency, Engine, Event, EventId, Fact, ProductId, Query, Reason, Shop,
    ShopperId, Signal, Slice, Slot, Snapshot, SourceId, State, Subject, Timestamp,
};
use attar_server::{demo, seed};

const LIST: u8 = 20;
const ORDERS: usize = 50;
/// So many baskets after the last order are predicted.
const NEXT: usize = 60;
/// After each of so many openings: one alone is mostly chance.
const OPENINGS: usize = 12;
/// So many times as many hits as what sells.
const LEAD_OF_FIFTY: f64 = 1.0;
const LEAD_OF_MANY: f64 = 1.05;
const VISITOR: ShopperId = ShopperId([9; 16]);

fn shop() -> Shop {
    let seed = seed::load().expect("the seed");
    Shop::check(demo::shop_draft(&seed, Span(0))).expect("a shop")
}

/// Baskets of the year, from some place on.
fn baskets(from: usize, most: usize) -> Vec<(Timestamp, Vec<ProductId>)> {
    let year = seed::baskets().expect("the baskets").skip(from).take(most);
    let items = |basket: seed::SeedBasket| {
        let products = basket.lines.iter().map(|line| ProductId(line.product)).collect();
        (Timestamp(basket.at * 1_000), products)
    };
    year.map(|basket| items(basket.expect("a basket"))).collect()
}

fn event(n: usize, who: ShopperId, at: Timestamp, fact: Fact) -> Event {
    let id = EventId { source: SourceId([1; 16]), n: n as u32 };
    let (subject, actor) = (Subject::Shopper(who), Actor::Shopper(who));
    Event { id, subject, actor, channel: Channel::Web, at, fact }
}

fn buyer(n: usize) -> ShopperId {
    let mut id = [7; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    ShopperId(id)
}

/// A shop whose whole log is these orders, each of another customer.
fn opened(shop: &Shop, orders: &[(Timestamp, Vec<ProductId>)]) -> Engine {
    let mut tally = Tally::default();
    for (n, (at, products)) in orders.iter().enumerate() {
        let who = buyer(n);
        tally.add(&event(
            2 * n,
            who,
            *at,
            Fact::Customer(CustomerFact::Consented { consent: Consent::Full }),
        ));
        let line = |product: &ProductId| SoldLine { product: *product, quantity: 1, paid: 100 };
        let lines = products.iter().map(line).collect();
        let sold = OrderFact::SoldInStore { currency: Currency::Usd, lines };
        tally.add(&event(2 * n + 1, who, *at, Fact::Order(sold)));
    }
    let end = orders.last().map_or(Timestamp(0), |(at, _)| *at);
    let model = Trainer::default().fit(&tally, shop.public(), end);
    engine(shop, model)
}

fn engine(shop: &Shop, model: Model) -> Engine {
    let snapshot = Snapshot { model, ..Snapshot::cold(shop.public().clone()) };
    Engine::new(Arc::new(snapshot), State::from(Slice::default()))
}

fn ask(engine: &Engine, query: &Query, at: Timestamp) -> Vec<(ProductId, Reason)> {
    match engine.ask(&VISITOR, query, at) {
        Answer::Recommended(list) => list.picks.iter().map(|pick| (pick.product, pick.reason)).collect(),
        _ => Vec::new(),
    }
}

/// Of a visitor who looks at one line after another: how often the next one was in their list, and how often
/// among as many of what sells that they had not seen.
fn hits(engine: &Engine, basket: &[ProductId], at: Timestamp) -> (u32, u32) {
    let (mut engine, mut hits) = (engine.clone(), (0, 0));
    let all = ask(&engine, &Query::list(Slot::Trending, Query::MOST_PICKS), at);
    for (n, next) in basket.iter().enumerate().skip(1) {
        let seen = &basket[..n];
        let at = at + Span::minutes(n as i64);
        engine.apply(&event(n, VISITOR, at, Fact::Signal(Signal::ViewItem { product: basket[n - 1] })));
        let list = ask(&engine, &Query::list(Slot::ForYou, LIST), at);
        let sells: Vec<_> = all.iter().filter(|(product, _)| !seen.contains(product)).copied().collect();
        let sells = &sells[..sells.len().min(usize::from(LIST))];
        let holds = |list: &[(ProductId, Reason)]| u32::from(list.iter().any(|(product, _)| product == next));
        hits = (hits.0 + holds(&list), hits.1 + holds(sells));
    }
    hits
}

/// Hits of the lists and of what sells, of so many openings with so many orders, spread over the year.
fn hits_after(shop: &Shop, orders: usize) -> (u32, u32) {
    (0..OPENINGS).map(|n| n * 10_000).fold((0, 0), |sum, from| {
        let engine = opened(shop, &baskets(from, orders));
        let next = baskets(from + orders, NEXT);
        next.iter().map(|(at, basket)| hits(&engine, basket, *at)).fold(sum, |(a, b), (c, d)| (a + c, b + d))
    })
}

#[test]
fn from_fifty_orders_on_lists_are_better_than_what_sells() {
    let shop = shop();
    for (orders, lead) in [(ORDERS, LEAD_OF_FIFTY), (200, LEAD_OF_MANY)] {
        let (list, sells) = hits_after(&shop, orders);
        println!("{orders} orders: {list} hits, {sells} of what sells");
        assert!(sells > 250 && f64::from(list) > lead * f64::from(sells), "{orders}: {list} of {sells}");
    }
}

#[test]
fn no_list_is_empty_for_a_visitor_an_item_or_a_shop_that_nobody_knows() {
    let shop = shop();
    let orders = baskets(0, ORDERS);
    let met: Vec<ProductId> = orders.iter().flat_map(|(_, products)| products).copied().collect();
    let item = shop.public().products.iter().map(|product| product.id).find(|id| !met.contains(id));
    let item = item.expect("hardly any of 5,000 products is in fifty orders");
    for engine in [engine(&shop, Model::default()), opened(&shop, &orders)] {
        for slot in [Slot::ForYou, Slot::Trending, Slot::Similar, Slot::BoughtTogether] {
            let product = slot.follows_product().then_some(item);
            let query = Query::Recommend { slot, product, n: LIST, within: Vec::new() };
            assert_eq!(ask(&engine, &query, Timestamp(0)).len(), usize::from(LIST), "{slot:?}");
        }
    }
}

#[test]
fn what_is_new_has_one_place_of_a_list_and_no_more() {
    let shop = shop();
    let engine = opened(&shop, &baskets(0, ORDERS));
    let fresh = &engine.snapshot().model.fresh;
    assert!(!fresh.is_empty() && fresh.len() <= Model::MOST_FRESH);
    let mut shown = 0;
    for day in 0..100 {
        let list = ask(&engine, &Query::list(Slot::ForYou, LIST), Timestamp(0) + Span::days(day));
        let new = |(_, (_, reason)): &(usize, &(ProductId, Reason))| *reason == Reason::New;
        let places: Vec<usize> = list.iter().enumerate().filter(new).map(|(place, _)| place).collect();
        assert!(places.is_empty() || places == [Model::FRESH_PLACE], "{places:?}");
        shown += places.len();
    }
    assert!(shown > 50, "{shown} of 100 days");
    let few = ask(&engine, &Query::list(Slot::ForYou, Model::FRESH_PLACE as u8), Timestamp(0));
    assert!(few.iter().all(|(_, reason)| *reason != Reason::New));
}
