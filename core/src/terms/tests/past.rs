//! What the log is told of prices: what is news, what is not, and whose prices count.

use crate::event::{Repricing, ShopFact};
use crate::id::{PriceListId, ProductId};
use crate::money::Currency;
use crate::shop::{PriceListDraft, ProductDraft, Shop};
use crate::state::Market;
use crate::terms::condition::Schedule;
use crate::terms::history::{PriceHistory, repriced};
use crate::terms::promotion::PromotionId;
use crate::time::Timestamp;

use super::history::{RICE, Story, day, off, promoted, shop};

/// The shop with a change of what its owner wrote.
fn changed(shop: &Shop, change: impl FnOnce(&mut crate::shop::ShopDraft)) -> Shop {
    let mut draft = shop.draft().clone();
    change(&mut draft);
    Shop::check(draft).expect("a sound shop")
}

/// Rice at 1.00, and another list of it beside.
fn beside(list: impl FnOnce(&mut PriceListDraft), minor: i64) -> Shop {
    changed(&shop(100, None), |draft| {
        let mut other = draft.price_lists[0].clone();
        (other.id, other.prices) = (PriceListId(7), vec![(RICE, minor)]);
        list(&mut other);
        draft.price_lists.push(other);
    })
}

fn during(from: Option<i64>, until: Option<i64>) -> Schedule {
    Schedule { from: from.map(day), until: until.map(day), ..Schedule::default() }
}

/// What is told when one shop follows another: of lists, and of promotions.
fn told(story: &Story, next: &Shop, at: i64) -> Option<(Vec<Repricing>, Vec<Repricing>)> {
    match repriced(&story.shop, next, &story.market.prices, day(at)) {
        Some(ShopFact::Repriced { prices, promoted, .. }) => {
            Some((prices.read().expect("prices"), promoted.read().expect("prices")))
        }
        _ => None,
    }
}

const NO_NEWS: Option<(Vec<Repricing>, Vec<Repricing>)> = Some((Vec::new(), Vec::new()));

#[test]
fn where_nothing_changes_nothing_is_told_but_up_to_when_the_past_is_known() {
    let story = Story::new(shop(100, None));
    assert_eq!(told(&story, &story.shop, 10), None);
    for when in [during(Some(50), None), during(None, Some(50)), during(Some(50), Some(60))] {
        let planned = beside(|list| list.only.when = when.clone(), 101);
        assert_eq!(told(&story, &planned, 10), NO_NEWS, "{when:?}");
        assert_eq!(told(&Story::new(planned), &story.shop, 10), NO_NEWS, "{when:?}");
        let staff = |list: &mut PriceListDraft| {
            (list.only.when, list.only.groups) = (when.clone(), vec!["staff".into()]);
        };
        assert_eq!(told(&story, &beside(staff, 90), 10), None, "{when:?}");
    }
}

#[test]
fn prices_of_a_group_are_nobodys_former_price() {
    let staff = |list: &mut PriceListDraft| list.only.groups = vec!["staff".into()];
    let both = |list: &mut PriceListDraft| list.currency = Currency::Irr;
    for (other, minor) in [(beside(staff, 50), 50), (beside(both, 60), 60)] {
        let mut story = Story::new(other);
        let sale = changed(&story.shop, |draft| draft.price_lists[0].prices[0].1 = 90);
        story.publish(sale, day(10));
        assert_eq!(story.priced(day(11)).lowest.map(|lowest| lowest.minor), Some(100), "not {minor}");
    }
}

#[test]
fn what_ended_by_itself_is_told_once() {
    let ends =
        |days| changed(&shop(50, None), |draft| draft.price_lists[0].only.when = during(None, Some(days)));
    let mut story = Story::new(ends(5));
    let (prices, _) = told(&story, &story.shop, 10).expect("news");
    let prices: Vec<_> = prices.into_iter().map(|one| one.prices).collect();
    assert_eq!(prices, [[(Timestamp(0), 50), (day(10), 50)]]);
    story.publish(ends(5), day(10));
    assert_eq!(told(&story, &story.shop, 20), NO_NEWS);
}

#[test]
fn as_many_changes_are_kept_as_are_told_at_most() {
    let mut story = Story::new(shop(5, None));
    for n in 1..=40 {
        let next = shop(100 + n % 2, None);
        let (prices, _) = told(&story, &next, n).expect("news");
        assert_eq!(prices[0].prices.len() as i64, (n + 1).min(32), "after {n} changes");
        story.publish(next, day(n));
    }
}

#[test]
fn what_nobody_asks_for_any_more_is_not_kept() {
    let two = |rice: i64, tea: i64| {
        changed(&shop(rice, None), |draft| {
            draft.products.push(ProductDraft { id: ProductId(2), ..draft.products[0].clone() });
            draft.price_lists[0].prices.push((ProductId(2), tea));
        })
    };
    for (at, kept) in [(69, vec![1, 2]), (70, vec![2])] {
        let mut story = Story::new(two(50, 50));
        story.publish(two(60, 50), day(10));
        story.publish(two(60, 60), day(at));
        let history = serde_json::to_value(&story.market.prices).expect("JSON");
        let listed = history["listed"].as_array().expect("pasts").clone();
        let products: Vec<i64> = listed.iter().filter_map(|past| past["product"].as_i64()).collect();
        assert_eq!(products, kept, "60 days after the 10th, on the {at}th");
    }
}

