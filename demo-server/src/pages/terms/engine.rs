//! The fields of a promotion that another engine computes, in the words of that engine: which there are follows from
//! the mode of the terms.

mod filled;
mod read;

use attar::terms::compat::medusa_2_21::Op;
use attar::terms::compat::offer::Medusa;
use attar::terms::till::Mode;
use maud::{Markup, html};

use super::super::fields::Typed;
use super::super::words::EngineWords;
use super::form::Form;

/// Rows of conditions or tiers that stand empty below those that are filled in.
const EMPTY_ROWS: usize = 1;

/// The calculators of Solidus, as the form names them.
pub(super) const CALCULATORS: [(&str, &str); 6] = [
    ("flat_rate", "FlatRate"),
    ("flexi_rate", "FlexiRate"),
    ("flat_percent_item_total", "FlatPercentItemTotal"),
    ("percent_on_line_item", "PercentOnLineItem"),
    ("tiered_flat_rate", "TieredFlatRate"),
    ("tiered_percent", "TieredPercent"),
];

/// A list of conditions: the names of its fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asks {
    pub field: &'static str,
    pub op: &'static str,
    pub values: &'static str,
}

pub(super) const CART: Asks = Asks { field: "cart_field", op: "cart_op", values: "cart_values" };
pub(super) const TARGET: Asks = Asks { field: "target_field", op: "target_op", values: "target_values" };
pub(super) const BUY: Asks = Asks { field: "buy_field", op: "buy_op", values: "buy_values" };

/// How conditions compare, as the form names it.
pub(super) const OPS: [(Op, &str, &str); 7] = [
    (Op::Eq, "eq", "="),
    (Op::Ne, "ne", "≠"),
    (Op::In, "in", ""),
    (Op::Gt, "gt", ">"),
    (Op::Gte, "gte", "≥"),
    (Op::Lt, "lt", "<"),
    (Op::Lte, "lte", "≤"),
];

/// Whether the engine of a mode sees whole carts: there promotions have no lanes.
pub(super) const fn has_no_lanes(mode: Mode) -> bool {
    matches!(mode, Mode::Medusa221 | Mode::Vendure31)
}

