//! When an order is to be there, and what is said where it is not.

use super::{Element, Viewer, Word, count, halves};
use crate::event::Interval;
use crate::id::OrderId;
use crate::money::Money;
use crate::query::{Cause, Late, Tracked};
use crate::time::Timestamp;

impl Viewer<'_> {
    /// The promise of an order: when it is to be there, or why it is not.
    pub(super) fn promise(&self, drawn: Element, tracked: &Tracked) -> Element {
        let Some(interval) = tracked.promise.and_then(|promise| promise.interval) else { return drawn };
        let Some(late) = tracked.late else {
            // What has arrived, or never will, is expected no more.
            let open = !tracked.ahead.is_empty();
            return if open { drawn.child(self.expected(interval)) } else { drawn };
        };
        let told =
            Element::part("p", "late").text(self.word(Word::ShouldHave)).child(self.time(interval.until));
        let drawn = drawn.child(told.text(". ").text(self.word(Word::cause(late.cause))));
        let Late { offer, compensated, .. } = late;
        match (offer, compensated) {
            (Some(offer), _) => self.see_order(drawn.child(self.offered(offer)), tracked.order),
            (None, Some(taken)) => drawn.child(self.sum("compensated", Word::Compensated, taken)),
            (None, None) => drawn,
        }
    }

    #[inline(never)]
    fn offered(&self, offer: Money) -> Element {
        self.sum("offer", Word::Offered, offer)
    }

    /// What leads to the shop's own page of an order, where the remedy can be taken.
    #[inline(never)]
    fn see_order(&self, drawn: Element, order: OrderId) -> Element {
        let Some(address) = self.shop.order_url(order) else { return drawn };
        let link = Element::part("a", "link").attribute("href", &address);
        drawn.child(Element::part("p", "see-order").child(link.text(self.word(Word::SeeOrder))))
    }

    /// With how old it is, where a page cannot reach the shop.
    pub fn as_of(&self, drawn: Element, heard: Timestamp) -> Element {
        drawn.child(Element::part("p", "note").text(self.word(Word::AsOf)).child(self.time(heard)))
    }

    fn expected(&self, interval: Interval) -> Element {
        let told = Element::part("p", "promise").text(self.word(Word::Expected));
        self.interval(told, interval)
    }

    /// From when until when.
    pub(super) fn interval(&self, told: Element, Interval { from, until, .. }: Interval) -> Element {
        told.child(self.time(from)).text(" – ").child(self.time(until))
    }

    /// What stands in the place of suggestions while a promise is broken.
    pub(super) fn service(
        &self,
        (order, number): (OrderId, u32),
        (until, cause): (Timestamp, Cause),
        offer: Option<Money>,
    ) -> Element {
        let [before, after] = halves(self.word(Word::OrderLate));
        let told = Element::part("p", "late").text(&before).child(count(number)).text(&after);
        let told = told.child(self.time(until)).text(". ").text(self.word(Word::cause(cause)));
        let mut drawn = Element::part("div", "service").child(told);
        if let Some(offer) = offer {
            drawn = drawn.child(self.offered(offer));
        }
        self.see_order(drawn, order).child(Element::part("p", "note").text(self.word(Word::ServiceFirst)))
    }
}
