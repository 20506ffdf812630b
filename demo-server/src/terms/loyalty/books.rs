//! What the shop owes for points, out of the log: week by week, and as of any moment.

use std::collections::BTreeMap;

use attar::event::{Moment, Posting, ShopFact, Subject, Why};
use attar::id::ContentHash;
use attar::terms::loyalty::{Balances, Ledger, Programme, Referrals, Worth};
use attar::time::{CivilDay, Zone};
use attar::{Event, Fact, ShopperId, Timestamp};

use crate::App;
use crate::log::{self, BlobKind, LogError, Reader, Stored};
use crate::reading::Reading;
use crate::terms::Written;

/// How many entries of the log are read at once.
const READ: usize = 2_048;

/// The points of all members, and every week that is over.
#[derive(Debug, Clone, Default)]
pub(crate) struct Books {
    ledger: Ledger,
    /// What points are worth by the last programme that was published.
    worth: Option<Worth>,
    /// The Monday of the week that is not over.
    open: Option<CivilDay>,
    weeks: Vec<Week>,
    /// The last surprises, the latest last.
    surprises: Vec<Surprised>,
}

/// A surprise that somebody got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Surprised {
    pub(crate) who: ShopperId,
    pub(crate) at: Timestamp,
    pub(crate) moment: Moment,
    pub(crate) points: i64,
}

/// So many of them are kept.
const MOST_SURPRISES: usize = 50;

/// A week, and how everything stood at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Week {
    /// Its first day.
    pub(crate) monday: CivilDay,
    /// What was in the books; what was issued, spent and expired is all that ever was.
    pub(crate) end: Balances,
    /// What points were worth.
    pub(crate) worth: Option<Worth>,
}

/// What the books said at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AsOf {
    /// Everything in points.
    pub(crate) balances: Balances,
    /// What points were worth.
    pub(crate) worth: Option<Worth>,
    /// How many members were of each tier, by its name, and how many of none.
    pub(crate) tiers: BTreeMap<String, u32>,
    pub(crate) none: u32,
}

/// A piece of the log, and what points are worth by the shops that were published in it.
struct Piece {
    entries: Vec<Stored>,
    worths: BTreeMap<ContentHash, Option<Worth>>,
}

impl Week {
    /// What points were worth that nobody had spent, in minor units.
    pub(crate) fn liability(&self) -> i64 {
        liability(self.end, self.worth)
    }
}

impl AsOf {
    /// The same.
    pub(crate) fn liability(&self) -> i64 {
        liability(self.balances, self.worth)
    }
}

fn liability(balances: Balances, worth: Option<Worth>) -> i64 {
    worth.map_or(0, |worth| worth.of(balances.outstanding()))
}

impl Piece {
    fn read(reader: &dyn Reader, from: u64) -> Result<Self, LogError> {
        let entries = reader.after(from, READ)?;
        let mut worths = BTreeMap::new();
        for Stored { event, .. } in &entries {
            if let Fact::Shop(ShopFact::Published { hash }) = event.fact {
                let bytes = reader.blob(BlobKind::Shop, hash)?.unwrap_or_default();
                // Shops of long ago are gone; then what was worth so much before is so still.
                if let Some(programme) = Option::<Programme>::published(&bytes) {
                    worths.insert(hash, programme.map(|own| own.worth));
                }
            }
        }
        Ok(Self { entries, worths })
    }

    fn worth(&self, event: &Event) -> Option<Option<Worth>> {
        let Fact::Shop(ShopFact::Published { hash }) = event.fact else { return None };
        self.worths.get(&hash).copied()
    }
}

impl Reading<Books> {
    /// Takes in what is new in the log.
    pub(crate) async fn follow(&mut self, app: &App) -> Result<(), LogError> {
        let published = app.snapshot();
        let zone = &published.snapshot.shop.zone;
        let forgot_at = app.current().forgot_at;
        if forgot_at > self.forgotten {
            *self = Self::behind(forgot_at);
        }
        loop {
            let seq = self.seq;
            let piece = log::read(app.log(), move |reader| Piece::read(reader, seq)).await?;
            self.read(&piece.entries, |books, entry| {
                books.take(zone, &entry.event, piece.worth(&entry.event));
            });
            if piece.entries.is_empty() || piece.entries.len() < READ && !self.begins_anew() {
                return Ok(());
            }
        }
    }
}

impl Books {
    fn take(&mut self, zone: &Zone, event: &Event, worth: Option<Option<Worth>>) {
        if let Some(worth) = worth {
            self.close(zone, event.at);
            self.worth = worth;
        }
        if let Fact::Loyalty(_) = event.fact {
            self.close(zone, event.at);
            let monday = zone.civil_day(event.at).monday();
            self.open.get_or_insert(monday);
        }
        self.note_surprise(event);
        self.ledger.apply(event);
    }

