//! Seeded shops and carts: every kind of offer and condition, lanes, coupons, limits, budgets, floors and taxes.

use attar::id::{LabelId, PriceListId, ProductId};
use attar::money::{BasisPoints, Currency};
use attar::terms::basket::{Cart, Item, Line, Shopper};
use attar::terms::condition::{Condition, Schedule, Selector};
use attar::terms::list::{Price, PriceList};
use attar::terms::promotion::{Offer, Part, Promotion, PromotionId, Spread, Target, Uses};
use attar::terms::till::{Budget, Mode, Terms};
use attar::time::{Timestamp, Zone};

use super::random::Random;

/// When carts are priced: a Friday at noon in 2026.
pub const NOW: Timestamp = Timestamp(1_780_000_000_000);
const DAY: i64 = 86_400_000;

/// How large a shop is, and how much of it a promotion speaks of.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Products; the dearest costs a thousandfold of the cheapest.
    pub products: u64,
    /// Categories among them.
    pub categories: u64,
    /// Lines of a cart, at most.
    pub lines: u64,
    /// Promotions, at most.
    pub promotions: u64,
    /// Lanes.
    pub lanes: u64,
    /// Groups, tiers and codes that promotions ask for, of each so many.
    pub names: u64,
    /// How many of a hundred promotions need a code.
    pub coupons: u64,
    /// How many of a hundred offers are on the whole cart or its shipping.
    pub wide: u64,
    /// Whether shops and carts are as large as they may be.
    pub full: bool,
}

impl Size {
    /// Few of everything, so that all meets all.
    pub const SMALL: Self = Self {
        products: 6,
        categories: 3,
        lines: 6,
        promotions: 8,
        lanes: 4,
        names: 2,
        coupons: 15,
        wide: 40,
        full: false,
    };
    /// A full cart where most promotions concern some of it, in a lane each for goods, order, sending and loyalty.
    pub const CART: Self = Self {
        products: 60,
        categories: 12,
        lines: 20,
        promotions: 100,
        lanes: 4,
        names: 4,
        coupons: 15,
        wide: 40,
        full: true,
    };
    /// A large shop where few promotions concern a cart.
    pub const SHOP: Self = Self {
        products: 5_000,
        categories: 400,
        lines: 20,
        promotions: 10_000,
        lanes: 12,
        names: 400,
        coupons: 40,
        wide: 1,
        full: true,
    };

    fn count(&self, random: &mut Random, most: u64) -> u64 {
        if self.full { most } else { random.below(most + 1) }
    }
}

/// What a shop asks for and gives.
pub fn terms(random: &mut Random, size: &Size) -> Terms {
    let items: Vec<Item> = (0..size.products).map(|n| item(random, n, size)).collect();
    let promotions = size.count(random, size.promotions);
    Terms {
        tax_included: random.percent(50),
        shipping_tax: BasisPoints(random.below(2_500) as u32),
        zone: Zone { name: "X".into(), offsets: vec![(Timestamp(0), 210)] },
        price_lists: price_lists(random, &items),
        items,
        promotions: (0..promotions).map(|n| promotion(random, n, size)).collect(),
        budgets: (0..4).map(|id| Budget { id, left: random.among(0, 20_000) }).collect(),
        margin: random.sometimes(50, |random| BasisPoints(random.below(3_000) as u32)),
        mode: Mode::Sequential,
        shipping: 0,
        currency: None,
        unread: Vec::new(),
    }
}

fn item(random: &mut Random, n: u64, size: &Size) -> Item {
    const TAXES: [u32; 4] = [0, 500, 900, 2_000];
    Item {
        product: ProductId(n as u32),
        category: LabelId((n % size.categories) as _),
        tax: BasisPoints(TAXES[random.below(4) as usize]),
        fixed_price: random.percent(5),
        cost: random.sometimes(30, |random| random.among(0, 1_500)),
        floor: random.sometimes(10, |random| random.among(0, 1_500)),
    }
}

