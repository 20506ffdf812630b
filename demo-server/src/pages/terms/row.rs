//! One promotion of a list: its name and where it stands, what it gives and asks, what it gave so far, and what is
//! the matter with it.

use std::collections::BTreeSet;

use attar::Shop;
use attar::terms::given::Given;
use attar::terms::lint::Flaw;
use attar::terms::promotion::{Promotion, PromotionId};
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::chart::{self, Bar};
use super::super::console;
use super::super::words::fill;
use super::HERE;
use super::findings::Findings;
use super::told::{Teller, begins};
use crate::local;
use crate::terms::{Changes, budget};

/// Promotions of one shop, with all that is known of them.
pub(super) struct Rows<'a> {
    pub caller: &'a Caller,
    pub shop: &'a Shop,
    pub given: &'a Given,
    pub findings: Findings,
    /// What of it is not in force.
    pub drafted: BTreeSet<PromotionId>,
}

impl<'a> Rows<'a> {
    pub fn new(caller: &'a Caller, shop: &'a Shop, given: &'a Given) -> Self {
        Self { caller, shop, given, findings: Findings::of(shop, caller.now()), drafted: BTreeSet::new() }
    }

    /// The same, of a draft that differs so.
    pub fn drafted(self, changes: &Changes<'_>) -> Self {
        Self { drafted: changes.written().map(|promotion| promotion.id).collect(), ..self }
    }

    /// A promotion in a list, with the way to change it.
    pub fn row(&self, promotion: &Promotion, change: &str) -> Markup {
        html! {
            li {
                div.grow {
                    p.heading { strong { (Teller::new(self.caller).name(promotion)) } (self.stands(promotion)) }
                    (self.told(promotion))
                }
                a.button.quiet href={ (HERE) "/" (promotion.id.0) } { (change) }
            }
        }
    }

    /// What it gives and asks, what it gave so far, and what is the matter.
    pub fn told(&self, promotion: &Promotion) -> Markup {
        let teller = Teller::new(self.caller);
        let sentences = self.findings.says(self.caller, self.shop, promotion.id);
        html! {
            p { (teller.gives(&promotion.gives)) }
            ul.clauses { @for clause in teller.asks(promotion) { li { (clause) } } }
            @for bar in self.so_far(promotion) { (chart::bars(console::mirrored(self.caller), bar.0, &[bar.1])) }
            @if promotion.uses.is_none() {
                p.muted { (self.used(promotion.id)) " · " (self.lane(promotion)) }
            } @else { p.muted { (self.lane(promotion)) } }
            @if !sentences.is_empty() { ul.warns { @for sentence in &sentences { li { (sentence) } } } }
        }
    }

    fn lane(&self, promotion: &Promotion) -> String {
        let priority = local::digits(self.caller.lang(), &promotion.priority.to_string());
        fill(Teller::new(self.caller).words.lane, &[&self.caller.digits(promotion.lane), &priority])
    }

    fn used(&self, id: PromotionId) -> String {
        fill(Teller::new(self.caller).words.used, &[&self.caller.number(self.given.times(id))])
    }

    /// Uses and budget beside their bounds: each what is whole, and how much of it is gone.
    fn so_far(&self, promotion: &Promotion) -> Vec<(i64, Bar)> {
        let teller = Teller::new(self.caller);
        let uses = promotion.uses.map(|uses| {
            let used = uses.used.saturating_add(self.given.times(promotion.id));
            let limit = self.caller.counted(uses.limit, |nouns| nouns.time_of);
            let label = fill(teller.words.used_of, &[&self.caller.number(used), &limit]);
            (i64::from(uses.limit), Bar { label, value: i64::from(used), ..Bar::default() })
        });
        let terms = &self.shop.draft().terms;
        let budget = promotion.budget.and_then(|id| budget(terms, id)).map(|budget| {
            let paid = self.given.paid(budget.id);
            let label = fill(teller.words.paid_of, &[&teller.money(paid), &teller.money(budget.left)]);
            (budget.left, Bar { label, value: paid.min(budget.left), ..Bar::default() })
        });
        uses.into_iter().chain(budget).collect()
    }

    /// Where it stands: in force, from when, or why not.
    pub fn stands(&self, promotion: &Promotion) -> Markup {
        let teller = Teller::new(self.caller);
        let words = teller.words;
        let flaws: Vec<Flaw> = self.findings.flaws(promotion.id).collect();
        let later = begins(promotion).filter(|from| *from > self.caller.now());
        let spent = self.given.exhausted(self.shop.terms()).contains(&promotion.id);
        let (status, word) = if self.findings.off(promotion.id).is_some() {
            ("cancelled", words.off_now.to_owned())
        } else if flaws.contains(&Flaw::Over) {
            ("cancelled", words.over.to_owned())
        } else if spent || flaws.contains(&Flaw::Spent) {
            ("cancelled", words.used_up.to_owned())
        } else if flaws.iter().any(|flaw| !matches!(flaw, Flaw::BelowFloor(_) | Flaw::NoSuchOther(_))) {
            ("cancelled", words.never_acts.to_owned())
        } else if self.drafted.contains(&promotion.id) {
            ("waits", super::words(self.caller).draft.to_owned())
        } else if let Some(from) = later {
            ("waits", fill(words.later, &[&teller.moment(from)]))
        } else {
            ("delivered", words.acts.to_owned())
        };
        html! { span.state data-status=(status) { (word) } }
    }
}
