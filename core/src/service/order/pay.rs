//! What was paid of an order, what is to be paid, and what its buyer got back.

use super::Order;
use crate::command::Status;
use crate::event::{Payment, PaymentKind, Refund};
use crate::money::Money;

fn sum(amounts: impl Iterator<Item = i64>) -> i64 {
    amounts.fold(0, i64::saturating_add)
}

impl Order {
    fn paid(&self, kind: PaymentKind) -> i64 {
        let own = self.payments.iter().map(|paid| paid.payment).filter(|payment| payment.kind == kind);
        sum(own.map(|payment| payment.amount.minor))
    }

    fn given_back(refunds: &[Refund]) -> i64 {
        sum(refunds.iter().map(|refund| refund.amount.minor))
    }

    /// What its buyer got back in all; nothing, if there was no refund.
    pub(super) fn refunded(&self) -> Option<Money> {
        let some = !self.refunds.is_empty();
        some.then(|| Money { minor: Self::given_back(&self.refunds), ..self.total })
    }

    /// What its buyer owes for what was not called off. Of an order that was, what they had paid and got back.
    pub fn owed(&self) -> i64 {
        if self.status() == Status::Cancelled {
            return Self::given_back(&self.refunds);
        }
        let credits = sum(self.cancels.iter().map(|cancel| cancel.credit.amount.minor));
        self.total.minor.saturating_sub(credits)
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
        recorded.then(|| self.received().saturating_sub(Self::given_back(&self.refunds)).max(0))
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