/// One for everyone, with a step for many units of some; and one for those with the card.
fn price_lists(random: &mut Random, items: &[Item]) -> Vec<PriceList> {
    let mut list = |id, groups: Vec<String>, share: u64| {
        let mut prices = Vec::new();
        for product in items.iter().map(|item| item.product) {
            if random.percent(share) {
                let minor = random.among(10, 100) * random.among(1, 100);
                prices.push(Price { product, from_units: 1, minor });
                prices.extend(random.sometimes(10, |_| Price {
                    product,
                    from_units: 5,
                    minor: minor * 9 / 10,
                }));
            }
        }
        PriceList {
            id: PriceListId(id),
            currency: Currency::Usd,
            groups,
            tiers: Vec::new(),
            channels: Vec::new(),
            when: Schedule::default(),
            prices,
        }
    };
    vec![list(0, Vec::new(), 100), list(1, vec!["g0".to_owned()], 20)]
}

fn promotion(random: &mut Random, n: u64, size: &Size) -> Promotion {
    let id = |n: u64| PromotionId(n as u32);
    Promotion {
        id: id(n),
        name: format!("Promotion {n}"),
        when: condition(random, size),
        gives: offer(random, size),
        lane: random.below(size.lanes) as u16,
        priority: random.among(-3, 4) as i32,
        alone: random.percent(2),
        never_with: random.sometimes(10, |random| id(random.below(size.promotions))).into_iter().collect(),
        coupons: random.sometimes(size.coupons, |random| name(random, "CODE", size)).into_iter().collect(),
        per_shopper: random.sometimes(10, |random| 1 + random.below(3) as u32),
        uses: random
            .sometimes(10, |random| Uses { limit: 1 + random.below(5) as u32, used: random.below(4) as u32 }),
        budget: random.sometimes(20, |random| random.below(4) as u32),
        names: None,
    }
}

fn name(random: &mut Random, word: &str, size: &Size) -> String {
    format!("{word}{}", random.below(size.names))
}

/// Mostly one or two things at once, as merchants ask; now and then one of several, or the opposite.
fn condition(random: &mut Random, size: &Size) -> Condition {
    match random.below(20) {
        0..4 => Condition::All(Vec::new()),
        4..11 => leaf(random, size),
        11..17 => Condition::All((0..2 + random.below(2)).map(|_| leaf(random, size)).collect()),
        17..19 => Condition::All(vec![
            leaf(random, size),
            Condition::Any((0..1 + random.below(2)).map(|_| leaf(random, size)).collect()),
        ]),
        _ => Condition::Not(Box::new(leaf(random, size))),
    }
}

fn leaf(random: &mut Random, size: &Size) -> Condition {
    let of =
        |random: &mut Random| if random.percent(50) { Selector::default() } else { selector(random, size) };
    match random.below(20) {
        0..8 => Condition::Spend { of: of(random), at_least: random.among(0, 60_000) },
        8..12 => Condition::Units { of: of(random), at_least: random.below(30) as u32 },
        12..15 => Condition::Group((0..1 + random.below(2)).map(|_| name(random, "g", size)).collect()),
        15 => Condition::Tier(vec![name(random, "t", size)]),
        16 => Condition::Channel(vec![if random.percent(50) { "web" } else { "pos" }.to_owned()]),
        17 => Condition::FirstOrder,
        _ => Condition::When(schedule(random)),
    }
}

fn schedule(random: &mut Random) -> Schedule {
    let from = NOW.0 + random.among(-20, 5) * DAY;
    Schedule {
        from: random.sometimes(80, |_| Timestamp(from)),
        until: random.sometimes(80, |random| Timestamp(from + random.among(1, 30) * DAY)),
        weekdays: if random.percent(30) { (1..=random.below(7) as u8 + 1).collect() } else { Vec::new() },
        minutes: random
            .sometimes(30, |random| (60 * random.below(12) as u16, 60 * (13 + random.below(11) as u16))),
    }
}

