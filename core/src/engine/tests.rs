//! Stories of the engine: given what happened, when somebody wants something, then these facts.

use super::*;
use crate::command::Status;
use crate::event::{Channel, Consent, CustomerFact, OrderFact, Role, Signal, StockFact, StockLine};
use crate::id::{ContactId, EventId, LabelId, OrderId, PriceListId, ProductId, SourceId};
use crate::money::{Currency, Money};
use crate::query::{Pick, Reason, Recommended, Slot};
use crate::shop::{PriceListDraft, ProductDraft, Shop, ShopDraft};
use crate::state::{Market, Slice};
use crate::time::Zone;

mod quotes;

const ADA: ShopperId = ShopperId([1; 16]);
const CYRUS: ShopperId = ShopperId([2; 16]);
const ORDER: OrderId = OrderId([7; 16]);
const NOW: Timestamp = Timestamp(1_000_000);
const OWNER: Actor = Actor::Merchant(Role::Owner);

/// 300 products at 100 cents each.
fn shop() -> Arc<Shop> {
    let label = LabelId(0);
    let product = |id| ProductDraft {
        id: ProductId(id),
        department: label,
        category: label,
        kind: label,
        size: crate::shop::Wording::default(),
        cost: 70,
        make: Default::default(),
        gift_card: None,
        entitles: None,
    };
    let list = PriceListDraft::everyone(
        PriceListId(1),
        "everyone",
        Currency::Usd,
        (1..=300).map(|id| (ProductId(id), 100)).collect(),
    );
    let name = || String::from("thing");
    let draft = ShopDraft {
        currency: Currency::Usd,
        zone: Zone::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![crate::shop::Label { en: name(), fa: name(), ar: name() }],
        products: (1..=300).map(product).collect(),
        price_lists: vec![list],
        terms: Default::default(),
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    };
    Arc::new(Shop::check(draft).expect("a sound shop"))
}

fn event(n: u32, subject: Subject, fact: Fact) -> Event {
    let actor = match subject {
        Subject::Shopper(who) => Actor::Shopper(who),
        Subject::Market => OWNER,
    };
    let id = EventId { source: SourceId([3; 16]), n };
    Event { id, subject, actor, channel: Channel::Web, at: NOW, fact }
}

fn given(facts: impl IntoIterator<Item = (Subject, Fact)>) -> Engine {
    given_in(shop(), facts)
}

fn given_in(shop: Arc<Shop>, facts: impl IntoIterator<Item = (Subject, Fact)>) -> Engine {
    let snapshot = Arc::new(Snapshot::cold(shop.public().clone()));
    let mut engine = Engine::new(snapshot, State::server(shop, Market::default()));
    for (n, (subject, fact)) in (0..).zip(facts) {
        engine.apply(&event(n, subject, fact));
    }
    engine
}

impl Engine {
    fn when(&self, actor: Actor, command: &Command) -> Result<Vec<(Subject, Fact)>, Rejection> {
        self.decide(&actor, command, NOW)
    }

    fn page_of(&self, who: ShopperId) -> Self {
        Self::new(Arc::clone(&self.snapshot), self.slice(&who).into())
    }
}

fn cart(product: u32, quantity: u32) -> Fact {
    Fact::Order(OrderFact::CartChanged { product: ProductId(product), quantity })
}

fn change(product: u32, quantity: u32) -> Command {
    Command::ChangeCart { product: ProductId(product), quantity }
}

fn place(minor: i64) -> Command {
    let (contact, expected) = (ContactId([9; 16]), Money::new(minor, Currency::Usd));
    Command::PlaceOrder {
        order: ORDER,
        contact,
        expected,
        shown: Vec::new(),
        delivery: None,
        redeem: 0,
        gift_card: None,
    }
}

fn placed() -> Fact {
    let (contact, total) = (ContactId([9; 16]), Money::new(100, Currency::Usd));
    Fact::Order(OrderFact::Placed {
        order: ORDER,
        number: 1,
        contact,
        lines: Vec::new(),
        total,
        receipt: None,
        uses: Default::default(),
        waiting: Vec::new(),
        promise: None,
        goods: Default::default(),
    })
}

fn view(product: u32) -> Fact {
    Fact::Signal(Signal::ViewItem { product: ProductId(product) })
}

fn counted(product: u32, units: u32) -> (Subject, Fact) {
    let lines = vec![StockLine { product: ProductId(product), units }];
    (Subject::Market, Fact::Stock(StockFact::Counted { lines }))
}

#[test]
fn the_owner_has_no_cart_no_orders_and_no_consent_of_their_own() {
    let engine = given([]);
    let consent = Command::SetConsent { consent: Consent::Full };
    let again = Command::Reorder { order: OrderId([1; 16]) };
    for wish in [change(1, 1), place(100), consent, again, Command::LinkVisitor { visitor: ADA }] {
        assert_eq!(engine.when(OWNER, &wish), Err(Rejection::Forbidden), "{wish:?}");
    }
}

#[test]
fn nobody_in_particular_changes_nothing() {
    let engine = given([]);
    let nobody = Actor::Shopper(ShopperId::ANONYMOUS);
    let consent = Command::SetConsent { consent: Consent::Full };
    let again = Command::Reorder { order: OrderId([1; 16]) };
    for wish in [change(1, 1), place(100), consent, again, Command::LinkVisitor { visitor: ADA }] {
        assert_eq!(engine.when(nobody, &wish), Err(Rejection::Anonymous), "{wish:?}");
    }
}

