//! SIGKILL while somebody is forgotten: after the next start either all of them is there, or nothing, in no file.

use std::path::Path;
use std::time::{Duration, Instant};

use attar::{Command, Money, OrderId, ProductId, ShopperId};
use attar_server::{Contact, Token};
use serde_json::{Value, json};

use crate::line::Line;
use crate::prepared::{Folder, closed, fill, open, wait};
use crate::process::Process;
use crate::random::{Random, proving, seed};

/// How long after the start files may still hold what was forgotten before the kill.
const CLEAN: Duration = Duration::from_secs(10);

/// Somebody with a cart, signals, an order and an address.
struct Somebody {
    who: ShopperId,
    token: String,
    name: String,
}

impl Somebody {
    /// What of them may lie in a file: their number as bytes and in digits, and their name.
    fn traces(&self) -> [Vec<u8>; 3] {
        [self.who.0.to_vec(), self.who.hex().into_bytes(), self.name.clone().into_bytes()]
    }
}

#[test]
fn no_kill_leaves_half_of_somebody_who_is_forgotten() {
    let rounds = if proving() { 100 } else { 6 };
    let folder = Folder::new("forget");
    fill(folder.path(), 0);
    let mut random = Random(seed());
    let mut heard = 0;
    for round in 0..rounds {
        let somebody = wait(moved_in(folder.path(), round, &mut random));
        closed(folder.path());
        assert_eq!(found(folder.path(), &somebody), [true; 3], "round {round}: nothing is there to forget");
        heard += u32::from(forgotten_and_killed(folder.path(), &somebody, random.below(120)));
        let shop = Process::open(folder.path(), &[]);
        let (status, answer) = forget(&mut line(&shop), &somebody).expect("an answer");
        let gone_before = answer["error"]["code"] == "anonymous";
        assert!(gone_before || status == 200, "round {round}: {status} {answer}");
        clean(folder.path(), &somebody, round);
    }
    println!("{heard} of {rounds} were told before the kill");
}

/// Comes, browses, orders, and leaves an address.
async fn moved_in(folder: &Path, round: u32, random: &mut Random) -> Somebody {
    let app = open(folder).await;
    let somebody = Somebody {
        who: ShopperId(random.id()),
        token: String::new(),
        name: format!("Somebody of round {round} in {}", random.below(1 << 40)),
    };
    let actor = attar::Actor::Shopper(somebody.who);
    let wish =
        async |command| app.command(actor, attar::event::Channel::Web, command).await.expect("granted");
    wish(Command::SetConsent { consent: attar::event::Consent::Full }).await;
    let (address, email) = ("1 Bazaar Lane".to_owned(), "a@example.com".to_owned());
    let contact = Contact { name: somebody.name.clone(), address, email };
    let contact = app.put_contact(somebody.who, &contact).await.expect("a contact");
    for _ in 0..30 {
        let quantity = u32::try_from(1 + random.below(3)).unwrap_or(1);
        wish(Command::ChangeCart { product: ProductId(1), quantity }).await;
    }
    wish(Command::ChangeCart { product: ProductId(1), quantity: 1 }).await;
    let expected = Money::new(100, attar::Currency::Usd);
    wish(Command::PlaceOrder {
        order: OrderId(random.id()),
        contact,
        expected,
        shown: Vec::new(),
        delivery: None,
        redeem: 0,
        gift_card: None,
    })
    .await;
    Somebody { token: app.tokens().sign(Token::Shopper, somebody.who, app.now()), ..somebody }
}

/// Asks to be forgotten, and kills the shop some milliseconds later. Whether there was an answer before.
fn forgotten_and_killed(folder: &Path, somebody: &Somebody, after: u64) -> bool {
    let shop = Process::open(folder, &[]);
    let mut line = line(&shop);
    std::thread::scope(|scope| {
        let asked = scope.spawn(move || forget(&mut line, somebody));
        std::thread::sleep(Duration::from_millis(after));
        shop.kill();
        asked.join().expect("a client").is_some_and(|(status, _)| status == 200)
    })
}

fn line(shop: &Process) -> Line {
    Line::to(&shop.addr).expect("a connection")
}

fn forget(line: &mut Line, somebody: &Somebody) -> Option<(u16, Value)> {
    let body = json!({ "command": { "forget": {} }, "token": somebody.token });
    line.post("/v1/commands", &body).ok()
}

/// Waits until no file holds a trace of them.
fn clean(folder: &Path, somebody: &Somebody, round: u32) {
    let began = Instant::now();
    while found(folder, somebody) != [false; 3] {
        let found = found(folder, somebody);
        assert!(began.elapsed() < CLEAN, "round {round}: bytes, digits, name are found: {found:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Which of somebody's traces are in any file of the folder.
fn found(folder: &Path, somebody: &Somebody) -> [bool; 3] {
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
    let files: Vec<Vec<u8>> = files.filter_map(|file| std::fs::read(file).ok()).collect();
    somebody.traces().map(|trace| {
        files.iter().any(|bytes| bytes.windows(trace.len()).any(|window| window == trace.as_slice()))
    })
}
