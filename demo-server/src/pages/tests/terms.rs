//! The merchant's promotions: written, tried, published and taken back, by forms alone.

use std::time::Duration;

use attar::terms::promotion::Promotion;
use axum::http::StatusCode;

use super::browser::{Browser, Place, Seen};
use crate::terms::{Draft, Fresh, Sheet, Terms};

pub(super) const FIFTH: &str = "as=form&do=save&name_en=A+fifth+off+rice&name_fa=%DB%8C%DA%A9+%D9%BE%D9%86%D8%AC%D9%85&\
                     kind=percent&amount=20&on=items&products=1&lane=1&priority=0";
pub(super) const TERMS: &str = "/merchant/terms";

pub(super) async fn merchant(place: &Place) -> Browser {
    let mut merchant = place.browser();
    merchant.get("/merchant?key=sesame").await;
    merchant
}

/// Sends a form of that page, with what it says that was seen.
pub(super) async fn send(merchant: &mut Browser, page: &str, form: &str) -> Seen {
    let seen = merchant.get(&[TERMS, page].concat()).await.field("seen");
    merchant.post(&[TERMS, page].concat(), &format!("{form}&seen={seen}")).await
}

pub(super) async fn discard(merchant: &mut Browser) -> Seen {
    let seen = merchant.get(TERMS).await.field("seen");
    merchant.post("/merchant/terms/discard", &format!("seen={seen}")).await
}

pub(super) async fn publish(merchant: &mut Browser) -> Seen {
    let pair = merchant.get(TERMS).await.field("pair");
    merchant.post("/merchant/terms/publish", &format!("pair={pair}")).await
}

