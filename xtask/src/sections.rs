//! Sections of a wasm file, numbers in LEB128, and bodies of functions: as much of the format as rewriting its order takes.

use anyhow::{Context, Result, ensure};

/// The magic word and the version.
pub const PREAMBLE: usize = 8;
/// The section of bodies.
pub const CODE: u8 = 10;

/// A place in bytes that are read from front to back.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// What is left.
    pub rest: &'a [u8],
}

/// A section: what it is, all of it, and what is in it.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    /// Its number.
    pub id: u8,
    /// With number and length.
    pub whole: &'a [u8],
    /// Without.
    pub inside: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The next so many bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count).context("the wasm ends too soon")?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next byte.
    pub fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// The next number as it is written, whatever its sign.
    pub fn number(&mut self) -> Result<&'a [u8]> {
        let end = self.rest.iter().position(|byte| byte & 0x80 == 0).context("the wasm ends in a number")?;
        self.take(end + 1)
    }

    /// The next number, which has no sign.
    pub fn count(&mut self) -> Result<usize> {
        let written = self.number()?;
        ensure!(written.len() <= 5, "a count of the wasm is too large");
        Ok(written.iter().rev().fold(0, |value, byte| (value << 7) | usize::from(byte & 0x7f)))
    }
}

/// A number without a sign, as it is written.
pub fn written(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// All sections in their order.
pub fn sections(wasm: &[u8]) -> Result<Vec<Section<'_>>> {
    ensure!(wasm.starts_with(b"\0asm\x01\0\0\0"), "this is no wasm");
    let mut reader = Reader { rest: &wasm[PREAMBLE..] };
    let mut found = Vec::new();
    while !reader.rest.is_empty() {
        let begin = reader.rest;
        let id = reader.byte()?;
        let length = reader.count()?;
        let inside = reader.take(length)?;
        found.push(Section { id, whole: &begin[..begin.len() - reader.rest.len()], inside });
    }
    Ok(found)
}

/// The bodies of a section of code, without their lengths.
pub fn bodies(inside: &[u8]) -> Result<Vec<&[u8]>> {
    let mut reader = Reader { rest: inside };
    let count = reader.count()?;
    let body = |_| {
        let length = reader.count()?;
        reader.take(length)
    };
    (0..count).map(body).collect()
}

/// How many functions are imported: those come before the wasm's own.
pub fn imported(sections: &[Section<'_>]) -> Result<usize> {
    const IMPORTS: u8 = 2;
    let Some(imports) = sections.iter().find(|section| section.id == IMPORTS) else { return Ok(0) };
    let mut reader = Reader { rest: imports.inside };
    let count = reader.count()?;
    for _ in 0..count {
        for _ in 0..2 {
            let length = reader.count()?;
            reader.take(length)?;
        }
        ensure!(reader.byte()? == 0, "the wasm imports something else than functions");
        reader.count()?;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_written() {
        for value in [0, 1, 127, 128, 300, 70_000] {
            let bytes = written(value);
            let mut reader = Reader { rest: &bytes };
            assert_eq!((reader.count().ok(), reader.rest.len()), (Some(value), 0));
        }
        assert!(Reader { rest: &[0x80] }.count().is_err());
    }
}
