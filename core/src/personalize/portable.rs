//! What a shopper takes along: all that lists follow, as the signals that would teach it elsewhere. Documented in
//! `core/schema/profile.json`; read as a whole, or refused with the place that is wrong.

use core::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::event::{About, Signal};
use crate::id::ProductId;
use crate::shop::PublicShop;
use crate::state::Slice;
use crate::time::{Span, Timestamp};
use crate::written::{Unread, read};

use super::touch::How;

/// The JSON Schema of the form.
pub const SCHEMA: &str = include_str!("../../schema/profile.json");
/// The name of the form.
const FORMAT: &str = "attar-profile";
/// The one version that is written and read.
const VERSION: u32 = 1;

/// All that a shopper's lists follow, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Portable {
    signals: Vec<(Signal, Timestamp)>,
}

/// Why a file is no profile of this shop's, with the place that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortableError {
    /// It cannot be read.
    Unread(Unread),
    /// It is something else.
    OtherFormat,
    /// It is of another version, as a newer program writes.
    OtherVersion(u64),
    /// There are too many signals.
    TooMany,
    /// One signal is none, or of nothing that is sold here: its place from 0, and why.
    Signal(usize, String),
    /// It is not what was written.
    Changed,
}

impl fmt::Display for PortableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(unread) => unread.fmt(f),
            Self::OtherFormat => write!(f, "`format`: expected `{FORMAT}`"),
            Self::OtherVersion(found) => write!(f, "`version`: expected `{VERSION}`, found `{found}`"),
            Self::TooMany => write!(f, "`signals`: there are {} at most", Portable::MOST),
            Self::Signal(place, why) => write!(f, "`signals[{place}]`: {why}"),
            Self::Changed => f.write_str("`sum`: the signals are not those that it was written with"),
        }
    }
}

impl core::error::Error for PortableError {}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[allow(dead_code, reason = "`Head` reads it before")]
    format: String,
    #[allow(dead_code, reason = "`Head` reads it before")]
    version: u64,
    sum: String,
    signals: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    at: i64,
    params: Value,
}

impl Portable {
    /// The most signals: as many touches, days of purchase and words as are kept.
    pub const MOST: usize = 1_400;

    /// What there is of a shopper to take along, what only the device knows included. What was sent back stays.
    pub fn of(slice: &Slice) -> Self {
        let mut touches = slice.shared.touches.clone();
        touches.extend(slice.private.touches.all());
        let mut opinions = slice.shared.opinions.clone();
        opinions.merge(&slice.private.opinions);
        let mut rows = Vec::new();
        for touch in touches.iter() {
            let product = touch.product;
            let signal = match touch.how {
                How::Viewed => Signal::ViewItem { product },
                How::Dwelt => Signal::UserEngagement { product },
                How::InCart => Signal::AddToCart { product },
                How::Bought => Signal::Purchase { product },
                How::SentBack => continue,
            };
            rows.push((touch.at, touch.id, signal));
        }
        let words = opinions
            .words()
            .filter_map(|(about, (at, id, opinion))| Some((*at, *id, Signal::saying(*about, *opinion)?)));
        rows.extend(words);
        rows.sort_by_key(|(at, id, signal)| (*at, *id, signal.about()));
        let mut signals: Vec<(Signal, Timestamp)> = Vec::new();
        for (day, product) in slice.shared.bought.days() {
            let begins = Timestamp(0) + Span::days(i64::from(*day));
            let is_told = |(at, _, signal): &_| {
                let next = begins + Span::days(1);
                *signal == Signal::Purchase { product: *product } && (begins..next).contains(at)
            };
            if !rows.iter().any(is_told) {
                signals.push((Signal::Purchase { product: *product }, begins));
            }
        }
        signals.extend(rows.into_iter().map(|(at, _, signal)| (signal, at)));
        signals.sort_by_key(|(_, at)| *at);
        Self { signals }
    }

    /// The signals, oldest first.
    pub fn signals(&self) -> &[(Signal, Timestamp)] {
        &self.signals
    }

