//! Live streams: a shopper's own events as they are committed, by server-sent events.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

use attar::ShopperId;
use attar::event::{CustomerFact, Event, Fact, Subject};
use axum::response::sse;
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::{OwnedSemaphorePermit, broadcast, watch};

use crate::app::App;
use crate::error::Failure;
use crate::history::{History, everyone};
use crate::log::{self, Stored, tomb};
use crate::wire::{MOST_EVENTS, pack};
use crate::writer::News;

/// One shopper's stream.
pub(crate) struct Live {
    /// The shopper and the visitors they were.
    who: BTreeSet<ShopperId>,
    /// The place up to which events were sent.
    sent: u64,
    news: broadcast::Receiver<Arc<News>>,
    closing: watch::Receiver<bool>,
    /// Sent first, one by one: what was missed.
    missed: std::vec::IntoIter<Stored>,
    ended: bool,
    _permit: OwnedSemaphorePermit,
}

/// What comes next in a stream.
enum Next {
    Events(Vec<Stored>),
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
        let history = History { after, to, limit: MOST_EVENTS.saturating_add(1) };
        let missed = app.history(&who, history).await?;
        let all = log::read(app.log(), move |reader| everyone(reader, who)).await?;
        // Forgotten between the check of the ticket and the subscription to the news.
        let ended = app.current().is_forgotten(who);
        let who = all.into_iter().collect();
        let missed = missed.into_iter();
        Ok(Self { who, sent: to, news, closing, missed, ended, _permit: permit })
    }

    /// The stream as server-sent events.
    pub(crate) fn events(self) -> impl Stream<Item = Result<sse::Event, Infallible>> {
        stream::unfold(self, |mut live| async move {
            let event = match live.next().await {
                Next::Events(events) => events_of(&events),
                Next::Resync => resync(&mut live),
                Next::End => return None,
            };
            Some((event, live))
        })
        .map(Ok)
    }

    async fn next(&mut self) -> Next {
        if self.ended || *self.closing.borrow() {
            return Next::End;
        }
        if self.missed.len() > MOST_EVENTS {
            return Next::Resync;
        }
        // A message is of one commit: whoever hears of it knows all of it, or nothing.
        if let Some(missed) = self.missed.next() {
            return told(vec![missed]);
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
                    own => return told(own),
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
}

/// Where events alone do not tell all, the page begins anew.
fn told(events: Vec<Stored>) -> Next {
    if has_more(&events) { Next::Resync } else { Next::Events(events) }
}

/// Whether something came with these that they do not say: the history of a visitor who became a customer here, or
/// the prices of a group.
pub(crate) fn has_more(events: &[Stored]) -> bool {
    let linked = |fact: &Fact| matches!(fact, Fact::Customer(CustomerFact::Linked { .. }));
    events.iter().map(|stored| &stored.event.fact).any(|fact| linked(fact) || fact.is_of_groups())
}

fn events_of(events: &[Stored]) -> sse::Event {
    let own: Vec<&Event> = events.iter().map(|stored| &stored.event).collect();
    let seq = events.last().map_or(0, |last| last.seq);
    let event = sse::Event::default().id(seq.to_string()).event("events");
    event.data(pack(&own).unwrap_or_default())
}

fn resync(live: &mut Live) -> sse::Event {
    live.ended = true;
    sse::Event::default().event("resync").data("")
}
