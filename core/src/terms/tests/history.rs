//! What prices were, against a model that knows every day of the year.

use proptest::prelude::*;

use crate::event::Fact;
use crate::event::ShopFact;
use crate::id::{LabelId, PriceListId, ProductId};
use crate::money::Currency;
use crate::query::Priced;
use crate::shop::{Only, PriceListDraft, ProductDraft, PublicShop, Shop, ShopDraft};
use crate::state::Market;
use crate::terms::condition::Schedule;
use crate::terms::history::{lowest_before, repriced};
use crate::terms::price::{self, Buyer};
use crate::time::{Span, Timestamp};

pub(super) const RICE: ProductId = ProductId(1);

pub(super) fn day(n: i64) -> Timestamp {
    Timestamp(0) + Span::days(1_000 + n)
}

/// Rice at a price, and now and then at another one for some days.
pub(super) fn shop(minor: i64, sale: Option<(i64, i64, i64)>) -> Shop {
    let list = |id, minor, when| PriceListDraft {
        only: Only { when, ..Only::default() },
        ..PriceListDraft::everyone(PriceListId(id), "", Currency::Usd, vec![(RICE, minor)])
    };
    let span =
        |from, days| Schedule { from: Some(day(from)), until: Some(day(from + days)), ..Schedule::default() };
    let sale = sale.map(|(minor, from, days)| list(1, minor, span(from, days)));
    let draft = ShopDraft {
        currency: Currency::Usd,
        zone: Default::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![crate::shop::Label { en: "Rice".into(), fa: "برنج".into(), ar: "أرز".into() }],
        products: vec![ProductDraft {
            id: RICE,
            department: LabelId(0),
            category: LabelId(0),
            kind: LabelId(0),
            size: Default::default(),
            cost: 1,
            make: Default::default(),
            gift_card: None,
            entitles: None,
        }],
        price_lists: [list(0, minor, Schedule::default())].into_iter().chain(sale).collect(),
        terms: Default::default(),
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    };
    Shop::check(draft).expect("a shop")
}

/// A shop that is published again and again.
pub(super) struct Story {
    pub(super) shop: Shop,
    pub(super) market: Market,
}

impl Story {
    pub(super) fn publish(&mut self, next: Shop, at: Timestamp) {
        if let Some(fact) = repriced(&self.shop, &next, &self.market.prices, at) {
            self.market.apply(&Fact::Shop(fact));
        }
        self.shop = next;
    }

    pub(super) fn priced(&self, at: Timestamp) -> Priced {
        let shop = PublicShop { history: self.market.prices.clone(), ..self.shop.public().clone() };
        let priced = price::resolve(&shop, RICE, Currency::Usd, 1, &Buyer::anybody(at)).expect("a price");
        Priced { lowest: price::lowest(&shop, &priced, at), ..priced }
    }
}

/// Day by day what it costs, and what must be told of it.
fn told(days: &[i64], today: usize) -> Option<i64> {
    let now = days[today];
    let began = (1..=today).rev().find(|day| days[*day - 1] != now).filter(|_| today > 0)?;
    let is_lower = days[began - 1] > now && today - began < 30;
    let window = &days[began.saturating_sub(30)..began];
    window.iter().min().copied().filter(|_| is_lower)
}

#[test]
fn after_80_and_100_at_90_it_is_80() {
    let mut story = Story { shop: shop(80, None), market: Market::default() };
    story.publish(shop(100, None), day(10));
    assert_eq!(story.priced(day(12)).lowest, None, "a price that rose is none");
    story.publish(shop(90, None), day(20));
    let lowest = |at| story.priced(at).lowest.map(|lowest| lowest.minor);
    assert_eq!((lowest(day(20)), lowest(day(49)), lowest(day(50))), (Some(80), Some(80), None));
}

/// The same shop without rice.
fn without(shop: &Shop) -> Shop {
    let mut draft = shop.draft().clone();
    draft.price_lists.iter_mut().for_each(|list| list.prices.clear());
    Shop::check(draft).expect("a shop")
}

#[test]
fn what_was_withdrawn_and_comes_back_has_its_past() {
    let mut story = Story { shop: shop(50, None), market: Market::default() };
    let gone = without(&story.shop);
    story.publish(gone.clone(), day(1));
    let known = story.market.prices.clone();
    story.publish(gone, day(2));
    assert_eq!(story.market.prices, known, "gone is gone");
    story.publish(shop(100, None), day(3));
    story.publish(shop(90, None), day(5));
    assert_eq!(story.priced(day(6)).lowest.map(|lowest| lowest.minor), Some(50));
}

