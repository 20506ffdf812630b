//! The laws by subject, and the random shops, models, histories and wishes they are tried on.

mod bytes;
#[cfg(feature = "server")]
mod forgetting;
mod lists;
#[cfg(feature = "server")]
mod log;
mod market;
mod people;
mod promises;
mod random;
mod reasons;
mod rewards;
mod scans;
mod tastes;
mod trade;

use proptest::prelude::ProptestConfig;

/// So many tries, or as many as `PROPTEST_CASES` says.
fn tries(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}
