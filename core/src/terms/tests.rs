//! The laws of pricing, each on a small shop and on random ones.
#![allow(clippy::arithmetic_side_effects, reason = "numbers of tests are small")]

mod carts;
mod changes;
mod close;
mod compat;
mod drafts;
mod findings;
mod history;
mod laws;
mod lists;
mod many;
mod offers;
mod parts;
mod past;
mod plain;
mod publishing;
mod quick;
mod random;
mod schema;
mod waits;

use crate::terms::basket::Cart;
use crate::terms::receipt::Receipt;
use crate::terms::till::{Terms, Till};

/// Three products: 10.00 at 20 % tax, 4.00 and 1.00; members of `vip` pay 9.00 for the first.
fn terms(rest: &str) -> Terms {
    let text = format!(
        r#"{{"items": [
            {{"product": 1, "category": 7, "tax": 2000, "cost": 600}},
            {{"product": 2, "category": 8, "tax": 500, "floor": 350}},
            {{"product": 3, "category": 8}}],
          "price_lists": [
            {{"id": 0, "currency": "USD", "prices": [
                {{"product": 1, "minor": 1000}}, {{"product": 2, "minor": 400}}, {{"product": 3, "minor": 100}},
                {{"product": 3, "from_units": 10, "minor": 85}}]}},
            {{"id": 1, "currency": "USD", "groups": ["vip"], "prices": [{{"product": 1, "minor": 900}}]}},
            {{"id": 2, "currency": "USD", "groups": ["staff"], "prices": [{{"product": 1, "minor": 700}}]}}]
          {rest} }}"#
    );
    serde_json::from_str(&text).expect("the terms are JSON")
}

fn till(promotions: &str) -> Till {
    Till::open(terms(&format!(r#", "promotions": [{promotions}]"#)))
}

fn cart(lines: &[(u32, u32)]) -> Cart {
    let lines: Vec<String> =
        lines.iter().map(|(product, n)| format!(r#"{{"product": {product}, "quantity": {n}}}"#)).collect();
    let text = format!(r#"{{"currency": "USD", "at": 0, "lines": [{}]}}"#, lines.join(","));
    serde_json::from_str(&text).expect("the cart is JSON")
}

/// What each line comes to.
fn totals(receipt: &Receipt) -> Vec<i64> {
    receipt.lines.iter().map(|line| line.total).collect()
}
