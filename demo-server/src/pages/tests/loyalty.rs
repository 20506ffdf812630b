//! The merchant's loyalty programme: written, tried, published and taken back, by forms alone; and what is owed.

use std::time::Duration;

use attar::Command;
use attar::event::{Actor, AdjustReason, Channel, Role};
use attar::shop::{Audience, ShopDraft};
use axum::http::StatusCode;

use super::browser::{Browser, Place, Seen, draft};
use super::buying::encoded;
use super::terms::merchant;
use crate::demo::customer_id;

const HERE: &str = "/merchant/loyalty";
const EDIT: &str = "/merchant/loyalty/edit";
/// A point for every dollar, a cent each; silver from 4.00 on.
const PLAIN: &str = "as=form&do=save&spend_points=1&spend_per=1.00&worth_points=1&worth=0.01&pending_days=0&\
                     expiry=days&expiry_count=30&how=payment&least=1&step=1&share=100&claw_back=balance&revive_days=30&\
                     by=spend&window=days&window_days=365&grace_days=0&downgrade=step&\
                     tier1_name=silver&tier1_en=Silver&tier1_fa=%D9%86%D9%82%D8%B1%D9%87&tier1_from=4.00&tier1_times=2&\
                     tier2_name=gold&tier2_from=900.00&tier2_times=3";

async fn send(merchant: &mut Browser, form: &str) -> Seen {
    let seen = merchant.get(EDIT).await.field("seen");
    merchant.post(EDIT, &format!("{form}&seen={seen}")).await
}

async fn publish(merchant: &mut Browser) -> Seen {
    let pair = merchant.get(HERE).await.field("pair");
    merchant.post("/merchant/loyalty/publish", &format!("pair={pair}")).await
}

