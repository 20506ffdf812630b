//! The demo shop as its merchant would write it: the seed's products and prices, and what we invented.

use std::collections::BTreeMap;

use attar::event::StockLine;
use attar::id::{LabelId, PriceListId};
use attar::money::BasisPoints;
use attar::shop::{Audience, Brand, Label, Make, Only, PriceListDraft, ProductDraft, ShopDraft, Wording};
use attar::terms::list::Price;
use attar::terms::loyalty::Programme;
use attar::terms::till::Terms;
use attar::time::Span;
use attar::{Currency, Money, ProductId};

use super::zone::new_york;
use crate::seed::{self, Seed, SeedProduct};

/// Cost is 70 % of the card price. Invented.
const COST: BasisPoints = BasisPoints(7_000);
/// A cent in rial: a dollar is 1,000,000 rial, so every price is a multiple of 10,000. Invented.
const RIAL_PER_CENT: i64 = 10_000;

/// How many products the kitchen buys by the dozen: the first ones.
const KITCHEN: usize = 500;
/// The group of those who buy by the dozen.
const WHOLESALE: &str = "wholesale";

/// The price lists of the retailer, in order of their numbers.
const LISTS: [(&str, Currency, Audience); 4] = [
    ("list price", Currency::Usd, Audience::Everyone),
    ("card price", Currency::Usd, Audience::Card),
    ("list price in rial (invented rate)", Currency::Irr, Audience::Everyone),
    ("card price in rial (invented rate)", Currency::Irr, Audience::Card),
];

/// The demo shop, before it is checked, with its campaigns moved as the year is.
pub fn shop_draft(seed: &Seed, shift: Span) -> ShopDraft {
    let labels = Labels::of(seed);
    let size = |product: &SeedProduct| seed.taxonomy.size_of(&product.size).in_own_digits();
    let products = seed.products.iter().map(|product| labels.file(product, size(product)));
    let products = products.collect();
    let lists = (0..).zip(LISTS).map(|(id, list)| price_list(PriceListId(id), list, seed));
    let sent = ShopDraft {
        currency: Currency::Usd,
        zone: new_york(),
        product_url: "/p/{id}".to_owned(),
        picture_url: "/picture/{id}?lang={lang}".to_owned(),
        labels: labels.all,
        products,
        terms: terms(seed, shift),
        price_lists: lists.chain([wholesale(seed)]).collect(),
        delivery: Some(super::delivery::delivery()),
        order_url: "/order/{id}".to_owned(),
        loyalty: loyalty(),
        gift_cards: Default::default(),
    };
    super::goods::with_goods(sent, RIAL_PER_CENT)
}

/// The coupons of the retailer's campaigns, and one promotion that is invented.
fn terms(seed: &Seed, shift: Span) -> Terms {
    // INVARIANT: both are part of the program, and `every_promotion_of_the_demo_is_sound` reads them.
    let mut terms: Terms = serde_json::from_str(include_str!("../../seed/terms.json")).unwrap_or_default();
    terms.promotions.extend(super::campaigns::promotions(seed, shift).unwrap_or_default());
    terms
}

/// A loyalty programme of three tiers by what was spent within a year. Invented.
fn loyalty() -> Option<Programme> {
    // INVARIANT: it is part of the program, and `the_programme_of_the_demo_is_sound` reads it.
    serde_json::from_str(include_str!("../../seed/loyalty.json")).ok()
}

/// What lies on the shelf: 12 to 251 units of most products, few or none of some. Invented.
pub fn stock(seed: &Seed) -> Vec<StockLine> {
    seed.products
        .iter()
        .map(|product| StockLine { product: ProductId(product.id), units: units(product.id) })
        .collect()
}

/// Of a hundred products one is out and three are few; the same product always has the same.
fn units(product: u32) -> u32 {
    let drawn = scattered(product);
    match drawn % 100 {
        0 => 0,
        1..=3 => 1 + drawn / 100 % 5,
        _ => 12 + drawn / 100 % 240,
    }
}

/// The finaliser of splitmix64, its upper half.
fn scattered(number: u32) -> u32 {
    let mut z = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 32) as u32
}

fn price_list(id: PriceListId, list: (&str, Currency, Audience), seed: &Seed) -> PriceListDraft {
    let (name, currency, audience) = list;
    let price = |product: &SeedProduct| {
        let cents = match audience {
            Audience::Everyone => product.list_cents,
            Audience::Card => product.card_cents,
        };
        (ProductId(product.id), in_currency(cents, currency))
    };
    let prices = seed.products.iter().map(price).collect();
    PriceListDraft { audience, ..PriceListDraft::everyone(id, name, currency, prices) }
}

/// A group for whoever buys for a kitchen: five in a hundred less than the card price from a dozen on, ten in a hundred
/// from two dozen on. Invented.
fn wholesale(seed: &Seed) -> PriceListDraft {
    let step = |product: &SeedProduct, from_units, share| Price {
        product: ProductId(product.id),
        from_units,
        minor: off(product.card_cents, share),
    };
    let steps =
        seed.products.iter().take(KITCHEN).flat_map(|product| {
            [step(product, 12, BasisPoints(9_500)), step(product, 24, BasisPoints(9_000))]
        });
    let of = |en: &str, fa: &str, ar: &str| Label { en: en.into(), fa: fa.into(), ar: ar.into() };
    PriceListDraft {
        title: Some(of("Wholesale price", "قیمت عمده", "سعر الجملة")),
        only: Only { groups: vec![WHOLESALE.to_owned()], ..Only::default() },
        steps: steps.collect(),
        ..PriceListDraft::everyone(PriceListId(4), "wholesale (invented)", Currency::Usd, Vec::new())
    }
}

