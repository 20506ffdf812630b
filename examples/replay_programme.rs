//! What would points cost me? A loyalty programme is run over a grocer's year of real baskets before it is published:
//! what it gives, what it owes, who is of which tier; and what can hardly be meant is said first.
//!
//! `cargo run --release --example replay_programme [-- PROGRAMME.json]`; the form is `core/schema/loyalty.json`. With
//! `--csv` the weeks are printed as a table for a spreadsheet.

use std::error::Error;

use attar::shop::Shop;
use attar::terms::loyalty::lint::lint;
use attar::terms::loyalty::replay::{Purchase, Replay, Spending, moves};
use attar::terms::loyalty::{Bought, Programme};
use attar::written::read;
use attar::{Command, Money, Timestamp};
use attar_server::demo::{History, shop_draft};
use attar_server::seed;

/// The year ends in the week before this moment.
const NOW: Timestamp = Timestamp(1_795_000_000_000);

fn main() -> Result<(), Box<dyn Error>> {
    let (csv, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg == "--csv");
    let mut draft = shop_draft(&seed::load()?, History::until(NOW, Some(0))?.shift());
    let in_force = draft.loyalty.clone();
    if let Some(file) = files.first() {
        let text = std::fs::read(file).map_err(|why| format!("`{file}`: {why}"))?;
        draft.loyalty = Some(read(&text).map_err(|why| format!("programme: {why}"))?);
    }
    let shop = Shop::check(draft)?;
    let programme = shop.public().loyalty().ok_or("the shop has no loyalty programme")?;
    let never = year(&shop, programme, Spending::Never)?;
    if !csv.is_empty() {
        weeks(&never);
        return Ok(());
    }
    shop.warnings().iter().for_each(|warning| println!("{warning}"));
    lint(&shop, NOW).iter().for_each(|finding| println!("{finding}"));
    print(&shop, [&never, &year(&shop, programme, Spending::AtOnce)?]);
    if let Some(in_force) = in_force.filter(|in_force| in_force != programme) {
        told(programme, &moves(&year(&shop, &in_force, Spending::Never)?, &never));
    }
    Ok(())
}

fn year<'a>(shop: &'a Shop, of: &'a Programme, spending: Spending) -> Result<Replay<'a>, Box<dyn Error>> {
    let public = shop.public();
    let mut replay = Replay::new(of, (&public.zone, public.currency), spending);
    for happening in History::until(NOW, None)?.collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
        if let Command::RecordSale { shopper: who, lines, .. } = happening.command {
            let category =
                |product| public.product(product).map_or_else(Default::default, |found| found.category);
            let bought = lines.iter().map(|line| Bought {
                product: line.product,
                category: category(line.product),
                units: line.quantity,
                spend: line.paid,
            });
            let lines: Vec<Bought> = bought.collect();
            replay.buy(&Purchase { who, at: happening.at, lines: &lines });
        }
    }
    replay.close(NOW);
    Ok(replay)
}

fn print(shop: &Shop, [never, at_once]: [&Replay<'_>; 2]) {
    let money = |minor| Money::new(minor, shop.public().currency).to_string();
    let last = |replay: &Replay<'_>| replay.weeks.values().last().cloned().unwrap_or_default();
    println!("{} baskets, {} paid", never.sums.purchases, money(never.sums.paid));
    println!("{:<28}{:>18}{:>18}", "", "never spent", "spent at once");
    let sums = [never.sums, at_once.sums];
    let row = |name: &str, of: [String; 2]| println!("{name:<28}{:>18}{:>18}", of[0], of[1]);
    row("points earned", sums.map(|one| one.earned.to_string()));
    row("points spent", sums.map(|one| one.redeemed.to_string()));
    row("cost", sums.map(|one| money(one.cost)));
    row("points expired", sums.map(|one| one.expired.to_string()));
    row("owed at the end", [never, at_once].map(|one| money(last(one).liability)));
    let share = |cost: i64| format!("{:.2} %", 100.0 * cost as f64 / never.sums.paid.max(1) as f64);
    row("cost of what was paid", sums.map(|one| share(one.cost)));
    let names = tiers(shop.public().loyalty());
    names.iter().zip(last(never).tiers).for_each(|(name, count)| println!("{name:<28}{count:>18}"));
}

fn tiers(programme: Option<&Programme>) -> Vec<String> {
    let none = std::iter::once("of no tier".to_owned());
    none.chain(programme.iter().flat_map(|own| own.steps()).map(|tier| format!("of tier {}", tier.name)))
        .collect()
}

/// Who moves from where to where, the lowest tier 1.
fn told(programme: &Programme, moves: &std::collections::BTreeMap<(usize, usize), u32>) {
    let rises: u32 = moves.iter().filter(|((from, to), _)| from < to).map(|(_, count)| count).sum();
    let falls: u32 = moves.iter().filter(|((from, to), _)| from > to).map(|(_, count)| count).sum();
    let steps = programme.steps().len();
    println!("beside the programme in force: {rises} rise, {falls} fall, in {steps} tiers");
}

fn weeks(replay: &Replay<'_>) {
    println!(
        "week,purchases,paid_minor,points_earned,points_expired,points_outstanding,liability_minor,members_by_tier"
    );
    for (monday, week) in &replay.weeks {
        let tiers: Vec<String> = week.tiers.iter().map(u32::to_string).collect();
        let (sums, tiers, (year, month, day)) = (week.sums, tiers.join(" "), monday.year_month_day());
        println!(
            "{year}-{month:02}-{day:02},{},{},{},{},{},{},{tiers}",
            sums.purchases, sums.paid, sums.earned, sums.expired, week.outstanding, week.liability
        );
    }
}
