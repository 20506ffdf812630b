//! A promotion in words: what it gives, to whom and when.

mod foreign;

use attar::id::{LabelId, ProductId};
use attar::money::BasisPoints;
use attar::shop::CARD;
use attar::terms::condition::{Condition, Schedule, Selector};
use attar::terms::promotion::{Offer, Part, Promotion, Spread, Target};
use attar::{Money, Timestamp};

use super::super::caller::Caller;
use super::super::words::{PromotionWords, fill, isolated};
use crate::local;

pub(super) use foreign::engine;

/// So many goods are named, the others counted.
const NAMED: usize = 3;
/// All of a price, in basis points.
const WHOLE: u32 = 10_000;

/// Tells promotions to one reader.
#[derive(Clone, Copy)]
pub(in super::super) struct Teller<'a> {
    caller: &'a Caller,
    pub words: &'static PromotionWords,
}

impl<'a> Teller<'a> {
    pub fn new(caller: &'a Caller) -> Self {
        Self { caller, words: PromotionWords::of(caller.lang()) }
    }

    /// What it is called.
    pub fn name(&self, promotion: &Promotion) -> String {
        let label = promotion.label();
        let name = label.in_lang(self.caller.lang());
        if name.trim().is_empty() { self.caller.digits(promotion.id.0) } else { isolated(name) }
    }

