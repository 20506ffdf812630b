//! The words of the pages' frame in every language; what the engine answers has its words in
//! `attar::view`. `{}` is where a name or a number goes.

use attar::Lang;

mod again;
mod ar;
mod call_off;
mod carriers;
mod counted;
mod delight;
mod desk;
mod developer;
mod en;
mod engine;
mod fa;
mod forget;
mod gift;
mod groups;
mod learning;
mod link;
mod loyalty;
mod parcels;
mod programme;
mod promises;
mod promotion;
mod referral;
mod refund;
mod returns;
mod terms;
mod visits;
mod webhooks;

pub(super) use again::AgainWords;
pub(super) use call_off::CallOffWords;
pub(super) use carriers::CarrierWords;
pub(super) use delight::DelightWords;
pub(super) use desk::DeskWords;
pub(super) use developer::DeveloperWords;
pub(super) use engine::EngineWords;
pub(super) use forget::ForgetWords;
pub(super) use gift::GiftWords;
pub(super) use groups::GroupsWords;
pub(super) use learning::LearningWords;
pub(super) use link::LinkWords;
pub(super) use loyalty::LoyaltyWords;
pub(super) use parcels::ParcelWords;
pub(super) use programme::ProgrammeWords;
pub(super) use promises::PromiseWords;
pub(super) use promotion::PromotionWords;
pub(super) use referral::ReferralWords;
pub(super) use refund::RefundWords;
pub(super) use returns::ReturnWords;
pub(super) use terms::TermsWords;
pub(super) use visits::VisitWords;
pub(super) use webhooks::WebhookWords;

/// What the pages say in one language.
#[derive(Debug)]
pub struct PageWords {
    /// The name of the shop.
    pub shop: &'static str,
    /// One line under the name.
    pub motto: &'static str,
    /// Skips the frame.
    pub skip: &'static str,
    /// The link to the first page.
    pub home: &'static str,
    /// The departments, as a heading.
    pub departments: &'static str,
    /// The cart.
    pub cart: &'static str,
    /// The account.
    pub account: &'static str,
    /// The menu of languages.
    pub language: &'static str,
    /// Over a personal list.
    pub for_you: &'static str,
    /// Over the list of what sells now.
    pub trending: &'static str,
    /// Over the list of others of the same category.
    pub similar: &'static str,
    /// Over the list of what is bought with a product.
    pub bought_together: &'static str,
    /// Over the list of what was met of late.
    pub recent: &'static str,
    /// Over the list of what is bought again and again.
    pub buy_again: &'static str,
    /// The categories of a department.
    pub categories: &'static str,
    /// More of them.
    pub more: &'static str,
    /// All categories of a department.
    pub all: &'static str,
    /// How many products there are.
    pub products: &'static str,
    /// To the page before.
    pub previous: &'static str,
    /// To the next page.
    pub next: &'static str,
    /// Which page of how many: two places.
    pub page_of: &'static str,
    /// How many of a product.
    pub quantity: &'static str,
    /// Puts a product into the cart.
    pub add: &'static str,
    /// Changes the quantity of a line.
    pub change: &'static str,
    /// Takes a line out.
    pub remove: &'static str,
    /// How many of this product the cart holds.
    pub in_cart: &'static str,
    /// To the checkout.
    pub to_checkout: &'static str,
    /// From an empty cart back to the shelves.
    pub keep_looking: &'static str,
    /// There is no network, as a heading.
    pub offline: &'static str,
    /// What can be had all the same.
    pub offline_why: &'static str,
    /// The checkout, as a heading.
    pub checkout: &'static str,
    /// What is ordered, as a heading.
    pub your_order: &'static str,
    /// Where it goes, as a heading.
    pub delivery: &'static str,
    /// A field.
    pub name: &'static str,
    /// A field.
    pub address: &'static str,
    /// A field.
    pub email: &'static str,
    /// Makes the cart an order.
    pub place_order: &'static str,
    /// Said when a field is empty.
    pub field_missing: &'static str,
    /// Said when the e-mail cannot be one.
    pub email_wrong: &'static str,
    /// Said when a field is too long.
    pub field_long: &'static str,
    /// The total changed since the page was drawn: what it was and what it is.
    pub price_changed: &'static str,
    /// Too few are left: name and number.
    pub out_of_stock: &'static str,
    /// None is left: name.
    pub sold_out: &'static str,
    /// To the cart, to change it.
    pub change_cart: &'static str,
    /// Tracking, as a heading: «where is your order?».
    pub where_is_it: &'static str,
    /// What the page shows, and to whom.
    pub who_sees: &'static str,
    /// The orders of this shopper, as a heading.
    pub my_orders: &'static str,
    /// There are none.
    pub no_orders: &'static str,
    /// An order with its number.
    pub order: &'static str,
    /// What the shop knows, as a heading.
    pub known: &'static str,
    /// Consent, as a heading.
    pub memory: &'static str,
    /// What consent is about.
    pub memory_why: &'static str,
    /// Gives full consent.
    pub consent_full: &'static str,
    /// Keeps it on the device.
    pub consent_private: &'static str,
    /// Gives none.
    pub consent_denied: &'static str,
    /// Login, as a heading.
    pub login: &'static str,
    /// What the demo login is.
    pub login_why: &'static str,
    /// A field: the number of a household.
    pub household: &'static str,
    /// The login's button.
    pub login_do: &'static str,
    /// Who is logged in.
    pub logged_in: &'static str,
    /// Ends the session.
    pub logout: &'static str,
    /// What logging out of a remembered visit is called.
    pub forget_device: &'static str,
    /// The page of the merchant, as a heading.
    pub merchant: &'static str,
    /// A page that is not there, as a heading.
    pub missing: &'static str,
    /// The sentence under it.
    pub missing_why: &'static str,
    /// A wish that was refused, as a heading.
    pub refused: &'static str,
    /// Only for the merchant.
    pub merchant_only: &'static str,
    /// The form came from somewhere else.
    pub wrong_origin: &'static str,
    /// A field of a form could not be read.
    pub unreadable: &'static str,
    /// A quantity beyond the limits.
    pub bad_quantity: &'static str,
    /// The order is past that step.
    pub wrong_step: &'static str,
    /// The shop cannot answer now.
    pub busy: &'static str,
    pub sealed: &'static str,
    pub not_sealed: &'static str,
    pub too_many_codes: &'static str,
    /// There is no such household.
    pub no_household: &'static str,
    /// Who made this.
    pub foot: &'static str,
    /// One sentence under it, of the first page.
    pub lead: &'static str,
    /// What stands over a personal list.
    pub why_list: &'static str,
    /// Over the categories that a known shopper chooses from.
    pub aisles: &'static str,
    /// Over the first page of a known shopper.
    pub welcome: &'static str,
    /// The choice of light or dark, for readers of a screen.
    pub theme: &'static str,
    /// A choice.
    pub theme_light: &'static str,
    /// A choice.
    pub theme_dark: &'static str,
    /// A choice: as the device has it.
    pub theme_auto: &'static str,
    /// A field for a code.
    pub coupon: &'static str,
    /// A button.
    pub coupon_apply: &'static str,
    /// Over the coupons of a cart.
    pub coupons: &'static str,
    /// Why a code opens nothing.
    pub coupon_unknown: &'static str,
    /// Why a code opens nothing any more.
    pub coupon_spent: &'static str,
    /// Why a code is one too many.
    pub too_many_coupons: &'static str,
    /// Over what makes another total.
    pub changes: &'static str,
    /// What the card took off a cart.
    pub saved: &'static str,
    /// Over the sum of a cart.
    pub receipt: &'static str,
    /// Under an empty cart.
    pub cart_empty_why: &'static str,
    /// Before a price in another currency.
    pub in_rial: &'static str,
    /// Whose pictures these are.
    pub pictures_by: &'static str,
    /// The navigation, for readers of a screen.
    pub menu: &'static str,
}