/// Any share of a price fits.
fn off(cents: i64, share: BasisPoints) -> i64 {
    Money::new(cents, Currency::Usd).percent(share).map_or(cents, |money| money.minor)
}

fn in_currency(cents: i64, currency: Currency) -> i64 {
    match currency {
        Currency::Irr => cents.saturating_mul(RIAL_PER_CENT),
        _ => cents,
    }
}

/// All labels in one list: departments, categories, types, then types that a category names otherwise.
struct Labels {
    all: Vec<Label>,
    categories: usize,
    kinds: usize,
    /// Where a type of a category lies that has a name of its own there.
    own: BTreeMap<(u16, u16), LabelId>,
}

impl Labels {
    fn of(seed: &Seed) -> Self {
        let taxonomy = &seed.taxonomy;
        let lists = [&taxonomy.departments, &taxonomy.categories, &taxonomy.kinds];
        let all: Vec<Label> = lists.into_iter().flatten().map(seed::Label::in_own_digits).collect();
        let categories = taxonomy.departments.len();
        let kinds = categories + taxonomy.categories.len();
        let mut labels = Self { all, categories, kinds, own: BTreeMap::new() };
        let own = |product| taxonomy.kind_of(product).in_own_digits();
        seed.products.iter().for_each(|product| labels.own_name(product, own(product)));
        labels
    }

    /// Adds the type's name in this category, where it is not the type's own.
    fn own_name(&mut self, product: &SeedProduct, named: Label) {
        let key = (product.category, product.kind);
        if self.all.get(self.kinds + usize::from(product.kind)) != Some(&named)
            && !self.own.contains_key(&key)
        {
            self.own.insert(key, place(self.all.len()));
            self.all.push(named);
        }
    }

    fn file(&self, product: &SeedProduct, size: Label) -> ProductDraft {
        let own = self.own.get(&(product.category, product.kind)).copied();
        ProductDraft {
            id: ProductId(product.id),
            department: LabelId(product.department),
            category: place(self.categories + usize::from(product.category)),
            kind: own.unwrap_or_else(|| place(self.kinds + usize::from(product.kind))),
            size: Wording::Each(size),
            cost: cost(product.card_cents),
            make: make(product),
            gift_card: None,
            entitles: None,
        }
    }
}

fn make(product: &SeedProduct) -> Make {
    let brand = if product.private_brand { Brand::Private } else { Brand::National };
    Make { brand, maker: product.manufacturer }
}

/// Seventy percent of any price fits.
fn cost(card_cents: i64) -> i64 {
    off(card_cents, COST)
}

/// The taxonomy has under a thousand names; a place that did not fit would name no label, and
/// `Shop::check` would refuse the draft.
fn place(place: usize) -> LabelId {
    LabelId(u16::try_from(place).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use attar::{Lang, Shop};

    use super::*;

    fn seed() -> Seed {
        seed::load().expect("the seed")
    }

    #[test]
    fn every_promotion_of_the_demo_is_sound() {
        let shop = attar::Shop::check(shop_draft(&seed::load().expect("a seed"), Span(0))).expect("a shop");
        assert_eq!((shop.terms().promotions.len(), shop.warnings()), (34, &[][..]));
        assert_eq!(
            shop.public().terms().promotions.len(),
            1,
            "codes and their promotions stay on the server"
        );
    }

    #[test]
    fn the_demo_shop_passes_the_check() {
        let shop = Shop::check(shop_draft(&seed(), Span(0))).expect("a shop");
        let public = shop.public();
        assert_eq!((public.products.len(), public.price_lists.len()), (5_003, 4));
        assert_eq!(public.product_url(ProductId(12)), "/p/12");
    }

    #[test]
    fn a_product_is_called_what_the_seed_calls_it() {
        let seed = seed();
        let shop = Shop::check(shop_draft(&seed, Span(0))).expect("a shop");
        let names = shop.names(Lang::En);
        for product in &seed.products {
            let expected = seed.taxonomy.name_of(product).en;
            assert_eq!(names.product(shop.public(), ProductId(product.id)), expected);
        }
    }

    #[test]
    fn a_dollar_is_a_million_rial_and_cost_is_seventy_percent() {
        let seed = seed();
        let draft = shop_draft(&seed, Span(0));
        let price = |list: usize| draft.price_lists[list].prices[0].1;
        assert_eq!(price(2), price(0) * 10_000);
        assert_eq!(price(3), price(1) * 10_000);
        assert_eq!(cost(995), 697);
    }

    #[test]
    fn most_products_are_in_stock_and_some_are_not() {
        let stock = stock(&seed());
        let count =
            |range: std::ops::RangeInclusive<u32>| stock.iter().filter(|l| range.contains(&l.units)).count();
        assert!((25..=80).contains(&count(0..=0)), "{}", count(0..=0));
        assert!((100..=200).contains(&count(1..=5)), "{}", count(1..=5));
        assert!(stock.iter().all(|l| l.units < 252));
    }
}
