//! Laws about prices, carts and orders, and that `apply` accepts everything `decide` returns.

use std::collections::BTreeSet;

use attar::command::Status;
use attar::event::{
    CustomerFact, LoyaltyFact, OrderFact, ParcelStatus, ReturnStatus, ShopFact, StockFact, StockLine,
    TermsFact,
};
use attar::id::ParcelId;
use attar::query::{Answer, Parcel, ParcelStep, Return, Tracked};
use attar::service::order::Order;
use attar::{
    Actor, Command, Currency, Engine, Fact, Money, OrderId, ProductId, Query, ShopperId, Subject, Timestamp,
};
use proptest::prelude::*;

use super::{random, tries};

const NOW: Timestamp = Timestamp(random::START);

fn cart(engine: &Engine, who: &ShopperId) -> attar::query::Cart {
    match engine.ask(who, &Query::Cart, NOW) {
        Answer::Cart(cart) => cart,
        other => panic!("no cart: {other:?}"),
    }
}

/// The wish with the total that the shopper is shown, where it asks for it.
pub fn as_shown(engine: &Engine, actor: &Actor, command: Command) -> Command {
    match (actor, command) {
        (
            Actor::Shopper(who),
            Command::PlaceOrder {
                order,
                contact,
                expected: random::AS_SHOWN,
                shown,
                delivery,
                redeem,
                gift_card: None,
            },
        ) => {
            let quoted = engine.quote_with_points(who, redeem, NOW);
            let expected = quoted.map_or_else(|_| cart(engine, who).total, |cart| cart.total);
            Command::PlaceOrder { order, contact, expected, shown, delivery, redeem, gift_card: None }
        }
        (_, command) => command,
    }
}

/// Lets wishes come true one after the other; sees each grant between the state before and after.
pub fn live(
    mut engine: Engine,
    wishes: Vec<(Actor, Command)>,
    mut see: impl FnMut(&Engine, &[(Subject, Fact)], &Engine),
) -> Engine {
    let mut count = 0;
    for (minute, (actor, command)) in (0..).zip(wishes) {
        let at = Timestamp(NOW.0 + minute * 60_000);
        let command = as_shown(&engine, &actor, command);
        let Ok(facts) = engine.decide(&actor, &command, at) else { continue };
        let before = engine.clone();
        let events = random::numbered(facts.iter().map(|fact| (fact.clone(), at)).collect(), count);
        count += events.len() as u32;
        events.iter().for_each(|event| engine.apply(event));
        see(&before, &facts, &engine);
    }
    engine
}

/// Whether the state after a fact is what the fact says.
fn came_true(before: &Engine, subject: &Subject, fact: &Fact, after: &Engine) -> bool {
    match (subject, fact) {
        (Subject::Shopper(who), Fact::Order(fact)) => order_came_true(before, *who, fact, after),
        (Subject::Shopper(who), Fact::Customer(fact)) => {
            let shared = after.state().shared(who);
            match fact {
                CustomerFact::Consented { consent } => shared.is_some_and(|s| s.consent == *consent),
                CustomerFact::CardIssued => shared.is_some_and(|s| s.card),
                CustomerFact::Forgotten => shared.is_none() && after.state().resolve(*who) == *who,
                CustomerFact::GroupJoined { group } => shared.is_some_and(|s| s.groups.contains(group)),
                CustomerFact::GroupLeft { group } => shared.is_some_and(|s| !s.groups.contains(group)),
                CustomerFact::Linked { visitor, customer } => {
                    after.state().resolve(*visitor) == *customer
                        && shared.is_some_and(|s| s.visitors.contains(visitor))
                }
            }
        }
        (Subject::Market, fact) => market_came_true(before, fact, after),
        (Subject::Shopper(who), Fact::Loyalty(fact)) => points_came_true(*who, fact, after),
        (Subject::Shopper(_), _) => false,
    }
}

/// Every entry fits, and leaves all accounts in balance.
fn points_came_true(who: ShopperId, fact: &LoyaltyFact, after: &Engine) -> bool {
    let account = after.state().shared(&who).and_then(|shared| shared.account());
    account.is_some_and(|account| account.last >= fact.entry && account.balances(NOW).sum() == 0)
}

