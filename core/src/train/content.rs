//! Items without history: their neighbours are what they are like, by type, category, brand, price and name.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{LabelId, ProductId};
use crate::model::{Cell, Model, Neighbours};
use crate::shop::{Make, Names, Product, PublicShop};

use super::sessions::Sessions;

/// So many neighbours of an item without history.
const LIKE: usize = 8;
/// The code of a neighbour at the same price: of the same type, and of the same category only.
const SAME_KIND: f64 = 15.0;
const SAME_CATEGORY: f64 = 10.0;
/// What is left of a code where another maker is declared: under a name of the same class, and of the other.
const OTHER_MAKER: f64 = 0.9;
const OTHER_BRAND: f64 = 0.8;
/// What is only alike counts half as much as what was met together: twelve steps of a row's scale.
const HALF: u8 = 12;

/// The model with a row for every product of the shop that nobody met but that is like one somebody
/// met. Such products follow nothing yet, but other products follow them.
pub(super) fn with_content(model: Model, shop: &PublicShop, names: &Names, sessions: &Sessions) -> Model {
    let known = Known::of(&model, shop, names, sessions);
    let unmet = shop.products.iter().filter(|product| model.index(product.id).is_none());
    let rows: BTreeMap<ProductId, Vec<(ProductId, u8)>> =
        unmet.map(|product| (product.id, known.like(product))).filter(|(_, row)| !row.is_empty()).collect();
    if rows.is_empty() { model } else { insert(model, &rows) }
}

/// Products that hardly anybody met, ascending: where few visits are known, and so nearly all is new, those
/// of the types that sell most; else the latest numbers.
pub(super) fn fresh(shop: &PublicShop, sessions: &Sessions, few: bool) -> Vec<ProductId> {
    let events = events(sessions);
    let met = |product: &Product| events.get(&product.id).copied().unwrap_or_default();
    let unmet = shop.products.iter().filter(|product| met(product) < Model::MET);
    let mut types = BTreeMap::<LabelId, (u32, f64)>::new();
    for product in shop.products.iter().filter(|_| few) {
        let (sold, products) = types.entry(product.kind).or_default();
        (*sold, *products) = (*sold + met(product), *products + 1.0);
    }
    let sells = |kind| types.get(&kind).map_or(0.0, |(sold, products)| f64::from(*sold) / products);
    let mut unmet: Vec<(f64, ProductId)> = unmet.map(|product| (sells(product.kind), product.id)).collect();
    unmet.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(y.cmp(x)));
    unmet.truncate(Model::MOST_FRESH);
    let mut fresh: Vec<ProductId> = unmet.into_iter().map(|(_, product)| product).collect();
    fresh.sort_unstable();
    fresh
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
    shop: &'a PublicShop,
    names: &'a Names,
    categories: BTreeMap<LabelId, Vec<Like<'a>>>,
    departments: BTreeMap<LabelId, Vec<Like<'a>>>,
}

/// What a product may be like: how often it was met, and the words of its name.
#[derive(Clone)]
struct Like<'a> {
    product: &'a Product,
    events: u32,
    words: BTreeSet<String>,
}

impl<'a> Known<'a> {
    fn of(model: &Model, shop: &'a PublicShop, names: &'a Names, sessions: &Sessions) -> Self {
        let events = events(sessions);
        let mut known = Self { shop, names, categories: BTreeMap::new(), departments: BTreeMap::new() };
        for product in model.items.iter().filter_map(|item| shop.product(*item)) {
            let events = events.get(&product.id).copied().unwrap_or_default();
            let like = Like { product, events, words: words(&names.product(shop, product.id)) };
            known.categories.entry(product.category).or_default().push(like.clone());
            known.departments.entry(product.department).or_default().push(like);
        }
        known
    }

    /// The most alike, ascending by number: of the category, or else of the department. Of those as like,
    /// what was met most.
    fn like(&self, product: &Product) -> Vec<(ProductId, u8)> {
        let near = self.categories.get(&product.category).or(self.departments.get(&product.department));
        let words = words(&self.names.product(self.shop, product.id));
        let rated = |other: &Like<'_>| (self.code(product, &words, other), other.events, other.product.id);
        let mut like: Vec<(f64, u32, ProductId)> = near.into_iter().flatten().map(rated).collect();
        like.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        like.truncate(LIKE);
        like.sort_unstable_by_key(|(.., id)| *id);
        like.into_iter().map(|(code, _, id)| (id, (code.round() as u8).clamp(1, 15))).collect()
    }

    /// How like two products are, in fifteenths. What is not known takes nothing away.
    fn code(&self, product: &Product, words: &BTreeSet<String>, other: &Like<'_>) -> f64 {
        let Product { id, kind, make, .. } = other.product;
        let kind = if *kind == product.kind { SAME_KIND } else { SAME_CATEGORY };
        let gap = price_gap(self.shop, product.id, *id);
        kind * (-gap).exp() * same_make(product.make, *make) * same_name(words, &other.words)
    }
}

fn same_make(a: Make, b: Make) -> f64 {
    match (a.maker, b.maker) {
        (0, _) | (_, 0) => 1.0,
        (a, b) if a == b => 1.0,
        _ if a.brand == b.brand => OTHER_MAKER,
        _ => OTHER_BRAND,
    }
}

/// A half, and another half by how many of the words of either both have.
fn same_name(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 1.0;
    }
    0.5 + 0.5 * a.intersection(b).count() as f64 / a.union(b).count() as f64
}

fn words(name: &str) -> BTreeSet<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
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
