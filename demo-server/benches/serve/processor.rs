//! What a program uses of the processors.

use crate::process::Process;

/// Of all processors so far, in seconds; to a hundredth, as Linux counts.
pub fn seconds(of: &Process) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{}/stat", of.id())).expect("a process");
    // The name in brackets may hold anything; behind it user time is the 12th field, system time the 13th.
    let fields = text.rsplit(')').next().expect("fields").split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
