//! What the merchant's desk counts: a fold over the log of its own, read on when it is asked.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use attar::customer::Purchases;
use attar::event::{CustomerFact, OrderFact, ReturnStatus};
use attar::id::{LabelId, OrderId, ReturnId};
use attar::model::Segments;
use attar::personalize::segment::{self, Rfm};
use attar::service::ledger::Ledger;
use attar::time::{CivilDay, Zone};
use attar::view::Word;
use attar::{Currency, Event, Fact, ProductId, PublicShop, ShopperId, Signal, Subject, Timestamp};

use crate::App;
use crate::log::{self, LogError, Stored};
use crate::reading::Reading;

/// How many entries of the log are read at once.
const READ: usize = 2_048;
/// How many signals are kept, the latest.
const MOST_SIGNALS: usize = 2_000;

/// Amounts are minor units of the book currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Report {
    end: Timestamp,
    /// By the day on which the week begins.
    weeks: BTreeMap<CivilDay, i64>,
    departments: BTreeMap<LabelId, i64>,
    customers: BTreeMap<ShopperId, Purchases>,
    links: BTreeMap<ShopperId, ShopperId>,
    /// Who is in which group of the merchant's.
    members: BTreeSet<(String, ShopperId)>,
    signals: VecDeque<(Timestamp, Signal)>,
    ledger: Ledger,
    /// Returns to which a step is open: where each stands, and since when.
    returns: BTreeMap<(OrderId, ReturnId), (ReturnStatus, Timestamp)>,
}

/// A return that is not at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpenReturn {
    /// Of which order.
    pub order: OrderId,
    /// Its number there.
    pub number: ReturnId,
    /// Where it stands.
    pub status: ReturnStatus,
    /// Since when.
    pub since: Timestamp,
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

impl Reading<Report> {
    /// Takes in what is new in the log. Whoever still holds the report as it was keeps it; what was counted before
    /// an error stays counted.
    pub async fn read_on(report: &mut Arc<Self>, app: &App) -> Result<(), LogError> {
        loop {
            let forgot_at = app.current().forgot_at;
            if forgot_at > report.forgotten {
                *report = Arc::new(Self::behind(forgot_at));
            }
            let seq = report.seq;
            let entries = log::read(app.log(), move |reader| reader.after(seq, READ)).await?;
            if !entries.is_empty() {
                let shop = &app.snapshot().snapshot.shop;
                let count = |report: &mut Report, entry: &Stored| report.count(shop, &entry.event);
                Arc::make_mut(report).read(&entries, count);
            }
            if entries.is_empty() || entries.len() < READ && !report.begins_anew() {
                return Ok(());
            }
        }
    }
}

impl Report {
    fn count(&mut self, shop: &PublicShop, event: &Event) {
        self.end = self.end.max(event.at);
        self.ledger.apply(event);
        match &event.fact {
            Fact::Signal(signal) => self.signal(event.at, *signal),
            Fact::Customer(CustomerFact::Linked { visitor, customer }) => self.link(*visitor, *customer),
            Fact::Customer(CustomerFact::GroupJoined { group }) => {
                self.members.extend(self.member(event.subject).map(|who| (group.clone(), who)));
            }
            Fact::Customer(CustomerFact::GroupLeft { group }) => {
                let gone = self.member(event.subject).map(|who| (group.clone(), who));
                gone.map(|gone| self.members.remove(&gone));
            }
            Fact::Order(OrderFact::Placed { lines, .. }) => {
                let paid = lines.iter().map(|line| (line.product, line.total.minor, line.total.currency));
                self.sell(shop, event, paid.collect());
            }
            Fact::Order(OrderFact::SoldInStore { currency, lines }) => {
                let paid = lines.iter().map(|line| (line.product, line.paid, *currency));
                self.sell(shop, event, paid.collect());
            }
            Fact::Order(OrderFact::ReturnRequested { order, number, .. }) => {
                self.returns.insert((*order, *number), (ReturnStatus::Requested, event.at));
            }
            Fact::Order(OrderFact::ReturnMoved { order, number, status, .. }) => {
                self.move_return((*order, *number), *status, event.at);
            }
            _ => {}
        }
    }

    fn move_return(&mut self, which: (OrderId, ReturnId), status: ReturnStatus, at: Timestamp) {
        if ReturnStatus::ALL.into_iter().any(|next| status.may_become(next)) {
            self.returns.insert(which, (status, at));
        } else {
            self.returns.remove(&which);
        }
    }

    /// Returns that are not at their end, those that stand where they do for longest first.
    pub fn returns(&self) -> Vec<OpenReturn> {
        let open = |(which, stands): (&(OrderId, ReturnId), &(ReturnStatus, Timestamp))| OpenReturn {
            order: which.0,
            number: which.1,
            status: stands.0,
            since: stands.1,
        };
        let mut returns: Vec<OpenReturn> = self.returns.iter().map(open).collect();
        returns.sort_by_key(|one| (one.since, one.order, one.number));
        returns
    }

