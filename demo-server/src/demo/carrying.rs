//! The demo's carriers at work: what is handed over to one of them is seen on its way, told by the same door as a feed's
//! word, and always in the same way for the same parcel.

use std::time::Duration;

use attar::event::{Actor, Channel, ParcelStatus};
use attar::id::ParcelId;
use attar::query::Parcel;
use attar::service::order::Order;
use attar::service::promise::{DeliveryZone, Despatch};
use attar::time::{Span, Zone};
use attar::{Command, OrderId, Timestamp};
use tokio::time::MissedTickBehavior;

use super::carriers::{Carrier, Chance, ZONES};
use crate::app::App;
use crate::error::{Failure, Refusal};
use crate::log;
use crate::task::Task;

/// Of all that the demo's carriers do.
const SEED: u64 = 0x00a7_7a5c_a11e_4501;
/// How often they look for what is new.
const EVERY: Duration = Duration::from_secs(1);
/// How many open orders they look at, the newest.
const ORDERS: usize = 200;

/// Carriers at work; they end with this.
#[derive(Debug)]
pub(crate) struct Carrying(#[expect(dead_code, reason = "it ends with this")] Task);

impl Carrying {
    /// Carries, so many times faster than real carriers do; 0 is never.
    pub(crate) fn start(app: App, speed: u32) -> Self {
        Self(Task::spawn(async move {
            if speed == 0 {
                return;
            }
            let mut ticks = tokio::time::interval(EVERY);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                if let Err(error) = round(&app, speed).await {
                    tracing::warn!(%error, "the demo's carriers rest for a moment");
                }
            }
        }))
    }
}

/// One scan that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Due {
    actor: Actor,
    command: Command,
}

/// Tells all that is due by now and not known yet. What was told before a restart is known.
pub(super) async fn round(app: &App, speed: u32) -> Result<(), Failure> {
    let carriers = Carrier::demo();
    let zone = app.snapshot().snapshot.shop.zone.clone();
    let open = log::read(app.log(), |reader| reader.open_orders(ORDERS)).await?;
    for (id, buyer) in open {
        let (_, engine) = app.known(&buyer).await?;
        let order = engine.state().shared(&buyer).and_then(|shared| shared.orders.get(id));
        let dues = order.map(|order| due(order, &carriers, &zone, speed, app.now())).unwrap_or_default();
        for Due { actor, command } in dues {
            match app.command(actor, Channel::Feed, command).await {
                Ok(_) => {}
                Err(Refusal::Rejected(rejection)) => tracing::warn!(%rejection, "a scan of the demo"),
                Err(_) => return Ok(()),
            }
        }
    }
    Ok(())
}

/// What is due of an order's parcels.
fn due(order: &Order, carriers: &[Carrier], zone: &Zone, speed: u32, now: Timestamp) -> Vec<Due> {
    let underway = order.parcels.iter().filter(|parcel| parcel.status().is_underway());
    let of = |parcel| due_of(order, parcel, carriers, zone, speed).into_iter().flatten();
    underway.flat_map(of).filter(|(_, seen)| *seen <= now).map(|(due, _)| due).collect()
}

fn due_of(
    order: &Order,
    parcel: &Parcel,
    carriers: &[Carrier],
    zone: &Zone,
    speed: u32,
) -> Option<Vec<(Due, Timestamp)>> {
    let consignment = parcel.consignment.as_ref()?;
    let carrier = carriers.iter().find(|carrier| consignment.is_of(&[carrier.name.to_owned()]))?;
    let sent = parcel.timeline.iter().find(|step| step.status == ParcelStatus::Shipped)?.at;
    let promised = order.promise.map(|promise| promise.despatch);
    let course = course((order.id, parcel.id), carrier, promised, (sent, zone), speed);
    let new = course
        .into_iter()
        .filter(|(at, status)| parcel.timeline.iter().all(|step| (step.at, step.status) != (*at, *status)));
    let told = |(at, status)| {
        let carriers = vec![carrier.name.to_owned()];
        let command = Command::RecordScan { number: consignment.number.clone(), carriers, status, at };
        (Due { actor: Actor::Carrier(carrier.id), command }, at)
    };
    Some(new.map(told).collect())
}

