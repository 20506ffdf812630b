//! Pictures of the demo's products: an icon for the type or the category, on a package in the colours of the
//! maker, before a tint of the department. The same product always looks the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use attar::Lang;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use crate::seed::{Seed, SeedError, SeedProduct, Taxonomy};

mod form;

use form::Form;

const TABLE: &str = include_str!("../seed/pictures.json");

/// `pictures.json` as it is written; a row's place is the number that products use, as in `names.json`.
#[derive(Debug, Deserialize)]
struct Table {
    departments: Vec<Row>,
    categories: Vec<Row>,
    kinds: Vec<Row>,
    /// The inside of an SVG of 32 by 32.
    icons: BTreeMap<String, String>,
}

/// What a department, category or type looks like: an icon and a package, as `beans can`; of types also the
/// icon alone, or nothing.
#[derive(Debug, Deserialize)]
struct Row {
    /// The name in the source; for whoever reads the file.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people and by the test"))]
    key: String,
    picture: String,
}

impl Row {
    fn parts(&self) -> (Option<&str>, Option<Form>) {
        let mut parts = self.picture.split(' ').filter(|part| !part.is_empty());
        (parts.next(), parts.next().and_then(Form::named))
    }
}

/// The pictures of the demo's products and departments.
#[derive(Debug)]
pub struct Pictures {
    table: Table,
    products: Vec<SeedProduct>,
    names: Taxonomy,
}

impl Pictures {
    /// The pictures of what the seed sells.
    ///
    /// # Errors
    /// A [`SeedError`] if the table cannot be read.
    pub fn of(seed: Seed) -> Result<Self, SeedError> {
        Ok(Self { table: serde_json::from_str(TABLE)?, products: seed.products, names: seed.taxonomy })
    }

    /// A product as SVG, its size in words of a language; nothing for a number that is not sold.
    pub fn product(&self, id: u32, lang: Lang) -> Option<String> {
        if let Some(icon) = crate::demo::goods::icon(id) {
            return self.icon(icon);
        }
        let product = self.products.get(usize::try_from(id).ok()?.checked_sub(1)?)?;
        let (own, own_form) = self.table.kinds.get(usize::from(product.kind))?.parts();
        let (icon, form) = self.table.categories.get(usize::from(product.category))?.parts();
        let icon = self.table.icons.get(own.or(icon)?)?;
        let form = own_form.or(form).unwrap_or_default();
        let size = self.names.size_of(&product.size).in_own_digits();
        Some(form::packed(product, icon, form, &form::tag(lang, size.in_lang(lang))))
    }

    /// A department as SVG; nothing for a number that is not there.
    pub fn department(&self, place: usize) -> Option<String> {
        self.icon(self.table.departments.get(place)?.parts().0?)
    }

    /// An icon alone, as SVG.
    pub fn icon(&self, name: &str) -> Option<String> {
        self.table.icons.get(name).map(|icon| form::alone(icon))
    }
}

/// `/picture/{id}?lang={lang}` of a product, `/picture/department/{place}`, `/picture/icon/{name}`.
pub fn router<S>(pictures: Arc<Pictures>) -> Router<S> {
    Router::new()
        .route("/picture/{id}", get(product))
        .route("/picture/department/{place}", get(department))
        .route("/picture/icon/{name}", get(icon))
        .with_state(pictures)
}

/// In whose words.
#[derive(Debug, Default, Deserialize)]
struct Reader {
    lang: Option<Lang>,
}

async fn product(
    State(pictures): State<Arc<Pictures>>,
    Path(id): Path<u32>,
    Query(reader): Query<Reader>,
) -> Response {
    answer(pictures.product(id, reader.lang.unwrap_or_default()))
}

async fn department(State(pictures): State<Arc<Pictures>>, Path(place): Path<usize>) -> Response {
    answer(pictures.department(place))
}

async fn icon(State(pictures): State<Arc<Pictures>>, Path(name): Path<String>) -> Response {
    answer(pictures.icon(&name))
}

fn answer(svg: Option<String>) -> Response {
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")];
    svg.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |svg| (headers, svg).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_product_and_department_has_a_picture() {
        let pictures = Pictures::of(crate::seed::load().expect("the seed")).expect("the table");
        assert!((1..=5_003).all(|id| pictures.product(id, Lang::En).is_some()));
        assert!((0..15).all(|place| pictures.department(place).is_some()));
        assert!(pictures.product(0, Lang::En).is_none() && pictures.product(5_004, Lang::En).is_none());
    }

    #[test]
    fn a_size_is_in_the_readers_words_and_digits() {
        let pictures = Pictures::of(crate::seed::load().expect("the seed")).expect("the table");
        let ounces = pictures.products.iter().find(|product| product.size == "16 oz").expect("a pound").id;
        for (lang, words) in
            [(Lang::En, ">16\u{a0}oz<"), (Lang::Fa, ">۱۶\u{a0}اونس<"), (Lang::Ar, ">١٦\u{a0}أونصة<")]
        {
            let drawn = pictures.product(ounces, lang).expect("a picture");
            assert!(drawn.contains(words), "{drawn}");
        }
    }

    #[test]
    fn the_rows_are_those_of_the_names() {
        let names: serde_json::Value =
            serde_json::from_str(include_str!("../seed/names.json")).expect("the names");
        let table: Table = serde_json::from_str(TABLE).expect("the table");
        for (list, rows) in
            [("departments", &table.departments), ("categories", &table.categories), ("kinds", &table.kinds)]
        {
            let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
            let wanted: Vec<&str> = names[list]
                .as_array()
                .expect("a list")
                .iter()
                .filter_map(|row| row["key"].as_str())
                .collect();
            assert_eq!(keys, wanted, "{list}");
        }
    }
}
