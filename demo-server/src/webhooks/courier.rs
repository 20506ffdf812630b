//! The task that sends what is due, some at a time, and writes down what came of it.

use std::time::Duration;

use attar::Timestamp;
use attar::time::Span;
use axum::http::StatusCode;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;

use super::client::{Client, Reply, SendError};
use super::message::Message;
use super::schedule;
use crate::app::App;
use crate::error::Failure;
use crate::log::{self, Delivery, DeliveryState, EndpointState, Settled, Transaction};
use crate::mint;
use crate::task::Task;

/// How many messages are under way at once.
const MOST: usize = 16;
/// How long a process has a message to itself: well beyond what sending it may take.
const LEASE: Span = Span::minutes(1);
/// How often it looks for what is due though nothing happened here.
const IDLE: Duration = Duration::from_secs(1);

/// A running courier; it ends with this. What it was sending is sent again by the next, once its lease is over.
#[derive(Debug)]
pub struct Courier(#[expect(dead_code, reason = "it ends with this")] Task);

impl Courier {
    /// Sends what is due from now on.
    pub fn start(app: App) -> Self {
        let desk = Desk::new(app);
        Self(Task::spawn(desk.work()))
    }
}

/// What sends.
#[derive(Clone)]
pub(super) struct Desk {
    app: App,
    client: Client,
}

impl Desk {
    pub(super) fn new(app: App) -> Self {
        let client = Client::new(app.private_webhooks());
        Self { app, client }
    }

    async fn work(self) {
        let (mut news, mut flying) = (self.app.news(), JoinSet::new());
        loop {
            for delivery in self.claimed(MOST.saturating_sub(flying.len())).await {
                flying.spawn(self.clone().deliver(delivery));
            }
            tokio::select! {
                Some(_) = flying.join_next(), if !flying.is_empty() => {}
                told = news.recv() => if matches!(told, Err(RecvError::Closed)) { return },
                () = tokio::time::sleep(IDLE) => {}
            }
        }
    }

    /// What is due, for us alone; a store that cannot be read or written is tried again.
    async fn claimed(&self, room: usize) -> Vec<Delivery> {
        match self.claim(room).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::warn!(%error, "webhooks wait: what is due cannot be read");
                Vec::new()
            }
        }
    }

    /// The store is written only where something is due.
    async fn claim(&self, room: usize) -> Result<Vec<Delivery>, Failure> {
        let now = self.app.now();
        if room == 0 || log::read(self.app.log(), move |reader| reader.due(now, 1)).await?.is_empty() {
            return Ok(Vec::new());
        }
        Ok(log::transact(self.app.log(), move |tx| tx.claim(now, now + LEASE, room)).await?)
    }

    async fn deliver(self, delivery: Delivery) {
        let id = delivery.id;
        if let Err(error) = self.try_one(delivery).await {
            tracing::warn!(%error, id, "a webhook is sent again, when its lease is over");
        }
    }

    /// Sends one, and writes down what came of it.
    async fn try_one(&self, delivery: Delivery) -> Result<(), Failure> {
        let answer = self.send(&delivery).await?;
        self.settle(delivery, answer).await
    }

    async fn send(&self, delivery: &Delivery) -> Result<Result<Option<Reply>, SendError>, Failure> {
        let (claimed, now) = (delivery.clone(), self.app.now());
        let message = log::read(self.app.log(), move |reader| {
            let all = reader.endpoints()?;
            let endpoint = all.iter().find(|known| known.id == claimed.endpoint);
            endpoint.map_or(Ok(None), |endpoint| Message::of(reader, endpoint, &claimed, now))
        });
        Ok(match message.await? {
            Some(message) => self.client.post(&message, now).await.map(Some),
            None => Ok(None),
        })
    }

    async fn settle(
        &self,
        delivery: Delivery,
        answer: Result<Option<Reply>, SendError>,
    ) -> Result<(), Failure> {
        let gone = matches!(answer, Ok(Some(Reply { status: StatusCode::GONE, .. })));
        let settled = settled(&delivery, answer, self.app.now(), u16::from_be_bytes(mint::random()?));
        let work = move |tx: &mut dyn Transaction| {
            tx.settle(&settled)?;
            if gone { tx.set_endpoint(delivery.endpoint, EndpointState::Gone) } else { Ok(()) }
        };
        Ok(log::transact(self.app.log(), work).await?)
    }

    /// Sends all that is due now, and says how many that were.
    #[cfg(test)]
    pub(super) async fn round(&self) -> usize {
        let claimed = self.claimed(MOST).await;
        let many = claimed.len();
        futures_util::future::join_all(claimed.into_iter().map(|one| self.clone().deliver(one))).await;
        many
    }

    /// Sends what is due and writes nothing down, as a process does that ends in between.
    #[cfg(test)]
    pub(super) async fn send_only(&self) -> usize {
        let claimed = self.claimed(MOST).await;
        for delivery in &claimed {
            let _ = self.send(delivery).await.expect("the store is read");
        }
        claimed.len()
    }
}

/// What becomes of a delivery after an answer, or none.
fn settled(
    delivery: &Delivery,
    answer: Result<Option<Reply>, SendError>,
    now: Timestamp,
    roll: u16,
) -> Settled {
    let (id, lease) = (delivery.id, delivery.lease);
    let ends = |state, why: String| Settled { id, lease, state, due: now, why };
    let (wait, why) = match answer {
        Ok(Some(Reply { status, .. })) if status.is_success() => {
            return ends(DeliveryState::Delivered, String::new());
        }
        Ok(Some(Reply { status: StatusCode::GONE, .. })) => {
            return ends(DeliveryState::Dead, log::GONE.to_owned());
        }
        Ok(None) => return ends(DeliveryState::Dead, "there is nothing to tell any more".to_owned()),
        Ok(Some(Reply { status, wait })) => (wait, format!("HTTP {}", status.as_u16())),
        Err(error) => (None, error.to_string()),
    };
    match schedule::next(delivery.tries, now, roll, wait) {
        Some(due) => Settled { id, lease, state: DeliveryState::Waiting, due, why },
        None => ends(DeliveryState::Dead, why),
    }
}
