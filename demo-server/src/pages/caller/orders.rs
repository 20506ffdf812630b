//! Any order of the shop, for its merchant: as it is, and as it was.

use attar::service::order::Order;
use attar::{Answer, OrderId, Timestamp};

use super::Caller;
use crate::pages::problem::Problem;

impl Caller {
    /// An order, whoever's it is.
    pub async fn sold(&self, id: OrderId) -> Result<Order, Problem> {
        let buyer = self.site.app.buyer(id).await?.ok_or(Problem::Missing)?;
        self.shared(buyer).await?.orders.get(id).cloned().ok_or(Problem::Missing)
    }

    /// What stands before and behind the number of a parcel.
    pub fn parcel_name(&self) -> [String; 2] {
        let name = attar::view::Words::of(self.lang()).parcel_name();
        let (before, after) = name.split_once("{}").unwrap_or((name, ""));
        [before.to_owned(), after.to_owned()]
    }

    /// Where it was at a moment.
    pub async fn track_as_of(&self, id: OrderId, at: Timestamp) -> Result<Answer, Problem> {
        Ok(self.site.app.track_as_of(id, at).await?)
    }
}
