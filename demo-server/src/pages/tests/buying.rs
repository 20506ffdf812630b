//! From the shelf to the door, by forms alone.

use attar::terms::promotion::Offer;
use axum::http::StatusCode;

use super::browser::{Browser, Place, Seen};
use crate::local;

pub(super) const ADDRESS: &str = "name=Ada+%3Cscript%3E&address=Street+1&email=ada%40example.org";

/// The checkout with the fields of the page as it was drawn.
pub(super) async fn place_order(browser: &mut Browser, page: &Seen) -> Seen {
    let expected = page.field("expected").replace(' ', "+");
    let shown = encoded(&page.field("shown"));
    let form = format!("order={}&expected={expected}&shown={shown}&{ADDRESS}", page.field("order"));
    browser.post("/checkout", &form).await
}

/// A value of a page as a form sends it.
pub(super) fn encoded(value: &str) -> String {
    let value = value.replace("&quot;", "\"").replace("&amp;", "&");
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn an_order_goes_from_the_shelf_to_the_door_without_script() {
    let place = Place::open().await;
    let (mut buyer, mut merchant) = (place.browser(), place.browser());
    let added = buyer.post("/cart", "product=1&quantity=2").await;
    assert_eq!((added.status, added.location()), (StatusCode::SEE_OTHER, "/cart"));
    buyer.post("/cart", "product=2&quantity=1").await;
    buyer.get("/cart").await.says(&["Rice 1 kg", "$5.00", "$6.20", "To checkout"]);
    buyer.get("/p/1").await.says(&["Your cart holds 2 of it."]);

    let checkout = buyer.get("/checkout").await;
    let placed = place_order(&mut buyer, &checkout).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
    let order = placed.location().to_owned();
    buyer.get(&order).await.says(&[
        "<attar-order-tracker order=",
        "data-status=\"placed\"",
        "Rice 1 kg",
        "part=\"total\">Total: ",
    ]);
    let again = place_order(&mut buyer, &checkout).await;
    assert_eq!(again.location(), order, "the same order again is the same order");
    buyer.get("/cart").await.says(&["Your cart is empty."]);

    let entered = merchant.get("/merchant?key=sesame").await;
    assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/merchant"));
    merchant.get("/merchant").await.says(&["value=\"pack\"", "Ada &lt;script&gt;", "$6.20"]);
    let id = order.trim_start_matches("/order/");
    for (step, status) in [("pack", "packed"), ("ship", "shipped"), ("deliver", "delivered")] {
        let moved = merchant.post(&format!("/merchant/orders/{id}"), &format!("step={step}")).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER);
        buyer.get(&order).await.says(&[&format!("data-status=\"{status}\"")]);
    }
    merchant.get("/merchant").await.says(&["No order is waiting."]);
    let late = merchant.post(&format!("/merchant/orders/{id}"), "step=cancel").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    buyer.get("/account").await.says(&["href=\"/order/", "Delivered"]);
}

#[tokio::test]
async fn the_checkout_carries_a_quote_and_what_verifies_it() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    assert!(!buyer.get("/checkout").await.text.contains("data-quote"), "an empty cart has none");
    buyer.post("/cart", "product=1&quantity=2").await;
    let page = buyer.get("/checkout").await;
    page.says(&["data-quote=\"ey", "data-seal=\"good\" role=\"status\" hidden", "src=\"/checkout.js\""]);
    buyer.get("/checkout.js").await.says(&["from '/quote.js'"]);
    buyer.get("/quote.js").await.says(&["crypto.subtle.verify('Ed25519'"]);
}

#[tokio::test]
async fn a_coupon_outlives_its_promotion_but_takes_nothing_off() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    buyer.post("/cart/coupon", "code=RICE-10").await;
    buyer.get("/cart").await.says(&["$4.50"]);
    let mut draft = place.app.current().shop.draft().clone();
    draft.terms.promotions.clear();
    place.app.publish_shop(draft).await.expect("a published shop");
    let cart = buyer.get("/cart").await;
    cart.says(&["$5.00", "name=\"promotion\" value=\"1\""]);
    assert!(!cart.text.contains("$4.50"));
}

#[tokio::test]
async fn a_guests_coupon_comes_along_at_login() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    buyer.post("/cart/coupon", "code=RICE-10").await;
    buyer.get("/cart").await.says(&["Your coupons", "$4.50"]);
    buyer.post("/login", "household=7").await;
    assert!(buyer.has("attar_shopper") && !buyer.has("attar_guest"));
    buyer.get("/cart").await.says(&["Your coupons", "A tenth off rice", "$4.50"]);
}

#[tokio::test]
async fn a_coupon_is_entered_told_apart_and_on_the_receipt_without_script() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    let refused = buyer.post("/cart/coupon", "code=RICE-11").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.says(&["There is no coupon with this code.", "value=\"RICE-11\"", "$5.00"]);
    let accepted = buyer.post("/cart/coupon", "code=rice-10").await;
    assert_eq!((accepted.status, accepted.location()), (StatusCode::SEE_OTHER, "/cart"));
    buyer.get("/cart").await.says(&["Your coupons", "A tenth off rice", "$4.50"]);
    buyer.post("/cart/coupon/remove", "promotion=1").await;
    assert!(!buyer.get("/cart").await.text.contains("A tenth off rice"));
    buyer.post("/cart/coupon", "code=RICE-10").await;
    let checkout = buyer.get("/checkout").await;
    checkout.says(&["A tenth off rice", "$4.50"]);
    let placed = place_order(&mut buyer, &checkout).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
    let order = placed.location().to_owned();
    buyer.get(&order).await.says(&["A tenth off rice", "$4.50"]);
}

