//! What was paid of an order, what is to be paid, and what its buyer got back.

use super::Order;
use crate::command::Status;
use crate::event::{Payment, PaymentKind};
use crate::money::Money;

impl Order {
    #[inline(never)]
    fn paid(&self, kind: PaymentKind) -> i64 {
        let mut sum = 0_i64;
        for paid in self.payments.iter().filter(|paid| paid.payment.kind == kind) {
            sum = sum.saturating_add(paid.payment.amount.minor);
        }
        sum
    }

    #[inline(never)]
    pub(super) fn given_back(&self) -> i64 {
        self.refunds.iter().fold(0_i64, |sum, refund| sum.saturating_add(refund.amount.minor))
    }

    /// What its buyer got back in all; nothing, if there was no refund.
    pub(crate) fn refunded(&self) -> Option<Money> {
        let some = !self.refunds.is_empty();
        some.then(|| Money { minor: self.given_back(), ..self.total })
    }

    /// What its buyer owes for what was not called off. Of an order that was, what they had paid and got back.
    pub fn owed(&self) -> i64 {
        if self.status() == Status::Cancelled {
            return self.given_back();
        }
        let credits = self.cancels.iter().map(|cancel| cancel.credit.amount.minor);
        let credits = credits.chain(self.compensated.map(|amount| amount.minor));
        credits.fold(self.total.minor, i64::saturating_sub).max(0)
    }

    /// What the shop got for it and did not pay back; refunds aside.
    pub fn received(&self) -> i64 {
        self.paid(PaymentKind::Captured).saturating_sub(self.paid(PaymentKind::Repaid))
    }

    /// What is still to be paid. Of an order whose payments are not recorded nothing is, once it was refunded: it
    /// was paid elsewhere.
    pub fn due(&self) -> i64 {
        let elsewhere = self.payments.is_empty() && !self.refunds.is_empty();
        if elsewhere { 0 } else { self.owed().saturating_sub(self.received()).max(0) }
    }

    /// What was paid beyond what is owed by now.
    pub fn overpaid(&self) -> i64 {
        self.received().saturating_sub(self.owed()).max(0)
    }

    /// What may be given back: what was paid and did not come back, if payments are recorded.
    pub fn in_hand(&self) -> Option<i64> {
        let recorded = !self.payments.is_empty();
        recorded.then(|| self.received().saturating_sub(self.given_back()).max(0))
    }

    /// How much of a payment of that kind there can be now.
    pub fn room(&self, kind: PaymentKind) -> i64 {
        match kind {
            PaymentKind::Authorised => {
                let open =
                    self.paid(PaymentKind::Authorised).saturating_sub(self.paid(PaymentKind::Captured));
                self.due().saturating_sub(open.max(0))
            }
            PaymentKind::Captured => self.due(),
            PaymentKind::Repaid => self.overpaid(),
        }
    }

    /// Whether that can be.
    pub(super) fn may_pay(&self, payment: &Payment) -> bool {
        let Payment { kind, amount, .. } = payment;
        amount.currency == self.total.currency && amount.minor > 0 && amount.minor <= self.room(*kind)
    }
}
