//! The form of the ordinary kinds of promotion.

use attar::Lang;
use maud::{Markup, html};

use super::super::fields::{Fields, Typed};
use super::super::words::{TermsWords, fill, isolated};
use super::told::Teller;
use super::words;

/// The form of one promotion.
pub(super) struct Form<'a>(pub Fields<'a>);

impl Form<'_> {
    fn words(&self) -> &'static TermsWords {
        words(self.0.caller)
    }

    /// All fields, without the form around them.
    pub fn all(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.named) }
                div.trio {
                    (self.0.text("name_en", words.name_en, Typed::In(Lang::En)))
                    (self.0.text("name_fa", words.name_fa, Typed::In(Lang::Fa)))
                    (self.0.text("name_ar", words.name_ar, Typed::In(Lang::Ar)))
                }
            }
            (self.gives())
            (self.whom())
            (self.when())
            (self.bounds())
            (self.order())
        }
    }

    fn gives(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.gives) }
                div.pair {
                    div {
                        (self.0.choice("kind", words.kind, &[("percent", words.percent), ("fixed", words.fixed)]))
                    }
                    (self.0.text("amount", words.amount, Typed::Decimal))
                }
                p.muted { (words.amount_hint) }
                (self.0.choice("on", words.on, &[("order", words.on_order), ("items", words.on_items), ("shipping", words.on_shipping)]))
                div.goods {
                    (self.0.categories(words.categories))
                    (self.0.text("products", words.products, Typed::Text))
                    p.muted { (words.products_hint) }
                    (self.0.tick("each", "yes", words.each))
                }
            }
        }
    }

    fn whom(&self) -> Markup {
        let words = self.words();
        html! {
            fieldset.block {
                legend { (words.whom) }
                (self.0.text("spend", words.spend, Typed::Decimal))
                (self.0.tick("first", "yes", words.first))
                (self.0.tick("card", "yes", words.card))
                (self.0.text("codes", words.codes, Typed::Text))
                p.muted { (words.codes_hint) }
            }
        }
    }

    fn when(&self) -> Markup {
        let words = self.words();
        let zone = &self.0.caller.snapshot().shop.zone.name;
        let zone = if zone.is_empty() { "UTC" } else { zone };
        html! {
            fieldset.block {
                legend { (words.when) }
                div.pair {
                    (self.0.text("from", words.from, Typed::Moment))
                    (self.0.text("until", words.until, Typed::Moment))
                }
                p.muted { (fill(words.zone, &[&isolated(zone)])) }
                fieldset.ticks {
                    legend { (words.days) }
                    @for (day, name) in (1_u8..).zip(Teller::new(self.0.caller).words.weekdays) {
                        (self.0.tick("day", &day.to_string(), name))
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
                    (self.0.text("limit", words.limit, Typed::Numeric))
                    (self.0.text("per_shopper", words.per_shopper, Typed::Numeric))
                    (self.0.text("budget", words.budget, Typed::Decimal))
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
                    (self.0.text("lane", words.lane, Typed::Numeric))
                    (self.0.text("priority", words.priority, Typed::Text))
                }
                p.muted { (words.order_hint) }
                (self.0.tick("alone", "yes", words.alone))
            }
        }
    }
}
