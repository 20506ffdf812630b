//! What is sold, and what shoppers secretly like of it.

use crate::chance::Chance;
use attar::event::{Opinion, Topic};
use attar::id::{LabelId, PriceListId};
use attar::shop::{Label, Make, PriceListDraft, ProductDraft, PublicShop, ShopDraft};
use attar::{Currency, ProductId};

const CATEGORIES: u16 = 12;
const BRANDS: u32 = 10;
/// Of each brand in each category one at each price.
const PRICES: [i64; 3] = [300, 1_000, 1_900];

/// Each brand in each category, cheap, usual and dear.
pub fn shop() -> ShopDraft {
    let mut products = Vec::new();
    let mut prices = Vec::new();
    for category in 0..CATEGORIES {
        for brand in 1..=BRANDS {
            for price in PRICES {
                let id = ProductId(products.len() as u32 + 1);
                prices.push((id, price));
                products.push(ProductDraft {
                    id,
                    department: LabelId(0),
                    category: LabelId(1 + category),
                    kind: LabelId(1 + category),
                    size: format!("{price} g").as_str().into(),
                    cost: 1,
                    make: Make { maker: brand, ..Make::default() },
                    gift_card: None,
                    entitles: None,
                });
            }
        }
    }
    let label = |name: String| Label { en: name.clone(), fa: name.clone(), ar: name };
    let labels = (0..=CATEGORIES).map(|number| label(format!("aisle {number}"))).collect();
    ShopDraft {
        currency: Currency::Usd,
        zone: Default::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels,
        products,
        terms: Default::default(),
        price_lists: vec![PriceListDraft::everyone(PriceListId(1), "shelf", Currency::Usd, prices)],
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    }
}

/// Somebody whose tastes the shop does not know.
pub struct Person {
    /// What they like, and what they do not.
    tastes: Vec<(Topic, Opinion)>,
    /// How likely they choose each product next, in the order of the shop.
    chances: Vec<f64>,
}

impl Person {
    /// Two categories, a brand and a price that they like, and a brand that they do not.
    pub fn new(shop: &PublicShop, chance: &mut Chance) -> Self {
        let mut pick = |below: u64| chance.below(below);
        let category = |number: u64| Topic::Category(LabelId(1 + number as u16));
        let first = pick(u64::from(CATEGORIES));
        // Those who like the one like its neighbour: that is what can be learned of others.
        let tastes = vec![
            (category(first), Opinion::Likes),
            (category((first + 1) % u64::from(CATEGORIES)), Opinion::Likes),
            (Topic::Brand(1 + pick(u64::from(BRANDS)) as u32), Opinion::Likes),
            (Topic::Price(pick(3) as u8), Opinion::Likes),
            (Topic::Brand(1 + pick(u64::from(BRANDS)) as u32), Opinion::NotForMe),
        ];
        let weight = |product: ProductId| -> f64 {
            let held = tastes.iter().filter(|(topic, _)| shop.is(product, *topic));
            held.map(|(topic, opinion)| match (topic, opinion) {
                (_, Opinion::NotForMe) => 0.1,
                (Topic::Category(_), _) => 12.0,
                (Topic::Brand(_), _) => 5.0,
                (Topic::Price(_), _) => 2.5,
            })
            .product()
        };
        let weights: Vec<f64> = shop.products.iter().map(|product| weight(product.id)).collect();
        let whole: f64 = weights.iter().sum();
        Self { tastes, chances: weights.into_iter().map(|weight| weight / whole).collect() }
    }

    /// What they choose next.
    pub fn choose(&self, shop: &PublicShop, chance: &mut Chance) -> ProductId {
        let mut left = chance.share();
        let found = shop.products.iter().zip(&self.chances).find(|(_, likely)| {
            left -= **likely;
            left < 0.0
        });
        found.map_or(ProductId(1), |(product, _)| product.id)
    }

    /// How likely what they choose next is in a list.
    pub fn finds(&self, shop: &PublicShop, list: &[ProductId]) -> f64 {
        list.iter().filter_map(|product| self.chances.get(shop.position(*product)?)).sum()
    }

    /// What they answer, asked about a topic.
    pub fn says(&self, topic: Topic) -> Opinion {
        let known = self.tastes.iter().rev().find(|(known, _)| *known == topic);
        known.map_or(Opinion::Ignored, |(_, opinion)| *opinion)
    }
}

/// Every topic of the shop.
pub fn topics() -> Vec<Topic> {
    let categories = (1..=CATEGORIES).map(|label| Topic::Category(LabelId(label)));
    let brands = (1..=BRANDS).map(Topic::Brand);
    categories.chain(brands).chain((0..3).map(Topic::Price)).collect()
}
