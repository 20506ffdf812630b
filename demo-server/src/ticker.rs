//! The shop's clock: what is due happens by itself, each thing once, however many there are and however many processes
//! run on one store.

use std::time::Duration;

use tokio::time::MissedTickBehavior;

use crate::App;
use crate::log::{self, LogError};
use crate::task::Task;
use crate::writer::Job;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);
/// For how many shoppers in one transaction; there may be more, and then it looks again.
const MOST: usize = 1_024;

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
    /// Lets happen all that is due by now; for how many shoppers something was. What cannot be written happens the next
    /// time.
    ///
    /// # Errors
    /// What the store says.
    pub async fn tick(&self) -> Result<usize, LogError> {
        let (mut all, mut before) = (0, Vec::new());
        loop {
            let now = self.now();
            let due = log::read(self.log(), move |reader| reader.overdue(now, MOST)).await?;
            // What stays due waits for a second.
            if due.is_empty() || due == before {
                return Ok(all);
            }
            before.clone_from(&due);
            match self.send(|reply| Job::Ticks { due, at: now, reply }).await {
                Ok(done) => all = done.saturating_add(all),
                Err(error) => {
                    tracing::warn!(%error, "what is due waits for a second");
                    return Ok(all);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use attar::command::DeliveryWish;
    use attar::event::{OrderFact, StockLine};
    use attar::id::{CarrierId, ContactId, OrderId, ProductId};
    use attar::query::DeliveryOption;
    use attar::service::promise::DeliveryZone;
    use attar::shop::ShopDraft;
    use attar::time::Span;
    use attar::{Answer, Command, Fact, Query, ShopperId};

    use super::*;
    use crate::testing::{Folder, NOW, change_cart, count, dollars, learned_promises, sending, shop};
    use crate::{FixedClock, MemoryLog, SqliteLog};

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

    async fn order(app: &App, of: u16) {
        let mut id = [7; 16];
        id[..2].copy_from_slice(&of.to_be_bytes());
        let who = ShopperId(id);
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
        let (order, contact) = (OrderId(id), ContactId(id));
        let place = Command::PlaceOrder {
            order,
            contact,
            expected: dollars(100),
            shown: Vec::new(),
            delivery,
            redeem: 0,
            gift_card: None,
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

    /// A shop in memory with that many orders, and its clock.
    async fn many(orders: u16) -> (App, Arc<FixedClock>) {
        let clock = Arc::new(FixedClock::at(NOW));
        let log = Arc::new(MemoryLog::default());
        let app = App::open(log, Arc::<FixedClock>::clone(&clock)).await.expect("a shop");
        app.publish_shop(ShopDraft { delivery: Some(sending()), ..shop() }).await.expect("a shop");
        app.publish_learned(learned_promises(), app.seq()).await.expect("promises");
        for of in 0..orders {
            order(&app, of).await;
        }
        (app, clock)
    }

    async fn overdue(app: &App) -> usize {
        let now = app.now();
        log::read(app.log(), move |reader| reader.overdue(now, usize::MAX)).await.expect("a log").len()
    }

    #[tokio::test]
    async fn one_tick_tells_all_that_is_broken() {
        let (app, clock) = many(300).await;
        clock.set(NOW + Span::days(9));
        assert_eq!(app.tick().await.expect("a store"), 300);
        assert_eq!((broken(&app).await, overdue(&app).await), (300, 0));
    }

    #[tokio::test]
    async fn an_order_that_was_given_back_in_time_is_looked_at_once() {
        let (app, clock) = many(2).await;
        let all = log::read(app.log(), |reader| reader.open_orders(9)).await.expect("a log");
        let order = all[0].0;
        let line = StockLine { product: ProductId(1), units: 1 };
        let back = Command::RefundOrder { order, lines: vec![line], shipping: false };
        app.owner(back).await.expect("the money is given back");
        clock.set(NOW + Span::days(9));
        assert_eq!(app.tick().await.expect("a store"), 2);
        assert_eq!((broken(&app).await, overdue(&app).await), (1, 0));
        assert_eq!(app.tick().await.expect("a store"), 0, "the clock has nothing left to look at");
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