impl PageWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &en::WORDS,
            Lang::Fa => &fa::WORDS,
            Lang::Ar => &ar::WORDS,
        }
    }
}

/// What a language calls itself.
pub const fn own_name(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "English",
        Lang::Fa => "فارسی",
        Lang::Ar => "العربية",
    }
}

/// A number in the reader's own digits.
pub fn number(lang: Lang, value: impl std::fmt::Display) -> String {
    crate::local::digits(lang, &value.to_string())
}

/// Puts values into the places of a sentence, in order.
pub fn fill(sentence: &str, values: &[&str]) -> String {
    values.iter().fold(sentence.to_owned(), |text, value| text.replacen("{}", value, 1))
}

/// A value of another script or direction, kept from mixing with the sentence around it (U+2068, U+2069).
pub fn isolated(value: impl std::fmt::Display) -> String {
    format!("\u{2068}{value}\u{2069}")
}

/// How many places each of some sentences has: the same in every language.
#[cfg(test)]
fn places<const N: usize>(sentences: [&str; N]) -> [usize; N] {
    sentences.map(|sentence| sentence.matches("{}").count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_the_readers_own_digits() {
        assert_eq!(number(Lang::En, 120), "120");
        assert_eq!(number(Lang::Fa, 120), "۱۲۰");
        assert_eq!(number(Lang::Ar, "1.5"), "١٫٥");
    }

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = PageWords::of(lang);
            let counts = [words.products, words.page_of, words.in_cart];
            let changes = [words.price_changed, words.out_of_stock, words.saved];
            assert_eq!((places(counts), places(changes)), ([1, 2, 1], [2, 2, 1]), "{lang:?}");
        }
    }
}
