//! Where the shop is just now, and whether there is still something to do.

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::line::Line;

/// The longest that one answer may be waited for, over any number of kills.
const PATIENCE: Duration = Duration::from_secs(60);

/// Known to all clients.
#[derive(Debug, Default)]
pub struct Site {
    addr: RwLock<String>,
    closing: AtomicBool,
}

impl Site {
    /// Says where the shop listens from now on.
    pub fn moved_to(&self, addr: &str) {
        addr.clone_into(&mut self.addr.write().expect("an address"));
    }

    /// Tells the clients to finish what they began.
    pub fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
    }

    /// Whether clients begin nothing new.
    pub fn closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    fn addr(&self) -> String {
        self.addr.read().expect("an address").clone()
    }
}

/// A client that sends again until it is answered.
#[derive(Debug)]
pub struct Client<'a> {
    site: &'a Site,
    line: Option<Line>,
    header: String,
}

impl<'a> Client<'a> {
    pub fn new(site: &'a Site) -> Self {
        Self { site, line: None, header: String::new() }
    }

    /// The same with a header more: `cookie: ..`.
    pub fn with_header(site: &'a Site, header: &str) -> Self {
        Self { header: header.to_owned(), ..Self::new(site) }
    }

    /// Sends until there is an answer other than 503.
    pub fn post(&mut self, path: &str, body: &Value) -> (u16, Value) {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match self.try_post(path, body) {
                Some((status, answer)) if status != 503 => return (status, answer),
                _ => std::thread::sleep(Duration::from_millis(3)),
            }
        }
        (0, Value::String(format!("no answer from {path} within {PATIENCE:?}")))
    }

    fn try_post(&mut self, path: &str, body: &Value) -> Option<(u16, Value)> {
        let mut line = match self.line.take() {
            Some(line) => line,
            None => Line::to(&self.site.addr()).ok()?,
        };
        let answer = line.post_as(path, &self.header, body).ok()?;
        self.line = Some(line);
        Some(answer)
    }
}
