//! What would it cost me? A draft of terms is run over a grocer's year of real baskets, beside the terms in force:
//! whom it reaches, what it takes off, what is left, month by month; and what cannot be meant is said first. What begins later is tried as if
//! it had begun, what needs a code as if everyone had it.
//!
//! `cargo run --release --example replay_promotion [-- TERMS.json]`; the form of terms is `core/schema/terms.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use attar::shop::Shop;
use attar::terms::lint::{lint, lists};
use attar::terms::promotion::PromotionId;
use attar::terms::replay::{Replay, Sale, Side, Sums, as_if_begun, as_if_coded};
use attar::written::read;
use attar::{Command, Money, ProductId, ShopperId, Timestamp};
use attar_server::demo::{History, shop_draft};
use attar_server::seed;

/// The year ends in the week before this moment.
const NOW: Timestamp = Timestamp(1_795_000_000_000);

fn main() -> Result<(), Box<dyn Error>> {
    let draft = match std::env::args().nth(1) {
        Some(file) => std::fs::read_to_string(file)?,
        None => include_str!("data/draft_terms.json").to_owned(),
    };
    let before = Shop::check(shop_draft(&seed::load()?, History::until(NOW, Some(0))?.shift()))?;
    let mut with_draft = before.draft().clone();
    let draft = read(draft.as_bytes()).map_err(|why| format!("terms: {why}"))?;
    let (open, coded) = as_if_coded(&draft, &before.draft().terms);
    let (begun, later) = as_if_begun(&open, NOW);
    with_draft.terms = begun;
    let after = Shop::check(with_draft)?;
    for warning in after.warnings() {
        println!("{warning}");
    }
    for finding in lint(&after, NOW) {
        println!("{finding}");
    }
    for finding in lists::lint(&after) {
        println!("{finding}");
    }
    for id in later {
        println!("promotion `{}` begins later: replayed as if it had begun", id.0);
    }
    for id in coded {
        println!("promotion `{}` needs a code: replayed as if everyone had it, at most so much", id.0);
    }
    let replay = year(&before, &after)?;
    print(&replay, &after);
    Ok(())
}

fn year<'a>(before: &'a Shop, after: &'a Shop) -> Result<Replay<'a>, Box<dyn Error>> {
    let mut replay = Replay::new(before, after);
    let mut groups = BTreeMap::<ShopperId, BTreeSet<String>>::new();
    for happenings in History::until(NOW, None)? {
        for happening in happenings? {
            match happening.command {
                Command::AddToGroup { shopper, group } => {
                    groups.entry(shopper).or_default().insert(group);
                }
                Command::RecordSale { shopper: who, lines, .. } => {
                    let mut units = BTreeMap::<ProductId, u32>::new();
                    lines.iter().for_each(|line| *units.entry(line.product).or_default() += line.quantity);
                    let lines: Vec<(ProductId, u32)> = units.into_iter().collect();
                    let own: Vec<&str> = groups.get(&who).into_iter().flatten().map(String::as_str).collect();
                    // Every household of the data holds the card.
                    let at = happening.at;
                    replay.sell(&Sale { who, at, channel: "pos", card: true, groups: &own, lines: &lines });
                }
                _ => {}
            }
        }
    }
    Ok(replay)
}

fn print(replay: &Replay<'_>, after: &Shop) {
    let money = |minor| Money::new(minor, after.public().currency).to_string();
    let (was, now) = (replay.before.sums, replay.after.sums);
    println!(
        "\n{} baskets; {} cheaper, {} dearer, {} left out",
        now.carts, replay.cheaper, replay.dearer, replay.left_out
    );
    println!("{:<24}{:>20}{:>20}{:>18}", "", "in force", "draft", "difference");
    for (name, of) in [
        ("paid", (|sums| sums.paid) as fn(&Sums) -> i64),
        ("given", |sums| sums.given),
        ("left after cost", |sums| sums.margin),
    ] {
        let (was, now) = (of(&was), of(&now));
        println!("{name:<24}{:>20}{:>20}{:>18}", money(was), money(now), money(now - was));
    }
    println!(
        "{:<24}{:>20}{:>20}",
        "households reached",
        replay.before.shoppers_reached(),
        replay.after.shoppers_reached()
    );
    println!("\n{:<34}{:>10}{:>12}{:>18}", "promotion", "baskets", "households", "given");
    for promotion in &after.terms().promotions {
        let did = replay.after.promotions.get(&promotion.id).copied().unwrap_or_default();
        println!("{:<34}{:>10}{:>12}{:>18}", promotion.name, did.carts, did.shoppers, money(did.minor));
    }
    println!("\ngiven by month");
    let months = months(&replay.after);
    let most = months.values().copied().max().unwrap_or(0).max(1);
    for ((year, month), minor) in &months {
        let bar = "█".repeat(usize::try_from(minor * 40 / most).unwrap_or(0));
        println!("{year}-{month:02} {:>16} {bar}", money(*minor));
    }
    let unused = |id: &PromotionId| !replay.after.promotions.contains_key(id);
    let idle = after.terms().promotions.iter().map(|promotion| promotion.id).filter(unused).count();
    println!("\n{idle} of the draft's promotions never acted");
}

fn months(side: &Side<'_>) -> BTreeMap<(i32, u8), i64> {
    let mut months = BTreeMap::new();
    for (monday, sums) in &side.weeks {
        let (year, month, _) = monday.year_month_day();
        *months.entry((year, month)).or_default() += sums.given;
    }
    months
}
