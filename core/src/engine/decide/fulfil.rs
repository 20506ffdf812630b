//! What becomes of an order after it was placed: packed, sent, called off, paid, sent back, refunded.

use super::{Facts, Judge, merchant, shopper, with_uses};
use crate::command::{Command, Rejection, Status};
use crate::event::{
    Actor, Consignment, Fact, OrderFact, PaymentKind, ReturnStatus, Role, ShopFact, StockFact, StockLine,
    Subject, TermsFact,
};
use crate::id::{OrderId, ReturnId, ShopperId};
use crate::money::Money;
use crate::query::{Parcel, ParcelStep};
use crate::service::order::Order;

/// Facts about a buyer's order.
pub(super) fn about(buyer: ShopperId, facts: Vec<OrderFact>) -> Vec<(Subject, Fact)> {
    facts.into_iter().map(|fact| (Subject::Shopper(buyer), Fact::Order(fact))).collect()
}

/// Together with what goes back to the shelf, if that is anything.
fn with_stock(
    mut facts: Vec<(Subject, Fact)>,
    order: OrderId,
    lines: Vec<StockLine>,
) -> Vec<(Subject, Fact)> {
    if !lines.is_empty() {
        facts.push((Subject::Market, Fact::Stock(StockFact::Released { order, lines })));
    }
    facts
}

