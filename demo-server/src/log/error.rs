//! Why the log cannot be read or written, and what to do about it.

use std::path::PathBuf;

/// Why the log cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A newer program wrote the store.
    #[error(
        "the store `{path}` has version `{found}`, this program knows `{known}` at most: start the newer \
         program, or move the file away to begin anew"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// Not a store, or a damaged one.
    #[error(
        "the store `{path}` is damaged or no store of ours ({why}): restore it from a backup, or move the \
         file away to begin anew"
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The folder or the file cannot be made.
    #[error("the store `{path}` cannot be opened ({why}): see that its folder exists and may be written to")]
    Unopened {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// One entry cannot be read.
    #[error("entry `{seq}` of the log cannot be read ({why}): a newer program may have written it, update")]
    Unreadable {
        /// Its place.
        seq: u64,
        /// What is wrong.
        why: String,
    },
    /// SQLite said no.
    #[error("the store failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// An event cannot be written as JSON.
    #[error("an event cannot be written as JSON: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// What was forgotten is out of the store, but the file that is written ahead may still hold it.
    #[error("the store is being read, so its files are cleaned later")]
    Unscrubbed,
    /// The work was given up on purpose; nothing was written.
    #[error("the work was given up, nothing was written")]
    Abandoned,
    /// Something that was decided cannot be stored.
    #[error("the store contradicts itself: {0}")]
    Contradiction(&'static str),
    /// The thread that owns the store has ended.
    #[error("the store is closed")]
    Closed,
}
