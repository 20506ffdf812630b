//! Attar's server: [`router`] nests in any axum application, [`App`] is the store, the market and
//! the writer behind it.
//!
//! The way of a request: `routes` translate, [`App`] answers; a wish or a batch of signals goes
//! through the one writer, which decides inside the transaction that appends.

mod api_error;
mod app;
mod carriers;
mod clock;
mod contact;
mod current;
mod entitlement;
mod error;
mod folded;
mod gift_code;
mod guard;
mod history;
pub mod html;
mod identity;
mod live;
mod local;
pub mod log;
mod metrics;
mod mint;
mod order_link;
mod orders;
pub mod pictures;
mod prepared;
mod published;
pub mod quote;
mod readiness;
mod reading;
mod referral;
mod report;
mod routes;
mod serve;
mod session;
mod statement;
mod task;
mod terms;
#[cfg(test)]
mod testing;
mod token;
mod visits;
mod vouch;
mod webhooks;
mod wire;
mod writer;

pub mod backup;
pub mod demo;
pub mod pages;
pub mod seed;
pub mod settings;
pub mod start;
pub mod ticker;
pub mod trainer;
pub mod widget_files;

pub use app::App;
pub use carriers::{Became, Feeds, Named, Scan, Why};
pub use clock::{Clock, FixedClock, SystemClock};
pub use contact::Contact;
pub use error::{Failure, OpenError, PublishError, RecordError, Refusal};
pub use guard::{Limits, Rates};
pub use identity::Visitor;
pub use log::{EventLog, LogError, MemoryLog, SqliteLog, Stored};
pub use order_link::OrderLink;
pub use orders::OpenOrder;
pub use published::{Blob, Published};
pub use readiness::Readiness;
pub use routes::router;
pub use serve::Connections;
pub use session::Acted;
pub use start::{Running, StartError, start, start_at};
pub use token::{Token, Tokens};
pub use vouch::{LoginSecret, Unvouched, Vouchers, named};
pub use webhooks::{Courier, UrlError};
pub use writer::{Decided, Wish};