/// The page of the replay, once it is done.
async fn replayed(merchant: &mut Browser) -> Seen {
    let begun = merchant.post("/merchant/loyalty/replay", "").await;
    assert_eq!((begun.status, begun.location()), (StatusCode::SEE_OTHER, "/merchant/loyalty/replay"));
    loop {
        let seen = merchant.get("/merchant/loyalty/replay").await;
        if !seen.headers.contains_key("refresh") {
            return seen;
        }
        seen.says(&["<progress"]);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn owner(place: &Place, command: Command) {
    place.app.command(Actor::Merchant(Role::Owner), Channel::Console, command).await.expect("it is done");
}

/// Household 7 holds the card, and orders two packages of rice for 3.98.
async fn member(place: &Place) -> Browser {
    owner(place, Command::IssueCard { shopper: customer_id(7) }).await;
    let mut buyer = place.browser();
    buyer.post("/login", "household=7").await;
    buy(&mut buyer).await;
    buyer
}

async fn buy(buyer: &mut Browser) {
    buyer.post("/cart", "product=1&quantity=2").await;
    let page = buyer.get("/checkout").await;
    let (expected, shown) = (page.field("expected").replace(' ', "+"), encoded(&page.field("shown")));
    let order = page.field("order");
    let form = format!("order={order}&expected={expected}&shown={shown}&{}", super::buying::ADDRESS);
    let placed = buyer.post("/checkout", &form).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
}

#[tokio::test]
async fn a_programme_is_written_tried_published_and_taken_back() {
    let place = Place::open().await;
    let (mut merchant, mut buyer) = (merchant(&place).await, member(&place).await);
    merchant.get("/merchant").await.says(&["href=\"/merchant/loyalty\""]);
    merchant.get(HERE).await.says(&[
        "nobody collects points",
        "Write a programme",
        "No points are in the books",
    ]);
    merchant.get(EDIT).await.says(&["name=\"spend_per\" ", "value=\"1.00\"", "name=\"tier6_name\""]);

    let kept = send(&mut merchant, PLAIN).await;
    assert_eq!(kept.location(), "/merchant/loyalty/edit?saved=true", "{}", kept.text);
    merchant.get(kept.location()).await.says(&[
        "Kept as a draft",
        "1 point for every \u{2068}$1.00\u{2069} spent",
        "\u{2068}Silver\u{2069}: from \u{2068}$4.00\u{2069}, earns \u{2068}2\u{2069} times the points",
        "A programme where there is none.",
    ]);
    buyer.get("/checkout").await;
    assert!(!buyer.get("/account").await.text.contains("Your points"), "a draft is in force for nobody");

    let charts = replayed(&mut merchant).await;
    charts.says(&["1 basket of 1 member up to", "What it costs at most", "Owed by week", "Both ends"]);
    charts.says(&["Nobody reached \u{2068}gold\u{2069} in the purchases of the log."]);
    let sums = merchant.get("/merchant/loyalty/replay/sums").await;
    sums.says(&["draft,never,1,398,3,0,0,0,3\n", "draft,at_once,1,398,3,0,0,0,3\n"]);
    merchant.get("/merchant/loyalty/replay/tiers").await.says(&["draft,\"\",1\ndraft,\"silver\",0\n"]);
    merchant
        .get("/merchant/loyalty/replay/weeks")
        .await
        .says(&["draft,never,1789948800000,1,398,3,0,0,0,3,3,1 0 0\n"]);
    merchant.get(HERE).await.says(&["Nobody reached \u{2068}gold\u{2069}"]);

    assert_eq!(publish(&mut merchant).await.location(), "/merchant/loyalty?said=published");
    buy(&mut buyer).await;
    buyer.get("/account").await.says(&["You have <data value=\"3\">3</data> points"]);
    let page = merchant.get("/merchant/loyalty?said=published").await;
    page.says(&["Every page and every till goes by it", "Owed for points", "for 3 points"]);
    assert!(!page.text.contains("name=\"seen\""), "there is no draft any more");

    let version = page.text.split("/merchant/loyalty/versions/").nth(1).expect("an earlier version");
    let address = format!("/merchant/loyalty/versions/{}", &version[..64]);
    assert_eq!(merchant.post(&address, "").await.location(), "/merchant/loyalty?said=outdated");
    let shown = format!("in_force={}", page.field("in_force"));
    assert_eq!(merchant.post(&address, &shown).await.location(), "/merchant/loyalty?said=back");
    merchant.get(HERE).await.says(&["nobody collects points", "No programme any more."]);
}

#[tokio::test]
async fn who_moves_tier_is_told_beside_the_programme_in_force() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    member(&place).await;
    send(&mut merchant, PLAIN).await;
    publish(&mut merchant).await;
    send(&mut merchant, &PLAIN.replace("tier1_from=4.00", "tier1_from=3.00")).await;
    merchant.get(HERE).await.says(&["Different from what is in force: Tiers."]);
    replayed(&mut merchant).await.says(&[
        "1 rise, 0 fall",
        "of 1 member",
        "No tier to \u{2068}Silver\u{2069}",
        "in force 0",
    ]);
    merchant.get("/merchant/loyalty/replay/moves").await.says(&["from,to,members\n\"\",\"silver\",1\n"]);
}

#[tokio::test]
async fn what_is_wrong_is_told_by_its_field_and_nothing_changes() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    let wrong = send(&mut merchant, &PLAIN.replace("tier2_from=900.00", "tier2_from=3.00")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says(&["It must begin above the tier before it.", "value=\"3.00\" aria-invalid=\"true\""]);
    let named = send(&mut merchant, &PLAIN.replace("tier1_name=silver", "tier1_name=race")).await;
    assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY);
    named.says(&["role=\"alert\"", "is a protected trait"]);
    for (json, says) in [
        (r#"{"worth":{"points":1,"minor":1},"wroth":1}"#, "unknown field `wroth`"),
        (r#"{"worth":{"points":1,"minor":1},"pending_days":367}"#, "`pending_days` must be at most `366`"),
        (r#"{"worth":{"points":1,"minor":1},"redeem":{"most_share":0}}"#, "`redeem`: `most_share` must be"),
        (r#"{"worth":{"points":1,"minor":1},"expiry":{"days":3}}"#, "`days` must be above `pending_days`"),
        (r#"{"worth":{"points":-1,"minor":1}}"#, "`worth.points`"),
    ] {
        let seen = send(&mut merchant, &format!("as=json&do=save&json={}", encoded(json))).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{json}");
        seen.says(&["aria-invalid=\"true\"", says]);
    }
    assert!(!merchant.get(HERE).await.text.contains("name=\"seen\""), "there is no draft");
}

#[tokio::test]
async fn a_draft_that_holds_no_more_says_so_and_can_be_changed_and_thrown_away() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    send(&mut merchant, PLAIN).await;
    publish(&mut merchant).await;
    send(&mut merchant, &PLAIN.replace("tier1_name=silver", "tier1_name=bronze")).await;
    let mut shop = place.app.current().shop.draft().clone();
    let list = &mut shop.price_lists[1];
    (list.audience, list.only.tiers) = (Audience::Everyone, vec!["silver".to_owned()]);
    place.app.publish_shop(shop).await.expect("a shop");
    let page = merchant.get(HERE).await;
    page.says(&["It does not hold: ", "silver"]);
    merchant.get(EDIT).await.says(&["It does not hold: "]);
    for address in ["/publish", "/replay"] {
        let form = format!("pair={}", page.field("pair"));
        let refused = merchant.post(&[HERE, address].concat(), &form).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{address}: {}", refused.text);
        refused.says(&["silver"]);
    }
    let discarded = merchant.post("/merchant/loyalty/discard", &format!("seen={}", page.field("seen"))).await;
    assert_eq!(discarded.location(), HERE);
}

#[tokio::test]
async fn nothing_is_lost_between_the_form_and_json() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    let json = r#"{"earn":[{"id":3,"by":{"units":{"points":5,"of":{"products":[2]}}}}],"worth":{"points":1,"minor":1}}"#;
    send(&mut merchant, &format!("as=json&do=save&json={}", encoded(json))).await;
    merchant.get(EDIT).await.says(&["The form keeps as they are: 5 points for every unit, on some goods."]);
    send(&mut merchant, PLAIN).await;
    merchant.get("/merchant/loyalty/edit?as=json").await.says(&["&quot;units&quot;", "&quot;id&quot;: 4"]);
    // What is taken away is a draft as well.
    publish(&mut merchant).await;
    send(&mut merchant, "as=form&do=remove").await;
    merchant.get(HERE).await.says(&["No programme any more."]);
    publish(&mut merchant).await;
    assert_eq!(place.app.current().shop.draft().loyalty, None);
}

#[tokio::test]
async fn a_programme_is_the_owners_only_and_comes_from_the_desk() {
    let place = Place::open().await;
    let (mut owner, mut other) = (merchant(&place).await, place.browser());
    send(&mut owner, PLAIN).await;
    for page in ["", "/edit", "/replay", "/replay/sums", "/liability.csv"] {
        assert_eq!(other.get(&[HERE, page].concat()).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    let version = format!("/versions/{}", place.app.current().market.shop.expect("a shop"));
    for page in ["/edit", "/publish", "/discard", "/replay", &version] {
        let address = [HERE, page].concat();
        assert_eq!(other.post(&address, "pair=x").await.status, StatusCode::FORBIDDEN, "{page}");
        owner.origin = Some("https://evil.example".into());
        assert_eq!(owner.post(&address, "pair=x").await.status, StatusCode::FORBIDDEN, "{page}");
        owner.origin = None;
    }
    for page in ["/7", "/replay/sums", "/replay/x", "/versions/0"] {
        assert_eq!(owner.get(&[HERE, page].concat()).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    // Who saw another draft changes and discards nothing.
    for (page, form) in [("/edit", PLAIN), ("/discard", "seen=x")] {
        assert_eq!(owner.post(&[HERE, page].concat(), form).await.status, StatusCode::CONFLICT, "{page}");
    }
    assert_eq!(
        owner.post("/merchant/loyalty/publish", "pair=x").await.location(),
        "/merchant/loyalty?said=outdated"
    );
    let seen = owner.get(HERE).await.field("seen");
    owner.post("/merchant/loyalty/discard", &format!("seen={seen}")).await;
    assert!(!owner.get(HERE).await.text.contains("name=\"seen\""));
}

#[tokio::test]
async fn what_is_owed_is_told_week_by_week_and_as_of_any_moment() {
    let place = Place::open().await;
    let programme =
        r#"{ "worth": { "points": 1, "minor": 1 }, "pending_days": 0, "expiry": { "days": 30 } }"#;
    let loyalty = serde_json::from_str(programme).expect("a programme");
    let shop = ShopDraft { loyalty, ..draft([250, 120, 400]) };
    place.app.publish_shop(shop).await.expect("a shop");
    owner(&place, Command::IssueCard { shopper: customer_id(7) }).await;
    let (shopper, reason) = (customer_id(7), AdjustReason::Goodwill);
    owner(&place, Command::AdjustPoints { shopper, points: 500, reason }).await;
    place.clock.set(attar::Timestamp(1_790_000_000_000) + attar::time::Span::days(60));
    let mut merchant = merchant(&place).await;
    let csv = merchant.get("/merchant/loyalty/liability.csv").await;
    csv.says(&["1789948800000,0,0,0,500,0,0,500,500,0,0\n", ",500,0,0,0,500,500\n"]);
    let page = merchant.get(HERE).await;
    page.says(&[
        "Owed for points",
        "Expired unspent",
        "in all, 500 points",
        "\u{2068}100.0%\u{2069} of what was ever given",
    ]);
    let then = merchant.get("/merchant/loyalty?at=2026-09-22T00:00").await;
    then.says(&["<dt class=\"muted\">Owed</dt><dd><bdi><data value=\"500 USD\">$5.00</data></bdi></dd>"]);
    merchant.get("/merchant/loyalty?at=2026-09-21T00:00").await.says(&["<data value=\"0 USD\">"]);
    merchant.get("/merchant/loyalty?at=x").await.says(&["A day and a time that the shop"]);
}

#[tokio::test]
async fn the_pages_are_in_the_merchants_own_language() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    member(&place).await;
    send(&mut owner, PLAIN).await;
    for (lang, words, charts) in [
        ("fa", ["باشگاه مشتریان", "۱ امتیاز برای هر", "شایان توجه"], "بیشترین هزینه"),
        ("ar", ["برنامج الولاء", "نقطة واحدة عن كل", "جدير بنظرة"], "أقصى تكلفة"),
    ] {
        owner.post("/lang", &format!("lang={lang}")).await;
        replayed(&mut owner).await.says(&[charts]);
        owner.get(HERE).await.says(&words[..1]);
        owner.get(EDIT).await.says(&words);
    }
}
