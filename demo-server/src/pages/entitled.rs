//! What the buyer of an order is entitled to, on the order's page.

use attar::ShopperId;
use attar::event::GoodKind;
use attar::service::order::Order;
use maud::html;

use super::caller::Caller;
use super::problem::Page;
use super::words::{GiftWords, fill};

/// What they have, with a token for each; or that they will have it once it is paid.
pub(super) fn section(caller: &Caller, who: &ShopperId, order: &Order) -> Page {
    let words = GiftWords::of(caller.lang());
    let named = order.goods().iter().filter(|good| matches!(good.what, GoodKind::Entitlement(_)));
    let due = named.fold(0, |sum, good| sum + order.standing(good.product));
    let has = caller.app().entitled(who, order)?;
    let waits = usize::try_from(due).is_ok_and(|due| due > has.len());
    Ok(html! {
        @if waits || !has.is_empty() {
            section.panel.gifts {
                h2 { (words.yours) }
                @if !has.is_empty() { p.muted { (words.proof) } }
                @if waits { p.note role="status" { (words.yours_waits) } }
                ul.edits {
                    @for one in &has {
                        li {
                            label.grow {
                                span { bdi { (caller.name(one.product)) } " · " (fill(words.until, &[&caller.local(until(one.until))])) }
                                input readonly value=(one.token) dir="ltr" aria-label=(words.proof_of) autocomplete="off" spellcheck="false";
                            }
                        }
                    }
                }
            }
        }
    })
}

fn until(seconds: i64) -> attar::Timestamp {
    attar::Timestamp(seconds.saturating_mul(1_000))
}
