//! Conditions over what is known of a cart, a line or a shipping method.

use std::borrow::Cow;

use super::super::Fine;
use super::{Attribute, Attributes, Cart, Condition, Line, Op, Shipping};

type Found<'a> = Vec<Option<Cow<'a, str>>>;

/// Whether a cart fits all conditions.
pub(super) fn cart_fits(conditions: &[Condition], cart: &Cart) -> bool {
    conditions.iter().all(|condition| holds(condition, &in_cart(&condition.field, cart)))
}

/// Whether a line fits all conditions.
pub(super) fn line_fits(conditions: &[Condition], line: &Line) -> bool {
    let found = |field: &str| in_line(&without(field, "items."), line);
    conditions.iter().all(|condition| holds(condition, &found(&condition.field)))
}

/// Whether a shipping method fits all conditions.
pub(super) fn shipping_fits(conditions: &[Condition], method: &Shipping) -> bool {
    let found = |field: &str| in_shipping(&without(field, "shipping_methods."), method);
    conditions.iter().all(|condition| holds(condition, &found(&condition.field)))
}

/// A field without the first of such parts, wherever it stands.
fn without<'a>(field: &'a str, part: &str) -> Cow<'a, str> {
    let found = field.as_bytes().windows(part.len()).position(|bytes| bytes == part.as_bytes());
    let sides = found.and_then(|at| Some((field.get(..at)?, field.get(at.saturating_add(part.len())..)?)));
    sides.map_or(Cow::Borrowed(field), |(before, behind)| Cow::Owned([before, behind].concat()))
}

/// A cart condition may reach into its lines and methods: every one of them then gives a value.
fn in_cart<'a>(field: &str, cart: &'a Cart) -> Found<'a> {
    if let Some(found) = attribute(field, &cart.attributes) {
        found
    } else if let Some(rest) = field.strip_prefix("items.") {
        cart.lines.iter().flat_map(|line| in_line(rest, line)).collect()
    } else if let Some(rest) = field.strip_prefix("shipping_methods.") {
        cart.shipping.iter().flat_map(|method| in_shipping(rest, method)).collect()
    } else {
        vec![(field == "currency_code").then_some(Cow::Borrowed(cart.currency.as_str()))]
    }
}

fn in_line<'a>(field: &str, line: &'a Line) -> Found<'a> {
    attribute(field, &line.attributes).unwrap_or_else(|| {
        vec![match field {
            "id" => Some(Cow::Borrowed(line.id.as_str())),
            "quantity" => Some(Cow::Owned(line.quantity.to_string())),
            "subtotal" => Some(Cow::Owned(line.subtotal.to_string())),
            "original_total" => Some(Cow::Owned(line.gross.unwrap_or(line.subtotal).to_string())),
            "is_discountable" => Some(Cow::Borrowed(if line.discountable { "true" } else { "false" })),
            _ => None,
        }]
    })
}

fn in_shipping<'a>(field: &str, method: &'a Shipping) -> Found<'a> {
    attribute(field, &method.attributes).unwrap_or_else(|| {
        vec![match field {
            "id" => Some(Cow::Borrowed(method.id.as_str())),
            "subtotal" => Some(Cow::Owned(method.amount.to_string())),
            _ => None,
        }]
    })
}

/// The attribute of that path. A path that goes on behind a single value ends at that value.
fn attribute<'a>(field: &str, attributes: &'a Attributes) -> Option<Found<'a>> {
    let mut path = field;
    loop {
        match attributes.get(path) {
            Some(Attribute::One(value)) => return Some(vec![Some(Cow::Borrowed(value.as_str()))]),
            Some(Attribute::Many(values)) if path == field => {
                return Some(values.iter().map(|v| Some(Cow::Borrowed(v.as_str()))).collect());
            }
            Some(Attribute::Many(values)) => return Some(vec![None; values.len()]),
            None => path = path.rsplit_once('.')?.0,
        }
    }
}

fn holds(condition: &Condition, found: &Found<'_>) -> bool {
    if condition.field.is_empty() || condition.values.is_empty() {
        return false;
    }
    if found.is_empty() {
        return condition.op == Op::Ne;
    }
    let listed = |value: &Option<Cow<'_, str>>| {
        // A missing value reads `undefined` over there.
        let text = value.as_deref().unwrap_or("undefined");
        condition.values.iter().any(|v| v == text)
    };
    match condition.op {
        Op::Eq => found.iter().all(listed),
        Op::In => found.iter().any(listed),
        Op::Ne => !found.iter().any(listed),
        Op::Gt => compare(condition, found, |a, b| a > b),
        Op::Gte => compare(condition, found, |a, b| a >= b),
        Op::Lt => compare(condition, found, |a, b| a < b),
        Op::Lte => compare(condition, found, |a, b| a <= b),
    }
}

fn compare(condition: &Condition, found: &Found<'_>, by: impl Fn(Fine, Fine) -> bool) -> bool {
    let bounds: Vec<Fine> = condition.values.iter().filter_map(|value| value.parse().ok()).collect();
    found.iter().all(|value| {
        let number = value.as_deref().map_or(Ok(Fine::ZERO), str::parse);
        number.is_ok_and(|number| bounds.iter().any(|bound| by(number, *bound)))
    })
}
