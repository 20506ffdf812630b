//! Reads a promotion out of the fields of the form. Every field that is wrong is told, and nothing is guessed.

use attar::PublicShop;
use attar::money::BasisPoints;
use attar::shop::{CARD, Label};
use attar::terms::condition::{Condition, Schedule, Selector};
use attar::terms::promotion::{Offer, Promotion, PromotionId, Spread, Target, Uses};
use attar::terms::till::{Budget, Terms};

use super::super::fields::{Entries, Filled, Hand, Wrong};
use super::super::words::{PageWords, TermsWords, fill, isolated};
use crate::local;
use crate::terms::{budget, find};

/// A promotion as somebody wants it, and what its budget shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    pub promotion: Promotion,
    pub budget: Option<i64>,
}

/// What a form is read against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Against<'a> {
    pub hand: Hand<'a>,
    pub shop: &'a PublicShop,
    pub terms: &'a Terms,
    pub id: PromotionId,
}

/// The promotion, or all that is wrong.
pub(super) fn read(filled: &Filled, against: Against<'_>) -> Result<Wish, Vec<Wrong>> {
    let mut reader = Reader { filled, against, entries: Entries::of(filled, against.hand) };
    let wish = reader.wish();
    let wrong = reader.entries.wrong;
    if wrong.is_empty() { Ok(wish) } else { Err(wrong) }
}

impl Wish {
    /// Writes it into the terms, in place of what had its number. A budget of its own that it had not gets the `free`
    /// number.
    pub fn put(self, terms: &mut Terms, free: u32) {
        let Self { mut promotion, budget } = self;
        let was = find(terms, promotion.id).and_then(|was| was.budget);
        promotion.budget = budget.map(|left| {
            let id = was.unwrap_or(free);
            terms.budgets.retain(|budget| budget.id != id);
            terms.budgets.push(Budget { id, left });
            id
        });
        replace(terms, promotion);
        drop_unnamed(terms, was);
    }
}

/// Takes a promotion away, with a budget of its own.
pub(super) fn remove(terms: &mut Terms, id: PromotionId) {
    let was = find(terms, id).and_then(|was| was.budget);
    terms.promotions.retain(|promotion| promotion.id != id);
    drop_unnamed(terms, was);
}

/// A budget that somebody named, and nobody does any more, goes.
fn drop_unnamed(terms: &mut Terms, was: Option<u32>) {
    let Terms { budgets, promotions, .. } = terms;
    budgets.retain(|budget| Some(budget.id) != was || promotions.iter().any(|other| other.budget == was));
}

/// Brings back what other terms have under a number and these have not, with its budget.
pub(super) fn restore(terms: &mut Terms, from: &Terms, id: PromotionId) {
    let Some(promotion) = find(from, id).filter(|_| find(terms, id).is_none()) else { return };
    terms.promotions.push(promotion.clone());
    let named = promotion.budget.and_then(|id| budget(from, id));
    let missing = named.filter(|named| budget(terms, named.id).is_none());
    terms.budgets.extend(missing.copied());
}

/// Puts a promotion where the one of its number was, or last.
pub(super) fn replace(terms: &mut Terms, promotion: Promotion) {
    match terms.promotions.iter_mut().find(|other| other.id == promotion.id) {
        Some(place) => *place = promotion,
        None => terms.promotions.push(promotion),
    }
}

pub(super) struct Reader<'a> {
    pub(super) filled: &'a Filled,
    pub(super) against: Against<'a>,
    entries: Entries<'a>,
}