    /// What was promised, and what became of it.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    fn member(&self, subject: Subject) -> Option<ShopperId> {
        match subject {
            Subject::Shopper(who) => Some(self.links.get(&who).copied().unwrap_or(who)),
            Subject::Market => None,
        }
    }

    /// Who is in a group, ascending.
    pub fn members(&self, group: &str) -> Vec<ShopperId> {
        self.members.iter().filter(|(named, _)| named == group).map(|(_, who)| *who).collect()
    }

    fn signal(&mut self, at: Timestamp, signal: Signal) {
        self.signals.push_back((at, signal));
        if self.signals.len() > MOST_SIGNALS {
            self.signals.pop_front();
        }
    }

    fn sell(&mut self, shop: &PublicShop, event: &Event, lines: Vec<(ProductId, i64, Currency)>) {
        let week = shop.zone.civil_day(event.at).monday();
        for (product, minor, _) in lines.into_iter().filter(|(.., currency)| *currency == shop.currency) {
            *self.weeks.entry(week).or_default() += minor;
            if let Some(product) = shop.product(product) {
                *self.departments.entry(product.department).or_default() += minor;
            }
        }
        if let Subject::Shopper(who) = event.subject {
            let who = self.buyer(who);
            self.customers.entry(who).or_default().apply(event);
        }
    }

    /// A visitor is one customer's for ever, with all that they bought.
    fn link(&mut self, visitor: ShopperId, customer: ShopperId) {
        if visitor == customer || self.links.contains_key(&visitor) {
            return;
        }
        self.links.insert(visitor, customer);
        if let Some(bought) = self.customers.remove(&visitor) {
            self.customers.entry(customer).or_default().merge(&bought);
        }
        let (theirs, others) =
            std::mem::take(&mut self.members).into_iter().partition(|(_, who)| *who == visitor);
        self.members = others;
        let theirs: BTreeSet<(String, ShopperId)> = theirs;
        self.members.extend(theirs.into_iter().map(|(group, _)| (group, customer)));
    }

    /// Whose a purchase is: a visitor's who logged in later is the customer's.
    pub fn buyer(&self, who: ShopperId) -> ShopperId {
        self.links.get(&who).copied().unwrap_or(who)
    }

    /// Departments with what they sold, most first.
    pub fn departments(&self) -> Vec<(LabelId, i64)> {
        let mut sold: Vec<_> = self.departments.iter().map(|(label, sold)| (*label, *sold)).collect();
        sold.sort_by_key(|(label, sold)| (std::cmp::Reverse(*sold), *label));
        sold
    }

    /// The last weeks on the shop's clock, oldest first: when each began, and what was bought in it.
    pub fn weeks(&self, most: usize, zone: &Zone) -> Vec<(Timestamp, i64)> {
        let last = self.weeks.iter().rev().take(most).map(|(first, sold)| (zone.midnight(*first), *sold));
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

    /// The learned group of somebody who bought.
    pub fn word_of(&self, segments: &Segments, who: ShopperId, currency: Currency) -> Option<Word> {
        self.word(segments, self.customers.get(&who)?, currency)
    }

    fn word(&self, segments: &Segments, bought: &Purchases, currency: Currency) -> Option<Word> {
        let days = (self.end - bought.last?).whole_days();
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

#[cfg(test)]
mod tests {
    use attar::Command;

    use super::*;
    use crate::testing::{change_cart, in_memory, place, shopper};

    async fn buy(app: &App, who: ShopperId, order: u8) {
        app.wish_of(who, change_cart(1, 1)).await.expect("a cart");
        app.wish_of(who, place(order, 100)).await.expect("an order");
    }

    async fn read(report: &mut Arc<Reading<Report>>, app: &App) {
        Reading::read_on(report, app).await.expect("the log is read");
    }

    #[tokio::test]
    async fn whoever_is_forgotten_is_no_longer_in_the_report_that_was_kept() {
        let app = in_memory().await;
        buy(&app, shopper(1), 1).await;
        buy(&app, shopper(2), 2).await;
        let mut kept = Arc::default();
        read(&mut kept, &app).await;
        assert!(kept.counted.customers.contains_key(&shopper(1)));
        let held = Arc::clone(&kept);
        let forget = Command::Forget { shopper: None, pseudonym: ShopperId::ANONYMOUS };
        app.wish_of(shopper(1), forget).await.expect("they are forgotten");
        buy(&app, shopper(2), 3).await;
        let mut fresh = Arc::default();
        read(&mut kept, &app).await;
        read(&mut fresh, &app).await;
        assert!(
            !kept.counted.customers.contains_key(&shopper(1))
                && held.counted.customers.contains_key(&shopper(1))
        );
        assert_eq!((kept.counted.customers.len(), &kept), (2, &fresh));
    }

    #[tokio::test]
    async fn nothing_new_is_the_same_report() {
        let app = in_memory().await;
        buy(&app, shopper(1), 1).await;
        let mut kept = Arc::default();
        read(&mut kept, &app).await;
        let held = Arc::clone(&kept);
        read(&mut kept, &app).await;
        assert!(Arc::ptr_eq(&held, &kept));
    }

    #[tokio::test]
    async fn a_customer_and_the_visitor_they_were_are_one() {
        let app = in_memory().await;
        app.consent(shopper(1)).await;
        buy(&app, shopper(1), 1).await;
        app.wish_of(shopper(2), Command::LinkVisitor { visitor: shopper(1) }).await.expect("a link");
        buy(&app, shopper(1), 2).await;
        buy(&app, shopper(2), 3).await;
        let mut report = Arc::default();
        read(&mut report, &app).await;
        let counts: Vec<_> =
            report.counted.customers.iter().map(|(who, bought)| (*who, bought.count)).collect();
        assert_eq!(counts, [(shopper(2), 3)]);
    }
}
