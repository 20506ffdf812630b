//! Consent, login and logout, and the cookies they leave.

use axum::http::StatusCode;

use super::browser::Place;

#[tokio::test]
async fn consent_makes_a_visitor_and_takes_the_guests_cart_along() {
    let place = Place::open().await;
    let mut browser = place.browser();
    browser.post("/cart", "product=1&quantity=2").await;
    assert!(browser.has("attar_guest") && !browser.has("attar_shopper"));
    let chosen = browser.post("/consent", "consent=full&back=%2Fp%2F1").await;
    assert_eq!((chosen.status, chosen.location()), (StatusCode::SEE_OTHER, "/p/1"));
    assert!(browser.has("attar_shopper") && !browser.has("attar_guest"));
    browser.get("/cart").await.says(&["Rice 1 kg", "$5.00"]);
    browser.get("/account").await.says(&["What you look at is remembered"]);
}

#[tokio::test]
async fn a_guest_with_orders_keeps_them_after_consent() {
    let place = Place::open().await;
    let mut browser = place.browser();
    browser.post("/cart", "product=1&quantity=1").await;
    let page = browser.get("/checkout").await;
    let form = "&expected=250+USD&name=Ada&address=Street&email=ada%40example.org";
    let placed = browser.post("/checkout", &format!("order={}{form}", page.field("order"))).await;
    browser.post("/consent", "consent=full").await;
    assert!(browser.has("attar_shopper") && browser.has("attar_guest"));
    browser.get(placed.location()).await.says(&["data-status=\"placed\""]);
    browser.get("/account").await.says(&[placed.location()]);
}

#[tokio::test]
async fn no_is_kept_as_a_word_only_and_ends_the_visitor() {
    let place = Place::open().await;
    let mut browser = place.browser();
    browser.post("/consent", "consent=denied").await;
    assert_eq!(browser.cookies.get("attar_consent").map(String::as_str), Some("denied"));
    assert_eq!(browser.cookies.len(), 1);
    assert!(!browser.get("/").await.text.contains("May we remember"));
    browser.post("/consent", "consent=full").await;
    assert!(browser.has("attar_shopper") && !browser.has("attar_consent"));
    browser.post("/consent", "consent=denied").await;
    assert!(!browser.has("attar_shopper") && browser.has("attar_consent"));
}

#[tokio::test]
async fn the_question_stands_until_it_is_answered() {
    let place = Place::open().await;
    let mut browser = place.browser();
    browser.get("/").await.says(&["May we remember", "value=\"private\" hidden"]);
    browser.post("/consent", "consent=full").await;
    assert!(!browser.get("/").await.text.contains("May we remember"));
}

#[tokio::test]
async fn anyone_may_be_a_household_of_the_demo_and_leave_again() {
    let place = Place::open().await;
    let mut browser = place.browser();
    browser.post("/cart", "product=1&quantity=2").await;
    let entered = browser.post("/login", "household=17").await;
    assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/account"));
    browser.get("/account").await.says(&["household 17", "Log out"]);
    browser.get("/cart").await.says(&["$5.00"]);
    browser.post("/logout", "").await;
    assert!(!browser.has("attar_shopper"));
    browser.get("/cart").await.says(&["Your cart is empty."]);
    assert_eq!(browser.post("/login", "household=2501").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.post("/login", "household=many").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_visitor_who_consented_is_that_customer_from_now_on() {
    let place = Place::open().await;
    let mut browser = place.browser();
    browser.post("/consent", "consent=full").await;
    browser.post("/cart", "product=2&quantity=1").await;
    browser.post("/login", "household=17").await;
    browser.get("/cart").await.says(&["Beans", "$1.20"]);
    browser.post("/login", "household=18").await;
    browser.get("/cart").await.says(&["Your cart is empty."]);
}

#[tokio::test]
async fn a_customer_who_says_no_stays_logged_in() {
    let place = Place::open().await;
    let mut browser = place.browser();
    browser.post("/login", "household=17").await;
    browser.post("/consent", "consent=denied").await;
    browser.get("/account").await.says(&["household 17", "Nothing about you is remembered."]);
}
