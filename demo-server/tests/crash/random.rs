//! Random numbers from a seed, so that what failed fails again.

#[allow(dead_code, reason = "the laws of prices use the rest")]
#[path = "../../../core/tests/pricing/random.rs"]
mod numbers;

pub use numbers::Random;

impl Random {
    /// Sixteen bytes, for an identifier.
    pub fn id(&mut self) -> [u8; 16] {
        std::array::from_fn(|_| u8::try_from(self.below(256)).unwrap_or_default())
    }
}

/// `ATTAR_SEED`, or a seed that never changes.
pub fn seed() -> u64 {
    std::env::var("ATTAR_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7)
}

/// Whether the full counts are asked for.
pub fn proving() -> bool {
    std::env::var_os("ATTAR_PROVE").is_some()
}
