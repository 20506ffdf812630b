//! Secrets are planted in a shop, and searched for in everything that anybody may load.

mod case;
mod http;

use attar::id::PriceListId;
use attar::model::Model;
use attar::shop::{Label, Only, PriceListDraft, ShopDraft};
use attar::terms::list::Price;
use attar::{Currency, ProductId, ShopperId, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Served;
use serde_json::json;

/// Amounts that are nowhere else, large enough that their bytes do not turn up by chance.
const COST: i64 = 7_362_514_098_345;
const DRAFT_PRICE: i64 = 6_148_273_905_517;
const DRAFT_LIST: u16 = 59_371;
const LIST_NAME: &str = "for the merchant's eyes";
const DRAFT_NAME: &str = "the great clearance";
const CODE: &str = "OPEN-SESAME-1001";
const GROUP: &str = "friends of the house";
const WITHHELD: &str = "what only a code opens";
const BUDGET: i64 = 5_219_384_760_233;
/// A floor that no promotion reaches, and one for friends only.
const FLOOR: i64 = 3;
/// The cost with its margin: below what everyone pays after promotions, above what members do.
const BOUND: i64 = 7_436_139_239_328;
/// What members pay: far below what everyone does, so that it would be charged.
const PUBLIC_PRICE: i64 = 7_911_000_000_001;
const MEMBERS_PRICE: i64 = 4_815_162_342_108;
const DOZEN_PRICE: i64 = 4_294_311_905_773;
const MEMBERS_LIST: u16 = 58_213;
const MEMBERS_TITLE: &str = "what friends pay";
const OTHERS: &str = "friends of friends";
const CARD_NAME: &str = "those who pay in cash";

const NOW: Timestamp = Timestamp(1_764_590_400_000);
/// Who is in no group, and who is in one of the two.
const STRANGER: ShopperId = ShopperId([3; 16]);
const MEMBER: ShopperId = ShopperId([4; 16]);

fn shop() -> ShopDraft {
    let case = case::all().into_iter().find(|case| case.shop.products.len() > 2).expect("a case");
    let mut shop = case.shop;
    for product in &mut shop.products {
        product.cost = if product.id == ProductId(1) { COST } else { 0 };
    }
    let terms = json!({
        "promotions": [
            { "id": 1, "name": WITHHELD, "coupons": [CODE], "gives": { "percent": { "rate": 100 } }, "lane": 1 },
            { "id": 2, "name": "x", "when": { "group": [GROUP] }, "gives": { "percent": { "rate": 100 } } },
            { "id": 3, "name": "for all", "budget": 1, "gives": { "percent": { "rate": 100 } }, "lane": 2 },
        ],
        "margin": 100,
        "budgets": [{ "id": 1, "left": BUDGET }],
        "items": [{ "product": 1, "floor": FLOOR }],
    });
    shop.terms = serde_json::from_value(terms).expect("terms");
    shop.price_lists[0].name = LIST_NAME.into();
    shop.price_lists[1].name = CARD_NAME.into();
    shop.price_lists.push(PriceListDraft {
        draft: true,
        ..PriceListDraft::everyone(
            PriceListId(DRAFT_LIST),
            DRAFT_NAME,
            Currency::Usd,
            vec![(ProductId(1), DRAFT_PRICE)],
        )
    });
    shop.price_lists[0].prices.retain(|(product, _)| *product != ProductId(1));
    shop.price_lists[0].prices.push((ProductId(1), PUBLIC_PRICE));
    shop.price_lists.iter_mut().skip(1).filter(|list| list.id.0 < 1_000).for_each(|list| list.draft = true);
    let title = || Label { en: MEMBERS_TITLE.into(), fa: MEMBERS_TITLE.into(), ar: MEMBERS_TITLE.into() };
    shop.price_lists.push(PriceListDraft {
        title: Some(title()),
        only: Only { groups: vec![GROUP.into(), OTHERS.into()], ..Only::default() },
        steps: vec![Price { product: ProductId(1), from_units: 12, minor: DOZEN_PRICE }],
        ..PriceListDraft::everyone(
            PriceListId(MEMBERS_LIST),
            MEMBERS_TITLE,
            Currency::Usd,
            vec![(ProductId(1), MEMBERS_PRICE)],
        )
    });
    shop
}

/// A number as text, little and big end first, and as postcard's varint, signed and unsigned.
fn forms(number: i64) -> Vec<Vec<u8>> {
    vec![
        number.to_string().into_bytes(),
        number.to_le_bytes()[..6].to_vec(),
        number.to_be_bytes()[2..].to_vec(),
        postcard::to_allocvec(&number).expect("a varint"),
        postcard::to_allocvec(&(number as u64)).expect("a varint"),
        format!("{number:x}").into_bytes(),
    ]
}

fn secrets() -> Vec<Vec<u8>> {
    let names = [LIST_NAME, DRAFT_NAME, CARD_NAME, CODE, GROUP, WITHHELD];
    let words = names.map(|name| name.as_bytes().to_vec());
    let list = [DRAFT_LIST.to_string().into_bytes(), postcard::to_allocvec(&DRAFT_LIST).expect("a varint")];
    let numbers = [COST, BOUND, DRAFT_PRICE, BUDGET];
    words.into_iter().chain(list).chain(numbers.into_iter().flat_map(forms)).collect()
}

fn holds(bytes: &[u8], secret: &[u8]) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret)
}

