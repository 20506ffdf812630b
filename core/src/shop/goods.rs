//! What a shop sells that is not sent: gift cards, and what entitles to something.

use serde::{Deserialize, Serialize};

#[cfg(feature = "till")]
use super::PublicShop;
use super::{Audience, ProductDraft, ShopDraft, ShopError};
use crate::event::{Good, GoodKind};
use crate::id::ProductId;
use crate::money::Money;
#[cfg(feature = "till")]
use crate::query::Cart;
use crate::terms::basket::Item;
#[cfg(feature = "till")]
use crate::time::{Timestamp, Zone};

/// How long gift cards last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiftCards {
    /// So many days after that on which it was issued a card ends, with the end of the day: 1 to 36,500. Default: never.
    #[serde(default)]
    pub expiry_days: Option<u16>,
    /// So many days more a card lasts that had ended when something came back to it: 1 to 366. Default 30.
    #[serde(default = "month")]
    pub revive_days: u16,
}

const fn month() -> u16 {
    30
}

impl Default for GiftCards {
    fn default() -> Self {
        Self { expiry_days: None, revive_days: month() }
    }
}

impl GiftCards {
    const MOST_DAYS: u16 = 36_500;
    const MOST_REVIVE: u16 = 366;

    fn fault(&self) -> Option<&'static str> {
        let days = self.expiry_days.is_none_or(|days| (1..=Self::MOST_DAYS).contains(&days));
        match (days, (1..=Self::MOST_REVIVE).contains(&self.revive_days)) {
            (false, _) => Some("`expiry_days` must be 1 to 36500"),
            (_, false) => Some("`revive_days` must be 1 to 366"),
            _ => None,
        }
    }

    /// When a card ends that is issued at a moment.
    #[cfg(feature = "till")]
    pub(crate) fn expires(&self, at: Timestamp, zone: &Zone) -> Option<Timestamp> {
        self.expiry_days.map(|days| zone.end_of(zone.civil_day(at).plus(days.into())))
    }

    /// When a card ends that had ended before something came back to it.
    #[cfg(feature = "till")]
    pub(crate) fn revived(&self, at: Timestamp, zone: &Zone) -> Timestamp {
        zone.end_of(zone.civil_day(at).plus(self.revive_days.into()))
    }
}

/// The longest name of what a product entitles to, in bytes.
const LONGEST: usize = 64;

impl ProductDraft {
    /// What its buyer gets, where it is not sent.
    fn good(&self, draft: &ShopDraft) -> Option<Good> {
        let card = self.gift_card.map(|minor| GoodKind::GiftCard(Money::new(minor, draft.currency)));
        let what = card.or_else(|| self.entitles.clone().map(GoodKind::Entitlement))?;
        Some(Good { product: self.id, what })
    }

    fn fault(&self, draft: &ShopDraft) -> Option<&'static str> {
        let is_name = |name: &str| {
            let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte);
            (1..=LONGEST).contains(&name.len()) && name.bytes().all(letter)
        };
        match (self.gift_card, &self.entitles) {
            (Some(_), Some(_)) => Some("`gift_card` and `entitles` are two products, not one"),
            (Some(minor), _) if !(1..=Money::MOST_MINOR).contains(&minor) => {
                Some("`gift_card` must be 1 to 2^53, in minor units")
            }
            (Some(minor), _) if is_sold_below(draft, self.id, minor) => {
                Some("`gift_card`: a price list for everyone sells it below what is on it")
            }
            (_, Some(name)) if !is_name(name) => {
                Some("`entitles` must be 1 to 64 letters, digits and `-_.:/` of ASCII")
            }
            _ => None,
        }
    }
}

/// What is for some alone is held up to the floor; what is for everyone is the merchant's word.
fn is_sold_below(draft: &ShopDraft, product: ProductId, face: i64) -> bool {
    let open = |list: &&super::PriceListDraft| {
        let open = list.audience == Audience::Everyone && list.only.is_for_all();
        open && !list.draft && list.currency == draft.currency
    };
    let prices = draft.price_lists.iter().filter(open).flat_map(|list| &list.prices);
    prices.into_iter().any(|(own, minor)| *own == product && *minor < face)
}

/// What is wrong with what is not sent.
pub(super) fn check(draft: &ShopDraft) -> Result<(), ShopError> {
    if let Some(why) = draft.gift_cards.fault() {
        return Err(ShopError::BadGiftCards(why));
    }
    let fault = |product: &ProductDraft| Some(ShopError::BadGood(product.id, product.fault(draft)?));
    draft.products.iter().find_map(fault).map_or(Ok(()), Err)
}

/// All of it, ascending by product.
pub(super) fn all(draft: &ShopDraft) -> Vec<Good> {
    draft.products.iter().filter_map(|product| product.good(draft)).collect()
}

/// What is known of a gift card: nothing brings it below what is on it, and it is taxed when it is spent.
pub(super) fn hold(item: &mut Item, product: &ProductDraft) {
    if let Some(face) = product.gift_card {
        item.fixed_price = true;
        item.floor = item.floor.max(Some(face));
        item.tax = Default::default();
    }
}

#[cfg(feature = "till")]
impl PublicShop {
    /// What of what is sold is not sent, ascending by product.
    pub fn goods(&self) -> &[Good] {
        self.goods.get().map(Vec::as_slice).unwrap_or_default()
    }

    /// What the buyer of a product gets that is not sent.
    pub fn good(&self, product: ProductId) -> Option<&Good> {
        product.place_in(self.goods(), |good| good.product).and_then(|place| self.goods().get(place))
    }

    /// Whether a product is a gift card.
    pub fn is_gift_card(&self, product: ProductId) -> bool {
        matches!(self.good(product), Some(Good { what: GoodKind::GiftCard(_), .. }))
    }

    /// What points and gift cards may pay of a cart: all but gift cards.
    pub fn payable(&self, cart: &Cart) -> i64 {
        let cards = cart.lines.iter().filter(|line| self.is_gift_card(line.product));
        let cards = cards.fold(0_i64, |sum, line| sum.saturating_add(line.total.minor));
        cart.total.minor.saturating_sub(cards).max(0)
    }
}
