//! What would have happened: carts that were bought, priced by the terms in force and by a draft, side by side.
//!
//! Carts are replayed in the order in which they were bought, so that limits, budgets and first orders run out in a
//! draft as they would have. What people bought is taken as given: nobody buys more because it is cheaper here.
//! A promotion that begins only after the last sale takes nothing off them; [`as_if_begun`] lets it. Nobody knows who
//! would have entered a code; [`as_if_coded`] gives it to everyone, which is the most that could have come of it.

mod begun;
mod coded;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::id::{ProductId, ShopperId};
use crate::shop::{CARD, Member, POS, PriceList, PublicShop, Shop};
use crate::terms::basket::{Basket, Cart, Priced, Shopper};
use crate::terms::given::Given;
use crate::terms::list::Resolved;
use crate::terms::price::{self, Buyer};
use crate::terms::promotion::PromotionId;
use crate::terms::receipt::Receipt;
use crate::terms::till::Terms;
use crate::time::{CivilDay, Timestamp};
use crate::vec_map::VecMap;

pub use begun::as_if_begun;
pub use coded::as_if_coded;

/// A cart that was bought.
#[derive(Debug, Clone, Copy)]
pub struct Sale<'a> {
    /// By whom.
    pub who: ShopperId,
    /// When; sales come in this order.
    pub at: Timestamp,
    /// Through which channel: `web`, `pos`.
    pub channel: &'a str,
    /// Whether the buyer held the card.
    pub card: bool,
    /// The buyer's groups beside it, ascending.
    pub groups: &'a [&'a str],
    /// What, and how many of it; each product once.
    pub lines: &'a [(ProductId, u32)],
}

/// Two shops on the same sales.
#[derive(Debug)]
pub struct Replay<'a> {
    /// The shop in force, and what came of it.
    pub before: Side<'a>,
    /// The shop with the draft, and what would have come of it.
    pub after: Side<'a>,
    /// Carts that would have cost their buyer less.
    pub cheaper: u32,
    /// Carts that would have cost their buyer more.
    pub dearer: u32,
    /// Carts that one of the two could not price: products that it does not sell.
    pub left_out: u32,
}

impl<'a> Replay<'a> {
    /// Nothing sold yet.
    pub fn new(before: &'a Shop, after: &'a Shop) -> Self {
        let (before, after) = (Side::new(before), Side::new(after));
        Self { before, after, cheaper: 0, dearer: 0, left_out: 0 }
    }

    /// One more cart. One that either shop cannot price counts in neither.
    pub fn sell(&mut self, sale: &Sale<'_>) {
        let (Some(before), Some(after)) = (self.before.price(sale), self.after.price(sale)) else {
            self.left_out = self.left_out.saturating_add(1);
            return;
        };
        if after.receipt.total < before.receipt.total {
            self.cheaper = self.cheaper.saturating_add(1);
        } else if after.receipt.total > before.receipt.total {
            self.dearer = self.dearer.saturating_add(1);
        }
        self.before.sold(sale, &before);
        self.after.sold(sale, &after);
    }
}

/// One shop and what came of the sales.
#[derive(Debug)]
pub struct Side<'a> {
    shop: &'a Shop,
    given: Given,
    shoppers: BTreeMap<ShopperId, Past>,
    /// What everyone knows, by channel.
    public: BTreeMap<String, Cow<'a, PublicShop>>,
    /// What groups know beside what everyone does, by channel.
    own: BTreeMap<(String, Vec<String>), Vec<PriceList>>,
    /// What all carts came to.
    pub sums: Sums,
    /// The same by calendar week, named by its Monday.
    pub weeks: BTreeMap<CivilDay, Sums>,
    /// What each promotion did that acted.
    pub promotions: BTreeMap<PromotionId, Did>,
}

/// What a shopper did before.
#[derive(Debug, Default)]
struct Past {
    orders: u32,
    used: VecMap<PromotionId, u32>,
}

/// Sums of carts, in minor units of the shop's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many carts.
    pub carts: u32,
    /// How many of them a promotion lowered.
    pub touched: u32,
    /// At the prices for everyone.
    pub public: i64,
    /// What buyers paid, tax and sending included.
    pub paid: i64,
    /// What promotions took off.
    pub given: i64,
    /// What is left of goods after tax and their cost, where the cost is known.
    pub margin: i64,
}

/// What a promotion did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Did {
    /// How many carts it lowered.
    pub carts: u32,
    /// How many shoppers it reached.
    pub shoppers: u32,
    /// What it took off.
    pub minor: i64,
}

/// A cart with its price.
struct Bill {
    receipt: Receipt,
    sums: Sums,
}

impl<'a> Side<'a> {
    fn new(shop: &'a Shop) -> Self {
        Self {
            shop,
            given: Given::default(),
            shoppers: BTreeMap::new(),
            public: BTreeMap::new(),
            own: BTreeMap::new(),
            sums: Sums::default(),
            weeks: BTreeMap::new(),
            promotions: BTreeMap::new(),
        }
    }

    /// How many shoppers some promotion reached.
    pub fn shoppers_reached(&self) -> usize {
        self.shoppers.values().filter(|past| past.used.iter().len() > 0).count()
    }

