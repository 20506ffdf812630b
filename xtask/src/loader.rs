//! The loader: the boot that the script tag names, and the rest, which the boot imports. Parts joined, placeholders
//! filled, comments left out.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::build_folder::read_text;

pub mod glue;
pub mod strip;

use strip::{strip, strip_style};

/// The parts of the rest, in the order in which they run.
const PARTS: [&str; 12] = [
    "frame", "network", "device", "owed", "tabs", "exchange", "people", "stand", "engine", "said",
    "elements", "global",
];

/// Before the parts, for the glue's use.
const UNFOLD: &str = "unfold";

/// Around the parts: one function, which is given what the boot has.
const HEAD: &str = "export default own => {\n";
const TAIL: &str = "};\n";

/// What the rest imports later, if at all: a file each, named by its content, and how the rest calls it.
pub const LATER: [(&str, &str); 8] = [
    ("server", "own.bring('__ATTAR_SERVER__', '__ATTAR_SERVER_INTEGRITY__', tries)"),
    ("cards", "own.bring('__ATTAR_CARDS__', '__ATTAR_CARDS_INTEGRITY__')"),
    ("mine", "own.bring('__ATTAR_MINE__', '__ATTAR_MINE_INTEGRITY__')"),
    ("loyalty", "own.bring('__ATTAR_LOYALTY__', '__ATTAR_LOYALTY_INTEGRITY__')"),
    ("layer", "own.bring('__ATTAR_LAYER__', '__ATTAR_LAYER_INTEGRITY__')"),
    ("debug", "own.bring('__ATTAR_DEBUG__', '__ATTAR_DEBUG_INTEGRITY__')"),
    ("offline", "own.bring('__ATTAR_OFFLINE__', '__ATTAR_OFFLINE_INTEGRITY__')"),
    ("last", "own.bring('__ATTAR_LAST__', '__ATTAR_LAST_INTEGRITY__')"),
];

/// The hand-written sources, as they are in the checkout.
#[derive(Debug, Default)]
pub struct Sources {
    /// What runs first, without what stands around it.
    pub boot: String,
    /// What stands around the boot where a tag names it.
    pub tag: String,
    /// What the boot imports, without the glue.
    pub rest: String,
    /// What the rest imports later: names and texts.
    pub later: Vec<(&'static str, String)>,
}

impl Sources {
    /// Reads them from the folder `js`.
    pub fn read(folder: &Path) -> Result<Self> {
        let boot = folder.join("boot");
        let text = read_text(&boot.join("boot.js"))?;
        let rest = styled(
            &joined(&folder.join("loader"))?,
            "__ATTAR_STYLE__",
            &read_text(&folder.join("parts.css"))?,
        )?;
        Ok(Self {
            boot: styled(&text, "__ATTAR_ROOM__", &read_text(&boot.join("room.css"))?)?,
            tag: strip(&read_text(&boot.join("tag.js"))?),
            rest: strip(&rest),
            later: later(folder)?,
        })
    }

    /// All texts, for a stamp.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let later = self.later.iter().map(|(_, text)| text.as_str());
        [self.boot.as_str(), &self.tag, &self.rest].into_iter().chain(later)
    }

    /// The boot as the tag's script, which knows where the rest is.
    pub fn tagged(&self, rest: &Link<'_>) -> Result<String> {
        let text = replaced(&self.tag, "__ATTAR_BOOT__", &strip(&self.boot))?;
        rest.fill(&text, "rest")
    }

    /// The boot as a module for npm: `frame` around it.
    pub fn module(&self, frame: &str) -> Result<String> {
        replaced(&strip(frame), "__ATTAR_BOOT__", &strip(&self.boot))
    }

    /// The rest with the glue before it, which knows where its other files are.
    pub fn rest(&self, glue: &str, wasm: &Link<'_>, later: &[(&str, Link<'_>)]) -> Result<String> {
        let mut text = wasm.fill(&self.rest, "wasm")?;
        for (name, link) in later {
            text = link.fill(&text, name)?;
        }
        Ok(glue::inside(glue)? + &text)
    }

    /// The same for npm: the files lie beside it, named in the way that bundlers understand.
    pub fn rest_module(&self, glue: &str, wasm_integrity: &str) -> Result<String> {
        let wasm = "own.address('__ATTAR_WASM__')";
        let mut text = replaced(&self.rest, wasm, "new URL('./engine.bin', import.meta.url)")?;
        text = replaced(&text, "__ATTAR_WASM_INTEGRITY__", wasm_integrity)?;
        for (name, called) in LATER {
            text = replaced(&text, called, &format!("import('./{name}.js')"))?;
        }
        Ok(glue::inside(glue)? + &text)
    }
}

/// A file that a script fetches: its name, and what the browser holds it to.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// Its name in the folder `attar`.
    pub file: &'a str,
    /// Its integrity string.
    pub integrity: &'a str,
}

