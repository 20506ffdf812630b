//! Points on the writer: never spent twice, expired once, and the clock knows when.

use attar::shop::ShopDraft;
use attar::terms::loyalty::Programme;
use attar::{Command, Rejection, Timestamp};

use super::*;
use crate::FixedClock;
use crate::testing::OWNER;

const ADA: ShopperId = ShopperId([1; 16]);

fn collecting() -> ShopDraft {
    let programme = serde_json::json!({
        "earn": [{ "id": 1, "by": { "joining": { "points": 100 } } }],
        "worth": { "points": 1, "minor": 1 }, "pending_days": 0, "expiry": { "days": 1 }, "redeem": {},
    });
    let programme: Programme = serde_json::from_value(programme).expect("a programme");
    ShopDraft { loyalty: Some(programme), ..shop() }
}

/// Two processes on one store, a member with 100 points, and the clock of both.
async fn two() -> (Folder, [App; 2], Arc<FixedClock>) {
    let (folder, clock) = (Folder::new(), Arc::new(FixedClock::at(NOW)));
    let open = async || {
        let log = Arc::new(SqliteLog::open(&folder.file()).expect("a store"));
        App::open(log, Arc::<FixedClock>::clone(&clock)).await.expect("a shop")
    };
    let one = open().await;
    one.publish_shop(collecting()).await.expect("a shop");
    one.owner(Command::IssueCard { shopper: ADA }).await.expect("a card");
    let two = open().await;
    (folder, [one, two], clock)
}

fn with_points(order: u8, cents: i64, points: i64) -> Command {
    match place(order, cents) {
        Command::PlaceOrder { order, contact, expected, shown, delivery, .. } => {
            Command::PlaceOrder { order, contact, expected, shown, delivery, redeem: points, gift_card: None }
        }
        other => other,
    }
}

async fn left(app: &App) -> i64 {
    let answer = app.ask(&ADA, &Query::Loyalty).await.expect("an answer");
    let Answer::Loyalty(loyalty) = answer else { panic!("{answer:?}") };
    loyalty.available
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_store_cannot_spend_the_same_points() {
    let (_folder, [one, two], _) = two().await;
    with_cart(&one, ADA, 2).await;
    // Whoever comes second finds an empty cart, or fills it again and finds that the points are gone.
    let (a, b) = tokio::join!(one.wish_of(ADA, with_points(1, 120, 80)), async {
        let _ = two.wish_of(ADA, change_cart(2, 1)).await;
        two.wish_of(ADA, with_points(2, 120, 80)).await
    });
    assert!(a.is_ok() != b.is_ok(), "80 of 100 points are spent once: {a:?} {b:?}");
    with_cart(&two, ADA, 2).await;
    let refused = two.wish_of(ADA, with_points(3, 120, 80)).await;
    let Err(Refusal::Rejected(Rejection::NotRedeemable { redeemable, .. })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(redeemable.most, 20, "20 are left");
    let granted = one.wish_of(ADA, with_points(3, 180, 20)).await;
    assert!(granted.is_ok(), "{granted:?}");
    assert_eq!(left(&one).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn points_expire_once_whoever_looks() {
    let (_folder, [one, two], clock) = two().await;
    let expired = async || {
        let all = log::read(one.log(), |reader| reader.after(0, usize::MAX)).await.expect("a log");
        all.iter().filter(|stored| format!("{:?}", stored.event.fact).contains("Expired")).count()
    };
    assert_eq!(one.tick().await.expect("a store"), 0, "nothing is due yet");
    clock.set(NOW + Span::days(3));
    let (first, second) = tokio::join!(one.tick(), two.tick());
    assert_eq!(first.expect("a store").max(second.expect("a store")), 1);
    assert_eq!((expired().await, left(&one).await, left(&two).await), (1, 0, 0));
    assert_eq!((one.tick().await.expect("a store"), two.tick().await.expect("a store")), (0, 0));
}

#[tokio::test]
async fn what_is_due_of_a_visitor_is_due_of_the_customer_they_are() {
    let (_folder, [one, _], clock) = two().await;
    let guest = shopper(2);
    one.owner(Command::IssueCard { shopper: guest }).await.expect("a card");
    one.wish_of(ADA, Command::LinkVisitor { visitor: guest }).await.expect("a link");
    assert_eq!(left(&one).await, 200);
    clock.set(NOW + Span::days(3));
    let due = log::read(one.log(), |reader| reader.overdue(Timestamp(i64::MAX), 9)).await;
    assert_eq!(due.expect("a store"), [ADA]);
    assert_eq!(one.tick().await.expect("a store"), 1);
    assert_eq!((left(&one).await, one.tick().await.expect("a store")), (0, 0));
}

#[tokio::test]
async fn a_till_need_not_know_whose_basket_it_is_where_nobody_collects() {
    let app = in_memory().await;
    let lines = vec![attar::event::SoldLine { product: ProductId(1), quantity: 1, paid: 100 }];
    let sale = Command::RecordSale { shopper: ADA, currency: attar::Currency::Usd, lines };
    let sold = app.command(OWNER, Channel::Pos, sale).await.expect("a sale");
    assert_eq!(sold.events.len(), 1);
}

#[tokio::test]
async fn what_is_owed_to_the_forgotten_is_owed_to_nobody() {
    let (_folder, [app, _], _) = two().await;
    let owed = async || {
        let mut books = attar::terms::loyalty::Ledger::default();
        let log = app.events_after(0, usize::MAX).await.expect("the log");
        log.iter().for_each(|stored| books.apply(&stored.event));
        books.balances(app.now())
    };
    with_cart(&app, ADA, 2).await;
    app.wish_of(ADA, with_points(1, 120, 80)).await.expect("an order");
    assert_eq!(owed().await.outstanding(), 20);
    app.wish_of(ADA, Command::Forget { shopper: None, pseudonym: shopper(9) }).await.expect("forgotten");
    assert_eq!(owed().await, attar::terms::loyalty::Balances::default());
    app.owner(Command::CancelOrder { order: OrderId([1; 16]) }).await.expect("it is called off all the same");
    assert_eq!(owed().await, attar::terms::loyalty::Balances::default(), "and nothing goes back to nobody");
}
