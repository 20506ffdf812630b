//! When an order would be there, by each carrier.

use crate::engine::Engine;
use crate::engine::ask::Reader;
use crate::event::Promise;
use crate::id::CarrierId;
use crate::query::{DeliveryOption, Unknown};
use crate::service::promise::{self, DeliveryZone};
use crate::time::Timestamp;

impl Engine {
    /// What is promised to who orders at a moment; nothing, where the shop does not send so.
    pub(crate) fn promise(&self, carrier: CarrierId, zone: DeliveryZone, at: Timestamp) -> Option<Promise> {
        let (shop, model) = (&self.snapshot.shop, &self.snapshot.model);
        let learned = model.promises.get().and_then(Option::as_ref);
        promise::promise(shop.delivery()?, learned, (carrier, zone), (at, &shop.zone))
    }
}

impl Reader<'_> {
    /// Each carrier with what it would be promised, the soonest first; those of which too little is known last.
    pub(super) fn delivery(&self, zone: DeliveryZone) -> Result<Vec<DeliveryOption>, Unknown> {
        let delivery = self.engine.snapshot.shop.delivery();
        let delivery =
            delivery.filter(|delivery| delivery.zone(zone).is_some()).ok_or(Unknown::Zone(zone))?;
        let option = |carrier| {
            let promise = self.engine.promise(carrier, zone, self.at)?;
            Some(DeliveryOption { carrier, promise })
        };
        let mut options: Vec<_> = delivery.carriers.iter().filter_map(|own| option(own.id)).collect();
        options.sort_by_key(|option| {
            let interval = option.promise.interval.map(|interval| (interval.until, interval.from));
            (interval.is_none(), interval, option.carrier)
        });
        Ok(options)
    }
}
