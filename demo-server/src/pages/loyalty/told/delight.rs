//! Surprises, in words.

use attar::event::Moment;
use attar::terms::loyalty::{Delight, Window};

use super::super::super::terms::told::Teller;
use super::super::super::words::{DelightWords, fill};
use super::Told;

impl Told<'_> {
    fn delight_words(&self) -> &'static DelightWords {
        DelightWords::of(self.caller.lang())
    }

    pub(super) fn delight_title(&self) -> &'static str {
        self.delight_words().title
    }

    /// The budget, and what they are for.
    pub(super) fn delight(&self, delight: Option<&Delight>) -> Vec<String> {
        let Some(delight) = delight else { return Vec::new() };
        let words = self.delight_words();
        let window = self.window(delight.window);
        let (budget, most) = (self.points(delight.points), self.points(delight.most));
        let bounds = fill(words.is, &[&budget, &window, &most, &self.days(delight.rest_days)]);
        let money = delight.minor.map(|minor| fill(words.worth, &[&Teller::new(self.caller).money(minor)]));
        let off = (!delight.on).then(|| words.is_off.to_owned());
        let for_what = delight
            .occasions
            .iter()
            .map(|one| fill(words.said, &[&self.moment(one.by), &self.points(one.points)]));
        off.into_iter().chain([bounds]).chain(money).chain(for_what).collect()
    }

    /// What a surprise is for.
    pub fn moment(&self, moment: Moment) -> String {
        let words = self.delight_words();
        match moment {
            Moment::FirstDelivered => words.first_is.to_owned(),
            Moment::Late => words.late_is.to_owned(),
            Moment::Anniversary => words.year_is.to_owned(),
            Moment::Orders(count) => fill(words.orders_is, &[&self.caller.number(count)]),
        }
    }

    fn window(&self, window: Window) -> String {
        let words = self.delight_words();
        match window {
            Window::Days(days) => fill(words.last_days, &[&self.days(days)]),
            Window::Month => words.month.to_owned(),
            Window::Quarter => words.a_quarter.to_owned(),
            Window::Year | Window::Lifetime => words.a_year.to_owned(),
        }
    }
}
