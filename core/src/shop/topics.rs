//! What products have in common with others: a category, a brand, a price band.

use super::{Audience, Product, PublicShop};
use crate::event::Topic;
use crate::id::ProductId;

/// What a product of each type costs in the mean, in minor units. Nothing of it travels, and all of it follows from
/// products and prices: any two are equal.
#[derive(Debug, Clone, Default)]
pub struct Means {
    /// The sum and number of prices, in the place of the type's label.
    by_kind: Vec<(i64, i64)>,
}

impl PartialEq for Means {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Means {}

impl PublicShop {
    /// The shop with the means of what it sells.
    pub(crate) fn with_means(mut self) -> Self {
        let mut by_kind = Vec::new();
        for product in &self.products {
            let place = usize::from(product.kind.0);
            if by_kind.len() <= place {
                by_kind.resize(place.saturating_add(1), (0_i64, 0_i64));
            }
            if let (Some(price), Some((sum, count))) = (self.price_of_one(product.id), by_kind.get_mut(place))
            {
                *sum = sum.saturating_add(price);
                *count = count.saturating_add(1);
            }
        }
        self.means = Means { by_kind };
        self
    }

    /// What everyone pays for one in the book currency, whatever the hour.
    fn price_of_one(&self, product: ProductId) -> Option<i64> {
        let mut lowest = None;
        for list in &self.price_lists {
            if list.currency == self.currency && matches!(list.audience, Audience::Everyone) {
                lowest =
                    list.price(product).filter(|price| lowest.is_none_or(|least| *price < least)).or(lowest);
            }
        }
        lowest
    }

    /// The price band of a product, see [`Topic::Price`].
    fn band(&self, product: &Product) -> Option<u8> {
        let (sum, count) = *self.means.by_kind.get(usize::from(product.kind.0))?;
        // Both sides four times as many as there are, so that a quarter is a whole number.
        let own = self.price_of_one(product.id)?.saturating_mul(count).saturating_mul(4);
        Some(match () {
            () if own <= sum.saturating_mul(3) => 0,
            () if own >= sum.saturating_mul(5) => 2,
            () => 1,
        })
    }

    /// Tells what a product has in common with others; nothing of one that is not sold.
    pub fn each_topic(&self, product: ProductId, tell: &mut dyn FnMut(Topic)) {
        let Some(product) = self.product(product) else { return };
        tell(Topic::Category(product.category));
        if product.make.maker > 0 {
            tell(Topic::Brand(product.make.maker));
        }
        if let Some(band) = self.band(product) {
            tell(Topic::Price(band));
        }
    }

    /// Whether a product has it.
    pub fn is(&self, product: ProductId, topic: Topic) -> bool {
        let Some(product) = self.product(product) else { return false };
        match topic {
            Topic::Category(category) => product.category == category,
            Topic::Brand(maker) => maker > 0 && product.make.maker == maker,
            Topic::Price(band) => self.band(product) == Some(band),
        }
    }

    /// Whether anything that is sold has it.
    pub fn has(&self, topic: Topic) -> bool {
        self.products.iter().any(|product| self.is(product.id, topic))
    }
}
