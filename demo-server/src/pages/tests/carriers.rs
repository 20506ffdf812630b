//! The merchant's page of what carriers told that is to be looked after.

use attar::Timestamp;
use attar::service::carrier::{Feed, Meaning};
use axum::http::StatusCode;

use super::browser::Place;
use super::parcels::ordered;
use crate::carriers::{Scan, Why};

fn scan(number: &str, status: &str, meaning: Result<Meaning, Why>) -> Scan {
    let at = Some(Timestamp(1_790_000_000_000));
    Scan { number: Some(number.into()), carriers: vec!["x".into()], status: status.into(), at, meaning }
}

#[tokio::test]
async fn the_merchant_reads_what_was_kept_and_why_in_three_languages() {
    let place = Place::open().await;
    let (_, desk, mut owner) = ordered(&place, &mut place.browser()).await;
    owner.post(&desk, "do=pack&units-1=3&units-2=1").await;
    owner.post(&desk, "do=shipped&parcel=1&carrier=x&number=RR-8").await;
    let step = Meaning::Step(attar::event::ParcelStatus::InTransit);
    let unreadable = Scan::unreadable(Why::unreadable("a body is JSON with <tags>"));
    let told =
        vec![scan("RR-7", "in_transit", Ok(step)), scan("RR-8", "on_hold", Ok(Meaning::Held)), unreadable];
    for _ in 0..3 {
        place.app.scans(Feed::Karrio, told.clone()).await.expect("they are kept");
    }
    assert_eq!(place.browser().get("/merchant/carriers").await.status, StatusCode::FORBIDDEN);
    owner.get("/merchant").await.says(&["href=\"/merchant/carriers\"", "Word from carriers"]);
    let page = owner.get("/merchant/carriers").await;
    page.says(&[
        "RR-7",
        "No parcel with this number",
        "data-why=\"unknown_consignment\"",
        "karrio",
        "3 times",
    ]);
    page.says(&["RR-8", "on_hold", "held up", "No tracking number", "a body is JSON with &lt;tags&gt;"]);
    owner.get(&desk).await.says(&["Waits to be picked up, or is held up", "data-step=\"held_up\""]);
    owner.get(&format!("{desk}?lang=fa")).await.says(&["آماده‌ی تحویل گرفتن است یا متوقف شده"]);
    owner.get(&format!("{desk}?lang=ar")).await.says(&["بانتظار الاستلام أو متوقف"]);
    owner.get("/merchant/carriers?lang=fa").await.says(&["خبر شرکت‌های حمل", "۳ بار", "معطل شده"]);
    owner.get("/merchant/carriers?lang=ar").await.says(&["أخبار شركات الشحن", "٣", "الطرد متوقف"]);
}

#[tokio::test]
async fn the_house_says_that_a_parcel_which_was_turned_back_came_to_its_buyer() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = ordered(&place, &mut buyer).await;
    owner.post(&desk, "do=pack&units-1=3&units-2=1").await;
    owner.post(&desk, "do=shipped&parcel=1&carrier=x&number=RR-8").await;
    // Orders are placed now, and so are scans.
    let at = Some(place.app.now());
    let told = |meaning| vec![Scan { at, ..scan("RR-8", "a word", Ok(meaning)) }];
    place.app.scans(Feed::Karrio, told(Meaning::TurnedBack)).await.expect("it is taken in");
    buyer.get(&order).await.says(&["On its way back to us"]);
    owner.get(&desk).await.says(&["value=\"delivered\"", "value=\"returned\""]);
    let whole = owner.post(&desk.replace("/parcels", ""), "step=deliver").await;
    assert_eq!(whole.status, StatusCode::CONFLICT, "not along with its order");
    let delivered = Meaning::Step(attar::event::ParcelStatus::Delivered);
    place.app.scans(Feed::Karrio, told(delivered)).await.expect("it is taken in");
    buyer.get(&order).await.says(&["data-status=\"placed\""]);
    let seen = owner.get(&desk).await;
    seen.says(&["value=\"delivered\""]);
    assert!(!seen.text.contains("value=\"returned\""), "only that it came to its buyer after all");
    assert_eq!(owner.post(&desk, "do=delivered&parcel=1").await.status, StatusCode::SEE_OTHER);
    buyer.get(&order).await.says(&["data-status=\"delivered\"", "It came to you after all"]);
    buyer.get(&format!("{order}?lang=fa")).await.says(&["با این همه به دست شما رسید"]);
    buyer.get(&format!("{order}?lang=ar")).await.says(&["وصل إليك رغم ذلك"]);
    owner.get("/merchant").await.says(&["No order is waiting."]);
    let gone = owner.get(&desk).await;
    assert!(!gone.text.contains("value=\"delivered\""), "nothing is left to do");
}

#[tokio::test]
async fn where_nothing_is_kept_the_page_says_so() {
    let place = Place::open().await;
    let mut owner = place.browser();
    owner.get("/merchant?key=sesame").await;
    owner.get("/merchant/carriers").await.says(&["Nothing waits for you here."]);
}
