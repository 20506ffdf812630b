//! The files of builds before: what the loader of the last one names stays for one more build, since it may lie in a cache
//! for a minute; what pages name by its hash stays as long as the shop says so.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use crate::build_folder::{read_text, write};

/// The files of the build before, of a folder that is to hold those named now. The same build again has the same before.
pub fn before(folder: &Path, now: &[&str]) -> Vec<String> {
    let manifest = manifest(folder);
    let last = list(&manifest, "files");
    if last == now { list(&manifest, "before") } else { last }
}

/// The files of all builds that are kept for good.
pub fn kept(folder: &Path) -> Vec<String> {
    list(&manifest(folder), "kept")
}

/// Keeps the files of the present build for good.
pub fn keep(folder: &Path) -> Result<()> {
    let mut manifest = manifest(folder);
    let mut kept = list(&manifest, "kept");
    kept.extend(list(&manifest, "files"));
    kept.sort();
    kept.dedup();
    manifest["kept"] = kept.into();
    write(&folder.join("manifest.json"), format!("{manifest:#}\n"))
}

fn manifest(folder: &Path) -> Value {
    let text = read_text(&folder.join("manifest.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn list(manifest: &Value, member: &str) -> Vec<String> {
    let names = manifest[member].as_array().into_iter().flatten();
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
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
            let (before, kept) = (before(&folder, &[name]), kept(&folder));
            let manifest = serde_json::json!({ "files": [name], "before": before, "kept": kept });
            fs::write(folder.join(name), name).expect("a file");
            fs::write(folder.join("manifest.json"), manifest.to_string()).expect("a manifest");
            let stays = before.iter().chain(&kept).map(String::as_str).chain([name, "manifest.json"]);
            remove_others(&folder, stays).expect("a folder");
        };
        let there = |name: &str| folder.join(name).is_file();
        build("one");
        build("two");
        assert!(there("one") && there("two"));
        build("two");
        assert!(there("one"), "the same build again is no other");
        build("three");
        assert!(!there("one") && there("two") && there("three"));
        keep(&folder).expect("a manifest");
        keep(&folder).expect("a manifest");
        build("four");
        build("five");
        assert!(there("three") && there("four") && there("five") && !there("two"));
        assert_eq!(kept(&folder), ["three"]);
        fs::remove_dir_all(folder).expect("gone");
    }
}
