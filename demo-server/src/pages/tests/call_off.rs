//! A buyer calls an order off, or some of it, in the shop.

use axum::http::StatusCode;

use super::browser::Place;
use super::parcels::ordered;

#[tokio::test]
async fn a_buyer_calls_off_some_units_and_then_the_rest() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = ordered(&place, &mut buyer).await;
    owner.post(&desk, "do=captured").await;
    let cancel = format!("{order}/cancel");
    let page = buyer.get(&order).await;
    page.says(&[
        "Call something off",
        "Call these off",
        "Call off the whole order",
        "name=\"units-1\"",
        "of 3",
        "of 1",
    ]);
    let form = format!("once={}&units-1=1&units-2=&do=units", page.field("once"));
    for _ in 0..2 {
        let done = buyer.post(&cancel, &form).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, &order[..]));
    }
    buyer.get(&order).await.says(&["Called off:", "Paid back: ", "$2.50", "of 2"]);
    buyer.get(&format!("{order}?lang=fa")).await.says(&["همه‌ی سفارش را لغو کن", "از ۲"]);
    buyer.get(&format!("{order}?lang=ar")).await.says(&["ألغِ الطلب كله", "من ٢"]);
    buyer.post(&cancel, "do=all").await;
    let gone = buyer.get(&format!("{order}?lang=en")).await;
    gone.says(&["data-status=\"cancelled\"", "$8.70"]);
    assert!(!gone.text.contains("Call something off"));
    owner.get("/merchant").await.says(&["No order is waiting."]);
}

#[tokio::test]
async fn what_left_the_house_cannot_be_called_off() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, desk, mut owner) = ordered(&place, &mut buyer).await;
    let cancel = format!("{order}/cancel");
    owner.post(&desk, "do=pack&units-1=2").await;
    owner.post(&desk, "do=pack&units-1=1").await;
    buyer.get(&order).await.says(&["of 3", "Call off the whole order"]);
    owner.post(&desk, "do=shipped&parcel=1").await;
    let page = buyer.get(&order).await;
    page.says(&["Call these off", "of 1"]);
    assert!(
        !page.text.contains("Call off the whole order") && !page.text.contains("of 3"),
        "two are on their way"
    );
    let late = buyer.post(&cancel, "do=all").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.says(&["The order has moved on meanwhile"]);
    assert_eq!(buyer.post(&cancel, "do=units&units-1=2").await.status, StatusCode::CONFLICT);
    assert_eq!(buyer.post(&cancel, "do=units&units-1=1&units-2=1").await.status, StatusCode::SEE_OTHER);
    let page = buyer.get(&order).await;
    page.says(&["data-status=\"shipped\""]);
    assert!(!page.text.contains("Call something off"), "nothing of it is in the house");
    for form in ["do=units&units-1=x", "do=nothing", "units-1=1", "do=units"] {
        assert_eq!(buyer.post(&cancel, form).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
    assert_eq!(
        place.browser().post(&cancel, "do=all").await.status,
        StatusCode::FORBIDDEN,
        "whose it is not"
    );
}
