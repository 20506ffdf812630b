//! What somebody collected, as nodes: balance, what comes and goes, tier, what the next one takes, history.

use super::{Element, Viewer, Word, halves, money};
use crate::query::{Ahead, Loyalty, Points, Standing};
use crate::shop::Label;
use crate::terms::loyalty::{Entry, Kind, Measure};
use crate::text::decimal;
use crate::time::Timestamp;

/// The day that a midnight ends.
pub(super) fn last_day(midnight: Timestamp) -> Timestamp {
    Timestamp(midnight.0.saturating_sub(1))
}

/// Points with their machine value.
pub(super) fn points(of: i64) -> Element {
    let digits = decimal(of);
    Element::new("data").attribute("value", &digits).text(&digits)
}

impl Viewer<'_> {
    /// The points and the tier of a shopper.
    pub(super) fn loyalty(&self, loyalty: &Loyalty) -> Element {
        let mut drawn = Element::part("div", "loyalty");
        if !loyalty.member {
            drawn = drawn.child(Element::part("p", "note").text(self.word(Word::ForMembers)));
        }
        let balance = self.with_points(Element::part("p", "balance"), Word::PointsHeld, loyalty.available);
        drawn = drawn.child(balance.child(money(loyalty.worth)));
        if let Some(standing) = &loyalty.tier {
            drawn = drawn.child(self.standing(standing));
        }
        if let Some(ahead) = &loyalty.ahead {
            drawn = self.ahead(drawn, ahead);
        }
        drawn = self.moments(drawn, ("pending", Word::PointsPending), &loyalty.pending, |at| at);
        drawn = self.moments(drawn, ("expiring", Word::PointsExpire), &loyalty.expiring, last_day);
        if let Some(referring) = &loyalty.referral {
            drawn = self.referring(drawn, referring, loyalty.member);
        }
        if loyalty.history.is_empty() {
            return drawn;
        }
        let list = Element::part("ol", "history");
        let list = loyalty.history.iter().fold(list, |list, entry| list.child(self.entry(entry)));
        let title = Element::new("summary").text(self.word(Word::PointsHistory));
        drawn.child(Element::part("details", "entries").child(title).child(list))
    }

    pub(super) fn with_points(&self, item: Element, word: Word, of: i64) -> Element {
        let [before, after] = halves(self.word(word));
        item.text(&before).child(points(of)).text(&after)
    }

    fn moments(
        &self,
        drawn: Element,
        (part, word): (&str, Word),
        all: &[Points],
        day: impl Fn(Timestamp) -> Timestamp,
    ) -> Element {
        if all.is_empty() {
            return drawn;
        }
        let item = |one: &Points| {
            self.with_points(Element::new("li"), word, one.points).child(self.day(day(one.at)))
        };
        drawn.child(all.iter().fold(Element::part("ul", part), |list, one| list.child(item(one))))
    }

    fn title(&self, label: &Label) -> Element {
        Element::new("bdi").text(label.in_lang(self.names.lang))
    }

    fn standing(&self, standing: &Standing) -> Element {
        let told =
            Element::part("p", "tier").text(self.word(Word::YourTier)).child(self.title(&standing.title));
        match standing.until {
            Some(until) => told.text(self.word(Word::Until)).child(self.day(last_day(until))),
            None => told.text(self.word(Word::ForLife)),
        }
    }

    /// How far the next tier is, and whether it is worth going there.
    fn ahead(&self, drawn: Element, ahead: &Ahead) -> Element {
        let missing = ahead.need.saturating_sub(ahead.have).max(0);
        let currency = ahead.brings.currency;
        let (word, what) = match ahead.by {
            Measure::Spend => (Word::TierSpend, money(crate::money::Money::new(missing, currency))),
            Measure::Points => (Word::TierPoints, points(missing)),
            Measure::Orders => (Word::TierOrders, points(missing)),
        };
        let [before, after] = halves(self.word(word));
        let far = Element::part("progress", "progress").attribute("max", &decimal(ahead.need));
        let far = far.attribute("value", &decimal(ahead.have)).attribute("aria-hidden", "true");
        let mut told = Element::part("p", "ahead");
        told = told.text(&before).child(what).text(&after).child(self.title(&ahead.title));
        if let Some(until) = ahead.until {
            told = told.text(self.word(Word::CountsUntil)).child(self.day(last_day(until)));
        }
        let why = match (ahead.prices, ahead.worth_it) {
            (true, _) => Element::part("p", "what-if").text(self.word(Word::TierPrices)),
            (false, worth) => {
                let word = if worth { Word::WorthIt } else { Word::NotWorthIt };
                let [before, after] = halves(self.word(word));
                Element::part("p", "what-if").text(&before).child(money(ahead.brings)).text(&after)
            }
        };
        drawn.child(far).child(told).child(why)
    }

    fn entry(&self, entry: &Entry) -> Element {
        let word = match entry.kind {
            Kind::Earned => Word::PointsEarned,
            Kind::Redeemed => Word::PointsSpent,
            Kind::GivenBack => Word::PointsGivenBack,
            Kind::ClawedBack => Word::PointsTakenBack,
            Kind::Expired => Word::PointsExpired,
            Kind::Adjusted => Word::PointsAdjusted,
            Kind::Referral => Word::PointsReferral,
            Kind::Referred => Word::PointsReferred,
            Kind::FirstDelivered => Word::DelightFirst,
            Kind::CameLate => Word::DelightLate,
            Kind::Anniversary => Word::DelightYear,
            Kind::ManyOrders => Word::DelightOrders,
            Kind::ReferralUndone => Word::PointsReferralUndone,
        };
        let mut what = Element::new("span").text(self.word(word));
        if entry.forgiven != 0 {
            what = self.with_points(what.text(" · "), Word::PointsForgiven, entry.forgiven);
        }
        Element::new("li")
            .child(self.day(entry.at))
            .text(" ")
            .child(what)
            .text(" ")
            .child(points(entry.points))
    }
}
