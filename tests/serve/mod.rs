//! The promises of the wire by subject.

mod boot;
mod live;
mod refused;
mod signals;
mod store;

use attar::event::{Actor, Consent, Role};
use attar::{Command, Money, OrderId, ProductId, ShopperId, Timestamp};

use crate::case::short::id_bytes;
use crate::case::{self, Case};
use crate::http::Served;

pub const NOW: Timestamp = Timestamp(1_764_590_400_000);
pub const OWNER: Actor = Actor::Merchant(Role::Owner);

pub fn who(name: &str) -> ShopperId {
    ShopperId(id_bytes(name))
}

pub fn order(name: &str) -> OrderId {
    OrderId(id_bytes(name))
}

/// The shop and the model of one of the cases.
pub fn bazaar() -> Case {
    let all = case::all();
    all.into_iter().find(|case| case.name == "recommend_cold_is_popular").expect("the case")
}

/// A bazaar in which nothing had happened.
pub async fn open() -> Served {
    let bazaar = bazaar();
    let model = bazaar.snapshot().model.clone();
    Served::open(bazaar.shop, model, Vec::new(), NOW).await
}

/// Grants a wish, or fails the test.
pub async fn grant(served: &Served, actor: Actor, command: Command) {
    let reply = served.command(&actor, &command).await;
    assert_eq!(reply.status, 200, "{command:?}: {reply:?}");
}

pub async fn consent(served: &Served, name: &str, consent: Consent) {
    grant(served, Actor::Shopper(who(name)), Command::SetConsent { consent }).await;
}

pub fn change(product: u32, quantity: u32) -> Command {
    Command::ChangeCart { product: ProductId(product), quantity }
}

pub fn place(name: &str, cents: i64) -> Command {
    let expected = Money::new(cents, attar::Currency::Usd);
    Command::PlaceOrder {
        order: order(name),
        contact: attar::id::ContactId(id_bytes("contact")),
        expected,
        shown: Vec::new(),
        delivery: None,
        redeem: 0,
        gift_card: None,
    }
}
