//! Orders by their number, and links to them, in SQLite.

use attar::id::{ContactId, OrderId};
use rusqlite::Row;

use super::read::Reading;
use super::write::Writing;
use crate::log::{Held, HeldOrders, LogError};

fn held(row: &Row<'_>) -> Result<Held, LogError> {
    let contact: Option<[u8; 16]> = row.get(1)?;
    let contact = contact.map(ContactId).filter(|contact| *contact != ContactId::default());
    Ok(Held { order: OrderId(row.get(0)?), contact, links: row.get(2)? })
}

impl HeldOrders for Reading<'_> {
    fn numbered(&self, number: u32) -> Result<Option<Held>, LogError> {
        let sql =
            "select order_id, contact, links from order_buyer where number = ?1 order by seq desc limit 1";
        Ok(self.rows(sql, (number,), held)?.pop())
    }

    fn held(&self, order: OrderId) -> Result<Option<Held>, LogError> {
        let sql = "select order_id, contact, links from order_buyer where order_id = ?1";
        Ok(self.rows(sql, (order.0.as_slice(),), held)?.pop())
    }
}

impl HeldOrders for Writing<'_> {
    fn numbered(&self, number: u32) -> Result<Option<Held>, LogError> {
        self.reading.numbered(number)
    }

    fn held(&self, order: OrderId) -> Result<Option<Held>, LogError> {
        self.reading.held(order)
    }
}

impl Writing<'_> {
    pub(super) fn void_links_of(&self, order: OrderId, up_to: u32) -> Result<(), LogError> {
        let sql = "update order_buyer set links = links + 1 where order_id = ?1 and links = ?2";
        self.run(sql, (order.0.as_slice(), up_to)).map(drop)
    }
}
