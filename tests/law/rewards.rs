//! Laws about referral and surprises: nothing is given twice, to neither side alone, or above its budget.

use std::collections::BTreeMap;

use attar::event::{LoyaltyFact, Posting, TermsFact, Why};
use attar::{Fact, ShopperId, Subject};
use proptest::prelude::*;

use super::trade::live;
use super::{random, tries};

/// What was given so far.
#[derive(Debug, Default)]
struct Given {
    /// Who got points for a first order of their own.
    welcomed: Vec<ShopperId>,
    /// How often somebody got points for a friend's.
    brought: u32,
    /// On which days somebody was surprised.
    surprised: BTreeMap<ShopperId, Vec<i32>>,
    /// What the members got, and what the budget gave: the same.
    points: (i64, i64),
    /// What the budget gave by day.
    days: BTreeMap<i32, i64>,
}

impl Given {
    fn note(&mut self, subject: Subject, fact: &Fact) {
        match (subject, fact) {
            (
                Subject::Shopper(who),
                Fact::Loyalty(LoyaltyFact { what: Posting::Earned { points, why, counted, .. }, .. }),
            ) => match why {
                Why::Referred(_) => self.welcomed.push(who),
                Why::Referral => self.brought += 1,
                Why::Delight(_) => {
                    self.surprised.entry(who).or_default().push(counted.day.0);
                    self.points.0 += points;
                }
                _ => {}
            },
            (_, Fact::Terms(TermsFact::Delighted { day, points, .. })) => {
                self.points.1 += points;
                *self.days.entry(day.0).or_default() += points;
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn a_first_order_brings_points_once_and_to_both(engine in random::engine(), wishes in random::wishes()) {
        let mut given = Given::default();
        live(engine, wishes, |_, facts, _| facts.iter().for_each(|(subject, fact)| given.note(*subject, fact)));
        prop_assert_eq!(given.welcomed.len(), given.brought as usize);
        given.welcomed.sort();
        given.welcomed.dedup();
        prop_assert_eq!(given.welcomed.len(), given.brought as usize, "twice to one");
    }

    #[test]
    fn surprises_stay_within_their_budget_and_rest(engine in random::engine(), wishes in random::wishes()) {
        let mut given = Given::default();
        live(engine, wishes, |_, facts, _| facts.iter().for_each(|(subject, fact)| given.note(*subject, fact)));
        prop_assert_eq!(given.points.0, given.points.1);
        for day in given.days.keys() {
            // The window of the random shops: two days.
            let sum: i64 = given.days.range(day - 1..=*day).map(|(_, points)| points).sum();
            prop_assert!(sum <= 12, "{:?}", given);
        }
        let rested = |days: &Vec<i32>| days.windows(2).all(|pair| (pair[1] - pair[0]).abs() >= 3);
        prop_assert!(given.surprised.values().all(rested), "{:?}", given);
    }
}
