//! Referral and surprises on the writer: never twice, never above the budget, with two processes, and nobody is told of
//! another.

use attar::event::{Actor, Consent, Fact, Posting, ReferralFault, Subject, TermsFact, Why};
use attar::shop::ShopDraft;
use attar::terms::loyalty::Programme;
use attar::{Command, OrderId, Rejection};

use super::*;
use crate::FixedClock;
use crate::contact::Contact;

const ADA: ShopperId = ShopperId([1; 16]);
const CODE: &str = "ADA2345678";

fn rewarding() -> ShopDraft {
    let programme = serde_json::json!({
        "worth": { "points": 1, "minor": 1 },
        "referral": { "gives": 20, "welcomes": 10, "most": 1 },
        "delight": { "points": 50, "most": 50, "occasions": [{ "by": "first_delivered", "points": 50 }] },
    });
    let programme: Programme = serde_json::from_value(programme).expect("a programme");
    ShopDraft { loyalty: Some(programme), ..shop() }
}

/// Two processes on one store, and a member with a code.
async fn two() -> (Folder, [App; 2]) {
    let (folder, clock) = (Folder::new(), Arc::new(FixedClock::at(NOW)));
    let open = async || {
        let log = Arc::new(SqliteLog::open(&folder.file()).expect("a store"));
        App::open(log, Arc::<FixedClock>::clone(&clock)).await.expect("a shop")
    };
    let one = open().await;
    one.publish_shop(rewarding()).await.expect("a shop");
    one.owner(Command::IssueCard { shopper: ADA }).await.expect("a card");
    one.wish_of(ADA, Command::OpenReferral { code: CODE.into() }).await.expect("a code");
    let two = open().await;
    (folder, [one, two])
}

async fn comes(app: &App, who: ShopperId) -> Result<Decided, Refusal> {
    app.wish_of(who, Command::SetConsent { consent: Consent::Full }).await.expect("consent");
    app.wish_of(who, Command::AcceptReferral { code: CODE.into() }).await
}

async fn facts(app: &App) -> Vec<(Subject, Actor, Fact)> {
    let all = log::read(app.log(), |reader| reader.after(0, usize::MAX)).await.expect("a log");
    all.into_iter().map(|stored| (stored.event.subject, stored.event.actor, stored.event.fact)).collect()
}

async fn rewards(app: &App) -> usize {
    let is_reward = |fact: &Fact| matches!(fact, Fact::Loyalty(fact) if matches!(fact.what, Posting::Earned { why: Why::Referral, .. }));
    facts(app).await.iter().filter(|(.., fact)| is_reward(fact)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_code_brings_no_more_than_it_may_with_two_processes() {
    let (_folder, [one, two]) = two().await;
    let (bab, cid) = (shopper(2), shopper(3));
    for (app, who) in [(&one, bab), (&two, cid)] {
        comes(app, who).await.expect("a referral");
        with_cart(app, who, 1).await;
    }
    let (a, b) = tokio::join!(one.wish_of(bab, place(1, 100)), two.wish_of(cid, place(2, 100)));
    let (a, b) = (a.expect("an order"), b.expect("an order"));
    assert_eq!(rewards(&one).await, 1, "the most is one");
    let again = two.wish_of(bab, place(1, 100)).await.expect("the same order");
    assert!(again.events.is_empty() && rewards(&two).await == 1, "the same again is nothing new");
    // Nobody is told of the member, and the log does not say who made it happen to them.
    assert!(a.events.iter().chain(&b.events).all(|event| event.subject != Subject::Shopper(ADA)));
    let others = facts(&one).await;
    assert!(others.iter().all(|(subject, actor, _)| {
        *subject != Subject::Shopper(ADA) || !matches!(actor, Actor::Shopper(who) if *who != ADA)
    }));
}

#[tokio::test]
async fn somebody_of_the_same_house_brings_nothing() {
    let (_folder, [one, _]) = two().await;
    let of = |address: &str, email: &str| Contact {
        name: "N".into(),
        address: address.into(),
        email: email.into(),
    };
    let order = async |who, n: u8, contact: Contact| {
        with_cart(&one, who, 1).await;
        let contact = one.put_contact(who, &contact).await.expect("a contact");
        let wish = Command::PlaceOrder {
            order: OrderId([n; 16]),
            contact,
            expected: crate::testing::dollars(100),
            shown: Vec::new(),
            delivery: None,
            redeem: 0,
            gift_card: None,
        };
        one.wish_of(who, wish).await.expect("an order")
    };
    order(ADA, 1, of("12 Rose Lane", "ada@example.org")).await;
    let bab = shopper(2);
    comes(&one, bab).await.expect("a referral");
    order(bab, 2, of("12, rose lane", "bab@example.org")).await;
    assert_eq!(rewards(&one).await, 0);
    let ended = facts(&one).await.into_iter().any(|(.., fact)| {
        matches!(fact, Fact::Loyalty(fact) if fact.what == Posting::ReferralEnded { why: ReferralFault::Together })
    });
    assert!(ended, "it is told why");
}

#[tokio::test]
async fn a_code_is_the_shops_own_and_leads_nowhere_once_its_member_is_forgotten() {
    let (_folder, [one, two]) = two().await;
    one.wish_of(ADA, Command::Forget { shopper: None, pseudonym: ShopperId::ANONYMOUS })
        .await
        .expect("forgotten");
    let refused = comes(&two, shopper(2)).await;
    let Err(Refusal::Rejected(Rejection::NotReferred { why })) = refused else { panic!("{refused:?}") };
    assert_eq!(why, ReferralFault::Unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_never_give_more_surprises_than_the_budget_has() {
    let (_folder, [one, two]) = two().await;
    for (n, who) in [(1, ADA), (2, shopper(2))] {
        one.owner(Command::IssueCard { shopper: who }).await.expect("a card");
        with_cart(&one, who, 1).await;
        one.wish_of(who, place(n, 100)).await.expect("an order");
        let order = OrderId([n; 16]);
        for step in [Command::PackOrder { order }, Command::ShipOrder { order }] {
            one.owner(step).await.expect("a step");
        }
    }
    let deliver = |app: App, n: u8| async move {
        app.owner(Command::DeliverOrder { order: OrderId([n; 16]) }).await.expect("it came")
    };
    tokio::join!(deliver(one.clone(), 1), deliver(two.clone(), 2));
    let given: i64 = facts(&one)
        .await
        .iter()
        .map(|(.., fact)| match fact {
            Fact::Terms(TermsFact::Delighted { points, .. }) => *points,
            _ => 0,
        })
        .sum();
    assert_eq!(given, 50, "there is a budget for one");
    let again = one.owner(Command::DeliverOrder { order: OrderId([1; 16]) }).await;
    assert!(again.is_err(), "it came once");
}
