//! From a tally to a model.

use crate::model::Model;
use crate::shop::PublicShop;
use crate::time::Timestamp;

use super::pack;
use super::params::TrainParams;
use super::people::people;
use super::segments::segments;
use super::similarity::Table;
use super::sums::Sums;
use super::tally::Tally;
use super::visits::Visits;

/// Makes models of tallies; made of [`TrainParams`] that passed their check.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trainer(pub(super) TrainParams);

impl Trainer {
    /// The model of a tally for this shop, as of a moment: when the log ended.
    ///
    /// The same tally, shop and moment give the same bytes. A tally that may not train anything
    /// gives a cold model, which still answers.
    pub fn fit(&self, tally: &Tally, shop: &PublicShop, now: Timestamp) -> Model {
        let params = &self.0;
        let people = people(tally);
        let visits = Visits::of(&people, shop);
        let sums = Sums::of(params, &visits);
        Model {
            trained_at: now,
            visits: u32::try_from(visits.len()).unwrap_or(u32::MAX),
            neighbours: pack::neighbours(&Table::of(params, &visits, &sums)),
            popular: sums.most_popular(),
            positions: pack::positions(params.reach),
            segments: segments(params, &people, shop.currency, now),
            items: visits.items,
        }
    }
}
