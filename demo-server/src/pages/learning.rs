//! What the shop has learned, told to its merchant: how good it is, how fresh, and what tuning chose; each
//! figure with what it means. And a button to learn now.

use attar::train::Knob;
use maud::{Markup, html};

use super::caller::Caller;
use super::problem::Page;
use super::words::{LearningWords, fill};
use crate::trainer::{Found, Lesson, Tuned};

/// Whoever fades as slowly as this, in days, does not fade to speak of.
const EVER_DAYS: f64 = 10_000.0;

/// A figure: what it is called, what it is, and what it means.
struct Figure<'a> {
    name: &'a str,
    value: String,
    means: String,
}

pub(super) async fn section(caller: &Caller, tuned: Option<&Tuned>, training: bool) -> Page {
    let words = caller.desk();
    let lesson = caller.lesson().await?;
    Ok(html! {
        section.panel {
            div.heading {
                h2 { (words.model) }
                form action="/merchant/train" method="post" { button.quiet type="submit" { (words.train) } }
            }
            p { (learned(caller)) }
            @if training { p.note role="status" { (words.training) } }
            @if let Some(lesson) = &lesson { (figures(&fresh(caller, lesson))) }
            @match tuned {
                Some(tuned) => {
                    h3 { (words.accuracy) }
                    p.muted { (rests_on(caller, &tuned.found)) }
                    (figures(&right(caller, &tuned.found)))
                    h3 { (learning(caller).chosen) }
                    p.muted { (tried(caller, tuned)) " " a href="/merchant/figures/learning" { (words.csv) } }
                    (figures(&chosen(caller, tuned)))
                },
                None => p.muted { (words.not_measured) },
            }
        }
    })
}

fn learning(caller: &Caller) -> &'static LearningWords {
    LearningWords::of(caller.lang())
}

fn learned(caller: &Caller) -> String {
    let model = &caller.snapshot().model;
    match model.visits {
        0 => caller.desk().not_learned.to_owned(),
        visits => {
            let when = caller.local(model.trained_at);
            fill(caller.desk().learned_from, &[&caller.number(visits), &when])
        }
    }
}

fn figures(figures: &[Figure<'_>]) -> Markup {
    html! {
        dl.figures {
            @for Figure { name, value, means } in figures {
                div { dt { (name) } dd { bdi { (value) } } dd.muted { (means) } }
            }
        }
    }
}

/// When it learned, up to where in the log, and how long that took.
fn fresh<'a>(caller: &Caller, lesson: &Lesson) -> [Figure<'a>; 3] {
    let words = learning(caller);
    let until = fill(words.until_is, &[&caller.number(lesson.seq)]);
    let took = crate::local::tenths(caller.lang(), i64::try_from(lesson.millis / 100).unwrap_or(i64::MAX));
    [
        Figure { name: words.at, value: caller.local(lesson.at), means: words.at_is.to_owned() },
        Figure { name: words.until, value: caller.local(lesson.until), means: until },
        Figure {
            name: words.took,
            value: fill(words.seconds, &[&took]),
            means: fill(words.took_is, &[&caller.number(lesson.items)]),
        },
    ]
}

/// How often it is right and how near the top, each beside what sells.
fn right<'a>(caller: &Caller, found: &Found) -> [Figure<'a>; 2] {
    let words = learning(caller);
    let beside = |means: &str, popular: f64| fill(means, &[&caller.share(popular)]);
    [
        Figure {
            name: words.hits,
            value: caller.share(found.hits),
            means: beside(words.hits_is, found.hits_of_popular),
        },
        Figure {
            name: words.ranks,
            value: caller.share(found.ranks),
            means: beside(words.ranks_is, found.ranks_of_popular),
        },
    ]
}

fn rests_on(caller: &Caller, found: &Found) -> String {
    fill(learning(caller).rests_on, &[&caller.number(found.predictions)])
}

fn tried(caller: &Caller, tuned: &Tuned) -> String {
    let values = [caller.number(tuned.found.trials), caller.number(tuned.visits)];
    fill(learning(caller).chosen_is, &[&values[0], &values[1]])
}

/// The neighbours and the knobs that say most.
fn chosen<'a>(caller: &Caller, tuned: &Tuned) -> Vec<Figure<'a>> {
    let words = learning(caller);
    let neighbours = Figure {
        name: words.neighbours,
        value: caller.number(tuned.found.neighbours),
        means: words.neighbours_is.to_owned(),
    };
    let knob = |(knob, name, means): &(Knob, &'static str, &'static str)| {
        let value = tuned.recipe.get(*knob);
        let shown = match value {
            ever if ever >= EVER_DAYS => words.ever.to_owned(),
            value => crate::local::rounded(caller.lang(), value),
        };
        Figure { name, value: shown, means: (*means).to_owned() }
    };
    [neighbours].into_iter().chain(words.knobs.iter().map(knob)).collect()
}

/// Every figure of the search and every value of the recipe.
pub(super) fn csv(tuned: &Tuned) -> String {
    let found = &tuned.found;
    let figures = [
        ("visits", f64::from(tuned.visits)),
        ("predictions", found.predictions as f64),
        ("trials", found.trials as f64),
        ("neighbours", found.neighbours as f64),
        ("hit_rate_at_20", found.hits),
        ("hit_rate_at_20_of_popular", found.hits_of_popular),
        ("mrr_at_20", found.ranks),
        ("mrr_at_20_of_popular", found.ranks_of_popular),
    ];
    let knobs = tuned.recipe.values().map(|(knob, value)| (knob.name(), value));
    figures.into_iter().chain(knobs).map(|(name, value)| format!("{name},{value}\n")).collect()
}