/// All that anybody may load, by name.
async fn loaded(served: &Served) -> Vec<(String, Vec<u8>)> {
    let boot = served.get("/v1/boot").await;
    let names = boot.json();
    let mut paths = vec![format!("/v1/snapshot/{}", names["snapshot"].as_str().expect("a hash"))];
    for lang in ["en", "fa", "ar"] {
        paths.push(format!("/v1/names/{}", names["names"][lang].as_str().expect("a hash")));
    }
    let slice = STANDARD.decode(names["slice"].as_str().expect("a slice")).expect("base64");
    let mut all = vec![("/v1/boot".to_owned(), boot.bytes.to_vec()), ("the slice".to_owned(), slice)];
    for path in paths {
        let file = served.get(&path).await;
        assert_eq!(file.status, 200, "{path}");
        all.push((path, file.bytes.to_vec()));
    }
    all
}

#[tokio::test]
async fn no_secret_of_the_merchant_leaves_the_server() {
    let served = Served::open(shop(), Model::default(), Vec::new(), NOW).await;
    for (name, bytes) in loaded(&served).await {
        for secret in secrets() {
            assert!(!holds(&bytes, &secret), "{name} holds {:?}", String::from_utf8_lossy(&secret));
        }
    }
}

/// The same, where Medusa computes what promotions give; each asks for a product that nothing else names.
fn foreign_shop() -> ShopDraft {
    let gives = |product: i64| {
        let condition = json!({ "field": "product.id", "op": "ne", "values": [product.to_string()] });
        let gives = json!({ "method": "percent", "value": "5", "target_conditions": [condition] });
        json!({ "foreign": { "medusa_2_21": gives } })
    };
    let terms = json!({
        "mode": "medusa_2_21",
        "promotions": [
            { "id": 1, "name": WITHHELD, "coupons": [CODE], "gives": gives(COST) },
            { "id": 2, "name": "x", "when": { "group": [GROUP] }, "gives": gives(DRAFT_PRICE) },
            { "id": 3, "name": "for all", "budget": 1, "gives": gives(MEMBERS_PRICE) },
        ],
        "budgets": [{ "id": 1, "left": BUDGET }],
    });
    ShopDraft { terms: serde_json::from_value(terms).expect("terms"), ..shop() }
}

#[tokio::test]
async fn what_another_engine_gives_behind_a_code_or_a_group_stays_on_the_server() {
    assert_eq!(attar::Shop::check(foreign_shop()).expect("a shop").warnings(), []);
    let served = Served::open(foreign_shop(), Model::default(), Vec::new(), NOW).await;
    let mut found = false;
    for (name, bytes) in loaded(&served).await {
        for secret in secrets() {
            assert!(!holds(&bytes, &secret), "{name} holds {:?}", String::from_utf8_lossy(&secret));
        }
        found |= holds(&bytes, MEMBERS_PRICE.to_string().as_bytes());
    }
    assert!(found, "what is for all is there");
}

#[tokio::test]
async fn a_lowest_price_that_no_promotion_reaches_stays_on_the_server() {
    let shop = attar::Shop::check(shop()).expect("a shop");
    let public = shop.public().terms();
    assert_eq!(public.items, [], "nothing is said of products");
    let ids: Vec<u32> = public.promotions.iter().map(|promotion| promotion.id.0).collect();
    assert_eq!((ids, public.promotions[0].budget), (vec![3], None));
    let own = shop.own(attar::shop::Member::of(&[GROUP]), attar::shop::WEB);
    assert_eq!(own.floors, [(ProductId(1), BOUND)], "of friends one is reached");
}

#[test]
fn the_search_would_find_a_secret_that_is_there() {
    let draft = serde_json::to_vec(&shop()).expect("json");
    let numbers = [COST, DRAFT_PRICE, BUDGET].map(|number| number.to_string());
    let [cost, price, budget] = &numbers;
    for word in [LIST_NAME, DRAFT_NAME, CARD_NAME, CODE, GROUP, WITHHELD, cost, price, budget] {
        assert!(holds(&draft, word.as_bytes()), "{word}");
    }
    let binary = postcard::to_allocvec(&shop()).expect("postcard");
    for number in [COST, DRAFT_PRICE] {
        assert!(forms(number).iter().any(|form| holds(&binary, form)), "{number}");
    }
}

/// What only members may know, and what not even they may.
fn of_members() -> Vec<Vec<u8>> {
    let list = postcard::to_allocvec(&MEMBERS_LIST).expect("a varint");
    let words = [MEMBERS_TITLE.as_bytes().to_vec(), MEMBERS_LIST.to_string().into_bytes(), list];
    words.into_iter().chain([MEMBERS_PRICE, DOZEN_PRICE, BOUND].into_iter().flat_map(forms)).collect()
}

