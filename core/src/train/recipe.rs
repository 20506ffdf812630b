//! How a table is made and read: some thirty numbers, each with its range and the grid that a search
//! walks. Three presets start the search; no shop has to set any.

use super::params::ParamError;

/// One number of a [`Recipe`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Knob {
    /// How fast a pair fades with the gap between its events: `gap^-power`.
    GapPower,
    /// The share of a pair's weight that no gap takes away.
    GapFloor,
    /// What the earlier event of a pair counts as a neighbour of the later one; the other way round it is 1.
    Backward,
    /// How much less each event of a longer visit weighs: `length^-power`.
    LengthPower,
    /// A visit this many days older weighs e times less.
    AgeDays,
    /// The power that the count of a pair is raised to.
    CountPower,
    /// How much less a popular item counts as context.
    RowPower,
    /// How much a popular item is damped as a neighbour.
    ColumnPower,
    /// So many events are added to every item's own before its powers are taken, so that a rare
    /// item's few pairs do not count as certainties.
    Shrinkage,
    /// How much a rising item gains as a neighbour.
    TrendPower,
    /// What an item's own cell counts: items that shoppers come back to in the same visit.
    Diagonal,
    /// What the neighbours of an item's neighbours count.
    Hop,
    /// How many rounds of neighbours of neighbours follow the first.
    Rounds,
    /// How the context fades: 0 by `exp(-d / reach)`, 1 by `(1 + d)^(-2 / reach)`.
    Fade,
    /// How far back the context reaches, in events.
    Reach,
    /// What the last item but one weighs beside its place on the curve.
    Second,
    /// What the last item but three and all before it weigh beside their places on the curve.
    Older,
    /// How much it counts that a shopper has met an item before in this visit.
    Revisit,
    /// A meeting this many events older counts e times less as a revisit.
    RevisitReach,
    /// What a revisit of the last item but one counts beside its place on the curve.
    RevisitSecond,
    /// What a revisit of the item before that counts beside its place on the curve.
    RevisitThird,
    /// The power of the number of context items that speak for an item.
    Support,
    /// The part of the ridge table, in units of the counted one; 99 leaves nothing but ridge.
    Ridge,
    /// What is added to the ridge's diagonal, in weights of an average visit.
    RidgeDamping,
    /// For ridge, a visit this many days older weighs e times less.
    RidgeAgeDays,
    /// For ridge, how much less a longer visit weighs.
    RidgeLengthPower,
    /// How much less a popular item counts as context of the ridge table.
    RidgeRowPower,
    /// How much a popular item is damped as a target of the ridge table.
    RidgeColumnPower,
    /// How much a rising item gains in the ridge table.
    RidgeTrendPower,
    /// For few visits: as so many visits each product's own are joined by what goes with its like and by
    /// what sells, and nothing but the knobs of reading says more. 0 counts each product's own alone.
    Prior,
}

/// Stands for "never fades" among ages.
const EVER: f64 = 1e6;

/// Values that differ by this share are as good as one.
const NEAR: f64 = 0.02;

/// Knob, name, lowest and highest legal value, grid.
type Row = (Knob, &'static str, f64, f64, &'static [f64]);

const AGES: &[f64] = &[2.0, 4.0, 7.0, 14.0, 30.0, 60.0, 120.0, 240.0, EVER];
const RIDGE_AGES: &[f64] = &[4.0, 7.0, 14.0, 30.0, 60.0, 120.0, 240.0, 480.0, EVER];
const TIMES: &[f64] = &[0.4, 0.55, 0.7, 0.85, 1.0, 1.2, 1.4, 1.7, 2.2];
const TRENDS: &[f64] = &[0.0, 0.1, 0.2, 0.3, 0.5];

