//! What another engine computes, in words.

use attar::terms::compat::Fine;
use attar::terms::compat::fine::to_minor;
use attar::terms::compat::medusa_2_21::{self as medusa, Condition};
use attar::terms::compat::offer::{Calculator, Foreign, Medusa, Vendure};
use attar::terms::compat::vendure_3_1 as vendure;
use attar::terms::condition::Selector;
use attar::terms::promotion::Target;
use attar::terms::till::Mode;

use super::super::super::words::{fill, isolated};
use super::Teller;
use crate::local;

/// What people call the engine of a mode; nothing, if it is our own.
pub(in super::super) const fn engine(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::Sequential | Mode::BestForShopper => None,
        Mode::Medusa221 => Some("Medusa 2.21"),
        Mode::Vendure31 => Some("Vendure 3.1"),
        Mode::SolidusCalculators => Some("Solidus"),
        Mode::SaleorCalculators => Some("Saleor"),
    }
}

impl Teller<'_> {
    /// What it gives, and whose engine computes it.
    pub(super) fn foreign(&self, foreign: &Foreign) -> String {
        let told = match foreign {
            Foreign::Medusa(own) => self.of_medusa(own),
            Foreign::Vendure(own) => self.of_vendure(own),
            Foreign::Solidus(own) => {
                fill(self.words.calculator, &[&isolated(calculator(&own.calculator)), &self.goods(&own.of)])
            }
            Foreign::Saleor(own) => {
                fill(self.words.off_each, &[&self.percent(own.percent), &self.goods(&own.of)])
            }
        };
        fill(self.words.computed, &[&isolated(engine(foreign.mode()).unwrap_or_default()), &told])
    }

    fn of_medusa(&self, own: &Medusa) -> String {
        let by = match own.method {
            medusa::Method::Percent => self.percent(own.value),
            medusa::Method::Fixed => self.amount(own.value),
        };
        let everything = Selector::default();
        let (bought, told) = match (&own.kind, own.target) {
            (medusa::Kind::BuyGet { buy_conditions, buy_quantity, get_quantity }, _) => {
                let all = self.words.everything;
                let (buy, get) = (self.caller.number(*buy_quantity), self.caller.number(*get_quantity));
                let cheaper = fill(self.words.off, &[&by]);
                (&buy_conditions[..], fill(self.words.buy_get, &[&buy, all, &get, all, &cheaper]))
            }
            (_, medusa::Target::Items) => {
                (&[][..], self.off(&by, &Target::Items(everything), self.words.off_items))
            }
            (_, medusa::Target::Order) => (&[][..], self.off(&by, &Target::Order, "")),
            (_, medusa::Target::Shipping) => (&[][..], self.off(&by, &Target::Shipping, "")),
        };
        let asked = own.conditions.iter().chain(bought).chain(&own.target_conditions);
        let asked: Vec<String> = asked.map(condition).collect();
        if asked.is_empty() {
            return told;
        }
        [told, fill(self.words.only_where, &[&asked.join(self.words.comma)])].join(self.words.comma)
    }

    fn of_vendure(&self, own: &Vendure) -> String {
        let by = match own.method {
            vendure::Method::Percent(rate) => self.percent(rate),
            vendure::Method::Fixed(minor) => self.money(minor),
        };
        let on = match own.target {
            vendure::Target::Items => Target::Items(Selector::default()),
            vendure::Target::Order => Target::Order,
        };
        let told = self.off(&by, &on, self.words.off_each);
        let asked = own.minimum.map(|minor| fill(self.words.spend, &[&self.money(minor)]));
        core::iter::once(told).chain(asked).collect::<Vec<_>>().join(self.words.comma)
    }

    /// With two decimals at most.
    fn percent(&self, percent: Fine) -> String {
        let shown = local::show_decimal(self.caller.lang(), whole(percent, 2), 2, false);
        isolated([&shown, self.caller.percent()].concat())
    }

    /// Currency units.
    fn amount(&self, amount: Fine) -> String {
        self.money(whole(amount, self.caller.snapshot().shop.currency.exponent()))
    }
}

fn whole(amount: Fine, decimals: u8) -> i64 {
    to_minor(&[amount], decimals).and_then(|minor| minor.first().copied()).unwrap_or(0)
}

/// As the engine writes it.
fn condition(one: &Condition) -> String {
    let op = match one.op {
        medusa::Op::Eq => "=",
        medusa::Op::Ne => "≠",
        medusa::Op::In => "in",
        medusa::Op::Gt => ">",
        medusa::Op::Gte => "≥",
        medusa::Op::Lt => "<",
        medusa::Op::Lte => "≤",
    };
    isolated(format!("{} {op} {}", one.field, one.values.join("/")))
}

const fn calculator(calculator: &Calculator) -> &'static str {
    match calculator {
        Calculator::FlatRate { .. } => "FlatRate",
        Calculator::FlexiRate { .. } => "FlexiRate",
        Calculator::FlatPercentItemTotal { .. } => "FlatPercentItemTotal",
        Calculator::PercentOnLineItem { .. } => "PercentOnLineItem",
        Calculator::TieredFlatRate { .. } => "TieredFlatRate",
        Calculator::TieredPercent { .. } => "TieredPercent",
    }
}
