//! Carts that Medusa priced.

use std::collections::{BTreeMap, BTreeSet};

use attar::terms::compat::medusa_2_21::{
    Allocation, Attribute, Attributes, Budget, Cart, Condition, Kind, Line, Method, On, Op, Outcome,
    Promotion, Reason, Shipping, Target, compute,
};
use attar::terms::compat::{Fine, fine::to_minor};
use serde_json::Value;

use super::{close, fine, list, need, shown};

/// 1e-6: what the recorded amounts are exact to.
const NEAR: Fine = Fine(1_000_000);

pub fn agrees(case: &Value) -> Result<(), String> {
    let promotions = list(case, "promotions").iter().map(promotion).collect::<Result<Vec<_>, _>>()?;
    let outcome = compute(&cart(case)?, &promotions).map_err(|error| error.to_string())?;
    let expected = &case["expected"];
    amounts_agree(&outcome, expected)?;
    rejections_agree(&outcome, expected)?;
    cents_sum(&outcome)
}

pub type Sums = BTreeMap<(On, String), Fine>;

fn amounts_agree(outcome: &Outcome, expected: &Value) -> Result<(), String> {
    let (mut ours, mut theirs) = (Sums::new(), Sums::new());
    for discount in &outcome.discounts {
        let sum = ours.entry((discount.on.clone(), discount.code.clone())).or_default();
        *sum = sum.plus(discount.amount);
    }
    for discount in list(expected, "discounts") {
        let on = match (discount["line"].as_str(), discount["shipping"].as_str()) {
            (Some(line), _) => On::Line(line.to_owned()),
            (None, id) => On::Shipping(id.unwrap_or_default().to_owned()),
        };
        let sum = theirs.entry((on, text(discount, "code"))).or_default();
        *sum = sum.plus(need(discount, "amount")?);
    }
    for key in ours.keys().chain(theirs.keys()) {
        let (our, their) = (of(&ours, key), of(&theirs, key));
        if !close(our, their, NEAR) {
            return Err(format!("{key:?} is {} and not {}", shown(our), shown(their)));
        }
    }
    let total = ours.values().fold(Fine::ZERO, |sum, amount| sum.plus(*amount));
    let wanted = need(expected, "discount_total")?;
    let sum_ok = close(total, wanted, NEAR);
    if sum_ok { Ok(()) } else { Err(format!("the total is {} and not {}", shown(total), shown(wanted))) }
}

fn of(sums: &Sums, key: &(On, String)) -> Fine {
    sums.get(key).copied().unwrap_or_default()
}

/// As sets: a promotion that stopped on two lines may be listed once or twice.
fn rejections_agree(outcome: &Outcome, expected: &Value) -> Result<(), String> {
    let ours: BTreeSet<_> = outcome.rejected.iter().map(|r| (r.code.clone(), r.reason)).collect();
    let theirs = list(expected, "rejected").iter().map(|r| Ok((text(r, "code"), reason(r)?)));
    let theirs = theirs.collect::<Result<BTreeSet<_>, String>>()?;
    if ours == theirs { Ok(()) } else { Err(format!("rejected are {ours:?} and not {theirs:?}")) }
}

fn reason(rejected: &Value) -> Result<Reason, String> {
    match rejected["reason"].as_str() {
        Some("budget_exceeded") => Ok(Reason::BudgetExceeded),
        // The promotion's own limit, whatever it is called.
        Some(reason) if reason.contains("limit") => Ok(Reason::LimitReached),
        other => Err(format!("there is no reason `{other:?}`")),
    }
}

/// Units of 1e-12 in a cent.
const CENT: i128 = 10_000_000_000;

/// Made into cents once, the shares sum to the rounded total, and none is a cent away from its amount.
fn cents_sum(outcome: &Outcome) -> Result<(), String> {
    let amounts: Vec<Fine> = outcome.discounts.iter().map(|discount| discount.amount).collect();
    let cents = to_minor(&amounts, 2).ok_or("the cents do not fit")?;
    let exact: i128 = amounts.iter().map(|amount| amount.0).sum();
    // Discounts are not negative: half up.
    let (sum, whole) = (cents.iter().copied().map(i128::from).sum::<i128>(), (exact + CENT / 2) / CENT);
    let near = |(cents, amount): (&i64, &Fine)| (i128::from(*cents) * CENT - amount.0).abs() < CENT;
    if sum == whole && cents.len() == amounts.len() && cents.iter().zip(&amounts).all(near) {
        Ok(())
    } else {
        Err(format!("the shares {cents:?} are not {whole} cents"))
    }
}

pub fn cart(case: &Value) -> Result<Cart, String> {
    let cart = &case["cart"];
    Ok(Cart {
        currency: text(case, "currency"),
        lines: list(cart, "lines").iter().map(line).collect::<Result<_, _>>()?,
        shipping: list(cart, "shipping").iter().map(shipping).collect::<Result<_, _>>()?,
        attributes: attributes(&cart["attrs"]),
    })
}

fn line(value: &Value) -> Result<Line, String> {
    Ok(Line {
        id: text(value, "id"),
        quantity: count(&value["qty"]).ok_or("a line needs `qty`")?,
        subtotal: need(value, "subtotal")?,
        gross: fine(&value["gross_total"]),
        discountable: value["discountable"].as_bool().unwrap_or(true),
        attributes: attributes(&value["attrs"]),
    })
}

