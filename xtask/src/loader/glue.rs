//! wasm-bindgen's glue as one object at the head of a module, so that both are one file to fetch.

use anyhow::{Context, Result};

use super::strip::strip;

/// How wasm-bindgen ends its module.
const END: &str = "export { initSync, __wbg_init as default };";

/// The glue's functions as they are, and `glue`, which holds all that it exported.
pub fn inside(glue: &str) -> Result<String> {
    let text = strip(glue);
    let text = text.replace("export function ", "function ");
    let text = text.strip_suffix('\n').and_then(|text| text.strip_suffix(END));
    let text = text.with_context(|| format!("the glue does not end in `{END}`"))?;
    let names = glue.lines().filter_map(|line| line.strip_prefix("export function "));
    let names: Vec<&str> = names.filter_map(|line| line.split('(').next()).collect();
    Ok(format!("{text}export const glue = {{ default: __wbg_init, {} }};\n", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_exported_is_in_one_object() {
        let glue = "/** Says. */\nexport function say(a) {\n  return a;\n}\nfunction own() {}\nexport { initSync, __wbg_init as default };\n";
        let inside = inside(glue).expect("a glue");
        let wanted = "function say(a) {\nreturn a;\n}\nfunction own() {}\nexport const glue = { default: __wbg_init, say };\n";
        assert_eq!(inside, wanted);
        assert!(super::inside("export function say() {}\n").is_err(), "another end");
    }
}
