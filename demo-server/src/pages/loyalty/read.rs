//! Reads a programme out of the fields of the form, over the one that it was drawn from: what the form cannot say stays.

mod delight;
mod referral;

use attar::money::BasisPoints;
use attar::shop::Label;
use attar::terms::condition::{Schedule, Selector};
use attar::terms::loyalty::{
    ClawBack, Downgrade, Earn, EarnRule, Expiry, How, Measure, Nothing, Programme, Redeem, Tier, Tiers,
    Window, Worth,
};
use attar::{Lang, PublicShop};

use super::super::fields::{Entries, Filled, Hand, Wrong};
use super::super::words::{PageWords, ProgrammeWords, TermsWords, fill};
use super::filled::{Plain, ROWS, is_filled, of_row, place};
use crate::local;

/// The most days that points wait, come back, or a tier outlasts its end; and that a window has.
const MOST_DAYS: i64 = 366;

/// What a form is read against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Against<'a> {
    pub hand: Hand<'a>,
    pub shop: &'a PublicShop,
    /// What it was drawn from.
    pub base: Option<&'a Programme>,
}

/// The programme, or all that is wrong.
pub(super) fn read(filled: &Filled, against: Against<'_>) -> Result<Programme, Vec<Wrong>> {
    let mut reader = Reader { against, entries: Entries::of(filled, against.hand) };
    let programme = reader.programme();
    let wrong = reader.entries.wrong;
    if wrong.is_empty() { Ok(programme) } else { Err(wrong) }
}

struct Reader<'a> {
    against: Against<'a>,
    entries: Entries<'a>,
}

