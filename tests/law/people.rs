//! Laws about shoppers: the slice, what it may hold, folds, and what is counted for training.

use std::sync::Arc;

use attar::train::Tally;
use attar::{Engine, Event, ShopperId, Slice, Subject};
use proptest::prelude::*;

use super::{random, tries};
use crate::case::world::{bytes, page};

fn fold(engine: &Engine, events: &[Event]) -> Engine {
    let mut engine = engine.clone();
    events.iter().for_each(|event| engine.apply(event));
    engine
}

fn tally(events: &[Event]) -> Tally {
    let mut tally = Tally::default();
    events.iter().for_each(|event| tally.add(event));
    tally
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn is_about(event: &Event, who: ShopperId) -> bool {
    event.subject == Subject::Shopper(who) || event.subject == Subject::Market
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn a_slice_answers_like_the_server(
        engine in random::engine(),
        history in random::history_with_links(),
        who in random::anybody(),
        queries in prop::collection::vec((random::query(), random::asked_at()), 1..8),
    ) {
        let server = fold(&engine, &history);
        let page = page(&server, server.slice(&who));
        for (query, at) in queries {
            let (here, there) = (page.ask(&who, &query, at), server.ask(&who, &query, at));
            prop_assert_eq!(bytes(&here), bytes(&there), "{:?}: {:?} is not {:?}", query, here, there);
        }
    }

    #[test]
    fn a_slice_of_a_slice_is_the_slice(
        engine in random::engine(),
        history in random::history_with_links(),
        who in random::anybody(),
    ) {
        let server = fold(&engine, &history);
        let slice = server.slice(&who);
        prop_assert_eq!(page(&server, slice.clone()).slice(&who), slice);
    }

    #[test]
    fn a_slice_does_not_depend_on_what_others_do(
        engine in random::engine(),
        history in random::history(),
        me in 0..random::PEOPLE,
    ) {
        let who = random::shopper(me);
        let alone: Vec<Event> = history.iter().filter(|event| is_about(event, who)).cloned().collect();
        let (among, alone) = (fold(&engine, &history).slice(&who), fold(&engine, &alone).slice(&who));
        prop_assert_eq!(bytes(&among), bytes(&alone));
    }

    #[test]
    fn a_slice_never_holds_another_shoppers_identifiers(
        engine in random::engine(),
        history in random::history_with_links(),
        me in 0..random::PEOPLE,
    ) {
        let server = fold(&engine, &history);
        let (who, state) = (random::shopper(me), server.state());
        let slice = bytes(&server.slice(&who));
        for other in (0..random::PEOPLE).filter(|other| state.resolve(random::shopper(*other)) != state.resolve(who)) {
            let orders = (0..3).map(|index| random::order(other, index).0);
            for needle in orders.chain([random::shopper(other).0]) {
                prop_assert!(!holds(&slice, &needle), "{:?} of shopper {}", needle, other);
            }
        }
    }

    #[test]
    fn a_slice_holds_the_prices_of_its_shoppers_groups_alone(
        engine in random::engine(),
        history in random::history_with_links(),
        me in 0..random::PEOPLE,
    ) {
        let server = fold(&engine, &history);
        let slice = server.slice(&random::shopper(me));
        let groups = slice.shared.groups.names();
        let shop = server.state().shop.as_ref().expect("a server has it");
        for list in &slice.market.own.lists {
            let written = shop.draft().price_lists.iter().find(|own| own.id == list.id).expect("a list");
            prop_assert!(!written.draft && written.only.groups.iter().any(|group| groups.contains(&group.as_str())));
        }
        let named = format!("{:?}", slice.market.own.promotions);
        for other in ["staff", "wholesale"].into_iter().filter(|group| !groups.contains(group)) {
            prop_assert!(!named.contains(other), "{named}");
            prop_assert!(!holds(&bytes(&server.snapshot().shop), other.as_bytes()));
        }
    }

    #[test]
    fn a_page_that_takes_in_its_own_events_knows_what_the_server_knows(
        engine in random::engine(),
        before in random::history_with_links(),
        after in random::history(),
        me in 0..random::PEOPLE,
    ) {
        let who = random::shopper(me);
        let server = fold(&engine, &before);
        let page = page(&server, postcard::from_bytes(&bytes(&server.slice(&who))).expect("a slice"));
        let resolved = server.state().resolve(who);
        let own = |event: &&Event| match event.subject {
            Subject::Shopper(of) => server.state().resolve(of) == resolved,
            Subject::Market => false,
        };
        let own: Vec<Event> = after.iter().filter(own).cloned().collect();
        let (page, server) = (fold(&page, &own), fold(&server, &after));
        prop_assert_eq!(page.slice(&who).shared, server.slice(&who).shared);
    }

    #[test]
    fn a_fold_goes_on_where_it_stopped(
        engine in random::engine(),
        before in random::history_with_links(),
        after in random::history_with_links(),
    ) {
        let whole: Vec<Event> = before.iter().chain(&after).cloned().collect();
        let (at_once, in_two) = (fold(&engine, &whole), fold(&fold(&engine, &before), &after));
        prop_assert_eq!(at_once.state(), in_two.state());
    }

    #[test]
    fn private_signals_change_only_the_private_part(
        engine in random::engine(),
        history in random::history(),
        private in random::history(),
        me in 0..random::PEOPLE,
        price in random::query(),
    ) {
        let who = random::shopper(me);
        let server = fold(&engine, &history);
        let mut page = page(&server, server.slice(&who));
        private.iter().filter(|event| event.subject == Subject::Shopper(who)).for_each(|event| page.apply_private(event));
        let (slice, before) = (page.slice(&who), server.slice(&who));
        prop_assert_eq!((slice.shared, slice.market), (before.shared, before.market));
        if !matches!(price, attar::Query::Recommend { .. } | attar::Query::Profile) {
            let at = attar::Timestamp(random::START);
            prop_assert_eq!(page.ask(&who, &price, at), server.ask(&who, &price, at));
        }
    }

    #[test]
    fn tallies_of_parts_merge_to_the_tally_of_the_whole(
        whole in random::history_with_links(),
        cut in 0_usize..40,
    ) {
        let (a, b) = whole.split_at(cut.min(whole.len()));
        let (mut there, mut back) = (tally(a), tally(b));
        there.merge(tally(b));
        back.merge(tally(a));
        prop_assert_eq!(&there, &tally(&whole));
        prop_assert_eq!(&back, &tally(&whole));
        there.merge(tally(&whole));
        prop_assert_eq!(there, tally(&whole), "what comes twice counts once");
    }

    #[test]
    fn an_anonymous_slice_holds_nobody(engine in random::engine(), history in random::history_with_links()) {
        let server = fold(&engine, &history);
        let slice = server.slice(&ShopperId::ANONYMOUS);
        let nobody = Slice { market: slice.market.clone(), ..Slice::default() };
        prop_assert_eq!(slice, nobody);
        prop_assert!(Arc::ptr_eq(server.snapshot(), engine.snapshot()));
    }
}
