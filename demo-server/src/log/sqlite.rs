//! The log in SQLite: WAL, every commit on the disk before it counts, one writing connection on a
//! thread of its own and a few reading ones.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{Semaphore, oneshot};

use super::{EventLog, LogError, Pending, Read, Write};

mod forget;
mod links;
mod outbox;
mod read;
mod schema;
mod verify;
mod write;

use read::Reading;
pub(crate) use verify::verify;
use write::Writing;

/// Reading connections at once.
const READERS: usize = 4;

/// An [`EventLog`] in one SQLite file.
#[derive(Debug)]
pub struct SqliteLog {
    writer: mpsc::Sender<(Work, oneshot::Sender<Result<(), LogError>>)>,
    readers: Arc<Readers>,
}

/// What the writing thread is asked to do.
enum Work {
    Write(Write),
    Scrub,
}

#[derive(Debug)]
struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl SqliteLog {
    /// Opens the file, makes it if it is not there, and brings an older one up to date.
    ///
    /// # Errors
    /// A [`LogError`] that says what to do: the file is damaged, newer, or cannot be opened.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|why| LogError::Unopened { path: path.to_owned(), why: why.to_string() })?;
        }
        let connection = schema::open(path)?;
        let (writer, work) = mpsc::channel();
        let thread = std::thread::Builder::new().name("attar-log".into());
        thread
            .spawn(move || write_all(connection, &work))
            .map_err(|why| LogError::Unopened { path: path.to_owned(), why: why.to_string() })?;
        let permits = Arc::new(Semaphore::new(READERS));
        let readers = Arc::new(Readers { path: path.to_owned(), idle: Mutex::default(), permits });
        Ok(Self { writer, readers })
    }
}

fn write_all(
    mut connection: Connection,
    work: &mpsc::Receiver<(Work, oneshot::Sender<Result<(), LogError>>)>,
) {
    for (work, reply) in work {
        // A panic inside would close the store for good; the transaction is rolled back as it unwinds.
        let done = catch_unwind(AssertUnwindSafe(|| match work {
            Work::Write(write) => write_one(&mut connection, write),
            Work::Scrub => forget::scrub(&connection),
        }));
        let _ =
            reply.send(done.unwrap_or(Err(LogError::Contradiction("its work panicked and was rolled back"))));
    }
}

fn write_one(connection: &mut Connection, write: Write) -> Result<(), LogError> {
    // Immediate: a deferred begin that writes later fails with SQLITE_BUSY_SNAPSHOT.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    write(&mut Writing::new(&transaction)?)?;
    Ok(transaction.commit()?)
}

impl Readers {
    fn read(&self, read: Read) -> Result<(), LogError> {
        let idle = self.idle.lock().map_err(|_| LogError::Closed)?.pop();
        let mut connection = idle.map_or_else(|| schema::open_reader(&self.path), Ok)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        let done = read(&Reading(&transaction));
        transaction.finish()?;
        self.idle.lock().map_err(|_| LogError::Closed)?.push(connection);
        done
    }
}

impl SqliteLog {
    async fn ask_writer(&self, work: Work) -> Result<(), LogError> {
        let (reply, done) = oneshot::channel();
        self.writer.send((work, reply)).map_err(|_| LogError::Closed)?;
        done.await.map_err(|_| LogError::Closed)?
    }
}

impl EventLog for SqliteLog {
    fn transact(&self, work: Write) -> Pending<'_> {
        Box::pin(self.ask_writer(Work::Write(work)))
    }

    fn scrub(&self) -> Pending<'_> {
        Box::pin(self.ask_writer(Work::Scrub))
    }

    fn read(&self, work: Read) -> Pending<'_> {
        Box::pin(async move {
            let readers = Arc::clone(&self.readers);
            let permit = Arc::clone(&readers.permits).acquire_owned().await.map_err(|_| LogError::Closed)?;
            let read = move || {
                let done = readers.read(work);
                drop(permit);
                done
            };
            tokio::task::spawn_blocking(read).await.map_err(|_| LogError::Closed)?
        })
    }
}
