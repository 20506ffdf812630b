//! What the binary `shop` can be told, on the command line or by the environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use clap::error::ErrorKind;
use tracing_subscriber::EnvFilter;

mod carriers;
mod guards;
mod mistakes;

pub use carriers::Carriers;
pub use guards::Guards;

/// The command line of `shop`.
#[derive(Debug, Clone, Parser)]
#[command(name = "shop", version, about = "Attar's shop: serves pages, recommendations and the script tag")]
#[command(args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// How to serve.
    #[command(flatten)]
    pub settings: Settings,
    /// What to do instead of serving.
    #[command(subcommand)]
    pub task: Option<Task>,
}

/// How the shop is served.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// Fill an empty store with a grocer's year, and let anyone log in as one of its households
    #[arg(long)]
    pub demo: bool,
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "ATTAR_ADDR", value_name = "IP:PORT", default_value = "127.0.0.1:8080", value_parser = address)]
    pub addr: SocketAddr,
    /// Folder of the store, created if missing
    #[arg(long, env = "ATTAR_DATA", value_name = "DIR", default_value = "./data")]
    pub data: PathBuf,
    /// Folder of the built widget's files; without it, pages work without script
    #[arg(long, env = "ATTAR_WIDGET", value_name = "DIR")]
    pub widget: Option<PathBuf>,
    /// What to log, as a tracing filter, e.g. `info,attar_server=debug`
    #[arg(long, env = "ATTAR_LOG", value_name = "FILTER", default_value = "info", value_parser = log_filter)]
    pub log: String,
    /// How a line of the log is written
    #[arg(long, env = "ATTAR_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    pub log_format: LogFormat,
    /// Who may read `/metrics`: programs on this machine, all who can reach the shop, or none
    #[arg(long, env = "ATTAR_METRICS", value_name = "WHO", default_value = "local")]
    pub metrics: MetricsFor,
    /// Who may come how often, and from where.
    #[command(flatten)]
    pub guards: Guards,
    /// Let webhooks lead to private addresses, such as a receiver beside the shop
    #[arg(long, env = "ATTAR_ALLOW_PRIVATE_WEBHOOKS")]
    pub allow_private_webhooks: bool,
    /// Whose word on parcels counts.
    #[command(flatten)]
    pub carriers: Carriers,
    /// Learn by the preset recipe and search for no better one: for tests that need not wait for it
    #[arg(long, hide = true)]
    pub preset: bool,
    /// Only so many of the demo's last baskets, at least 1: for tests that need not wait for a year
    #[arg(long, value_name = "N", hide = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub baskets: Option<u32>,
    /// Answers every commit so many milliseconds late: for tests that end the process in between
    #[arg(long, value_name = "MS", hide = true, default_value_t = 0)]
    pub hold_replies: u64,
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one object a line.
    Json,
}

/// Who may read the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum MetricsFor {
    /// Programs on this machine, and none that a proxy let through.
    Local,
    /// Whoever can reach the shop.
    All,
    /// Nobody.
    None,
}

/// What `shop` can do instead of serving.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Task {
    /// Pack the demo's data anew from its original csv.gz files
    SeedPack {
        /// Folder with `products.csv.gz`, `baskets.csv.gz` and `lines.csv.gz`
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// Folder to write `products.bin` and `baskets.bin` into
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Write the store into one file, while the shop runs or not
    Backup {
        /// Folder of the store
        #[arg(long, env = "ATTAR_DATA", value_name = "DIR", default_value = "./data")]
        data: PathBuf,
        /// File to write; it must not be there yet
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Check a backup and put it into a data folder that holds no store
    Restore {
        /// Folder of the store, created if missing
        #[arg(long, env = "ATTAR_DATA", value_name = "DIR", default_value = "./data")]
        data: PathBuf,
        /// File that `shop backup` wrote
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
}

/// What to print instead of running, and the exit code for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// What was asked for: the help or the version.
    Print(String),
    /// What is wrong with the settings, one sentence for each mistake.
    Refuse(Vec<String>),
}

impl Cli {
    /// Reads a command line, beginning with the program's name, and the environment.
    ///
    /// # Errors
    /// The help or the version where those were asked for; else what is wrong, one sentence for each mistake.
    pub fn read<I, T>(words: I) -> Result<Self, Instead>
    where
        I: IntoIterator<Item = T>,
        T: Into<std::ffi::OsString> + Clone,
    {
        let words: Vec<std::ffi::OsString> = words.into_iter().map(Into::into).collect();
        Self::try_parse_from(&words).map_err(|error| match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Instead::Print(error.to_string()),
            _ => Instead::Refuse(mistakes::all(&words)),
        })
    }
}

