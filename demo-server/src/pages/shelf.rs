//! How the products lie on the shelves: departments, their categories, and pages of products.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use attar::id::LabelId;
use attar::shop::Product;
use attar::{ProductId, PublicShop, Snapshot};

/// How many products one page shows.
pub(super) const PER_PAGE: usize = 30;

/// One page of a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shelf {
    /// What lies on it.
    pub products: Vec<ProductId>,
    /// How many there are on all pages.
    pub total: usize,
    /// Which page this is, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
}

/// The departments, the largest first.
pub(super) fn departments(shop: &PublicShop) -> Vec<LabelId> {
    largest_first(shop.products.iter().map(|product| product.department))
}

/// The categories of a department, the largest first.
pub(super) fn categories(shop: &PublicShop, department: LabelId) -> Vec<LabelId> {
    let inside = shop.products.iter().filter(|product| product.department == department);
    largest_first(inside.map(|product| product.category))
}

fn largest_first(labels: impl Iterator<Item = LabelId>) -> Vec<LabelId> {
    let mut counts = BTreeMap::<LabelId, u32>::new();
    for label in labels {
        *counts.entry(label).or_default() += 1;
    }
    let mut labels: Vec<_> = counts.into_iter().collect();
    labels.sort_by_key(|(label, count)| (Reverse(*count), *label));
    labels.into_iter().map(|(label, _)| label).collect()
}

/// A page of a department, or of one category of it; what sells comes first. Nothing for a department that
/// is not there.
pub(super) fn shelf(
    snapshot: &Snapshot,
    department: LabelId,
    category: Option<LabelId>,
    page: usize,
) -> Option<Shelf> {
    let here = |product: &&Product| {
        product.department == department && category.is_none_or(|category| product.category == category)
    };
    let found: BTreeSet<ProductId> = snapshot.shop.products.iter().filter(here).map(|p| p.id).collect();
    if found.is_empty() {
        return None;
    }
    let pages = found.len().div_ceil(PER_PAGE);
    let page = page.clamp(1, pages);
    let products = selling_first(snapshot, &found).skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
    Some(Shelf { products, total: found.len(), page, pages })
}

fn selling_first(snapshot: &Snapshot, found: &BTreeSet<ProductId>) -> impl Iterator<Item = ProductId> {
    let model = &snapshot.model;
    let popular = model.popular.iter().filter_map(|index| model.product(*index as usize));
    let popular: Vec<ProductId> = popular.filter(|product| found.contains(product)).collect();
    let rest: Vec<ProductId> = found.iter().filter(|product| !popular.contains(product)).copied().collect();
    popular.into_iter().chain(rest)
}
