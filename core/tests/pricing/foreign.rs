//! The same shops where another engine computes what promotions give.

use attar::terms::compat::offer::{Calculator, Foreign, Medusa, Per, Saleor, Solidus, Vendure};
use attar::terms::compat::{Fine, medusa_2_21 as medusa, vendure_3_1 as vendure};
use attar::terms::condition::Selector;
use attar::terms::promotion::{Offer, Promotion};
use attar::terms::till::{Mode, Terms};

use super::random::Random;

/// All other engines.
pub const MODES: [Mode; 4] =
    [Mode::Medusa221, Mode::Vendure31, Mode::SolidusCalculators, Mode::SaleorCalculators];

/// The same, every promotion of one engine; whom it is for, how often and at whose cost stays.
pub fn foreign(random: &mut Random, mode: Mode, terms: Terms) -> Terms {
    let of_whole_cart = matches!(mode, Mode::Medusa221 | Mode::Vendure31);
    let promotions = terms.promotions.into_iter().map(|promotion| Promotion {
        gives: Offer::Foreign(Box::new(offer(random, mode))),
        lane: if of_whole_cart { 0 } else { promotion.lane },
        alone: !of_whole_cart && promotion.alone,
        never_with: if of_whole_cart { Vec::new() } else { promotion.never_with },
        ..promotion
    });
    Terms { promotions: promotions.collect(), mode, ..terms }
}

/// With a few decimals, so that amounts do not divide.
fn decimal(random: &mut Random, most: i64) -> Fine {
    Fine(i128::from(random.among(0, most * 1_000)) * 1_000_000_000)
}

fn offer(random: &mut Random, mode: Mode) -> Foreign {
    match mode {
        Mode::Medusa221 => Foreign::Medusa(of_medusa(random)),
        Mode::Vendure31 => Foreign::Vendure(of_vendure(random)),
        Mode::SolidusCalculators => Foreign::Solidus(Solidus {
            of: some(random),
            per: if random.percent(50) { Per::Line } else { Per::Order },
            calculator: calculator(random),
        }),
        _ => Foreign::Saleor(Saleor { of: some(random), percent: decimal(random, 60) }),
    }
}

fn some(random: &mut Random) -> Selector {
    let except = random.sometimes(30, |random| attar::ProductId(random.below(6) as u32));
    Selector { except: except.into_iter().collect(), ..Selector::default() }
}

fn of_medusa(random: &mut Random) -> Medusa {
    let kind = if random.percent(30) {
        medusa::Kind::BuyGet {
            buy_conditions: vec![condition(random)],
            buy_quantity: 1 + random.below(3) as u32,
            get_quantity: 1 + random.below(2) as u32,
        }
    } else {
        medusa::Kind::Standard
    };
    let method = if random.percent(50) { medusa::Method::Percent } else { medusa::Method::Fixed };
    let target = match random.below(4) {
        0 => medusa::Target::Order,
        1 if kind == medusa::Kind::Standard => medusa::Target::Shipping,
        _ => medusa::Target::Items,
    };
    let target_conditions = match target {
        medusa::Target::Shipping => Vec::new(),
        _ => random.sometimes(50, condition).into_iter().collect(),
    };
    let cart = |random: &mut Random| medusa::Condition {
        field: "items.subtotal".to_owned(),
        op: medusa::Op::Gte,
        values: vec![random.below(40).to_string()],
    };
    Medusa {
        kind,
        target,
        method,
        value: decimal(random, 60),
        allocation: match random.below(4) {
            0 => None,
            1 => Some(medusa::Allocation::Each),
            2 => Some(medusa::Allocation::Across),
            _ => Some(medusa::Allocation::Once),
        },
        max_quantity: random.sometimes(60, |random| random.below(5) as u32),
        tax_inclusive: random.percent(40),
        conditions: random.sometimes(20, cart).into_iter().collect(),
        target_conditions,
    }
}

fn condition(random: &mut Random) -> medusa::Condition {
    let (field, among) = [("product.id", 6), ("items.product_category.id", 3)][random.below(2) as usize];
    let op = [medusa::Op::In, medusa::Op::Ne][random.below(2) as usize];
    let values = (0..1 + random.below(2)).map(|_| random.below(among).to_string()).collect();
    medusa::Condition { field: field.to_owned(), op, values }
}

fn of_vendure(random: &mut Random) -> Vendure {
    Vendure {
        target: if random.percent(50) { vendure::Target::Items } else { vendure::Target::Order },
        method: if random.percent(60) {
            vendure::Method::Percent(decimal(random, 60))
        } else {
            vendure::Method::Fixed(random.among(0, 3_000))
        },
        minimum: random.sometimes(30, |random| random.among(0, 20_000)),
    }
}

fn calculator(random: &mut Random) -> Calculator {
    let tiers = |random: &mut Random| (1..3).map(|n| (Fine::whole(n * 40), decimal(random, 30))).collect();
    match random.below(6) {
        0 => Calculator::FlatRate { amount: decimal(random, 20) },
        1 => Calculator::FlexiRate {
            first: decimal(random, 9),
            additional: decimal(random, 4),
            max_items: random.sometimes(50, |random| random.below(4) as u32),
        },
        2 => Calculator::FlatPercentItemTotal { percent: decimal(random, 60) },
        3 => Calculator::PercentOnLineItem { percent: decimal(random, 60) },
        4 => Calculator::TieredFlatRate { base: decimal(random, 5), tiers: tiers(random) },
        _ => Calculator::TieredPercent { base: decimal(random, 5), tiers: tiers(random) },
    }
}
