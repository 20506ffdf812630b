//! Mutation tests: cargo-mutants breaks the engine, the service and the terms in small ways, and some test
//! must notice each.
//!
//! The tests that know most of a file are tried first, and others with what they let pass: each break is compiled with
//! as few tests as notice it. The suite is built without the shop. What nobody can notice is listed with its reason in
//! `.cargo/mutants.toml`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::build_folder::{on_path, read_text};
use crate::stage::Stage;

/// What is installed.
const VERSION: &str = "27.1.0";
/// What is broken on purpose, and whose tests are tried in turn; `ATTAR_MUTANTS_ONLY` names fewer files, after commas.
const BROKEN: [(&str, &[Tests]); 3] = [
    ("core/src/terms/compat.rs,core/src/terms/compat/**", &[Tests::Oracles, Tests::Own, Tests::Suite]),
    (
        "core/src/engine.rs,core/src/engine/**,core/src/service/**",
        &[Tests::Corpus, Tests::Own, Tests::Laws, Tests::Suite],
    ),
    (
        "core/src/terms/*.rs,core/src/terms/condition/**,core/src/terms/history/**,core/src/terms/lint/**,core/src/terms/offer/**,core/src/terms/replay/**,core/src/terms/settle/**,core/src/terms/till/**",
        &[Tests::Own, Tests::Corpus, Tests::Laws, Tests::Suite],
    ),
];
/// Longer than any of them takes, in seconds.
const TIMEOUT: &str = "60";

/// Tests that may notice.
#[derive(Clone, Copy)]
enum Tests {
    /// Those inside the crate, without the decoder's, which try every byte anywhere and say nothing of these files.
    Own,
    /// The corpus of cases.
    Corpus,
    /// The crate's laws of orders and prices over random histories.
    Laws,
    /// The recorded answers of other engines.
    Oracles,
    /// All three: the corpus, the oracles and the laws.
    Suite,
}

impl Tests {
    fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Corpus => "corpus",
            Self::Laws => "laws",
            Self::Oracles => "oracles",
            Self::Suite => "suite",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Own => &["--test-package", "attar", "--", "--lib", "--", "--skip", "decode::"],
            Self::Laws => &["--test-package", "attar", "--", "--test", "fulfilment", "--test", "pricing"],
            Self::Corpus => {
                &["--test-package", "attar-suite", "--no-default-features", "--cargo-arg=--test=corpus"]
            }
            Self::Oracles => {
                &["--test-package", "attar-suite", "--no-default-features", "--cargo-arg=--test=oracles"]
            }
            Self::Suite => &[
                "--test-package",
                "attar-suite",
                "--no-default-features",
                "--cargo-arg=--test=corpus",
                "--cargo-arg=--test=oracles",
                "--cargo-arg=--test=properties",
            ],
        }
    }
}

/// Breaks one thing after the other; fails if a break went unnoticed that is not listed.
pub fn mutants(stage: &mut Stage<'_>) -> Result<String> {
    let program = installed(stage)?;
    let only = std::env::var("ATTAR_MUTANTS_ONLY").ok();
    let groups: Vec<(&str, &[Tests])> = match &only {
        Some(files) => vec![(files.as_str(), &[Tests::Suite, Tests::Own])],
        None => BROKEN.to_vec(),
    };
    let (mut noticed, mut unnoticed) = (0, Vec::new());
    for (group, (files, tests)) in groups.into_iter().enumerate() {
        let mut left = Vec::new();
        for (turn, tests) in tests.iter().enumerate() {
            if turn > 0 && left.is_empty() {
                break;
            }
            let caught;
            (caught, left) = attempt(stage, &program, group, *tests, files, &left)?;
            noticed += caught;
            stage.note(&format!("{}: {caught} breaks noticed, {} left", tests.name(), left.len()));
        }
        unnoticed.extend(left);
    }
    if !unnoticed.is_empty() {
        bail!("nobody noticed {} breaks:\n{}", unnoticed.len(), unnoticed.join("\n"));
    }
    ensure!(noticed > 0, "no break could be tried");
    Ok(format!("{noticed} breaks, all noticed"))
}

/// Tries the breaks of these files, or those of them that are named; how many were noticed, and which were not.
fn attempt(
    stage: &mut Stage<'_>,
    program: &Path,
    group: usize,
    tests: Tests,
    files: &str,
    names: &[String],
) -> Result<(usize, Vec<String>)> {
    let output = stage.build.target.join(format!("attar-mutants/{group}-{}", tests.name()));
    fs::create_dir_all(&output)?;
    let mut command = stage.build.command(program);
    command.args(["mutants", "--package", "attar", "--no-shuffle", "--colors", "never", "--jobs", "1"]);
    // Warnings are no errors here; and cargo-mutants would try its baseline on another package than is tested.
    command
        .args(["--cap-lints", "false", "--baseline", "skip", "--timeout", TIMEOUT, "--output"])
        .arg(&output);
    for file in files.split(',') {
        command.args(["--file", file]);
    }
    for name in names {
        command.args(["--re", &escaped(name)]);
    }
    command.args(tests.arguments());
    // Every break is compiled once and run once.
    command.env("CARGO_PROFILE_DEV_OPT_LEVEL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
    // It fails where something is missed, which the next tests may notice yet.
    let tried = stage.attempt(&mut command);
    let found = |name: &str| lines(&output.join("mutants.out").join(name));
    let (caught, missed) =
        (found("caught.txt")?.len(), [found("missed.txt")?, found("timeout.txt")?].concat());
    if caught + missed.len() == 0 {
        tried.context("the breaks could not be tried")?;
    }
    Ok((caught, missed))
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
