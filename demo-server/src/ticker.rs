//! The shop's clock: what is due happens by itself, each thing once, however many processes run on one store.

use std::time::Duration;

use attar::event::{Actor, Channel};
use attar::{Command, ShopperId};
use futures_util::future::join_all;
use tokio::time::MissedTickBehavior;

use crate::App;
use crate::error::Refusal;
use crate::log::{self, LogError};
use crate::task::Task;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);
/// For how many shoppers at once.
const MOST: usize = 256;

/// A running clock; it ends with this.
#[derive(Debug)]
pub struct Ticker(#[expect(dead_code, reason = "it ends with this")] Task);

impl Ticker {
    /// Looks every second what is due, and lets it happen.
    pub fn start(app: App) -> Self {
        Self(Task::spawn(async move {
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
        let due = log::read(self.log(), move |reader| reader.overdue(now, MOST)).await?;
        let count = due.len();
        // At once, so that they are committed together.
        join_all(due.into_iter().map(|shopper| self.tick_for(shopper))).await;
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use attar::Fact;
    use attar::command::DeliveryWish;
    use attar::event::OrderFact;
    use attar::id::{CarrierId, ContactId, OrderId};
    use attar::query::DeliveryOption;
    use attar::service::promise::DeliveryZone;
    use attar::shop::ShopDraft;
    use attar::time::Span;
    use attar::{Answer, Query};

    use super::*;
    use crate::testing::{
        Folder, NOW, change_cart, count, dollars, learned_promises, sending, shop, shopper,
    };
    use crate::{FixedClock, SqliteLog};

    /// Two processes on one store, and the clock of both.
    async fn two() -> (Folder, [App; 2], Arc<FixedClock>) {
        let (folder, clock) = (Folder::new(), Arc::new(FixedClock::at(NOW)));
        let open = async || {
            let log = Arc::new(SqliteLog::open(&folder.file()).expect("a store"));
            App::open(log, Arc::<FixedClock>::clone(&clock)).await.expect("a shop")
        };
        let one = open().await;
        one.publish_shop(ShopDraft { delivery: Some(sending()), ..shop() }).await.expect("a shop");
        one.publish_learned(learned_promises(), one.seq()).await.expect("promises");
        one.owner(count(1, 9)).await.expect("stock");
        let two = open().await;
        (folder, [one, two], clock)
    }

    async fn order(app: &App, of: u8) {
        let who = shopper(of);
        app.wish_of(who, change_cart(1, 1)).await.expect("a cart");
        let zone = DeliveryZone(0);
        let answer = app.ask(&who, &Query::Delivery { zone }).await.expect("an answer");
        let Answer::Delivery(options) = answer else { panic!("{answer:?}") };
        let wish = |DeliveryOption { carrier, promise }: &DeliveryOption| DeliveryWish {
            carrier: *carrier,
            zone,
            shown: promise.interval,
        };
        let delivery = options.iter().find(|option| option.carrier == CarrierId(1)).map(wish);
        let (order, contact) = (OrderId([of; 16]), ContactId([of; 16]));
        let place = Command::PlaceOrder {
            order,
            contact,
            expected: dollars(100),
            shown: Vec::new(),
            delivery,
            redeem: 0,
        };
        app.wish_of(who, place).await.expect("an order");
    }

    async fn broken(app: &App) -> usize {
        let all = log::read(app.log(), |reader| reader.after(0, usize::MAX)).await.expect("a log");
        let is_broken = |fact: &Fact| matches!(fact, Fact::Order(OrderFact::PromiseBroken { .. }));
        all.iter().filter(|stored| is_broken(&stored.event.fact)).count()
    }

    #[tokio::test]
    async fn what_is_due_happens_once_whoever_looks() {
        let (_folder, [one, two], clock) = two().await;
        for of in 1..=4 {
            order(&one, of).await;
        }
        clock.set(NOW + Span::days(9));
        let (first, second) = tokio::join!(one.tick(), two.tick());
        assert!(first.expect("a store").max(second.expect("a store")) == 4);
        assert_eq!(broken(&one).await, 4);
        assert_eq!((one.tick().await.expect("a store"), two.tick().await.expect("a store")), (0, 0));
    }

    #[tokio::test]
    async fn what_was_due_while_nobody_looked_happens_later() {
        let (folder, [one, two], clock) = two().await;
        order(&one, 1).await;
        drop((one, two));
        clock.set(NOW + Span::days(9));
        let log = Arc::new(SqliteLog::open(&folder.file()).expect("a store"));
        let app = App::open(log, clock).await.expect("a shop");
        let _ticker = Ticker::start(app.clone());
        for _ in 0..200 {
            if broken(&app).await == 1 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the clock stands");
    }
}
