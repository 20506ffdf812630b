//! Every decoder over the committed corpus, as plain tests; `cargo xtask prove fuzz` makes up new bytes.

mod case;
mod http;

#[path = "fuzz/decoders/mod.rs"]
mod decoders;
#[path = "fuzz/mutate.rs"]
mod mutate;
#[path = "fuzz/seeds.rs"]
mod seeds;
#[path = "fuzz/served.rs"]
mod served;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use decoders::Check;

fn decoders() -> impl Iterator<Item = (&'static str, Check)> {
    decoders::DECODERS.into_iter().chain(served::DECODERS)
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}

#[test]
fn every_decoder_has_a_corpus_and_every_corpus_a_decoder() {
    let folders = entries(&corpus());
    let folders: BTreeSet<_> = folders.iter().filter_map(|folder| folder.file_name()?.to_str()).collect();
    assert_eq!(folders, decoders().map(|(name, _)| name).collect());
}

#[test]
fn the_corpus_is_read_or_refused_by_every_decoder() {
    for (name, check) in decoders() {
        let files = entries(&corpus().join(name));
        assert!(!files.is_empty(), "`{name}` has no corpus");
        for file in files {
            check(&std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display())));
        }
    }
}

#[test]
fn real_values_and_each_of_their_beginnings_are_read_or_refused() {
    for (name, check) in decoders() {
        let mut seeds = seeds::of(name);
        seeds.sort_by_key(Vec::len);
        // The shortest ones: the beginnings of a long one are many, and alike.
        for seed in seeds.iter().take(3) {
            (0..=seed.len().min(300)).for_each(|end| check(&seed[..end]));
        }
    }
}

/// `ATTAR_FUZZ_MUTATIONS` of each decoder, or a few: for machines without libFuzzer.
#[test]
fn what_is_made_of_real_values_is_read_or_refused() {
    let asked = std::env::var("ATTAR_FUZZ_MUTATIONS").ok().and_then(|many| many.parse().ok());
    for (name, check) in decoders() {
        let seeds = seeds::of(name);
        for number in 0..asked.unwrap_or(150_u64) {
            check(&mutate::mutated(&seeds, number));
        }
    }
}

/// Writes real values into the folder that `ATTAR_FUZZ_SEEDS` names: what fuzzing begins with.
#[test]
#[ignore = "it writes files; `cargo xtask prove fuzz` calls it"]
fn write_the_seeds() {
    let folder = std::env::var_os("ATTAR_FUZZ_SEEDS").expect("`ATTAR_FUZZ_SEEDS` names a folder");
    for (name, _) in decoders() {
        let folder = Path::new(&folder).join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        for (number, seed) in seeds::of(name).iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), seed).expect("a seed");
        }
    }
}
