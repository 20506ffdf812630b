//! When somebody is surprised: as an order comes, and as the card is held for another year.

use super::Judge;
use super::fulfil::about;
use crate::engine::decide::points::{Decided, with};
use crate::event::{Fact, Moment, OrderFact, Subject, TermsFact};
use crate::id::ShopperId;
use crate::service::order::Order;
use crate::terms::loyalty::Book;

impl Judge<'_> {
    /// What follows for an order, with a surprise where that is why there is one: it came, for the first time.
    pub(super) fn with_arrival(&self, buyer: ShopperId, order: &Order, facts: Vec<OrderFact>) -> Decided {
        let then = order.after(&facts, self.at);
        let facts = about(buyer, facts);
        if order.arrived() || !then.arrived() {
            return facts;
        }
        let shared = self.shared(&buyer);
        let came = |own: &&Order| own.arrived() && !own.all_given_back() && own.id != order.id;
        let came =
            u32::try_from(shared.orders.iter().filter(came).count()).unwrap_or(u32::MAX).saturating_add(1);
        let reason = |moment: Moment| match moment {
            Moment::FirstDelivered => (came == 1).then_some(0),
            Moment::Late => then.broken.map(|_| order.number),
            Moment::Orders(count) => (came == count).then_some(0),
            Moment::Anniversary => None,
        };
        self.surprised(facts, buyer, self.book(&buyer), reason)
    }

    /// What is entered into a member's book, with a surprise for the card where it is the time.
    pub(super) fn with_anniversary(&self, facts: Decided, who: ShopperId, book: Book<'_>) -> Decided {
        let year = book.celebrated();
        self.surprised(facts, who, book, |moment| year.filter(|_| moment == Moment::Anniversary))
    }

    fn surprised(
        &self,
        facts: Decided,
        who: ShopperId,
        mut book: Book<'_>,
        reason: impl Fn(Moment) -> Option<u32>,
    ) -> Decided {
        let market = self.market().ok().filter(|_| self.member(&who).0);
        let spent = market.and_then(|market| book.surprise(&market.delighted, reason));
        let mut facts = with(facts, who, book);
        let delighted = spent.map(|(day, points, minor)| TermsFact::Delighted { day, points, minor });
        facts.extend(delighted.map(|fact| (Subject::Market, Fact::Terms(fact))));
        facts
    }
}
