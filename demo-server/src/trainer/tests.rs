//! The trainer learns once, in time, and the same from the same log.

use std::sync::Arc;

use attar::event::{Channel, Consent, Role, SoldLine};
use attar::id::{ContentHash, LabelId, PriceListId};
use attar::shop::{Label, PriceListDraft, ProductDraft, ShopDraft};
use attar::train::{Accuracy, Tuning};
use attar::{Actor, Command, Currency, ProductId, ShopperId};

use super::*;
use crate::{Clock, EventLog, FixedClock, MemoryLog, Wish};

const NOW: Timestamp = Timestamp(1_790_000_000_000);
const NEVER: Rhythm = Rhythm { every: Duration::from_secs(3_600), least: 20, search: false };

fn draft() -> ShopDraft {
    let label = |text: &str| Label { en: text.into(), fa: text.into(), ar: text.into() };
    let product = |id| ProductDraft {
        id: ProductId(id),
        department: LabelId(0),
        category: LabelId(0),
        kind: LabelId(0),
        size: attar::shop::Wording::default(),
        cost: 1,
        make: Default::default(),
        gift_card: None,
        entitles: None,
    };
    let prices = (1..=6).map(|id| (ProductId(id), 100)).collect();
    ShopDraft {
        currency: Currency::Usd,
        zone: attar::time::Zone::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![label("all")],
        products: (1..=6).map(product).collect(),
        terms: Default::default(),
        price_lists: vec![PriceListDraft::everyone(PriceListId(0), "list", Currency::Usd, prices)],
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    }
}

async fn open(log: &Arc<dyn EventLog>, now: Timestamp) -> App {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(now));
    App::open(Arc::clone(log), clock).await.expect("a shop")
}

/// A shop whose shoppers have bought the products 1 and 2, 2 and 3, and so on, together.
async fn traded() -> (Arc<dyn EventLog>, App) {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
    let app = open(&log, NOW).await;
    app.publish_shop(draft()).await.expect("a shop");
    for n in 1..=5 {
        buy(&app, n, u32::from(n)).await;
    }
    (log, app)
}

/// A shopper consents and buys a product and the one after it.
async fn buy(app: &App, shopper: u8, product: u32) {
    let shopper = ShopperId([shopper; 16]);
    let line = |id| SoldLine { product: ProductId(id), quantity: 1, paid: 100 };
    let lines = vec![line(product), line(product + 1)];
    let wish = |actor, command| Wish { actor, channel: Channel::Pos, command, at: NOW };
    let consent = wish(Actor::Shopper(shopper), Command::SetConsent { consent: Consent::Full });
    let sale = Command::RecordSale { shopper, currency: Currency::Usd, lines };
    app.record(vec![consent, wish(Actor::Merchant(Role::Till), sale)]).await.expect("a sale");
}

/// Waits until another snapshot serves.
async fn another(app: &App, than: ContentHash) -> ContentHash {
    let waited = tokio::time::timeout(Duration::from_secs(10), async {
        while app.snapshot().hash == than || !app.readiness().trained() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        app.snapshot().hash
    });
    waited.await.expect("another snapshot")
}

#[tokio::test]
async fn it_learns_at_the_start_and_the_shop_is_trained() {
    let (_, app) = traded().await;
    let cold = app.snapshot().hash;
    let _trainer = Trainer::start(app.clone(), Bell::default(), NEVER);
    another(&app, cold).await;
    let model = app.snapshot().snapshot.model.clone();
    assert_eq!((model.visits, model.items.len(), model.trained_at), (5, 6, NOW));
}

#[tokio::test]
async fn the_same_log_gives_the_same_snapshot_whatever_the_clock_says() {
    let (log, app) = traded().await;
    let cold = app.snapshot().hash;
    let first = {
        let _trainer = Trainer::start(app.clone(), Bell::default(), NEVER);
        another(&app, cold).await
    };
    let later = open(&log, Timestamp(NOW.0 + 86_400_000)).await;
    let mut desk = Desk::new(later.clone(), false);
    desk.round(0).await.expect("a round");
    assert_eq!(later.snapshot().hash, first);
}

