//! What carts come to on the server, what codes tell, and what a server or a page is given from outside.

use serde_json::{Value, json};

use super::*;
use crate::command::Rejection;
use crate::event::Line;
use crate::service::again::Again;
use crate::shop::Own;
use crate::terms::condition::{Change, Condition};
use crate::terms::promotion::PromotionId;
use crate::terms::{Verdict, WhyNot};

/// Two products with those prices, and promotions.
fn selling(prices: [i64; 2], promotions: Value, loyalty: Value) -> Arc<Shop> {
    let product = |id| json!({ "id": id, "department": 0, "category": 0, "kind": 0, "cost": 0 });
    let draft = json!({
        "currency": "USD", "product_url": "/p/{id}", "labels": [{ "en": "x", "fa": "x", "ar": "x" }],
        "products": [product(1), product(2)],
        "price_lists": [{ "id": 1, "name": "x", "currency": "USD", "audience": "everyone",
            "prices": [[1, prices[0]], [2, prices[1]]] }],
        "terms": { "promotions": promotions }, "loyalty": loyalty,
    });
    Arc::new(Shop::check(serde_json::from_value(draft).expect("a draft")).expect("a shop"))
}

/// One of each product in the cart.
fn both() -> [(Subject, Fact); 2] {
    [1, 2].map(|product| (Subject::Shopper(ADA), cart(product, 1)))
}

impl Engine {
    /// Decides and takes in.
    fn then(&mut self, actor: Actor, command: &Command) {
        for (n, (subject, fact)) in (100..).zip(self.when(actor, command).expect("facts")) {
            self.apply(&event(n, subject, fact));
        }
    }

    /// What the cart is shown as.
    fn cart(&self) -> crate::query::Cart {
        let shown = match self.ask(&ADA, &Query::Cart, NOW) {
            Answer::Cart(cart) => Some(cart),
            _ => None,
        };
        shown.expect("a cart")
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let quote = self.quote(&ADA, NOW).expect("a quote");
        quote.receipt().expect("a receipt").verdicts.clone()
    }
}

fn code(code: &str) -> Command {
    Command::ApplyCoupon { code: code.into() }
}

#[test]
fn a_cart_that_comes_to_too_much_is_not_sold_in_part() {
    let engine = given_in(selling([Money::MOST_MINOR; 2], json!([]), Value::Null), both());
    assert_eq!(engine.quote(&ADA, NOW).map(|cart| cart.total), Err(Rejection::AmountTooLarge));
    let lines = [1, 2].map(|product| StockLine { product: ProductId(product), units: 1 });
    assert_eq!(engine.at_till(&ADA, &lines, NOW).map(|cart| cart.total), Err(Rejection::AmountTooLarge));
    let one = engine.at_till(&ADA, &lines[..1], NOW).expect("a sale");
    assert_eq!(one.total.minor, Money::MOST_MINOR);
    let engine = given_in(selling([Money::MOST_MINOR - 1, 1], json!([]), Value::Null), both());
    assert_eq!(engine.quote(&ADA, NOW).map(|cart| cart.total.minor), Ok(Money::MOST_MINOR));
}

#[test]
fn what_holds_a_product_up_for_a_group_holds_no_other_up() {
    let half = json!([{ "id": 1, "name": "x", "gives": { "percent": { "rate": 5_000 } } }]);
    let mut engine = given_in(selling([100, 200], half, Value::Null), both());
    engine.then(OWNER, &Command::AddToGroup { shopper: ADA, group: "press".into() });
    let mut page = engine.page_of(ADA);
    page.set_own(Own { floors: vec![(ProductId(2), 150)], ..Own::default() });
    let cart = page.cart();
    assert_eq!(cart.lines.iter().map(|line| line.total.minor).collect::<Vec<_>>(), [50, 150]);
}

#[test]
fn a_shopper_is_told_what_their_own_code_lacks_and_nothing_of_other_codes() {
    let promotion = |id: u32, code: &str| {
        json!({ "id": id, "name": "x", "lane": id, "coupons": [code], "when": { "spend": { "at_least": 900 } },
            "gives": { "fixed": { "minor": 5 } } })
    };
    let promotions = json!([promotion(1, "SPRING-2026"), promotion(2, "AUTUMN-2026")]);
    let mut engine = given_in(selling([100, 200], promotions, Value::Null), both());
    engine.then(Actor::Shopper(ADA), &code("SPRING-2026"));
    let told: Vec<_> = engine.verdicts().iter().map(|one| (one.promotion, one.why_not)).collect();
    assert_eq!(told, [(PromotionId(1), Some(WhyNot::Condition))]);
}

#[test]
fn what_a_code_lacks_is_told_but_for_groups_and_tiers() {
    let card = Change::Group(vec!["card".into()]);
    for (when, change) in [
        (json!({ "group": ["staff"] }), None),
        (json!({ "group": ["card"] }), Some(vec![card])),
        (json!({ "tier": ["gold"] }), None),
    ] {
        let promotions = json!([{ "id": 1, "name": "x", "coupons": ["SPRING-2026"], "when": when,
            "gives": { "fixed": { "minor": 5 } } }]);
        let mut engine = given_in(selling([100, 200], promotions, Value::Null), both());
        engine.then(Actor::Shopper(ADA), &code("SPRING-2026"));
        let told: Vec<_> = engine.verdicts().into_iter().map(|one| one.change).collect();
        assert_eq!(told, [change], "{when}");
    }
}

