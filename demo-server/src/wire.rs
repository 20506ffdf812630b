//! The forms of the wire, all of them. What is binary inside JSON is base64 of postcard.

use std::collections::BTreeMap;

use attar::event::{Fact, StockLine, Subject};
use attar::id::{ContentHash, OrderId, ProductId, SourceId};
use attar::personalize::portable::named;
use attar::query::Cart;
use attar::shop::PublicShop;
use attar::time::Span;
use attar::{Answer, Command, Event, Money, Query, Rejection, ShopperId, Signal, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::error::Failure;
use crate::html;

/// The one form of the wire that this server speaks.
pub(crate) const WIRE: u32 = 1;
/// The most signals of one batch.
pub(crate) const MOST_SIGNALS: usize = 200;
/// The most events sent one by one; beyond that the whole slice is shorter.
pub(crate) const MOST_EVENTS: usize = 1_000;
/// A signal older than this is refused.
const OLDEST: Span = Span::days(30);

/// Only the form's number: read first, so that any other form is told to upgrade.
#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    pub(crate) wire: u32,
}

/// `POST /v1/boot`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct BootRequest {
    #[allow(dead_code, reason = "`Form` reads it before; here it is for the document")]
    #[schema(minimum = 1, maximum = 1, example = 1)]
    pub(crate) wire: u32,
    #[serde(default)]
    pub(crate) token: Option<String>,
}

/// What a page begins with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Boot {
    #[schema(value_type = String, example = "64 hexadecimal digits")]
    pub(crate) snapshot: ContentHash,
    pub(crate) wire: u32,
    pub(crate) seq: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<String>,
    pub(crate) slice: String,
    #[schema(value_type = BTreeMap<String, String>)]
    pub(crate) names: BTreeMap<&'static str, ContentHash>,
    /// The snapshot and the names of a language, in one file.
    #[schema(value_type = BTreeMap<String, String>)]
    pub(crate) bundles: BTreeMap<&'static str, ContentHash>,
}

/// `POST /v1/sync`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SyncRequest {
    #[allow(dead_code, reason = "`Form` reads it before; here it is for the document")]
    #[schema(minimum = 1, maximum = 1, example = 1)]
    pub(crate) wire: u32,
    #[serde(default)]
    pub(crate) token: Option<String>,
    #[schema(value_type = String, example = "32 hexadecimal digits")]
    pub(crate) source: SourceId,
    pub(crate) from: u32,
    pub(crate) after: u64,
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub(crate) signals: Vec<Value>,
    #[serde(default)]
    pub(crate) live: bool,
}

/// What a page learns from a sync.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Synced {
    pub(crate) mark: i64,
    pub(crate) seq: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) events: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) slice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) market: Option<String>,
    #[schema(value_type = String, example = "64 hexadecimal digits")]
    pub(crate) snapshot: ContentHash,
    pub(crate) refused: Vec<RefusedSignal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ticket: Option<String>,
}

/// A row of a batch that was not taken in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefusedSignal {
    pub(crate) index: usize,
    pub(crate) why: String,
}

/// `POST /v1/commands`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CommandRequest {
    #[schema(value_type = Object)]
    pub(crate) command: Command,
    #[serde(default)]
    pub(crate) key: Option<String>,
    #[serde(default)]
    pub(crate) token: Option<String>,
}

/// `POST /v1/login`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct LoginRequest {
    /// What the shop's own site says of its customer, signed.
    pub(crate) jwt: String,
    #[serde(default)]
    pub(crate) token: Option<String>,
}

/// What a login became.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LoggedIn {
    pub(crate) seq: u64,
    pub(crate) token: String,
}

/// What a logout became.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LoggedOut {
    pub(crate) seq: u64,
}

/// What a command became.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Commanded {
    pub(crate) seq: u64,
    /// Pairs of a subject and a fact.
    #[schema(value_type = Vec<Vec<Value>>)]
    pub(crate) facts: Vec<(Subject, Fact)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<String>,
}

