#![doc = include_str!("../README.md")]
#![deny(clippy::float_arithmetic)]

// What unit tests share with the crate's other tests speaks of it by its name.
#[cfg(test)]
extern crate self as attar;

pub mod command;
pub mod customer;
pub mod decode;
pub mod encode;
pub mod engine;
pub mod event;
pub mod id;
pub mod model;
pub mod money;
pub mod packed;
pub mod personalize;
pub mod query;
pub mod service;
pub mod shop;
pub mod snapshot;
pub mod state;
pub mod terms;
pub mod text;
pub mod time;
#[cfg(feature = "train")]
#[allow(clippy::float_arithmetic, clippy::disallowed_methods, reason = "floats train, integers serve")]
pub mod train;
mod vec_map;
pub mod view;
#[cfg(feature = "till")]
pub mod written;

pub use command::{Command, Rejection, Status};
pub use decode::decode;
pub use encode::encode;
pub use engine::Engine;
pub use event::{Actor, Channel, Event, Fact, Signal, Subject};
pub use id::{EventId, OrderId, ProductId, ShopperId, SourceId};
pub use money::{Currency, Money};
pub use query::{Answer, Query, Reason, Slot};
pub use shop::{PublicShop, Shop};
pub use snapshot::Snapshot;
pub use state::{Slice, State};
pub use text::Lang;
pub use time::Timestamp;
