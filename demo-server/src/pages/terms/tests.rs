//! What the form shows is what it reads.

mod engines;

use attar::terms::promotion::{Promotion, PromotionId};
use attar::terms::till::{Mode, Terms};
use attar::time::Zone;
use attar::{Currency, Lang, Shop, Timestamp};
use serde_json::{Value, json};

use super::super::fields::{Filled, Hand};
use super::read::{Against, read};

/// The clock is put forward from 2:00, and back to 1:00.
const SPRING: Timestamp = Timestamp(1_805_007_600_000);
const AUTUMN: Timestamp = Timestamp(1_825_567_200_000);

fn promotion(more: Value) -> Promotion {
    let mut whole = json!({ "id": 1, "name": "x", "gives": { "percent": { "rate": 1250 } } });
    let fields = whole.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    serde_json::from_value(whole).expect("a promotion")
}

/// What becomes of a promotion that is opened in the form and saved as it is.
fn saved(lang: Lang, one: &Promotion) -> Option<Terms> {
    saved_in(Mode::Sequential, lang, one)
}

/// The same in the mode of an engine.
fn saved_in(mode: Mode, lang: Lang, one: &Promotion) -> Option<Terms> {
    let shop = Shop::check(crate::testing::shop()).expect("a shop");
    let zone = Zone { name: "X".into(), offsets: vec![(Timestamp(0), -300), (SPRING, -240), (AUTUMN, -300)] };
    let hand = Hand { lang, currency: Currency::Usd, zone: &zone };
    let budgets =
        serde_json::from_value(json!([{ "id": 3, "left": 5000 }, { "id": 5, "left": 0 }])).expect("budgets");
    let mut terms = Terms { promotions: vec![one.clone()], budgets, mode, ..Terms::default() };
    let against = Against { hand, shop: shop.public(), terms: &terms, id: PromotionId(1) };
    let filled = Filled::of(one, against)?;
    let wish = read(&filled, against).expect("it is sound");
    wish.put(&mut terms, 9);
    Some(terms)
}

#[test]
fn an_ordinary_promotion_saved_as_it_is_stays_as_it_was() {
    let all = [
        json!({}),
        json!({ "names": { "en": "x", "fa": "y", "ar": "z" }, "lane": 4, "priority": -2, "alone": true }),
        json!({ "gives": { "fixed": { "minor": 300 } }, "when": { "spend": { "at_least": 3000 } } }),
        json!({ "gives": { "fixed": { "minor": 50, "spread": "each", "on": { "items": { "products": [1, 3] } } } } }),
        json!({ "gives": { "percent": { "rate": 10000, "on": "shipping" } }, "coupons": ["A-1", "B-2"] }),
        json!({ "gives": { "percent": { "rate": 1, "on": { "items": { "categories": [1], "products": [2] } } } } }),
        json!({ "when": { "when": { "from": SPRING.0, "until": AUTUMN.0 - 30 * 60_000 } } }),
        json!({ "when": "first_order", "per_shopper": 1, "uses": { "limit": 90 }, "budget": 3 }),
        json!({ "when": { "all": [{ "spend": { "at_least": 5 } }, "first_order", { "group": ["card"] },
            { "when": { "from": 1_800_000_000_000_i64, "until": 1_900_000_020_000_i64, "weekdays": [1, 5] } }] } }),
    ];
    for more in all {
        let one = promotion(more);
        for lang in Lang::ALL {
            let terms = saved(lang, &one).expect("the form can say it");
            assert_eq!(terms.promotions, std::slice::from_ref(&one), "{lang:?}");
            assert_eq!(terms.budgets.len(), 2);
        }
    }
}

#[test]
fn what_is_more_than_the_form_can_say_is_not_put_into_it() {
    for more in [
        json!({ "gives": { "percent": { "rate": 5, "most_units": 2 } } }),
        json!({ "gives": { "steps": { "steps": [[100, 5]] } } }),
        json!({ "gives": { "percent": { "rate": 5, "on": { "items": { "except": [1] } } } } }),
        json!({ "when": { "any": [] } }),
        json!({ "when": { "group": ["vip"] } }),
        json!({ "when": { "when": { "minutes": [0, 60] } } }),
        json!({ "when": { "all": ["first_order", "first_order"] } }),
        json!({ "never_with": [2] }),
        json!({ "budget": 4 }),
        json!({ "uses": { "limit": 5, "used": 1 } }),
        json!({ "names": { "en": "y", "fa": "y", "ar": "y" } }),
        // A field of a browser has no seconds, and none knows which of two nights' hours is meant.
        json!({ "when": { "when": { "from": 1_800_000_030_000_i64 } } }),
        json!({ "when": { "when": { "until": 1_800_000_000_001_i64 } } }),
        json!({ "when": { "when": { "until": AUTUMN.0 + 30 * 60_000 } } }),
        // No box can be ticked for what no product has.
        json!({ "gives": { "percent": { "rate": 5, "on": { "items": { "categories": [1, 7] } } } } }),
        json!({ "gives": { "percent": { "rate": 5, "on": { "items": { "products": [99] } } } } }),
        json!({ "name": " x " }),
        json!({ "when": { "all": ["first_order"] } }),
        json!({ "budget": 5 }),
    ] {
        assert_eq!(saved(Lang::En, &promotion(more.clone())), None, "{more}");
    }
}

#[test]
fn a_budget_that_nobody_names_any_more_goes() {
    let one = promotion(json!({ "budget": 3 }));
    let mut terms = saved(Lang::En, &one).expect("a form");
    terms.budgets.retain(|budget| budget.id == 3);
    let wish = super::read::Wish { promotion: one.clone(), budget: None };
    wish.put(&mut terms, 9);
    assert_eq!((terms.promotions[0].budget, terms.budgets.len()), (None, 0));
    let wish = super::read::Wish { promotion: one, budget: Some(700) };
    wish.put(&mut terms, 9);
    assert_eq!((terms.promotions[0].budget, terms.budgets[0].id, terms.budgets[0].left), (Some(9), 9, 700));
    super::read::remove(&mut terms, PromotionId(1));
    assert_eq!((terms.promotions.len(), terms.budgets.len()), (0, 0));
}
