//! Which carriers' feeds the shop hears, and how fast the demo's carriers are.

use crate::carriers::{Feeds, Named};

/// What is to be known of carriers.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Carriers")]
pub struct Carriers {
    /// Secret that a feed signs with, e.g. `easypost=..`; several after commas, also two of one feed. A feed without
    /// one is not heard
    #[arg(long, env = "ATTAR_CARRIER_SECRET", hide_env_values = true, value_name = "FEED=SECRET", value_delimiter = ',', value_parser = Named::secret)]
    pub carrier_secret: Vec<Named>,
    /// What the shop calls a carrier that a feed speaks of, e.g. `easypost=Post`, where the feed calls it otherwise;
    /// several after commas
    #[arg(long, env = "ATTAR_CARRIER_NAME", value_name = "FEED=NAME", value_delimiter = ',')]
    pub carrier_name: Vec<Named>,
    /// How many times faster than real carriers those of `--demo` are, 0 to 100000: 1440 is a day a minute, 0 is never
    #[arg(long, env = "ATTAR_CARRIER_SPEED", value_name = "N", default_value_t = 1_440, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub carrier_speed: u32,
}

impl Default for Carriers {
    fn default() -> Self {
        Self { carrier_secret: Vec::new(), carrier_name: Vec::new(), carrier_speed: 1_440 }
    }
}

impl Carriers {
    /// The feeds that are heard.
    pub fn feeds(&self) -> Feeds {
        Feeds::new(self.carrier_secret.clone(), self.carrier_name.clone())
    }
}
