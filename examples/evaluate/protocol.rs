//! The protocol: of each test session, each next item is predicted from all before it.

use attar::ProductId;
use attar::model::Model;
use attar::personalize::rank;
use attar::train::{Hidden, Unpacked};

use crate::rows::Log;

/// How long a list is.
pub const LIST: usize = 20;

/// The sessions to predict, and what predicts them.
pub struct Protocol<'a> {
    /// What predicts.
    pub model: &'a Model,
    /// Test sessions of items that the model knows, consecutive repeats as one.
    pub sessions: Vec<Vec<ProductId>>,
    hidden: Hidden,
}

impl<'a> Protocol<'a> {
    /// Every so many of the test sessions, ascending by number.
    pub fn new(model: &'a Model, test: &Log, every: usize, hidden: Hidden) -> Self {
        let known = test.sessions.iter().step_by(every).map(|session| {
            let known = session.items.iter().filter(|item| model.index(**item).is_some());
            let mut items: Vec<ProductId> = known.copied().collect();
            items.dedup();
            items
        });
        Self { model, sessions: known.filter(|items| items.len() > 1).collect(), hidden }
    }

    /// How many predictions there are.
    pub fn predictions(&self) -> usize {
        self.sessions.iter().map(|items| items.len() - 1).sum()
    }

    /// What was met before each prediction, and what came next.
    pub fn each(&self) -> impl Iterator<Item = (&[ProductId], ProductId)> {
        let nexts = |items: &'_ Vec<ProductId>| 1..items.len();
        self.sessions.iter().flat_map(move |items| nexts(items).map(|next| (&items[..next], items[next])))
    }

    /// What a list after these items may not hold.
    pub fn hidden<'b>(&self, met: &'b [ProductId]) -> &'b [ProductId] {
        match self.hidden {
            Hidden::Current => &met[met.len() - 1..],
            Hidden::Met => met,
        }
    }

    /// The list from the packed model.
    pub fn list(&self, met: &[ProductId]) -> Vec<ProductId> {
        self.list_without(met, self.hidden(met))
    }

    /// The list from the packed model, without some items; filled with what is popular.
    pub fn list_without(&self, met: &[ProductId], hidden: &[ProductId]) -> Vec<ProductId> {
        self.filled(rank::best(self.model, met, |item| hidden.contains(&item), LIST), hidden)
    }

    /// The list from the same table in floats.
    pub fn list_in_floats(&self, floats: &Unpacked, met: &[ProductId]) -> Vec<ProductId> {
        let hidden = self.hidden(met);
        self.filled(floats.best(met, |item| hidden.contains(&item), LIST), hidden)
    }

    fn filled(&self, mut list: Vec<ProductId>, hidden: &[ProductId]) -> Vec<ProductId> {
        for pick in rank::popular(self.model) {
            if list.len() >= LIST {
                break;
            }
            if !hidden.contains(&pick.product) && !list.contains(&pick.product) {
                list.push(pick.product);
            }
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Session;

    fn session(items: &[u32]) -> Session {
        Session { end: 0, items: items.iter().copied().map(ProductId).collect() }
    }

    #[test]
    fn items_of_the_test_only_and_sessions_of_one_item_are_passed_over() {
        let model = Model { items: vec![ProductId(1), ProductId(2)], ..Model::default() };
        let sessions = vec![session(&[1]), session(&[1, 9, 1, 2]), session(&[9, 8]), session(&[9, 2])];
        let test = Log { sessions, rows: 9 };
        let protocol = Protocol::new(&model, &test, 1, Hidden::Current);
        assert_eq!(protocol.sessions, [[ProductId(1), ProductId(2)]]);
        assert_eq!(protocol.predictions(), 1);
    }
}
