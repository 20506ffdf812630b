//! SIGKILL inside the commands of an order: none is lost, done twice, or paid by halves.

use std::array::IntoIter;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Cycle;

use attar::event::{
    Consignment, Event, Fact, OrderFact, ParcelStatus, PaymentKind, ReturnReason, ReturnStatus, ReturnWish,
    Role, ShopFact, StockFact, StockLine,
};
use attar::id::{ContactId, ParcelId, ReturnId};
use attar::money::Currency;
use attar::service::order::{Order, Orders};
use attar::time::Zone;
use attar::{Command, Money, OrderId, ProductId, Status};
use attar_server::{Clock, SystemClock};
use serde_json::{Value, json};

use crate::inspect;
use crate::kill::run_and_kill;
use crate::prepared::{Folder, Shopper, closed, fill, open, wait};
use crate::process::{Process, SECRET};
use crate::random::{Random, proving, seed};
use crate::site::{Client, Site};

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Delivered,
    Cancelled,
    /// One of its units is called off; the rest is delivered.
    PartlyDelivered,
    /// It goes in two parcels; of one a carrier tells the way.
    InTwoParcels,
    /// It is delivered, comes back and is refunded.
    Returned,
}

impl Fate {
    const ALL: [Self; 5] =
        [Self::Delivered, Self::Cancelled, Self::PartlyDelivered, Self::InTwoParcels, Self::Returned];
}

#[test]
fn no_kill_loses_doubles_or_half_pays_an_order() {
    let kills = if proving() { 1_000 } else { 50 };
    let folder = Folder::new("fulfil");
    let shoppers = fill(folder.path(), 2);
    let owner = owner(folder.path());
    let (site, mut random) = (Site::default(), Random(seed()));
    let told: BTreeMap<OrderId, Fate> = std::thread::scope(|scope| {
        let (site, owner) = (&site, &owner);
        let desks: Vec<_> = (1_u64..).zip(&shoppers).collect();
        let desks: Vec<_> = desks
            .into_iter()
            .map(|(number, who)| scope.spawn(move || Desk::new(site, who, owner, number).work(site)))
            .collect();
        for round in 0..kills {
            run_and_kill(folder.path(), site, &mut random, round);
        }
        let last = Process::open(folder.path(), &[]);
        site.moved_to(&last.addr);
        site.close();
        desks.into_iter().flat_map(|desk| desk.join().expect("every wish was answered")).collect()
    });
    holds(&inspect::log(folder.path()), &told);
}

/// The owner's session, as a header.
fn owner(folder: &std::path::Path) -> String {
    let cookie = wait(async {
        let app = open(folder).await;
        format!("cookie: attar_merchant={}", app.tokens().sign_merchant(Role::Owner, app.now()))
    });
    closed(folder);
    cookie
}

/// A shopper who orders, and the owner who takes each order to its end; every wish has a key of its own and is sent
/// again under it until it is answered.
struct Desk<'a> {
    buyer: Client<'a>,
    owner: Client<'a>,
    /// A carrier, by its feed.
    carrier: Client<'a>,
    shopper: &'a Shopper,
    random: Random,
    /// What becomes of the next orders.
    fates: Cycle<IntoIter<Fate, { Fate::ALL.len() }>>,
}

impl<'a> Desk<'a> {
    fn new(site: &'a Site, shopper: &'a Shopper, owner: &str, number: u64) -> Self {
        let (buyer, owner) = (Client::new(site), Client::with_header(site, owner));
        let carrier = Client::with_header(site, &format!("x-event-id: {SECRET}"));
        Self {
            buyer,
            owner,
            carrier,
            shopper,
            random: Random(400 + number),
            fates: Fate::ALL.into_iter().cycle(),
        }
    }

    fn work(mut self, site: &Site) -> Vec<(OrderId, Fate)> {
        let mut done = Vec::new();
        while !site.closing() {
            done.push(self.order());
        }
        done
    }

