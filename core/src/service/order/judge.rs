//! What follows for an order when somebody wants to pack, move or call off some of it, or pays.

use super::Order;
use super::fulfil::units;
use crate::command::{Command, Rejection, Status};
use crate::event::{
    Consignment, OrderFact, ParcelStatus, Payment, PaymentKind, Refund, ReturnReason, ReturnStatus,
    ReturnWish, StockLine,
};
use crate::id::{ParcelId, ProductId, ReturnId};
use crate::money::Money;
use crate::query::Parcel;
use crate::time::Timestamp;

type Facts = Result<Vec<OrderFact>, Rejection>;

impl Order {
    /// The order as it is after that.
    pub(crate) fn after(&self, facts: &[OrderFact], at: Timestamp) -> Self {
        let mut order = self.clone();
        facts.iter().for_each(|fact| order.apply(fact, at));
        order
    }

    fn wrong_step(&self) -> Rejection {
        Rejection::WrongStep { order: self.id, status: self.status() }
    }

    /// One step for all of it that can take it. What brings the whole order there is one fact.
    ///
    /// # Errors
    /// [`Rejection::WrongStep`] where nothing of it can, [`Rejection::OutOfStock`] where all that is left waits.
    pub(crate) fn step(&self, next: Status, at: Timestamp) -> Facts {
        let order = self.id;
        let (whole, parts) = match next {
            Status::Packed => (OrderFact::Packed { order }, vec![self.rest_packed()?]),
            Status::Shipped => (OrderFact::Shipped { order }, self.each_moved(ParcelStatus::Shipped)),
            _ => (OrderFact::Delivered { order }, self.each_moved(ParcelStatus::Delivered)),
        };
        if parts.is_empty() {
            return Err(self.wrong_step());
        }
        let whole = vec![whole];
        Ok(if self.after(&whole, at).status() == next { whole } else { parts })
    }

    fn rest_packed(&self) -> Result<OrderFact, Rejection> {
        let lines = self.all_open();
        if self.status() != Status::Placed {
            return Err(self.wrong_step());
        }
        if lines.is_empty()
            && let Some(StockLine { product, .. }) = self.waiting.first()
        {
            return Err(Rejection::OutOfStock { product: *product, left: 0 });
        }
        self.packed(lines)
    }

    fn packed(&self, lines: Vec<StockLine>) -> Result<OrderFact, Rejection> {
        if self.parcels.len() >= Command::MOST_PARCELS {
            return Err(Rejection::TooManyParcels);
        }
        Ok(OrderFact::ParcelPacked { order: self.id, parcel: self.next_parcel(), lines })
    }

    fn each_moved(&self, status: ParcelStatus) -> Vec<OrderFact> {
        let may = self.parcels.iter().filter(|parcel| parcel.goes_along(status));
        may.map(|parcel| self.moved(parcel.id, status)).collect()
    }

    fn moved(&self, parcel: ParcelId, status: ParcelStatus) -> OrderFact {
        OrderFact::ParcelMoved { order: self.id, parcel, status, consignment: None }
    }

    /// Some units into a parcel of their own.
    ///
    /// # Errors
    /// A [`Rejection`] that names what cannot be packed.
    pub(crate) fn pack_units(&self, lines: &[StockLine]) -> Facts {
        self.check(lines, |product| self.open(product))?;
        Ok(vec![self.packed(lines.to_vec())?])
    }

    /// Each product once, and not more of it than there is.
    fn check(&self, lines: &[StockLine], left: impl Fn(ProductId) -> u32) -> Result<(), Rejection> {
        if lines.is_empty() {
            return Err(Rejection::Empty);
        }
        if self.status() == Status::Cancelled {
            return Err(self.wrong_step());
        }
        for StockLine { product, units: wanted } in lines {
            let (product, left) = (*product, left(*product));
            if self.lines.iter().all(|line| line.product != product) {
                return Err(Rejection::UnknownProduct { product });
            }
            if *wanted == 0 || *wanted > left || units(lines, product) != *wanted {
                return Err(Rejection::NotOpen { product, left });
            }
        }
        Ok(())
    }

