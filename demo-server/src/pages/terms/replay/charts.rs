//! What came of a replay: whom it touches, what it costs, what is left; each a number first.

use attar::terms::promotion::{Promotion, PromotionId};
use attar::terms::till::Terms;
use maud::{Markup, html};

use super::super::super::caller::Caller;
use super::super::super::chart::{self, Bar};
use super::super::super::console::{book, called, caption, figure, mirrored, total};
use super::super::super::words::fill;
use super::super::told::Teller;
use super::super::words;
use crate::terms::{Outcome, Reached};

/// Of so many weeks the columns still tell one from another.
const WEEKS: usize = 53;

/// All charts of one outcome.
pub(super) fn charts(caller: &Caller, terms: &Terms, outcome: &Outcome) -> Markup {
    let words = words(caller);
    let panel = |told: (&str, &str), file: &str, chart: &Markup| {
        figure(caller, told, &["/merchant/terms/replay/", file].concat(), chart)
    };
    let Outcome { before, after, .. } = outcome;
    let beside = |was, now| two(caller, was, now);
    html! {
        div.two.even {
            (panel((words.customers, words.customers_is), "customers", &customers(caller, outcome)))
            (panel((words.baskets, words.baskets_is), "baskets", &baskets(caller, outcome)))
        }
        div.two.three.even {
            (panel((words.cost, words.cost_is), "sums", &beside(before.given, after.given)))
            (panel((words.revenue, words.revenue_is), "sums", &beside(before.paid, after.paid)))
            (panel((words.margin, words.margin_is), "sums", &beside(before.margin, after.margin)))
        }
        (panel((words.weeks, words.weeks_is), "weeks", &weeks(caller, outcome)))
        (panel((words.each_gives, words.each_is), "promotions", &promotions(caller, terms, outcome)))
    }
}

fn customers(caller: &Caller, outcome: &Outcome) -> Markup {
    let words = words(caller);
    let bar = |group: &Reached| {
        let touched = caller.number(group.touched);
        let customers = caller.counted(group.customers, |nouns| nouns.customer_of);
        let baskets = caller.counted(group.baskets, |nouns| nouns.basket);
        Bar {
            label: called(caller.desk(), group.word).to_owned(),
            note: fill(words.touched, &[&touched, &customers, &baskets, &book(caller, group.saved)]),
            value: i64::from(group.touched),
            shown: touched,
            ..Bar::default()
        }
    };
    let bars: Vec<Bar> = outcome.groups.iter().filter(|group| group.customers > 0).map(bar).collect();
    let most = outcome.groups.iter().map(|group| i64::from(group.customers)).max().unwrap_or(0);
    html! {
        (total(&caller.number(outcome.touched), &fill(words.of_customers, &[&caller.counted(outcome.customers, |nouns| nouns.customer_of)])))
        (chart::bars(mirrored(caller), most, &bars))
    }
}

fn baskets(caller: &Caller, outcome: &Outcome) -> Markup {
    let words = words(caller);
    let other = outcome.cheaper.saturating_add(outcome.dearer);
    let same = outcome.after.carts.saturating_sub(other);
    let bar = |(label, count): (&str, u32)| Bar {
        label: label.to_owned(),
        value: i64::from(count),
        shown: caller.number(count),
        ..Bar::default()
    };
    let counts = [(words.cheaper, outcome.cheaper), (words.dearer, outcome.dearer), (words.same, same)];
    let left_out = Some((words.left_out, outcome.left_out)).filter(|(_, count)| *count > 0);
    let bars: Vec<Bar> = counts.into_iter().chain(left_out).map(bar).collect();
    html! {
        (total(&caller.number(other), &fill(words.of_baskets, &[&caller.counted(outcome.after.carts, |nouns| nouns.basket_of)])))
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
    }
}

/// The difference first, then both sides.
fn two(caller: &Caller, was: i64, now: i64) -> Markup {
    let words = words(caller);
    let bar = |label: &str, value: i64| Bar {
        label: label.to_owned(),
        value,
        shown: book(caller, value),
        ..Bar::default()
    };
    let bars = [bar(words.now, was), bar(words.then, now)];
    html! {
        (total(&signed(caller, now.saturating_sub(was)), ""))
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
    }
}

/// More carries a plus where less carries its minus. A sign comes with a mark of its direction, which must not decide
/// that of the whole amount.
fn signed(caller: &Caller, minor: i64) -> String {
    let direction = if mirrored(caller) { "\u{200F}" } else { "" };
    let amount = match minor {
        more if more > 0 => book(caller, more.saturating_neg()).replace(['-', '−'], "+"),
        other => book(caller, other),
    };
    [direction, &amount].concat()
}

fn weeks(caller: &Caller, outcome: &Outcome) -> Markup {
    let (words, zone) = (words(caller), &caller.snapshot().shop.zone);
    let from = outcome.weeks.len().saturating_sub(WEEKS);
    let bar = |week: &crate::terms::Week| Bar {
        label: caller.day(zone.midnight(week.monday)),
        value: week.after,
        shown: book(caller, week.after),
        ..Bar::default()
    };
    let bars: Vec<Bar> = outcome.weeks.iter().skip(from).map(bar).collect();
    let [before, after] = [outcome.before.given, outcome.after.given].map(|given| book(caller, given));
    html! {
        (total(&after, &fill(words.beside, &[&before])))
        (chart::columns(caption(caller, words.weeks, words.weeks_is), &bars))
    }
}

/// Most first; those that need a code and are in force as they are, are named apart.
fn promotions(caller: &Caller, terms: &Terms, outcome: &Outcome) -> Markup {
    let (words, teller) = (words(caller), Teller::new(caller));
    let (open, coded): (Vec<&Promotion>, Vec<&Promotion>) =
        terms.promotions.iter().partition(|one| one.coupons.is_empty() || outcome.coded.contains(&one.id));
    let among =
        |ids: &[PromotionId]| open.iter().copied().filter(|one| ids.contains(&one.id)).collect::<Vec<_>>();
    let (later, given) = (among(&outcome.later), among(&outcome.coded));
    let bar = |promotion: &&Promotion| {
        let did = outcome.promotions.get(&promotion.id).copied().unwrap_or_default();
        let carts = caller.counted(did.carts, |nouns| nouns.basket);
        let shoppers = caller.counted(did.shoppers, |nouns| nouns.customer);
        Bar {
            label: teller.name(promotion),
            note: fill(words.reached, &[&carts, &shoppers]),
            value: did.minor,
            shown: book(caller, did.minor),
            ..Bar::default()
        }
    };
    let mut bars: Vec<Bar> = open.iter().map(bar).collect();
    bars.sort_by(|a, b| b.value.cmp(&a.value).then_with(|| a.label.cmp(&b.label)));
    html! {
        (total(&book(caller, outcome.after.given), ""))
        (chart::bars(mirrored(caller), chart::most(&bars), &bars))
        @if !later.is_empty() { p.muted { (fill(words.as_begun, &[&teller.names(later)])) } }
        @if !given.is_empty() { p.muted { (fill(words.as_coded, &[&teller.names(given)])) } }
        @if !coded.is_empty() { p.muted { (fill(words.no_coupons, &[&teller.names(coded)])) } }
    }
}
