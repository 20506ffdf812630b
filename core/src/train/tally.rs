//! What is counted of a log: who met what and when, what they consented to, who turned out to be whom.
//!
//! Nothing is judged here. Consent and links may lie in another part of the log, so a tally keeps
//! what may never train and leaves it to the fit to drop it.

use std::collections::BTreeMap;

use crate::event::{Consent, CustomerFact, Event, Fact, OrderFact, Signal, Subject};
use crate::id::{EventId, ProductId, ShopperId};
use crate::money::Currency;
use crate::personalize::touch::How;
use crate::time::Timestamp;

/// What is counted of a log, or of a part of one.
///
/// The law: `tally(a)` merged with `tally(b)` equals `tally(a ++ b)`, and an event that comes twice
/// counts once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    histories: BTreeMap<ShopperId, History>,
    links: BTreeMap<Moment, Link>,
}

/// Where an event stands in time; unique, since the log has every event identifier once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) at: Timestamp,
    id: EventId,
}

/// What one shopper met, and what they consented to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct History {
    pub(super) met: BTreeMap<Moment, Met>,
    pub(super) consents: BTreeMap<Moment, Consent>,
}

/// What a shopper met in one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Met {
    /// One product, in a page.
    Signal(How, ProductId),
    /// A basket or an order. Boxed: in most logs signals are the many.
    Sale(Box<Sale>),
}

/// A till basket or an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sale {
    /// What was paid, in minor units.
    pub(super) paid: i64,
    pub(super) currency: Currency,
    /// The product of each line, in the log's order.
    pub(super) lines: Box<[ProductId]>,
}

/// A visitor turned out to be a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Link {
    visitor: ShopperId,
    customer: ShopperId,
}

impl Tally {
    /// Counts an event.
    pub fn add(&mut self, event: &Event) {
        let Subject::Shopper(who) = event.subject else { return };
        let moment = Moment { at: event.at, id: event.id };
        if let Fact::Customer(CustomerFact::Linked { visitor, customer }) = event.fact {
            self.links.entry(moment).or_insert(Link { visitor, customer });
        } else if let Fact::Customer(CustomerFact::Consented { consent }) = event.fact {
            self.history(who).consents.entry(moment).or_insert(consent);
        } else if let Some(met) = Met::of(&event.fact) {
            self.history(who).met.entry(moment).or_insert(met);
        }
    }

    /// Takes in the tally of another part of the log.
    pub fn merge(&mut self, other: Self) {
        insert_new(&mut self.links, other.links);
        for (who, theirs) in other.histories {
            let history = self.history(who);
            insert_new(&mut history.met, theirs.met);
            insert_new(&mut history.consents, theirs.consents);
        }
    }

    fn history(&mut self, who: ShopperId) -> &mut History {
        self.histories.entry(who).or_default()
    }

    /// What each shopper met, by the name they had then.
    pub(super) fn histories(&self) -> impl Iterator<Item = (ShopperId, &History)> {
        self.histories.iter().map(|(who, history)| (*who, history))
    }

    /// The customer of each linked visitor. The earlier link holds, as in the engine's state: a
    /// visitor is linked once and for ever, and a customer is nobody's visitor.
    pub(super) fn customers(&self) -> BTreeMap<ShopperId, ShopperId> {
        let mut customers: BTreeMap<ShopperId, ShopperId> = BTreeMap::new();
        let mut linked_to = std::collections::BTreeSet::new();
        for Link { visitor, customer } in self.links.values() {
            let free = !customers.contains_key(visitor) && !customers.contains_key(customer);
            let anonymous = visitor.is_anonymous() || customer.is_anonymous();
            if free && visitor != customer && !anonymous && !linked_to.contains(visitor) {
                customers.insert(*visitor, *customer);
                linked_to.insert(*customer);
            }
        }
        customers
    }
}

/// Adds the entries whose key is not there yet.
fn insert_new<K: Ord, V>(into: &mut BTreeMap<K, V>, from: BTreeMap<K, V>) {
    for (key, value) in from {
        into.entry(key).or_insert(value);
    }
}

impl Met {
    fn of(fact: &Fact) -> Option<Self> {
        match fact {
            Fact::Signal(signal) => Self::signal(*signal),
            Fact::Order(OrderFact::Placed { lines, total, .. }) => {
                let lines = lines.iter().map(|line| line.product).collect();
                Some(Self::sale(total.minor, total.currency, lines))
            }
            Fact::Order(OrderFact::SoldInStore { currency, lines }) => {
                let paid = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.paid));
                Some(Self::sale(paid, *currency, lines.iter().map(|line| line.product).collect()))
            }
            _ => None,
        }
    }

    fn signal(signal: Signal) -> Option<Self> {
        let how = match signal {
            Signal::ViewItem { .. } | Signal::SelectItem { .. } => How::Viewed,
            Signal::AddToCart { .. } => How::InCart,
            // Says something of this shopper's lists, and nothing of what goes with what.
            Signal::NotForMe { .. } | Signal::UndoNotForMe { .. } | Signal::Said { .. } => return None,
            // What somebody brings along is not of this shop, and a longer look is still one.
            Signal::Purchase { .. } | Signal::UserEngagement { .. } => return None,
        };
        Some(Self::Signal(how, signal.product()?))
    }

    fn sale(paid: i64, currency: Currency, lines: Box<[ProductId]>) -> Self {
        Self::Sale(Box::new(Sale { paid, currency, lines }))
    }
}
