//! Laws about tastes: what is said rules and is taken back exactly, what is inferred never stands against it, and all
//! of it has an end.

use std::collections::BTreeSet;
use std::sync::Arc;

use attar::event::{Observation, Opinion, Topic};
use attar::id::LabelId;
use attar::query::{Pick, Profile, Reason};
use attar::state::{Private, Shared, Slice};
use attar::time::Span;
use attar::{
    Answer, Engine, EventId, ProductId, Query, ShopperId, Signal, Slot, SourceId, Timestamp, encode,
};
use proptest::prelude::*;
use proptest::sample::select;

use super::lists::{list, looked_at, looks, wide};
use super::{random, tries};

/// All that a wide shop sells fits into one list.
const ALL: u8 = Query::MOST_PICKS;
/// The most bytes of what a device keeps of a shopper, and of what the shop keeps beside their orders.
const MOST_PRIVATE: usize = 16 * 1_024;
const MOST_BOUGHT: usize = 10 * 1_024;

fn topic() -> impl Strategy<Value = Topic> {
    prop_oneof![
        (0_u16..5).prop_map(|label| Topic::Category(LabelId(label))),
        (1_u32..3).prop_map(Topic::Brand),
        (0_u8..3).prop_map(Topic::Price),
    ]
}

/// The first shopper says something, so many seconds from the start.
fn says(engine: &Engine, second: i64, topic: Topic, opinion: Opinion) -> Engine {
    let mut engine = engine.clone();
    let id = EventId { source: SourceId([9; 16]), n: second as u32 };
    let (who, at) = (random::shopper(0), now() + Span::minutes(second));
    engine.observe(&Observation { id, who, at, signal: Signal::Said { topic, opinion } });
    engine
}

/// Behind all looks.
fn now() -> Timestamp {
    Timestamp(random::START) + Span::minutes(30)
}

fn later() -> Timestamp {
    now() + Span::minutes(10)
}

fn picks(engine: &Engine, slot: Slot, n: u8) -> Vec<Pick> {
    list(engine, &random::shopper(0), &Query::list(slot, n), later()).expect("a list").picks
}

fn profile(engine: &Engine, who: &ShopperId) -> Profile {
    match engine.ask(who, &Query::Profile, later()) {
        Answer::Profile(profile) => profile,
        other => panic!("no profile: {other:?}"),
    }
}

