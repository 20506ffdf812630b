//! Mutation tests: cargo-mutants breaks the engine, the service and the terms in small ways, and some test
//! must notice each.
//!
//! First the crate's own tests are tried, without the decoder's, which try every byte anywhere and say nothing of
//! these; what they miss is tried again with the suite, built without the shop.
//! What nobody can notice is listed with its reason in `.cargo/mutants.toml`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::build_folder::{on_path, read_text};
use crate::stage::Stage;

/// What is installed.
const VERSION: &str = "27.1.0";
/// What is broken on purpose; `ATTAR_MUTANTS_ONLY` names fewer, after commas.
const FILES: &str = "core/src/engine.rs,core/src/engine/**,core/src/service/**,core/src/terms/**";
/// The tests that must notice what the crate's own do not.
const SUITES: [&str; 6] = ["--test", "corpus", "--test", "properties", "--test", "oracles"];

/// Breaks one thing after the other; fails if a break went unnoticed that is not listed.
pub fn mutants(stage: &mut Stage<'_>) -> Result<String> {
    let program = installed(stage)?;
    let files = std::env::var("ATTAR_MUTANTS_ONLY").unwrap_or_else(|_| FILES.to_owned());
    let own = stage.build.target.join("attar-mutants/own");
    let mut first = command(stage, &program, &own, &files)?;
    first.args([
        "--test-package",
        "attar",
        "--features",
        "compat",
        "--",
        "--lib",
        "--",
        "--skip",
        "decode::",
    ]);
    // It fails where something is missed, which the suite may notice yet.
    let tried = stage.attempt(&mut first);
    let found = |name: &str| lines(&own.join("mutants.out").join(name));
    let missed = [found("missed.txt")?, found("timeout.txt")?].concat();
    if missed.is_empty() {
        let lines = tried.context("the mutants could not be tried")?;
        return Ok(lines.iter().rfind(|line| line.contains("mutants tested")).cloned().unwrap_or_default());
    }
    stage.note(&format!("{} breaks that the crate's own tests miss go to the suite", missed.len()));
    let mut second = command(stage, &program, &stage.build.target.join("attar-mutants/suite"), &files)?;
    for name in &missed {
        second.args(["--re", &escaped(name)]);
    }
    second.args(["--test-package", "attar-suite", "--no-default-features", "--"]).args(SUITES);
    stage.run(&mut second).context("a break went unnoticed: the lines `MISSED` name it")?;
    let caught = found("caught.txt")?.len();
    Ok(format!("{caught} breaks noticed by the crate's own tests, {} by the suite", missed.len()))
}

fn command(stage: &Stage<'_>, program: &Path, output: &Path, files: &str) -> Result<Command> {
    fs::create_dir_all(output)?;
    let mut command = stage.build.command(program);
    command.args(["mutants", "--package", "attar", "--no-shuffle", "--colors", "never", "--jobs", "1"]);
    command.args(["--cap-lints", "true", "--minimum-test-timeout", "60", "--output"]).arg(output);
    for file in files.split(',') {
        command.args(["--file", file]);
    }
    // Every break is compiled once and run once.
    command.env("CARGO_PROFILE_DEV_OPT_LEVEL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
    Ok(command)
}

/// The lines of a list that cargo-mutants wrote.
fn lines(file: &Path) -> Result<Vec<String>> {
    ensure!(file.is_file(), "cargo-mutants left no `{}`: see its log", file.display());
    Ok(read_text(file)?.lines().map(str::to_owned).collect())
}

/// A pattern that this name alone fits.
fn escaped(name: &str) -> String {
    let letter = |letter: char| match letter {
        letter if r"\.+*?()|[]{}^$".contains(letter) => format!("\\{letter}"),
        letter => letter.to_string(),
    };
    format!("^{}$", name.chars().map(letter).collect::<String>())
}

/// cargo-mutants from `PATH`, or that version installed into the build folder.
fn installed(stage: &mut Stage<'_>) -> Result<PathBuf> {
    if let Some(found) = on_path(&["cargo-mutants"]) {
        return Ok(found);
    }
    let root = stage.build.target.join("attar-tools").join(format!("cargo-mutants-{VERSION}"));
    let program = root.join("bin/cargo-mutants");
    if !program.is_file() {
        stage.note(&format!("installing cargo-mutants {VERSION}"));
        let mut cargo = stage.build.cargo();
        cargo.args(["install", "cargo-mutants", "--version", VERSION, "--locked", "--root"]).arg(&root);
        stage.run(&mut cargo)?;
    }
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_pattern_of_itself() {
        let name = "core/src/a.rs:1:2: replace a -> Option<u8> with Some(0)";
        let pattern = r"^core/src/a\.rs:1:2: replace a -> Option<u8> with Some\(0\)$";
        assert_eq!(escaped(name), pattern);
    }
}
