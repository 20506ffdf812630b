//! What is kept is what would be read.

use std::sync::Arc;
use std::time::Duration;

use attar::Command;
use attar::event::Consent;

use super::*;
use crate::testing::{change_cart, count, in_memory, open, place, shop, shopper, two_on_one_store};
use crate::{App, EventLog, MemoryLog};

/// Asks for everybody twice, so that the second answer is the kept one, and holds it against a shop that has just
/// been opened.
async fn agree(app: &App, log: &Arc<dyn EventLog>, after: &str) {
    let fresh = open(Arc::clone(log)).await;
    for who in (0..4).map(shopper) {
        app.known(&who).await.expect("an engine");
        let (current, kept) = app.known(&who).await.expect("an engine");
        let read = fresh.engine_for(&who).await.expect("an engine");
        assert_eq!(kept.state(), read.state(), "{who:?} after {after}");
        assert_eq!(kept.slice(&who), read.slice(&who), "{who:?} after {after}");
        assert!(Arc::ptr_eq(kept.snapshot(), &current.published.snapshot), "{who:?} after {after}");
    }
}

#[tokio::test]
async fn what_is_kept_is_what_would_be_read() {
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::default());
    let app = open(Arc::clone(&log)).await;
    agree(&app, &log, "nothing").await;
    app.publish_shop(shop()).await.expect("a shop");
    agree(&app, &log, "a shop was published").await;
    app.owner(count(1, 6)).await.expect("units");
    agree(&app, &log, "units were counted").await;
    let customer = shopper(2);
    let link = |visitor| Command::LinkVisitor { visitor };
    let story = [
        (shopper(1), Command::SetConsent { consent: Consent::Full }),
        (shopper(1), change_cart(1, 2)),
        (customer, change_cart(2, 1)),
        (customer, link(shopper(1))),
        // From now on the visitor's page holds the customer's history.
        (customer, change_cart(3, 1)),
        (customer, link(shopper(3))),
        (shopper(3), change_cart(1, 3)),
        // Few are left: everybody may know.
        (customer, place(1, 100 * 3 + 200 + 300)),
        (customer, Command::Forget { shopper: None, pseudonym: shopper(9) }),
    ];
    for (who, command) in story {
        let after = format!("{command:?}");
        app.wish_of(who, command).await.unwrap_or_else(|why| panic!("{after}: {why:?}"));
        agree(&app, &log, &after).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_wrote_is_not_overlooked() {
    let (_folder, one, two) = two_on_one_store().await;
    one.known(&shopper(1)).await.expect("an engine");
    two.wish_of(shopper(1), change_cart(1, 2)).await.expect("a cart");
    let lines = || async {
        let engine = one.known(&shopper(1)).await.expect("an engine").1;
        engine.state().shared(&shopper(1)).map_or(0, |shared| shared.cart.lines().len())
    };
    tokio::time::timeout(Duration::from_secs(10), async {
        while lines().await == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("the cart is seen");
}

#[tokio::test]
async fn memory_stays_bounded() {
    let app = in_memory().await;
    let (current, engine) = app.known(&ShopperId::ANONYMOUS).await.expect("an engine");
    let folded = Folded::new(Arc::clone(&current));
    let who = |n: usize| {
        let mut id = [1; 16];
        id[..8].copy_from_slice(&n.to_le_bytes());
        ShopperId(id)
    };
    for n in 0..2 * MOST {
        folded.keep(who(n), vec![who(n)], Arc::clone(&engine), &current);
        folded.find(who(0));
    }
    let kept = folded.kept.lock().expect("nobody panicked");
    assert!(kept.entries.len() <= MOST && kept.holders.len() == kept.entries.len());
    assert!(kept.entries.contains_key(&who(0)), "who comes again and again is kept");
}
