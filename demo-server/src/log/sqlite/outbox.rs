//! What others are told of orders, in SQLite.

use attar::Timestamp;
use attar::id::OrderId;
use rusqlite::{Params, Row};

use super::read::{Reading, signed};
use super::write::Writing;
use crate::log::{
    Deliveries, Delivery, DeliveryState, Endpoint, EndpointId, EndpointState, GONE, LogError, MOST_UNDER_WAY,
    Outbox, Settled,
};

/// What is read of a row, as [`delivery`] takes it.
const ROW: &str = "select o.id, o.endpoint, o.seq, o.order_id, o.kind, o.made, o.tries, o.due, o.lease, o.state, o.why \
                   from outbox o";

/// Of an endpoint and an order, the first that waits; and of an endpoint so many as `?3`, with those under way.
const DUE: &str = "where o.id in (select id from (select f.id, \
                   row_number() over (partition by f.endpoint order by f.due, f.id) + coalesce(b.flying, 0) \
                   as place from outbox f \
                   join webhook w on w.id = f.endpoint and w.state = 'active' \
                   left join (select endpoint, count(*) as flying from outbox \
                    where state = 'waiting' and lease > 0 and lease > ?1 group by endpoint) b on b.endpoint = f.endpoint \
                   where f.state = 'waiting' and f.due <= ?1 and f.lease <= ?1 and not exists \
                   (select 1 from outbox e where e.endpoint = f.endpoint and e.order_id = f.order_id \
                    and e.id < f.id and e.state = 'waiting')) where place <= ?3) order by o.due, o.id limit ?2";

fn endpoint(row: &Row<'_>) -> Result<Endpoint, LogError> {
    let state: String = row.get(3)?;
    let found = EndpointState::ALL.into_iter().find(|known| known.name() == state);
    Ok(Endpoint {
        id: EndpointId(row.get(0)?),
        url: row.get(1)?,
        secret: row.get(2)?,
        state: found.unwrap_or(EndpointState::Paused),
        made: Timestamp(row.get(4)?),
    })
}

fn delivery(row: &Row<'_>) -> Result<Delivery, LogError> {
    let state: String = row.get(9)?;
    let found = DeliveryState::ALL.into_iter().find(|known| known.name() == state);
    Ok(Delivery {
        id: row.get::<_, i64>(0)?.unsigned_abs(),
        endpoint: EndpointId(row.get(1)?),
        seq: row.get::<_, i64>(2)?.unsigned_abs(),
        order: OrderId(row.get(3)?),
        kind: row.get(4)?,
        made: Timestamp(row.get(5)?),
        tries: row.get(6)?,
        due: Timestamp(row.get(7)?),
        lease: Timestamp(row.get(8)?),
        state: found.unwrap_or(DeliveryState::Dead),
        why: row.get(10)?,
    })
}

impl Reading<'_> {
    fn told(&self, rest: &str, with: impl Params) -> Result<Vec<Delivery>, LogError> {
        self.rows(&[ROW, " ", rest].concat(), with, delivery)
    }
}

impl Deliveries for Reading<'_> {
    fn endpoints(&self) -> Result<Vec<Endpoint>, LogError> {
        self.rows("select id, url, secret, state, made from webhook order by made, id", [], endpoint)
    }

    fn deliveries(&self, limit: usize) -> Result<Vec<Delivery>, LogError> {
        self.told("order by o.id desc limit ?1", (signed(limit),))
    }

    fn dead(&self, limit: usize) -> Result<Vec<Delivery>, LogError> {
        self.told("where o.state = 'dead' order by o.id desc limit ?1", (signed(limit),))
    }

    fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, LogError> {
        self.told(DUE, (now.0, signed(limit), signed(MOST_UNDER_WAY)))
    }
}

impl Deliveries for Writing<'_> {
    fn endpoints(&self) -> Result<Vec<Endpoint>, LogError> {
        self.reading.endpoints()
    }

    fn deliveries(&self, limit: usize) -> Result<Vec<Delivery>, LogError> {
        self.reading.deliveries(limit)
    }

    fn dead(&self, limit: usize) -> Result<Vec<Delivery>, LogError> {
        self.reading.dead(limit)
    }

    fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, LogError> {
        self.reading.due(now, limit)
    }
}

impl Writing<'_> {
    /// One row for each endpoint that wants to hear of it.
    pub(super) fn enqueue_all(
        &self,
        order: OrderId,
        kind: &str,
        seq: u64,
        at: Timestamp,
    ) -> Result<(), LogError> {
        let sql = "insert into outbox (endpoint, seq, order_id, kind, made, due) \
                   select id, ?1, ?2, ?3, ?4, ?4 from webhook where state <> 'gone' order by made, id";
        self.run(sql, (signed(seq), order.0.as_slice(), kind, at.0)).map(drop)
    }
}

impl Outbox for Writing<'_> {
    fn put_endpoint(&mut self, endpoint: &Endpoint) -> Result<bool, LogError> {
        let Endpoint { id, url, secret, state, made } = endpoint;
        let sql = "insert into webhook (id, url, secret, state, made) values (?1, ?2, ?3, ?4, ?5) \
                   on conflict do nothing";
        Ok(self.run(sql, (id.0.as_slice(), url, secret.as_slice(), state.name(), made.0))? > 0)
    }

    fn set_endpoint(&mut self, id: EndpointId, state: EndpointState) -> Result<(), LogError> {
        let id = id.0.as_slice();
        self.run("update webhook set state = ?2 where id = ?1", (id, state.name()))?;
        if state == EndpointState::Gone {
            let sql = "update outbox set state = 'dead', why = ?2 where endpoint = ?1 and state = 'waiting'";
            self.run(sql, (id, GONE))?;
        }
        Ok(())
    }

    fn drop_endpoint(&mut self, id: EndpointId) -> Result<(), LogError> {
        self.run("delete from outbox where endpoint = ?1", (id.0.as_slice(),))?;
        self.run("delete from webhook where id = ?1", (id.0.as_slice(),)).map(drop)
    }

    fn claim(&mut self, now: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<Delivery>, LogError> {
        let mut due = self.reading.due(now, limit)?;
        for claimed in &mut due {
            claimed.lease = until;
            self.run("update outbox set lease = ?2 where id = ?1", (signed(claimed.id), until.0))?;
        }
        Ok(due)
    }

    fn settle(&mut self, settled: &Settled) -> Result<(), LogError> {
        let Settled { id, lease, state, due, why } = settled;
        let sql = "update outbox set state = ?3, due = ?4, why = ?5, tries = tries + 1, lease = 0 \
                   where id = ?1 and state = 'waiting' and (lease = ?2 or ?3 = 'delivered')";
        self.run(sql, (signed(*id), lease.0, state.name(), due.0, why)).map(drop)
    }

    fn send_again(&mut self, id: Option<u64>, now: Timestamp) -> Result<(), LogError> {
        let sql = "update outbox set state = 'waiting', due = ?2, tries = 0, lease = 0 \
                   where state = 'dead' and (?1 is null or id = ?1)";
        self.run(sql, (id.map(signed), now.0)).map(drop)
    }

    fn prune_deliveries(&mut self, before: Timestamp) -> Result<(), LogError> {
        self.run("delete from outbox where state = 'delivered' and due < ?1", (before.0,)).map(drop)
    }
}
