//! How long until open pages know what the merchant did: a thousand of one shopper, and one of each of a thousand.

use std::path::Path;
use std::time::{Duration, Instant};

use attar::event::{Channel, Role};
use attar::id::ContactId;
use attar::{Actor, Command, Currency, Money, OrderId, ProductId, ShopperId};
use attar_server::{App, Token};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::line::Line;
use crate::prepared::{closed, fill, open, wait};
use crate::process::Process;
use crate::random::Random;
use crate::{Figures, rounded};

/// Open pages.
const PAGES: usize = 1_000;
/// How long one waits for all of them.
const PATIENCE: Duration = Duration::from_secs(60);

/// A shopper who waits for an order.
struct Buyer {
    order: OrderId,
    token: String,
}

/// That a page is open, or knows something new: which, and when.
type Heard = (usize, Instant);

/// Measures both in a shop of that folder.
pub fn measure(folder: &Path, figures: &mut Figures) {
    fill(folder, 0);
    let (owner, buyers) = wait(async { ordered(&open(folder).await).await });
    closed(folder);
    let shop = Process::open(folder, &[]);
    shop.ready();
    let mut note =
        |name: &str, took: Duration| figures.insert(name.into(), rounded(took.as_secs_f64() * 1_000.0));
    note("live_1000_pages_ms", wait(one_shopper(&shop.addr, &owner, &buyers[0])));
    note("live_1000_shoppers_ms", wait(many_shoppers(&shop.addr, &owner, &buyers[1..])));
}

/// As many orders as there are pages, and one; the owner's session as a header.
async fn ordered(app: &App) -> (String, Vec<Buyer>) {
    let order = |number: usize| async move {
        let id = Random(number as u64).id();
        let (who, order, product) = (ShopperId(id), OrderId(id), ProductId(1));
        let (contact, expected) = (ContactId(id), Money::new(100, Currency::Usd));
        let shown = Vec::new();
        let place = Command::PlaceOrder {
            order,
            contact,
            expected,
            shown,
            delivery: None,
            redeem: 0,
            gift_card: None,
        };
        for wish in [Command::ChangeCart { product, quantity: 1 }, place] {
            app.command(Actor::Shopper(who), Channel::Web, wish).await.expect("an order");
        }
        Buyer { order, token: app.tokens().sign(Token::Shopper, who, app.now()) }
    };
    let buyers = join_all((0..=PAGES).map(order)).await;
    (format!("cookie: attar_merchant={}", app.tokens().sign_merchant(Role::Owner, app.now())), buyers)
}

/// The worst of three steps: from the owner's click until the last page of the order's buyer knows.
async fn one_shopper(addr: &str, owner: &str, buyer: &Buyer) -> Duration {
    let mut pages = watched(addr, &vec![buyer; PAGES]).await;
    let (order, mut desk) = (buyer.order, Line::to(addr).expect("a connection"));
    let mut worst = Duration::ZERO;
    for step in [Command::PackOrder { order }, Command::ShipOrder { order }, Command::DeliverOrder { order }]
    {
        let began = Instant::now();
        granted(&mut desk, owner, &step);
        let last = heard(&mut pages, PAGES).await.into_iter().map(|(_, at)| at).max();
        worst = worst.max(last.map_or(PATIENCE, |last| last - began));
    }
    worst
}

/// One step of each order, one after another: the longest that a page waits for its own.
async fn many_shoppers(addr: &str, owner: &str, buyers: &[Buyer]) -> Duration {
    let mut pages = watched(addr, &buyers.iter().collect::<Vec<_>>()).await;
    let mut desk = Line::to(addr).expect("a connection");
    let clicked: Vec<Instant> = buyers
        .iter()
        .map(|buyer| {
            let began = Instant::now();
            granted(&mut desk, owner, &Command::PackOrder { order: buyer.order });
            began
        })
        .collect();
    let waits = heard(&mut pages, PAGES).await.into_iter().map(|(page, at)| at - clicked[page]);
    waits.max().unwrap_or(PATIENCE)
}

fn granted(desk: &mut Line, owner: &str, command: &Command) {
    let (status, answer) =
        desk.post_as("/v1/commands", owner, &json!({ "command": command })).expect("an answer");
    assert_eq!(status, 200, "{answer}");
}

/// A page of each, all of them open.
async fn watched(addr: &str, buyers: &[&Buyer]) -> UnboundedReceiver<Heard> {
    let (said, mut pages) = unbounded_channel();
    let mut line = Line::to(addr).expect("a connection");
    for (page, buyer) in buyers.iter().enumerate() {
        let source: String = Random(page as u64 + 77).id().iter().map(|byte| format!("{byte:02x}")).collect();
        let body = json!({ "wire": 1, "token": buyer.token, "source": source, "from": 0, "after": 0, "signals": [],
            "live": true });
        let (status, synced) = line.post("/v1/sync", &body).expect("an answer");
        assert_eq!(status, 200, "{synced}");
        tokio::spawn(listen(addr.to_owned(), synced, page, said.clone()));
    }
    heard(&mut pages, buyers.len()).await;
    pages
}

/// Follows one stream to its end.
async fn listen(addr: String, synced: Value, page: usize, said: UnboundedSender<Heard>) {
    let mut stream = TcpStream::connect(addr).await.expect("a connection");
    let (ticket, after) = (synced["ticket"].as_str().expect("a ticket"), &synced["seq"]);
    let request = format!("GET /v1/live?ticket={ticket}&after={after} HTTP/1.1\r\nhost: shop\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("it is asked");
    let mut lines = BufReader::new(stream).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if line.starts_with("HTTP/1.1 200") || line.starts_with("event: slice") {
            // Whoever has heard enough is gone.
            let _ = said.send((page, Instant::now()));
        }
    }
}

/// The next so many that were heard.
async fn heard(pages: &mut UnboundedReceiver<Heard>, many: usize) -> Vec<Heard> {
    let mut all = Vec::with_capacity(many);
    for _ in 0..many {
        let next = tokio::time::timeout(PATIENCE, pages.recv()).await;
        all.push(next.expect("a page heard nothing").expect("the pages are open"));
    }
    all
}
