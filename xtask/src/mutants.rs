//! Mutation tests: cargo-mutants breaks the engine, the service and the terms in small ways, and some test
//! must notice each.
//!
//! The tests that know most of a file are tried first, and others with what they let pass: each break is compiled with
//! as few tests as notice it. The suite is built without the shop. What nobody can notice is listed with its reason in
//! `.cargo/mutants.toml`; a line there that fits no break any more fails. All of them take hours: `ATTAR_MUTANTS_SINCE`
//! tries those in the lines that differ from a commit, `ATTAR_MUTANTS_SHARD` every so manieth.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::build_folder::{on_path, read_text};
use crate::stage::Stage;

/// What is installed.
const VERSION: &str = "27.1.0";
/// What is broken on purpose, what is not of it, and whose tests are tried in turn.
const BROKEN: [Group<'_>; 3] = [
    Group {
        files: "core/src/terms/compat.rs,core/src/terms/compat/**",
        but: &[],
        tests: &[Tests::Oracles, Tests::Own, Tests::Suite],
    },
    Group {
        files: "core/src/engine.rs,core/src/engine/**,core/src/service.rs,core/src/service/**",
        but: &[],
        tests: &[Tests::Corpus, Tests::Own, Tests::Laws, Tests::Suite],
    },
    Group {
        files: "core/src/terms.rs,core/src/terms/**",
        but: &["core/src/terms/compat.rs", "core/src/terms/compat/**"],
        tests: &[Tests::Own, Tests::Corpus, Tests::Laws, Tests::Suite],
    },
];
/// Longer than any of them takes, in seconds. Where tests do not end, the break is noticed.
const TIMEOUT: &str = "90";

/// Files that the same tests know.
#[derive(Clone, Copy)]
struct Group<'a> {
    files: &'a str,
    but: &'a [&'a str],
    tests: &'a [Tests],
}

impl Group<'_> {
    /// The breaks of these files.
    fn name_to(self, command: &mut Command) {
        command.args(["mutants", "--package", "attar", "--colors", "never"]);
        command.args(self.files.split(',').flat_map(|file| ["--file", file]));
        command.args(self.but.iter().flat_map(|file| ["--exclude", file]));
    }
}

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

/// Breaks one thing after the other; fails if a break went unnoticed that is not listed, or a listed one is no more.
pub fn mutants(stage: &mut Stage<'_>) -> Result<String> {
    let program = installed(stage)?;
    let only = setting("ATTAR_MUTANTS_ONLY");
    let groups: Vec<Group<'_>> = match &only {
        Some(files) => vec![Group { files, but: &[], tests: &[Tests::Suite, Tests::Own] }],
        None => BROKEN.to_vec(),
    };
    nothing_is_listed_in_vain(stage, &program)?;
    let which = which(stage)?;
    let (mut noticed, mut unnoticed) = (0, Vec::new());
    for (number, group) in groups.into_iter().enumerate() {
        let (caught, mut left) = attempt(stage, &program, (number, group), group.tests[0], &which)?;
        noticed += caught;
        for tests in &group.tests[1..] {
            stage.note(&format!("{noticed} breaks noticed, {} left to `{}`", left.len(), tests.name()));
            if left.is_empty() {
                break;
            }
            let (_, missed) = attempt(stage, &program, (number, group), *tests, &named(&left))?;
            // Some kinds of breaks are tried whatever is asked for.
            let before = left.len();
            left.retain(|name| missed.contains(name));
            noticed += before - left.len();
        }
        unnoticed.extend(left);
    }
    if !unnoticed.is_empty() {
        bail!("nobody noticed {} breaks:\n{}", unnoticed.len(), unnoticed.join("\n"));
    }
    ensure!(noticed > 0 || !which.is_empty(), "no break could be tried");
    Ok(format!("{noticed} breaks, all noticed"))
}

