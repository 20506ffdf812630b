//! Runs other programs: their output goes to a log and to the spinner, and is shown in full
//! only when they fail.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::{Context, Result, bail};

use crate::progress::Task;

/// How many lines of a failed program's output are worth printing; the log has the rest.
const SHOWN_LINES: usize = 120;

/// Where a step's programs write, one after the other.
pub struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    /// Starts the log afresh.
    pub fn create(path: PathBuf) -> Result<Self> {
        let parent = path.parent().unwrap_or(Path::new("."));
        let file = fs::create_dir_all(parent)
            .and_then(|()| File::create(&path))
            .with_context(|| format!("the log `{}` could not be created", path.display()))?;
        Ok(Self { path, file })
    }

    /// Runs the program to its end; fails, showing what it printed, unless it succeeds.
    pub fn run(&mut self, command: &mut Command, task: &Task) -> Result<Vec<String>> {
        self.finish(command, task, |lines| task.note(&tail(lines)))
    }

    /// Runs a program that may fail: what it printed then is in the log only.
    pub fn attempt(&mut self, command: &mut Command, task: &Task) -> Result<Vec<String>> {
        self.finish(command, task, |_| ())
    }

    fn finish(
        &mut self,
        command: &mut Command,
        task: &Task,
        show: impl FnOnce(&[String]),
    ) -> Result<Vec<String>> {
        let shown = describe(command);
        writeln!(self.file, "$ {shown}")?;
        let (status, lines) =
            self.collect(command, task).with_context(|| format!("`{shown}` could not be run"))?;
        if status.success() {
            return Ok(lines);
        }
        show(&lines);
        bail!("`{shown}` failed ({status}); its whole output is in `{}`", self.path.display())
    }

    fn collect(&mut self, command: &mut Command, task: &Task) -> io::Result<(ExitStatus, Vec<String>)> {
        let (reader, writer) = io::pipe()?;
        command.stdin(std::process::Stdio::null());
        command.stdout(writer.try_clone()?).stderr(writer);
        let child = command.spawn();
        // The command holds the writing end: as long as it does, the reading end never ends.
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = child?;
        let mut lines = Vec::new();
        for line in BufReader::new(reader).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            writeln!(self.file, "{line}")?;
            task.say(&line);
            lines.push(line);
        }
        Ok((child.wait()?, lines))
    }
}

/// What the program prints on its standard output, for short questions.
pub fn ask(command: &mut Command) -> Result<String> {
    let shown = describe(command);
    let output = command.output().with_context(|| format!("`{shown}` could not be run"))?;
    if !output.status.success() {
        bail!("`{shown}` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as one would type it, without its folder and environment.
fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

fn tail(lines: &[String]) -> String {
    let hidden = lines.len().saturating_sub(SHOWN_LINES);
    format!("what it printed:\n{}", lines[hidden..].join("\n"))
}
