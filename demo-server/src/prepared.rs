//! Answers to nobody in particular, as they are sent: whoever asks the same within a second gets the same bytes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use attar::{Lang, Query, Timestamp};
use axum::body::Bytes;

use crate::current::Current;

/// So many are kept; a shop has few blocks that ask for nobody, and three languages.
const MOST: usize = 1_024;

/// Answers of one second, on one picture of the shop.
#[derive(Debug, Default)]
pub(crate) struct Prepared(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// What they stand on.
    current: Option<Arc<Current>>,
    second: i64,
    answers: HashMap<Key, Bytes>,
}

/// A question in postcard, and the language of its answer.
type Key = (Vec<u8>, Lang);

/// The key of a question that nobody's own history answers; nothing for others.
pub(crate) fn key(query: &Query, lang: Lang) -> Option<Key> {
    match query {
        Query::Recommend { .. } | Query::Price { .. } | Query::Delivery { .. } => {
            Some((postcard::to_allocvec(query).ok()?, lang))
        }
        Query::Cart | Query::Track { .. } | Query::Profile | Query::WouldBe { .. } | Query::Loyalty => None,
    }
}

impl Prepared {
    /// The answer of this second on this picture.
    pub(crate) fn find(&self, key: &Key, current: &Arc<Current>, at: Timestamp) -> Option<Bytes> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.holds_for(current, at).then(|| kept.answers.get(key).cloned())?
    }

    /// Keeps an answer that was given on this picture.
    pub(crate) fn keep(&self, key: Key, answer: Bytes, current: &Arc<Current>, at: Timestamp) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.holds_for(current, at) {
            *kept = Kept { current: Some(Arc::clone(current)), second: second(at), answers: HashMap::new() };
        }
        if kept.answers.len() < MOST {
            kept.answers.insert(key, answer);
        }
    }
}

impl Kept {
    /// What one shopper does changes nobody else's answer: shop, model and stock do.
    fn holds_for(&self, current: &Current, at: Timestamp) -> bool {
        self.second == second(at) && self.current.as_ref().is_some_and(|kept| is_same(kept, current))
    }
}

/// Whether two pictures show nobody in particular the same.
pub(crate) fn is_same(one: &Current, other: &Current) -> bool {
    Arc::ptr_eq(&one.published, &other.published) && Arc::ptr_eq(&one.view, &other.view)
}

fn second(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000)
}

#[cfg(test)]
mod tests {
    use attar::Slot;

    use super::*;
    use crate::testing::NOW;

    fn told(lang: Lang) -> Key {
        key(&Query::list(Slot::Trending, 3), lang).expect("a list")
    }

    #[test]
    fn an_answer_is_told_again_within_its_second_on_its_picture_in_its_language() {
        let current = Arc::new(Current::empty().expect("a shop"));
        let prepared = Prepared::default();
        prepared.keep(told(Lang::En), Bytes::from_static(b"a list"), &current, NOW);
        let find = |lang, current: &Arc<Current>, at| prepared.find(&told(lang), current, at).is_some();
        assert!(find(Lang::En, &current, Timestamp(NOW.0 + 999)));
        assert!(!find(Lang::En, &current, Timestamp(NOW.0 + 1_000)));
        assert!(!find(Lang::Fa, &current, NOW));
        let mut moved = Current::clone(&current);
        moved.set_market(Arc::clone(&current.market));
        assert!(!find(Lang::En, &Arc::new(moved), NOW));
    }

    #[test]
    fn what_is_somebodys_own_has_no_key_and_memory_is_bounded() {
        let own = [Query::Cart, Query::Profile, Query::Track { order: attar::OrderId([1; 16]) }];
        assert!(own.iter().all(|query| key(query, Lang::En).is_none()));
        let current = Arc::new(Current::empty().expect("a shop"));
        let prepared = Prepared::default();
        for product in 0..2 * MOST as u32 {
            let price = Query::Price { product: attar::ProductId(product), currency: None };
            let key = key(&price, Lang::En).expect("a price");
            prepared.keep(key, Bytes::new(), &current, NOW);
        }
        assert_eq!(prepared.0.lock().expect("nobody panicked").answers.len(), MOST);
    }
}
