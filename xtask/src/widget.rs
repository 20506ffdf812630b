//! Builds the widget twice: *elements*, what the script tag loads, and *api*, for npm users.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::bindgen::{Importer, bind};
use crate::build_folder::{BuildFolder, read, read_text, write};
use crate::generation;
use crate::loader::{self, Parts};
use crate::shrink::{self, Script};
use crate::stage::Stage;
use crate::{digest, panics, run};

const TARGET: &str = "wasm32-unknown-unknown";

/// How the files are made, so that a new recipe makes them anew.
const RECIPE: [&str; 5] = [
    include_str!("bindgen.rs"),
    include_str!("loader.rs"),
    include_str!("panics.rs"),
    include_str!("shrink.rs"),
    include_str!("widget.rs"),
];

/// Which of the two builds.
#[derive(Clone, Copy)]
enum Flavour {
    Elements,
    Api,
}

/// Builds both, each only if something changed.
pub fn build_all(stage: &mut Stage<'_>) -> Result<()> {
    shrink::prepare(stage);
    build(stage, Flavour::Elements)?;
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

/// What is written by hand.
#[derive(Default)]
struct Scripts {
    loader: String,
    /// By name.
    later: Vec<(&'static str, String)>,
}

fn stamp(build: &BuildFolder, wasm: &[u8], scripts: &Scripts) -> String {
    let shrunk = [u8::from(shrink::is_ready(build))];
    let mut parts = RECIPE.map(str::as_bytes).to_vec();
    parts.extend([wasm, scripts.loader.as_bytes(), &shrunk]);
    parts.extend(scripts.later.iter().map(|(_, text)| text.as_bytes()));
    digest::stamp(&parts)
}

impl Flavour {
    fn name(self) -> &'static str {
        match self {
            Self::Elements => "elements",
            Self::Api => "api",
        }
    }

    /// A profile each, for the folder: in one folder the two would overwrite each other's
    /// `attar_widget.wasm`, and cargo would build both anew every time.
    fn cargo_args(self) -> &'static [&'static str] {
        match self {
            Self::Elements => &["--profile=widget"],
            Self::Api => &["--profile=widget-api", "--no-default-features", "--features=js"],
        }
    }

    fn profile_folder(self) -> &'static str {
        match self {
            Self::Elements => "widget",
            Self::Api => "widget-api",
        }
    }

    /// The loader's source and what it imports later; npm users need none.
    fn scripts(self, build: &BuildFolder) -> Result<Scripts> {
        match self {
            Self::Elements => {
                let later = loader::later(&build.root.join("wasm-widget/js/later"))?;
                Ok(Scripts { loader: loader_source(build)?, later })
            }
            Self::Api => Ok(Scripts::default()),
        }
    }

    /// The file that is written last.
    fn last_file(self, build: &BuildFolder) -> PathBuf {
        match self {
            Self::Elements => build.elements().join("manifest.json"),
            Self::Api => build.api().join("attar_widget.js"),
        }
    }
}

/// The loader's parts in one, with the style sheet.
pub fn loader_source(build: &BuildFolder) -> Result<String> {
    let folder = build.root.join("wasm-widget/js");
    let style = read_text(&folder.join("parts.css"))?;
    loader::styled(&loader::joined(&folder.join("loader"))?, &style)
}

