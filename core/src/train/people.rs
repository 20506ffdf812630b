//! From shoppers to people: visitors count as their customer, and only what was consented to remains.

use std::collections::BTreeMap;

use crate::event::Consent;
use crate::id::ShopperId;
use crate::time::Timestamp;

use super::tally::{History, Met, Moment, Sale, Tally};

/// One person: all that they met while their latest consent was full, in order of time.
pub(super) struct Person<'a> {
    pub(super) met: Vec<(Moment, &'a Met)>,
}

/// The people of a tally, ascending by customer or, if never linked, by visitor.
pub(super) fn people(tally: &Tally) -> Vec<Person<'_>> {
    let customers = tally.customers();
    let mut histories: BTreeMap<ShopperId, Vec<&History>> = BTreeMap::new();
    for (who, history) in tally.histories().filter(|(who, _)| !who.is_anonymous()) {
        let person = customers.get(&who).copied().unwrap_or(who);
        histories.entry(person).or_default().push(history);
    }
    histories.values().map(|histories| Person::of(histories)).collect()
}

impl<'a> Person<'a> {
    fn of(histories: &[&'a History]) -> Self {
        let consents = Consents::of(histories);
        let all = histories.iter().flat_map(|history| &history.met);
        let consented = all.filter(|(moment, _)| consents.full_at(moment.at));
        let mut met: Vec<_> = consented.map(|(moment, met)| (*moment, met)).collect();
        met.sort_by_key(|(moment, _)| *moment);
        Self { met }
    }

    /// The baskets and orders among what they met.
    pub(super) fn sales(&self) -> impl Iterator<Item = (Timestamp, &'a Sale)> {
        self.met.iter().filter_map(|(moment, met)| match met {
            Met::Sale(sale) => Some((moment.at, &**sale)),
            Met::Signal(..) => None,
        })
    }
}

/// What a person consented to, and since when, ascending.
struct Consents(Vec<(Timestamp, Consent)>);

impl Consents {
    fn of(histories: &[&History]) -> Self {
        let mut all: Vec<_> = histories.iter().flat_map(|history| &history.consents).collect();
        all.sort_by_key(|(moment, _)| **moment);
        Self(all.into_iter().map(|(moment, consent)| (moment.at, *consent)).collect())
    }

    /// Consent does not reach back: what holds is the latest at or before that moment.
    fn full_at(&self, at: Timestamp) -> bool {
        let given = self.0.partition_point(|(since, _)| *since <= at);
        let latest = given.checked_sub(1).and_then(|place| self.0.get(place));
        latest.is_some_and(|(_, consent)| *consent == Consent::Full)
    }
}
