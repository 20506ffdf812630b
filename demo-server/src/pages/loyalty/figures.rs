//! The figures of a replay as CSV (RFC 4180), amounts in minor units.

use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

use super::super::caller::Caller;
use super::super::figures::quoted;
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Problem};
use super::replay::{compared, moved, tier_name};
use crate::terms::loyalty::{Outcome, Side, Written};
use crate::terms::{Standing, in_force};

/// `GET /merchant/loyalty/replay/{name}`
pub(super) async fn figures(caller: Caller, Path(name): Path<String>) -> Moved {
    only_owner(&caller)?;
    let (draft, pair) = compared(&caller).await?.ok_or(Problem::Missing)?;
    let Standing::Done(outcome, _) = caller.loyalty().desk.replays.standing(&pair) else {
        return Err(Problem::Missing);
    };
    let was: Written = in_force(caller.app());
    let written = [&was, &draft.terms];
    let text = match name.as_str() {
        "sums" => sums(&outcome),
        "weeks" => weeks(&caller, &outcome),
        "tiers" => tiers(written, &outcome),
        "moves" => moves(written, &outcome),
        _ => return Err(Problem::Missing),
    };
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response())
}

/// Every end of every programme, named.
fn ends(outcome: &Outcome) -> Vec<(&'static str, &'static str, &Side)> {
    let sides = [("in_force", outcome.before.as_ref()), ("draft", outcome.after.as_ref())];
    let both = sides.into_iter().filter_map(|(name, sides)| Some((name, sides?)));
    both.flat_map(|(name, sides)| [(name, "never", &sides.never), (name, "at_once", &sides.at_once)])
        .collect()
}

fn sums(outcome: &Outcome) -> String {
    let header = "programme,spent,purchases,paid_minor,earned,redeemed,cost_minor,expired,liability_minor\n";
    ends(outcome).iter().fold(header.to_owned(), |text, (name, spent, side)| {
        let sums = side.sums;
        let bought = format!("{},{},{}", sums.purchases, sums.paid, sums.earned);
        let owed = side.end().liability;
        text + &format!("{name},{spent},{bought},{},{},{},{owed}\n", sums.redeemed, sums.cost, sums.expired)
    })
}

fn weeks(caller: &Caller, outcome: &Outcome) -> String {
    let zone = &caller.snapshot().shop.zone;
    let header = "programme,spent,week_begins_ms,purchases,paid_minor,earned,redeemed,cost_minor,expired,\
                  outstanding,liability_minor,members_by_tier\n";
    let mut text = header.to_owned();
    for (name, spent, side) in ends(outcome) {
        for (monday, week) in &side.weeks {
            let sums = week.sums;
            let tiers: Vec<String> = week.tiers.iter().map(u32::to_string).collect();
            let moved =
                [sums.purchases.into(), sums.paid, sums.earned, sums.redeemed, sums.cost, sums.expired];
            let held = [week.outstanding, week.liability];
            let cells: Vec<String> =
                moved.into_iter().chain(held).map(|number: i64| number.to_string()).collect();
            let begins = zone.midnight(*monday).0;
            text += &format!("{name},{spent},{begins},{},{}\n", cells.join(","), tiers.join(" "));
        }
    }
    text
}

fn tiers([was, draft]: [&Written; 2], outcome: &Outcome) -> String {
    let sides = [("in_force", was, outcome.before.as_ref()), ("draft", draft, outcome.after.as_ref())];
    let mut text = "programme,tier,members\n".to_owned();
    for (name, written, sides) in sides {
        let counts = sides.map(|sides| sides.never.end().tiers).unwrap_or_default();
        for (rank, count) in counts.iter().enumerate() {
            text += &format!("{name},{},{count}\n", quoted(tier_name(written, rank).unwrap_or_default()));
        }
    }
    text
}

fn moves([was, draft]: [&Written; 2], outcome: &Outcome) -> String {
    let mut text = "from,to,members\n".to_owned();
    for ((from, to), count) in moved([was, draft], &outcome.moves) {
        let name = |written, rank| quoted(tier_name(written, rank).unwrap_or_default());
        text += &format!("{},{},{count}\n", name(was, from), name(draft, to));
    }
    text
}
