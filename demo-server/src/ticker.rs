//! The shop's clock: what is due happens by itself, each thing once, however many processes run on one store.

use std::time::Duration;

use attar::event::{Actor, Channel};
use attar::{Command, ShopperId};
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::App;
use crate::error::Refusal;
use crate::log::{self, LogError};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);
/// For how many shoppers at once.
const MOST: usize = 256;

/// A running clock; it ends with this.
#[derive(Debug)]
pub struct Ticker(JoinHandle<()>);

impl Drop for Ticker {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Ticker {
    /// Looks every second what is due, and lets it happen.
    pub fn start(app: App) -> Self {
        Self(tokio::spawn(async move {
            let mut tick = tokio::time::interval(EVERY);
            tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tick.tick().await;
                if let Err(error) = app.tick().await {
                    tracing::error!(%error, "what is due could not be looked up");
                }
            }
        }))
    }
}

impl App {
    /// Lets happen what is due by now; for how many shoppers something was. What cannot be written happens the next
    /// time.
    ///
    /// # Errors
    /// What the store says.
    pub async fn tick(&self) -> Result<usize, LogError> {
        let now = self.now();
        let due = log::read(self.log(), move |reader| reader.due(now, MOST)).await?;
        let count = due.len();
        for shopper in due {
            self.tick_for(shopper).await;
        }
        Ok(count)
    }

    async fn tick_for(&self, shopper: ShopperId) {
        match self.command(Actor::Clock, Channel::Console, Command::Tick { shopper }).await {
            // Another process was first, or nobody is there any more.
            Ok(_) | Err(Refusal::Forgotten) => {}
            Err(error) => tracing::warn!(%error, "what is due waits for a second"),
        }
    }
}
