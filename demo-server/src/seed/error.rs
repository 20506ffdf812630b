//! What can go wrong with the seed: a damaged file, a missing name, an unreadable source.

use std::io;
use std::path::{Path, PathBuf};

/// Why the seed cannot be read or packed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// A packed file does not decode.
    #[error("seed file `{file}` is damaged at byte `{at}` of column `{column}`: {why}")]
    Damaged {
        /// The packed file.
        file: &'static str,
        /// The column inside it.
        column: &'static str,
        /// The byte of the unpacked column where reading stopped.
        at: usize,
        /// What was wrong there.
        why: &'static str,
    },
    /// The table of names is not the JSON it should be.
    #[error("seed file `names.json` cannot be read: {0}")]
    Names(#[from] serde_json::Error),
    /// The table of names lacks something the products need.
    #[error("seed file `names.json` has no {list} `{key}`")]
    Unnamed {
        /// Which list of the table: department, category or type.
        list: &'static str,
        /// What was looked up: the original name or its number.
        key: String,
    },
    /// The campaigns are not the JSON that they should be.
    #[error("seed file `campaigns.json` cannot be read: {0}")]
    Campaigns(serde_json::Error),
    /// A row of a source file does not read as expected.
    #[error("`{file}`, line `{line}`: {why}")]
    Csv {
        /// The source file.
        file: &'static str,
        /// The line, counting the header as line 1.
        line: usize,
        /// What was wrong with it.
        why: String,
    },
    /// A file cannot be read or written.
    #[error("`{}` cannot be opened, read or written: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl SeedError {
    /// Turns what the system said about `path` into a [`SeedError::Io`].
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { path, source }
    }
}