    /// A coupon is something that a shopper enters: promotions that need one do not act here, unless [`as_if_coded`].
    fn price(&mut self, sale: &Sale<'_>) -> Option<Bill> {
        let (shop, cart) = (self.shop, self.cart(sale));
        let terms = shop.terms();
        if !self.public.contains_key(sale.channel) {
            self.public.insert(sale.channel.to_owned(), shop.public_in(shop.public(), sale.channel));
        }
        let public = self.public.get(sale.channel)?;
        let own = own(&mut self.own, shop, sale);
        let buyer = Buyer { card: sale.card, own, at: sale.at };
        let lines = sale.lines.iter().map(|(product, units)| line((terms, public), &buyer, *product, *units));
        let lines: Vec<Priced<'_>> = lines.collect::<Option<_>>()?;
        let basket = Basket { cart: &cart, zone: &shop.public().zone, lines };
        // Nobody reads why the others did not act.
        let concerned = terms.promotions.iter().filter(|promotion| promotion.concerns(&basket));
        let mut deal = terms.deal_of(concerned.collect());
        deal.budgets = self.given.budgets(terms);
        deal.exhausted = self.given.exhausted(terms);
        let receipt = deal.settle(&basket)?;
        let sums = sums(&basket, &receipt);
        Some(Bill { receipt, sums })
    }

    fn cart(&self, sale: &Sale<'_>) -> Cart {
        let past = self.shoppers.get(&sale.who);
        let used = past.map(|past| past.used.iter().map(|(id, times)| (*id, *times)).collect());
        Cart {
            currency: self.shop.public().currency,
            at: sale.at,
            channel: sale.channel.to_owned(),
            shopper: Shopper {
                groups: sale
                    .groups
                    .iter()
                    .copied()
                    .chain(sale.card.then_some(CARD))
                    .map(str::to_owned)
                    .collect(),
                tier: None,
                orders: past.map_or(0, |past| past.orders),
                used: used.unwrap_or_default(),
            },
            coupons: Vec::new(),
            lines: Vec::new(),
            // What was fetched at a till is not sent.
            shipping: if sale.channel == POS { 0 } else { self.shop.terms().shipping },
        }
    }

    fn sold(&mut self, sale: &Sale<'_>, bill: &Bill) {
        let past = self.shoppers.entry(sale.who).or_default();
        past.orders = past.orders.saturating_add(1);
        for (promotion, minor) in bill.receipt.given() {
            let times = past.used.or_default(promotion);
            let did = self.promotions.entry(promotion).or_default();
            did.carts = did.carts.saturating_add(1);
            did.shoppers = did.shoppers.saturating_add(u32::from(*times == 0));
            did.minor = did.minor.saturating_add(minor);
            *times = times.saturating_add(1);
            self.given.used(&self.shop.used(promotion, minor));
        }
        let monday = self.shop.public().zone.civil_day(sale.at).monday();
        self.weeks.entry(monday).or_default().add(&bill.sums);
        self.sums.add(&bill.sums);
    }
}

/// The lists of the buyer's groups, found once for all who are in the same ones.
fn own<'o>(
    known: &'o mut BTreeMap<(String, Vec<String>), Vec<PriceList>>,
    shop: &Shop,
    sale: &Sale<'_>,
) -> &'o [PriceList] {
    let groups = sale.groups.iter().map(|group| (*group).to_owned()).collect();
    known
        .entry((sale.channel.to_owned(), groups))
        .or_insert_with(|| shop.own_lists(Member::of(sale.groups), sale.channel).cloned().collect())
}

fn line<'a>(
    (terms, public): (&'a Terms, &PublicShop),
    buyer: &Buyer<'_>,
    product: ProductId,
    units: u32,
) -> Option<Priced<'a>> {
    let priced = price::resolve(public, product, public.currency, units, buyer)?;
    let item = terms.item(product)?;
    Priced::new(item, units, Resolved::from(&priced), terms.earned(item))
}

fn sums(basket: &Basket<'_>, receipt: &Receipt) -> Sums {
    let add = |amounts: &mut dyn Iterator<Item = i64>| amounts.fold(0_i64, i64::saturating_add);
    let given = add(&mut receipt.given().iter().map(|(_, minor)| *minor));
    let lines = basket.lines.iter().zip(&receipt.lines);
    let margin = add(&mut lines.filter_map(|(line, paid)| {
        let net = if receipt.tax_included { paid.total.saturating_sub(paid.tax) } else { paid.total };
        let cost = line.item.cost?.saturating_mul(line.quantity.into());
        Some(net.saturating_sub(cost))
    }));
    Sums {
        carts: 1,
        touched: u32::from(given > 0),
        public: add(&mut basket.lines.iter().map(|line| line.public)),
        paid: receipt.total,
        given,
        margin,
    }
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.carts = self.carts.saturating_add(other.carts);
        self.touched = self.touched.saturating_add(other.touched);
        self.public = self.public.saturating_add(other.public);
        self.paid = self.paid.saturating_add(other.paid);
        self.given = self.given.saturating_add(other.given);
        self.margin = self.margin.saturating_add(other.margin);
    }
}
