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
        Query::Recommend { .. } | Query::Price { .. } => Some((postcard::to_allocvec(query).ok()?, lang)),
        Query::Cart | Query::Track { .. } | Query::Profile => None,
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
    fn holds_for(&self, current: &Arc<Current>, at: Timestamp) -> bool {
        let same = |kept: &Arc<Current>| {
            Arc::ptr_eq(&kept.published, &current.published) && Arc::ptr_eq(&kept.view, &current.view)
        };
        self.second == second(at) && self.current.as_ref().is_some_and(same)
    }
}

fn second(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000)
}
