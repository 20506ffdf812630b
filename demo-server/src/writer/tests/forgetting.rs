//! Who is forgotten: out of the files, out of the answers, and nobody writes about them any more.

use attar::event::{Consignment, ParcelStatus};
use attar::id::ParcelId;
use attar::service::carrier::{Feed, Meaning};
use attar::state::Market;
use attar::{Engine, Slice, State};

use super::*;
use crate::Contact;
use crate::carriers::Scan;
use crate::log::tomb;

const ADA: u8 = 0xA1;
const NAME: &str = "Ada Unmistakable";

async fn forget(app: &App, who: ShopperId) -> Result<Decided, Refusal> {
    app.wish_of(who, Command::Forget { shopper: None, pseudonym: shopper(9) }).await
}

/// A visitor looks at a product, turns out to be a customer, and buys another.
async fn live(app: &App, number: u8, order: u8) -> attar::id::ContactId {
    let (who, visitor) = (shopper(number), shopper(number + 1));
    app.consent(visitor).await;
    let source = SourceId([number + 2; 16]);
    app.signals(Batch { source, ..batch(visitor, 0, &[2, 0]) }).await.expect("signals");
    app.wish_of(who, Command::LinkVisitor { visitor }).await.expect("a link");
    app.wish_of(who, change_cart(1, 1)).await.expect("a cart");
    let text = |text: &str| text.to_owned();
    let contact =
        Contact { name: text(NAME), address: text("Street 7"), email: text("ada@unmistakable.example") };
    let contact = app.put_contact(who, &contact).await.expect("a contact");
    let order = OrderId([order; 16]);
    let place = Command::PlaceOrder {
        order,
        contact,
        expected: dollars(100),
        shown: Vec::new(),
        delivery: None,
        redeem: 0,
        gift_card: None,
    };
    let key = || Some("a key".to_owned());
    app.command_keyed(Actor::Shopper(who), Channel::Web, place, key()).await.expect("an order");
    let pack = Command::PackOrder { order };
    app.command_keyed(crate::testing::OWNER, Channel::Console, pack, key()).await.expect("it is packed");
    contact
}

async fn slice(app: &App, who: ShopperId) -> Slice {
    app.engine_for(&who).await.expect("an engine").slice(&who)
}