    /// One step of one parcel; and the end of the order, where it is that.
    ///
    /// # Errors
    /// A [`Rejection`]: there is no such parcel, it cannot go there, or nobody carries so.
    pub(crate) fn move_to(
        &self,
        parcel: ParcelId,
        status: ParcelStatus,
        consignment: Option<&Consignment>,
        at: Timestamp,
    ) -> Facts {
        let order = self.id;
        let found = self.parcels.iter().find(|own| own.id == parcel);
        let own = found.ok_or(Rejection::UnknownParcel { order, parcel })?;
        if !self.may_move(own, status) || self.status() == Status::Cancelled {
            return Err(Rejection::WrongParcelStep { order, parcel, status: own.status() });
        }
        if consignment.is_some_and(|one| !one.is_sound()) {
            return Err(Rejection::BadConsignment);
        }
        let moved = OrderFact::ParcelMoved { order, parcel, status, consignment: consignment.cloned() };
        let mut facts = vec![moved];
        facts.extend(self.after(&facts, at).end());
        Ok(facts)
    }

    /// That it is done, so that whoever lists open orders need not count its units.
    pub(crate) fn end(&self) -> Option<OrderFact> {
        let order = self.id;
        match self.status() {
            Status::Delivered => Some(OrderFact::Delivered { order }),
            Status::Cancelled => Some(OrderFact::Cancelled { order }),
            _ => None,
        }
    }

    /// All of it called off, with what was paid for it.
    ///
    /// # Errors
    /// [`Rejection::WrongStep`] once some of it is on its way or there.
    pub(crate) fn cancel(&self, at: Timestamp) -> Facts {
        let mut facts = vec![OrderFact::Cancelled { order: self.id }];
        if self.status() == Status::Cancelled || self.after(&facts, at).status() != Status::Cancelled {
            return Err(self.wrong_step());
        }
        facts.extend(self.after(&facts, at).repaid());
        Ok(facts)
    }

    /// Some units called off, with what was paid for them. Parcels in the house that hold them are opened, the
    /// latest first.
    ///
    /// # Errors
    /// A [`Rejection`] that names what is on its way, there, or not in the order.
    pub(crate) fn cancel_units(&self, lines: &[StockLine], at: Timestamp) -> Facts {
        self.check(lines, |product| self.cancellable(product))?;
        let (mut facts, mut then) = (Vec::new(), self.clone());
        for parcel in self.closed().rev() {
            let short = |line: &StockLine| then.free(line.product) < line.units;
            if lines.iter().any(|line| short(line) && units(&parcel.lines, line.product) > 0) {
                let opened = self.moved(parcel.id, ParcelStatus::Unpacked);
                then = then.after(std::slice::from_ref(&opened), at);
                facts.push(opened);
            }
        }
        let credit = self.credit(lines)?;
        facts.push(OrderFact::UnitsCancelled { order: self.id, lines: lines.to_vec(), credit });
        let then = self.after(&facts, at);
        facts.extend(then.end());
        facts.extend(then.repaid());
        Ok(facts)
    }

    /// What need not be paid for these any more: what was refunded before is not credited again.
    fn credit(&self, lines: &[StockLine]) -> Result<Refund, Rejection> {
        let unpaid = |line: &StockLine| {
            let units = line.units.saturating_sub(self.refunded_in_house(line.product));
            StockLine { units, ..*line }
        };
        let unpaid: Vec<StockLine> = lines.iter().map(unpaid).collect();
        let lines = self.not_refunded(&unpaid);
        if lines.is_empty() {
            let amount = Money::zero(self.total.currency);
            return Ok(Refund { lines, shipping: false, amount, uses: Default::default() });
        }
        let refund = self.refund_of(&lines, false)?;
        let amount = self.less_what_they_had(refund.amount);
        Ok(Refund { amount, ..refund })
    }

    /// Of these, as many as nothing was given back for.
    fn not_refunded(&self, lines: &[StockLine]) -> Vec<StockLine> {
        let left =
            |line: &StockLine| StockLine { units: line.units.min(self.unrefunded(line.product)), ..*line };
        lines.iter().map(left).filter(|line| line.units > 0).collect()
    }