impl Reader<'_> {
    fn words(&self) -> &'static ProgrammeWords {
        ProgrammeWords::of(self.against.hand.lang)
    }

    fn programme(&mut self) -> Programme {
        Programme {
            earn: self.earning(),
            nothing_on: Nothing {
                products: self.entries.products("products", self.against.shop),
                categories: self.entries.categories(self.against.shop),
            },
            worth: self.worth(),
            pending_days: self.within("pending_days", 0, MOST_DAYS),
            expiry: self.expiry(),
            redeem: self.redeem(),
            claw_back: match self.entries.filled.one("claw_back") {
                "nothing" => ClawBack::Nothing,
                "lot" => ClawBack::Lot,
                _ => ClawBack::Balance,
            },
            revive_days: self.within("revive_days", 0, MOST_DAYS),
            tiers: self.tiers(),
            referral: self.referral(),
            delight: self.delight(),
        }
    }

    /// A whole number that must be there.
    fn within<N: TryFrom<i64> + Default>(&mut self, field: &str, least: i64, most: i64) -> N {
        let read = local::read_whole(self.entries.filled.one(field));
        let read =
            read.filter(|number| (least..=most).contains(number)).and_then(|number| N::try_from(number).ok());
        read.unwrap_or_else(|| {
            let own = |number: i64| local::digits(self.against.hand.lang, &number.to_string());
            self.entries.refuse(field, fill(self.words().bad_range, &[&own(least), &own(most)]));
            N::default()
        })
    }

    /// The rules of the form in place of those that it showed; new ones behind all others.
    fn earning(&mut self) -> Vec<EarnRule> {
        let spend = self.spend();
        let joining = self.entries.count("joining").map(|points| Earn::Joining { points });
        let first = self.entries.count("first").map(|points| Earn::FirstPurchase { points });
        let mut rules = self.against.base.map(|base| base.earn.clone()).unwrap_or_default();
        for (plain, by) in [(Plain::Spend, spend), (Plain::Joining, joining), (Plain::First, first)] {
            match (place(&rules, plain), by) {
                (Some(at), Some(by)) => rules.get_mut(at).into_iter().for_each(|rule| rule.by = by.clone()),
                (Some(at), None) => {
                    rules.remove(at);
                }
                (None, Some(by)) => {
                    let id = rules.iter().map(|rule| rule.id).max().unwrap_or(0).saturating_add(1);
                    rules.push(EarnRule { id, by, when: Schedule::default() });
                }
                (None, None) => {}
            }
        }
        rules
    }

    /// Both fields, or none of them.
    fn spend(&mut self) -> Option<Earn> {
        let (points, per) = (self.entries.count("spend_points"), self.entries.money("spend_per"));
        let is_said = |field: &str| !self.entries.filled.one(field).is_empty();
        let (said_points, said_per) = (is_said("spend_points"), is_said("spend_per"));
        if said_points && !said_per {
            self.entries.refuse("spend_per", self.entries.example());
        }
        if said_per && !said_points {
            self.entries.refuse("spend_points", TermsWords::of(self.against.hand.lang).bad_count);
        }
        Some(Earn::Spend { points: points?, per: per?, of: Selector::default() })
    }

    fn worth(&mut self) -> Worth {
        let points = self.within("worth_points", 1, u32::MAX.into());
        let minor = self.entries.money("worth");
        if minor.is_none() && !self.entries.has("worth") {
            self.entries.refuse("worth", self.entries.example());
        }
        Worth { points, minor: minor.unwrap_or(1) }
    }

    fn expiry(&mut self) -> Option<Expiry> {
        match self.entries.filled.one("expiry") {
            "days" => {
                let waits = local::read_whole(self.entries.filled.one("pending_days"));
                let waits = waits.filter(|_| !self.entries.has("pending_days"));
                // Points do not expire before they can be spent.
                let least = waits.unwrap_or(0).saturating_add(1);
                Some(Expiry::Days(self.within("expiry_count", least, 3_660)))
            }
            "months" => Some(Expiry::Months(self.within("expiry_count", 0, 120))),
            "years" => Some(Expiry::Years(self.within("expiry_count", 0, 10))),
            _ => None,
        }
    }

    fn redeem(&mut self) -> Option<Redeem> {
        let how = match self.entries.filled.one("how") {
            "payment" => How::Payment,
            "discount" => How::Discount,
            _ => return None,
        };
        let least = self.within("least", 1, u32::MAX.into());
        let step = self.within("step", 1, u32::MAX.into());
        Some(Redeem { how, least, step, most_share: self.share() })
    }

    fn share(&mut self) -> BasisPoints {
        let read = local::read_decimal(self.entries.filled.one("share"), 2);
        let read = read.and_then(|rate| u32::try_from(rate).ok()).filter(|rate| (1..=10_000).contains(rate));
        if read.is_none() {
            self.entries.refuse("share", TermsWords::of(self.against.hand.lang).bad_percent);
        }
        BasisPoints(read.unwrap_or(1))
    }

    /// None, where no row is filled.
    fn tiers(&mut self) -> Option<Tiers> {
        let rows: Vec<usize> = (1..=ROWS).filter(|row| is_filled(self.entries.filled, *row)).collect();
        if rows.is_empty() {
            return None;
        }
        let by = match self.entries.filled.one("by") {
            "points" => Measure::Points,
            "orders" => Measure::Orders,
            _ => Measure::Spend,
        };
        let window = self.window();
        let grace_days = self.within("grace_days", 0, MOST_DAYS);
        let downgrade = match self.entries.filled.one("downgrade") {
            "step" => Some(Downgrade::Step),
            "earned" => Some(Downgrade::Earned),
            _ => None,
        };
        if downgrade.is_none() && window != Window::Lifetime {
            self.entries.refuse("downgrade", self.words().no_downgrade);
        }
        let mut steps = Vec::<Tier>::new();
        for row in rows {
            let tier = self.tier(row, by, &steps);
            steps.push(tier);
        }
        Some(Tiers { by, window, grace_days, downgrade, steps })
    }

    fn window(&mut self) -> Window {
        match self.entries.filled.one("window") {
            "month" => Window::Month,
            "quarter" => Window::Quarter,
            "year" => Window::Year,
            "lifetime" => Window::Lifetime,
            _ => Window::Days(self.within("window_days", 1, MOST_DAYS)),
        }
    }

    fn tier(&mut self, row: usize, by: Measure, below: &[Tier]) -> Tier {
        let name = self.entries.filled.one(&of_row(row, "name")).to_owned();
        if name.is_empty() {
            self.entries.refuse(&of_row(row, "name"), PageWords::of(self.against.hand.lang).field_missing);
        } else if below.iter().any(|tier| tier.name == name) {
            self.entries.refuse(&of_row(row, "name"), self.words().taken_name);
        }
        let from = self.amount(&of_row(row, "from"), by);
        if from.is_none() && !self.entries.has(&of_row(row, "from")) {
            self.entries.refuse(&of_row(row, "from"), PageWords::of(self.against.hand.lang).field_missing);
        }
        if from.zip(below.last()).is_some_and(|(from, last)| from <= last.from) {
            self.entries.refuse(&of_row(row, "from"), self.words().bad_order);
        }
        let for_life = self.amount(&of_row(row, "life"), by);
        if for_life.zip(from).is_some_and(|(life, from)| life < from) {
            self.entries.refuse(&of_row(row, "life"), self.words().bad_life);
        }
        let (title, multiplier) = (self.title(row), self.times(&of_row(row, "times")));
        let prices = self.was(&name).is_some_and(|was| was.prices);
        Tier { name, title, from: from.unwrap_or(1), multiplier, for_life, prices }
    }

    /// The tier of that name that the form was drawn from.
    fn was(&self, name: &str) -> Option<&Tier> {
        let tiers = self.against.base.and_then(|base| base.tiers.as_ref())?;
        tiers.named(name).map(|(_, tier)| tier)
    }

    /// Money or a number, as the tiers count; nothing where nothing stands.
    fn amount(&mut self, field: &str, by: Measure) -> Option<i64> {
        match by {
            Measure::Spend => self.entries.money(field),
            Measure::Points | Measure::Orders => self.entries.count(field).map(i64::from),
        }
    }

    /// One is enough; it stands in where others are missing.
    fn title(&self, row: usize) -> Option<Label> {
        let [en, fa, ar] =
            [Lang::En, Lang::Fa, Lang::Ar].map(|lang| self.entries.filled.one(&of_row(row, lang.code())));
        let given = [en, fa, ar].into_iter().find(|title| !title.is_empty())?;
        let or = |own: &str| if own.is_empty() { given.to_owned() } else { own.to_owned() };
        Some(Label { en: or(en), fa: or(fa), ar: or(ar) })
    }

    /// Once, where nothing stands.
    fn times(&mut self, field: &str) -> BasisPoints {
        let text = self.entries.filled.one(field);
        let text = if text.is_empty() { "1" } else { text };
        let read = local::read_decimal(text, 4).and_then(|times| u32::try_from(times).ok());
        let read = read.filter(|times| (10_000..=100_000).contains(times));
        if read.is_none() {
            self.entries.refuse(field, self.words().bad_times);
        }
        BasisPoints(read.unwrap_or(10_000))
    }
}
