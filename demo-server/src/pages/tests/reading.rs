//! What each page shows.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, SET_COOKIE, X_CONTENT_TYPE_OPTIONS};

use super::browser::{Place, draft};
use super::buying::place_order;

#[tokio::test]
async fn each_page_says_what_it_is_for() {
    let place = Place::open().await;
    for (address, words) in [
        ("/", &["Departments", "/d/0", "slot=\"for_you\"", "n=\"10\"", "Grocery"][..]),
        ("/d/0", &["Rice 1 kg", "$2.50", "3 products", "href=\"/d/0?category=1\""]),
        (
            "/p/1",
            &[
                "<attar-price product=\"1\" currency=\"USD\"><div part=\"price\">",
                "$1.99",
                "price for everyone",
            ],
        ),
        (
            "/p/1",
            &[
                "slot=\"similar\" product=\"1\"",
                "<attar-signal name=\"view_item\" product=\"1\"></attar-signal>",
            ],
        ),
        ("/p/1", &["data-attar-signal=\"add_to_cart\" data-product=\"1\"", "Add to cart"]),
        ("/cart", &["Your cart is empty."]),
        ("/checkout", &["Your cart is empty."]),
        (
            "/account",
            &["<attar-consent>", "Nothing about you is remembered.", "name=\"household\"", "My orders"],
        ),
    ] {
        let seen = place.browser().get(address).await;
        assert_eq!(seen.status, StatusCode::OK, "{address}");
        seen.says(words);
        seen.says(&[
            "<html lang=\"en\" dir=\"ltr\">",
            "<script data-shop=\"/\" data-lang=\"en\" data-worker=\"/worker.js\" data-boot=\"{&quot;snapshot&quot;:",
            "/* the loader */</script>",
        ]);
    }
}

#[tokio::test]
async fn a_list_is_there_once_it_has_something_to_show() {
    let place = Place::open().await;
    let mut browser = place.browser();
    browser.post("/consent", "consent=full").await;
    for (page, slots) in
        [("/", &["recent", "buy_again", "trending"][..]), ("/account", &["recent", "buy_again"])]
    {
        let seen = browser.get(page).await;
        if page == "/" {
            seen.says(&["slot=\"for_you\""]);
        }
        for slot in slots {
            let it = format!("slot=\"{slot}\"");
            assert!(!seen.text.contains(&it), "{slot} is empty yet, or the same as what is suggested");
        }
    }
    browser.post("/cart", "product=1&quantity=1").await;
    let checkout = browser.get("/checkout").await;
    place_order(&mut browser, &checkout).await;
    browser.get("/").await.says(&["slot=\"for_you\"", "slot=\"trending\"", "slot=\"buy_again\""]);
}

#[tokio::test]
async fn beside_a_product_are_what_goes_with_it_and_others_of_its_category() {
    let place = Place::open().await;
    let mut browser = place.browser();
    let lists = [
        "<attar-recommendations slot=\"bought_together\" product=\"1\" n=\"10\">",
        "<attar-recommendations slot=\"similar\" product=\"1\" within=\"1\" n=\"10\">",
    ];
    let own = "<attar-recommendations slot=\"for_you\" n=\"10\">";
    let seen = browser.get("/p/1").await;
    seen.says(&lists);
    assert!(!seen.text.contains(own), "a stranger's own list would be the first one again");
    browser.post("/consent", "consent=full").await;
    let seen = browser.get("/p/1").await;
    seen.says(&lists);
    seen.says(&[own]);
}

