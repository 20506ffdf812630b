//! Where is it? An order is placed and comes in two parcels; each wish is judged, then folded.

use std::sync::Arc;

use attar::event::{Role, StockLine};
use attar::id::ContactId;
use attar::state::Market;
use attar::{
    Actor, Answer, Channel, Command, Currency, Engine, Event, EventId, Money, OrderId, ProductId, Query,
    Shop, ShopperId, Snapshot, SourceId, State, Timestamp,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let shop = Arc::new(Shop::check(serde_json::from_str(include_str!("data/shop.json"))?)?);
    let snapshot = Arc::new(Snapshot::cold(shop.public().clone()));
    let mut engine = Engine::new(snapshot, State::server(shop, Market::default()));

    let buyer = ShopperId([7; 16]);
    let (shopper, owner) = (Actor::Shopper(buyer), Actor::Merchant(Role::Owner));
    let order = OrderId([9; 16]);
    let expected = Money::new(598, Currency::Usd);
    let wishes = [
        (shopper, Command::ChangeCart { product: ProductId(1), quantity: 2 }),
        (
            shopper,
            Command::PlaceOrder {
                order,
                contact: ContactId([3; 16]),
                expected,
                shown: Vec::new(),
                delivery: None,
                redeem: 0,
                gift_card: None,
            },
        ),
        (owner, Command::DeliverOrder { order }),
        (owner, Command::PackUnits { order, lines: vec![StockLine { product: ProductId(1), units: 1 }] }),
        (owner, Command::ShipOrder { order }),
        (owner, Command::PackOrder { order }),
        (owner, Command::ShipOrder { order }),
        (owner, Command::DeliverOrder { order }),
    ];
    let mut n = 0;
    for (hour, (actor, wish)) in (0..).zip(wishes) {
        let at = Timestamp(1_700_000_000_000 + hour * 3_600_000);
        match engine.decide(&actor, &wish, at) {
            Err(rejection) => println!("refused: {rejection}"),
            Ok(facts) => {
                for (subject, fact) in facts {
                    let id = EventId { source: SourceId([0; 16]), n };
                    engine.apply(&Event { id, subject, actor, channel: Channel::Web, at, fact });
                    n += 1;
                }
            }
        }
    }

    let Answer::Tracked(tracked) = engine.ask(&buyer, &Query::Track { order }, Timestamp(1_700_100_000_000))
    else {
        return Err("the order is not there".into());
    };
    println!("order {}: {}, {}", tracked.number, tracked.status.name(), tracked.total);
    for step in tracked.timeline {
        println!("  {:>9}  {}", step.status.name(), step.at.0);
    }
    for parcel in tracked.parcels {
        let steps: Vec<&str> = parcel.timeline.iter().map(|step| step.status.name()).collect();
        println!("  parcel {}: {}", parcel.id, steps.join(", "));
    }
    Ok(())
}
