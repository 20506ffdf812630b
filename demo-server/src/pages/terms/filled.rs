//! What stands in the fields of the form: as somebody sent it, or as a promotion would be written in it.

use attar::Money;
use attar::id::LabelId;
use attar::shop::CARD;
use attar::terms::condition::{Condition, Schedule, Selector};
use attar::terms::promotion::{Offer, Promotion, Spread, Target};
use attar::terms::till::Terms;

use super::super::fields::{Filled, Hand};
use super::engine::has_no_lanes;
use super::read::{Against, Wish, read};
use crate::local;
use crate::terms::budget;

impl Filled {
    /// An empty form, in a lane of its own.
    pub(super) fn fresh(hand: Hand<'_>, terms: &Terms) -> Self {
        let lane = terms.promotions.iter().map(|promotion| promotion.lane.saturating_add(1)).max();
        let mut filled = Self::default();
        if terms.mode.is_foreign() {
            filled.fresh_of_engine();
        } else {
            filled.put("kind", "percent");
            filled.put("on", "order");
        }
        if !has_no_lanes(terms.mode) {
            filled.put("lane", local::digits(hand.lang, &lane.unwrap_or(0).to_string()));
            filled.put("priority", local::digits(hand.lang, "0"));
        }
        filled
    }

    /// A promotion as it would be written; nothing, if it is more than the form can say: what is shown, read again, is
    /// the promotion as it was.
    pub(super) fn of(promotion: &Promotion, against: Against<'_>) -> Option<Self> {
        let Against { hand, terms, .. } = against;
        let filled = Self::written(promotion, terms, hand)?;
        let budget = promotion.budget.and_then(|id| budget(terms, id)).map(|budget| budget.left);
        let Wish { promotion: read, budget: left } = read(&filled, against).ok()?;
        let same = Promotion { budget: promotion.budget, ..read } == *promotion && left == budget;
        same.then_some(filled)
    }

    fn written(promotion: &Promotion, terms: &Terms, hand: Hand<'_>) -> Option<Self> {
        let mut filled = Self::default();
        filled.name(promotion)?;
        match &promotion.gives {
            Offer::Foreign(own) if own.mode() == terms.mode => filled.foreign(own, hand)?,
            own if !terms.mode.is_foreign() => filled.offer(own, hand)?,
            _ => return None,
        }
        filled.when(&promotion.when, hand)?;
        filled.bounds(promotion, terms, hand)?;
        filled.put("codes", promotion.coupons.join(" "));
        filled.beside(promotion, terms, hand);
        promotion.never_with.is_empty().then_some(filled)
    }

    /// Where there are lanes.
    fn beside(&mut self, promotion: &Promotion, terms: &Terms, hand: Hand<'_>) {
        if has_no_lanes(terms.mode) {
            return;
        }
        self.put("lane", local::digits(hand.lang, &promotion.lane.to_string()));
        self.put("priority", local::digits(hand.lang, &promotion.priority.to_string()));
        if promotion.alone {
            self.put("alone", "yes");
        }
    }

    fn name(&mut self, promotion: &Promotion) -> Option<()> {
        match &promotion.names {
            None => self.put("name_en", &promotion.name),
            Some(names) if names.en == promotion.name => {
                for (field, name) in [("name_en", &names.en), ("name_fa", &names.fa), ("name_ar", &names.ar)]
                {
                    self.put(field, name);
                }
            }
            Some(_) => return None,
        }
        Some(())
    }

    fn offer(&mut self, offer: &Offer, hand: Hand<'_>) -> Option<()> {
        match offer {
            Offer::Percent { rate, on, most_units: None, spread: Spread::Each } => {
                self.put("kind", "percent");
                self.put("amount", local::show_decimal(hand.lang, rate.0.into(), 2, false));
                self.target(on, hand)
            }
            Offer::Fixed { minor, on, most_units: None, spread } => {
                match (spread, on) {
                    (Spread::Across, _) => {}
                    (Spread::Each, Target::Items(_)) => self.put("each", "yes"),
                    _ => return None,
                }
                self.put("kind", "fixed");
                self.put("amount", local::show_money(hand.lang, Money::new(*minor, hand.currency)));
                self.target(on, hand)
            }
            _ => None,
        }
    }

    fn target(&mut self, on: &Target, hand: Hand<'_>) -> Option<()> {
        match on {
            Target::Order => self.put("on", "order"),
            Target::Shipping => self.put("on", "shipping"),
            Target::Items(of) if of.except.is_empty() && *of != Selector::default() => {
                self.put("on", "items");
                let products: Vec<String> = of.products.iter().map(ToString::to_string).collect();
                self.put("products", local::digits(hand.lang, &products.join(" ")));
                of.categories.iter().for_each(|LabelId(label)| self.put("category", label.to_string()));
            }
            Target::Items(_) => return None,
        }
        Some(())
    }

    /// Each kind of condition once, and all of them together.
    fn when(&mut self, when: &Condition, hand: Hand<'_>) -> Option<()> {
        let parts = match when {
            Condition::All(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut names: Vec<&str> = parts.iter().map(Condition::name).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() != parts.len() {
            return None;
        }
        parts.iter().try_for_each(|part| self.condition(part, hand))
    }

    fn condition(&mut self, condition: &Condition, hand: Hand<'_>) -> Option<()> {
        match condition {
            Condition::Spend { of, at_least } if *of == Selector::default() && *at_least > 0 => {
                self.put("spend", local::show_money(hand.lang, Money::new(*at_least, hand.currency)));
            }
            Condition::FirstOrder => self.put("first", "yes"),
            Condition::Group(names) if names.len() == 1 && names.iter().all(|name| name == CARD) => {
                self.put("card", "yes");
            }
            Condition::When(schedule) => self.schedule(schedule, hand)?,
            _ => return None,
        }
        Some(())
    }

    fn schedule(&mut self, schedule: &Schedule, hand: Hand<'_>) -> Option<()> {
        for (field, at) in [("from", schedule.from), ("until", schedule.until)] {
            self.put(field, at.map(|at| local::show_moment(hand.zone, at)).unwrap_or_default());
        }
        schedule.weekdays.iter().for_each(|day| self.put("day", day.to_string()));
        schedule.minutes.is_none().then_some(())
    }

    fn bounds(&mut self, promotion: &Promotion, terms: &Terms, hand: Hand<'_>) -> Option<()> {
        let own = |number: u32| local::digits(hand.lang, &number.to_string());
        self.put("per_shopper", promotion.per_shopper.map(own).unwrap_or_default());
        if promotion.uses.is_some_and(|uses| uses.used > 0) {
            return None;
        }
        self.put("limit", promotion.uses.map(|uses| own(uses.limit)).unwrap_or_default());
        if let Some(id) = promotion.budget {
            let budget = budget(terms, id)?;
            self.put("budget", local::show_money(hand.lang, Money::new(budget.left, hand.currency)));
        }
        Some(())
    }
}
