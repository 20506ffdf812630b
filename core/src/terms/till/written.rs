//! Terms as somebody wrote them: a promotion or price list that cannot be read turns only itself off.

use serde::Deserialize;

use super::{Budget, Mode, Part, Terms, Warning};
use crate::id::PriceListId;
use crate::money::{BasisPoints, Currency};
use crate::terms::basket::Item;
use crate::terms::list::PriceList;
use crate::terms::promotion::{Promotion, PromotionId};
use crate::time::Zone;
use crate::written::{Apart, Broken};

/// [`Terms`], field by field in its order.
#[derive(Deserialize)]
#[serde(rename = "Terms", deny_unknown_fields)]
pub(super) struct Written {
    #[serde(default)]
    tax_included: bool,
    #[serde(default)]
    shipping_tax: BasisPoints,
    #[serde(default)]
    zone: Zone,
    #[serde(default)]
    items: Vec<Item>,
    #[serde(default)]
    price_lists: Apart<PriceList>,
    #[serde(default)]
    promotions: Apart<Promotion>,
    #[serde(default)]
    budgets: Vec<Budget>,
    #[serde(default)]
    margin: Option<BasisPoints>,
    #[serde(default)]
    mode: Mode,
    #[serde(default)]
    shipping: i64,
    #[serde(default)]
    currency: Option<Currency>,
}

impl From<Written> for Terms {
    fn from(written: Written) -> Self {
        let lists = written.price_lists.broken.iter();
        let list = |id| u16::try_from(id).ok().map(|id| Part::PriceList(PriceListId(id)));
        let lists = lists.map(|one| warning(one, "price list", list));
        let promotions = written.promotions.broken.iter();
        let promotion = |id| Some(Part::Promotion(PromotionId(id)));
        let promotions = promotions.map(|one| warning(one, "promotion", promotion));
        Self {
            unread: lists.chain(promotions).collect(),
            tax_included: written.tax_included,
            shipping_tax: written.shipping_tax,
            zone: written.zone,
            items: written.items,
            price_lists: written.price_lists.sound,
            promotions: written.promotions.sound,
            budgets: written.budgets,
            margin: written.margin,
            mode: written.mode,
            shipping: written.shipping,
            currency: written.currency,
        }
    }
}

fn warning(broken: &Broken, kind: &str, part: fn(u32) -> Option<Part>) -> Warning {
    let why = &broken.why;
    match broken.id.and_then(part) {
        Some(part @ Part::Promotion(_)) => Warning { part, why: why.to_string() },
        Some(part) => Warning { part, why: format!("{why}; it is off") },
        None => {
            let why = format!("the {kind} at place `{}` is off: {why}", broken.place);
            Warning { part: Part::Terms, why }
        }
    }
}
