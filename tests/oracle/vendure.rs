//! Orders that Vendure totalled, and amounts that it prorated.

use std::collections::BTreeMap;

use attar::terms::compat::vendure_3_1::{Line, LineTotals, Method, Order, Promotion, Target, prorate, total};
use serde_json::{Value, json};

use super::{list, need, numbers};

pub fn order_agrees(case: &Value) -> Result<(), String> {
    let order = Order {
        prices_include_tax: case["prices_include_tax"].as_bool().unwrap_or(false),
        lines: list(case, "lines").iter().map(line).collect::<Result<_, _>>()?,
    };
    let promotions = list(case, "promotions").iter().map(promotion).collect::<Result<Vec<_>, _>>()?;
    let totals = total(&order, &promotions).map_err(|error| error.to_string())?;
    let expected = &case["expected"];
    same("subtotal", &json!(totals.net), &expected["subtotal"])?;
    same("subtotal_with_tax", &json!(totals.gross), &expected["subtotal_with_tax"])?;
    // These orders are not sent anywhere: the total is the subtotal.
    same("total", &json!(totals.net), &expected["total"])?;
    same("total_with_tax", &json!(totals.gross), &expected["total_with_tax"])?;
    let lines: Vec<Value> = totals.lines.iter().map(line_json).collect();
    same("lines", &json!(lines), &expected["lines"])?;
    let ours = totals.discounts.iter().map(|d| (d.code.clone(), (d.net, d.gross))).collect::<Discounts>();
    let theirs: Discounts = list(expected, "discounts").iter().map(discount).collect();
    if ours == theirs { Ok(()) } else { Err(format!("discounts are {ours:?} and not {theirs:?}")) }
}

type Discounts = BTreeMap<String, (i64, i64)>;

fn discount(value: &Value) -> (String, (i64, i64)) {
    let amount = |field: &str| value[field].as_i64().unwrap_or(i64::MAX);
    let code = value["code"].as_str().unwrap_or_default().to_owned();
    (code, (amount("amount_net"), amount("amount_gross")))
}

fn same(what: &str, ours: &Value, theirs: &Value) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{what} is {ours} and not {theirs}")) }
}

fn line_json(line: &LineTotals) -> Value {
    json!({
        "prorated_line_net": line.prorated_net,
        "prorated_line_gross": line.prorated_gross,
        "discounted_line_net": line.discounted_net,
        "discounted_line_gross": line.discounted_gross,
        "line_tax": line.tax,
    })
}

pub fn line(value: &Value) -> Result<Line, String> {
    Ok(Line {
        unit_price: value["unit_price_minor"].as_i64().ok_or("a line needs `unit_price_minor`")?,
        quantity: value["qty"].as_u64().and_then(|n| u32::try_from(n).ok()).ok_or("a line needs `qty`")?,
        tax_rate: need(value, "tax_rate")?,
    })
}

pub fn promotion(value: &Value) -> Result<Promotion, String> {
    Ok(Promotion {
        code: value["code"].as_str().unwrap_or_default().to_owned(),
        target: match value["target"].as_str() {
            Some("items" | "item") => Target::Items,
            Some("order") => Target::Order,
            other => return Err(format!("there is no target `{other:?}`")),
        },
        method: match value["method"].as_str() {
            Some("percent") => Method::Percent(need(value, "value")?),
            Some("fixed") => Method::Fixed(value["value"].as_i64().ok_or("`value` is not a whole number")?),
            other => return Err(format!("there is no method `{other:?}`")),
        },
        minimum: value["min_total"].as_i64(),
    })
}

pub fn proration_agrees(case: &Value) -> Result<(), String> {
    let numbers = |field: &str| numbers(case, field, Value::as_i64);
    let shares =
        prorate(&numbers("weights")?, case["total"].as_i64().ok_or("`total` is not a whole number")?);
    let expected = numbers("expected")?;
    if shares == expected { Ok(()) } else { Err(format!("shares are {shares:?} and not {expected:?}")) }
}
