//! `/v1/sync`: signals in, what happened since out.

use attar::{ShopperId, Slice};
use axum::Json;
use axum::extract::State;

use super::body::Wired;
use crate::api_error::ApiError;
use crate::app::App;
use crate::current::Current;
use crate::error::{Failure, Refusal};
use crate::history::History;
use crate::identity::Visitor;
use crate::live::has_link;
use crate::log::Stored;
use crate::token::Token;
use crate::wire::{self, ErrorBody, MOST_EVENTS, MOST_SIGNALS, RefusedSignal, SyncRequest, Synced, pack};
use crate::writer::Batch;

#[utoipa::path(post, path = "/v1/sync", request_body = SyncRequest, responses(
    (status = 200, body = Synced, description = "what happened since"),
    (status = 426, description = "this form of the wire is not spoken here: `upgrade` names the one that is"),
    (status = "default", body = ErrorBody, description = "why there is none")
))]
pub(super) async fn sync(
    State(app): State<App>,
    Wired(request): Wired<SyncRequest>,
) -> Result<Json<Synced>, ApiError> {
    if request.signals.len() > MOST_SIGNALS {
        return Err(ApiError::too_large("a batch holds 200 signals at most"));
    }
    let who = known(&app, request.token.as_deref())?;
    app.limits().shopper(who).map_err(ApiError::too_many)?;
    let refused = collect(&app, who, &request).await?;
    Ok(Json(synced(&app, who, &request, refused).await?))
}

/// A visitor, a customer or a guest: whoever has an order may follow it. Signals need more, the consent.
fn known(app: &App, token: Option<&str>) -> Result<ShopperId, ApiError> {
    let who = Visitor::default().with_token(token, app.tokens(), app.now()).acting();
    if who.is_anonymous() { Err(Refusal::NoConsent.into()) } else { Ok(who) }
}

/// Judges each row alone, and hands the batch to the writer.
async fn collect(app: &App, who: ShopperId, request: &SyncRequest) -> Result<Vec<RefusedSignal>, ApiError> {
    if request.signals.is_empty() {
        return Ok(Vec::new());
    }
    let received = app.now();
    let shop = &app.snapshot().snapshot.shop;
    let rows: Vec<_> = request.signals.iter().map(|row| wire::signal(row, shop, received)).collect();
    let refused = rows.iter().enumerate();
    let refused = refused.filter_map(|(index, row)| {
        let why = row.as_ref().err()?.clone();
        Some(RefusedSignal { index, why })
    });
    let refused = refused.collect();
    let most = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    request.from.checked_add(most).ok_or(Refusal::BadSource)?;
    app.signals(Batch { who, source: request.source, from: request.from, received, rows }).await?;
    Ok(refused)
}

async fn synced(
    app: &App,
    who: ShopperId,
    request: &SyncRequest,
    refused: Vec<RefusedSignal>,
) -> Result<Synced, Failure> {
    let current = app.current();
    let mark = app.mark(request.source).await?.map_or(-1, |mark| i64::from(mark.n));
    let events = since(app, &current, who, request.after).await?;
    let slice = if events.is_none() { Some(slice(app, who).await?) } else { None };
    let seq = slice.as_ref().map_or(current.seq, |(seq, _)| *seq);
    let market = (events.is_some() && current.market_seq > request.after).then_some(&*current.view);
    let ticket = request.live.then(|| app.tokens().sign(Token::Ticket, who, app.now()));
    let events = events.map(|events| events.into_iter().map(|stored| stored.event).collect::<Vec<_>>());
    Ok(Synced {
        mark,
        seq,
        events: events.map(|events| pack(&events)).transpose()?,
        slice: slice.map(|(_, slice)| pack(&slice)).transpose()?,
        market: market.map(pack).transpose()?,
        snapshot: current.published.hash,
        refused,
        ticket,
    })
}

/// The shopper's events since; nothing, if their whole slice tells it better: at the beginning, after
/// too many, after a place that is not there, or where a history was joined that the page lacks.
async fn since(
    app: &App,
    current: &Current,
    who: ShopperId,
    after: u64,
) -> Result<Option<Vec<Stored>>, Failure> {
    if after == 0 || after > current.seq {
        return Ok(None);
    }
    let history = History { after, to: current.seq, limit: MOST_EVENTS.saturating_add(1) };
    let events = app.history(&who, history).await?;
    Ok((events.len() <= MOST_EVENTS && !has_link(&events)).then_some(events))
}

async fn slice(app: &App, who: ShopperId) -> Result<(u64, Slice), Failure> {
    let (current, engine) = app.known(&who).await?;
    Ok((current.seq, engine.slice(&who)))
}