impl Form<'_> {
    fn theirs(&self) -> &'static EngineWords {
        EngineWords::of(self.fields.caller.lang())
    }

    /// What it gives, where an engine of another computes that.
    pub(super) fn engine(&self, mode: Mode) -> Markup {
        match mode {
            Mode::Medusa221 => self.medusa(),
            Mode::Vendure31 => self.vendure(),
            Mode::SolidusCalculators => self.solidus(),
            _ => self.saleor(),
        }
    }

    /// Percent or amount, and how much.
    fn value(&self) -> Markup {
        let words = self.words();
        html! {
            div.pair {
                div { (self.fields.choice("kind", words.kind, &[("percent", words.percent), ("fixed", words.fixed)])) }
                (self.fields.text("amount", words.amount, Typed::Decimal))
            }
            p.muted { (words.amount_hint) }
        }
    }

    fn medusa(&self) -> Markup {
        let (words, theirs) = (self.words(), self.theirs());
        let shares =
            [("", theirs.by_itself), ("each", theirs.each), ("across", theirs.across), ("once", theirs.once)];
        let targets =
            [("items", theirs.all_lines), ("order", words.on_order), ("shipping", words.on_shipping)];
        html! {
            fieldset.block {
                legend { (words.gives) }
                (self.fields.choice("offer", theirs.offer, &[("standard", theirs.standard), ("buy_get", theirs.buy_get)]))
                div.bought {
                    div.pair {
                        (self.fields.text("buy_units", theirs.buy_units, Typed::Numeric))
                        (self.fields.text("get_units", theirs.get_units, Typed::Numeric))
                    }
                    p.muted { (theirs.get_hint) }
                    (self.asks(theirs.buy_asks, BUY, &Medusa::LINE.map(str::to_owned)))
                }
                (self.value())
                (self.fields.choice("on", words.on, &targets))
                (self.fields.choice("allocation", theirs.shared, &shares))
                (self.fields.text("most_units", theirs.most_units, Typed::Numeric))
                p.muted { (theirs.most_hint) }
                (self.fields.tick("with_tax", "yes", theirs.with_tax))
                (self.asks(theirs.target_asks, TARGET, &Medusa::LINE.map(str::to_owned)))
            }
            fieldset.block {
                legend { (theirs.cart_asks) }
                (self.asks("", CART, &cart_fields()))
            }
        }
    }

    fn vendure(&self) -> Markup {
        let (words, theirs) = (self.words(), self.theirs());
        html! {
            fieldset.block {
                legend { (words.gives) }
                (self.value())
                (self.fields.choice("on", words.on, &[("order", words.on_order), ("items", theirs.per_line)]))
                (self.fields.text("minimum", theirs.minimum, Typed::Decimal))
            }
        }
    }

    fn solidus(&self) -> Markup {
        let (words, theirs) = (self.words(), self.theirs());
        let pers = [("line", theirs.per_line), ("order", theirs.per_order)];
        html! {
            fieldset.block {
                legend { (words.gives) }
                (self.fields.choice("calculator", theirs.calculator, &CALCULATORS))
                div.rate { (self.fields.text("rate", theirs.rate, Typed::Decimal)) }
                div.flat { (self.fields.text("amount", words.amount, Typed::Decimal)) }
                div.flexi {
                    div.trio {
                        (self.fields.text("first_item", theirs.first, Typed::Decimal))
                        (self.fields.text("additional", theirs.additional, Typed::Decimal))
                        (self.fields.text("most_items", theirs.most_items, Typed::Numeric))
                    }
                }
                div.tiered { (self.tiers()) }
                (self.fields.choice("per", theirs.per, &pers))
                (self.of_which())
            }
        }
    }

    fn saleor(&self) -> Markup {
        html! {
            fieldset.block {
                legend { (self.words().gives) }
                (self.fields.text("rate", self.theirs().rate, Typed::Decimal))
                (self.of_which())
            }
        }
    }

    /// All goods or some.
    fn of_which(&self) -> Markup {
        let words = self.words();
        html! {
            (self.fields.choice("on", words.on, &[("order", words.on_order), ("items", words.on_items)]))
            div.goods { (self.goods()) }
        }
    }

    fn tiers(&self) -> Markup {
        let theirs = self.theirs();
        let rows = self.fields.filled.all("tier_from").count();
        html! {
            (self.fields.text("base", theirs.base, Typed::Decimal))
            fieldset.rows {
                legend { (theirs.tiers) }
                @for row in 0..rows.saturating_add(EMPTY_ROWS) {
                    div.pair {
                        (self.cell("tier_from", row, theirs.tier_from, Some("decimal"), None))
                        (self.cell("tier_gives", row, theirs.tier_gives, Some("decimal"), None))
                    }
                }
                (self.fields.wrong("tier_from"))
            }
        }
    }

    /// Rows of a field, a comparison and values.
    fn asks(&self, legend: &str, names: Asks, known: &[String]) -> Markup {
        let theirs = self.theirs();
        let rows = self.fields.filled.all(names.field).filter(|field| !field.is_empty()).count();
        html! {
            fieldset.rows {
                @if !legend.is_empty() { legend { (legend) } }
                @for row in 0..rows.saturating_add(EMPTY_ROWS) {
                    div.trio {
                        label { span { (theirs.field) } (self.known(names.field, row, known)) }
                        label { span { (theirs.op) } (self.ops(names.op, row)) }
                        (self.cell(names.values, row, theirs.values, None, Some("ltr")))
                    }
                }
                (self.fields.wrong(names.values))
                p.muted { (theirs.values_hint) }
            }
        }
    }

    /// Those that are known, and the one that stands there.
    fn known(&self, name: &str, row: usize, known: &[String]) -> Markup {
        let own = self.fields.filled.all(name).nth(row).unwrap_or_default();
        let is_other = !own.is_empty() && known.iter().all(|field| field != own);
        html! {
            select name=(name) dir="ltr" {
                option value="" {}
                @if is_other { option value=(own) selected { (own) } }
                @for field in known { option value=(field) selected[field == own] { (field) } }
            }
        }
    }

    fn ops(&self, name: &str, row: usize) -> Markup {
        let own = self.fields.filled.all(name).nth(row).unwrap_or("eq");
        html! {
            // In the direction of the signs: else `>` would be drawn as `<`.
            select name=(name) dir="ltr" {
                @for (_, value, sign) in OPS {
                    option value=(value) selected[value == own] { @if sign.is_empty() { (self.theirs().one_of) } @else { (sign) } }
                }
            }
        }
    }

    /// A field of a row.
    fn cell(&self, name: &str, row: usize, label: &str, mode: Option<&str>, dir: Option<&str>) -> Markup {
        let own = self.fields.filled.all(name).nth(row).unwrap_or_default();
        html! {
            label {
                span { (label) }
                input name=(name) type="text" inputmode=[mode] autocomplete="off" dir=[dir] value=(own);
            }
        }
    }
}

fn cart_fields() -> Vec<String> {
    let lines = Medusa::LINE.iter().map(|field| format!("items.{field}"));
    Medusa::CART.iter().map(|field| (*field).to_owned()).chain(lines).collect()
}
