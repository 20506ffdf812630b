//! Messages, to a receiver on this machine that checks them by its own means.

use std::sync::Arc;

use attar::event::{Actor, Channel, Consignment, ParcelStatus, StockLine};
use attar::id::{OrderId, ParcelId, ProductId, ShopperId};
use attar::time::Span;
use attar::{Command, Timestamp};
use serde_json::{Value, json};

use super::courier::Desk;
use super::schedule::WAITS;
use super::secret_text;
use crate::log::{DeliveryState, Endpoint, EndpointId, EndpointState, EventLog};
use crate::testing::{Folder, NOW, OWNER, change_cart, dollars, shop};
use crate::{App, Contact, FixedClock, MemoryLog, SqliteLog, UrlError};

mod receiver;
mod tls;

use receiver::Receiver;

const BUYER: ShopperId = ShopperId([0xab; 16]);
const HOOK: EndpointId = EndpointId([5; 16]);

/// A shop whose orders one receiver hears of.
struct Told {
    app: App,
    clock: Arc<FixedClock>,
    desk: Desk,
    receiver: Receiver,
    endpoint: Endpoint,
}

impl Told {
    async fn open() -> Self {
        Self::on(Arc::new(MemoryLog::default())).await
    }

    async fn on(log: Arc<dyn EventLog>) -> Self {
        let (clock, receiver) = (Arc::new(FixedClock::at(NOW)), Receiver::open().await);
        let app = App::open(log, Arc::clone(&clock) as Arc<dyn crate::Clock>).await.expect("a shop");
        let app = app.allow_private_webhooks(true);
        app.publish_shop(shop()).await.expect("a shop");
        let added = app.add_webhook(HOOK, &receiver.url).await.expect("a store");
        let endpoint = added.expect("an address").expect("a new one");
        Self { desk: Desk::new(app.clone()), app, clock, receiver, endpoint }
    }

    fn secret(&self) -> String {
        secret_text(&self.endpoint.secret)
    }

    fn taken(&self) -> Vec<(String, Value)> {
        self.receiver.taken(&self.secret())
    }

    /// One of the first product, ordered by Ada.
    async fn order(&self, order: u8) {
        let kept =
            Contact { name: "Ada".into(), address: "Street 1".into(), email: "ada@example.org".into() };
        let contact = self.app.put_contact(BUYER, &kept).await.expect("it is kept");
        self.app.wish_of(BUYER, change_cart(1, 1)).await.expect("a cart");
        let (order, expected) = (OrderId([order; 16]), dollars(100));
        let place = Command::PlaceOrder {
            order,
            contact,
            expected,
            shown: Vec::new(),
            delivery: None,
            redeem: 0,
            gift_card: None,
        };
        self.app.wish_of(BUYER, place).await.expect("an order");
    }

    async fn owner(&self, command: Command) {
        self.app.command(OWNER, Channel::Console, command).await.expect("it is granted");
    }

    fn later(&self, span: Span) {
        self.clock.set(Timestamp(self.app.now().0 + span.0));
    }

    async fn newest(&self) -> crate::log::Delivery {
        self.app.deliveries(1).await.expect("a store").0.remove(0)
    }
}

