//! Fuzzing: libFuzzer makes up bytes for every decoder, from the committed corpus on.
//!
//! The flags are those of cargo-fuzz, which are stable: no nightly and no other program is needed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::stage::Stage;

/// How long each decoder is tried, in seconds; `ATTAR_FUZZ_SECONDS` says otherwise.
const SECONDS: u32 = 600;
/// Longer inputs find little more and take long.
const MOST_BYTES: u32 = 4_096;
/// The target's name: build scripts and macros run on the host and are not instrumented.
const HOST: &str = "x86_64-unknown-linux-gnu";
/// Coverage that libFuzzer reads, by counters of 8 bits and the operands of comparisons.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";
/// Decoders that need a whole shop; all others need the engine alone.
const SERVED: [&str; 10] = [
    "ask_body",
    "boot_body",
    "carriers_body",
    "commands_body",
    "find_body",
    "login_body",
    "order_link",
    "quote_body",
    "sync_body",
    "token",
];

/// Fuzzes each decoder for its time; fails at the first input that breaks a promise.
pub fn fuzz(stage: &mut Stage<'_>) -> Result<String> {
    let decoders = decoders(stage)?;
    let seconds = setting("ATTAR_FUZZ_SECONDS").map_or(Ok(SECONDS), |text| text.parse())?;
    let seeds = write_seeds(stage)?;
    for decoder in &decoders {
        stage.say(&format!("{decoder}, {seconds} s"));
        let program = build(stage, program_of(decoder))?;
        let found = folder(stage, "found", decoder)?;
        let mut run = run(stage, &program, decoder)?;
        run.arg(format!("-max_total_time={seconds}"));
        run.arg(found).arg(committed(stage, decoder)).arg(seeds.join(decoder));
        let lines = stage.run(&mut run).with_context(|| {
            let kept = artifacts(stage, decoder);
            format!("`{decoder}` breaks a promise; the input is in `{}`", kept.display())
        })?;
        let runs = lines.iter().rfind(|line| line.starts_with("Done ")).cloned().unwrap_or_default();
        stage.note(&format!("{decoder}: {}", runs.to_lowercase()));
    }
    if setting("ATTAR_FUZZ_KEEP").is_some() {
        decoders.iter().try_for_each(|decoder| minimise(stage, decoder, &seeds))?;
    }
    Ok(format!("{} decoders, {seconds} s each", decoders.len()))
}

/// Writes the committed corpus anew: the smallest inputs that reach all that was reached. An input under a name that
/// says what was wrong stays.
fn minimise(stage: &mut Stage<'_>, decoder: &str, seeds: &Path) -> Result<()> {
    let program = build(stage, program_of(decoder))?;
    let smallest = folder(stage, "smallest", decoder)?;
    fs::remove_dir_all(&smallest).and_then(|()| fs::create_dir_all(&smallest))?;
    let kept = committed(stage, decoder);
    let mut merge = run(stage, &program, decoder)?;
    merge.arg("-merge=1").arg(&smallest).arg(&kept).arg(seeds.join(decoder));
    merge.arg(folder(stage, "found", decoder)?);
    stage.run(&mut merge)?;
    fs::create_dir_all(&kept)?;
    for entry in fs::read_dir(&kept)? {
        let entry = entry?;
        if is_made_up(&entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
    }
    for entry in fs::read_dir(&smallest)? {
        let entry = entry?;
        fs::copy(entry.path(), kept.join(entry.file_name()))?;
    }
    Ok(())
}

/// Whether libFuzzer named the file: by the SHA-1 of what is in it.
fn is_made_up(name: &str) -> bool {
    name.len() == 40 && name.bytes().all(|letter| letter.is_ascii_hexdigit())
}

/// The decoders with a corpus, or those of them that `ATTAR_FUZZ_ONLY` lists after commas.
fn decoders(stage: &Stage<'_>) -> Result<Vec<String>> {
    let all = with_corpus(stage)?;
    let Some(only) = setting("ATTAR_FUZZ_ONLY") else { return Ok(all) };
    let wanted: Vec<String> = only.split(',').map(|name| name.trim().to_owned()).collect();
    if let Some(unknown) = wanted.iter().find(|name| !all.contains(name)) {
        bail!("`ATTAR_FUZZ_ONLY` names `{unknown}`, which is no decoder; there are `{}`", all.join("`, `"));
    }
    Ok(wanted)
}

fn with_corpus(stage: &Stage<'_>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(stage.build.root.join("tests/fuzz/corpus"))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    ensure!(!names.is_empty(), "`tests/fuzz/corpus` is empty");
    Ok(names)
}

fn program_of(decoder: &str) -> &'static str {
    if SERVED.contains(&decoder) { "server" } else { "engine" }
}

fn write_seeds(stage: &mut Stage<'_>) -> Result<PathBuf> {
    let folder = stage.build.target.join("attar-fuzz/seeds");
    let mut cargo = stage.build.cargo();
    cargo.args(["test", "--package", "attar-suite", "--test", "fuzz", "--", "--ignored", "write_the_seeds"]);
    stage.run(cargo.env("ATTAR_FUZZ_SEEDS", &folder))?;
    Ok(folder)
}

fn build(stage: &mut Stage<'_>, program: &str) -> Result<PathBuf> {
    let target = stage.build.target.join("attar-fuzz");
    let mut cargo = stage.build.cargo();
    cargo.args(["build", "--manifest-path", "tests/fuzz/Cargo.toml", "--locked", "--release"]);
    cargo.args(["--target", HOST, "--bin", program, "--target-dir"]).arg(&target);
    if program == "server" {
        cargo.args(["--features", "server"]);
    }
    stage.run(cargo.env("RUSTFLAGS", FLAGS))?;
    Ok(target.join(HOST).join("release").join(program))
}

fn run(stage: &Stage<'_>, program: &Path, decoder: &str) -> Result<Command> {
    let artifacts = artifacts(stage, decoder);
    fs::create_dir_all(&artifacts)?;
    let mut run = stage.build.command(program);
    run.env("ATTAR_FUZZ_DECODER", decoder);
    run.arg(format!("-artifact_prefix={}/", artifacts.display()));
    run.args(["-timeout=10", "-rss_limit_mb=1024", "-use_value_profile=1", "-print_final_stats=1"]);
    run.arg(format!("-max_len={MOST_BYTES}"));
    Ok(run)
}

fn committed(stage: &Stage<'_>, decoder: &str) -> PathBuf {
    stage.build.root.join("tests/fuzz/corpus").join(decoder)
}

fn artifacts(stage: &Stage<'_>, decoder: &str) -> PathBuf {
    stage.build.target.join("attar-fuzz/broken").join(decoder)
}

fn folder(stage: &Stage<'_>, kind: &str, decoder: &str) -> Result<PathBuf> {
    let folder = stage.build.target.join("attar-fuzz").join(kind).join(decoder);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decoder_of_the_server_is_tried_by_the_program_that_has_it() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz");
        let text = fs::read_to_string(root.join("served.rs")).expect("the decoders of the server");
        let table = text.split("pub const DECODERS").nth(1).and_then(|rest| rest.split("];").next());
        let rows = table.expect("a table of them").lines().filter_map(|line| line.trim().strip_prefix("(\""));
        let names: Vec<&str> = rows.filter_map(|row| row.split('"').next()).collect();
        assert_eq!(names, SERVED);
        assert!(SERVED.iter().all(|name| root.join("corpus").join(name).is_dir()), "each has a corpus");
    }
}
