//! An order in parcels: packed, sent and paid at the desk, followed by its buyer.

use axum::http::StatusCode;

use super::browser::{Browser, Place};

const ADDRESS: &str = "name=Ada&address=Street+1&email=ada%40example.org";

/// Three of rice and one of beans, ordered; the address of the order and the owner's browser.
pub(super) async fn ordered(place: &Place, buyer: &mut Browser) -> (String, String, Browser) {
    buyer.post("/cart", "product=1&quantity=3").await;
    buyer.post("/cart", "product=2&quantity=1").await;
    let page = buyer.get("/checkout").await;
    let expected = page.field("expected").replace(' ', "+");
    let form = format!("order={}&expected={expected}&{ADDRESS}", page.field("order"));
    let placed = buyer.post("/checkout", &form).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
    let order = placed.location().to_owned();
    let mut owner = place.browser();
    owner.get("/merchant?key=sesame").await;
    let desk = format!("/merchant/orders{}/parcels", order.trim_start_matches("/order"));
    (order, desk, owner)
}

#[tokio::test]
async fn an_order_is_sent_in_two_parcels_and_each_is_followed() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = ordered(&place, &mut buyer).await;
    owner.get("/merchant").await.says(&[&format!("href=\"{desk}\"")]);
    owner.get(&desk).await.says(&["To pack", "name=\"units-1\" value=\"3\"", "name=\"units-2\" value=\"1\""]);
    let packed = owner.post(&desk, "do=pack&units-1=2&units-2=").await;
    assert_eq!((packed.status, packed.location()), (StatusCode::SEE_OTHER, &desk[..]));
    owner.get(&desk).await.says(&[
        "Parcel <bdi>1</bdi>",
        "name=\"units-1\" value=\"1\"",
        "Tracking number",
        "<option value=\"Pedal\">",
    ]);
    owner.get("/merchant").await.says(&["value=\"cancel\""]);
    owner.post(&desk, "do=shipped&parcel=1&carrier=Post&number=RR-100").await;
    let board = owner.get("/merchant").await.text;
    assert!(
        board.contains("Mark packed") && !board.contains("value=\"cancel\""),
        "a part of it is on its way"
    );
    buyer.get(&order).await.says(&[
        "data-status=\"placed\"",
        "part=\"parcel\"",
        "Post",
        "RR-100",
        "On its way",
    ]);
    owner.post(&desk, "do=out_for_delivery&parcel=1").await;
    owner.post(&desk, "do=pack&units-1=1&units-2=1").await;
    owner.post(&desk, "do=shipped&parcel=2").await;
    owner.post(&desk, "do=delivered&parcel=1").await;
    buyer.get(&order).await.says(&["Out for delivery", "data-status=\"shipped\""]);
    buyer.get(&format!("{order}?lang=fa")).await.says(&["در دست پیک", "بسته‌ی "]);
    buyer.get(&format!("{order}?lang=ar")).await.says(&["خرج للتسليم", "الطرد "]);
    owner.get("/merchant").await.says(&["Mark delivered"]);
    owner.post(&desk, "do=delivered&parcel=2").await;
    owner.get("/merchant").await.says(&["No order is waiting."]);
    buyer.get(&order).await.says(&["data-status=\"delivered\""]);
}

#[tokio::test]
async fn what_cannot_be_is_told_and_changes_nothing() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (_, desk, mut owner) = ordered(&place, &mut buyer).await;
    for (form, status, words) in [
        ("do=pack&units-1=4", StatusCode::CONFLICT, "only 3 can be packed"),
        ("do=pack&units-1=0", StatusCode::UNPROCESSABLE_ENTITY, ""),
        ("do=pack&units-1=x", StatusCode::UNPROCESSABLE_ENTITY, "could not be read"),
        ("do=shipped&parcel=1", StatusCode::NOT_FOUND, ""),
        ("do=captured&amount=99999", StatusCode::CONFLICT, "at most"),
        ("do=nothing", StatusCode::UNPROCESSABLE_ENTITY, "could not be read"),
    ] {
        let told = owner.post(&desk, form).await;
        assert_eq!(told.status, status, "{form}");
        told.says(&[words]);
    }
    owner.post(&desk, "do=pack&units-1=1").await;
    let early = owner.post(&desk, "do=delivered&parcel=1").await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    early.says(&["The parcel has moved on"]);
    let nobody = owner.post(&desk, "do=shipped&parcel=1&carrier=Post&number=R+1").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    nobody.says(&["letters, digits and hyphens"]);
    for seen in [buyer.get(&desk).await, buyer.post(&desk, "do=pack&units-1=1").await] {
        assert_eq!(seen.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn units_are_called_off_and_paid_for_with_an_invoice() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = ordered(&place, &mut buyer).await;
    owner.get(&desk).await.says(&["\u{2068}$8.70\u{2069} of \u{2068}$8.70\u{2069} is still to be paid."]);
    owner.post(&desk, "do=captured&amount=3.70").await;
    buyer.get(&order).await.says(&["Paid: ", "$3.70", "invoice ", "Still to pay: ", "$5.00"]);
    owner.post(&desk, "do=call_off&units-2=1").await;
    buyer.get(&order).await.says(&["Called off:", "$3.80"]);
    owner.post(&desk, "do=captured").await;
    owner.post(&desk, "do=call_off&units-1=1").await;
    buyer.get(&order).await.says(&["Paid back: ", "$2.50"]);
    owner.post(&desk, "do=call_off&units-1=2").await;
    buyer.get(&order).await.says(&["data-status=\"cancelled\""]);
    owner.get("/merchant").await.says(&["No order is waiting."]);
}

#[tokio::test]
async fn the_desk_tells_the_order_as_it_was() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = ordered(&place, &mut buyer).await;
    owner.post(&desk, "do=pack&units-1=3&units-2=1").await;
    let now = owner.get(&desk).await;
    let moment = now.field("at");
    owner.get(&format!("{desk}?at={moment}")).await.says(&["data-status=\"packed\""]);
    owner.get(&format!("{desk}?at=1999-01-01T00:00")).await.says(&["There was no such order yet."]);
    buyer.get(&order).await.says(&["data-status=\"packed\""]);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_done_once() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = ordered(&place, &mut buyer).await;
    for form in ["do=captured&amount=3.70", "do=call_off&units-1=1", "do=pack&units-1=1"] {
        let once = owner.get(&desk).await.field("once").to_owned();
        for _ in 0..2 {
            let done = owner.post(&desk, &format!("once={once}&{form}")).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{form}");
        }
    }
    let seen = owner.get(&desk).await;
    seen.says(&["name=\"units-1\" value=\"1\"", "Parcel <bdi>1</bdi>"]);
    assert!(!seen.text.contains("Parcel <bdi>2</bdi>"), "one parcel, one unit called off");
    let told = buyer.get(&order).await;
    assert_eq!(told.text.matches("invoice ").count(), 1, "one invoice");
    // A page that is drawn anew is another form.
    let once = owner.get(&desk).await.field("once").to_owned();
    owner.post(&desk, &format!("once={once}&do=pack&units-1=1")).await;
    owner.get(&desk).await.says(&["Parcel <bdi>2</bdi>"]);
}
