//! Gift cards in the pages: a field at the checkout, the codes on the order's page, and what is left on a card.

use attar::command::{Bearer, Tender};
use attar::event::GoodKind;
use attar::id::GiftCardId;
use attar::query::Cart;
use attar::service::order::Order;
use attar::terms::gift::Card;
use attar::{Rejection, Status};
use axum::Form;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::problem::{Drawn, Moved, Page, Problem};
use super::words::{GiftWords, fill, isolated};

/// Where somebody asks what is left on a card.
pub(super) const HERE: &str = "/gift-card";

/// What the field of the checkout says, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    /// The card, if the code is genuine.
    pub card: Option<GiftCardId>,
    /// Why it does not pay.
    pub wrong: Option<String>,
    /// With which status that is told.
    pub status: StatusCode,
}

impl Shown {
    /// Reads the field; it counts as a try.
    pub(super) fn read(caller: &Caller, typed: &str) -> Result<Self, Problem> {
        if typed.trim().is_empty() {
            return Ok(Self::default());
        }
        let refused = |status, why| Self { card: None, wrong: Some(why), status };
        match caller.app().shown_card(&caller.visitor, typed).map_err(Problem::from) {
            Ok(None) => Ok(refused(StatusCode::CONFLICT, caller.rejection(&Rejection::UnknownGiftCard))),
            Ok(card) => Ok(Self { card, ..Self::default() }),
            Err(Problem::TooManyCodes) => {
                Ok(refused(StatusCode::TOO_MANY_REQUESTS, caller.words.too_many_codes.to_owned()))
            }
            Err(problem) => Err(problem),
        }
    }

    /// With so many points beside it.
    pub(super) const fn tender(&self, points: i64) -> Tender {
        Tender { points, gift_card: self.card }
    }

    /// As an order carries it.
    pub(super) fn bearer(&self, typed: &str) -> Option<Bearer> {
        self.card.map(|_| Bearer { code: typed.to_owned(), card: None })
    }

    /// The same where the card does not pay after all.
    pub(super) fn refused(caller: &Caller, why: &Rejection) -> Self {
        Self { card: None, wrong: Some(caller.rejection(why)), status: StatusCode::CONFLICT }
    }
}

/// Whether it is the gift card that keeps an order from being taken.
pub(super) const fn is_of_card(why: &Rejection) -> bool {
    matches!(
        why,
        Rejection::UnknownGiftCard
            | Rejection::GiftCardEmpty
            | Rejection::GiftCardExpired { .. }
            | Rejection::NothingForGiftCard
    )
}

/// Why a card does not pay, or is not taken back.
pub(super) fn refusal(caller: &Caller, why: &Rejection) -> Option<String> {
    let words = GiftWords::of(caller.lang());
    Some(match why {
        Rejection::UnknownGiftCard => words.unknown.to_owned(),
        Rejection::GiftCardEmpty => words.empty.to_owned(),
        Rejection::GiftCardExpired { at } => fill(words.ended, &[&caller.local(*at)]),
        Rejection::NothingForGiftCard => words.nothing.to_owned(),
        Rejection::GiftCardSpent { product, left } => {
            fill(words.spent, &[&caller.number(left), &isolated(caller.name(*product))])
        }
        _ => return None,
    })
}

/// The field of the checkout, where there are gift cards.
pub(super) fn field(caller: &Caller, cart: &Cart, typed: &str, shown: &Shown) -> Markup {
    let words = GiftWords::of(caller.lang());
    if !caller.app().takes_gift_cards() {
        return html! {};
    }
    let paid = cart.receipt().map_or(0, |receipt| receipt.by_card());
    html! {
        fieldset.points {
            legend { (words.pay) }
            @if paid > 0 {
                p.muted role="status" {
                    (words.pays) (caller.money(attar::Money { minor: paid, ..cart.total }))
                    ". " (words.to_pay) (caller.money(cart.total)) "."
                }
            }
            div.row {
                label.grow {
                    (words.code)
                    input name="gift" value=(typed) maxlength="64" dir="ltr" autocomplete="off" autocapitalize="characters"
                        spellcheck="false" aria-invalid=[shown.wrong.as_ref().map(|_| "true")];
                    @if let Some(wrong) = &shown.wrong { small role="alert" { (wrong) } }
                }
                button.quiet type="submit" formaction="/checkout/times" formnovalidate { (words.apply) }
            }
            p.muted { a href=(HERE) { (words.what_is_left) } }
        }
    }
}

