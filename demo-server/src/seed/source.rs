//! The original csv.gz files, read row by row.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::SeedError;

/// Calls `each` with every row of `file` after its header; the columns must be `header`.
pub(super) fn rows(
    folder: &Path,
    file: &'static str,
    header: &str,
    mut each: impl FnMut(&Row<'_>) -> Result<(), SeedError>,
) -> Result<(), SeedError> {
    let path = folder.join(file);
    let opened = File::open(&path).map_err(SeedError::io(&path))?;
    for (number, text) in (1..).zip(BufReader::new(MultiGzDecoder::new(opened)).lines()) {
        let text = text.map_err(SeedError::io(&path))?;
        let row = Row { file, number, fields: text.split(',').collect() };
        match number {
            1 if text == header => {}
            1 => return Err(row.wrong(format!("the columns must be `{header}`"))),
            _ => each(&row)?,
        }
    }
    Ok(())
}

/// One row and where it stands. No field of the source holds a comma or a quote.
pub(super) struct Row<'a> {
    file: &'static str,
    number: usize,
    fields: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The text of field `place`, counted from 0.
    pub(super) fn text(&self, place: usize) -> Result<&'a str, SeedError> {
        self.fields
            .get(place)
            .copied()
            .ok_or_else(|| self.wrong(format!("there is no column `{}`", place + 1)))
    }

    /// Field `place` as a whole number.
    pub(super) fn number(&self, place: usize) -> Result<u32, SeedError> {
        let text = self.text(place)?;
        let number = text.parse::<u32>().ok().filter(|number| *number <= i32::MAX.unsigned_abs());
        number.ok_or_else(|| self.wrong(format!("`{text}` is not a whole number below 2147483648")))
    }

    /// Field `place`, an amount such as `1.5`, in cents.
    pub(super) fn cents(&self, place: usize) -> Result<u32, SeedError> {
        let text = self.text(place)?;
        let (units, cents) = text.split_once('.').unwrap_or((text, ""));
        let cents = (cents.len() <= 2).then(|| format!("{units}{cents:0<2}").parse().ok()).flatten();
        cents.ok_or_else(|| self.wrong(format!("`{text}` is not an amount with at most two decimals")))
    }

    /// The error that names this row.
    pub(super) fn wrong(&self, why: String) -> SeedError {
        SeedError::Csv { file: self.file, line: self.number, why }
    }
}
