//! When a message is tried again.

use attar::Timestamp;
use attar::time::{CivilDay, Span, Zone};

/// How long after each try that failed; after the last there is none.
pub(super) const WAITS: [Span; 7] = [
    Span(5_000),
    Span(30_000),
    Span::minutes(2),
    Span::minutes(10),
    Span::minutes(60),
    Span::minutes(6 * 60),
    Span::days(1),
];
/// The longest that a receiver may ask us to wait.
const LONGEST: Span = Span::days(1);
/// Up to a fifth longer, by chance, so that not all come back at once.
const JITTER: i64 = 5;

/// The next try after one that failed, or none: `tries` were made before it, `roll` is drawn by chance, `asked` is
/// what the receiver wants us to wait.
pub(super) fn next(tries: u32, now: Timestamp, roll: u16, asked: Option<Span>) -> Option<Timestamp> {
    let wait = WAITS.get(usize::try_from(tries).ok()?)?.0;
    let jitter = (wait / JITTER).saturating_mul(i64::from(roll)) / i64::from(u16::MAX);
    let asked = asked.map_or(0, |asked| asked.0.clamp(0, LONGEST.0));
    Some(now + Span(wait.saturating_add(jitter).max(asked)))
}

/// What `Retry-After` says: seconds, or a moment (RFC 9110).
pub(super) fn asked(text: &str, now: Timestamp) -> Option<Span> {
    let seconds: Option<i64> = text.trim().parse().ok();
    let span = seconds.map(|seconds| Span(seconds.saturating_mul(1_000)));
    span.or_else(|| moment(text.trim()).map(|at| at - now)).filter(|span| span.0 > 0)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
fn moment(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = text.split(' ').collect();
    let [_, day, month, year, clock, "GMT"] = words.as_slice() else { return None };
    let month = u32::try_from(MONTHS.iter().position(|name| name == month)?).ok()?.checked_add(1)?;
    let date = CivilDay::of_date(year.parse().ok()?, month, day.parse().ok()?)?;
    let parts: Vec<i64> = clock.split(':').map_while(|part| part.parse().ok()).collect();
    let [hours @ 0..24, minutes @ 0..60, seconds @ 0..61] = parts.as_slice() else { return None };
    let of_day = hours * 3_600 + minutes * 60 + seconds;
    Some(Zone::default().midnight(date) + Span(of_day * 1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(784_111_777_000);

    #[test]
    fn each_try_waits_longer_and_after_the_last_there_is_none() {
        let waits: Vec<i64> =
            (0..9).map_while(|tries| next(tries, NOW, 0, None)).map(|at| (at - NOW).0 / 1_000).collect();
        assert_eq!(waits, [5, 30, 120, 600, 3_600, 21_600, 86_400]);
        assert_eq!(next(7, NOW, 0, Some(Span(1))), None);
    }

    #[test]
    fn chance_makes_it_a_fifth_longer_at_most() {
        for (tries, wait) in (0..).zip(WAITS) {
            let at = |roll| (next(tries, NOW, roll, None).expect("a try") - NOW).0;
            assert_eq!((at(0), at(u16::MAX)), (wait.0, wait.0 + wait.0 / 5));
            assert!(at(0) < at(30_000) && at(30_000) < at(u16::MAX));
        }
    }

    #[test]
    fn a_receiver_may_ask_for_longer_but_not_for_ever_or_less() {
        let at =
            |seconds: i64| (next(0, NOW, 0, Some(Span(seconds * 1_000))).expect("a try") - NOW).0 / 1_000;
        assert_eq!([at(1), at(60), at(9_999_999)], [5, 60, 86_400]);
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        assert_eq!(asked("120", NOW), Some(Span(120_000)));
        assert_eq!(asked("Sun, 06 Nov 1994 08:50:37 GMT", NOW), Some(Span(60_000)));
        for none in ["", "-5", "0", "soon", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:00:00 GMT"]
        {
            assert_eq!(asked(none, NOW), None, "{none}");
        }
    }
}
