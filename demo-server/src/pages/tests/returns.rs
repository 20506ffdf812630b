//! What comes back: asked for by its buyer, taken on at the desk.

use axum::http::StatusCode;

use super::browser::{Browser, Place};
use super::parcels::ordered;

/// Three of rice and one of beans, delivered.
async fn delivered(place: &Place, buyer: &mut Browser) -> (String, String, Browser) {
    let (order, desk, mut owner) = ordered(place, buyer).await;
    assert!(!buyer.get(&order).await.text.contains("Send something back"), "nothing is there yet");
    owner.post(&desk, "do=pack&units-1=3&units-2=1").await;
    owner.post(&desk, "do=shipped&parcel=1").await;
    owner.post(&desk, "do=delivered&parcel=1").await;
    (order, desk, owner)
}

#[tokio::test]
async fn a_return_is_asked_for_agreed_to_and_refunded() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = delivered(&place, &mut buyer).await;
    buyer.get(&order).await.says(&["Send something back", "name=\"units-1\"", "value=\"damaged\""]);
    let asked = buyer.post(&format!("{order}/return"), "units-1=2&units-2=&reason=damaged&wish=refund").await;
    assert_eq!((asked.status, asked.location()), (StatusCode::SEE_OTHER, &order[..]));
    buyer.get(&order).await.says(&["for the money", "damaged", "Asked for"]);
    buyer.get(&format!("{order}?lang=fa")).await.says(&["مرجوعی ", "آسیب‌دیده", "درخواست شد"]);
    owner.get(&desk).await.says(&["Return 1", "Agree", "Refuse"]);
    owner.post(&desk, "do=approved&return=1").await;
    owner.post(&desk, "do=labelled&return=1&carrier=Post&number=RR-9").await;
    buyer.get(&format!("{order}?lang=en")).await.says(&["Label sent", "RR-9"]);
    owner.post(&desk, "do=received&return=1").await;
    owner.get(&desk).await.says(&["name=\"restock\""]);
    owner.post(&desk, "do=refunded&return=1&restock=yes").await;
    buyer.get(&order).await.says(&["Money given back", "Refunded: ", "$5.00"]);
    let again = owner.post(&desk, "do=refunded&return=1").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    again.says(&["The return has moved on"]);
}

#[tokio::test]
async fn what_is_exchanged_is_sent_again() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = delivered(&place, &mut buyer).await;
    buyer.post(&format!("{order}/return"), "units-2=1&reason=wrong_item&wish=exchange").await;
    for step in ["approved", "received", "exchanged"] {
        owner.post(&desk, &format!("do={step}&return=1")).await;
    }
    buyer.get(&order).await.says(&["The same is sent again", "Not in stock yet", "data-status=\"placed\""]);
    owner.get("/merchant").await.says(&["Mark packed"]);
    owner.post(&desk, "do=allocate").await;
    owner.post(&desk, "do=pack&units-2=1").await;
    owner.post(&desk, "do=shipped&parcel=2").await;
    owner.post(&desk, "do=delivered&parcel=2").await;
    owner.get("/merchant").await.says(&["No order is waiting."]);
    buyer.get(&order).await.says(&["data-status=\"delivered\""]);
}

#[tokio::test]
async fn a_return_of_what_is_not_there_is_told() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, _, _) = delivered(&place, &mut buyer).await;
    let back = format!("{order}/return");
    for (form, status) in [
        ("units-1=4&reason=late&wish=refund", StatusCode::CONFLICT),
        ("units-1=&reason=late&wish=refund", StatusCode::UNPROCESSABLE_ENTITY),
        ("units-1=1&reason=whim&wish=refund", StatusCode::UNPROCESSABLE_ENTITY),
        ("units-1=1&reason=late&wish=gold", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(buyer.post(&back, form).await.status, status, "{form}");
    }
    buyer.post(&back, "units-1=&reason=late&wish=refund").await.says(&["Say how many units of what."]);
    assert_eq!(
        place.browser().post(&back, "units-1=1&reason=late&wish=refund").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn the_desk_lists_returns_until_they_are_at_their_end() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = delivered(&place, &mut buyer).await;
    let none = owner.get("/merchant").await;
    assert!(!none.text.contains("Returns under way"), "there is none");
    let back = format!("{order}/return");
    buyer.post(&back, "units-1=1&reason=damaged&wish=refund").await;
    buyer.post(&back, "units-2=1&reason=late&wish=exchange").await;
    let seen = owner.get("/merchant").await;
    let row = format!("href=\"{desk}\"><strong>Order <bdi>1</bdi></strong></a> <span>Return 1</span>");
    seen.says(&["Returns under way", &row, "Return 2", "data-status=\"requested\">Asked for", "since "]);
    owner.post(&desk, "do=approved&return=2").await;
    owner.post(&desk, "do=refused&return=1").await;
    let seen = owner.get("/merchant").await;
    seen.says(&["Return 2", "data-status=\"approved\">"]);
    assert!(!seen.text.contains("Return 1"), "it is refused");
    owner.get("/merchant?lang=fa").await.says(&["مرجوعی‌های در جریان"]);
    owner.get("/merchant?lang=ar").await.says(&["إرجاعات جارية"]);
    owner.post(&desk, "do=received&return=2").await;
    owner.post(&desk, "do=exchanged&return=2").await;
    assert!(!owner.get("/merchant?lang=en").await.text.contains("Returns under way"), "all are at their end");
}
