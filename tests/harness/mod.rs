//! What the tests in a browser stand on: the built widget, Node, and scripts that say what they saw.
#![allow(dead_code, reason = "every test uses another part of it")]

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tokio::process::Command;

/// What a setting of the browser's tests names; `cargo xtask test browser` and `npm` set them all.
pub fn setting(name: &str) -> PathBuf {
    let found = std::env::var_os(name).map(PathBuf::from);
    let found = found.unwrap_or_else(|| panic!("{name} is not set: run `cargo xtask test browser npm`"));
    assert!(
        found.exists(),
        "{name} is `{}`, which is not there: run `cargo xtask test browser npm`",
        found.display()
    );
    found
}

/// The folder of the scripts.
pub fn scripts() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// Runs a script of `tests/browser`; gives what it printed, a JSON value a line.
pub async fn node(script: &str, settings: &[(&str, &str)]) -> Vec<Value> {
    node_at(&scripts().join(script), settings).await
}

/// The same of a script that lies somewhere else.
pub async fn node_at(script: &Path, settings: &[(&str, &str)]) -> Vec<Value> {
    let mut node = Command::new("node");
    node.arg(script).envs(settings.iter().copied()).kill_on_drop(true);
    node.env("ATTAR_NODE_MODULES", setting("ATTAR_NODE_MODULES"));
    node.env("ATTAR_CHROMIUM", setting("ATTAR_CHROMIUM"));
    let output = node.stderr(Stdio::piped()).output().await.expect("Node starts: install nodejs");
    let printed = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{} failed:\n{complaint}\nafter it had printed\n{printed}",
        script.display()
    );
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    printed.lines().map(read).collect()
}
