//! Random shops and models.

use std::collections::BTreeMap;
use std::sync::Arc;

use attar::id::{CarrierId, LabelId, PriceListId};
use attar::model::{Cell, Model, Neighbours, Segments};
use attar::money::BasisPoints;
use attar::shop::{Audience, Carrier, Delivery, Label, Make, Only, PriceListDraft, ProductDraft, ShopDraft};
use attar::state::Market;
use attar::terms::condition::Schedule;
use attar::terms::list::Price;
use attar::terms::loyalty::Programme;
use attar::terms::till::Terms;
use attar::time::{Weekday, Zone};
use attar::{Currency, Engine, ProductId, Shop, Snapshot, State, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;

use super::{PRODUCTS, START, amount};

/// A merchant's shop of eight products and up to five price lists.
pub fn draft() -> impl Strategy<Value = ShopDraft> {
    let prices = prop_oneof![
        prop::collection::btree_map(1..=PRODUCTS, amount(), 0..8),
        prop::collection::btree_map(1..=PRODUCTS, 1_i64..5_000, 6..9),
    ];
    let audience = select(&[Audience::Everyone, Audience::Everyone, Audience::Card][..]);
    let list = (
        audience,
        select(&[Currency::Usd, Currency::Usd, Currency::Irr][..]),
        prop::bool::weighted(0.2),
        prices,
        only(),
        prop::collection::btree_map((1..=PRODUCTS, 2_u32..9), amount(), 0..6),
    );
    (prop::collection::vec(list, 1..7), terms()).prop_map(|(lists, terms)| ShopDraft {
        currency: Currency::Usd,
        zone: Zone::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: (0..3).map(label).collect(),
        products: (1..=PRODUCTS).map(product_draft).collect(),
        terms,
        price_lists: (0..)
            .zip(lists)
            .map(|(id, (audience, currency, draft, prices, only, steps))| {
                let step =
                    |((product, from_units), minor)| Price { product: ProductId(product), from_units, minor };
                let steps = steps.into_iter().map(step).collect();
                let prices = prices.into_iter().map(|(product, minor)| (ProductId(product), minor)).collect();
                PriceListDraft {
                    audience,
                    draft,
                    only,
                    steps,
                    ..PriceListDraft::everyone(PriceListId(id), "list", currency, prices)
                }
            })
            .collect(),
        delivery: Some(Delivery {
            zones: vec![label(0)],
            carriers: vec![Carrier { id: CarrierId(1), name: label(1) }],
            handling_days: 1,
            cutoff: 900,
            closed: vec![Weekday::Sunday],
            remedy: BasisPoints(500),
        }),
        order_url: String::new(),
        loyalty: Some(programme()),
        gift_cards: Default::default(),
    })
}

/// A programme with a bit of everything, so that it meets all that happens.
fn programme() -> Programme {
    let programme = serde_json::json!({
        "earn": [
            { "id": 1, "by": { "spend": { "points": 7, "per": 100 } } },
            { "id": 2, "by": { "units": { "points": 2, "of": { "products": [2] } } } },
            { "id": 3, "by": { "joining": { "points": 20 } } },
            { "id": 4, "by": { "first_purchase": { "points": 30 } } },
        ],
        "nothing_on": { "products": [3] },
        "worth": { "points": 3, "minor": 2 },
        "pending_days": 0, "expiry": { "days": 1 }, "redeem": {},
        "tiers": { "by": "spend", "window": { "days": 2 }, "downgrade": "step", "steps": [
            { "name": TIERS[0], "from": 300, "multiplier": 12_000 }, { "name": TIERS[1], "from": 2_000 },
        ] },
        "referral": { "gives": 5, "welcomes": 3, "least": 1, "most": 2, "days": 2, "wait_days": 2 },
        "delight": { "points": 12, "window": { "days": 2 }, "most": 5, "rest_days": 3, "occasions": [
            { "by": "first_delivered", "points": 5 }, { "by": { "orders": 2 }, "points": 4 },
            { "by": "late", "points": 3 },
        ] },
    });
    serde_json::from_value(programme).expect("a programme")
}

/// The tiers of the programme.
const TIERS: [&str; 2] = ["silver", "gold"];

/// The groups that lists and promotions speak of.
pub(super) const GROUPS: &[&str] = &["staff", "wholesale"];

/// Some groups, ascending.
pub fn groups() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(GROUPS.to_vec(), 0..=GROUPS.len())
}

/// For whom and when a list is: mostly for all, always.
fn only() -> impl Strategy<Value = Only> {
    let when = prop_oneof![
        3 => Just(Schedule::default()),
        1 => (any::<bool>(), super::moment()).prop_map(|(from, at)| Schedule {
            from: from.then_some(at),
            until: (!from).then_some(at),
            ..Schedule::default()
        }),
        1 => Just(Schedule { weekdays: vec![1, 2, 3], minutes: Some((540, 1_020)), ..Schedule::default() }),
    ];
    let channels =
        prop_oneof![6 => Just(Vec::new()), 1 => Just(vec!["web".into()]), 1 => Just(vec!["pos".into()])];
    let names = |groups: Vec<&str>| groups.into_iter().map(str::to_owned).collect();
    let tiers = prop::sample::subsequence(TIERS.to_vec(), 0..=1);
    let some = (groups(), channels, when, tiers).prop_map(move |(groups, channels, when, tiers)| Only {
        groups: names(groups),
        channels,
        when,
        tiers: names(tiers),
    });
    prop_oneof![1 => Just(Only::default()), 1 => some]
}