#[test]
fn a_code_says_nothing_of_groups_that_its_shopper_is_not_in() {
    let when = json!({ "any": [{ "group": ["staff", "card", "press"] }, { "spend": { "at_least": 900 } }] });
    let promotions = json!([{ "id": 1, "name": "x", "coupons": ["SPRING-2026"], "when": when,
        "gives": { "fixed": { "minor": 5 } } }]);
    let mut engine = given_in(selling([100, 200], promotions, Value::Null), both());
    let told = |engine: &Engine| {
        let facts = engine.when(Actor::Shopper(ADA), &code("spring-2026")).expect("facts");
        facts.into_iter().find_map(|(_, fact)| match fact {
            Fact::Order(OrderFact::CouponApplied { coupon }) => {
                coupon.terms.get().map(|own| own.when.clone())
            }
            _ => None,
        })
    };
    let of = |names: Value| {
        let when = json!({ "any": [{ "group": names }, { "spend": { "at_least": 900 } }] });
        Some(serde_json::from_value::<Condition>(when).expect("a condition"))
    };
    assert_eq!(told(&engine), of(json!(["card"])));
    engine.then(OWNER, &Command::AddToGroup { shopper: ADA, group: "press".into() });
    assert_eq!(told(&engine), of(json!(["card", "press"])));
}

#[test]
fn what_a_promotion_lowers_is_compared_with_what_it_cost_before_the_last_of_its_times_came() {
    let from = |at: i64| json!({ "when": { "from": at } });
    let when = json!({ "all": [from(NOW.0 - 2_000), from(NOW.0 - 1_000), { "spend": { "at_least": 1 } }] });
    let half = json!([{ "id": 1, "name": "x", "when": when, "gives": { "percent": { "rate": 5_000 } } }]);
    let engine = given_in(selling([100, 200], half, Value::Null), both());
    let cart = engine.cart();
    let lowest = cart.receipt().expect("a receipt").lowest.clone();
    assert_eq!(lowest, [(ProductId(1), 100), (ProductId(2), 200)]);
}

#[test]
fn a_cart_takes_eight_coupons() {
    let codes: Vec<String> = (1..=9).map(|n| format!("SPRING-202{n}")).collect();
    let promotion = |(id, code): (u32, &String)| json!({ "id": id, "name": "x", "lane": id, "coupons": [code], "gives": { "fixed": { "minor": 5 } } });
    let promotions = (1..).zip(&codes).map(promotion).collect();
    let mut engine = given_in(selling([100, 200], promotions, Value::Null), both());
    for one in &codes[..Command::MOST_COUPONS] {
        engine.then(Actor::Shopper(ADA), &code(one));
    }
    assert_eq!(engine.when(Actor::Shopper(ADA), &code(&codes[8])), Err(Rejection::TooManyCoupons));
    assert_eq!(engine.verdicts().len(), 8);
}

#[test]
fn what_is_ahead_by_points_is_the_least_that_earns_them() {
    let loyalty = json!({
        "earn": [{ "id": 1, "by": { "spend": { "points": 2, "per": 300 } } }, { "id": 2, "by": { "joining": { "points": 1 } } },
            { "id": 3, "by": { "spend": { "points": 1, "per": 170 } } }],
        "worth": { "points": 1, "minor": 1 },
        "tiers": { "by": "points", "window": "lifetime", "steps": [{ "name": "silver", "from": 11 }] },
    });
    let mut engine = given_in(selling([100, 200], json!([]), loyalty), []);
    engine.then(OWNER, &Command::IssueCard { shopper: ADA });
    let ahead = match engine.ask(&ADA, &Query::Loyalty, NOW) {
        Answer::Loyalty(told) => told.ahead,
        _ => None,
    };
    let ahead = ahead.expect("a tier");
    // Ten points are missing: 15.00 at two for 3.00, 17.00 at one for 1.70.
    assert_eq!((ahead.have, ahead.need, ahead.spend), (1, 11, Some(Money::new(1_500, Currency::Usd))));
}

#[test]
fn a_list_is_ordered_again_as_far_as_there_is_enough() {
    let line = |product, quantity| Line {
        product: ProductId(product),
        quantity,
        total: Money::new(0, Currency::Usd),
        list: PriceListId(1),
    };
    let engine = given([counted(1, 3), counted(2, 9)]);
    let comes = engine.again(&ADA, &[line(1, 5), line(2, 5)], NOW).expect("a server knows");
    assert_eq!(comes.iter().map(|again: &Again| again.comes).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(engine.page_of(ADA).again(&ADA, &[], NOW), Err(Rejection::OnlyServer));
}

#[test]
fn what_a_server_or_a_page_is_given_is_what_it_stands_on() {
    let mut engine = given([]);
    let other = selling([1, 2], json!([]), Value::Null);
    let snapshot = Arc::new(Snapshot::cold(other.public().clone()));
    engine.set_snapshot(Arc::clone(&snapshot));
    assert!(Arc::ptr_eq(engine.snapshot(), &snapshot));
    engine.set_shop(Arc::clone(&other));
    assert!(engine.state().shop.as_ref().is_some_and(|shop| Arc::ptr_eq(shop, &other)));
    let mut page = engine.page_of(ADA);
    let own = Own { floors: vec![(ProductId(1), 5)], ..Own::default() };
    page.set_own(own.clone());
    assert_eq!(page.state().market_view().own, own);
}

#[test]
fn what_stays_on_the_device_can_be_forgotten_there() {
    let mut page = given([]).page_of(ADA);
    page.apply_private(&event(0, Subject::Shopper(ADA), view(1)));
    page.clear_private();
    assert!(matches!(page.ask(&ADA, &Query::Profile, NOW), Answer::Profile(told) if told.recent.is_empty()));
}
