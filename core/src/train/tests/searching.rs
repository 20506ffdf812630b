//! Laws of the search: the same bytes on any number of threads, and it finds what a log says.

use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::*;
use crate::train::bench::Bench;
use crate::train::search::Search;
use crate::train::validation::split;
use crate::train::visits::Visits;
use crate::train::{Fitted, Hidden, Knob, Recipe, Sessions, TrainParams, Trainer};

/// Visits that walk along a ring of items, now and then back to the item before.
fn walks(visits: i64) -> Sessions {
    let mut random = Xoshiro256Plus::seed_from_u64(7);
    let mut below = move |n: u32| (random.next_u64() >> 33) as u32 % n;
    let mut sessions = Sessions::default();
    for visit in 0..visits {
        let mut item = below(300);
        let steps = 2 + below(6);
        let walk = (0..steps).map(|_| {
            item = (item + [1, 1, 1, 2, 2, 299][below(6) as usize]) % 300;
            ProductId(10 + item)
        });
        sessions.push(minute(visit), walk);
    }
    sessions
}

fn fit(hidden: Hidden, threads: usize, visits: i64) -> Fitted {
    let params = TrainParams::default().hidden(hidden).threads(threads);
    params.check().expect("in range").fit_sessions(walks(visits), minute(visits))
}

#[test]
fn any_number_of_threads_finds_the_same_recipe_and_makes_the_same_bytes() {
    for hidden in [Hidden::Current, Hidden::Met] {
        let one = fit(hidden, 1, 4_000);
        assert!(one.tuning.trials > 10);
        let bytes = postcard::to_allocvec(&one.model).expect("bytes");
        for threads in [2, 8] {
            let many = fit(hidden, threads, 4_000);
            assert_eq!(many, one);
            assert_eq!(postcard::to_allocvec(&many.model).as_ref(), Ok(&bytes));
        }
    }
}

#[test]
fn a_search_ends_above_all_presets_and_above_what_is_popular() {
    let tuning = fit(Hidden::Current, 2, 4_000).tuning;
    let objective = tuning.accuracy.objective();
    assert!(tuning.presets.iter().all(|(_, accuracy)| accuracy.objective() <= objective));
    assert!(tuning.accuracy.hr > 4.0 * tuning.popular.hr);
    assert!(tuning.hr_lost_by_packing.abs() < 0.02);
    let report = tuning.to_string();
    assert!(Knob::all().all(|knob| report.contains(knob.name())));
}

#[test]
fn too_few_visits_are_not_searched_on() {
    let few = fit(Hidden::Current, 2, 300).tuning;
    assert_eq!((few.recipe, few.trials), (Recipe::clicks(), Knob::Prior.grid().len()));
    assert_eq!(fit(Hidden::Met, 2, 19).tuning.predictions, 0);
    assert_eq!(fit(Hidden::Met, 2, 0).model.items, []);
}

#[test]
fn a_recipe_that_is_told_is_not_searched_for() {
    let recipe = Recipe::clicks().with(Knob::Hop, 0.0);
    let trainer = TrainParams::default().recipe(recipe).check().expect("in range");
    assert_eq!(trainer.fit_sessions(walks(2_000), minute(0)).tuning.recipe, recipe);
}

#[test]
fn a_half_step_lies_between_two_values_of_the_grid_and_never_leaves_them() {
    let recipe = Recipe::clicks().with(Knob::Reach, 1.0).with(Knob::Hop, 0.0);
    let half = |knob, up| recipe.halfway(knob, up).map(|recipe| recipe.get(knob));
    // By ratio between 1.0 and 1.4, and between 0.75 and 1.0; by difference where one is 0.
    assert_eq!(
        (half(Knob::Reach, true), half(Knob::Reach, false)),
        (Some(1.4_f64.sqrt()), Some(0.75_f64.sqrt()))
    );
    assert_eq!((half(Knob::Hop, true), half(Knob::Hop, false)), (Some(0.01), None));
    // Choices have nothing between them, and steps end where they change nothing.
    assert_eq!((half(Knob::Fade, false), half(Knob::Rounds, true)), (None, None));
    let mut steps = vec![recipe];
    while let Some(next) = steps.last().and_then(|recipe| recipe.halfway(Knob::Reach, true)) {
        steps.push(next);
    }
    assert!(steps.len() < 8 && steps.iter().all(|recipe| recipe.get(Knob::Reach) < 1.4));
}

