//! The tests in a real browser: brings Chromium, Node and the npm packages, then runs them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::build_folder::{on_path, read_text};
use crate::npm::{self, Packages};
use crate::stage::Stage;
use crate::{debian, npm_app, run, widget};

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// What playwright-core needs.
const OLDEST_NODE: u32 = 18;

/// What Vite needs.
const OLDEST_FOR_VITE: u32 = 20;

/// Installs what is missing, builds the widget and runs the browser's tests.
pub fn browser(stage: &mut Stage<'_>) -> Result<Vec<String>> {
    let mut tests = suite(stage, &["browser", "journey", "tabs", "embed", "late", "traces", "access"])?;
    stage.run(&mut tests)
}

/// Packs the npm packages, installs them into an app as their users do, and runs the tests of that.
pub fn npm(stage: &mut Stage<'_>) -> Result<Vec<String>> {
    // Node and npm come first, if they are missing.
    let mut tests = suite(stage, &["npm"])?;
    let version = node_version(stage)?;
    ensure!(
        npm::major_version(&version)? >= OLDEST_FOR_VITE,
        "Node is {}, the test of the npm packages needs {OLDEST_FOR_VITE}.19 or later",
        version.trim()
    );
    let app = npm_app::install(stage)?;
    stage.run(tests.env("ATTAR_NPM_APP", app))
}

/// Photographs pages of the shop, those named or all, into `attar-screenshots` of the build folder.
pub fn screenshots(stage: &mut Stage<'_>, pages: &[String]) -> Result<()> {
    let mut camera = suite(stage, &["screenshots"])?;
    camera.env("ATTAR_SCREENSHOTS", stage.build.target.join("attar-screenshots"));
    stage.run(camera.env("ATTAR_PAGES", pages.join(","))).map(drop)
}

/// The command that runs tests of the suite with all that a browser needs.
fn suite(stage: &mut Stage<'_>, names: &[&str]) -> Result<Command> {
    let mut tests = stage.build.cargo();
    // With the features that the whole workspace has, so that little is built anew.
    tests.args(["test", "--workspace", "--features", "attar-suite/browser"]);
    for name in names {
        tests.args(["--test", name]);
    }
    equip(stage, &mut tests)?;
    Ok(tests)
}

/// Brings a browser and builds what it loads, and tells the program where they are.
pub fn equip(stage: &mut Stage<'_>, program: &mut Command) -> Result<()> {
    let chromium = chromium(stage)?;
    let node_modules = node_modules(stage)?;
    widget::build_all(stage)?;
    program
        .env("ATTAR_WIDGET", stage.build.elements())
        .env("ATTAR_WIDGET_API", stage.build.api())
        .env("ATTAR_NODE_MODULES", node_modules)
        .env("ATTAR_CHROMIUM", chromium);
    Ok(())
}

/// `ATTAR_CHROMIUM` if it is set, else the one on `PATH`, else the distribution's.
fn chromium(stage: &mut Stage<'_>) -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("ATTAR_CHROMIUM") {
        return Ok(chosen.into());
    }
    if on_path(&CHROMIUM).is_none() {
        debian::install(stage, "the browser's tests", &["chromium"])?;
    }
    let chromium = on_path(&CHROMIUM).context("chromium is still not on PATH")?;
    // Ubuntu's package may be a stub that only names the snap.
    run::ask(stage.build.command(&chromium).arg("--version"))
        .context("Chromium does not start; set ATTAR_CHROMIUM to one that does")?;
    Ok(chromium)
}

fn node_version(stage: &Stage<'_>) -> Result<String> {
    run::ask(stage.build.command("node").arg("--version"))
}

fn node_modules(stage: &mut Stage<'_>) -> Result<PathBuf> {
    if !Packages::can_install() {
        debian::install(stage, "the browser's tests", &["nodejs", "npm"])?;
    }
    let version = node_version(stage)?;
    ensure!(
        npm::major_version(&version)? >= OLDEST_NODE,
        "Node is {}, the browser's tests need {OLDEST_NODE} or later",
        version.trim()
    );
    let lists = stage.build.root.join("tests/browser");
    let packages = Packages {
        folder: stage.build.node("browser"),
        manifest: &read_text(&lists.join("package.json"))?,
        lock: &read_text(&lists.join("package-lock.json"))?,
    };
    packages.install(stage)
}
