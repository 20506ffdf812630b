//! An app as somebody has it who uses the npm packages: what it needs from its lock file, ours as they were packed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build_folder::{read, read_text, write};
use crate::npm::Packages;
use crate::packages;
use crate::stage::Stage;

/// What the app consists of, in the checkout: its own files, and the examples that it shows to work.
const SOURCES: [(&str, &str); 3] =
    [("tests/npm/app", ""), ("examples/react", "react"), ("examples/vue", "vue")];

/// Packs both builds, and installs them into the app; gives its folder.
pub fn install(stage: &mut Stage<'_>) -> Result<PathBuf> {
    let packed = packages::pack(stage)?;
    let lists = stage.build.root.join("tests/npm");
    let app = Packages {
        folder: stage.build.node("npm"),
        manifest: &read_text(&lists.join("package.json"))?,
        lock: &read_text(&lists.join("package-lock.json"))?,
    };
    stage.say("installing what the app needs");
    app.install(stage)?;
    app.add(stage, &packed)?;
    for (source, into) in SOURCES {
        copy(&stage.build.root.join(source), &app.folder.join(into))?;
    }
    Ok(app.folder)
}

fn copy(from: &Path, into: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        write(&into.join(path.file_name().unwrap_or_default()), read(&path)?)?;
    }
    Ok(())
}
