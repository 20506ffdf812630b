//! What a feed told, judged one by one inside the transaction; what is not taken in is kept there, too.

use attar::event::{Actor, Channel, ParcelStatus};
use attar::service::carrier::{Feed, Meaning};
use attar::{Command, Timestamp};

use super::Wish;
use super::bench::{Bench, Judged};
use crate::carriers::{Became, Scan, Why};
use crate::error::Refusal;
use crate::log::{KeptScan, LogError};

/// How many letters of a number are kept that is no parcel's.
const LAST: usize = 4;

impl Bench<'_> {
    /// What became of each, in their order.
    pub(super) fn scans(&mut self, feed: Feed, scans: &[Scan], at: Timestamp) -> Judged<Vec<Became>> {
        let mut became = Vec::with_capacity(scans.len());
        for scan in scans {
            let judged = match self.scan(feed, scan, at)? {
                Ok(judged) => judged,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if let Some(why) = judged.why() {
                self.keep(feed, scan, why, at)?;
            }
            became.push(judged);
        }
        Ok(Ok(became))
    }

    fn scan(&mut self, feed: Feed, scan: &Scan, at: Timestamp) -> Judged<Became> {
        let status = match &scan.meaning {
            Ok(Meaning::Step(status)) => *status,
            Ok(Meaning::Nothing) => return Ok(Ok(Became::Nothing)),
            Ok(Meaning::Held) => ParcelStatus::HeldUp,
            Ok(Meaning::TurnedBack) => ParcelStatus::TurnedBack,
            Err(why) => return Ok(Ok(Became::Refused(why.clone()))),
        };
        let (Some(number), Some(seen)) = (scan.number.clone(), scan.at) else {
            return Ok(Ok(Became::Refused(Why::unreadable("a scan has a number and a moment"))));
        };
        let command = Command::RecordScan { number, carriers: scan.carriers.clone(), status, at: seen };
        let wish = Wish { actor: Actor::Carrier(feed.id()), channel: Channel::Feed, command, at };
        Ok(match self.decide(&wish)? {
            Ok(decided) if decided.events.is_empty() => Ok(Became::Known),
            Ok(_) if matches!(status, ParcelStatus::HeldUp | ParcelStatus::TurnedBack) => {
                Ok(Became::Held(Why::held(&scan.status)))
            }
            Ok(_) => Ok(Became::Recorded),
            Err(Refusal::Rejected(rejection)) => Ok(Became::Refused(Why::rejected(&rejection))),
            Err(other) => Err(other),
        })
    }

    /// A number that is no parcel's may be of somebody who is forgotten: only its end is kept.
    fn keep(&mut self, feed: Feed, scan: &Scan, why: &Why, at: Timestamp) -> Result<(), LogError> {
        let number = scan.number.clone().unwrap_or_default();
        let (kept, why_kept) = match self.is_consigned(&number)? {
            true => (number, why.sentence.clone()),
            false => (end(&number), why.sentence.replace(&quoted(&number), &quoted(&end(&number)))),
        };
        self.keep_scan(&KeptScan {
            at,
            feed: feed.name().to_owned(),
            number: kept,
            status: scan.status.clone(),
            seen: scan.at,
            code: why.code.to_owned(),
            why: why_kept,
            times: 1,
        })
    }
}

fn quoted(number: &str) -> String {
    format!("`{number}`")
}

/// The last letters of a number, behind a mark where there are others.
fn end(number: &str) -> String {
    let cut = number.chars().count().saturating_sub(LAST);
    let end: String = number.chars().skip(cut).collect();
    if cut > 0 { format!("…{end}") } else { end }
}
