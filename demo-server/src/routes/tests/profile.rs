//! What a shopper takes along from one shop to another, over the wire.

use super::*;

fn row(name: &str, member: &str, number: u32, at: i64) -> Value {
    json!({"name": name, "at": at, "params": {"items": [{member: number.to_string()}]}})
}

/// A shop, and somebody whom it knows a little.
async fn taught() -> (App, String) {
    let app = in_memory().await;
    let token = consenting(&app).await;
    let told = vec![
        row("view_item", "item_id", 2, NOW.0 - 5_000),
        row("not_for_me", "item_id", 1, NOW.0 - 4_000),
        row("not_for_me_price", "price_band", 2, NOW.0 - 3_000),
    ];
    let got = post_json(&app, "/v1/sync", sync_of(&token, 0, 0, told)).await;
    assert_eq!(got.json()["refused"], json!([]));
    (app, token)
}

async fn ten(app: &App, token: &str) -> Value {
    let query = json!({"recommend": {"slot": "for_you", "n": 10}});
    post_json(app, "/v1/ask", json!({"query": query, "token": token})).await.json()["answer"].clone()
}

async fn export(app: &App, token: &str) -> Value {
    let got = post_json(app, "/v1/profile/export", json!({"token": token})).await;
    assert_eq!(got.status, StatusCode::OK);
    got.json()
}

#[tokio::test]
async fn a_profile_brought_along_gives_the_same_ten_and_counts_once() {
    let (from, here) = taught().await;
    let to = in_memory().await;
    let there = consenting(&to).await;
    assert_ne!(ten(&from, &here).await, ten(&to, &there).await);
    let file = export(&from, &here).await;
    let body = json!({"token": there, "profile": file});
    let got = post_json(&to, "/v1/profile/import", body.clone()).await;
    assert_eq!((got.status, got.json()["signals"].clone()), (StatusCode::OK, json!(3)));
    assert_eq!(ten(&from, &here).await, ten(&to, &there).await);
    assert_eq!(export(&to, &there).await, file);
    let again = post_json(&to, "/v1/profile/import", body).await;
    assert_eq!((again.status, to.seq()), (StatusCode::OK, got.json()["seq"].as_u64().expect("a number")));
}

#[tokio::test]
async fn what_is_no_profile_is_refused_by_its_place_and_nothing_is_taken_in() {
    let (from, here) = taught().await;
    let to = in_memory().await;
    let there = consenting(&to).await;
    let (file, seq) = (export(&from, &here).await, to.seq());
    let changes: [(&str, Value, &str); 4] = [
        ("/version", json!(2), "`version`: expected `1`, found `2`"),
        ("/signals/0/params/items/0/item_id", json!("99"), "`signals[0]`: there is no product `99`"),
        ("/signals/0/at", json!(NOW.0 - 5_001), "`sum`: the signals are not those that it was written with"),
        ("/signals/1/name", json!("search"), "`signals[1]`: the `name` is"),
    ];
    for (place, value, why) in changes {
        let mut changed = file.clone();
        *changed.pointer_mut(place).expect("a member") = value;
        let got = post_json(&to, "/v1/profile/import", json!({"token": there, "profile": changed})).await;
        assert_eq!((got.status, got.code()), (StatusCode::UNPROCESSABLE_ENTITY, json!("bad_profile")));
        let told = got.json()["error"]["message"].clone();
        assert!(told.as_str().is_some_and(|told| told.starts_with(why)), "{told}");
    }
    assert_eq!(to.seq(), seq);
    let nobody = post_json(&to, "/v1/profile/import", json!({"profile": file})).await;
    assert_eq!(nobody.status, StatusCode::FORBIDDEN);
    assert_eq!(get(&to, "/v1/schema/profile.json", &[]).await.json()["type"], "object");
}
