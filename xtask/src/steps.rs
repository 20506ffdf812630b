//! The checks of `cargo xtask test`: named, small, each runnable alone.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::build_folder::{BuildFolder, on_path};
use crate::progress::seconds;
use crate::stage::Stage;
use crate::{browser, debian, examples, fuzz, guard, mutants, openapi, size, widget};

/// How many cases the property tests try.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Enough to catch a slip: `test`.
    Short,
    /// What the laws ask for: `prove`.
    Full,
}

impl Counts {
    fn verb(self) -> &'static str {
        match self {
            Self::Short => "test",
            Self::Full => "prove",
        }
    }
}

/// One check. What it returns goes into the closing table.
struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&mut Stage<'_>, Counts) -> Result<String>,
}

const STEPS: [Step; 11] = [
    Step { name: "fmt", about: "the code is formatted", run: fmt },
    Step { name: "clippy", about: "no warning in any target of the workspace", run: clippy },
    Step {
        name: "guard",
        about: "the page's build has no learning in it; no crate is there twice unlisted",
        run: |stage, _| guard::guard(stage),
    },
    Step { name: "unit", about: "unit tests, doctests and the suite", run: unit },
    Step { name: "docs", about: "the documentation builds without a warning", run: docs },
    Step {
        name: "examples",
        about: "every example builds, runs and ends well",
        run: |stage, _| examples::examples(stage),
    },
    Step { name: "package", about: "the engine's crate packages and builds from its package", run: package },
    Step { name: "widget", about: "both builds of the widget", run: widget },
    Step { name: "size", about: "the widget is within its budget", run: size },
    Step { name: "browser", about: "the built widget in a real Chromium", run: browser },
    Step {
        name: "npm",
        about: "the npm packages, installed: in Node, in a Vite app, and their types",
        run: npm,
    },
];

/// What only `prove` runs, after all else: each takes long.
const PROOFS: [Step; 4] = [
    Step {
        name: "pricing",
        about: "10 million carts sum exactly; a million races overspend nothing",
        run: pricing,
    },
    Step {
        name: "openapi",
        about: "made-up requests against the OpenAPI document",
        run: |stage, _| openapi::openapi(stage),
    },
    Step {
        name: "fuzz",
        about: "made-up bytes for every decoder, 10 minutes each",
        run: |stage, _| fuzz::fuzz(stage),
    },
    Step {
        name: "mutants",
        about: "every small break of engine, service and terms is noticed; hours",
        run: |stage, _| mutants::mutants(stage),
    },
];

/// The steps of `test` or of `prove`.
fn steps(counts: Counts) -> impl Iterator<Item = &'static Step> {
    let proofs: &[Step] = if counts == Counts::Full { &PROOFS } else { &[] };
    STEPS.iter().chain(proofs)
}

/// The steps and what each one checks, a line each.
pub fn list(counts: Counts) -> String {
    steps(counts).map(|step| format!("{:<10}{}\n", step.name, step.about)).collect()
}

/// Runs the named steps, or all; stops at the first that fails.
pub fn run(build: &BuildFolder, names: &[String], counts: Counts) -> Result<()> {
    let steps = select(names, counts)?;
    let mut table = Table::default();
    for (done, step) in steps.iter().enumerate() {
        let outcome = table.time(step.name, || take(build, step, counts));
        if let Err(error) = outcome {
            for left in &steps[done + 1..] {
                table.skip(left.name);
            }
            table.print();
            return Err(error).context(format!(
                "`{0}` failed; run it again with `cargo xtask {1} {0}`",
                step.name,
                counts.verb()
            ));
        }
    }
    table.print();
    Ok(())
}

fn select(names: &[String], counts: Counts) -> Result<Vec<&'static Step>> {
    if names.is_empty() {
        return Ok(steps(counts).collect());
    }
    names.iter().map(|name| find(name, counts)).collect()
}

fn find(name: &str, counts: Counts) -> Result<&'static Step> {
    match steps(counts).find(|step| step.name == name) {
        Some(step) => Ok(step),
        None => {
            let (verb, list) = (counts.verb(), list(counts));
            bail!("there is no step `{name}`; the steps of `{verb}` are\n{}", list.trim_end())
        }
    }
}

fn take(build: &BuildFolder, step: &Step, counts: Counts) -> Result<String> {
    let mut stage = Stage::begin(build, step.name)?;
    let note = (step.run)(&mut stage, counts)?;
    stage.finish();
    Ok(note)
}

/// The closing table.
#[derive(Default)]
struct Table {
    rows: String,
    total: Duration,
}

impl Table {
    fn time(&mut self, name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
        let began = std::time::Instant::now();
        let outcome = work();
        let took = began.elapsed();
        self.total += took;
        let (verdict, note) = match &outcome {
            Ok(note) => ("ok", note.as_str()),
            Err(_) => ("FAILED", ""),
        };
        self.row(name, verdict, &seconds(took), note);
        outcome.map(drop)
    }

