//! Live streams: what happens to a shopper as it is committed, by server-sent events. Signals are told as they are; of
//! all else the shopper's slice tells.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

use attar::ShopperId;
use attar::event::{Event, Observation, Subject};
use axum::response::sse;
use futures_util::{Stream, StreamExt, stream};
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, broadcast, watch};

use crate::app::App;
use crate::error::Failure;
use crate::history::{everyone, observed, since};
use crate::log::{self, Reader, Stored, tomb};
use crate::wire::pack;
use crate::writer::News;

/// One shopper's stream.
pub(crate) struct Live {
    app: App,
    /// Whose page it is.
    shopper: ShopperId,
    /// The shopper, the customer that they are and the visitors that those were.
    who: BTreeSet<ShopperId>,
    /// The place up to which all was sent.
    sent: u64,
    news: broadcast::Receiver<Arc<News>>,
    closing: watch::Receiver<bool>,
    /// What was missed, which comes first.
    missed: Option<Next>,
    ended: bool,
    _permit: OwnedSemaphorePermit,
}

/// What comes next in a stream.
enum Next {
    Observed { seq: u64, signals: Vec<Observation> },
    Slice,
    Resync,
    End,
}

impl Live {
    /// A stream of what happens behind a place; from now on, if none is named.
    pub(crate) async fn open(
        app: &App,
        who: ShopperId,
        after: Option<u64>,
        permit: OwnedSemaphorePermit,
    ) -> Result<Self, Failure> {
        // Listen first, then read: nothing falls between the two.
        let (news, closing) = (app.news(), app.closing());
        let to = app.seq();
        let after = after.unwrap_or(to).min(to);
        let work = move |reader: &dyn Reader| Ok((everyone(reader, who)?, since(reader, who, after, to)?));
        let (all, missed) = log::read(app.log(), work).await?;
        // Forgotten between the check of the ticket and the subscription to the news.
        let ended = app.current().is_forgotten(who);
        let missed = match missed {
            Some(missed) if missed.is_empty() => None,
            Some(signals) => Some(Next::Observed { seq: to, signals }),
            None => Some(Next::Slice),
        };
        let (app, all) = (app.clone(), all.into_iter().collect());
        Ok(Self { app, shopper: who, who: all, sent: to, news, closing, missed, ended, _permit: permit })
    }

    /// The stream as server-sent events.
    pub(crate) fn events(self) -> impl Stream<Item = Result<sse::Event, Infallible>> {
        stream::unfold(self, |mut live| async move {
            let event = match live.next().await {
                Next::Observed { seq, signals } => message("events", seq, &signals),
                Next::Slice => live.slice().await,
                Next::Resync => Ok(live.resync()),
                Next::End => return None,
            };
            Some((event.unwrap_or_else(|_| live.resync()), live))
        })
        .map(Ok)
    }

    async fn next(&mut self) -> Next {
        if self.ended || *self.closing.borrow() {
            return Next::End;
        }
        if let Some(missed) = self.missed.take() {
            return missed;
        }
        loop {
            let news = tokio::select! {
                biased;
                _ = self.closing.wait_for(|closing| *closing) => return Next::End,
                news = self.news.recv() => news,
            };
            match news {
                Ok(news) if news.gap => return Next::Resync,
                Ok(news) if self.is_forgotten(&news) => return Next::End,
                Ok(news) => match self.own(&news) {
                    own if own.is_empty() => {}
                    own => return told(&own),
                },
                Err(broadcast::error::RecvError::Lagged(_)) => return Next::Resync,
                Err(broadcast::error::RecvError::Closed) => return Next::End,
            }
        }
    }

    fn is_forgotten(&self, news: &News) -> bool {
        let mut gone =
            news.events.iter().map(|stored| &stored.event).filter(|event| event.fact.is_forgotten());
        gone.any(|event| self.who.iter().any(|who| event.subject == Subject::Shopper(tomb(*who))))
    }

    fn own(&mut self, news: &News) -> Vec<Stored> {
        let sent = self.sent;
        let about = |event: &Event| matches!(event.subject, Subject::Shopper(who) if self.who.contains(&who));
        let own = news.events.iter().filter(|stored| stored.seq > sent && about(&stored.event));
        let own: Vec<Stored> = own.cloned().collect();
        self.sent = news.events.last().map_or(sent, |last| sent.max(last.seq));
        own
    }

    /// All that the page needs by now. What it holds is not told again.
    async fn slice(&mut self) -> Result<sse::Event, Failure> {
        let (current, engine) = self.app.known(&self.shopper).await?;
        let slice = engine.slice(&self.shopper);
        self.sent = self.sent.max(current.seq);
        self.who.insert(slice.who);
        self.who.extend(&slice.shared.visitors);
        message("slice", current.seq, &slice)
    }

    /// The page is to ask what there is, and for another stream.
    fn resync(&mut self) -> sse::Event {
        self.ended = true;
        sse::Event::default().event("resync").data("")
    }
}

/// What a page folds by itself, or the slice in its place.
fn told(events: &[Stored]) -> Next {
    let seq = events.last().map_or(0, |last| last.seq);
    observed(events).map_or(Next::Slice, |signals| Next::Observed { seq, signals })
}

fn message<T: Serialize>(name: &str, seq: u64, data: &T) -> Result<sse::Event, Failure> {
    Ok(sse::Event::default().id(seq.to_string()).event(name).data(pack(data)?))
}
