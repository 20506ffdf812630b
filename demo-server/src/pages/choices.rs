//! What a shopper chooses about themselves: language, consent, login, logout.

use attar::event::Consent;
use attar::{Command, Lang};
use axum::Form;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use serde::Deserialize;

use super::caller::{Caller, lang_in};
use super::problem::{Moved, Problem};
use crate::demo::{MOST_HOUSEHOLDS, customer_id};
use crate::identity::{Header, LANG, SHOPPER, THEME, drop_cookie, set_cookie};
use crate::local;

/// A choice of language is kept for a year.
const YEAR: i64 = 365 * 24 * 60 * 60 * 1_000;

/// A language, and where to go back to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct LangChoice {
    lang: String,
    back: Option<String>,
}

/// Light, dark, or as the device has it, and where to go back to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ThemeChoice {
    theme: String,
    back: Option<String>,
}

/// What may be remembered, and where to go back to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ConsentChoice {
    consent: Consent,
    back: Option<String>,
}

/// The number of a household of the demo.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Household {
    #[serde(deserialize_with = "local::read_number")]
    household: u16,
}

/// `POST /lang`
pub(super) async fn lang(Form(choice): Form<LangChoice>) -> Moved {
    let lang: Lang = choice.lang.parse().map_err(|_| Problem::Unreadable)?;
    Ok(Caller::see(&back(choice.back), set_cookie(LANG, lang.code(), YEAR)))
}

/// `POST /theme`
pub(super) async fn theme(Form(choice): Form<ThemeChoice>) -> Moved {
    let cookie = match choice.theme.as_str() {
        "light" => set_cookie(THEME, "light", YEAR),
        "dark" => set_cookie(THEME, "dark", YEAR),
        "auto" => drop_cookie(THEME),
        _ => return Err(Problem::Unreadable),
    };
    Ok(Caller::see(&back(choice.back), cookie))
}

/// Keeps the language of an address that names one, `?lang=fa`.
pub(super) async fn keep_lang(request: Request, next: Next) -> Response {
    let chosen = lang_in(request.uri().query());
    let mut response = next.run(request).await;
    if let Some(cookie) = chosen.and_then(|lang| set_cookie(LANG, lang.code(), YEAR)) {
        response.headers_mut().extend([cookie]);
    }
    response
}

/// `POST /consent`
pub(super) async fn consent(caller: Caller, Form(choice): Form<ConsentChoice>) -> Moved {
    let mut headers = caller.act(Command::SetConsent { consent: choice.consent }).await?;
    headers.extend(ended(&caller, choice.consent));
    Ok(Caller::see(&back(choice.back), headers))
}

/// With less than full consent there is no visitor any more; a customer stays logged in.
fn ended(caller: &Caller, consent: Consent) -> Option<Header> {
    let ends = consent != Consent::Full && caller.is_known() && !caller.visitor.customer;
    drop_cookie(SHOPPER).filter(|_| ends)
}

/// `POST /login`, in the demo only
pub(super) async fn login(caller: Caller, Form(Household { household }): Form<Household>) -> Moved {
    if !caller.is_demo() {
        return Err(Problem::Missing);
    }
    if !(1..=MOST_HOUSEHOLDS).contains(&household) {
        return Err(Problem::NoHousehold);
    }
    Ok(Caller::see("/account", caller.login(customer_id(household)).await?))
}

/// `POST /logout`
pub(super) async fn logout(caller: Caller) -> Moved {
    Ok(Caller::see("/", caller.logout()))
}

/// Only ever a page of this shop.
fn back(to: Option<String>) -> String {
    let inside = |to: &String| {
        to.starts_with('/') && !to.starts_with("//") && to.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
    };
    to.filter(inside).unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_never_leaves_the_shop() {
        for outside in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", ""] {
            assert_eq!(back(Some(outside.to_owned())), "/", "{outside:?}");
        }
        assert_eq!(back(Some("/d/3?page=2".to_owned())), "/d/3?page=2");
        assert_eq!(back(None), "/");
    }
}
