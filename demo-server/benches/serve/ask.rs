//! Questions by eight connections, of nobody in particular and of households with a year behind them: at a steady rate,
//! and by wrk as fast as they are answered.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use attar::ShopperId;

use crate::demo::Demo;
use crate::line::Line;
use crate::pace::Pace;
use crate::prepared::Folder;
use crate::process::Process;
use crate::processor;
use crate::sample::Sample;
use crate::{Figures, rounded};

/// Connections, and questions a second over all of them that answers are timed under.
const LINES: usize = 8;
const STEADY: f64 = 20_000.0;
/// For how long.
const LASTS: Duration = Duration::from_secs(6);
const QUERY: &str = r#""query":{"recommend":{"slot":"for_you","n":10}}"#;

/// Measures `/v1/ask`, ten picks an answer.
pub fn measure(shop: &Process, demo: &Demo, figures: &mut Figures) {
    steady(shop, figures);
    saturated(shop, demo, figures);
}

/// Asks as nobody, whether or not the answers keep up.
fn steady(shop: &Process, figures: &mut Figures) {
    let (body, began) = (format!("{{{QUERY}}}"), Instant::now());
    let pace = Pace { began, lines: LINES, rate: Some(STEADY), lasts: LASTS };
    let waits: Vec<Duration> = std::thread::scope(|scope| {
        let line = |index| {
            let mut line = Line::to(&shop.addr).expect("a connection");
            let body = &body;
            scope.spawn(move || {
                pace.run(index, || {
                    let (status, answer) = line.send("/v1/ask", "", body).expect("an answer");
                    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
                })
            })
        };
        let lines: Vec<_> = (0..LINES).map(line).collect();
        lines.into_iter().flat_map(|line| line.join().expect("a connection")).collect()
    });
    figures
        .insert("ask_steady_rps_8conn".into(), rounded(waits.len() as f64 / began.elapsed().as_secs_f64()));
    let waits = Sample::of(waits);
    figures.insert("ask_p50_ms_8conn".into(), rounded(waits.at(0.5) / 1_000.0));
    figures.insert("ask_p99_ms_8conn".into(), rounded(waits.at(0.99) / 1_000.0));
}

/// As fast as wrk is answered.
fn saturated(shop: &Process, demo: &Demo, figures: &mut Figures) {
    let folder = Folder::new("bench-wrk");
    for (name, known) in [("ask", &[][..]), ("ask_known", &demo.households[..])] {
        let script = folder.path().join(format!("{name}.lua"));
        std::fs::write(&script, lua(known)).expect("a script");
        let before = processor::seconds(shop);
        let Some(Answered { rate, p50, p99, all }) = wrk(&shop.addr, &script) else {
            eprintln!("wrk is not on PATH: `ask_rps_8conn` is left out");
            return;
        };
        let micros = (processor::seconds(shop) - before) * 1e6 / all;
        figures.insert(format!("{name}_rps_8conn"), rounded(rate));
        figures.insert(format!("{name}_cpu_us_8conn"), rounded(micros));
        figures.insert(format!("{name}_saturated_p50_ms_8conn"), rounded(p50));
        figures.insert(format!("{name}_saturated_p99_ms_8conn"), rounded(p99));
    }
}

/// What wrk sends: as each of them in turn, or as nobody.
fn lua(known: &[(ShopperId, String)]) -> String {
    let body = |(_, token): &(ShopperId, String)| format!("'{{{QUERY},\"token\":\"{token}\"}}'");
    let bodies: Vec<String> = known.iter().map(body).collect();
    let bodies = if bodies.is_empty() { format!("'{{{QUERY}}}'") } else { bodies.join(",\n") };
    format!(
        "wrk.method = 'POST'\nwrk.headers['content-type'] = 'application/json'\n\
         local bodies = {{{bodies}}}\nlocal requests, at = {{}}, 0\n\
         function init() for n, body in ipairs(bodies) do requests[n] = wrk.format(nil, nil, nil, body) end end\n\
         function request() at = at % #requests + 1 return requests[at] end\n"
    )
}

/// What wrk reports.
struct Answered {
    /// Requests a second.
    rate: f64,
    /// The median wait in milliseconds, and the 99th percentile.
    p50: f64,
    p99: f64,
    /// All answers.
    all: f64,
}

/// Asks for six seconds; nothing where there is no wrk.
fn wrk(addr: &str, script: &PathBuf) -> Option<Answered> {
    let mut wrk = Command::new("wrk");
    wrk.args(["-t1", "-c8", "-d6s", "--latency", "-s"]).arg(script).arg(format!("http://{addr}/v1/ask"));
    let output = wrk.output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && !text.contains("Non-2xx"), "{text}");
    let word = |start: &str| {
        let line = text.lines().find(|line| line.trim_start().starts_with(start)).expect("a line of wrk");
        line.split_whitespace().last().expect("a figure").to_owned()
    };
    let rate = word("Requests/sec:").parse().expect("a rate");
    let all = text.lines().find_map(|line| line.trim().split_once(" requests in ")?.0.parse().ok());
    let all = all.expect("how many");
    Some(Answered { rate, p50: milliseconds(&word("50%")), p99: milliseconds(&word("99%")), all })
}

/// A time as wrk writes it: `87.00us`, `2.06ms` or `1.20s`.
fn milliseconds(text: &str) -> f64 {
    let (digits, unit) = text.split_at(text.find(|c: char| c.is_alphabetic()).expect("a unit"));
    let value: f64 = digits.parse().expect("a time");
    match unit {
        "us" => value / 1_000.0,
        "ms" => value,
        "s" => value * 1_000.0,
        other => unreachable!("wrk writes no `{other}`"),
    }
}
