//! Keeps the page's build lean: the serving side compiles alone, learning stays out of the
//! widget, no crate is there twice without a reason, and the fuzzing workspace keeps pace.

use anyhow::{Result, bail};

use crate::build_folder::read_text;
use crate::duplicates::Policy;
use crate::stage::Stage;

const WASM: &str = "wasm32-unknown-unknown";

/// Crates of the learning side.
const LEARNING: [&str; 3] = ["ndarray", "linfa", "faer"];

/// Runs the five checks.
pub fn guard(stage: &mut Stage<'_>) -> Result<String> {
    let serving = ["--package", "attar", "--no-default-features"];
    stage.cargo(&[&["check"], &serving[..], &["--target", WASM]].concat())?;
    stage.cargo(&[&["clippy"], &serving[..], &["--", "-D", "warnings"]].concat())?;
    for features in [&[][..], &["--no-default-features", "--features", "js,carts"]] {
        refuse_learning(stage, features)?;
    }
    // Its own lock file; only `prove` builds it, so that nobody would notice here.
    stage.cargo(&[
        "tree",
        "--quiet",
        "--locked",
        "--depth",
        "0",
        "--manifest-path",
        "tests/fuzz/Cargo.toml",
    ])?;
    let listed = refuse_duplicates(stage)?;
    Ok(format!("{listed} double versions, all listed"))
}

fn refuse_learning(stage: &mut Stage<'_>, features: &[&str]) -> Result<()> {
    let tree = ["tree", "--quiet", "--package", "attar-widget", "--edges", "normal", "--target", WASM];
    let lines = stage.cargo(&[&tree[..], &["--prefix", "none"], features].concat())?;
    let is_learning = |line: &&String| {
        let name = line.split_whitespace().next().unwrap_or_default();
        let family = name.split('-').next().unwrap_or_default();
        LEARNING.contains(&family)
    };
    if let Some(line) = lines.iter().find(is_learning) {
        bail!("the widget's tree holds `{line}`, which belongs to the feature `train`");
    }
    Ok(())
}

/// Gives the number of crates that are there twice.
fn refuse_duplicates(stage: &mut Stage<'_>) -> Result<usize> {
    let policy = Policy::parse(&read_text(&stage.build.root.join("deny.toml"))?)?;
    let mut args = vec!["tree", "--quiet", "--workspace", "--duplicates", "--depth", "0", "--prefix", "none"];
    args.extend(["--edges", "normal,build,dev"]);
    args.extend(policy.targets().iter().flat_map(|target| ["--target", target]));
    let tree = stage.cargo(&args)?.join("\n");
    for entry in policy.judge(&tree)? {
        stage.note(&format!("`deny.toml` lists `{entry}`, which is not needed any more"));
    }
    let names: std::collections::BTreeSet<_> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    Ok(names.len())
}