/// The facts of events, as `decide` returned them.
pub(crate) fn facts(events: Vec<Event>) -> Vec<(Subject, Fact)> {
    events.into_iter().map(|event| (event.subject, event.fact)).collect()
}

/// `POST /v1/ask`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct AskRequest {
    #[schema(value_type = Object)]
    pub(crate) query: Query,
    #[serde(default)]
    pub(crate) lang: Option<String>,
    #[serde(default)]
    pub(crate) token: Option<String>,
    /// As of which moment, in milliseconds since 1970; now, if unsaid.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub(crate) as_of: Option<Timestamp>,
}

/// `POST /v1/orders/find`.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(dead_code, reason = "it is read leniently: whatever is wrong is told in the same words")]
pub(crate) struct FindRequest {
    /// The order's number for people.
    #[schema(minimum = 1)]
    pub(crate) number: u32,
    /// The e-mail that it was placed with.
    pub(crate) email: String,
}

/// `POST /v1/profile/export`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportRequest {
    #[serde(default)]
    pub(crate) token: Option<String>,
}

/// `POST /v1/profile/import`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportRequest {
    #[serde(default)]
    pub(crate) token: Option<String>,
    /// The file, as `/v1/schema/profile.json` has it.
    #[schema(value_type = Object)]
    pub(crate) profile: Value,
}

/// What became of a profile that somebody brought along.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Imported {
    pub(crate) seq: u64,
    /// How many signals were taken in.
    pub(crate) signals: usize,
}

/// A link to an order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkSent {
    /// The address of its page.
    pub(crate) link: String,
    /// What stands at its end: for `/v1/orders/link/{token}`.
    pub(crate) token: String,
    /// Until when it opens, in milliseconds since 1970.
    #[schema(value_type = i64)]
    pub(crate) expires: Timestamp,
}

/// Whose cart.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteRequest {
    #[serde(default)]
    pub(crate) token: Option<String>,
    /// How many points pay for some of it. Default: none.
    #[serde(default)]
    pub(crate) points: i64,
    /// The code of a gift card that pays for some of it, as far as there is something on it. Default: none.
    #[serde(default)]
    pub(crate) gift_card: Option<String>,
    /// A basket at a till, for whoever is logged in as a till or the owner; else the cart of who asks.
    #[serde(default)]
    pub(crate) till: Option<TillBasket>,
}

/// What somebody takes along from a till.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TillBasket {
    /// Who: 32 hex digits.
    #[schema(value_type = String)]
    pub(crate) shopper: ShopperId,
    /// What, each product once.
    #[schema(value_type = Vec<Object>)]
    pub(crate) lines: Vec<StockLine>,
}

/// What an order comes to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuoteSent {
    /// The same in short, signed: a JWS in compact form.
    pub(crate) quote: String,
    /// Until when, in milliseconds since 1970.
    #[schema(value_type = i64)]
    pub(crate) until: Timestamp,
    #[schema(value_type = Object)]
    pub(crate) cart: Cart,
}

/// `POST /v1/entitlements`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntitlementsRequest {
    /// Of which order: 32 hex digits.
    #[schema(value_type = String)]
    pub(crate) order: OrderId,
    #[serde(default)]
    pub(crate) token: Option<String>,
}

/// What the buyer of an order has by it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntitlementsSent {
    /// One for each unit.
    pub(crate) entitlements: Vec<EntitlementSent>,
}

/// What one unit entitles to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntitlementSent {
    /// What was bought.
    #[schema(value_type = u32)]
    pub(crate) product: ProductId,
    /// Which unit of it, from 1.
    pub(crate) unit: u32,
    /// What it entitles to.
    pub(crate) what: String,
    /// Until when the token is good, in seconds since 1970.
    pub(crate) until: i64,
    /// The token: a JWS in compact form.
    pub(crate) token: String,
}

