//! Packages of Debian and Ubuntu that tests need beside Rust.

use anyhow::{Result, bail};

use crate::build_folder::on_path;
use crate::run;
use crate::stage::Stage;

/// Installs them as root, or says in one line what to install. `user` is what needs them.
pub fn install(stage: &mut Stage<'_>, user: &str, packages: &[&str]) -> Result<()> {
    let wanted = packages.join(" and ");
    if on_path(&["apt-get"]).is_none() || !is_root(stage) {
        let packages = packages.join(" ");
        bail!("{user} need {wanted}; install with e.g. `sudo apt-get install {packages}`");
    }
    stage.note(&format!("installing {wanted} with apt-get"));
    let mut apt = |args: &[&str]| {
        let mut command = stage.build.command("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(args);
        stage.run(&mut command)
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())?;
    Ok(())
}

fn is_root(stage: &Stage<'_>) -> bool {
    run::ask(stage.build.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
