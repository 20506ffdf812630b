//! The published JSON Schema and what is really read are one.

use proptest::prelude::*;
use serde_json::Value;

use super::random::shop;
use crate::shop::PriceListDraft;
use crate::terms::loyalty::Programme;
use crate::terms::till::{Terms, Till};

use crate::terms::{LOYALTY_SCHEMA as LOYALTY, PRICE_LIST_SCHEMA as LIST, SCHEMA};

/// As much of JSON Schema 2020-12 as the file uses.
fn fits(schema: &Value, root: &Value, value: &Value) -> bool {
    if let Some(name) = schema["$ref"].as_str() {
        return root.pointer(name.trim_start_matches('#')).is_some_and(|inner| fits(inner, root, value));
    }
    if let Some(list) = schema["enum"].as_array() {
        return list.contains(value);
    }
    if let Some(list) = schema["oneOf"].as_array() {
        return list.iter().filter(|inner| fits(inner, root, value)).count() == 1;
    }
    match schema["type"].as_str() {
        Some("object") => object_fits(schema, root, value),
        Some("array") => {
            let bound = |name: &str, or: u64| schema[name].as_u64().unwrap_or(or) as usize;
            value.as_array().is_some_and(|values| {
                let length = bound("minItems", 0)..=bound("maxItems", 1 << 20);
                length.contains(&values.len()) && values.iter().all(|v| fits(&schema["items"], root, v))
            })
        }
        Some("integer") => {
            let bound = |name: &str, or: i64| schema[name].as_i64().unwrap_or(or);
            value
                .as_i64()
                .is_some_and(|n| (bound("minimum", i64::MIN)..=bound("maximum", i64::MAX)).contains(&n))
        }
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => false,
    }
}

fn object_fits(schema: &Value, root: &Value, value: &Value) -> bool {
    let Some(fields) = value.as_object() else { return false };
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    let known = |(name, inner): (&String, &Value)| fits(&schema["properties"][name], root, inner);
    required.iter().all(|name| name.as_str().is_some_and(|name| fields.contains_key(name)))
        && fields.iter().all(known)
}

pub(super) fn is_valid(value: &Value) -> bool {
    fits_in(SCHEMA, value)
}

fn fits_in(schema: &str, value: &Value) -> bool {
    let root: Value = serde_json::from_str(schema).expect("the schema is JSON");
    fits(&root, &root, value)
}

#[test]
fn what_the_schema_refuses_is_not_read() {
    let minimal = r#"{"items": [], "price_lists": [], "promotions": [P]}"#;
    for broken in [
        r#"{"id": 1, "name": "a"}"#,
        r#"{"id": 1, "name": "a", "gives": {"fixed": {"minor": 1}}, "color": 1}"#,
        r#"{"id": 1, "name": "a", "gives": {"fixed": {"minor": 1}}, "when": {"age": ["60"]}}"#,
        r#"{"id": 1, "name": "a", "gives": {"percent": {"rate": 1, "on": "moon"}}}"#,
        r#"{"id": -1, "name": "a", "gives": {"fixed": {"minor": 1}}}"#,
    ] {
        let text = minimal.replace('P', broken);
        assert!(!is_valid(&serde_json::from_str(&text).expect("JSON")), "{broken}");
        let read: Terms = serde_json::from_str(&text).expect("the others are read");
        assert_eq!((read.promotions.len(), read.unread.len()), (0, 1), "{broken}");
    }
}

#[test]
fn what_is_written_twice_turns_off_its_promotion_alone_and_is_named() {
    let minimal = r#"{"promotions": [{"id": 2, "name": "b", "gives": {"fixed": {"minor": 1}}}, P]}"#;
    for (broken, field) in [
        (r#"{"id": 1, "name": "a", "name": "b", "gives": {"fixed": {"minor": 1}}}"#, "name"),
        (
            r#"{"id": 1, "name": "a", "gives": {"percent": {"rate": 1}, "percent": {"rate": 2}}}"#,
            "gives.percent",
        ),
        (r#"{"id": 1, "name": "a", "gives": {"percent": {"rate": 1, "rate": 2}}}"#, "gives.percent.rate"),
        (
            r#"{"id": 1, "name": "a", "gives": {"fixed": {"minor": 1}},
                "when": {"all": ["first_order", {"spend": {"at_least": 1, "at_least": 1}}]}}"#,
            "when.all[1].spend.at_least",
        ),
    ] {
        let read: Terms = serde_json::from_str(&minimal.replace('P', broken)).expect("the other is read");
        let till = Till::open(read);
        let sentences: Vec<String> = till.warnings().iter().map(ToString::to_string).collect();
        assert_eq!(sentences, [format!("promotion `1` is off: `{field}`: it is written twice")]);
        assert_eq!(till.terms().promotions.len(), 1, "the other acts");
    }
}

/// The list of a group, as a merchant writes it.
const GROUPS: &str = r#"{"id": 4, "name": "trade", "currency": "USD", "audience": "everyone", "prices": [[2, 280]],
    "title": {"en": "a", "fa": "b", "ar": "c"}, "steps": [{"product": 1, "from_units": 10, "minor": 300}],
    "only": {"groups": ["wholesale"], "channels": ["web"], "tiers": ["gold"], "when": {"from": 1764590400000, "weekdays": [1, 2]}}}"#;

