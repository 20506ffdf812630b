//! Makes the JavaScript glue, through wasm-bindgen's own library: nothing to install.

use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use walrus::ModuleConfig;
use wasm_bindgen_cli_support::Bindgen;

use crate::build_folder::{read, read_text, write};

/// The wasm's word for the glue.
const MODULE: &str = "./attar_widget_bg.js";
/// How exports begin that are wasm-bindgen's own.
const OWN: [&str; 3] = ["__wb", "__externref", "wasm_bindgen__"];

/// Who will import the glue.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Importer {
    /// Our loader, which fetches the wasm itself: the glue knows no path of its own.
    Loader,
    /// A bundler or a page: the glue finds the wasm beside itself and has types.
    Npm,
}

/// Writes `attar_widget.js`, `attar_widget_bg.wasm` and, for npm, the types into the folder. The names of functions stay
/// where something is to come that reads and removes them.
pub fn bind(wasm: Vec<u8>, importer: Importer, keep_names: bool, into: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("attar_widget", wasm)
        .web(true)?
        .typescript(importer == Importer::Npm)
        .omit_default_module_path(importer == Importer::Loader)
        .remove_name_section(!keep_names)
        .remove_producers_section(true);
    bindgen.generate(into).context("wasm-bindgen could not make the glue")?;
    if importer == Importer::Loader { shorten(into) } else { Ok(()) }
}

/// Gives what wasm and glue call one another by names of two letters: nobody else does, and a hash in a name does not
/// compress.
fn shorten(folder: &Path) -> Result<()> {
    let (file, script) = (folder.join("attar_widget_bg.wasm"), folder.join("attar_widget.js"));
    let parsed = ModuleConfig::new().generate_name_section(true).parse(&read(&file)?);
    let mut module = parsed.map_err(|error| anyhow!("the wasm could not be read: {error:#}"))?;
    let mut glue = replaced(&read_text(&script)?, &format!("\"{MODULE}\": "), "\"a\": ")?;
    for (place, import) in module.imports.iter_mut().enumerate() {
        let name = short(place);
        glue = replaced(&glue, &format!("\n        {}: ", import.name), &format!("\n        {name}: "))?;
        (import.module, import.name) = ("a".to_owned(), name);
    }
    let own = |name: &str| OWN.iter().any(|begin| name.starts_with(begin));
    for (place, export) in module.exports.iter_mut().filter(|export| own(&export.name)).enumerate() {
        let name = short(place);
        glue = glue.replace(&format!("wasm.{}", export.name), &format!("wasm.{name}"));
        export.name = name;
    }
    write(&file, module.emit_wasm())?;
    write(&script, glue)
}

/// `_a`, `_b`, and so on.
fn short(place: usize) -> String {
    let digit = |digit: usize| char::from_digit((digit % 36) as u32, 36).unwrap_or('_');
    ['_', digit(place / 36), digit(place)].iter().collect()
}

fn replaced(glue: &str, name: &str, by: &str) -> Result<String> {
    ensure!(glue.matches(name).count() == 1, "the glue does not say `{name}` once");
    Ok(glue.replace(name, by))
}
