//! How an order takes in what became of its units: which are in a parcel, which wait, which were called off.

use super::{Broken, Cancel, Order};
use crate::command::Status;
use crate::event::{Consignment, OrderFact, ParcelStatus, StockLine};
use crate::id::{ParcelId, ProductId};
use crate::query::{Paid, Parcel, ParcelStep, Step};
use crate::time::Timestamp;

/// How many units of a product these are.
#[inline(never)]
pub(super) fn units(lines: &[StockLine], product: ProductId) -> u32 {
    let own = lines.iter().filter(|line| line.product == product);
    own.fold(0, |sum, line| sum.saturating_add(line.units))
}

/// Puts units to others, ascending by product.
#[inline(never)]
pub(super) fn add(lines: &mut Vec<StockLine>, more: &[StockLine]) {
    for line in more {
        match lines.binary_search_by_key(&line.product, |held| held.product) {
            Ok(place) => {
                if let Some(held) = lines.get_mut(place) {
                    held.units = held.units.saturating_add(line.units);
                }
            }
            Err(place) => lines.insert(place, *line),
        }
    }
}

/// Takes units from others, as far as there are some.
#[inline(never)]
pub(super) fn take(lines: &mut Vec<StockLine>, less: &[StockLine]) {
    lines.iter_mut().for_each(|held| held.units = held.units.saturating_sub(units(less, held.product)));
    lines.retain(|held| held.units > 0);
}

impl Order {
    /// Takes in a fact about it; one that cannot follow changes nothing. Of one that was called off only the payment goes
    /// on, and what it entitled to ends.
    pub(super) fn apply(&mut self, fact: &OrderFact, at: Timestamp) {
        let goes_on = matches!(fact, OrderFact::PaymentRecorded { .. } | OrderFact::Revoked { .. });
        if self.status() == Status::Cancelled && !goes_on {
            return;
        }
        match fact {
            OrderFact::Packed { .. } if self.status() == Status::Placed => {
                let lines = self.all_open();
                self.pack(lines, at);
            }
            OrderFact::Shipped { .. } => self.move_all(ParcelStatus::Shipped, at),
            OrderFact::Delivered { .. } => self.move_all(ParcelStatus::Delivered, at),
            OrderFact::Cancelled { .. } => self.call_off(at),
            OrderFact::Refunded { refund, .. } => self.refunds.push(refund.clone()),
            OrderFact::ParcelPacked { parcel, lines, .. }
                if *parcel == self.next_parcel() && self.has(lines, Self::open) =>
            {
                self.pack(lines.clone(), at);
            }
            OrderFact::ParcelMoved { parcel, status, consignment, .. } => {
                self.move_parcel(*parcel, *status, consignment.as_ref(), at);
            }
            OrderFact::ParcelScanned { parcel, status, at, .. } => self.scan(*parcel, *status, *at),
            OrderFact::UnitsAllocated { lines, .. }
                if self.has(lines, |order, product| units(&order.waiting, product)) =>
            {
                take(&mut self.waiting, lines);
            }
            OrderFact::UnitsCancelled { lines, credit, .. } if self.has(lines, Self::free) => {
                take(&mut self.waiting, lines);
                self.cancels.push(Cancel { lines: lines.clone(), credit: credit.clone() });
                self.settle(at);
            }
            OrderFact::ReturnRequested { number, lines, reason, wish, .. }
                if *number == self.next_return() && self.has(lines, Self::returnable) =>
            {
                self.send_back(lines, (*reason, *wish), at);
            }
            OrderFact::ReturnMoved { number, status, label, .. } => {
                self.move_return(*number, *status, label.as_ref(), at);
            }
            OrderFact::PromiseBroken { until, offer, .. } if self.broken.is_none() => {
                self.broken = Some(Broken { until: *until, offer: *offer });
            }
            OrderFact::Compensated { amount, .. } if self.compensated.is_none() => {
                self.compensated = Some(*amount);
            }
            OrderFact::PaymentRecorded { payment, .. } if self.may_pay(payment) => {
                self.payments.push(Paid { payment: *payment, at });
            }
            #[cfg(feature = "till")]
            OrderFact::Granted { lines, .. } => self.granted.change(|granted| add(granted, lines)),
            #[cfg(feature = "till")]
            OrderFact::Revoked { lines, .. } => self.granted.change(|granted| take(granted, lines)),
            _ => {}
        }
    }

    /// The number of the parcel that is packed next.
    pub(super) fn next_parcel(&self) -> ParcelId {
        ParcelId((self.parcels.len() as u16).saturating_add(1))
    }

    /// Units of a product that are not called off and in no parcel, whether on the shelf or not.
    #[inline(never)]
    pub fn free(&self, product: ProductId) -> u32 {
        let own = self.lines.iter().filter(|line| line.product == product);
        let ordered = own.fold(self.exchanged(product), |sum, line| sum.saturating_add(line.quantity));
        let held = self.parcels.iter().filter(|parcel| !parcel.status().is_void());
        let gone = held.map(|parcel| &parcel.lines).chain(self.cancels.iter().map(|cancel| &cancel.lines));
        gone.fold(ordered, |left, lines| left.saturating_sub(units(lines, product)))
    }

    /// Parcels that are closed and still in the house.
    #[cfg(feature = "till")]
    pub(super) fn closed(&self) -> impl DoubleEndedIterator<Item = &Parcel> {
        self.parcels.iter().filter(|parcel| parcel.status() == ParcelStatus::Packed)
    }

    /// Units of a product that can be called off: those that have not left the house.
    #[cfg(feature = "till")]
    pub fn cancellable(&self, product: ProductId) -> u32 {
        let packed = self.closed().map(|parcel| units(&parcel.lines, product));
        packed.fold(self.free(product), u32::saturating_add)
    }