fn order_came_true(before: &Engine, who: ShopperId, fact: &OrderFact, after: &Engine) -> bool {
    let Some(shared) = after.state().shared(&who) else { return false };
    let stands = |order, status| shared.orders.get(order).is_some_and(|o| o.status() == status);
    // What is not sent is packed, sent and there at once: each step is among those that are new.
    let steps = |engine: &Engine, order| {
        let shared = engine.state().shared(&who);
        shared.and_then(|shared| shared.orders.get(order)).map_or(0, |order| order.timeline.len())
    };
    let went = |order, status| {
        let found = shared.orders.get(order);
        let new = found.map(|found| found.timeline.iter().skip(steps(before, order)));
        new.is_some_and(|mut new| new.any(|step| step.status == status))
    };
    match fact {
        OrderFact::CartChanged { product, quantity } => shared.cart.quantity(*product) == *quantity,
        OrderFact::Placed { order, total, .. } => {
            let found = shared.orders.get(*order).is_some_and(|o| o.total == *total);
            found && went(*order, Status::Placed) && shared.cart.lines().is_empty()
        }
        OrderFact::Packed { order } => went(*order, Status::Packed),
        OrderFact::Shipped { order } => went(*order, Status::Shipped),
        OrderFact::Delivered { order } => went(*order, Status::Delivered),
        OrderFact::ParcelPacked { order, parcel, lines } => {
            let packed = |found: &&Parcel| found.id == *parcel && found.lines == *lines;
            let found = shared.orders.get(*order).and_then(|order| order.parcels.iter().find(packed));
            found.is_some_and(|parcel| {
                parcel.timeline.first().is_some_and(|step| step.status == ParcelStatus::Packed)
            })
        }
        OrderFact::ParcelMoved { order, parcel, status, .. } => {
            shared.orders.get(*order).is_some_and(|order| {
                let has = |found: &Parcel| found.timeline.iter().any(|step| step.status == *status);
                order.parcels.iter().any(|found| found.id == *parcel && has(found))
            })
        }
        OrderFact::ParcelScanned { order, parcel, status, at } => {
            let step = ParcelStep { status: *status, at: *at };
            shared.orders.get(*order).is_some_and(|order| {
                order.parcels.iter().any(|found| found.id == *parcel && found.timeline.contains(&step))
            })
        }
        OrderFact::UnitsAllocated { order, .. } => {
            let waiting = |engine: &Engine| {
                let shared = engine.state().shared(&who)?;
                Some(shared.orders.get(*order)?.waiting.iter().map(|line| line.units).sum::<u32>())
            };
            waiting(after) < waiting(before)
        }
        OrderFact::UnitsCancelled { order, lines, credit } => {
            let last = shared.orders.get(*order).and_then(|order| order.cancels.last());
            last.is_some_and(|last| last.lines == *lines && last.credit == *credit)
        }
        OrderFact::ReturnRequested { order, number, lines, .. } => {
            let last = shared.orders.get(*order).and_then(|order| order.returns.last());
            last.is_some_and(|last| last.number == *number && last.lines == *lines)
        }
        OrderFact::ReturnMoved { order, number, status, .. } => {
            shared.orders.get(*order).is_some_and(|order| {
                order.returns.iter().any(|found| found.number == *number && found.status() == *status)
            })
        }
        OrderFact::PaymentRecorded { order, payment } => {
            let last = shared.orders.get(*order).and_then(|order| order.payments.last());
            last.is_some_and(|paid| paid.payment == *payment)
        }
        OrderFact::PromiseBroken { order, until, .. } => {
            let found = shared.orders.get(*order).and_then(|order| order.broken);
            found.is_some_and(|broken| broken.until == *until)
        }
        OrderFact::Compensated { order, amount } => {
            shared.orders.get(*order).is_some_and(|order| order.compensated == Some(*amount))
        }
        OrderFact::Cancelled { order } => stands(*order, Status::Cancelled),
        OrderFact::Granted { order, lines } | OrderFact::Revoked { order, lines } => {
            let found = shared.orders.get(*order);
            found.is_some_and(|found| {
                lines.iter().all(|line| {
                    let has = found.granted().iter().find(|own| own.product == line.product);
                    has.map_or(0, |has| has.units) <= found.standing(line.product)
                })
            })
        }
        OrderFact::SoldInStore { .. } => {
            let earlier = before.state().shared(&who).map_or(0, |s| s.purchases.count);
            shared.purchases.count == earlier + 1
        }
        OrderFact::CouponApplied { coupon } => shared.coupons.contains(coupon),
        OrderFact::CouponRemoved { promotion } => {
            shared.coupons.iter().all(|kept| kept.promotion != *promotion)
        }
        OrderFact::Refunded { order, refund } => shared.orders.get(*order).is_some_and(|found| {
            let back: i64 = found.refunds.iter().map(|refund| refund.amount.minor).sum();
            found.refunds.last() == Some(refund) && (0..=found.total.minor).contains(&back)
        }),
    }
}

