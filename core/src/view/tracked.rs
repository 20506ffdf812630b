//! Where an order is, as nodes: its steps, its parcels, what waits and what was paid.

use super::{Element, Viewer, Word, count, halves};
use crate::event::{ParcelStatus, PaymentKind, StockLine};
use crate::query::{Paid, Parcel, Tracked};
use crate::time::Timestamp;

impl Viewer<'_> {
    pub(super) fn tracked(&self, tracked: &Tracked) -> Element {
        let order = count(tracked.number);
        let mut steps = Element::part("ol", "timeline");
        let current = tracked.timeline.len().saturating_sub(1);
        for (place, step) in tracked.timeline.iter().enumerate() {
            let (word, name) = (Word::status(step.status), step.status.name());
            steps = steps.child(self.step(word, name, step.at, place == current));
        }
        for status in &tracked.ahead {
            let item = Element::new("li").attribute("data-state", "ahead");
            let item = item.attribute("data-step", status.name());
            steps = steps.child(item.text(self.word(Word::status(*status))));
        }
        let mut drawn = Element::part("div", "tracker")
            .attribute("data-status", tracked.status.name())
            .child(Element::part("p", "order").text(self.word(Word::Order)).child(order))
            .child(steps);
        if tracked.parcels.iter().any(|parcel| says_more(parcel, tracked)) {
            drawn = tracked.parcels.iter().fold(drawn, |drawn, parcel| drawn.child(self.parcel(parcel)));
        }
        drawn = self.units(drawn, Word::Waiting, &tracked.waiting);
        drawn = self.units(drawn, Word::CalledOff, &tracked.cancelled);
        drawn = drawn.child(self.total(tracked.total));
        drawn = tracked.payments.iter().fold(drawn, |drawn, paid| drawn.child(self.paid(paid)));
        for (part, word, amount) in
            [("due", Word::Due, tracked.due), ("refunded", Word::Refunded, tracked.refunded)]
        {
            if let Some(amount) = amount {
                drawn = drawn.child(self.sum(part, word, amount));
            }
        }
        drawn
    }

    #[inline(never)]
    fn step(&self, word: Word, name: &str, at: Timestamp, is_current: bool) -> Element {
        let word = Element::new("span").text(self.word(word));
        let state = if is_current { "current" } else { "done" };
        let item = Element::new("li").attribute("data-state", state);
        let item = item.attribute("data-step", name);
        let item = if is_current { item.attribute("aria-current", "step") } else { item };
        item.child(word).text(" ").child(self.time(at))
    }

    fn parcel(&self, parcel: &Parcel) -> Element {
        let [before, after] = halves(self.word(Word::Parcel));
        let mut name = Element::part("p", "parcel-name");
        name = name.text(&before).child(count(u32::from(parcel.id.0))).text(&after);
        if let Some(consignment) = &parcel.consignment {
            let carried = |text: &str| Element::new("bdi").text(text);
            name = name.text(" · ").child(carried(&consignment.carrier)).text(" ");
            name = name.child(carried(&consignment.number));
        }
        let drawn = Element::part("div", "parcel").attribute("data-status", parcel.status().name());
        let drawn = drawn.child(name).child(self.products(&parcel.lines));
        let current = parcel.timeline.len().saturating_sub(1);
        let steps = parcel.timeline.iter().enumerate().fold(
            Element::part("ol", "timeline"),
            |steps, (place, step)| {
                let (word, name) = (Word::parcel(step.status), step.status.name());
                steps.child(self.step(word, name, step.at, place == current))
            },
        );
        drawn.child(steps)
    }

    fn products(&self, lines: &[StockLine]) -> Element {
        lines.iter().fold(Element::part("ul", "units"), |list, line| {
            let item = Element::new("li").child(self.product_link(line.product));
            list.child(item.text(" × ").child(count(line.units)))
        })
    }

    fn units(&self, drawn: Element, word: Word, lines: &[StockLine]) -> Element {
        if lines.is_empty() {
            return drawn;
        }
        drawn.child(Element::part("p", "note").text(self.word(word))).child(self.products(lines))
    }

    fn paid(&self, paid: &Paid) -> Element {
        let word = match paid.payment.kind {
            PaymentKind::Authorised => Word::Authorised,
            PaymentKind::Captured => Word::Captured,
            PaymentKind::Repaid => Word::Repaid,
        };
        let mut line = self.sum("paid", word, paid.payment.amount);
        if let Some(invoice) = paid.payment.invoice {
            let [before, after] = halves(self.word(Word::Invoice));
            line = line.text(" · ").text(&before).child(count(invoice)).text(&after);
        }
        line.text(" ").child(self.time(paid.at))
    }
}

/// Whether a parcel says what the steps of its order do not.
fn says_more(parcel: &Parcel, tracked: &Tracked) -> bool {
    let plain =
        |status| matches!(status, ParcelStatus::Packed | ParcelStatus::Shipped | ParcelStatus::Delivered);
    tracked.parcels.len() > 1
        || parcel.consignment.is_some()
        || parcel.lines.len() < tracked.lines.len()
        || parcel.timeline.iter().any(|step| !plain(step.status))
}
