//! What a page shows before and after the server judged.

use attar::id::LabelId;
use attar::model::Model;
use attar::query::{Pick, Reason, Slot};
use attar::shop::{Label, ProductDraft, ShopDraft};
use attar::view::Node;
use attar::{Answer, Currency, Event, EventId, Lang, OrderId, ProductId, Query, Shop, Signal};

use super::*;

const WHO: ShopperId = ShopperId([7; 16]);
const SOURCE: SourceId = SourceId([1; 16]);
const NOW: Timestamp = Timestamp(1_000_000);

fn shop() -> Shop {
    let label = Label { en: "rice".into(), fa: "برنج".into(), ar: "أرز".into() };
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
    let draft = ShopDraft {
        currency: Currency::Usd,
        zone: Default::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![label],
        products: (1..=5).map(product).collect(),
        terms: Default::default(),
        price_lists: Vec::new(),
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    };
    Shop::check(draft).expect("a sound shop")
}

fn snapshot() -> Arc<Snapshot> {
    let items = (1..=5).map(ProductId).collect();
    let model = Model { items, popular: vec![0, 1, 2, 3, 4], ..Model::default() };
    Arc::new(Snapshot { model, ..Snapshot::cold(shop().public().clone()) })
}

fn session(who: ShopperId) -> Session {
    let slice = Slice { who, ..Slice::default() };
    Session::new(snapshot(), shop().names(Lang::En), slice, 10)
}

fn row(product: u32) -> Row {
    Row { signal: Signal::ViewItem { product: ProductId(product) }, at: NOW }
}

/// Views in the log, from the first of the page on.
fn seen(products: &[u32]) -> News {
    let row = |(n, product): (u32, &u32)| row(*product).observed(WHO, SOURCE, n);
    News::Observed((0..).zip(products).map(row).collect())
}

fn own(product: u32) -> Session {
    let mut session = session(WHO);
    session.outboxes.push(Outbox::new(SOURCE, WHO));
    session.outboxes.iter_mut().for_each(|outbox| outbox.push(row(product)));
    session.refresh();
    session
}

fn products(session: &Session) -> Vec<u32> {
    let query = Query::list(Slot::ForYou, 5);
    match session.engine.ask(&session.who, &query, NOW) {
        Answer::Recommended(list) => list.picks.iter().map(|pick: &Pick| pick.product.0).collect(),
        _ => Vec::new(),
    }
}

fn recent(session: &Session) -> Vec<Reason> {
    match session.engine.ask(&session.who, &Query::Profile, NOW) {
        Answer::Profile(profile) => profile.recent,
        _ => Vec::new(),
    }
}

#[test]
fn an_unjudged_row_moves_the_answers_at_once() {
    assert_eq!(products(&session(WHO)), [1, 2, 3, 4, 5]);
    assert_eq!(products(&own(2)), [1, 3, 4, 5]);
}

#[test]
fn a_judged_row_counts_once_and_the_answer_stays() {
    let mut session = own(2);
    let before = recent(&session);
    assert!(session.absorb(10, 11, seen(&[2])));
    assert_eq!((session.pending(), session.seq), (0, 11));
    assert_eq!(recent(&session), before);
}

#[test]
fn a_refused_row_leaves_the_answer() {
    let mut session = own(2);
    session.judged(SOURCE, 0);
    session.absorb(10, 10, seen(&[]));
    assert_eq!(products(&session), [1, 2, 3, 4, 5]);
}

#[test]
fn what_the_stream_brought_first_is_not_taken_twice() {
    let mut session = session(WHO);
    assert!(session.absorb(10, 12, seen(&[3])));
    assert!(session.absorb(10, 12, seen(&[3])), "the late answer brings nothing new");
    assert_eq!((session.seq, recent(&session).len()), (12, 1));
    assert!(session.absorb(10, 13, seen(&[3, 4])), "what overlaps counts once");
    assert_eq!((session.seq, recent(&session).len()), (13, 2));
    let slice = Slice { who: WHO, ..Slice::default() };
    assert!(session.absorb(0, 12, News::Slice(Box::new(slice))), "an old slice brings nothing new");
    assert_eq!((session.seq, recent(&session).len()), (13, 2));
}

