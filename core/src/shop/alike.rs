//! Which products are like one another: found once, so that a list asks about these only.

use super::Product;

/// Chains of products that fall together, by what makes them alike. Nothing of it travels, and all of it
/// follows from the products: any two are equal. The default knows nothing and looks at all products.
#[derive(Debug, Clone, Default)]
pub struct Alike {
    /// By bucket: the last product that fell into it, by its place plus one; 0 for none.
    last: Vec<u32>,
    /// By product: the one before it in its bucket, likewise.
    before: Vec<u32>,
}

impl PartialEq for Alike {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Alike {}

impl Alike {
    /// What these products are like.
    pub fn among(products: &[Product]) -> Self {
        let mut last = vec![0; products.len()];
        let mut before = Vec::with_capacity(products.len());
        for (number, product) in (1..).zip(products) {
            let last = last.get_mut(bucket(product, products.len()));
            before.push(last.map_or(0, |last| core::mem::replace(last, number)));
        }
        Self { last, before }
    }

    /// The products that are like this one, itself among them, in no order that says anything.
    pub(super) fn of<'a>(
        &'a self,
        products: &'a [Product],
        product: &'a Product,
    ) -> impl Iterator<Item = &'a Product> {
        let known = self.before.len() == products.len();
        // Where nothing is known, each product follows the one before it.
        let first = match self.last.get(bucket(product, self.last.len())) {
            Some(last) if known => *last,
            _ => products.len() as u32,
        };
        let place = |number: u32| number.checked_sub(1).map(|place| place as usize);
        let next = move |at: &usize| place(if known { *self.before.get(*at)? } else { *at as u32 });
        let found = core::iter::successors(place(first), next).filter_map(|place| products.get(place));
        found.filter(move |other| other.id == product.id || other.is_like(product))
    }
}

/// Where a product falls, of so many buckets: what is alike falls together, and what declares no maker, and
/// so is like nothing, by its own number.
fn bucket(product: &Product, buckets: usize) -> usize {
    let Product { id, kind, size, make, .. } = product;
    let number = match make.maker {
        0 => u64::from(id.0),
        maker => u64::from(kind.0) << 48 | u64::from(*size) << 32 | u64::from(maker),
    };
    // As splitmix64 finishes: neighbouring numbers are far apart.
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)).checked_rem(buckets as u64).unwrap_or_default() as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::{LabelId, ProductId};
    use crate::shop::{Brand, Make};

    fn product() -> impl Strategy<Value = Product> {
        let size = prop_oneof![0_u16..2, Just(u16::MAX)];
        (0_u16..3, size, any::<bool>(), 0_u32..3).prop_map(|(kind, size, own, maker)| Product {
            id: ProductId(0),
            department: LabelId(0),
            category: LabelId(0),
            kind: LabelId(kind),
            size,
            make: Make { brand: if own { Brand::Private } else { Brand::National }, maker },
        })
    }

    proptest! {
        #[test]
        fn what_is_like_a_product_is_found_as_by_looking_at_all(
            mut products in prop::collection::vec(product(), 1..60),
        ) {
            (1..).zip(&mut products).for_each(|(id, product)| product.id = ProductId(3 * id));
            let (knows, looks) = (Alike::among(&products), Alike::default());
            for (own, alike) in products.iter().flat_map(|own| [(own, &knows), (own, &looks)]) {
                let mut found: Vec<ProductId> = alike.of(&products, own).map(|other| other.id).collect();
                found.sort_unstable();
                let all = products.iter().filter(|other| other.id == own.id || other.is_like(own));
                prop_assert_eq!(found, all.map(|other| other.id).collect::<Vec<_>>());
            }
        }
    }
}