/// The code of a coupon.
pub(super) const CODE: &str = "SESAME";

/// No promotions, or some of each kind; what they take off, and how much there is of it.
fn terms() -> impl Strategy<Value = Terms> {
    let some = (1_u32..=10_000, 0_i64..3_000, 0_i64..2_000, 0_u32..4, 0_i64..500).prop_map(
        |(rate, from, left, limit, shipping)| {
            serde_json::from_value(serde_json::json!({
                "promotions": [
                    { "id": 1, "name": "a", "gives": { "percent": { "rate": rate } }, "uses": { "limit": limit } },
                    { "id": 2, "name": "b", "lane": 1, "when": { "spend": { "at_least": from } }, "budget": 1,
                      "gives": { "fixed": { "minor": 100 } } },
                    { "id": 3, "name": "c", "lane": 2, "coupons": [CODE], "per_shopper": 1, "budget": 1,
                      "gives": { "percent": { "rate": rate, "on": { "items": { "products": [1, 2, 3] } } } } },
                    { "id": 4, "name": "d", "lane": 3, "when": { "group": ["card"] },
                      "gives": { "buy_get": { "buy_units": 1, "get_units": 1, "rate": 10_000 } } },
                    { "id": 5, "name": "e", "lane": 4, "when": { "any": [{ "group": GROUPS }, { "spend": { "at_least": 3000 } }] },
                      "gives": { "fixed": { "minor": 50 } } },
                    { "id": 6, "name": "f", "lane": 5, "when": { "group": ["staff"] },
                      "gives": { "percent": { "rate": 500 } } },
                ],
                "budgets": [{ "id": 1, "left": left }],
                "items": [{ "product": 1, "floor": 40, "tax": 900 }],
                "margin": 0, "shipping": shipping,
            }))
            .expect("terms")
        },
    );
    prop_oneof![1 => Just(Terms::default()), 2 => some]
}

fn label(index: u8) -> Label {
    let name = |lang: &str| format!("{lang} {index}");
    Label { en: name("en"), fa: name("fa"), ar: name("ar") }
}

fn product_draft(id: u32) -> ProductDraft {
    let (category, id) = (LabelId(id as u16 % 3), ProductId(id));
    ProductDraft {
        id,
        department: LabelId(0),
        category,
        kind: LabelId(u16::from(id.0 > 4)),
        size: attar::shop::Wording::default(),
        cost: 1,
        // One to four are alike, but for the price; five declares no maker.
        make: Make { maker: u32::from(id.0 != 5), ..Make::default() },
        // Two are not sent.
        gift_card: (id.0 == 7).then_some(1),
        entitles: (id.0 == 8).then(|| "lesson".to_owned()),
    }
}

/// A model that knows some of the products, and one that the shop does not sell.
pub fn model() -> impl Strategy<Value = Model> {
    let row = (any::<u8>(), prop::collection::btree_map(0_u32..9, 1_u8..16, 0..9));
    let rows = prop::collection::vec(row, 9);
    let popular = prop::collection::vec(0_u32..9, 0..12);
    let fresh = prop::collection::btree_set((0_u32..10).prop_map(ProductId), 0..3);
    let model = (rows, popular, prop::collection::vec(any::<u8>(), 0..30), segments()).prop_map(model_of);
    (model, fresh).prop_map(|(model, fresh)| Model { fresh: fresh.into_iter().collect(), ..model })
}

type Rows = Vec<(u8, BTreeMap<u32, u8>)>;

fn model_of((rows, popular, positions, segments): (Rows, Vec<u32>, Vec<u8>, Segments)) -> Model {
    let cells = |cells: &BTreeMap<u32, u8>| -> Vec<Cell> {
        cells.iter().map(|(item, code)| Cell { item: *item, code: *code }).collect()
    };
    let rows: Vec<(u8, Vec<Cell>)> = rows.iter().map(|(scale, row)| (*scale, cells(row))).collect();
    Model {
        trained_at: Timestamp(START),
        visits: 1,
        items: (1..=9).map(ProductId).collect(),
        neighbours: Neighbours::pack(rows.iter().map(|(scale, cells)| (*scale, &cells[..]))),
        popular,
        positions,
        segments,
        ..Model::default()
    }
}

fn segments() -> impl Strategy<Value = Segments> {
    let steps = |most: u32| {
        prop::collection::vec(0..most, Segments::STEPS).prop_map(|mut steps| {
            steps.sort_unstable();
            steps
        })
    };
    let centres = prop::collection::vec(prop::array::uniform3(0_u8..=100), 1..8);
    let learned = (steps(60), steps(20), steps(9_000), centres).prop_map(|(days, times, money, centres)| {
        let money = money.into_iter().map(i64::from).collect();
        Segments { recency_days: days, frequency: times, money, centres }
    });
    prop_oneof![1 => Just(Segments::default()), 3 => learned]
}

/// The server's engine before anything happened.
pub fn engine() -> impl Strategy<Value = Engine> {
    (draft(), model()).prop_map(|(draft, model)| {
        let shop = Arc::new(Shop::check(draft).expect("a sound shop"));
        let snapshot = Snapshot { model, ..Snapshot::cold(shop.public().clone()) };
        Engine::new(Arc::new(snapshot), State::server(shop, Market::default()))
    })
}
