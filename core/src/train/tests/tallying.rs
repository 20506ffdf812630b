//! Laws of the tally: exact merging, one event once, consent, links and visits.

use super::*;
use crate::train::people::people;
use crate::train::visits::sessions;

/// The visits that train, as product numbers.
fn visits(log: &Log) -> Vec<Vec<u32>> {
    let tally = log.tally();
    let sessions = sessions(&people(&tally), &shop(9));
    sessions.iter().map(|(_, met)| met.iter().map(|item| item.0).collect()).collect()
}

proptest! {
    #[test]
    fn tallies_of_any_parts_merge_into_the_tally_of_the_whole(log in any_log(), parts in prop::collection::vec(0_u8..3, 60)) {
        let part = |n: u8| -> Vec<Event> {
            let chosen = log.0.iter().zip(&parts).filter(|(_, p)| **p == n);
            chosen.map(|(event, _)| event.clone()).collect()
        };
        let mut merged = tally(&part(2));
        merged.merge(tally(&part(0)));
        merged.merge(tally(&part(1)));
        prop_assert_eq!(merged, log.tally());
    }

    #[test]
    fn an_event_that_comes_twice_counts_once(log in any_log(), cut in 0_usize..60) {
        let cut = cut.min(log.0.len());
        let mut twice = log.tally();
        log.0[..cut].iter().for_each(|event| twice.add(event));
        twice.merge(tally(&log.0[cut..]));
        prop_assert_eq!(twice, log.tally());
    }

    #[test]
    fn nobody_without_full_consent_trains(log in any_log()) {
        let denied = log.0.iter().filter(|e| e.fact != Fact::Customer(CustomerFact::Consented { consent: Consent::Full }));
        let denied = Log(denied.cloned().collect());
        prop_assert!(visits(&denied).is_empty());
    }
}

#[test]
fn consent_does_not_reach_back_and_ends_when_it_is_withdrawn() {
    let log = Log::default()
        .sold(1, minute(1), &[1, 2])
        .consented(1, minute(2), Consent::Full)
        .sold(1, minute(3), &[3, 4])
        .consented(1, minute(4), Consent::Private)
        .sold(1, minute(5), &[5, 6]);
    assert_eq!(visits(&log), [[3, 4]]);
}

#[test]
fn a_visit_ends_after_thirty_minutes_without_a_signal() {
    let log = Log::default()
        .consented(1, minute(0), Consent::Full)
        .viewed(1, minute(0), 1)
        .viewed(1, minute(30), 2)
        .viewed(1, minute(61), 3);
    assert_eq!(visits(&log), [vec![1, 2], vec![3]]);
}

#[test]
fn a_sale_is_a_visit_of_its_own_in_the_order_of_its_lines() {
    let log = Log::default()
        .consented(1, minute(0), Consent::Full)
        .viewed(1, minute(1), 5)
        .sold(1, minute(2), &[4, 4, 2, 3])
        .viewed(1, minute(3), 6);
    assert_eq!(visits(&log), [vec![5, 6], vec![4, 2, 3]]);
}

#[test]
fn a_linked_visitor_counts_as_the_customer_with_the_consents_of_both() {
    let log = Log::default()
        .consented(1, minute(0), Consent::Full)
        .viewed(1, minute(1), 1)
        .viewed(2, minute(2), 2)
        .consented(2, minute(3), Consent::Denied)
        .viewed(1, minute(4), 3)
        .linked(1, 2, minute(5));
    assert_eq!(visits(&log), [[1, 2]]);
}

#[test]
fn a_visitor_is_linked_once_and_for_ever() {
    let log = Log::default()
        .linked(1, 2, minute(1))
        .linked(1, 3, minute(2))
        .linked(2, 3, minute(3))
        .linked(4, 1, minute(4))
        .linked(5, 5, minute(5));
    assert_eq!(log.tally().customers().into_iter().collect::<Vec<_>>(), [(shopper(1), shopper(2))]);
}

#[test]
fn what_is_no_longer_sold_is_passed_over() {
    let log = Log::default().consented(1, minute(0), Consent::Full).sold(1, minute(1), &[3, 99, 3, 1]);
    assert_eq!(visits(&log), [[3, 1]]);
}
