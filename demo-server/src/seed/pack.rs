//! From the original csv.gz files to the packed ones; the same source gives the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::columns::{self, put};
use super::names::{self, Names};
use super::recency::Recency;
use super::source::{self, Row};
use super::{SeedError, baskets, products, size};

const PRODUCTS: &str = "product_id,source_product_id,name,department,category,type,brand,manufacturer_id,\
    package_size,list_price_usd,card_price_usd,baskets";
const BASKETS: &str = "basket_id,household_id,store_id,timestamp,week";
const LINES: &str =
    "basket_id,product_id,quantity,sales_cents,retail_disc_cents,coupon_disc_cents,coupon_match_disc_cents";

/// Reads `products.csv.gz`, `baskets.csv.gz` and `lines.csv.gz` in `from` and writes
/// `products.bin` and `baskets.bin` into `to`, which must exist.
pub fn pack(from: &Path, to: &Path) -> Result<(), SeedError> {
    let products = pack_products(from)?;
    let total = products.total;
    write(to, products::FILE, &products.into_columns())?;
    write(to, baskets::FILE, &pack_baskets(from, total)?)
}

fn write(folder: &Path, file: &str, columns: &[Vec<u8>]) -> Result<(), SeedError> {
    let path = folder.join(file);
    let packed = columns::pack(columns).map_err(SeedError::io(&path))?;
    fs::write(&path, packed).map_err(SeedError::io(&path))
}

/// The columns of the products, without the totals, and the lists that give names their numbers.
struct Products {
    departments: BTreeMap<String, u16>,
    categories: BTreeMap<String, u16>,
    kinds: BTreeMap<String, u16>,
    columns: [Vec<u8>; 9],
    total: u32,
}

fn pack_products(from: &Path) -> Result<Products, SeedError> {
    let names = Names::parse(super::NAMES)?;
    let (departments, categories) = (names::places(&names.departments), names::places(&names.categories));
    let kinds = names::places(&names.kinds);
    let mut products = Products { departments, categories, kinds, columns: Default::default(), total: 0 };
    source::rows(from, "products.csv.gz", PRODUCTS, |row| products.add(row))?;
    Ok(products)
}

impl Products {
    fn add(&mut self, row: &Row<'_>) -> Result<(), SeedError> {
        self.total += 1;
        if row.number(0)? != self.total {
            return Err(row.wrong(format!("the product must be number `{}`", self.total)));
        }
        let private = match row.text(6)? {
            "Private" => 1,
            "National" => 0,
            brand => {
                return Err(row.wrong(format!("the brand `{brand}` is neither `National` nor `Private`")));
            }
        };
        let numbers = [
            names::place(&self.departments, "department", row.text(3)?)?.into(),
            names::place(&self.categories, "category", row.text(4)?)?.into(),
            names::place(&self.kinds, "type", row.text(5)?)?.into(),
            private,
            row.number(7)?,
            row.cents(9)?,
            row.cents(10)?,
            row.number(11)?,
        ];
        let [numeric @ .., sizes] = &mut self.columns;
        numeric.iter_mut().zip(numbers).for_each(|(column, number)| put(column, number));
        sizes.extend(size::tidy(row.text(8)?).into_bytes());
        sizes.push(b'\n');
        Ok(())
    }

    fn into_columns(self) -> Vec<Vec<u8>> {
        let mut totals = Vec::new();
        put(&mut totals, self.total);
        [totals].into_iter().chain(self.columns).collect()
    }
}

fn pack_baskets(from: &Path, products: u32) -> Result<Vec<Vec<u8>>, SeedError> {
    let (mut lines, mut heads) = (Lines::default(), Heads::default());
    source::rows(from, "lines.csv.gz", LINES, |row| lines.add(row))?;
    source::rows(from, "baskets.csv.gz", BASKETS, |row| heads.add(row))?;
    // No line has a coupon this far on: the reader never comes to a last gap.
    put(&mut lines.coupon_gap, i32::MAX.unsigned_abs());
    let mut totals = Vec::new();
    for total in [heads.total, lines.total, products, heads.first] {
        put(&mut totals, total);
    }
    let mut counts = Vec::new();
    for basket in 1..=heads.total {
        put(&mut counts, lines.counts.get(&basket).copied().unwrap_or(0));
    }
    let Lines { product, quantity, price, new_price, coupon_gap, coupon, .. } = lines;
    let Heads { gap, household, store, new_store, .. } = heads;
    Ok(vec![
        totals, gap, household, store, new_store, counts, product, quantity, price, new_price, coupon_gap,
        coupon,
    ])
}