#[test]
fn a_lower_price_that_was_withdrawn_for_a_day_is_told_as_before() {
    let mut story = Story { shop: shop(100, None), market: Market::default() };
    story.publish(shop(80, None), day(10));
    let gone = without(&story.shop);
    story.publish(gone, day(12));
    story.publish(shop(80, None), day(13));
    let lowest = |at| story.priced(at).lowest.map(|lowest| lowest.minor);
    assert_eq!((lowest(day(14)), lowest(day(40))), (Some(100), None));
}

#[test]
fn a_promotion_is_told_as_lower_for_30_days() {
    let mut story = Story { shop: shop(50, None), market: Market::default() };
    story.publish(shop(100, None), day(10));
    // Of rice nothing is kept any more on the day on which something else gets a new price.
    story.publish(shop(100, Some((101, 76, 1))), day(75));
    let shop = PublicShop { history: story.market.prices.clone(), ..story.shop.public().clone() };
    let before = |at| lowest_before(&shop, RICE, Currency::Usd, day(20), at);
    assert_eq!(before(day(75)), None, "not 100, for it was 50");
    let mut story = Story { shop: self::shop(50, None), market: Market::default() };
    story.publish(self::shop(100, None), day(10));
    let shop = PublicShop { history: story.market.prices.clone(), ..story.shop.public().clone() };
    let before = |at| lowest_before(&shop, RICE, Currency::Usd, day(20), at);
    assert_eq!((before(day(20)), before(day(49)), before(day(50))), (Some(50), Some(50), None));
}

