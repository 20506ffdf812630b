//! An order followed without signing in: by a link, and by its number and e-mail.

use attar::time::Span;
use attar::{Actor, Command, ShopperId};
use axum::http::{HeaderMap, StatusCode};

use super::browser::{Browser, Place, Seen};
use super::buying::place_order;
use super::terms::merchant;

const ADA: &str = "ada%40example.org";

/// An order of two of rice; the address of its page, and its page.
async fn ordered(buyer: &mut Browser) -> (String, Seen) {
    buyer.post("/cart", "product=1&quantity=2").await;
    let checkout = buyer.get("/checkout").await;
    let placed = place_order(buyer, &checkout).await;
    let page = buyer.get(placed.location()).await;
    (placed.location().to_owned(), page)
}

/// The link that a page shows.
fn link(page: &Seen) -> String {
    let rest = page.text.split_once("href=\"/order/link/").expect("a link").1;
    ["/order/link/", rest.split('"').next().expect("its end")].concat()
}

async fn find(browser: &mut Browser, number: &str, email: &str) -> Seen {
    browser.post("/order/find", &format!("number={number}&email={email}")).await
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn a_link_shows_the_order_to_anybody_and_nothing_else() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, page) = ordered(&mut buyer).await;
    page.says(&["Follow it without signing in"]);
    let mut stranger = place.browser();
    let seen = stranger.get(&link(&page)).await;
    assert_eq!(seen.status, StatusCode::OK);
    seen.says(&["Order <data", "data-status=\"placed\"", "Rice 1 kg", "$5.00"]);
    for secret in ["Street 1", "ada@example.org", "Ada &lt;", "<form", "<script", "attar-consent", &order] {
        assert!(!seen.text.contains(secret), "{secret} is in {}", seen.text);
    }
    assert!(stranger.cookies.is_empty(), "{:?}", stranger.cookies);
    seen.says(&["It is loaded again every minute."]);
    for (name, value) in [
        ("refresh", "60"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex, nofollow"),
    ] {
        assert_eq!(header(&seen.headers, name), value, "{name}");
    }
    for address in [order.as_str(), "/account", "/cart"] {
        assert!(!stranger.get(address).await.text.contains("Rice 1 kg"), "{address}");
    }
    for (lang, words) in [("fa", "هر گام سفارش"), ("ar", "كل خطوة من خطوات الطلب")]
    {
        stranger.get(&format!("{}?lang={lang}", link(&page))).await.says(&[words]);
    }
}

#[tokio::test]
async fn the_page_of_a_link_keeps_up_until_the_order_is_there() {
    let place = Place::open().await;
    let (order, page) = ordered(&mut place.browser()).await;
    let (link, mut stranger, mut owner) = (link(&page), place.browser(), merchant(&place).await);
    let desk = format!("/merchant/orders{}", order.trim_start_matches("/order"));
    for step in ["pack", "ship"] {
        owner.post(&desk, &format!("step={step}")).await;
        assert_eq!(header(&stranger.get(&link).await.headers, "refresh"), "60", "{step}");
    }
    owner.post(&desk, "step=deliver").await;
    let there = stranger.get(&link).await;
    there.says(&["data-status=\"delivered\""]);
    assert!(!there.headers.contains_key("refresh") && !there.text.contains("every minute"));
}