impl Settings {
    /// The settings of a shop on a free port of this machine, with its store in that folder.
    pub fn on_a_free_port(data: impl Into<PathBuf>) -> Self {
        Self {
            demo: false,
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            data: data.into(),
            widget: None,
            log: "warn".to_owned(),
            log_format: LogFormat::Text,
            metrics: MetricsFor::Local,
            guards: Guards::default(),
            allow_private_webhooks: false,
            carriers: Carriers::default(),
            preset: true,
            baskets: None,
            hold_replies: 0,
        }
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "an address is an IP and a port, such as `127.0.0.1:8080`".to_owned())
}

fn log_filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("it is no tracing filter ({error})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(words: &[&str]) -> String {
        match Cli::read(std::iter::once(&"shop").chain(words)) {
            Err(Instead::Refuse(sentences)) if sentences.len() == 1 => sentences.concat(),
            other => format!("not refused: {other:?}"),
        }
    }

    #[test]
    fn a_wrong_setting_is_refused_in_one_sentence() {
        let cases: [(&[&str], &str); 18] = [
            (&["--addr", "here"], "an address is an IP and a port, such as `127.0.0.1:8080`"),
            (&["--log", "=="], "it is no tracing filter"),
            (&["--baskets", "0"], "0 is not in 1.."),
            (&["--colour"], "unexpected argument '--colour' found"),
            (&["seed-pack"], "were not provided: --from <DIR> --to <DIR>"),
            (&["--log-format", "xml"], "possible values: text, json"),
            (&["--metrics", "me"], "possible values: local, all, none"),
            (&["--allow-origin", "blog.example"], "an origin is a scheme and a host"),
            (&["--allow-origin", "https://blog.example/"], "an origin is a scheme and a host"),
            (&["--connections", "1"], "1 is not in 16.."),
            (&["--head-seconds", "0"], "0 is not in 1..=300"),
            (
                &["--carrier-secret", "dhl=12345678"],
                "a feed is one of `aftership`, `easypost`, `karrio`, `shopify`",
            ),
            (&["--carrier-secret", "easypost"], "it says nothing of `easypost`: write `easypost=..`"),
            (&["--carrier-secret", "karrio=short"], "the secret of `karrio` is 8 or more visible letters"),
            (&["--carrier-name", "shopify="], "it says nothing of `shopify`"),
            (&["--login-secret", "short"], "a login secret is 32 or more visible letters of ASCII"),
            (&["--carrier-speed", "fast"], "invalid digit found in string"),
            (&["sell"], "unrecognized subcommand 'sell'"),
        ];
        for (words, expected) in cases {
            let sentence = refused(words);
            assert!(sentence.contains(expected), "{words:?}: {sentence}");
            assert!(!sentence.contains('\n') && !sentence.starts_with("error"), "{words:?}: {sentence}");
        }
    }

    #[test]
    fn without_words_the_shop_serves_at_8080_from_the_folder_data() {
        let cli = Cli::read(["shop"]).expect("settings");
        assert_eq!(cli.settings.addr, SocketAddr::from(([127, 0, 0, 1], 8080)));
        assert_eq!(cli.settings.data, PathBuf::from("./data"));
        assert!(!cli.settings.demo && cli.settings.widget.is_none() && cli.task.is_none());
    }

    #[test]
    fn the_help_explains_every_setting() {
        let Err(Instead::Print(help)) = Cli::read(["shop", "--help"]) else { panic!("no help") };
        for word in ["--demo", "--addr", "ATTAR_ADDR", "ATTAR_DATA", "ATTAR_WIDGET", "ATTAR_LOG", "seed-pack"]
        {
            assert!(help.contains(word), "{word} in {help}");
        }
        assert!(!help.contains("--baskets"));
    }
}
