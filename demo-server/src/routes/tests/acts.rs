//! Wishes and questions, and who sends them.

use attar::Command;
use attar::time::Span;

use super::*;
use crate::Vouchers;

#[tokio::test]
async fn a_first_cart_line_mints_a_guest_and_consent_carries_the_cart_to_a_visitor() {
    let app = in_memory().await;
    let line = json!({"command": {"change_cart": {"product": 2, "quantity": 3}}});
    let got = post_json(&app, "/v1/commands", line).await;
    assert_eq!(got.status, StatusCode::OK, "{:?}", String::from_utf8(got.bytes));
    let guest = got.cookies();
    assert!(guest.starts_with("attar_guest="), "{guest}");
    assert_eq!(got.json()["facts"][0][1], json!({"order": {"cart_changed": {"product": 2, "quantity": 3}}}));
    let full = json!({"command": {"set_consent": {"consent": "full"}}});
    let got = post(&app, "/v1/commands", full.to_string(), &[(COOKIE.as_str(), &guest)]).await;
    let cookies = got.cookies();
    assert!(cookies.contains("attar_shopper=") && cookies.contains("attar_guest=;"), "{cookies}");
    let boot = post_json(&app, "/v1/boot", json!({"wire": 1, "token": got.json()["token"]})).await.json();
    let slice: Slice = unpack(&boot["slice"]);
    assert_eq!((slice.shared.cart.quantity(ProductId(2)), slice.shared.visitors.len()), (3, 0));
    assert_eq!(slice.shared.consent, Consent::Full);
}

#[tokio::test]
async fn a_wish_that_cannot_be_read_names_its_field_and_changes_nothing() {
    let app = in_memory().await;
    let seq = app.seq();
    let told = async |wish: Value| {
        let got = post_json(&app, "/v1/commands", json!({ "command": wish })).await;
        assert_eq!((got.status, got.code()), (StatusCode::UNPROCESSABLE_ENTITY, json!("unreadable")));
        got.json()["error"]["message"].as_str().map(str::to_owned).unwrap_or_default()
    };
    let negative = told(json!({ "change_cart": { "product": 2, "quantity": -1 } })).await;
    let number = "expected a whole number from 0 to 4294967295";
    assert_eq!(
        negative,
        format!(
            "the request cannot be read: `command.change_cart.quantity`: invalid value: integer `-1`, {number}"
        )
    );
    let expected = json!({ "minor": 200, "currency": "XYZ" });
    let order = json!({ "order": OrderId([1; 16]), "contact": OrderId([1; 16]), "expected": expected });
    let currency = told(json!({ "place_order": order })).await;
    assert!(currency.contains("`command.place_order.expected.currency`: "), "{currency}");
    assert!(told(json!({ "change_cart": { "product": 2 } })).await.contains("missing field `quantity`"));
    assert_eq!(app.seq(), seq);
}

#[tokio::test]
async fn a_list_is_no_body() {
    let app = in_memory().await;
    for path in ["/v1/ask", "/v1/boot", "/v1/commands", "/v1/login", "/v1/quote", "/v1/statement", "/v1/sync"]
    {
        for body in [json!([]), json!([null]), json!([1, 1, 0, []])] {
            let got = post(&app, path, format!(" \n{body}"), &[]).await;
            let told = (got.status, got.code());
            assert_eq!(told, (StatusCode::UNPROCESSABLE_ENTITY, json!("unreadable")), "{path} {body}");
        }
    }
}

#[tokio::test]
async fn a_choice_against_memory_is_a_word_in_a_cookie_and_no_fact() {
    let app = in_memory().await;
    let denied = json!({"command": {"set_consent": {"consent": "denied"}}});
    let got = post_json(&app, "/v1/commands", denied).await;
    assert_eq!((got.status, got.cookies().as_str()), (StatusCode::OK, "attar_consent=denied"));
    assert_eq!((&got.json()["facts"], app.seq()), (&json!([]), 1));
}