fn market_came_true(before: &Engine, fact: &Fact, after: &Engine) -> bool {
    let (Some(old), Some(new)) = (before.state().market(), after.state().market()) else { return false };
    let moved = |product, by: i64| {
        let units = |of: Option<u32>| of.map(i64::from);
        units(new.stock.units(product)) == units(old.stock.units(product)).map(|units| units + by)
    };
    match fact {
        Fact::Stock(StockFact::Counted { lines }) => {
            let last =
                |product| lines.iter().rev().find(|line| line.product == product).map(|line| line.units);
            lines.iter().all(|line| new.stock.units(line.product) == last(line.product))
        }
        Fact::Stock(StockFact::Reserved { lines, .. }) => {
            lines.iter().all(|line| moved(line.product, -i64::from(line.units)))
        }
        Fact::Stock(StockFact::Released { lines, .. }) => {
            lines.iter().all(|line| moved(line.product, i64::from(line.units)))
        }
        Fact::Stock(StockFact::Allocated { lines, .. }) => {
            lines.iter().all(|line| moved(line.product, -i64::from(line.units)))
        }
        Fact::Stock(StockFact::BackOrdersSet { products, allowed }) => {
            products.iter().all(|product| new.stock.back_orders(*product) == *allowed)
        }
        Fact::Shop(ShopFact::Invoiced { invoice, .. }) => {
            new.invoices == *invoice && old.invoices + 1 == *invoice
        }
        Fact::Shop(ShopFact::Published { hash }) => new.shop == Some(*hash),
        Fact::Shop(
            ShopFact::HistoryImported { .. }
            | ShopFact::Repriced { .. }
            | ShopFact::DeliveriesImported { .. },
        ) => new.seq == old.seq + 1,
        Fact::Terms(TermsFact::Delighted { points, minor, .. }) => {
            let (was, now) = (old.delighted.since(None), new.delighted.since(None));
            (now.0 - was.0, now.1 - was.1) == (*points, *minor)
        }
        Fact::Terms(TermsFact::Used { uses, .. }) => uses
            .read()
            .iter()
            .flatten()
            .all(|one| new.given.times(one.promotion) == old.given.times(one.promotion) + 1),
        Fact::Terms(TermsFact::Returned { uses, .. }) => uses
            .read()
            .iter()
            .flatten()
            .all(|one| new.given.times(one.promotion) + 1 == old.given.times(one.promotion)),
        Fact::Terms(TermsFact::Refunded { uses, .. }) => uses.read().iter().flatten().all(|one| {
            let times = new.given.times(one.promotion) == old.given.times(one.promotion);
            times && one.budget.is_none_or(|id| new.given.paid(id) < old.given.paid(id))
        }),
        Fact::Gift(_) => {
            let all = new.gifts.all().all(|card| {
                let parts = [card.left, card.spent, card.expired, card.taken_back];
                parts.iter().all(|part| *part >= 0) && parts.iter().sum::<i64>() == card.value.minor
            });
            all && new.gifts != old.gifts
        }
        Fact::Signal(_) | Fact::Order(_) | Fact::Customer(_) | Fact::Loyalty(_) => false,
    }
}

/// Parcels that a carrier saw: their steps stand at their own times, whatever stands beside them.
type Seen = BTreeSet<(OrderId, ParcelId)>;

