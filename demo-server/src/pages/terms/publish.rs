//! A draft comes into force, or goes away.

use axum::Form;
use serde::Deserialize;

use super::super::caller::Caller;
use super::super::merchant::only_owner;
use super::super::problem::Moved;
use super::super::words::fill;
use super::findings::Findings;
use super::told::Teller;
use super::{HERE, list, words};
use crate::terms::{self, Changes, Draft};

/// The draft and the terms in force as the page showed them.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    pair: String,
}

/// The draft as the page showed it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    seen: String,
}

/// `POST /merchant/terms/publish`
pub(super) async fn publish(caller: Caller, Form(Shown { pair }): Form<Shown>) -> Moved {
    only_owner(&caller)?;
    let outdated = || Ok(Caller::see(&[HERE, "?said=outdated"].concat(), None));
    let Some(draft) = Draft::load(caller.app()).await? else { return outdated() };
    let shown = draft.pair(caller.app())?;
    if shown.to_string() != pair {
        return outdated();
    }
    if let Some(why) = broken(&caller, &draft)? {
        return list::refused(&caller, &why).await;
    }
    terms::publish(caller.app(), draft.terms).await?;
    Draft::done(caller.app(), shown.draft).await?;
    Ok(Caller::see(&[HERE, "?said=published"].concat(), None))
}

/// What is broken of that which the merchant wrote; what was broken before turns only itself off.
fn broken(caller: &Caller, draft: &Draft) -> Result<Option<String>, super::super::problem::Problem> {
    let was = terms::in_force(caller.app());
    let shop = list::shop_of(caller, &draft.terms)?;
    let findings = Findings::of(&shop, caller.now());
    let changes = Changes::between(&was, &draft.terms);
    let mut written = changes.written();
    let found = written.find_map(|promotion| Some((promotion, findings.off(promotion.id)?)));
    Ok(found.map(|(promotion, why)| fill(words(caller).broken, &[&Teller::new(caller).name(promotion), why])))
}

/// `POST /merchant/terms/discard`
pub(super) async fn discard(caller: Caller, Form(Seen { seen }): Form<Seen>) -> Moved {
    only_owner(&caller)?;
    if !Draft::discard(caller.app(), seen.parse().ok()).await? {
        return list::refused(&caller, words(&caller).meanwhile).await;
    }
    caller.terms().replays.clear();
    Ok(Caller::see(HERE, None))
}
