//! A restart with a long past: how soon the shop is ready, and how much memory it takes.
//!
//! The figures are held to their goals only in a release build, `cargo test --release`; a debug build
//! runs the same on a tenth of the past.

use std::time::Duration;

use crate::long_past::{MANY, restart};
use crate::prepared::Folder;

/// How long a restart may take.
const READY: Duration = Duration::from_secs(1);
/// How much may be resident.
const RESIDENT_KB: u64 = 150 * 1024;

#[test]
fn a_restart_with_a_long_past_is_quick_and_small() {
    if !crate::random::proving() {
        return;
    }
    let folder = Folder::new("million");
    let restart = restart(folder.path());
    println!("{MANY} events: ready after {:?}, {} kB resident", restart.took, restart.resident_kb);
    if !cfg!(debug_assertions) {
        assert!(restart.took <= READY, "ready after {:?}", restart.took);
        assert!(restart.resident_kb <= RESIDENT_KB, "{} kB are resident", restart.resident_kb);
    }
}