fn note_seen<'a>(seen: &mut Seen, facts: impl Iterator<Item = &'a Fact>) {
    seen.extend(facts.filter_map(|fact| match fact {
        Fact::Order(OrderFact::ParcelScanned { order, parcel, .. }) => Some((*order, *parcel)),
        _ => None,
    }));
}

fn is_legal(tracked: &Tracked, seen: &Seen) -> bool {
    let steps: Vec<Status> = tracked.timeline.iter().map(|step| step.status).collect();
    let follows = steps.windows(2).all(|pair| pair[0].may_become(pair[1]));
    follows
        && steps.first() == Some(&Status::Placed)
        && steps.last() == Some(&tracked.status)
        && tracked.parcels.iter().all(|own| is_legal_parcel(own, seen.contains(&(tracked.order, own.id))))
        && tracked.returns.iter().all(is_legal_return)
        && is_made_of_its_units(tracked)
}

fn is_legal_parcel(parcel: &Parcel, seen: bool) -> bool {
    let steps: Vec<ParcelStatus> = parcel.timeline.iter().map(|step| step.status).collect();
    let underway = |status| !matches!(status, ParcelStatus::Packed | ParcelStatus::Unpacked);
    let follows = |pair: &[ParcelStatus]| if seen { underway(pair[1]) } else { pair[0].may_become(pair[1]) };
    steps.first() == Some(&ParcelStatus::Packed) && steps.windows(2).all(follows)
}

fn is_legal_return(back: &Return) -> bool {
    let steps: Vec<ReturnStatus> = back.timeline.iter().map(|step| step.status).collect();
    steps.first() == Some(&ReturnStatus::Requested)
        && steps.windows(2).all(|pair| pair[0].may_become(pair[1]))
}

/// Delivered <= shipped <= packed <= ordered, per product; what was called off or waits is in no parcel.
fn is_made_of_its_units(tracked: &Tracked) -> bool {
    let units = |lines: &[StockLine], product| {
        lines.iter().filter(|line| line.product == product).map(|line| u64::from(line.units)).sum::<u64>()
    };
    tracked.lines.iter().all(|line| {
        let own = tracked.lines.iter().filter(|other| other.product == line.product);
        let again = tracked.returns.iter().filter(|back| back.status() == ReturnStatus::Exchanged);
        let again: u64 = again.map(|back| units(&back.lines, line.product)).sum();
        let ordered = own.map(|line| u64::from(line.quantity)).sum::<u64>() + again;
        let held = tracked.parcels.iter().filter(|parcel| !parcel.status().is_void());
        let held: u64 = held.map(|parcel| units(&parcel.lines, line.product)).sum();
        let waiting = units(&tracked.waiting, line.product);
        held + waiting + units(&tracked.cancelled, line.product) <= ordered
    })
}

