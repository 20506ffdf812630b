//! What carriers tell the shop by their feeds: a body of each feed read into scans, and what became of them.

use attar::event::Consignment;
use attar::event::ParcelStatus;
use attar::service::carrier::{Feed, Meaning};
use attar::time::Zone;
use attar::{Rejection, Timestamp};

mod aftership;
mod easypost;
mod karrio;
mod keys;
mod moment;
mod shopify;
#[cfg(test)]
pub(crate) mod tests;

#[cfg(test)]
pub(crate) use keys::header;
pub use keys::{Feeds, Named};

/// The most scans of one body; as many as a parcel takes.
const MOST: usize = attar::Command::MOST_SCANS;
/// How much of a word of a feed is kept, in letters.
const LONGEST_WORD: usize = 40;

/// One thing that a feed told of one parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The carrier's number.
    pub number: Option<String>,
    /// What the carrier is called.
    pub carriers: Vec<String>,
    /// In the feed's word.
    pub status: String,
    /// When it was seen.
    pub at: Option<Timestamp>,
    /// What that means; or why it cannot be told.
    pub meaning: Result<Meaning, Why>,
}

/// Why something is kept to be looked after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// For programs.
    pub code: &'static str,
    /// For people.
    pub sentence: String,
}

/// What became of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It is a fact now.
    Recorded,
    /// It was one before.
    Known,
    /// It says nothing new of a parcel.
    Nothing,
    /// It is a fact now, and kept to be looked after: the parcel waits, is held up or turned back.
    Held(Why),
    /// It is not taken in; kept to be looked after.
    Refused(Why),
}

impl Became {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Known => "known",
            Self::Nothing => "nothing",
            Self::Held(_) => "held",
            Self::Refused(_) => "refused",
        }
    }

    pub(crate) fn why(&self) -> Option<&Why> {
        match self {
            Self::Held(why) | Self::Refused(why) => Some(why),
            _ => None,
        }
    }
}

impl Why {
    pub(crate) fn unreadable(sentence: impl Into<String>) -> Self {
        Self { code: "unreadable", sentence: sentence.into() }
    }

    pub(crate) fn held(status: &str) -> Self {
        Self { code: "held", sentence: format!("`{status}`: the parcel waits, is held up or turned back") }
    }

    pub(crate) fn rejected(rejection: &Rejection) -> Self {
        Self { code: rejection.code(), sentence: rejection.to_string() }
    }
}

impl Scan {
    /// Stands for a body that cannot be read.
    pub(crate) fn unreadable(why: Why) -> Self {
        Self { number: None, carriers: Vec::new(), status: String::new(), at: None, meaning: Err(why) }
    }
}

/// All that a body tells of one parcel. What is not a parcel's has none.
#[derive(Debug)]
struct Tracking {
    number: Option<String>,
    /// Who carries it, in the feed's word.
    carrier: Option<String>,
    /// Whether the feed says that it was turned back.
    turned_back: bool,
    /// Statuses, and when.
    told: Vec<(String, Option<Timestamp>)>,
}

/// Reads a body whose signature was checked. `names` are what the shop calls the feed's carriers; a moment without a
/// zone is one of the shop's own clock.
///
/// # Errors
/// A sentence that says what such a body has.
pub(crate) fn read(feed: Feed, names: &[String], zone: &Zone, body: &[u8]) -> Result<Vec<Scan>, Why> {
    let trackings = match feed {
        Feed::AfterShip => aftership::read(body, zone),
        Feed::EasyPost => easypost::read(body, zone),
        Feed::Karrio => karrio::read(body, zone),
        Feed::Shopify => shopify::read(body, zone),
    };
    let trackings = trackings.map_err(Why::unreadable)?;
    let scans: Vec<Scan> = trackings.into_iter().flat_map(|one| scans(feed, names, one)).collect();
    match scans.len() {
        0..=MOST => Ok(scans),
        _ => Err(Why::unreadable(format!("a body tells `{MOST}` scans at most"))),
    }
}

fn scans(feed: Feed, names: &[String], tracking: Tracking) -> Vec<Scan> {
    let Tracking { number, carrier, turned_back, told } = tracking;
    let number = number.filter(|number| Consignment::is_number(number));
    let carriers: Vec<String> = names.iter().cloned().chain(carrier).collect();
    let scan = |(status, at): &(String, Option<Timestamp>)| {
        let meaning = match (meaning(feed, status, turned_back), &number, at) {
            (Ok(Meaning::Nothing), ..) => Ok(Meaning::Nothing),
            (_, None, _) => {
                Err(Why::unreadable("the number of a parcel is 1 to 40 letters, digits and hyphens"))
            }
            (_, _, None) => Err(Why::unreadable("when it was seen cannot be read")),
            (meaning, ..) => meaning,
        };
        Scan { number: number.clone(), carriers: carriers.clone(), status: word(status), at: *at, meaning }
    };
    let mut scans: Vec<Scan> = told.iter().map(scan).collect();
    // So nobody is told of a delivery that was none.
    scans.sort_by_key(|scan| scan.meaning != Ok(Meaning::TurnedBack));
    scans
}

/// What a word means, where the feed says whether the parcel was turned back.
fn meaning(feed: Feed, status: &str, turned_back: bool) -> Result<Meaning, Why> {
    match feed.meaning(status) {
        Ok(Meaning::Step(ParcelStatus::Delivered)) if turned_back => {
            Ok(Meaning::Step(ParcelStatus::Returned))
        }
        Ok(meaning) => Ok(meaning),
        Err(mut unknown) => {
            unknown.status = word(&unknown.status);
            Err(Why { code: "unknown_status", sentence: unknown.to_string() })
        }
    }
}

/// A word of a feed as far as it is one: what else may stand there is nobody's business.
fn word(status: &str) -> String {
    let letter = |letter: &char| letter.is_ascii_alphanumeric() || "_- ".contains(*letter);
    status.chars().filter(letter).take(LONGEST_WORD).collect()
}

/// Reads JSON. What stands in it is not repeated: it may be personal.
fn json<'a, T: serde::Deserialize<'a>>(body: &'a [u8], has: &str) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| {
        format!(
            "a body is JSON with {has}; this is not, from line `{}`, column `{}` on",
            error.line(),
            error.column()
        )
    })
}

/// What is told of steps, and the status of the whole where no step has it.
fn with_whole(
    mut told: Vec<(String, Option<Timestamp>)>,
    status: Option<String>,
    at: Option<Timestamp>,
) -> Vec<(String, Option<Timestamp>)> {
    if let Some(status) = status.filter(|status| told.iter().all(|(own, _)| own != status)) {
        told.push((status, at));
    }
    told
}
