//! Surprises, entered into the book of a member.

use super::Book;
use crate::event::{Counted, Moment, Surprise, Why};
use crate::terms::loyalty::{Delighted, Occasion};
use crate::time::CivilDay;

/// How many days an anniversary lasts: the clock may have stood still.
const LASTS: i32 = 7;

impl Book<'_> {
    /// Enters the first surprise for which there is reason, as far as the budget goes. What it takes of that: the day,
    /// points, and their worth.
    pub fn surprise(
        &mut self,
        delighted: &Delighted,
        reason: impl Fn(Moment) -> Option<u32>,
    ) -> Option<(CivilDay, i64, i64)> {
        let (delight, worth) = (self.delight.filter(|own| own.on)?, self.programme?.worth);
        let day = self.zone.civil_day(self.at);
        let (left, money) = delight.left(delighted, day);
        let fits = |one: &&Occasion| {
            let points = i64::from(one.points);
            points <= left && money.is_none_or(|money| worth.at_most(points) <= money)
        };
        let is_due = |one: &&Occasion| {
            let surprise = reason(one.by).map(|which| Surprise { moment: one.by, which });
            surprise.is_some_and(|surprise| self.account.may_delight(surprise, day, delight.rest_days))
        };
        let one = *delight.occasions.iter().filter(is_due).find(fits)?;
        let (which, points) = (reason(one.by)?, i64::from(one.points));
        let counted = Counted { day, ..Counted::default() };
        self.earn(points, Why::Delight(Surprise { moment: one.by, which }), Vec::new(), counted);
        self.rise();
        Some((day, points, worth.at_most(points)))
    }

    /// The year for which the card is celebrated in these days.
    pub fn celebrated(&self) -> Option<u32> {
        let today = self.zone.civil_day(self.at);
        let (day, year) = self.account.anniversary(today, self.zone)?;
        (today < day.plus(LASTS)).then_some(year)
    }
}
