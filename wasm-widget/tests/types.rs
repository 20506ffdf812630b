//! `js/engine.d.ts` is made of the Rust types: what serde makes of them, with their documentation. The file is
//! committed, so that it can be read; this holds it to them.
#![allow(clippy::panic, reason = "what has no form in TypeScript fails the test")]

#[path = "types/form.rs"]
mod form;
#[path = "types/print.rs"]
mod print;
#[path = "types/shape.rs"]
mod shape;
#[path = "types/source.rs"]
mod source;

use std::path::Path;

use shape::Shapes;
use source::{Place, Source};

/// What a program hands over: what has a default may be left out.
const TAKEN: [&str; 6] = ["Event", "Query", "Command", "Actor", "ShopperId", "Timestamp"];

/// What the engine writes, and no program by hand.
const GIVEN: [&str; 4] = ["Answer", "Subject", "Fact", "Rejection"];

const HEAD: &str = "\
// What the engine takes and gives. Made of the Rust types by `wasm-widget/tests/types.rs`: after a change there,
// `ATTAR_TYPES=write cargo test -p attar-widget --test types`.
//
// An amount, a moment and every other number is whole and within 2^53. What has a `?` may be left out.
";

fn generated() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = Source::default();
    source.read(&root.join("../core/src"), &[]);
    source.read_file(&root.join("src/api.rs"), vec!["api".to_owned()]);
    let place = |name: &&str| -> Place {
        source.find(&[], &[(*name).to_owned()]).unwrap_or_else(|| panic!("there is no `{name}`"))
    };
    let taken: Vec<Place> = TAKEN.iter().map(place).collect();
    let refused = (vec!["api".to_owned()], "Refused".to_owned());
    let given: Vec<Place> = GIVEN.iter().map(place).chain([refused]).collect();
    HEAD.to_owned() + &Shapes::reach(&source, &taken, &given).print()
}

#[test]
fn the_typescript_types_are_those_of_rust() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("js/engine.d.ts");
    let made = generated();
    if std::env::var_os("ATTAR_TYPES").is_some_and(|wish| wish == "write") {
        std::fs::write(&file, &made).expect("a folder to write to");
    }
    let committed = std::fs::read_to_string(&file).expect("js/engine.d.ts");
    let line = committed.lines().zip(made.lines()).position(|(committed, made)| committed != made);
    assert!(
        committed == made,
        "js/engine.d.ts differs from the Rust types from line {} on; `ATTAR_TYPES=write cargo test -p attar-widget \
         --test types` writes it anew",
        line.map_or(0, |line| line + 1)
    );
}