#[tokio::test]
async fn a_guest_with_orders_keeps_them_after_login() {
    let app = in_memory().await;
    let guest = app.tokens().sign(Token::Guest, shopper(5), NOW);
    app.wish_of(shopper(5), change_cart(1, 2)).await.expect("a cart");
    app.wish_of(shopper(5), place(1, 200)).await.expect("an order");
    let visitor = crate::Visitor::default().with_token(Some(&guest), app.tokens(), NOW);
    let acted = app.login(&visitor, shopper(6)).await.expect("a login");
    assert_eq!(acted.headers.len(), 1, "the guest's cookie stays");
    let customer = app.tokens().sign(Token::Customer, shopper(6), NOW);
    let cookies = format!("attar_shopper={customer}; attar_guest={guest}");
    let track = json!({"query": {"track": {"order": OrderId([1; 16])}}}).to_string();
    let got = post(&app, "/v1/ask", track, &[("cookie", &cookies)]).await;
    assert_eq!(got.json()["answer"]["tracked"]["status"], "placed");
    let lines = json!([{"product": 1, "units": 1}]);
    let back = json!({"command": {"request_return": {"order": OrderId([1; 16]), "lines": lines, "reason": "late", "wish": "refund"}}});
    let early = post(&app, "/v1/commands", back.to_string(), &[("cookie", &cookies)]).await;
    assert_eq!(early.code(), "not_open", "it is theirs, and not there yet");
    let units = json!({"command": {"cancel_units": {"order": OrderId([1; 16]), "lines": lines}}}).to_string();
    assert_eq!(post(&app, "/v1/commands", units, &[("cookie", &cookies)]).await.status, StatusCode::OK);
    let cancel = json!({"command": {"cancel_order": {"order": OrderId([1; 16])}}}).to_string();
    assert_eq!(post(&app, "/v1/commands", cancel, &[("cookie", &cookies)]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_past_moment_is_asked_like_the_present() {
    let app = in_memory().await;
    app.wish_of(shopper(5), change_cart(1, 1)).await.expect("a cart");
    app.wish_of(shopper(5), place(1, 100)).await.expect("an order");
    let order = OrderId([1; 16]);
    app.owner(Command::PackOrder { order }).await.expect("it is packed");
    let token = app.tokens().sign(Token::Customer, shopper(5), NOW);
    let ask = |as_of| json!({"query": {"track": {"order": order}}, "token": token, "as_of": as_of});
    let now = post_json(&app, "/v1/ask", ask(json!(NOW))).await;
    assert_eq!(now.json()["answer"]["tracked"]["status"], "packed");
    assert_eq!(now.json()["answer"], post_json(&app, "/v1/ask", ask(Value::Null)).await.json()["answer"]);
    let later = post_json(&app, "/v1/ask", ask(json!(NOW.0 + 1_000_000))).await;
    assert_eq!(later.json()["answer"], now.json()["answer"], "what is to come is now");
    let before = post_json(&app, "/v1/ask", ask(json!(NOW.0 - 1))).await;
    assert_eq!((before.status, before.code()), (StatusCode::NOT_FOUND, json!("unknown_order")));
    let stranger = json!({"query": {"track": {"order": order}}, "as_of": NOW});
    assert_eq!(post_json(&app, "/v1/ask", stranger).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_past_moment_knows_the_prices_of_a_members_groups() {
    let app = in_memory().await;
    let mut shop = crate::testing::shop();
    let mut staff = shop.price_lists[0].clone();
    (staff.id, staff.prices) = (attar::id::PriceListId(2), vec![(ProductId(1), 60)]);
    staff.only.groups = vec!["staff".into()];
    shop.price_lists.push(staff);
    app.publish_shop(shop).await.expect("the shop is sound");
    app.wish_of(shopper(5), change_cart(1, 1)).await.expect("a cart");
    let add = Command::AddToGroup { shopper: shopper(5), group: "staff".into() };
    app.owner(add).await.expect("a member");
    let ask = |n, as_of| {
        let token = app.tokens().sign(Token::Customer, shopper(n), NOW);
        json!({"query": {"price": {"product": 1}}, "token": token, "as_of": as_of})
    };
    let minor = |got: &Got| got.json()["answer"]["priced"]["price"]["minor"].clone();
    let past = post_json(&app, "/v1/ask", ask(5, json!(NOW))).await;
    assert_eq!(minor(&past), 60, "{:?}", past.json());
    assert_eq!(minor(&post_json(&app, "/v1/ask", ask(5, json!(NOW.0 - 1))).await), 100, "no member by then");
    assert_eq!(minor(&post_json(&app, "/v1/ask", ask(6, json!(NOW))).await), 100);
}

#[tokio::test]
async fn a_visitor_is_linked_only_by_whoever_proves_to_have_been_them() {
    let app = in_memory().await;
    let token = |kind, n| app.tokens().sign(kind, shopper(n), NOW);
    let link =
        json!({"command": {"link_visitor": {"visitor": shopper(1)}}, "token": token(Token::Customer, 2)});
    let stranger = post_json(&app, "/v1/commands", link.clone()).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    let cookie = format!("attar_shopper={}", token(Token::Shopper, 1));
    let own = post(&app, "/v1/commands", link.to_string(), &[("cookie", &cookie)]).await;
    assert_eq!(own.status, StatusCode::OK);
}

#[tokio::test]
async fn rejections_are_sentences_with_a_status_of_their_kind() {
    let app = in_memory().await;
    app.owner(count(1, 1)).await.expect("units");
    app.wish_of(shopper(1), change_cart(1, 2)).await.expect("a cart");
    let token = app.tokens().sign(Token::Shopper, shopper(1), NOW);
    let wish = |command: attar::Command| json!({"command": command, "token": token});
    let pack = attar::Command::PackOrder { order: OrderId([1; 16]) };
    let cases = [
        (place(1, 200), 409, "out_of_stock"),
        (change_cart(99, 1), 404, "unknown_product"),
        (change_cart(1, 1_000), 422, "bad_quantity"),
        (pack, 403, "forbidden"),
    ];
    for (command, status, code) in cases {
        let got = post_json(&app, "/v1/commands", wish(command)).await;
        assert_eq!((got.status.as_u16(), got.code()), (status, code.into()));
    }
    let got = post_json(&app, "/v1/commands", wish(place(1, 200))).await.json();
    assert_eq!(got["error"]["rejection"], json!({"out_of_stock": {"product": 1, "left": 1}}));
    assert_eq!(got["error"]["message"], "only `1` of product `1` are left");
}

#[tokio::test]
async fn a_merchant_acts_by_a_session_and_from_pages_of_the_shop_only() {
    let app = in_memory().await;
    let cookie = format!("attar_merchant={}", app.tokens().sign_merchant(Role::Owner, NOW));
    let body = json!({"command": {"count_stock": {"lines": [{"product": 1, "units": 4}]}}}).to_string();
    let own = [("cookie", cookie.as_str()), ("host", "shop.test"), ("origin", "http://shop.test")];
    assert_eq!(post(&app, "/v1/commands", body.clone(), &own).await.status, StatusCode::OK);
    let foreign = [("cookie", cookie.as_str()), ("host", "shop.test"), ("origin", "http://evil.test")];
    assert_eq!(post(&app, "/v1/commands", body.clone(), &foreign).await.code(), "foreign_origin");
    // A listed page may send commands, but its cookies do not count: it speaks by the body's token.
    let app = app.allow_origins(["http://evil.test".to_owned()]);
    let listed = post(&app, "/v1/commands", body, &foreign).await;
    assert_eq!((listed.status, listed.code()), (StatusCode::FORBIDDEN, "forbidden".into()));
}

#[tokio::test]
async fn what_nobody_is_told_is_told_again_until_the_shop_changes() {
    let app = in_memory().await;
    let list = |lang| json!({"query": {"recommend": {"slot": "trending", "n": 3}}, "lang": lang});
    let ask = async |lang| post_json(&app, "/v1/ask", list(lang)).await.json();
    let first = ask("en").await;
    assert_eq!(first["answer"]["recommended"]["picks"].as_array().map(Vec::len), Some(3));
    assert_eq!(ask("en").await, first);
    assert_ne!(ask("fa").await["view"], first["view"]);
    // Whoever is known is answered for themselves.
    app.wish_of(shopper(1), change_cart(1, 1)).await.expect("a cart");
    let token = app.tokens().sign(Token::Guest, shopper(1), NOW);
    let mut own = list("en");
    own["token"] = json!(token);
    let own = post_json(&app, "/v1/ask", own).await.json();
    assert_eq!(own["answer"]["recommended"]["picks"].as_array().map(Vec::len), Some(2));
    assert_eq!(ask("en").await, first);
    app.owner(count(2, 0)).await.expect("none is left");
    assert_eq!(ask("en").await["answer"]["recommended"]["picks"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn an_answer_comes_with_its_view_or_as_bytes() {
    let app = in_memory().await;
    let price = json!({"query": {"price": {"product": 1}}, "lang": "fa"});
    let got = post_json(&app, "/v1/ask", price.clone()).await.json();
    assert_eq!(got["answer"]["priced"]["price"]["minor"], 100);
    assert_eq!(got["view"]["tag"], "div");
    let bytes =
        post(&app, "/v1/ask", price.to_string(), &[(ACCEPT.as_str(), "application/octet-stream")]).await;
    let answer: Answer = postcard::from_bytes(&bytes.bytes).expect("an answer");
    assert!(matches!(answer, Answer::Priced(_)));
    let unknown = json!({"query": {"price": {"product": 99}}});
    let got = post_json(&app, "/v1/ask", unknown.clone()).await;
    assert_eq!((got.status, got.code()), (StatusCode::NOT_FOUND, "unknown_product".into()));
    let bytes =
        post(&app, "/v1/ask", unknown.to_string(), &[(ACCEPT.as_str(), "application/octet-stream")]).await;
    assert_eq!(bytes.status, StatusCode::NOT_FOUND);
    assert!(matches!(postcard::from_bytes(&bytes.bytes), Ok(Answer::Unknown(_))));
}

/// A site that signs, and the shop that believes it.
async fn with_site() -> (App, Vouchers) {
    let site = Vouchers::new(vec!["a-secret-of-the-shop-and-its-site".parse().expect("a secret")]);
    (in_memory().await.believe(site.clone()), site)
}

#[tokio::test]
async fn who_is_vouched_for_is_let_in_and_who_they_were_is_theirs() {
    let (app, site) = with_site().await;
    let full = json!({"command": {"set_consent": {"consent": "full"}}});
    let visitor = post_json(&app, "/v1/commands", full).await.json()["token"].clone();
    let line = json!({"command": {"change_cart": {"product": 2, "quantity": 3}}, "token": visitor});
    assert_eq!(post_json(&app, "/v1/commands", line).await.status, StatusCode::OK);
    let jwt = site.vouch("ada", NOW, Span::minutes(1));
    let got = post_json(&app, "/v1/login", json!({"jwt": jwt, "token": visitor})).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.json());
    assert!(got.cookies().starts_with("attar_shopper="), "{}", got.cookies());
    let boot = post_json(&app, "/v1/boot", json!({"wire": 1, "token": got.json()["token"]})).await.json();
    let slice: Slice = unpack(&boot["slice"]);
    assert_eq!((Some(slice.who), slice.shared.cart.quantity(ProductId(2))), (crate::named("ada"), 3));
    assert_eq!(slice.shared.visitors.len(), 1, "the visitor is the customer");
    let out = post_json(&app, "/v1/logout", json!({})).await;
    assert!(out.cookies().contains("attar_shopper=;"), "{}", out.cookies());
}

#[tokio::test]
async fn nobody_is_let_in_by_a_word_that_the_site_did_not_give() {
    let (app, site) = with_site().await;
    let none = in_memory().await;
    let jwt = site.vouch("ada", NOW, Span::minutes(1)).expect("a word");
    let got = post_json(&none, "/v1/login", json!({"jwt": jwt})).await;
    assert_eq!((got.status, got.code()), (StatusCode::NOT_FOUND, json!("no_login")));
    let late = site.vouch("ada", attar::Timestamp(NOW.0 - 600_000), Span::minutes(1)).expect("a word");
    for jwt in [late, format!("{jwt}A"), "ada".into()] {
        let got = post_json(&app, "/v1/login", json!({"jwt": jwt})).await;
        assert_eq!((got.status, got.code()), (StatusCode::UNAUTHORIZED, json!("not_vouched_for")), "{jwt}");
        assert_eq!(got.cookies(), "");
    }
    let foreign = [("origin", "https://foreign.example")];
    let got = post(&app, "/v1/login", json!({"jwt": jwt}).to_string(), &foreign).await;
    assert_eq!((got.status, got.code()), (StatusCode::FORBIDDEN, json!("foreign_origin")));
}
