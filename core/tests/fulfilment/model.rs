//! An order as a child would keep it: every unit by itself, and a table of what may follow what.

use std::collections::{BTreeMap, BTreeSet};

use attar::event::{OrderFact, ParcelStatus, ReturnStatus, StockLine};
use attar::service::order::Order;
use attar::{ProductId, Status};

/// Where one unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Shelf,
    Nowhere,
    Parcel(u16),
    CalledOff,
}

/// What may follow, written out.
const MAY: &[(&str, &str)] = &[
    ("packed", "shipped"),
    ("packed", "unpacked"),
    ("shipped", "in_transit"),
    ("shipped", "out_for_delivery"),
    ("shipped", "delivered"),
    ("shipped", "failed"),
    ("shipped", "lost"),
    ("shipped", "returned"),
    ("in_transit", "out_for_delivery"),
    ("in_transit", "delivered"),
    ("in_transit", "failed"),
    ("in_transit", "lost"),
    ("in_transit", "returned"),
    ("out_for_delivery", "in_transit"),
    ("out_for_delivery", "delivered"),
    ("out_for_delivery", "failed"),
    ("out_for_delivery", "lost"),
    ("out_for_delivery", "returned"),
    ("failed", "in_transit"),
    ("failed", "out_for_delivery"),
    ("failed", "delivered"),
    ("failed", "lost"),
    ("failed", "returned"),
    ("held_up", "in_transit"),
    ("held_up", "out_for_delivery"),
    ("held_up", "delivered"),
    ("held_up", "failed"),
    ("held_up", "lost"),
    ("held_up", "returned"),
    ("turned_back", "lost"),
    ("turned_back", "returned"),
    ("turned_back", "delivered"),
];

/// What may follow for a return.
const MAY_BACK: &[(&str, &str)] = &[
    ("requested", "approved"),
    ("requested", "refused"),
    ("approved", "labelled"),
    ("approved", "received"),
    ("approved", "refused"),
    ("labelled", "received"),
    ("labelled", "refused"),
    ("received", "refunded"),
    ("received", "exchanged"),
    ("received", "refused"),
];

/// The order.
pub struct Model {
    units: Vec<(ProductId, Place)>,
    parcels: BTreeMap<u16, ParcelStatus>,
    returns: BTreeMap<u16, (ReturnStatus, Vec<StockLine>)>,
    /// Units that were lost on their way.
    lost: Vec<ProductId>,
    /// What was in parcels that were lost or came back.
    were_in: BTreeMap<u16, Vec<ProductId>>,
    /// Parcels that were turned back.
    turned: BTreeSet<u16>,
    /// Parcels that their carrier delivered behind that, and nobody said to be back.
    seem_back: BTreeSet<u16>,
    /// Parcels that somebody said to be back.
    said_back: BTreeSet<u16>,
    cancelled: bool,
}

type Legal = Result<(), String>;

impl Model {
    /// An order that was placed just now.
    pub fn of(order: &Order) -> Self {
        let mut units = Vec::new();
        for line in &order.lines {
            let waits = order.waiting.iter().find(|other| other.product == line.product);
            let waits = waits.map_or(0, |line| line.units);
            let place = |n| if n < waits { Place::Nowhere } else { Place::Shelf };
            units.extend((0..line.quantity).map(|n| (line.product, place(n))));
        }
        Self {
            units,
            parcels: BTreeMap::new(),
            returns: BTreeMap::new(),
            lost: Vec::new(),
            were_in: BTreeMap::new(),
            turned: BTreeSet::new(),
            seem_back: BTreeSet::new(),
            said_back: BTreeSet::new(),
            cancelled: false,
        }
    }

    /// Takes in what was decided, or says why it is illegal.
    pub fn take_in(&mut self, fact: &OrderFact) -> Legal {
        match fact {
            OrderFact::Packed { .. } => {
                let id = self.parcels.len() as u16 + 1;
                self.put_all(|place| place == Place::Shelf, Place::Parcel(id));
                self.parcels.insert(id, ParcelStatus::Packed);
                Ok(())
            }
            OrderFact::ParcelPacked { parcel, lines, .. } => {
                let next = self.parcels.insert(parcel.0, ParcelStatus::Packed).is_none();
                legal(next && usize::from(parcel.0) == self.parcels.len(), "a parcel without its number")?;
                self.put(lines, &[Place::Shelf], Place::Parcel(parcel.0))
            }
            OrderFact::Shipped { .. } => self.go_on(ParcelStatus::Shipped),
            OrderFact::Delivered { .. } => self.go_on(ParcelStatus::Delivered),
            OrderFact::ParcelMoved { parcel, status, .. } => self.go(parcel.0, *status),
            OrderFact::ParcelScanned { parcel, status, .. } => self.seen(parcel.0, *status),
            OrderFact::UnitsAllocated { lines, .. } => self.put(lines, &[Place::Nowhere], Place::Shelf),
            OrderFact::UnitsCancelled { lines, .. } => {
                self.put(lines, &[Place::Nowhere, Place::Shelf], Place::CalledOff)
            }
            OrderFact::Cancelled { .. } => {
                let away = |status: &ParcelStatus| status.is_underway() || *status == ParcelStatus::Delivered;
                legal(!self.parcels.values().any(away), "called off on its way")?;
                self.cancelled = true;
                Ok(())
            }
            OrderFact::ReturnRequested { number, lines, .. } => {
                let next = self.returns.insert(number.0, (ReturnStatus::Requested, lines.clone())).is_none();
                legal(next && usize::from(number.0) == self.returns.len(), "a return without its number")?;
                lines.iter().try_for_each(|line| {
                    let there = |place| matches!(place, Place::Parcel(id) if self.parcels[&id] == ParcelStatus::Delivered);
                    legal(self.count(line.product, there) >= self.coming_back(line.product), "what is not there comes back")
                })
            }
            OrderFact::ReturnMoved { number, status, .. } => self.go_back(number.0, *status),
            _ => Ok(()),
        }
    }

