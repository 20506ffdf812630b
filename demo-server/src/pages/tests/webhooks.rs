//! The owner's page of webhooks.

use axum::http::StatusCode;

use super::browser::Place;
use super::buying::place_order;
use super::terms::merchant;
use crate::log::{self, DeliveryState, Settled};

const HERE: &str = "/merchant/webhooks";
const FORM: &str = "do=add&url=https%3A%2F%2Fhooks.example.org%2Fin&endpoint=";

#[tokio::test]
async fn only_the_owner_sees_and_changes_who_is_told() {
    let place = Place::open().await;
    let mut other = place.browser();
    assert_eq!(other.get(HERE).await.status, StatusCode::FORBIDDEN);
    let form = [FORM, &"5".repeat(32)].concat();
    assert_eq!(other.post(HERE, &form).await.status, StatusCode::FORBIDDEN);
    assert_eq!(place.app.webhooks().await.expect("a store"), []);
}

#[tokio::test]
async fn a_secret_is_shown_once_and_the_same_form_adds_one() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    owner.get("/merchant").await.says(&["href=\"/merchant/webhooks\""]);
    let page = owner.get(HERE).await;
    page.says(&["Nobody is told yet.", "Nothing was sent yet."]);
    let form = [FORM, &page.field("endpoint")].concat();
    let made = owner.post(HERE, &form).await;
    assert_eq!(made.status, StatusCode::OK);
    made.says(&["whsec_", "it is shown this once"]);
    assert_eq!(made.headers["cache-control"], "no-store");
    let again = owner.post(HERE, &form).await;
    assert_eq!((again.status, again.location()), (StatusCode::SEE_OTHER, HERE));
    let page = owner.get(HERE).await;
    page.says(&["https://hooks.example.org/in", "told"]);
    assert!(!page.text.contains("whsec_") && !again.text.contains("whsec_"));
    assert_eq!(place.app.webhooks().await.expect("a store").len(), 1);
}

#[tokio::test]
async fn an_address_that_is_none_or_near_comes_back_with_the_reason() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    for (url, words) in [
        ("ftp%3A%2F%2Fexample.org", "names a host"),
        ("http%3A%2F%2F169.254.169.254%2F", "leads to a private network"),
        ("http%3A%2F%2Flocalhost%2F%22%3E", "names a host"),
    ] {
        let form = format!("do=add&url={url}&endpoint={}", owner.get(HERE).await.field("endpoint"));
        let refused = owner.post(HERE, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
        refused.says(&[words, "aria-invalid=\"true\""]);
    }
    assert_eq!(place.app.webhooks().await.expect("a store"), []);
}

#[tokio::test]
async fn what_was_given_up_is_listed_and_sent_again_one_or_all() {
    let place = Place::open().await;
    let (mut owner, mut buyer) = (merchant(&place).await, place.browser());
    let form = [FORM, &owner.get(HERE).await.field("endpoint")].concat();
    owner.post(HERE, &form).await;
    for _ in 0..2 {
        buyer.post("/cart", "product=1&quantity=1").await;
        let checkout = buyer.get("/checkout").await;
        place_order(&mut buyer, &checkout).await;
    }
    owner.get(HERE).await.says(&["order.placed", "waiting"]);
    let give_up = || async {
        let now = place.app.now();
        let work = move |tx: &mut dyn log::Transaction| {
            for row in tx.claim(now, now, 9)? {
                let (id, lease, state) = (row.id, row.lease, DeliveryState::Dead);
                tx.settle(&Settled { id, lease, state, due: now, why: "HTTP 500 <b>".into() })?;
            }
            Ok(())
        };
        log::transact(place.app.log(), work).await.expect("a store");
    };
    give_up().await;
    let page = owner.get(HERE).await;
    page.says(&["Given up", "HTTP 500 &lt;b&gt;", "Send all again", "tries: 1"]);
    owner.post(HERE, &format!("do=again&delivery={}", page.field("delivery"))).await;
    let dead = || async { place.app.deliveries(9).await.expect("a store").1.len() };
    assert_eq!(dead().await, 1);
    give_up().await;
    assert_eq!(dead().await, 2);
    owner.post(HERE, "do=again").await;
    assert_eq!(dead().await, 0);
    for (lang, words) in [("fa", "در انتظار"), ("ar", "في الانتظار")] {
        owner.get(&format!("{HERE}?lang={lang}")).await.says(&[words]);
    }
}

#[tokio::test]
async fn an_endpoint_is_paused_resumed_and_deleted() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    let id = owner.get(HERE).await.field("endpoint");
    owner.post(HERE, &[FORM, &id].concat()).await;
    for (way, words) in [("pause", "paused"), ("resume", "told"), ("delete", "Nobody is told yet.")] {
        let done = owner.post(HERE, &format!("do={way}&endpoint={id}")).await;
        assert_eq!(done.location(), HERE);
        owner.get(&format!("{HERE}?lang=en")).await.says(&[words]);
    }
    assert_eq!(owner.post(HERE, "do=delete&endpoint=x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