/// Whether nothing of a cart is sent.
pub(super) fn is_not_sent(caller: &Caller, cart: &Cart) -> bool {
    cart.lines.iter().all(|line| caller.snapshot().shop.good(line.product).is_some())
}

/// The same of the cart that there is.
pub(super) async fn is_all_goods(caller: &Caller) -> Result<bool, Problem> {
    let shared = caller.shared(caller.visitor.acting()).await?;
    let lines = shared.cart.lines();
    Ok(!lines.is_empty() && lines.iter().all(|(product, _)| caller.snapshot().shop.good(*product).is_some()))
}

/// The codes of the cards that were bought with an order; only its buyer sees them.
pub(super) fn bought(caller: &Caller, order: &Order) -> Markup {
    let words = GiftWords::of(caller.lang());
    let is_card = |good: &&attar::event::Good| matches!(good.what, GoodKind::GiftCard(_));
    let due = order.goods().iter().filter(is_card).fold(0, |sum, good| sum + order.standing(good.product));
    let cards = caller.app().cards_of(order.id);
    let waits = (due as usize) > cards.len() && order.status() != Status::Cancelled;
    html! {
        @if waits || !cards.is_empty() {
            section.panel.gifts {
                h2 { (words.title) }
                @if !cards.is_empty() { p.muted { (words.keep) " " a href=(HERE) { (words.what_is_left) } } }
                @if waits { p.note role="status" { (words.waits) } }
                ul.edits { @for (id, card) in &cards { (row(caller, *id, card)) } }
            }
        }
    }
}

fn row(caller: &Caller, id: GiftCardId, card: &Card) -> Markup {
    let words = GiftWords::of(caller.lang());
    let code = caller.app().gift_code(id);
    html! {
        li {
            label.grow {
                span { bdi { (caller.name(card.product)) } " · " (left(caller, card)) }
                input readonly value=(code) dir="ltr" aria-label=(words.code) autocomplete="off" spellcheck="false" size="30";
            }
        }
    }
}

/// What is on a card, and until when.
fn left(caller: &Caller, card: &Card) -> Markup {
    let words = GiftWords::of(caller.lang());
    html! {
        (words.left) (caller.money(card.available(caller.now())))
        @if let Some(end) = card.expires { ", " (fill(words.until, &[&caller.local(end)])) }
    }
}

/// What the form says.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Code {
    code: String,
}

/// `GET /gift-card`
pub(super) async fn ask(caller: Caller) -> Page {
    Ok(page(&caller, "", None, &html! {}))
}

/// `POST /gift-card`
pub(super) async fn balance(caller: Caller, Form(form): Form<Code>) -> Moved {
    let found = caller.app().gift_card(&caller.visitor, &form.code).map_err(Problem::from);
    let (status, wrong, told) = match found {
        Ok(Some(card)) => {
            let told = html! { p.lead role="status" { (left(&caller, &card)) } };
            (StatusCode::OK, None, told)
        }
        Ok(None) => (StatusCode::NOT_FOUND, Some(GiftWords::of(caller.lang()).unknown.to_owned()), html! {}),
        Err(Problem::TooManyCodes) => {
            (StatusCode::TOO_MANY_REQUESTS, Some(caller.words.too_many_codes.to_owned()), html! {})
        }
        Err(problem) => return Err(problem),
    };
    Ok(Drawn::page(status, page(&caller, &form.code, wrong, &told)))
}

fn page(caller: &Caller, code: &str, wrong: Option<String>, told: &Markup) -> Markup {
    let words = GiftWords::of(caller.lang());
    let body = html! {
        div.intro { h1 { (words.title) } p.lead { (words.lead) } }
        section.panel {
            form.row action=(HERE) method="post" {
                label.grow {
                    span { (words.code) }
                    input name="code" value=(code) maxlength="64" dir="ltr" autocomplete="off" autocapitalize="characters"
                        spellcheck="false" required aria-invalid=[wrong.as_ref().map(|_| "true")];
                    @if let Some(wrong) = &wrong { small role="alert" { (wrong) } }
                }
                button.quiet type="submit" { (words.look) }
            }
            (told)
        }
    };
    caller.page(words.title, &body)
}
