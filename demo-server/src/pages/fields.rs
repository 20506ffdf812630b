//! The fields of the merchant's forms: what stands in them, how they are drawn, and how they are read. A form works
//! without script; what is wrong stands at its field, and what was typed stays.

use std::collections::BTreeMap;

use attar::id::{ContentHash, LabelId};
use attar::time::Zone;
use attar::{Currency, Lang};
use maud::{Markup, html};

use super::caller::Caller;

mod entries;

pub(super) use entries::{Entries, Wrong};

/// Names and values, as a form sends them; a name may come several times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filled(pub Vec<(String, String)>);

/// In which words and units fields are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hand<'a> {
    pub lang: Lang,
    pub currency: Currency,
    pub zone: &'a Zone,
}

impl<'a> Hand<'a> {
    /// That of a merchant.
    pub fn of(caller: &'a Caller) -> Self {
        let shop = &caller.snapshot().shop;
        Self { lang: caller.lang(), currency: shop.currency, zone: &shop.zone }
    }
}

impl Filled {
    /// The value of a field, without what surrounds it.
    pub fn one(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Whether a box is ticked.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|other| other == value)
    }

    /// Whether it is written as JSON.
    pub fn is_json(&self) -> bool {
        self.is("as", "json")
    }

    /// What the form was drawn from, if it says so.
    pub fn seen(&self) -> Option<ContentHash> {
        self.one("seen").parse().ok()
    }

    /// Writes into a field.
    pub fn put(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }
}

/// The fields, to be drawn.
pub(super) struct Fields<'a> {
    pub caller: &'a Caller,
    pub filled: &'a Filled,
    pub wrong: &'a [Wrong],
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
    /// A field to type in.
    pub fn text(&self, name: &str, label: &str, typed: Typed) -> Markup {
        let wrong = self.found(name);
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

    fn found(&self, name: &str) -> Option<&Wrong> {
        self.wrong.iter().find(|wrong| wrong.field == name)
    }

    /// What is wrong with a field, if something is.
    pub fn wrong(&self, name: &str) -> Markup {
        html! { @if let Some(wrong) = self.found(name) { small role="alert" { (wrong.why) } } }
    }

    /// A box to tick.
    pub fn tick(&self, name: &str, value: &str, label: &str) -> Markup {
        html! {
            label.tick {
                input type="checkbox" name=(name) value=(value) checked[self.filled.is(name, value)];
                span { (label) }
            }
        }
    }

    /// One of several.
    pub fn choice(&self, name: &str, label: &str, choices: &[(&str, &str)]) -> Markup {
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

    /// Categories of which some are chosen. Folded unless one is: there are many.
    pub fn categories(&self, label: &str) -> Markup {
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
                summary { (label) @if chosen > 0 { " (" (self.caller.number(chosen)) ")" } }
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
