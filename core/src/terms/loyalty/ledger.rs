//! The points of all members together, as of any moment: a fold over the log, for the merchant.

use std::collections::BTreeMap;

use crate::event::{CustomerFact, Event, Fact, Subject};
use crate::id::ShopperId;
use crate::terms::loyalty::{Account, Balances};
use crate::time::Timestamp;

/// Every account, as far as the log was read.
///
/// Read it up to a moment, and [`Ledger::balances`] is what the books said then. What was forgotten since is in nobody's
/// book any more.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    accounts: BTreeMap<ShopperId, Account>,
    /// Visitors who turned out to be customers.
    links: BTreeMap<ShopperId, ShopperId>,
}

impl Ledger {
    /// Takes in the next event of the log.
    pub fn apply(&mut self, event: &Event) {
        let Subject::Shopper(who) = event.subject else { return };
        match &event.fact {
            Fact::Customer(CustomerFact::Linked { visitor, customer }) => self.link(*visitor, *customer),
            Fact::Loyalty(fact) => {
                self.accounts.entry(self.one(who)).or_default().apply(fact, event.at);
            }
            fact if fact.is_forgotten() => {
                self.accounts.remove(&self.one(who));
            }
            _ => {}
        }
    }

    fn one(&self, who: ShopperId) -> ShopperId {
        self.links.get(&who).copied().unwrap_or(who)
    }

    fn link(&mut self, visitor: ShopperId, customer: ShopperId) {
        self.links.insert(visitor, customer);
        if let Some(theirs) = self.accounts.remove(&visitor) {
            self.accounts.entry(customer).or_default().merge(&theirs);
        }
    }

    /// All accounts together at a moment; their sum is 0.
    pub fn balances(&self, at: Timestamp) -> Balances {
        self.accounts.values().fold(Balances::default(), |sum, account| sum.plus(account.balances(at)))
    }

    /// How many members are of each tier, by its name, and how many are of none.
    pub fn tiers(&self) -> (BTreeMap<&str, u32>, u32) {
        let (mut tiers, mut none) = (BTreeMap::<&str, u32>::new(), 0_u32);
        for account in self.accounts.values() {
            let count = match &account.tier {
                Some(held) => tiers.entry(held.tier.as_str()).or_default(),
                None => &mut none,
            };
            *count = count.saturating_add(1);
        }
        (tiers, none)
    }

    /// Whose they are, and what each has.
    pub fn accounts(&self) -> impl Iterator<Item = (ShopperId, &Account)> {
        self.accounts.iter().map(|(who, account)| (*who, account))
    }
}
