//! What others are told of orders, in memory.

use std::collections::{BTreeMap, BTreeSet};

use attar::Timestamp;
use attar::id::OrderId;

use super::Inside;
use crate::log::{
    Deliveries, Delivery, DeliveryState, Endpoint, EndpointId, EndpointState, GONE, LogError, MOST_UNDER_WAY,
    Outbox, Settled,
};

/// Who is told, and what.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    endpoints: Vec<Endpoint>,
    rows: BTreeMap<u64, Delivery>,
    last: u64,
}

impl Told {
    fn newest(&self, limit: usize, keep: impl Fn(&Delivery) -> bool) -> Vec<Delivery> {
        self.rows.values().rev().filter(|row| keep(row)).take(limit).cloned().collect()
    }

    fn due(&self, now: Timestamp, limit: usize) -> Vec<Delivery> {
        let active = |endpoint: EndpointId| {
            let found = self.endpoints.iter().find(|known| known.id == endpoint);
            found.is_some_and(|known| known.state == EndpointState::Active)
        };
        let mut firsts = BTreeSet::new();
        let waiting = self.rows.values().filter(|row| row.state == DeliveryState::Waiting);
        let first = waiting.filter(|row| firsts.insert((row.endpoint, row.order)));
        let mut due: Vec<Delivery> =
            first.filter(|row| row.due <= now && row.lease <= now && active(row.endpoint)).cloned().collect();
        due.sort_by_key(|row| (row.due, row.id));
        let mut under_way: BTreeMap<EndpointId, usize> = BTreeMap::new();
        let waiting = self.rows.values().filter(|row| row.state == DeliveryState::Waiting);
        for row in waiting.filter(|row| row.lease > now) {
            *under_way.entry(row.endpoint).or_default() += 1;
        }
        due.retain(|row| {
            let many = under_way.entry(row.endpoint).or_default();
            *many += 1;
            *many <= MOST_UNDER_WAY
        });
        due.truncate(limit);
        due
    }

    /// One row for each endpoint that wants to hear of it.
    pub(super) fn enqueue(&mut self, order: OrderId, kind: &str, seq: u64, at: Timestamp) {
        let wanted = self.endpoints.iter().filter(|known| known.state != EndpointState::Gone);
        for endpoint in wanted.map(|known| known.id) {
            self.last = self.last.saturating_add(1);
            let row = Delivery {
                id: self.last,
                endpoint,
                seq,
                order,
                kind: kind.to_owned(),
                made: at,
                tries: 0,
                due: at,
                lease: Timestamp::default(),
                state: DeliveryState::Waiting,
                why: String::new(),
            };
            self.rows.insert(row.id, row);
        }
    }
}

impl Deliveries for Inside {
    fn endpoints(&self) -> Result<Vec<Endpoint>, LogError> {
        Ok(self.side.told.endpoints.clone())
    }

    fn deliveries(&self, limit: usize) -> Result<Vec<Delivery>, LogError> {
        Ok(self.side.told.newest(limit, |_| true))
    }

    fn dead(&self, limit: usize) -> Result<Vec<Delivery>, LogError> {
        Ok(self.side.told.newest(limit, |row| row.state == DeliveryState::Dead))
    }

    fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, LogError> {
        Ok(self.side.told.due(now, limit))
    }
}

impl Outbox for Inside {
    fn put_endpoint(&mut self, endpoint: &Endpoint) -> Result<bool, LogError> {
        let all = &mut self.side.told.endpoints;
        let is_new = all.iter().all(|known| known.id != endpoint.id);
        if is_new {
            all.push(endpoint.clone());
        }
        Ok(is_new)
    }

    fn set_endpoint(&mut self, id: EndpointId, state: EndpointState) -> Result<(), LogError> {
        let told = &mut self.side.told;
        told.endpoints.iter_mut().filter(|known| known.id == id).for_each(|known| known.state = state);
        if state == EndpointState::Gone {
            let waits = |row: &&mut Delivery| row.endpoint == id && row.state == DeliveryState::Waiting;
            told.rows.values_mut().filter(waits).for_each(|row| {
                (row.state, row.why) = (DeliveryState::Dead, GONE.to_owned());
            });
        }
        Ok(())
    }

    fn drop_endpoint(&mut self, id: EndpointId) -> Result<(), LogError> {
        self.side.told.endpoints.retain(|known| known.id != id);
        self.side.told.rows.retain(|_, row| row.endpoint != id);
        Ok(())
    }

    fn claim(&mut self, now: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<Delivery>, LogError> {
        let mut due = self.side.told.due(now, limit);
        for claimed in &mut due {
            claimed.lease = until;
            self.side.told.rows.insert(claimed.id, claimed.clone());
        }
        Ok(due)
    }

    fn settle(&mut self, settled: &Settled) -> Result<(), LogError> {
        let arrived = settled.state == DeliveryState::Delivered;
        if let Some(row) = self.side.told.rows.get_mut(&settled.id)
            && row.state == DeliveryState::Waiting
            && (arrived || row.lease == settled.lease)
        {
            row.tries = row.tries.saturating_add(1);
            (row.state, row.due, row.lease) = (settled.state, settled.due, Timestamp::default());
            row.why.clone_from(&settled.why);
        }
        Ok(())
    }

    fn send_again(&mut self, id: Option<u64>, now: Timestamp) -> Result<(), LogError> {
        let rows = self.side.told.rows.values_mut();
        let dead = rows.filter(|row| row.state == DeliveryState::Dead && id.is_none_or(|id| id == row.id));
        dead.for_each(|row| {
            (row.state, row.due, row.lease) = (DeliveryState::Waiting, now, Timestamp::default());
            row.tries = 0;
        });
        Ok(())
    }

    fn prune_deliveries(&mut self, before: Timestamp) -> Result<(), LogError> {
        let old = |row: &Delivery| row.state == DeliveryState::Delivered && row.due < before;
        self.side.told.rows.retain(|_, row| !old(row));
        Ok(())
    }
}
