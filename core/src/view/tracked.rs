//! Where an order is, as nodes: its steps, its parcels, what waits and what was paid.

use super::{Element, Viewer, Word, count, halves};
use crate::event::{Consignment, ParcelStatus, PaymentKind, StockLine};
use crate::query::{Paid, Parcel, Return, Tracked};
use crate::time::Timestamp;

impl Viewer<'_> {
    /// Where an order is.
    pub fn tracked(&self, tracked: &Tracked) -> Element {
        let order = count(tracked.number);
        let done =
            tracked.timeline.iter().map(|step| (Word::status(step.status), step.status.name(), step.at));
        let mut steps = self.steps(&done.collect::<Vec<_>>());
        for status in &tracked.ahead {
            let item = Element::new("li").attribute("data-state", "ahead");
            let item = item.attribute("data-step", status.name());
            steps = steps.child(item.text(self.word(Word::status(*status))));
        }
        let mut drawn = Element::part("div", "tracker")
            .attribute("data-status", tracked.status.name())
            .child(Element::part("p", "order").text(self.word(Word::Order)).child(order));
        drawn = self.promise(drawn, tracked).child(steps);
        if tracked.parcels.iter().any(|parcel| says_more(parcel, tracked)) {
            drawn = tracked.parcels.iter().fold(drawn, |drawn, parcel| drawn.child(self.parcel(parcel)));
        }
        drawn = self.units(drawn, Word::Waiting, &tracked.waiting);
        drawn = self.units(drawn, Word::CalledOff, &tracked.cancelled);
        drawn = tracked.returns.iter().fold(drawn, |drawn, back| drawn.child(self.sent_back(back)));
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

    fn step(&self, word: Word, name: &str, at: Timestamp, is_current: bool) -> Element {
        let word = Element::new("span").text(self.word(word));
        let state = if is_current { "current" } else { "done" };
        let item = Element::new("li").attribute("data-state", state);
        let item = item.attribute("data-step", name);
        let item = if is_current { item.attribute("aria-current", "step") } else { item };
        item.child(word).text(" ").child(self.time(at))
    }

    fn parcel(&self, parcel: &Parcel) -> Element {
        let name = self.carried(self.numbered(Word::Parcel, parcel.id.0), parcel.consignment.as_ref());
        let steps =
            parcel.timeline.iter().map(|step| (Word::parcel(step.status), step.status.name(), step.at));
        let drawn = Element::part("div", "parcel").attribute("data-status", parcel.status().name());
        drawn.child(name).child(self.products(&parcel.lines)).child(self.steps(&steps.collect::<Vec<_>>()))
    }

    fn sent_back(&self, back: &Return) -> Element {
        let mut name =
            self.numbered(Word::Return, back.number.0).text(" · ").text(self.word(Word::wish(back.wish)));
        name = name.text(" · ").text(self.word(Word::reason(back.reason)));
        let name = self.carried(name, back.label.as_ref());
        let steps =
            back.timeline.iter().map(|step| (Word::sent_back(step.status), step.status.name(), step.at));
        let drawn = Element::part("div", "parcel").attribute("data-status", back.status().name());
        drawn.child(name).child(self.products(&back.lines)).child(self.steps(&steps.collect::<Vec<_>>()))
    }

    /// The name of a parcel or a return.
    #[inline(never)]
    fn numbered(&self, word: Word, number: u16) -> Element {
        let [before, after] = halves(self.word(word));
        Element::part("p", "parcel-name").text(&before).child(count(u32::from(number))).text(&after)
    }

    /// Who carries it.
    #[inline(never)]
    fn carried(&self, name: Element, by: Option<&Consignment>) -> Element {
        let Some(by) = by else { return name };
        let told = |text: &str| Element::new("bdi").text(text);
        name.text(" · ").child(told(&by.carrier)).text(" ").child(told(&by.number))
    }

    #[inline(never)]
    fn steps(&self, steps: &[(Word, &str, Timestamp)]) -> Element {
        let (mut list, mut left) = (Element::part("ol", "timeline"), steps.len());
        for (word, name, at) in steps {
            left = left.saturating_sub(1);
            list = list.child(self.step(*word, name, *at, left == 0));
        }
        list
    }

    #[inline(never)]
    fn products(&self, lines: &[StockLine]) -> Element {
        lines.iter().fold(Element::part("ul", "units"), |list, line| {
            let item = Element::new("li").child(self.product_link(line.product));
            list.child(item.text(" × ").child(count(line.units)))
        })
    }

    #[inline(never)]
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
        line.text(" · ").child(self.time(paid.at))
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
