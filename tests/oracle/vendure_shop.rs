//! The orders that Vendure totalled, in a shop of our own.

use attar::terms::compat::Fine;
use attar::terms::compat::vendure_3_1::{Method, Order, Promotion, Target, total};
use serde_json::{Value, json};

use super::shop::{InShop, Line, Off, off, same};
use super::{list, vendure};

/// Whether a shop comes to the same; nothing, if the order cannot be said in one.
pub fn agrees(case: &Value) -> Option<Result<(), String>> {
    let lines: Vec<_> = list(case, "lines").iter().map(vendure::line).collect::<Result<_, _>>().ok()?;
    let theirs: Vec<Promotion> =
        list(case, "promotions").iter().map(vendure::promotion).collect::<Result<_, _>>().ok()?;
    let included = case["prices_include_tax"].as_bool().unwrap_or(false);
    let shop = InShop {
        mode: "vendure_3_1",
        tax_included: included,
        lines: lines
            .iter()
            .map(|line| {
                let tax = line.tax_rate.ratio(100, Fine::ONE.0).0;
                // A shop's rates are whole hundredths of a percent.
                let is_whole = line.tax_rate.times(100) == Fine::ONE.times(i64::try_from(tax).ok()?);
                is_whole.then_some(())?;
                Some(Line {
                    minor: line.unit_price,
                    quantity: line.quantity,
                    tax: tax.try_into().ok()?,
                    category: 0,
                })
            })
            .collect::<Option<_>>()?,
        shipping: 0,
        promotions: theirs
            .iter()
            .enumerate()
            .map(|(n, one)| InShop::promotion(n, &gives(one), json!({})))
            .collect(),
        budgets: Vec::new(),
        groups: Vec::new(),
    };
    let order = Order { prices_include_tax: included, lines };
    Some(comes_to_the_same(&shop, &order, &theirs, &case["expected"]))
}

fn gives(one: &Promotion) -> Value {
    let target = if one.target == Target::Items { "items" } else { "order" };
    let method = match one.method {
        Method::Percent(rate) => json!({ "percent": rate }),
        Method::Fixed(minor) => json!({ "fixed": minor }),
    };
    json!({ "vendure_3_1": { "target": target, "method": method, "minimum": one.minimum } })
}

fn comes_to_the_same(
    shop: &InShop,
    order: &Order,
    theirs: &[Promotion],
    expected: &Value,
) -> Result<(), String> {
    let receipt = shop.receipt(0)?;
    let totals = total(order, theirs).map_err(|error| error.to_string())?;
    let mut wanted = Off::new();
    for (product, line) in (1..).zip(&totals.lines) {
        for (n, minor) in &line.by {
            *wanted.entry((Some(product), *n as u32 + 1)).or_default() += minor;
        }
    }
    same(&off(&receipt), &wanted)?;
    if json!(receipt.total) != expected["total_with_tax"] {
        return Err(format!("the total is {} and not {}", receipt.total, expected["total_with_tax"]));
    }
    for (line, theirs) in receipt.lines.iter().zip(list(expected, "lines")) {
        let listed = if shop.tax_included { "prorated_line_gross" } else { "prorated_line_net" };
        let tax = theirs["prorated_line_gross"].as_i64().zip(theirs["prorated_line_net"].as_i64());
        if json!(line.total) != theirs[listed] || Some(line.tax) != tax.map(|(gross, net)| gross - net) {
            return Err(format!("product `{}` is {} and {} of tax", line.product, line.total, line.tax));
        }
    }
    shop.floors_hold()
}