/// Every answer that a shopper can get, by name: slice, questions in both forms, quote, order, what follows it.
async fn answers(served: &Served, who: ShopperId) -> Vec<(String, Vec<u8>)> {
    let token = served.token(who);
    let slice = postcard::to_allocvec(&served.boot(who).await.slice()).expect("a slice");
    let mut all = vec![("the slice".to_owned(), slice)];
    let cart = json!({ "change_cart": { "product": 1, "quantity": 13 } });
    let changed = json!({ "command": cart, "token": token });
    all.push(("the cart's fact".to_owned(), served.post("/v1/commands", &changed).await.bytes.to_vec()));
    let one = json!([{ "product": 1, "units": 1 }]);
    for query in [
        json!({ "price": { "product": 1 } }),
        json!({ "price": { "product": 2 } }),
        json!("cart"),
        json!("profile"),
        json!({ "would_be": { "lines": one } }),
        json!({ "would_be": { "lines": one, "instead": true } }),
        json!({ "recommend": { "slot": "for_you", "n": 10 } }),
        json!({ "recommend": { "slot": "trending", "n": 10 } }),
    ] {
        let asked = json!({ "query": query, "token": token });
        all.push((query.to_string(), served.post("/v1/ask", &asked).await.bytes.to_vec()));
        let query = serde_json::from_value(query).expect("a query");
        all.push((format!("{query:?}"), served.ask_bytes(who, &query).await.bytes.to_vec()));
    }
    let quote = served.post("/v1/quote", &json!({ "token": token })).await;
    let sealed = quote.json()["quote"].as_str().and_then(|quote| quote.split('.').nth(1)).map(str::to_owned);
    let sealed = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(sealed.expect("a quote"));
    all.push(("the sealed quote".to_owned(), sealed.expect("base64url")));
    let total = quote.json()["cart"]["total"].clone();
    all.push(("the quote".to_owned(), quote.bytes.to_vec()));
    let order = attar::OrderId(who.0);
    for expected in [json!({ "minor": 1, "currency": "USD" }), total] {
        let place = json!({ "place_order": { "order": order, "contact": order, "expected": expected, "shown": [
            { "what": "public", "product": 1, "minor": 1 }] } });
        let placed = served.post("/v1/commands", &json!({ "command": place, "token": token })).await;
        all.push(("the order".to_owned(), placed.bytes.to_vec()));
    }
    let track = json!({ "track": { "order": order } });
    let tracked = served.post("/v1/ask", &json!({ "query": track, "token": token })).await;
    assert_eq!(tracked.status, 200, "{tracked:?}");
    all.push(("the receipt".to_owned(), tracked.bytes.to_vec()));
    all
}

async fn with_a_member() -> Served {
    let served = Served::open(shop(), Model::default(), Vec::new(), NOW).await;
    let owner = attar::Actor::Merchant(attar::event::Role::Owner);
    let add = attar::Command::AddToGroup { shopper: MEMBER, group: GROUP.into() };
    assert_eq!(served.command(&owner, &add).await.status, 200);
    let counted = vec![attar::event::StockLine { product: ProductId(1), units: 500 }];
    assert_eq!(served.command(&owner, &attar::Command::CountStock { lines: counted }).await.status, 200);
    served
}

#[tokio::test]
async fn no_price_of_a_group_reaches_whoever_is_not_in_it() {
    let served = with_a_member().await;
    let of_members = of_members().into_iter().chain([GROUP.into(), OTHERS.into(), b"\"x\"".to_vec()]);
    let of_members: Vec<Vec<u8>> = of_members.collect();
    for (name, bytes) in answers(&served, STRANGER).await.into_iter().chain(loaded(&served).await) {
        for secret in &of_members {
            assert!(!holds(&bytes, secret), "{name} holds {:?}", String::from_utf8_lossy(secret));
        }
    }
}

#[tokio::test]
async fn a_member_pays_the_price_of_the_group_and_learns_of_no_other_group() {
    let served = with_a_member().await;
    let all = answers(&served, MEMBER).await;
    for (name, bytes) in &all {
        assert!(!holds(bytes, OTHERS.as_bytes()), "{name} names another group");
    }
    let known =
        |name: &str| all.iter().find(|(own, _)| own == name).map(|(_, bytes)| bytes).expect("an answer");
    for name in ["the slice", "the quote", "the sealed quote", "the order", "the receipt"] {
        assert!(
            of_members().iter().any(|secret| holds(known(name), secret)),
            "{name} says nothing of the group"
        );
    }
    assert!(holds(known("the receipt"), MEMBERS_TITLE.as_bytes()), "the receipt names the list");
    let saved = (PUBLIC_PRICE - DOZEN_PRICE) * 13;
    assert!(holds(known("the quote"), saved.to_string().as_bytes()), "thirteen, at the price of a dozen");
}
