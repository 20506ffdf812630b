//! Puts functions that are alike beside one another, so that what compresses the wasm finds more in common.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result};

use crate::sections::{CODE, bodies, imported, sections, written};

/// Four bytes in a row: about an instruction and what it takes.
type Shingle = [u8; 4];

/// Names every function by its place in the new order, in a section at the end, by which `wasm-opt
/// --reorder-functions-by-name` sorts.
pub fn named_by_likeness(wasm: &[u8]) -> Result<Vec<u8>> {
    let found = sections(wasm)?;
    let code = found.iter().find(|section| section.id == CODE).context("the wasm has no code")?;
    let first = imported(&found)?;
    let mut places = vec![0; bodies(code.inside)?.len()];
    for (place, function) in order(&bodies(code.inside)?).into_iter().enumerate() {
        places[function] = place;
    }
    let mut names = written(places.len());
    for (function, place) in places.iter().enumerate() {
        names.extend(written(first + function));
        names.extend(text(&format!("{place:06}")));
    }
    Ok([wasm, &custom_section("name", &[&[1][..], &written(names.len()), &names].concat())].concat())
}

fn text(words: &str) -> Vec<u8> {
    [&written(words.len())[..], words.as_bytes()].concat()
}

fn custom_section(name: &str, inside: &[u8]) -> Vec<u8> {
    let whole = [&text(name)[..], inside].concat();
    [&[0][..], &written(whole.len()), &whole].concat()
}

/// From the largest on, always what has most in common with the two before, for its size.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let parts: Vec<BTreeSet<Shingle>> =
        bodies.iter().map(|body| body.array_windows::<4>().copied().collect()).collect();
    let mut holders: HashMap<Shingle, Vec<usize>> = HashMap::new();
    for (function, part) in parts.iter().enumerate().flat_map(|(f, parts)| parts.iter().map(move |p| (f, *p)))
    {
        holders.entry(part).or_default().push(function);
    }
    let common = |function: usize| {
        let mut counts = vec![0; parts.len()];
        parts[function].iter().flat_map(|part| &holders[part]).for_each(|holder| counts[*holder] += 1);
        counts
    };
    let mut left: BTreeSet<usize> = (0..parts.len()).collect();
    let (mut order, mut before) = (Vec::new(), vec![0; parts.len()]);
    let mut next = left.iter().copied().max_by_key(|function| (parts[*function].len(), Reverse(*function)));
    while let Some(function) = next {
        left.remove(&function);
        order.push(function);
        let last = common(function);
        let likeness = |f: &usize| (2 * last[*f] + before[*f]) * 1_000_000 / (parts[*f].len() + 20);
        next = left.iter().copied().max_by_key(|function| (likeness(function), Reverse(*function)));
        before = last;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_stands_together() {
        let bodies: [&[u8]; 4] = [b"aaaabbbbccccdddd", b"0123456789", b"aaaabbbbcccc", b"012345678"];
        assert_eq!(order(&bodies), [0, 2, 1, 3]);
    }
}
