//! A demo shop of its own for a step that asks it something.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::stage::Stage;

/// How long the shop may take to open, and to learn.
const OPENS: Duration = Duration::from_secs(900);
const LEARNS: Duration = Duration::from_secs(300);

/// What the shop said last.
fn last_words(stderr: &Path) -> String {
    let text = fs::read_to_string(stderr).unwrap_or_default();
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    last.map_or_else(|| "the shop said nothing".to_owned(), |line| format!("the shop said: {line}"))
}

/// A demo shop on a free port of this machine, without limits on how often one may come; gone when dropped.
pub struct Shop {
    child: Child,
    /// Where it listens, without a slash behind.
    pub url: String,
}

impl Shop {
    /// Builds it if need be and opens it on an empty folder, with these settings besides.
    pub fn open(stage: &mut Stage<'_>, data: &Path, settings: &[&str]) -> Result<Self> {
        stage.cargo(&["build", "--package", "attar-server", "--bin", "shop"])?;
        if data.exists() {
            fs::remove_dir_all(data)?;
        }
        fs::create_dir_all(data)?;
        let out = data.join("stdout");
        let mut command = Command::new(stage.build.executable("debug", "shop"));
        command.args(["--demo", "--preset", "--addr", "127.0.0.1:0", "--log", "warn"]);
        command.args(["--per-address", "0", "--per-shopper", "0"]).args(settings);
        command.arg("--data").arg(data.join("store"));
        command.stdin(Stdio::null()).stdout(fs::File::create(&out)?);
        command.stderr(fs::File::create(data.join("stderr"))?);
        let child = command.spawn().context("the shop could not be started")?;
        let mut shop = Self { child, url: String::new() };
        shop.url = shop.announced(&out).with_context(|| last_words(&data.join("stderr")))?;
        Ok(shop)
    }

    /// The address that the shop prints once it is open.
    fn announced(&mut self, out: &Path) -> Result<String> {
        let began = Instant::now();
        while began.elapsed() < OPENS {
            let text = fs::read_to_string(out)?;
            let url = text.split_whitespace().find(|word| word.starts_with("http://"));
            if let (Some(url), true) = (url, text.lines().count() > 1) {
                return Ok(url.trim_end_matches('/').to_owned());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the shop ended ({status}) before it was open");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("the shop did not open within {} s", OPENS.as_secs())
    }

    /// Waits until it has learned.
    pub fn ready(&self) -> Result<()> {
        let began = Instant::now();
        while self.get("/ready").is_err() {
            if began.elapsed() > LEARNS {
                bail!("the shop had not learned within {} s", LEARNS.as_secs());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }

    /// What it answers a reader that takes brotli.
    pub fn get(&self, path: &str) -> Result<Sent> {
        let host = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host)?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: {host}\r\naccept-encoding: br\r\nconnection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Sent::of(&answer).with_context(|| format!("`{path}`"))
    }
}

/// An answer: how long it was on the way, and what it says.
pub struct Sent {
    /// Bytes of the body as they were sent.
    pub length: usize,
    /// The body as it was meant.
    pub body: Vec<u8>,
}

impl Sent {
    fn of(answer: &[u8]) -> Result<Self> {
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").context("it has no head")?;
        let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
        ensure!(head.starts_with("http/1.1 200"), "it says `{}`", head.lines().next().unwrap_or_default());
        let sent = &answer[end + 4..];
        let mut body = sent.to_vec();
        if head.contains("\r\ncontent-encoding: br") {
            body.clear();
            brotli::BrotliDecompress(&mut &sent[..], &mut body).context("it is no brotli")?;
        }
        Ok(Self { length: sent.len(), body })
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        // It may be gone already, and then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_as_long_as_it_was_sent() -> Result<()> {
        let plain = Sent::of(b"HTTP/1.1 200 OK\r\ncontent-type: a/b\r\n\r\nbody")?;
        assert_eq!((plain.length, &plain.body[..]), (4, &b"body"[..]));
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &[7; 99][..], &mut packed, &Default::default())?;
        let answer = [b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n", &packed[..]].concat();
        let sent = Sent::of(&answer)?;
        assert_eq!((sent.length, sent.body), (packed.len(), vec![7; 99]));
        assert!(Sent::of(b"HTTP/1.1 404 Not Found\r\n\r\n").is_err());
        Ok(())
    }
}
