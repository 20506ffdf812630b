//! When somebody rises to a tier, stays in it, or leaves it.

use super::Book;
use crate::event::Posting;
use crate::terms::loyalty::{Downgrade, Held, Tier, Tiers};
use crate::time::Timestamp;

/// A tier, which it is, the lowest 0, and until when it lasts; nothing, if for life.
type Earned<'a> = Option<(usize, &'a Tier, Option<Timestamp>)>;

impl<'a> Book<'a> {
    fn tiers(&self) -> Option<&'a Tiers> {
        self.programme.and_then(|programme| programme.tiers.as_ref())
    }

    /// Which tier they are in, the lowest 0; nothing, if none that there is.
    fn rank(&self) -> Option<usize> {
        let held = self.account.tier.as_ref()?;
        self.tiers()?.named(&held.tier).map(|(rank, _)| rank)
    }

    /// A higher tier, or the same for life, as soon as it is earned.
    pub(super) fn rise(&mut self) {
        let Some(tiers) = self.tiers() else { return };
        let day = self.zone.civil_day(self.at);
        let Some((rank, tier, until)) = tiers.earned(&self.account, day, self.zone) else { return };
        let held = self.account.tier.as_ref();
        let is_longer = until.is_none() && held.is_some_and(|held| held.until.is_some());
        if self.rank().is_none_or(|own| rank > own || rank == own && is_longer) {
            self.reach(tier, until);
        }
    }

    fn reach(&mut self, tier: &Tier, until: Option<Timestamp>) {
        let review = self.tiers().and_then(|tiers| Some(tiers.review(until?, self.zone)));
        self.post(Posting::TierReached { tier: tier.name.clone(), until, review });
    }

    fn leave(&mut self) {
        if let Some(held) = &self.account.tier {
            let tier = held.tier.clone();
            self.post(Posting::TierLeft { tier });
        }
    }

    /// Which tier was earned on the day on which the one that is held was reached, the lowest 0.
    pub(super) fn merited(&self) -> Option<usize> {
        let (tiers, held) = (self.tiers()?, self.account.tier.as_ref()?);
        self.on(tiers, held.since).map(|(rank, ..)| rank)
    }

    fn on(&self, tiers: &'a Tiers, moment: Timestamp) -> Earned<'a> {
        tiers.earned(&self.account, self.zone.civil_day(moment), self.zone)
    }

    /// What was reached with or after an order that went back, and not without it, is lost: the tier that was held before is
    /// held again, as long as it was to last, or what was earned by then or is earned today, whichever is the highest.
    pub(super) fn fall(&mut self, placed: Timestamp, merited: Option<usize>) {
        let (Some(tiers), Some(held)) = (self.tiers(), self.account.tier.clone()) else { return };
        let now = self.merited();
        if held.since < placed || now >= merited || now >= self.rank() {
            return;
        }
        let earned = [self.before(tiers, placed), self.on(tiers, held.since), self.on(tiers, self.at)];
        self.leave();
        let lasts = |until: &Option<Timestamp>| until.is_none_or(|until| until > self.at);
        let mut best: Earned<'_> = None;
        for (rank, tier, until) in earned.into_iter().flatten().filter(|(.., until)| lasts(until)) {
            // Of equal ones the first: none is held longer for it, unless for life.
            let is_better = best
                .is_none_or(|(own, _, end)| rank > own || rank == own && until.is_none() && end.is_some());
            if is_better {
                best = Some((rank, tier, until));
            }
        }
        if let Some((_, tier, until)) = best {
            self.reach(tier, until);
        }
    }

    /// The highest tier that was held before a moment.
    fn before(&self, tiers: &'a Tiers, moment: Timestamp) -> Earned<'a> {
        let known = |held: &Held| tiers.named(&held.tier).map(|(rank, tier)| (rank, tier, held.until));
        let below = self.account.below.iter().filter(|held| held.since < moment);
        below.filter_map(known).max_by_key(|(rank, ..)| *rank)
    }

    /// A tier whose end and grace are over.
    pub(super) fn review(&mut self) {
        let Some(Held { tier, until: Some(until), review: Some(review), .. }) = self.account.tier.clone()
        else {
            return;
        };
        if review > self.at {
            return;
        }
        let Some(tiers) = self.tiers() else { return self.leave() };
        // By the days that were over then: it does not hang on when the clock ticks.
        let (last, end) = (self.zone.civil_day(until).plus(-1), self.zone.civil_day(review).plus(-1));
        let earned = [end, last].into_iter().filter_map(|day| tiers.earned(&self.account, day, self.zone));
        let best = earned.max_by_key(|(rank, ..)| *rank);
        let own = tiers.named(&tier).map(|(rank, _)| rank);
        if let Some((rank, tier, until)) = best
            && Some(rank) >= own
            && own.is_some()
        {
            return self.reach(tier, until);
        }
        self.leave();
        let below =
            own.and_then(|own| own.checked_sub(1)).filter(|_| tiers.downgrade == Some(Downgrade::Step));
        let step = below.filter(|below| best.is_none_or(|(rank, ..)| rank < *below));
        match (step.and_then(|below| tiers.steps.get(below)), best) {
            (Some(tier), _) => self.reach(tier, tiers.window.term(end, self.zone)),
            (None, Some((_, tier, until))) => self.reach(tier, until),
            (None, None) => {}
        }
    }
}
