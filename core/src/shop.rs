//! The shop as its merchant wrote it, checked once, and the part of it that everyone may see.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::command::Command;
use crate::customer::groups::Groups;
use crate::event::Use;
use crate::id::{LabelId, PriceListId, ProductId};
use crate::money::{Currency, Money};
use crate::packed::Packed;
use crate::terms::concern::Index;
use crate::terms::condition::Schedule;
use crate::terms::list::Price;
use crate::terms::loyalty::{Delight, Programme};
use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::till::{Part, Terms, Warning};
use crate::text::Lang;
use crate::time::Zone;

mod alike;
mod delivery;
mod goods;
pub(crate) mod guards;
mod lists;
mod names;
mod public;
mod terms;
#[cfg(test)]
mod tests;
mod topics;
mod words;

pub use alike::Alike;
pub use delivery::{Carrier, Delivery};
pub use goods::GiftCards;
use lists::Closed;
#[cfg(feature = "till")]
pub(crate) use lists::told;
pub use lists::{Member, Own, POS, WEB};
pub use names::{Label, Names, Wording};
pub(crate) use public::numbered;
pub use public::{Brand, Make, PriceList, Product, PublicShop, Said};
pub use terms::CARD;
pub use words::{Word, Words};
pub(crate) use words::{around, halves};

/// What a merchant writes; [`Shop::check`] makes a [`Shop`] of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopDraft {
    /// The currency that carts and reports are kept in.
    pub currency: Currency,
    /// The shop's clock on the wall; UTC if unsaid.
    #[serde(default)]
    pub zone: Zone,
    /// Where a product's page is; `{id}` stands for its number.
    pub product_url: String,
    /// Where a product's picture is, likewise, with the reader's language for `{lang}`; without one, if unsaid,
    /// lists show none.
    #[serde(default)]
    pub picture_url: String,
    /// Names of departments, categories and product types; [`LabelId`] counts into it.
    pub labels: Vec<Label>,
    /// What is sold.
    pub products: Vec<ProductDraft>,
    /// At which prices.
    pub price_lists: Vec<PriceListDraft>,
    /// What lowers them, and what holds them up.
    #[serde(default)]
    pub terms: Terms,
    /// How it sends; if unsaid, nobody is told when an order is there.
    #[serde(default)]
    pub delivery: Option<Delivery>,
    /// Where an order's page is; `{id}` stands for its identifier. Without one, if unsaid, nothing leads there.
    #[serde(default)]
    pub order_url: String,
    /// What is earned with purchases, and what that brings; if unsaid, nobody collects.
    #[serde(default)]
    pub loyalty: Option<Programme>,
    /// How long gift cards last.
    #[serde(default)]
    pub gift_cards: GiftCards,
}

/// One product as its merchant knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductDraft {
    /// Its number, once.
    pub id: ProductId,
    /// The department it lies in.
    pub department: LabelId,
    /// Its category.
    pub category: LabelId,
    /// Its type; its name is the type and the size.
    pub kind: LabelId,
    /// How large a package is, as people read it; may be empty.
    #[serde(default)]
    pub size: Wording,
    /// What it costs the merchant, in minor units of the book currency. Never leaves the server.
    pub cost: i64,
    /// Who makes it; undeclared if unsaid.
    #[serde(default)]
    pub make: Make,
    /// Each unit is a gift card with so much on it, in minor units of the book currency: nothing is sent, and nothing
    /// lowers its price below that. Default: it is none.
    #[serde(default)]
    pub gift_card: Option<i64>,
    /// Each unit entitles its buyer to what is called so, a lesson or a licence, and nothing is sent: 1 to 64 letters,
    /// digits and `-_.:/` of ASCII. Default: it is sent.
    #[serde(default)]
    pub entitles: Option<String>,
}

