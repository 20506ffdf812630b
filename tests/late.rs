//! An order that is late, in a browser: promised, broken by the clock, said in place of what could be bought, made up
//! for, and there in the end; in English and in Persian.

#[path = "http/folder.rs"]
mod folder;
mod harness;
mod served;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use attar::event::{Actor, Channel, Consignment, OrderFact, ParcelStatus, Role};
use attar::id::ParcelId;
use attar::time::Span;
use attar::view::Words;
use attar::{Command, Fact, Lang, OrderId, ShopperId, Timestamp};
use attar_server::settings::Settings;
use attar_server::{App, Clock, SystemClock};
use serde_json::{Value, json};

use folder::Folder;

/// What the script must have seen of each order, in this order.
const CHECKS: [&str; 8] = [
    "the order says when it is expected",
    "the tracker says by itself that it is late, and why",
    "with scripts off it is as late, for the same reason, and made up for by the same button",
    "without a connection it says how old that is, and with one no more",
    "the first page says so in place of what could be bought",
    "one button takes what is offered",
    "the order is there, and the shop sells again",
    "with scripts off its parcel is followed and sent back",
];

/// The clock of the machine, and so much more.
#[derive(Debug, Default)]
struct Ahead(AtomicI64);

impl Ahead {
    fn jump(&self, by: Span) {
        self.0.fetch_add(by.0, Ordering::SeqCst);
    }
}

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        SystemClock.now() + Span(self.0.load(Ordering::SeqCst))
    }
}

/// Orders that were placed and not yet delivered, and whether their buyers took what was offered.
async fn open_orders(app: &App) -> Vec<(OrderId, bool)> {
    let mut orders: Vec<(OrderId, bool)> = Vec::new();
    for stored in app.events_after(0, usize::MAX).await.expect("the log") {
        match stored.event.fact {
            Fact::Order(OrderFact::Placed { order, .. }) => orders.push((order, false)),
            Fact::Order(OrderFact::Compensated { order, .. }) => {
                orders.iter_mut().filter(|(own, _)| *own == order).for_each(|(_, taken)| *taken = true);
            }
            Fact::Order(OrderFact::Delivered { order }) => orders.retain(|(own, _)| *own != order),
            _ => {}
        }
    }
    orders
}

/// Lets time pass over each new order, and sends it once its buyer took what was offered.
async fn fate(app: App, clock: Arc<Ahead>) {
    let mut passed: Vec<OrderId> = Vec::new();
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        for (order, taken) in open_orders(&app).await {
            if !passed.contains(&order) {
                // The page is to see it expected first.
                tokio::time::sleep(Duration::from_secs(8)).await;
                clock.jump(Span::days(9));
                passed.push(order);
            } else if taken {
                let owner = Actor::Merchant(Role::Owner);
                // None of the demo's own, which would carry it.
                let consignment = Some(Consignment { carrier: "Royal Mail".into(), number: "RR-1".into() });
                let (parcel, status) = (ParcelId(1), ParcelStatus::Shipped);
                let sent = Command::MoveParcel { order, parcel, status, consignment };
                let way = [Command::PackOrder { order }, sent, Command::DeliverOrder { order }];
                for step in way {
                    app.command(owner, Channel::Console, step).await.expect("a step");
                }
            }
        }
    }
}

fn words(lang: Lang) -> Value {
    let told = Words::of(lang).all();
    let word = |word: attar::view::Word| told[word as usize].clone();
    use attar::view::Word::{
        AsOf, Asked, CameLate, Compensated, Expected, InHouse, ServiceFirst, ShouldHave,
    };
    json!({
        "lang": lang.code(), "expected": word(Expected), "late": word(ShouldHave), "why": word(InHouse),
        "first": word(ServiceFirst), "taken": word(Compensated), "there": word(CameLate),
        "asked": word(Asked), "as_of": word(AsOf),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_order_is_told_explained_made_up_for_and_delivered() {
    let folder = Folder::new("late");
    let clock = Arc::new(Ahead::default());
    let settings = Settings {
        demo: true,
        baskets: Some(300),
        preset: true,
        widget: Some(harness::setting("ATTAR_WIDGET")),
        ..Settings::on_a_free_port(folder.path())
    };
    let running = attar_server::start_at(settings, Arc::<Ahead>::clone(&clock)).await.expect("a shop");
    let learned = async {
        while !running.app.readiness().ready() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), learned).await.expect("a shop that has learned");
    let engine = running.app.engine_for(&ShopperId::ANONYMOUS).await.expect("an engine");
    let plan = json!({
        "url": running.url(), "bought": served::priced(engine.snapshot()),
        "langs": [words(Lang::En), words(Lang::Fa)],
    });
    let fate = tokio::spawn(fate(running.app.clone(), clock));
    let told = harness::node("late.mjs", &[("ATTAR_PLAN", &plan.to_string())]).await;
    fate.abort();
    let checks: Vec<&str> = told.iter().filter_map(|line| line["check"].as_str()).collect();
    let wanted = ["en", "fa"].map(|lang| CHECKS.map(|check| format!("{lang}: {check}")));
    assert_eq!(checks, [wanted.concat(), vec!["no page complains".to_owned()]].concat());
    running.shutdown().await;
}