    /// Units that somebody sends back, or that came back.
    fn coming_back(&self, product: ProductId) -> u32 {
        let all = self.returns.values().filter(|(status, _)| *status != ReturnStatus::Refused);
        all.flat_map(|(_, lines)| lines).filter(|line| line.product == product).map(|line| line.units).sum()
    }

    fn go_back(&mut self, number: u16, to: ReturnStatus) -> Legal {
        let (from, lines) = self.returns.get_mut(&number).ok_or("there is no such return")?;
        legal(MAY_BACK.contains(&(from.name(), to.name())), "a return takes a step that is not open to it")?;
        *from = to;
        if to == ReturnStatus::Exchanged {
            for line in lines {
                self.units.extend((0..line.units).map(|_| (line.product, Place::Nowhere)));
            }
        }
        Ok(())
    }

    fn put(&mut self, lines: &[StockLine], from: &[Place], to: Place) -> Legal {
        for line in lines {
            for _ in 0..line.units {
                let mut places = from.iter();
                let found =
                    places.find_map(|from| self.units.iter().position(|unit| *unit == (line.product, *from)));
                let place =
                    found.ok_or_else(|| format!("there is no unit of {} for {to:?}", line.product))?;
                self.units[place].1 = to;
            }
        }
        Ok(())
    }

    fn put_all(&mut self, which: impl Fn(Place) -> bool, to: Place) {
        self.units.iter_mut().filter(|(_, place)| which(*place)).for_each(|(_, place)| *place = to);
    }

    fn go(&mut self, parcel: u16, to: ParcelStatus) -> Legal {
        let from = self.parcels.get_mut(&parcel).ok_or("there is no such parcel")?;
        if to == ParcelStatus::Delivered && self.turned.remove(&parcel) {
            let legal_from = *from == ParcelStatus::TurnedBack || self.seem_back.remove(&parcel);
            legal(legal_from, "what is back in the house is delivered")?;
            let was = core::mem::replace(from, to);
            return if was.is_void() { self.out_again(parcel, was, to) } else { Ok(()) };
        }
        legal(MAY.contains(&(from.name(), to.name())), "a parcel takes a step that is not open to it")?;
        *from = to;
        self.leave(parcel, to);
        if to == ParcelStatus::Returned {
            self.said_back.insert(parcel);
        }
        Ok(())
    }

    fn leave(&mut self, parcel: u16, to: ParcelStatus) {
        let own = self.units.iter().filter(|(_, place)| *place == Place::Parcel(parcel));
        let own: Vec<ProductId> = own.map(|(product, _)| *product).collect();
        if to.is_void() {
            self.were_in.insert(parcel, own.clone());
        }
        match to {
            ParcelStatus::Lost => {
                self.lost.extend(own);
                self.put_all(|place| place == Place::Parcel(parcel), Place::Nowhere);
            }
            ParcelStatus::Returned | ParcelStatus::Unpacked => {
                self.put_all(|place| place == Place::Parcel(parcel), Place::Shelf);
            }
            _ => {}
        }
    }

    /// Its carrier sees it just now. Where it was given up and is seen at a better end, its units are there again.
    fn seen(&mut self, parcel: u16, to: ParcelStatus) -> Legal {
        use ParcelStatus::{Delivered, Lost, Packed, Returned, Shipped, TurnedBack, Unpacked};
        let from = *self.parcels.get(&parcel).ok_or("there is no such parcel")?;
        let away = |status| status != Packed && status != Unpacked;
        legal(away(from) && away(to), "it is seen though it is in the house")?;
        // Behind a return, what is delivered is back in the house.
        if to == Returned {
            self.said_back.insert(parcel);
            self.seem_back.remove(&parcel);
        }
        let behind = to == Delivered && self.turned.contains(&parcel) && from != Delivered;
        if behind && !self.said_back.contains(&parcel) {
            self.seem_back.insert(parcel);
        }
        let to = if behind { Returned } else { to };
        if to == TurnedBack {
            self.turned.insert(parcel);
        }
        let stays = match from {
            Delivered => true,
            Returned => to != Delivered,
            Lost => to != Delivered && to != Returned,
            TurnedBack => to != Delivered && to != Returned && to != Lost,
            _ => to == Shipped,
        };
        if stays {
            return Ok(());
        }
        self.parcels.insert(parcel, to);
        if !from.is_void() {
            self.leave(parcel, to);
            return Ok(());
        }
        self.out_again(parcel, from, to)
    }

