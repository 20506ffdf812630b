//! `/v1/openapi.json`: what the API takes and gives, for programs that read OpenAPI 3.1.
//!
//! What the engine defines, such as commands and answers, is an object here: its form is in the engine's
//! documentation, and the corpus of cases shows it.

use axum::Json;
use utoipa::OpenApi;

use super::{
    ask, blobs, boot, carriers, commands, entitlements, gift_card, health, live, login, orders, profile,
    quote, schema, statement, sync,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Attar",
        description = "A shop's API: boot, files, signals, wishes, questions, quotes, carriers."
    ),
    paths(
        boot::by_cookie,
        boot::by_token,
        blobs::snapshot,
        blobs::names,
        blobs::bundle,
        sync::sync,
        commands::command,
        ask::ask,
        quote::quote,
        quote::keys,
        statement::statement,
        gift_card::balance,
        entitlements::entitlements,
        orders::find,
        orders::open,
        live::live,
        login::login,
        login::logout,
        carriers::told,
        schema::terms,
        schema::price_list,
        schema::loyalty,
        schema::profile,
        profile::export,
        profile::import,
        health::health,
        health::ready,
    )
)]
struct Document;

pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(Document::openapi())
}
