//! Builds the widget twice: *elements*, what the script tag loads, and *api*, for npm users.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::bindgen::{Importer, bind};
use crate::build_folder::{BuildFolder, read, write};
use crate::loader::Sources;
use crate::publish::publish_elements;
use crate::stage::Stage;
use crate::{digest, panics, run, shrink};

const TARGET: &str = "wasm32-unknown-unknown";

/// How the files are made, so that a new recipe makes them anew.
const RECIPE: [&str; 6] = [
    include_str!("alike.rs"),
    include_str!("bindgen.rs"),
    include_str!("panics.rs"),
    include_str!("sections.rs"),
    include_str!("shrink.rs"),
    include_str!("widget.rs"),
];

/// The same of scripts.
const SCRIPTING: [&str; 5] = [
    include_str!("fold.rs"),
    include_str!("loader.rs"),
    include_str!("loader/glue.rs"),
    include_str!("loader/strip.rs"),
    include_str!("publish.rs"),
];

/// Which of the two builds.
#[derive(Clone, Copy)]
enum Flavour {
    Elements,
    /// For programs, with whole carts.
    Api,
    /// For programs that show, and leave carts to the server.
    Lean,
}

/// Builds both, each only if something changed.
pub fn build_all(stage: &mut Stage<'_>) -> Result<()> {
    shrink::prepare(stage);
    build(stage, Flavour::Elements)?;
    build(stage, Flavour::Lean)?;
    build(stage, Flavour::Api)
}

/// Builds what the script tag loads, if something changed. Only the first time does it try to
/// install what shrinks the wasm: a shop without a network must not wait for it at every start.
pub fn build_elements(stage: &mut Stage<'_>) -> Result<()> {
    if !Flavour::Elements.last_file(stage.build).is_file() {
        shrink::prepare(stage);
    }
    build(stage, Flavour::Elements)
}

fn build(stage: &mut Stage<'_>, flavour: Flavour) -> Result<()> {
    let wasm = compile(stage, flavour)?;
    let scripts = flavour.scripts(stage.build)?;
    let stamp_file = stage.build.widget().join(format!("{}.stamp", flavour.name()));
    let stamp = stamp(stage.build, &wasm, &scripts);
    let is_fresh = fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp);
    if is_fresh && flavour.last_file(stage.build).is_file() {
        return Ok(());
    }
    pack(stage, flavour, &wasm, &scripts)?;
    write(&stamp_file, stamp)
}

fn stamp(build: &BuildFolder, wasm: &[u8], scripts: &Sources) -> String {
    let shrunk = [u8::from(shrink::is_ready(build))];
    let mut parts = RECIPE.map(str::as_bytes).to_vec();
    parts.extend([wasm, &shrunk]);
    parts.extend(scripts.texts().map(str::as_bytes));
    if scripts.texts().any(|text| !text.is_empty()) {
        parts.extend(SCRIPTING.map(str::as_bytes));
    }
    digest::stamp(&parts)
}

impl Flavour {
    fn name(self) -> &'static str {
        match self {
            Self::Elements => "elements",
            Self::Api => "api",
            Self::Lean => "lean",
        }
    }

    /// A profile each, for the folder: in one folder the two would overwrite each other's
    /// `attar_widget.wasm`, and cargo would build both anew every time.
    fn cargo_args(self) -> &'static [&'static str] {
        match self {
            Self::Elements => &["--profile=widget"],
            Self::Api => &["--profile=widget-api", "--no-default-features", "--features=js,carts"],
            Self::Lean => &["--profile=widget-lean", "--no-default-features", "--features=js"],
        }
    }

    fn profile_folder(self) -> &'static str {
        match self {
            Self::Elements => "widget",
            Self::Api => "widget-api",
            Self::Lean => "widget-lean",
        }
    }

    /// What is written by hand; npm users need none.
    fn scripts(self, build: &BuildFolder) -> Result<Sources> {
        match self {
            Self::Elements => sources(build),
            Self::Api | Self::Lean => Ok(Sources::default()),
        }
    }

    /// The file that is written last.
    fn last_file(self, build: &BuildFolder) -> PathBuf {
        match self {
            Self::Elements => build.elements().join("manifest.json"),
            Self::Api => build.api().join("attar_widget.js"),
            Self::Lean => build.lean().join("attar_widget.js"),
        }
    }
}

