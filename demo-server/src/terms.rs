//! What the merchant writes beside what is in force, terms and the loyalty programme: a draft in the store, earlier
//! versions out of the log, and what a draft would have done to the baskets in it. No pages here.

mod changes;
mod draft;
pub(crate) mod loyalty;
pub(crate) mod numbers;
mod outcome;
mod question;
mod replaying;
mod versions;
mod written;

use attar::id::ContentHash;
use attar::shop::ShopDraft;
use attar::terms::promotion::{Promotion, PromotionId};
use attar::terms::till::Budget;
pub(crate) use attar::terms::till::Terms;
pub(crate) use changes::Changes;
pub(crate) use draft::Draft as DraftOf;
pub(crate) use numbers::Fresh;
pub(crate) use outcome::{Outcome, Reached, Week};
pub(crate) use question::Question;
pub(crate) use replaying::{Pair, Pieces, Replays, Standing};
pub(crate) use versions::{Version, Versions};
pub(crate) use written::Written;

use crate::current::Current;
use crate::log::LogError;
use crate::published::Blob;
use crate::{App, PublishError};

/// Terms as a draft, and as they are written on.
pub(crate) type Draft = draft::Draft<Terms>;
pub(crate) type Sheet = draft::Sheet<Terms>;

/// What the desk keeps of what is written between two requests.
#[derive(Debug)]
pub(crate) struct Desk<W, O> {
    /// Read on when it is asked.
    pub(crate) versions: tokio::sync::Mutex<Versions<W>>,
    /// The last replay.
    pub(crate) replays: Replays<O>,
}

/// Of terms.
pub(crate) type TermsDesk = Desk<Terms, Outcome>;

impl<W, O> Default for Desk<W, O> {
    fn default() -> Self {
        Self { versions: tokio::sync::Mutex::default(), replays: Replays::default() }
    }
}

/// What the merchant wrote of what is in force, with what is off.
pub(crate) fn in_force<W: Written>(app: &App) -> W {
    W::of(app.current().shop.draft()).clone()
}

/// The shop in force, with other terms or another programme.
pub(crate) fn with_terms(app: &App, terms: impl Written) -> ShopDraft {
    terms.put(app.current().shop.draft().clone())
}

/// Puts them in force, on the products and prices that the owner saw: a new version of the shop. Refused as
/// [`PublishError::Moved`] if another shop came into force since.
pub(crate) async fn publish(app: &App, seen: &Current, terms: impl Written) -> Result<(), PublishError> {
    let draft = terms.put(seen.shop.draft().clone());
    app.publish_shop_over(seen.market.shop, draft).await
}

/// A name by which a page knows again what is written: the SHA-256 of their JSON.
///
/// # Errors
/// That they cannot be written as JSON.
pub(crate) fn fingerprint(terms: &impl Written) -> Result<ContentHash, LogError> {
    Ok(Blob::new(serde_json::to_vec(terms)?).hash)
}

/// The promotion of that number.
pub(crate) fn find(terms: &Terms, id: PromotionId) -> Option<&Promotion> {
    terms.promotions.iter().find(|promotion| promotion.id == id)
}

/// The budget of that number.
pub(crate) fn budget(terms: &Terms, id: u32) -> Option<&Budget> {
    terms.budgets.iter().find(|budget| budget.id == id)
}

#[cfg(test)]
mod tests {
    use attar::money::BasisPoints;

    use super::*;
    use crate::testing::{shop, two_on_one_store};

    #[tokio::test]
    async fn terms_are_not_published_over_prices_that_nobody_saw() {
        let (_folder, one, two) = two_on_one_store().await;
        let mut dearer = shop();
        dearer.price_lists[0].prices[0].1 = 130;
        for other in [&one, &two] {
            let (seen, draft) = (other.current(), dearer.clone());
            one.publish_shop(draft).await.expect("a shop");
            let terms = Terms { margin: Some(BasisPoints(7)), ..Terms::default() };
            let refused = publish(other, &seen, terms.clone()).await;
            assert!(matches!(refused, Err(PublishError::Moved)), "{refused:?}");
            assert_eq!(one.current().shop.draft(), &dearer);
            // The refusal has brought it up to date.
            publish(other, &other.current(), terms.clone()).await.expect("it is published");
            dearer.price_lists[0].prices[0].1 += 1;
            assert_eq!(other.current().shop.draft().terms, terms);
            assert!(other.current().shop.draft().price_lists[0].prices[0].1 >= 130);
        }
    }
}
