//! Gift cards on the writer: never spent twice, whoever asks, and nobody's who is forgotten.

use attar::command::Bearer;
use attar::event::PaymentKind;
use attar::id::GiftCardId;
use attar::shop::ShopDraft;
use attar::terms::gift::Balances;
use attar::{Command, Currency, Rejection};

use super::*;
use crate::testing::{OWNER, shopper};

const ADA: ShopperId = ShopperId([1; 16]);
const BAB: ShopperId = ShopperId([2; 16]);
const CARD: GiftCardId = GiftCardId(1);

/// The third product is a gift card with as much on it as it costs.
fn with_cards() -> ShopDraft {
    let mut draft = shop();
    draft.products[2].gift_card = Some(300);
    draft
}

/// Ada has bought a card and paid for it.
async fn bought(app: &App) {
    app.wish_of(ADA, change_cart(3, 1)).await.expect("a cart");
    app.wish_of(ADA, place(9, 300)).await.expect("an order");
    paid(app).await.expect("it is paid");
}

async fn paid(app: &App) -> Result<Decided, Refusal> {
    let order = OrderId([9; 16]);
    app.owner(Command::RecordPayment { order, kind: PaymentKind::Captured, amount: None }).await
}

fn by_card(app: &App, order: u8, cents: i64) -> Command {
    by_code(order, cents, app.gift_code(CARD))
}

fn by_code(order: u8, cents: i64, code: String) -> Command {
    match place(order, cents) {
        Command::PlaceOrder { order, contact, expected, shown, delivery, redeem, .. } => {
            // Which card that is, nobody believes.
            let gift_card = Some(Bearer { code, card: Some(CARD) });
            Command::PlaceOrder { order, contact, expected, shown, delivery, redeem, gift_card }
        }
        other => other,
    }
}

fn balances(app: &App) -> Balances {
    app.current().market.gifts.balances(app.now()).get(&Currency::Usd).copied().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_store_cannot_spend_the_same_card() {
    let (_folder, one, two) = crate::testing::two_on_one_store().await;
    one.publish_shop(with_cards()).await.expect("a shop with cards");
    bought(&one).await;
    with_cart(&one, ADA, 2).await;
    two.wish_of(BAB, change_cart(1, 2)).await.expect("a cart");
    // 3.00 are on it, and both want 2.00 of them.
    let (a, b) = tokio::join!(one.wish_of(ADA, by_card(&one, 1, 0)), two.wish_of(BAB, by_card(&two, 2, 0)));
    assert!(a.is_ok() != b.is_ok(), "2.00 of 3.00 are spent once: {a:?} {b:?}");
    let (app, who, order) = if a.is_ok() { (&two, BAB, 2) } else { (&one, ADA, 1) };
    let again = app.wish_of(who, by_card(app, order, 0)).await;
    let Err(Refusal::Rejected(Rejection::PriceChanged { now, .. })) = again else { panic!("{again:?}") };
    assert_eq!(now.minor, 100, "1.00 is left of it");
    app.wish_of(who, by_card(app, order, 100)).await.expect("an order with what is left");
    let all = Balances { issued: 300, spent: 300, ..Balances::default() };
    for app in [&one, &two] {
        // What the other wrote is read with the next wish.
        app.wish_of(shopper(7), change_cart(1, 1)).await.expect("a cart");
        assert_eq!(balances(app), all);
    }
}

#[tokio::test]
async fn a_card_is_issued_once_however_often_it_is_said_to_be_paid() {
    let app = in_memory().await;
    app.publish_shop(with_cards()).await.expect("a shop with cards");
    bought(&app).await;
    assert!(matches!(paid(&app).await, Err(Refusal::Rejected(Rejection::TooMuch { .. }))));
    assert_eq!(app.current().market.gifts.all().count(), 1);
    let key = || Some("once".to_owned());
    let order = OrderId([9; 16]);
    let lines = vec![attar::event::StockLine { product: ProductId(3), units: 1 }];
    let refund = Command::RefundOrder { order, lines, shipping: false };
    let first = app.command_keyed(OWNER, Channel::Console, refund.clone(), key()).await.expect("money back");
    let again = app.command_keyed(OWNER, Channel::Console, refund, key()).await.expect("the same");
    assert_eq!(first, again);
    assert_eq!(balances(&app), Balances { issued: 300, taken_back: 300, ..Balances::default() });
}

#[tokio::test]
async fn only_the_code_of_a_card_opens_it_and_the_log_does_not_hold_it() {
    let app = in_memory().await;
    app.publish_shop(with_cards()).await.expect("a shop with cards");
    bought(&app).await;
    with_cart(&app, BAB, 1).await;
    for code in [String::new(), "1".to_owned(), app.gift_code(GiftCardId(2))] {
        let refused = app.wish_of(BAB, by_code(1, 0, code.clone())).await;
        assert_eq!(refused, Err(Refusal::Rejected(Rejection::UnknownGiftCard)), "{code}");
    }
    let code = app.gift_code(CARD);
    app.wish_of(BAB, by_code(1, 0, code.to_lowercase())).await.expect("an order");
    let log = app.events_after(0, usize::MAX).await.expect("the log");
    let text =
        serde_json::to_string(&log.iter().map(|stored| &stored.event).collect::<Vec<_>>()).expect("json");
    assert!(!text.contains(&code) && !text.contains(&code.replace('-', "")) && !text.contains("\"code\""));
}

#[tokio::test]
async fn a_card_of_the_forgotten_is_whoevers_who_has_its_code() {
    let app = in_memory().await;
    app.publish_shop(with_cards()).await.expect("a shop with cards");
    bought(&app).await;
    app.wish_of(ADA, Command::Forget { shopper: None, pseudonym: shopper(9) }).await.expect("forgotten");
    let outstanding = Balances { issued: 300, outstanding: 300, ..Balances::default() };
    assert_eq!(balances(&app), outstanding);
    let log = app.events_after(0, usize::MAX).await.expect("the log");
    let names_ada = |event: &attar::Event| format!("{event:?}").contains(&format!("{ADA:?}"));
    assert!(log.iter().all(|stored| !names_ada(&stored.event)), "nothing says whose it was");
    with_cart(&app, BAB, 1).await;
    app.wish_of(BAB, by_card(&app, 1, 0)).await.expect("an order");
    assert_eq!(balances(&app).outstanding, 200);
}
