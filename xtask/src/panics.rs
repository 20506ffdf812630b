//! Takes the words out of panics: in a browser nobody hears them.
//!
//! A panic in wasm ends in a trap, and before it std formats a message for a standard error that is not
//! there. What is left of it here is the trap. Where nothing else formats, all that formats goes with it.

use std::collections::HashSet;

use anyhow::{Result, anyhow};
use walrus::ir::{Call, Visitor, dfs_in_order};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, ModuleConfig};

/// Parts of the names of functions that never return.
const NEVER_RETURN: [&str; 11] = [
    "4core9panicking",
    "3std9panicking",
    "rust_begin_unwind",
    "unwrap_failed",
    "expect_failed",
    "assert_failed",
    "slice_index_fail",
    "slice_error_fail",
    "len_mismatch_fail",
    "handle_alloc_error",
    "capacity_overflow",
];
/// What the names of source files begin with.
const SOURCES: [&[u8]; 4] = [b"/rustc/", b"cargo/index.crates.io-", b"core/src/", b"wasm-widget/src/"];
/// Parts of the names of functions that format: `fmt` as a word of a path, and serde's counterpart.
const FORMATS: [&str; 2] = ["3fmt", "9expecting"];

/// The module with a bare trap for every panic.
pub fn silence(wasm: &[u8]) -> Result<Vec<u8>> {
    let parsed = ModuleConfig::new().generate_name_section(true).parse(wasm);
    let mut module = parsed.map_err(|error| anyhow!("the wasm could not be read: {error:#}"))?;
    for id in named(&module, &NEVER_RETURN) {
        trap(&mut module, id);
    }
    walrus::passes::gc::run(&mut module);
    let formats = named(&module, &FORMATS);
    if !has_callers(&module, &formats) {
        formats.into_iter().for_each(|id| trap(&mut module, id));
        walrus::passes::gc::run(&mut module);
    }
    let segments: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    segments.into_iter().for_each(|id| blank(&mut module.data.get_mut(id).value));
    Ok(module.emit_wasm())
}

/// Where panics would say that they are from: nothing else reads these names. What is as long and all the same shrinks
/// to nothing.
fn blank(data: &mut [u8]) {
    for place in 0..data.len() {
        let rest = &mut data[place..];
        if SOURCES.iter().any(|folder| rest.starts_with(folder)) {
            let end = rest.windows(3).position(|word| word == b".rs").map_or(0, |dot| dot + 3);
            rest[..end].fill(0);
        }
    }
}

fn named(module: &Module, parts: &[&str]) -> HashSet<FunctionId> {
    let has_part = |name: &str| parts.iter().any(|part| name.contains(part));
    let named = |id: &FunctionId| module.funcs.get(*id).name.as_deref().is_some_and(has_part);
    module.funcs.iter_local().map(|(id, _)| id).filter(named).collect()
}

/// Whether a function outside calls one of these. Only these make a `Formatter`, and each needs one: with no
/// call from outside, the vtables and arguments that point at them are never followed.
fn has_callers(module: &Module, these: &HashSet<FunctionId>) -> bool {
    let mut calls = Calls { these, found: false };
    for (id, function) in module.funcs.iter_local() {
        if !these.contains(&id) {
            dfs_in_order(&mut calls, function, function.entry_block());
        }
    }
    calls.found
}

struct Calls<'a> {
    these: &'a HashSet<FunctionId>,
    found: bool,
}

impl<'instr> Visitor<'instr> for Calls<'_> {
    fn visit_call(&mut self, call: &Call) {
        self.found |= self.these.contains(&call.func);
    }
}

fn trap(module: &mut Module, id: FunctionId) {
    let kind = module.types.get(module.funcs.get(id).ty());
    let (takes, gives) = (kind.params().to_vec(), kind.results().to_vec());
    let mut body = FunctionBuilder::new(&mut module.types, &takes, &gives);
    body.func_body().unreachable();
    let arguments = takes.iter().map(|kind| module.locals.add(*kind)).collect();
    module.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(arguments));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_source_files_are_blanked_and_nothing_else() {
        let mut data = *b"viewcore/src/view.rslist/rustc/59/library/core/src/str.rs.rs";
        blank(&mut data);
        let wanted = ["view", &"\0".repeat(16), "list", &"\0".repeat(33), ".rs"].concat();
        assert_eq!(data, *wanted.as_bytes());
    }
}
