//! Referral and surprises by forms alone: a code is got and shared, a friend comes by it, and the desk tells of it.

use attar::Command;
use attar::event::{Actor, Channel, Role};
use attar::shop::ShopDraft;
use axum::http::StatusCode;

use super::browser::{Browser, Place, Seen, draft};
use super::buying::encoded;
use super::terms::merchant;
use crate::demo::customer_id;

const DESK: &str = "/merchant/loyalty";

async fn owner(place: &Place, command: Command) {
    place.app.command(Actor::Merchant(Role::Owner), Channel::Console, command).await.expect("it is done");
}

/// A shop that rewards both sides and surprises with a first order, and a member of it.
async fn member() -> (Place, Browser) {
    let place = Place::open().await;
    let programme = serde_json::json!({
        "worth": { "points": 100, "minor": 100 },
        "referral": { "gives": 200, "welcomes": 100, "least": 200, "most": 2 },
        "delight": { "points": 500, "minor": 400, "most": 50, "occasions": [{ "by": "first_delivered", "points": 50 }] },
    });
    let loyalty = serde_json::from_value(programme).expect("a programme");
    place
        .app
        .publish_shop(ShopDraft { loyalty: Some(loyalty), ..draft([250, 120, 400]) })
        .await
        .expect("a shop");
    owner(&place, Command::IssueCard { shopper: customer_id(7) }).await;
    let mut member = place.browser();
    member.post("/login", "household=7").await;
    (place, member)
}

/// The code on the account, once it is asked for.
async fn code(member: &mut Browser) -> String {
    member.get("/account").await.says(&[
        "Invite friends",
        "You get <data value=\"200\">200</data> points",
        "Get your code to share",
    ]);
    let got = member.post("/account/referral", "").await;
    assert_eq!((got.status, got.location()), (StatusCode::SEE_OTHER, "/account"));
    let page = member.get("/account").await;
    page.says(&["Your code: <code part=\"code\"", "Your link to share"]);
    assert!(!page.text.contains("Get your code to share"), "once is enough");
    let (_, rest) = page.text.split_once("/?referral=").expect("a link");
    rest.split('"').next().unwrap_or_default().to_owned()
}

async fn order(buyer: &mut Browser, contact: &str) -> Seen {
    buyer.post("/cart", "product=2&quantity=2").await;
    let page = buyer.get("/checkout").await;
    let (expected, shown) = (page.field("expected").replace(' ', "+"), encoded(&page.field("shown")));
    let form = format!("order={}&expected={expected}&shown={shown}&{contact}", page.field("order"));
    let placed = buyer.post("/checkout", &form).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
    placed
}

const BAB: &str = "name=Bab&address=Mint+Road+3&email=bab%40example.org";

#[tokio::test]
async fn a_friend_comes_by_a_link_that_is_kept_only_by_leave_and_both_are_told() {
    let (place, mut member) = member().await;
    let code = code(&mut member).await;
    let link = format!("/?referral={code}");
    let mut friend = place.browser();
    let asked = friend.get(&link).await;
    asked.says(&[
        "A friend invites you",
        "You get 100 points with your first order",
        "only if you let us remember you",
    ]);
    assert!(!asked.headers.contains_key("set-cookie"), "nothing is kept of who only looks");
    let allowed = friend.post("/consent", &format!("consent=full&back={}", encoded(&link))).await;
    assert_eq!(allowed.location(), link);
    friend.get(&link).await.says(&["invitation is kept for your first order"]);
    friend.get("/account").await.says(&["A friend invited you: <data value=\"100\">"]);
    order(&mut friend, BAB).await;
    friend.get("/account").await.says(&["Your first order, by a friend"]);
    member.get("/account").await.says(&[
        "Friends who came by your code: <data value=\"1\">",
        "Points they brought you: <data value=\"200\">",
        "s first order</span>",
    ]);
    merchant(&place).await.get(DESK).await.says(&["Who referred whom", "1 came", "1 ordered", "200 points"]);
}

#[tokio::test]
async fn who_may_not_come_by_a_code_is_told_why() {
    let (place, mut member) = member().await;
    let code = code(&mut member).await;
    member.get(&format!("/?referral={code}")).await.says(&["This is your own code"]);
    let mut friend = place.browser();
    friend.get("/?referral=none").await.says(&["Nobody has this code"]);
    friend.post("/consent", "consent=full&back=/").await;
    friend.get("/?referral=0123456789").await.says(&["Nobody has this code"]);
    order(&mut member, BAB).await;
    friend.get(&format!("/?referral={code}")).await.says(&["invitation is kept"]);
    order(&mut friend, BAB).await;
    friend.get("/account").await.says(&["The invitation brought nothing.", "same e-mail or address"]);
    friend.get(&format!("/?referral={code}&lang=fa")).await.says(&["lang=\"fa\""]);
}

#[tokio::test]
async fn a_surprise_is_told_with_its_reason_and_the_desk_knows_what_is_left() {
    let (place, mut member) = member().await;
    let mut desk = merchant(&place).await;
    desk.get(DESK).await.says(&[
        "Budget of surprises",
        "0 points spent, 500 points left",
        "Nobody has been surprised",
    ]);
    let placed = order(&mut member, BAB).await;
    let id = placed.location().trim_start_matches("/order/").to_owned();
    for step in ["pack", "ship", "deliver"] {
        desk.post(&format!("/merchant/orders/{id}"), &format!("step={step}")).await;
    }
    member.get("/account").await.says(&["A thank-you for your first order", "<data value=\"50\">50</data>"]);
    desk.get(DESK).await.says(&[
        "50 points spent, 450 points left",
        "$0.50",
        "$3.50",
        "first order brought",
        "Household 7",
    ]);
    for (lang, said) in [("fa", "سپاس برای نخستین سفارش شما"), ("ar", "شكرًا على طلبك الأول")]
    {
        member.get(&format!("/account?lang={lang}")).await.says(&[said]);
    }
}

#[tokio::test]
async fn the_form_says_all_of_referral_and_surprises_and_refuses_what_cannot_hold() {
    let (place, _) = member().await;
    let mut desk = merchant(&place).await;
    let page = desk.get("/merchant/loyalty/edit").await;
    page.says(&[
        "name=\"referral_gives\"",
        "name=\"delight_points\"",
        "200 points for who refers and 100 points for the friend",
    ]);
    let form = "as=form&do=save&worth_points=1&worth=0.01&pending_days=0&expiry=never&how=none&claw_back=balance&revive_days=30&\
                by=spend&window=days&window_days=365&grace_days=0&downgrade=step&referral_gives=5&referral_days=30&\
                referral_wait_days=30&delight=off&delight_points=100&delight_window=month&delight_rest_days=30&delight_late=20";
    let send = async |desk: &mut Browser, more: &str| {
        let seen = desk.get("/merchant/loyalty/edit").await.field("seen");
        desk.post("/merchant/loyalty/edit", &format!("{form}{more}&seen={seen}")).await
    };
    for (more, said) in [
        ("&delight_most=200", "No surprise may have more points"),
        ("&delight_most=10", "No surprise may have"),
        ("&delight_most=0", "role=\"alert\""),
    ] {
        let refused = send(&mut desk, more).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{more}");
        refused.says(&[said]);
    }
    let kept = send(&mut desk, "&delight_most=50").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    desk.get("/merchant/loyalty/edit")
        .await
        .says(&["switched off: none are given", "Nothing bounds how often one code brings points"]);
}
