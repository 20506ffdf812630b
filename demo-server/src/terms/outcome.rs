//! What a draft would have done to the baskets of the log: sums, weeks, promotions, and whom it touches.

use std::collections::{BTreeMap, BTreeSet};

use attar::customer::groups::Groups;
use attar::event::{CustomerFact, OrderFact};
use attar::terms::promotion::PromotionId;
use attar::terms::replay::{Did, Replay, Sale, Sums};
use attar::time::CivilDay;
use attar::view::Word;
use attar::{Channel, Currency, Event, Fact, ProductId, Shop, ShopperId, Subject, Timestamp};

use crate::report::Report;

/// Two shops side by side; `before` is the one in force. Amounts are minor units of the book currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) before: Sums,
    pub(crate) after: Sums,
    /// Baskets that would have cost less, or more.
    pub(crate) cheaper: u32,
    pub(crate) dearer: u32,
    /// Baskets with something that is not sold any more.
    pub(crate) left_out: u32,
    /// Who bought at all, and who would have paid another total at least once.
    pub(crate) customers: u32,
    pub(crate) touched: u32,
    /// Oldest first.
    pub(crate) weeks: Vec<Week>,
    /// What each promotion of the draft would have done.
    pub(crate) promotions: BTreeMap<PromotionId, Did>,
    /// By learned group, where there are some.
    pub(crate) groups: Vec<Reached>,
    /// The last basket.
    pub(crate) until: Timestamp,
    /// Promotions that begin later, and were tried as if they had begun.
    pub(crate) later: Vec<PromotionId>,
    /// Promotions that need a code, and were tried as if everyone had it.
    pub(crate) coded: Vec<PromotionId>,
}

/// What promotions gave in a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Week {
    /// Its first day.
    pub(crate) monday: CivilDay,
    /// In force, and in the draft.
    pub(crate) before: i64,
    pub(crate) after: i64,
}

/// A group of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    /// What they have in common.
    pub(crate) word: Word,
    /// How many they are, and how many of them are touched.
    pub(crate) customers: u32,
    pub(crate) touched: u32,
    /// Baskets of theirs with another total, and by how much they are cheaper in all.
    pub(crate) baskets: u32,
    pub(crate) saved: i64,
}

/// What changes for one customer.
#[derive(Debug, Clone, Copy, Default)]
struct Touch {
    baskets: u32,
    saved: i64,
}

/// Goes through the log.
pub(super) struct Count<'a> {
    replay: Replay<'a>,
    /// Knows who is one and the same.
    report: &'a Report,
    currency: Currency,
    cards: BTreeSet<ShopperId>,
    /// Who is in which groups, as it was at the moment reached.
    members: BTreeMap<ShopperId, Groups>,
    touches: BTreeMap<ShopperId, Touch>,
    until: Timestamp,
}

impl<'a> Count<'a> {
    pub(super) fn new(before: &'a Shop, after: &'a Shop, report: &'a Report) -> Self {
        Self {
            replay: Replay::new(before, after),
            report,
            currency: before.public().currency,
            cards: BTreeSet::new(),
            members: BTreeMap::new(),
            touches: BTreeMap::new(),
            until: Timestamp::default(),
        }
    }

    pub(super) fn take(&mut self, event: &Event) {
        let Subject::Shopper(who) = event.subject else { return };
        let who = self.report.buyer(who);
        match &event.fact {
            Fact::Customer(CustomerFact::CardIssued) => {
                self.cards.insert(who);
            }
            Fact::Customer(fact) => self.members.entry(who).or_default().apply(fact, event.at),
            Fact::Order(fact) => {
                if let Some(lines) = self.lines(fact) {
                    self.sell(who, event, &lines);
                }
            }
            _ => {}
        }
    }

    /// What was bought, each product once; nothing, if it was paid in another currency.
    fn lines(&self, fact: &OrderFact) -> Option<Vec<(ProductId, u32)>> {
        let bought: Vec<(ProductId, u32)> = match fact {
            OrderFact::SoldInStore { currency, lines } if *currency == self.currency => {
                lines.iter().map(|line| (line.product, line.quantity)).collect()
            }
            OrderFact::Placed { lines, total, .. } if total.currency == self.currency => {
                lines.iter().map(|line| (line.product, line.quantity)).collect()
            }
            _ => return None,
        };
        let mut units = BTreeMap::<ProductId, u32>::new();
        for (product, quantity) in bought {
            let units = units.entry(product).or_default();
            *units = units.saturating_add(quantity);
        }
        Some(units.into_iter().collect())
    }

    fn sell(&mut self, who: ShopperId, event: &Event, lines: &[(ProductId, u32)]) {
        let was = (self.replay.before.sums.paid, self.replay.after.sums.paid);
        let card = self.cards.contains(&who);
        let groups = self.members.get(&who).map(Groups::names).unwrap_or_default();
        let channel = channel(event.channel);
        self.replay.sell(&Sale { who, at: event.at, channel, card, groups: &groups, lines });
        let before = self.replay.before.sums.paid.saturating_sub(was.0);
        let after = self.replay.after.sums.paid.saturating_sub(was.1);
        let touch = self.touches.entry(who).or_default();
        touch.baskets = touch.baskets.saturating_add(u32::from(before != after));
        touch.saved = touch.saved.saturating_add(before.saturating_sub(after));
        self.until = self.until.max(event.at);
    }

    /// What came of it; a customer's group is for others to know.
    pub(super) fn outcome(self, groups: &[(Word, u32)], word: impl Fn(ShopperId) -> Option<Word>) -> Outcome {
        let Self { replay, touches, until, .. } = self;
        let touched = touches.iter().filter(|(_, touch)| touch.baskets > 0);
        let mut reached: Vec<Reached> = groups.iter().map(|group| Reached::nobody(*group)).collect();
        for (who, touch) in touched.clone() {
            let word = word(*who);
            let group = reached.iter_mut().find(|group| Some(group.word) == word);
            group.into_iter().for_each(|group| group.add(*touch));
        }
        Outcome {
            before: replay.before.sums,
            after: replay.after.sums,
            cheaper: replay.cheaper,
            dearer: replay.dearer,
            left_out: replay.left_out,
            customers: count(touches.len()),
            touched: count(touched.count()),
            weeks: weeks(&replay),
            promotions: replay.after.promotions.clone(),
            groups: reached,
            until,
            later: Vec::new(),
            coded: Vec::new(),
        }
    }
}

impl Reached {
    fn nobody((word, customers): (Word, u32)) -> Self {
        Self { word, customers, touched: 0, baskets: 0, saved: 0 }
    }

    fn add(&mut self, touch: Touch) {
        self.touched = self.touched.saturating_add(1);
        self.baskets = self.baskets.saturating_add(touch.baskets);
        self.saved = self.saved.saturating_add(touch.saved);
    }
}

fn weeks(replay: &Replay<'_>) -> Vec<Week> {
    let of = |monday: &CivilDay, before: &Sums| Week {
        monday: *monday,
        before: before.given,
        after: replay.after.weeks.get(monday).map_or(0, |sums| sums.given),
    };
    replay.before.weeks.iter().map(|(monday, sums)| of(monday, sums)).collect()
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// As a condition of a promotion names it.
const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Web => "web",
        Channel::Pos => "pos",
        Channel::Console => "console",
        Channel::Feed => "feed",
    }
}
