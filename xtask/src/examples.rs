//! Builds and runs the examples: each must end well.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::stage::Stage;

/// The promises of the README, and the argument that lets the one that serves end.
const EXAMPLES: [(&str, &[&str]); 9] = [
    ("recommend", &[]),
    ("price_cart", &[]),
    ("replay_promotion", &[]),
    ("replay_programme", &[]),
    ("track_order", &[]),
    ("promise", &["--json"]),
    ("replay_log", &[]),
    ("verify_entitlement", &[]),
    ("nest_router", &["--once"]),
];

/// Builds them all, then runs one after the other.
pub fn examples(stage: &mut Stage<'_>) -> Result<String> {
    refuse_unlisted(stage)?;
    // With the features that the whole workspace has, as `unit` built them already.
    stage.cargo(&["build", "--workspace", "--examples"])?;
    for (name, args) in EXAMPLES {
        let program = stage.build.executable("debug/examples", name);
        ensure!(program.is_file(), "there is no example `{name}`");
        let mut example = stage.build.command(program);
        stage.run(example.args(args)).with_context(|| format!("the example `{name}` failed"))?;
    }
    Ok(format!("{} examples", EXAMPLES.len()))
}

/// An example that no one runs would rot.
fn refuse_unlisted(stage: &Stage<'_>) -> Result<()> {
    for entry in fs::read_dir(stage.build.root.join("examples"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        ensure!(
            EXAMPLES.iter().any(|(listed, _)| *listed == name),
            "the example `{name}` is not among those that xtask runs"
        );
    }
    Ok(())
}
