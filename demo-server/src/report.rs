//! What the merchant's console counts: a fold over the log of its own, read on when it is asked.

use std::collections::{BTreeMap, VecDeque};

use attar::customer::Purchases;
use attar::event::OrderFact;
use attar::id::LabelId;
use attar::model::Segments;
use attar::personalize::segment::{self, Rfm};
use attar::view::Word;
use attar::{Currency, Event, Fact, ProductId, PublicShop, ShopperId, Signal, Subject, Timestamp};

use crate::App;
use crate::log::{self, LogError};

/// How many entries of the log are read at once.
const READ: usize = 8_192;
/// How many signals are kept, the latest.
const MOST_SIGNALS: usize = 2_000;

/// Amounts are minor units of the book currency.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    seq: u64,
    end: Timestamp,
    weeks: BTreeMap<i64, i64>,
    departments: BTreeMap<LabelId, i64>,
    customers: BTreeMap<ShopperId, Purchases>,
    signals: VecDeque<(Timestamp, Signal)>,
}

/// What one learned group bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    /// What its customers have in common.
    pub word: Word,
    /// How many they are.
    pub customers: u32,
    /// How often they bought.
    pub baskets: u32,
    /// For how much.
    pub spent: i64,
}

impl Report {
    /// Takes in what is new in the log.
    pub async fn read_on(self, app: &App) -> Result<Self, LogError> {
        let mut report = self;
        loop {
            let published = app.snapshot();
            let counted = log::read(app.log(), move |reader| {
                let entries = reader.after(report.seq, READ)?;
                for stored in &entries {
                    report.count(&published.snapshot.shop, &stored.event);
                    report.seq = stored.seq;
                }
                Ok((entries.len(), report))
            });
            let entries;
            (entries, report) = counted.await?;
            if entries < READ {
                return Ok(report);
            }
        }
    }

    fn count(&mut self, shop: &PublicShop, event: &Event) {
        self.end = self.end.max(event.at);
        match &event.fact {
            Fact::Signal(signal) => self.signal(event.at, *signal),
            Fact::Order(OrderFact::Placed { lines, .. }) => {
                let paid = lines.iter().map(|line| (line.product, line.total.minor, line.total.currency));
                self.sell(shop, event, paid.collect());
            }
            Fact::Order(OrderFact::SoldInStore { currency, lines }) => {
                let paid = lines.iter().map(|line| (line.product, line.paid, *currency));
                self.sell(shop, event, paid.collect());
            }
            _ => {}
        }
    }

    fn signal(&mut self, at: Timestamp, signal: Signal) {
        self.signals.push_back((at, signal));
        if self.signals.len() > MOST_SIGNALS {
            self.signals.pop_front();
        }
    }

    fn sell(&mut self, shop: &PublicShop, event: &Event, lines: Vec<(ProductId, i64, Currency)>) {
        let week = event.at.0.div_euclid(7 * 86_400_000);
        for (product, minor, _) in lines.into_iter().filter(|(.., currency)| *currency == shop.currency) {
            *self.weeks.entry(week).or_default() += minor;
            if let Some(product) = shop.product(product) {
                *self.departments.entry(product.department).or_default() += minor;
            }
        }
        if let Subject::Shopper(who) = event.subject {
            self.customers.entry(who).or_default().apply(event);
        }
    }

    /// Departments with what they sold, most first.
    pub fn departments(&self) -> Vec<(LabelId, i64)> {
        let mut sold: Vec<_> = self.departments.iter().map(|(label, sold)| (*label, *sold)).collect();
        sold.sort_by_key(|(label, sold)| (std::cmp::Reverse(*sold), *label));
        sold
    }

    /// The last weeks, oldest first: when each began, and what it sold.
    pub fn weeks(&self, most: usize) -> Vec<(Timestamp, i64)> {
        let last =
            self.weeks.iter().rev().take(most).map(|(week, sold)| (Timestamp(week * 7 * 86_400_000), *sold));
        let mut weeks: Vec<_> = last.collect();
        weeks.reverse();
        weeks
    }

    /// The learned groups with what they bought; those with one description count as one.
    pub fn groups(&self, segments: &Segments, currency: Currency) -> Vec<Group> {
        let words = [Word::Regular, Word::Occasional, Word::LapsedRegular, Word::Lapsed];
        let mut groups = words.map(|word| Group { word, customers: 0, baskets: 0, spent: 0 });
        for bought in self.customers.values() {
            let Some(word) = self.word(segments, bought, currency) else { continue };
            if let Some(group) = groups.iter_mut().find(|group| group.word == word) {
                group.customers += 1;
                group.baskets += bought.count;
                group.spent += bought.spent_in(currency);
            }
        }
        groups.into()
    }

    fn word(&self, segments: &Segments, bought: &Purchases, currency: Currency) -> Option<Word> {
        let days = (self.end.0 - bought.last?.0).div_euclid(86_400_000);
        let rfm = Rfm {
            recency_days: u32::try_from(days).unwrap_or(0),
            frequency: bought.count,
            money: bought.spent_in(currency),
        };
        segment::assign(segments, &rfm).map(|segment| Word::segment(&segment))
    }

    /// How many signals came in each of the last `columns` spans of five minutes, oldest first.
    pub fn pulse(&self, now: Timestamp, columns: usize) -> Vec<u32> {
        let mut counts = vec![0; columns];
        for (at, _) in &self.signals {
            let age = usize::try_from((now.0 - at.0).div_euclid(5 * 60_000)).ok();
            if let Some(place) = age.and_then(|age| columns.checked_sub(age + 1)) {
                counts[place] += 1;
            }
        }
        counts
    }

    /// The latest signals, latest first.
    pub fn latest(&self, most: usize) -> impl Iterator<Item = &(Timestamp, Signal)> {
        self.signals.iter().rev().take(most)
    }
}
