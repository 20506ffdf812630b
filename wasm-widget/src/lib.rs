//! The engine in the shopper's page: bindings that translate, and nothing else.
//!
//! Two builds of one crate. *elements* is what the script tag loads: the loader, `js/loader`, owns the
//! custom elements and the network, and calls what [`page`] exports. *api* (feature `js`) gives programs an
//! `Engine` that speaks plain JavaScript objects.

#[cfg(target_arch = "wasm32")]
mod allocator;
#[cfg(feature = "js")]
pub mod api;
#[cfg(feature = "elements")]
mod consent;
#[cfg(feature = "elements")]
pub mod dom;
#[cfg(feature = "elements")]
mod elements;
#[cfg(feature = "elements")]
pub mod live;
#[cfg(feature = "elements")]
pub mod loader;
#[cfg(feature = "js")]
mod object;
#[cfg(feature = "elements")]
pub mod outbox;
#[cfg(feature = "elements")]
pub mod page;
#[cfg(feature = "elements")]
pub mod session;
#[cfg(feature = "elements")]
pub mod signal;
#[cfg(feature = "elements")]
mod storage;
#[cfg(feature = "elements")]
mod sync;
#[cfg(feature = "elements")]
mod wire;
#[cfg(feature = "elements")]
pub mod wish;