/// One list of prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceListDraft {
    /// Its number, once.
    pub id: PriceListId,
    /// The merchant's own name for it. Never leaves the server.
    pub name: String,
    /// Of the prices.
    pub currency: Currency,
    /// For whom.
    pub audience: Audience,
    /// A draft is in force for nobody and never leaves the server.
    #[serde(default)]
    pub draft: bool,
    /// Minor units, at least 0, one entry per product.
    pub prices: Vec<(ProductId, i64)>,
    /// What people call it on a receipt; if unsaid, what it is: the price of the card or of their group.
    #[serde(default)]
    pub title: Option<Label>,
    /// When and where it holds, and for which groups. Unsaid: always, everywhere, whatever the group.
    #[serde(default)]
    pub only: Only,
    /// Other unit prices from a quantity of the line on, one entry per product and quantity.
    #[serde(default)]
    pub steps: Vec<Price>,
}

/// What narrows a price list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Only {
    /// Only for shoppers in one of these groups, if any are named. Nobody else learns of the list.
    pub groups: Vec<String>,
    /// Only in these channels, if any are named: `web` is what pages show and charge.
    pub channels: Vec<String>,
    /// Only then, on the shop's clock on the wall.
    pub when: Schedule,
    /// Only for shoppers of one of these tiers of the loyalty programme, if any are named. Nobody else learns of the
    /// list.
    pub tiers: Vec<String>,
}

/// For whom a price list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The public price.
    Everyone,
    /// Holders of the loyalty card.
    Card,
}

/// Why a shop cannot be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShopError {
    /// Two products have one number.
    TwiceProduct(ProductId),
    /// Two price lists have one number.
    TwiceList(PriceListId),
    /// A price list names a product twice, or one that is not sold.
    BadEntry(PriceListId, ProductId),
    /// A price is below 0 or beyond 2^53.
    BadPrice(PriceListId, ProductId),
    /// A cost is below 0 or beyond 2^53.
    BadCost(ProductId),
    /// A product names a label that is not there.
    UnknownLabel(ProductId, LabelId),
    /// The product address has no place for the number, or is no web address.
    BadProductUrl,
    /// The picture address has no place for the number, or is no web address.
    BadPictureUrl,
    /// A quantity step names a quantity twice, below 2 or beyond what a line may hold, or has such a price.
    BadStep(PriceListId, ProductId),
    /// A group that prices may not depend on, or that is no name; see [`Groups::is_name`].
    BadGroup(PriceListId, String),
    /// The time at which a list holds is none.
    BadTime(PriceListId, String),
    /// A channel in which nothing is sold; see [`Channel`](crate::event::Channel).
    BadChannel(PriceListId, String),
    /// What is wrong with how the shop sends.
    BadDelivery(&'static str),
    /// The address of an order has no place for the identifier, or is no web address.
    BadOrderUrl,
    /// The amounts of the terms are in another currency than the shop keeps.
    BadCurrency(Currency),
    /// What is wrong with the loyalty programme.
    BadLoyalty(String),
    /// A price list is for a tier that the loyalty programme has not.
    UnknownTier(PriceListId, String),
    /// What is wrong with a product that is not sent.
    BadGood(ProductId, &'static str),
    /// What is wrong with how long gift cards last.
    BadGiftCards(&'static str),
}

impl fmt::Display for ShopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TwiceProduct(id) => write!(f, "products: number `{id}` is used twice"),
            Self::TwiceList(id) => write!(f, "price_lists: number `{id}` is used twice"),
            Self::BadEntry(list, id) => {
                write!(f, "price_lists: list `{list}` names product `{id}` twice, or it is not sold")
            }
            Self::BadPrice(list, id) => {
                write!(f, "price_lists: list `{list}`: the price of product `{id}` must be 0 to 2^53")
            }
            Self::BadCost(id) => write!(f, "products: the cost of product `{id}` must be 0 to 2^53"),
            Self::UnknownLabel(id, label) => {
                write!(f, "products: product `{id}` names label `{label}`, which is not there")
            }
            Self::BadProductUrl => f.write_str(
                "product_url: it must begin with `/`, `http://` or `https://`, and `{id}` must stand in it",
            ),
            Self::BadPictureUrl => f.write_str(
                "picture_url: it must begin with `/`, `http://` or `https://`, and `{id}` must stand in it",
            ),
            Self::BadStep(list, id) => write!(
                f,
                "price_lists: list `{list}`: the steps of product `{id}` must each have another `from_units`, \
                 `2` to `{}`, and a price of 0 to 2^53",
                Command::MOST_UNITS
            ),
            Self::BadGroup(list, name) => write!(
                f,
                "price_lists: list `{list}`: `{name}` is no group: a name has 1 to {} bytes, is not `{CARD}` \
                 and names no protected trait",
                Groups::LONGEST
            ),
            Self::BadTime(list, why) => write!(f, "price_lists: list `{list}`: when: {why}"),
            Self::BadCurrency(currency) => write!(
                f,
                "terms: `currency` is `{}`, which is not the shop's: amounts are in that of the shop",
                currency.code()
            ),
            Self::BadChannel(list, name) => write!(
                f,
                "price_lists: list `{list}`: `{name}` is no channel: they are `web`, `pos` and `console`"
            ),
            Self::BadDelivery(why) => write!(f, "delivery: {why}"),
            Self::UnknownTier(list, name) => {
                write!(f, "price_lists: list `{list}`: `tiers`: the programme has no tier `{name}`")
            }
            Self::BadLoyalty(why) => write!(f, "loyalty: {why}"),
            Self::BadGood(id, why) => write!(f, "products: product `{id}`: {why}"),
            Self::BadGiftCards(why) => write!(f, "gift_cards: {why}"),
            Self::BadOrderUrl => f.write_str(
                "order_url: it must begin with `/`, `http://` or `https://`, and `{id}` must stand in it",
            ),
        }
    }
}

