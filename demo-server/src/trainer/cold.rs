//! A young shop: from fifty orders on, what was learned beats showing everyone what sells.

use attar::model::Model;
use attar::personalize::rank;
use attar::train::{Sessions, TrainParams};
use attar::{ProductId, Timestamp};

use crate::seed::{self, SeedBasket};

/// A prediction is a list of so many.
const LIST: usize = 20;
/// So many baskets are learned from.
const ORDERS: usize = 50;
/// So many later ones are predicted.
const HELD_OUT: usize = 300;

/// A model of some baskets, and their end.
fn model(baskets: &[SeedBasket]) -> Model {
    let (mut sessions, mut end) = (Sessions::default(), 0);
    for basket in baskets {
        end = basket.at;
        sessions.push(Timestamp(1_000 * end), basket.lines.iter().map(|line| ProductId(line.product)));
    }
    TrainParams::default().check().expect("params").fit_sessions(sessions, Timestamp(1_000 * end)).model
}

/// Of a basket's products, in an order that says nothing: for each but the first, whether the list after
/// those before it holds it.
fn hits(basket: &SeedBasket, list: impl Fn(&[ProductId]) -> Vec<ProductId>) -> (usize, usize) {
    let mut items: Vec<ProductId> = basket.lines.iter().map(|line| ProductId(line.product)).collect();
    items.sort_by_key(|item| (item.0.wrapping_mul(2_654_435_761), item.0));
    let held = (1..items.len()).filter(|next| list(&items[..*next]).contains(&items[*next]));
    (held.count(), items.len().saturating_sub(1))
}

fn popular(model: &Model, met: &[ProductId]) -> Vec<ProductId> {
    let picks = rank::popular(model, |item| met.contains(&item));
    picks.map(|pick| pick.product).take(LIST).collect()
}

/// As the engine fills a list: what was learned, then what sells.
fn learned(model: &Model, met: &[ProductId]) -> Vec<ProductId> {
    let mut list = rank::best(model, met, |item| met.contains(&item), LIST);
    let more = popular(model, met);
    list.extend(more.into_iter().take(LIST).filter(|item| !list.contains(item)).collect::<Vec<_>>());
    list.truncate(LIST);
    list
}

#[test]
fn from_fifty_orders_on_it_beats_what_is_popular() {
    let baskets: Vec<SeedBasket> =
        seed::baskets().expect("the seed").map(|basket| basket.expect("a basket")).collect();
    let (mut with, mut without, mut all) = (0, 0, 0);
    for start in (0..12).map(|draw| draw * baskets.len() / 12) {
        let (past, future) = baskets[start..start + ORDERS + HELD_OUT].split_at(ORDERS);
        let model = model(past);
        for basket in future {
            with += hits(basket, |met| learned(&model, met)).0;
            let (popular, predictions) = hits(basket, |met| popular(&model, met));
            (without, all) = (without + popular, all + predictions);
        }
    }
    let rate = |hits: usize| hits as f64 / all as f64;
    assert!(rate(with) > rate(without), "{:.4} is not above {:.4}", rate(with), rate(without));
    println!("HR@{LIST} after {ORDERS} orders: learned {:.4}, popular {:.4}", rate(with), rate(without));
}
