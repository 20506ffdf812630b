//! Laws of points on random stories, beside a model that knows every single point: `cargo test -p attar --test loyalty`.
//!
//! The sum of all accounts is 0 and no balance below; what happened once counts once; points are drawn first in, first
//! out; refunds in any order come to the same; nothing hangs on when the clock ticks, or that it was put forward.
#![allow(clippy::arithmetic_side_effects, reason = "numbers of tests are small")]

#[path = "loyalty/model.rs"]
mod model;

use std::sync::Arc;

use attar::event::{AdjustReason, Channel, CustomerFact, LoyaltyFact, Posting, Role, SoldLine, StockLine};
use attar::id::ContactId;
use attar::state::Market;
use attar::terms::loyalty::Account;
use attar::time::Span;
use attar::{
    Actor, Command, Currency, Engine, Event, EventId, Fact, OrderId, ProductId, Rejection, Shop, ShopperId,
    Snapshot, SourceId, State, Subject, Timestamp,
};
use model::Model;
use proptest::prelude::*;
use serde_json::json;

const ADA: ShopperId = ShopperId([1; 16]);
const OWNER: Actor = Actor::Merchant(Role::Owner);
/// The day before clocks in New York are put forward.
const START: Timestamp = Timestamp(1_772_900_000_000);

/// What somebody does.
#[derive(Debug, Clone)]
enum Wish {
    /// Buys so many of both, and wants to spend so much of what they can.
    Buy(u32, u32, u32),
    /// So many units of a product of an order go back.
    Refund(usize, u32, u32),
    /// An order is called off.
    Cancel(usize),
    /// A basket at a till.
    Sale(i64),
    /// Hours go by.
    Wait(i64),
    /// The clock ticks.
    Tick,
    /// The owner gives or takes.
    Adjust(i64),
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        4 => (0_u32..4, 0_u32..4, 0_u32..120).prop_map(|(a, b, share)| Wish::Buy(a, b, share)),
        4 => (0_usize..6, 1_u32..3, 1_u32..3).prop_map(|(of, product, units)| Wish::Refund(of, product, units)),
        1 => (0_usize..6).prop_map(Wish::Cancel),
        3 => (0_i64..900).prop_map(Wish::Sale),
        4 => (1_i64..90).prop_map(Wish::Wait),
        2 => Just(Wish::Tick),
        1 => (-60_i64..60).prop_map(Wish::Adjust),
    ]
}

fn shop() -> Arc<Shop> {
    let product = |id: u32| json!({ "id": id, "department": 0, "category": 0, "kind": 0, "cost": 0 });
    let draft = json!({
        "currency": "USD", "product_url": "/p/{id}",
        "zone": { "name": "America/New_York", "offsets": [[0, -300], [1_772_953_200_000_i64, -240]] },
        "labels": [{ "en": "a", "fa": "b", "ar": "c" }],
        "products": [product(1), product(2)],
        "price_lists": [{ "id": 0, "name": "list", "currency": "USD", "audience": "everyone", "prices": [[1, 130], [2, 99]] }],
        "terms": { "shipping": 50 },
        "loyalty": {
            "earn": [{ "id": 1, "by": { "spend": { "points": 7, "per": 100 } } }],
            "worth": { "points": 3, "minor": 2 },
            "pending_days": 1, "expiry": { "days": 5 }, "revive_days": 2,
            "redeem": {}, "claw_back": "balance",
        },
    });
    Arc::new(Shop::check(serde_json::from_value(draft).expect("a draft")).expect("a sound shop"))
}

struct Story {
    engine: Engine,
    model: Model,
    now: Timestamp,
    orders: Vec<OrderId>,
    log: Vec<Event>,
}

impl Story {
    fn begin() -> Self {
        let shop = shop();
        let snapshot = Arc::new(Snapshot::cold(shop.public().clone()));
        let engine = Engine::new(snapshot, State::server(shop, Market::default()));
        let mut story =
            Self { engine, model: Model::default(), now: START, orders: Vec::new(), log: Vec::new() };
        story.enter(vec![(Subject::Shopper(ADA), Fact::Customer(CustomerFact::CardIssued))]);
        story
    }

