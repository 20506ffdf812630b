//! The same bytes at 1, 2 and 8 threads, on real baskets: as many items as make several blocks and chunks
//! of every table, by each way that training goes.

use attar::train::{Hidden, Knob, Recipe, Sessions, TrainParams};
use attar::{ProductId, Timestamp};
use attar_server::seed;

/// One product of so many: a catalogue that trains in a second.
const EVERY: u32 = 6;
/// How many baskets.
const BASKETS: usize = 12_000;

fn baskets() -> Sessions {
    let mut sessions = Sessions::default();
    for basket in seed::baskets().expect("the seed").take(BASKETS) {
        let basket = basket.expect("a basket");
        let products = basket.lines.iter().map(|line| line.product).filter(|id| id % EVERY == 0);
        sessions.push(Timestamp(basket.at * 1_000), products.map(ProductId));
    }
    sessions
}

fn bytes(sessions: &Sessions, hidden: Hidden, recipe: Recipe, threads: usize) -> Vec<u8> {
    let params = TrainParams::default().hidden(hidden).recipe(recipe).threads(threads);
    let fitted = params.check().expect("in range").fit_sessions(sessions.clone(), Timestamp(0));
    assert!(fitted.model.items.len() > 512, "{} items make one chunk", fitted.model.items.len());
    postcard::to_allocvec(&fitted.model).expect("bytes")
}

#[test]
fn any_number_of_threads_makes_the_same_bytes_of_real_baskets_by_every_recipe() {
    let sessions = baskets();
    let hop = Recipe::clicks().with(Knob::Hop, 0.4).with(Knob::Rounds, 1.0);
    let ridge = Recipe::baskets_with_ridge();
    assert!(ridge.get(Knob::Ridge) > 0.0);
    let ways = [(Hidden::Current, hop), (Hidden::Met, Recipe::baskets()), (Hidden::Met, ridge)];
    for (hidden, recipe) in ways {
        let one = bytes(&sessions, hidden, recipe, 1);
        for threads in [2, 8] {
            let many = bytes(&sessions, hidden, recipe, threads);
            assert!(many == one, "{threads} threads make other bytes by {recipe:?}");
        }
    }
}
