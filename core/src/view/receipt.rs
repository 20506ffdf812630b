//! A receipt as nodes: from the price for everyone to the total, and what would lower it.

use super::{Element, Node, Viewer, Word, count, halves, money};
use crate::id::PriceListId;
use crate::money::Money;
use crate::packed::Packed;
use crate::query::Tracked;
use crate::shop::{CARD, Label};
use crate::terms::condition::Change;
use crate::terms::promotion::PromotionId;
use crate::terms::receipt::{Receipt, What};
use crate::terms::{Guard, Verdict};

impl Viewer<'_> {
    /// The derivation of an order's total, as it was when it was placed; nothing, if there is none.
    pub fn order_receipt(&self, tracked: &Tracked) -> Option<Node> {
        let receipt = tracked.receipt.as_ref().and_then(Packed::get)?;
        self.receipt(receipt).map(Node::Element)
    }

    /// What an order came to.
    pub fn order_total(&self, tracked: &Tracked) -> Node {
        Node::Element(self.total(tracked.total))
    }

    /// A step by its name: what is lowered, and by which promotion; one that is no longer told of has no name.
    pub fn receipt_step(&self, receipt: &Receipt, what: What) -> Node {
        Node::Element(self.called(Element::new("span"), receipt, what))
    }

    /// The derivation, if there is anything to derive; each kind of step once. The sums are those of the receipt.
    pub(super) fn receipt(&self, receipt: &Receipt) -> Option<Element> {
        let mut sums: Vec<(What, i64)> = Vec::new();
        for step in &receipt.steps {
            match sums.iter_mut().find(|(what, _)| *what == step.what) {
                Some((_, sum)) => *sum = sum.saturating_add(step.minor),
                None => sums.push((step.what, step.minor)),
            }
        }
        if sums.len() < 2 && receipt.lowest.is_empty() {
            return None;
        }
        // Product by product in the receipt; here from prices to promotions to what comes on top.
        sums.sort_by_key(|(what, _)| match what {
            What::Public => 0,
            What::List(_) | What::HeldList(..) => 1,
            What::Promotion(_) | What::Held(..) => 2,
            What::Shipping => 3,
            What::Tax(_) => 4,
            What::Points => 5,
            What::GiftCard => 6,
        });
        let line = |list: Element, (what, minor): &(What, i64)| {
            let item = self.called(Element::new("li"), receipt, *what);
            list.child(item.text(" ").child(money(Money::new(*minor, receipt.currency))))
        };
        let drawn = sums.iter().fold(Element::part("ul", "receipt"), line);
        Some(receipt.lowest.iter().fold(drawn, |list, (product, minor)| {
            let name = Element::new("bdi").text(&self.names.product(self.shop, *product));
            let item = Element::part("li", "lowest").child(name).text(" · ").text(self.word(Word::Lowest));
            list.child(item.child(money(Money::new(*minor, receipt.currency))))
        }))
    }

    fn called(&self, item: Element, receipt: &Receipt, what: What) -> Element {
        let word = match what {
            What::Promotion(id) => return self.promotion(item, receipt, id),
            What::Held(id, guard) => {
                let word = if guard == Guard::Budget { Word::HeldBudget } else { Word::HeldPrice };
                return self.promotion(item, receipt, id).text(" · ").text(self.word(word));
            }
            What::HeldList(id, _) => {
                return self.list(item, receipt, id).text(" · ").text(self.word(Word::HeldPrice));
            }
            What::Public => Word::ListPrice,
            What::List(id) => return self.list(item, receipt, id),
            What::Shipping => Word::Sending,
            What::Tax(_) => Word::Tax,
            What::Points => Word::WithPoints,
            What::GiftCard => return item.text(what.word(self.names.lang)),
        };
        item.text(self.word(word))
    }

    /// A price list by its name; one without is the card's.
    fn list(&self, item: Element, receipt: &Receipt, id: PriceListId) -> Element {
        match receipt.lists.iter().find(|(list, _)| *list == id) {
            Some((_, label)) => item.child(Element::new("bdi").text(label.in_lang(self.names.lang))),
            None => item.text(self.word(Word::CardPrice)),
        }
    }

    fn promotion(&self, item: Element, receipt: &Receipt, id: PromotionId) -> Element {
        let found = receipt.called.iter().find(|(called, _)| *called == id);
        let nameless = What::Promotion(id).word(self.names.lang);
        let name = found.map_or(nameless, |(_, label): &(_, Label)| label.in_lang(self.names.lang));
        item.child(Element::new("bdi").text(name))
    }

    /// What would bring a promotion that does not act: at most three, those that one change brings.
    pub(super) fn hints(&self, receipt: &Receipt) -> Option<Element> {
        let hints = receipt.verdicts.iter().filter_map(|verdict| self.hint(receipt, verdict));
        let list = hints.take(3).fold(Element::part("ul", "hints"), Element::child);
        (!list.children.is_empty()).then_some(list)
    }

    fn hint(&self, receipt: &Receipt, verdict: &Verdict) -> Option<Element> {
        let Some([change]) = verdict.change.as_deref() else { return None };
        if receipt.called.iter().all(|(called, _)| *called != verdict.promotion) {
            return None;
        }
        let (word, what) = match change {
            Change::Spend { more, .. } => (Word::SpendMore, money(Money::new(*more, receipt.currency))),
            Change::Units { more, .. } => (Word::UnitsMore, count(*more)),
            Change::Wait(at) => (Word::From, self.time(*at)),
            Change::Group(names) if names.iter().any(|name| name == CARD) => {
                (Word::WithCard, Element::new("span"))
            }
            _ => return None,
        };
        let [before, after] = halves(self.word(word));
        let item = Element::new("li").text(&before).child(what).text(&after);
        Some(self.promotion(item, receipt, verdict.promotion))
    }
}
