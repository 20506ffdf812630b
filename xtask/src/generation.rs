//! The files that the loader of the build before names: it may lie in a cache for a minute, so they stay for one more build.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use crate::build_folder::read_text;

/// The files of the build before, of a folder that is to hold those named now. The same build again has the same before.
pub fn before(folder: &Path, now: &[&str]) -> Vec<String> {
    let manifest = read_text(&folder.join("manifest.json")).unwrap_or_default();
    let manifest: Value = serde_json::from_str(&manifest).unwrap_or_default();
    let list = |member: &str| -> Vec<String> {
        let names = manifest[member].as_array().into_iter().flatten();
        names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    let last = list("files");
    if last == now { list("before") } else { last }
}

/// Removes all files of a folder but those named.
pub fn remove_others<'a>(folder: &Path, kept: impl Iterator<Item = &'a str> + Clone) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !kept.clone().any(|name| entry.file_name() == *name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cached_loader_names_outlives_one_build() {
        let folder = std::env::temp_dir().join(format!("attar-generation-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let build = |name: &str| {
            let before = before(&folder, &[name]);
            let manifest = serde_json::json!({ "files": [name], "before": before });
            fs::write(folder.join(name), name).expect("a file");
            fs::write(folder.join("manifest.json"), manifest.to_string()).expect("a manifest");
            let kept = before.iter().map(String::as_str).chain([name, "manifest.json"]);
            remove_others(&folder, kept).expect("a folder");
        };
        let there = |name: &str| folder.join(name).is_file();
        build("one");
        build("two");
        assert!(there("one") && there("two"));
        build("two");
        assert!(there("one"), "the same build again is no other");
        build("three");
        assert!(!there("one") && there("two") && there("three"));
        fs::remove_dir_all(folder).expect("gone");
    }
}
