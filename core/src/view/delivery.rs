//! When an order would be there, by each carrier, as nodes.

use super::{Element, Viewer, Word};
use crate::query::DeliveryOption;

impl Viewer<'_> {
    /// A line for each carrier.
    pub(super) fn delivery(&self, options: &[DeliveryOption]) -> Element {
        options.iter().fold(Element::part("ul", "delivery"), |list, option| list.child(self.option(option)))
    }

    fn option(&self, option: &DeliveryOption) -> Element {
        let carrier = self.shop.delivery().and_then(|delivery| delivery.carrier(option.carrier));
        let name = carrier.map_or("", |carrier| carrier.name.in_lang(self.names.lang));
        let item = Element::new("li").child(Element::new("bdi").text(name)).text(" · ");
        match option.promise.interval {
            Some(interval) => self.interval(item, interval),
            None => item.text(self.word(Word::NotPromised)),
        }
    }
}