/// The loader's sources.
pub fn sources(build: &BuildFolder) -> Result<Sources> {
    Sources::read(&build.root.join("wasm-widget/js"))
}

fn compile(stage: &mut Stage<'_>, flavour: Flavour) -> Result<Vec<u8>> {
    stage.say(&format!("compiling {}", flavour.name()));
    ensure_target(stage)?;
    let mut cargo = stage.build.cargo();
    cargo.args(["build", "--package", "attar-widget", "--target", TARGET]);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", remap_paths());
    stage.run(cargo.args(flavour.cargo_args()))?;
    let folder = stage.build.target.join(TARGET).join(flavour.profile_folder());
    read(&folder.join("attar_widget.wasm"))
}

/// Panics name source files: under the builder's home folder they would make the wasm, and so
/// its name, differ from machine to machine.
fn remap_paths() -> String {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let cargo_home = cargo_home.unwrap_or_default();
    format!("--remap-path-prefix={}=cargo", cargo_home.join("registry/src").display())
}

/// Adds the wasm target through rustup; a Rust without rustup must bring it along.
fn ensure_target(stage: &mut Stage<'_>) -> Result<()> {
    let mut rustup = stage.build.command("rustup");
    let Ok(installed) = run::ask(rustup.args(["target", "list", "--installed"])) else {
        return Ok(());
    };
    if installed.lines().any(|target| target == TARGET) {
        return Ok(());
    }
    stage.note(&format!("adding the target {TARGET}"));
    let mut rustup = stage.build.command("rustup");
    stage.run(rustup.args(["target", "add", TARGET]))?;
    Ok(())
}

fn pack(stage: &mut Stage<'_>, flavour: Flavour, wasm: &[u8], scripts: &Sources) -> Result<()> {
    match flavour {
        Flavour::Elements => {
            let bound = bound_elements(stage, wasm)?;
            publish_elements(stage, &bound, scripts)
        }
        Flavour::Api | Flavour::Lean => {
            let into = if matches!(flavour, Flavour::Api) { stage.build.api() } else { stage.build.lean() };
            let work = stage.build.widget().join(format!("work-{}", std::process::id()));
            bind_into(stage, wasm, Importer::Npm, &work)?;
            replace_folder(&work, &into)
        }
    }
}

/// The folder of the bound and shrunk elements, which stay as they are while only scripts change.
fn bound_elements(stage: &mut Stage<'_>, wasm: &[u8]) -> Result<PathBuf> {
    let folder = stage.build.widget().join("bound");
    let stamp = stamp(stage.build, wasm, &Sources::default());
    if fs::read_to_string(folder.join("stamp")).is_ok_and(|old| old == stamp) {
        return Ok(folder);
    }
    let work = stage.build.widget().join(format!("work-{}", std::process::id()));
    bind_into(stage, wasm, Importer::Loader, &work)?;
    write(&work.join("stamp"), stamp)?;
    replace_folder(&work, &folder)?;
    Ok(folder)
}

fn bind_into(stage: &mut Stage<'_>, wasm: &[u8], importer: Importer, work: &Path) -> Result<()> {
    stage.say("binding and shrinking");
    bind(panics::silence(wasm)?, importer, shrink::is_ready(stage.build), work)?;
    shrink::shrink(stage, &work.join("attar_widget_bg.wasm"))
}

fn replace_folder(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::rename(from, to).with_context(|| format!("`{}` could not be replaced", to.display()))
}
