//! Scripts and style sheets without their comments and indentation.

use anyhow::{Result, ensure};

/// Leaves out comments, line breaks and spaces that say nothing; what is left must fit into a template literal.
pub fn strip_style(style: &str) -> Result<String> {
    let pieces = style.split("/*").enumerate().filter_map(|(place, piece)| match place {
        0 => Some(piece),
        _ => piece.split_once("*/").map(|(_, behind)| behind),
    });
    let words: Vec<&str> = pieces.flat_map(str::split_whitespace).collect();
    let mut kept = words.join(" ");
    for mark in ["{", "}", ";", ",", ">"] {
        kept = kept.replace(&format!(" {mark}"), mark).replace(&format!("{mark} "), mark);
    }
    let kept = kept.replace(": ", ":").replace(";}", "}");
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
    fn a_style_keeps_what_it_says() {
        let style = "/* why */\na > b,\n:host([hidden]) { inset: calc(1rem - 2px) 0; color: red !important; }\n@media (a: b) {\n  c { d: e; }\n}\n";
        let short = "a>b,:host([hidden]){inset:calc(1rem - 2px) 0;color:red !important}@media (a:b){c{d:e}}";
        assert_eq!(strip_style(style).expect("a style"), short);
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
}
