//! One program for all decoders of the engine; `ATTAR_FUZZ_DECODER` says which one takes the bytes.
#![no_main]

use std::alloc::System;
use std::sync::LazyLock;

use cap::Cap;
use libfuzzer_sys::fuzz_target;

mod case;
#[path = "../decoders/mod.rs"]
mod decoders;

/// More than this at once is a length that lied: no input is longer than a few kilobytes.
const MOST_BYTES: usize = 256 << 20;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MOST_BYTES);

static DECODER: LazyLock<decoders::Check> = LazyLock::new(|| {
    let name = std::env::var("ATTAR_FUZZ_DECODER").expect("`ATTAR_FUZZ_DECODER` names a decoder");
    let known = decoders::DECODERS.into_iter().find(|(known, _)| *known == name);
    known.unwrap_or_else(|| panic!("there is no decoder `{name}`")).1
});

fuzz_target!(|bytes: &[u8]| DECODER(bytes));
