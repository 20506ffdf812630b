//! wasm-bindgen's glue as one object at the head of a module, so that both are one file to fetch.

use anyhow::{Context, Result};

use super::strip::strip;

/// Where the part of wasm-bindgen's module begins that fetches and starts the wasm, to the end.
const START: &str = "async function __wbg_load(";
/// What stands there instead: the wasm is there already, folded.
const BEGIN: &str = "const __wbg_init = async folded => {
const { instance, module } = await WebAssembly.instantiate(unfold(folded), __wbg_get_imports());
__wbg_finalize_init(instance, module);
};
";

/// The glue's functions as they are, and `glue`, which holds all that it exported.
pub fn inside(glue: &str) -> Result<String> {
    let text = strip(glue);
    let text = text.replace("export function ", "function ");
    let start = text.find(START).with_context(|| format!("the glue has no `{START}`"))?;
    let text = [&text[..start], BEGIN].concat();
    let names = glue.lines().filter_map(|line| line.strip_prefix("export function "));
    let names: Vec<&str> = names.filter_map(|line| line.split('(').next()).collect();
    Ok(format!("{text}export const glue = {{ default: __wbg_init, {} }};\n", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_exported_is_in_one_object() {
        let glue = "/** Says. */\nexport function say(a) {\n  return a;\n}\nfunction own() {}\nasync function __wbg_load() {}\nexport { initSync, __wbg_init as default };\n";
        let inside = inside(glue).expect("a glue");
        let wanted = "function say(a) {\nreturn a;\n}\nfunction own() {}\n";
        assert_eq!(inside, [wanted, BEGIN, "export const glue = { default: __wbg_init, say };\n"].concat());
        assert!(super::inside("export function say() {}\n").is_err(), "another end");
    }
}
