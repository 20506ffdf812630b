//! Referral in the pages: what a friend's link leads to, and the code of one's own.

use attar::event::ReferralFault;
use attar::terms::loyalty::referral::code_of;
use attar::{Answer, Command, Money, Rejection};
use axum::response::IntoResponse;
use maud::{Markup, html};

use super::caller::Caller;
use super::problem::{Moved, Page, Problem};
use super::words::{ReferralWords, fill, isolated};
use crate::local;

/// What an invitation leads to, above the first page: whom the shop may remember has it kept at once, all others are
/// asked first, and nothing is kept of them.
pub(super) async fn invited(caller: &Caller, said: Option<&str>) -> Page {
    let Some(said) = said else { return Ok(html! {}) };
    let Some(code) = code_of(said) else { return Ok(refused(caller, ReferralFault::Unknown)) };
    if !caller.is_known() {
        return Ok(asked(caller, &code));
    }
    match caller.act(Command::AcceptReferral { code: code.clone() }).await {
        Ok(_) => Ok(kept(caller)),
        Err(Problem::Refused(Rejection::NotReferred { why: ReferralFault::NoConsent })) => {
            Ok(asked(caller, &code))
        }
        Err(Problem::Refused(Rejection::NotReferred { why })) => Ok(refused(caller, why)),
        Err(other) => Err(other),
    }
}

fn refused(caller: &Caller, why: ReferralFault) -> Markup {
    let why = caller.rejection(&Rejection::NotReferred { why });
    html! { p.note.invitation role="status" { (why) } }
}

fn kept(caller: &Caller) -> Markup {
    let words = ReferralWords::of(caller.lang());
    html! {
        section.panel.invitation role="status" {
            h2 { (words.invited) }
            p { (words.kept) " " (offer(caller)) }
        }
    }
}

fn asked(caller: &Caller, code: &str) -> Markup {
    let words = ReferralWords::of(caller.lang());
    if caller.snapshot().shop.loyalty().is_none_or(|own| own.referral.is_none()) {
        return refused(caller, ReferralFault::Closed);
    }
    html! {
        section.panel.invitation {
            h2 { (words.invited) }
            p { (offer(caller)) }
            p.muted { (words.ask) }
            form action="/consent" method="post" {
                input type="hidden" name="consent" value="full";
                input type="hidden" name="back" value={ "/?referral=" (code) };
                button type="submit" { (words.accept) }
            }
        }
    }
}

/// What the friend gets.
fn offer(caller: &Caller) -> String {
    let (words, shop) = (ReferralWords::of(caller.lang()), &caller.snapshot().shop);
    let Some(referral) = shop.loyalty().and_then(|own| own.referral.as_ref()).filter(|own| own.welcomes > 0)
    else {
        return String::new();
    };
    let points = caller.counted(referral.welcomes, |nouns| nouns.point);
    match referral.least {
        0 => fill(words.offer, &[&points]),
        least => {
            let least = isolated(local::money(caller.lang(), Money::new(least, shop.currency)));
            fill(words.offer_least, &[&points, &least])
        }
    }
}

/// The button by which a member gets a code, where they have none.
pub(super) fn button(caller: &Caller, answer: &Answer) -> Markup {
    let wants = match answer {
        Answer::Loyalty(loyalty) => {
            loyalty.member && loyalty.referral.as_ref().is_some_and(|own| own.code.is_none())
        }
        _ => false,
    };
    html! {
        @if wants {
            form action="/account/referral" method="post" {
                button.quiet type="submit" { (ReferralWords::of(caller.lang()).open) }
            }
        }
    }
}

/// `POST /account/referral`
pub(super) async fn open(caller: Caller) -> Moved {
    let headers = caller.act(Command::OpenReferral { code: String::new() }).await?;
    Ok(Caller::see("/account", headers).into_response())
}
