//! The ways of people through the shop: what they look at, what they are asked, what they buy.

use std::error::Error;
use std::sync::Arc;

use attar::event::{Consent, Observation};
use attar::query::{Pick, Reason};
use attar::shop::PublicShop;
use attar::time::Span;
use attar::train::{Tally, TrainParams};
use attar::{
    Answer, Engine, EventId, ProductId, Query, ShopperId, Signal, Slice, Slot, Snapshot, SourceId, State,
    Timestamp,
};
use attar_server::{App, FixedClock};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::START;
use crate::chance::Chance;
use crate::figures::{Figure, Worth};
use crate::http::Client;
use crate::market::{Person, topics};

pub type Fallible<T> = Result<T, Box<dyn Error>>;

/// How many people the shop learns from, and how many its lists are tried on.
const TEACHERS: usize = 80;
const PEOPLE: usize = 120;
/// How many products a list has, and how many choices it is held against.
const LIST: u8 = 10;
const CHOICES: usize = 40;
/// How many products somebody looks at in a visit.
const LOOKS: usize = 8;
/// How many questions somebody answers.
const QUESTIONS: usize = 4;
/// Of how many people each reason is tried, and of how many picks.
const REASONED: usize = 30;
const PICKS: usize = 3;
/// What there is to walk with.
pub struct Walk<'a> {
    pub client: Client,
    pub app: App,
    pub clock: Arc<FixedClock>,
    pub runtime: &'a tokio::runtime::Runtime,
    pub chance: Chance,
    pub learning: bool,
}

/// People whose lists are known.
pub struct Known {
    /// What lists were worth in private mode, as the server made them, and the same for everyone.
    pub private: Worth,
    pub server: Worth,
    pub everyone: Worth,
    people: Vec<(Vec<ProductId>, Vec<Pick>)>,
}

/// A page's engine, and what it stands on.
struct Page {
    engine: Engine,
    who: ShopperId,
    told: u32,
}

fn row(signal: Signal, at: Timestamp) -> Value {
    let about = signal.about();
    json!({ "name": signal.name(), "at": at.0, "params": { "items": [{ about.member(): about.number().to_string() }] } })
}

fn picks(answer: Answer) -> Vec<Pick> {
    match answer {
        Answer::Recommended(list) => list.picks,
        _ => Vec::new(),
    }
}

fn products(picks: &[Pick]) -> Vec<ProductId> {
    picks.iter().map(|pick| pick.product).collect()
}

fn cited(pick: &Pick) -> Vec<ProductId> {
    let of = |reason: &Reason| match reason {
        Reason::Viewed(product) | Reason::InCart(product) => Some(*product),
        _ => None,
    };
    [pick.reason].iter().chain(&pick.also).filter_map(of).collect()
}

/// Whether a pick that stood at a place stands lower, or nowhere.
fn fell(list: &[ProductId], place: usize, product: ProductId) -> bool {
    list.iter().position(|other| *other == product).is_none_or(|now| now > place)
}

