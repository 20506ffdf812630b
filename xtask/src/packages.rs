//! Both builds as npm packages: folders with all that a package holds, and what `npm pack` makes of them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::build_folder::{read, read_text, write};
use crate::npm::Packages;
use crate::stage::Stage;
use crate::{debian, digest, publish, widget};

/// Of the workspace, and so of the widget.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What every package's `package.json` says until it is filled.
const NO_VERSION: &str = "\"version\": \"0.0.0\"";

/// Builds the widget if need be and packs it; gives the two files to install.
pub fn pack(stage: &mut Stage<'_>) -> Result<[PathBuf; 2]> {
    widget::build_all(stage)?;
    if !Packages::can_install() {
        debian::install(stage, "the npm packages", &["nodejs", "npm"])?;
    }
    let folder = stage.build.npm_packages();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    api(stage, &folder.join("api"))?;
    elements(stage, &folder.join("elements"))?;
    Ok([tarball(stage, &folder, "api")?, tarball(stage, &folder, "elements")?])
}

/// What shows, and in a folder of its own what prices whole carts as well.
fn api(stage: &Stage<'_>, into: &Path) -> Result<()> {
    let own = stage.build.root.join("wasm-widget/npm/api");
    doors(&own, &stage.build.lean(), into)?;
    doors(&own, &stage.build.api(), &into.join("carts"))?;
    let types = stage.build.root.join("wasm-widget/js/engine.d.ts");
    write(&into.join("carts/engine.d.ts"), read(&types)?)?;
    common(stage, &own, into)
}

/// The glue and the wasm as they are, and a door for pages and one for Node.
fn doors(own: &Path, built: &Path, into: &Path) -> Result<()> {
    for file in ["attar_widget.js", "attar_widget.d.ts", "attar_widget_bg.wasm"] {
        write(&into.join(file), read(&built.join(file))?)?;
    }
    for file in ["index.js", "node.js", "load.js", "index.d.ts"] {
        write(&into.join(file), read(&own.join(file))?)?;
    }
    Ok(())
}

/// The loader as a module, with the files that it loads beside it.
fn elements(stage: &Stage<'_>, into: &Path) -> Result<()> {
    let (own, js) =
        (stage.build.root.join("wasm-widget/npm/elements"), stage.build.root.join("wasm-widget/js"));
    let sources = widget::sources(stage.build)?;
    let glue = read_text(&stage.build.glue().join("glue.js"))?;
    let wasm = publish::named(&stage.build.elements(), "wasm")?;
    write(&into.join("index.js"), sources.module(&read_text(&own.join("index.js"))?)?)?;
    write(&into.join("rest.js"), sources.rest_module(&glue, &digest::integrity(&wasm))?)?;
    for (name, text) in &sources.later {
        write(&into.join(name).with_extension("js"), text)?;
    }
    write(&into.join("engine.bin"), wasm)?;
    write(&into.join("index.d.ts"), read(&js.join("attar.d.ts"))?)?;
    write(&into.join("parts.css"), read(&js.join("parts.css"))?)?;
    common(stage, &own, into)
}

/// What both have: the types of the engine, who may use it how, and the package's own words.
fn common(stage: &Stage<'_>, own: &Path, into: &Path) -> Result<()> {
    let root = &stage.build.root;
    write(&into.join("engine.d.ts"), read(&root.join("wasm-widget/js/engine.d.ts"))?)?;
    for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
        write(&into.join(license), read(&root.join(license))?)?;
    }
    write(&into.join("README.md"), read(&own.join("README.md"))?)?;
    let manifest = read_text(&own.join("package.json"))?;
    ensure!(manifest.contains(NO_VERSION), "`{}` has no {NO_VERSION}", own.join("package.json").display());
    write(&into.join("package.json"), manifest.replace(NO_VERSION, &format!("\"version\": \"{VERSION}\"")))
}

fn tarball(stage: &mut Stage<'_>, folder: &Path, package: &str) -> Result<PathBuf> {
    let mut npm = stage.build.command("npm");
    npm.current_dir(folder.join(package)).args(["pack", "--pack-destination"]).arg(folder);
    stage.run(&mut npm).with_context(|| format!("`{package}` could not be packed"))?;
    let file = folder.join(format!("attar-{package}-{VERSION}.tgz"));
    ensure!(file.is_file(), "npm did not write `{}`", file.display());
    Ok(file)
}