    fn note_surprise(&mut self, event: &Event) {
        let Subject::Shopper(who) = event.subject else { return };
        let Fact::Loyalty(fact) = &event.fact else { return };
        if let Posting::Earned { points, why: Why::Delight(surprise), .. } = fact.what {
            self.surprises.push(Surprised { who, at: event.at, moment: surprise.moment, points });
            let over = self.surprises.len().saturating_sub(MOST_SURPRISES);
            self.surprises.drain(..over);
        }
    }

    /// The last surprises, the latest last.
    pub(crate) fn surprises(&self) -> &[Surprised] {
        &self.surprises
    }

    /// Ends the weeks that are over at a moment.
    fn close(&mut self, zone: &Zone, at: Timestamp) {
        while let Some(monday) = self.open.filter(|monday| zone.midnight(monday.plus(7)) <= at) {
            self.weeks.push(self.week(zone, monday));
            self.open = Some(monday.plus(7));
        }
    }

    fn week(&self, zone: &Zone, monday: CivilDay) -> Week {
        let end = self.ledger.balances(zone.midnight(monday.plus(7)));
        Week { monday, end, worth: self.worth }
    }

    /// Those who referred somebody, with what it brought.
    pub(crate) fn referrals(&self) -> impl Iterator<Item = (ShopperId, &Referrals)> {
        let own = self.ledger.accounts();
        own.map(|(who, account)| (who, &account.referrals)).filter(|(_, own)| own.followed > 0)
    }

    /// All weeks, oldest first; the last one is not over, and ends now.
    pub(crate) fn weeks(&self, zone: &Zone, now: Timestamp) -> Vec<Week> {
        let mut weeks = self.weeks.clone();
        let mut open = self.open;
        while let Some(monday) = open.filter(|monday| zone.midnight(monday.plus(7)) <= now) {
            weeks.push(self.week(zone, monday));
            open = Some(monday.plus(7));
        }
        weeks.extend(open.map(|monday| Week { monday, end: self.ledger.balances(now), worth: self.worth }));
        weeks
    }
}

/// What the books said at a moment: the log is read anew.
pub(crate) async fn as_of(app: &App, at: Timestamp) -> Result<AsOf, LogError> {
    let (mut ledger, mut latest, mut worth, mut seq) = (Ledger::default(), None, None, 0);
    loop {
        let piece = log::read(app.log(), move |reader| Piece::read(reader, seq)).await?;
        let Some(last) = piece.entries.last() else { break };
        seq = last.seq;
        for Stored { event, .. } in &piece.entries {
            latest = piece.worth(event).unwrap_or(latest);
            if event.at <= at {
                ledger.apply(event);
                // A shop may come into force with a past that is told later.
                worth = latest;
            }
        }
    }
    let (tiers, none) = ledger.tiers();
    let tiers = tiers.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    Ok(AsOf { balances: ledger.balances(at), worth, tiers, none })
}

#[cfg(test)]
mod tests {
    use attar::Command;
    use attar::event::AdjustReason;
    use attar::time::Span;

    use super::*;
    use crate::FixedClock;
    use crate::testing::{NOW, shop, shopper};
    use std::sync::Arc;

    fn programme(minor: i64) -> Option<Programme> {
        let written =
            serde_json::json!({ "worth": { "points": 1, "minor": minor }, "expiry": { "days": 20 } });
        serde_json::from_value(written).expect("a programme")
    }

    async fn publish(app: &App, minor: i64) {
        app.publish_shop(programme(minor).put(shop())).await.expect("a shop");
    }

    async fn give(app: &App, points: i64) {
        let reason = AdjustReason::Goodwill;
        app.owner(Command::AdjustPoints { shopper: shopper(1), points, reason }).await.expect("points");
    }

    #[tokio::test]
    async fn a_week_is_worth_what_points_were_worth_then_and_what_expires_is_gone_of_itself() {
        let clock = Arc::new(FixedClock::at(NOW));
        let app = App::open(Arc::new(crate::MemoryLog::default()), Arc::<FixedClock>::clone(&clock))
            .await
            .expect("a shop");
        publish(&app, 2).await;
        app.consent(shopper(1)).await;
        app.owner(Command::IssueCard { shopper: shopper(1) }).await.expect("a card");
        give(&app, 10).await;
        clock.set(NOW + Span::days(7));
        publish(&app, 3).await;
        give(&app, 5).await;
        clock.set(NOW + Span::days(70));
        let mut books = Reading::<Books>::default();
        books.follow(&app).await.expect("the log is read");
        let weeks = books.counted.weeks(&Zone::default(), app.now());
        let owed: Vec<i64> = weeks.iter().map(Week::liability).collect();
        assert_eq!(&owed[..2], [20, 45], "{weeks:?}");
        assert_eq!((weeks.len(), owed.last(), weeks[10].end.expired), (11, Some(&0), 15));
        assert!(weeks.iter().all(|week| week.end.sum() == 0));
        let then = as_of(&app, NOW + Span::days(1)).await.expect("the log is read");
        assert_eq!((then.balances.outstanding(), then.liability(), then.none), (10, 20, 1));
        let before = as_of(&app, NOW - Span::days(1)).await.expect("the log is read");
        assert_eq!((before.balances.outstanding(), before.liability()), (0, 0));
    }
}
