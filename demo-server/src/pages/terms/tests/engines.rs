//! The same of promotions that other engines compute.

use super::*;

/// A promotion of the engine of a mode.
fn theirs(mode: Mode, gives: &Value, more: Value) -> Promotion {
    let mut one = promotion(more);
    let foreign = json!({ "foreign": { mode.name(): gives } });
    one.gives = serde_json::from_value(foreign).expect("an offer");
    one
}

fn stays(mode: Mode, gives: &Value) -> bool {
    let one = theirs(mode, gives, json!({ "when": { "spend": { "at_least": 500 } }, "coupons": ["A-1"] }));
    Lang::ALL.into_iter().all(|lang| {
        let terms = saved_in(mode, lang, &one);
        terms.is_some_and(|terms| terms.promotions == [one.clone()])
    })
}

#[test]
fn the_ordinary_shapes_of_every_engine_saved_as_they_are_stay_as_they_were() {
    let asks = json!([{ "field": "items.product.id", "op": "in", "values": ["1", "2"] },
        { "field": "items.subtotal", "op": "gte", "values": ["12.5"] }]);
    let bought = json!([{ "field": "product.id", "op": "eq", "values": ["1"] }]);
    for (mode, gives) in [
        (Mode::Medusa221, json!({ "method": "percent", "value": "12.5" })),
        (
            Mode::Medusa221,
            json!({ "method": "percent", "value": "0.0125", "target": "order", "allocation": "across" }),
        ),
        (
            Mode::Medusa221,
            json!({ "method": "fixed", "value": "3.05", "allocation": "once", "max_quantity": 2,
                "tax_inclusive": true, "conditions": asks, "target_conditions": bought }),
        ),
        (
            Mode::Medusa221,
            json!({ "method": "percent", "value": "100", "max_quantity": 3, "target_conditions": bought,
                "kind": { "buy_get": { "buy_conditions": bought, "buy_quantity": 2, "get_quantity": 1 } } }),
        ),
        (
            Mode::Medusa221,
            json!({ "method": "fixed", "value": "0", "target": "shipping", "allocation": "each",
                "target_conditions": [{ "field": "shipping_methods.subtotal", "op": "lt", "values": ["9"] }] }),
        ),
        (Mode::Vendure31, json!({ "target": "items", "method": { "percent": "33.3333" } })),
        (Mode::Vendure31, json!({ "target": "order", "method": { "fixed": 250 }, "minimum": 0 })),
        (Mode::SolidusCalculators, json!({ "calculator": { "flat_rate": { "amount": "2.5" } } })),
        (
            Mode::SolidusCalculators,
            json!({ "per": "order", "of": { "products": [2], "categories": [1] },
                "calculator": { "flexi_rate": { "first": "1", "additional": "0", "max_items": 3 } } }),
        ),
        (
            Mode::SolidusCalculators,
            json!({ "calculator": { "flat_percent_item_total": { "percent": "10" } } }),
        ),
        (
            Mode::SolidusCalculators,
            json!({ "calculator": { "percent_on_line_item": { "percent": "7.25" } } }),
        ),
        (
            Mode::SolidusCalculators,
            json!({ "calculator": { "tiered_flat_rate": { "base": "0", "tiers": [["10", "1.01"], ["5", "0.5"]] } } }),
        ),
        (
            Mode::SolidusCalculators,
            json!({ "calculator": { "tiered_percent": { "base": "5", "tiers": [["13", "10"]] } } }),
        ),
        (Mode::SaleorCalculators, json!({ "percent": "0.5" })),
        (Mode::SaleorCalculators, json!({ "percent": "20", "of": { "products": [1] } })),
    ] {
        assert!(stays(mode, &gives), "{mode:?} {gives}");
    }
}

#[test]
fn what_the_form_of_an_engine_cannot_say_is_not_put_into_it() {
    let percent = json!({ "method": "percent", "value": "5" });
    for (mode, gives) in [
        (Mode::Medusa221, json!({ "method": "percent", "value": "0.00001" })),
        (Mode::Medusa221, json!({ "method": "fixed", "value": "0.005" })),
        (
            Mode::Medusa221,
            json!({ "method": "percent", "value": "5",
                "conditions": [{ "field": "currency_code", "op": "in", "values": ["a,b"] }] }),
        ),
        (
            Mode::Medusa221,
            json!({ "method": "percent", "value": "5",
                "conditions": [{ "field": "currency_code", "op": "in", "values": [] }] }),
        ),
        (Mode::SaleorCalculators, json!({ "percent": "5", "of": { "except": [1] } })),
        (Mode::SaleorCalculators, json!({ "percent": "5", "of": { "products": [99] } })),
        (
            Mode::SolidusCalculators,
            json!({ "calculator": { "flexi_rate": { "first": "1", "additional": "1", "max_items": 2000000 } } }),
        ),
    ] {
        assert!(!stays(mode, &gives), "{mode:?} {gives}");
    }
    // Nor what no field of it shows, nor what is of another engine.
    for more in [json!({ "lane": 1 }), json!({ "priority": 1 }), json!({ "alone": true })] {
        assert_eq!(saved_in(Mode::Medusa221, Lang::En, &theirs(Mode::Medusa221, &percent, more)), None);
    }
    let other = theirs(Mode::Medusa221, &percent, json!({}));
    assert_eq!(saved_in(Mode::Vendure31, Lang::En, &other), None);
    assert_eq!(saved(Lang::En, &other), None);
    assert_eq!(saved_in(Mode::Medusa221, Lang::En, &promotion(json!({}))), None);
}
