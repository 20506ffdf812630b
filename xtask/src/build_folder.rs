//! Where the checkout and cargo's build folder are, and what lies where inside the latter.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use cargo_metadata::MetadataCommand;

/// The checkout and its build folder, as cargo itself reports them.
pub struct BuildFolder {
    /// The workspace's root.
    pub root: PathBuf,
    /// Cargo's build folder, wherever the user put it.
    pub target: PathBuf,
}

impl BuildFolder {
    /// Asks `cargo metadata`; takes some 25 ms.
    pub fn find() -> Result<Self> {
        let metadata =
            MetadataCommand::new().no_deps().exec().context("cargo could not describe the workspace")?;
        Ok(Self {
            root: metadata.workspace_root.into_std_path_buf(),
            target: metadata.target_directory.into_std_path_buf(),
        })
    }

    /// The cargo that started us, at the workspace's root.
    pub fn cargo(&self) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        self.command(cargo)
    }

    /// Any program, at the workspace's root.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// What the page loads, in `elements` and `api`.
    pub fn widget(&self) -> PathBuf {
        self.target.join("attar-widget")
    }

    /// What the script tag loads.
    pub fn elements(&self) -> PathBuf {
        self.widget().join("elements")
    }

    /// The glue of the elements by itself, as it was bound, `glue.js`, and as short as it is served, `short.js`.
    pub fn glue(&self) -> PathBuf {
        self.widget().join("glue")
    }

    /// The glue and the wasm of what npm users import.
    pub fn api(&self) -> PathBuf {
        self.widget().join("api")
    }

    /// The glue and the wasm of the same without carts.
    pub fn lean(&self) -> PathBuf {
        self.widget().join("lean")
    }

    /// The npm packages of both, as folders and packed.
    pub fn npm_packages(&self) -> PathBuf {
        self.widget().join("npm")
    }

    /// A cached folder of npm packages.
    pub fn node(&self, name: &str) -> PathBuf {
        self.target.join("attar-node").join(name)
    }

    /// The whole output of the step that ran last under this name.
    pub fn log(&self, step: &str) -> PathBuf {
        self.target.join("attar-log").join(format!("{step}.log"))
    }

    /// An executable cargo has built; `folder` is relative to the build folder.
    pub fn executable(&self, folder: &str, name: &str) -> PathBuf {
        self.target.join(folder).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}

/// The first of these programs that `PATH` has.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let find = |name: &&str| {
        env::split_paths(&path)
            .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
            .find(|file| file.is_file())
    };
    names.iter().find_map(find)
}

/// Reads a file, or says which one could not be read.
pub fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("`{}` could not be read", file.display()))
}

/// Reads a text file, or says which one could not be read.
pub fn read_text(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("`{}` could not be read", file.display()))
}

/// Writes a file and the folders it needs, or says which one could not be written.
pub fn write(file: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(file, bytes))
        .with_context(|| format!("`{}` could not be written", file.display()))
}
