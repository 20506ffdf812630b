//! How long one list takes, on one thread.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use attar::id::{LabelId, PriceListId};
use attar::money::Currency;
use attar::personalize::rank;
use attar::shop::{Alike, Audience, Make, PriceList, Product, PublicShop};
use attar::time::{Span, Zone};
use attar::{
    Actor, Channel, Engine, Event, EventId, Fact, ProductId, Query, ShopperId, Signal, Slice, Slot, Snapshot,
    SourceId, State, Subject, Timestamp,
};

use crate::protocol::{LIST, Protocol};

/// Each prediction's time, ascending, in nanoseconds.
pub struct Times(Vec<u128>);

impl Times {
    fn of(mut times: Vec<u128>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// Microseconds that so many in a hundred do not exceed.
    pub fn at(&self, percent: usize) -> f64 {
        let place = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(place).map_or(0.0, |nanoseconds| *nanoseconds as f64 / 1_000.0)
    }
}

/// The public rank call without reasons. Of five runs, the middle one of each prediction.
pub fn predict(protocol: &Protocol<'_>) -> Times {
    let mut runs: Vec<Vec<u128>> = vec![Vec::new(); protocol.predictions()];
    for _ in 0..5 {
        for (times, (met, _)) in runs.iter_mut().zip(protocol.each()) {
            let hidden = protocol.hidden(met);
            let started = Instant::now();
            black_box(rank::best(protocol.model, black_box(met), |item| hidden.contains(&item), LIST));
            times.push(started.elapsed().as_nanos());
        }
    }
    runs.iter_mut().for_each(|times| times.sort_unstable());
    Times::of(runs.iter().filter_map(|times| times.get(2)).copied().collect())
}

/// The engine's answer, with reasons, to a visitor who looked at these items.
pub fn recommend(protocol: &Protocol<'_>) -> Times {
    let snapshot = Snapshot { model: protocol.model.clone(), ..Snapshot::cold(shop(&protocol.model.items)) };
    let snapshot = Arc::new(snapshot);
    let query = Query::list(Slot::ForYou, LIST as u8);
    let mut times = Vec::with_capacity(protocol.predictions());
    for session in &protocol.sessions {
        let mut engine = Engine::new(snapshot.clone(), State::from(Slice::default()));
        for (n, item) in (0..).zip(&session[..session.len() - 1]) {
            engine.apply(&view(n, *item));
            let started = Instant::now();
            black_box(engine.ask(&VISITOR, &query, at(n)));
            times.push(started.elapsed().as_nanos());
        }
    }
    Times::of(times)
}

const VISITOR: ShopperId = ShopperId([1; 16]);

fn at(n: u32) -> Timestamp {
    Timestamp(0) + Span::minutes(i64::from(n))
}

fn view(n: u32, product: ProductId) -> Event {
    let id = EventId { source: SourceId([0; 16]), n };
    let (subject, actor) = (Subject::Shopper(VISITOR), Actor::Shopper(VISITOR));
    Event {
        id,
        subject,
        actor,
        channel: Channel::Web,
        at: at(n),
        fact: Fact::Signal(Signal::ViewItem { product }),
    }
}

/// A shop as dense as one can be: 700 types, of each of which a third is like another third, at prices of
/// their own.
fn shop(items: &[ProductId]) -> PublicShop {
    let product = |id: &ProductId| Product {
        id: *id,
        department: Default::default(),
        category: Default::default(),
        kind: LabelId((id.0 % 700) as u16),
        size: 0,
        make: Make { maker: 1 + id.0 / 700 % 3, ..Make::default() },
    };
    let price = |id: &ProductId| (*id, 100 + i64::from(id.0 % 1_009));
    let everyone = PriceList {
        id: PriceListId(1),
        currency: Currency::Usd,
        audience: Audience::Everyone,
        prices: items.iter().map(price).collect(),
        when: Default::default(),
        steps: Vec::new(),
        said: attar::packed::Packed::of(Default::default()),
    };
    let products: Vec<Product> = items.iter().map(product).collect();
    PublicShop {
        alike: Alike::among(&products),
        means: Default::default(),
        index: Default::default(),
        currency: Currency::Usd,
        zone: Zone::default(),
        product_url: "/p/{id}".into(),
        products,
        terms: attar::packed::Packed::of(attar::terms::till::Terms::default()),
        coded: Vec::new(),
        history: Default::default(),
        price_lists: vec![everyone],
        delivery: Default::default(),
        order_url: String::new(),
        loyalty: Default::default(),
        goods: Default::default(),
    }
}
