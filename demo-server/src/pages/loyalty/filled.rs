//! A programme as it would be written in the form.

mod delight;
mod referral;

use attar::money::BasisPoints;
use attar::terms::condition::{Schedule, Selector};
use attar::terms::loyalty::{
    ClawBack, Downgrade, Earn, EarnRule, Expiry, How, Measure, Programme, Redeem, Tier, Tiers, Window,
};
use attar::{Lang, Money};

use super::super::fields::{Filled, Hand};
use super::read::{Against, read};
use crate::local;

/// The form has so many rows for tiers.
pub(super) const ROWS: usize = 6;

/// The name of a field of a row.
pub(super) fn of_row(row: usize, field: &str) -> String {
    format!("tier{row}_{field}")
}

/// Whether something stands in a row.
pub(super) fn is_filled(filled: &Filled, row: usize) -> bool {
    let fields = ["name", "en", "fa", "ar", "from", "times", "life"];
    fields.iter().any(|field| !filled.one(&of_row(row, field)).is_empty())
}

/// What the form can say of how points are earned: for all spending, for joining, for the first purchase, each always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    Spend,
    Joining,
    First,
}

impl Plain {
    /// Which of these a rule is, if it is one.
    pub fn of(rule: &EarnRule) -> Option<Self> {
        if rule.when != Schedule::default() {
            return None;
        }
        match &rule.by {
            Earn::Spend { of, .. } if *of == Selector::default() => Some(Self::Spend),
            Earn::Joining { .. } => Some(Self::Joining),
            Earn::FirstPurchase { .. } => Some(Self::First),
            _ => None,
        }
    }
}

/// The first rule of each kind is in the form; the others are kept as they are.
pub(super) fn place(rules: &[EarnRule], plain: Plain) -> Option<usize> {
    rules.iter().position(|rule| Plain::of(rule) == Some(plain))
}

/// Rules that the form keeps as they are.
pub(super) fn others(rules: &[EarnRule]) -> Vec<&EarnRule> {
    let in_form = [Plain::Spend, Plain::Joining, Plain::First].map(|plain| place(rules, plain));
    let is_other = |at: usize| !in_form.contains(&Some(at));
    rules.iter().enumerate().filter(|(at, _)| is_other(*at)).map(|(_, rule)| rule).collect()
}

/// The form of a programme; nothing, if it is more than the form can say: what is shown, read again, is the programme as
/// it was.
pub(super) fn filled(programme: &Programme, against: Against<'_>) -> Option<Filled> {
    let filled = Writer { hand: against.hand, filled: Filled::default() }.written(programme);
    let against = Against { base: Some(programme), ..against };
    let same = read(&filled, against).is_ok_and(|read| read == *programme);
    same.then_some(filled)
}

/// A programme to begin with: a hundredth of what is spent, within a year.
pub(super) fn fresh(unit: i64) -> Programme {
    let rule = |id, by| EarnRule { id, by, when: Schedule::default() };
    Programme {
        earn: vec![rule(1, Earn::Spend { points: 1, per: unit, of: Selector::default() })],
        nothing_on: attar::terms::loyalty::Nothing::default(),
        worth: attar::terms::loyalty::Worth { points: 100, minor: unit },
        pending_days: 14,
        expiry: Some(Expiry::Months(12)),
        redeem: Some(Redeem { how: How::Payment, least: 100, step: 10, most_share: BasisPoints(5_000) }),
        claw_back: ClawBack::Balance,
        revive_days: 30,
        tiers: None,
        referral: None,
        delight: None,
    }
}

struct Writer<'a> {
    hand: Hand<'a>,
    filled: Filled,
}

