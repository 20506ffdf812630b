//! The program `shop`: reads its settings, opens the shop, and closes it in order when told to stop.

use std::io::{IsTerminal, Write};
use std::pin::pin;
use std::process::ExitCode;
use std::time::Duration;

use attar_server::backup::{self, BackupError, Checked};
use attar_server::settings::{Cli, Instead, LogFormat, Settings, Task};
use attar_server::{Running, StartError, seed, start};
use tracing_subscriber::EnvFilter;

/// What still runs on other threads at the end, such as a fit, gets so long and is then left behind.
const LEFT_BEHIND: Duration = Duration::from_millis(200);

fn main() -> ExitCode {
    match Cli::read(std::env::args_os()) {
        Ok(Cli { task: Some(Task::SeedPack { from, to }), .. }) => {
            seed::pack(&from, &to).map_or_else(|error| failed(&error, 1), |()| ExitCode::SUCCESS)
        }
        Ok(Cli { task: Some(Task::Backup { data, to }), .. }) => told(backup::backup(&data, &to)),
        Ok(Cli { task: Some(Task::Restore { data, from }), .. }) => told(backup::restore(&from, &data)),
        Ok(Cli { settings, .. }) => serve(settings),
        Err(Instead::Print(text)) => print(&text),
        Err(Instead::Refuse(sentences)) => failed(&sentences.join("\nshop: "), 2),
    }
}

/// What came of a backup.
fn told(done: Result<Checked, BackupError>) -> ExitCode {
    match done {
        Ok(checked) => print(&format!("{checked}\n")),
        Err(error) => failed(&error, 1),
    }
}

/// A reader that went away is no failure.
fn print(text: &str) -> ExitCode {
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

fn failed(error: &dyn std::fmt::Display, code: u8) -> ExitCode {
    eprintln!("shop: {error}");
    ExitCode::from(code)
}

fn serve(settings: Settings) -> ExitCode {
    log_as(&settings);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("the machine gives no threads: {error}"), 1),
    };
    let served = runtime.block_on(until_told(settings));
    runtime.shutdown_timeout(LEFT_BEHIND);
    served.map_or_else(|error| failed(&error, error.exit_code()), |()| ExitCode::SUCCESS)
}

fn log_as(settings: &Settings) {
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(&settings.log));
    let log = log.with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
    match settings.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

async fn until_told(settings: Settings) -> Result<(), StartError> {
    // One listener for the whole run: a signal between two would be lost.
    let mut told = pin!(told_to_stop());
    let running = tokio::select! {
        running = start(settings) => running?,
        () = &mut told => return Ok(()),
    };
    announce(&running);
    told.await;
    tracing::info!("closing");
    running.shutdown().await;
    Ok(())
}

fn announce(running: &Running) {
    print(&format!(
        "The shop is open:     {}\nThe merchant's desk:  {} (works once)\n",
        running.url(),
        running.merchant_link()
    ));
}

/// Ctrl-C, or SIGTERM where there is such a thing.
async fn told_to_stop() {
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
