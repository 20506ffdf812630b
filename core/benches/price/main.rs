//! What a price costs on this machine: full carts of 20 lines under 100 promotions, and a shop of 10,000; and what a
//! balance of points does.
//!
//! `cargo bench -p attar --bench price` takes some ten seconds. Its last line is one JSON object of numbers with the unit
//! in the name.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::disallowed_types,
    reason = "a bench counts and reads the clock"
)]
#![allow(missing_docs, clippy::float_arithmetic, reason = "a bench")]

#[allow(dead_code, reason = "the laws use the rest")]
#[path = "../../tests/pricing/market.rs"]
mod market;
mod page;
mod points;
mod publishing;
#[allow(dead_code, reason = "the laws use the rest")]
#[path = "../../tests/pricing/random.rs"]
mod random;
mod shop;

use std::hint::black_box;
use std::time::Instant;

use attar::terms::basket::{Cart, CartError};
use attar::terms::receipt::Receipt;
use attar::terms::till::{Mode, Terms, Till};
use serde_json::{Map, Value};

use market::Size;
use random::Random;

/// Shops, and carts in each.
const SHOPS: u64 = 16;
const CARTS: u64 = 16;

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    let mut figures = Map::new();
    let mut note = |name: &str, value: f64| {
        figures.insert(name.to_owned(), Value::from((value * 1_000.0).round() / 1_000.0));
    };
    let price = |till: &Till, cart: &Cart| till.price(cart);
    let quote = |till: &Till, cart: &Cart| till.quote(cart);
    note("price_20x100_us", median(&shops(SHOPS, Size::CART, Mode::Sequential), 101, price));
    note("price_20x100_best_us", median(&shops(SHOPS, Size::CART, Mode::BestForShopper), 11, price));
    let large = shops(1, Size::SHOP, Mode::Sequential);
    note("price_10000_promotions_us", median(&large, 101, quote));
    // With a verdict for each of them.
    note("price_10000_promotions_all_us", median(&large, 5, price));
    note("quote_10000_promotions_us", shop::quote_micros());
    note("loyalty_10000_entries_us", points::micros());
    note("republish_18000_products_ms", publishing::millis());
    page::measure(&mut figures);
    println!("{}", Value::Object(figures));
}

fn shops(count: u64, size: Size, mode: Mode) -> Vec<(Till, Vec<Cart>)> {
    let shop = |seed| {
        let mut random = Random(seed);
        let till = Till::open(Terms { mode, ..market::terms(&mut random, &size) });
        (till, (0..CARTS).map(|_| market::cart(&mut random, &size)).collect())
    };
    (0..count).map(shop).collect()
}

/// The median over all carts of the median time of each.
fn median(
    shops: &[(Till, Vec<Cart>)],
    rounds: u32,
    price: impl Fn(&Till, &Cart) -> Result<Receipt, CartError>,
) -> f64 {
    let carts = shops.iter().flat_map(|(till, carts)| carts.iter().map(move |cart| (till, cart)));
    middle(carts.map(|(till, cart)| middle((0..rounds).map(|_| timed(|| price(till, cart))))))
}

fn timed(price: impl Fn() -> Result<Receipt, CartError>) -> f64 {
    let began = Instant::now();
    let receipt = black_box(price());
    let micros = began.elapsed().as_secs_f64() * 1e6;
    receipt.expect("a price");
    micros
}

fn middle(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
