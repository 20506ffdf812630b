//! Cases made ready for a page: what its engine begins with, what it takes in, and what it must say.
//!
//! A page has no shop of its own, so each step gets an engine of its own: one that folds all that had
//! happened, with the public part of the market as it is then; and, for a question, a second one
//! that has the asking shopper's slice. *elements* folds signals and nothing else: what came last that is none lies in
//! the slice that it begins with.
#![allow(dead_code, reason = "every test uses another part of it")]

mod drawn;

use attar::shop::Names;
use attar::state::MarketView;
use attar::{Actor, Command, Engine, Event, Lang, Query, Rejection, ShopperId, Slice, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Value, json};

use crate::case::world::{bytes, page};
use crate::case::{Case, Side, Step, Verdict};
use drawn::Drawn;

/// One case for a page.
#[derive(Serialize)]
pub struct PageCase {
    name: String,
    snapshot: String,
    names: String,
    runs: Vec<Run>,
    drawn: Vec<Drawn>,
}

/// One step on one engine, as *api* runs it.
#[derive(Serialize)]
struct Run {
    slice: String,
    events: Value,
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
    query: Query,
}

/// An answer in both forms.
#[derive(Serialize)]
struct Both {
    json: Value,
    bytes: String,
}

impl Both {
    fn of<T: Serialize>(value: &T) -> Self {
        Self { json: as_json(value), bytes: packed(value) }
    }
}

fn as_json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("json")
}

fn packed<T: Serialize>(value: &T) -> String {
    STANDARD.encode(bytes(value))
}

/// How a case goes on: the server's engine, and what the page took in since its beginning.
struct Way {
    server: Engine,
    names: Names,
    drawn: Vec<Drawn>,
    start: Option<Slice>,
    events: Vec<Event>,
    decided: u32,
}

impl PageCase {
    /// Makes a case ready; checks that a native page says what the case asks for.
    pub fn of(case: &Case) -> Self {
        let server = case.server();
        let (start, events) = match case.side {
            Side::Server => (None, case.given.clone()),
            Side::Page(who) => (Some(server.slice(&who)), Vec::new()),
        };
        let names = case.checked_shop().names(Lang::En);
        let mut way = Way { server, names, drawn: Vec::new(), start, events, decided: 0 };
        let runs = case.steps.iter().flat_map(|step| way.take(step, &case.name)).collect();
        let (names, snapshot) = (packed(&way.names), case.snapshot().encode().expect("a snapshot"));
        let (name, snapshot) = (case.name.clone(), STANDARD.encode(snapshot));
        Self { name, snapshot, names, runs, drawn: way.drawn }
    }

    /// The name of the case.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many runs there are of what *elements* draws.
    pub fn drawn(&self) -> usize {
        self.drawn.len()
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
                self.draw(who, query, *at, then);
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
            slice: packed(&slice),
            events: as_json(&events),
            at,
            ask: Some(Ask { who, query }),
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
            slice: packed(&slice),
            events: as_json(&self.events),
            at,
            ask: None,
            decide: Some(json!({ "actor": actor, "command": command })),
            then: Both { json, bytes: String::new() },
        }
    }
}