#[test]
fn what_is_said_about_nobody_is_not_kept() {
    let engine = given([(Subject::Shopper(ShopperId::ANONYMOUS), view(1))]);
    assert_eq!(engine.slice(&ShopperId::ANONYMOUS), Slice::default());
}

#[test]
fn a_cart_holds_two_hundred_products_and_grows_no_further() {
    let engine = given((1..=200).map(|id| (Subject::Shopper(ADA), cart(id, 1))));
    let full = Err(Rejection::BadQuantity { product: ProductId(201) });
    assert_eq!(engine.when(Actor::Shopper(ADA), &change(201, 1)), full);
    for allowed in [change(200, 2), change(200, 0), change(201, 0)] {
        assert!(engine.when(Actor::Shopper(ADA), &allowed).is_ok(), "{allowed:?}");
    }
}

#[test]
fn facts_that_do_not_fit_change_nothing() {
    let shipped = Fact::Order(OrderFact::Shipped { order: ORDER });
    let again = placed();
    let engine = given([placed(), shipped, again].map(|fact| (Subject::Shopper(ADA), fact)));
    let shared = engine.state().shared(&ADA).expect("a shopper");
    let order = shared.orders.get(ORDER).expect("an order");
    assert_eq!((order.status(), order.timeline.len()), (Status::Placed, 1));
}

#[test]
fn a_customer_is_linked_before_the_visitor_is_known() {
    let linked = Fact::Customer(CustomerFact::Linked { visitor: ADA, customer: CYRUS });
    let engine = given([
        (Subject::Shopper(CYRUS), linked),
        (Subject::Shopper(ADA), cart(1, 2)),
        (Subject::Shopper(ADA), view(2)),
    ]);
    assert_eq!(engine.state().resolve(ADA), CYRUS);
    let shared = engine.state().shared(&CYRUS).expect("the customer");
    assert_eq!((shared.cart.quantity(ProductId(1)), shared.visitors.clone()), (2, vec![ADA]));
    assert_eq!(engine.slice(&ADA), engine.slice(&CYRUS));
}

#[test]
fn a_page_of_a_linked_visitor_takes_in_what_happens_to_the_customer() {
    let linked = Fact::Customer(CustomerFact::Linked { visitor: ADA, customer: CYRUS });
    let mut page = given([(Subject::Shopper(CYRUS), linked)]).page_of(ADA);
    page.apply(&event(9, Subject::Shopper(CYRUS), cart(3, 4)));
    let answer = page.ask(&ADA, &Query::Cart, NOW);
    assert!(matches!(answer, Answer::Cart(cart) if cart.total == Money::new(400, Currency::Usd)));
}

#[test]
fn private_signals_teach_the_page_and_leave_no_trace_in_what_is_shared() {
    let mut page = given([]).page_of(ADA);
    let before = page.slice(&ADA).shared;
    page.apply_private(&event(0, Subject::Shopper(ADA), view(1)));
    page.apply_private(&event(1, Subject::Shopper(ADA), cart(1, 1)));
    page.apply_private(&event(2, Subject::Market, counted(1, 0).1));
    assert_eq!(page.slice(&ADA).shared, before);
    let recent = vec![Reason::Viewed(ProductId(1))];
    assert!(matches!(page.ask(&ADA, &Query::Profile, NOW), Answer::Profile(p) if p.recent == recent));
}

#[test]
fn a_page_is_told_of_the_market_and_a_server_keeps_its_own() {
    let mut server = given([counted(1, 0)]);
    let mut page = server.page_of(ADA);
    let enough = given([counted(1, 50)]).state().market_view();
    page.set_market_view(enough.clone());
    server.set_market_view(enough.clone());
    assert_eq!(page.state().market_view(), enough);
    assert_ne!(server.state().market_view(), enough);
}

#[test]
fn what_needs_the_whole_shop_is_decided_on_the_server_only() {
    let server = given([(Subject::Shopper(ADA), cart(1, 1))]);
    let ada = Actor::Shopper(ADA);
    assert_eq!(server.page_of(ADA).when(ada, &place(100)), Err(Rejection::OnlyServer));
    let facts = server.when(ada, &place(100)).expect("an order");
    assert_eq!(facts.len(), 2);
}

#[test]
fn a_shop_that_learned_nothing_shows_what_it_sells() {
    let engine = Engine::new(given([]).snapshot, State::from(Slice::default()));
    let query = Query::list(Slot::ForYou, 3);
    let picks = (1..=3).map(|id| Pick::of(ProductId(id), Reason::Range)).collect();
    let list = Recommended { slot: Slot::ForYou, picks, short: None };
    assert_eq!(engine.ask(&ADA, &query, NOW), Answer::Recommended(list));
}

#[test]
fn units_that_were_counted_after_the_order_come_back_with_it() {
    let reserved = |units| StockLine { product: ProductId(1), units };
    let take = Fact::Stock(StockFact::Reserved { order: ORDER, lines: vec![reserved(2)] });
    let back = Fact::Stock(StockFact::Released { order: ORDER, lines: vec![reserved(2)] });
    let engine = given([(Subject::Market, take), counted(1, 5), (Subject::Market, back)]);
    let market = engine.state().market().expect("a server has the market");
    assert_eq!((market.stock.units(ProductId(1)), market.orders), (Some(7), 1));
}
