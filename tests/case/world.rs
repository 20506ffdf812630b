//! A case's engine, and the native way through its steps.

use std::sync::Arc;

use attar::event::Role;
use attar::shop::ShopDraft;
use attar::state::Market;
use attar::terms::history::repriced;
use attar::train::{Tally, TrainParams};
use attar::{
    Actor, Channel, Engine, Event, EventId, Fact, PublicShop, Shop, Signal, Slice, Snapshot, SourceId, State,
    Subject, Timestamp,
};
use serde_json::{Value, json};

use super::{Case, Learned, Side, Step, Verdict, short};

impl Case {
    /// The checked shop.
    pub fn checked_shop(&self) -> Arc<Shop> {
        Arc::new(Shop::check(self.shop.clone()).unwrap_or_else(|e| panic!("{}: {e}", self.name)))
    }

    /// The shop before the first that sold anything.
    fn nothing_sold(&self) -> Shop {
        let empty = ShopDraft {
            products: Vec::new(),
            price_lists: Vec::new(),
            terms: Default::default(),
            ..self.shop.clone()
        };
        Shop::check(empty).expect("an empty shop")
    }

    /// The shop and what was learned.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let mut market = Market::default();
        let told = self.given.iter().filter(|event| event.subject == Subject::Market);
        told.for_each(|event| market.apply(&event.fact));
        let shop = self.checked_shop();
        // As a shop that comes into force then tells the log.
        let told = repriced(&self.nothing_sold(), &shop, &market.prices, self.at);
        told.into_iter().for_each(|fact| market.apply(&Fact::Shop(fact)));
        let shop = PublicShop { history: market.prices, ..shop.public().clone() };
        let cold = Snapshot::cold(shop);
        Arc::new(match &self.learned {
            Learned::Nothing => cold,
            Learned::Tables(rows) => Snapshot { model: rows.pack(), ..cold },
            Learned::FromGiven => Snapshot { model: self.train(&cold), ..cold },
        })
    }

    fn train(&self, cold: &Snapshot) -> attar::model::Model {
        let mut tally = Tally::default();
        self.given.iter().for_each(|event| tally.add(event));
        let params = TrainParams::default().check().expect("the defaults are in range");
        params.fit(&tally, &cold.shop, self.at)
    }

    /// The server's engine after the given events.
    pub fn server(&self) -> Engine {
        let state = State::server(self.checked_shop(), Market::default());
        let mut engine = Engine::new(self.snapshot(), state);
        self.given.iter().for_each(|event| engine.apply(event));
        engine
    }

    /// The engine that the steps run on.
    pub fn engine(&self) -> Engine {
        let server = self.server();
        match self.side {
            Side::Server => server,
            Side::Page(who) => page(&server, server.slice(&who)),
        }
    }

    /// Runs every step on an engine that has taken in the given events.
    pub fn run(&self, engine: &mut Engine) {
        let mut decided = 0;
        for (place, step) in self.steps.iter().enumerate() {
            let place = format!("{}, step {place}", self.name);
            match step {
                Step::Observe(event) => engine.apply(event),
                Step::Ask { at, who, query, then } => {
                    let answer = engine.ask(who, query, *at);
                    assert_eq!(bytes(&answer), bytes(then), "{place}: {answer:#?}\nis not\n{then:#?}");
                }
                Step::Decide { at, actor, command, then } => {
                    let verdict = match engine.decide(actor, command, *at) {
                        Ok(facts) => Verdict::Facts(facts),
                        Err(rejection) => Verdict::Rejection(rejection),
                    };
                    assert_eq!(&verdict, then, "{place}");
                    for event in verdict.events(actor, *at, &mut decided) {
                        engine.apply(&event);
                    }
                }
            }
        }
    }
}

impl Verdict {
    /// The decided facts as events, numbered on from `next`.
    pub fn events(&self, actor: &Actor, at: Timestamp, next: &mut u32) -> Vec<Event> {
        let Self::Facts(facts) = self else { return Vec::new() };
        let number = |(subject, fact): &(Subject, Fact)| {
            let id = EventId { source: SourceId(short::id_bytes("decided")), n: *next };
            *next += 1;
            let is_till = matches!(actor, Actor::Merchant(Role::Till));
            let (channel, fact) = (if is_till { Channel::Pos } else { Channel::Web }, fact.clone());
            Event { id, subject: *subject, actor: *actor, channel, at, fact }
        };
        facts.iter().map(number).collect()
    }
}

/// An engine that has a slice and nothing else.
pub fn page(server: &Engine, slice: Slice) -> Engine {
    Engine::new(Arc::clone(server.snapshot()), slice.into())
}

/// A signal as a page sends it.
pub fn ga4(signal: Signal, at: Timestamp) -> Value {
    let about = signal.about();
    let items = json!([{ about.member(): about.number().to_string() }]);
    json!({ "name": signal.name(), "at": at, "params": { "items": items } })
}

/// What is compared: postcard bytes.
pub fn bytes<T: serde::Serialize>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).expect("postcard takes every answer")
}
