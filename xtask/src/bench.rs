//! What the shop bears on this machine: one table, and `attar-bench.json` for programs.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::build_folder::{on_path, write};
use crate::stage::Stage;
use crate::{browser, debian, size};

/// What a figure is to come to on two quiet processors: at least, or at most.
const GOALS: [(&str, &str); 13] = [
    ("ack_p99_ms", "<= 15"),
    ("ask_p99_ms_8conn", "< 2"),
    ("ask_rps_8conn", ">= 20,000"),
    ("durable_events_per_s_batch50", ">= 60,000"),
    ("durable_events_per_s_single", ">= 15,000"),
    ("first_render_warm_ms", "<= 150"),
    ("price_10000_promotions_us", "<= 200"),
    ("price_20x100_chromium_us", "<= 60"),
    ("price_20x100_us", "<= 20"),
    ("recommend_chromium_p99_us", "<= 400"),
    ("restart_1m_events_ms", "<= 1,000"),
    ("rss_mb_1m_events", "<= 150"),
    ("scans_10000_ms", "<= 2,000"),
];

/// Figures under names that hold their units.
pub struct Figures(Map<String, Value>);

/// Builds, brings what measures, runs it all and writes `attar-bench.json`.
pub fn bench(stage: &mut Stage<'_>) -> Result<Figures> {
    if on_path(&["wrk"]).is_none() {
        debian::install(stage, "the figures of questions", &["wrk"])?;
    }
    let mut figures = measured(stage, "attar-server", "serve")?;
    figures.extend(measured(stage, "attar", "price")?);
    figures.extend(size::measure(stage)?.figures());
    let figures = Figures(figures);
    write(&stage.build.target.join("attar-bench.json"), figures.json()?)?;
    Ok(figures)
}

/// What a bench prints at its end.
fn measured(stage: &mut Stage<'_>, package: &str, bench: &str) -> Result<Map<String, Value>> {
    let mut cargo = stage.build.cargo();
    cargo.args(["bench", "--package", package, "--bench", bench]);
    browser::equip(stage, &mut cargo)?;
    let lines = stage.run(&mut cargo)?;
    let object =
        lines.iter().rev().find(|line| line.starts_with('{')).context("the bench printed no figures")?;
    Ok(serde_json::from_str(object)?)
}

impl Figures {
    /// A line each, and beside it the goal, where there is one.
    pub fn table(&self) -> String {
        let goal = |name: &str| GOALS.iter().find(|(goal, _)| *goal == name).map_or("", |(_, goal)| *goal);
        let row = |(name, value): (&String, &Value)| {
            format!("{:<36}{:>14}  {}", name, value.to_string(), goal(name)).trim_end().to_owned() + "\n"
        };
        self.0.iter().map(row).collect()
    }

    fn json(&self) -> Result<String> {
        Ok(format!("{}\n", serde_json::to_string_pretty(&self.0)?))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_goal_stands_beside_its_figure() -> Result<()> {
        let figures = json!({ "ack_p99_ms": 12.5, "apply_per_s": 9 });
        let table = Figures(serde_json::from_value(figures)?).table();
        let lines: Vec<&str> = table.lines().collect();
        assert!(lines[0].starts_with("ack_p99_ms") && lines[0].ends_with("12.5  <= 15"), "{table}");
        assert!(lines[1].ends_with('9'), "{table}");
        Ok(())
    }
}
