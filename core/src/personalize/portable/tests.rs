use std::sync::Arc;

use super::*;
use crate::event::{Event, Fact, Line, Observation, OrderFact, Subject};
use crate::id::{ContactId, EventId, OrderId, PriceListId, ShopperId, SourceId};
use crate::{Actor, Answer, Channel, Currency, Engine, Money, Query, Shop, Slot, Snapshot, State};

const HERE: ShopperId = ShopperId([1; 16]);
const THERE: ShopperId = ShopperId([2; 16]);
const NOW: Timestamp = Timestamp(1_764_590_400_000);

fn shop() -> Shop {
    let text = include_str!("../../../../tests/cases/shops/brands.json");
    Shop::check(serde_json::from_str(text).expect("a draft")).expect("a shop")
}

fn engine() -> Engine {
    let shop = shop();
    Engine::new(Arc::new(Snapshot::cold(shop.public().clone())), State::from(Slice::default()))
}

fn taught() -> Engine {
    let mut engine = engine();
    let id = |n| EventId { source: SourceId([3; 16]), n };
    let ago = |minutes| NOW - Span::minutes(minutes);
    let line = Line {
        product: ProductId(4),
        quantity: 1,
        total: Money::new(400, Currency::Usd),
        list: PriceListId(1),
    };
    let placed = OrderFact::Placed {
        order: OrderId([1; 16]),
        number: 1,
        contact: ContactId([1; 16]),
        lines: vec![line],
        total: Money::new(400, Currency::Usd),
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise: None,
        goods: Default::default(),
    };
    let fact = Fact::Order(placed);
    engine.apply(&Event {
        id: id(0),
        subject: Subject::Shopper(HERE),
        actor: Actor::Shopper(HERE),
        channel: Channel::Web,
        at: ago(4_000),
        fact,
    });
    let said = [
        "view_item 5",
        "user_engagement 5",
        "add_to_cart 5",
        "not_for_me 1",
        "like_brand 1",
        "ignore_price 0",
    ];
    for (n, words) in (1..).zip(said) {
        let (name, number) = words.split_once(' ').expect("two words");
        let signal = Signal::named(name, number.parse().expect("a number")).expect("a signal");
        engine.observe(&Observation { id: id(n), who: HERE, at: ago(100 - i64::from(n)), signal });
    }
    engine
}

fn ten(engine: &Engine, who: &ShopperId) -> Answer {
    engine.ask(who, &Query::list(Slot::ForYou, 10), NOW)
}

#[test]
fn what_is_taken_along_gives_the_same_ten_elsewhere() {
    let (from, mut to) = (taught(), engine());
    let portable = Portable::of(&from.slice(&HERE));
    let text = portable.json().to_string();
    let read = Portable::read(text.as_bytes(), &to.snapshot().shop, NOW).expect("a profile");
    assert_eq!(read, portable);
    assert_ne!(ten(&from, &HERE), ten(&to, &THERE));
    for (n, (signal, at)) in (0..).zip(read.signals()) {
        let id = EventId { source: SourceId([5; 16]), n };
        to.observe(&Observation { id, who: THERE, at: *at, signal: *signal });
    }
    assert_eq!(ten(&from, &HERE), ten(&to, &THERE));
    let again = |engine: &Engine, who: &ShopperId| engine.ask(who, &Query::list(Slot::BuyAgain, 10), NOW);
    assert_eq!(again(&from, &HERE), again(&to, &THERE));
    assert_eq!(Portable::of(&to.slice(&THERE)), portable);
}

fn refused(change: impl Fn(&mut Value)) -> String {
    let mut value = Portable::of(&taught().slice(&HERE)).json();
    change(&mut value);
    let shop = shop();
    Portable::read(value.to_string().as_bytes(), shop.public(), NOW).expect_err("it is changed").to_string()
}

#[test]
fn what_was_changed_is_refused_by_its_place() {
    assert_eq!(refused(|file| file["version"] = json!(2)), "`version`: expected `1`, found `2`");
    assert_eq!(refused(|file| file["format"] = json!("other")), "`format`: expected `attar-profile`");
    assert_eq!(
        refused(|file| file["signals"][1]["at"] = json!(NOW.0 - 5)),
        "`sum`: the signals are not those that it was written with"
    );
    assert_eq!(
        refused(|file| file["signals"][1]["at"] = json!(NOW.0 + 5)),
        "`signals[1]`: `at` is a moment in the past, in milliseconds"
    );
    let product = |file: &mut Value| file["signals"][1]["params"]["items"][0]["item_id"] = json!("99");
    assert_eq!(refused(product), "`signals[1]`: there is no product `99`");
    assert!(
        refused(|file| file["signals"][2]["name"] = json!("search"))
            .starts_with("`signals[2]`: the `name` is")
    );
    assert!(
        refused(|file| file["signals"][2]["x"] = json!(1)).starts_with("`signals[2]`: unknown field `x`")
    );
    assert!(refused(|file| file["signals"][2]["at"] = json!("x")).starts_with("`signals[2].at`: "));
    assert_eq!(refused(|file| file["more"] = json!(1)).split(',').next(), Some("unknown field `more`"));
}

#[test]
fn the_schema_is_json() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    assert_eq!(schema["properties"]["version"]["const"], VERSION);
    assert_eq!(schema["properties"]["signals"]["maxItems"], Portable::MOST);
}