fn selector(random: &mut Random, size: &Size) -> Selector {
    let product = |random: &mut Random| ProductId(random.below(size.products) as u32);
    let category = |random: &mut Random| LabelId(random.below(size.categories) as _);
    match random.below(5) {
        0 | 1 => Selector {
            products: (0..1 + random.below(6)).map(|_| product(random)).collect(),
            ..Default::default()
        },
        2 | 3 => Selector {
            categories: (0..1 + random.below(2)).map(|_| category(random)).collect(),
            ..Default::default()
        },
        _ => Selector {
            except: (0..1 + random.below(3)).map(|_| product(random)).collect(),
            categories: vec![category(random)],
            ..Default::default()
        },
    }
}

fn offer(random: &mut Random, size: &Size) -> Offer {
    let rate = |random: &mut Random| BasisPoints(500 * (1 + random.below(8) as u32));
    let most = |random: &mut Random| random.sometimes(30, |random| 1 + random.below(4) as u32);
    match random.below(20) {
        0..8 => Offer::Percent {
            rate: rate(random),
            on: target(random, size),
            most_units: most(random),
            spread: spread(random),
        },
        8..12 => Offer::Fixed {
            minor: random.among(50, 2_000),
            on: target(random, size),
            spread: spread(random),
            most_units: most(random),
        },
        12..15 => Offer::BuyGet {
            buy: selector(random, size),
            buy_units: 1 + random.below(3) as u32,
            get: selector(random, size),
            get_units: 1 + random.below(2) as u32,
            rate: BasisPoints(2_500 * (1 + random.below(4) as u32)),
            most_groups: most(random),
        },
        15..17 => Offer::Bundle {
            parts: (0..1 + random.below(3))
                .map(|_| Part { of: selector(random, size), units: 1 + random.below(2) as u32 })
                .collect(),
            minor: random.among(0, 6_000),
            most_groups: most(random),
        },
        _ => Offer::Steps {
            of: if random.percent(size.wide) { Selector::default() } else { selector(random, size) },
            steps: (1..4).map(|step| (step * 8_000, BasisPoints(300 * step as u32))).collect(),
        },
    }
}

fn target(random: &mut Random, size: &Size) -> Target {
    if !random.percent(size.wide) {
        return Target::Items(selector(random, size));
    }
    if random.percent(75) { Target::Order } else { Target::Shipping }
}

fn spread(random: &mut Random) -> Spread {
    match random.below(10) {
        0..6 => Spread::Each,
        6..8 => Spread::Across,
        _ => Spread::Once,
    }
}

/// A cart of somebody who is in a group or two, knows a code or two, and bought here before.
pub fn cart(random: &mut Random, size: &Size) -> Cart {
    let count = size.count(random, size.lines).max(1);
    let mut products: Vec<u32> = Vec::new();
    while (products.len() as u64) < count {
        let product = random.below(size.products) as u32;
        if !products.contains(&product) {
            products.push(product);
        }
    }
    let line = |product| Line { product: ProductId(product), quantity: 1 + random.below(7) as u32 };
    let lines = products.into_iter().map(line).collect();
    let names =
        |random: &mut Random, word: &str| (0..random.below(3)).map(|_| name(random, word, size)).collect();
    Cart {
        currency: Currency::Usd,
        at: Timestamp(NOW.0 + random.among(-3, 4) * DAY),
        channel: "web".to_owned(),
        shopper: Shopper {
            groups: names(random, "g"),
            tier: random.sometimes(50, |random| name(random, "t", size)),
            orders: random.below(3) as u32,
            used: (0..random.below(3))
                .map(|_| (PromotionId(random.below(size.promotions) as u32), 1))
                .collect(),
        },
        coupons: names(random, "code"),
        lines,
        shipping: random.among(0, 900),
    }
}
