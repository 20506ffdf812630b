//! npm packages from a lock file, in a cached folder under the build folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::build_folder::{on_path, write};
use crate::digest;
use crate::stage::Stage;

/// A package list and its lock, and the folder they are installed into.
pub struct Packages<'a> {
    /// Installed here, in `node_modules`.
    pub folder: PathBuf,
    /// The text of `package.json`.
    pub manifest: &'a str,
    /// The text of `package-lock.json`.
    pub lock: &'a str,
}

impl Packages<'_> {
    /// Whether Node and npm are both on `PATH`.
    pub fn can_install() -> bool {
        on_path(&["node"]).is_some() && on_path(&["npm"]).is_some()
    }

    /// Whether exactly these packages are already there.
    pub fn are_installed(&self) -> bool {
        fs::read_to_string(self.stamp_file()).is_ok_and(|stamp| stamp == self.stamp())
    }

    /// Installs them unless they are there, and gives their `node_modules`.
    pub fn install(&self, stage: &mut Stage<'_>) -> Result<PathBuf> {
        if !self.are_installed() {
            write(&self.folder.join("package.json"), self.manifest)?;
            write(&self.folder.join("package-lock.json"), self.lock)?;
            stage.attempt(self.npm(stage).args(["ci", "--no-audit", "--no-fund"]))?;
            write(&self.stamp_file(), self.stamp())?;
        }
        Ok(self.node_modules())
    }

    /// Installs these files beside them, as they are now.
    pub fn add(&self, stage: &mut Stage<'_>, files: &[PathBuf]) -> Result<()> {
        let mut npm = self.npm(stage);
        npm.args(["install", "--no-save", "--prefer-offline", "--no-audit", "--no-fund"]).args(files);
        stage.run(&mut npm).map(drop)
    }

    /// Where the packages are once they are installed.
    pub fn node_modules(&self) -> PathBuf {
        self.folder.join("node_modules")
    }

    fn npm(&self, stage: &Stage<'_>) -> std::process::Command {
        let mut npm = stage.build.command("npm");
        npm.current_dir(&self.folder);
        npm
    }

    /// `npm ci` empties `node_modules`, so the stamp goes with what it vouches for.
    fn stamp_file(&self) -> PathBuf {
        self.node_modules().join(".attar-stamp")
    }

    fn stamp(&self) -> String {
        digest::stamp(&[self.manifest.as_bytes(), self.lock.as_bytes()])
    }
}

/// The major version of a Node, as `node --version` prints it.
pub fn major_version(printed: &str) -> Result<u32> {
    let digits = printed.trim().trim_start_matches('v');
    let major = digits.split('.').next().unwrap_or_default();
    major.parse().with_context(|| format!("`{}` is not a version of Node", printed.trim()))
}

/// The script of a package's program.
pub fn program(node_modules: &Path, package: &str, script: &str) -> PathBuf {
    node_modules.join(package).join(script)
}
