//! Units of lines, and what groups are made of them.

/// Lines with a number of units.
pub(super) type Units = Vec<(usize, u32)>;

/// How many there are.
pub(super) fn count(units: &Units) -> u32 {
    units.iter().fold(0, |sum, (_, units)| sum.saturating_add(*units))
}

/// The first `most` units.
pub(super) fn take(units: Units, most: u32) -> Units {
    let mut left = most;
    let mut taken = Units::new();
    for (i, units) in units {
        let some = units.min(left);
        left = left.saturating_sub(some);
        if some > 0 {
            taken.push((i, some));
        }
    }
    taken
}

/// How often a group is among the free units of each line, at least once.
pub(super) fn times(free: &[u32], group: &Units) -> u32 {
    let of_line = |i: usize| free.get(i).copied().unwrap_or(0);
    group.iter().filter_map(|(i, units)| of_line(*i).checked_div(*units)).min().unwrap_or(1).max(1)
}

/// Takes some of a line's units away.
pub(super) fn lower(free: &mut [u32], i: usize, by: u32) {
    if let Some(units) = free.get_mut(i) {
        *units = units.saturating_sub(by);
    }
}

/// Adds some of a line's, so that each line stands once.
pub(super) fn merge(units: &mut Units, i: usize, more: u32) {
    match units.iter_mut().find(|(line, _)| *line == i) {
        Some((_, sum)) => *sum = sum.saturating_add(more),
        None => units.push((i, more)),
    }
}

/// What is left once some are gone.
pub(super) fn without(units: Units, gone: &Units) -> Units {
    let lost = |i: usize| {
        let of_line = gone.iter().filter(|(line, _)| *line == i);
        of_line.fold(0_u32, |sum, (_, units)| sum.saturating_add(*units))
    };
    let rest = units.into_iter().map(|(i, units)| (i, units.saturating_sub(lost(i))));
    rest.filter(|(_, units)| *units > 0).collect()
}
