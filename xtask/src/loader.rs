//! The loader the script tag names: its parts joined, placeholders filled, comments left out.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::build_folder::read_text;

/// The loader's parts, in the order in which they run.
const PARTS: [&str; 11] = [
    "frame", "network", "device", "tabs", "exchange", "people", "stand", "engine", "said", "elements",
    "global",
];

/// Around the parts: one function, which is given the tag that named it. What a browser cannot do breaks nothing of the
/// page's own.
const HEAD: &str = "(script => {\ntry {\n";
const TAIL: &str = "} catch (why) { console.warn('attar:', why); }\n})(document.currentScript);\n";

/// What the loader imports later, if at all: a file each, named by its content, and how the loader calls it.
pub const LATER: [(&str, &str); 4] = [
    ("server", "address('__ATTAR_SERVER__', tries)"),
    ("cards", "address('__ATTAR_CARDS__')"),
    ("mine", "address('__ATTAR_MINE__')"),
    ("layer", "address('__ATTAR_LAYER__')"),
];

/// What the loader has to know about the files it fetches.
pub struct Parts<'a> {
    /// Placeholders and file names of what it imports later.
    pub later: &'a [(&'a str, &'a str)],
    /// File name of the glue, relative to the loader.
    pub glue: &'a str,
    /// File name of the wasm, relative to the loader.
    pub wasm: &'a str,
    /// The wasm's integrity string.
    pub wasm_integrity: &'a str,
}

/// The parts of a folder inside one function: the page sees nothing of them but the global.
pub fn joined(folder: &Path) -> Result<String> {
    let mut text = String::from(HEAD);
    for part in PARTS {
        text.push_str(&read_text(&folder.join(part).with_extension("js"))?);
    }
    text.push_str(TAIL);
    Ok(text)
}

/// What the loader imports later: names and texts.
pub fn later(folder: &Path) -> Result<Vec<(&'static str, String)>> {
    let read = |name: &str| read_text(&folder.join(name).with_extension("js"));
    LATER.iter().map(|(name, _)| Ok((*name, strip(&read(name)?)))).collect()
}

/// What stands in the loader for the file of that name.
pub fn placeholder(name: &str) -> String {
    format!("__ATTAR_{}__", name.to_uppercase())
}

/// Fills the placeholders and strips the comments.
pub fn fill(source: &str, parts: &Parts<'_>) -> Result<String> {
    let values = [
        ("__ATTAR_GLUE__", parts.glue),
        ("__ATTAR_WASM__", parts.wasm),
        ("__ATTAR_WASM_INTEGRITY__", parts.wasm_integrity),
    ];
    let mut text = strip(source);
    for (placeholder, value) in values.iter().chain(parts.later).copied() {
        text = replaced(&text, placeholder, value)?;
    }
    Ok(text)
}

/// The same as a module for npm: `frame` around what the function holds. The files lie beside the module, named in the
/// way that bundlers understand.
pub fn module(source: &str, frame: &str, wasm_integrity: &str) -> Result<String> {
    let inside = strip(source);
    let inside = inside.strip_prefix(HEAD).and_then(|inside| inside.strip_suffix(TAIL));
    let mut text = inside.context("the loader is not one function")?.to_owned();
    let values = [
        ("address('__ATTAR_GLUE__')", "'./glue.js'"),
        ("address('__ATTAR_WASM__')", "new URL('./engine.wasm', import.meta.url)"),
        ("__ATTAR_WASM_INTEGRITY__", wasm_integrity),
    ];
    for (placeholder, value) in values {
        text = replaced(&text, placeholder, value)?;
    }
    for (name, called) in LATER {
        text = replaced(&text, called, &format!("'./{name}.js'"))?;
    }
    replaced(&strip(frame), "__ATTAR_LOADER__", &text)
}

fn replaced(text: &str, placeholder: &str, value: &str) -> Result<String> {
    ensure!(text.contains(placeholder), "the loader has no placeholder `{placeholder}`");
    Ok(text.replace(placeholder, value))
}

/// Puts the style sheet of the answers into the loader.
pub fn styled(source: &str, style: &str) -> Result<String> {
    replaced(source, "__ATTAR_STYLE__", strip_style(style)?.trim_end())
}

/// Leaves out indentation, blank lines and comments; what is left must fit into a template literal.
fn strip_style(style: &str) -> Result<String> {
    let mut kept = String::with_capacity(style.len());
    for piece in style.split("/*").enumerate().filter_map(|(place, piece)| match place {
        0 => Some(piece),
        _ => piece.split_once("*/").map(|(_, behind)| behind),
    }) {
        piece.lines().map(str::trim).filter(|line| !line.is_empty()).for_each(|line| keep(&mut kept, line));
    }
    ensure!(
        !kept.contains(['`', '\\', '$']),
        "the style sheet may not hold a backtick, a backslash or a dollar"
    );
    Ok(kept)
}

/// Leaves out indentation, blank lines, lines that are only a `//` comment and block comments
/// that have their lines to themselves. Template literals stay as they are.
pub fn strip(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut place = Place::Code;
    for line in source.lines() {
        let trimmed = line.trim();
        match place {
            Place::Comment => keep_behind_comment(&mut kept, trimmed),
            Place::Template => keep(&mut kept, line),
            Place::Code if trimmed.is_empty() || trimmed.starts_with("//") => continue,
            Place::Code if is_comment_start(trimmed) => {}
            Place::Code => keep(&mut kept, trimmed),
        }
        place = place.after(trimmed);
    }
    kept
}

