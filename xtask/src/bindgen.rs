//! Makes the JavaScript glue, through wasm-bindgen's own library: nothing to install.

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

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
    bindgen.generate(into).context("wasm-bindgen could not make the glue")
}
