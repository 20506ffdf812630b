//! Statements of points over the wire.

use attar::Command;
use attar::event::AdjustReason;
use attar::shop::ShopDraft;

use super::quote::claims;
use super::*;
use crate::testing::shop;

#[tokio::test]
async fn a_statement_is_the_entries_together_and_every_one_is_signed() {
    let app = in_memory().await;
    let none = post_json(&app, "/v1/statement", json!({})).await;
    assert_eq!(
        (none.status, none.json()["error"]["code"].clone()),
        (StatusCode::NOT_FOUND, json!("no_programme"))
    );

    let programme = json!({ "earn": [{ "id": 1, "by": { "joining": { "points": 40 } } }], "worth": { "points": 1, "minor": 1 } });
    let loyalty = Some(serde_json::from_value(programme).expect("a programme"));
    app.publish_shop(ShopDraft { loyalty, ..shop() }).await.expect("a shop");
    let token = consenting(&app).await;
    let (shopper, reason) = (shopper(1), AdjustReason::Goodwill);
    app.owner(Command::IssueCard { shopper }).await.expect("a card");
    app.owner(Command::AdjustPoints { shopper, points: -15, reason }).await.expect("fewer points");

    let told = post_json(&app, "/v1/statement", json!({ "token": token })).await;
    assert_eq!(told.status, StatusCode::OK);
    let told = told.json();
    let stands = claims(&app, told["statement"].as_str().expect("a statement")).await.expect("it is genuine");
    let mut points = stands["opening"].as_i64().expect("points");
    let entries = told["entries"].as_array().expect("entries");
    let mut last = 0;
    for entry in entries {
        let entry = claims(&app, entry.as_str().expect("an entry")).await.expect("it is genuine");
        points += entry["points"].as_i64().expect("points");
        assert_eq!(entry["sub"], stands["sub"]);
        let number = entry["entry"].as_i64().expect("a number");
        assert!(number > last, "oldest first");
        last = number;
    }
    assert_eq!((entries.len(), points, stands["entries"].clone()), (2, 25, json!(2)));
    assert_eq!(
        (&stands["balance"], &stands["available"], &stands["pending"]),
        (&json!(25), &json!(25), &json!(0))
    );
    assert!(
        !stands["sub"].as_str().expect("a name").contains(&format!("{shopper}")[..8]),
        "it does not say who"
    );

    let (signed, signature) =
        told["statement"].as_str().and_then(|text| text.rsplit_once('.')).expect("parts");
    let forged = [&signed[..signed.len() - 1], "A.", signature].concat();
    assert!(claims(&app, &forged).await.is_none(), "what was changed is not signed");
    let unread = post_json(&app, "/v1/statement", json!({ "who": 1 })).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
}
