//! Shrinks wasm with binaryen's `wasm-opt` and scripts with terser, which come from npm when npm is there.

use std::path::Path;

use anyhow::Result;

use crate::alike::named_by_likeness;
use crate::build_folder::{BuildFolder, read, read_text, write};
use crate::npm::{self, Packages};
use crate::stage::Stage;

const MANIFEST: &str = include_str!("../tools/package.json");
const LOCK: &str = include_str!("../tools/package-lock.json");

/// Size first, again and again until nothing changes. What has one caller stays a function of its own: inlined, the
/// wasm is 3 % smaller, but what brotli makes of it 3 % larger. Nothing lies below address 1,024, for the stack comes
/// first and grows down to there; and without hints of alignment equal loads are equal bytes, another 1 %.
const LEVEL: [&str; 7] = [
    "-Oz",
    "--one-caller-inline-max-function-size=20",
    "--always-inline-max-function-size=4",
    "--low-memory-unused",
    "--converge",
    "--dealign",
    "--reorder-locals",
];

/// In the order of their names, which say their places.
const ORDER: [&str; 1] = ["--reorder-functions-by-name"];

/// What nothing reads in a page.
const STRIP: [&str; 3] = ["--strip-debug", "--strip-producers", "--strip-target-features"];

/// What rustc's wasm32 target emits by default; wasm-opt would refuse it otherwise.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Whether both are installed, so that what is new will be shrunk.
pub fn is_ready(build: &BuildFolder) -> bool {
    packages(build).are_installed()
}

/// Installs both if it can, or says in one line why all will stay as it is.
pub fn prepare(stage: &mut Stage<'_>) {
    if is_ready(stage.build) {
        return;
    }
    if !Packages::can_install() {
        stage.note("npm is not installed, so wasm and scripts stay unshrunk");
    } else if let Err(error) = packages(stage.build).install(stage) {
        stage.note(&format!("wasm and scripts stay unshrunk: {error:#}"));
    }
}

/// Shrinks the file in place if binaryen is installed. Functions that are alike then stand together: brotli makes 2.5 %
/// less of them.
pub fn shrink(stage: &mut Stage<'_>, wasm: &Path) -> Result<()> {
    if !is_ready(stage.build) {
        return Ok(());
    }
    optimise(stage, wasm, &LEVEL)?;
    write(wasm, named_by_likeness(&read(wasm)?)?)?;
    optimise(stage, wasm, &ORDER)
}

fn optimise(stage: &mut Stage<'_>, wasm: &Path, how: &[&str]) -> Result<()> {
    let script = npm::program(&packages(stage.build).node_modules(), "binaryen", "bin/wasm-opt");
    let mut command = stage.build.command("node");
    command.arg(script).args(how).args(FEATURES).args(STRIP);
    stage.run(command.arg(wasm).arg("-o").arg(wasm))?;
    Ok(())
}

/// What a script is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// A module: its own names may all be shorter.
    Module,
    /// What a tag names.
    Classic,
}

/// A script as short as terser makes it, by way of a file in a folder; as it is, if terser is not installed.
pub fn shorten(stage: &mut Stage<'_>, folder: &Path, text: String, script: Script) -> Result<String> {
    if !is_ready(stage.build) {
        return Ok(text);
    }
    let file = folder.join("shorten.js");
    write(&file, text)?;
    let terser = npm::program(&packages(stage.build).node_modules(), "terser", "bin/terser");
    let mut command = stage.build.command("node");
    command.arg(terser).arg(&file).args(["--compress", "passes=3,ecma=2020", "--mangle", "--ecma", "2020"]);
    if script == Script::Module {
        command.arg("--module");
    }
    stage.run(command.arg("--output").arg(&file))?;
    read_text(&file)
}

fn packages(build: &BuildFolder) -> Packages<'static> {
    Packages { folder: build.node("binaryen"), manifest: MANIFEST, lock: LOCK }
}
