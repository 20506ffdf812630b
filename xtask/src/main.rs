//! `cargo xtask`: builds, serves, tests and measures Attar. This file is the command line only;
//! each noun has a file of its own.

mod alike;
mod bench;
mod bindgen;
mod browser;
mod build_folder;
mod debian;
mod digest;
mod duplicates;
mod examples;
mod fold;
mod fuzz;
mod generation;
mod guard;
mod loader;
mod mutants;
mod npm;
mod npm_app;
mod open_shop;
mod openapi;
mod packages;
mod panics;
mod progress;
mod publish;
mod run;
mod sections;
mod shop;
mod shrink;
mod size;
mod stage;
mod steps;
mod widget;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use build_folder::BuildFolder;
use stage::Stage;
use steps::Counts;

/// Builds, serves, tests and measures Attar.
///
/// Everything that is built lands in cargo's build folder (`CARGO_TARGET_DIR` is respected);
/// nothing is written elsewhere in the checkout.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build the widget and the server, then serve the demo shop
    #[command(after_long_help = shop::SETTINGS, after_help = shop::SETTINGS)]
    Shop {
        /// Passed to the shop as they are, after `--`
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Run the checks, all of them or the named ones; stops at the first that fails
    Test(Selection),
    /// As `test`, with the full counts, and proofs that take long
    Prove(Selection),
    /// Build what the page loads: the script-tag build and the npm build; prints the tags
    Widget {
        /// Keep the files of this build for good, for pages that name them by their hash
        #[arg(long)]
        keep: bool,
    },
    /// Pack both builds as npm packages
    Npm,
    /// Measure the compressed widget against its budget
    Size,
    /// Measure what the shop bears, on this machine and in a browser
    Bench,
    /// Photograph every page: three languages, two widths, two themes
    Screenshots {
        /// Pages to photograph, by name; none means all
        #[arg(value_name = "PAGE")]
        pages: Vec<String>,
    },
}

#[derive(Args)]
struct Selection {
    /// Steps to run, in this order; none means all
    #[arg(value_name = "STEP")]
    steps: Vec<String>,
    /// List the steps and what each one checks
    #[arg(long)]
    list: bool,
}

fn main() -> ExitCode {
    match obey(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(cli: Cli) -> Result<()> {
    let build = BuildFolder::find()?;
    match cli.verb {
        Verb::Shop { args } => shop::serve(&build, &args),
        Verb::Test(selection) => check(&build, &selection, Counts::Short),
        Verb::Prove(selection) => check(&build, &selection, Counts::Full),
        Verb::Widget { keep } => build_widget(&build, keep),
        Verb::Npm => pack(&build),
        Verb::Size => measure(&build),
        Verb::Bench => bear(&build),
        Verb::Screenshots { pages } => photograph(&build, &pages),
    }
}

fn build_widget(build: &BuildFolder, keep: bool) -> Result<()> {
    let mut stage = Stage::begin(build, "widget")?;
    widget::build_all(&mut stage)?;
    if keep {
        generation::keep(&build.elements())?;
    }
    stage.finish();
    println!("{}", build.widget().display());
    print!("{}", publish::tags(&build.elements())?);
    Ok(())
}

fn pack(build: &BuildFolder) -> Result<()> {
    let mut stage = Stage::begin(build, "npm")?;
    let packed = packages::pack(&mut stage)?;
    stage.finish();
    packed.iter().for_each(|file| println!("{}", file.display()));
    Ok(())
}

fn measure(build: &BuildFolder) -> Result<()> {
    let mut stage = Stage::begin(build, "size")?;
    let sizes = size::measure(&mut stage)?;
    stage.finish();
    print!("{}", sizes.table());
    sizes.check()
}

fn bear(build: &BuildFolder) -> Result<()> {
    let mut stage = Stage::begin(build, "bench")?;
    let figures = bench::bench(&mut stage)?;
    stage.finish();
    print!("{}", figures.table());
    Ok(())
}

fn photograph(build: &BuildFolder, pages: &[String]) -> Result<()> {
    let mut stage = Stage::begin(build, "screenshots")?;
    browser::screenshots(&mut stage, pages)?;
    stage.finish();
    println!("{}", build.target.join("attar-screenshots").display());
    Ok(())
}

fn check(build: &BuildFolder, selection: &Selection, counts: Counts) -> Result<()> {
    if selection.list {
        print!("{}", steps::list(counts));
        return Ok(());
    }
    steps::run(build, &selection.steps, counts)
}
