//! One piece of work with a name, a spinner and a log.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::build_folder::BuildFolder;
use crate::progress::Task;
use crate::run::Log;

/// The work in hand; everything it runs goes to its log.
pub struct Stage<'a> {
    /// Where things lie.
    pub build: &'a BuildFolder,
    task: Task,
    log: Log,
    noted: BTreeSet<String>,
}

impl<'a> Stage<'a> {
    /// Says that the work has begun and starts its log afresh.
    pub fn begin(build: &'a BuildFolder, name: &str) -> Result<Self> {
        let log = Log::create(build.log(name))?;
        Ok(Self { build, task: Task::begin(name), log, noted: BTreeSet::new() })
    }

    /// Runs the program to its end and gives what it printed; fails unless it succeeds.
    pub fn run(&mut self, command: &mut Command) -> Result<Vec<String>> {
        self.log.run(command, &self.task)
    }

    /// Runs a program whose failure is not the work's: it is told in a line by the caller.
    pub fn attempt(&mut self, command: &mut Command) -> Result<Vec<String>> {
        self.log.attempt(command, &self.task)
    }

    /// Runs cargo at the workspace's root.
    pub fn cargo(&mut self, args: &[&str]) -> Result<Vec<String>> {
        self.run(self.build.cargo().args(args))
    }

    /// Shows what is being done now.
    pub fn say(&self, line: &str) {
        self.task.say(line);
    }

    /// Prints a line that stays, once.
    pub fn note(&mut self, line: &str) {
        if self.noted.insert(line.to_owned()) {
            self.task.note(line);
        }
    }

    /// Says that the work is done.
    pub fn finish(self) -> Duration {
        self.task.finish()
    }
}
