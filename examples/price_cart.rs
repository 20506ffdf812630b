//! On what terms? Reads terms and a cart as JSON and prints the receipt: from the public price to
//! the total, and for every promotion why it acts or what is missing.
//!
//! `price_cart [TERMS.json CART.json]`; the form of terms is `core/schema/terms.json`, a cart is
//! `attar::terms::basket::Cart`.

use std::fs::read_to_string;
use std::process::ExitCode;

use attar::money::Money;
use attar::terms::basket::Cart;
use attar::terms::receipt::{Receipt, What};
use attar::terms::till::Till;
use attar::text::Lang;
use attar::written::read;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let (terms, cart) = match files.as_slice() {
        [terms, cart] => (read_to_string(terms)?, read_to_string(cart)?),
        [] => (include_str!("data/terms.json").to_owned(), include_str!("data/cart.json").to_owned()),
        _ => return Err("give the files of terms and cart, or none".into()),
    };
    let till = Till::open(read(terms.as_bytes()).map_err(|why| format!("terms: {why}"))?);
    for warning in till.warnings() {
        println!("{warning}");
    }
    let cart: Cart = read(cart.as_bytes()).map_err(|why| format!("cart: {why}"))?;
    print(&till, &till.price(&cart)?);
    Ok(())
}

fn print(till: &Till, receipt: &Receipt) {
    let money = |minor| Money::new(minor, receipt.currency).to_string();
    let name = |id| till.terms().promotions.iter().find(|p| p.id == id).map_or("", |p| p.name.as_str());
    for step in &receipt.steps {
        let of = match step.what {
            What::Promotion(id) | What::Held(id, _) => format!(" `{}`", name(id)),
            What::Tax(rate) => format!(" {} %", f64::from(rate.0) / 100.0),
            _ => String::new(),
        };
        let product = step.product.map_or(String::new(), |product| format!("product {product}"));
        println!("{product:<10} {:>14}  {}{of}", money(step.minor), step.what.word(Lang::En));
    }
    println!("{:<10} {:>14}", "total", receipt.paid().to_string());
    for tax in &receipt.taxes {
        println!("  with {} tax at {} %", money(tax.tax), f64::from(tax.rate.0) / 100.0);
    }
    for verdict in &receipt.verdicts {
        match (verdict.gives, verdict.why_not, &verdict.change) {
            (Some(gives), ..) => println!("`{}` gives {}", name(verdict.promotion), money(gives)),
            (None, Some(why), Some(change)) if !change.is_empty() => {
                println!("`{}` does not act: {why:?}; would need {change:?}", name(verdict.promotion));
            }
            (None, Some(why), _) => println!("`{}` does not act: {why:?}", name(verdict.promotion)),
            (None, None, _) => {}
        }
    }
}
