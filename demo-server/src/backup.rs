//! A store written into one file while the shop runs, and put back into an empty folder.
//!
//! Both ways what was written is checked before it gets its name: the pages, and every entry of the log.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::LogError;
use crate::log::sqlite;
use crate::start::STORE;

/// Pages copied at once; the shop may write between two of these.
const PAGES: i32 = 4_096;
/// How long a copy waits when the shop writes.
const PAUSE: Duration = Duration::from_millis(2);

/// What a checked store holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The file.
    pub file: PathBuf,
    /// How many entries its log has, all of them readable.
    pub entries: u64,
    /// Its size.
    pub bytes: u64,
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, entries, bytes } = self;
        write!(f, "`{}` holds {entries} entries in {bytes} bytes, all checked", file.display())
    }
}

/// Why there is no backup, or why it was not put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is nothing to copy.
    #[error("there is no store at `{}`: name the right file or folder", .0.display())]
    Missing(PathBuf),
    /// A file of that name would be overwritten.
    #[error("`{}` is already there: move it away, or choose another place", .0.display())]
    Taken(PathBuf),
    /// A file cannot be written.
    #[error("`{}` cannot be written ({why}): see that its folder exists and has room", file.display())]
    Unwritten {
        /// Which.
        file: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// SQLite could not copy.
    #[error("the store cannot be copied ({0}): try again, or see whether the disk is full")]
    Copy(#[from] rusqlite::Error),
    /// What was to be copied is damaged.
    #[error(transparent)]
    Store(#[from] LogError),
}

/// Writes the store of that data folder into a new file that only its owner may read.
///
/// # Errors
/// A [`BackupError`]; the file is then not there.
pub fn backup(data: &Path, to: &Path) -> Result<Checked, BackupError> {
    copy(&data.join(STORE), to)
}

/// Checks a backup and puts it into a data folder that holds no store.
///
/// # Errors
/// A [`BackupError`]; the folder then holds no store, as before.
pub fn restore(from: &Path, data: &Path) -> Result<Checked, BackupError> {
    fs::create_dir_all(data).map_err(|why| BackupError::Unwritten { file: data.to_owned(), why })?;
    let store = data.join(STORE);
    // A WAL left behind would be taken for the restored store's own.
    for rest in ["-wal", "-shm", "-journal"] {
        free(&data.join(format!("{STORE}{rest}")))?;
    }
    copy(from, &store)
}

/// Copies into a file beside the one wanted, checks it, and only then gives it its name.
fn copy(from: &Path, to: &Path) -> Result<Checked, BackupError> {
    free(to)?;
    if !from.is_file() {
        return Err(BackupError::Missing(from.to_owned()));
    }
    let part = with_ending(to, ".part");
    let unwritten = |why| BackupError::Unwritten { file: to.to_owned(), why };
    private(&part).map_err(unwritten)?;
    let done = copy_pages(from, &part).and_then(|()| checked(&part, to));
    let named = done.and_then(|checked| settle(&part, to).map_err(unwritten).map(|()| checked));
    if named.is_err() {
        let _ = fs::remove_file(&part);
    }
    named
}

fn free(path: &Path) -> Result<(), BackupError> {
    if path.exists() { Err(BackupError::Taken(path.to_owned())) } else { Ok(()) }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// An empty file that only its owner may read: it will hold names, addresses and the key of the tokens.
fn private(path: &Path) -> io::Result<()> {
    let _ = fs::remove_file(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn copy_pages(from: &Path, to: &Path) -> Result<(), BackupError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(from, flags)?;
    source.busy_timeout(Duration::from_secs(5))?;
    let mut copy = Connection::open(to)?;
    Backup::new(&source, &mut copy)?.run_to_completion(PAGES, PAUSE, None)?;
    // One file, with nothing beside it.
    copy.pragma_update(None, "journal_mode", "delete")?;
    Ok(())
}

fn checked(part: &Path, to: &Path) -> Result<Checked, BackupError> {
    let entries = sqlite::verify(part)?;
    let bytes = part.metadata().map(|file| file.len()).unwrap_or_default();
    Ok(Checked { file: to.to_owned(), entries, bytes })
}

/// On the disk first, then under its name, and the name on the disk too.
fn settle(part: &Path, to: &Path) -> io::Result<()> {
    fs::File::open(part)?.sync_all()?;
    fs::rename(part, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}
