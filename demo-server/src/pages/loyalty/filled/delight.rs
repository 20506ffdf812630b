//! Surprises, as they would be written in the form.

use attar::event::Moment;
use attar::terms::loyalty::{Delight, Occasion, Window};

use super::Writer;

impl Writer<'_> {
    pub(super) fn delight(&mut self, delight: Option<&Delight>) {
        let Some(delight) = delight else {
            self.filled.put("delight", "none");
            self.filled.put("delight_window", "month");
            return self.number("delight_rest_days", 90);
        };
        self.filled.put("delight", if delight.on { "on" } else { "off" });
        self.number("delight_points", delight.points);
        if let Some(minor) = delight.minor {
            self.money("delight_minor", minor);
        }
        match delight.window {
            Window::Days(days) => {
                self.filled.put("delight_window", "days");
                self.number("delight_days", days);
            }
            _ => self.filled.put("delight_window", "month"),
        }
        self.number("delight_most", delight.most);
        self.number("delight_rest_days", delight.rest_days);
        delight.occasions.iter().for_each(|one| self.occasion(one));
    }

    fn occasion(&mut self, Occasion { by, points }: &Occasion) {
        let field = match by {
            Moment::FirstDelivered => "delight_first",
            Moment::Late => "delight_late",
            Moment::Anniversary => "delight_year",
            Moment::Orders(count) => {
                self.number("delight_orders", count);
                "delight_orders_points"
            }
        };
        self.number(field, points);
    }
}
