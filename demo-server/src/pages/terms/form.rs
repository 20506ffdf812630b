//! The form of the ordinary kinds of promotion.

use attar::Lang;
use attar::terms::till::Mode;
use maud::{Markup, html};

use super::super::fields::{Fields, Typed};
use super::super::words::{TermsWords, fill, isolated};
use super::engine::has_no_lanes;
use super::told::Teller;
use super::words;

/// The form of one promotion.
pub(super) struct Form<'a> {
    pub fields: Fields<'a>,
    /// By whose engine discounts are computed.
    pub mode: Mode,
}

impl Form<'_> {
    pub(super) fn words(&self) -> &'static TermsWords {
        words(self.fields.caller)
    }

    /// All fields, without the form around them.
    pub fn all(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.named) }
                div.trio {
                    (self.fields.text("name_en", words.name_en, Typed::In(Lang::En)))
                    (self.fields.text("name_fa", words.name_fa, Typed::In(Lang::Fa)))
                    (self.fields.text("name_ar", words.name_ar, Typed::In(Lang::Ar)))
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
                        (self.fields.choice("kind", words.kind, &[("percent", words.percent), ("fixed", words.fixed)]))
                    }
                    (self.fields.text("amount", words.amount, Typed::Decimal))
                }
                p.muted { (words.amount_hint) }
                (self.fields.choice("on", words.on, &[("order", words.on_order), ("items", words.on_items), ("shipping", words.on_shipping)]))
                div.goods {
                    (self.goods())
                    (self.fields.tick("each", "yes", words.each))
                }
            }
        }
    }

    /// Which goods.
    pub(super) fn goods(&self) -> Markup {
        let words = self.words();
        html! {
            (self.fields.categories(words.categories))
            (self.fields.text("products", words.products, Typed::Text))
            p.muted { (words.products_hint) }
        }
    }

    fn whom(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.whom) }
                (self.fields.text("spend", words.spend, Typed::Decimal))
                (self.fields.tick("first", "yes", words.first))
                (self.fields.tick("card", "yes", words.card))
                (self.fields.text("codes", words.codes, Typed::Text))
                p.muted { (words.codes_hint) }
            }
        }
    }

    fn when(&self) -> Markup {
        let words = self.words();
        let zone = &self.fields.caller.snapshot().shop.zone.name;
        let zone = if zone.is_empty() { "UTC" } else { zone };
        html! {
            fieldset.block {
                legend { (words.when) }
                div.pair {
                    (self.fields.text("from", words.from, Typed::Moment))
                    (self.fields.text("until", words.until, Typed::Moment))
                }
                p.muted { (fill(words.zone, &[&isolated(zone)])) }
                fieldset.ticks {
                    legend { (words.days) }
                    @for (day, name) in (1_u8..).zip(Teller::new(self.fields.caller).words.weekdays) {
                        (self.fields.tick("day", &day.to_string(), name))
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
                    (self.fields.text("limit", words.limit, Typed::Numeric))
                    (self.fields.text("per_shopper", words.per_shopper, Typed::Numeric))
                    (self.fields.text("budget", words.budget, Typed::Decimal))
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
                    (self.fields.text("lane", words.lane, Typed::Numeric))
                    (self.fields.text("priority", words.priority, Typed::Text))
                }
                p.muted { (words.order_hint) }
                (self.fields.tick("alone", "yes", words.alone))
            }
        }
    }
}
