//! `/v1/sync`: signals in, what happened since out.

use attar::event::Observation;
use attar::{ShopperId, Slice};
use axum::Json;
use axum::extract::State;

use super::body::Wired;
use crate::api_error::ApiError;
use crate::app::App;
use crate::error::{Failure, Refusal};
use crate::history::since;
use crate::identity::Visitor;
use crate::log::{self, Reader};
use crate::token::Token;
use crate::wire::{self, ErrorBody, MOST_SIGNALS, RefusedSignal, SyncRequest, Synced, pack};
use crate::writer::Batch;

/// What a page hears, however it was found out.
struct Heard {
    /// How far its source was judged, -1 before anything was.
    mark: i64,
    seq: u64,
    events: Option<Vec<Observation>>,
}

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
    let (refused, heard) = collect(&app, who, &request).await?;
    let heard = match heard {
        Some(heard) => heard,
        None => read(&app, who, &request).await?,
    };
    Ok(Json(synced(&app, who, &request, refused, heard).await?))
}

/// A visitor, a customer or a guest: whoever has an order may follow it. Signals need more, the consent.
fn known(app: &App, token: Option<&str>) -> Result<ShopperId, ApiError> {
    let who = Visitor::default().with_token(token, app.tokens(), app.now()).acting();
    if who.is_anonymous() { Err(Refusal::NoConsent.into()) } else { Ok(who) }
}

/// Judges each row alone, and hands the batch to the writer.
async fn collect(
    app: &App,
    who: ShopperId,
    request: &SyncRequest,
) -> Result<(Vec<RefusedSignal>, Option<Heard>), ApiError> {
    if request.signals.is_empty() {
        return Ok((Vec::new(), None));
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
    let SyncRequest { source, from, after, .. } = *request;
    let taken = app.signals(Batch { who, source, from, received, rows, after }).await?;
    Ok((refused, Some(Heard { mark: i64::from(taken.mark), seq: taken.seq, events: taken.events })))
}

/// The same for a page that has nothing to tell.
async fn read(app: &App, who: ShopperId, request: &SyncRequest) -> Result<Heard, Failure> {
    let (seq, source, after) = (app.seq(), request.source, request.after);
    let work = move |reader: &dyn Reader| Ok((reader.mark(source)?, since(reader, who, after, seq)?));
    let (mark, events) = log::read(app.log(), work).await?;
    Ok(Heard { mark: mark.map_or(-1, |mark| i64::from(mark.n)), seq, events })
}

async fn synced(
    app: &App,
    who: ShopperId,
    request: &SyncRequest,
    refused: Vec<RefusedSignal>,
    heard: Heard,
) -> Result<Synced, Failure> {
    let current = app.current();
    let Heard { mark, seq, events } = heard;
    // Prices of groups come with the slice, and another shop has others.
    let events = events.filter(|_| current.shop_seq <= request.after);
    let slice = if events.is_none() { Some(slice(app, who).await?) } else { None };
    let seq = slice.as_ref().map_or(seq, |(seq, _)| *seq);
    let market = (events.is_some() && current.market_seq > request.after).then_some(&*current.view);
    let ticket = request.live.then(|| app.tokens().sign(Token::Ticket, who, app.now()));
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

async fn slice(app: &App, who: ShopperId) -> Result<(u64, Slice), Failure> {
    let (current, engine) = app.known(&who).await?;
    Ok((current.seq, engine.slice(&who)))
}