fn keep(kept: &mut String, line: &str) {
    kept.push_str(line);
    kept.push('\n');
}

fn keep_behind_comment(kept: &mut String, trimmed: &str) {
    if let Some((_, code)) = trimmed.split_once("*/")
        && !code.trim().is_empty()
    {
        keep(kept, code.trim());
    }
}

/// A block comment with code behind it on the same line is left alone.
fn is_comment_start(trimmed: &str) -> bool {
    trimmed.starts_with("/*") && trimmed.find("*/").is_none_or(|at| at + 2 == trimmed.len())
}

/// What the next line is part of.
#[derive(Clone, Copy)]
enum Place {
    Code,
    Comment,
    Template,
}

impl Place {
    fn after(self, trimmed: &str) -> Self {
        match self {
            Self::Comment => match trimmed.split_once("*/") {
                Some((_, code)) => Self::Code.across_backticks(code),
                None => Self::Comment,
            },
            Self::Code if trimmed.starts_with("//") => Self::Code,
            Self::Code if is_comment_start(trimmed) && trimmed.contains("*/") => Self::Code,
            Self::Code if is_comment_start(trimmed) => Self::Comment,
            Self::Code | Self::Template => self.across_backticks(trimmed),
        }
    }

    fn across_backticks(self, trimmed: &str) -> Self {
        let odd = trimmed.matches('`').count() % 2 == 1;
        match (self, odd) {
            (Self::Code, true) => Self::Template,
            (Self::Template, true) => Self::Code,
            (same, _) => same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_holds_the_parts_and_nothing_else() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wasm-widget/js/loader");
        let entries = std::fs::read_dir(&folder).expect("the loader's folder");
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("a file").file_name();
        let mut files: Vec<_> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
        let mut parts = PARTS.map(|part| format!("{part}.js"));
        files.sort();
        parts.sort();
        assert_eq!(files, parts);
        let text = joined(&folder).expect("every part");
        assert!(text.starts_with("(script => {\ntry {\n// ") && text.ends_with(TAIL), "one function");
        let files: Vec<_> = later(&folder.with_file_name("later")).expect("what comes later");
        assert!(files.iter().all(|(name, _)| text.contains(&placeholder(name))), "each is imported");
    }

    #[test]
    fn comments_go_and_code_stays() {
        let source = "/** A loader.\n * of two lines */\n\n  // a reason\n  const a = 'x//y'; // kept\n/* in front */ b();\n/* one */\nc();\n/* two\n*/ d();\n";
        assert_eq!(strip(source), "const a = 'x//y'; // kept\n/* in front */ b();\nc();\nd();\n");
    }

    #[test]
    fn template_literals_keep_their_lines() {
        let source = "const css = `\n  // not a comment\n\n  :host {}`;\n  // a comment\nrun(`x`);\n";
        assert_eq!(strip(source), "const css = `\n  // not a comment\n\n  :host {}`;\nrun(`x`);\n");
    }

    #[test]
    fn a_missing_placeholder_is_an_error() {
        let later = [("__LATER__", "l.js")];
        let parts = Parts { later: &[], glue: "g.js", wasm: "w.wasm", wasm_integrity: "sha384-x" };
        let source =
            "import('__ATTAR_GLUE__');fetch('__ATTAR_WASM__',{integrity:'__ATTAR_WASM_INTEGRITY__'});";
        let filled = fill(source, &parts).expect("all three are there");
        assert_eq!(filled, "import('g.js');fetch('w.wasm',{integrity:'sha384-x'});\n");
        assert!(fill("import('__ATTAR_GLUE__')", &parts).is_err());
        let parts = Parts { later: &later, ..parts };
        assert!(fill(source, &parts).is_err(), "it imports nothing later");
        let filled = fill(&format!("{source}import('__LATER__');"), &parts).expect("all four");
        assert!(filled.ends_with("import('l.js');\n"));
    }

    #[test]
    fn a_module_finds_its_files_beside_itself() {
        let later: String = LATER.iter().map(|(_, called)| format!("import({called});\n")).collect();
        let source = format!(
            "{HEAD}import(address('__ATTAR_GLUE__'));\nfetch(address('__ATTAR_WASM__'), '__ATTAR_WASM_INTEGRITY__');\n{later}{TAIL}"
        );
        let later: String = LATER.iter().map(|(name, _)| format!("import('./{name}.js');\n")).collect();
        let module = module(&source, "// why\nconst run = script => {\n__ATTAR_LOADER__};\n", "sha384-x");
        let wasm = "fetch(new URL('./engine.wasm', import.meta.url), 'sha384-x');";
        assert_eq!(
            module.ok(),
            Some(
                format!("const run = script => {{\nimport('./glue.js');\n{wasm}\n{later}}};\n\n")
                    .trim_end()
                    .to_owned()
                    + "\n"
            )
        );
    }

    #[test]
    fn the_style_goes_in_without_its_comments() {
        let style = "/* a reason */\n  p { color: red; } /* another */\n\n";
        let styled_source = styled("css(`__ATTAR_STYLE__`);", style).expect("a style");
        assert_eq!(styled_source, "css(`p { color: red; }`);");
        assert!(
            styled("css(``);", style).is_err() && styled("`__ATTAR_STYLE__`", "p { content: `; }").is_err()
        );
    }
}