fn slot() -> impl Strategy<Value = Slot> {
    select(&[Slot::ForYou, Slot::Trending][..])
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn what_is_not_for_me_stands_behind_all_else_and_comes_back_exactly(
        engine in wide(),
        seen in looked_at(12),
        topic in topic(),
        slot in slot(),
        n in 1_u8..=ALL,
    ) {
        let before = looks(engine, &seen);
        let against = says(&before, 1, topic, Opinion::NotForMe);
        let shop = &before.snapshot().shop;
        let is_refused: Vec<bool> =
            picks(&against, slot, ALL).iter().map(|pick| shop.is(pick.product, topic)).collect();
        // Nothing stands above what is the same for less, which may be of another price band.
        let is_price = matches!(topic, Topic::Price(_));
        prop_assert!(is_price || is_refused.is_sorted(), "{is_refused:?}");
        // Where it is at most half of all, that is below the median.
        let refused = is_refused.iter().filter(|refused| **refused).count();
        if !is_price && refused * 2 <= is_refused.len() {
            let median = is_refused.len() / 2;
            prop_assert!(is_refused.iter().take(median).all(|refused| !refused));
        }
        let back = says(&against, 2, topic, Opinion::Unsaid);
        prop_assert_eq!(picks(&back, slot, n), picks(&before, slot, n));
    }

    #[test]
    fn what_is_liked_comes_first_and_nothing_liked_sinks(
        engine in wide(),
        seen in looked_at(12),
        topic in topic(),
    ) {
        let before = looks(engine, &seen);
        let liking = says(&before, 1, topic, Opinion::Likes);
        let shop = &before.snapshot().shop;
        let (old, new) = (picks(&before, Slot::ForYou, ALL), picks(&liking, Slot::ForYou, ALL));
        let liked = |pick: &&Pick| shop.is(pick.product, topic);
        // Who sells the same for less may be of another price band.
        let is_price = matches!(topic, Topic::Price(_));
        if !is_price && old.iter().any(|pick| liked(&pick) && pick.reason != Reason::New) {
            prop_assert!(new.first().is_some_and(|pick| liked(&pick)), "{new:?}");
        }
        let all = |picks: &[Pick]| -> BTreeSet<ProductId> { picks.iter().map(|pick| pick.product).collect() };
        prop_assert_eq!(all(&new), all(&old));
        // And what is said of it is the cause: taken back, all is as before.
        let back = says(&liking, 2, topic, Opinion::Unsaid);
        prop_assert_eq!(picks(&back, Slot::ForYou, ALL), old);
    }

    #[test]
    fn nothing_is_inferred_of_what_somebody_spoke_of(
        engine in wide(),
        seen in looked_at(12),
        said in prop::collection::vec((topic(), select(&[Opinion::Likes, Opinion::NotForMe, Opinion::Ignored][..])), 0..6),
    ) {
        let looked = looks(engine, &seen);
        let spoken = (1..).zip(&said).fold(looked, |engine, (second, (topic, opinion))| says(&engine, second, *topic, *opinion));
        let profile = profile(&spoken, &random::shopper(0));
        prop_assert!(profile.leanings.len() <= Profile::MOST_LEANINGS);
        prop_assert!(profile.leanings.iter().all(|(topic, _)| said.iter().all(|(spoken, _)| spoken != topic)));
        let leans = |pick: &Pick| matches!(pick.reason, Reason::Leaning(topic) if said.iter().any(|(spoken, _)| *spoken == topic));
        prop_assert!(!picks(&spoken, Slot::ForYou, ALL).iter().any(leans));
    }
}

proptest! {
    #![proptest_config(tries(8))]

    #[test]
    fn what_is_kept_of_a_shopper_has_an_end(engine in wide(), seed in any::<u32>()) {
        let snapshot = Arc::clone(engine.snapshot());
        let mut engine = Engine::new(snapshot, Slice { who: random::shopper(0), ..Slice::default() }.into());
        let mut most = 0;
        for n in 0..6_000_u32 {
            let number = n.wrapping_mul(2_654_435_761).wrapping_add(seed);
            let product = ProductId(number);
            let signal = match n % 6 {
                0 => Signal::ViewItem { product },
                1 => Signal::NotForMe { product },
                2 => Signal::Said { topic: Topic::Brand(number), opinion: Opinion::Likes },
                3 => Signal::Said { topic: Topic::Category(LabelId(number as u16)), opinion: Opinion::NotForMe },
                4 => Signal::UserEngagement { product },
                _ => Signal::Purchase { product },
            };
            let id = EventId { source: SourceId([number as u8; 16]), n: number };
            let at = Timestamp(random::START) + Span::minutes(60 * i64::from(n));
            let observed = Observation { id, who: random::shopper(0), at, signal };
            engine.observe(&observed);
            engine.observe_private(&observed);
            if n % 500 == 0 {
                let Slice { shared, private, .. } = engine.slice(&random::shopper(0));
                let told = Private { touches: shared.touches, opinions: shared.opinions };
                prop_assert_eq!(&private, &told);
                most = most.max(encode(&Slice { private, ..Slice::default() }).len());
                let bought = Shared { bought: shared.bought, ..Shared::default() };
                let bought = encode(&Slice { shared: bought, ..Slice::default() }).len();
                prop_assert!(bought <= MOST_BOUGHT, "{}", bought);
            }
        }
        prop_assert!((MOST_PRIVATE / 2..=MOST_PRIVATE).contains(&most), "{most}");
    }
}