impl Judge<'_> {
    /// Judges what may be wished for an order that was placed.
    pub(super) fn fulfil(&self, actor: &Actor, command: &Command) -> Facts {
        let at = self.at;
        match command {
            Command::CancelUnits { order, lines } => self.cancel_units(actor, *order, lines),
            Command::PackOrder { order } => self.owners(actor, *order, |own| own.step(Status::Packed, at)),
            Command::ShipOrder { order } => self.owners(actor, *order, |own| own.step(Status::Shipped, at)),
            Command::DeliverOrder { order } => {
                self.owners(actor, *order, |own| own.step(Status::Delivered, at))
            }
            Command::PackUnits { order, lines } => self.owners(actor, *order, |own| own.pack_units(lines)),
            Command::MoveParcel { order, parcel, status, consignment } => {
                self.owners(actor, *order, |own| own.move_to(*parcel, *status, consignment.as_ref(), at))
            }
            Command::AllocateUnits { order } => self.allocate(actor, *order),
            Command::RecordPayment { order, kind, amount } => self.pay(actor, *order, *kind, *amount),
            Command::RequestReturn { order, lines, reason, wish } => {
                let (buyer, own) = self.theirs(actor, *order)?;
                Ok(about(buyer, own.ask_return(lines, *reason, *wish)?))
            }
            Command::MoveReturn { order, number, status, label, restock } => {
                self.move_return(actor, *order, *number, (*status, label.as_ref()), *restock)
            }
            Command::RefundOrder { order, lines, shipping } => self.refund(actor, *order, lines, *shipping),
            Command::RecordScan { number, carriers, status, at } => {
                self.scan((number, carriers), ParcelStep { status: *status, at: *at })
            }
            _ => Err(Rejection::OnlyServer),
        }
    }

    /// A number may come again after years: of the parcels that have it, the scan is of the latest order from before it.
    fn scan(&self, (number, carriers): (&str, &[String]), step: ParcelStep) -> Facts {
        if step.at > self.at + Command::SCAN_AHEAD {
            return Err(Rejection::ScanInFuture { at: step.at });
        }
        let known = |parcel: &&Parcel| {
            parcel.consignment.as_ref().is_some_and(|one| one.number == number && one.is_of(carriers))
        };
        let state = &self.engine.state;
        let orders = state.shoppers().filter_map(|who| Some((*who, state.shared(who)?)));
        let orders = orders.flat_map(|(who, shared)| shared.orders.iter().map(move |order| (who, order)));
        let found = orders.filter_map(|(who, order)| {
            let parcel = order.parcels.iter().rev().find(known)?;
            Some((order.was_placed_by(step.at), order.number, order.id, who, order, parcel))
        });
        let latest = found.max_by_key(|(fits, number, id, ..)| (*fits, *number, *id));
        let Some((.., buyer, order, parcel)) = latest else {
            return Err(Rejection::UnknownConsignment { number: number.to_owned() });
        };
        Ok(self.with_arrival(buyer, order, self.with_broken(order, order.seen(parcel, step, self.at)?)))
    }

    fn owners(
        &self,
        actor: &Actor,
        id: OrderId,
        step: impl FnOnce(&Order) -> Result<Vec<OrderFact>, Rejection>,
    ) -> Facts {
        merchant(actor, Role::Owner)?;
        let (buyer, order) = self.order(actor, id)?;
        let facts = step(&order)?;
        Ok(self.with_arrival(buyer, &order, self.with_broken(&order, facts)))
    }

    /// An order that its buyer or the owner wants to change.
    fn theirs(&self, actor: &Actor, id: OrderId) -> Result<(ShopperId, Order), Rejection> {
        match actor {
            Actor::Shopper(_) => drop(shopper(actor)?),
            Actor::Merchant(_) | Actor::Clock | Actor::Carrier(_) => merchant(actor, Role::Owner)?,
        }
        self.order(actor, id)
    }

    /// All of an order called off.
    pub(super) fn cancel(&self, actor: &Actor, id: OrderId) -> Facts {
        let (buyer, order) = self.theirs(actor, id)?;
        let facts = about(buyer, order.cancel(self.at)?);
        let facts = with_stock(facts, id, order.in_house());
        Ok(with_uses(facts, order.uses_left(), |uses| TermsFact::Returned { order: id, uses }))
    }

    /// The same, with the points that go back.
    pub(super) fn cancel_with_points(&self, actor: &Actor, id: OrderId) -> Facts {
        let (buyer, order) = self.theirs(actor, id)?;
        let facts = self.with_undone(self.cancel(actor, id)?, buyer, &order);
        self.with_goods(facts, buyer, &order)
    }

    fn cancel_units(&self, actor: &Actor, id: OrderId, lines: &[StockLine]) -> Facts {
        let (buyer, order) = self.theirs(actor, id)?;
        let facts = order.cancel_units(lines, self.at)?;
        let then = order.after(&facts, self.at);
        let credit = then.cancels.last().map(|cancel| cancel.credit.uses.clone()).unwrap_or_default();
        // What waited never left the shelf; each of these is in both lists at most once.
        let kept = then.in_house();
        let gone = order.in_house().into_iter().filter_map(|line| {
            let still = kept.iter().find(|kept| kept.product == line.product).map_or(0, |kept| kept.units);
            let units = line.units.saturating_sub(still);
            (units > 0).then_some(StockLine { units, ..line })
        });
        let released = with_stock(about(buyer, facts), id, gone.collect());
        let facts = if then.status() == Status::Cancelled {
            with_uses(released, order.uses_left(), |uses| TermsFact::Returned { order: id, uses })
        } else {
            with_uses(released, credit, |uses| TermsFact::Refunded { order: id, uses })
        };
        let facts = self.with_undone(facts, buyer, &order);
        self.with_goods(facts, buyer, &order)
    }

    fn allocate(&self, actor: &Actor, id: OrderId) -> Facts {
        merchant(actor, Role::Owner)?;
        let ((buyer, order), stock) = (self.order(actor, id)?, &self.market()?.stock);
        let Some(first) = order.waiting.first() else { return Err(Rejection::Empty) };
        let there = |line: &StockLine| StockLine {
            units: stock.units(line.product).map_or(line.units, |left| left.min(line.units)),
            ..*line
        };
        let lines: Vec<StockLine> = order.waiting.iter().map(there).filter(|line| line.units > 0).collect();
        if lines.is_empty() {
            return Err(Rejection::OutOfStock { product: first.product, left: 0 });
        }
        let allocated = OrderFact::UnitsAllocated { order: id, lines: lines.clone() };
        let mut facts = about(buyer, vec![allocated]);
        facts.push((Subject::Market, Fact::Stock(StockFact::Allocated { order: id, lines })));
        Ok(facts)
    }

    fn pay(&self, actor: &Actor, id: OrderId, kind: PaymentKind, amount: Option<Money>) -> Facts {
        merchant(actor, Role::Owner)?;
        let (buyer, order) = self.order(actor, id)?;
        let mut payment = order.pay(kind, amount)?;
        if kind != PaymentKind::Captured {
            return Ok(about(buyer, vec![OrderFact::PaymentRecorded { order: id, payment }]));
        }
        let invoice = self.market()?.invoices.checked_add(1).ok_or(Rejection::AmountTooLarge)?;
        payment.invoice = Some(invoice);
        let mut facts = about(buyer, vec![OrderFact::PaymentRecorded { order: id, payment }]);
        facts.push((Subject::Market, Fact::Shop(ShopFact::Invoiced { order: id, invoice })));
        self.with_goods(facts, buyer, &order)
    }

    fn move_return(
        &self,
        actor: &Actor,
        id: OrderId,
        number: ReturnId,
        (status, label): (ReturnStatus, Option<&Consignment>),
        restock: bool,
    ) -> Facts {
        merchant(actor, Role::Owner)?;
        let (buyer, order) = self.order(actor, id)?;
        let (facts, lines) = order.return_to(number, status, label)?;
        let uses = facts.iter().find_map(|fact| match fact {
            OrderFact::Refunded { refund, .. } => Some(refund.uses.clone()),
            _ => None,
        });
        // Not before the shop keeps it: what is refused goes to its buyer again.
        let kept = matches!(status, ReturnStatus::Refunded | ReturnStatus::Exchanged);
        let back = if restock && kept { lines } else { Vec::new() };
        let facts = with_stock(about(buyer, facts), id, back);
        let uses = uses.unwrap_or_default();
        let facts = with_uses(facts, uses, |uses| TermsFact::Refunded { order: id, uses });
        let facts = self.with_undone(facts, buyer, &order);
        self.with_goods(facts, buyer, &order)
    }

    fn refund(&self, actor: &Actor, id: OrderId, lines: &[StockLine], shipping: bool) -> Facts {
        merchant(actor, Role::Owner)?;
        let (buyer, order) = self.order(actor, id)?;
        let refund = order.refund(lines, shipping)?;
        let uses = refund.uses.clone();
        let facts = about(buyer, vec![OrderFact::Refunded { order: id, refund }]);
        let facts = with_uses(facts, uses, |uses| TermsFact::Refunded { order: id, uses });
        let facts = self.with_undone(facts, buyer, &order);
        self.with_goods(facts, buyer, &order)
    }
}