impl Reader<'_> {
    fn words(&self) -> &'static TermsWords {
        TermsWords::of(self.against.hand.lang)
    }

    pub(super) fn refuse(&mut self, field: &str, why: impl Into<String>) {
        self.entries.refuse(field, why);
    }

    fn wish(&mut self) -> Wish {
        let (name, names) = self.names();
        let when = self.when();
        let limit = self.entries.count("limit");
        let promotion = Promotion {
            id: self.against.id,
            name,
            names,
            when,
            gives: self.gives(),
            lane: self.entries.whole("lane", self.words().bad_lane),
            priority: self.entries.whole("priority", self.words().bad_priority),
            alone: self.filled.is("alone", "yes"),
            never_with: Vec::new(),
            coupons: self.codes(),
            per_shopper: self.entries.count("per_shopper"),
            uses: limit.map(|limit| Uses { limit, used: 0 }),
            budget: None,
        };
        let budget = self.entries.money("budget");
        Wish { promotion, budget }
    }

    /// One name is enough; it stands in where others are missing.
    fn names(&mut self) -> (String, Option<Label>) {
        let [en, fa, ar] = ["name_en", "name_fa", "name_ar"].map(|field| self.filled.one(field));
        let given: Vec<&str> = [en, fa, ar].into_iter().filter(|name| !name.is_empty()).collect();
        let Some(name) = given.first() else {
            self.refuse("name_en", PageWords::of(self.against.hand.lang).field_missing);
            return Default::default();
        };
        let or = |own: &str| if own.is_empty() { (*name).to_owned() } else { own.to_owned() };
        let names = (given.len() > 1).then(|| Label { en: or(en), fa: or(fa), ar: or(ar) });
        ((*name).to_owned(), names)
    }

    fn gives(&mut self) -> Offer {
        match self.against.terms.mode {
            mode if mode.is_foreign() => self.foreign(mode),
            _ => self.offer(),
        }
    }

    fn offer(&mut self) -> Offer {
        let (text, on) = (self.filled.one("amount"), self.target());
        if self.filled.is("kind", "fixed") {
            let each = self.filled.is("each", "yes") && matches!(on, Target::Items(_));
            let minor = self.entries.money("amount");
            if text.is_empty() {
                self.refuse("amount", self.entries.example());
            }
            let spread = if each { Spread::Each } else { Spread::Across };
            return Offer::Fixed { minor: minor.unwrap_or(1), on, spread, most_units: None };
        }
        let rate = local::read_decimal(text, 2).and_then(|rate| u32::try_from(rate).ok());
        let rate = rate.filter(|rate| (1..=10_000).contains(rate));
        if rate.is_none() {
            self.refuse("amount", self.words().bad_percent);
        }
        Offer::Percent { rate: BasisPoints(rate.unwrap_or(1)), on, most_units: None, spread: Spread::Each }
    }

    fn target(&mut self) -> Target {
        if self.filled.is("on", "items") {
            return Target::Items(self.goods());
        }
        if self.filled.is("on", "shipping") { Target::Shipping } else { Target::Order }
    }

    pub(super) fn goods(&mut self) -> Selector {
        let shop = self.against.shop;
        let products = self.entries.products("products", shop);
        let categories = self.entries.categories(shop);
        if products.is_empty() && categories.is_empty() && !self.entries.has("products") {
            self.refuse("products", self.words().no_items);
        }
        Selector { products, categories, except: Vec::new() }
    }

    fn when(&mut self) -> Condition {
        let spend = self
            .entries
            .money("spend")
            .map(|at_least| Condition::Spend { of: Selector::default(), at_least });
        let first = self.filled.is("first", "yes").then_some(Condition::FirstOrder);
        let card = self.filled.is("card", "yes").then(|| Condition::Group(vec![CARD.to_owned()]));
        let schedule = Some(self.schedule()).filter(|schedule| *schedule != Schedule::default());
        let parts = [spend, first, card, schedule.map(Condition::When)];
        let mut parts: Vec<Condition> = parts.into_iter().flatten().collect();
        if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) }
    }

    fn schedule(&mut self) -> Schedule {
        let (from, until) = (self.entries.moment("from"), self.entries.moment("until"));
        if from.zip(until).is_some_and(|(from, until)| until <= from) {
            self.refuse("until", self.words().until_first);
        }
        let mut weekdays: Vec<u8> = self
            .filled
            .all("day")
            .filter_map(|day| day.parse().ok())
            .filter(|day| (1..=7).contains(day))
            .collect();
        weekdays.sort_unstable();
        weekdays.dedup();
        if weekdays.len() == 7 {
            weekdays.clear();
        }
        Schedule { from, until, weekdays, minutes: None }
    }

    /// A code opens one promotion.
    fn codes(&mut self) -> Vec<String> {
        let codes: Vec<String> = self.filled.one("codes").split_whitespace().map(str::to_owned).collect();
        let others = || self.against.terms.promotions.iter().filter(|other| other.id != self.against.id);
        let taken =
            codes.iter().find_map(|code| Some((code, others().find(|other| other.opens_with(code))?)));
        if let Some((code, other)) = taken {
            let label = other.label();
            let name = isolated(label.in_lang(self.against.hand.lang));
            self.refuse("codes", fill(self.words().taken_code, &[&isolated(code), &name]));
        }
        codes
    }
}
