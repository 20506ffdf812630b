//! Referral: a member's code brings somebody new, and with their first order both get points.
//!
//! - A code is opened by its member, and accepted by somebody who lets the shop remember them, bought nothing, and came by
//!   no other. So everyone has at most one who referred them, for ever.
//! - Who was followed is no newcomer, and cannot come by a code any more: so there are no circles, however long. Who came
//!   by a code is followed only once they bought.
//! - The first order decides, once: what it brings is entered with it on both sides, or why it brings nothing. It is
//!   judged again then, for a visitor may have turned out to be somebody whom the shop knows.
//! - Points wait until the return window of that order is closed. They are taken back on both sides, as far as
//!   [`Programme::claw_back`](super::Programme::claw_back) says, once so little is left of the order that it would not
//!   have counted; not in part.
//! - A reward counts towards the most that a code may bring, whatever became of it.

use serde::{Deserialize, Serialize};

use crate::event::{EarnedLine, ReferralFault, Welcome};
use crate::id::EntryId;
use crate::time::{CivilDay, Timestamp};

/// What referring brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// Points for who refers, at most 1,000,000.
    pub gives: u32,
    /// Points for who is referred, likewise; not both are 0. They wait for who is no member yet.
    pub welcomes: u32,
    /// What the first order must come to, in minor units of money that can earn points, at most
    /// [`Money::MOST_MINOR`](crate::Money::MOST_MINOR). Default 0.
    #[serde(default)]
    pub least: i64,
    /// How often one code brings points within [`Referral::days`], at least 1. Default: as often as people come.
    #[serde(default)]
    pub most: Option<u32>,
    /// In how many days, today among them, 1 to 366. Default 30.
    #[serde(default = "month")]
    pub days: u16,
    /// How often one code brings points at all, at least 1. Default: as often as people come.
    #[serde(default)]
    pub most_ever: Option<u32>,
    /// How many whole days a code that was accepted waits for the first order, 1 to 366. Default 30.
    #[serde(default = "month")]
    pub wait_days: u16,
}

fn month() -> u16 {
    30
}

/// Whom a member referred, and who referred them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referrals {
    /// The codes by which others may come: the first is shown, more come from visitors that they were.
    pub codes: Vec<String>,
    /// By whose code they came.
    pub came: Option<Came>,
    /// How many came by theirs.
    pub followed: u32,
    /// How many of these brought points.
    pub brought: u32,
    /// How many points, less what was taken back.
    pub points: i64,
    /// On which days, ascending, how often; as far back as any window reaches.
    pub days: Vec<(CivilDay, u32)>,
    /// The lots of these that may be taken back, the latest last, at most [`Referrals::MOST_LOTS`].
    pub lots: Vec<EntryId>,
}

/// That somebody came by a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// Whose.
    pub code: String,
    /// Until when their first order is awaited.
    pub until: Timestamp,
    /// What became of it.
    pub stands: Stands,
}

/// What became of a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// The first order is awaited.
    Awaited,
    /// It brought points.
    Welcomed {
        /// With which order.
        welcome: Welcome,
        /// The lot.
        lot: EntryId,
        /// How many points.
        points: i64,
        /// On which day.
        day: CivilDay,
        /// What was bought, with the money that counts.
        lines: Vec<EarnedLine>,
    },
    /// It had brought points, and the order came back.
    Undone,
    /// It brings nothing.
    Ended(ReferralFault),
}

impl Referrals {
    /// The most rewards that can still be taken back: of more, the oldest are kept.
    pub const MOST_LOTS: usize = 366;

    /// What they came by, while their first order is awaited.
    pub fn awaited(&self) -> Option<&Came> {
        self.came.as_ref().filter(|came| came.stands == Stands::Awaited)
    }
}

/// How many letters a code has.
pub const LETTERS: usize = 10;

/// A code as it is kept, whoever writes it: capital letters and digits without those that look alike, no hyphens and no
/// spaces. Nothing, where it is none.
#[cfg(feature = "till")]
pub fn code_of(said: &str) -> Option<String> {
    if said.len() > 4 * LETTERS {
        return None;
    }
    let letters = said.chars().filter(|letter| !matches!(letter, '-' | ' '));
    let code: String = letters.map(letter).collect::<Option<_>>()?;
    (code.len() == LETTERS).then_some(code)
}

/// Crockford's base 32: no I, L, O, U.
#[cfg(feature = "till")]
fn letter(said: char) -> Option<char> {
    match said.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        'U' => None,
        letter => letter.is_ascii_alphanumeric().then_some(letter),
    }
}

/// A code in two halves, as people read it.
pub fn halves(code: &str) -> (&str, &str) {
    code.split_at_checked(LETTERS / 2).unwrap_or((code, ""))
}
