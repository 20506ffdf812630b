//! What the shop would have said at a moment that is past, told from the log.

use std::sync::Arc;

use attar::id::OrderId;
use attar::query::Unknown;
use attar::{Answer, Engine, Query, ShopperId, Timestamp};

use super::App;
use crate::error::Failure;

impl App {
    /// Answers a shopper as of a moment: from what had happened to them by then, or by now for one that is to come.
    /// What is sold and what is in stock are today's; nobody is known any more of whom was forgotten since.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn ask_as_of(&self, who: &ShopperId, query: &Query, at: Timestamp) -> Result<Answer, Failure> {
        let (current, at) = (self.current(), at.min(self.now()));
        let (mut names, history) = self.whole_history(*who, current.seq).await?;
        let start = Engine::new(Arc::clone(&current.published.snapshot), current.public_state());
        let mut past = start.as_of(history.iter().map(|stored| &stored.event), at);
        past.set_own(current.own(&past, *who));
        // By then a visitor may not have been known as the customer that they are.
        names.reverse();
        let mut told = names.iter().map(|name| past.ask(name, query, at));
        let known = told.find(|answer| !matches!(answer, Answer::Unknown(_)));
        Ok(known.unwrap_or_else(|| past.ask(who, query, at)))
    }

    /// Where an order was at a moment, whoever's it is.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn track_as_of(&self, order: OrderId, at: Timestamp) -> Result<Answer, Failure> {
        match self.buyer(order).await? {
            Some(buyer) => self.ask_as_of(&buyer, &Query::Track { order }, at).await,
            None => Ok(Answer::Unknown(Unknown::Order(order))),
        }
    }
}
