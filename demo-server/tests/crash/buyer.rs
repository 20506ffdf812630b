//! A shopper who fills a cart, orders, and now and then calls an order off; each wish has a key of its
//! own and is sent again under it until it is answered.

use attar::id::ContactId;
use attar::money::Currency;
use attar::{Command, Money, OrderId, ProductId};
use serde_json::{Value, json};

use crate::prepared::{OFF, Shopper};
use crate::random::Random;
use crate::site::{Client, Site};

/// What a shopper was told.
#[derive(Debug, Default, Clone)]
pub struct Bought {
    /// Orders that were placed, and not refused.
    pub placed: Vec<OrderId>,
    /// Orders that were called off.
    pub cancelled: Vec<OrderId>,
    /// Units in the placed orders.
    pub units: u32,
    /// Orders that were refused, for lack of stock, budget or uses.
    pub refused: u32,
}

/// Who buys what.
#[derive(Debug)]
pub struct Buyer<'a> {
    client: Client<'a>,
    shopper: &'a Shopper,
    random: Random,
    product: u32,
    bought: Bought,
}

impl<'a> Buyer<'a> {
    pub fn new(site: &'a Site, shopper: &'a Shopper, seed: u64, product: u32) -> Self {
        let client = Client::new(site);
        Self { client, shopper, random: Random(seed), product, bought: Bought::default() }
    }

    /// Buys until the site closes.
    pub fn shop(mut self, site: &Site) -> Bought {
        while !site.closing() {
            self.order();
        }
        self.bought
    }

    /// Buys until the stock is gone, or the budget, or the uses.
    pub fn shop_out(mut self) -> Bought {
        while self.bought.refused == 0 {
            self.order();
        }
        self.bought
    }

    fn order(&mut self) {
        let quantity = u32::try_from(1 + self.random.below(3)).unwrap_or(1);
        let (status, answer) = self.wish(&Command::ChangeCart { product: ProductId(self.product), quantity });
        assert_eq!(status, 200, "{answer}");
        let (order, contact) = (OrderId(self.random.id()), ContactId(self.random.id()));
        let off = if self.product >= 4 { OFF } else { 0 };
        let expected = Money::new(i64::from(quantity * self.product) * 100 - off, Currency::Usd);
        match self.wish(&Command::PlaceOrder {
            order,
            contact,
            expected,
            shown: Vec::new(),
            delivery: None,
            redeem: 0,
            gift_card: None,
        }) {
            (200, _) => self.placed(order, quantity),
            (409, answer) if answer["error"]["code"] == self.end() => self.bought.refused += 1,
            (status, answer) => assert_eq!(status, 200, "{answer}"),
        }
    }

    /// Why the last order is refused: the stock is gone, or the budget, or the uses.
    fn end(&self) -> &'static str {
        if self.product >= 4 { "price_changed" } else { "out_of_stock" }
    }

    fn placed(&mut self, order: OrderId, quantity: u32) {
        self.bought.placed.push(order);
        self.bought.units += quantity;
        if self.product != 3 && self.random.below(3) == 0 {
            let (status, answer) = self.wish(&Command::CancelOrder { order });
            assert_eq!(status, 200, "{answer}");
            self.bought.cancelled.push(order);
        }
    }

    fn wish(&mut self, command: &Command) -> (u16, Value) {
        let key: String = self.random.id().iter().map(|byte| format!("{byte:02x}")).collect();
        let body = json!({ "command": command, "key": key, "token": self.shopper.token });
        self.client.post("/v1/commands", &body)
    }
}
