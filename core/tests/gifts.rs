//! Laws of gift cards and entitlements on random stories: `cargo test -p attar --test gifts`.
//!
//! What was issued is what is left, spent, expired and taken back together, card by card and at any moment, and nothing of
//! it is ever below 0; what happened once counts once; an order has back exactly what its card and its buyer paid, in
//! whatever order its units go back; nobody has more cards or entitlements than units that stand and are paid.
#![allow(clippy::arithmetic_side_effects, reason = "numbers of tests are small")]

use std::collections::BTreeMap;
use std::sync::Arc;

use attar::command::{Bearer, Tender};
use attar::event::{Channel, GiftFact, OrderFact, PaymentKind, Role, StockLine};
use attar::id::{ContactId, GiftCardId};
use attar::service::order::Order;
use attar::state::Market;
use attar::terms::gift::Cards;
use attar::time::Span;
use attar::{
    Actor, Command, Currency, Engine, Event, EventId, Fact, Money, OrderId, ProductId, Rejection, Shop,
    ShopperId, Snapshot, SourceId, State, Subject, Timestamp,
};
use proptest::prelude::*;
use serde_json::json;

const ADA: ShopperId = ShopperId([1; 16]);
const OWNER: Actor = Actor::Merchant(Role::Owner);
const START: Timestamp = Timestamp(1_772_900_000_000);
const CARD: ProductId = ProductId(3);
const LESSON: ProductId = ProductId(4);

/// What somebody does.
#[derive(Debug, Clone)]
enum Wish {
    /// Buys so many of each, and shows a card or none.
    Buy([u32; 4], Option<u32>),
    /// All that is due is paid, or a part of it.
    Pay(usize, Option<i64>),
    /// So many units of a product of an order go back, or what sending cost.
    Refund(usize, u32, u32),
    /// The same of what has not left the house.
    CancelUnits(usize, u32, u32),
    /// An order is called off.
    Cancel(usize),
    /// Hours go by.
    Wait(i64),
}

fn wish() -> impl Strategy<Value = Wish> {
    let card = prop_oneof![1 => Just(None), 3 => (1_u32..7).prop_map(Some)];
    prop_oneof![
        6 => ([0_u32..3, 0_u32..3, 0_u32..3, 0_u32..3], card).prop_map(|(units, card)| Wish::Buy(units, card)),
        6 => (0_usize..6, prop_oneof![3 => Just(None), 1 => (1_i64..300).prop_map(Some)])
            .prop_map(|(of, amount)| Wish::Pay(of, amount)),
        6 => (0_usize..6, 0_u32..5, 1_u32..3).prop_map(|(of, product, units)| Wish::Refund(of, product, units)),
        3 => (0_usize..6, 1_u32..5, 1_u32..3)
            .prop_map(|(of, product, units)| Wish::CancelUnits(of, product, units)),
        2 => (0_usize..6).prop_map(Wish::Cancel),
        3 => (1_i64..60).prop_map(Wish::Wait),
    ]
}

fn shop() -> Arc<Shop> {
    let product = |id: u32| json!({ "id": id, "department": 0, "category": 0, "kind": 0, "cost": 0 });
    let mut products = [1, 2, 3, 4].map(product);
    products[2]["gift_card"] = json!(500);
    products[3]["entitles"] = json!("lessons/one");
    let draft = json!({
        "currency": "USD", "product_url": "/p/{id}",
        "labels": [{ "en": "a", "fa": "b", "ar": "c" }],
        "products": products,
        "price_lists": [{ "id": 0, "name": "list", "currency": "USD", "audience": "everyone",
            "prices": [[1, 131], [2, 99], [3, 500], [4, 77]] }],
        "terms": { "shipping": 53, "promotions": [
            { "id": 1, "name": "a seventh", "gives": { "percent": { "rate": 1_433, "on": "order" } } },
        ] },
        "gift_cards": { "expiry_days": 3, "revive_days": 2 },
    });
    Arc::new(Shop::check(serde_json::from_value(draft).expect("a draft")).expect("a sound shop"))
}

struct Story {
    engine: Engine,
    now: Timestamp,
    orders: Vec<OrderId>,
    facts: Vec<GiftFact>,
    count: u32,
}

impl Story {
    fn begin() -> Self {
        let shop = shop();
        let snapshot = Arc::new(Snapshot::cold(shop.public().clone()));
        let engine = Engine::new(snapshot, State::server(shop, Market::default()));
        Self { engine, now: START, orders: Vec::new(), facts: Vec::new(), count: 0 }
    }

    fn cards(&self) -> &Cards {
        &self.engine.state().market().expect("a market").gifts
    }

    fn order(&self, id: OrderId) -> Order {
        let shared = self.engine.state().shared(&ADA).expect("a shopper");
        shared.orders.get(id).expect("an order").clone()
    }

