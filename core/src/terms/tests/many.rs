//! A shop with more promotions than a cart is told of: the same prices, and the same verdicts of what concerns the cart.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::event::{
    Actor, Channel, CustomerFact, Event, Fact, OrderFact, Role, StockFact, StockLine, Subject, TermsFact, Use,
};
use crate::packed::Packed;
use crate::query::{Answer, Cart, Query};
use crate::shop::Shop;
use crate::state::Market;
use crate::terms::promotion::PromotionId;
use crate::terms::receipt::Receipt;
use crate::time::Timestamp;
use crate::{Command, Engine, EventId, OrderId, ProductId, ShopperId, Snapshot, SourceId, State};

const ME: ShopperId = ShopperId([7; 16]);
const NOW: Timestamp = Timestamp(1_764_590_400_000);

/// Promotions of every kind, some of which concern a cart of products 1 and 2.
fn promotions() -> Vec<Value> {
    let items = |product: u32| json!({ "items": { "products": [product] } });
    let percent = |product: u32| json!({ "percent": { "rate": 1_000, "on": items(product) } });
    vec![
        json!({ "id": 1, "name": "a", "gives": percent(1) }),
        json!({ "id": 2, "name": "b", "gives": percent(3) }),
        json!({ "id": 3, "name": "c", "lane": 1, "when": { "spend": { "at_least": 9_000 } }, "gives": { "fixed": { "minor": 5 } } }),
        json!({ "id": 4, "name": "d", "lane": 2, "coupons": ["SPRING-2026"], "gives": percent(2) }),
        json!({ "id": 5, "name": "e", "lane": 2, "priority": -1, "coupons": ["SPRING-2026"], "gives": percent(3) }),
        json!({ "id": 6, "name": "f", "lane": 3, "coupons": ["AUTUMN-2026"], "gives": percent(2) }),
        json!({ "id": 7, "name": "g", "lane": 4, "when": { "group": ["card"] }, "gives": percent(2) }),
        json!({ "id": 8, "name": "h", "lane": 5, "when": { "group": ["staff"] }, "gives": percent(1) }),
        json!({ "id": 9, "name": "i", "lane": 6, "when": { "not": { "group": ["staff"] } }, "gives": { "fixed": { "minor": 7 } } }),
        json!({ "id": 10, "name": "j", "lane": 7, "uses": { "limit": 3, "used": 3 }, "gives": { "fixed": { "minor": 9 } } }),
        json!({ "id": 11, "name": "k", "lane": 8, "budget": 1, "gives": { "fixed": { "minor": 90 } } }),
    ]
}

/// The shop with so many more promotions of something else.
fn engine(more: u32) -> Engine {
    let other = |n: u32| {
        let on = json!({ "items": { "products": [4] } });
        json!({ "id": 1_000 + n, "name": "x", "lane": n % 9, "gives": { "percent": { "rate": 100, "on": on } } })
    };
    let all: Vec<Value> = promotions().into_iter().chain((0..more).map(other)).collect();
    let draft = json!({
        "currency": "USD", "product_url": "/p/{id}", "labels": [{ "en": "x", "fa": "x", "ar": "x" }],
        "products": (1..5).map(|id| json!({ "id": id, "department": 0, "category": 0, "kind": 0, "cost": 1 })).collect::<Vec<_>>(),
        "price_lists": [{ "id": 1, "name": "x", "currency": "USD", "audience": "everyone",
            "prices": [[1, 1_000], [2, 400], [3, 300], [4, 200]] }],
        "terms": { "promotions": all, "budgets": [{ "id": 1, "left": 60 }] },
    });
    let shop = Arc::new(Shop::check(serde_json::from_value(draft).expect("a draft")).expect("a shop"));
    let snapshot = Snapshot::cold(shop.public().clone());
    let mut engine = Engine::new(Arc::new(snapshot), State::server(shop, Market::default()));
    let lines = (1..5).map(|id| StockLine { product: ProductId(id), units: 90 }).collect();
    let facts = [
        (Subject::Market, Fact::Stock(StockFact::Counted { lines })),
        (Subject::Shopper(ME), Fact::Order(OrderFact::CartChanged { product: ProductId(1), quantity: 2 })),
        (Subject::Shopper(ME), Fact::Order(OrderFact::CartChanged { product: ProductId(2), quantity: 1 })),
    ];
    (0..).zip(facts).for_each(|(n, (subject, fact))| apply(&mut engine, n, subject, fact));
    let code = Command::ApplyCoupon { code: "SPRING-2026".into() };
    let opened = engine.decide(&Actor::Shopper(ME), &code, NOW).expect("a coupon");
    (9..).zip(opened).for_each(|(n, (subject, fact))| apply(&mut engine, n, subject, fact));
    engine
}

