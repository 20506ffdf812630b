//! What a page begins with.

use super::*;

#[tokio::test]
async fn an_anonymous_boot_is_the_same_bytes_for_everyone_and_begins_with_the_snapshot() {
    let app = in_memory().await;
    let boot = get(&app, "/v1/boot", &[]).await;
    assert_eq!(boot.status, StatusCode::OK);
    let forged = get(&app, "/v1/boot", &[("cookie", "attar_shopper=nonsense")]).await;
    assert_eq!((&forged.bytes, forged.headers.get(SET_COOKIE)), (&boot.bytes, None));
    let text = String::from_utf8(boot.bytes.clone()).expect("text");
    assert!(
        text.starts_with(&format!(
            "{{\"snapshot\":\"{}\",\"wire\":1,\"seq\":1,\"slice\":",
            app.snapshot().hash
        ))
    );
    let slice: Slice = unpack(&boot.json()["slice"]);
    assert_eq!(
        slice,
        app.engine_for(&Default::default()).await.expect("an engine").slice(&Default::default())
    );
}

#[tokio::test]
async fn a_cookie_and_a_token_boot_the_same_shopper() {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let by_cookie = get(&app, "/v1/boot", &[("cookie", &format!("attar_shopper={token}"))]).await;
    let by_token = post_json(&app, "/v1/boot", json!({"wire": 1, "token": token})).await;
    assert_eq!(by_cookie.json(), by_token.json());
    let slice: Slice = unpack(&by_token.json()["slice"]);
    assert_eq!((slice.who, slice.shared.consent), (shopper(1), Consent::Full));
    assert!(by_token.json()["token"].is_string());
}

#[tokio::test]
async fn another_wire_is_told_to_upgrade() {
    let app = in_memory().await;
    for path in ["/v1/boot", "/v1/sync"] {
        let got = post_json(&app, path, json!({"wire": 2})).await;
        assert_eq!((got.status, got.json()), (StatusCode::UPGRADE_REQUIRED, json!({"upgrade": 1})));
    }
}

#[tokio::test]
async fn snapshot_and_names_are_immutable_files_named_by_their_hash() {
    let app = in_memory().await;
    let boot = get(&app, "/v1/boot", &[]).await.json();
    let hash = boot["snapshot"].as_str().expect("a hash").to_owned();
    let plain = get(&app, &format!("/v1/snapshot/{hash}"), &[]).await;
    assert_eq!(plain.headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(crate::Blob::new(plain.bytes.clone()).hash.to_string(), hash);
    assert!(Snapshot::decode(&plain.bytes).is_ok());
    let small = get(&app, &format!("/v1/snapshot/{hash}"), &[(ACCEPT_ENCODING.as_str(), "gzip, br")]).await;
    assert_eq!(small.headers[CONTENT_ENCODING], "br");
    let mut whole = Vec::new();
    brotli::BrotliDecompress(&mut &small.bytes[..], &mut whole).expect("brotli");
    assert_eq!(whole, plain.bytes);
    let names = get(&app, &format!("/v1/names/{}", boot["names"]["fa"].as_str().expect("a hash")), &[]).await;
    let names: Names = postcard::from_bytes(&names.bytes).expect("names");
    assert_eq!(names.labels[0], "fa Food");
}

#[tokio::test]
async fn a_bundle_is_the_snapshot_and_the_names_of_a_language() {
    let app = in_memory().await;
    let boot = get(&app, "/v1/boot", &[]).await.json();
    for lang in ["en", "fa", "ar"] {
        let hash = boot["bundles"][lang].as_str().expect("a hash").to_owned();
        let whole = get(&app, &format!("/v1/bundle/{hash}"), &[]).await;
        assert_eq!(whole.headers["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(crate::Blob::new(whole.bytes.clone()).hash.to_string(), hash);
        let file = async |kind: &str, hash: &serde_json::Value| {
            get(&app, &format!("/v1/{kind}/{}", hash.as_str().expect("a hash")), &[]).await.bytes
        };
        let (snapshot, names) =
            (file("snapshot", &boot["snapshot"]).await, file("names", &boot["names"][lang]).await);
        let length = u32::try_from(snapshot.len()).expect("a short one").to_le_bytes();
        assert_eq!(whole.bytes, [&length[..], &snapshot, &names].concat());
    }
    // A page that was told of it may ask for it when another is there already; the one after that it must boot for.
    let told = boot["bundles"]["en"].as_str().expect("a hash").to_owned();
    for (prices, status) in [(0, StatusCode::OK), (1, StatusCode::NOT_FOUND)] {
        let mut draft = crate::testing::shop();
        draft.price_lists[0].prices.truncate(prices);
        app.publish_shop(draft).await.expect("a shop");
        get(&app, "/v1/boot", &[]).await;
        let got = get(&app, &format!("/v1/bundle/{told}"), &[]).await;
        assert_eq!(got.status, status, "after {} shops", prices + 1);
    }
}

#[tokio::test]
async fn a_snapshot_of_the_past_still_serves_and_a_shop_never_does() {
    let app = in_memory().await;
    let old = app.snapshot().hash;
    let mut draft = crate::testing::shop();
    draft.price_lists[0].prices.clear();
    app.publish_shop(draft).await.expect("a shop");
    assert_ne!(app.snapshot().hash, old);
    assert_eq!(get(&app, &format!("/v1/snapshot/{old}"), &[]).await.status, StatusCode::OK);
    let shop = app.current().market.shop.expect("a shop");
    for path in [format!("/v1/snapshot/{shop}"), format!("/v1/names/{shop}"), "/v1/snapshot/x".into()] {
        let got = get(&app, &path, &[]).await;
        assert_eq!((got.status, got.code()), (StatusCode::NOT_FOUND, "unknown_file".into()));
    }
}

#[tokio::test]
async fn ready_waits_for_all_three_and_health_for_nothing() {
    let app = in_memory().await;
    assert_eq!(get(&app, "/health", &[]).await.bytes, b"ok");
    let got = get(&app, "/ready", &[]).await;
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(got.json(), json!({"writer": true, "seeded": true, "trained": false}));
    app.readiness().set_trained(true);
    assert_eq!(get(&app, "/ready", &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_router_nests_in_any_application() {
    let app = in_memory().await;
    let nested = axum::Router::new().nest("/attar", router(app));
    let request = Request::get("/attar/v1/boot").body(Body::empty()).expect("a request");
    assert_eq!(nested.oneshot(request).await.expect("an answer").status(), StatusCode::OK);
}

#[tokio::test]
async fn no_cost_leaves_the_server() {
    let app = in_memory().await;
    let hash: ContentHash = app.snapshot().hash;
    let file = get(&app, &format!("/v1/snapshot/{hash}"), &[]).await.bytes;
    let cost = postcard::to_allocvec(&77_771_i64).expect("bytes");
    assert!(!file.windows(cost.len()).any(|window| window == cost));
}

#[tokio::test]
async fn pages_elsewhere_are_counted_by_their_boots() {
    let app = in_memory().await;
    let foreign = [("origin", "https://blog.example"), ("host", "shop.example")];
    for _ in 0..5 {
        get(&app, "/v1/boot", &foreign).await;
        get(&app, "/v1/boot", &[("origin", "https://shop.example"), ("host", "shop.example")]).await;
    }
    let hours = app.visits().hours(9);
    assert_eq!(
        hours.iter().map(|(_, counts)| *counts).collect::<Vec<_>>(),
        [[None, None, None, None, None, None, Some(5)]]
    );
}
