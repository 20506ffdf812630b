//! The fields of surprises.

use maud::{Markup, html};

use super::super::super::fields::Typed;
use super::super::super::words::DelightWords;
use super::Form;

impl Form<'_> {
    pub(super) fn delight(&self) -> Markup {
        let (words, fields) = (DelightWords::of(self.fields.caller.lang()), &self.fields);
        let given = [("none", words.none), ("on", words.on), ("off", words.off)];
        let windows = [("month", words.month), ("days", words.days_of)];
        let number = |name: &str, label: &str| fields.text(name, label, Typed::Numeric);
        html! {
            fieldset.block {
                legend { (words.title) }
                (fields.choice("delight", words.given, &given))
                div.pair { (number("delight_points", words.points)) (fields.text("delight_minor", words.minor, Typed::Decimal)) }
                (fields.choice("delight_window", words.window, &windows))
                div.trio {
                    (number("delight_days", words.days))
                    (number("delight_most", words.most))
                    (number("delight_rest_days", words.rest))
                }
                div.pair {
                    (number("delight_first", words.first))
                    (number("delight_late", words.late))
                    (number("delight_year", words.year))
                    (number("delight_orders_points", words.orders_points))
                    (number("delight_orders", words.orders))
                }
                p.muted { (words.hint) }
            }
        }
    }
}
