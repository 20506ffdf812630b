//! A cart as nodes, as it is and as it would be.

use super::{Element, Viewer, Word, count, halves, money};
use crate::query::{Cart, CartLine, WouldBe};

impl Viewer<'_> {
    pub(super) fn cart(&self, cart: &Cart) -> Element {
        if cart.lines.is_empty() {
            return Element::empty(self.word(Word::CartEmpty));
        }
        let lines =
            cart.lines.iter().fold(Element::part("ul", "lines"), |all, line| all.child(self.line(line)));
        let drawn = Element::part("div", "cart").child(lines);
        let Some(receipt) = cart.receipt() else {
            return drawn.child(self.total(cart.total));
        };
        let drawn = self.with(drawn, self.receipt(receipt)).child(self.total(cart.total));
        self.with(drawn, self.hints(receipt))
    }

    fn with(&self, around: Element, part: Option<Element>) -> Element {
        match part {
            Some(part) => around.child(part),
            None => around,
        }
    }

    /// What it adds to the cart, and what would lower that.
    pub(super) fn would_be(&self, would_be: &WouldBe) -> Element {
        let [before, after] = halves(self.word(Word::WouldAdd));
        let more = Element::part("p", "more").text(&before).child(money(would_be.more)).text(&after);
        let drawn = Element::part("div", "would-be").child(more);
        self.with(drawn, would_be.cart.receipt().and_then(|receipt| self.hints(receipt)))
    }

    fn line(&self, line: &CartLine) -> Element {
        let item = self.with_picture(Element::part("li", "line"), line.product, "lazy");
        let item = item.child(self.product_link(line.product));
        let item = item.text(" × ").child(count(line.quantity)).text(" ").child(money(line.total));
        let item = item.child(self.price_reason(line.reason));
        if line.waits {
            item.child(Element::new("small").text(self.word(Word::MayWait)))
        } else if line.in_stock {
            item
        } else {
            item.child(Element::new("strong").text(self.word(Word::OutOfStock)))
        }
    }
}