/// The whole way of one parcel: the same for the same parcel, carrier and speed. It goes where its order was promised to
/// go, or anywhere.
pub(super) fn course(
    (order, parcel): (OrderId, ParcelId),
    carrier: &Carrier,
    promised: Option<Despatch>,
    (sent, zone): (Timestamp, &Zone),
    speed: u32,
) -> Vec<(Timestamp, ParcelStatus)> {
    let halves =
        order.0.chunks(8).map(|half| half.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)));
    let seed = halves.fold(SEED ^ u64::from(parcel.0), |seed, half| seed.rotate_left(17) ^ half);
    let mut chance = Chance::new(seed);
    let day = zone.civil_day(sent);
    let anywhere = DeliveryZone((seed % u64::from(ZONES)) as u8);
    let despatch = Despatch {
        // Who has it in hand, and since when, may be another than was meant.
        carrier: carrier.id,
        weekday: day.weekday(),
        zone: promised.map_or(anywhere, |promised| promised.zone),
        handling_days: promised.map_or(0, |promised| promised.handling_days),
    };
    let midnight = zone.midnight(day);
    let faster = |minutes: i32| {
        let took = (midnight + Span::minutes(i64::from(minutes)) - sent).0.max(1);
        sent + Span(took / i64::from(speed.max(1)) + 1)
    };
    let told = carrier.course(&mut chance, &despatch);
    told.into_iter().map(|(minutes, status)| (faster(minutes), status)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use attar::event::{Consignment, PastDelivery};
    use attar::money::BasisPoints;
    use attar::time::CivilDay;
    use attar::train::promise::promises;

    use super::*;
    use crate::demo::carriers::despatch;
    use crate::demo::delivery::past_deliveries;
    use crate::testing::{NOW, change_cart, place, shop, shopper};
    use crate::{FixedClock, MemoryLog};

    /// A shop whose clock the test turns, and an order sent with that carrier.
    async fn sent(carrier: &str) -> (App, Arc<FixedClock>) {
        let clock = Arc::new(FixedClock::at(NOW));
        let app = App::open(Arc::new(MemoryLog::default()), clock.clone()).await.expect("a shop");
        app.publish_shop(shop()).await.expect("the shop is sound");
        app.wish_of(shopper(1), change_cart(1, 1)).await.expect("a cart");
        app.wish_of(shopper(1), place(1, 100)).await.expect("an order");
        let order = OrderId([1; 16]);
        app.owner(Command::PackOrder { order }).await.expect("it is packed");
        let consignment = Some(Consignment { carrier: carrier.into(), number: "D-1".into() });
        let (parcel, status) = (ParcelId(1), ParcelStatus::Shipped);
        app.owner(Command::MoveParcel { order, parcel, status, consignment }).await.expect("it is sent");
        (app, clock)
    }

    async fn parcel(app: &App) -> Parcel {
        let (_, engine) = app.known(&shopper(1)).await.expect("a shopper");
        let shared = engine.state().shared(&shopper(1)).expect("a shopper");
        shared.orders.get(OrderId([1; 16])).expect("an order").parcels[0].clone()
    }

    #[tokio::test]
    async fn a_parcel_goes_its_way_by_the_clock_and_once() {
        let (app, clock) = sent("post").await;
        round(&app, 1_440).await.expect("a round");
        assert_eq!(parcel(&app).await.status(), ParcelStatus::Shipped, "nothing is due yet");
        // A month, a day a minute.
        clock.set(NOW + Span::minutes(30));
        round(&app, 1_440).await.expect("a round");
        let (told, seq) = (parcel(&app).await, app.seq());
        assert!(matches!(told.status(), ParcelStatus::Delivered | ParcelStatus::Lost), "{told:?}");
        assert!(told.timeline.is_sorted_by_key(|step| step.at));
        round(&app, 1_440).await.expect("a round");
        assert_eq!((parcel(&app).await, app.seq()), (told, seq), "what was told is known");
    }

    #[tokio::test]
    async fn it_is_the_same_way_whether_told_at_once_or_step_by_step() {
        let ((at_once, clock), (slowly, other)) = (sent("Swift").await, sent("Swift").await);
        clock.set(NOW + Span::minutes(30));
        round(&at_once, 1_440).await.expect("a round");
        for minute in 0..=30 {
            other.set(NOW + Span::minutes(minute));
            round(&slowly, 1_440).await.expect("a round");
        }
        assert_eq!(parcel(&at_once).await, parcel(&slowly).await);
    }

    #[tokio::test]
    async fn a_carrier_of_the_world_is_left_alone() {
        let (app, clock) = sent("Royal Mail").await;
        clock.set(NOW + Span::days(30));
        round(&app, 1_440).await.expect("a round");
        assert_eq!(parcel(&app).await.status(), ParcelStatus::Shipped);
    }

    /// How many of 1,000 orders come when it was promised, from what the year before taught.
    fn kept(orders: u64, promised: impl Fn(Despatch) -> Option<Despatch>) -> u64 {
        let past: Vec<PastDelivery> = past_deliveries().flatten().collect();
        let (learned, carriers, zone) =
            (promises(&past, BasisPoints(9_000)), Carrier::demo(), Zone::default());
        let mut chance = Chance::new(9);
        let in_time = |seed: &u64| {
            let despatch = despatch(&mut chance, &carriers);
            let carrier = carriers.iter().find(|own| own.id == despatch.carrier).expect("a carrier");
            let window = learned.window(&despatch).expect("a promise");
            let day = (20_000..).map(CivilDay).find(|day| day.weekday() == despatch.weekday).expect("a day");
            let (order, sent) = (
                OrderId([seed.to_be_bytes(), [7; 8]].concat().try_into().expect("16")),
                zone.midnight(day) + Span::minutes(600),
            );
            let way = course((order, ParcelId(1)), carrier, promised(despatch), (sent, &zone), 1);
            let there = way.iter().find(|(_, status)| *status == ParcelStatus::Delivered);
            there.is_some_and(|(at, _)| window.holds(((at.0 - zone.midnight(day).0) / 60_000) as i32))
        };
        (0..orders).filter(in_time).count() as u64 * 1_000 / orders
    }

    #[test]
    fn nine_in_ten_parcels_come_when_their_orders_were_promised() {
        let share = kept(4_000, Some);
        assert!((885..=915).contains(&share), "{share} of 1,000 were kept");
        let share = kept(4_000, |_| None);
        assert!(share < 850, "{share} of 1,000 were kept though nobody knew where to");
    }
}