#[tokio::test]
async fn an_order_is_shown_to_its_buyer_only() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=1").await;
    let checkout = buyer.get("/checkout").await;
    let placed = place_order(&mut buyer, &checkout).await;
    assert_eq!(place.browser().get(placed.location()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_changed_price_is_explained_and_agreed_to_again() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    let checkout = buyer.get("/checkout").await;
    place.prices([300, 120, 400]).await;
    let told = place_order(&mut buyer, &checkout).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    told.says(&[
        "$5.00",
        "$6.00",
        "Nothing was ordered",
        "value=\"Ada &lt;script&gt;\"",
        "value=\"600 USD\"",
    ]);
    assert_eq!(told.field("order"), checkout.field("order"));
    assert_eq!(place_order(&mut buyer, &told).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_promotion_that_ends_meanwhile_is_named_with_both_amounts() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    buyer.post("/cart/coupon", "code=RICE-10").await;
    let checkout = buyer.get("/checkout").await;
    let mut draft = place.app.current().shop.draft().clone();
    let fifth = attar::money::BasisPoints(2_000);
    for promotion in &mut draft.terms.promotions {
        if let Offer::Percent { rate, .. } = &mut promotion.gives {
            *rate = fifth;
        }
    }
    place.app.publish_shop(draft).await.expect("a published shop");
    let told = place_order(&mut buyer, &checkout).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    told.says(&["$4.50", "$4.00", "What changed"]);
    let changes =
        told.text.split_once("<ul class=\"changes\">").and_then(|(_, rest)| rest.split_once("</ul>"));
    let (changes, _) = changes.expect("the changes are told");
    assert_eq!(changes.matches("<li>").count(), 1, "{changes}");
    for word in ["A tenth off rice", "Rice 1 kg", ">-$0.50</data></s>", ">-$1.00</data>"] {
        assert!(changes.contains(word), "`{word}` is not in {changes}");
    }
    assert_eq!(place_order(&mut buyer, &told).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn too_few_in_stock_is_explained() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    let checkout = buyer.get("/checkout").await;
    for (units, words) in [(1, "only 1 are left"), (0, "is sold out")] {
        place.count([units, 5, 5]).await;
        let told = place_order(&mut buyer, &checkout).await;
        assert_eq!(told.status, StatusCode::CONFLICT);
        told.says(&[words, "Rice 1 kg", "Change the cart"]);
    }
}

#[tokio::test]
async fn a_form_that_lacks_something_comes_back_as_it_was() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    let page = buyer.get("/checkout").await;
    let form = format!("order={}&expected=500+USD&name=Ada&address=&email=nowhere", page.field("order"));
    let again = buyer.post("/checkout", &form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.says(&["value=\"Ada\"", "Please fill this in.", "name@example.org", "aria-invalid=\"true\""]);
    for bad in ["order=x&expected=500+USD&name=a&address=b&email=c", "expected=500"] {
        let unread = buyer.post("/checkout", bad).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        unread.says(&["could not be read"]);
    }
}

#[tokio::test]
async fn a_line_can_be_changed_and_taken_out() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    buyer.post("/cart", "product=1&quantity=3").await;
    buyer.get("/cart").await.says(&["$7.50"]);
    buyer.post("/cart", "product=1&quantity=0").await;
    buyer.get("/cart").await.says(&["Your cart is empty."]);
    for (persian_arabic_latin, held) in [("%DB%B4", "4"), ("%D9%A5", "5"), ("6", "6")] {
        buyer.post("/cart", &format!("product=1&quantity={persian_arabic_latin}")).await;
        let field = format!("autocomplete=\"off\" value=\"{held}\"");
        buyer.get("/cart").await.says(&[&field]);
        buyer.get("/cart?lang=fa").await.says(&[&local::digits(attar::Lang::Fa, &field)]);
        buyer.post("/lang", "lang=en&back=/").await;
    }
    assert_eq!(buyer.post("/cart", "product=1&quantity=two").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(buyer.post("/cart", "product=1&quantity=1000").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(buyer.post("/cart", "product=99&quantity=1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_from_another_site_changes_nothing() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    for origin in ["https://evil.example", "null"] {
        buyer.origin = Some(origin.into());
        let refused = buyer.post("/cart", "product=1&quantity=2").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        refused.says(&["from another site"]);
        assert!(buyer.cookies.is_empty());
    }
    buyer.origin = Some("http://shop.example".into());
    assert_eq!(buyer.post("/cart", "product=1&quantity=2").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_merchants_key_works_once_and_the_desk_is_for_them_only() {
    let place = Place::open().await;
    let mut merchant = place.browser();
    assert_eq!(merchant.get("/merchant?key=guess").await.status, StatusCode::FORBIDDEN);
    assert_eq!(merchant.get("/merchant?key=sesame").await.status, StatusCode::SEE_OTHER);
    let mut other = place.browser();
    for seen in [
        other.get("/merchant?key=sesame").await,
        other.get("/merchant").await,
        other.post("/merchant/train", "").await,
        other.post("/merchant/orders/00000000000000000000000000000001", "step=pack").await,
    ] {
        assert_eq!(seen.status, StatusCode::FORBIDDEN);
    }
    for address in ["/merchant", "/merchant/figures/weeks"] {
        let seen = merchant.get(address).await;
        assert_eq!(
            (seen.status, &seen.headers["cache-control"]),
            (StatusCode::OK, &"no-store".parse().expect("a value"))
        );
    }
    assert_eq!(merchant.post("/merchant/train", "").await.location(), "/merchant?training=true");
    assert_eq!(*place.trained.lock().expect("a count"), 1);
    merchant.get("/merchant?training=true").await.says(&["Learning has begun"]);
}
