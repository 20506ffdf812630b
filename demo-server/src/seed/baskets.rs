//! The year's baskets, decoded one at a time in time order.

use super::columns::{self, Column};
use super::recency::Recency;
use super::{SeedBasket, SeedError, SeedLine};

pub(super) const FILE: &str = "baskets.bin";
pub(super) const COLUMNS: [&str; 12] = [
    "totals",
    "gap",
    "household",
    "store",
    "new_store",
    "lines",
    "product",
    "quantity",
    "price",
    "new_price",
    "coupon_gap",
    "coupon",
];

/// A price as [`Recency`] remembers it: shelf price and card discount, both for one unit, in cents.
pub(super) type UnitPrice = (u32, u32);

/// Price marks below [`FIRST_PLACE`]: the line's own totals follow, or a unit price not yet in the list.
pub(super) const WHOLE_LINE: u32 = 0;
pub(super) const NEW_PRICE: u32 = 1;
pub(super) const FIRST_PLACE: u32 = 2;

/// All baskets of the seed in time order: an iterator that decodes as it goes.
#[derive(Debug)]
pub struct Baskets {
    gap: Column,
    household: Column,
    store: Column,
    new_store: Column,
    count: Column,
    lines: Lines,
    stores: Vec<Recency<u16>>,
    at: i64,
    done: u32,
    total: u32,
    total_lines: u32,
}

impl Baskets {
    pub(super) fn open(packed: &[u8]) -> Result<Self, SeedError> {
        let columns = columns::unpack(FILE, COLUMNS, packed)?;
        let [
            mut totals,
            gap,
            household,
            store,
            new_store,
            count,
            product,
            quantity,
            price,
            new_price,
            coupon_gap,
            coupon,
        ] = columns;
        let (total, total_lines, products) = (totals.number()?, totals.number()?, totals.short()?);
        let at = i64::from(totals.number()?);
        let prices = vec![Recency::default(); usize::from(products) + 1];
        let mut lines =
            Lines { product, quantity, price, new_price, coupon_gap, coupon, prices, to_coupon: 0 };
        lines.to_coupon = lines.coupon_gap.number()?;
        let stores = Vec::new();
        Ok(Self { gap, household, store, new_store, count, lines, stores, at, done: 0, total, total_lines })
    }

    /// How many lines all baskets hold together.
    pub fn total_lines(&self) -> u32 {
        self.total_lines
    }

    fn basket(&mut self) -> Result<SeedBasket, SeedError> {
        self.at += i64::from(self.gap.number()?);
        let household = self.household.short()?;
        let store = self.store_of(household)?;
        let lines = self.lines.take(self.count.short()?)?;
        self.done += 1;
        Ok(SeedBasket { id: self.done, household, store, at: self.at, lines })
    }

    /// 0 is a store this household was not seen in lately, `n` the `n`-th latest.
    fn store_of(&mut self, household: u16) -> Result<u16, SeedError> {
        let household = usize::from(household);
        if self.stores.len() <= household {
            self.stores.resize(household + 1, Recency::default());
        }
        let known = &mut self.stores[household];
        let Some(place) = self.store.number()?.checked_sub(1) else {
            let store = self.new_store.short()?;
            known.add(store);
            return Ok(store);
        };
        known.take(place as usize).ok_or_else(|| self.store.damaged("the household has no such store"))
    }
}

impl Iterator for Baskets {
    type Item = Result<SeedBasket, SeedError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done == self.total {
            return None;
        }
        let basket = self.basket();
        if basket.is_err() {
            self.done = self.total;
        }
        Some(basket)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.total - self.done) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Baskets {}

/// The columns with one entry per line.
#[derive(Debug)]
struct Lines {
    product: Column,
    quantity: Column,
    price: Column,
    new_price: Column,
    coupon_gap: Column,
    coupon: Column,
    prices: Vec<Recency<UnitPrice>>,
    to_coupon: u32,
}

impl Lines {
    fn take(&mut self, count: u16) -> Result<Vec<SeedLine>, SeedError> {
        let mut product = 0u32;
        let mut lines = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            product = product.saturating_add(self.product.number()?);
            lines.push(self.line(product)?);
        }
        Ok(lines)
    }

    fn line(&mut self, product: u32) -> Result<SeedLine, SeedError> {
        let quantity = self.quantity.number()?;
        let (shelf_cents, card_discount_cents) = self.price_of(product, quantity)?;
        let (coupon_cents, coupon_match_cents) = self.coupons()?;
        Ok(SeedLine {
            product,
            quantity,
            paid_cents: shelf_cents - card_discount_cents - coupon_match_cents,
            card_discount_cents,
            coupon_cents,
            coupon_match_cents,
        })
    }

    /// The line's shelf price and card discount.
    fn price_of(&mut self, product: u32, quantity: u32) -> Result<(i64, i64), SeedError> {
        let Some(known) = self.prices.get_mut(product as usize) else {
            return Err(self.product.damaged("no product has this number"));
        };
        let (times, (shelf, card)) = match self.price.number()? {
            WHOLE_LINE => (1, pair(&mut self.new_price)?),
            NEW_PRICE => {
                let price = pair(&mut self.new_price)?;
                known.add(price);
                (quantity, price)
            }
            mark => {
                let price = known.take((mark - FIRST_PLACE) as usize);
                (quantity, price.ok_or_else(|| self.price.damaged("the product had no such price"))?)
            }
        };
        Ok((i64::from(shelf) * i64::from(times), i64::from(card) * i64::from(times)))
    }

    /// The manufacturer's coupon and the retailer's addition to it; most lines have neither.
    fn coupons(&mut self) -> Result<(i64, i64), SeedError> {
        self.to_coupon = self.to_coupon.saturating_sub(1);
        if self.to_coupon > 0 {
            return Ok((0, 0));
        }
        self.to_coupon = self.coupon_gap.number()?;
        let (coupon, addition) = pair(&mut self.coupon)?;
        Ok((i64::from(coupon), i64::from(addition)))
    }
}

fn pair(column: &mut Column) -> Result<(u32, u32), SeedError> {
    Ok((column.number()?, column.number()?))
}