    /// Takes facts in; those of cards twice.
    fn enter(&mut self, facts: Vec<(Subject, Fact)>) {
        for (subject, fact) in facts {
            self.count += 1;
            let id = EventId { source: SourceId([9; 16]), n: self.count };
            let event = Event { id, subject, actor: OWNER, channel: Channel::Web, at: self.now, fact };
            self.engine.apply(&event);
            if let Fact::Gift(fact) = &event.fact {
                let mut twice = self.cards().clone();
                twice.apply(fact);
                assert_eq!(self.cards(), &twice, "what happened once counts once");
                self.facts.push(fact.clone());
            }
        }
    }

    fn decide(&mut self, actor: Actor, command: &Command) -> Result<Vec<(Subject, Fact)>, Rejection> {
        let facts = self.engine.decide(&actor, command, self.now)?;
        self.enter(facts.clone());
        Ok(facts)
    }

    fn buy(&mut self, units: [u32; 4], card: Option<u32>) {
        let ada = Actor::Shopper(ADA);
        for (product, quantity) in (1..).map(ProductId).zip(units) {
            self.decide(ada, &Command::ChangeCart { product, quantity }).expect("a cart");
        }
        let Ok(plain) = self.engine.quote(&ADA, self.now) else { return };
        let card = card.map(GiftCardId);
        let tender = Tender { points: 0, gift_card: card };
        let (total, gift_card) = match self.engine.quote_with(&ADA, tender, self.now) {
            Ok(cart) => (cart.total, card),
            Err(_) => (plain.total, None),
        };
        if let Some(card) = gift_card {
            let left = self.cards().get(card).expect("a card").available(self.now).minor;
            let paid = plain.total.minor - total.minor;
            let cards: i64 = i64::from(units[2]) * 500;
            assert_eq!(paid, left.min(plain.total.minor - cards), "all that is there, and no cards with it");
        }
        let order = OrderId([self.orders.len() as u8 + 1; 16]);
        let gift_card = gift_card.map(|card| Bearer { code: String::new(), card: Some(card) });
        let place = Command::PlaceOrder {
            order,
            contact: ContactId([1; 16]),
            expected: total,
            shown: Vec::new(),
            delivery: None,
            redeem: 0,
            gift_card,
        };
        self.decide(ada, &place).expect("an order as it was quoted");
        assert_eq!(self.decide(ada, &place), Ok(Vec::new()), "sent twice is one order");
        self.orders.push(order);
    }

    fn pick(&self, of: usize) -> Option<OrderId> {
        self.orders.get(of.checked_rem(self.orders.len())?).copied()
    }

    fn play(&mut self, wish: &Wish) {
        let line = |product: u32, units| vec![StockLine { product: ProductId(product), units }];
        match *wish {
            Wish::Buy(units, card) => self.buy(units, card),
            Wish::Wait(hours) => self.now = self.now + Span::minutes(60 * hours),
            Wish::Pay(of, amount) => {
                let Some(order) = self.pick(of) else { return };
                let amount = amount.map(|minor| Money::new(minor, Currency::Usd));
                let paid = Command::RecordPayment { order, kind: PaymentKind::Captured, amount };
                let _ = self.decide(OWNER, &paid);
            }
            Wish::Refund(of, product, units) => {
                let Some(order) = self.pick(of) else { return };
                let lines = if product == 0 { Vec::new() } else { line(product, units) };
                let _ = self.decide(OWNER, &Command::RefundOrder { order, lines, shipping: product == 0 });
            }
            Wish::CancelUnits(of, product, units) => {
                let Some(order) = self.pick(of) else { return };
                let _ = self.decide(OWNER, &Command::CancelUnits { order, lines: line(product, units) });
            }
            Wish::Cancel(of) => {
                let Some(order) = self.pick(of) else { return };
                let _ = self.decide(OWNER, &Command::CancelOrder { order });
            }
        }
    }