#[tokio::test]
async fn a_page_names_what_the_engine_stands_on_only_for_whom_the_shop_knows() {
    let place = Place::open().await;
    let mut browser = place.browser();
    let boot = "<link rel=\"preload\" as=\"fetch\" href=\"/v1/boot\" crossorigin>";
    let seen = browser.get("/").await;
    assert!(!seen.text.contains("data-files") && !seen.text.contains(boot), "{}", seen.text);
    assert!(seen.text.contains("data-boot") && !seen.text.contains("token"), "{}", seen.text);
    browser.post("/consent", "consent=full").await;
    let published = place.app.snapshot();
    let (_, bundle) = published.bundles().find(|(lang, _)| *lang == attar::Lang::Fa).expect("a bundle");
    let seen = browser.get("/?lang=fa").await;
    seen.says(&[boot, &format!("data-files=\"bundle/{}\"", bundle.hash)]);
    assert!(
        !seen.text.contains("data-boot"),
        "what the shop knows of somebody does not lie in a page that is kept"
    );
}

#[tokio::test]
async fn a_page_is_shown_once_its_end_is_there() {
    let seen = Place::open().await.browser().get("/").await;
    let waits = seen.text.find("<link rel=\"expect\" href=\"#end\" blocking=\"render\">");
    let (body, end) = (seen.text.find("<body>"), seen.text.find("<span id=\"end\" hidden></span></body>"));
    assert!(waits.is_some() && waits < body && body < end, "{}", seen.text);
}

