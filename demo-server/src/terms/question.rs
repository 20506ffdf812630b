//! What the replay of terms is asked, and how it goes through the log.

use std::sync::Arc;

use attar::Shop;
use attar::model::Segments;
use attar::terms::promotion::PromotionId;

use super::outcome::{Count, Outcome};
use super::replaying::Pieces;
use crate::reading::Reading;
use crate::report::Report;

/// What a replay needs to know of the shop.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) before: Arc<Shop>,
    pub(crate) after: Arc<Shop>,
    /// Promotions of the draft that begin later, and are tried as if they had begun.
    pub(crate) later: Vec<PromotionId>,
    /// Promotions of the draft that need a code, and are tried as if everyone had it.
    pub(crate) coded: Vec<PromotionId>,
    pub(crate) report: Arc<Reading<Report>>,
    pub(crate) segments: Segments,
}

impl Question {
    /// Prices every basket twice.
    pub(crate) fn answer(self, pieces: Pieces) -> Outcome {
        let Self { before, after, report, segments, later, coded } = self;
        let (report, currency) = (&report.counted, before.public().currency);
        let mut count = Count::new(&before, &after, report);
        pieces.each(|event| count.take(event));
        let groups = report.groups(&segments, currency);
        let groups: Vec<_> = groups.iter().map(|group| (group.word, group.customers)).collect();
        let outcome = count.outcome(&groups, |who| report.word_of(&segments, who, currency));
        Outcome { later, coded, ..outcome }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::App;
    use crate::terms::replaying::replay;
    use crate::terms::{Terms, in_force, with_terms};
    use crate::testing::{change_cart, in_memory, place, shopper};
    use attar::Command;
    use attar::terms::replay::{as_if_begun, as_if_coded};

    async fn buy(app: &App, who: u8, order: u8) {
        app.wish_of(shopper(who), change_cart(1, 1)).await.expect("a cart");
        app.wish_of(shopper(who), place(order, 100)).await.expect("an order");
    }

    /// What a draft with one promotion would have done.
    async fn tried(app: &App, promotion: serde_json::Value) -> Outcome {
        let mut terms: Terms = in_force(app);
        terms.promotions = vec![serde_json::from_value(promotion).expect("a promotion")];
        let mut report = Arc::default();
        Reading::read_on(&mut report, app).await.expect("the log is read");
        let (terms, coded) = as_if_coded(&terms, &in_force(app));
        let (terms, later) = as_if_begun(&terms, app.now());
        let question = Question {
            before: Arc::clone(&app.current().shop),
            after: Arc::new(Shop::check(with_terms(app, terms)).expect("a shop")),
            later,
            coded,
            report,
            segments: Segments::default(),
        };
        replay(app, |pieces| question.answer(pieces), Arc::default()).await.expect("it is replayed")
    }

    #[tokio::test]
    async fn a_visitor_who_bought_and_then_logged_in_is_one_customer_with_one_first_order() {
        let app = in_memory().await;
        app.consent(shopper(1)).await;
        buy(&app, 1, 1).await;
        app.wish_of(shopper(2), Command::LinkVisitor { visitor: shopper(1) }).await.expect("a link");
        buy(&app, 2, 2).await;
        let first = serde_json::json!({ "id": 1, "name": "x", "when": "first_order", "gives": { "percent": { "rate": 1000 } } });
        let outcome = tried(&app, first).await;
        assert_eq!((outcome.customers, outcome.touched, outcome.cheaper), (1, 1, 1));
        assert_eq!(outcome.promotions[&PromotionId(1)].shoppers, 1);
    }

    #[tokio::test]
    async fn a_draft_for_a_group_is_tried_on_who_was_in_it_at_the_time() {
        let app = in_memory().await;
        for who in [1, 2] {
            app.consent(shopper(who)).await;
        }
        let group = "staff".to_owned();
        buy(&app, 1, 1).await;
        app.owner(Command::AddToGroup { shopper: shopper(1), group: group.clone() }).await.expect("a member");
        buy(&app, 1, 2).await;
        buy(&app, 2, 3).await;
        app.owner(Command::TakeFromGroup { shopper: shopper(1), group }).await.expect("no member");
        buy(&app, 1, 4).await;
        let tenth = |when| serde_json::json!({ "id": 1, "name": "x", "when": when, "gives": { "percent": { "rate": 1000 } } });
        let own = tried(&app, tenth(serde_json::json!({ "group": ["staff"] }))).await;
        assert_eq!((own.after.carts, own.cheaper, own.customers, own.touched), (4, 1, 2, 1));
        let others = tried(&app, tenth(serde_json::json!({ "not": { "group": ["staff"] } }))).await;
        assert_eq!((others.cheaper, others.touched), (3, 2));
    }

    #[tokio::test]
    async fn a_draft_that_begins_later_is_tried_as_if_it_had_begun() {
        let app = in_memory().await;
        app.consent(shopper(1)).await;
        buy(&app, 1, 1).await;
        let from = app.now().0 + 86_400_000;
        let later = serde_json::json!({ "id": 1, "name": "x", "when": { "when": { "from": from, "until": from + 1 } },
            "gives": { "percent": { "rate": 1000 } } });
        let outcome = tried(&app, later).await;
        assert_eq!((outcome.cheaper, outcome.later), (1, vec![PromotionId(1)]));
    }

    #[tokio::test]
    async fn a_draft_that_needs_a_code_is_tried_as_if_everyone_had_it() {
        let app = in_memory().await;
        app.consent(shopper(1)).await;
        buy(&app, 1, 1).await;
        let coded = serde_json::json!({ "id": 1, "name": "x", "coupons": ["SPRING-2026"],
            "gives": { "percent": { "rate": 1000 } } });
        let outcome = tried(&app, coded).await;
        assert_eq!((outcome.cheaper, outcome.coded), (1, vec![PromotionId(1)]));
    }
}
