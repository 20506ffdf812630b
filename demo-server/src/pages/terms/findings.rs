//! What is the matter with promotions, each beside the one that it is about: what is off, what never acts, and what
//! is held back.

use attar::terms::lint::{Finding, Flaw, lint, lists};
use attar::terms::promotion::{Promotion, PromotionId};
use attar::terms::till::{Part, Terms, Warning};
use attar::{Shop, Timestamp};

use super::super::caller::Caller;
use super::super::problem::Problem;
use super::super::words::{fill, isolated};
use super::list;
use super::told::Teller;
use crate::terms::{Changes, find};

/// All findings about the terms of one shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Findings {
    warnings: Vec<Warning>,
    flaws: Vec<Finding>,
    lists: Vec<lists::Finding>,
}

impl Findings {
    pub fn of(shop: &Shop, at: Timestamp) -> Self {
        Self { warnings: shop.warnings().to_vec(), flaws: lint(shop, at), lists: lists::lint(shop) }
    }

    /// Why a promotion is off, if it is.
    pub fn off(&self, id: PromotionId) -> Option<&str> {
        off(&self.warnings, id)
    }

    /// What else there is to say of it.
    pub fn flaws(&self, id: PromotionId) -> impl Iterator<Item = Flaw> + '_ {
        self.flaws.iter().filter(move |finding| finding.promotion == id).map(|finding| finding.flaw)
    }

    /// Sentences about one promotion.
    pub fn says(&self, caller: &Caller, shop: &Shop, id: PromotionId) -> Vec<String> {
        let words = Teller::new(caller).words;
        let off = self.off(id).map(|why| fill(words.flaw_off, &[&isolated(why)]));
        off.into_iter().chain(self.flaws(id).map(|flaw| said(caller, shop, flaw))).collect()
    }

    /// Sentences about what is no promotion's: items, budgets, rates, price lists.
    pub fn general(&self, caller: &Caller, shop: &Shop) -> Vec<String> {
        let rest = self.warnings.iter().filter(|warning| !matches!(warning.part, Part::Promotion(_)));
        let lists = self.lists.iter().map(|finding| of_list(caller, shop, finding));
        rest.map(ToString::to_string).chain(lists).collect()
    }
}

/// The first promotion that is off of those that somebody wrote, and why. What was off before turns only itself off.
pub(super) fn broken<'a>(
    caller: &Caller,
    was: &'a Terms,
    terms: &'a Terms,
) -> Result<Option<(&'a Promotion, String)>, Problem> {
    let (shop, changes) = (list::shop_of(caller, terms)?, Changes::between(was, terms));
    let why = |id| off(shop.warnings(), id).map(isolated);
    Ok(changes.written().find_map(|promotion| Some((promotion, why(promotion.id)?))))
}

fn off(warnings: &[Warning], id: PromotionId) -> Option<&str> {
    let found = warnings.iter().find(|warning| warning.part == Part::Promotion(id));
    found.map(|warning| warning.why.as_str())
}

fn of_list(caller: &Caller, shop: &Shop, finding: &lists::Finding) -> String {
    let words = super::words(caller);
    let sentence = match finding.flaw {
        lists::Flaw::Below => words.list_below,
        lists::Flaw::Held => words.list_held,
    };
    let mut all = shop.draft().price_lists.iter();
    let list = all.find(|list| list.id == finding.list).map_or_else(String::new, |list| isolated(&list.name));
    let products = caller.counted(finding.products, |nouns| nouns.product_of);
    fill(sentence, &[&list, &products, &isolated(caller.name(finding.such_as))])
}

fn said(caller: &Caller, shop: &Shop, flaw: Flaw) -> String {
    let teller = Teller::new(caller);
    let words = teller.words;
    match flaw {
        Flaw::Over => words.flaw_over.to_owned(),
        Flaw::Contradictory => words.flaw_contradictory.to_owned(),
        Flaw::Spent => words.flaw_spent.to_owned(),
        Flaw::Nothing => words.flaw_nothing.to_owned(),
        Flaw::Shadowed(by) => {
            let name = |promotion: &Promotion| teller.name(promotion);
            let by = find(shop.terms(), by).map_or_else(|| caller.digits(by.0), name);
            fill(words.flaw_shadowed, &[&by])
        }
        Flaw::BelowFloor(count) => {
            fill(words.flaw_floor, &[&caller.counted(count, |nouns| nouns.product_of)])
        }
        Flaw::NoTier => words.flaw_tier.to_owned(),
        Flaw::Guessable => words.flaw_guessable.to_owned(),
        Flaw::NoSuchOther(id) => fill(words.flaw_other, &[&caller.digits(id.0)]),
    }
}