#[test]
fn the_past_is_bounded_and_stays_honest() {
    let mut story = Story { shop: shop(5, None), market: Market::default() };
    for n in 1..200 {
        story.publish(shop(100 + n % 2, None), Timestamp(day(0).0 + n));
    }
    let bytes = postcard::to_allocvec(&story.market.prices).expect("bytes");
    assert!(bytes.len() < 600, "{}", bytes.len());
    story.publish(shop(90, None), day(1));
    assert_eq!(story.priced(day(2)).lowest.map(|lowest| lowest.minor), Some(5));
    story.publish(shop(91, None), day(100));
    story.publish(shop(92, None), day(200));
    let left = postcard::to_allocvec(&story.market.prices).expect("bytes");
    assert!(left.len() < 60, "{}", left.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn it_says_what_a_calendar_says(
        begins in 1_i64..100,
        steps in prop::collection::vec((1_i64..25, 1_i64..6, prop::option::weighted(0.4, (1_i64..6, 0_i64..20, 1_i64..20))), 1..8),
    ) {
        let mut story = Story { shop: shop(begins, None), market: Market::default() };
        // So long before, nothing is asked for any more.
        let mut days = vec![begins; 70];
        for (after, minor, sale) in steps {
            let today = days.len() as i64;
            let sale = sale.map(|(minor, wait, days)| (minor, today + wait, days));
            story.publish(shop(minor, sale), day(today));
            for ahead in 0..after {
                let on = |(_, from, days): &(i64, i64, i64)| (*from..from + days).contains(&(today + ahead));
                days.push(sale.filter(on).map_or(minor, |(less, ..)| less.min(minor)));
                let priced = story.priced(day(today + ahead));
                let lowest = priced.lowest.map(|lowest| lowest.minor);
                prop_assert_eq!(priced.public.minor, days[days.len() - 1]);
                prop_assert_eq!(lowest, told(&days, days.len() - 1), "{:?}", &days[60..]);
            }
        }
    }
}

#[test]
fn a_promotion_begins_with_what_it_gives_and_not_with_its_name() {
    let promoted = |name: &str, rate: u32| {
        let promotion =
            serde_json::json!({ "id": 1, "name": name, "gives": { "percent": { "rate": rate } } });
        let terms = serde_json::json!({ "promotions": [promotion] });
        let mut draft = shop(100, None).draft().clone();
        draft.terms = serde_json::from_value(terms).expect("terms");
        Shop::check(draft).expect("a shop")
    };
    let begun = |old: &Shop, new: &Shop| match repriced(old, new, &Market::default().prices, day(1)) {
        Some(ShopFact::Repriced { begun, .. }) => begun.len(),
        _ => 0,
    };
    let week = promoted("Rice week", 1_000);
    assert_eq!(begun(&week, &promoted("The week of rice", 1_000)), 0);
    assert_eq!(begun(&week, &promoted("Rice week", 2_000)), 1);
    assert_eq!(begun(&shop(100, None), &week), 1);
}

/// Rice at a price, with promotions written as JSON.
pub(super) fn promoted(minor: i64, promotions: serde_json::Value) -> Shop {
    let mut draft = shop(minor, None).draft().clone();
    draft.terms = serde_json::from_value(serde_json::json!({ "promotions": promotions })).expect("terms");
    Shop::check(draft).expect("a shop")
}

/// One that takes a percentage off between two days.
pub(super) fn off(rate: u32, from: i64, until: i64) -> serde_json::Value {
    let when = serde_json::json!({ "when": { "from": day(from), "until": day(until) } });
    serde_json::json!([{ "id": 1, "name": "x", "when": when, "gives": { "percent": { "rate": rate } } }])
}

impl Story {
    pub(super) fn new(shop: Shop) -> Self {
        Self { shop, market: Market::default() }
    }

    /// What a promotion is compared with that begins then.
    pub(super) fn before(&self, began: Timestamp) -> Option<i64> {
        let shop = PublicShop { history: self.market.prices.clone(), ..self.shop.public().clone() };
        lowest_before(&shop, RICE, Currency::Usd, began, began)
    }
}

#[test]
fn a_promotion_is_compared_with_what_an_earlier_one_left() {
    let mut story = Story::new(shop(100, None));
    story.publish(promoted(100, off(2_000, 12, 17)), day(10));
    assert_eq!(story.before(day(12)), Some(100), "what it gives itself is not what it is compared with");
    assert_eq!(story.before(day(20)), Some(80));
    let always = serde_json::json!([{ "id": 2, "name": "y", "gives": { "percent": { "rate": 1_000 } } }]);
    story.publish(promoted(100, always.clone()), day(25));
    assert_eq!(
        (story.before(day(25)), story.before(day(46)), story.before(day(47))),
        (Some(80), Some(80), Some(90))
    );
    story.publish(promoted(95, always), day(30));
    assert_eq!(story.priced(day(31)).lowest.map(|lowest| lowest.minor), Some(80), "a lower list price, too");
}

#[test]
fn what_another_engine_gave_is_a_former_price_too() {
    let gives = serde_json::json!({ "medusa_2_21": { "method": "percent", "value": "20" } });
    let when = serde_json::json!({ "when": { "from": day(12), "until": day(17) } });
    let promotion = serde_json::json!({ "id": 1, "name": "x", "when": when, "gives": { "foreign": gives } });
    let mut draft = shop(100, None).draft().clone();
    let terms = serde_json::json!({ "mode": "medusa_2_21", "promotions": [promotion] });
    draft.terms = serde_json::from_value(terms).expect("terms");
    let mut story = Story::new(shop(100, None));
    story.publish(Shop::check(draft).expect("a shop"), day(10));
    assert_eq!((story.before(day(12)), story.before(day(20))), (Some(100), Some(80)));
}

#[test]
fn what_not_everyone_gets_is_nobodys_former_price() {
    let gives = serde_json::json!({ "percent": { "rate": 5_000 } });
    for asked in [
        serde_json::json!({ "coupons": ["HALF"] }),
        serde_json::json!({ "when": "first_order" }),
        serde_json::json!({ "when": { "group": ["staff"] } }),
        serde_json::json!({ "when": { "units": { "at_least": 2 } } }),
    ] {
        let mut promotion = serde_json::json!({ "id": 1, "name": "x", "gives": gives });
        promotion.as_object_mut().expect("an object").extend(asked.as_object().expect("an object").clone());
        let mut story = Story::new(shop(100, None));
        story.publish(promoted(100, serde_json::json!([promotion])), day(10));
        assert_eq!(story.before(day(20)), Some(100), "{asked}");
    }
}

#[test]
fn a_happy_hour_counts_as_a_day() {
    let hours = serde_json::json!({ "when": { "minutes": [1_020, 1_080] } });
    for (when, left) in [(hours.clone(), 50), (serde_json::json!({ "not": hours }), 50)] {
        let half = serde_json::json!(
            [{ "id": 1, "name": "x", "when": when, "gives": { "percent": { "rate": 5_000 } } }]);
        let mut story = Story::new(shop(100, None));
        story.publish(promoted(100, half), day(10));
        assert_eq!(story.before(day(20)), Some(left), "{when}");
    }
}

#[test]
fn what_was_planned_and_called_off_is_forgotten() {
    let mut story = Story::new(shop(100, None));
    story.publish(promoted(100, off(2_000, 20, 30)), day(10));
    assert_eq!(story.before(day(40)), Some(80));
    story.publish(shop(100, None), day(15));
    assert_eq!(story.before(day(40)), Some(100));
}

#[test]
fn the_first_shop_has_plans_already() {
    let mut draft = shop(100, None).draft().clone();
    draft.products.clear();
    draft.price_lists.clear();
    let mut story = Story::new(Shop::check(draft).expect("a shop"));
    story.publish(promoted(100, off(2_000, 20, 30)), day(10));
    assert_eq!((story.before(day(20)), story.before(day(40))), (Some(100), Some(80)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn promotions_are_compared_with_the_calendar(
        begins in 1_i64..10,
        steps in prop::collection::vec((1_i64..25, 1_i64..10, prop::option::weighted(0.6, (1_i64..9, 0_i64..20, 1_i64..20))), 1..8),
    ) {
        let mut story = Story::new(shop(begins * 100, None));
        let mut days = vec![begins * 100; 70];
        for (after, hundreds, promotion) in steps {
            let today = days.len() as i64;
            let promotion = promotion.map(|(tenths, wait, days)| (tenths, today + wait, today + wait + days));
            let list = promotion.map_or(serde_json::json!([]), |(tenths, from, until)| off(tenths as u32 * 1_000, from, until));
            story.publish(promoted(hundreds * 100, list), day(today));
            for now in today..today + after {
                let past = &days[days.len() - 30..];
                prop_assert_eq!(story.before(day(now)), past.iter().min().copied(), "{:?}", &days[60..]);
                let on = promotion.filter(|(_, from, until)| (*from..*until).contains(&now));
                days.push(hundreds * 100 - on.map_or(0, |(tenths, ..)| hundreds * tenths * 10));
            }
        }
    }
}

/// Two promotions of one lane.
fn lane(rates: &[(u32, i32)]) -> serde_json::Value {
    let one = |(rate, priority): &(u32, i32)| {
        let gives = serde_json::json!({ "percent": { "rate": rate } });
        serde_json::json!({ "id": rate, "name": "x", "priority": priority, "gives": gives })
    };
    rates.iter().map(one).collect()
}

#[test]
fn what_acts_in_place_of_another_begins_when_it_does() {
    let mut story = Story::new(shop(100, None));
    story.publish(promoted(100, lane(&[(3_000, 5), (1_000, 0)])), day(10));
    story.publish(promoted(100, lane(&[(1_000, 0)])), day(20));
    let shop = PublicShop { history: story.market.prices.clone(), ..story.shop.public().clone() };
    let before = |at| lowest_before(&shop, RICE, Currency::Usd, day(10), at);
    assert_eq!((before(day(19)), before(day(21))), (Some(100), Some(70)));
}

#[test]
fn a_promotion_that_comes_again_is_compared_with_itself() {
    let when = |from, until| serde_json::json!({ "when": { "from": day(from), "until": day(until) } });
    for (asked, left) in [
        (serde_json::json!({ "any": [when(5, 10), when(20, 25)] }), 80),
        (serde_json::json!({ "not": when(10, 20) }), 80),
    ] {
        let gives = serde_json::json!({ "percent": { "rate": 2_000 } });
        let list = serde_json::json!([{ "id": 1, "name": "x", "when": asked, "gives": gives }]);
        let mut story = Story::new(shop(100, None));
        story.publish(promoted(100, list), day(0));
        let shop = PublicShop { history: story.market.prices.clone(), ..story.shop.public().clone() };
        assert_eq!(lowest_before(&shop, RICE, Currency::Usd, day(0), day(21)), Some(left), "{asked}");
    }
}

#[test]
fn what_everyone_meets_counts_whatever_it_asks_for() {
    for asked in [
        serde_json::json!({ "units": { "at_least": 1 } }),
        serde_json::json!({ "spend": { "at_least": 100 } }),
        serde_json::json!({ "not": { "group": ["staff"] } }),
    ] {
        let gives = serde_json::json!({ "percent": { "rate": 5_000 } });
        let list = serde_json::json!([{ "id": 1, "name": "x", "when": asked, "gives": gives }]);
        let mut story = Story::new(shop(100, None));
        story.publish(promoted(100, list), day(10));
        assert_eq!(story.before(day(20)), Some(50), "{asked}");
    }
}

#[test]
fn a_promotion_that_always_acts_is_remembered_as_long_as_it_does() {
    let mut draft = shop(100, None).draft().clone();
    draft.products.clear();
    draft.price_lists.clear();
    let mut story = Story::new(Shop::check(draft).expect("a shop"));
    story.publish(promoted(100, lane(&[(1_000, 0)])), day(0));
    let card = serde_json::json!([{ "id": 1_000, "name": "x", "gives": { "percent": { "rate": 1_000 } } },
        { "id": 2, "name": "y", "lane": 1, "when": { "group": ["card"] }, "gives": { "fixed": { "minor": 1 } } }]);
    story.publish(promoted(100, card), day(150));
    assert_eq!(story.before(day(150)), Some(90));
    story.publish(shop(100, None), day(160));
    assert_eq!((story.before(day(170)), story.before(day(191))), (Some(90), Some(100)));
    story.publish(shop(101, None), day(300));
    let bytes = postcard::to_allocvec(&story.market.prices).expect("bytes");
    assert!(bytes.len() < 60, "{}", bytes.len());
}
