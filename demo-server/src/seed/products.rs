//! The 5,000 products, a column per attribute.

use super::columns::{self, Column};
use super::{SeedError, SeedProduct};

pub(super) const FILE: &str = "products.bin";
pub(super) const COLUMNS: [&str; 10] = [
    "totals",
    "department",
    "category",
    "kind",
    "private_brand",
    "manufacturer",
    "list",
    "card",
    "baskets",
    "size",
];

/// Decodes all products, in the order of their numbers.
pub(super) fn decode(packed: &[u8]) -> Result<Vec<SeedProduct>, SeedError> {
    let [mut totals, department, category, kind, private, manufacturer, list, card, baskets, size] =
        columns::unpack(FILE, COLUMNS, packed)?;
    let total = totals.number()?;
    let short_of_sizes = size.damaged("there are fewer sizes than products");
    let sizes = size.text()?;
    let mut columns = Columns { department, category, kind, private, manufacturer, list, card, baskets };
    let products: Result<Vec<_>, _> =
        (1..=total).zip(sizes.lines()).map(|(id, size)| columns.product(id, size)).collect();
    let products = products?;
    if products.len() < total as usize {
        return Err(short_of_sizes);
    }
    Ok(products)
}

struct Columns {
    department: Column,
    category: Column,
    kind: Column,
    private: Column,
    manufacturer: Column,
    list: Column,
    card: Column,
    baskets: Column,
}

impl Columns {
    fn product(&mut self, id: u32, size: &str) -> Result<SeedProduct, SeedError> {
        Ok(SeedProduct {
            id,
            department: self.department.short()?,
            category: self.category.short()?,
            kind: self.kind.short()?,
            size: size.to_owned(),
            private_brand: self.private.number()? == 1,
            manufacturer: self.manufacturer.number()?,
            list_cents: i64::from(self.list.number()?),
            card_cents: i64::from(self.card.number()?),
            baskets: self.baskets.number()?,
        })
    }
}
