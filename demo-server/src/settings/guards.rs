//! Who may come how often, and from where.

use std::time::Duration;

use attar::time::Span;

use crate::guard::{Https, Rates};
use crate::serve::Connections;
use crate::vouch::{LoginSecret, Vouchers};

/// What callers may do.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct Guards {
    /// Origins of foreign pages that may embed the widget, e.g. `https://blog.example`; several after commas
    #[arg(long, env = "ATTAR_ALLOW_ORIGIN", value_name = "ORIGIN", value_delimiter = ',', value_parser = origin)]
    pub allow_origin: Vec<String>,
    /// Calls and forms per second from one address, ten times as many at once; 0 is no limit
    #[arg(long, env = "ATTAR_PER_ADDRESS", value_name = "N", default_value_t = Rates::default().address)]
    pub per_address: u32,
    /// Calls and forms per second of one shopper, ten times as many at once; 0 is no limit
    #[arg(long, env = "ATTAR_PER_SHOPPER", value_name = "N", default_value_t = Rates::default().shopper)]
    pub per_shopper: u32,
    /// A proxy stands before the shop: believe the last address in its `X-Forwarded-For` and the last word of its
    /// `X-Forwarded-Proto`
    #[arg(long, env = "ATTAR_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Pages come over HTTPS only: cookies are marked `Secure`. A proxy that says so need not be told of here
    #[arg(long, env = "ATTAR_HTTPS")]
    pub https: bool,
    /// Secret that the shop's own site signs with who is logged in there, 32 or more letters; several after commas, so
    /// that one can follow the other. Without one, nobody is let in that way
    #[arg(
        long,
        env = "ATTAR_LOGIN_SECRET",
        hide_env_values = true,
        value_name = "SECRET",
        value_delimiter = ','
    )]
    pub login_secret: Vec<LoginSecret>,
    /// Days that a link to an order works that its buyer may hand on, 1 to 3650
    #[arg(long, env = "ATTAR_LINK_DAYS", value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub link_days: u32,
    /// Connections open at once, at least 16
    #[arg(long, env = "ATTAR_CONNECTIONS", value_name = "N", default_value_t = 8_192, value_parser = clap::value_parser!(u32).range(16..))]
    pub connections: u32,
    /// Seconds that the head of a request may take to arrive, 1 to 300
    #[arg(long, env = "ATTAR_HEAD_SECONDS", value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=300))]
    pub head_seconds: u64,
}

impl Default for Guards {
    fn default() -> Self {
        Self {
            allow_origin: Vec::new(),
            per_address: Rates::default().address,
            per_shopper: Rates::default().shopper,
            behind_proxy: false,
            https: false,
            login_secret: Vec::new(),
            link_days: 90,
            connections: 8_192,
            head_seconds: 15,
        }
    }
}

impl Guards {
    /// How often callers may come.
    pub fn rates(&self) -> Rates {
        let Self { per_address, per_shopper, behind_proxy, .. } = *self;
        Rates { address: per_address, shopper: per_shopper, behind_proxy }
    }

    /// How it is known that a page comes over HTTPS.
    pub(crate) fn https(&self) -> Https {
        Https { always: self.https, behind_proxy: self.behind_proxy }
    }

    /// Whose word on customers counts.
    pub fn vouchers(&self) -> Vouchers {
        Vouchers::new(self.login_secret.clone())
    }

    /// How long links to orders last.
    pub fn links(&self) -> Span {
        Span::days(i64::from(self.link_days))
    }

    /// What connections may do.
    pub fn connections(&self) -> Connections {
        let most = usize::try_from(self.connections).unwrap_or(usize::MAX);
        Connections { most, head: Duration::from_secs(self.head_seconds), ..Connections::default() }
    }
}

/// As browsers write it: no path, no slash at the end.
fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let parts = ['/', '?', '#', '@', '*', ' '];
    if host.is_empty() || host.contains(parts) || text.chars().any(char::is_uppercase) {
        return Err(
            "an origin is a scheme and a host in small letters, such as `https://blog.example`".into()
        );
    }
    Ok(text.to_owned())
}
