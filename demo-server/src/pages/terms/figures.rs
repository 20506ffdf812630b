//! The figures of a replay as CSV (RFC 4180), amounts in minor units.

use attar::terms::replay::Did;
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

use super::super::caller::Caller;
use super::super::console::called;
use super::super::figures::quoted;
use super::super::merchant::only_owner;
use super::super::problem::{Moved, Problem};
use super::replay::Compared;
use crate::terms::{Draft, Outcome, Standing};

/// `GET /merchant/terms/replay/{name}`
pub(super) async fn figures(caller: Caller, Path(name): Path<String>) -> Moved {
    only_owner(&caller)?;
    let Compared { draft, pair } = Compared::load(&caller).await?.ok_or(Problem::Missing)?;
    let Standing::Done(outcome, _) = caller.terms().replays.standing(&pair) else {
        return Err(Problem::Missing);
    };
    let text = match name.as_str() {
        "customers" => customers(&caller, &outcome),
        "baskets" => baskets(&outcome),
        "sums" => sums(&outcome),
        "weeks" => weeks(&caller, &outcome),
        "promotions" => promotions(&draft, &outcome),
        _ => return Err(Problem::Missing),
    };
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response())
}

fn customers(caller: &Caller, outcome: &Outcome) -> String {
    outcome.groups.iter().fold("group,customers,touched,baskets,saved_minor\n".to_owned(), |text, group| {
        let name = quoted(called(caller.desk(), group.word));
        let (customers, touched) = (group.customers, group.touched);
        text + &format!("{name},{customers},{touched},{},{}\n", group.baskets, group.saved)
    })
}

fn baskets(outcome: &Outcome) -> String {
    let Outcome { cheaper, dearer, left_out, after, .. } = outcome;
    format!("baskets,cheaper,dearer,left_out\n{},{cheaper},{dearer},{left_out}\n", after.carts)
}

fn sums(outcome: &Outcome) -> String {
    let sides = [("in_force", &outcome.before), ("draft", &outcome.after)];
    sides.iter().fold(
        "terms,given_minor,paid_minor,margin_minor,public_minor,touched\n".to_owned(),
        |text, (name, sums)| {
            let (given, paid, margin) = (sums.given, sums.paid, sums.margin);
            text + &format!("{name},{given},{paid},{margin},{},{}\n", sums.public, sums.touched)
        },
    )
}

fn weeks(caller: &Caller, outcome: &Outcome) -> String {
    let zone = &caller.snapshot().shop.zone;
    outcome
        .weeks
        .iter()
        .fold("week_begins_ms,in_force_given_minor,draft_given_minor\n".to_owned(), |text, week| {
            text + &format!("{},{},{}\n", zone.midnight(week.monday).0, week.before, week.after)
        })
}

fn promotions(draft: &Draft, outcome: &Outcome) -> String {
    draft.terms.promotions.iter().fold(
        "promotion,name,baskets,customers,given_minor\n".to_owned(),
        |text, promotion| {
            let did = outcome.promotions.get(&promotion.id).copied().unwrap_or_default();
            let Did { carts, shoppers, minor } = did;
            text + &format!("{},{},{carts},{shoppers},{minor}\n", promotion.id.0, quoted(&promotion.name))
        },
    )
}
