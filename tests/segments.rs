//! Groups of customers: the same wherever the search for them starts, and membership is a fold of what happened.

use std::collections::BTreeMap;

use attar::event::Subject;
use attar::event::{Consent, CustomerFact, OrderFact, SoldLine};
use attar::id::ShopperId;
use attar::model::Segments;
use attar::personalize::segment::{Rfm, assign};
use attar::train::{Tally, TrainParams, adjusted_rand};
use attar::{Actor, Currency, Event, EventId, Fact, SourceId, Timestamp};
use attar_server::demo::customer_id;
use attar_server::seed;

/// The year's sales as events, and each household's measures at the end of it.
fn year() -> (Tally, BTreeMap<ShopperId, Rfm>, Timestamp) {
    let (mut tally, mut bought) = (Tally::default(), BTreeMap::<ShopperId, (Timestamp, u32, i64)>::new());
    let mut now = Timestamp(0);
    for (n, basket) in (0..).zip(seed::baskets().expect("the seed")) {
        let basket = basket.expect("a basket");
        let (who, at) = (customer_id(basket.household), Timestamp(1_000 * basket.at));
        now = now.max(at);
        let event = |n, fact| Event {
            id: EventId { source: SourceId([1; 16]), n },
            subject: Subject::Shopper(who),
            actor: Actor::Shopper(who),
            channel: attar::Channel::Pos,
            at,
            fact,
        };
        let consent = CustomerFact::Consented { consent: Consent::Full };
        tally.add(&event(2 * n, Fact::Customer(consent)));
        let lines = basket.lines.iter().map(|line| SoldLine {
            product: attar::ProductId(line.product),
            quantity: line.quantity,
            paid: line.paid_cents,
        });
        let paid: i64 = basket.lines.iter().map(|line| line.paid_cents).sum();
        tally.add(&event(
            2 * n + 1,
            Fact::Order(OrderFact::SoldInStore { currency: Currency::Usd, lines: lines.collect() }),
        ));
        let (last, count, spent) = bought.entry(who).or_insert((at, 0, 0));
        (*last, *count, *spent) = ((*last).max(at), *count + 1, *spent + paid);
    }
    let rfm = |(last, frequency, money): (Timestamp, u32, i64)| Rfm {
        recency_days: (now - last).whole_days() as u32,
        frequency,
        money,
    };
    (tally, bought.into_iter().map(|(who, measured)| (who, rfm(measured))).collect(), now)
}

fn grouped(segments: &Segments, people: &BTreeMap<ShopperId, Rfm>) -> Vec<usize> {
    people.values().map(|rfm| assign(segments, rfm).map_or(0, |segment| usize::from(segment.index))).collect()
}

#[test]
fn groups_of_a_years_customers_are_the_same_from_every_start() {
    let (tally, people, now) = year();
    let of_seed = |seed| {
        let trainer = TrainParams::default().seed(seed).check().expect("in range");
        let segments = trainer.segments(&tally, Currency::Usd, now);
        assert!(segments.centres.len() >= 3, "{:?}", segments.centres);
        grouped(&segments, &people)
    };
    let groupings: Vec<Vec<usize>> = [42, 1, 7, 99, 2_026].into_iter().map(of_seed).collect();
    for (place, one) in groupings.iter().enumerate() {
        for other in &groupings[place + 1..] {
            let agreement = adjusted_rand(one, other);
            assert!(agreement >= 0.9, "{agreement}");
        }
    }
}
