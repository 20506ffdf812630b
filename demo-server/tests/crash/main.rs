//! What a shop promises when it is killed, when the power goes, when two run at once, and when its
//! store is brought back from a backup. The shop is the real program, as a process of its own.
#![cfg(unix)]

mod buyer;
mod drill;
mod forget;
mod fulfil;
mod inspect;
mod kill;
mod line;
mod long_past;
mod million;
mod page;
#[cfg(target_os = "linux")]
mod power;
mod prepared;
mod process;
mod random;
mod site;
mod told;
mod two;
