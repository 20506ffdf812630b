//! What the form of a programme shows is what it reads, and what it cannot say stays.

use attar::terms::loyalty::Programme;
use attar::time::Zone;
use attar::{Currency, Lang, Shop};
use serde_json::{Value, json};

use super::super::fields::{Filled, Hand, Wrong};
use super::filled::filled;
use super::read::{Against, read};

fn programme(more: &Value) -> Programme {
    let mut whole = json!({ "worth": { "points": 100, "minor": 100 } });
    let fields = whole.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    serde_json::from_value(whole).expect("a programme")
}

/// Does something with what a form is read against.
fn against<T>(lang: Lang, base: Option<&Programme>, act: impl FnOnce(Against<'_>) -> T) -> T {
    let shop = Shop::check(crate::testing::shop()).expect("a shop");
    let zone = Zone::default();
    let hand = Hand { lang, currency: Currency::Usd, zone: &zone };
    act(Against { hand, shop: shop.public(), base })
}

fn opened(lang: Lang, one: &Programme) -> Option<Filled> {
    against(lang, None, |against| filled(one, against))
}

/// The form of one with that in a field.
fn typed(one: &Programme, field: &str, value: &str) -> Result<Programme, Vec<Wrong>> {
    let mut form = opened(Lang::En, one).expect("a form");
    form.0.retain(|(name, _)| name != field);
    form.put(field, value);
    against(Lang::En, Some(one), |against| read(&form, against))
}

fn tiers() -> Value {
    json!({ "by": "spend", "window": { "days": 365 }, "grace_days": 30, "downgrade": "step", "steps": [
        { "name": "silver", "title": { "en": "Silver", "fa": "x", "ar": "y" }, "from": 75_000, "multiplier": 12_500 },
        { "name": "gold", "from": 150_000, "multiplier": 15_000, "for_life": 900_000, "prices": true },
    ] })
}

#[test]
fn a_programme_that_is_opened_and_saved_as_it_is_stays_as_it_was() {
    let spend = json!({ "id": 4, "by": { "spend": { "points": 1, "per": 100 } } });
    let some = json!({ "id": 2, "by": { "spend": { "points": 3, "per": 50, "of": { "products": [1] } } } });
    let units = json!({ "id": 9, "by": { "units": { "points": 5 } } });
    let later = json!({ "id": 3, "by": { "joining": { "points": 5 } }, "when": { "weekdays": [1] } });
    let joining = json!({ "id": 5, "by": { "joining": { "points": 100 } } });
    let all = [
        json!({}),
        json!({ "earn": [some, spend, units, later, joining, { "id": 6, "by": { "first_purchase": { "points": 7 } } }] }),
        json!({ "nothing_on": { "products": [1, 3], "categories": [1] }, "pending_days": 0, "revive_days": 366 }),
        json!({ "expiry": { "days": 400 } }),
        json!({ "expiry": { "months": 0 } }),
        json!({ "expiry": { "years": 10 }, "redeem": { "how": "discount", "least": 100, "step": 10, "most_share": 1_250 } }),
        json!({ "redeem": {}, "claw_back": "lot" }),
        json!({ "claw_back": "nothing", "tiers": tiers() }),
        json!({ "tiers": { "by": "orders", "window": "quarter", "downgrade": "earned", "steps": [{ "name": "a", "from": 3 }] } }),
        json!({ "tiers": { "by": "points", "window": "lifetime", "steps": [{ "name": "a", "from": 3 }] } }),
        serde_json::from_str(include_str!("../../../seed/loyalty.json")).expect("the demo's"),
    ];
    for more in all {
        let one = programme(&more);
        for lang in Lang::ALL {
            let form = opened(lang, &one).expect("the form can say it");
            let again = against(lang, Some(&one), |against| read(&form, against));
            assert_eq!(again.as_ref(), Ok(&one), "{lang:?}");
        }
    }
}

#[test]
fn what_is_more_than_the_form_can_say_is_not_put_into_it() {
    let row = |n: i64| json!({ "name": format!("t{n}"), "from": n });
    let seven: Vec<Value> = (1..=7).map(row).collect();
    for more in [
        json!({ "tiers": { "by": "orders", "window": "lifetime", "steps": seven } }),
        json!({ "nothing_on": { "products": [99] } }),
        json!({ "nothing_on": { "categories": [7] } }),
        json!({ "tiers": { "by": "orders", "window": "year", "steps": [row(1)] } }),
    ] {
        assert_eq!(opened(Lang::En, &programme(&more)), None, "{more}");
    }
}

#[test]
fn every_impossible_value_is_told_at_its_field_and_nothing_is_guessed() {
    let mut whole = programme(&json!({ "tiers": tiers(), "redeem": {}, "expiry": { "days": 30 } }));
    whole.earn = serde_json::from_value(json!([{ "id": 1, "by": { "spend": { "points": 1, "per": 100 } } }]))
        .expect("a rule");
    for (field, value) in [
        ("spend_points", "0"),
        ("spend_points", ""),
        ("spend_per", "-1"),
        ("joining", "1.5"),
        ("products", "99"),
        ("worth_points", ""),
        ("worth", "0"),
        ("pending_days", "367"),
        ("expiry_count", "14"),
        ("expiry_count", "3661"),
        ("least", "0"),
        ("step", "x"),
        ("share", "100.01"),
        ("share", "0"),
        ("revive_days", "-1"),
        ("window_days", "0"),
        ("grace_days", "400"),
        ("downgrade", ""),
        ("tier1_name", ""),
        ("tier2_name", "silver"),
        ("tier2_from", "750"),
        ("tier2_from", ""),
        ("tier2_life", "1499.99"),
        ("tier1_times", "0.99"),
        ("tier1_times", "10.1"),
    ] {
        let wrong = typed(&whole, field, value).expect_err("it is refused");
        let fields: Vec<&str> = wrong.iter().map(|wrong| wrong.field.as_str()).collect();
        assert_eq!(fields, [field], "{value}: {wrong:?}");
        assert!(wrong[0].why.len() > 10, "{wrong:?}");
    }
}

#[test]
fn a_row_of_which_anything_is_filled_is_a_tier_and_asks_for_the_rest() {
    let one = programme(&json!({}));
    for field in ["name", "en", "from", "times", "life"] {
        let wrong = typed(&one, &format!("tier6_{field}"), "2").expect_err("the rest is missing");
        assert!(wrong.iter().all(|wrong| wrong.field.starts_with("tier6_")), "{field}: {wrong:?}");
    }
}

#[test]
fn a_rule_that_is_new_gets_a_number_of_its_own_and_one_that_is_emptied_goes() {
    let one = programme(&json!({ "earn": [{ "id": 8, "by": { "units": { "points": 5 } } }] }));
    let more = typed(&one, "joining", "100").expect("it is sound");
    assert_eq!(more.earn.iter().map(|rule| rule.id).collect::<Vec<_>>(), [8, 9]);
    assert_eq!(typed(&more, "joining", "").expect("it is sound"), one);
}
