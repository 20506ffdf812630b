//! Carriers' feeds: who is believed, and what becomes of what they tell.

use attar::event::{Consignment, ParcelStatus};
use attar::id::ParcelId;
use attar::service::carrier::Feed;
use attar::{Command, Timestamp};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::*;
use crate::carriers::tests::{aftership, easypost};
use crate::testing::two_on_one_store;
use crate::{Feeds, Named};

const SECRET: &str = "a-secret-of-the-feed";
// All on the day before NOW, which is 2027-01-15T08:00:00Z.
const EIGHT: &str = "2027-01-15T08:00:00Z";
const NINE: &str = "2027-01-15T08:01:00Z";
const TEN: &str = "2027-01-15T08:02:00Z";

fn hearing(app: App, secrets: &[&str]) -> App {
    let secrets = secrets.iter().map(|secret| Named::secret(secret).expect("a secret"));
    app.hear(Feeds::new(secrets.collect(), Vec::new()))
}

fn all(secret: &str) -> Vec<String> {
    Feed::ALL.map(|feed| format!("{}={secret}", feed.name())).into()
}

/// The header that a feed signs with.
fn signed(feed: Feed, secret: &str, body: &str) -> (&'static str, String) {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key").chain_update(body);
    let mac = mac.finalize().into_bytes();
    let hex: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    let value = match feed {
        Feed::AfterShip | Feed::Shopify => STANDARD.encode(mac),
        Feed::EasyPost => format!("hmac-sha256-hex={hex}"),
        Feed::Karrio => secret.to_owned(),
    };
    (crate::carriers::header(feed), value)
}

async fn tell(app: &App, feed: Feed, body: &str) -> Got {
    let (name, value) = signed(feed, SECRET, body);
    post(app, &format!("/v1/carriers/{}", feed.name()), body.to_owned(), &[(name, &value)]).await
}

/// An order on its way with RoyalPost, under that number.
async fn sent(app: &App, order: u8, number: &str) {
    let who = shopper(order);
    app.wish_of(who, change_cart(1, 1)).await.expect("a cart");
    app.wish_of(who, place(order, 100)).await.expect("an order");
    let order = OrderId([order; 16]);
    app.owner(Command::PackOrder { order }).await.expect("it is packed");
    let consignment = Some(Consignment { carrier: "Royal Post".into(), number: number.into() });
    let (parcel, status) = (ParcelId(1), ParcelStatus::Shipped);
    app.owner(Command::MoveParcel { order, parcel, status, consignment }).await.expect("it is sent");
}

async fn stands(app: &App, order: u8) -> Value {
    let token = app.tokens().sign(Token::Customer, shopper(order), NOW);
    let track = json!({"query": {"track": {"order": OrderId([order; 16])}}, "token": token});
    post_json(app, "/v1/ask", track).await.json()["answer"]["tracked"].clone()
}

fn became(got: &Got) -> Vec<String> {
    let scans = got.json()["scans"].clone();
    let name = |scan: &Value| scan["became"].as_str().expect("a word").to_owned();
    scans.as_array().expect("scans").iter().map(name).collect()
}

async fn shop() -> App {
    let all = all(SECRET);
    hearing(in_memory().await, &all.iter().map(String::as_str).collect::<Vec<_>>())
}

#[tokio::test]
async fn each_feed_is_believed_by_its_own_signature_and_nobody_else() {
    let app = shop().await;
    let shopify = json!({"tracking_number": "N-1", "tracking_company": "x", "shipment_status": "confirmed",
        "updated_at": EIGHT});
    let karrio = json!({"event": "tracker_created", "data": {"tracking_number": "N-1", "status": "pending"}});
    let (after, easy) = (aftership("N-1", &[("Pending", EIGHT)]), easypost("N-1", &[("unknown", EIGHT)]));
    for (feed, body) in Feed::ALL.into_iter().zip([after, easy, karrio, shopify]) {
        let (body, path) = (body.to_string(), format!("/v1/carriers/{}", feed.name()));
        let right = tell(&app, feed, &body).await;
        assert_eq!(right.status, StatusCode::OK, "{feed:?} {:?}", String::from_utf8(right.bytes));
        let (name, value) = signed(feed, SECRET, &body);
        let other = signed(feed, "another-secret", &body).1;
        let longer = format!("{value}AA");
        for wrong in [other.as_str(), "", "x", "hmac-sha256-hex=é", &value[1..], &longer] {
            let Ok(wrong) = axum::http::HeaderValue::from_str(wrong) else { continue };
            let wrong = wrong.to_str().unwrap_or_default();
            let got = post(&app, &path, body.clone(), &[(name, wrong)]).await;
            assert_eq!(
                (got.status, got.code()),
                (StatusCode::UNAUTHORIZED, json!("forged")),
                "{feed:?} {wrong}"
            );
        }
        assert_eq!(post(&app, &path, body.clone(), &[]).await.status, StatusCode::UNAUTHORIZED);
        if feed != Feed::Karrio {
            let forged = post(&app, &path, body + " ", &[(name, &value)]).await;
            assert_eq!(forged.status, StatusCode::UNAUTHORIZED, "{feed:?}: other bytes");
        }
    }
    assert_eq!(app.kept_scans(9).await.expect("the store").len(), 0, "nothing forged is kept");
}

