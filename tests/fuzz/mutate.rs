//! Damaged values made of real ones, by number: the same number makes the same bytes.

/// Numbers and texts that often break what reads them.
const ODD: [&[u8]; 12] = [
    b"-1",
    b"0",
    b"4294967296",
    b"9223372036854775807",
    b"18446744073709551616",
    b"1e400",
    b"null",
    b"[]",
    b"\"\\ud800\"",
    b"\xff\xff\xff\xff\x0f",
    b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    b"\x80\x00",
];

/// One of the seeds with some bytes changed, dropped, doubled, made odd or taken from another seed.
pub fn mutated(seeds: &[Vec<u8>], number: u64) -> Vec<u8> {
    let mut random = Random(number);
    let mut bytes = random.of(seeds).clone();
    for _ in 0..1 + random.below(4) {
        let (at, to) = random.range(bytes.len());
        match random.below(5) {
            0 => bytes[at..to.min(at + 1)].iter_mut().for_each(|byte| *byte = random.byte()),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let part = bytes[at..to].to_vec();
                drop(bytes.splice(at..at, part));
            }
            3 => drop(bytes.splice(at..to.min(at + 8), random.of(&ODD).iter().copied())),
            _ => {
                let other = random.of(seeds);
                let (from, until) = random.range(other.len());
                drop(bytes.splice(at..to, other[from..until].iter().copied()));
            }
        }
    }
    bytes
}

/// Splitmix64.
struct Random(u64);

impl Random {
    /// A number below a bound; 0 below 0.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % (bound.max(1) as u64)) as usize
    }

    fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }

    /// A part of so many bytes, up to 32 long.
    fn range(&mut self, length: usize) -> (usize, usize) {
        let at = self.below(length + 1);
        (at, (at + self.below(33)).min(length))
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
