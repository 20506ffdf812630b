//! What the shop owes for gift cards, out of the log: week by week, and as of any moment.

use std::collections::BTreeMap;

use attar::money::Currency;
use attar::terms::gift::{Balances, Cards};
use attar::time::{CivilDay, Zone};
use attar::{Event, Fact, Timestamp};

use crate::App;
use crate::log::{self, LogError};
use crate::reading::Reading;

/// How many entries of the log are read at once.
const READ: usize = 2_048;

/// All gift cards, and every week that is over.
#[derive(Debug, Clone, Default)]
pub(crate) struct GiftBooks {
    cards: Cards,
    /// The Monday of the week that is not over.
    open: Option<CivilDay>,
    weeks: Vec<GiftWeek>,
}

/// A week, and how all cards stood at its end, by currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GiftWeek {
    /// Its first day.
    pub(crate) monday: CivilDay,
    /// What was in the books.
    pub(crate) end: BTreeMap<Currency, Balances>,
}

impl Reading<GiftBooks> {
    /// Takes in what is new in the log. Cards are nobody's, so whoever is forgotten changes nothing.
    pub(crate) async fn follow(&mut self, app: &App) -> Result<(), LogError> {
        let published = app.snapshot();
        let zone = &published.snapshot.shop.zone;
        loop {
            let seq = self.seq;
            let entries = log::read(app.log(), move |reader| reader.market_after(seq, READ)).await?;
            for entry in &entries {
                self.counted.take(zone, &entry.event);
                self.seq = entry.seq;
            }
            if entries.len() < READ {
                return Ok(());
            }
        }
    }
}

impl GiftBooks {
    fn take(&mut self, zone: &Zone, event: &Event) {
        let Fact::Gift(fact) = &event.fact else { return };
        self.close(zone, event.at);
        self.open.get_or_insert(zone.civil_day(event.at).monday());
        self.cards.apply(fact);
    }

    /// Ends the weeks that are over at a moment.
    fn close(&mut self, zone: &Zone, at: Timestamp) {
        while let Some(monday) = self.open.filter(|monday| zone.midnight(monday.plus(7)) <= at) {
            self.weeks.push(self.week(zone, monday));
            self.open = Some(monday.plus(7));
        }
    }

    fn week(&self, zone: &Zone, monday: CivilDay) -> GiftWeek {
        GiftWeek { monday, end: self.cards.balances(zone.midnight(monday.plus(7))) }
    }

    /// All weeks, oldest first; the last one is not over, and ends now.
    pub(crate) fn weeks(&self, zone: &Zone, now: Timestamp) -> Vec<GiftWeek> {
        let mut books = self.clone();
        books.close(zone, now);
        let last = books.open.map(|monday| GiftWeek { monday, end: books.cards.balances(now) });
        books.weeks.into_iter().chain(last).collect()
    }
}

/// What the books said of gift cards at a moment: the log is read anew.
pub(crate) async fn gifts_as_of(app: &App, at: Timestamp) -> Result<BTreeMap<Currency, Balances>, LogError> {
    let (mut cards, mut seq) = (Cards::default(), 0);
    loop {
        let entries = log::read(app.log(), move |reader| reader.market_after(seq, READ)).await?;
        let Some(last) = entries.last() else { return Ok(cards.balances(at)) };
        seq = last.seq;
        for entry in entries.iter().filter(|entry| entry.event.at <= at) {
            if let Fact::Gift(fact) = &entry.event.fact {
                cards.apply(fact);
            }
        }
    }
}
