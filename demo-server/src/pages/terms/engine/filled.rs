//! A promotion of another engine as its form would say it.

use attar::Money;
use attar::id::LabelId;
use attar::terms::compat::Fine;
use attar::terms::compat::fine::to_minor;
use attar::terms::compat::medusa_2_21::{self as medusa, Allocation, Condition, Kind};
use attar::terms::compat::offer::{Calculator, Foreign, Medusa, Per, Solidus, Vendure};
use attar::terms::compat::vendure_3_1 as vendure;
use attar::terms::condition::Selector;

use super::super::super::fields::{Filled, Hand};
use super::{Asks, BUY, CART, OPS, TARGET};
use crate::local;

/// Decimals of a percentage in the form.
pub(super) const DECIMALS: u8 = 4;

impl Filled {
    /// An empty form of an engine.
    pub(in super::super) fn fresh_of_engine(&mut self) {
        for (field, value) in [
            ("offer", "standard"),
            ("kind", "percent"),
            ("on", "order"),
            ("allocation", ""),
            ("calculator", "percent_on_line_item"),
            ("per", "line"),
        ] {
            self.put(field, value);
        }
    }

    /// What an engine gives; nothing, if the form cannot say it.
    pub(in super::super) fn foreign(&mut self, foreign: &Foreign, hand: Hand<'_>) -> Option<()> {
        match foreign {
            Foreign::Medusa(own) => self.medusa(own, hand),
            Foreign::Vendure(own) => self.vendure(own, hand),
            Foreign::Solidus(own) => self.solidus(own, hand),
            Foreign::Saleor(own) => {
                self.percent("rate", own.percent, hand)?;
                self.goods(&own.of, hand)
            }
        }
    }

    fn medusa(&mut self, own: &Medusa, hand: Hand<'_>) -> Option<()> {
        match &own.kind {
            Kind::Standard => self.put("offer", "standard"),
            Kind::BuyGet { buy_conditions, buy_quantity, get_quantity } => {
                self.put("offer", "buy_get");
                self.units("buy_units", Some(*buy_quantity), hand);
                self.units("get_units", Some(*get_quantity), hand);
                self.asks(BUY, buy_conditions);
            }
        }
        match own.method {
            medusa::Method::Percent => {
                self.put("kind", "percent");
                self.percent("amount", own.value, hand)?;
            }
            medusa::Method::Fixed => {
                self.put("kind", "fixed");
                self.fine("amount", own.value, hand)?;
            }
        }
        let on = match own.target {
            medusa::Target::Items => "items",
            medusa::Target::Order => "order",
            medusa::Target::Shipping => "shipping",
        };
        self.put("on", on);
        let share = match own.allocation {
            None => "",
            Some(Allocation::Each) => "each",
            Some(Allocation::Across) => "across",
            Some(Allocation::Once) => "once",
        };
        self.put("allocation", share);
        self.units("most_units", own.max_quantity, hand);
        if own.tax_inclusive {
            self.put("with_tax", "yes");
        }
        self.asks(TARGET, &own.target_conditions);
        self.asks(CART, &own.conditions);
        Some(())
    }

    fn asks(&mut self, names: Asks, all: &[Condition]) {
        for one in all {
            self.put(names.field, &one.field);
            let op = OPS.iter().find(|(op, ..)| *op == one.op);
            self.put(names.op, op.map_or("", |(_, name, _)| *name));
            self.put(names.values, one.values.join(", "));
        }
    }

    fn vendure(&mut self, own: &Vendure, hand: Hand<'_>) -> Option<()> {
        match own.method {
            vendure::Method::Percent(rate) => {
                self.put("kind", "percent");
                self.percent("amount", rate, hand)?;
            }
            vendure::Method::Fixed(minor) => {
                self.put("kind", "fixed");
                self.minor("amount", minor, hand);
            }
        }
        self.put("on", if own.target == vendure::Target::Order { "order" } else { "items" });
        if let Some(minor) = own.minimum {
            self.minor("minimum", minor, hand);
        }
        Some(())
    }

    fn solidus(&mut self, own: &Solidus, hand: Hand<'_>) -> Option<()> {
        self.put("per", if own.per == Per::Order { "order" } else { "line" });
        self.goods(&own.of, hand)?;
        match &own.calculator {
            Calculator::FlatRate { amount } => {
                self.put("calculator", "flat_rate");
                self.fine("amount", *amount, hand)
            }
            Calculator::FlexiRate { first, additional, max_items } => {
                self.put("calculator", "flexi_rate");
                self.fine("first_item", *first, hand)?;
                self.fine("additional", *additional, hand)?;
                self.units("most_items", *max_items, hand);
                Some(())
            }
            Calculator::FlatPercentItemTotal { percent } => {
                self.put("calculator", "flat_percent_item_total");
                self.percent("rate", *percent, hand)
            }
            Calculator::PercentOnLineItem { percent } => {
                self.put("calculator", "percent_on_line_item");
                self.percent("rate", *percent, hand)
            }
            Calculator::TieredFlatRate { base, tiers } => {
                self.put("calculator", "tiered_flat_rate");
                self.fine("base", *base, hand)?;
                tiers.iter().try_for_each(|(from, gives)| {
                    self.fine("tier_from", *from, hand)?;
                    self.fine("tier_gives", *gives, hand)
                })
            }
            Calculator::TieredPercent { base, tiers } => {
                self.put("calculator", "tiered_percent");
                self.percent("base", *base, hand)?;
                tiers.iter().try_for_each(|(from, gives)| {
                    self.fine("tier_from", *from, hand)?;
                    self.percent("tier_gives", *gives, hand)
                })
            }
        }
    }

    /// All goods or some.
    fn goods(&mut self, of: &Selector, hand: Hand<'_>) -> Option<()> {
        if *of == Selector::default() {
            self.put("on", "order");
            return Some(());
        }
        self.put("on", "items");
        let products: Vec<String> = of.products.iter().map(ToString::to_string).collect();
        self.put("products", local::digits(hand.lang, &products.join(" ")));
        of.categories.iter().for_each(|LabelId(label)| self.put("category", label.to_string()));
        Some(())
    }

    fn percent(&mut self, field: &str, percent: Fine, hand: Hand<'_>) -> Option<()> {
        let scaled = *to_minor(&[percent], DECIMALS)?.first()?;
        self.put(field, local::show_decimal(hand.lang, scaled, DECIMALS.into(), false));
        Some(())
    }

    /// Currency units.
    fn fine(&mut self, field: &str, amount: Fine, hand: Hand<'_>) -> Option<()> {
        self.minor(field, *to_minor(&[amount], hand.currency.exponent())?.first()?, hand);
        Some(())
    }

    fn minor(&mut self, field: &str, minor: i64, hand: Hand<'_>) {
        self.put(field, local::show_money(hand.lang, Money::new(minor, hand.currency)));
    }

    fn units(&mut self, field: &str, units: Option<u32>, hand: Hand<'_>) {
        self.put(field, units.map(|units| local::digits(hand.lang, &units.to_string())).unwrap_or_default());
    }
}
