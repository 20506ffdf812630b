//! Mutation tests: cargo-mutants breaks the engine, the service and the terms in small ways, and some test
//! must notice each.
//!
//! What nobody can notice is listed with its reason in `.cargo/mutants.toml`.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::build_folder::on_path;
use crate::stage::Stage;

/// What is installed.
const VERSION: &str = "27.1.0";
/// What is broken on purpose.
const FILES: [&str; 4] =
    ["core/src/engine.rs", "core/src/engine/**", "core/src/service/**", "core/src/terms/**"];
/// The tests that must notice, beside the crate's own.
const SUITES: [&str; 6] = ["--test", "corpus", "--test", "properties", "--test", "oracles"];

/// Breaks one thing after the other; fails if a break went unnoticed that is not listed.
pub fn mutants(stage: &mut Stage<'_>) -> Result<String> {
    let program = installed(stage)?;
    let mut command = stage.build.command(program);
    command.args(["mutants", "--package", "attar", "--no-shuffle", "--colors", "never", "--jobs", "1"]);
    command.args(["--test-package", "attar", "--test-package", "attar-suite"]);
    command.args(["--cap-lints", "true", "--minimum-test-timeout", "60"]);
    for file in FILES {
        command.args(["--file", file]);
    }
    command.arg("--output").arg(stage.build.target.join("attar-mutants"));
    command.args(["--", "--lib"]).args(SUITES);
    let lines = stage.run(&mut command).context("a break went unnoticed: the lines `MISSED` name it")?;
    Ok(lines.iter().rfind(|line| line.contains("mutants tested")).cloned().unwrap_or_default())
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