    /// The units of a parcel that was given up are in it again, or in the house.
    fn out_again(&mut self, parcel: u16, from: ParcelStatus, to: ParcelStatus) -> Legal {
        use ParcelStatus::{Lost, Returned};
        let (place, next) = (
            if from == Lost { Place::Nowhere } else { Place::Shelf },
            if to == Returned { Place::Shelf } else { Place::Parcel(parcel) },
        );
        for product in self.were_in.get(&parcel).cloned().unwrap_or_default() {
            self.put(&[StockLine { product, units: 1 }], &[place], next)?;
            if let Some(found) = self.lost.iter().position(|lost| from == Lost && *lost == product) {
                self.lost.remove(found);
            }
        }
        Ok(())
    }

    fn go_on(&mut self, to: ParcelStatus) -> Legal {
        // What was turned back does not go along.
        let may = |status: &ParcelStatus| {
            *status != ParcelStatus::TurnedBack && MAY.contains(&(status.name(), to.name()))
        };
        let parcels: Vec<u16> =
            self.parcels.iter().filter(|(_, status)| may(status)).map(|(id, _)| *id).collect();
        parcels.into_iter().try_for_each(|parcel| self.go(parcel, to))
    }

    fn count(&self, product: ProductId, which: impl Fn(Place) -> bool) -> u32 {
        self.units.iter().filter(|(own, place)| *own == product && which(*place)).count() as u32
    }

    /// Units that lie in the house and are the order's.
    pub fn in_house(&self, product: ProductId) -> i64 {
        let here = |place| match place {
            Place::Shelf => true,
            Place::Parcel(parcel) => self.parcels[&parcel] == ParcelStatus::Packed,
            Place::Nowhere | Place::CalledOff => false,
        };
        if self.cancelled { 0 } else { i64::from(self.count(product, here)) }
    }

    /// Units that left the house and did not come back with their parcel.
    pub fn left(&self, product: ProductId) -> i64 {
        let away =
            |place| matches!(place, Place::Parcel(parcel) if self.parcels[&parcel] != ParcelStatus::Packed);
        let lost = self.lost.iter().filter(|lost| **lost == product).count() as i64;
        i64::from(self.count(product, away)) + lost
    }

    /// Units that came back and that the shop keeps.
    pub fn kept(&self, product: ProductId) -> i64 {
        let ended = |status| matches!(status, ReturnStatus::Refunded | ReturnStatus::Exchanged);
        let kept = self.returns.values().filter(|(status, _)| ended(*status)).flat_map(|(_, lines)| lines);
        kept.filter(|line| line.product == product).map(|line| i64::from(line.units)).sum()
    }

    fn status(&self) -> Status {
        let of = |place: Place| match place {
            Place::Shelf | Place::Nowhere => Some(Status::Placed),
            Place::CalledOff => None,
            Place::Parcel(parcel) => Some(match self.parcels[&parcel] {
                ParcelStatus::Packed => Status::Packed,
                ParcelStatus::Delivered => Status::Delivered,
                _ => Status::Shipped,
            }),
        };
        if self.cancelled {
            return Status::Cancelled;
        }
        self.units.iter().filter_map(|(_, place)| of(*place)).min().unwrap_or(Status::Cancelled)
    }

    /// Whether the engine's order is this one.
    pub fn agrees(&self, order: &Order) -> bool {
        let same = |product: ProductId| {
            let waiting =
                order.waiting.iter().find(|line| line.product == product).map_or(0, |line| line.units);
            order.open(product) == self.count(product, |place| place == Place::Shelf)
                && waiting == self.count(product, |place| place == Place::Nowhere)
        };
        let units = self.cancelled || order.lines.iter().all(|line| same(line.product));
        let closed = |status: &ParcelStatus| self.cancelled && *status == ParcelStatus::Packed;
        let parcels = order.parcels.iter().all(|parcel| {
            let own = &self.parcels[&parcel.id.0];
            parcel.status() == *own || closed(own) && parcel.status() == ParcelStatus::Unpacked
        });
        units && parcels && order.parcels.len() == self.parcels.len() && order.status() == self.status()
    }
}

fn legal(is_legal: bool, why: &str) -> Legal {
    if is_legal { Ok(()) } else { Err(why.to_owned()) }
}
