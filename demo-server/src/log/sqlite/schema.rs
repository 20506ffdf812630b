//! The tables, as a list of steps from the first version on, and the checks before they are trusted.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::log::LogError;

/// One entry per version; only ever added to.
const STEPS: [&str; 5] = [
    include_str!("v1.sql"),
    include_str!("v2.sql"),
    include_str!("v3.sql"),
    include_str!("v4.sql"),
    include_str!("v5.sql"),
];

/// Stores from before this version may hold remains of what was deleted.
const SECURE: i64 = 2;

/// Says `attar` in the header of the file.
const APPLICATION: i64 = 0x6174_7472;

/// A whole check reads every page, so only files up to this many bytes get one at start.
const CHECKED: u64 = 256 << 20;

/// How long a connection waits for others.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// Pages kept in memory, in KiB. The system keeps what is read often, so readers need little of their own.
const WRITER_CACHE: i64 = 32 << 10;
const READER_CACHE: i64 = 4 << 10;

/// The writing connection.
pub(super) fn open(path: &Path) -> Result<Connection, LogError> {
    let unopened = |why: rusqlite::Error| LogError::Unopened { path: path.to_owned(), why: why.to_string() };
    let mut connection = Connection::open(path).map_err(unopened)?;
    connection.busy_timeout(BUSY)?;
    check(&connection, path).map_err(|error| corrupt(path, error))?;
    connection.pragma_update(None, "journal_mode", "wal").map_err(unopened)?;
    connection.pragma_update(None, "synchronous", "full")?;
    // What is deleted is overwritten at once, not only given free.
    connection.pragma_update(None, "secure_delete", true)?;
    migrate(&mut connection).map_err(unopened)?;
    settle(&connection, WRITER_CACHE)?;
    Ok(connection)
}

/// A reading connection to a file that [`open`] has checked.
pub(super) fn open_reader(path: &Path) -> Result<Connection, LogError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "query_only", true)?;
    settle(&connection, READER_CACHE)?;
    Ok(connection)
}

fn settle(connection: &Connection, cache: i64) -> Result<(), LogError> {
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "cache_size", -cache)?;
    Ok(())
}

/// An error while checking means that the file is none of ours.
fn corrupt(path: &Path, error: LogError) -> LogError {
    match error {
        LogError::Sqlite(why) => LogError::Corrupt { path: path.to_owned(), why: why.to_string() },
        other => other,
    }
}

fn check(connection: &Connection, path: &Path) -> Result<(), LogError> {
    let corrupt = |why: &str| Err(LogError::Corrupt { path: path.to_owned(), why: first_line(why) });
    let found = version(connection)?;
    let tables: i64 = connection.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    if found == 0 && tables == 0 {
        return Ok(());
    }
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION {
        return corrupt("another program made it");
    }
    let known = STEPS.len() as i64;
    if found > known {
        return Err(LogError::Newer { path: path.to_owned(), found, known });
    }
    if path.metadata().is_ok_and(|file| file.len() > CHECKED) {
        return Ok(());
    }
    let sound: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if sound == "ok" { Ok(()) } else { corrupt(&sound) }
}

/// Every page and index, and who made the file.
pub(super) fn check_whole(connection: &Connection, path: &Path) -> Result<(), LogError> {
    let corrupt = |why: &str| LogError::Corrupt { path: path.to_owned(), why: first_line(why) };
    if version(connection).map_err(|why| corrupt(&why.to_string()))? == 0 {
        return Err(corrupt("it is empty"));
    }
    check(connection, path).map_err(|error| self::corrupt(path, error))?;
    let sound: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
    if sound == "ok" { Ok(()) } else { Err(corrupt(&sound)) }
}

/// SQLite lists all that is wrong, a line each; the first will do.
fn first_line(why: &str) -> String {
    why.lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with("***"))
        .unwrap_or(why)
        .to_owned()
}

fn version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Every step that the file has not seen yet, each in a transaction of its own. An old file is rewritten first: if
/// that is cut short it is still an old file, and rewritten by the next start.
fn migrate(connection: &mut Connection) -> Result<(), rusqlite::Error> {
    if (1..SECURE).contains(&version(connection)?) {
        connection.execute_batch("vacuum")?;
    }
    for (step, to) in STEPS.iter().zip(1_i64..) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version(&transaction)? < to {
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.pragma_update(None, "user_version", to)?;
        }
        transaction.commit()?;
    }
    Ok(())
}