    /// Takes facts in, each twice.
    fn enter(&mut self, facts: Vec<(Subject, Fact)>) {
        for (subject, fact) in facts {
            let id = EventId { source: SourceId([9; 16]), n: self.log.len() as u32 };
            let event = Event { id, subject, actor: OWNER, channel: Channel::Web, at: self.now, fact };
            self.engine.apply(&event);
            if matches!(event.fact, Fact::Loyalty(_)) {
                let once = self.engine.slice(&ADA);
                self.engine.apply(&event);
                assert_eq!(once, self.engine.slice(&ADA), "what happened once counts once");
            }
            self.log.push(event);
        }
    }

    fn decide(&mut self, actor: Actor, command: &Command) -> Result<Vec<LoyaltyFact>, Rejection> {
        let facts = self.engine.decide(&actor, command, self.now)?;
        let own = facts.iter().filter_map(|(_, fact)| match fact {
            Fact::Loyalty(fact) => Some(fact.clone()),
            _ => None,
        });
        let own = own.collect();
        self.enter(facts);
        Ok(own)
    }

    fn account(&self) -> Account {
        let shared = self.engine.state().shared(&ADA);
        shared.and_then(|shared| shared.account()).cloned().unwrap_or_default()
    }

    fn buy(&mut self, units: [u32; 2], share: u32) {
        let ada = Actor::Shopper(ADA);
        for (product, quantity) in [1, 2].into_iter().zip(units) {
            let fill = Command::ChangeCart { product: ProductId(product), quantity };
            self.decide(ada, &fill).expect("a cart");
        }
        let Ok(cart) = self.engine.quote(&ADA, self.now) else { return };
        let most = self.model.redeemable(self.now, cart.total.minor);
        let redeem = self.model.available(self.now) * i64::from(share) / 100;
        let quoted = self.engine.quote_with_points(&ADA, redeem, self.now);
        let fits = redeem == 0 || (1..=most).contains(&redeem) && redeem * 2 / 3 > 0;
        assert_eq!(quoted.is_ok(), fits, "{redeem} of {most}: {quoted:?}");
        let Ok(quoted) = quoted else { return };
        let order = OrderId([self.orders.len() as u8 + 1; 16]);
        let (contact, expected) = (ContactId([3; 16]), quoted.total);
        let place = Command::PlaceOrder {
            order,
            contact,
            expected,
            shown: Vec::new(),
            delivery: None,
            redeem,
            gift_card: None,
        };
        self.decide(ada, &place).expect("an order");
        self.orders.push(order);
        let paid = self.model.place(self.now, units, redeem);
        assert_eq!(quoted.total.minor, paid, "so much less is to be paid");
    }

    fn refund(&mut self, of: usize, product: u32, units: u32) {
        let Some(order) = self.orders.get(of).copied() else { return };
        let lines = vec![StockLine { product: ProductId(product), units }];
        let done = self.decide(OWNER, &Command::RefundOrder { order, lines, shipping: false }).is_ok();
        assert_eq!(done, self.model.refund(self.now, of, product as usize - 1, units));
    }

    fn live(&mut self, wish: &Wish) {
        match *wish {
            Wish::Buy(a, b, share) => self.buy([a, b], share),
            Wish::Refund(of, product, units) => self.refund(of, product, units),
            Wish::Cancel(of) => {
                let Some(order) = self.orders.get(of).copied() else { return };
                let done = self.decide(OWNER, &Command::CancelOrder { order }).is_ok();
                assert_eq!(done, self.model.cancel(self.now, of));
            }
            Wish::Sale(paid) => {
                let lines = vec![SoldLine { product: ProductId(1), quantity: 1, paid }];
                let sale = Command::RecordSale { shopper: ADA, currency: Currency::Usd, lines };
                self.decide(Actor::Merchant(Role::Owner), &sale).expect("a sale");
                self.model.sell(self.now, paid);
            }
            Wish::Wait(hours) => self.now = self.now + Span::minutes(60 * hours),
            Wish::Tick => {
                let facts = self.decide(Actor::Clock, &Command::Tick { shopper: ADA }).expect("a tick");
                assert!(facts.iter().all(|fact| matches!(fact.what, Posting::Expired { .. })));
                self.model.tick(self.now);
            }
            Wish::Adjust(points) => {
                let wish = Command::AdjustPoints { shopper: ADA, points, reason: AdjustReason::Goodwill };
                assert_eq!(self.decide(OWNER, &wish).is_ok(), self.model.adjust(self.now, points));
            }
        }
    }

