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

/// How often a group is among some units, at least once.
pub(super) fn times(free: &Units, group: &Units) -> u32 {
    let of_line = |i: usize| free.iter().find(|(line, _)| *line == i).map_or(0, |(_, units)| *units);
    group.iter().filter_map(|(i, units)| of_line(*i).checked_div(*units)).min().unwrap_or(1).max(1)
}

/// Each line once.
pub(super) fn merged(units: impl IntoIterator<Item = (usize, u32)>) -> Units {
    let mut merged = Units::new();
    for (i, units) in units {
        match merged.iter_mut().find(|(line, _)| *line == i) {
            Some((_, sum)) => *sum = sum.saturating_add(units),
            None => merged.push((i, units)),
        }
    }
    merged
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