#[tokio::test]
async fn a_feed_without_a_secret_is_not_there_and_a_new_secret_is_good_beside_the_old() {
    let app = hearing(in_memory().await, &["easypost=an-older-secret", &format!("easypost={SECRET}")]);
    let body = easypost("N-1", &[("unknown", EIGHT)]).to_string();
    assert_eq!(tell(&app, Feed::EasyPost, &body).await.status, StatusCode::OK);
    let older = signed(Feed::EasyPost, "an-older-secret", &body).1;
    let got = post(&app, "/v1/carriers/easypost", body.clone(), &[("x-hmac-signature", &older)]).await;
    assert_eq!(got.status, StatusCode::OK);
    for feed in ["aftership", "pigeon"] {
        let got = post(&app, &format!("/v1/carriers/{feed}"), body.clone(), &[]).await;
        assert_eq!((got.status, got.code()), (StatusCode::NOT_FOUND, json!("unknown_feed")));
    }
}

#[tokio::test]
async fn a_parcel_is_followed_whatever_comes_twice_or_late() {
    let app = shop().await;
    sent(&app, 1, "RR-1").await;
    let (early, late) =
        ([("in_transit", EIGHT)], [("in_transit", EIGHT), ("out_for_delivery", NINE), ("delivered", TEN)]);
    let got = tell(&app, Feed::EasyPost, &easypost("RR-1", &late[1..]).to_string()).await;
    assert_eq!(became(&got), ["recorded", "recorded"], "{:?}", got.json());
    let (told, seq) = (stands(&app, 1).await, app.seq());
    assert_eq!(told["status"], "delivered");
    assert_eq!(
        became(&tell(&app, Feed::EasyPost, &easypost("RR-1", &late[1..]).to_string()).await),
        ["known", "known"]
    );
    assert_eq!((stands(&app, 1).await, app.seq()), (told, seq), "the same again is nothing new");
    let got = tell(&app, Feed::EasyPost, &easypost("RR-1", &early).to_string()).await;
    assert_eq!(became(&got), ["recorded"]);
    let told = stands(&app, 1).await;
    let steps: Vec<&Value> = told["parcels"][0]["timeline"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| &step["status"])
        .collect();
    assert_eq!(steps, ["packed", "shipped", "in_transit", "out_for_delivery", "delivered"]);
    assert_eq!(told["status"], "delivered");
}

#[tokio::test]
async fn what_is_delivered_behind_a_return_came_back_whichever_body_comes_first() {
    let body = |status: &str, at: &str| {
        json!({"tracking_number": "RR-1", "tracking_company": "Royal Post", "shipment_status": status, "updated_at": at})
            .to_string()
    };
    let (turned, there) = (body("returning_to_sender", EIGHT), body("delivered", NINE));
    let mut told = Vec::new();
    for bodies in [[&turned, &there], [&there, &turned]] {
        let app = shop().await;
        sent(&app, 1, "RR-1").await;
        for body in bodies {
            let got = tell(&app, Feed::Shopify, body).await;
            assert!(["recorded", "held"].contains(&&became(&got)[0][..]), "{:?}", got.json());
        }
        let again = tell(&app, Feed::Shopify, &body("delivered", TEN)).await;
        assert_eq!(became(&again), ["known"], "the same end with another time");
        let open = app.open_orders(9).await.expect("the store");
        assert_eq!(open.len(), 1, "there is something to do again");
        told.push(stands(&app, 1).await);
    }
    let of = |step: &Value| step["status"].as_str().expect("a step").to_owned();
    let steps: Vec<String> =
        told[0]["parcels"][0]["timeline"].as_array().expect("steps").iter().map(of).collect();
    assert_eq!(steps, ["packed", "shipped", "turned_back", "returned"]);
    assert_eq!((&told[0]["status"], &told[0]), (&json!("placed"), &told[1]));
}

