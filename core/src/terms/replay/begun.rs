//! Promotions that begin later, tried on the past as if they had begun.

use crate::terms::condition::Condition;
use crate::terms::promotion::PromotionId;
use crate::terms::till::Terms;
use crate::time::Timestamp;

/// The same terms with every promotion begun that begins behind a moment, and which these are, in the order of the
/// terms. Of its times neither beginnings nor ends are left; days of the week and hours stay.
pub fn as_if_begun(terms: &Terms, at: Timestamp) -> (Terms, Vec<PromotionId>) {
    let (mut begun, mut later) = (terms.clone(), Vec::new());
    for promotion in &mut begun.promotions {
        if begins(&promotion.when).is_some_and(|from| from > at) {
            later.push(promotion.id);
            open(&mut promotion.when, true);
        }
    }
    (begun, later)
}

/// Before when it holds at no time.
fn begins(when: &Condition) -> Option<Timestamp> {
    match when {
        Condition::All(parts) => parts.iter().filter_map(begins).max(),
        Condition::Any(parts) => parts.iter().map(begins).collect::<Option<Vec<_>>>()?.into_iter().min(),
        Condition::When(schedule) => schedule.from,
        _ => None,
    }
}

/// What has to hold begins at once; what must not hold, if it has a beginning or an end, never does.
fn open(when: &mut Condition, wanted: bool) {
    match when {
        Condition::All(parts) | Condition::Any(parts) => parts.iter_mut().for_each(|part| open(part, wanted)),
        Condition::Not(part) => open(part, !wanted),
        Condition::When(schedule) if wanted => (schedule.from, schedule.until) = (None, None),
        Condition::When(schedule) if schedule.from.is_some() || schedule.until.is_some() => {
            *when = Condition::Any(Vec::new());
        }
        _ => {}
    }
}
