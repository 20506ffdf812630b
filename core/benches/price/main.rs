//! What a price costs on this machine: full carts of 20 lines under 100 promotions, and a shop of 10,000.
//!
//! `cargo bench -p attar --bench price` takes some ten seconds. Its last line is one JSON object of numbers with the unit
//! in the name.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::disallowed_types,
    reason = "a bench counts and reads the clock"
)]
#![allow(missing_docs, clippy::float_arithmetic, reason = "a bench")]

#[path = "../../tests/pricing/market.rs"]
mod market;
#[path = "../../tests/pricing/random.rs"]
mod random;

use std::hint::black_box;
use std::time::Instant;

use attar::terms::basket::Cart;
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
    let mut note = |name: &str, micros: f64| {
        figures.insert(name.to_owned(), Value::from((micros * 1_000.0).round() / 1_000.0));
    };
    let asked = |name: &str| std::env::var("ATTAR_PRICE_ONLY").is_ok_and(|only| only != name);
    if !asked("20x100") {
        note("price_20x100_us", median(&shops(Size::CART, Mode::Sequential), 21));
    }
    if !asked("best") {
        note("price_20x100_best_us", median(&shops(Size::CART, Mode::BestForShopper), 3));
    }
    if !asked("10000") {
        note("price_10000_promotions_us", median(&shops(Size::SHOP, Mode::Sequential)[..1], 21));
    }
    println!("{}", Value::Object(figures));
}

fn shops(size: Size, mode: Mode) -> Vec<(Till, Vec<Cart>)> {
    let shop = |seed| {
        let mut random = Random(seed);
        let till = Till::open(Terms { mode, ..market::terms(&mut random, &size) });
        (till, (0..CARTS).map(|_| market::cart(&mut random, &size)).collect())
    };
    (0..SHOPS).map(shop).collect()
}

/// The median over all carts of what each takes at best of so many times.
fn median(shops: &[(Till, Vec<Cart>)], rounds: u32) -> f64 {
    let mut micros: Vec<f64> = Vec::new();
    for (till, carts) in shops {
        for cart in carts {
            let mut times: Vec<f64> = Vec::new();
            for _ in 0..rounds {
                let began = Instant::now();
                black_box(black_box(till).price(black_box(cart)).expect("a price"));
                times.push(began.elapsed().as_secs_f64() * 1e6);
            }
            times.sort_by(f64::total_cmp);
            micros.push(times[times.len() / 2]);
        }
    }
    micros.sort_by(f64::total_cmp);
    micros[micros.len() / 2]
}
