//! What somebody collected, as nodes: balance, what comes and goes, tier, what the next one takes, history.

use super::{Element, Viewer, Word, halves, money};
use crate::query::{Ahead, Loyalty, Points, Standing};
use crate::shop::Label;
use crate::terms::loyalty::{Entry, Kind, Measure};
use crate::text::decimal;

/// Points with their machine value.
fn points(of: i64) -> Element {
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
        drawn = self.moments(drawn, "pending", Word::PointsPending, &loyalty.pending);
        drawn = self.moments(drawn, "expiring", Word::PointsExpire, &loyalty.expiring);
        if let Some(standing) = &loyalty.tier {
            drawn = drawn.child(self.standing(standing));
        }
        if let Some(ahead) = &loyalty.ahead {
            drawn = self.ahead(drawn, ahead);
        }
        if loyalty.history.is_empty() {
            return drawn;
        }
        let list = Element::part("ol", "history");
        drawn.child(loyalty.history.iter().fold(list, |list, entry| list.child(self.entry(entry))))
    }

    fn with_points(&self, item: Element, word: Word, of: i64) -> Element {
        let [before, after] = halves(self.word(word));
        item.text(&before).child(points(of)).text(&after)
    }

    fn moments(&self, drawn: Element, part: &str, word: Word, all: &[Points]) -> Element {
        if all.is_empty() {
            return drawn;
        }
        let item =
            |one: &Points| self.with_points(Element::new("li"), word, one.points).child(self.time(one.at));
        drawn.child(all.iter().fold(Element::part("ul", part), |list, one| list.child(item(one))))
    }

    fn title(&self, label: &Label) -> Element {
        Element::new("bdi").text(label.in_lang(self.names.lang))
    }

    fn standing(&self, standing: &Standing) -> Element {
        let told =
            Element::part("p", "tier").text(self.word(Word::YourTier)).child(self.title(&standing.title));
        match standing.until {
            Some(until) => told.text(self.word(Word::Until)).child(self.time(until)),
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
        let mut told = Element::part("p", "ahead").attribute("data-need", &decimal(ahead.need));
        told = told.attribute("data-have", &decimal(ahead.have));
        told = told.text(&before).child(what).text(&after).child(self.title(&ahead.title));
        if let Some(until) = ahead.until {
            told = told.text(self.word(Word::CountsUntil)).child(self.time(until));
        }
        let why = match (ahead.prices, ahead.worth_it) {
            (true, _) => Element::part("p", "what-if").text(self.word(Word::TierPrices)),
            (false, worth) => {
                let word = if worth { Word::WorthIt } else { Word::NotWorthIt };
                let [before, after] = halves(self.word(word));
                Element::part("p", "what-if").text(&before).child(money(ahead.brings)).text(&after)
            }
        };
        drawn.child(told).child(why)
    }

    fn entry(&self, entry: &Entry) -> Element {
        let word = match entry.kind {
            Kind::Earned => Word::PointsEarned,
            Kind::Redeemed => Word::PointsSpent,
            Kind::GivenBack => Word::PointsGivenBack,
            Kind::ClawedBack => Word::PointsTakenBack,
            Kind::Expired => Word::PointsExpired,
            Kind::Adjusted => Word::PointsAdjusted,
        };
        let item = Element::new("li").text(self.word(word)).text(" ").child(points(entry.points));
        let item = item.text(" · ").child(self.time(entry.at));
        if entry.forgiven == 0 {
            return item;
        }
        self.with_points(item.text(" · "), Word::PointsForgiven, entry.forgiven)
    }
}
