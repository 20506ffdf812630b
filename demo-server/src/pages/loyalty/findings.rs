//! What is the matter with a programme: what is off, what can hardly be meant, and tiers that nobody reached.

use attar::terms::loyalty::lint::{Finding, lint};
use attar::terms::till::{Part, Warning};
use attar::{Money, Shop, Timestamp};
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::words::{ReferralWords, fill, isolated};
use super::told::Told;
use super::words;
use crate::local;
use crate::terms::loyalty::{Side, Written};
use crate::terms::with_terms;

/// The shop with that programme, or the sentence that names what holds nothing.
pub(super) fn shop_of(caller: &Caller, written: &Written) -> Result<Shop, String> {
    Shop::check(with_terms(caller.app(), written.clone())).map_err(|error| error.to_string())
}

/// What is off of a programme and was not before; nothing, if all that somebody wrote holds.
pub(super) fn broken(caller: &Caller, was: &Written, now: &Written) -> Option<String> {
    let shop = match shop_of(caller, now) {
        Ok(shop) => shop,
        Err(why) => return Some(isolated(why)),
    };
    let before = shop_of(caller, was).map(|shop| off(&shop)).unwrap_or_default();
    off(&shop).into_iter().find(|why| !before.contains(why)).map(isolated)
}

/// What is off.
fn off(shop: &Shop) -> Vec<String> {
    let of_loyalty = |warning: &&Warning| warning.part == Part::Loyalty;
    shop.warnings().iter().filter(of_loyalty).map(|warning| warning.why.clone()).collect()
}

/// All sentences about what is written. It may hold no more since the shop has changed.
pub(super) fn judged(caller: &Caller, written: &Written, replayed: Option<&Side>) -> Vec<String> {
    match shop_of(caller, written) {
        Ok(shop) => sentences(caller, &shop, caller.now(), replayed),
        Err(why) => vec![fill(words(caller).unsound, &[&isolated(why)])],
    }
}

/// All sentences about the programme of a shop, with what its replay found if there was one.
fn sentences(caller: &Caller, shop: &Shop, at: Timestamp, replayed: Option<&Side>) -> Vec<String> {
    let off = off(shop).into_iter().map(|why| fill(words(caller).off, &[&isolated(why)]));
    let found = lint(shop, at);
    let said = found.iter().map(|finding| said(caller, shop, finding));
    off.chain(said).chain(unreached(caller, shop, replayed, &found)).collect()
}

/// What is the matter, where something is.
pub(super) fn panel(caller: &Caller, sentences: &[String]) -> Markup {
    html! {
        @if !sentences.is_empty() {
            h3 { (words(caller).warnings) }
            ul.warns { @for sentence in sentences { li { (sentence) } } }
        }
    }
}

fn unreached(caller: &Caller, shop: &Shop, replayed: Option<&Side>, found: &[Finding]) -> Vec<String> {
    let programme = shop.public().loyalty();
    let tiers = programme.and_then(|own| own.tiers.as_ref());
    let steps = tiers.map(|tiers| tiers.steps.as_slice()).unwrap_or_default();
    let is_known =
        |name: &str| found.iter().any(|one| matches!(one, Finding::Unreachable { tier } if tier == name));
    let nobody = |rank: usize| replayed.is_some_and(|side| side.is_unreached(rank));
    let told = Told::new(caller);
    let ranked = (1_usize..).zip(steps).filter(|(rank, tier)| nobody(*rank) && !is_known(&tier.name));
    ranked.map(|(_, tier)| fill(words(caller).unreached, &[&told.title(tier)])).collect()
}

fn said(caller: &Caller, shop: &Shop, finding: &Finding) -> String {
    let (words, told) = (words(caller), Told::new(caller));
    let tier = |name: &str| told.named(shop.public().loyalty(), name);
    match finding {
        Finding::NothingEarned => words.no_earning.to_owned(),
        Finding::NoRedeem => words.no_spending.to_owned(),
        Finding::ShortLived { days } => {
            fill(words.short_lived, &[&caller.counted((*days).into(), |nouns| nouns.day_of)])
        }
        Finding::ReferralAboveOrder { gives, leaves } => {
            let money =
                |minor| isolated(local::money(caller.lang(), Money::new(minor, shop.public().currency)));
            fill(ReferralWords::of(caller.lang()).above, &[&money(*gives), &money(*leaves)])
        }
        Finding::ReferralUnbounded => ReferralWords::of(caller.lang()).unbounded.to_owned(),
        Finding::Unreachable { tier: name } => fill(words.unreachable, &[&tier(name)]),
        Finding::BringsNothing { tier: name } => fill(words.brings_nothing, &[&tier(name)]),
        Finding::AboveMargin { tier: name, product, products } => {
            let products = caller.counted(*products, |nouns| nouns.product_of);
            let product = isolated(caller.name(*product));
            match name {
                None => fill(words.above_margin, &[&products, &product]),
                Some(name) => fill(words.above_margin_in, &[&tier(name), &products, &product]),
            }
        }
    }
}