/// The glue and the wasm that the elements' manifest names.
pub fn elements_files(build: &BuildFolder) -> Result<(Vec<u8>, Vec<u8>)> {
    let folder = build.elements();
    let manifest: Value = serde_json::from_str(&read_text(&folder.join("manifest.json"))?)?;
    let file = |part: &str| {
        let name = manifest[part]["file"].as_str();
        read(&folder.join(name.with_context(|| format!("the manifest does not name the {part}"))?))
    };
    Ok((file("glue")?, file("wasm")?))
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

fn pack(stage: &mut Stage<'_>, flavour: Flavour, wasm: &[u8], scripts: &Scripts) -> Result<()> {
    stage.say(&format!("binding and shrinking {}", flavour.name()));
    let work = stage.build.widget().join(format!("work-{}", std::process::id()));
    let (wasm, shrinks) = (panics::silence(wasm)?, shrink::is_ready(stage.build));
    match flavour {
        Flavour::Elements => {
            bind(wasm, Importer::Loader, shrinks, &work)?;
            shrink::shrink(stage, &work.join("attar_widget_bg.wasm"))?;
            let scripts = shortened(stage, &work, scripts)?;
            publish_elements(stage, &work, &scripts)?;
            fs::remove_dir_all(&work)?;
        }
        Flavour::Api => {
            bind(wasm, Importer::Npm, shrinks, &work)?;
            shrink::shrink(stage, &work.join("attar_widget_bg.wasm"))?;
            replace_folder(&work, &stage.build.api())?;
        }
    }
    Ok(())
}

/// What comes later, as short as it can be; the loader only once its names are in it.
fn shortened(stage: &mut Stage<'_>, work: &Path, scripts: &Scripts) -> Result<Scripts> {
    let mut shorter = Scripts { loader: scripts.loader.clone(), later: Vec::new() };
    for (place, text) in &scripts.later {
        shorter.later.push((*place, shrink::shorten(stage, work, text.clone(), Script::Module)?));
    }
    Ok(shorter)
}

fn replace_folder(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::rename(from, to).with_context(|| format!("`{}` could not be replaced", to.display()))
}

/// Names the glue, the wasm and what comes later by their content, fills the loader and writes the manifest.
fn publish_elements(stage: &mut Stage<'_>, work: &Path, scripts: &Scripts) -> Result<()> {
    let into = &stage.build.elements();
    ensure!(
        !work.join("snippets").exists(),
        "the elements' glue imports snippets, which the loader cannot name by their content"
    );
    let wasm = Served::named_by_content("wasm", read(&work.join("attar_widget_bg.wasm"))?);
    let glue = loader::strip(&read_text(&work.join("attar_widget.js"))?);
    let glue = shrink::shorten(stage, work, glue, Script::Module)?;
    let glue = Served::named_by_content("js", glue.into_bytes());
    let later =
        scripts.later.iter().map(|(_, text)| Served::named_by_content("js", text.clone().into_bytes()));
    let later: Vec<Served> = later.collect();
    let places: Vec<String> = scripts.later.iter().map(|(name, _)| loader::placeholder(name)).collect();
    let placed = places.iter().zip(&later).map(|(place, served)| (place.as_str(), served.file.as_str()));
    let placed: Vec<_> = placed.collect();
    let wasm_integrity = digest::integrity(&wasm.bytes);
    let parts = Parts { later: &placed, glue: &glue.file, wasm: &wasm.file, wasm_integrity: &wasm_integrity };
    let loader = loader::fill(&scripts.loader, &parts)?;
    let bytes = shrink::shorten(stage, work, loader, Script::Classic)?.into_bytes();
    let loader = Served { file: "attar.js".to_owned(), bytes };
    let files: Vec<&Served> = [&wasm, &glue].into_iter().chain(&later).collect();
    let names: Vec<&str> = files.iter().map(|served| served.file.as_str()).collect();
    let before = generation::before(into, &names);
    // The loader last: whatever it names is there.
    for served in files.iter().copied().chain([&loader]) {
        write(&into.join(&served.file), &served.bytes)?;
    }
    let mut manifest = json!({ "loader": loader.entry(), "glue": glue.entry(), "wasm": wasm.entry() });
    for ((name, _), served) in scripts.later.iter().zip(&later) {
        manifest[*name] = served.entry();
    }
    manifest["files"] = json!(names);
    manifest["before"] = json!(before);
    write(&into.join("manifest.json"), format!("{manifest:#}\n"))?;
    let before = before.iter().map(String::as_str);
    generation::remove_others(into, names.into_iter().chain(before).chain(["attar.js", "manifest.json"]))
}

/// A file the server hands out.
struct Served {
    file: String,
    bytes: Vec<u8>,
}

impl Served {
    fn named_by_content(extension: &str, bytes: Vec<u8>) -> Self {
        let file = format!("attar-{}.{extension}", digest::short(&bytes));
        Self { file, bytes }
    }

    fn entry(&self) -> Value {
        json!({
            "file": self.file,
            "integrity": digest::integrity(&self.bytes),
            "bytes": self.bytes.len(),
        })
    }
}