/// The page of the replay, once it is done.
pub(super) async fn replayed(merchant: &mut Browser) -> Seen {
    let begun = merchant.post("/merchant/terms/replay", "").await;
    assert_eq!((begun.status, begun.location()), (StatusCode::SEE_OTHER, "/merchant/terms/replay"));
    loop {
        let seen = merchant.get("/merchant/terms/replay").await;
        if !seen.headers.contains_key("refresh") {
            return seen;
        }
        seen.says(&["<progress"]);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Orders two packages of rice for 5.00.
async fn buy(place: &Place) {
    let mut buyer = place.browser();
    buyer.post("/cart", "product=1&quantity=2").await;
    let order = buyer.get("/checkout").await.field("order");
    let form = format!("order={order}&expected=500+USD&name=Ada&address=Street+1&email=ada%40example.org");
    let placed = buyer.post("/checkout", &form).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
}

#[tokio::test]
async fn a_promotion_is_written_tried_published_and_taken_back() {
    let place = Place::open().await;
    buy(&place).await;
    let (mut buyer, mut merchant) = (place.browser(), merchant(&place).await);
    buyer.post("/cart", "product=1&quantity=2").await;
    merchant.get("/merchant").await.says(&["href=\"/merchant/terms\""]);
    merchant.get("/merchant/terms/new").await.says(&["Write a promotion", "name=\"amount\""]);

    let kept = send(&mut merchant, "/new", FIFTH).await;
    assert_eq!(kept.location(), "/merchant/terms/2?saved=true", "{}", kept.text);
    merchant.get(kept.location()).await.says(&[
        "Kept as a draft",
        "\u{2068}20%\u{2069} off \u{2068}Rice 1 kg\u{2069}",
        "for everyone, at any time",
        "value=\"A fifth off rice\"",
    ]);
    merchant.get(TERMS).await.says(&["New: \u{2068}A fifth off rice\u{2069}", "In force for nobody"]);
    buyer.get("/cart").await.says(&["$5.00"]);

    let charts = replayed(&mut merchant).await;
    charts.says(&["Whom it touches", "of 1 customer", "of 1 basket with another total", "-$1", "Publish"]);
    let sums = merchant.get("/merchant/terms/replay/sums").await;
    sums.says(&["in_force,0,500,480,500,0", "draft,100,400,380,500,1"]);
    charts.says(&["+$1", "instead of $0"]);
    merchant.get("/merchant/terms/replay/baskets").await.says(&["left_out\n1,1,0,0\n"]);
    merchant.get("/merchant/terms/replay/weeks").await.says(&["_minor\n1789948800000,0,100\n"]);
    merchant.get("/merchant/terms/replay/customers").await.says(&["group,customers,touched,baskets"]);
    merchant.get("/merchant/terms/replay?lang=fa").await.says(&["\u{200f}\u{200e}+۱ دلار"]);
    merchant.post("/lang", "lang=en").await;
    merchant.get("/merchant/terms/replay/promotions").await.says(&["2,\"A fifth off rice\",1,1,100"]);

    assert_eq!(publish(&mut merchant).await.location(), "/merchant/terms?said=published");
    buyer.get("/cart").await.says(&["$4.00", "A fifth off rice"]);
    buyer.get("/cart?lang=fa").await.says(&["یک پنجم"]);
    buyer.post("/lang", "lang=en").await;
    let list = merchant.get("/merchant/terms?said=published").await;
    list.says(&["Every page and every till goes by it", "In force", "The first terms"]);
    assert!(!list.text.contains("name=\"seen\""), "there is no draft any more");

    let version = list.text.split("/merchant/terms/versions/").nth(1).expect("an earlier version");
    let address = format!("/merchant/terms/versions/{}", &version[..64]);
    for other in ["".to_owned(), format!("in_force={}", &version[..64])] {
        assert_eq!(merchant.post(&address, &other).await.location(), "/merchant/terms?said=outdated");
    }
    buyer.get("/cart").await.says(&["$4.00"]);
    let shown = format!("in_force={}", list.field("in_force"));
    assert_eq!(merchant.post(&address, &shown).await.location(), "/merchant/terms?said=back");
    buyer.get("/cart").await.says(&["$5.00"]);
    merchant.get(TERMS).await.says(&["Taken away: \u{2068}A fifth off rice\u{2069}"]);
}

#[tokio::test]
async fn what_begins_later_is_published_and_waits() {
    let place = Place::open().await;
    let (mut buyer, mut merchant) = (place.browser(), merchant(&place).await);
    buyer.post("/cart", "product=1&quantity=2").await;
    send(&mut merchant, "/new", &format!("{FIFTH}&from=2030-03-01T09%3A00")).await;
    merchant.get(TERMS).await.says(&["begins by itself from Friday"]);
    publish(&mut merchant).await;
    buyer.get("/cart").await.says(&["$5.00"]);
    merchant.get(TERMS).await.says(&["data-status=\"waits\">From Friday"]);
}

#[tokio::test]
async fn what_was_seen_is_what_is_published() {
    let place = Place::open().await;
    let (mut one, mut buyer) = (merchant(&place).await, place.browser());
    send(&mut one, "/new", FIFTH).await;
    let pair = one.get(TERMS).await.field("pair");
    send(&mut one, "/2", &FIFTH.replace("amount=20", "amount=50")).await;
    let stale = one.post("/merchant/terms/publish", &format!("pair={pair}")).await;
    assert_eq!(stale.location(), "/merchant/terms?said=outdated");
    buyer.post("/cart", "product=1&quantity=2").await;
    buyer.get("/cart").await.says(&["$5.00"]);
    // Somebody else publishes other terms: the draft says that it would undo them.
    let mut other = super::browser::draft([250, 120, 400]);
    other.terms.promotions.clear();
    place.app.publish_shop(other).await.expect("a shop");
    one.get(TERMS).await.says(&["The terms in force have changed since"]);
    send(&mut one, "/2", "do=remove").await;
    send(&mut one, "/1", "do=remove").await;
    assert!(!one.get(TERMS).await.text.contains("name=\"seen\""), "what says the same is no draft");
}

/// A promotion that nobody can write by the pages.
fn broken(id: u32) -> Promotion {
    let rate = serde_json::json!({ "percent": { "rate": 20_000 } });
    serde_json::from_value(serde_json::json!({ "id": id, "name": "Too much", "gives": rate }))
        .expect("it is read")
}

#[tokio::test]
async fn a_broken_promotion_turns_only_itself_off_and_is_not_published_as_somebodys_work() {
    let place = Place::open().await;
    let (mut one, mut buyer) = (merchant(&place).await, place.browser());
    let mut shop = super::browser::draft([250, 120, 400]);
    shop.terms.promotions.push(broken(2));
    place.app.publish_shop(shop).await.expect("a shop");
    one.get(TERMS).await.says(&[">Off<", "It is off: \u{2068}`rate` must be `1` to `10000`\u{2069}."]);
    send(&mut one, "/new", FIFTH).await;
    assert_eq!(publish(&mut one).await.location(), "/merchant/terms?said=published");
    buyer.post("/cart", "product=1&quantity=2").await;
    buyer.get("/cart").await.says(&["$4.00"]);

    let seen = Sheet::load(&place.app).await.expect("a sheet").seen;
    let write = |terms: &mut Terms, _: Fresh| terms.promotions.push(broken(9));
    Draft::change(&place.app, Some(seen), write).await.expect("a store");
    let refused = publish(&mut one).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.says(&["It was not published: \u{2068}Too much\u{2069} is not sound. \u{2068}`rate` must be"]);
    buyer.get("/cart").await.says(&["$4.00"]);
}

#[tokio::test]
async fn the_terms_are_the_owners_only_and_come_from_the_desk() {
    let place = Place::open().await;
    let (mut owner, mut other) = (merchant(&place).await, place.browser());
    send(&mut owner, "/new", FIFTH).await;
    let version = format!("versions/{}", place.app.current().market.shop.expect("a shop"));
    let posts = ["new", "2", "whole", "publish", "discard", "replay", &version];
    let posts = posts.map(|page| format!("{TERMS}/{page}"));
    let bodies = [FIFTH, FIFTH, "json=%7B%7D", "pair=x", "", "", ""];
    for page in ["", "/new", "/2", "/whole", "/replay", "/replay/sums"] {
        let seen = other.get(&format!("{TERMS}{page}")).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{page}");
        assert!(!seen.text.contains("RICE-10"));
    }
    for (address, body) in posts.iter().zip(bodies) {
        assert_eq!(other.post(address, body).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    owner.origin = Some("https://evil.example".into());
    for (address, body) in posts.iter().zip(bodies) {
        assert_eq!(owner.post(address, body).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    owner.origin = None;
    owner.get(TERMS).await.says(&["New: \u{2068}A fifth off rice"]);
    for page in ["/7", "/x", "/replay/sums", "/versions/0"] {
        assert_eq!(owner.get(&format!("{TERMS}{page}")).await.status, StatusCode::NOT_FOUND, "{page}");
    }
}

#[tokio::test]
async fn no_draft_code_or_budget_comes_to_a_shopper() {
    let place = Place::open().await;
    let (mut buyer, mut owner) = (place.browser(), merchant(&place).await);
    buyer.post("/cart", "product=1&quantity=2").await;
    let secret =
        format!("{FIFTH}&codes=SESAME-77&budget=98765.43&limit=87654").replace("A+fifth+off+rice", "Hush");
    send(&mut owner, "/new", &secret).await;
    for published in [false, true] {
        if published {
            publish(&mut owner).await;
        }
        for page in ["/", "/cart", "/checkout", "/p/1", "/d/0", "/account"] {
            let text = buyer.get(page).await.text;
            let found = ["SESAME-77", "Hush", "98,765", "9876543"].iter().find(|word| text.contains(**word));
            assert_eq!(found, None, "{page}, published: {published}");
        }
        let file = &place.app.snapshot().file.bytes;
        let holds = |word: &[u8]| file.windows(word.len()).any(|window| window == word);
        let limit = postcard::to_allocvec(&87_654_u32).expect("a number");
        assert!(!holds(b"SESAME-77") && !holds(b"Hush") && !holds(&limit), "published: {published}");
    }
    assert_eq!(buyer.post("/cart/coupon", "code=sesame-77").await.location(), "/cart");
    buyer.get("/cart").await.says(&["Hush", "$4.00"]);
}

#[tokio::test]
async fn the_pages_are_in_the_merchants_own_language() {
    let place = Place::open().await;
    let mut owner = merchant(&place).await;
    for (lang, amount, words, wrong) in [
        ("fa", "%DB%B2%DB%B0", ["تخفیف‌ها", "پیش‌نویس", "به چه کسانی می‌رسد"], "درصدی بیش از ۰"),
        ("ar", "%D9%A2%D9%A0", ["العروض", "مسودة", "من يمسّه"], "نسبة فوق ٠"),
    ] {
        owner.post("/lang", &format!("lang={lang}")).await;
        let form = FIFTH.replace("amount=20", &format!("amount={amount}"));
        let kept = send(&mut owner, "/new", &form).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        owner.get(TERMS).await.says(&words[..2]);
        replayed(&mut owner).await.says(&words[2..]);
        send(&mut owner, "/new", &form.replace(amount, "x")).await.says(&[wrong]);
        discard(&mut owner).await;
    }
}

#[tokio::test]
async fn a_code_that_can_be_guessed_is_told_of_in_every_language() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    merchant.get(TERMS).await.says(&["A code of it can be guessed."]);
    merchant.get("/merchant/terms?lang=fa").await.says(&["یکی از کدهای آن را می‌توان حدس زد."]);
    merchant.get("/merchant/terms?lang=ar").await.says(&["يمكن تخمين أحد رموزه."]);
}

#[tokio::test]
async fn a_draft_that_needs_a_code_is_replayed_as_the_most_it_could_come_to() {
    let place = Place::open().await;
    let mut merchant = merchant(&place).await;
    send(&mut merchant, "/new", &format!("{FIFTH}&codes=SPRING-2026")).await;
    let page = replayed(&mut merchant).await;
    page.says(&["as if every buyer had it, so this is the most it could come to: \u{2068}A fifth off rice"]);
    page.says(&["since they are in force as they are", "\u{2068}A tenth off rice"]);
}
