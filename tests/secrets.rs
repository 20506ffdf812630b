//! Secrets are planted in a shop, and searched for in everything that anybody may load.

mod case;
mod http;

use attar::id::PriceListId;
use attar::model::Model;
use attar::shop::{Audience, PriceListDraft, ShopDraft};
use attar::{Currency, ProductId, Timestamp};
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
const CARD_NAME: &str = "those who pay in cash";

fn shop() -> ShopDraft {
    let case = case::all().into_iter().find(|case| case.shop.products.len() > 2).expect("a case");
    let mut shop = case.shop;
    for product in &mut shop.products {
        product.cost = COST;
    }
    let terms = json!({
        "promotions": [
            { "id": 1, "name": WITHHELD, "coupons": [CODE], "gives": { "percent": { "rate": 100 } }, "lane": 1 },
            { "id": 2, "name": "x", "when": { "group": [GROUP] }, "gives": { "percent": { "rate": 100 } } },
            { "id": 3, "name": "for all", "budget": 1, "gives": { "percent": { "rate": 100 } }, "lane": 2 },
        ],
        "budgets": [{ "id": 1, "left": BUDGET }],
        "items": [{ "product": 1, "floor": FLOOR }],
    });
    shop.terms = serde_json::from_value(terms).expect("terms");
    shop.price_lists[0].name = LIST_NAME.into();
    shop.price_lists[1].name = CARD_NAME.into();
    shop.price_lists.push(PriceListDraft {
        id: PriceListId(DRAFT_LIST),
        name: DRAFT_NAME.into(),
        currency: Currency::Usd,
        audience: Audience::Everyone,
        draft: true,
        prices: vec![(ProductId(1), DRAFT_PRICE)], title: None, only: Default::default(), steps: Vec::new(), });
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
    words.into_iter().chain(list).chain(forms(COST)).chain(forms(DRAFT_PRICE)).chain(forms(BUDGET)).collect()
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
    let served = Served::open(shop(), Model::default(), Vec::new(), Timestamp(1_764_590_400_000)).await;
    for (name, bytes) in loaded(&served).await {
        for secret in secrets() {
            assert!(!holds(&bytes, &secret), "{name} holds {:?}", String::from_utf8_lossy(&secret));
        }
    }
}

#[tokio::test]
async fn a_lowest_price_that_no_promotion_reaches_stays_on_the_server() {
    let shop = attar::Shop::check(shop()).expect("a shop");
    let public = shop.public().terms();
    assert_eq!(public.items, [], "nothing is said of products");
    let ids: Vec<u32> = public.promotions.iter().map(|promotion| promotion.id.0).collect();
    assert_eq!((ids, public.promotions[0].budget), (vec![3], None));
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