/// What was to be paid was called off, was paid, or is still due; nobody gets back more than they paid.
fn reconciles(order: &Order) -> bool {
    if order.payments.is_empty() {
        return true;
    }
    let back: i64 = order.refunds.iter().map(|refund| refund.amount.minor).sum();
    let credits: i64 = order.cancels.iter().map(|cancel| cancel.credit.amount.minor).sum();
    let cancelled = if order.status() == Status::Cancelled { order.total.minor - back } else { credits };
    cancelled + order.received() + order.due() == order.total.minor
        && order.overpaid() == 0
        && back <= order.received()
        && order.due() >= 0
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn what_decide_returns_apply_accepts(engine in random::engine(), wishes in random::wishes()) {
        let mut lies = Vec::new();
        live(engine, wishes, |before, facts, after| {
            let false_ones = facts.iter().filter(|(subject, fact)| !came_true(before, subject, fact, after));
            lies.extend(false_ones.cloned());
        });
        prop_assert!(lies.is_empty(), "decided, yet not so: {:?}", lies);
    }

    #[test]
    fn an_order_never_takes_an_illegal_step(engine in random::engine(), wishes in random::wishes()) {
        let mut seen = Seen::new();
        let engine = live(engine, wishes, |_, facts, _| note_seen(&mut seen, facts.iter().map(|(_, fact)| fact)));
        for who in engine.state().shoppers() {
            for order in engine.slice(who).shared.orders.iter() {
                prop_assert!(is_legal(&order.tracked(), &seen), "{:?}", order);
                prop_assert!(reconciles(order), "{:?}", order);
            }
        }
    }

    #[test]
    fn not_even_a_log_of_nonsense_makes_an_illegal_order(
        engine in random::engine(),
        history in random::history_with_links(),
    ) {
        let mut engine = engine;
        history.iter().for_each(|event| engine.apply(event));
        let mut seen = Seen::new();
        note_seen(&mut seen, history.iter().map(|event| &event.fact));
        for who in engine.state().shoppers() {
            prop_assert!(engine.slice(who).shared.orders.iter().all(|order| is_legal(&order.tracked(), &seen)));
        }
    }

    #[test]
    fn a_personal_price_is_never_above_the_public_one(
        engine in random::engine(), card: bool, units in 1_u32..30, groups in random::groups(), at in random::moment(),
    ) {
        let own = engine.state().shop.as_ref().expect("a server has it").own(attar::shop::Member::of(&groups), attar::shop::WEB);
        for product in 1..=9 {
            for currency in Currency::ALL {
                let shop = &engine.snapshot().shop;
                let buyer = attar::terms::price::Buyer { card, own: &own.lists, at };
                let Some(priced) = attar::terms::price::resolve(shop, ProductId(product), currency, units, &buyer) else {
                    continue;
                };
                prop_assert!(priced.price.minor <= priced.public.minor);
                prop_assert!(priced.with_card.is_none_or(|with| with.minor < priced.price.minor && !card));
                prop_assert!(priced.price.minor >= 0);
            }
        }
    }

    #[test]
    fn a_total_is_the_sum_of_its_lines(engine in random::engine(), wishes in random::wishes()) {
        let mut placed = Vec::new();
        let engine = live(engine, wishes, |_, facts, _| {
            placed.extend(facts.iter().filter_map(|(_, fact)| match fact {
                Fact::Order(OrderFact::Placed { lines, total, receipt, .. }) => {
                    Some((lines.clone(), *total, receipt.clone()))
                }
                _ => None,
            }));
        });
        for (lines, total, receipt) in placed {
            let receipt = receipt.as_ref().and_then(attar::packed::Packed::get).expect("a receipt");
            let lines = lines.iter().map(|line| line.total.minor).sum::<i64>();
            prop_assert_eq!(lines + receipt.shipping - receipt.by_points(), total.minor);
            prop_assert_eq!(receipt.steps.iter().map(|step| step.minor).sum::<i64>(), total.minor);
        }
        for who in engine.state().shoppers() {
            let cart = cart(&engine, who);
            let Some(receipt) = cart.receipt() else {
                // Empty, or with tax and sending too large to count.
                continue;
            };
            let lines = cart.lines.iter().map(|line| line.total.minor).sum::<i64>();
            prop_assert_eq!(lines + receipt.shipping, cart.total.minor);
            // Tax and sending aside, nobody pays more than everyone may.
            let untaxed = receipt.lines.iter().map(|line| line.total).sum::<i64>();
            prop_assert!(0 <= untaxed && untaxed <= cart.public_total.minor);
        }
    }

    #[test]
    fn shares_sum_to_the_whole_and_none_is_short_by_a_unit(
        minor: i64,
        weights in prop::collection::vec(0_u64..1 << 32, 1..40),
    ) {
        let shares = Money::new(minor, Currency::Usd).allocate(&weights).expect("shares");
        let sum: i128 = shares.iter().map(|share| i128::from(share.minor)).sum();
        prop_assert_eq!(sum, i128::from(minor));
        let all: u128 = weights.iter().map(|w| u128::from(*w)).sum();
        for (share, weight) in shares.iter().zip(&weights).filter(|_| all > 0) {
            let floor = u128::from(minor.unsigned_abs()) * u128::from(*weight) / all;
            let units = u128::from(share.minor.unsigned_abs());
            prop_assert!(units == floor || units == floor + 1, "{} is not about {}", units, floor);
        }
    }
}
