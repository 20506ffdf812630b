//! The form of the ordinary kinds of promotion. It works without script; what is wrong stands at its field, and what
//! was typed stays.

use std::collections::BTreeMap;

use attar::Lang;
use attar::id::LabelId;
use attar::terms::till::Mode;
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::words::{TermsWords, fill, isolated};
use super::engine::has_no_lanes;
use super::filled::Filled;
use super::read::Wrong;
use super::told::Teller;
use super::words;

/// The fields, to be drawn.
pub(super) struct Fields<'a> {
    pub caller: &'a Caller,
    pub filled: &'a Filled,
    pub wrong: &'a [Wrong],
    /// By whose engine discounts are computed.
    pub mode: Mode,
}

/// How a field is typed in: `decimal` and `numeric` have their own keys on a phone.
#[derive(Clone, Copy)]
pub(super) enum Typed {
    Text,
    /// In that language, whatever the page's is.
    In(Lang),
    Decimal,
    Numeric,
    Moment,
}

impl Fields<'_> {
    pub(super) fn words(&self) -> &'static TermsWords {
        words(self.caller)
    }

    /// All fields, without the form around them.
    pub fn all(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.named) }
                div.trio {
                    (self.text("name_en", words.name_en, Typed::In(Lang::En)))
                    (self.text("name_fa", words.name_fa, Typed::In(Lang::Fa)))
                    (self.text("name_ar", words.name_ar, Typed::In(Lang::Ar)))
                }
            }
            @if self.mode.is_foreign() { (self.engine(self.mode)) } @else { (self.gives()) }
            (self.whom())
            (self.when())
            (self.bounds())
            @if !has_no_lanes(self.mode) { (self.order()) }
        }
    }

    fn gives(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.gives) }
                div.pair {
                    div {
                        (self.choice("kind", words.kind, &[("percent", words.percent), ("fixed", words.fixed)]))
                    }
                    (self.text("amount", words.amount, Typed::Decimal))
                }
                p.muted { (words.amount_hint) }
                (self.choice("on", words.on, &[("order", words.on_order), ("items", words.on_items), ("shipping", words.on_shipping)]))
                div.goods {
                    (self.goods())
                    (self.tick("each", "yes", words.each))
                }
            }
        }
    }

    /// Which goods.
    pub(super) fn goods(&self) -> Markup {
        let words = self.words();
        html! {
            (self.categories())
            (self.text("products", words.products, Typed::Text))
            p.muted { (words.products_hint) }
        }
    }

    fn whom(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.whom) }
                (self.text("spend", words.spend, Typed::Decimal))
                (self.tick("first", "yes", words.first))
                (self.tick("card", "yes", words.card))
                (self.text("codes", words.codes, Typed::Text))
                p.muted { (words.codes_hint) }
            }
        }
    }

    fn when(&self) -> Markup {
        let words = self.words();
        let zone = &self.caller.snapshot().shop.zone.name;
        let zone = if zone.is_empty() { "UTC" } else { zone };
        html! {
            fieldset.block {
                legend { (words.when) }
                div.pair {
                    (self.text("from", words.from, Typed::Moment))
                    (self.text("until", words.until, Typed::Moment))
                }
                p.muted { (fill(words.zone, &[&isolated(zone)])) }
                fieldset.ticks {
                    legend { (words.days) }
                    @for (day, name) in (1_u8..).zip(Teller::new(self.caller).words.weekdays) {
                        (self.tick("day", &day.to_string(), name))
                    }
                }
            }
        }
    }

    fn bounds(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.bounds) }
                div.trio {
                    (self.text("limit", words.limit, Typed::Numeric))
                    (self.text("per_shopper", words.per_shopper, Typed::Numeric))
                    (self.text("budget", words.budget, Typed::Decimal))
                }
                p.muted { (words.bounds_hint) }
            }
        }
    }

    fn order(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.order) }
                div.trio {
                    (self.text("lane", words.lane, Typed::Numeric))
                    (self.text("priority", words.priority, Typed::Text))
                }
                p.muted { (words.order_hint) }
                (self.tick("alone", "yes", words.alone))
            }
        }
    }

    pub(super) fn text(&self, name: &'static str, label: &str, typed: Typed) -> Markup {
        let wrong = self.wrong.iter().find(|wrong| wrong.field == name);
        let (kind, mode) = match typed {
            Typed::Text | Typed::In(_) => ("text", None),
            Typed::Decimal => ("text", Some("decimal")),
            Typed::Numeric => ("text", Some("numeric")),
            Typed::Moment => ("datetime-local", None),
        };
        let lang = match typed {
            Typed::In(lang) => Some(lang),
            _ => None,
        };
        html! {
            label {
                span { (label) }
                input name=(name) type=(kind) inputmode=[mode] autocomplete="off"
                    lang=[lang.map(Lang::code)] dir=[lang.map(Lang::direction)] value=(self.filled.one(name)) aria-invalid=[wrong.map(|_| "true")];
                (self.wrong(name))
            }
        }
    }

    /// What is wrong with a field.
    pub(super) fn wrong(&self, name: &str) -> Markup {
        let wrong = self.wrong.iter().find(|wrong| wrong.field == name);
        html! { @if let Some(wrong) = wrong { small role="alert" { (wrong.why) } } }
    }

    pub(super) fn tick(&self, name: &str, value: &str, label: &str) -> Markup {
        html! {
            label.tick {
                input type="checkbox" name=(name) value=(value) checked[self.filled.is(name, value)];
                span { (label) }
            }
        }
    }

    pub(super) fn choice(&self, name: &str, label: &str, choices: &[(&str, &str)]) -> Markup {
        html! {
            fieldset.ticks {
                legend { (label) }
                @for (value, label) in choices {
                    label.tick {
                        input type="radio" name=(name) value=(value) checked[self.filled.is(name, value)];
                        span { (label) }
                    }
                }
            }
        }
    }

    /// Folded unless one is chosen: there are many.
    fn categories(&self) -> Markup {
        let mut departments = BTreeMap::<LabelId, Vec<LabelId>>::new();
        for product in &self.caller.snapshot().shop.products {
            let categories = departments.entry(product.department).or_default();
            if !categories.contains(&product.category) {
                categories.push(product.category);
            }
        }
        let chosen = self.filled.all("category").count();
        html! {
            details.fold open[chosen > 0] {
                summary { (self.words().categories) @if chosen > 0 { " (" (self.caller.number(chosen)) ")" } }
                div.choose {
                    @for (department, categories) in &departments {
                        fieldset.ticks {
                            legend { (self.caller.label(*department)) }
                            @for category in categories {
                                (self.tick("category", &category.0.to_string(), &self.caller.label(*category)))
                            }
                        }
                    }
                }
            }
        }
    }
}
