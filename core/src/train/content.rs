//! Items without history: their neighbours are what they are like, by type, category and price.

use std::collections::BTreeMap;

use crate::id::{LabelId, ProductId};
use crate::model::{Cell, Model, Neighbours};
use crate::shop::{Product, PublicShop};

use super::sessions::Sessions;

/// A product that was met so many times is fresh no more.
const MET: u32 = 5;

/// So many neighbours of an item without history.
const LIKE: usize = 8;
/// The code of a neighbour at the same price: of the same type, and of the same category only.
const SAME_KIND: f64 = 15.0;
const SAME_CATEGORY: f64 = 10.0;
/// What is only alike counts half as much as what was met together: twelve steps of a row's scale.
const HALF: u8 = 12;

/// The model with a row for every product of the shop that nobody met but that is like one somebody
/// met. Such products follow nothing yet, but other products follow them.
pub(super) fn with_content(model: Model, shop: &PublicShop, sessions: &Sessions) -> Model {
    let known = Known::of(&model, shop, sessions);
    let unmet = shop.products.iter().filter(|product| model.index(product.id).is_none());
    let rows: BTreeMap<ProductId, Vec<(ProductId, u8)>> = unmet
        .map(|product| (product.id, known.like(product, shop)))
        .filter(|(_, row)| !row.is_empty())
        .collect();
    if rows.is_empty() { model } else { insert(model, &rows) }
}

/// Products that hardly anybody met, the latest numbers of them, ascending.
pub(super) fn fresh(shop: &PublicShop, sessions: &Sessions) -> Vec<ProductId> {
    let events = events(sessions);
    let met = |product: &Product| events.get(&product.id).copied().unwrap_or_default();
    let unmet = shop.products.iter().filter(|product| met(product) < MET).map(|product| product.id);
    let unmet: Vec<ProductId> = unmet.collect();
    unmet[unmet.len().saturating_sub(Model::MOST_FRESH)..].to_vec()
}

/// How many times each product was met.
fn events(sessions: &Sessions) -> BTreeMap<ProductId, u32> {
    let mut events = BTreeMap::new();
    for item in sessions.iter().flat_map(|(_, met)| met) {
        *events.entry(*item).or_default() += 1;
    }
    events
}

/// What somebody met, by category and by department.
struct Known<'a> {
    categories: BTreeMap<LabelId, Vec<&'a Product>>,
    departments: BTreeMap<LabelId, Vec<&'a Product>>,
    events: BTreeMap<ProductId, u32>,
}

impl<'a> Known<'a> {
    fn of(model: &Model, shop: &'a PublicShop, sessions: &Sessions) -> Self {
        let mut known =
            Self { categories: BTreeMap::new(), departments: BTreeMap::new(), events: events(sessions) };
        for product in model.items.iter().filter_map(|item| shop.product(*item)) {
            known.categories.entry(product.category).or_default().push(product);
            known.departments.entry(product.department).or_default().push(product);
        }
        known
    }

    /// The most alike, ascending by number: of the category, or else of the department. Of the same
    /// type first, then the nearest in price, then what was met most.
    fn like(&self, product: &Product, shop: &PublicShop) -> Vec<(ProductId, u8)> {
        let near = self.categories.get(&product.category).or(self.departments.get(&product.department));
        let mut like: Vec<(bool, f64, u32, ProductId)> = near
            .into_iter()
            .flatten()
            .map(|other| {
                let events = self.events.get(&other.id).copied().unwrap_or_default();
                (other.kind != product.kind, price_gap(shop, product.id, other.id), events, other.id)
            })
            .collect();
        like.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(b.2.cmp(&a.2)).then(a.3.cmp(&b.3))
        });
        like.truncate(LIKE);
        like.sort_unstable_by_key(|(.., id)| *id);
        let code = |other_kind, gap: f64| {
            let code = if other_kind { SAME_CATEGORY } else { SAME_KIND } * (-gap).exp();
            (code.round() as u8).clamp(1, 15)
        };
        like.into_iter().map(|(other_kind, gap, _, id)| (id, code(other_kind, gap))).collect()
    }
}

/// How far apart two prices are: the logarithm of their ratio; 0 where one is not known.
fn price_gap(shop: &PublicShop, a: ProductId, b: ProductId) -> f64 {
    let prices = shop.price_lists.iter().find_map(|list| Some((list.price(a)?, list.price(b)?)));
    prices.map_or(0.0, |(a, b)| (a.max(1) as f64 / b.max(1) as f64).ln().abs())
}

/// Puts rows in between those of the model, and renumbers.
fn insert(model: Model, new: &BTreeMap<ProductId, Vec<(ProductId, u8)>>) -> Model {
    let mut items: Vec<ProductId> = model.items.iter().chain(new.keys()).copied().collect();
    items.sort_unstable();
    let place = |item: ProductId| items.binary_search(&item).unwrap_or_default() as u32;
    let moved: Vec<u32> = model.items.iter().map(|item| place(*item)).collect();
    let scale = usual_scale(&model).saturating_sub(HALF);
    let row = |item: &ProductId| match new.get(item) {
        Some(row) => {
            (scale, row.iter().map(|(other, code)| Cell { item: place(*other), code: *code }).collect())
        }
        None => moved_row(&model, *item, &moved),
    };
    let rows: Vec<(u8, Vec<Cell>)> = items.iter().map(row).collect();
    let neighbours = Neighbours::pack(rows.iter().map(|(scale, cells)| (*scale, cells.as_slice())));
    let popular = model.popular.iter().map(|item| moved[*item as usize]).collect();
    Model { items, neighbours, popular, ..model }
}

fn moved_row(model: &Model, item: ProductId, moved: &[u32]) -> (u8, Vec<Cell>) {
    let row = model.index(item).and_then(|index| model.neighbours.row(index));
    row.map_or((0, Vec::new()), |(scale, cells)| {
        (scale, cells.map(|cell| Cell { item: moved[cell.item as usize], ..cell }).collect())
    })
}

/// The middle one of the scales of all rows that hold something.
fn usual_scale(model: &Model) -> u8 {
    let rows = (0..model.neighbours.len()).filter_map(|index| model.neighbours.row(index));
    let mut scales: Vec<u8> = rows.filter(|(_, cells)| cells.len() > 0).map(|(scale, _)| scale).collect();
    scales.sort_unstable();
    scales.get(scales.len() / 2).copied().unwrap_or(u8::MAX)
}
