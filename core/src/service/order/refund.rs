//! What part of an order gives back: exactly what was paid for it, whatever went before.

use super::Order;
use super::fulfil::units;
use crate::command::{Rejection, Status};
use crate::event::{Line, Refund, StockLine, Use};
use crate::id::ProductId;
use crate::money::Money;
use crate::packed::Packed;
use crate::terms::promotion::PromotionId;
use crate::terms::refund::{self, Ledger, RefundError};
use crate::vec_map::VecMap;

/// What is given back, while it is counted.
#[derive(Default)]
struct Sum {
    minor: i64,
    card: i64,
    by: VecMap<PromotionId, i64>,
}

impl Sum {
    fn add(&mut self, part: refund::Refund) {
        self.minor = self.minor.saturating_add(part.minor);
        self.card = self.card.saturating_add(part.card);
        for (promotion, minor) in part.promotions {
            let sum = self.by.or_default(promotion);
            *sum = sum.saturating_add(minor);
        }
    }
}

impl Order {
    /// What a refund of these units comes to, and of sending, if that is asked for.
    ///
    /// # Errors
    /// A [`Rejection`] names what the order does not have, or how much was paid at most; one that was called off gives
    /// nothing back: what was paid went back then.
    pub fn refund(&self, lines: &[StockLine], shipping: bool) -> Result<Refund, Rejection> {
        let (order, status) = (self.id, self.status());
        if status == Status::Cancelled {
            return Err(Rejection::WrongStep { order, status });
        }
        let refund = self.refund_of(lines, shipping)?;
        let amount = self.at_most(refund.amount)?;
        Ok(Refund { amount, ..refund })
    }

    /// What need not be paid, where its buyer took something for a broken promise: that they have already.
    pub(super) fn less_what_they_had(&self, amount: Money) -> Money {
        let left = self.owed().saturating_sub(self.given_back()).max(0);
        if self.compensated.is_some() { Money { minor: amount.minor.min(left), ..amount } } else { amount }
    }

    /// So much of an amount as can be given back: what its buyer took for a broken promise they have already.
    fn at_most(&self, amount: Money) -> Result<Money, Rejection> {
        let had = self.compensated.map(|amount| amount.minor);
        let elsewhere = had.map(|_| self.owed().saturating_sub(self.given_back()).max(0));
        let Some(left) = self.in_hand().or(elsewhere) else { return Ok(amount) };
        let short = amount.minor.saturating_sub(left);
        match short {
            ..=0 => Ok(amount),
            short if short <= had.unwrap_or(0) => Ok(Money { minor: left, ..amount }),
            _ => Err(Rejection::TooMuch { left: Money { minor: left, ..amount } }),
        }
    }

    /// What was to be paid for these, whether it was or not.
    pub(super) fn refund_of(&self, lines: &[StockLine], shipping: bool) -> Result<Refund, Rejection> {
        let (mut ledger, mut sum) = (self.ledger(), Sum::default());
        for StockLine { product, units } in lines {
            let unknown = Rejection::UnknownProduct { product: *product };
            let place = self.lines.iter().position(|own| own.product == *product).ok_or(unknown.clone())?;
            sum.add(ledger.refund(place, *units).map_err(|error| match error {
                RefundError::UnknownLine => unknown,
                RefundError::Units(left) => Rejection::NotRefundable { product: *product, left },
            })?);
        }
        if shipping {
            sum.add(ledger.refund_shipping());
        }
        if lines.is_empty() && sum.minor == 0 && sum.card == 0 {
            return Err(Rejection::Empty);
        }
        let amount = Money::new(sum.minor, self.total.currency);
        Ok(Refund { lines: lines.to_vec(), shipping, amount, uses: Packed::of(self.uses_of(&sum)) })
    }

    /// How many units of each line were neither given back nor called off yet, in their order.
    pub fn refundable(&self) -> Vec<StockLine> {
        let left = |line: &Line| StockLine { product: line.product, units: self.unrefunded(line.product) };
        self.lines.iter().map(left).collect()
    }

    /// Units of a product whose money went back, called off or not: what only need not be paid does not count.
    pub fn given_back_of(&self, product: ProductId) -> u32 {
        let lines = self.refunds.iter().map(|refund| &refund.lines);
        lines.fold(0, |sum, lines| sum.saturating_add(units(lines, product)))
    }

    /// Units of a product that were refunded, are not with their buyer, and were not called off without a credit yet.
    /// Refunds are first for what its buyer has.
    pub(super) fn refunded_in_house(&self, product: ProductId) -> u32 {
        let with_buyer = self.parcels.iter().filter(|parcel| parcel.has_left());
        let sent = with_buyer.fold(0_u32, |sum, parcel| sum.saturating_add(units(&parcel.lines, product)));
        let with_buyer = sent.saturating_sub(self.exchanged(product));
        let gone = self.cancels.iter().fold(0_u32, |sum, cancel| {
            let free = units(&cancel.lines, product).saturating_sub(units(&cancel.credit.lines, product));
            sum.saturating_add(free)
        });
        self.given_back_of(product).saturating_sub(with_buyer).saturating_sub(gone)
    }

    /// What was paid for what, less what was given back.
    pub(super) fn ledger(&self) -> Ledger {
        let receipt = self.receipt.as_ref().and_then(Packed::get);
        let plain = || Ledger::plain(self.lines.iter().map(|line| (line.quantity, line.total.minor)));
        let mut ledger = receipt.map_or_else(plain, Ledger::new);
        for refund in self.returned() {
            for line in &refund.lines {
                let place = self.lines.iter().position(|own| own.product == line.product);
                // What was granted once is granted again.
                let _ = place.map(|place| ledger.refund(place, line.units));
            }
            if refund.shipping {
                ledger.refund_shipping();
            }
        }
        ledger
    }

    /// What was given back, and what need not be paid any more.
    fn returned(&self) -> impl Iterator<Item = &Refund> {
        self.refunds.iter().chain(self.cancels.iter().map(|cancel| &cancel.credit))
    }

    /// Units of a product that neither came back nor were called off.
    pub(super) fn unrefunded(&self, product: ProductId) -> u32 {
        let own = self.lines.iter().filter(|line| line.product == product);
        let all = own.fold(0_u32, |sum, line| sum.saturating_add(line.quantity));
        self.returned().fold(all, |left, refund| left.saturating_sub(units(&refund.lines, product)))
    }

    /// Who had paid for it, and so has it again.
    fn uses_of(&self, sum: &Sum) -> Vec<Use> {
        let paid = self.uses.get().map(Vec::as_slice).unwrap_or_default();
        let back = paid.iter().filter_map(|one| Some(Use { minor: *sum.by.get(&one.promotion)?, ..*one }));
        back.filter(|one| one.minor != 0).collect()
    }

    /// What promotions still give for it: all, less what refunds and units called off gave back.
    pub(crate) fn uses_left(&self) -> Packed<Vec<Use>> {
        if self.refunds.is_empty() && self.cancels.is_empty() {
            return self.uses.clone();
        }
        let back = |promotion: PromotionId| {
            let all = self.returned().filter_map(|refund| refund.uses.get()).flatten();
            let own = all.filter(|one| one.promotion == promotion);
            own.fold(0_i64, |sum, one| sum.saturating_add(one.minor))
        };
        let left = self.uses.get().map(Vec::as_slice).unwrap_or_default().iter();
        Packed::of(
            left.map(|one| Use { minor: one.minor.saturating_sub(back(one.promotion)), ..*one }).collect(),
        )
    }
}
