//! What an element asks: what a page draws, and no other of the engine's questions.

use attar::id::LabelId;
use attar::{Currency, OrderId, ProductId, Slot};

use web_sys::Element;

/// What an element asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// What is right for me?
    Recommend {
        /// For which place of the page.
        slot: Slot,
        /// The product that the page is about.
        product: Option<ProductId>,
        /// How many.
        n: u8,
        /// Of these departments, categories and types only; of all if there are none.
        within: Vec<LabelId>,
    },
    /// On what terms?
    Price {
        /// Which product.
        product: ProductId,
        /// In what; the shop's book currency if unsaid.
        currency: Option<Currency>,
    },
    /// Where is it?
    Track {
        /// Which order.
        order: OrderId,
    },
}

impl Wish {
    /// What an element asks by its name and attributes; nothing if they make no question.
    pub fn of(host: &Element) -> Option<Self> {
        let attribute = |name| host.get_attribute(name);
        let product = || Some(ProductId(attribute("product")?.parse().ok()?));
        match host.local_name().as_str() {
            "attar-recommendations" => {
                let slot = attribute("slot").map_or(Some(Slot::ForYou), |name| Slot::named(&name))?;
                let n = attribute("n").and_then(|n| n.parse().ok()).unwrap_or(10);
                let within = attribute("within").unwrap_or_default();
                let within = within.split(|letter: char| !letter.is_ascii_digit());
                let within = within.filter_map(|label| Some(LabelId(label.parse().ok()?)));
                Some(Self::Recommend { slot, product: product(), n, within: within.collect() })
            }
            "attar-price" => {
                let currency = attribute("currency").and_then(|code| code.parse().ok());
                Some(Self::Price { product: product()?, currency })
            }
            "attar-order-tracker" => Some(Self::Track { order: attribute("order")?.parse().ok()? }),
            _ => None,
        }
    }
}
