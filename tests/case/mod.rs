//! The cases of `tests/cases`: their form, as its README describes it, and how they are read.
#![allow(dead_code, reason = "every runner uses another part of it")]

pub mod seen;
pub mod short;
pub mod world;

use std::path::{Path, PathBuf};

use attar::command::{Command, Rejection};
use attar::event::{Actor, Event, Fact, Role, Subject};
use attar::query::{Answer, Query};
use attar::shop::ShopDraft;
use attar::{Channel, EventId, ShopperId, Signal, SourceId, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use short::Moment;

/// One story: what had happened, who wants or asks what, and what must come of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The file's name without `.json`.
    pub name: String,
    /// Which promise it keeps, in one sentence.
    pub about: String,
    /// What is sold.
    pub shop: ShopDraft,
    /// What was learned.
    pub learned: Learned,
    /// Where the steps run.
    pub side: Side,
    /// When it plays.
    pub at: Timestamp,
    /// What had happened.
    pub given: Vec<Event>,
    /// What comes now.
    pub steps: Vec<Step>,
}

/// What a case's engine has learned.
#[derive(Debug, Clone)]
pub enum Learned {
    /// Nothing yet.
    Nothing,
    /// These tables, written by hand.
    Tables(Box<short::ModelRows>),
    /// What training makes of the case's own given events.
    FromGiven,
}

/// Where a case's steps run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// On an engine with the whole shop.
    #[default]
    Server,
    /// On an engine that has the slice of this shopper and nothing else.
    Page(ShopperId),
}

/// One thing that comes, and what must come of it.
#[derive(Debug, Clone)]
pub enum Step {
    /// Somebody wants something; what is decided is applied before the next step.
    Decide {
        /// When.
        at: Timestamp,
        /// Who.
        actor: Actor,
        /// What.
        command: Command,
        /// What must come of it.
        then: Verdict,
    },
    /// Somebody asks something.
    Ask {
        /// When.
        at: Timestamp,
        /// Who.
        who: ShopperId,
        /// What.
        query: Query,
        /// What the engine must say.
        then: Answer,
    },
    /// A page observed something.
    Observe(Event),
}

/// What a wish must lead to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is granted: these facts, in this order.
    Facts(Vec<(Subject, Fact)>),
    /// It is not granted.
    Rejection(Rejection),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    about: String,
    shop: String,
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    train: bool,
    #[serde(default)]
    side: Side,
    at: i64,
    #[serde(default)]
    given: Vec<Value>,
    steps: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenForm {
    subject: Subject,
    actor: Option<Actor>,
    channel: Option<Channel>,
    #[serde(default)]
    at: Moment,
    fact: Fact,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideForm {
    #[serde(default)]
    at: Moment,
    actor: Actor,
    decide: Command,
    then: Verdict,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskForm {
    #[serde(default)]
    at: Moment,
    who: ShopperId,
    ask: Query,
    then: Answer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObserveForm {
    #[serde(default)]
    at: Moment,
    who: ShopperId,
    observe: Signal,
}

/// The folder of the cases.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// All cases, by name.
pub fn all() -> Vec<Case> {
    let entries = std::fs::read_dir(folder()).expect("tests/cases is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "json"));
    files.sort();
    files.iter().map(|file| read(file)).collect()
}

fn read(file: &Path) -> Case {
    let name = file.file_stem().and_then(|n| n.to_str()).expect("a name").to_owned();
    let form: Form = parse(&name, "the case", load(file));
    let at = Timestamp(form.at);
    let learned = match (form.train, form.model) {
        (true, _) => Learned::FromGiven,
        (false, None) => Learned::Nothing,
        (false, Some(model)) => {
            let tables = load(&folder().join("models").join(model + ".json"));
            Learned::Tables(Box::new(parse(&name, "the model", tables)))
        }
    };
    let shop = load(&folder().join("shops").join(form.shop + ".json"));
    let given = (0..).zip(form.given).map(|(n, value)| given(&name, at, n, value)).collect();
    let steps = (0..).zip(form.steps).map(|(n, value)| step(&name, at, n, value)).collect();
    let shop = parse(&name, "the shop", shop);
    Case { name, about: form.about, shop, learned, side: form.side, at, given, steps }
}

fn load(file: &Path) -> Value {
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    short::spell_out(value)
}

fn parse<T: DeserializeOwned>(case: &str, what: &str, value: Value) -> T {
    let shown = value.to_string();
    serde_json::from_value(value).unwrap_or_else(|e| panic!("{case}: {what}: {e}\n{shown}"))
}

/// The whole event, or the short form: who it is about, what and when.
fn given(case: &str, at: Timestamp, n: u32, value: Value) -> Event {
    if value.get("id").is_some() {
        return parse(case, "a given event", value);
    }
    let form: GivenForm = parse(case, "a given event", value);
    let (actor, channel) = match form.subject {
        Subject::Shopper(who) => (Actor::Shopper(who), Channel::Web),
        Subject::Market => (Actor::Merchant(Role::Owner), Channel::Console),
    };
    Event {
        id: EventId { source: SourceId(short::id_bytes("given")), n },
        subject: form.subject,
        actor: form.actor.unwrap_or(actor),
        channel: form.channel.unwrap_or(channel),
        at: form.at.after(at),
        fact: form.fact,
    }
}

fn step(case: &str, at: Timestamp, n: u32, value: Value) -> Step {
    if value.get("decide").is_some() {
        let form: DecideForm = parse(case, "a step", value);
        return Step::Decide {
            at: form.at.after(at),
            actor: form.actor,
            command: form.decide,
            then: form.then,
        };
    }
    if value.get("observe").is_some() {
        let form: ObserveForm = parse(case, "a step", value);
        return Step::Observe(observed(&form, at, n));
    }
    let then = value.get("then").cloned();
    let form: AskForm = parse(case, "a step", value);
    let whole = serde_json::to_value(&form.then).ok();
    assert_eq!(then, whole, "{case}: an expected answer is written out in full");
    Step::Ask { at: form.at.after(at), who: form.who, query: form.ask, then: form.then }
}

fn observed(form: &ObserveForm, at: Timestamp, n: u32) -> Event {
    Event {
        id: EventId { source: SourceId(short::id_bytes("page")), n },
        subject: Subject::Shopper(form.who),
        actor: Actor::Shopper(form.who),
        channel: Channel::Web,
        at: form.at.after(at),
        fact: Fact::Signal(form.observe),
    }
}
