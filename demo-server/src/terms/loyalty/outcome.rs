//! What two programmes would have come to, over the purchases of the log: each at both ends, points never spent and
//! spent at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use attar::event::{CustomerFact, OrderFact};
use attar::id::LabelId;
use attar::terms::loyalty::replay::{self, Purchase, Replay, Spending, Sums, moves};
use attar::terms::loyalty::{Bought, Programme};
use attar::time::CivilDay;
use attar::{Event, Fact, ProductId, PublicShop, Shop, ShopperId, Subject, Timestamp};

use crate::reading::Reading;
use crate::report::Report;
use crate::terms::Pieces;

/// What a replay needs to know.
#[derive(Debug)]
pub(crate) struct Question {
    /// The shop in force, and with the draft.
    pub(crate) before: Arc<Shop>,
    pub(crate) after: Arc<Shop>,
    /// Knows who is one and the same.
    pub(crate) report: Arc<Reading<Report>>,
    /// Up to when.
    pub(crate) now: Timestamp,
}

/// Two programmes side by side; nothing, where there is none. `before` is the one in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) before: Option<Sides>,
    pub(crate) after: Option<Sides>,
    /// How many members go from which tier to which, the lowest 1, and 0 for none: where points are never spent.
    pub(crate) moves: BTreeMap<(usize, usize), u32>,
    /// Members who bought, and their purchases.
    pub(crate) members: u32,
    pub(crate) baskets: u32,
    /// The last one.
    pub(crate) until: Timestamp,
}

/// Both ends of one programme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sides {
    pub(crate) never: Side,
    pub(crate) at_once: Side,
}

/// One end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) sums: Sums,
    /// Oldest first.
    pub(crate) weeks: BTreeMap<CivilDay, replay::Week>,
}

impl Side {
    /// The last week, and so what stands at the end.
    pub(crate) fn end(&self) -> replay::Week {
        self.weeks.values().last().cloned().unwrap_or_default()
    }

    /// Whether nobody was of that tier or a higher one at the end of any week; the lowest is 1.
    pub(crate) fn is_unreached(&self, rank: usize) -> bool {
        let nobody = |week: &replay::Week| week.tiers.iter().skip(rank).all(|count| *count == 0);
        !self.weeks.is_empty() && self.weeks.values().all(nobody)
    }
}

/// Both ends, under way.
struct Ends<'a> {
    never: Replay<'a>,
    at_once: Replay<'a>,
}

impl<'a> Ends<'a> {
    fn of(programme: &'a Programme, shop: &'a PublicShop) -> Self {
        let replay = |spending| Replay::new(programme, (&shop.zone, shop.currency), spending);
        Self { never: replay(Spending::Never), at_once: replay(Spending::AtOnce) }
    }

    fn buy(&mut self, purchase: &Purchase<'_>) {
        self.never.buy(purchase);
        self.at_once.buy(purchase);
    }

    fn close(&mut self, at: Timestamp) {
        self.never.close(at);
        self.at_once.close(at);
    }

    fn sides(self) -> Sides {
        let side = |replay: Replay<'_>| Side { sums: replay.sums, weeks: replay.weeks };
        Sides { never: side(self.never), at_once: side(self.at_once) }
    }
}

/// Goes through the log.
struct Count<'a> {
    report: &'a Report,
    shop: &'a PublicShop,
    categories: BTreeMap<ProductId, LabelId>,
    ends: [Option<Ends<'a>>; 2],
    members: BTreeSet<ShopperId>,
    buyers: BTreeSet<ShopperId>,
    baskets: u32,
    until: Timestamp,
}

impl Question {
    /// Four programmes run beside each other.
    pub(crate) fn answer(self, pieces: Pieces) -> Outcome {
        let shops = [&self.before, &self.after].map(|shop| shop.public());
        let ends = shops.map(|shop| shop.loyalty().map(|own| Ends::of(own, shop)));
        let shop = self.after.public();
        let categories = shop.products.iter().map(|product| (product.id, product.category)).collect();
        let mut count = Count {
            report: &self.report.counted,
            shop,
            categories,
            ends,
            members: BTreeSet::new(),
            buyers: BTreeSet::new(),
            baskets: 0,
            until: Timestamp::default(),
        };
        pieces.each(|event| count.take(event));
        count.outcome(self.now)
    }
}

