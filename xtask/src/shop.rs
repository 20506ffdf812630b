//! Serves the demo shop: builds what is stale, then becomes the server.

use std::process::Command;

use anyhow::{Context, Result};

use crate::build_folder::BuildFolder;
use crate::stage::Stage;
use crate::widget;

/// The last part of `cargo xtask shop --help`.
pub const SETTINGS: &str = "\
Settings, from the environment:
  ATTAR_ADDR    Where the shop listens, as ip:port
  ATTAR_DATA    Folder of its database [default: ./data, which git ignores]
  ATTAR_LOG     What it logs, as a tracing filter, e.g. `info,attar_server=debug`
  ATTAR_WIDGET  Folder of the widget's files; this command sets it to the one it has built

The shop has options of its own: `cargo xtask shop -- --help` lists them with their defaults.";

/// Builds the widget and the server, then runs the demo shop until it is told to stop.
pub fn serve(build: &BuildFolder, args: &[String]) -> Result<()> {
    let mut stage = Stage::begin(build, "widget")?;
    widget::build_elements(&mut stage)?;
    stage.finish();
    let mut stage = Stage::begin(build, "server")?;
    stage.cargo(&["build", "--release", "--package", "attar-server", "--bin", "shop"])?;
    stage.finish();
    let mut shop = build.command(build.executable("release", "shop"));
    shop.arg("--demo").args(args);
    become_program(shop.env("ATTAR_WIDGET", build.elements()))
}

/// Replaces this process, so that signals reach the shop.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("the shop could not be started")
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    let status = command.status().context("the shop could not be started")?;
    anyhow::ensure!(status.success(), "the shop ended with {status}");
    Ok(())
}
