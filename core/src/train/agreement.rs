//! How much two groupings of the same things agree.

use std::collections::BTreeMap;

/// The adjusted Rand index of two groupings: 1 where they are the same but for the names of groups, 0 in the mean where
/// they have nothing to do with one another (Hubert and Arabie, "Comparing partitions", 1985).
///
/// Both name the group of each thing, in the same order; what one lacks is left out.
pub fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let pairs = |count: f64| count * (count - 1.0) / 2.0;
    let mut cells: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let (mut rows, mut columns): (BTreeMap<usize, f64>, BTreeMap<usize, f64>) = Default::default();
    for (row, column) in a.iter().zip(b) {
        *cells.entry((*row, *column)).or_default() += 1.0;
        *rows.entry(*row).or_default() += 1.0;
        *columns.entry(*column).or_default() += 1.0;
    }
    let sum = |counts: &mut dyn Iterator<Item = &f64>| counts.map(|count| pairs(*count)).sum::<f64>();
    let both = sum(&mut cells.values());
    let (rows, columns) = (sum(&mut rows.values()), sum(&mut columns.values()));
    let by_chance = rows * columns / pairs(a.len().min(b.len()) as f64).max(1.0);
    let most = (rows + columns) / 2.0;
    // One group, or a group for each: there is nothing to disagree about.
    if most <= by_chance { 1.0 } else { (both - by_chance) / (most - by_chance) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_the_published_one() {
        assert_eq!(adjusted_rand(&[0, 0, 1, 1], &[5, 5, 2, 2]), 1.0);
        // As scikit-learn has it.
        assert!((adjusted_rand(&[0, 0, 1, 1], &[0, 0, 1, 2]) - 0.571_428_571).abs() < 1e-6);
        assert!((adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]) + 0.5).abs() < 1e-6);
        assert_eq!(adjusted_rand(&[0, 0, 0], &[1, 1, 1]), 1.0);
    }
}
