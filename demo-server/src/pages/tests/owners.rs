//! Two owners at once: none loses what the other wrote.

use axum::http::StatusCode;

use super::browser::{Browser, Place};
use super::terms::{FIFTH, TERMS, discard, merchant, send};
use crate::log;

const MEANWHILE: &str = "Somebody has changed the terms since this page was drawn";

/// What a page was drawn from.
async fn seen(owner: &mut Browser, page: &str) -> String {
    owner.get(&[TERMS, page].concat()).await.field("seen")
}

#[tokio::test]
async fn a_form_drawn_before_somebody_elses_change_comes_back_with_what_was_typed() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    send(&mut owner, "/new", FIFTH).await;
    let old = seen(&mut owner, "/2").await;
    send(&mut owner, "/2", &FIFTH.replace("amount=20", "amount=50")).await;
    let json = "as=json&json=%7B%22id%22%3A2%7D";
    for (page, form, typed) in [
        (
            "/2",
            FIFTH.replace("amount=20", "amount=30"),
            "name=\"amount\" type=\"text\" inputmode=\"decimal\"",
        ),
        ("/2", FIFTH.replace("amount=20", "amount=x"), "value=\"x\""),
        ("/2", "do=remove".to_owned(), MEANWHILE),
        ("/2", json.to_owned(), "{&quot;id&quot;:2}"),
        ("/new", FIFTH.replace("amount=20", "amount=40"), "value=\"40\""),
        ("/whole", "json=%7B%7D".to_owned(), ">{}</textarea>"),
        ("/discard", String::new(), "A fifth off rice"),
    ] {
        for seen in [format!("{form}&seen={old}"), form.clone()] {
            let again = owner.post(&[TERMS, page].concat(), &seen).await;
            assert_eq!(again.status, StatusCode::CONFLICT, "{page} {form}");
            again.says(&[MEANWHILE, typed]);
        }
    }
    owner.get("/merchant/terms/2").await.says(&["value=\"50\""]);
    // Whoever has seen that may do it.
    let again = owner.post("/merchant/terms/2", &format!("{FIFTH}&seen={old}")).await;
    let form = format!("{FIFTH}&seen={}", again.field("seen"));
    assert_eq!(owner.post("/merchant/terms/2", &form).await.status, StatusCode::SEE_OTHER);
    owner.get("/merchant/terms/2").await.says(&["value=\"20\""]);
    for (lang, words) in [("fa", "کسی شرایط را تغییر داده است"), ("ar", "غيّر أحدهم الشروط")]
    {
        owner.post("/lang", &format!("lang={lang}")).await;
        owner.post("/merchant/terms/discard", "").await.says(&[words]);
    }
}

#[tokio::test]
async fn what_was_seen_in_force_is_what_a_publication_goes_by() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    send(&mut owner, "/new", FIFTH).await;
    let pair = owner.get(TERMS).await.field("pair");
    let mut other = super::browser::draft([250, 120, 400]);
    other.terms.promotions.clear();
    place.app.publish_shop(other).await.expect("a shop");
    let stale = owner.post("/merchant/terms/publish", &format!("pair={pair}")).await;
    assert_eq!(stale.location(), "/merchant/terms?said=outdated");
    for page in ["", "/2", "/replay"] {
        if page == "/replay" {
            super::terms::replayed(&mut owner).await;
        }
        owner.get(&[TERMS, page].concat()).await.says(&["The terms in force have changed since"]);
    }
    assert_eq!(super::terms::publish(&mut owner).await.location(), "/merchant/terms?said=published");
}

#[tokio::test]
async fn a_promotion_that_is_gone_comes_back_as_a_new_one() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    send(&mut owner, "/new", FIFTH).await;
    let old = seen(&mut owner, "/2").await;
    discard(&mut owner).await;
    let again = owner.post("/merchant/terms/2", &format!("{FIFTH}&seen={old}")).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    again.says(&[MEANWHILE, "value=\"A fifth off rice\"", "action=\"/merchant/terms/new\""]);
    let form = format!("{FIFTH}&seen={}", again.field("seen"));
    let kept = owner.post("/merchant/terms/new", &form).await;
    assert_eq!(kept.location(), "/merchant/terms/2?saved=true");
    assert_eq!(owner.get("/merchant/terms/7").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_draft_that_cannot_be_read_is_told() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    log::transact(place.app.log(), |tx| tx.put_meta("terms_draft", b"{")).await.expect("a store");
    for page in ["", "/new", "/whole", "/replay"] {
        let seen = owner.get(&[TERMS, page].concat()).await;
        assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE, "{page}");
    }
}

#[tokio::test]
async fn two_new_promotions_at_once_are_two() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    let page = seen(&mut owner, "/new").await;
    let form = |name: &str, seen: &str| FIFTH.replace("A+fifth", name) + "&seen=" + seen;
    let first = owner.post("/merchant/terms/new", &form("One", &page)).await;
    let late = owner.post("/merchant/terms/new", &form("Two", &page)).await;
    let second = owner.post("/merchant/terms/new", &form("Two", &late.field("seen"))).await;
    let places = [first.location(), second.location()];
    assert_eq!(places, ["/merchant/terms/2?saved=true", "/merchant/terms/3?saved=true"]);
    owner.get(TERMS).await.says(&["New: \u{2068}One off rice\u{2069}, \u{2068}Two off rice\u{2069}"]);
}