#[test]
fn when_promotions_began_is_known_of_each() {
    let with = |ids: &[u32]| {
        let one = |id: &u32| serde_json::json!({ "id": id, "name": "x", "lane": id, "gives": { "percent": { "rate": 100 } } });
        promoted(1_000, ids.iter().map(one).collect())
    };
    let mut story = Story::new(with(&[]));
    for (ids, at) in [(&[5][..], 1), (&[2, 5], 2), (&[2, 5, 9], 3), (&[2, 9], 4), (&[2, 5, 9], 5)] {
        story.publish(with(ids), day(at));
    }
    let began = |id| story.market.prices.began(PromotionId(id));
    assert_eq!([2, 5, 9].map(began), [2, 5, 3].map(|at| Some(day(at))));
    assert_eq!([1, 7, 10].map(began), [None; 3]);
    let kept = serde_json::to_value(&story.market.prices).expect("JSON");
    assert_eq!(kept["began"].as_array().map(Vec::len), Some(3), "of each once");
}

#[test]
fn a_promotion_lowers_nothing_before_it_is_published() {
    let mut story = Story::new(shop(100, None));
    story.publish(promoted(100, off(2_000, 5, 30)), day(10));
    assert_eq!((story.before(day(10)), story.before(day(31))), (Some(100), Some(80)));
}

#[test]
fn what_a_promotion_took_off_before_the_log_knew_of_it_counts() {
    let mut story = Story::new(promoted(100, off(1_000, 0, 900)));
    story.publish(shop(100, None), day(10));
    assert_eq!(story.before(day(15)), Some(90));
}

#[test]
fn of_what_no_promotion_lowers_nothing_is_told_beside_the_lists() {
    let two = |minor| {
        let on = serde_json::json!({ "items": { "products": [RICE] } });
        let gives = serde_json::json!({ "percent": { "rate": 1_000, "on": on } });
        let shop = promoted(100, serde_json::json!([{ "id": 1, "name": "x", "gives": gives }]));
        changed(&shop, |draft| {
            draft.products.push(ProductDraft { id: ProductId(2), ..draft.products[0].clone() });
            draft.price_lists[0].prices.push((ProductId(2), minor));
        })
    };
    let story = Story::new(two(50));
    let (lists, promotions) = told(&story, &two(40), 10).expect("news");
    let products = |told: &[Repricing]| told.iter().map(|one| one.product).collect::<Vec<_>>();
    assert_eq!((products(&lists), products(&promotions)), (vec![ProductId(2)], vec![RICE]));
    assert_eq!(Market::default().prices.began(PromotionId(1)), None);
}

#[test]
fn a_past_out_of_order_is_none() {
    let one = |product: u32, prices: &[(i64, i64)]| serde_json::json!({ "product": product, "currency": "USD", "prices": prices });
    let rising = [(0, 5), (1, 6)];
    for (list, is_sorted) in [
        (vec![], true),
        (vec![one(1, &rising), one(2, &rising)], true),
        (vec![one(2, &rising), one(1, &rising)], false),
        (vec![one(1, &rising), one(1, &rising)], false),
        (vec![one(1, &rising), one(2, &[(1, 6), (0, 5)])], false),
        (vec![one(1, &[(1, 6), (1, 5)])], false),
    ] {
        for (listed, promoted) in [(&list, &vec![]), (&vec![], &list)] {
            let history = serde_json::json!(
                { "since": 0, "listed": listed, "promoted": promoted, "began": [] });
            let history: PriceHistory = serde_json::from_value(history).expect("a history");
            assert_eq!(history.is_sorted(), is_sorted, "{list:?}");
        }
    }
}

#[test]
fn hours_and_days_count_as_whole_ones_wherever_they_stand() {
    // At midnight, when the shop is published, on a Wednesday.
    let evening = serde_json::json!({ "when": { "minutes": [1_020, 1_080] } });
    let monday = serde_json::json!({ "when": { "weekdays": [1] } });
    let midnight = serde_json::json!({ "when": { "minutes": [0, 60] } });
    for when in [
        serde_json::json!({ "all": [evening, monday] }),
        serde_json::json!({ "any": [evening, { "group": ["staff"] }] }),
        serde_json::json!({ "not": midnight }),
        serde_json::json!({ "not": { "any": [midnight, "first_order"] } }),
        monday,
    ] {
        let half = serde_json::json!(
            [{ "id": 1, "name": "x", "when": when, "gives": { "percent": { "rate": 5_000 } } }]);
        let mut story = Story::new(shop(100, None));
        story.publish(promoted(100, half), day(10));
        let left = if when.to_string().contains("first_order") { 100 } else { 50 };
        assert_eq!(story.before(day(20)), Some(left), "{when}");
    }
}
