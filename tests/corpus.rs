//! The corpus on the native engine: `tests/cases/*.json` is the specification.

mod case;

use std::collections::BTreeSet;

use case::world::{bytes, page};
use case::{Side, Step};

#[test]
fn every_case_comes_out_as_written() {
    for case in case::all() {
        case.run(&mut case.engine());
    }
}

#[test]
fn every_fact_command_query_answer_and_rejection_is_in_a_case() {
    let shown: BTreeSet<&str> = case::all().iter().flat_map(case::seen::names_in).collect();
    let missing: Vec<_> = case::seen::every_name().difference(&shown).copied().collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn a_slice_answers_every_question_of_its_shopper_alike() {
    for case in case::all() {
        let server = case.server();
        for step in &case.steps {
            if let Step::Ask { at, who, query, .. } = step {
                let there = page(&server, server.slice(who)).ask(who, query, *at);
                assert_eq!(bytes(&there), bytes(&server.ask(who, query, *at)), "{}: {query:?}", case.name);
            }
        }
    }
}

#[test]
fn a_slice_is_written_as_postcard_does_and_reads_back() {
    for case in case::all() {
        let mut engine = case.engine();
        case.run(&mut engine);
        for who in engine.state().shoppers() {
            let slice = engine.slice(who);
            assert_eq!(attar::encode(&slice), bytes(&slice), "{}: {who}", case.name);
            assert_eq!(attar::decode(&bytes(&slice)), Some(slice), "{}: {who}", case.name);
        }
    }
}

#[test]
fn every_case_says_what_it_is_about_and_asks_or_wants_something() {
    for case in case::all() {
        assert!(case.about.len() > 20 && case.about.ends_with('.'), "{}: {}", case.name, case.about);
        let steps = case.steps.iter().filter(|step| !matches!(step, Step::Observe(_))).count();
        assert!(steps > 0, "{} wants and asks nothing", case.name);
    }
}

#[test]
fn only_a_page_is_told_that_only_the_server_can_decide() {
    for case in case::all() {
        let only_server = case::seen::names_in(&case).contains("rejection only_server");
        assert!(!only_server || matches!(case.side, Side::Page(_)), "{}", case.name);
    }
}