    /// The file.
    pub fn json(&self) -> Value {
        let row = |(signal, at): &(Signal, Timestamp)| {
            let about = signal.about();
            let items = json!([{ about.member(): about.number().to_string() }]);
            json!({ "name": signal.name(), "at": at.0, "params": { "items": items } })
        };
        let signals: Vec<Value> = self.signals.iter().map(row).collect();
        json!({ "format": FORMAT, "version": VERSION, "sum": self.sum(), "signals": signals })
    }

    /// FNV-1a, 64 bits, over a line for each signal: its name, moment and number, as a device keeps them.
    pub fn sum(&self) -> String {
        let line = |(signal, at): &(Signal, Timestamp)| {
            format!("{} {} {}\n", signal.name(), at.0, signal.about().number())
        };
        let bytes = self.signals.iter().flat_map(|row| line(row).into_bytes());
        let sum = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{sum:016x}")
    }

    /// Reads a file, for a shop and as of a moment: all of it, or nothing.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn read(text: &[u8], shop: &PublicShop, now: Timestamp) -> Result<Self, PortableError> {
        let head: Head = read(text).map_err(PortableError::Unread)?;
        if head.format != FORMAT {
            return Err(PortableError::OtherFormat);
        }
        if head.version != u64::from(VERSION) {
            return Err(PortableError::OtherVersion(head.version));
        }
        let form: Form = read(text).map_err(PortableError::Unread)?;
        if form.signals.len() > Self::MOST {
            return Err(PortableError::TooMany);
        }
        let mut signals = Vec::with_capacity(form.signals.len());
        for (place, row) in form.signals.iter().enumerate() {
            let signal = row.read(shop, now).map_err(|why| PortableError::Signal(place, why))?;
            signals.push(signal);
        }
        let portable = Self { signals };
        if portable.sum() != form.sum {
            return Err(PortableError::Changed);
        }
        Ok(portable)
    }
}

impl Row {
    fn read(&self, shop: &PublicShop, now: Timestamp) -> Result<(Signal, Timestamp), String> {
        if self.at > now.0 || self.at < 0 {
            return Err("`at` is a moment in the past, in milliseconds".into());
        }
        Ok((named(&self.name, Some(&self.params), shop)?, Timestamp(self.at)))
    }
}

/// What is told of a name that is none.
const NO_SIGNAL: &str = "the `name` is `view_item`, `select_item`, `add_to_cart`, `purchase`, `user_engagement`, \
     `not_for_me` or `undo_not_for_me`; or `like`, `not_for_me`, `ignore` or `undo` with `_category`, `_brand` or \
     `_price` behind it";

/// The signal of that name in the form of GA4, about the item that its parameters name, which is sold here.
///
/// # Errors
/// A sentence that names the member.
pub fn named(name: &str, params: Option<&Value>, shop: &PublicShop) -> Result<Signal, String> {
    // Which member names the thing, the name says; a word that is none is not repeated: a refused row is kept, and a
    // foreign word may be anything.
    let member = Signal::named(name, 0).ok_or(NO_SIGNAL)?.about().member();
    let number = number_of(params, member)?;
    let signal = Signal::named(name, number).ok_or_else(|| format!("there is no such `{member}`"))?;
    match signal.about() {
        About::Product(product) if shop.product(product).is_none() => Err(no_product(product)),
        About::Topic(topic) if !shop.has(topic) => Err(format!("nothing here has the `{member}` `{number}`")),
        _ => Ok(signal),
    }
}

fn no_product(product: ProductId) -> String {
    format!("there is no product `{product}`")
}

/// The number of the first item of a GA4 event, which may be a text or a number.
fn number_of(params: Option<&Value>, member: &str) -> Result<u32, String> {
    let item = params.and_then(|params| params.get("items")?.get(0)).ok_or("a signal names one item")?;
    let number = match item.get(member) {
        Some(Value::String(text)) => text.parse().ok(),
        Some(Value::Number(number)) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        _ => None,
    };
    number.ok_or_else(|| match member {
        "item_id" => "an `item_id` is the number of a product".into(),
        _ => format!("the `{member}` is a number"),
    })
}

#[cfg(test)]
mod tests;