#[rustfmt::skip]
const ROWS: [Row; Recipe::KNOBS] = [
    (Knob::GapPower, "gap_power", 0.0, 4.0, &[0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.5]),
    (Knob::GapFloor, "gap_floor", 0.0, 1.0, &[0.0, 0.05, 0.1, 0.2, 0.4, 0.7]),
    (Knob::Backward, "backward", 0.0, 1.0, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    (Knob::LengthPower, "length_power", 0.0, 2.0, &[0.0, 0.25, 0.5, 0.75, 1.0, 1.25]),
    (Knob::AgeDays, "age_days", 0.1, EVER, AGES),
    (Knob::CountPower, "count_power", 0.1, 2.0, &[0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3]),
    (Knob::RowPower, "row_power", 0.0, 2.0, &[0.0, 0.25, 0.4, 0.5, 0.6, 0.75, 1.0]),
    (Knob::ColumnPower, "column_power", 0.0, 2.0, &[0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
    (Knob::Shrinkage, "shrinkage", 0.0, 1e4, &[0.0, 1.0, 3.0, 10.0, 30.0, 100.0]),
    (Knob::TrendPower, "trend_power", 0.0, 2.0, TRENDS),
    (Knob::Diagonal, "diagonal", 0.0, 16.0, &[0.0, 0.25, 0.5, 1.0, 2.0, 4.0]),
    (Knob::Hop, "hop", 0.0, 16.0, &[0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.0, 6.0]),
    (Knob::Rounds, "rounds", 0.0, 4.0, &[0.0, 1.0, 2.0]),
    (Knob::Fade, "fade", 0.0, 1.0, &[0.0, 1.0]),
    (Knob::Reach, "reach", 0.1, 1e3, &[0.3, 0.5, 0.75, 1.0, 1.4, 2.0, 3.0, 4.0, 6.0, 10.0, 20.0, 50.0]),
    (Knob::Second, "second", 0.0, 16.0, TIMES),
    (Knob::Older, "older", 0.0, 16.0, TIMES),
    (Knob::Revisit, "revisit", 0.0, 16.0, &[0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.2, 1.6, 2.4, 4.0]),
    (Knob::RevisitReach, "revisit_reach", 0.1, 1e3, &[0.3, 0.6, 1.0, 2.0, 4.0, 10.0, 40.0]),
    (Knob::RevisitSecond, "revisit_second", 0.0, 16.0, TIMES),
    (Knob::RevisitThird, "revisit_third", 0.0, 16.0, TIMES),
    (Knob::Support, "support", -1.0, 2.0, &[-0.3, -0.15, 0.0, 0.15, 0.3, 0.5, 0.75, 1.0, 1.5]),
    (Knob::Ridge, "ridge", 0.0, 99.0, &[0.0, 0.15, 0.3, 0.5, 0.8, 1.2, 2.0, 4.0, 99.0]),
    (Knob::RidgeDamping, "ridge_damping", 0.1, 1e5, &[3.0, 10.0, 30.0, 100.0, 200.0, 400.0, 800.0, 1600.0]),
    (Knob::RidgeAgeDays, "ridge_age_days", 0.1, EVER, RIDGE_AGES),
    (Knob::RidgeLengthPower, "ridge_length_power", 0.0, 2.0, &[0.0, 0.25, 0.5, 0.75]),
    (Knob::RidgeRowPower, "ridge_row_power", -1.0, 2.0, &[-0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5]),
    (Knob::RidgeColumnPower, "ridge_column_power", -1.0, 2.0, &[-0.1, 0.0, 0.05, 0.1, 0.15, 0.2, 0.3]),
    (Knob::RidgeTrendPower, "ridge_trend_power", 0.0, 2.0, TRENDS),
    (Knob::Prior, "prior", 0.0, 1e5, &[0.0, 30.0, 100.0, 300.0, 1000.0]),
];

impl Knob {
    /// Every knob.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.0)
    }

    /// Its name in reports and errors.
    pub fn name(self) -> &'static str {
        ROWS[self as usize].1
    }

    /// Whether it has nothing between its values.
    const fn is_whole(self) -> bool {
        matches!(self, Self::Fade | Self::Rounds)
    }

    /// The values that a search tries, ascending.
    pub fn grid(self) -> &'static [f64] {
        ROWS[self as usize].4
    }
}