/// The columns with one entry per basket.
#[derive(Default)]
struct Heads {
    gap: Vec<u8>,
    household: Vec<u8>,
    store: Vec<u8>,
    new_store: Vec<u8>,
    stores: BTreeMap<u32, Recency<u32>>,
    first: u32,
    at: u32,
    total: u32,
}

impl Heads {
    fn add(&mut self, row: &Row<'_>) -> Result<(), SeedError> {
        let [id, household, store, at] = [row.number(0)?, row.number(1)?, row.number(2)?, row.number(3)?];
        self.total += 1;
        if self.total == 1 {
            (self.first, self.at) = (at, at);
        }
        if id != self.total || at < self.at {
            return Err(row.wrong("baskets must be numbered from 1 in time order".to_owned()));
        }
        put(&mut self.gap, at - self.at);
        self.at = at;
        put(&mut self.household, household);
        self.put_store(household, store);
        Ok(())
    }

    fn put_store(&mut self, household: u32, store: u32) {
        let known = self.stores.entry(household).or_default();
        if let Some(place) = known.place(store) {
            known.take(place);
            put(&mut self.store, place as u32 + 1);
        } else {
            known.add(store);
            put(&mut self.store, 0);
            put(&mut self.new_store, store);
        }
    }
}

/// The columns with one entry per line.
#[derive(Default)]
struct Lines {
    product: Vec<u8>,
    quantity: Vec<u8>,
    price: Vec<u8>,
    new_price: Vec<u8>,
    coupon_gap: Vec<u8>,
    coupon: Vec<u8>,
    counts: BTreeMap<u32, u32>,
    prices: BTreeMap<u32, Recency<baskets::UnitPrice>>,
    before: (u32, u32),
    with_coupon: u32,
    total: u32,
}

impl Lines {
    fn add(&mut self, row: &Row<'_>) -> Result<(), SeedError> {
        let [basket, product, quantity] = [row.number(0)?, row.number(1)?, row.number(2)?];
        let [paid, card, coupon, addition] = [row.number(3)?, row.number(4)?, row.number(5)?, row.number(6)?];
        if (basket, product) <= self.before {
            return Err(row.wrong("lines must be in order of basket and product".to_owned()));
        }
        let previous = if self.before.0 == basket { self.before.1 } else { 0 };
        self.before = (basket, product);
        self.total += 1;
        *self.counts.entry(basket).or_default() += 1;
        put(&mut self.product, product - previous);
        put(&mut self.quantity, quantity);
        self.put_price(product, quantity, (paid.saturating_add(card).saturating_add(addition), card));
        self.put_coupon(coupon, addition);
        Ok(())
    }

    fn put_price(&mut self, product: u32, quantity: u32, (shelf, card): baskets::UnitPrice) {
        let even = quantity > 0 && shelf % quantity == 0 && card % quantity == 0;
        if !even {
            return self.put_new_price(baskets::WHOLE_LINE, (shelf, card));
        }
        let price = (shelf / quantity, card / quantity);
        let known = self.prices.entry(product).or_default();
        if let Some(place) = known.place(price) {
            known.take(place);
            put(&mut self.price, place as u32 + baskets::FIRST_PLACE);
        } else {
            known.add(price);
            self.put_new_price(baskets::NEW_PRICE, price);
        }
    }

    fn put_new_price(&mut self, mark: u32, (shelf, card): baskets::UnitPrice) {
        put(&mut self.price, mark);
        put(&mut self.new_price, shelf);
        put(&mut self.new_price, card);
    }

    fn put_coupon(&mut self, coupon: u32, addition: u32) {
        if coupon == 0 && addition == 0 {
            return;
        }
        put(&mut self.coupon_gap, self.total - self.with_coupon);
        self.with_coupon = self.total;
        put(&mut self.coupon, coupon);
        put(&mut self.coupon, addition);
    }
}
