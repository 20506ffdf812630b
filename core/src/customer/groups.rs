//! The groups that a customer is in: wholesale, staff. The merchant says who, and since when it is so is known.

use serde::{Deserialize, Serialize};

use crate::event::CustomerFact;
use crate::shop::CARD;
use crate::terms::promotion::is_protected;
use crate::time::Timestamp;

/// The groups of one customer, ascending by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    all: Vec<Membership>,
}

/// That somebody is in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Which.
    pub group: String,
    /// Since when.
    pub since: Timestamp,
}

impl Groups {
    /// The longest name, in bytes.
    pub const LONGEST: usize = 40;
    /// The most groups of one customer.
    pub const MOST: usize = 16;

    /// Whether a group may be called so: 1 to [`Groups::LONGEST`] bytes without spaces at the ends; not
    /// [`CARD`], which is issued; and after no protected trait ([`is_protected`]).
    pub fn is_name(name: &str) -> bool {
        let fits = (1..=Self::LONGEST).contains(&name.len()) && name.trim().len() == name.len();
        fits && name != CARD && !is_protected(name)
    }

    /// Takes in what happened to the customer.
    pub fn apply(&mut self, fact: &CustomerFact, at: Timestamp) {
        match fact {
            CustomerFact::GroupJoined { group } => self.join(group, at),
            CustomerFact::GroupLeft { group } => self.all.retain(|own| own.group != *group),
            _ => {}
        }
    }

    fn join(&mut self, group: &str, since: Timestamp) {
        let place = self.all.partition_point(|own| own.group.as_str() < group);
        match self.all.get_mut(place).filter(|own| own.group == group) {
            Some(own) => own.since = own.since.min(since),
            None => self.all.insert(place, Membership { group: group.to_owned(), since }),
        }
    }

    /// Takes over what the same person was in under another name.
    pub(crate) fn merge(&mut self, other: &Self) {
        other.all.iter().for_each(|own| self.join(&own.group, own.since));
    }

    /// All of them, ascending by name.
    pub fn all(&self) -> &[Membership] {
        &self.all
    }

    /// Whether the customer is in a group.
    pub fn contains(&self, group: &str) -> bool {
        self.all.iter().any(|own| own.group == group)
    }

    /// Their names.
    pub fn names(&self) -> Vec<&str> {
        self.all.iter().map(|own| own.group.as_str()).collect()
    }
}
