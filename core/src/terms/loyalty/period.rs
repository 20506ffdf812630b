//! When points ripen and expire, and within which days something counts: all by the days of the shop's own calendar,
//! so that a change of its clocks shifts nothing.

use crate::terms::loyalty::{Expiry, Programme, Window};
use crate::time::{CivilDay, Timestamp, Zone};

impl Programme {
    /// From when on points can be spent that are earned at a moment.
    pub(crate) fn ripe(&self, at: Timestamp, zone: &Zone) -> Timestamp {
        match self.pending_days {
            0 => at,
            days => zone.end_of(zone.civil_day(at).plus(days.into())),
        }
    }

    /// When points expire that are earned at a moment and ripen at another.
    pub(crate) fn expires(&self, at: Timestamp, ripe: Timestamp, zone: &Zone) -> Option<Timestamp> {
        let ripens = zone.civil_day(ripe);
        let day = match self.expiry? {
            Expiry::Days(days) => zone.civil_day(at).plus(days.into()),
            Expiry::Months(months) => ripens.month_after(i32::from(months).saturating_add(1)).plus(-1),
            Expiry::Years(years) => year_after(ripens, i32::from(years).saturating_add(1)).plus(-1),
        };
        Some(zone.end_of(day))
    }

    /// When points expire that come back to a lot that has expired.
    pub(crate) fn revived(&self, at: Timestamp, zone: &Zone) -> Timestamp {
        zone.end_of(zone.civil_day(at).plus(self.revive_days.into()))
    }
}

/// The first day of the year that comes so many years after that of a day.
fn year_after(day: CivilDay, years: i32) -> CivilDay {
    let (_, month, _) = day.year_month_day();
    day.month_after(years.saturating_mul(12).saturating_sub(i32::from(month)).saturating_add(1))
}

impl Window {
    /// How many months a calendar window has; nothing, for others.
    const fn months(self) -> Option<i32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Year => Some(12),
            Self::Days(_) | Self::Lifetime => None,
        }
    }

    /// The first day that counts on a day; nothing, if all days do.
    pub(crate) fn first(self, day: CivilDay) -> Option<CivilDay> {
        match (self, self.months()) {
            (Self::Days(days), _) => Some(day.plus(1_i32.saturating_sub(days.into()))),
            (_, Some(months)) => Some(begin(day, months)),
            _ => None,
        }
    }

    /// The last day on which what counts on a day counts together; nothing, for a window that moves on with every day
    /// or never ends.
    pub(crate) fn last(self, day: CivilDay) -> Option<CivilDay> {
        let months = self.months()?;
        Some(begin(day, months).month_after(months).plus(-1))
    }

    /// Until when a tier lasts that is reached on a day; nothing, if for life.
    pub(crate) fn term(self, day: CivilDay, zone: &Zone) -> Option<Timestamp> {
        match (self, self.months()) {
            (Self::Days(days), _) => Some(zone.end_of(day.plus(days.into()))),
            (_, Some(months)) => {
                Some(zone.midnight(begin(day, months).month_after(months.saturating_mul(2))))
            }
            _ => None,
        }
    }
}

/// The first day of the calendar period of so many months that a day is in.
fn begin(day: CivilDay, months: i32) -> CivilDay {
    let (_, month, _) = day.year_month_day();
    let past = i32::from(month).saturating_sub(1).checked_rem(months).unwrap_or(0);
    day.month_after(past.saturating_neg())
}