impl Link<'_> {
    fn fill(&self, text: &str, name: &str) -> Result<String> {
        let name = name.to_uppercase();
        let text = replaced(text, &format!("__ATTAR_{name}__"), self.file)?;
        replaced(&text, &format!("__ATTAR_{name}_INTEGRITY__"), self.integrity)
    }
}

/// The parts of a folder inside one function.
fn joined(folder: &Path) -> Result<String> {
    let script = |part: &str| read_text(&folder.join(part).with_extension("js"));
    let mut text = script(UNFOLD)? + HEAD;
    for part in PARTS {
        text.push_str(&script(part)?);
    }
    text.push_str(TAIL);
    Ok(text)
}

fn later(folder: &Path) -> Result<Vec<(&'static str, String)>> {
    let own = |name: &str| read_text(&folder.join("later").join(name).with_extension("js"));
    let read = |name: &str| match name {
        // It reads what the shop signed.
        "loyalty" => Ok(read_text(&folder.join("jws.js"))? + &own(name)?),
        _ => own(name),
    };
    LATER.iter().map(|(name, _)| Ok((*name, strip(&read(name)?)))).collect()
}

fn replaced(text: &str, placeholder: &str, value: &str) -> Result<String> {
    ensure!(text.contains(placeholder), "the loader has no placeholder `{placeholder}`");
    Ok(text.replace(placeholder, value))
}

/// Puts a style sheet into a script.
fn styled(source: &str, placeholder: &str, style: &str) -> Result<String> {
    replaced(source, placeholder, strip_style(style)?.trim_end())
        .with_context(|| format!("a style sheet has no place at `{placeholder}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn js() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../wasm-widget/js")
    }

    #[test]
    fn the_folder_holds_the_parts_and_nothing_else() {
        let folder = js().join("loader");
        let entries = std::fs::read_dir(&folder).expect("the loader's folder");
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("a file").file_name();
        let mut files: Vec<_> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
        let mut parts: Vec<_> = PARTS.iter().chain([&UNFOLD]).map(|part| format!("{part}.js")).collect();
        files.sort();
        parts.sort();
        assert_eq!(files, parts);
    }

    #[test]
    fn every_file_is_named_and_checked() {
        let sources = Sources::read(&js()).expect("the sources");
        let link = |file| Link { file, integrity: "sha256-of-it" };
        let later: Vec<_> = LATER.iter().map(|(name, _)| (*name, link("l.js"))).collect();
        let glue = "export function start() {}\nasync function __wbg_load() {}\nexport { initSync, __wbg_init as default };\n";
        let rest = sources.rest(glue, &link("w.bin"), &later).expect("the rest");
        let tag = sources.tagged(&link("r.js")).expect("the tag's script");
        for text in [&rest, &tag] {
            assert!(!text.contains("__ATTAR_"), "no placeholder is left");
        }
        assert!(tag.contains("bring('r.js', 'sha256-of-it', again)") && !tag.contains("export"));
        assert!(tag.starts_with("(script => {\ntry {\n") && tag.ends_with("})(document.currentScript);\n"));
        assert!(rest.contains("own.address('w.bin'), { integrity: 'sha256-of-it' }"));
        assert!(sources.rest(glue, &link("w.bin"), &later[1..]).is_ok_and(|text| text.contains("__ATTAR_")));
        assert!(
            Link { file: "x", integrity: "y" }.fill("nothing", "rest").is_err(),
            "a placeholder that is missing"
        );
    }

    #[test]
    fn a_module_finds_its_files_beside_itself() {
        let sources = Sources::read(&js()).expect("the sources");
        let rest = sources
            .rest_module(
                "async function __wbg_load() {}\nexport { initSync, __wbg_init as default };\n",
                "sha256-x",
            )
            .expect("the rest");
        assert!(rest.contains("fetch(new URL('./engine.bin', import.meta.url), { integrity: 'sha256-x' })"));
        assert!(LATER.iter().all(|(name, _)| rest.contains(&format!("import('./{name}.js')"))));
        let boot = sources.module("// why\nconst run = script => {\n__ATTAR_BOOT__\n};\n").expect("the boot");
        assert!(boot.starts_with("const run = script => {\nconst page = window") && boot.ends_with("};\n"));
    }

    #[test]
    fn the_style_goes_in_without_its_comments() {
        let style = "/* a reason */\n  p { color: red; } /* another */\n\n";
        let styled_source = styled("css(`__STYLE__`);", "__STYLE__", style).expect("a style");
        assert_eq!(styled_source, "css(`p{color:red}`);");
        assert!(styled("css(``);", "__STYLE__", style).is_err());
        assert!(styled("`__STYLE__`", "__STYLE__", "p { content: `; }").is_err());
    }
}