#[test]
fn an_anonymous_page_moves_too_and_nothing_of_it_is_pending() {
    let mut session = session(ShopperId::ANONYMOUS);
    session.fleeting.push(row(2));
    session.refresh();
    assert_eq!((products(&session), session.pending()), (vec![1, 3, 4, 5], 0));
}

#[test]
fn what_the_device_keeps_is_never_pending_and_bounded() {
    let mut session = session(WHO);
    (0..450).for_each(|product| session.keep(row(product % 5 + 1)));
    assert_eq!((session.kept.len(), session.pending()), (Session::MOST_KEPT, 0));
    session.forget();
    assert!(recent(&session).is_empty());
}

#[test]
fn after_a_sync_the_page_knows_what_the_server_knows() {
    let mut server = Engine::new(snapshot(), Slice { who: WHO, ..Slice::default() }.into());
    let mut session = own(4);
    let observed: Vec<Observation> = session.outboxes.iter().flat_map(Outbox::observed).collect();
    observed.iter().for_each(|observed| server.apply(&Event::from(*observed)));
    session.absorb(10, 11, News::Observed(observed));
    assert_eq!(session.engine.slice(&WHO), server.slice(&WHO));
    assert!(matches!(server.slice(&WHO).shared.touches.iter().next(), Some(touch) if touch.product.0 == 4));
}

#[test]
fn what_is_there_already_is_not_adopted_again() {
    let mut session = own(2);
    let known = session.outboxes.clone();
    known.into_iter().for_each(|outbox| session.adopt(outbox));
    assert_eq!(session.pending(), 1);
    let left = Outbox::new(SourceId([2; 16]), WHO);
    session.adopt(left.clone());
    assert_eq!(
        (session.outboxes.len(), session.outboxes.first()),
        (2, Some(&left)),
        "its own stays the last"
    );
}

#[test]
fn a_slice_replaces_everything_but_what_waits() {
    let mut session = own(2);
    let slice = Slice { who: ShopperId([9; 16]), ..Slice::default() };
    assert!(session.absorb(0, 20, News::Slice(Box::new(slice))));
    assert_eq!((session.who, session.seq, session.pending()), (ShopperId([9; 16]), 20, 1));
}

#[test]
fn a_row_is_observed_of_its_shopper() {
    let observed = row(1).observed(WHO, SOURCE, 3);
    assert_eq!((observed.who, observed.signal), (WHO, Signal::ViewItem { product: ProductId(1) }));
    assert_eq!((observed.id, observed.at), (EventId { source: SOURCE, n: 3 }, NOW));
}

#[test]
fn an_element_shows_the_answer_or_that_there_is_none() {
    let session = session(WHO);
    let wish = |n| Wish::Recommend { slot: Slot::ForYou, product: None, n, within: Vec::new() };
    let list = session.draw(&wish(3), NOW).expect("a list");
    assert_eq!((list.tag, list.children.len()), ("ul", 3));
    let none = session.draw(&Wish::Track { order: OrderId([1; 16]) }, NOW).expect_err("no such order");
    assert!(matches!(&none.children[..], [Node::Text(_)]), "{none:?}");
    let unpriced = Wish::Price { product: ProductId(1), currency: None };
    assert_eq!(session.draw(&unpriced, NOW), Err(none));
}

#[test]
fn a_message_of_the_stream_counts_once_and_a_gap_is_noticed() {
    let mut session = session(WHO);
    let before = products(&session);
    assert!(!session.absorb(11, 12, seen(&[1])), "what lies between 10 and 11 is missing");
    assert_eq!((session.seq, products(&session)), (10, before));
    assert!(session.absorb(8, 12, seen(&[1])));
    let after = products(&session);
    assert!(session.absorb(10, 12, seen(&[1])), "heard again");
    assert_eq!((session.seq, products(&session)), (12, after));
}
