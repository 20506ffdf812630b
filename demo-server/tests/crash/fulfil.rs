//! SIGKILL inside the commands of an order: none is lost, done twice, or paid by halves.

use std::collections::BTreeMap;

use attar::event::{Event, Fact, OrderFact, PaymentKind, Role, ShopFact, StockLine};
use attar::id::ContactId;
use attar::money::Currency;
use attar::service::order::Orders;
use attar::{Command, Money, OrderId, ProductId, Status};
use serde_json::{Value, json};

use crate::inspect;
use crate::kill::run_and_kill;
use crate::prepared::{Folder, Shopper, closed, fill, open, wait};
use crate::process::Process;
use crate::random::{Random, proving, seed};
use crate::site::{Client, Site};

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Delivered,
    Cancelled,
    /// One of its units is called off; the rest is delivered.
    PartlyDelivered,
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

/// The cookie of the owner's session.
fn owner(folder: &std::path::Path) -> String {
    let cookie = wait(async {
        let app = open(folder).await;
        format!("attar_merchant={}", app.tokens().sign_merchant(Role::Owner, app.now()))
    });
    closed(folder);
    cookie
}

/// A shopper who orders, and the owner who takes each order to its end; every wish has a key of its own and is sent
/// again under it until it is answered.
struct Desk<'a> {
    buyer: Client<'a>,
    owner: Client<'a>,
    shopper: &'a Shopper,
    random: Random,
}

impl<'a> Desk<'a> {
    fn new(site: &'a Site, shopper: &'a Shopper, owner: &str, number: u64) -> Self {
        let (buyer, owner) = (Client::new(site), Client::with_cookie(site, owner));
        Self { buyer, owner, shopper, random: Random(400 + number) }
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
        });
        self.own(&Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None });
        let way =
            [Command::PackOrder { order }, Command::ShipOrder { order }, Command::DeliverOrder { order }];
        match self.random.below(3) {
            0 => {
                self.own(&Command::CancelOrder { order });
                (order, Fate::Cancelled)
            }
            1 => {
                let lines = vec![StockLine { product, units: 1 }];
                self.own(&Command::CancelUnits { order, lines });
                way.iter().for_each(|step| self.own(step));
                (order, Fate::PartlyDelivered)
            }
            _ => {
                way.iter().for_each(|step| self.own(step));
                (order, Fate::Delivered)
            }
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

fn granted((status, answer): &(u16, Value)) {
    assert_eq!(*status, 200, "{answer}");
}

fn holds(log: &[Event], told: &BTreeMap<OrderId, Fate>) {
    let mut orders = Orders::default();
    let mut placed: BTreeMap<OrderId, u32> = BTreeMap::new();
    let mut invoices = Vec::new();
    for event in log {
        match &event.fact {
            Fact::Order(fact) => {
                if let OrderFact::Placed { order, .. } = fact {
                    *placed.entry(*order).or_default() += 1;
                }
                orders.apply(fact, event.at);
            }
            Fact::Shop(ShopFact::Invoiced { invoice, .. }) => invoices.push(*invoice),
            _ => {}
        }
    }
    println!("{} orders went to their end over {} entries", told.len(), log.len());
    assert!(told.len() > 10, "there was no load");
    assert_eq!(placed.keys().collect::<Vec<_>>(), told.keys().collect::<Vec<_>>());
    assert!(placed.values().all(|times| *times == 1), "an order was placed twice");
    let count = u32::try_from(told.len()).expect("a count");
    assert_eq!(invoices, (1..=count).collect::<Vec<_>>(), "each order was charged once");
    for (id, fate) in told {
        let order = orders.get(*id).expect("an order");
        let (status, received, parcels) = match fate {
            Fate::Delivered => (Status::Delivered, 200, 1),
            Fate::PartlyDelivered => (Status::Delivered, 100, 1),
            Fate::Cancelled => (Status::Cancelled, 0, 0),
        };
        assert_eq!((order.status(), order.received()), (status, received), "{order:?}");
        assert_eq!((order.parcels.len(), order.due(), order.overpaid()), (parcels, 0, 0), "{order:?}");
    }
}
