//! Reads a whole store and says whether all of it can be read.

use std::path::Path;

use rusqlite::Connection;

use super::read::Reading;
use super::schema;
use crate::log::{LogError, Reader};

/// How many entries are read at once.
const READ: usize = 8_192;

/// Checks every page and every entry of a store that nobody else uses; says how many entries there are.
///
/// # Errors
/// A [`LogError`] that names what is wrong.
pub(crate) fn verify(path: &Path) -> Result<u64, LogError> {
    let connection = Connection::open(path)?;
    schema::check_whole(&connection, path)?;
    let reading = Reading(&connection);
    let (mut seq, mut entries) = (0, 0_u64);
    loop {
        let read = reading.after(seq, READ)?;
        let Some(last) = read.last() else { return Ok(entries) };
        seq = last.seq;
        entries = entries.saturating_add(read.len() as u64);
    }
}