    fn check(&self) {
        let (account, now) = (self.account(), self.now);
        let balances = account.balances(now);
        assert_eq!(balances.sum(), 0, "{balances:?}");
        assert!(account.lots.iter().all(|lot| lot.left > 0), "never below zero");
        assert_eq!(balances, self.model.balances(now));
        let told: i64 = account.entries.iter().map(|entry| entry.points).sum();
        let held: i64 = account.lots.iter().map(|lot| lot.left).sum();
        assert_eq!(account.opening + told, held, "history and balance are one");
    }

    /// The same orders, and all of them back in some order.
    fn all_back(mut self, turns: &[usize]) -> Account {
        let mut left: Vec<(usize, u32)> = (0..self.orders.len()).flat_map(|of| [(of, 1), (of, 2)]).collect();
        for turn in turns {
            if left.is_empty() {
                break;
            }
            let (of, product) = left.remove(turn % left.len());
            (0..4).for_each(|_| self.refund(of, product, 1));
            self.check();
        }
        left.into_iter().for_each(|(of, product)| (0..4).for_each(|_| self.refund(of, product, 1)));
        self.check();
        self.account()
    }

    fn copy(&self) -> Self {
        let (engine, model) = (self.engine.clone(), self.model.clone());
        Self { engine, model, now: self.now, orders: self.orders.clone(), log: self.log.clone() }
    }
}

fn tries() -> ProptestConfig {
    let cases = if std::env::var_os("ATTAR_PROVE").is_some() { 20_000 } else { 300 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(tries())]

    #[test]
    fn the_ledger_is_what_a_child_would_count(wishes in prop::collection::vec(wish(), 1..60)) {
        let mut story = Story::begin();
        story.check();
        for wish in &wishes {
            story.live(wish);
            story.check();
        }
    }

    #[test]
    fn refunds_in_any_order_come_to_the_same(
        wishes in prop::collection::vec(wish(), 1..20),
        one in prop::collection::vec(any::<prop::sample::Index>(), 12),
        other in prop::collection::vec(any::<prop::sample::Index>(), 12),
    ) {
        let mut story = Story::begin();
        wishes.iter().for_each(|wish| story.live(wish));
        let turns = |all: &[prop::sample::Index]| all.iter().map(|one| one.index(64)).collect::<Vec<_>>();
        let (one, other) = (story.copy().all_back(&turns(&one)), story.copy().all_back(&turns(&other)));
        prop_assert_eq!(one.moved.issued, other.moved.issued);
        prop_assert_eq!(one.moved.redeemed, other.moved.redeemed);
        prop_assert_eq!(one.balances(story.now).sum(), 0);
        // What was paid with points is all there again.
        prop_assert_eq!(one.moved.redeemed, story.model.paid_for_sending());
    }

    #[test]
    fn nothing_hangs_on_when_the_clock_ticks(wishes in prop::collection::vec(wish(), 1..40)) {
        let (mut often, mut never) = (Story::begin(), Story::begin());
        for wish in &wishes {
            often.live(wish);
            often.live(&Wish::Tick);
            if !matches!(wish, Wish::Tick) {
                never.live(wish);
            }
            prop_assert_eq!(often.account().available(often.now), never.account().available(never.now));
        }
        never.live(&Wish::Tick);
        prop_assert_eq!(often.account().moved, never.account().moved);
        let lots = |story: &Story| {
            let lots = story.account().lots;
            lots.into_iter().map(|lot| (lot.ripe, lot.expires, lot.left)).collect::<Vec<_>>()
        };
        prop_assert_eq!(lots(&often), lots(&never));
    }

    #[test]
    fn a_log_told_again_is_the_same_account(wishes in prop::collection::vec(wish(), 1..40)) {
        let mut story = Story::begin();
        wishes.iter().for_each(|wish| story.live(wish));
        let mut again = Story::begin().engine;
        story.log.iter().for_each(|event| again.apply(event));
        prop_assert_eq!(again.slice(&ADA), story.engine.slice(&ADA));
    }
}
