//! Random numbers from a seed, so that what failed fails again.

/// Splitmix64.
#[derive(Debug, Clone, Copy)]
pub struct Random(pub u64);

impl Random {
    /// The next number below a bound above 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

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
