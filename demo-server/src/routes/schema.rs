//! `/v1/schema`: the form of what a merchant writes, as JSON Schema, for editors and other programs.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};

/// What editors look for.
const KIND: &str = "application/schema+json";
/// An hour: it changes with the program.
const AN_HOUR: &str = "public, max-age=3600";

type Schema = ([(HeaderName, &'static str); 2], &'static str);

#[utoipa::path(get, path = "/v1/schema/terms.json", responses(
    (status = 200, body = Object, content_type = "application/schema+json", description = "the JSON Schema of terms: promotions and all that bounds them")
))]
pub(super) async fn terms() -> Schema {
    file(attar::terms::SCHEMA)
}

#[utoipa::path(get, path = "/v1/schema/price_list.json", responses(
    (status = 200, body = Object, content_type = "application/schema+json", description = "the JSON Schema of a price list")
))]
pub(super) async fn price_list() -> Schema {
    file(attar::terms::PRICE_LIST_SCHEMA)
}

#[utoipa::path(get, path = "/v1/schema/loyalty.json", responses(
    (status = 200, body = Object, content_type = "application/schema+json", description = "the JSON Schema of a loyalty programme")
))]
pub(super) async fn loyalty() -> Schema {
    file(attar::terms::LOYALTY_SCHEMA)
}

#[utoipa::path(get, path = "/v1/schema/profile.json", responses(
    (status = 200, body = Object, content_type = "application/schema+json", description = "the JSON Schema of a profile that a shopper takes along")
))]
pub(super) async fn profile() -> Schema {
    file(attar::personalize::portable::SCHEMA)
}

fn file(schema: &'static str) -> Schema {
    ([(CONTENT_TYPE, KIND), (CACHE_CONTROL, AN_HOUR)], schema)
}
