use std::collections::BTreeSet;

use super::*;

#[test]
fn every_feed_has_a_name_a_number_and_each_of_its_words_once() {
    let ids: BTreeSet<CarrierId> = Feed::ALL.into_iter().map(Feed::id).collect();
    assert_eq!(ids.len(), Feed::ALL.len());
    for (feed, many) in Feed::ALL.into_iter().zip([9, 10, 12, 15]) {
        assert_eq!(Feed::named(feed.name()), Some(feed));
        let words: BTreeSet<&str> = feed.statuses().iter().map(|(word, _)| *word).collect();
        assert_eq!((words.len(), feed.statuses().len()), (many, many), "{feed:?}");
    }
    assert_eq!(Feed::named("AfterShip"), None);
}

#[test]
fn no_word_of_a_feed_puts_a_parcel_back_into_the_house_or_loses_it() {
    for (word, meaning) in Feed::ALL.into_iter().flat_map(Feed::statuses) {
        if let Meaning::Step(status) = meaning {
            assert!(*status >= ParcelStatus::Shipped && !status.is_void(), "{word}");
        }
    }
}

#[test]
fn an_unknown_word_is_named() {
    let unknown = Feed::EasyPost.meaning("teleported").expect_err("no such word");
    assert_eq!(unknown.to_string(), "`easypost` has no status `teleported` that is known here");
    assert!(Feed::AfterShip.meaning("intransit").is_err(), "letters are as they are");
}
