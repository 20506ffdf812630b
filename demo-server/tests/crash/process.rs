//! The program `shop` as a child process.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::line::Line;

/// What a carrier's feed proves itself by.
pub const SECRET: &str = "a-secret-of-karrio";

/// A running shop; it is killed with this.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// Where it listens.
    pub addr: String,
    /// Kept open: a program whose words nobody hears would be another test.
    _words: BufReader<ChildStdout>,
}

/// The program with its first words.
pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_shop"))
}

impl Process {
    /// Starts the shop of a folder and waits until it serves.
    pub fn open(folder: &Path, words: &[&str]) -> Self {
        Self::under(program(), folder, words)
    }

    /// The same, where the command begins with something else.
    pub fn under(mut command: Command, folder: &Path, words: &[&str]) -> Self {
        command
            .args([
                "--addr",
                "127.0.0.1:0",
                "--log",
                "error",
                "--per-address",
                "0",
                "--per-shopper",
                "0",
                "--carrier-secret",
                &format!("karrio={SECRET}"),
                "--data",
            ])
            .arg(folder)
            .args(words);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut words = BufReader::new(child.stdout.take().expect("its words"));
        let mut line = String::new();
        words.read_line(&mut line).expect("a line");
        let url = line.split_whitespace().last().expect("the shop opens");
        let addr = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { child, addr, _words: words }
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the shop says that it is ready.
    pub fn ready(&self) {
        let mut line = Line::to(&self.addr).expect("a connection");
        let began = Instant::now();
        while line.get("/ready").expect("an answer").0 != 200 {
            assert!(began.elapsed() < Duration::from_secs(120), "never ready");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}