    fn skip(&mut self, name: &str) {
        self.row(name, "not run", "", "");
    }

    fn row(&mut self, name: &str, verdict: &str, took: &str, note: &str) {
        let row = format!("{name:<10}{verdict:<9}{took:>9}  {note}");
        self.rows.push_str(row.trim_end());
        self.rows.push('\n');
    }

    fn print(&self) {
        println!("\n{}{:<19}{:>9}", self.rows, "in all", seconds(self.total));
    }
}

fn fmt(stage: &mut Stage<'_>, _: Counts) -> Result<String> {
    stage.cargo(&["fmt", "--all", "--check", "--", "--color", "never"])?;
    Ok(String::new())
}

fn clippy(stage: &mut Stage<'_>, _: Counts) -> Result<String> {
    let workspace = ["clippy", "--workspace", "--all-targets", "--all-features"];
    stage.cargo(&[&workspace[..], &["--", "-D", "warnings"]].concat())?;
    Ok(String::new())
}

fn unit(stage: &mut Stage<'_>, counts: Counts) -> Result<String> {
    if on_path(&["strace"]).is_none() {
        debian::install(stage, "the power-cut tests", &["strace"])?;
    }
    let mut cargo = stage.build.cargo();
    cargo.args(["test", "--workspace"]);
    if counts == Counts::Full {
        cargo.env("ATTAR_PROVE", "1").env("PROPTEST_CASES", "20000");
    }
    let note = count_tests(&stage.run(&mut cargo)?)?;
    if counts == Counts::Full {
        restart(stage)?;
    }
    Ok(note)
}

/// How long a restart takes and how much memory: figures of a release build only.
fn restart(stage: &mut Stage<'_>) -> Result<()> {
    let mut cargo = stage.build.cargo();
    cargo.args(["test", "--release", "-p", "attar-server", "--test", "crash", "million"]);
    stage.run(cargo.env("ATTAR_PROVE", "1")).map(drop)
}

/// The laws of money with full counts, in a release build on all processors.
fn pricing(stage: &mut Stage<'_>, _: Counts) -> Result<String> {
    let mut cargo = stage.build.cargo();
    cargo.args(["test", "--release", "--package", "attar", "--test", "pricing"]);
    count_tests(&stage.run(cargo.env("ATTAR_PROVE", "1"))?)
}

fn docs(stage: &mut Stage<'_>, _: Counts) -> Result<String> {
    let mut cargo = stage.build.cargo();
    cargo.args(["doc", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-D warnings");
    stage.run(&mut cargo)?;
    Ok(String::new())
}

fn package(stage: &mut Stage<'_>, _: Counts) -> Result<String> {
    stage.cargo(&["package", "--package", "attar", "--allow-dirty"])?;
    Ok(String::new())
}

fn widget(stage: &mut Stage<'_>, _: Counts) -> Result<String> {
    widget::build_all(stage)?;
    Ok(String::new())
}

fn size(stage: &mut Stage<'_>, _: Counts) -> Result<String> {
    let sizes = size::measure(stage)?;
    sizes.check()?;
    Ok(sizes.summary())
}

fn browser(stage: &mut Stage<'_>, _: Counts) -> Result<String> {
    count_tests(&browser::browser(stage)?)
}

fn npm(stage: &mut Stage<'_>, _: Counts) -> Result<String> {
    count_tests(&browser::npm(stage)?)
}

/// Adds up the lines `test result: ok. 12 passed; ..`; none at all is a failure, for nothing
/// was checked.
fn count_tests(lines: &[String]) -> Result<String> {
    let passed: usize = lines.iter().filter_map(|line| passed(line)).sum();
    ensure!(passed > 0, "no test was run");
    Ok(format!("{passed} tests"))
}

fn passed(line: &str) -> Option<usize> {
    let counts = line.trim().strip_prefix("test result: ok. ")?;
    counts.split_once(" passed")?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_and_none_is_an_error() -> Result<()> {
        let lines =
            ["running 3 tests", "test result: ok. 3 passed; 0 failed", "test result: ok. 4 passed; x"];
        assert_eq!(count_tests(&lines.map(str::to_owned))?, "7 tests");
        assert!(count_tests(&[]).is_err());
        Ok(())
    }

    #[test]
    fn an_unknown_step_is_answered_with_the_list() {
        let error = select(&["lint".to_owned()], Counts::Short).err().expect("there is no such step");
        assert!(error.to_string().contains("clippy"));
    }

    #[test]
    fn what_takes_long_is_a_step_of_prove_alone() {
        assert!(find("fuzz", Counts::Full).is_ok() && find("fuzz", Counts::Short).is_err());
        assert!(!list(Counts::Short).contains("mutants") && list(Counts::Full).contains("mutants"));
    }
}