fn apply(engine: &mut Engine, n: u32, subject: Subject, fact: Fact) {
    let id = EventId { source: SourceId([1; 16]), n };
    let actor = Actor::Merchant(Role::Owner);
    engine.apply(&Event { id, subject, actor, channel: Channel::Web, at: NOW, fact });
}

/// What the cart comes to in the page, and what the till decides.
fn receipts(engine: &Engine) -> [Receipt; 2] {
    let shown = match engine.ask(&ME, &Query::Cart, NOW) {
        Answer::Cart(cart) => Some(cart),
        _ => None,
    };
    let decided = engine.quote(&ME, NOW).expect("a quote");
    [shown.expect("a cart"), decided].map(|cart| cart.receipt().cloned().expect("a receipt"))
}

const MANY: u32 = Cart::MOST_TOLD as u32;

#[test]
fn of_many_promotions_a_cart_has_the_same_price_and_is_told_of_those_that_concern_it() {
    let few = receipts(&engine(0));
    let many = receipts(&engine(MANY));
    for (few, many) in few.iter().zip(&many) {
        assert_eq!((few.total, &few.steps, &few.lines), (many.total, &many.steps, &many.lines));
        assert_eq!(few.given(), many.given());
        let told: Vec<u32> = many.verdicts.iter().map(|verdict| verdict.promotion.0).collect();
        // Not 2, of another product, and not 7, for holders of the card; both of the shopper's code.
        assert!([1, 3, 4, 5, 9].iter().all(|id| told.contains(id)), "{told:?}");
        assert!(!told.contains(&2) && !told.contains(&7) && told.len() < 12, "{told:?}");
        for verdict in &many.verdicts {
            assert!(few.verdicts.contains(verdict), "{verdict:?}");
        }
    }
    let all = receipts(&engine(9));
    assert!(all.iter().all(|receipt| receipt.verdicts.len() >= 9 + 7), "few enough to tell of each");
}

#[test]
fn of_many_promotions_those_of_a_group_and_what_is_left_of_budgets_are_the_same() {
    let staff = (Subject::Shopper(ME), Fact::Customer(CustomerFact::GroupJoined { group: "staff".into() }));
    let uses = Packed::of(vec![Use { promotion: PromotionId(11), budget: Some(1), minor: 45 }]);
    let used = (Subject::Market, Fact::Terms(TermsFact::Used { order: OrderId([1; 16]), uses }));
    let [few, many] = [0, MANY].map(|more| {
        let mut engine = engine(more);
        apply(&mut engine, 20, staff.0, staff.1.clone());
        apply(&mut engine, 21, used.0, used.1.clone());
        receipts(&engine)
    });
    for (few, many) in few.iter().zip(&many) {
        assert_eq!((few.total, &few.steps, few.given()), (many.total, &many.steps, many.given()));
        let of = |id: u32| many.given().into_iter().find(|(one, _)| *one == PromotionId(id));
        assert_eq!((of(8).is_some(), of(9)), (true, None), "staff have the one and not the other");
    }
    assert_eq!(
        many[1].given().into_iter().find(|(one, _)| *one == PromotionId(11)).map(|(_, off)| off),
        Some(15)
    );
}

#[test]
fn the_most_promotions_of_each_of_which_a_cart_is_told() {
    let public = |engine: &Engine| engine.snapshot().shop.terms().promotions.len();
    let base = public(&engine(0)) as u32;
    for (more, is_told) in [(MANY - base, true), (MANY - base + 1, false)] {
        let engine = engine(more);
        assert_eq!(public(&engine) > Cart::MOST_TOLD, !is_told);
        let told = |receipt: &Receipt| receipt.verdicts.iter().any(|one| one.promotion == PromotionId(2));
        assert_eq!(receipts(&engine).map(|receipt| told(&receipt)), [is_told; 2]);
    }
}

#[test]
fn a_promotion_is_found_by_its_number() {
    let engine = engine(600);
    let shop = engine.snapshot().shop.clone();
    let public = &shop.terms().promotions;
    assert!(public.iter().all(|one| shop.index().find(public, one.id) == Some(one)));
    assert_eq!(shop.index().find(public, PromotionId(4)), None, "it needs a code");
}