fn raw(folder: &Folder) -> Vec<u8> {
    let file = folder.file();
    let beside = |end: &str| std::path::PathBuf::from(format!("{}{end}", file.display()));
    let files = [file.clone(), beside("-wal"), beside("-shm"), beside("-journal")];
    files.iter().filter_map(|file| std::fs::read(file).ok()).flatten().collect()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn traces(bytes: &[u8], contact: attar::id::ContactId) -> Vec<String> {
    let ids = [ADA, ADA + 1, ADA + 2].map(|byte| [byte; 16]);
    let mut needles: Vec<(String, Vec<u8>)> = Vec::new();
    for id in ids.into_iter().chain([contact.0]) {
        needles.push((format!("{id:x?} as bytes"), id.to_vec()));
        let hex = ShopperId(id).hex();
        needles.push((hex.clone(), hex.into_bytes()));
    }
    for word in [NAME, "Street 7", "unmistakable.example", "view_item"] {
        needles.push((word.to_owned(), word.as_bytes().to_vec()));
    }
    needles.into_iter().filter(|(_, needle)| holds(bytes, needle)).map(|(name, _)| name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_the_files_tells_of_the_forgotten() {
    let folder = Folder::new();
    let app = open(Arc::new(SqliteLog::open(&folder.file()).expect("a store"))).await;
    app.publish_shop(shop()).await.expect("a shop");
    app.owner(count(1, 5)).await.expect("stock");
    let contact = live(&app, ADA, 7).await;
    let before = traces(&raw(&folder), contact);
    assert!(before.len() > 8, "there was something to forget: {before:?}");
    let told = forget(&app, shopper(ADA)).await.expect("she is forgotten");
    assert_eq!(told.events.len(), 2);
    assert_eq!(traces(&raw(&folder), contact), Vec::<String>::new());
    assert!(holds(&raw(&folder), &tomb(shopper(ADA)).0));
    let market = app.current().market.clone();
    assert_eq!((market.orders, market.stock.units(ProductId(1))), (1, Some(4)));
    let buyer = app.buyer(OrderId([7; 16])).await.expect("a store").expect("the order remains");
    let orders = slice(&app, buyer).await.shared.orders;
    assert_eq!(orders.iter().map(|order| order.status()).collect::<Vec<_>>(), [attar::Status::Packed]);
    app.owner(Command::ShipOrder { order: OrderId([7; 16]) }).await.expect("it goes on its way");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_carriers_tell_of_the_forgotten_later_is_kept_without_the_number() {
    const NUMBER: &str = "RR-4711-0815-DE";
    let folder = Folder::new();
    let app = open(Arc::new(SqliteLog::open(&folder.file()).expect("a store"))).await;
    app.publish_shop(shop()).await.expect("a shop");
    live(&app, ADA, 7).await;
    let consignment = Some(Consignment { carrier: "Post".into(), number: NUMBER.into() });
    let (parcel, status) = (ParcelId(1), ParcelStatus::Shipped);
    let sent = Command::MoveParcel { order: OrderId([7; 16]), parcel, status, consignment };
    app.owner(sent).await.expect("it is sent");
    let told = |status: &str, meaning| Scan {
        number: Some(NUMBER.into()),
        carriers: vec!["Post".into()],
        status: status.into(),
        at: Some(NOW),
        meaning: Ok(meaning),
    };
    let told =
        vec![told("in_transit", Meaning::Step(ParcelStatus::InTransit)), told("on_hold", Meaning::Held)];
    app.scans(Feed::Karrio, told[1..].to_vec()).await.expect("it is kept");
    assert_eq!(app.kept_scans(9).await.expect("scans")[0].number, NUMBER, "as long as its parcel is known");
    assert!(holds(&raw(&folder), NUMBER.as_bytes()));
    forget(&app, shopper(ADA)).await.expect("she is forgotten");
    app.scans(Feed::Karrio, told).await.expect("they are kept");
    let kept = app.kept_scans(9).await.expect("scans");
    let mut seen: Vec<_> = kept.iter().map(|scan| (scan.code.as_str(), scan.number.as_str())).collect();
    seen.sort_unstable();
    assert_eq!(seen, [("unknown_consignment", "…5-DE"); 2]);
    let why = "no parcel of this carrier has the number `…5-DE`";
    assert!(kept.iter().any(|scan| scan.why == why), "{kept:?}");
    assert!(!holds(&raw(&folder), NUMBER.as_bytes()), "the number is in the files again");
}

#[tokio::test]
async fn nobody_writes_about_the_forgotten_any_more() {
    let app = in_memory().await;
    live(&app, ADA, 7).await;
    let ada = shopper(ADA);
    forget(&app, ada).await.expect("she is forgotten");
    let empty = Slice { who: ada, market: slice(&app, ada).await.market, ..Slice::default() };
    assert_eq!(slice(&app, ada).await, empty);
    for who in [ada, shopper(ADA + 1)] {
        assert_eq!(app.wish_of(who, change_cart(1, 1)).await, Err(Refusal::Forgotten));
        assert_eq!(app.signals(batch(who, 9, &[1])).await, Err(Refusal::Forgotten));
        assert_eq!(forget(&app, who).await, Err(Refusal::Forgotten));
        assert_eq!(app.owner(Command::IssueCard { shopper: who }).await, Err(Refusal::Forgotten));
    }
    let again = app.known_as(ada);
    assert!(again != ada && app.known_as(again) == again && app.known_as(shopper(5)) == shopper(5));
    app.consent(again).await;
}

#[tokio::test]
async fn a_visitor_who_is_a_customer_is_forgotten_as_that_customer() {
    let app = in_memory().await;
    live(&app, ADA, 7).await;
    forget(&app, shopper(ADA + 1)).await.expect("she is forgotten");
    assert_eq!(app.wish_of(shopper(ADA), change_cart(1, 1)).await, Err(Refusal::Forgotten));
}

#[tokio::test]
async fn restart_is_replay_is_live_after_forgetting_and_nobody_else_notices() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
    let app = open(Arc::clone(&log)).await;
    app.publish_shop(shop()).await.expect("a shop");
    live(&app, ADA, 7).await;
    live(&app, 20, 8).await;
    let other = slice(&app, shopper(20)).await;
    forget(&app, shopper(ADA)).await.expect("she is forgotten");
    let buyer = app.buyer(OrderId([7; 16])).await.expect("a store").expect("a pseudonym");
    let shop = Arc::clone(&app.current().shop);
    let mut replay =
        Engine::new(Arc::clone(&app.snapshot().snapshot), State::server(shop, Market::default()));
    app.events_after(0, usize::MAX)
        .await
        .expect("a log")
        .iter()
        .for_each(|stored| replay.apply(&stored.event));
    let restarted = open(log).await;
    assert_eq!(slice(&app, shopper(20)).await, other);
    for who in [shopper(ADA), shopper(ADA + 1), shopper(20), buyer] {
        let live = slice(&app, who).await;
        assert_eq!((&replay.slice(&who), &slice(&restarted, who).await), (&live, &live));
    }
    assert_eq!(restarted.wish_of(shopper(ADA), change_cart(1, 1)).await, Err(Refusal::Forgotten));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_kill_left_in_the_files_is_cleaned_by_the_next_start() {
    let folder = Folder::new();
    let store = || Arc::new(SqliteLog::open(&folder.file()).expect("a store"));
    let app = open(store()).await;
    app.publish_shop(shop()).await.expect("a shop");
    let contact = live(&app, ADA, 7).await;
    let killed = store();
    let gone = [shopper(ADA), shopper(ADA + 1)];
    crate::log::transact(&*killed, move |tx| tx.forget(&gone, shopper(9)))
        .await
        .expect("the commit is through");
    assert!(!traces(&raw(&folder), contact).is_empty(), "the file that is written ahead still holds it");
    drop((app, killed));
    let _again = open(store()).await;
    for _ in 0..200 {
        if traces(&raw(&folder), contact).is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(traces(&raw(&folder), contact), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_hears_of_it() {
    let (_folder, one, two) = two_on_one_store().await;
    live(&one, ADA, 7).await;
    let token = two.tokens().sign(crate::Token::Customer, shopper(ADA), NOW);
    forget(&one, shopper(ADA)).await.expect("she is forgotten");
    assert_eq!(two.wish_of(shopper(ADA), change_cart(1, 1)).await, Err(Refusal::Forgotten));
    assert_eq!(two.tokens().verify(crate::Token::Customer, &token, NOW), None);
}

#[tokio::test]
async fn the_owner_forgets_whoever_asks_by_letter_and_never_among_other_wishes() {
    let app = in_memory().await;
    live(&app, ADA, 7).await;
    let forget = Command::Forget { shopper: Some(shopper(ADA)), pseudonym: shopper(9) };
    let wish =
        Wish { actor: crate::testing::OWNER, channel: Channel::Console, command: forget.clone(), at: NOW };
    assert!(matches!(app.record(vec![wish]).await, Err(RecordError::Rejected { index: 0, .. })));
    let other = app.wish_of(shopper(5), forget.clone()).await;
    assert_eq!(other, Err(Refusal::Rejected(Rejection::Forbidden)));
    assert_eq!(app.owner(forget).await.expect("she is forgotten").events.len(), 2);
    let buyer = app.buyer(OrderId([7; 16])).await.expect("a store");
    assert!(
        buyer.is_some_and(|buyer| ![shopper(ADA), shopper(9)].contains(&buyer)),
        "a pseudonym of the shop's own"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_that_comes_too_late_leaves_no_contact() {
    let (_folder, one, two) = two_on_one_store().await;
    live(&one, ADA, 7).await;
    let contact = crate::Contact { name: "Ada".into(), address: String::new(), email: String::new() };
    assert!(two.put_contact(shopper(ADA), &contact).await.is_ok());
    forget(&one, shopper(ADA)).await.expect("she is forgotten");
    for app in [&one, &two] {
        assert!(app.put_contact(shopper(ADA), &contact).await.is_err());
    }
}