fn shipping(value: &Value) -> Result<Shipping, String> {
    let amount = fine(&value["amount"]).unwrap_or_default();
    Ok(Shipping { id: text(value, "id"), amount, attributes: attributes(&value["attrs"]) })
}

pub fn promotion(value: &Value) -> Result<Promotion, String> {
    Ok(Promotion {
        code: text(value, "code"),
        kind: kind(value)?,
        target: match value["target"].as_str() {
            Some("items") | None => Target::Items,
            Some("order") => Target::Order,
            Some("shipping" | "shipping_methods") => Target::Shipping,
            Some(other) => return Err(format!("there is no target `{other}`")),
        },
        method: match value["method"].as_str() {
            Some("percent" | "percentage") => Method::Percent,
            Some("fixed") => Method::Fixed,
            other => return Err(format!("there is no method `{other:?}`")),
        },
        value: fine(&value["value"]).unwrap_or_default(),
        allocation: match value["allocation"].as_str() {
            Some("each") => Some(Allocation::Each),
            Some("across") => Some(Allocation::Across),
            Some("once") => Some(Allocation::Once),
            None if value["allocation"].is_null() => None,
            _ => return Err(format!("there is no allocation `{}`", value["allocation"])),
        },
        max_quantity: count(&value["max_qty"]),
        tax_inclusive: value["tax_inclusive"].as_bool().unwrap_or(false),
        currency: value["currency"].as_str().map(str::to_owned),
        conditions: conditions(&value["conditions"])?,
        target_conditions: conditions(&value["target_conditions"])?,
        budget: budget(&value["budget"])?,
        usage: value["usage"]["limit"]
            .as_u64()
            .map(|limit| (limit, value["usage"]["used"].as_u64().unwrap_or(0))),
    })
}

fn kind(value: &Value) -> Result<Kind, String> {
    match value["kind"].as_str() {
        Some("standard") | None => Ok(Kind::Standard),
        Some("buy_get" | "buyget") => Ok(Kind::BuyGet {
            buy_conditions: conditions(&value["buy"]["conditions"])?,
            buy_quantity: count(&value["buy"]["min_qty"]).unwrap_or(0),
            get_quantity: count(&value["get_qty"]).unwrap_or(0),
        }),
        Some(other) => Err(format!("there is no kind `{other}`")),
    }
}

fn budget(value: &Value) -> Result<Option<Budget>, String> {
    Ok(Some(match value["type"].as_str() {
        None if value["type"].is_null() => return Ok(None),
        Some("spend") => {
            Budget::Spend { limit: fine(&value["limit"]), used: fine(&value["used"]).unwrap_or_default() }
        }
        Some("usage") => {
            Budget::Usage { limit: value["limit"].as_u64(), used: value["used"].as_u64().unwrap_or(0) }
        }
        _ => return Err(format!("there is no budget `{}`", value["type"])),
    }))
}

fn conditions(value: &Value) -> Result<Vec<Condition>, String> {
    value.as_array().map_or(&[][..], Vec::as_slice).iter().map(condition).collect()
}

fn condition(value: &Value) -> Result<Condition, String> {
    let op = match value["op"].as_str() {
        Some("eq") => Op::Eq,
        Some("ne") => Op::Ne,
        Some("in") => Op::In,
        Some("gt") => Op::Gt,
        Some("gte") => Op::Gte,
        Some("lt") => Op::Lt,
        Some("lte") => Op::Lte,
        other => return Err(format!("there is no operator `{other:?}`")),
    };
    let values = match &value["values"] {
        Value::Array(values) => values.iter().map(scalar).collect(),
        Value::Null => Vec::new(),
        one => vec![scalar(one)],
    };
    Ok(Condition { field: text(value, "field"), op, values })
}

/// Objects inside become paths: `{"product": {"id": "p"}}` is `product.id`.
fn attributes(value: &Value) -> Attributes {
    let mut found = Attributes::new();
    if let Value::Object(fields) = value {
        for (name, value) in fields {
            collect(name, value, &mut found);
        }
    }
    found
}

fn collect(path: &str, value: &Value, found: &mut Attributes) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                collect(&format!("{path}.{name}"), value, found);
            }
        }
        Value::Array(values) if values.iter().any(Value::is_object) => {
            for value in values {
                let mut inner = Attributes::new();
                collect(path, value, &mut inner);
                for (path, value) in inner.iter() {
                    let mut all = found.get(path).cloned().unwrap_or(Attribute::Many(Vec::new()));
                    gather(&mut all, value.clone());
                    found.insert(path.to_owned(), all);
                }
            }
        }
        Value::Array(values) => {
            found.insert(path.to_owned(), Attribute::Many(values.iter().map(scalar).collect()));
        }
        one => {
            found.insert(path.to_owned(), Attribute::One(scalar(one)));
        }
    }
}

fn gather(all: &mut Attribute, value: Attribute) {
    if let Attribute::Many(values) = all {
        match value {
            Attribute::One(value) => values.push(value),
            Attribute::Many(more) => values.extend(more),
        }
    }
}

/// As JavaScript writes a value: `5.0` is `5`.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

fn count(value: &Value) -> Option<u32> {
    let whole = value.as_u64().or_else(|| value.as_f64().filter(|f| *f >= 0.0).map(|f| f as u64));
    whole.and_then(|n| u32::try_from(n).ok())
}