/// Which breaks of each group are tried: all, or those that a setting tells.
fn which(stage: &mut Stage<'_>) -> Result<Vec<String>> {
    let mut which = Vec::new();
    if let Some(shard) = setting("ATTAR_MUTANTS_SHARD") {
        which.extend(["--sharding".to_owned(), "round-robin".to_owned(), "--shard".to_owned(), shard]);
    }
    if let Some(commit) = setting("ATTAR_MUTANTS_SINCE") {
        let mut git = stage.build.command("git");
        let mut lines =
            stage.run(git.args(["diff", "--no-color", "--no-ext-diff", &commit, "--", "core/src"]))?;
        lines.push(String::new());
        let file = stage.build.target.join("attar-mutants/since.diff");
        fs::create_dir_all(file.with_file_name(""))?;
        fs::write(&file, lines.join("\n"))?;
        which.extend(["--in-diff".to_owned(), file.display().to_string()]);
    }
    Ok(which)
}

/// The arguments that name these breaks and no others.
fn named(breaks: &[String]) -> Vec<String> {
    breaks.iter().flat_map(|name| ["--re".to_owned(), escaped(name)]).collect()
}

/// Fails if a line of `.cargo/mutants.toml` passes over nothing any more.
fn nothing_is_listed_in_vain(stage: &mut Stage<'_>, program: &Path) -> Result<()> {
    let list = read_text(&stage.build.root.join(".cargo/mutants.toml"))?;
    // Some kinds of breaks are listed whatever is asked for.
    let always = fitting(stage, program, "^$")?;
    for pattern in patterns(&list)? {
        let fits = fitting(stage, program, &pattern)? > always;
        ensure!(fits, "`.cargo/mutants.toml` lists `{pattern}`, and there is no such break");
    }
    Ok(())
}

/// How many breaks a pattern names.
fn fitting(stage: &mut Stage<'_>, program: &Path, pattern: &str) -> Result<usize> {
    let mut command = stage.build.command(program);
    command.args(["mutants", "--package", "attar", "--colors", "never", "--no-config", "--list"]);
    command.args(BROKEN.iter().flat_map(|group| group.files.split(',')).flat_map(|file| ["--file", file]));
    Ok(stage.run(command.args(["--re", pattern]))?.iter().filter(|line| line.starts_with("core/")).count())
}

/// What a list passes over.
fn patterns(list: &str) -> Result<Vec<String>> {
    let table: toml::Table = list.parse().context("`.cargo/mutants.toml` is no TOML")?;
    let patterns = table.get("exclude_re").and_then(toml::Value::as_array);
    let patterns = patterns.context("`.cargo/mutants.toml` has no `exclude_re`")?;
    Ok(patterns.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect())
}

/// Tries these breaks of the group; how many were noticed, and which were not.
fn attempt(
    stage: &mut Stage<'_>,
    program: &Path,
    (number, group): (usize, Group<'_>),
    tests: Tests,
    which: &[String],
) -> Result<(usize, Vec<String>)> {
    let output = stage.build.target.join(format!("attar-mutants/{number}-{}", tests.name()));
    fs::create_dir_all(&output)?;
    let told = output.join("mutants.out");
    if told.is_dir() {
        fs::remove_dir_all(&told)?;
    }
    let mut command = stage.build.command(program);
    group.name_to(&mut command);
    // Warnings are no errors here; and cargo-mutants would try its baseline on another package than is tested.
    command.args(["--no-shuffle", "--jobs", "1", "--cap-lints", "false", "--baseline", "skip"]);
    command.args(["--timeout", TIMEOUT, "--output"]).arg(&output);
    command.args(which).args(tests.arguments());
    // Every break is compiled once and run once.
    command.env("CARGO_PROFILE_DEV_OPT_LEVEL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
    // It fails where something is missed, which the next tests may notice yet.
    let tried = stage.attempt(&mut command);
    if tried.is_ok() && !told.is_dir() {
        return Ok((0, Vec::new()));
    }
    let found = |name: &str| lines(&told.join(name));
    let caught = found("caught.txt")?.len().saturating_add(found("timeout.txt")?.len());
    let missed = found("missed.txt")?;
    if caught + missed.len() == 0 {
        tried.context("the breaks could not be tried")?;
    }
    Ok((caught, missed))
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
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

    #[test]
    fn every_line_of_the_list_is_looked_up() {
        let list =
            "# why\nexclude_re = [\n    # because\n    \"< with <= in a\",\n    \"with 0 in (b|c)\",\n]\n";
        assert_eq!(patterns(list).expect("a list"), ["< with <= in a", "with 0 in (b|c)"]);
        assert!(patterns("exclude_globs = []").is_err(), "a list without its lines says nothing");
    }
}
