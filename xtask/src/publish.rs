//! Names the files of the elements by their content, tells each where the others are, and writes the manifest.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::build_folder::{read, read_text, write};
use crate::fold::fold;
use crate::loader::strip::strip;
use crate::loader::{Link, Sources};
use crate::shrink::{self, Script};
use crate::stage::Stage;
use crate::{digest, generation};

/// The loader's name for ever; a file of the same bytes is named by them.
pub const LOADER: &str = "attar.js";

/// A file the server hands out.
struct Served {
    file: String,
    bytes: Vec<u8>,
    integrity: String,
}

impl Served {
    fn named_by_content(extension: &str, bytes: Vec<u8>) -> Self {
        let file = format!("attar-{}.{extension}", digest::short(&bytes));
        Self { file, integrity: digest::short_integrity(&bytes), bytes }
    }

    fn link(&self) -> Link<'_> {
        Link { file: &self.file, integrity: &self.integrity }
    }

    fn entry(&self) -> Value {
        json!({
            "file": self.file,
            "integrity": digest::integrity(&self.bytes),
            "check": self.integrity,
            "bytes": self.bytes.len(),
        })
    }
}

/// Every file of the elements: what each names is made before it.
struct Files {
    wasm: Served,
    later: Vec<(&'static str, Served)>,
    rest: Served,
    loader: Served,
}

/// Publishes what was bound and shrunk in `work`, with the scripts of the loader.
pub fn publish_elements(stage: &mut Stage<'_>, work: &Path, sources: &Sources) -> Result<()> {
    ensure!(
        !work.join("snippets").exists(),
        "the elements' glue imports snippets, which the loader cannot name by their content"
    );
    let files = Files::made(stage, work, sources)?;
    files.write(&stage.build.elements())?;
    let glue = read_text(&work.join("attar_widget.js"))?;
    let short = shrink::shorten(stage, work, strip(&glue), Script::Module)?;
    write(&stage.build.glue().join("short.js"), short)?;
    write(&stage.build.glue().join("glue.js"), glue)
}

/// The bytes of the file that the manifest of a folder names so.
pub fn named(folder: &Path, part: &str) -> Result<Vec<u8>> {
    let manifest: Value = serde_json::from_str(&read_text(&folder.join("manifest.json"))?)?;
    let name = manifest[part]["file"].as_str();
    read(&folder.join(name.with_context(|| format!("the manifest does not name the {part}"))?))
}

/// The two tags that a page may hold: one that follows every build, one of this build.
pub fn tags(folder: &Path) -> Result<String> {
    let manifest: Value = serde_json::from_str(&read_text(&folder.join("manifest.json"))?)?;
    let entry = &manifest["loader"];
    let member = |name: &str| entry[name].as_str().with_context(|| format!("the loader has no {name}"));
    let (file, integrity) = (member("file")?, member("integrity")?);
    Ok(format!(
        "<script async src=\"https://shop.example/{LOADER}\"></script>\n\
         <script async src=\"https://shop.example/attar/{file}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>\n"
    ))
}

impl Files {
    fn made(stage: &mut Stage<'_>, work: &Path, sources: &Sources) -> Result<Self> {
        let module = |stage: &mut Stage<'_>, text: String| -> Result<Served> {
            let text = shrink::shorten(stage, work, text, Script::Module)?;
            Ok(Served::named_by_content("js", text.into_bytes()))
        };
        let folded = fold(&read(&work.join("attar_widget_bg.wasm"))?)?;
        let wasm = Served::named_by_content("bin", folded);
        let mut later = Vec::new();
        for (name, text) in &sources.later {
            later.push((*name, module(stage, text.clone())?));
        }
        let links: Vec<(&str, Link<'_>)> =
            later.iter().map(|(name, served)| (*name, served.link())).collect();
        let glue = read_text(&work.join("attar_widget.js"))?;
        let rest = module(stage, sources.rest(&glue, &wasm.link(), &links)?)?;
        let loader = shrink::shorten(stage, work, sources.tagged(&rest.link())?, Script::Classic)?;
        let loader = Served::named_by_content("js", loader.into_bytes());
        Ok(Self { wasm, later, rest, loader })
    }

    /// Writes them, the loader last: whatever it names is there.
    fn write(&self, into: &Path) -> Result<()> {
        let later = self.later.iter().map(|(_, served)| served);
        let files: Vec<&Served> =
            [&self.wasm, &self.rest].into_iter().chain(later).chain([&self.loader]).collect();
        let names: Vec<&str> = files.iter().map(|served| served.file.as_str()).collect();
        let (before, kept) = (generation::before(into, &names), generation::kept(into));
        for served in &files {
            write(&into.join(&served.file), &served.bytes)?;
        }
        write(&into.join(LOADER), &self.loader.bytes)?;
        write(&into.join("manifest.json"), format!("{:#}\n", self.manifest(&names, &before, &kept)))?;
        let stay = before.iter().chain(&kept).map(String::as_str);
        generation::remove_others(into, names.into_iter().chain(stay).chain([LOADER, "manifest.json"]))
    }

    fn manifest(&self, names: &[&str], before: &[String], kept: &[String]) -> Value {
        let mut manifest = json!({ "rest": self.rest.entry(), "wasm": self.wasm.entry() });
        manifest["loader"] = self.loader.entry();
        for (name, served) in &self.later {
            manifest[*name] = served.entry();
        }
        manifest["files"] = json!(names);
        manifest["before"] = json!(before);
        manifest["kept"] = json!(kept);
        manifest
    }
}
