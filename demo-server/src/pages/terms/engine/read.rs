//! Reads what another engine gives out of the fields of its form.

use attar::Money;
use attar::terms::compat::Fine;
use attar::terms::compat::medusa_2_21::{self as medusa, Allocation, Condition, Kind};
use attar::terms::compat::offer::{Calculator, Foreign, Medusa, Per, Saleor, Solidus, Vendure};
use attar::terms::compat::vendure_3_1 as vendure;
use attar::terms::condition::Selector;
use attar::terms::promotion::{Offer, is_protected};
use attar::terms::till::Mode;

use super::super::super::words::{EngineWords, fill, isolated};
use super::super::read::Reader;
use super::filled::DECIMALS;
use super::{Asks, BUY, CART, OPS, TARGET};
use crate::local;

/// The most units that an engine is followed to.
const MOST_UNITS: i64 = 1_000_000;

/// What stands between values.
const COMMAS: [char; 3] = [',', '،', '\n'];

impl Reader<'_> {
    fn theirs(&self) -> &'static EngineWords {
        EngineWords::of(self.against.hand.lang)
    }

    /// What it gives, in the mode of another engine.
    pub(in super::super) fn foreign(&mut self, mode: Mode) -> Offer {
        Offer::Foreign(Box::new(match mode {
            Mode::Medusa221 => Foreign::Medusa(self.medusa()),
            Mode::Vendure31 => Foreign::Vendure(self.vendure()),
            Mode::SolidusCalculators => Foreign::Solidus(self.solidus()),
            _ => Foreign::Saleor(Saleor { of: self.of(), percent: self.percent("rate") }),
        }))
    }

    fn medusa(&mut self) -> Medusa {
        let kind = if self.filled.is("offer", "buy_get") {
            Kind::BuyGet {
                buy_conditions: self.asks(BUY),
                buy_quantity: self.units("buy_units").unwrap_or(0),
                get_quantity: self.units("get_units").unwrap_or(0),
            }
        } else {
            Kind::Standard
        };
        let (method, value) = if self.filled.is("kind", "fixed") {
            (medusa::Method::Fixed, self.amount("amount"))
        } else {
            (medusa::Method::Percent, self.percent("amount"))
        };
        let target = match self.filled.one("on") {
            "order" => medusa::Target::Order,
            "shipping" if kind == Kind::Standard => medusa::Target::Shipping,
            _ => medusa::Target::Items,
        };
        let allocation = match self.filled.one("allocation") {
            "each" => Some(Allocation::Each),
            "across" => Some(Allocation::Across),
            "once" => Some(Allocation::Once),
            _ => None,
        };
        Medusa {
            kind,
            target,
            method,
            value,
            allocation,
            max_quantity: self.units("most_units"),
            tax_inclusive: self.filled.is("with_tax", "yes"),
            conditions: self.asks(CART),
            target_conditions: self.asks(TARGET),
        }
    }

    /// Rows in which anything stands.
    fn asks(&mut self, names: Asks) -> Vec<Condition> {
        let filled = self.filled;
        let rows = filled.all(names.field).zip(filled.all(names.op)).zip(filled.all(names.values));
        let mut all = Vec::new();
        for ((field, op), values) in
            rows.filter(|((field, _), values)| !(field.is_empty() && values.is_empty()))
        {
            let values: Vec<String> = values.split(COMMAS).map(|value| value.trim().to_owned()).collect();
            let op = OPS.iter().find(|(_, name, _)| *name == op).map(|(op, ..)| *op);
            match op.filter(|_| !field.is_empty() && values.iter().all(|value| !value.is_empty())) {
                Some(op) => all.push(Condition { field: field.to_owned(), op, values }),
                None => self.refuse(names.values, self.theirs().bad_asks),
            }
        }
        let texts =
            |one: &Condition| one.values.iter().chain([&one.field]).find(|text| is_protected(text)).cloned();
        let protected = all.iter().find_map(texts);
        if let Some(text) = protected {
            self.refuse(names.values, fill(self.theirs().protected, &[&isolated(text)]));
        }
        all
    }

    fn vendure(&mut self) -> Vendure {
        let method = if self.filled.is("kind", "fixed") {
            vendure::Method::Fixed(self.minor("amount"))
        } else {
            vendure::Method::Percent(self.percent("amount"))
        };
        let target =
            if self.filled.is("on", "items") { vendure::Target::Items } else { vendure::Target::Order };
        let has_minimum = !self.filled.one("minimum").is_empty();
        Vendure { target, method, minimum: has_minimum.then(|| self.minor("minimum")) }
    }

    fn solidus(&mut self) -> Solidus {
        let per = if self.filled.is("per", "order") { Per::Order } else { Per::Line };
        let calculator = match self.filled.one("calculator") {
            "flat_rate" => Calculator::FlatRate { amount: self.amount("amount") },
            "flexi_rate" => Calculator::FlexiRate {
                first: self.amount("first_item"),
                additional: self.amount("additional"),
                max_items: self.units("most_items"),
            },
            "flat_percent_item_total" => Calculator::FlatPercentItemTotal { percent: self.percent("rate") },
            "tiered_flat_rate" => Calculator::TieredFlatRate {
                base: self.amount("base"),
                tiers: self.tiers(Self::typed_amount),
            },
            "tiered_percent" => Calculator::TieredPercent {
                base: self.percent("base"),
                tiers: self.tiers(Self::typed_percent),
            },
            _ => Calculator::PercentOnLineItem { percent: self.percent("rate") },
        };
        Solidus { of: self.of(), per, calculator }
    }

    fn of(&mut self) -> Selector {
        if self.filled.is("on", "items") { self.goods() } else { Selector::default() }
    }

    /// Rows in which anything stands.
    fn tiers(&mut self, gives: fn(&Self, &str) -> Option<Fine>) -> Vec<(Fine, Fine)> {
        let filled = self.filled;
        let rows = filled.all("tier_from").zip(filled.all("tier_gives"));
        let mut all = Vec::new();
        for (from, then) in rows.filter(|(from, then)| !(from.is_empty() && then.is_empty())) {
            match self.typed_amount(from).zip(gives(self, then)) {
                Some(tier) => all.push(tier),
                None => self.refuse("tier_from", self.theirs().bad_tier),
            }
        }
        all
    }

    fn typed_percent(&self, text: &str) -> Option<Fine> {
        let scaled = local::read_decimal(text, DECIMALS.into())?;
        Some(Fine::minor(scaled, DECIMALS)).filter(|fine| *fine <= Fine::MOST)
    }

    /// Currency units.
    fn typed_amount(&self, text: &str) -> Option<Fine> {
        let hand = self.against.hand;
        let minor = local::read_money(hand.lang, hand.currency, text)?;
        Some(Fine::minor(minor, hand.currency.exponent())).filter(|fine| *fine <= Fine::MOST)
    }

    fn percent(&mut self, field: &'static str) -> Fine {
        let typed = self.typed_percent(self.filled.one(field));
        typed.unwrap_or_else(|| {
            self.refuse(field, self.theirs().bad_number);
            Fine::ZERO
        })
    }

    fn amount(&mut self, field: &'static str) -> Fine {
        let typed = self.typed_amount(self.filled.one(field));
        typed.unwrap_or_else(|| {
            self.refuse(field, self.money_example());
            Fine::ZERO
        })
    }

    fn minor(&mut self, field: &'static str) -> i64 {
        let hand = self.against.hand;
        let typed = local::read_money(hand.lang, hand.currency, self.filled.one(field));
        let fits = |minor: &i64| Fine::whole(*minor) <= Fine::MOST;
        typed.filter(fits).unwrap_or_else(|| {
            self.refuse(field, self.money_example());
            0
        })
    }

    fn money_example(&self) -> String {
        let hand = self.against.hand;
        let unit = 10_i64.saturating_pow(hand.currency.exponent().into());
        let three = Money::new(unit.saturating_mul(3), hand.currency);
        fill(self.theirs().bad_money, &[&isolated(local::show_money(hand.lang, three))])
    }

    /// Nothing where nothing stands.
    fn units(&mut self, field: &'static str) -> Option<u32> {
        let text = self.filled.one(field);
        let typed = local::read_whole(text).filter(|units| (0..=MOST_UNITS).contains(units));
        if typed.is_none() && !text.is_empty() {
            self.refuse(field, self.theirs().bad_units);
        }
        typed.and_then(|units| u32::try_from(units).ok())
    }
}
