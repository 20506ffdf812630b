//! On what terms? The same cart with and without the loyalty card, and why each price is that one.

use std::sync::Arc;

use attar::event::{CustomerFact, OrderFact};
use attar::state::Slice;
use attar::{
    Actor, Answer, Channel, Engine, Event, EventId, Fact, ProductId, Query, Shop, ShopperId, Snapshot,
    SourceId, State, Subject, Timestamp,
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let shop = Shop::check(serde_json::from_str(include_str!("data/shop.json"))?)?;
    let snapshot = Arc::new(Snapshot::cold(shop.public().clone()));
    let mut engine = Engine::new(snapshot, State::from(Slice::default()));
    let fill =
        |product, quantity| Fact::Order(OrderFact::CartChanged { product: ProductId(product), quantity });

    let stranger = ShopperId([1; 16]);
    let member = ShopperId([2; 16]);
    let card = Fact::Customer(CustomerFact::CardIssued);
    let facts = [
        (stranger, fill(1, 3)),
        (stranger, fill(2, 1)),
        (member, card),
        (member, fill(1, 3)),
        (member, fill(2, 1)),
    ];
    for (n, (who, fact)) in (0..).zip(facts) {
        engine.apply(&event(n, who, fact));
    }
    print_receipt("without the card", &engine, &stranger);
    print_receipt("with the card", &engine, &member);
    Ok(())
}

fn event(n: u32, who: ShopperId, fact: Fact) -> Event {
    let (id, subject) = (EventId { source: SourceId([0; 16]), n }, Subject::Shopper(who));
    Event {
        id,
        subject,
        actor: Actor::Shopper(who),
        channel: Channel::Web,
        at: Timestamp(i64::from(n)),
        fact,
    }
}

fn print_receipt(title: &str, engine: &Engine, who: &ShopperId) {
    let Answer::Cart(cart) = engine.ask(who, &Query::Cart, Timestamp(10)) else { return };
    println!("{title}");
    for line in &cart.lines {
        println!("  {} x product {:<3} {:>10}   {:?}", line.quantity, line.product, line.total, line.reason);
    }
    println!("  total {:>20}   (everyone pays {})", cart.total, cart.public_total);
}
