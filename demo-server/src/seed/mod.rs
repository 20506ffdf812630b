//! The demo's data: a grocer's year of 123,697 baskets, its 5,000 products and their names,
//! packed into the program. What the shop makes of them is decided elsewhere.

mod baskets;
mod campaigns;
mod columns;
mod error;
mod names;
mod pack;
mod products;
mod recency;
mod size;
mod source;
#[cfg(test)]
mod tests;

pub use baskets::Baskets;
pub use campaigns::{SeedCampaign, SeedCoupon, campaigns};
pub use error::SeedError;
pub use names::{Label, Taxonomy};
pub use pack::pack;

const PACKED_PRODUCTS: &[u8] = include_bytes!("../../seed/products.bin");
const PACKED_BASKETS: &[u8] = include_bytes!("../../seed/baskets.bin");
const NAMES: &str = include_str!("../../seed/names.json");

/// What the demo shop sells, and what everything is called.
#[derive(Clone, Debug)]
pub struct Seed {
    /// All products, in the order of their ids: product `id` is at place `id - 1`.
    pub products: Vec<SeedProduct>,
    /// The names of departments, categories and types.
    pub taxonomy: Taxonomy,
}

/// One product of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedProduct {
    /// From 1 to 5,000.
    pub id: u32,
    /// Place in [`Taxonomy::departments`].
    pub department: u16,
    /// Place in [`Taxonomy::categories`].
    pub category: u16,
    /// Place in [`Taxonomy::kinds`]: the type of product.
    pub kind: u16,
    /// Package size in one lowercase form, such as `15.75 oz`; empty when the source gives none.
    pub size: String,
    /// Whether it is the retailer's own brand.
    pub private_brand: bool,
    /// The manufacturer's number in the source; it has no name.
    pub manufacturer: u32,
    /// Median price of the year before discounts, in US cents.
    pub list_cents: i64,
    /// Median price of the year after the loyalty card's discount, in US cents.
    pub card_cents: i64,
    /// In how many baskets of the source it was.
    pub baskets: u32,
}

/// One visit to the till.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedBasket {
    /// From 1 in time order.
    pub id: u32,
    /// The household's number in the source, from 1 to 2,500.
    pub household: u16,
    /// The store's number in the source.
    pub store: u16,
    /// When it was paid, in Unix seconds: the year is 2017.
    pub at: i64,
    /// What was bought, in order of product.
    pub lines: Vec<SeedLine>,
}

/// One product in a basket. All amounts are for the whole line, in US cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedLine {
    /// The product's id.
    pub product: u32,
    /// How many units, from 1 to 100.
    pub quantity: u32,
    /// What the retailer received: shelf price less card discount less the addition to a coupon.
    pub paid_cents: i64,
    /// What the loyalty card took off.
    pub card_discount_cents: i64,
    /// What a manufacturer's coupon was worth. The manufacturer refunds it, so `paid_cents` includes it;
    /// on a few lines of the source it is more than was paid.
    pub coupon_cents: i64,
    /// What the retailer added to that coupon.
    pub coupon_match_cents: i64,
}

/// Unpacks the products and their names. The baskets come from [`baskets()`].
pub fn load() -> Result<Seed, SeedError> {
    let products = products::decode(PACKED_PRODUCTS)?;
    let taxonomy = names::Names::parse(NAMES)?.into_taxonomy()?;
    let lists = [
        ("department", taxonomy.departments.len()),
        ("category", taxonomy.categories.len()),
        ("type", taxonomy.kinds.len()),
    ];
    for product in &products {
        for ((list, length), place) in lists.iter().zip([product.department, product.category, product.kind])
        {
            if usize::from(place) >= *length {
                return Err(SeedError::Unnamed { list, key: format!("number {place}") });
            }
        }
    }
    Ok(Seed { products, taxonomy })
}

/// All baskets of the year in time order, decoded as they are asked for.
pub fn baskets() -> Result<Baskets, SeedError> {
    Baskets::open(PACKED_BASKETS)
}