    /// All that can be called off, in the order of the lines.
    #[cfg(feature = "till")]
    pub fn all_cancellable(&self) -> Vec<StockLine> {
        self.each(Self::cancellable)
    }

    /// Units of a product that can be packed now.
    #[inline(never)]
    pub fn open(&self, product: ProductId) -> u32 {
        self.free(product).saturating_sub(units(&self.waiting, product))
    }

    /// All that can be packed now, in the order of the lines.
    pub fn all_open(&self) -> Vec<StockLine> {
        self.each(Self::open)
    }

    /// All that is in no parcel, in the order of the lines.
    pub(super) fn all_free(&self) -> Vec<StockLine> {
        self.each(Self::free)
    }

    fn each(&self, of: fn(&Self, ProductId) -> u32) -> Vec<StockLine> {
        let line = |product| StockLine { product, units: of(self, product) };
        self.products().map(line).filter(|line| line.units > 0).collect()
    }

    /// What it is of, each product once.
    pub(super) fn products(&self) -> impl Iterator<Item = ProductId> + '_ {
        let is_first =
            |place: usize, product| self.lines.iter().take(place).all(|line| line.product != product);
        let lines = self.lines.iter().map(|line| line.product).enumerate();
        lines.filter(move |(place, product)| is_first(*place, *product)).map(|(_, product)| product)
    }

    /// Units that were called off one by one, ascending by product.
    pub(super) fn cancelled(&self) -> Vec<StockLine> {
        let mut all = Vec::new();
        self.cancels.iter().for_each(|cancel| add(&mut all, &cancel.lines));
        all
    }

    /// Whether it has all these, each product once and more than none of it.
    #[inline(never)]
    pub(super) fn has(&self, lines: &[StockLine], of: fn(&Self, ProductId) -> u32) -> bool {
        let fits = |line: &StockLine| {
            line.units > 0 && units(lines, line.product) == line.units && of(self, line.product) >= line.units
        };
        !lines.is_empty() && lines.iter().all(fits)
    }

    #[inline(never)]
    fn pack(&mut self, lines: Vec<StockLine>, at: Timestamp) {
        let timeline = vec![ParcelStep { status: ParcelStatus::Packed, at }];
        self.parcels.push(Parcel { id: self.next_parcel(), lines, timeline, consignment: None });
        self.settle(at);
    }

    fn move_all(&mut self, status: ParcelStatus, at: Timestamp) {
        let mut moved = false;
        for parcel in self.parcels.iter_mut().filter(|parcel| parcel.goes_along(status)) {
            parcel.timeline.push(ParcelStep { status, at });
            moved = true;
        }
        if moved {
            self.settle(at);
        }
    }

    fn move_parcel(
        &mut self,
        id: ParcelId,
        status: ParcelStatus,
        consignment: Option<&Consignment>,
        at: Timestamp,
    ) {
        let may = |parcel: &Parcel| parcel.id == id && self.may_move(parcel, status);
        let Some(place) = self.parcels.iter().position(may) else { return };
        let Some(parcel) = self.parcels.get_mut(place) else { return };
        if status == ParcelStatus::Delivered && parcel.turned().is_some() {
            self.bring(place, at);
            return;
        }
        parcel.timeline.push(ParcelStep { status, at });
        if consignment.is_some() {
            parcel.consignment = consignment.cloned();
        }
        if status == ParcelStatus::Lost {
            // They are sent anew as soon as there are others.
            add(&mut self.waiting, &parcel.lines);
        }
        self.settle(at);
    }

    /// Whether all of it can be called off: nothing of it is on its way or there.
    pub fn may_cancel(&self) -> bool {
        self.status().may_become(Status::Cancelled) && !self.parcels.iter().any(Parcel::has_left)
    }

    /// The whole order is called off, if nothing of it is on its way or there.
    fn call_off(&mut self, at: Timestamp) {
        if self.parcels.iter().all(|parcel| !parcel.has_left()) {
            self.move_all_packed(at);
            self.waiting.clear();
            self.timeline.push(Step { status: Status::Cancelled, at });
        }
    }

    fn move_all_packed(&mut self, at: Timestamp) {
        for parcel in self.parcels.iter_mut().filter(|parcel| parcel.status() == ParcelStatus::Packed) {
            parcel.timeline.push(ParcelStep { status: ParcelStatus::Unpacked, at });
        }
    }

    /// Notes where the order stands by now: where the last of its units does.
    #[inline(never)]
    pub(super) fn settle(&mut self, at: Timestamp) {
        let mut status = if self.all_free().is_empty() { Status::Cancelled } else { Status::Placed };
        if status == Status::Cancelled {
            let held = self.parcels.iter().map(Parcel::status).filter(|status| !status.is_void());
            let stands = held.map(|status| match status {
                ParcelStatus::Packed => Status::Packed,
                ParcelStatus::Delivered => Status::Delivered,
                _ => Status::Shipped,
            });
            status = stands.min().unwrap_or(status);
        }
        if self.status() != status {
            self.timeline.push(Step { status, at });
        }
    }
}

impl Parcel {
    /// Whether a step of the whole order takes it along. Of one that was turned back nobody says by the way that it is
    /// there.
    pub(super) fn goes_along(&self, next: ParcelStatus) -> bool {
        let status = self.status();
        status != ParcelStatus::TurnedBack && status.may_become(next)
    }

    /// Whether it left the house and holds its units.
    pub fn has_left(&self) -> bool {
        let status = self.status();
        status.is_underway() || status == ParcelStatus::Delivered
    }
}
