//! The engine's decoders, and what each promises of any bytes: they are read or refused, nothing panics, what
//! was read is written and read again as the same, and can be asked everything.
#![allow(dead_code, reason = "each program uses another part of it")]

mod binary;
mod text;
pub mod world;

/// What takes any bytes, and panics where a promise is broken.
pub type Check = fn(&[u8]);

/// The decoders by the names of their folders in `tests/fuzz/corpus`.
pub const DECODERS: [(&str, Check); 10] = [
    ("events", binary::events),
    ("log_line", text::log_line),
    ("market_view", binary::market_view),
    ("names", binary::names),
    ("query", binary::query),
    ("receipt", binary::receipt),
    ("shop_draft", text::shop_draft),
    ("slice", binary::slice),
    ("snapshot", binary::snapshot),
    ("terms", binary::terms),
];