#[tokio::test]
async fn a_start_without_anything_new_does_not_learn_again() {
    let (log, app) = traded().await;
    let mut desk = Desk::new(app.clone(), false);
    desk.round(20).await.expect("a round");
    let mut again = Desk::new(open(&log, NOW).await, false);
    again.round(20).await.expect("a round");
    assert_eq!((again.learner.reading.counted.fresh, again.learner.learned), (0, desk.learner.reading.seq));
    buy(&app, 9, 3).await;
    let mut grown = Desk::new(open(&log, NOW).await, false);
    grown.round(20).await.expect("a round");
    assert_eq!(grown.learner.learned, desk.learner.reading.seq + 2);
}

#[tokio::test]
async fn it_waits_for_enough_that_is_new_unless_the_bell_rings() {
    let (_, app) = traded().await;
    let mut desk = Desk::new(app.clone(), false);
    desk.round(20).await.expect("a round");
    let (first, learned) = (app.snapshot().hash, desk.learner.learned);
    buy(&app, 9, 3).await;
    desk.round(20).await.expect("a round");
    assert_eq!(
        (desk.learner.learned, desk.learner.reading.counted.fresh, app.snapshot().hash),
        (learned, 2, first)
    );
    desk.round(0).await.expect("a round");
    assert_eq!((desk.learner.learned, desk.learner.reading.counted.fresh), (learned + 2, 0));
    assert_ne!(app.snapshot().hash, first);
}

async fn forget(app: &App, shopper: u8) {
    let forget = Command::Forget { shopper: None, pseudonym: ShopperId::ANONYMOUS };
    let who = Actor::Shopper(ShopperId([shopper; 16]));
    app.command(who, Channel::Web, forget).await.expect("they are forgotten");
}

#[tokio::test]
async fn it_learns_at_once_when_somebody_is_forgotten_and_as_if_they_had_never_been() {
    let (_, without) = traded().await;
    Desk::new(without.clone(), false).round(20).await.expect("a round");
    let (_, app) = traded().await;
    let cold = app.snapshot().hash;
    buy(&app, 9, 5).await;
    let _trainer = Trainer::start(app.clone(), Bell::default(), NEVER);
    let with = another(&app, cold).await;
    assert_ne!(with, without.snapshot().hash);
    forget(&app, 9).await;
    another(&app, with).await;
    assert_eq!(app.snapshot().snapshot.model, without.snapshot().snapshot.model);
    assert!(app.is_gone(with).await.expect("a store") && app.is_gone(cold).await.expect("a store"));
    assert_eq!(app.blob(crate::log::BlobKind::Snapshot, with).await.expect("a store"), None);
}

#[tokio::test]
async fn a_model_that_had_learned_from_the_forgotten_never_serves_again() {
    let (log, app) = traded().await;
    let mut desk = Desk::new(app.clone(), false);
    desk.round(20).await.expect("a round");
    desk.read_on().await.expect("a count");
    forget(&app, 1).await;
    let late = desk.fit(TrainParams::default()).await;
    assert!(matches!(late, Err(TrainError::Publish(PublishError::Outdated))));
    let old = app.snapshot().hash;
    // The next start finds that it is to learn, whatever its rhythm says.
    let later = open(&log, NOW).await;
    let mut again = Desk::new(later.clone(), false);
    again.round(u32::MAX).await.expect("a round");
    assert_ne!(later.snapshot().hash, old);
    assert_eq!(later.snapshot().snapshot.model.visits, 4);
}

#[tokio::test]
async fn the_bell_is_heard() {
    let (_, app) = traded().await;
    let (cold, bell) = (app.snapshot().hash, Bell::default());
    let _trainer = Trainer::start(app.clone(), bell.clone(), NEVER);
    let first = another(&app, cold).await;
    buy(&app, 9, 3).await;
    bell.ring();
    another(&app, first).await;
}

#[tokio::test]
async fn a_recipe_that_was_found_is_there_at_the_next_start() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
    let app = open(&log, NOW).await;
    assert_eq!(Tuned::load(&app).await.expect("a store"), None);
    let accuracy = Accuracy { hr: 0.25, mrr: 0.1 };
    let found = Tuned::new(&Tuning { recipe: Recipe::clicks(), accuracy, ..Tuning::default() }, 1_000);
    found.keep(&app).await.expect("a store");
    assert_eq!(Tuned::load(&app).await.expect("a store"), Some(found.clone()));
    assert!(!found.is_old(1_500) && found.is_old(1_501));
}