impl Walk<'_> {
    pub fn now(&self) -> Timestamp {
        self.app.now()
    }

    /// The shop as everyone may read it.
    pub fn shop(&self) -> PublicShop {
        self.app.snapshot().snapshot.shop.clone()
    }

    /// Somebody new says what may be remembered; their token.
    fn newcomer(&mut self) -> Fallible<String> {
        let wish = json!({ "command": { "set_consent": { "consent": Consent::Full } } });
        let answer = self.client.post("/v1/commands", "", &wish)?;
        Ok(answer["token"].as_str().ok_or("no token")?.to_owned())
    }

    fn tell(&mut self, token: &str, source: u8, from: u32, signals: &[(Signal, Timestamp)]) -> Fallible<()> {
        let rows: Vec<Value> = signals.iter().map(|(signal, at)| row(*signal, *at)).collect();
        let mut bytes = [source; 16];
        bytes[..8].copy_from_slice(&self.chance.below(u64::MAX).to_le_bytes());
        let body = json!({
            "wire": 1, "token": token, "source": SourceId(bytes), "from": from, "after": 0, "signals": rows,
        });
        let refused = self.client.post("/v1/sync", "", &body)?["refused"].clone();
        if refused != json!([]) {
            return Err(format!("signals were refused: {refused}").into());
        }
        Ok(())
    }

    fn ask(&mut self, token: Option<&str>, slot: Slot, n: u8) -> Fallible<Vec<Pick>> {
        let body = json!({ "query": Query::list(slot, n), "token": token });
        let answer = self.client.post("/v1/ask", "", &body)?["answer"].clone();
        Ok(picks(serde_json::from_value(answer)?))
    }

    /// A page of somebody, or of nobody in particular, with its files from the shop.
    fn page(&mut self, token: Option<&str>) -> Fallible<Page> {
        let boot = self.client.post("/v1/boot", "", &json!({ "wire": 1, "token": token }))?;
        let hash = boot["snapshot"].as_str().ok_or("no snapshot")?;
        let snapshot = Snapshot::decode(&self.client.get(&format!("/v1/snapshot/{hash}"))?)?;
        let slice: Slice =
            postcard::from_bytes(&STANDARD.decode(boot["slice"].as_str().ok_or("no slice")?)?)?;
        let who = slice.who;
        Ok(Page { engine: Engine::new(Arc::new(snapshot), State::from(slice)), who, told: 0 })
    }

    /// What somebody looks at, a minute between.
    fn looks(
        &mut self,
        person: &Person,
        shop: &PublicShop,
        many: usize,
        begins: Timestamp,
    ) -> Vec<(Signal, Timestamp)> {
        let look = |minute: usize| {
            let product = person.choose(shop, &mut self.chance);
            (Signal::ViewItem { product }, begins + Span::minutes(minute as i64))
        };
        (0..many).map(look).collect()
    }

    /// The shop learns from people who look at what they like.
    pub fn teach(&mut self) -> Fallible<()> {
        let shop = self.shop();
        for teacher in 0..TEACHERS {
            self.clock.set(START);
            let (person, token) = (Person::new(&shop, &mut self.chance), self.newcomer()?);
            for day in 0..5 {
                self.clock.set(START + Span::days(day + 1));
                let begins = self.now() - Span::minutes(60);
                let looked = self.looks(&person, &shop, LOOKS, begins);
                self.tell(&token, teacher as u8, 0, &looked)?;
            }
        }
        let tally = self.tally()?;
        let model = TrainParams::default().check()?.fit(&tally, &shop, self.now());
        self.runtime.block_on(self.app.publish_model(model))?;
        Ok(())
    }

    pub fn tally(&self) -> Fallible<Tally> {
        let (mut tally, mut seq) = (Tally::default(), 0);
        loop {
            let stored = self.runtime.block_on(self.app.events_after(seq, 1_000))?;
            let Some(last) = stored.last() else { return Ok(tally) };
            seq = last.seq;
            stored.iter().for_each(|one| tally.add(&one.event));
        }
    }

    /// People come back a day after a visit: what lists are worth to them, by what is remembered where.
    pub fn visit(&mut self) -> Fallible<Known> {
        let (shop, mut known) = (
            self.shop(),
            Known {
                private: Worth::default(),
                server: Worth::default(),
                everyone: Worth::default(),
                people: Vec::new(),
            },
        );
        let everyone = products(&self.ask(None, Slot::Trending, LIST)?);
        for _ in 0..PEOPLE {
            let person = Person::new(&shop, &mut self.chance);
            let looked = self.looks(&person, &shop, LOOKS, self.now() - Span::days(1));
            let token = self.newcomer()?;
            self.tell(&token, 1, 0, &looked)?;
            let server = products(&self.ask(Some(&token), Slot::ForYou, LIST)?);
            let mut page = self.page(None)?;
            if self.learning {
                looked.iter().for_each(|look| page.keeps(*look));
            }
            let private = page.list(self.now());
            let choices: Vec<ProductId> =
                (0..CHOICES).map(|_| person.choose(&shop, &mut self.chance)).collect();
            for (worth, list) in [
                (&mut known.private, &products(&private)),
                (&mut known.server, &server),
                (&mut known.everyone, &everyone),
            ] {
                worth.push(person.finds(&shop, list), hits(&choices, list));
            }
            let looked = looked.iter().filter_map(|(signal, _)| signal.product()).collect();
            known.people.push((looked, private));
        }
        Ok(known)
    }

    /// How often a pick stands lower without all that it cites: of some asked of the shop, of all known here.
    pub fn reasons(&mut self, known: &Known) -> Fallible<Figure> {
        let (mut held, mut tried, mut true_of, mut all) = (0, 0, 0, 0);
        let begins = self.now() - Span::days(1);
        let looks = |looked: &[ProductId], left_out: &[ProductId]| -> Vec<(Signal, Timestamp)> {
            let minute = (0..).zip(looked).filter(|(_, product)| !left_out.contains(product));
            minute
                .map(|(n, product)| (Signal::ViewItem { product: *product }, begins + Span::minutes(n)))
                .collect()
        };
        for (number, (looked, list)) in known.people.iter().enumerate() {
            let reasoned = list.iter().enumerate().filter(|(_, pick)| !cited(pick).is_empty());
            for (nth, (place, pick)) in reasoned.enumerate() {
                let rest = looks(looked, &cited(pick));
                let mut page = self.page(None)?;
                rest.iter().for_each(|look| page.keeps(*look));
                let without = products(&page.list(self.now()));
                all += 1;
                true_of += usize::from(fell(&without, place, pick.product));
                if number < REASONED && nth < PICKS {
                    let token = self.newcomer()?;
                    self.tell(&token, 2, 0, &rest)?;
                    let without = products(&self.ask(Some(&token), Slot::ForYou, 50)?);
                    tried += 1;
                    held += usize::from(fell(&without, place, pick.product));
                }
            }
        }
        let truth = true_of as f64 / all.max(1) as f64;
        Ok(Figure::share(truth, held, tried))
    }

    /// What a few answers bring, where the shop asks what tells most, and where it asks in any order.
    pub fn questions(&mut self) -> Fallible<Figure> {
        let (shop, mut telling, mut random) = (self.shop(), Worth::default(), Worth::default());
        for _ in 0..PEOPLE {
            let person = Person::new(&shop, &mut self.chance);
            let looked = self.looks(&person, &shop, 2, self.now() - Span::days(1));
            let choices: Vec<ProductId> =
                (0..CHOICES).map(|_| person.choose(&shop, &mut self.chance)).collect();
            for (worth, by_gain) in [(&mut telling, true), (&mut random, false)] {
                let token = self.newcomer()?;
                self.tell(&token, 3, 0, &looked)?;
                let before = products(&self.ask(Some(&token), Slot::ForYou, LIST)?);
                let mut page = self.page(Some(&token))?;
                let mut left = topics();
                for _ in 0..QUESTIONS {
                    let any = self.chance.below(left.len() as u64) as usize;
                    let asked = if by_gain {
                        page.engine.question(&page.who, self.now())
                    } else {
                        left.get(any).copied()
                    };
                    let Some(topic) = asked else { break };
                    left.retain(|other| *other != topic);
                    let signal = Signal::Said { topic, opinion: person.says(topic) };
                    let at = self.now();
                    self.tell(&token, 4, 0, &[(signal, at)])?;
                    page.takes(signal, at);
                }
                let after = products(&self.ask(Some(&token), Slot::ForYou, LIST)?);
                let more = person.finds(&shop, &after) - person.finds(&shop, &before);
                worth.push(more, hits(&choices, &after) - hits(&choices, &before));
            }
        }
        Ok(Figure::ratio(&telling, &random, &mut self.chance))
    }
}

impl Page {
    /// Takes in what stays on the device.
    fn keeps(&mut self, (signal, at): (Signal, Timestamp)) {
        let observed = self.observed(signal, at);
        self.engine.observe_private(&observed);
    }

    /// Takes in what the shop was told too.
    fn takes(&mut self, signal: Signal, at: Timestamp) {
        let observed = self.observed(signal, at);
        self.engine.observe(&observed);
    }

    fn observed(&mut self, signal: Signal, at: Timestamp) -> Observation {
        self.told += 1;
        let id = EventId { source: SourceId([0xff; 16]), n: self.told };
        Observation { id, who: self.who, at, signal }
    }

    fn list(&self, at: Timestamp) -> Vec<Pick> {
        picks(self.engine.ask(&self.who, &Query::list(Slot::ForYou, LIST), at))
    }
}

/// The share of choices that a list held.
fn hits(choices: &[ProductId], list: &[ProductId]) -> f64 {
    let held = choices.iter().filter(|choice| list.contains(choice)).count();
    held as f64 / choices.len().max(1) as f64
}
