//! What the shop bears on this machine: one table, and `attar-bench.json` for programs.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::build_folder::{on_path, write};
use crate::stage::Stage;
use crate::{browser, debian, size};

/// What a figure is to come to on two quiet processors: at least, or at most.
const GOALS: [(&str, &str); 21] = [
    ("ack_p99_ms", "<= 15"),
    ("ask_p99_ms_8conn", "< 2"),
    ("ask_rps_8conn", ">= 20,000"),
    ("durable_events_per_s_batch50", ">= 60,000"),
    ("durable_events_per_s_single", ">= 15,000"),
    ("first_render_warm_ms", "<= 150"),
    ("live_1000_pages_ms", "<= 1,000"),
    ("loyalty_10000_entries_us", "<= 5"),
    ("points_expired_100000_ms", "<= 1,000"),
    ("price_10000_promotions_us", "<= 200"),
    ("price_20x100_chromium_us", "<= 60"),
    ("price_20x100_us", "<= 20"),
    ("quote_10000_promotions_us", "<= 200"),
    ("recommend_chromium_p99_us", "<= 400"),
    ("restart_1m_events_ms", "<= 1,000"),
    ("rss_mb_1m_events", "<= 150"),
    ("scans_10000_ms", "<= 2,000"),
    ("tag_busy_ms", "<= 10"),
    ("tag_latency_ratio", "<= 1.1"),
    ("tag_layout_shift", "<= 0"),
    ("track_p99_us", "<= 20"),
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
    /// A line each, and beside it the goal, where there is one, and whether it is missed.
    pub fn table(&self) -> String {
        let row = |(name, value): (&String, &Value)| {
            let goal = GOALS.iter().find(|(goal, _)| goal == name).map_or("", |(_, goal)| *goal);
            let missed = if goal.is_empty() || holds(goal, value) { "" } else { "  MISSED" };
            format!("{:<36}{:>14}  {goal}{missed}", name, value.to_string()).trim_end().to_owned() + "\n"
        };
        self.0.iter().map(row).collect()
    }

    fn json(&self) -> Result<String> {
        Ok(format!("{}\n", serde_json::to_string_pretty(&self.0)?))
    }
}

/// Whether a figure comes to its goal; what is no number does not.
fn holds(goal: &str, value: &Value) -> bool {
    let Some((how, bound)) = goal.split_once(' ') else { return false };
    let (Some(value), Ok(bound)) = (value.as_f64(), bound.replace(',', "").parse::<f64>()) else {
        return false;
    };
    match how {
        "<=" => value <= bound,
        "<" => value < bound,
        ">=" => value >= bound,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_goal_stands_beside_its_figure_and_says_where_it_is_missed() -> Result<()> {
        let figures = json!({ "ack_p99_ms": 12.5, "apply_per_s": 9, "ask_p99_ms_8conn": 2.0, "ask_rps_8conn": 20_000,
            "scans_10000_ms": 2_001, "track_p99_us": null });
        let table = Figures(serde_json::from_value(figures)?).table();
        let ends = [
            "12.5  <= 15",
            "9",
            "2.0  < 2  MISSED",
            "20000  >= 20,000",
            "2001  <= 2,000  MISSED",
            "null  <= 20  MISSED",
        ];
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), ends.len(), "{table}");
        assert!(lines[0].starts_with("ack_p99_ms"), "{table}");
        assert!(lines.iter().zip(ends).all(|(line, end)| line.ends_with(end)), "{table}");
        Ok(())
    }

    #[test]
    fn every_goal_can_be_compared() {
        for (name, goal) in GOALS {
            let reached = goal.starts_with('<');
            assert_eq!((holds(goal, &json!(0)), holds(goal, &json!(1e12))), (reached, !reached), "{name}");
        }
    }
}