#[tokio::test]
async fn what_is_refused_or_held_is_kept_with_why_and_the_feed_does_not_try_again() {
    let app = shop().await;
    sent(&app, 1, "RR-1").await;
    let told = [
        ("in_transit", "2028-01-01T00:00:00Z"),
        ("in_transit", "2020-01-01T00:00:00Z"),
        ("available_for_pickup", EIGHT),
        ("beamed", EIGHT),
    ];
    let got = tell(&app, Feed::EasyPost, &easypost("RR-1", &told).to_string()).await;
    assert_eq!(
        (got.status, became(&got)),
        (StatusCode::OK, vec!["refused".into(), "refused".into(), "held".into(), "refused".into()])
    );
    assert!(got.json()["scans"][3]["why"].as_str().is_some_and(|why| why.contains("`beamed`")));
    tell(&app, Feed::EasyPost, &easypost("RR-9", &[("in_transit", EIGHT)]).to_string()).await;
    tell(&app, Feed::EasyPost, &easypost("RR-9", &[("in_transit", EIGHT)]).to_string()).await;
    let bad = tell(&app, Feed::AfterShip, r#"{"event": "tracking_update"}"#).await;
    assert_eq!((bad.status, bad.code()), (StatusCode::UNPROCESSABLE_ENTITY, json!("unreadable")));
    let kept = app.kept_scans(99).await.expect("the store");
    let mut codes: Vec<(&str, u32)> = kept.iter().map(|scan| (scan.code.as_str(), scan.times)).collect();
    codes.sort_unstable();
    let expected = [
        ("held", 1),
        ("scan_in_future", 1),
        ("scan_too_early", 1),
        ("unknown_consignment", 2),
        ("unknown_status", 1),
        ("unreadable", 1),
    ];
    assert_eq!(codes, expected);
    assert_eq!(stands(&app, 1).await["status"], "shipped");
}

#[tokio::test]
async fn only_a_carrier_that_the_consignment_names_is_heard_of_it() {
    let app = in_memory().await;
    let named = |text: &str| text.parse::<Named>().expect("a name");
    let secrets = || vec![Named::secret(&format!("karrio={SECRET}")).expect("a secret")];
    sent(&app, 1, "RR-1").await;
    let body = json!({"event": "tracker_updated", "data": {"tracking_number": "RR-1", "carrier_name": "dhl",
        "status": "in_transit", "events": [{"timestamp": EIGHT}]}});
    let other = app.clone().hear(Feeds::new(secrets(), vec![named("easypost=Royal Post")]));
    assert_eq!(became(&tell(&other, Feed::Karrio, &body.to_string()).await), ["refused"]);
    let same = app.hear(Feeds::new(secrets(), vec![named("karrio=royal post")]));
    assert_eq!(became(&tell(&same, Feed::Karrio, &body.to_string()).await), ["recorded"]);
}

#[tokio::test]
async fn two_processes_record_a_scan_once() {
    let (_folder, one, two) = two_on_one_store().await;
    let secret = format!("easypost={SECRET}");
    let (one, two) = (hearing(one, &[&secret]), hearing(two, &[&secret]));
    sent(&one, 1, "RR-1").await;
    let body = easypost("RR-1", &[("in_transit", EIGHT), ("delivered", NINE)]).to_string();
    let told =
        futures_util::future::join(tell(&one, Feed::EasyPost, &body), tell(&two, Feed::EasyPost, &body))
            .await;
    let mut both = [became(&told.0), became(&told.1)];
    both.sort();
    assert_eq!(both, [["known", "known"], ["recorded", "recorded"]]);
}

#[tokio::test]
async fn who_is_forgotten_is_followed_no_more() {
    let app = shop().await;
    sent(&app, 1, "RR-1").await;
    sent(&app, 2, "RR-2").await;
    let forget = Command::Forget { shopper: Some(shopper(1)), pseudonym: attar::ShopperId::ANONYMOUS };
    app.owner(forget).await.expect("they are forgotten");
    for (number, expected) in [("RR-1", "refused"), ("RR-2", "recorded")] {
        let got = tell(&app, Feed::EasyPost, &easypost(number, &[("in_transit", EIGHT)]).to_string()).await;
        assert_eq!(became(&got), [expected], "{number}");
    }
}

#[tokio::test]
async fn a_body_may_be_longer_than_a_form_and_has_an_end() {
    let app = shop().await;
    let mut body = easypost("N-1", &[("unknown", EIGHT)]);
    body["padding"] = "x".repeat(100 * 1024).into();
    assert_eq!(tell(&app, Feed::EasyPost, &body.to_string()).await.status, StatusCode::OK);
    body["padding"] = "x".repeat(300 * 1024).into();
    assert_eq!(tell(&app, Feed::EasyPost, &body.to_string()).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn nobody_is_a_carrier_by_a_token_or_a_cookie() {
    let app = shop().await;
    sent(&app, 1, "RR-1").await;
    let scan = json!({"command": {"record_scan": {"number": "RR-1", "carriers": ["Royal Post"], "status": "delivered", "at": NOW}}});
    let owner = format!("attar_merchant={}", app.tokens().sign_merchant(Role::Owner, NOW));
    let got = post(&app, "/v1/commands", scan.to_string(), &[("cookie", &owner)]).await;
    assert_eq!((got.status, got.code()), (StatusCode::FORBIDDEN, json!("forbidden")));
    assert_eq!(NOW, Timestamp(1_800_000_000_000));
}