impl core::error::Error for ShopError {}

/// A checked shop, with all that only the merchant may know. Server only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    draft: ShopDraft,
    public: PublicShop,
    closed: Vec<Closed>,
    /// Products whose lowest price only somebody in a group could feel, ascending.
    held_back: Vec<ProductId>,
    terms: Terms,
    index: Index,
    /// Surprises of the loyalty programme: what they cost is nobody's matter.
    delight: Option<Delight>,
    warnings: Vec<Warning>,
}

/// The largest amount that survives every JSON edge.
const LARGEST: i64 = Money::MOST_MINOR;

impl Shop {
    /// Checks what a merchant wrote; sorts products and prices by number.
    ///
    /// # Errors
    /// A [`ShopError`] that names the first place that is wrong.
    pub fn check(mut draft: ShopDraft) -> Result<Self, ShopError> {
        if !is_address(&draft.product_url) {
            return Err(ShopError::BadProductUrl);
        }
        if !draft.picture_url.is_empty() && !is_address(&draft.picture_url) {
            return Err(ShopError::BadPictureUrl);
        }
        if !draft.order_url.is_empty() && !is_address(&draft.order_url) {
            return Err(ShopError::BadOrderUrl);
        }
        if let Some(why) = draft.delivery.as_ref().and_then(Delivery::fault) {
            return Err(ShopError::BadDelivery(why));
        }
        draft.products.sort_by_key(|p| p.id);
        draft.price_lists.sort_by_key(|l| l.id);
        check_products(&draft)?;
        if let Some(other) = draft.terms.currency.filter(|currency| *currency != draft.currency) {
            return Err(ShopError::BadCurrency(other));
        }
        for list in &mut draft.price_lists {
            list.prices.sort_unstable();
            list.steps.sort_unstable_by_key(|step| (step.product, step.from_units));
        }
        check_lists(&draft)?;
        goods::check(&draft)?;
        let (terms, mut warnings) = terms::whole(&draft);
        let loyalty =
            draft.loyalty.clone().map(Programme::checked).transpose().map_err(ShopError::BadLoyalty)?;
        let (mut loyalty, off) = loyalty.unzip();
        let delight = loyalty.as_mut().and_then(|programme| programme.delight.take());
        if let Some(programme) = &mut loyalty {
            lists::note_tiers(programme, &draft, &terms);
        }
        warnings.extend(off.into_iter().flatten().map(|why| Warning { part: Part::Loyalty, why }));
        let public = PublicShop { loyalty: Packed::of(loyalty), ..PublicShop::of(&draft, &terms) };
        let closed = lists::closed(&draft, &terms);
        let held_back = terms::held_back(&terms, &draft);
        let index = Index::of(&terms.promotions);
        Ok(Self { draft, public, closed, held_back, terms, index, delight, warnings })
    }