    /// The laws that hold at any moment.
    fn check(&self) {
        for card in self.cards().all() {
            let parts = [card.left, card.spent, card.expired, card.taken_back];
            assert!(parts.iter().all(|part| *part >= 0), "{card:?}");
            assert_eq!(parts.iter().sum::<i64>(), card.value.minor, "{card:?}");
        }
        for at in [START, self.now, self.now + Span::days(9)] {
            for of in self.cards().balances(at).values() {
                assert_eq!(of.issued, of.outstanding + of.spent + of.expired + of.taken_back);
                assert!(of.outstanding >= 0);
            }
        }
        let mut spent = BTreeMap::<GiftCardId, i64>::new();
        for id in &self.orders {
            let order = self.order(*id);
            let receipt = order.receipt.as_ref().and_then(|receipt| receipt.get()).expect("a receipt");
            let paid = self.cards().paid(*id);
            assert_eq!(paid.map_or(0, |paid| paid.amount.minor), receipt.by_card());
            if let Some(paid) = paid {
                *spent.entry(paid.card).or_default() += paid.amount.minor - paid.back;
            }
            let cards = self.cards().of(*id).count();
            let (standing, granted) = (order.standing(CARD), order.standing(LESSON));
            assert_eq!(cards, if order.is_paid() { standing as usize } else { 0 }, "{order:?}");
            let has: u32 = order.granted().iter().map(|line| line.units).sum();
            assert_eq!(has, if order.is_paid() { granted } else { 0 }, "{order:?}");
        }
        for (place, card) in (1..).map(GiftCardId).zip(self.cards().all()) {
            assert_eq!(card.spent, spent.get(&place).copied().unwrap_or(0));
        }
    }

    /// Everything that can go back of an order does, in some order; then all is back that was paid.
    fn unwind(&mut self, order: OrderId, first: u32) {
        let own = self.order(order);
        let stands = own.status() != attar::Status::Cancelled;
        let _ =
            self.decide(OWNER, &Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None });
        for product in (0..4).map(|n| ProductId((n + first) % 4 + 1)) {
            for _ in 0..self.order(order).standing(product) {
                let lines = vec![StockLine { product, units: 1 }];
                let _ = self.decide(OWNER, &Command::RefundOrder { order, lines, shipping: false });
            }
        }
        let _ = self.decide(OWNER, &Command::RefundOrder { order, lines: Vec::new(), shipping: true });
        let own = self.order(order);
        if !stands || (1..=4).map(ProductId).any(|product| own.standing(product) > 0) {
            return;
        }
        if let Some(paid) = self.cards().paid(order) {
            assert_eq!(paid.back, paid.amount.minor, "the card has back exactly what it paid: {own:?}");
        }
        assert_eq!(own.in_hand().unwrap_or(0), 0, "and so has its buyer: {own:?}");
    }
}

proptest! {
    #[test]
    fn gift_cards_balance_whatever_happens(
        wishes in prop::collection::vec(wish(), 1..40),
        first in 0_u32..4,
    ) {
        let mut story = Story::begin();
        for wish in &wishes {
            story.play(wish);
            story.check();
        }
        for order in story.orders.clone() {
            story.unwind(order, first);
            story.check();
        }
        let mut again = Cards::default();
        story.facts.iter().for_each(|fact| again.apply(fact));
        prop_assert_eq!(&again, story.cards(), "what is known of cards is a fold of the log");
    }

    #[test]
    fn refunds_in_any_order_come_to_the_same(
        units in [1_u32..4, 1_u32..4],
        value in 1_u32..4,
        order_of_units in prop::collection::vec(0_usize..3, 0..9),
    ) {
        let come_to = |way: &[usize]| {
            let mut story = Story::begin();
            story.buy([0, 0, value, 0], None);
            let first = story.orders[0];
            story.decide(OWNER, &Command::RecordPayment { order: first, kind: PaymentKind::Captured, amount: None })
                .expect("it is paid");
            story.buy([units[0], units[1], 0, 0], Some(1));
            let order = story.orders[1];
            let _ = story.decide(OWNER, &Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None });
            for product in way {
                let lines = if *product == 0 { Vec::new() } else { vec![StockLine { product: ProductId(*product as u32), units: 1 }] };
                let _ = story.decide(OWNER, &Command::RefundOrder { order, lines, shipping: *product == 0 });
            }
            let own = story.order(order);
            let money: i64 = own.refunds.iter().map(|refund| refund.amount.minor).sum();
            (money, story.cards().paid(order).map(|paid| paid.back), own.granted().to_vec())
        };
        let mut backwards = order_of_units.clone();
        backwards.reverse();
        prop_assert_eq!(come_to(&order_of_units), come_to(&backwards));
    }
}

#[test]
fn a_parcel_of_what_is_not_sent_is_there_as_soon_as_it_is_paid() {
    let mut story = Story::begin();
    story.buy([1, 0, 1, 1], None);
    let order = story.orders[0];
    let paid = Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None };
    let facts = story.decide(OWNER, &paid).expect("it is paid");
    let packed = facts.iter().find_map(|(_, fact)| match fact {
        Fact::Order(OrderFact::ParcelPacked { lines, .. }) => Some(lines.clone()),
        _ => None,
    });
    let line = |product| StockLine { product, units: 1 };
    assert_eq!(packed, Some(vec![line(CARD), line(LESSON)]));
    assert_eq!(story.order(order).all_open(), [line(ProductId(1))], "the rest waits to be packed");
}
