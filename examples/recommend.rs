//! What is right for me? Ten baskets are all that the shop has seen. It learns from them; then a visitor
//! looks at one product, and each suggestion says why it is there.
//!
//! `cargo run --example recommend`

use std::error::Error;
use std::sync::Arc;

use attar::event::{Consent, CustomerFact, OrderFact, SoldLine};
use attar::shop::Names;
use attar::train::{Tally, TrainParams};
use attar::{
    Actor, Answer, Channel, Currency, Engine, Event, EventId, Fact, Lang, ProductId, PublicShop, Query,
    Reason, Shop, ShopperId, Signal, Slice, Slot, Snapshot, SourceId, State, Subject, Timestamp,
};

/// Ten baskets: which products were bought together. 1 is rice, 2 saffron, 3 barberries, 4 tea.
const BASKETS: [&[u32]; 10] =
    [&[1, 2], &[1, 2, 3], &[4], &[2, 3], &[1, 4], &[1, 2], &[3, 2], &[4, 1], &[1, 2, 3], &[4]];

fn main() -> Result<(), Box<dyn Error>> {
    let shop = Shop::check(serde_json::from_str(include_str!("data/shop.json"))?)?;
    let (names, public) = (shop.names(Lang::En), shop.public());

    // 1. Count. A tally takes in events one by one; tallies of parts of a log can be merged.
    let mut tally = Tally::default();
    for (n, basket) in (0_u32..).zip(BASKETS) {
        let who = ShopperId([n as u8 + 1; 16]);
        let consented = CustomerFact::Consented { consent: Consent::Full };
        tally.add(&event(2 * n, who, Fact::Customer(consented)));
        tally.add(&event(2 * n + 1, who, Fact::Order(sold(basket))));
    }

    // 2. Learn. No setting is needed: where the log is long enough, the trainer finds its own and says so.
    let fitted = TrainParams::default().check()?.fit_named(&tally, public, &names, Timestamp(1_000));
    let (model, tuning) = (fitted.model, fitted.tuning);
    println!("Learned from {} baskets how {} products go together.", model.visits, model.items.len());
    match tuning.trials {
        0 => println!("Ten baskets are too few to search for settings: the usual ones hold.\n"),
        _ => println!("What it chose, and what that is worth:\n{tuning}\n"),
    }

    // 3. Serve. The snapshot is one file; the page and the server answer the same from it.
    let snapshot = Snapshot { model, ..Snapshot::cold(public.clone()) };
    let mut page = Engine::new(Arc::new(snapshot), State::from(Slice::default()));
    let (me, list) = (ShopperId([99; 16]), Query::list(Slot::ForYou, 3));
    println!("A visitor whom nobody knows sees:");
    print(&names, public, page.ask(&me, &list, Timestamp(1_000)));

    // 4. Follow. What the visitor looks at moves the list, and is named as its cause.
    page.apply(&event(100, me, Fact::Signal(Signal::ViewItem { product: ProductId(3) })));
    println!("After a look at {}:", names.product(public, ProductId(3)));
    print(&names, public, page.ask(&me, &list, Timestamp(1_000)));
    Ok(())
}

fn sold(basket: &[u32]) -> OrderFact {
    let line = |product: &u32| SoldLine { product: ProductId(*product), quantity: 1, paid: 100 };
    OrderFact::SoldInStore { currency: Currency::Usd, lines: basket.iter().map(line).collect() }
}

fn event(n: u32, who: ShopperId, fact: Fact) -> Event {
    let (id, subject) = (EventId { source: SourceId([0; 16]), n }, Subject::Shopper(who));
    let (actor, at) = (Actor::Shopper(who), Timestamp(i64::from(n)));
    Event { id, subject, actor, channel: Channel::Web, at, fact }
}

fn print(names: &Names, shop: &PublicShop, answer: Answer) {
    let Answer::Recommended(list) = answer else { return };
    for (place, pick) in (1..).zip(list.picks) {
        let why = match pick.reason {
            Reason::Viewed(product) => format!("you looked at {}", names.product(shop, product)),
            Reason::Popular => "many buy it now".to_owned(),
            Reason::New => "hardly anybody has met it yet".to_owned(),
            Reason::Range => "the shop sells it".to_owned(),
            Reason::Liked(_) => "you said you like what it has".to_owned(),
            Reason::Leaning(_) => "you often choose what it has".to_owned(),
            other => format!("{other:?}"),
        };
        println!("  {place}. {:<18} because {why}", names.product(shop, pick.product));
    }
    println!();
}