#[test]
fn a_third_sweep_goes_by_half_steps_and_never_does_worse() {
    let sessions = walks(4_000);
    let (head, validation) = split(&sessions, Hidden::Current, 2);
    let (params, visits) = (TrainParams::default().hidden(Hidden::Current), Visits::of(&head));
    let bench = Bench::new(&params, 8, &visits);
    let run = |sweeps| Search::new(&bench, &validation, Hidden::Current).run(sweeps);
    let (whole, half) = (run(2), run(3));
    assert!(half.trials > whole.trials && half.accuracy.objective() >= whole.accuracy.objective());
    let on_grid = |recipe: &Recipe| {
        recipe
            .values()
            .all(|(knob, value)| knob.grid().contains(&value) || Recipe::clicks().get(knob) == value)
    };
    assert!(on_grid(&whole.recipe));
    assert!(half.recipe == whole.recipe || !on_grid(&half.recipe));
}

#[test]
fn of_few_visits_pairs_that_tell_are_found_and_where_they_tell_nothing_what_sells_counts() {
    let pairs = (0..60).fold(Sessions::default(), |mut sessions, visit| {
        let first = visit as u32 % 6 * 2;
        sessions.push(minute(visit), [first, first + 1].map(ProductId));
        sessions
    });
    let mut random = Xoshiro256Plus::seed_from_u64(3);
    // Product `n` is sold in proportion to `1 / n`, and none goes with another.
    let mut product = |_| {
        let uniform = (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        ProductId(400_f64.powf(uniform) as u32)
    };
    let chance = (0..150).fold(Sessions::default(), |mut sessions, visit| {
        sessions.push(minute(visit), [0; 8].map(&mut product));
        sessions
    });
    let tuning = |sessions| Trainer::default().fit_sessions(sessions, minute(60)).tuning;
    let told = tuning(pairs);
    assert_eq!((told.accuracy.mrr, told.hr_lost_by_packing), (1.0, 0.0));
    let untold = tuning(chance);
    assert!(untold.recipe.get(Knob::Prior) > 0.0 && untold.accuracy.hr >= untold.popular.hr);
}

#[test]
fn every_preset_is_legal_and_every_grid_ascends() {
    for recipe in [Recipe::clicks(), Recipe::baskets(), Recipe::baskets_with_ridge()] {
        assert!(TrainParams::default().recipe(recipe).check().is_ok());
    }
    for knob in Knob::all() {
        assert!(knob.grid().is_sorted_by(|a, b| a < b), "{}", knob.name());
        let legal =
            |value: &f64| TrainParams::default().recipe(Recipe::clicks().with(knob, *value)).check().is_ok();
        assert!(knob.grid().iter().all(legal), "{}", knob.name());
    }
}

#[test]
fn lines_in_the_order_of_their_numbers_are_no_order() {
    let log = |descending: bool| {
        (0..150).fold(Log::default().consented(1, minute(0), Consent::Full), |log, n| {
            let mut lines = [1 + n % 3, 4 + n % 3, 7 + n % 3];
            if descending && n % 2 == 0 {
                lines.reverse();
            }
            log.sold(1, minute(i64::from(n) + 1), &lines)
        })
    };
    let ascending = |log: Log| {
        let sessions = crate::train::visits::sessions(&crate::train::people::people(&log.tally()), &shop(9));
        sessions.iter().filter(|(_, met)| met.is_sorted()).count()
    };
    assert!((5..60).contains(&ascending(log(false))));
    assert_eq!(ascending(log(true)), 75);
}
