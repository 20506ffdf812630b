//! Coupons of the cart: a field for a code, and the ones that were accepted.

use attar::Command;
use attar::query::Cart;
use attar::terms::promotion::PromotionId;
use axum::Form;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::cart;
use super::problem::{Drawn, Moved, Problem};

/// What the field says.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Code {
    code: String,
}

/// Which coupon is taken back.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Back {
    promotion: u32,
}

/// `POST /cart/coupon`
pub(super) async fn apply(caller: Caller, Form(form): Form<Code>) -> Moved {
    let (status, why) = match caller.act(Command::ApplyCoupon { code: form.code.clone() }).await {
        Ok(cookies) => return Ok(Caller::see("/cart", cookies)),
        Err(Problem::Refused(rejection)) => (StatusCode::CONFLICT, caller.rejection(&rejection)),
        Err(Problem::TooManyCodes) => (StatusCode::TOO_MANY_REQUESTS, caller.words.too_many_codes.to_owned()),
        Err(problem) => return Err(problem),
    };
    let page = cart::page(&caller, Some((&form.code, why))).await?;
    Ok(Drawn::page(status, page))
}

/// `POST /cart/coupon/remove`
pub(super) async fn remove(caller: Caller, Form(back): Form<Back>) -> Moved {
    let promotion = PromotionId(back.promotion);
    let cookies = caller.act(Command::RemoveCoupon { promotion }).await?;
    Ok(Caller::see("/cart", cookies))
}

/// The field, what is wrong with what was entered, and the coupons there are.
pub(super) fn field(caller: &Caller, cart: &Cart, refused: Option<(&str, String)>) -> Markup {
    let words = caller.words;
    let (code, wrong) = refused.map_or(("", None), |(code, why)| (code, Some(why)));
    html! {
        form.row action="/cart/coupon" method="post" {
            label.grow {
                span { (words.coupon) }
                input name="code" value=(code) maxlength="64" autocomplete="off" autocapitalize="characters" required
                    aria-invalid=[wrong.as_ref().map(|_| "true")];
                @if let Some(wrong) = &wrong { small role="alert" { (wrong) } }
            }
            button.quiet type="submit" { (words.coupon_apply) }
        }
        @if !cart.coupons.is_empty() {
            h3 { (words.coupons) }
            ul.edits { @for coupon in &cart.coupons { (kept(caller, cart, *coupon)) } }
        }
    }
}

fn kept(caller: &Caller, cart: &Cart, coupon: PromotionId) -> Markup {
    let label = cart.receipt().and_then(|receipt| receipt.called.iter().find(|(id, _)| *id == coupon));
    let name = label.map_or(caller.words.coupon, |(_, label)| label.in_lang(caller.lang()));
    html! {
        li {
            span.grow { bdi { (name) } }
            form action="/cart/coupon/remove" method="post" {
                button.plain type="submit" name="promotion" value=(coupon.0) { (caller.words.remove) }
            }
        }
    }
}
