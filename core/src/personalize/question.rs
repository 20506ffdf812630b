//! Which question tells most: small ones, a few a visit, that are answered with a tap.

use crate::event::{Opinion, Topic};
use crate::id::ProductId;
use crate::shop::PublicShop;
use crate::vec_map::VecMap;

/// The most questions of one visit.
pub const MOST_A_VISIT: usize = 2;
/// What somebody likes is so many times likelier to be chosen.
const LIKED: u64 = 4;

/// The topic that nothing was said of yet and whose answer tells most about what is chosen next; `weight` is how likely
/// a product is without any answer.
///
/// A yes or no that holds for a share `m` of the whole tells the entropy of `m`, which rises and falls as `m (1 - m)`: it
/// takes no logarithm to find the largest. Of as telling ones the first.
pub fn next(
    shop: &PublicShop,
    said: &[(Topic, Opinion)],
    weight: &dyn Fn(ProductId) -> u64,
) -> Option<Topic> {
    let (mut shares, mut whole) = (VecMap::<Topic, u64>::default(), 0_u64);
    for product in &shop.products {
        let weight = believed(shop, said, product.id, weight(product.id));
        whole = whole.saturating_add(weight);
        shop.each_topic(product.id, &mut |topic| {
            let share = shares.or_default(topic);
            *share = share.saturating_add(weight);
        });
    }
    let mut best: Option<(u128, Topic)> = None;
    for (topic, share) in shares.iter().filter(|(topic, _)| said.iter().all(|(known, _)| known != topic)) {
        let tells = u128::from(*share).saturating_mul(u128::from(whole.saturating_sub(*share)));
        if tells > best.map_or(0, |(most, _)| most) {
            best = Some((tells, *topic));
        }
    }
    best.map(|(_, topic)| topic)
}

/// How likely a product is after what was said.
fn believed(shop: &PublicShop, said: &[(Topic, Opinion)], product: ProductId, weight: u64) -> u64 {
    said.iter().filter(|(topic, _)| shop.is(product, *topic)).fold(weight, |weight, (_, opinion)| {
        match opinion {
            Opinion::Likes => weight.saturating_mul(LIKED),
            Opinion::NotForMe => 0,
            Opinion::Ignored | Opinion::Unsaid => weight,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shop;
    use crate::id::LabelId;

    fn asked(said: &[(Topic, Opinion)], weight: &dyn Fn(ProductId) -> u64) -> Option<Topic> {
        let text = include_str!("../../../tests/cases/shops/brands.json");
        let shop = Shop::check(serde_json::from_str(text).expect("a draft")).expect("a shop");
        next(shop.public(), said, weight)
    }

    #[test]
    fn what_halves_the_rest_is_asked_and_what_was_answered_is_not() {
        let even = |_| 1;
        // Both categories, brand 1 and the middle band halve six products: the first of them is asked.
        let (tea, coffee) = (Topic::Category(LabelId(1)), Topic::Category(LabelId(2)));
        assert_eq!(asked(&[], &even), Some(tea));
        // Of tea only brands differ now.
        let tea_only = [(tea, Opinion::Likes), (coffee, Opinion::NotForMe)];
        assert_eq!(asked(&tea_only, &even), Some(Topic::Brand(1)));
        let all = [(Topic::Brand(1), Opinion::Ignored), (Topic::Brand(2), Opinion::Ignored)];
        assert_eq!(asked(&[&tea_only[..], &all].concat(), &even), None);
    }

    #[test]
    fn what_is_likely_anyway_is_asked_about_first() {
        let likely = |product: ProductId| if product.0 == 5 { 20 } else { 10 };
        assert_eq!(asked(&[], &likely), Some(Topic::Category(LabelId(1))));
        let sure = |product: ProductId| u64::from(product.0 == 5);
        assert_eq!(asked(&[], &sure), None);
    }
}
