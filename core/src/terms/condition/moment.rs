//! The first moment at which several times have come at once.

use super::{Condition, Schedule};
use crate::terms::order::sorted;
use crate::time::{CivilDay, Timestamp, Zone};

/// Between two moments at which a schedule begins or ends for good, its days and hours come again every week.
const DAYS: i32 = 8;

impl Condition {
    /// Whether it asks for times and for nothing else.
    pub(crate) fn is_time(&self) -> bool {
        match self {
            Self::When(_) => true,
            other => !other.parts().is_empty() && other.parts().iter().all(Self::is_time),
        }
    }

    /// Whether one that [asks for times alone](Self::is_time) holds at a moment.
    fn is_now(&self, at: Timestamp, zone: &Zone) -> bool {
        match self {
            Self::When(schedule) => schedule.holds(at, zone),
            Self::Not(part) => !part.is_now(at, zone),
            Self::Any(parts) => parts.iter().any(|part| part.is_now(at, zone)),
            other => other.parts().iter().all(|part| part.is_now(at, zone)),
        }
    }

    fn schedules<'a>(&'a self, all: &mut Vec<&'a Schedule>) {
        if let Self::When(schedule) = self {
            all.push(schedule);
        }
        self.parts().iter().for_each(|part| part.schedules(all));
    }
}

/// The first moment from one on at which each of some times is as it is wanted: holds, or does not.
pub(crate) fn first(times: &[(&Condition, bool)], at: Timestamp, zone: &Zone) -> Option<Timestamp> {
    if let [(Condition::When(schedule), true)] = times {
        return schedule.next(at, zone);
    }
    let mut schedules = Vec::new();
    times.iter().for_each(|(time, _)| time.schedules(&mut schedules));
    let ends = schedules.iter().flat_map(|schedule| [schedule.from, schedule.until]).flatten();
    let mut moments: Vec<Timestamp> = ends.chain([at]).filter(|end| *end >= at).collect();
    let turns = moments.iter().flat_map(|base| turns(&schedules, *base, zone)).collect::<Vec<_>>();
    moments.extend(turns);
    let fits = |moment: &Timestamp| times.iter().all(|(time, wanted)| time.is_now(*moment, zone) == *wanted);
    sorted(moments, |a, b| a < b).into_iter().find(fits)
}

/// When schedules may begin or cease to hold in the days behind a moment.
fn turns(schedules: &[&Schedule], base: Timestamp, zone: &Zone) -> Vec<Timestamp> {
    let today = zone.civil_day(base);
    let mut clocks: Vec<u16> =
        schedules.iter().filter_map(|s| s.minutes).flat_map(<[u16; 2]>::from).collect();
    clocks.push(0);
    let days = (0..=DAYS).map(|days| CivilDay(today.0.saturating_add(days)));
    let all = days.flat_map(|day| clocks.iter().map(move |clock| zone.clock(day, *clock)));
    all.filter(|moment| *moment >= base).collect()
}
