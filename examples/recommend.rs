//! What is right for me? Ten lines of data are learned from; then a visitor looks at one product.

use std::sync::Arc;

use attar::event::{Consent, CustomerFact, OrderFact, SoldLine};
use attar::train::{Tally, TrainParams};
use attar::{
    Actor, Answer, Channel, Currency, Engine, Event, EventId, Fact, ProductId, Query, Shop, ShopperId,
    Signal, Slice, Slot, Snapshot, SourceId, State, Subject, Timestamp,
};

/// Ten baskets: which products were bought together.
const BASKETS: [&[u32]; 10] =
    [&[1, 2], &[1, 2, 3], &[4], &[2, 3], &[1, 4], &[1, 2], &[3, 2], &[4, 1], &[1, 2, 3], &[4]];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let shop = Shop::check(serde_json::from_str(include_str!("data/shop.json"))?)?;
    let mut tally = Tally::default();
    for (n, basket) in (0_u32..).zip(BASKETS) {
        let who = ShopperId([n as u8 + 1; 16]);
        tally.add(&event(2 * n, who, Fact::Customer(CustomerFact::Consented { consent: Consent::Full })));
        let line = |product: &u32| SoldLine { product: ProductId(*product), quantity: 1, paid: 100 };
        let lines = basket.iter().map(line).collect();
        tally.add(&event(
            2 * n + 1,
            who,
            Fact::Order(OrderFact::SoldInStore { currency: Currency::Usd, lines }),
        ));
    }
    let model = TrainParams::default().check()?.fit(&tally, shop.public(), Timestamp(1_000));
    let snapshot = Snapshot { model, ..Snapshot::cold(shop.public().clone()) };

    let mut page = Engine::new(Arc::new(snapshot), State::from(Slice::default()));
    let me = ShopperId([99; 16]);
    let list = Query::list(Slot::ForYou, 3);
    print("before", page.ask(&me, &list, Timestamp(1_000)));
    page.apply(&event(100, me, Fact::Signal(Signal::ViewItem { product: ProductId(3) })));
    print("after a look at product 3", page.ask(&me, &list, Timestamp(1_000)));
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

fn print(title: &str, answer: Answer) {
    let Answer::Recommended(list) = answer else { return };
    println!("{title}");
    for pick in list.picks {
        println!("  product {}  {:?}", pick.product, pick.reason);
    }
}
