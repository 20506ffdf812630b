//! Cases made ready for a page: what its engine begins with, what it takes in, and what it must say.
//!
//! A page has no shop of its own, so each step gets an engine of its own: one that folds all that had
//! happened, with the public part of the market as it is then; and, for a question, a second one
//! that has the asking shopper's slice.

use attar::state::MarketView;
use attar::{Actor, Command, Engine, Event, Query, Rejection, ShopperId, Slice, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Value, json};

use crate::case::world::{bytes, page};
use crate::case::{Case, Side, Step, Verdict};

/// One case for a page.
#[derive(Serialize)]
pub struct PageCase {
    name: String,
    snapshot: String,
    runs: Vec<Run>,
}

/// One step on one engine, in both forms: as JSON for *api*, as base64 of postcard for *elements*.
#[derive(Serialize)]
struct Run {
    slice: Both,
    events: Both,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<Ask>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decide: Option<Value>,
    then: Both,
}

#[derive(Serialize)]
struct Ask {
    who: ShopperId,
    query: Both,
}

#[derive(Serialize)]
struct Both {
    json: Value,
    bytes: String,
}

impl Both {
    fn of<T: Serialize>(value: &T) -> Self {
        let json = serde_json::to_value(value).expect("json");
        Self { json, bytes: STANDARD.encode(bytes(value)) }
    }
}

/// How a case goes on: the server's engine, and what the page took in since its beginning.
struct Way {
    server: Engine,
    start: Option<Slice>,
    events: Vec<Event>,
    decided: u32,
}

impl PageCase {
    /// Makes a case ready; checks that a native page says what the case asks for.
    pub fn of(case: &Case) -> Self {
        let server = case.server();
        let mut way = match case.side {
            Side::Server => Way { server, start: None, events: case.given.clone(), decided: 0 },
            Side::Page(who) => {
                Way { start: Some(server.slice(&who)), server, events: Vec::new(), decided: 0 }
            }
        };
        let runs = case.steps.iter().flat_map(|step| way.take(step, &case.name)).collect();
        let snapshot = case.snapshot().encode().expect("a snapshot");
        Self { name: case.name.clone(), snapshot: STANDARD.encode(snapshot), runs }
    }

    /// The name of the case.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many runs ask what *elements* answers: it prices no carts.
    pub fn asks(&self) -> usize {
        let is_cart = |query: &Value| query == "cart" || query.get("would_be").is_some();
        let asks = |run: &&Run| run.ask.as_ref().is_some_and(|ask| !is_cart(&ask.query.json));
        self.runs.iter().filter(asks).count()
    }

    /// How many runs there are.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }
}

impl Way {
    fn take(&mut self, step: &Step, name: &str) -> Vec<Run> {
        match step {
            Step::Observe(event) => {
                self.happened(event.clone());
                Vec::new()
            }
            Step::Ask { at, who, query, then } => {
                let folded = self.folded(who);
                let whole = self.ask(folded, &self.events, (*who, query.clone(), *at), then);
                let slice = self.server.slice(who);
                vec![whole, self.ask(slice, &[], (*who, query.clone(), *at), then)]
            }
            Step::Decide { at, actor, command, then } => {
                let run = self.decide((actor, command, *at), then, name);
                for event in then.events(actor, *at, &mut self.decided) {
                    self.happened(event);
                }
                vec![run]
            }
        }
    }

    fn happened(&mut self, event: Event) {
        self.server.apply(&event);
        self.events.push(event);
    }

    /// What a page begins with that folds the rest itself.
    fn folded(&self, who: &ShopperId) -> Slice {
        let state = self.server.state();
        let market = MarketView { own: state.own(who).into_owned(), ..state.market_view() };
        self.start.clone().unwrap_or_else(|| Slice { market, ..Slice::default() })
    }

    fn engine(&self, slice: &Slice, events: &[Event]) -> Engine {
        let mut page = page(&self.server, slice.clone());
        events.iter().for_each(|event| page.apply(event));
        page
    }

    fn ask(
        &self,
        slice: Slice,
        events: &[Event],
        (who, query, at): (ShopperId, Query, Timestamp),
        then: &attar::Answer,
    ) -> Run {
        assert_eq!(&self.engine(&slice, events).ask(&who, &query, at), then);
        Run {
            slice: Both::of(&slice),
            events: Both::of(&events),
            at,
            ask: Some(Ask { who, query: Both::of(&query) }),
            decide: None,
            then: Both::of(then),
        }
    }

    /// A page decides like the server, or says that only the server can.
    fn decide(&self, (actor, command, at): (&Actor, &Command, Timestamp), then: &Verdict, name: &str) -> Run {
        let slice = self.folded(&ShopperId::ANONYMOUS);
        let verdict = match self.engine(&slice, &self.events).decide(actor, command, at) {
            Ok(facts) => Verdict::Facts(facts),
            Err(rejection) => Verdict::Rejection(rejection),
        };
        let preview = Verdict::Rejection(Rejection::OnlyServer);
        assert!(verdict == *then || verdict == preview, "{name}: a page says {verdict:?} to {command:?}");
        let json = match &verdict {
            Verdict::Facts(facts) => json!({ "facts": facts }),
            Verdict::Rejection(rejection) => json!({ "rejection": rejection }),
        };
        Run {
            slice: Both::of(&slice),
            events: Both::of(&self.events),
            at,
            ask: None,
            decide: Some(json!({ "actor": actor, "command": command })),
            then: Both { json, bytes: String::new() },
        }
    }
}
