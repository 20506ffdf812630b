//! The packed file: a mark, then columns, each a stream of numbers or text under brotli.

use std::io::{self, Read, Write};

use super::SeedError;

/// The first eight bytes of every packed file; the digit is the version of the format.
const MARK: &[u8] = b"ATTARSD1";
/// A column never unpacks to more than this; a larger length is damage, not data.
const COLUMN_LIMIT: usize = 16 << 20;

/// One unpacked column and the place the reader has come to.
#[derive(Debug)]
pub(super) struct Column {
    file: &'static str,
    name: &'static str,
    bytes: Vec<u8>,
    at: usize,
}

impl Column {
    /// The next number: little-endian groups of seven bits, at most `i32::MAX`,
    /// so that a product of two never overflows 64 bits.
    #[inline]
    pub(super) fn number(&mut self) -> Result<u32, SeedError> {
        let mut value = 0u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = *self.bytes.get(self.at).ok_or_else(|| self.damaged("the column ends too early"))?;
            self.at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return self.bounded(value);
            }
        }
        Err(self.damaged("a number does not end"))
    }

    /// The next number, when it must fit 16 bits.
    pub(super) fn short(&mut self) -> Result<u16, SeedError> {
        let value = self.number()?;
        u16::try_from(value).map_err(|_| self.damaged("a number is above 65535"))
    }

    /// The whole column as text.
    pub(super) fn text(self) -> Result<String, SeedError> {
        let (file, column) = (self.file, self.name);
        String::from_utf8(self.bytes).map_err(|error| SeedError::Damaged {
            file,
            column,
            at: error.utf8_error().valid_up_to(),
            why: "the text is not UTF-8",
        })
    }

    /// The error that names this place.
    pub(super) fn damaged(&self, why: &'static str) -> SeedError {
        SeedError::Damaged { file: self.file, column: self.name, at: self.at, why }
    }

    fn bounded(&self, value: u64) -> Result<u32, SeedError> {
        match u32::try_from(value) {
            Ok(value) if value <= i32::MAX.unsigned_abs() => Ok(value),
            _ => Err(self.damaged("a number is above 2147483647")),
        }
    }
}

/// Unpacks all columns of a packed file, in the order of `names`.
pub(super) fn unpack<const N: usize>(
    file: &'static str,
    names: [&'static str; N],
    packed: &[u8],
) -> Result<[Column; N], SeedError> {
    let mut columns = names.map(|name| Column { file, name, bytes: Vec::new(), at: 0 });
    let mut rest = packed.strip_prefix(MARK).ok_or(SeedError::Damaged {
        file,
        column: "mark",
        at: 0,
        why: "the file does not begin with `ATTARSD1`",
    })?;
    for column in &mut columns {
        rest = fill(column, rest)?;
    }
    Ok(columns)
}

/// Unpacks the column at the head of `packed` and returns what follows it.
fn fill<'a>(column: &mut Column, packed: &'a [u8]) -> Result<&'a [u8], SeedError> {
    let cut = || column.damaged("the file ends too early");
    let (head, packed) = packed.split_at_checked(8).ok_or_else(cut)?;
    let (size, length) = head.split_at(4);
    let (stream, rest) = packed.split_at_checked(length_of(length)).ok_or_else(cut)?;
    let size = length_of(size);
    if size > COLUMN_LIMIT {
        return Err(column.damaged("the column claims more than 16 MB"));
    }
    column.bytes.reserve_exact(size);
    let read =
        brotli::Decompressor::new(stream, 1 << 16).take(COLUMN_LIMIT as u64).read_to_end(&mut column.bytes);
    match read {
        Ok(read) if read == size => Ok(rest),
        _ => Err(column.damaged("the brotli stream is broken")),
    }
}

fn length_of(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

/// Packs columns into the bytes of one file.
pub(super) fn pack(columns: &[Vec<u8>]) -> io::Result<Vec<u8>> {
    let mut file = MARK.to_vec();
    for column in columns {
        let stream = squeeze(column)?;
        for length in [column.len(), stream.len()] {
            let length = u32::try_from(length).map_err(io::Error::other)?;
            file.extend(length.to_le_bytes());
        }
        file.extend(stream);
    }
    Ok(file)
}

fn squeeze(column: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = Vec::new();
    let mut brotli = brotli::CompressorWriter::new(&mut stream, 1 << 16, 11, 22);
    brotli.write_all(column)?;
    brotli.flush()?;
    drop(brotli);
    Ok(stream)
}

/// Appends a number as [`Column::number`] reads it.
pub(super) fn put(column: &mut Vec<u8>, mut value: u32) {
    while value > 0x7f {
        column.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    column.push(value as u8);
}
