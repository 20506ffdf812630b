//! Promotions that need a code, tried on the past as if every buyer had entered it.

use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::till::Terms;

/// The terms of a draft with every promotion that needs a code open to everyone, and which these are, in the order of
/// the terms. What is in force as it stands needs its code on both sides, so that it makes no difference.
///
/// It is an upper bound: who had no code then would not have had the price.
pub fn as_if_coded(draft: &Terms, in_force: &Terms) -> (Terms, Vec<PromotionId>) {
    let (mut open, mut coded) = (draft.clone(), Vec::new());
    let is_new = |promotion: &Promotion| in_force.promotions.iter().all(|other| other != promotion);
    for promotion in open.promotions.iter_mut().filter(|promotion| !promotion.coupons.is_empty()) {
        if is_new(promotion) {
            coded.push(promotion.id);
            promotion.coupons.clear();
        }
    }
    (open, coded)
}
