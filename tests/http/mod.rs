//! A shop behind its router, on a log in memory and a clock that stands still, and who talks to it.
#![allow(dead_code, reason = "every runner uses another part of it")]

pub mod folder;

use std::sync::Arc;

use attar::event::Role;
use attar::model::Model;
use attar::shop::ShopDraft;
use attar::{Actor, Channel, Command, Event, Query, ShopperId, Slice, Timestamp};
use attar_server::log::{self, BlobKind};
use attar_server::{App, Clock, EventLog, FixedClock, MemoryLog, Refusal, Token};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// A running shop.
pub struct Served {
    /// The shop.
    pub app: App,
    /// Its API.
    pub router: Router,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    /// Its log.
    pub log: Arc<MemoryLog>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Bytes,
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The code and the sentence of an error.
    pub fn error(&self) -> (String, String) {
        let error = self.json()["error"].clone();
        let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
        (text("code"), text("message"))
    }

    /// The slice of a boot or a sync.
    pub fn slice(&self) -> Slice {
        let body = self.json();
        unpack(&body["slice"]).unwrap_or_else(|| panic!("no slice in {body}"))
    }
}

/// What base64 of postcard holds.
pub fn unpack<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    let bytes = STANDARD.decode(value.as_str()?).ok()?;
    postcard::from_bytes(&bytes).ok()
}

impl Served {
    /// A shop with a model, in which these things had happened.
    pub async fn open(draft: ShopDraft, model: Model, given: Vec<Event>, at: Timestamp) -> Self {
        let (log, clock) = (Arc::new(MemoryLog::default()), Arc::new(FixedClock::at(at)));
        let store: Arc<dyn EventLog> = log.clone();
        append(&*store, given).await;
        let app = App::open(store, clock.clone() as Arc<dyn Clock>).await.expect("a shop");
        app.publish_shop(draft).await.expect("a published shop");
        app.publish_model(model).await.expect("a published model");
        Self { router: attar_server::router(app.clone()), app, clock, log }
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        send(&self.router, request).await
    }

    /// Gets an address.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.post_as(path, "", body).await
    }

    /// Posts JSON with cookies.
    pub async fn post_as(&self, path: &str, cookies: &str, body: &Value) -> Reply {
        let request =
            Request::post(path).header("content-type", "application/json").header("cookie", cookies);
        self.send(request.body(Body::from(body.to_string())).expect("a request")).await
    }

    /// A visitor's token; none for nobody.
    pub fn token(&self, who: ShopperId) -> Option<String> {
        self.sign(Token::Shopper, who)
    }

    /// A customer's token; none for nobody.
    pub fn customer(&self, who: ShopperId) -> Option<String> {
        self.sign(Token::Customer, who)
    }

    fn sign(&self, kind: Token, who: ShopperId) -> Option<String> {
        (!who.is_anonymous()).then(|| self.app.tokens().sign(kind, who, self.app.now()))
    }

    /// The cookie of somebody of the shop.
    pub fn merchant(&self, role: Role) -> String {
        format!("attar_merchant={}", self.app.tokens().sign_merchant(role, self.app.now()))
    }

    /// Sends a wish as that actor.
    pub async fn command(&self, actor: &Actor, command: &Command) -> Reply {
        if let Actor::Carrier(_) = actor {
            return self.told(*actor, command.clone()).await;
        }
        let (cookies, token) = match (actor, command) {
            (Actor::Merchant(role), _) => (self.merchant(*role), None),
            // Whoever says that a visitor was them shows the visitor's cookie.
            (Actor::Shopper(who), Command::LinkVisitor { visitor }) => {
                let cookie = self.token(*visitor).map(|token| format!("attar_shopper={token}"));
                (cookie.unwrap_or_default(), self.customer(*who))
            }
            (Actor::Shopper(who), _) => (String::new(), self.token(*who)),
            // Nobody is the clock: whoever wishes what it may is somebody else.
            (Actor::Clock, _) => (self.merchant(Role::Owner), None),
            (Actor::Carrier(_), _) => (String::new(), None),
        };
        self.post_as("/v1/commands", &cookies, &json!({ "command": command, "token": token })).await
    }

    /// What a carrier says, by the door behind its feed: no cookie and no token makes anybody a carrier.
    async fn told(&self, actor: Actor, command: Command) -> Reply {
        let (status, body) = match self.app.command(actor, Channel::Feed, command).await {
            Ok(decided) => {
                let facts: Vec<_> = decided.events.into_iter().map(|one| (one.subject, one.fact)).collect();
                (StatusCode::OK, json!({ "facts": facts }))
            }
            Err(Refusal::Rejected(why)) => (StatusCode::CONFLICT, json!({ "error": { "rejection": why } })),
            Err(other) => panic!("{other}"),
        };
        Reply { status, headers: HeaderMap::new(), bytes: body.to_string().into() }
    }

    /// Asks as that shopper, for the bytes of the answer.
    pub async fn ask_bytes(&self, who: ShopperId, query: &Query) -> Reply {
        let body = json!({ "query": query, "token": self.token(who) }).to_string();
        let request = Request::post("/v1/ask").header("accept", "application/octet-stream");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Sends signals in their GA4 form.
    pub async fn sync(&self, token: Option<String>, source: &str, from: u32, signals: Value) -> Reply {
        let body = json!({
            "wire": 1, "token": token, "source": source, "from": from, "after": 0, "signals": signals,
        });
        let request = Request::post("/v1/sync").header("content-type", "text/plain");
        self.send(request.body(Body::from(body.to_string())).expect("a request")).await
    }

    /// Boots as that shopper.
    pub async fn boot(&self, who: ShopperId) -> Reply {
        self.post("/v1/boot", &json!({ "wire": 1, "token": self.token(who) })).await
    }

    /// Keeps bytes in the store under a name of the caller's choice.
    pub async fn put_shop(&self, hash: attar::id::ContentHash, draft: &ShopDraft) {
        let bytes = serde_json::to_vec(draft).expect("json");
        let work = move |tx: &mut dyn log::Transaction| tx.put_blob(BlobKind::Shop, hash, &bytes, 9);
        log::transact(&*self.log, work).await.expect("a blob");
    }
}

/// Sends a request to a router.
pub async fn send(router: &Router, request: Request<Body>) -> Reply {
    let response = router.clone().oneshot(request).await.expect("a response");
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes();
    Reply { status: parts.status, headers: parts.headers, bytes }
}

async fn append(log: &dyn EventLog, events: Vec<Event>) {
    let work = move |tx: &mut dyn log::Transaction| {
        events
            .iter()
            .try_for_each(|event| tx.append(event).map(|seq| assert!(seq.is_some(), "{event:?} twice")))
    };
    log::transact(log, work).await.expect("the given events");
}
