//! The loyalty programme beside the one in force, what a draft of it would have come to, and what the shop owes for
//! points.

mod books;
mod gift_books;
mod outcome;

use attar::terms::loyalty::Programme;
pub(crate) use books::{AsOf, Books, Surprised, Week, as_of};
pub(crate) use gift_books::{GiftBooks, GiftWeek, gifts_as_of};
pub(crate) use outcome::{Outcome, Question, Side, Sides};

use super::{Desk, draft};
use crate::reading::Reading;

/// What is written: a programme, or that there is none.
pub(crate) type Written = Option<Programme>;
/// A draft of it, and what is written on.
pub(crate) type Draft = draft::Draft<Written>;
pub(crate) type Sheet = draft::Sheet<Written>;

/// What the desk keeps of the programme between two requests.
#[derive(Debug, Default)]
pub(crate) struct LoyaltyDesk {
    /// Versions and the last replay.
    pub(crate) desk: Desk<Written, Outcome>,
    /// The points of all members, read on when they are asked for.
    pub(crate) books: tokio::sync::Mutex<Reading<Books>>,
    /// All gift cards, likewise.
    pub(crate) gifts: tokio::sync::Mutex<Reading<GiftBooks>>,
}
