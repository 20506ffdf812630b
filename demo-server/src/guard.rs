//! What stands before every route: how often a caller may come, which foreign pages may read, and the
//! headers that keep a browser from misusing an answer.

mod cors;
mod headers;
mod https;
mod limit;
#[cfg(test)]
mod tests;

pub(crate) use cors::{cors, is_foreign};
pub(crate) use headers::safe;
pub use https::Https;
pub(crate) use https::secure;
pub use limit::{Limits, Rates};
pub(crate) use limit::{limited, seconds};
