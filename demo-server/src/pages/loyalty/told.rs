//! A programme in words, part by part.

mod delight;
mod referral;

use attar::money::BasisPoints;
use attar::terms::condition::{Schedule, Selector};
use attar::terms::loyalty::{
    ClawBack, Earn, EarnRule, Expiry, How, Measure, Nothing, Programme, Redeem, Tier, Tiers, Window,
};
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::terms::told::Teller;
use super::super::words::{ProgrammeWords, fill, isolated};
use crate::local;

/// Tells programmes to one reader.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    caller: &'a Caller,
    words: &'static ProgrammeWords,
}

/// The sentences of a programme, each under its heading.
type Parts = Vec<(&'static str, Vec<String>)>;

impl<'a> Told<'a> {
    pub fn new(caller: &'a Caller) -> Self {
        Self { caller, words: super::words(caller) }
    }

    /// All of it.
    pub fn programme(&self, programme: &Programme) -> Markup {
        html! {
            dl.figures.told {
                @for (heading, sentences) in self.parts(programme) {
                    div {
                        dt.muted { (heading) }
                        @for sentence in sentences { dd { (sentence) } }
                    }
                }
            }
        }
    }

    /// Which parts of two programmes differ, by their headings.
    pub fn differs(&self, was: &Programme, now: &Programme) -> String {
        let words = self.words;
        let parts = [
            (words.earning, was.earn != now.earn),
            (words.nothing, was.nothing_on != now.nothing_on),
            (words.worth, was.worth != now.worth),
            (words.waiting, was.pending_days != now.pending_days),
            (words.expiry, was.expiry != now.expiry),
            (words.spending, was.redeem != now.redeem),
            (words.returns, (was.claw_back, was.revive_days) != (now.claw_back, now.revive_days)),
            (words.tiers, was.tiers != now.tiers),
            (self.referral_title(), was.referral != now.referral),
            (self.delight_title(), was.delight != now.delight),
        ];
        let names: Vec<&str> =
            parts.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
        names.join(Teller::new(self.caller).words.comma)
    }

    fn parts(&self, programme: &Programme) -> Parts {
        let words = self.words;
        let nothing = &programme.nothing_on;
        let all = [
            (words.earning, self.earning(&programme.earn)),
            (
                words.nothing,
                (*nothing != Nothing::default()).then(|| self.nothing(nothing)).into_iter().collect(),
            ),
            (words.worth, vec![self.worth(programme)]),
            (words.waiting, vec![self.waiting(programme.pending_days)]),
            (words.expiry, vec![self.expiry(programme.expiry)]),
            (words.spending, vec![self.spending(programme.redeem)]),
            (words.returns, vec![self.claw_back(programme.claw_back).to_owned()]),
            (words.tiers, self.tiers(programme.tiers.as_ref())),
            (self.referral_title(), self.referral(programme.referral.as_ref())),
            (self.delight_title(), self.delight(programme.delight.as_ref())),
        ];
        all.into_iter().filter(|(_, sentences)| !sentences.is_empty()).collect()
    }

    fn earning(&self, rules: &[EarnRule]) -> Vec<String> {
        if rules.is_empty() {
            return vec![self.words.earn_none.to_owned()];
        }
        rules.iter().map(|rule| self.rule(rule)).collect()
    }

    /// What one rule gives for what.
    pub fn rule(&self, rule: &EarnRule) -> String {
        let words = self.words;
        let (told, some) = match &rule.by {
            Earn::Spend { points, per, of } => {
                let spent = Teller::new(self.caller).money(*per);
                (fill(words.earn_spend, &[&self.points(*points), &spent]), *of != Selector::default())
            }
            Earn::Units { points, of } => {
                (fill(words.earn_unit, &[&self.points(*points)]), *of != Selector::default())
            }
            Earn::Joining { points } => (fill(words.earn_joining, &[&self.points(*points)]), false),
            Earn::FirstPurchase { points } => (fill(words.earn_first, &[&self.points(*points)]), false),
        };
        let told = if some { fill(words.on_some, &[&told]) } else { told };
        if rule.when == Schedule::default() { told } else { fill(words.at_times, &[&told]) }
    }

    fn points(&self, points: u32) -> String {
        self.caller.counted(points, |nouns| nouns.point)
    }

    fn nothing(&self, nothing: &Nothing) -> String {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let products = self.caller.counted(count(nothing.products.len()), |nouns| nouns.product_of);
        let categories: Vec<String> =
            nothing.categories.iter().map(|label| isolated(self.caller.label(*label))).collect();
        let categories = categories.join(Teller::new(self.caller).words.comma);
        match (nothing.products.is_empty(), categories.is_empty()) {
            (false, false) => fill(self.words.nothing_on, &[&products, &categories]),
            (true, _) => categories,
            (false, true) => products,
        }
    }

    fn worth(&self, programme: &Programme) -> String {
        let worth = Teller::new(self.caller).money(programme.worth.minor);
        fill(self.words.worth_is, &[&self.points(programme.worth.points), &worth])
    }

    fn waiting(&self, days: u16) -> String {
        if days == 0 {
            return self.words.at_once.to_owned();
        }
        fill(self.words.pending, &[&self.days(days)])
    }

    fn days(&self, days: u16) -> String {
        self.caller.counted(days.into(), |nouns| nouns.day_of)
    }

    fn expiry(&self, expiry: Option<Expiry>) -> String {
        let words = self.words;
        match expiry {
            None => words.never.to_owned(),
            Some(Expiry::Days(days)) => fill(words.after_days, &[&self.days(days)]),
            Some(Expiry::Months(months)) => {
                fill(words.after_months, &[&self.caller.counted(months.into(), |nouns| nouns.month_of)])
            }
            Some(Expiry::Years(years)) => {
                fill(words.after_years, &[&self.caller.counted(years.into(), |nouns| nouns.year_of)])
            }
        }
    }

    fn spending(&self, redeem: Option<Redeem>) -> String {
        let Some(Redeem { how, least, step, most_share }) = redeem else {
            return self.words.not_spent.to_owned();
        };
        let how = match how {
            How::Payment => self.words.as_payment,
            How::Discount => self.words.as_discount,
        };
        let number = |number: u32| self.caller.number(number);
        let share = Teller::new(self.caller).rate(most_share);
        fill(self.words.spent, &[how, &number(least), &number(step), &share])
    }

    const fn claw_back(&self, claw_back: ClawBack) -> &'static str {
        match claw_back {
            ClawBack::Nothing => self.words.back_nothing,
            ClawBack::Lot => self.words.back_lot,
            ClawBack::Balance => self.words.back_balance,
        }
    }

    fn tiers(&self, tiers: Option<&Tiers>) -> Vec<String> {
        let Some(tiers) = tiers else { return vec![self.words.no_tiers.to_owned()] };
        let words = self.words;
        let window = match tiers.window {
            Window::Days(days) => fill(words.in_days, &[&self.days(days)]),
            Window::Month => words.in_month.to_owned(),
            Window::Quarter => words.in_quarter.to_owned(),
            Window::Year => words.in_year.to_owned(),
            Window::Lifetime => words.in_life.to_owned(),
        };
        let by = match tiers.by {
            Measure::Spend => words.tiers_by_spend,
            Measure::Points => words.tiers_by_points,
            Measure::Orders => words.tiers_by_orders,
        };
        let steps = tiers.steps.iter().map(|tier| self.tier(tier, tiers.by));
        std::iter::once(fill(by, &[&window])).chain(steps).collect()
    }

    fn tier(&self, tier: &Tier, by: Measure) -> String {
        let of = |from: i64| match by {
            Measure::Spend => Teller::new(self.caller).money(from),
            Measure::Points | Measure::Orders => self.caller.number(from),
        };
        let BasisPoints(times) = tier.multiplier;
        let times = local::show_decimal(self.caller.lang(), times.into(), 4, false);
        let told = fill(self.words.tier_is, &[&of(tier.from), &isolated(times)]);
        let life = tier.for_life.map(|from| fill(self.words.tier_life, &[&of(from)]));
        let told = std::iter::once(told).chain(life).collect::<Vec<_>>();
        format!("{}: {}", self.title(tier), told.join(Teller::new(self.caller).words.comma))
    }

    /// What a tier is called.
    pub fn title(&self, tier: &Tier) -> String {
        isolated(tier.label().in_lang(self.caller.lang()))
    }

    /// What the tier of that name is called; its name, if the programme has it not.
    pub fn named(&self, programme: Option<&Programme>, name: &str) -> String {
        let tiers = programme.and_then(|own| own.tiers.as_ref());
        tiers.and_then(|tiers| tiers.named(name)).map_or_else(|| isolated(name), |(_, tier)| self.title(tier))
    }

    /// What the tier of that rank is called: the lowest is 1, and 0 is none.
    pub fn ranked(&self, programme: Option<&Programme>, rank: usize) -> String {
        let steps = programme.and_then(|own| own.tiers.as_ref()).map(|tiers| tiers.steps.as_slice());
        let tier = rank.checked_sub(1).and_then(|place| steps?.get(place));
        tier.map_or_else(|| self.words.no_tier.to_owned(), |tier| self.title(tier))
    }
}
