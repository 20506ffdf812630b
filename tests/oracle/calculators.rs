//! Facts that Solidus and Saleor publish about their calculators.

use attar::Currency;
use attar::terms::compat::{Fine, saleor_calculators, solidus_calculators};
use serde_json::Value;

use super::{close, fine, need, numbers, shown};

/// Facts are written with at most nine decimals.
const NEAR: Fine = Fine(1_000);

pub fn agrees(case: &Value) -> Result<(), String> {
    let input = &case["input"];
    let mut ours = answer(case["kind"].as_str().unwrap_or_default(), input)?;
    let mut theirs = match &case["expected"] {
        Value::Array(_) => numbers(case, "expected", fine)?,
        one => vec![fine(one).ok_or("`expected` is not a number")?],
    };
    if input["order_irrelevant"] == Value::Bool(true) {
        ours.sort_unstable();
        theirs.sort_unstable();
    }
    let same = ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(a, b)| close(*a, *b, NEAR));
    let shown = |amounts: &[Fine]| amounts.iter().map(|a| shown(*a)).collect::<Vec<_>>().join(" ");
    if same { Ok(()) } else { Err(format!("it is {} and not {}", shown(&ours), shown(&theirs))) }
}

fn answer(kind: &str, input: &Value) -> Result<Vec<Fine>, String> {
    match kind {
        "distribute" => {
            let amounts = numbers(input, "line_amounts", fine)?;
            Ok(solidus_calculators::distribute(&amounts, need(input, "total")?, decimals(input)))
        }
        "percent_per_line_half_up" => {
            let prices = numbers(input, "unit_prices", fine)?;
            Ok(saleor_calculators::percent_per_line(&prices, need(input, "percent")?, decimals(input)))
        }
        _ => one(kind, input).map(|amount| vec![amount]),
    }
}

fn one(kind: &str, input: &Value) -> Result<Fine, String> {
    use solidus_calculators as solidus;
    let count = |field: &str| input[field].as_u64().and_then(|n| u32::try_from(n).ok());
    match kind {
        "first_plus_additional" => Ok(solidus::first_plus_additional(
            need(input, "first")?,
            need(input, "additional")?,
            count("max_items"),
            count("quantity").ok_or("`quantity` is not a whole number")?,
        )),
        _ if !input["tiers"].is_null() => tiered(kind, input),
        "flat_rate" => {
            Ok(solidus::flat_rate(need(input, "amount")?, rule_currency(input), order_currency(input)))
        }
        _ if input["percent"].is_null() => Err(format!("there is no calculator `{kind}`")),
        // Without a currency there is nothing to round to: the percentage of one line.
        _ if input["currency"].is_null() && input["minor_digits"].is_null() => {
            Ok(solidus::percent_on_line(need(input, "amount")?, need(input, "percent")?))
        }
        _ => Ok(solidus::percent_of_amount(need(input, "amount")?, need(input, "percent")?, decimals(input))),
    }
}

fn tiered(kind: &str, input: &Value) -> Result<Fine, String> {
    use solidus_calculators as solidus;
    let tiers = input["tiers"].as_object().ok_or("`tiers` is not an object")?;
    let tiers: Option<Vec<_>> = tiers.iter().map(|(from, v)| Some((from.parse().ok()?, fine(v)?))).collect();
    let tiers = tiers.ok_or("a tier is not a number")?;
    let base = fine(&input["base"]).or_else(|| fine(&input["base_percent"])).unwrap_or_default();
    let amount = need(input, "amount")?;
    let (rule, order) = (rule_currency(input), order_currency(input));
    if kind.contains("percent") {
        let total = fine(&input["item_total"]).or_else(|| fine(&input["order_total"])).unwrap_or(amount);
        let off = solidus::tiered_percent(base, &tiers, total, amount, decimals(input));
        return Ok(solidus::flat_rate(off, rule, order));
    }
    Ok(solidus::tiered_flat(base, &tiers, amount, rule, order))
}

fn rule_currency(input: &Value) -> &str {
    input["rule_currency"].as_str().or(input["currency"].as_str()).unwrap_or("USD")
}

fn order_currency(input: &Value) -> &str {
    input["order_currency"].as_str().or(input["currency"].as_str()).unwrap_or("USD")
}

/// Digits behind the point: as said, or those of the currency (ISO 4217).
fn decimals(input: &Value) -> u8 {
    if let Some(said) = input["minor_digits"].as_u64() {
        return said as u8;
    }
    match rule_currency(input) {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "XAF" | "XOF" => 0,
        "BHD" | "IQD" | "JOD" | "LYD" | "OMR" | "TND" => 3,
        known => known.parse().map_or(2, Currency::exponent),
    }
}