impl Count<'_> {
    fn take(&mut self, event: &Event) {
        let Subject::Shopper(who) = event.subject else { return };
        let who = self.report.buyer(who);
        match &event.fact {
            Fact::Customer(CustomerFact::CardIssued) => {
                self.members.insert(who);
            }
            Fact::Order(fact) if self.members.contains(&who) => {
                let lines = self.lines(fact);
                if !lines.is_empty() {
                    self.buy(&Purchase { who, at: event.at, lines: &lines });
                }
            }
            _ => {}
        }
    }

    /// What was paid for, but for gift cards, which earn nothing; nothing, if in another currency.
    fn lines(&self, fact: &OrderFact) -> Vec<Bought> {
        let line = |product, units, spend| Bought {
            product,
            category: self.categories.get(&product).copied().unwrap_or_default(),
            units,
            spend,
        };
        let bought: Vec<Bought> = match fact {
            OrderFact::SoldInStore { currency, lines } if *currency == self.shop.currency => {
                lines.iter().map(|sold| line(sold.product, sold.quantity, sold.paid)).collect()
            }
            OrderFact::Placed { lines, total, .. } if total.currency == self.shop.currency => {
                lines.iter().map(|sold| line(sold.product, sold.quantity, sold.total.minor)).collect()
            }
            _ => Vec::new(),
        };
        bought.into_iter().filter(|line| !self.shop.is_gift_card(line.product)).collect()
    }

    fn buy(&mut self, purchase: &Purchase<'_>) {
        self.ends.iter_mut().flatten().for_each(|ends| ends.buy(purchase));
        self.buyers.insert(purchase.who);
        self.baskets = self.baskets.saturating_add(1);
        self.until = self.until.max(purchase.at);
    }

    fn outcome(mut self, now: Timestamp) -> Outcome {
        self.ends.iter_mut().flatten().for_each(|ends| ends.close(now.max(self.until)));
        let [before, after] = self.ends;
        let both = before.as_ref().zip(after.as_ref());
        Outcome {
            moves: both.map(|(before, after)| moves(&before.never, &after.never)).unwrap_or_default(),
            before: before.map(Ends::sides),
            after: after.map(Ends::sides),
            members: u32::try_from(self.buyers.len()).unwrap_or(u32::MAX),
            baskets: self.baskets,
            until: self.until,
        }
    }
}

#[cfg(test)]
mod tests {
    use attar::Command;
    use attar::terms::loyalty::Programme;

    use super::*;
    use crate::App;
    use crate::terms::replaying::replay;
    use crate::terms::with_terms;
    use crate::testing::{change_cart, in_memory, place, shopper};

    /// A point for every dollar, worth a cent; silver from 2.00 on.
    fn programme() -> Programme {
        serde_json::from_value(serde_json::json!({
            "earn": [{ "id": 1, "by": { "spend": { "points": 1, "per": 100 } } }],
            "worth": { "points": 1, "minor": 1 }, "pending_days": 0, "redeem": {},
            "tiers": { "by": "spend", "window": "lifetime",
                "steps": [{ "name": "silver", "from": 200 }, { "name": "gold", "from": 900 }] },
        }))
        .expect("a programme")
    }

    async fn tried(app: &App) -> Outcome {
        let mut report = Arc::default();
        Reading::read_on(&mut report, app).await.expect("the log is read");
        let after = Shop::check(with_terms(app, Some(programme()))).expect("a shop");
        let (before, after) = (Arc::clone(&app.current().shop), Arc::new(after));
        let question = Question { before, after, report, now: app.now() };
        replay(app, |pieces| question.answer(pieces), Arc::default()).await.expect("it is replayed")
    }

    async fn buy(app: &App, who: u8, order: u8) {
        app.wish_of(shopper(who), change_cart(1, 1)).await.expect("a cart");
        app.wish_of(shopper(who), place(order, 100)).await.expect("an order");
    }

    #[tokio::test]
    async fn only_members_collect_and_both_ends_are_told() {
        let app = in_memory().await;
        for who in [1, 2] {
            app.consent(shopper(who)).await;
        }
        app.owner(Command::IssueCard { shopper: shopper(1) }).await.expect("a card");
        for order in 1..=3 {
            buy(&app, 1, order).await;
            buy(&app, 2, order + 10).await;
        }
        let outcome = tried(&app).await;
        assert_eq!((outcome.members, outcome.baskets, outcome.before.is_none()), (1, 3, true));
        let Sides { never, at_once } = outcome.after.expect("a programme");
        assert_eq!((never.sums.earned, never.sums.cost, never.end().outstanding), (3, 0, 3));
        // What points pay earns none: 0.99 is less than a dollar.
        assert_eq!((at_once.sums.redeemed, at_once.sums.cost), (1, 1));
        assert_eq!(never.end().tiers, [0, 1, 0]);
        assert!(!never.is_unreached(1) && never.is_unreached(2));
    }
}
