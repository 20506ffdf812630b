//! The laws of training. Here: how the tests write a log; the laws stand in the files below.

use proptest::prelude::*;

use crate::event::{
    Actor, Channel, Consent, CustomerFact, Event, Fact, OrderFact, Role, Signal, SoldLine, Subject,
};
use crate::id::{EventId, LabelId, ProductId, ShopperId, SourceId};
use crate::money::Currency;
use crate::shop::{Product, PublicShop};
use crate::time::{Span, Timestamp};

use super::Tally;

mod fitting;
mod learning;
mod searching;
mod tallying;

fn shopper(n: u32) -> ShopperId {
    let mut id = [7; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    ShopperId(id)
}

fn minute(n: i64) -> Timestamp {
    Timestamp(0) + Span::minutes(n)
}

fn day(n: i64) -> Timestamp {
    Timestamp(0) + Span::days(n)
}

/// A log in the making: every event gets the next number.
#[derive(Debug, Clone, Default)]
struct Log(Vec<Event>);

impl Log {
    fn push(&mut self, who: ShopperId, at: Timestamp, fact: Fact) {
        let id = EventId { source: SourceId([1; 16]), n: self.0.len() as u32 };
        let (subject, actor) = (Subject::Shopper(who), Actor::Merchant(Role::Owner));
        self.0.push(Event { id, subject, actor, channel: Channel::Web, at, fact });
    }

    fn consented(mut self, who: u32, at: Timestamp, consent: Consent) -> Self {
        self.push(shopper(who), at, Fact::Customer(CustomerFact::Consented { consent }));
        self
    }

    fn linked(mut self, visitor: u32, customer: u32, at: Timestamp) -> Self {
        let (visitor, customer) = (shopper(visitor), shopper(customer));
        self.push(customer, at, Fact::Customer(CustomerFact::Linked { visitor, customer }));
        self
    }

    fn viewed(mut self, who: u32, at: Timestamp, product: u32) -> Self {
        self.push(shopper(who), at, Fact::Signal(Signal::ViewItem { product: ProductId(product) }));
        self
    }

    fn sold(mut self, who: u32, at: Timestamp, products: &[u32]) -> Self {
        let line = |product: &u32| SoldLine { product: ProductId(*product), quantity: 1, paid: 100 };
        let lines = products.iter().map(line).collect();
        let fact = OrderFact::SoldInStore { currency: Currency::Usd, lines };
        self.push(shopper(who), at, Fact::Order(fact));
        self
    }

    fn tally(&self) -> Tally {
        tally(&self.0)
    }
}

fn tally(events: &[Event]) -> Tally {
    let mut tally = Tally::default();
    events.iter().for_each(|event| tally.add(event));
    tally
}

/// A shop that sells products 1 to `n`.
fn shop(n: u32) -> PublicShop {
    let label = LabelId(0);
    let product = |id| Product {
        id: ProductId(id),
        department: label,
        category: label,
        kind: label,
        size: 0,
        make: Default::default(),
    };
    PublicShop { products: (1..=n).map(product).collect(), ..PublicShop::bare() }
}

/// Any log of a few shoppers and products within a few hours, consents and links among them.
fn any_log() -> impl Strategy<Value = Log> {
    let step = (0_u8..5, 0_u32..5, 0_u32..5, 0_i64..240, prop::collection::vec(1_u32..9, 0..5));
    prop::collection::vec(step, 0..60).prop_map(|steps| {
        steps.into_iter().fold(Log::default(), |log, (kind, who, other, at, products)| match kind {
            0 => log.consented(
                who,
                minute(at),
                [Consent::Denied, Consent::Private, Consent::Full][who as usize % 3],
            ),
            1 => log.consented(who, minute(at), Consent::Full),
            2 => log.linked(who, other, minute(at)),
            3 => log.viewed(who, minute(at), other),
            _ => log.sold(who, minute(at), &products),
        })
    })
}