/// `POST /v1/gift-card`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GiftCardRequest {
    /// The code, as it is written.
    pub(crate) code: String,
}

/// What is on a gift card.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GiftCardSent {
    /// What can be spent of it.
    #[schema(value_type = Object)]
    pub(crate) balance: Money,
    /// What was on it when it was bought.
    #[schema(value_type = Object)]
    pub(crate) value: Money,
    /// When it ends or ended, in milliseconds since 1970; never, if unsaid.
    #[schema(value_type = Option<i64>)]
    pub(crate) expires: Option<Timestamp>,
}

/// Whose points.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementRequest {
    #[serde(default)]
    pub(crate) token: Option<String>,
}

/// What somebody collected, signed: each a JWS in compact form.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementSent {
    /// What stands at the moment.
    pub(crate) statement: String,
    /// The last entries, oldest first.
    pub(crate) entries: Vec<String>,
}

/// An answer, and how it is drawn.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Asked<'a> {
    #[schema(value_type = Object)]
    pub(crate) answer: &'a Answer,
    /// A node: a text, or an element with a `tag`, `attributes` and `children`.
    #[schema(value_type = Value)]
    pub(crate) view: Option<html::Json<'a>>,
}

/// What became of all that a carrier's feed told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScansTaken {
    /// One by one, in their order.
    pub(crate) scans: Vec<ScanTaken>,
}

/// What became of one scan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScanTaken {
    /// The carrier's number, if that could be read.
    pub(crate) number: Option<String>,
    /// In the feed's word.
    pub(crate) status: String,
    /// When it was seen, in milliseconds, if that could be read.
    #[schema(value_type = Option<i64>)]
    pub(crate) at: Option<Timestamp>,
    /// `recorded`, `known`, `nothing`, `held` or `refused`.
    pub(crate) became: &'static str,
    /// Why it is kept to be looked after, if it is.
    pub(crate) why: Option<String>,
}

/// What a caller is told where there is no answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    pub(crate) error: ErrorDetail,
}

/// What is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorDetail {
    /// For programs.
    pub(crate) code: &'static str,
    /// A sentence for people.
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Value>)]
    pub(crate) rejection: Option<Rejection>,
    /// What an element shows instead: a node.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Value>)]
    pub(crate) view: Option<Value>,
}

/// What the shop waits for before it can be shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ready {
    /// Whether the last transaction was committed.
    pub(crate) writer: bool,
    /// Whether the seed is imported.
    pub(crate) seeded: bool,
    /// Whether a trained snapshot serves.
    pub(crate) trained: bool,
}

/// `GET /v1/live`.
#[derive(Debug, Deserialize)]
pub(crate) struct LiveRequest {
    #[serde(default)]
    pub(crate) ticket: String,
    #[serde(default)]
    pub(crate) after: Option<u64>,
}

/// Base64 of postcard.
pub(crate) fn pack<T: Serialize + ?Sized>(value: &T) -> Result<String, Failure> {
    Ok(STANDARD.encode(postcard_of(value)?))
}

/// Postcard.
pub(crate) fn postcard_of<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Failure> {
    postcard::to_allocvec(value).map_err(|why| Failure::Encoding(why.to_string()))
}

/// Judges one row of a batch: a GA4 event as it came, or a sentence on what is wrong with it.
pub(crate) fn signal(
    row: &Value,
    shop: &PublicShop,
    received: Timestamp,
) -> Result<(Signal, Timestamp), String> {
    let row = row.as_object().ok_or("a signal is an object")?;
    let name = row.get("name").and_then(Value::as_str).ok_or("a signal has a `name`")?;
    let at = row.get("at").and_then(Value::as_i64).ok_or("a signal has `at`, in milliseconds")?;
    let at = Timestamp(at.min(received.0));
    if received - at > OLDEST {
        return Err("a signal is 30 days old at most".into());
    }
    Ok((named(name, row.get("params"), shop)?, at))
}