#[tokio::test]
async fn a_forged_link_opens_nothing_and_tells_no_more_than_one_that_ran_out() {
    let place = Place::open().await;
    let (_, page) = ordered(&mut place.browser()).await;
    let good = link(&page);
    let (start, end) = good.split_at(good.len() - 9);
    let forged = [start, if end.starts_with('A') { "B" } else { "A" }, &end[1..]].concat();
    for address in [forged.as_str(), "/order/link/x"] {
        let seen = place.browser().get(address).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(header(&seen.headers, "referrer-policy"), "no-referrer");
        assert_eq!(header(&seen.headers, "cache-control"), "no-store");
    }
    let brief = place.app.clone().links_for(Span(0));
    let order = brief.open_orders(1).await.expect("orders")[0].order;
    let over = brief.order_link(order).await.expect("it is read").expect("a link");
    assert_eq!(place.browser().get(&over.page()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn its_buyer_and_the_owner_make_links_void_and_nobody_else_does() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let (order, page) = ordered(&mut buyer).await;
    let voids = format!("{order}/links");
    let stranger = place.browser().post(&voids, "links=0").await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    assert_eq!(place.browser().get(&link(&page)).await.status, StatusCode::OK);

    let done = buyer.post(&voids, "links=0").await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, order.as_str()));
    assert_eq!(place.browser().get(&link(&page)).await.status, StatusCode::NOT_FOUND);
    let second = buyer.get(&order).await;
    // The same form again takes no link that came since.
    buyer.post(&voids, "links=0").await;
    assert_eq!(place.browser().get(&link(&second)).await.status, StatusCode::OK);

    let desk = order.replace("/order/", "/merchant/orders/");
    assert_eq!(place.browser().post(&format!("{desk}/links"), "links=1").await.status, StatusCode::FORBIDDEN);
    let mut owner = merchant(&place).await;
    let shown = owner.get(&desk).await;
    shown.says(&["Make all links void"]);
    assert!(!shown.text.contains("/order/link/"), "the link is its buyer's");
    let form = format!("links={}", shown.field("links"));
    assert_eq!(owner.post(&format!("{desk}/links"), &form).await.location(), desk);
    assert_eq!(place.browser().get(&link(&second)).await.status, StatusCode::NOT_FOUND);
    let third = buyer.get(&order).await;
    assert_eq!(place.browser().get(&link(&third)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn number_and_email_find_the_order_in_any_digits_and_letters() {
    let place = Place::open().await;
    ordered(&mut place.browser()).await;
    let mut anybody = place.browser();
    anybody.get("/").await.says(&["href=\"/order/find\""]);
    anybody.get("/order/find").await.says(&["Where is my order?", "name=\"number\"", "name=\"email\""]);
    for (number, email) in [("1", ADA), ("%DB%B1", "+ADA%40Example.ORG+"), (" 1", ADA)] {
        let found = find(&mut anybody, number, email).await;
        assert_eq!(found.status, StatusCode::SEE_OTHER, "{number}");
        assert!(found.location().starts_with("/order/link/"), "{}", found.location());
        anybody.get(found.location()).await.says(&["Rice 1 kg"]);
    }
    assert!(anybody.cookies.is_empty());
}

#[tokio::test]
async fn what_is_not_found_is_told_in_the_same_bytes_whatever_is_wrong() {
    let place = Place::open().await;
    ordered(&mut place.browser()).await;
    let wrong = find(&mut place.browser(), "1", "bab%40example.org").await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    wrong.says(&["We find no order with this number and this e-mail."]);
    let forms = [
        "number=2&email=ada%40example.org",
        "number=0&email=ada%40example.org",
        "number=-1&email=ada%40example.org",
        "number=99999999999999999999&email=ada%40example.org",
        "number=1&email=",
        "number=1",
        "number=x&email=%3Cscript%3E",
        "number=1&number=2",
        "%ff=%fe",
        "",
    ];
    for form in forms {
        let seen = place.browser().post("/order/find", form).await;
        assert_eq!(seen.status, wrong.status, "{form}");
        assert_eq!(seen.headers, wrong.headers, "{form}");
        assert_eq!(seen.text, wrong.text, "{form}");
    }
}

#[tokio::test]
async fn a_customers_order_is_found_too_and_nothing_after_they_are_forgotten() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    buyer.post("/login", "household=7").await;
    let (order, page) = ordered(&mut buyer).await;
    let found = find(&mut place.browser(), "1", ADA).await;
    assert_eq!(found.status, StatusCode::SEE_OTHER);
    let id = order.trim_start_matches("/order/").parse().expect("an identifier");
    let buyer = place.app.buyer(id).await.expect("it is read").expect("a buyer");
    let forget = Command::Forget { shopper: None, pseudonym: ShopperId::ANONYMOUS };
    let act = place.app.command(Actor::Shopper(buyer), attar::event::Channel::Web, forget);
    act.await.expect("they are forgotten");
    let missed = find(&mut place.browser(), "1", ADA).await;
    assert_eq!(missed.status, StatusCode::NOT_FOUND);
    for address in [found.location(), &link(&page)] {
        assert_eq!(place.browser().get(address).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(place.app.order_link(id).await.expect("it is read"), None);
}

#[tokio::test]
async fn an_order_is_looked_for_ten_times_and_then_once_a_minute() {
    let place = Place::open().await;
    ordered(&mut place.browser()).await;
    for number in ["1", "77"] {
        for _ in 0..10 {
            assert_eq!(find(&mut place.browser(), number, "x").await.status, StatusCode::NOT_FOUND);
        }
        let late = find(&mut place.browser(), number, ADA).await;
        assert_eq!(late.status, StatusCode::TOO_MANY_REQUESTS, "{number}");
        let wait: u64 = header(&late.headers, "retry-after").parse().expect("seconds");
        assert!((1..=60).contains(&wait), "{wait}");
        late.says(&["There were too many tries."]);
    }
    assert_eq!(find(&mut place.browser(), "2", ADA).await.status, StatusCode::NOT_FOUND, "another is free");
}