#[test]
fn a_price_list_fits_its_schema_as_it_is_written_and_as_it_is_read() {
    let written: Value = serde_json::from_str(GROUPS).expect("JSON");
    assert!(fits_in(LIST, &written));
    let list: PriceListDraft = serde_json::from_value(written).expect("a list");
    assert!(fits_in(LIST, &serde_json::to_value(list).expect("JSON")));
    for (part, broken) in [
        ("\"name\": \"trade\", ", ""),
        ("everyone", "nobody"),
        ("\"groups\"", "\"ages\""),
        ("\"ar\": \"c\"", "\"nl\": \"c\""),
        ("[2, 280]", "[2, \"280\"]"),
    ] {
        let text = GROUPS.replace(part, broken);
        assert!(!fits_in(LIST, &serde_json::from_str(&text).expect("JSON")), "{text}");
        assert!(serde_json::from_str::<PriceListDraft>(&text).is_err(), "{text}");
    }
}

/// A programme with all that there is.
const PROGRAMME: &str = r#"{"earn": [{"id": 1, "by": {"spend": {"points": 5, "per": 100, "of": {"categories": [1]}}}, "when": {"weekdays": [7]}},
    {"id": 2, "by": {"units": {"points": 3}}}, {"id": 3, "by": {"joining": {"points": 50}}}, {"id": 4, "by": {"first_purchase": {"points": 9}}}],
    "nothing_on": {"products": [6]}, "worth": {"points": 100, "minor": 100}, "pending_days": 14, "expiry": {"days": 365},
    "redeem": {"how": "discount", "least": 50, "step": 10, "most_share": 5000}, "claw_back": "lot", "revive_days": 30,
    "tiers": {"by": "spend", "window": "year", "grace_days": 30, "downgrade": "step", "steps": [{"name": "gold",
        "title": {"en": "a", "fa": "b", "ar": "c"}, "from": 5000, "multiplier": 15000, "for_life": 100000}]},
    "referral": {"gives": 200, "welcomes": 100, "least": 1000, "most": 5, "days": 30, "most_ever": 50, "wait_days": 20},
    "delight": {"on": true, "points": 1000, "minor": 1000, "window": {"days": 30}, "most": 50, "rest_days": 60,
        "occasions": [{"by": "late", "points": 50}, {"by": {"orders": 10}, "points": 20}]}}"#;

#[test]
fn a_programme_fits_its_schema_as_it_is_written_and_as_it_is_read() {
    let written: Value = serde_json::from_str(PROGRAMME).expect("JSON");
    assert!(fits_in(LOYALTY, &written));
    let programme: Programme = serde_json::from_value(written).expect("a programme");
    assert!(fits_in(LOYALTY, &serde_json::to_value(programme).expect("JSON")));
    for (part, broken) in [
        ("\"worth\"", "\"value\""),
        ("\"per\": 100, ", ""),
        ("\"units\"", "\"age\""),
        ("\"discount\"", "\"gift\""),
        ("\"year\"", "\"decade\""),
        ("{\"days\": 365}", "{\"weeks\": 52}"),
        ("\"lot\"", "\"all\""),
        ("\"from\"", "\"to\""),
        ("\"gives\": 200, ", ""),
        ("\"wait_days\"", "\"waits\""),
        ("\"rest_days\"", "\"rests\""),
        ("\"late\"", "\"birthday\""),
        ("\"orders\": 10", "\"orders\": \"many\""),
    ] {
        let text = PROGRAMME.replace(part, broken);
        assert!(!fits_in(LOYALTY, &serde_json::from_str(&text).expect("JSON")), "{text}");
        assert!(serde_json::from_str::<Programme>(&text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_written_fits_the_schema((terms, _) in shop(0..6)) {
        let value = serde_json::to_value(&terms).expect("JSON");
        prop_assert!(is_valid(&value), "{value}");
        prop_assert_eq!(serde_json::from_value::<Terms>(value).expect("terms"), terms);
    }
}