#[tokio::test]
async fn an_order_is_told_signed_and_without_a_person() {
    let told = Told::open().await;
    told.order(7).await;
    assert_eq!(told.desk.round().await, 1);
    let (id, body) = told.taken().remove(0);
    assert!(id.starts_with("msg_") && id.len() == 36, "{id}");
    assert!(body["id"].as_str().is_some_and(|id| id.starts_with("evt_")));
    assert_eq!(body["timestamp"], "2027-01-15T08:00:00.000Z");
    let lines = json!([{"product": 1, "quantity": 1, "total": 100}]);
    let wanted = json!({
        "order": OrderId([7; 16]), "number": 1, "status": "placed", "currency": "USD", "total": 100,
        "refunded": 0, "lines": lines,
    });
    assert_eq!(
        (&body["type"], &body["version"], &body["data"]),
        (&json!("order.placed"), &json!(1), &wanted)
    );
    let text = body.to_string();
    for secret in [BUYER.hex().as_str(), "Ada", "Street", "example.org", "contact"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    assert_eq!(told.newest().await.state, DeliveryState::Delivered);
    assert_eq!(told.desk.round().await, 0, "it is told once");
}

#[tokio::test]
async fn every_step_is_told_in_order_as_the_order_stood_then() {
    let told = Told::open().await;
    told.order(7).await;
    let order = OrderId([7; 16]);
    let lines = vec![StockLine { product: ProductId(1), units: 1 }];
    let consignment = Some(Consignment { carrier: "Post".into(), number: "SECRET-1".into() });
    let moved = |status, consignment| Command::MoveParcel { order, parcel: ParcelId(1), status, consignment };
    told.owner(Command::PackUnits { order, lines: lines.clone() }).await;
    told.owner(moved(ParcelStatus::Shipped, consignment)).await;
    told.owner(Command::RecordPayment { order, kind: attar::event::PaymentKind::Captured, amount: None })
        .await;
    told.owner(Command::RefundOrder { order, lines, shipping: false }).await;
    while told.desk.round().await > 0 {}
    let bodies: Vec<Value> = told.taken().into_iter().map(|(_, body)| body).collect();
    let kinds: Vec<&str> = bodies.iter().filter_map(|body| body["type"].as_str()).collect();
    let wanted = ["placed", "parcel_packed", "parcel_moved", "payment_recorded", "refunded"];
    for name in wanted {
        assert!(kinds.contains(&format!("order.{name}").as_str()), "{name} in {kinds:?}");
    }
    assert_eq!(kinds[0], "order.placed");
    assert_eq!(bodies[0]["data"]["status"], "placed", "as it stood then, not as it stands now");
    let of = |kind: &str| &bodies[kinds.iter().position(|own| *own == kind).expect("it is told")]["data"];
    assert_eq!(of("order.parcel_moved")["parcel"], json!({"number": 1, "status": "shipped"}));
    assert_eq!(
        of("order.payment_recorded")["payment"],
        json!({"kind": "captured", "amount": 100, "invoice": 1})
    );
    assert_eq!(of("order.refunded")["refund"]["amount"], 100);
    let refunded: Vec<_> = bodies.iter().map(|body| body["data"]["refunded"].as_i64()).collect();
    assert_eq!((refunded[0], refunded.last()), (Some(0), Some(&Some(100))));
    assert!(!format!("{bodies:?}").contains("SECRET-1"), "a carrier's number leads to a door");
}

#[tokio::test]
async fn what_fails_is_tried_again_later_and_later_and_then_given_up() {
    let told = Told::open().await;
    told.receiver.will_say(&[(500, "")].repeat(8));
    told.order(7).await;
    let mut ids = Vec::new();
    for wait in WAITS {
        assert_eq!(told.desk.round().await, 1);
        ids.extend(told.taken().into_iter().map(|(id, _)| id));
        let row = told.newest().await;
        let waits = (row.due - told.app.now()).0;
        assert!((wait.0..=wait.0 + wait.0 / 5).contains(&waits), "{waits} after {wait:?}");
        assert_eq!((row.state, row.why.as_str()), (DeliveryState::Waiting, "HTTP 500"));
        told.later(Span(waits - 1));
        assert_eq!(told.desk.round().await, 0, "not before");
        told.later(Span(1));
    }
    assert_eq!(told.desk.round().await, 1);
    ids.extend(told.taken().into_iter().map(|(id, _)| id));
    assert_eq!(ids.len(), 8);
    assert!(ids.iter().all(|id| *id == ids[0]), "the same message has the same name: {ids:?}");
    let dead = told.newest().await;
    assert_eq!((dead.state, dead.tries, dead.why.as_str()), (DeliveryState::Dead, 8, "HTTP 500"));
    told.later(Span::days(9));
    assert_eq!(told.desk.round().await, 0);

    told.app.send_again(Some(dead.id)).await.expect("a store");
    assert_eq!(told.desk.round().await, 1);
    assert_eq!(told.taken()[0].0, ids[0]);
    assert_eq!(told.newest().await.state, DeliveryState::Delivered);
}

#[tokio::test]
async fn a_receiver_may_ask_for_time() {
    let told = Told::open().await;
    told.receiver.will_say(&[(429, "90")]);
    told.order(7).await;
    told.desk.round().await;
    assert_eq!((told.newest().await.due - NOW).0, 90_000);
}

#[tokio::test]
async fn who_wants_nothing_more_is_told_nothing_more() {
    let told = Told::open().await;
    told.receiver.will_say(&[(410, "")]);
    told.order(7).await;
    told.owner(Command::PackOrder { order: OrderId([7; 16]) }).await;
    assert_eq!(told.desk.round().await, 1);
    told.order(8).await;
    told.later(Span::days(3));
    assert_eq!(told.desk.round().await, 0);
    assert_eq!(told.app.webhooks().await.expect("a store")[0].state, EndpointState::Gone);
    let (all, dead) = told.app.deliveries(9).await.expect("a store");
    assert_eq!((all.len(), dead.len()), (2, 2), "nothing waits for it");
    told.app.set_webhook(HOOK, EndpointState::Active).await.expect("a store");
    told.app.send_again(None).await.expect("a store");
    while told.desk.round().await > 0 {}
    assert_eq!(told.taken().len(), 3, "the owner may change their mind");
}

#[tokio::test]
async fn what_was_sent_and_not_written_down_is_sent_again_under_the_same_name() {
    let folder = Folder::new();
    let told = Told::on(Arc::new(SqliteLog::open(&folder.file()).expect("a store"))).await;
    told.order(7).await;
    assert_eq!(told.desk.send_only().await, 1);
    let first = told.taken();
    // Another process on the same store, as after a kill.
    let store = Arc::new(SqliteLog::open(&folder.file()).expect("a store"));
    let clock = Arc::clone(&told.clock) as Arc<dyn crate::Clock>;
    let second = App::open(store, clock).await.expect("a shop").allow_private_webhooks(true);
    let desk = Desk::new(second);
    assert_eq!(desk.round().await, 0, "the first one may still be sending it");
    told.later(Span::minutes(1));
    assert_eq!(desk.round().await, 1);
    assert_eq!(told.taken(), first);
    assert_eq!(told.desk.round().await, 0);
    assert_eq!(told.newest().await.state, DeliveryState::Delivered);
}

#[tokio::test]
async fn one_order_waits_for_its_own_and_for_no_other() {
    let told = Told::open().await;
    told.receiver.will_say(&[(503, "")]);
    told.order(7).await;
    told.owner(Command::PackOrder { order: OrderId([7; 16]) }).await;
    assert_eq!(told.desk.round().await, 1);
    told.taken();
    told.order(8).await;
    assert_eq!(told.desk.round().await, 1);
    assert_eq!(told.taken()[0].1["data"]["order"], json!(OrderId([8; 16])));
    told.later(Span::minutes(1));
    while told.desk.round().await > 0 {}
    let kinds: Vec<Value> = told.taken().into_iter().map(|(_, body)| body["type"].clone()).collect();
    assert_eq!(kinds, ["order.placed", "order.packed"]);
}

#[tokio::test]
async fn after_its_buyer_is_forgotten_an_order_is_told_with_the_same_bytes() {
    let told = Told::open().await;
    told.order(7).await;
    assert_eq!(told.desk.send_only().await, 1);
    let before = told.taken();
    let forget = Command::Forget { shopper: None, pseudonym: ShopperId::ANONYMOUS };
    told.app.command(Actor::Shopper(BUYER), Channel::Web, forget).await.expect("they are forgotten");
    told.later(Span::minutes(1));
    assert_eq!(told.desk.round().await, 1);
    let after = told.taken();
    assert_eq!(after, before);
    let rows = format!("{:?} {after:?}", told.app.deliveries(9).await.expect("a store"));
    let pseudonym = told.app.buyer(OrderId([7; 16])).await.expect("a store").expect("a name");
    for name in [BUYER.hex(), pseudonym.hex()] {
        assert!(!rows.contains(&name), "{name} is in {rows}");
    }
}

#[tokio::test]
async fn nothing_goes_to_a_private_address_nor_where_an_answer_sends_it() {
    let told = Told::open().await;
    told.order(7).await;
    let strict = Desk::new(told.app.clone().allow_private_webhooks(false));
    assert_eq!(strict.round().await, 1);
    assert_eq!(told.newest().await.why, "the host leads to no public address");
    let shut = told.app.clone().allow_private_webhooks(false);
    assert_eq!(
        shut.add_webhook(EndpointId([6; 16]), &told.receiver.url).await.expect("a store"),
        Err(UrlError::Private)
    );
    assert_eq!(told.taken(), []);
    told.receiver.will_say(&[(302, "/elsewhere")]);
    told.later(Span::minutes(1));
    assert_eq!(told.desk.round().await, 1);
    assert_eq!((told.newest().await.why.as_str(), told.taken().len()), ("HTTP 302", 1));
}

#[tokio::test]
async fn who_cannot_be_reached_is_tried_again() {
    let told = Told::open().await;
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("https://{}/", free.local_addr().expect("an address"));
    drop(free);
    told.app.drop_webhook(HOOK).await.expect("a store");
    told.app.add_webhook(HOOK, &url).await.expect("a store").expect("an address");
    told.order(7).await;
    told.desk.round().await;
    let row = told.newest().await;
    assert_eq!((row.state, row.why.as_str()), (DeliveryState::Waiting, "no connection: connection refused"));
}

#[tokio::test]
async fn the_running_courier_sends_what_happens_and_ends_with_its_handle() {
    let told = Told::open().await;
    let courier = super::Courier::start(told.app.clone());
    told.order(7).await;
    for _ in 0..200 {
        if told.newest().await.state == DeliveryState::Delivered {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(told.taken().len(), 1);
    drop(courier);
}
