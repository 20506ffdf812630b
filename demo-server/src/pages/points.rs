//! Points in the pages: what was collected, on the account; and how many of them pay for an order, at the checkout.

use attar::command::Tender;
use attar::query::{Cart, Loyalty};
use attar::terms::loyalty::Redeemable;
use attar::{Answer, Query};
use maud::{Markup, html};

use super::caller::Caller;
use super::problem::Page;
use super::referral;
use super::words::{LoyaltyWords, fill};
use crate::local::{self, whole_number};

/// How many points a field says: none, if it is empty. The till judges them, and refuses what is no number.
pub(super) fn told(field: &str) -> i64 {
    if field.trim().is_empty() { 0 } else { local::number(field).map_or(-1, i64::from) }
}

/// Why so many points cannot be spent: how many can.
pub(super) fn refused(caller: &Caller, redeemable: &Redeemable) -> String {
    let words = LoyaltyWords::of(caller.lang());
    if !redeemable.is_open() {
        return words.none.to_owned();
    }
    let Redeemable { step, most, .. } = *redeemable;
    fill(words.range, &[&caller.number(redeemable.fewest()), &caller.number(most), &caller.number(step)])
}

/// The points of a member; nothing, where the shop has no programme.
async fn collected(caller: &Caller) -> Result<Option<Loyalty>, super::problem::Problem> {
    Ok(match caller.ask_acting(Query::Loyalty).await? {
        Answer::Loyalty(loyalty) if loyalty.member => Some(loyalty),
        _ => None,
    })
}

/// The field of the checkout, where a member has points that can be spent on this cart.
pub(super) async fn field(caller: &Caller, cart: &Cart, (spent, typed): (i64, &str)) -> Page {
    let Some(loyalty) = collected(caller).await? else { return Ok(html! {}) };
    // A gift card pays behind points.
    let is_whole = spent == 0 && cart.receipt().is_none_or(|receipt| receipt.by_card() == 0);
    let whole = if is_whole { cart.clone() } else { caller.price(Tender::default()).await? };
    let shop = &caller.snapshot().shop;
    let redeemable = shop.loyalty().map(|own| own.redeemable(loyalty.available, shop.payable(&whole)));
    Ok(match redeemable.filter(Redeemable::is_open) {
        Some(redeemable) => {
            // What cannot be spent stays to be mended.
            let value = if spent > 0 { caller.digits(spent) } else { typed.to_owned() };
            drawn(caller, &loyalty, &redeemable, &value)
        }
        None => html! {},
    })
}

fn drawn(caller: &Caller, loyalty: &Loyalty, redeemable: &Redeemable, value: &str) -> Markup {
    let words = LoyaltyWords::of(caller.lang());
    html! {
        fieldset.points {
            legend { (words.pay) }
            p.muted { (fill(words.have, &[&caller.number(loyalty.available)])) (caller.money(loyalty.worth)) ". " (refused(caller, redeemable)) }
            div.row {
                label.grow {
                    (words.how_many)
                    input name="points" inputmode="numeric" pattern=(whole_number(9)) maxlength="9" autocomplete="off" value=(value);
                }
                button.quiet type="submit" formaction="/checkout/times" formnovalidate { (words.apply) }
            }
        }
    }
}

/// What was collected, on the account; nothing, where the shop has no programme.
pub(super) async fn panel(caller: &Caller) -> Page {
    let answer = caller.ask(Query::Loyalty).await?;
    Ok(match &answer {
        Answer::Loyalty(_) => html! {
            section.panel.collected {
                h2 { (LoyaltyWords::of(caller.lang()).title) }
                attar-loyalty { (caller.draw(&answer)) (referral::button(caller, &answer)) }
            }
        },
        _ => html! {},
    })
}
