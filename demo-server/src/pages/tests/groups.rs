//! The page of groups: who is in which, and what that does to what they pay.

use attar::id::PriceListId;
use attar::shop::{Label, Only};
use attar::terms::list::Price;
use attar::{Currency, ProductId};
use axum::http::StatusCode;

use super::browser::{Place, draft};

/// Rice for a kitchen: 2.20, from a dozen on 1.90.
async fn wholesale(place: &Place) {
    let mut draft = draft([250, 120, 400]);
    let mut list = draft.price_lists[0].clone();
    list.id = PriceListId(7);
    list.currency = Currency::Usd;
    list.prices = vec![(ProductId(1), 220)];
    list.title = Some(Label {
        en: "Kitchen price".into(), fa: "قیمت عمده".into(), ar: "سعر الجملة".into()
    });
    list.steps = vec![Price { product: ProductId(1), from_units: 12, minor: 190 }];
    list.only = Only { groups: vec!["wholesale".into()], ..Only::default() };
    draft.price_lists.push(list);
    place.app.publish_shop(draft).await.expect("a shop");
    place.count([50, 5, 5]).await;
}

#[tokio::test]
async fn who_is_put_into_a_group_pays_its_price_and_nobody_else_hears_of_it() {
    let place = Place::open().await;
    wholesale(&place).await;
    let mut owner = place.browser();
    owner.get("/merchant?key=sesame").await;
    owner.get("/merchant/groups").await.says(&["wholesale", "Kitchen price", "Nobody is in it yet."]);
    let added = owner.post("/merchant/groups", "customer=12&group=wholesale&do=add").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    owner.get(added.location()).await.says(&["Household 12", "since ", "Take out"]);

    let mut member = place.browser();
    member.post("/login", "household=12").await;
    member.get("/p/1").await.says(&["2.20", "2.50", "your group&#39;s price", "1.90"]);
    member.post("/cart", "product=1&quantity=12").await;
    member.get("/cart").await.says(&["22.80", "Kitchen price"]);
    member.get("/account").await.says(&["wholesale"]);

    let mut stranger = place.browser();
    stranger.post("/login", "household=13").await;
    stranger.post("/cart", "product=1&quantity=12").await;
    for page in ["/", "/p/1", "/cart", "/checkout", "/account", "/d/0"] {
        let seen = stranger.get(page).await;
        for secret in ["wholesale", "Kitchen price", "2.20", "1.90", "22.80"] {
            assert!(!seen.text.contains(secret), "{page} says {secret}");
        }
    }

    owner.post("/merchant/groups", "customer=12&group=wholesale&do=take").await;
    let left = member.get("/p/1").await;
    assert!(!left.text.contains("2.20"), "{}", left.text);
}

#[tokio::test]
async fn what_cannot_be_is_said_and_only_the_owner_may() {
    let place = Place::open().await;
    let mut anybody = place.browser();
    assert_eq!(anybody.get("/merchant/groups").await.status, StatusCode::FORBIDDEN);
    let wish = "customer=12&group=wholesale&do=add";
    assert_eq!(anybody.post("/merchant/groups", wish).await.status, StatusCode::FORBIDDEN);
    let mut owner = place.browser();
    owner.get("/merchant?key=sesame").await;
    owner.get("/merchant/groups").await.says(&["No price list and no promotion speaks of a group."]);
    for (wish, said) in [
        ("customer=0&group=wholesale&do=add", "There is no such customer."),
        ("customer=12&group=income-high&do=add", "protected trait"),
        ("customer=12&group=card&do=add", "No group may be called so"),
    ] {
        let refused = owner.post("/merchant/groups", wish).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{wish}");
        refused.says(&[said]);
    }
    for (lang, words) in [("fa", "گروه‌های مشتریان"), ("ar", "مجموعات الزبائن")]
    {
        owner.post("/lang", &format!("lang={lang}")).await;
        owner.get("/merchant/groups?customer=12").await.says(&[words]);
        owner.get("/merchant").await.says(&[words]);
    }
}
