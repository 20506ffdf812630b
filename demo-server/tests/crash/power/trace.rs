//! Reads what `strace -f -yy -xx` wrote: only what matters to the files of one folder, and the answers.

use std::collections::BTreeMap;
use std::path::Path;

/// One call, in the order of the trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// A file came to be.
    Make { file: String },
    /// Bytes were handed over; they are on the disk only once synced.
    Write { file: String, at: usize, bytes: Vec<u8> },
    /// The file was cut to a length, likewise.
    Cut { file: String, length: usize },
    /// A file was taken away.
    Remove { file: String },
    /// What was handed over before the sync began is on the disk. It began so many calls ago.
    Sync { file: String, began: usize },
    /// The names in the folder are on the disk.
    SyncFolder,
    /// A client was answered.
    Answer { port: u16 },
}

/// The calls of a trace, in order.
pub fn read(trace: &str, folder: &Path) -> Vec<Call> {
    let mut reader = Reader { folder: folder.display().to_string(), ..Reader::default() };
    trace.lines().for_each(|line| reader.line(line));
    reader.calls
}

#[derive(Default)]
struct Reader {
    folder: String,
    calls: Vec<Call>,
    /// Syncs that have begun and not ended, by thread: on what, and at which call.
    open: BTreeMap<String, (String, usize)>,
}

impl Reader {
    /// A call that is interrupted in the trace counts for what it hands over when it begins, and for
    /// what it makes sure of when it ends.
    fn line(&mut self, line: &str) {
        let Some((thread, call)) = line.split_once(' ') else { return };
        let call = call.trim_start();
        if call.starts_with("<... f") && call.contains("sync resumed>") {
            if let Some((path, began)) = self.open.remove(thread) {
                self.synced(&path, began, call);
            }
            return;
        }
        let Some((name, arguments)) = call.split_once('(') else { return };
        match name {
            "fsync" | "fdatasync" => self.sync(thread, arguments),
            "openat" => self.made(arguments),
            "pwrite64" => self.write(arguments),
            "ftruncate" => self.cut(arguments),
            "unlink" | "unlinkat" => self.removed(arguments),
            "write" | "writev" | "sendto" | "sendmsg" => self.answer(arguments),
            _ => self.unexpected(name, arguments),
        }
    }

    /// The name of a file of the folder, from its path.
    fn file(&self, path: &str) -> Option<String> {
        let name = path.strip_prefix(&self.folder)?.strip_prefix('/')?;
        // What SQLite shares between processes is made anew from the WAL.
        (!name.ends_with("-shm") && !name.contains("deleted")).then(|| name.to_owned())
    }

    fn sync(&mut self, thread: &str, arguments: &str) {
        let Some(path) = path_of(arguments) else { return };
        let began = self.calls.len();
        match arguments.contains("<unfinished") {
            true => drop(self.open.insert(thread.to_owned(), (path, began))),
            false => self.synced(&path, began, arguments),
        }
    }

    fn synced(&mut self, path: &str, began: usize, end: &str) {
        if !end.trim_end().ends_with("= 0") {
            return;
        }
        if path == self.folder {
            self.calls.push(Call::SyncFolder);
        } else if let Some(file) = self.file(path) {
            let began = self.calls.len() - began;
            self.calls.push(Call::Sync { file, began });
        }
    }

    fn made(&mut self, arguments: &str) {
        let path = quoted(arguments).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        if !arguments.contains("O_CREAT") {
            return;
        }
        if let Some(file) = path.and_then(|path| self.file(&path)) {
            self.calls.push(Call::Make { file });
        }
    }

    fn write(&mut self, arguments: &str) {
        let Some(file) = path_of(arguments).and_then(|path| self.file(&path)) else { return };
        let bytes = quoted(arguments).expect("bytes");
        let at = arguments.rsplit('"').next().and_then(|rest| number(rest, 2)).expect("a place");
        self.calls.push(Call::Write { file, at, bytes });
    }

    fn cut(&mut self, arguments: &str) {
        let Some(file) = path_of(arguments).and_then(|path| self.file(&path)) else { return };
        let length = arguments.split_once(">, ").and_then(|(_, rest)| number(rest, 0)).expect("a length");
        self.calls.push(Call::Cut { file, length });
    }

    fn removed(&mut self, arguments: &str) {
        let path = quoted(arguments).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        if let Some(file) = path.and_then(|path| self.file(&path)) {
            self.calls.push(Call::Remove { file });
        }
    }

    /// An answer begins with its status; the client's port stands in the connection's name.
    fn answer(&mut self, arguments: &str) {
        let Some(path) = path_of(arguments) else { return };
        assert!(self.file(&path).is_none(), "the store is written by a call that is not understood");
        let starts = quoted(arguments).is_some_and(|bytes| bytes.starts_with(b"HTTP/1.1 200"));
        let port = path
            .rsplit_once("->")
            .and_then(|(_, to)| to.rsplit_once(':')?.1.trim_end_matches(']').parse().ok());
        if let (true, Some(port)) = (starts, port) {
            self.calls.push(Call::Answer { port });
        }
    }

    fn unexpected(&self, name: &str, arguments: &str) {
        let ours = path_of(arguments).and_then(|path| self.file(&path)).is_some();
        assert!(!ours || name == "close", "the store is changed by `{name}`, which is not understood");
    }
}

/// The path in `12</path>, ...`; a connection's is `TCP:[one->other]`.
fn path_of(arguments: &str) -> Option<String> {
    let (number, rest) = arguments.split_once('<')?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let end = if rest.starts_with("TCP") { rest.find("]>")? + 1 } else { rest.find('>')? };
    Some(unescape(&rest[..end]))
}

/// With `-xx` paths are in hexadecimal, too.
fn unescape(text: &str) -> String {
    match hex(text) {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        None => text.to_owned(),
    }
}

/// The bytes of the first string among the arguments.
fn quoted(arguments: &str) -> Option<Vec<u8>> {
    let (_, rest) = arguments.split_once('"')?;
    let (text, _) = rest.split_once('"')?;
    hex(text)
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let mut parts = text.split("\\x");
    if !parts.next()?.is_empty() {
        return None;
    }
    parts.map(|byte| u8::from_str_radix(byte, 16).ok()).collect()
}

/// The number at a place among what commas part.
fn number(text: &str, place: usize) -> Option<usize> {
    let part = text.split([',', ')', ' ']).filter(|part| !part.is_empty()).nth(place.saturating_sub(1))?;
    part.parse().ok()
}