    /// What was paid beyond what is owed by now, given back.
    pub(crate) fn repaid(&self) -> Option<OrderFact> {
        let amount = Money { minor: self.overpaid(), ..self.total };
        let payment = Payment { kind: PaymentKind::Repaid, amount, invoice: None };
        (amount.minor > 0).then(|| OrderFact::PaymentRecorded { order: self.id, payment })
    }

    /// Units that were delivered, on their way back.
    ///
    /// # Errors
    /// A [`Rejection`] that names what cannot come back.
    pub(crate) fn ask_return(&self, lines: &[StockLine], reason: ReturnReason, wish: ReturnWish) -> Facts {
        self.check(lines, |product| self.returnable(product))?;
        if self.returns.len() >= Command::MOST_RETURNS {
            return Err(Rejection::TooManyReturns);
        }
        let (order, number, lines) = (self.id, self.next_return(), lines.to_vec());
        Ok(vec![OrderFact::ReturnRequested { order, number, lines, reason, wish }])
    }

    /// One step of one return, with the money where it is refunded, as far as it did not go back before; and what is
    /// in it.
    ///
    /// # Errors
    /// A [`Rejection`]: there is no such return, it cannot go there, nobody carries so, or what should be exchanged was
    /// refunded before.
    pub(crate) fn return_to(
        &self,
        number: ReturnId,
        status: ReturnStatus,
        label: Option<&Consignment>,
    ) -> Result<(Vec<OrderFact>, Vec<StockLine>), Rejection> {
        let order = self.id;
        let found = self.returns.iter().find(|own| own.number == number);
        let found = found.ok_or(Rejection::UnknownReturn { order, number })?;
        if !found.status().may_become(status) {
            return Err(Rejection::WrongReturnStep { order, number, status: found.status() });
        }
        if label.is_some_and(|one| !one.is_sound()) {
            return Err(Rejection::BadConsignment);
        }
        let mut facts = vec![OrderFact::ReturnMoved { order, number, status, label: label.cloned() }];
        // What is not sent does not go out once more.
        let good = found.lines.iter().find(|line| self.is_good(line.product));
        if let Some(line) = good.filter(|_| status == ReturnStatus::Exchanged) {
            return Err(Rejection::NotOpen { product: line.product, left: 0 });
        }
        let left = self.not_refunded(&found.lines);
        if status == ReturnStatus::Exchanged
            && let Some(line) = found.lines.iter().find(|line| units(&left, line.product) < line.units)
        {
            let (product, left) = (line.product, units(&left, line.product));
            return Err(Rejection::NotRefundable { product, left });
        }
        if status == ReturnStatus::Refunded && !left.is_empty() {
            facts.push(OrderFact::Refunded { order, refund: self.refund(&left, false)? });
        }
        Ok((facts, found.lines.clone()))
    }

    /// What of it lies in the house, on the shelf or in parcels, and is its own.
    pub(crate) fn in_house(&self) -> Vec<StockLine> {
        let packed = self.parcels.iter().filter(|parcel| parcel.status() == ParcelStatus::Packed);
        let packed: Vec<&Parcel> = packed.collect();
        let own = |product: ProductId| {
            let held = packed.iter().map(|parcel| units(&parcel.lines, product));
            StockLine { product, units: held.fold(self.open(product), u32::saturating_add) }
        };
        self.products().map(own).filter(|line| line.units > 0).collect()
    }

    /// A payment of that kind; of all that there can be, if no amount is said.
    ///
    /// # Errors
    /// [`Rejection::TooMuch`] where there cannot be so much.
    pub(crate) fn pay(&self, kind: PaymentKind, amount: Option<Money>) -> Result<Payment, Rejection> {
        let left = Money { minor: self.room(kind), ..self.total };
        let payment = Payment { kind, amount: amount.unwrap_or(left), invoice: None };
        if self.may_pay(&payment) { Ok(payment) } else { Err(Rejection::TooMuch { left }) }
    }
}
