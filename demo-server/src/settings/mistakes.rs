//! What is wrong with the settings, all of it at once.

use std::ffi::OsString;

use clap::builder::ValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory as _, Error};

use super::Cli;

/// A sentence for each mistake. clap stops at the first, so a value that it refuses is taken as it is from
/// then on, and it reads on. What is no matter of a value, such as an unknown word, is the last that is told.
pub(super) fn all(words: &[OsString]) -> Vec<String> {
    let (mut command, mut sentences) = (Cli::command(), Vec::new());
    while let Err(error) = command.clone().try_get_matches_from(words) {
        if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
            break;
        }
        let sentence = first_paragraph(&error.to_string());
        if sentences.contains(&sentence) {
            break;
        }
        sentences.push(sentence);
        match lenient(command, &error) {
            Some(next) => command = next,
            None => break,
        }
    }
    sentences
}

/// The command line that takes any value for the argument of the error; nothing for another kind of error.
fn lenient(command: Command, error: &Error) -> Option<Command> {
    if !matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation) {
        return None;
    }
    let Some(ContextValue::String(wrong)) = error.get(ContextKind::InvalidArg) else { return None };
    let long = wrong.trim_start_matches("--").split([' ', '=']).next();
    let id = command.get_arguments().find(|arg| arg.get_long() == long)?.get_id().clone();
    Some(command.mut_arg(id, |arg| arg.value_parser(ValueParser::os_string())))
}

/// clap says what is wrong in its first paragraph; usage and hints follow after an empty line.
fn first_paragraph(error: &str) -> String {
    let lines = error.lines().take_while(|line| !line.trim().is_empty()).map(str::trim);
    let sentence = lines.collect::<Vec<_>>().join(" ");
    sentence.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(words: &[&str]) -> Vec<String> {
        all(&std::iter::once(&"shop").chain(words).map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn every_mistake_is_told_at_once_each_in_a_sentence_that_names_it() {
        let words =
            ["--addr", "here", "--metrics", "me", "--demo", "--connections", "1", "--head-seconds", "x"];
        let sentences = told(&words);
        for name in ["--addr", "--metrics", "--connections", "--head-seconds"] {
            let naming = sentences.iter().filter(|sentence| sentence.contains(name)).count();
            assert_eq!(naming, 1, "{name}: {sentences:?}");
        }
        assert_eq!(sentences.len(), 4, "{sentences:?}");
    }

    #[test]
    fn an_unknown_word_is_the_last_that_is_told() {
        let sentences = told(&["--addr", "here", "--colour", "red"]);
        assert!(sentences.iter().any(|sentence| sentence.contains("--colour")), "{sentences:?}");
        assert!(sentences.len() <= 2 && sentences.iter().all(|sentence| !sentence.contains('\n')));
    }

    #[test]
    fn of_sound_settings_nothing_is_told() {
        assert_eq!(told(&["--demo", "--per-address", "0"]), Vec::<String>::new());
    }
}
