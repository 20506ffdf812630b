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
async fn whoever_leaves_a_shared_device_takes_all_of_theirs_along() {
    let place = Place::open().await;
    let mut browser = place.browser();
    let order = buy_as_guest(&mut browser).await;
    browser.post("/login", "household=17").await;
    browser.get(&order).await.says(&["data-status=\"placed\""]);
    let left = browser.post("/logout", "").await;
    assert_eq!(left.headers["clear-site-data"], "\"cache\"");
    assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), ["attar_left"]);
    assert_eq!(browser.get(&order).await.status, StatusCode::NOT_FOUND);
    let account = browser.get("/account").await;
    assert!(!account.text.contains("household 17") && !account.text.contains(&order));
    assert_eq!(account.headers["cache-control"], "no-store");
    assert!(account.headers.get("clear-site-data").is_none(), "they left once");
}

#[tokio::test]
async fn another_customers_login_ends_the_one_before() {
    let place = Place::open().await;
    let mut browser = place.browser();
    browser.post("/login", "household=17").await;
    browser.post("/cart", "product=2&quantity=1").await;
    browser.post("/login", "household=17").await;
    assert!(!browser.has("attar_left"), "the same customer again is nobody else");
    browser.cookies.insert("attar_guest".into(), "old".into());
    browser.post("/login", "household=18").await;
    assert!(browser.has("attar_left") && !browser.has("attar_guest"));
    browser.get("/cart").await.says(&["Your cart is empty."]);
}

async fn buy_as_guest(browser: &mut super::browser::Browser) -> String {
    browser.post("/cart", "product=1&quantity=1").await;
    let page = browser.get("/checkout").await;
    let form = "&expected=250+USD&name=Ada&address=Street&email=ada%40example.org";
    let placed = browser.post("/checkout", &format!("order={}{form}", page.field("order"))).await;
    placed.location().to_owned()
}

#[tokio::test]
async fn a_customer_is_forgotten_with_the_guest_they_were_and_may_come_back_as_somebody_new() {
    let place = Place::open().await;
    let mut browser = place.browser();
    let order = buy_as_guest(&mut browser).await;
    browser.post("/login", "household=17").await;
    browser.post("/cart", "product=2&quantity=1").await;
    let (shopper, guest) = (browser.cookies["attar_shopper"].clone(), browser.cookies["attar_guest"].clone());
    browser.get("/account").await.says(&["href=\"/forget\""]);
    browser.get("/forget").await.says(&["What goes", "What stays", "still on its way", "Yes, forget me"]);
    let done = browser.post("/forget", "").await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/forgotten"));
    assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), ["attar_left"]);
    browser.get("/forgotten").await.says(&["You are forgotten"]);
    browser.cookies.insert("attar_shopper".into(), shopper);
    browser.cookies.insert("attar_guest".into(), guest);
    assert_eq!(browser.get(&order).await.status, StatusCode::NOT_FOUND);
    browser.get("/cart").await.says(&["Your cart is empty."]);
    assert_eq!(browser.post("/forget", "").await.location(), "/forgotten", "twice is once");
    browser.post("/login", "household=17").await;
    browser.get("/account").await.says(&["household 17", "You have not ordered anything yet."]);
    browser.get("/cart").await.says(&["Your cart is empty."]);
}

#[tokio::test]
async fn forgetting_is_asked_in_every_language_and_not_of_nobody() {
    let place = Place::open().await;
    let mut browser = place.browser();
    assert!(!browser.get("/account").await.text.contains("href=\"/forget\""));
    browser.get("/forget").await.says(&["there is nothing to forget"]);
    browser.post("/consent", "consent=full").await;
    for (lang, words) in [("en", "Yes, forget me"), ("fa", "بله، مرا فراموش کن"), ("ar", "نعم، انسَوني")]
    {
        let page = browser.get(&format!("/forget?lang={lang}")).await;
        page.says(&[words, "action=\"/forget\" method=\"post\""]);
        assert!(!page.text.contains("still on its way"));
    }
    browser.origin = Some("https://evil.example".into());
    assert_eq!(browser.post("/forget", "").await.status, StatusCode::FORBIDDEN);
    assert!(browser.has("attar_shopper"));
}

#[tokio::test]
async fn the_merchant_sees_that_a_buyer_is_forgotten() {
    let place = Place::open().await;
    let mut browser = place.browser();
    buy_as_guest(&mut browser).await;
    browser.post("/forget", "").await;
    let mut owner = place.browser();
    owner.get("/merchant?key=sesame").await;
    let desk = owner.get("/merchant").await;
    desk.says(&["The buyer is forgotten"]);
    assert!(!desk.text.contains("ada@example.org"));
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