/// One value for each [`Knob`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe([f64; Self::KNOBS]);

impl Recipe {
    /// How many knobs there are.
    pub const KNOBS: usize = 30;

    /// For clicks: what was looked at last says most, and shoppers come back to what they saw.
    pub fn clicks() -> Self {
        #[rustfmt::skip]
        let values = [
            1.0, 0.1, 0.8, 0.5, 60.0, 0.9, 0.5, 0.3, 3.0, 0.0, 2.0, 0.8, 0.0, 1.0, 1.4, 1.0, 1.0,
            0.8, 2.0, 1.0, 1.0, 0.0, 0.0, 400.0, 240.0, 0.25, 0.2, 0.1, 0.3, 0.0,
        ];
        Self(values)
    }

    /// For baskets: their lines say much the same, whatever their order, and none comes twice.
    pub fn baskets() -> Self {
        let counted = [
            (Knob::GapPower, 0.5),
            (Knob::LengthPower, 0.25),
            (Knob::AgeDays, 120.0),
            (Knob::RowPower, 0.75),
            (Knob::Shrinkage, 30.0),
            (Knob::TrendPower, 0.2),
            (Knob::Diagonal, 0.0),
            (Knob::Hop, 0.0),
            (Knob::Reach, 4.0),
            (Knob::Revisit, 0.0),
        ];
        counted.into_iter().fold(Self::clicks(), |recipe, (knob, value)| recipe.with(knob, value))
    }

    /// For baskets without order in a catalogue of a few thousand: the counts and a ridge regression.
    pub fn baskets_with_ridge() -> Self {
        Self::baskets().with(Knob::Ridge, 1.2)
    }

    /// The value of a knob.
    pub fn get(&self, knob: Knob) -> f64 {
        self.0[knob as usize]
    }

    /// The same with another value of one knob.
    pub fn with(mut self, knob: Knob, value: f64) -> Self {
        self.0[knob as usize] = value;
        self
    }

    /// Every knob with its value.
    pub fn values(&self) -> impl Iterator<Item = (Knob, f64)> + '_ {
        Knob::all().zip(self.0)
    }

    /// Whether two recipes agree on these knobs.
    pub(super) fn agrees(&self, other: &Self, knobs: &[Knob]) -> bool {
        knobs.iter().all(|knob| self.get(*knob) == other.get(*knob))
    }

    /// The next value of a knob's grid above or below its own.
    pub(super) fn next(&self, knob: Knob, up: bool) -> Option<Self> {
        let (grid, here) = (knob.grid(), self.get(knob));
        let value = match up {
            true => grid.iter().find(|value| **value > here),
            false => grid.iter().rev().find(|value| **value < here),
        };
        value.map(|value| self.with(knob, *value))
    }

    /// Halfway to the next value of a knob's grid, by ratio where both are above 0; nothing near enough.
    pub(super) fn halfway(&self, knob: Knob, up: bool) -> Option<Self> {
        let (here, next) = (self.get(knob), self.next(knob, up)?.get(knob));
        let half = if here > 0.0 && next > 0.0 { (here * next).sqrt() } else { (here + next) / 2.0 };
        let near = (half - here).abs() <= NEAR * here.abs().max(NEAR);
        (!knob.is_whole() && !near).then(|| self.with(knob, half))
    }

    /// The values as a key of order.
    pub(super) fn key(&self) -> [u64; Self::KNOBS] {
        self.0.map(f64::to_bits)
    }

    /// Checks every value against its range.
    ///
    /// # Errors
    /// A [`ParamError`] that names the first value out of range.
    pub(super) fn check(&self) -> Result<(), ParamError> {
        let mut rows = ROWS.iter().zip(self.0);
        match rows.find(|((_, _, low, high, _), value)| !(low..=high).contains(&value)) {
            Some(((_, name, low, high, _), found)) => Err(ParamError { name, found, low: *low, high: *high }),
            None => Ok(()),
        }
    }
}