impl Writer<'_> {
    fn number(&mut self, field: &str, number: impl std::fmt::Display) {
        self.filled.put(field, local::digits(self.hand.lang, &number.to_string()));
    }

    fn money(&mut self, field: &str, minor: i64) {
        let shown = local::show_money(self.hand.lang, Money::new(minor, self.hand.currency));
        self.filled.put(field, shown);
    }

    fn written(mut self, programme: &Programme) -> Filled {
        self.earning(&programme.earn);
        let products: Vec<String> = programme.nothing_on.products.iter().map(ToString::to_string).collect();
        self.number("products", products.join(" "));
        for label in &programme.nothing_on.categories {
            self.filled.put("category", label.0.to_string());
        }
        self.number("worth_points", programme.worth.points);
        self.money("worth", programme.worth.minor);
        self.number("pending_days", programme.pending_days);
        self.expiry(programme.expiry);
        self.redeem(programme.redeem);
        let claw_back = match programme.claw_back {
            ClawBack::Nothing => "nothing",
            ClawBack::Lot => "lot",
            ClawBack::Balance => "balance",
        };
        self.filled.put("claw_back", claw_back);
        self.number("revive_days", programme.revive_days);
        self.tiers(programme.tiers.as_ref());
        self.referral(programme.referral.as_ref());
        self.delight(programme.delight.as_ref());
        self.filled
    }

    fn earning(&mut self, rules: &[EarnRule]) {
        for plain in [Plain::Spend, Plain::Joining, Plain::First] {
            match place(rules, plain).and_then(|place| rules.get(place)).map(|rule| &rule.by) {
                Some(Earn::Spend { points, per, .. }) => {
                    self.number("spend_points", points);
                    self.money("spend_per", *per);
                }
                Some(Earn::Joining { points }) => self.number("joining", points),
                Some(Earn::FirstPurchase { points }) => self.number("first", points),
                Some(Earn::Units { .. }) | None => {}
            }
        }
    }

    fn expiry(&mut self, expiry: Option<Expiry>) {
        let (kind, count) = match expiry {
            None => ("never", None),
            Some(Expiry::Days(days)) => ("days", Some(days)),
            Some(Expiry::Months(months)) => ("months", Some(months.into())),
            Some(Expiry::Years(years)) => ("years", Some(years.into())),
        };
        self.filled.put("expiry", kind);
        if let Some(count) = count {
            self.number("expiry_count", count);
        }
    }

    fn redeem(&mut self, redeem: Option<Redeem>) {
        let Some(Redeem { how, least, step, most_share }) = redeem else {
            return self.filled.put("how", "none");
        };
        self.filled.put("how", if how == How::Payment { "payment" } else { "discount" });
        self.number("least", least);
        self.number("step", step);
        let share = local::show_decimal(self.hand.lang, most_share.0.into(), 2, false);
        self.filled.put("share", share);
    }

    fn tiers(&mut self, tiers: Option<&Tiers>) {
        let Some(tiers) = tiers else {
            self.filled.put("by", "spend");
            self.filled.put("window", "days");
            self.number("window_days", 365);
            self.number("grace_days", 30);
            return self.filled.put("downgrade", "step");
        };
        let by = match tiers.by {
            Measure::Spend => "spend",
            Measure::Points => "points",
            Measure::Orders => "orders",
        };
        self.filled.put("by", by);
        let (window, days) = match tiers.window {
            Window::Days(days) => ("days", Some(days)),
            Window::Month => ("month", None),
            Window::Quarter => ("quarter", None),
            Window::Year => ("year", None),
            Window::Lifetime => ("lifetime", None),
        };
        self.filled.put("window", window);
        if let Some(days) = days {
            self.number("window_days", days);
        }
        self.number("grace_days", tiers.grace_days);
        if let Some(downgrade) = tiers.downgrade {
            self.filled.put("downgrade", if downgrade == Downgrade::Step { "step" } else { "earned" });
        }
        (1..).zip(&tiers.steps).for_each(|(row, tier)| self.tier(row, tier, tiers.by));
    }

    fn tier(&mut self, row: usize, tier: &Tier, by: Measure) {
        let field = |name: &str| of_row(row, name);
        self.filled.put(&field("name"), &tier.name);
        for lang in tier.title.iter().flat_map(|_| Lang::ALL) {
            let title = tier.label();
            self.filled.put(&field(lang.code()), title.in_lang(lang));
        }
        for (name, amount) in [("from", Some(tier.from)), ("life", tier.for_life)] {
            match (by, amount) {
                (_, None) => {}
                (Measure::Spend, Some(amount)) => self.money(&field(name), amount),
                (Measure::Points | Measure::Orders, Some(amount)) => self.number(&field(name), amount),
            }
        }
        let times = local::show_decimal(self.hand.lang, tier.multiplier.0.into(), 4, false);
        self.filled.put(&field("times"), times);
    }
}
