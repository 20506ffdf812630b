//! Folds a wasm for the way: instructions in one lane, and what each takes in lanes by kind, where brotli finds more in
//! common than in between. `wasm-widget/js/loader/unfold.js` makes it whole again; alignment, which is only a hint, and
//! lengths of bodies, which follow from them, do not travel.

use anyhow::{Result, bail};

use crate::sections::{CODE, PREAMBLE, Reader, bodies, sections, written};

/// What is before the bodies and behind them; instructions; then numbers by what they are.
const LANES: usize = 10;
const AROUND: usize = 0;
const INSTRUCTIONS: usize = 1;
const LOCALS: usize = 2;
const OTHERS: usize = 3;
const WORDS: usize = 4;
const VARIABLES: usize = 5;
const LONGS: usize = 6;
const CALLS: usize = 7;
const OFFSETS: usize = 8;
const BLOCKS: usize = 9;

/// What an instruction takes.
enum Takes {
    Nothing,
    /// So many numbers of a lane.
    Numbers(usize, usize),
    /// An alignment and an offset.
    Memory,
    /// A count of numbers, and so many and this many more.
    List(usize),
    /// So many bytes.
    Bytes(usize),
    /// A second word of the instruction, which says more.
    More,
}

fn takes(instruction: u8) -> Result<Takes> {
    Ok(match instruction {
        0x02..=0x04 | 0x0c | 0x0d => Takes::Numbers(BLOCKS, 1),
        0x0e => Takes::List(1),
        0x10 => Takes::Numbers(CALLS, 1),
        0x11 => Takes::Numbers(OTHERS, 2),
        0x1c => Takes::List(0),
        0x20..=0x22 => Takes::Numbers(VARIABLES, 1),
        0x23..=0x26 | 0x3f | 0x40 | 0xd0 | 0xd2 => Takes::Numbers(OTHERS, 1),
        0x28..=0x3e => Takes::Memory,
        0x41 => Takes::Numbers(WORDS, 1),
        0x42 => Takes::Numbers(LONGS, 1),
        0x43 => Takes::Bytes(4),
        0x44 => Takes::Bytes(8),
        0xfc => Takes::More,
        0x00 | 0x01 | 0x05 | 0x0b | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => Takes::Nothing,
        other => bail!("the wasm has the instruction `{other:#x}`, which cannot be folded"),
    })
}

/// How many numbers stand behind a second word.
fn more(word: u8) -> Result<usize> {
    Ok(match word {
        0..=7 => 0,
        9 | 11 | 13 | 15..=17 => 1,
        8 | 10 | 12 | 14 => 2,
        other => bail!("the wasm has the instruction `0xfc {other:#x}`, which cannot be folded"),
    })
}

/// The lanes one behind another; before them, four bytes each: how much room it takes unfolded, what of the first lane
/// stands before the bodies, and how long each lane is.
pub fn fold(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut lanes: [Vec<u8>; LANES] = Default::default();
    lanes[AROUND].extend(&wasm[..PREAMBLE]);
    let (mut before, mut room) = (0, wasm.len());
    for section in sections(wasm)? {
        if section.id != CODE {
            lanes[AROUND].extend(section.whole);
            continue;
        }
        before = lanes[AROUND].len();
        let bodies = bodies(section.inside)?;
        lanes[OTHERS].extend(written(bodies.len()));
        // Lengths are written in five bytes each.
        room += 5 * (bodies.len() + 1);
        for body in bodies {
            fold_body(&mut lanes, body)?;
        }
    }
    let lengths = lanes.iter().map(Vec::len);
    let head = [room, before].into_iter().chain(lengths).flat_map(|number| (number as u32).to_le_bytes());
    Ok(head.chain(lanes.iter().flatten().copied()).collect())
}

fn fold_body(lanes: &mut [Vec<u8>; LANES], body: &[u8]) -> Result<()> {
    let mut reader = Reader { rest: body };
    let groups = reader.count()?;
    for _ in 0..groups {
        reader.number()?;
        reader.byte()?;
    }
    lanes[LOCALS].extend(&body[..body.len() - reader.rest.len()]);
    while !reader.rest.is_empty() {
        fold_instruction(lanes, &mut reader)?;
    }
    Ok(())
}

fn fold_instruction(lanes: &mut [Vec<u8>; LANES], reader: &mut Reader<'_>) -> Result<()> {
    let instruction = reader.byte()?;
    lanes[INSTRUCTIONS].push(instruction);
    let (lane, count) = match takes(instruction)? {
        Takes::Nothing => return Ok(()),
        Takes::Numbers(lane, count) => (lane, count),
        Takes::Memory => {
            reader.number()?;
            (OFFSETS, 1)
        }
        Takes::List(more) => {
            let count = reader.count()?;
            lanes[OTHERS].extend(written(count));
            (OTHERS, count + more)
        }
        Takes::Bytes(count) => {
            lanes[OTHERS].extend(reader.take(count)?);
            return Ok(());
        }
        Takes::More => {
            let word = reader.byte()?;
            lanes[INSTRUCTIONS].push(word);
            (OTHERS, more(word)?)
        }
    };
    for _ in 0..count {
        lanes[lane].extend(reader.number()?);
    }
    Ok(())
}
