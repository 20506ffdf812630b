//! The command line.

use std::path::PathBuf;

/// How it is called.
const USAGE: &str =
    "--train A.csv[.gz] --test B.csv[.gz] [--every K] [--exclude-basket] [--neighbours N] [--json]";

/// What was asked for.
#[derive(Debug)]
pub struct Arguments {
    /// The sessions to learn from.
    pub train: PathBuf,
    /// The sessions to predict.
    pub test: PathBuf,
    /// Of the test sessions, every so many count.
    pub every: usize,
    /// Whether no item of a session is predicted again.
    pub exclude_basket: bool,
    /// How many neighbours an item keeps, if not the default.
    pub neighbours: Option<usize>,
    /// Whether the report is one line of JSON.
    pub json: bool,
}

impl Arguments {
    /// Reads the command line.
    pub fn of(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut train, mut test, mut every, mut neighbours) = (None, None, 1, None);
        let (mut exclude_basket, mut json) = (false, false);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--train" => train = Some(PathBuf::from(value(&word, words.next())?)),
                "--test" => test = Some(PathBuf::from(value(&word, words.next())?)),
                "--every" => every = number(&word, words.next())?,
                "--neighbours" => neighbours = Some(number(&word, words.next())?),
                "--exclude-basket" => exclude_basket = true,
                "--json" => json = true,
                _ => return Err(format!("there is no option `{word}`: {USAGE}")),
            }
        }
        match (train, test) {
            (Some(train), Some(test)) => Ok(Self { train, test, every, exclude_basket, neighbours, json }),
            _ => Err(format!("`--train` and `--test` are needed: {USAGE}")),
        }
    }
}

fn value(option: &str, word: Option<String>) -> Result<String, String> {
    word.ok_or_else(|| format!("`{option}` needs a value: {USAGE}"))
}

fn number(option: &str, word: Option<String>) -> Result<usize, String> {
    let word = value(option, word)?;
    let number = word.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("`{option}` must be a number from 1, not `{word}`"))
}