#[tokio::test]
async fn a_page_without_a_widget_has_no_script() {
    let place = Place::open().await;
    let router = crate::pages::pages(place.app.clone(), crate::pages::PagesOptions::default());
    let place = Place { router, ..place };
    let seen = place.browser().get("/account").await;
    assert!(!seen.text.contains("<script") && !seen.text.contains("household"), "{}", seen.text);
    let refused = place.browser().post("/login", "household=1").await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_answer_carries_the_policy_and_no_anonymous_reader_gets_a_cookie() {
    let place = Place::open().await;
    for address in ["/", "/d/0", "/p/1", "/cart", "/checkout", "/account", "/merchant", "/nowhere", "/p/99"] {
        let seen = place.browser().get(address).await;
        let policy = seen.headers.get(CONTENT_SECURITY_POLICY).expect("a policy").to_str().expect("text");
        // The one script inside a page is the loader, known by its hash.
        let loader = &crate::widget_files::Tag::of("/* the loader */").expect("a tag").hash;
        let runs = format!("script-src 'self' 'wasm-unsafe-eval' {loader}; style-src 'self'");
        assert!(policy.contains(&runs), "{policy}");
        assert_eq!(seen.headers.get(X_CONTENT_TYPE_OPTIONS).map(|v| v.as_bytes()), Some(&b"nosniff"[..]));
        assert!(seen.headers.get("referrer-policy").is_some());
        assert!(seen.headers.get(SET_COOKIE).is_none(), "{address}");
        assert!(!seen.text.contains("style=") && !seen.text.contains("<style"), "{address}");
    }
}

#[tokio::test]
async fn markup_in_a_name_is_text() {
    let place = Place::open().await;
    for address in ["/d/0", "/p/3"] {
        let seen = place.browser().get(address).await;
        seen.says(&["Tea &lt;script&gt;alert(1)&lt;/script&gt;"]);
        assert!(!seen.text.contains("<script>"), "{address}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_page_that_says_so() {
    let place = Place::open().await;
    for address in [
        "/nowhere",
        "/p/99",
        "/p/rice",
        "/d/7",
        "/order/00000000000000000000000000000001",
        "/order/x",
        "/consent",
    ] {
        let seen = place.browser().get(address).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{address}");
        seen.says(&["This page is not here", "<!DOCTYPE html>"]);
    }
}

#[tokio::test]
async fn a_page_is_read_in_three_languages() {
    let place = Place::open().await;
    for (lang, words) in [("fa", ["dir=\"rtl\"", "بخش‌ها", "چای"]), ("ar", ["dir=\"rtl\"", "الأقسام", "شاي"])]
    {
        let mut browser = place.browser();
        let seen = browser.get(&format!("/?lang={lang}")).await;
        seen.says(&words);
        assert_eq!(browser.cookies.get("attar_lang").map(String::as_str), Some(lang));
        browser.get("/account").await.says(&[&format!("<html lang=\"{lang}\"")]);
        let back = browser.post("/lang", "lang=en&back=%2Fd%2F0%3Fpage%3D1").await;
        assert_eq!((back.status, back.location()), (StatusCode::SEE_OTHER, "/d/0?page=1"));
        browser.get("/").await.says(&["<html lang=\"en\" dir=\"ltr\">"]);
    }
}

#[tokio::test]
async fn what_anyone_may_read_is_compressed_and_says_nothing_of_a_stranger() {
    let place = Place::open().await;
    for (address, coding) in
        [("/", Some("br")), ("/d/0", Some("br")), ("/p/1", Some("br")), ("/account", None)]
    {
        let asked = axum::http::Request::get(address).header("accept-encoding", "gzip, br");
        let asked = asked.body(axum::body::Body::empty()).expect("a request");
        let seen = tower::ServiceExt::oneshot(place.router.clone(), asked).await.expect("an answer");
        let told = seen.headers().get("content-encoding").map(|v| v.to_str().expect("text"));
        assert_eq!(told, coding, "{address}");
        let vary: Vec<_> = seen.headers().get_all("vary").iter().map(|v| v.to_str().expect("text")).collect();
        assert!(vary.contains(&"cookie, accept-language"), "{address}: {vary:?}");
    }
    let seen = place.browser().get("/d/0?guess=secret&page=1&category=9secret").await;
    assert!(!seen.text.contains("secret"), "{}", seen.text);
    seen.says(&["name=\"back\" value=\"/d/0?page=1\""]);
}

#[tokio::test]
async fn the_stylesheet_is_sent_once() {
    let place = Place::open().await;
    let seen = place.browser().get("/shop.css").await;
    assert_eq!(seen.headers.get(CONTENT_TYPE).map(|v| v.as_bytes()), Some(&b"text/css; charset=utf-8"[..]));
    seen.says(&["--attar-accent"]);
    let vary = seen.headers.get("vary").expect("a vary");
    assert_eq!(vary, "accept-encoding", "it is the same for everyone");
    assert!(place.browser().get("/").await.headers.get("vary").is_some());
    let tag = seen.headers.get(ETAG).expect("a tag").clone();
    let again = axum::http::Request::get("/shop.css").header("if-none-match", tag);
    let again = again.body(axum::body::Body::empty()).expect("a request");
    let again = tower::ServiceExt::oneshot(place.router.clone(), again).await.expect("an answer");
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_picture_is_where_the_shop_says() {
    let place = Place::open().await;
    assert!(!place.browser().get("/p/1").await.text.contains("portrait"));
    let mut shop = draft([250, 120, 400]);
    shop.picture_url = "/art/{lang}/{id}.webp".into();
    place.app.publish_shop(shop).await.expect("a shop");
    place.browser().get("/p/1").await.says(&["class=\"portrait\" src=\"/art/en/1.webp\""]);
}

#[tokio::test]
async fn the_widgets_readme_is_a_page_and_its_elements_can_be_tried() {
    let place = Place::open().await;
    let docs = place.browser().get("/widget").await;
    docs.says(&[
        "In a page of your own",
        "<summary><h2>The tag</h2></summary>",
        "id=\"s0\"",
        "href=\"#s0\"",
        "attar-recommendations",
        "Content-Security-Policy",
    ]);
    assert!(!docs.text.contains("href=\"../"), "a link into the checkout leads nowhere");
    place.browser().get("/widget?lang=fa").await.says(&["در صفحه‌ی خودتان", "lang=\"en\" dir=\"ltr\""]);
    let trial = place.browser().get("/widget/try").await;
    trial.says(&["Try the elements", "<option>attar-price</option>", "src=\"/try.js\""]);
    place.browser().get("/").await.says(&["href=\"/widget\""]);
}
