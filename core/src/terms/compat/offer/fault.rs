//! What is wrong with an offer of another engine: numbers beyond reason, and conditions on what is not known here or
//! must not be asked.

use super::{Calculator, Foreign, Medusa, Vendure};
use crate::terms::compat::{Fine, MOST_UNITS, medusa_2_21 as medusa, vendure_3_1 as vendure};
use crate::terms::promotion::is_protected;

impl Foreign {
    /// What is wrong with it, if anything.
    pub(crate) fn fault(&self) -> Option<String> {
        match self {
            Self::Medusa(own) => own.fault(),
            Self::Vendure(own) => own.fault(),
            Self::Solidus(own) => own.calculator.fault(),
            Self::Saleor(own) => amount_fault("percent", own.percent),
        }
    }
}

fn amount_fault(field: &str, amount: Fine) -> Option<String> {
    let fits = (Fine::ZERO..=Fine::MOST).contains(&amount);
    (!fits).then(|| format!("`{field}` must be `0` to `{}`", Fine::MOST))
}

fn units_fault(field: &str, units: u32) -> Option<String> {
    (units > MOST_UNITS).then(|| format!("`{field}` must be at most `{MOST_UNITS}`"))
}

impl Medusa {
    fn fault(&self) -> Option<String> {
        let units = match self.kind {
            medusa::Kind::BuyGet { buy_quantity, get_quantity, .. } => {
                [("buy_quantity", buy_quantity), ("get_quantity", get_quantity)]
            }
            medusa::Kind::Standard => [("buy_quantity", 0), ("get_quantity", 0)],
        };
        let most = self.max_quantity.and_then(|most| units_fault("max_quantity", most));
        amount_fault("value", self.value)
            .or(most)
            .or_else(|| units.into_iter().find_map(|(field, units)| units_fault(field, units)))
            .or_else(|| self.all_conditions().find_map(trait_fault))
            .or_else(|| self.conditions.iter().find_map(|one| field_fault(one, is_of_cart)))
            .or_else(|| self.bought().iter().find_map(|one| field_fault(one, is_of_line)))
            .or_else(|| self.target_fault())
    }

    fn target_fault(&self) -> Option<String> {
        if self.kind != medusa::Kind::Standard && self.target == medusa::Target::Shipping {
            return Some("the `target` of a `buy_get` is `items`".to_owned());
        }
        let is_known = match self.target {
            medusa::Target::Shipping => is_of_shipping,
            medusa::Target::Items | medusa::Target::Order => is_of_line,
        };
        self.target_conditions.iter().find_map(|one| field_fault(one, is_known))
    }
}

/// Groups are said where everything that is said of shoppers is, so that no trait is asked for and none leaks.
fn trait_fault(one: &medusa::Condition) -> Option<String> {
    if one.field.starts_with("customer") {
        return Some(format!("`field` `{}` is said in `when`, as a `group` or `tier`", one.field));
    }
    let mut texts = core::iter::once(&one.field).chain(&one.values);
    let protected = texts.find(|text| is_protected(text));
    protected.map(|text| format!("`{text}` is a protected trait; a price may not depend on it"))
}

fn field_fault(one: &medusa::Condition, is_known: fn(&str) -> bool) -> Option<String> {
    (!is_known(&one.field)).then(|| format!("there is no `field` `{}` here", one.field))
}

fn is_of_cart(field: &str) -> bool {
    Medusa::CART.contains(&field) || (field.starts_with("items.") && is_of_line(field))
}

fn is_of_line(field: &str) -> bool {
    Medusa::LINE.contains(&field.strip_prefix("items.").unwrap_or(field))
}

fn is_of_shipping(field: &str) -> bool {
    field.strip_prefix("shipping_methods.").unwrap_or(field) == "subtotal"
}

impl Vendure {
    fn fault(&self) -> Option<String> {
        let by = match self.method {
            vendure::Method::Percent(rate) => amount_fault("percent", rate),
            vendure::Method::Fixed(minor) => amount_fault("fixed", Fine::whole(minor)),
        };
        by.or_else(|| amount_fault("minimum", Fine::whole(self.minimum?)))
    }
}

impl Calculator {
    fn fault(&self) -> Option<String> {
        let of_tiers = |base: Fine, tiers: &[(Fine, Fine)]| {
            let own = |(from, by): &(Fine, Fine)| {
                amount_fault("tiers", *from).or_else(|| amount_fault("tiers", *by))
            };
            amount_fault("base", base).or_else(|| tiers.iter().find_map(own))
        };
        match self {
            Self::FlatRate { amount } => amount_fault("amount", *amount),
            Self::FlexiRate { first, additional, .. } => {
                amount_fault("first", *first).or_else(|| amount_fault("additional", *additional))
            }
            Self::FlatPercentItemTotal { percent } | Self::PercentOnLineItem { percent } => {
                amount_fault("percent", *percent)
            }
            Self::TieredFlatRate { base, tiers } | Self::TieredPercent { base, tiers } => {
                of_tiers(*base, tiers)
            }
        }
    }
}
