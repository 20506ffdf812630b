//! Lanes where calculators of other engines compute: who has the turn is decided before our guards.

use super::{cart, open, totals};
use crate::terms::promotion::PromotionId;
use crate::terms::till::Till;
use crate::terms::{Guard, WhyNot};

/// Half of the first product; then a tenth of all.
fn lane(mode: &str, rest: &str, first: &str, later: &str) -> Till {
    let gives = |of: &str, percent: u32| match mode {
        "solidus_calculators" => {
            format!(r#"{{"calculator": {{"percent_on_line_item": {{"percent": "{percent}"}}}} {of}}}"#)
        }
        _ => format!(r#"{{"percent": "{percent}" {of}}}"#),
    };
    let one = |id: u32, how: &str, gives: String| {
        format!(r#"{{"id": {id}, "name": "p", {how} "gives": {{"foreign": {{"{mode}": {gives}}}}}}}"#)
    };
    let (half, tenth) = (gives(r#", "of": {"products": [1]}"#, 50), gives("", 10));
    open(mode, rest, &[one(1, first, half), one(2, later, tenth)].join(", "))
}

const MODES: [&str; 2] = ["solidus_calculators", "saleor_calculators"];

#[test]
fn what_a_guard_holds_back_of_one_gives_no_other_of_its_lane_its_turn() {
    // A margin that leaves nothing of the price of product 1.
    let dear = r#", "margin": 100000"#;
    for mode in MODES {
        let till = lane(mode, dear, "", "");
        let receipt = till.price(&cart(&[(1, 1), (3, 1)])).expect("a price");
        assert_eq!(totals(&receipt), [1_000, 100], "{mode}: the lane is taken");
        let why: Vec<Option<WhyNot>> = receipt.verdicts.iter().map(|verdict| verdict.why_not).collect();
        let (held, beside) = (WhyNot::Held(Guard::Margin), WhyNot::Beside(PromotionId(1)));
        assert_eq!(why, [Some(held), Some(beside)], "{mode}");
        // Where the first has nothing to lower, as its own engine would find too, the next has its turn.
        let receipt = till.price(&cart(&[(3, 1)])).expect("a price");
        assert_eq!(totals(&receipt), [90], "{mode}");
    }
}

#[test]
fn what_a_budget_cannot_pay_gives_no_other_its_turn_either() {
    let spent = r#", "budgets": [{"id": 1, "left": 0}]"#;
    for mode in MODES {
        let till = lane(mode, spent, r#""budget": 1,"#, "");
        let receipt = till.price(&cart(&[(1, 1), (3, 1)])).expect("a price");
        assert_eq!(totals(&receipt), [1_000, 100], "{mode}");
        assert_eq!(receipt.verdicts[0].why_not, Some(WhyNot::Held(Guard::Budget)), "{mode}");
    }
}

#[test]
fn one_that_acts_alone_does_so_before_our_guards() {
    for mode in MODES {
        let till = lane(mode, r#", "margin": 100000"#, r#""alone": true,"#, r#""lane": 1,"#);
        let receipt = till.price(&cart(&[(1, 1), (3, 1)])).expect("a price");
        assert_eq!(totals(&receipt), [1_000, 100], "{mode}");
    }
}

#[test]
fn a_later_lane_computes_on_what_the_engine_left_whatever_a_guard_held_back() {
    for mode in MODES {
        let till = lane(mode, r#", "budgets": [{"id": 1, "left": 0}]"#, r#""budget": 1,"#, r#""lane": 1,"#);
        let receipt = till.price(&cart(&[(1, 1), (3, 1)])).expect("a price");
        // A tenth of the 5.00 that the first would have left, not of 10.00.
        assert_eq!(totals(&receipt), [950, 90], "{mode}");
    }
}
