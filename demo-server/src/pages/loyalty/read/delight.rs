//! Reads surprises.

use attar::event::Moment;
use attar::terms::loyalty::{Delight, Occasion, Window};

use super::super::super::words::DelightWords;
use super::{MOST_DAYS, Reader};

impl Reader<'_> {
    /// Nothing, where none are planned.
    pub(super) fn delight(&mut self) -> Option<Delight> {
        let on = match self.entries.filled.one("delight") {
            "on" => true,
            "off" => false,
            _ => return None,
        };
        let window = match self.entries.filled.one("delight_window") {
            "days" => Window::Days(self.within("delight_days", 1, MOST_DAYS)),
            _ => Window::Month,
        };
        let delight = Delight {
            on,
            points: self.within("delight_points", 1, u32::MAX.into()),
            minor: self.entries.money("delight_minor"),
            window,
            most: self.within("delight_most", 1, u32::MAX.into()),
            rest_days: self.within("delight_rest_days", 1, MOST_DAYS),
            occasions: self.occasions(),
        };
        let above = delight.occasions.iter().any(|one| one.points > delight.most);
        if (above || delight.most > delight.points) && !self.entries.has("delight_most") {
            self.entries.refuse("delight_most", DelightWords::of(self.against.hand.lang).bad_most);
        }
        Some(delight)
    }

    fn occasions(&mut self) -> Vec<Occasion> {
        let plain = [
            ("delight_first", Moment::FirstDelivered),
            ("delight_late", Moment::Late),
            ("delight_year", Moment::Anniversary),
        ];
        let mut all: Vec<Occasion> = Vec::new();
        for (field, by) in plain {
            all.extend(self.entries.count(field).map(|points| Occasion { by, points }));
        }
        if let Some(points) = self.entries.count("delight_orders_points") {
            let by = Moment::Orders(self.within("delight_orders", 2, u32::MAX.into()));
            all.push(Occasion { by, points });
        }
        // They go before one another as they did.
        let base = self.against.base.and_then(|base| base.delight.as_ref());
        let kind = |one: &Occasion| std::mem::discriminant(&one.by);
        let place = |one: &Occasion| base?.occasions.iter().position(|own| kind(own) == kind(one));
        all.sort_by_key(|one| place(one).unwrap_or(usize::MAX));
        if all.is_empty() {
            let missing = super::PageWords::of(self.against.hand.lang).field_missing;
            self.entries.refuse("delight_first", missing);
        }
        all
    }
}
