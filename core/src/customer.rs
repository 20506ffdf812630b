//! CRM measures of one customer, and the groups that they are in.

use serde::{Deserialize, Serialize};

use crate::event::{Event, Fact, OrderFact};
use crate::money::Currency;
use crate::time::Timestamp;

pub mod groups;

/// How often, how much and when last a customer bought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchases {
    /// Baskets and orders.
    pub count: u32,
    /// Minor units per currency, ascending by currency.
    pub spent: Vec<(Currency, i64)>,
    /// When the latest one was.
    pub last: Option<Timestamp>,
}

impl Purchases {
    /// Takes in what happened.
    pub fn apply(&mut self, event: &Event) {
        match &event.fact {
            Fact::Order(OrderFact::Placed { total, .. }) => {
                self.add(event.at, total.currency, total.minor);
            }
            Fact::Order(OrderFact::SoldInStore { currency, lines }) => {
                let paid = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.paid));
                self.add(event.at, *currency, paid);
            }
            _ => {}
        }
    }

    fn add(&mut self, at: Timestamp, currency: Currency, minor: i64) {
        self.count = self.count.saturating_add(1);
        self.last = self.last.max(Some(at));
        self.spend(currency, minor);
    }

    fn spend(&mut self, currency: Currency, minor: i64) {
        match self.spent.binary_search_by_key(&currency, |(c, _)| *c) {
            Ok(place) => {
                let entry = self.spent.iter_mut().skip(place).take(1);
                entry.for_each(|(_, sum)| *sum = sum.saturating_add(minor));
            }
            Err(place) => self.spent.insert(place, (currency, minor)),
        }
    }

    /// Minor units spent in one currency.
    pub fn spent_in(&self, currency: Currency) -> i64 {
        self.spent.iter().find(|(c, _)| *c == currency).map_or(0, |(_, minor)| *minor)
    }

    /// Takes over what the same person bought under another name.
    pub fn merge(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        self.last = self.last.max(other.last);
        for (currency, minor) in &other.spent {
            self.spend(*currency, *minor);
        }
    }
}
