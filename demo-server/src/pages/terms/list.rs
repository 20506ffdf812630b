//! The list: the draft, the promotions in force, and earlier versions.

use attar::Shop;
use attar::id::ContentHash;
use attar::terms::promotion::Promotion;
use attar::terms::till::Terms;
use axum::extract::Query as Search;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::drafting;
use super::super::merchant::{only_owner, to_desk};
use super::super::problem::{Drawn, Moved, Page, Problem};
use super::super::words::{fill, isolated};
use super::row::Rows;
use super::told::{Teller, begins, engine};
use super::{HERE, history, words};
use crate::terms::{Changes, Draft, fingerprint, with_terms};

/// What the address says: what came of the form before.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Visit {
    said: Option<Said>,
}

/// What came of a form.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Published,
    Outdated,
    Back,
    Saved,
}

/// `GET /merchant/terms`
pub(super) async fn list(caller: Caller, Search(visit): Search<Visit>) -> Page {
    only_owner(&caller)?;
    let words = words(&caller);
    let said = visit.said.map(|said| match said {
        Said::Published => words.published,
        Said::Outdated => words.outdated,
        Said::Back => words.brought_back,
        Said::Saved => words.saved,
    });
    page(&caller, html! { @if let Some(said) = said { p.note role="status" { (said) } } }).await
}

/// The same, where a form was refused.
pub(super) async fn refused(caller: &Caller, why: &str) -> Moved {
    Ok(Drawn::page(StatusCode::CONFLICT, page(caller, html! { p.note role="alert" { (why) } }).await?))
}

async fn page(caller: &Caller, note: Markup) -> Page {
    let words = words(caller);
    let current = caller.app().current();
    let draft = Draft::load(caller.app()).await?;
    let rows = Rows::new(caller, &current.shop, &current.market.given);
    let body = html! {
        div.intro {
            (to_desk(caller))
            div.heading {
                h1 { (words.title) }
                div.row {
                    a.button href={ (HERE) "/new" } { (words.write) }
                    a.button.quiet href={ (HERE) "/whole" } { (words.whole) }
                }
            }
            p.lead { (words.lead) }
        }
        (note)
        @if let Some(draft) = &draft { (drafted(caller, draft)?) }
        (in_force(&rows))
        (history::section(caller).await?)
    };
    Ok(caller.page(words.title, &body))
}

fn in_force(rows: &Rows<'_>) -> Markup {
    let words = words(rows.caller);
    let promotions = &rows.shop.draft().terms.promotions;
    html! {
        section.panel {
            h2 { (words.in_force) }
            @if let Some(engine) = engine(rows.shop.terms().mode) {
                p.muted { (fill(words.engine, &[&isolated(engine)])) }
            }
            @if promotions.is_empty() { p.muted { (words.none) } }
            ul.orders.promotions { @for promotion in promotions { (rows.row(promotion, words.change)) } }
            (general(rows))
        }
    }
}

/// What is the matter with terms as a whole.
fn general(rows: &Rows<'_>) -> Markup {
    let general = rows.findings.general(rows.caller, rows.shop);
    html! {
        @if !general.is_empty() {
            h3 { (words(rows.caller).general) }
            ul.warns { @for sentence in &general { li { bdi { (sentence) } } } }
        }
    }
}

/// The shop as a draft would have it.
pub(super) fn shop_of(caller: &Caller, terms: &Terms) -> Result<Shop, Problem> {
    Shop::check(with_terms(caller.app(), terms.clone()))
        .map_err(|error| Problem::from(crate::PublishError::from(error)))
}

fn drafted(caller: &Caller, draft: &Draft) -> Page {
    let words = words(caller);
    let current = caller.app().current();
    let shop = shop_of(caller, &draft.terms)?;
    let was = &current.shop.draft().terms;
    let changes = Changes::between(was, &draft.terms);
    let rows = Rows::new(caller, &shop, &current.market.given).drafted(&changes);
    Ok(html! {
        section.panel.drafted {
            div.heading {
                h2 { (words.draft) }
                form action={ (HERE) "/discard" } method="post" {
                    (seen(fingerprint(&draft.terms)?))
                    button.plain type="submit" { (words.discard) }
                }
            }
            p.muted { (words.draft_is) }
            (differs(caller, &changes))
            ul.orders.promotions { @for promotion in changes.written() { (rows.row(promotion, words.change)) } }
            (general(&rows))
            (ways_on(caller, draft, &changes, true)?)
        }
    })
}

/// Which terms a form was drawn from: whoever sends it saw these.
pub(in super::super) fn seen(fingerprint: ContentHash) -> Markup {
    html! { input type="hidden" name="seen" value=(fingerprint); }
}

/// What differs, by name.
pub(super) fn differs(caller: &Caller, changes: &Changes<'_>) -> Markup {
    let (words, teller) = (words(caller), Teller::new(caller));
    let parts =
        [(words.added, &changes.added), (words.changed, &changes.changed), (words.removed, &changes.removed)];
    let told = |promotions: &[&Promotion]| teller.names(promotions.iter().copied());
    html! {
        ul.differs {
            @for (sentence, promotions) in parts {
                @if !promotions.is_empty() { li { (fill(sentence, &[&told(promotions)])) } }
            }
            @if changes.settings { li { (words.settings) } }
        }
    }
}

/// What can be done with a draft: publish it, or see it replayed first.
pub(super) fn ways_on(caller: &Caller, draft: &Draft, changes: &Changes<'_>, replay: bool) -> Page {
    let (words, teller) = (words(caller), Teller::new(caller));
    let later = changes.written().filter_map(|promotion| {
        let from = begins(promotion).filter(|from| *from > caller.now())?;
        let when = fill(teller.words.from, &[&teller.moment(from)]);
        Some(fill(words.begins, &[&teller.name(promotion), &when]))
    });
    let pair = draft.pair(caller.app())?;
    Ok(html! {
        @if draft.base != pair.in_force { p.note { (words.moved_on) } }
        @for sentence in later { p { (sentence) } }
        (drafting::ways_on(caller, HERE, &pair, replay))
    })
}
