//! Shrinks wasm with binaryen's `wasm-opt`, which comes from npm when npm is there.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build_folder::BuildFolder;
use crate::npm::{self, Packages};
use crate::stage::Stage;

const MANIFEST: &str = include_str!("../tools/package.json");
const LOCK: &str = include_str!("../tools/package-lock.json");

/// Speed first: most of what `-Oz` saves, brotli saves as well.
const LEVEL: &str = "-O3";

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

/// What will happen to the wasm; part of the widget's stamp.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shrinking {
    /// binaryen is installed.
    Ready,
    /// npm is there, binaryen is not: it will be tried once for every new wasm.
    Wanted,
    /// There is no npm.
    Impossible,
}

impl Shrinking {
    /// What can be done on this machine now.
    pub fn now(build: &BuildFolder) -> Self {
        if packages(build).are_installed() {
            Self::Ready
        } else if Packages::can_install() {
            Self::Wanted
        } else {
            Self::Impossible
        }
    }

    /// Its name in the stamp.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ready => "binaryen",
            Self::Wanted => "binaryen wanted",
            Self::Impossible => "no npm",
        }
    }
}

/// Shrinks the file in place, or says in one line why it was left as it is.
pub fn shrink(stage: &mut Stage<'_>, wasm: &Path) -> Result<()> {
    if Shrinking::now(stage.build) == Shrinking::Impossible {
        stage.note("npm is not installed, so the wasm stays unshrunk (about a tenth larger)");
        return Ok(());
    }
    match packages(stage.build).install(stage) {
        Ok(node_modules) => optimize(stage, &node_modules, wasm),
        Err(error) => {
            stage.note(&format!("the wasm stays unshrunk: {error:#}"));
            Ok(())
        }
    }
}

fn packages(build: &BuildFolder) -> Packages<'static> {
    Packages {
        folder: build.node("binaryen"),
        manifest: MANIFEST,
        lock: LOCK,
    }
}

fn optimize(stage: &mut Stage<'_>, node_modules: &Path, wasm: &Path) -> Result<()> {
    let script: PathBuf = npm::program(node_modules, "binaryen", "bin/wasm-opt");
    let mut command = stage.build.command("node");
    command.arg(script).arg(LEVEL).args(FEATURES);
    command.args([
        "--strip-debug",
        "--strip-producers",
        "--strip-target-features",
    ]);
    stage.run(command.arg(wasm).arg("-o").arg(wasm))?;
    Ok(())
}
