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
async fn where_nothing_is_kept_the_page_says_so() {
    let place = Place::open().await;
    let mut owner = place.browser();
    owner.get("/merchant?key=sesame").await;
    owner.get("/merchant/carriers").await.says(&["Nothing waits for you here."]);
}
