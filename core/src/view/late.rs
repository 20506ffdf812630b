//! When an order is to be there, and what is said where it is not.

use super::{Element, Viewer, Word, count, halves};
use crate::event::Interval;
use crate::id::OrderId;
use crate::money::Money;
use crate::query::{Late, Tracked};
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
        let mut drawn = drawn.child(told.text(". ").text(self.word(Word::cause(late.cause))));
        let Late { offer, compensated, .. } = late;
        for (part, word, amount) in
            [("offer", Word::Offered, offer), ("compensated", Word::Compensated, compensated)]
        {
            if let Some(amount) = amount {
                drawn = drawn.child(self.sum(part, word, amount));
            }
        }
        drawn
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
        until: Timestamp,
        offer: Option<Money>,
    ) -> Element {
        let [before, after] = halves(self.word(Word::OrderLate));
        let told = Element::part("p", "late").text(&before).child(count(number)).text(&after);
        let mut drawn = Element::part("div", "service").child(told.child(self.time(until)));
        if let Some(offer) = offer {
            drawn = drawn.child(self.sum("offer", Word::Offered, offer));
        }
        if let Some(address) = self.shop.order_url(order) {
            let link = Element::part("a", "link").attribute("href", &address);
            drawn = drawn.child(Element::new("p").child(link.text(self.word(Word::SeeOrder))));
        }
        drawn.child(Element::part("p", "note").text(self.word(Word::ServiceFirst)))
    }
}