    /// Names with commas between them.
    pub fn names<'b>(&self, promotions: impl IntoIterator<Item = &'b Promotion>) -> String {
        let names: Vec<String> = promotions.into_iter().map(|promotion| self.name(promotion)).collect();
        names.join(self.words.comma)
    }

    pub fn money(&self, minor: i64) -> String {
        let amount = Money::new(minor, self.caller.snapshot().shop.currency);
        isolated(local::money(self.caller.lang(), amount))
    }

    /// A share.
    pub fn rate(&self, rate: BasisPoints) -> String {
        let shown = local::show_decimal(self.caller.lang(), i64::from(rate.0), 2, false);
        isolated([&shown, self.caller.percent()].concat())
    }

    /// A moment with its day of the week; without a clock, where a day begins.
    pub fn moment(&self, at: Timestamp) -> String {
        let zone = &self.caller.snapshot().shop.zone;
        let weekday = self.weekday((zone.civil_day(at).weekday() as u8).saturating_add(1));
        let moment = match zone.minute_of_day(at) {
            0 => isolated(self.caller.day(at)),
            _ => self.caller.local(at),
        };
        fill(self.words.day_at, &[weekday, &moment])
    }

    /// Monday is 1.
    fn weekday(&self, day: u8) -> &'static str {
        self.words.weekdays.get(usize::from(day).wrapping_sub(1)).copied().unwrap_or_default()
    }

    /// What it gives.
    pub fn gives(&self, offer: &Offer) -> String {
        let units = |most: &Option<u32>, spread: &Spread| most.map(|most| self.at_most(most, *spread));
        let (told, bound) = match offer {
            Offer::Percent { rate: BasisPoints(WHOLE), on: Target::Shipping, .. } => {
                (self.words.free_shipping.to_owned(), None)
            }
            Offer::Percent { rate, on, most_units, spread } => {
                (self.off(&self.rate(*rate), on, self.words.off_items), units(most_units, spread))
            }
            Offer::Fixed { minor, on, most_units, spread } => {
                let each = *spread == Spread::Each;
                let items = if each { self.words.off_each } else { self.words.off_items };
                (self.off(&self.money(*minor), on, items), units(most_units, spread))
            }
            Offer::BuyGet { buy, buy_units, get, get_units, rate, most_groups } => {
                let sides = [(*buy_units, buy), (*get_units, get)];
                (self.buy_get(sides, *rate), self.groups(*most_groups))
            }
            Offer::Bundle { parts, minor, most_groups } => {
                (self.bundle(parts, *minor), self.groups(*most_groups))
            }
            Offer::Steps { of, steps } => (self.steps(of, steps), None),
            Offer::Foreign(foreign) => (self.foreign(foreign), None),
        };
        [Some(told), bound].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn buy_get(&self, sides: [(u32, &Selector); 2], rate: BasisPoints) -> String {
        let cheaper = match rate {
            BasisPoints(WHOLE) => self.words.free.to_owned(),
            rate => fill(self.words.off, &[&self.rate(rate)]),
        };
        let [buy, get] = sides.map(|(units, of)| (self.caller.number(units), self.goods(of)));
        fill(self.words.buy_get, &[&buy.0, &buy.1, &get.0, &get.1, &cheaper])
    }

    fn bundle(&self, parts: &[Part], minor: i64) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.part(part)).collect();
        fill(self.words.bundle, &[&parts.join(self.words.comma), &self.money(minor)])
    }

    fn steps(&self, of: &Selector, steps: &[(i64, BasisPoints)]) -> String {
        let step = |(from, rate): &(i64, BasisPoints)| {
            fill(self.words.step, &[&self.rate(*rate), &self.money(*from)])
        };
        let steps: Vec<String> = steps.iter().map(step).collect();
        fill(self.words.steps, &[&steps.join(self.words.comma), &self.goods(of)])
    }

    fn off(&self, by: &str, on: &Target, items: &str) -> String {
        match on {
            Target::Order => fill(self.words.off_order, &[by]),
            Target::Shipping => fill(self.words.off_shipping, &[by]),
            Target::Items(of) => fill(items, &[by, &self.goods(of)]),
        }
    }

    fn at_most(&self, units: u32, spread: Spread) -> String {
        let sentence = if spread == Spread::Once { self.words.cheapest } else { self.words.at_most };
        fill(sentence, &[&self.caller.counted(units, |nouns| nouns.unit_of)])
    }

    fn groups(&self, most: Option<u32>) -> Option<String> {
        most.map(|most| fill(self.words.groups_at_most, &[&self.caller.counted(most, |nouns| nouns.often)]))
    }

    fn part(&self, part: &Part) -> String {
        fill(self.words.part, &[&self.caller.number(part.units), &self.goods(&part.of)])
    }

    /// Which goods; products named narrow the categories.
    fn goods(&self, of: &Selector) -> String {
        let label = |label: &LabelId| isolated(self.caller.label(*label));
        let name = |product: &ProductId| isolated(self.caller.name(*product));
        let told = match (of.products.as_slice(), of.categories.as_slice()) {
            ([], []) => self.words.everything.to_owned(),
            ([], categories) => self.some(categories.iter().map(label)),
            (products, _) => self.some(products.iter().map(name)),
        };
        match of.except.as_slice() {
            [] => told,
            except => fill(self.words.without, &[&told, &self.some(except.iter().map(name))]),
        }
    }

    fn some(&self, names: impl ExactSizeIterator<Item = String>) -> String {
        let more = names.len().saturating_sub(NAMED);
        let told = names.take(NAMED).collect::<Vec<_>>().join(self.words.comma);
        match more {
            0 => told,
            more => fill(self.words.and_more, &[&told, &self.caller.number(more)]),
        }
    }

    /// To whom and when, clause by clause.
    pub fn asks(&self, promotion: &Promotion) -> Vec<String> {
        let words = self.words;
        let mut clauses = Vec::new();
        self.clauses(&promotion.when, &mut clauses);
        match promotion.coupons.as_slice() {
            [] => {}
            [code] => clauses.push(fill(words.code, &[&isolated(code)])),
            [code, ..] => {
                clauses.push(fill(
                    words.codes,
                    &[&self.caller.number(promotion.coupons.len()), &isolated(code)],
                ));
            }
        }
        match promotion.per_shopper {
            None => {}
            Some(1) => clauses.push(words.once_each.to_owned()),
            Some(times) => {
                clauses.push(fill(words.times_each, &[&self.caller.counted(times, |nouns| nouns.often)]))
            }
        }
        if promotion.alone {
            clauses.push(words.alone.to_owned());
        }
        if clauses.is_empty() {
            clauses.push(words.always.to_owned());
        }
        clauses
    }

    /// What must hold all together, one clause each.
    fn clauses(&self, when: &Condition, clauses: &mut Vec<String>) {
        match when {
            Condition::All(parts) => parts.iter().for_each(|part| self.clauses(part, clauses)),
            Condition::When(schedule) => clauses.extend(self.schedule(schedule)),
            other => clauses.push(self.clause(other)),
        }
    }

    fn clause(&self, condition: &Condition) -> String {
        let words = self.words;
        match condition {
            Condition::All(_) | Condition::When(_) => {
                let mut clauses = Vec::new();
                self.clauses(condition, &mut clauses);
                clauses.join(words.comma)
            }
            Condition::Any(parts) => {
                parts.iter().map(|part| self.clause(part)).collect::<Vec<_>>().join(words.or)
            }
            Condition::Not(part) => fill(words.not, &[&self.clause(part)]),
            Condition::Spend { of, at_least } if *of == Selector::default() => {
                fill(words.spend, &[&self.money(*at_least)])
            }
            Condition::Spend { of, at_least } => {
                fill(words.spend_on, &[&self.money(*at_least), &self.goods(of)])
            }
            Condition::Units { of, at_least } if *of == Selector::default() => {
                fill(words.units, &[&self.caller.counted(*at_least, |nouns| nouns.unit_of)])
            }
            Condition::Units { of, at_least } => fill(
                words.units_of,
                &[&self.caller.counted(*at_least, |nouns| nouns.unit_of), &self.goods(of)],
            ),
            Condition::Group(names) if names.iter().all(|name| name == CARD) => words.card.to_owned(),
            Condition::Group(names) => fill(words.group, &[&self.one_of(names)]),
            Condition::Tier(names) => fill(words.tier, &[&self.one_of(names)]),
            Condition::Channel(names) => match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["web"] => words.web.to_owned(),
                ["pos"] => words.pos.to_owned(),
                _ => fill(words.channel, &[&self.one_of(names)]),
            },
            Condition::FirstOrder => words.first_order.to_owned(),
        }
    }

    fn one_of(&self, names: &[String]) -> String {
        names.iter().map(isolated).collect::<Vec<_>>().join(self.words.or)
    }

    fn schedule(&self, schedule: &Schedule) -> Vec<String> {
        let words = self.words;
        let days: Vec<&str> = schedule.weekdays.iter().map(|day| self.weekday(*day)).collect();
        let clock = |minutes: u16| self.caller.digits(format!("{:02}:{:02}", minutes / 60, minutes % 60));
        let from = schedule.from.map(|from| fill(words.from, &[&self.moment(from)]));
        let until = schedule.until.map(|until| fill(words.until, &[&self.moment(until)]));
        let days = (!days.is_empty()).then(|| fill(words.on_days, &[&days.join(words.comma)]));
        let hours = schedule.minutes.map(|(from, until)| fill(words.clock, &[&clock(from), &clock(until)]));
        [from, until, days, hours].into_iter().flatten().collect()
    }
}

/// When it begins, where that is a condition of all it does.
pub(super) fn begins(promotion: &Promotion) -> Option<Timestamp> {
    fn latest(when: &Condition) -> Option<Timestamp> {
        match when {
            Condition::All(parts) => parts.iter().filter_map(latest).max(),
            Condition::When(schedule) => schedule.from,
            _ => None,
        }
    }
    latest(&promotion.when)
}