    fn order(&mut self) -> (OrderId, Fate) {
        let (order, contact) = (OrderId(self.random.id()), ContactId(self.random.id()));
        let (product, expected) = (ProductId(1), Money::new(200, Currency::Usd));
        self.buy(&Command::ChangeCart { product, quantity: 2 });
        self.buy(&Command::PlaceOrder {
            order,
            contact,
            expected,
            shown: Vec::new(),
            delivery: None,
            redeem: 0,
            gift_card: None,
        });
        self.own(&Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None });
        let way =
            [Command::PackOrder { order }, Command::ShipOrder { order }, Command::DeliverOrder { order }];
        let fate = self.fates.next().expect("they come in turn");
        let units = |units| vec![StockLine { product, units }];
        match fate {
            Fate::Cancelled => self.own(&Command::CancelOrder { order }),
            Fate::PartlyDelivered => {
                self.own(&Command::CancelUnits { order, lines: units(1) });
                way.iter().for_each(|step| self.own(step));
            }
            Fate::InTwoParcels => self.in_two_parcels(order, &units(1)),
            Fate::Returned => {
                way.iter().for_each(|step| self.own(step));
                self.send_back(order, units(2));
            }
            Fate::Delivered => way.iter().for_each(|step| self.own(step)),
        }
        (order, fate)
    }

    fn in_two_parcels(&mut self, order: OrderId, lines: &[StockLine]) {
        let number = format!("RR-{}", &self.key()[..8]).to_uppercase();
        let consignment = Some(Consignment { carrier: "Post".into(), number: number.clone() });
        let moved = |parcel, status, consignment| Command::MoveParcel {
            order,
            parcel: ParcelId(parcel),
            status,
            consignment,
        };
        for parcel in [1, 2] {
            self.own(&Command::PackUnits { order, lines: lines.to_vec() });
            let consignment = consignment.clone().filter(|_| parcel == 1);
            self.own(&moved(parcel, ParcelStatus::Shipped, consignment));
        }
        let told = |status: &str| json!({ "status": status, "timestamp": iso_now() });
        let data = json!({ "tracking_number": number, "carrier_name": "post", "status": "delivered",
            "events": [told("in_transit"), told("delivered")] });
        let body = json!({ "event": "tracker_updated", "data": data });
        let (status, answer) = self.carrier.post("/v1/carriers/karrio", &body);
        assert_eq!(status, 200, "{answer}");
        let scans = answer["scans"].as_array().expect("scans");
        assert!(
            scans
                .iter()
                .all(|scan| ["recorded", "known"].contains(&scan["became"].as_str().expect("a word"))),
            "{answer}"
        );
        self.own(&moved(2, ParcelStatus::Delivered, None));
    }

    fn send_back(&mut self, order: OrderId, lines: Vec<StockLine>) {
        self.buy(&Command::RequestReturn {
            order,
            lines,
            reason: ReturnReason::Unwanted,
            wish: ReturnWish::Refund,
        });
        for status in
            [ReturnStatus::Approved, ReturnStatus::Labelled, ReturnStatus::Received, ReturnStatus::Refunded]
        {
            let restock = status == ReturnStatus::Refunded;
            self.own(&Command::MoveReturn { order, number: ReturnId(1), status, label: None, restock });
        }
    }

    fn buy(&mut self, command: &Command) {
        let body = json!({ "command": command, "key": self.key(), "token": self.shopper.token });
        granted(&self.buyer.post("/v1/commands", &body));
    }

    fn own(&mut self, command: &Command) {
        let body = json!({ "command": command, "key": self.key() });
        granted(&self.owner.post("/v1/commands", &body));
    }

    fn key(&mut self) -> String {
        self.random.id().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The moment, as feeds write it.
fn iso_now() -> String {
    let (now, zone) = (SystemClock.now(), Zone::default());
    let ((year, month, day), minutes) = (zone.civil_day(now).year_month_day(), zone.minute_of_day(now));
    let millis = now.0.rem_euclid(60_000);
    let clock =
        format!("{:02}:{:02}:{:02}.{:03}", minutes / 60, minutes % 60, millis / 1_000, millis % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{clock}Z")
}

fn granted((status, answer): &(u16, Value)) {
    assert_eq!(*status, 200, "{answer}");
}

/// What the log says of all orders.
#[derive(Debug, Default)]
struct Counted {
    orders: Orders,
    placed: BTreeMap<OrderId, u32>,
    /// Units that came back to the shelf.
    released: BTreeMap<OrderId, u32>,
    invoices: Vec<u32>,
}

impl Counted {
    fn of(log: &[Event]) -> Self {
        let mut counted = Self::default();
        log.iter().for_each(|event| counted.take(event));
        counted
    }

    fn take(&mut self, event: &Event) {
        match &event.fact {
            Fact::Order(fact) => {
                if let OrderFact::Placed { order, .. } = fact {
                    *self.placed.entry(*order).or_default() += 1;
                }
                self.orders.apply(fact, event.at);
            }
            Fact::Shop(ShopFact::Invoiced { invoice, .. }) => self.invoices.push(*invoice),
            Fact::Stock(StockFact::Released { order, lines }) => {
                *self.released.entry(*order).or_default() += lines.iter().map(|line| line.units).sum::<u32>();
            }
            _ => {}
        }
    }
}

fn holds(log: &[Event], told: &BTreeMap<OrderId, Fate>) {
    let counted = Counted::of(log);
    println!("{} orders went to their end over {} entries", told.len(), log.len());
    assert!(told.len() > 10, "there was no load");
    assert_eq!(counted.placed.keys().collect::<Vec<_>>(), told.keys().collect::<Vec<_>>());
    assert!(counted.placed.values().all(|times| *times == 1), "an order was placed twice");
    let count = u32::try_from(told.len()).expect("a count");
    assert_eq!(counted.invoices, (1..=count).collect::<Vec<_>>(), "each order was charged once");
    for (id, fate) in told {
        let order = counted.orders.get(*id).expect("an order");
        ended(order, *fate, counted.released.get(id).copied().unwrap_or_default());
    }
    let fates: BTreeSet<&Fate> = told.values().collect();
    assert_eq!(fates.len(), Fate::ALL.len(), "some fate was nobody's: {fates:?}");
}

/// An order is where its fate ends, each step of it once.
fn ended(order: &Order, fate: Fate, released: u32) {
    let (status, received, parcels, shelf) = match fate {
        Fate::Delivered => (Status::Delivered, 200, 1, 0),
        Fate::PartlyDelivered => (Status::Delivered, 100, 1, 1),
        Fate::InTwoParcels => (Status::Delivered, 200, 2, 0),
        Fate::Returned => (Status::Delivered, 200, 1, 2),
        Fate::Cancelled => (Status::Cancelled, 0, 0, 2),
    };
    assert_eq!((order.status(), order.received()), (status, received), "{order:?}");
    assert_eq!((order.parcels.len(), order.due(), order.overpaid()), (parcels, 0, 0), "{order:?}");
    assert_eq!(released, shelf, "{order:?}");
    let (steps, refunds) = if fate == Fate::Returned { (5, vec![200]) } else { (0, Vec::new()) };
    assert_eq!(order.returns.iter().map(|back| back.timeline.len()).sum::<usize>(), steps, "{order:?}");
    assert_eq!(order.refunds.iter().map(|back| back.amount.minor).collect::<Vec<_>>(), refunds, "{order:?}");
    if fate == Fate::InTwoParcels {
        let steps: Vec<usize> = order.parcels.iter().map(|parcel| parcel.timeline.len()).collect();
        assert_eq!(steps, [4, 3], "packed, shipped, in transit and delivered once: {order:?}");
    }
}