    /// What everyone may see: no costs, no drafts, no merchant's names.
    pub fn public(&self) -> &PublicShop {
        &self.public
    }

    /// All that lowers prices or holds them up, without what is broken. Its items are all that is sold.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Its promotions by what a cart must have for them to concern it, and by number.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Surprises of the loyalty programme.
    pub fn delight(&self) -> Option<&Delight> {
        self.delight.as_ref()
    }

    /// The promotion of that number, if it is sound.
    pub fn promotion(&self, id: PromotionId) -> Option<&Promotion> {
        self.index.find(&self.terms.promotions, id)
    }

    /// That a promotion gave something, and who paid for it.
    pub(crate) fn used(&self, promotion: PromotionId, minor: i64) -> Use {
        Use { promotion, minor, budget: self.promotion(promotion).and_then(|promotion| promotion.budget) }
    }

    /// What is wrong with the terms, and is off.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// What the merchant wrote, sorted.
    pub fn draft(&self) -> &ShopDraft {
        &self.draft
    }

    /// What things are called in one language: a file of its own beside the snapshot.
    pub fn names(&self, lang: Lang) -> Names {
        Names {
            lang,
            labels: self.draft.labels.iter().map(|l| l.in_lang(lang).to_owned()).collect(),
            sizes: self.draft.products.iter().map(|p| p.size.in_lang(lang).to_owned()).collect(),
            words: Words::of(lang).all(),
            picture_url: self.draft.picture_url.replace("{lang}", lang.code()),
        }
    }
}

/// Whether it is a web address with a place for a number.
fn is_address(url: &str) -> bool {
    ["/", "http://", "https://"].iter().any(|p| url.starts_with(p)) && url.contains("{id}")
}

fn check_products(draft: &ShopDraft) -> Result<(), ShopError> {
    for pair in draft.products.windows(2) {
        if let [a, b] = pair
            && a.id == b.id
        {
            return Err(ShopError::TwiceProduct(a.id));
        }
    }
    for product in &draft.products {
        if !(0..=LARGEST).contains(&product.cost) {
            return Err(ShopError::BadCost(product.id));
        }
        let labels = [product.department, product.category, product.kind];
        if let Some(label) = labels.into_iter().find(|l| usize::from(l.0) >= draft.labels.len()) {
            return Err(ShopError::UnknownLabel(product.id, label));
        }
    }
    Ok(())
}

fn check_lists(draft: &ShopDraft) -> Result<(), ShopError> {
    for pair in draft.price_lists.windows(2) {
        if let [a, b] = pair
            && a.id == b.id
        {
            return Err(ShopError::TwiceList(a.id));
        }
    }
    for list in &draft.price_lists {
        let mut before = None;
        for (product, minor) in &list.prices {
            let sold = draft.products.binary_search_by_key(product, |p| p.id).is_ok();
            if !sold || before == Some(*product) {
                return Err(ShopError::BadEntry(list.id, *product));
            }
            if !(0..=LARGEST).contains(minor) {
                return Err(ShopError::BadPrice(list.id, *product));
            }
            before = Some(*product);
        }
        lists::check(list, draft)?;
    }
    Ok(())
}
