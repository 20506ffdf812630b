//! Laws about stock: never below nothing, and no unit is sold twice.

use std::collections::BTreeMap;

use attar::event::{OrderFact, StockFact};
use attar::{Command, Engine, Fact, ProductId, Subject};
use proptest::prelude::*;

use super::trade::live;
use super::{random, tries};

/// A shelf as a child would keep it: a number per counted product.
#[derive(Default)]
struct Shelf(BTreeMap<ProductId, i64>);

impl Shelf {
    fn take_in(&mut self, fact: &Fact) {
        match fact {
            Fact::Stock(StockFact::Counted { lines }) => {
                self.0.extend(lines.iter().map(|line| (line.product, i64::from(line.units))));
            }
            Fact::Stock(StockFact::Reserved { lines, .. } | StockFact::Allocated { lines, .. }) => {
                lines.iter().for_each(|line| self.change(line.product, -i64::from(line.units)));
            }
            Fact::Stock(StockFact::Released { lines, .. }) => {
                lines.iter().for_each(|line| self.change(line.product, i64::from(line.units)));
            }
            _ => {}
        }
    }

    fn change(&mut self, product: ProductId, by: i64) {
        if let Some(units) = self.0.get_mut(&product) {
            *units += by;
        }
    }
}

/// Taken from the facts, for the orders of the forgotten are nobody's any more.
fn number(fact: &Fact) -> Option<u32> {
    match fact {
        Fact::Order(OrderFact::Placed { number, .. }) => Some(*number),
        _ => None,
    }
}

/// Whether an order that was placed is found under its number.
fn is_found(subject: &Subject, fact: &Fact, engine: &Engine) -> bool {
    let (Subject::Shopper(who), Fact::Order(OrderFact::Placed { order, number, .. })) = (subject, fact)
    else {
        return true;
    };
    let orders = engine.state().shared(who).map(|shared| &shared.orders);
    orders.and_then(|orders| orders.get(*order)).is_some_and(|order| order.number == *number)
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn no_unit_is_sold_twice(engine in random::engine(), wishes in random::wishes()) {
        let mut shelf = Shelf::default();
        let mut lowest = 0;
        let engine = live(engine, wishes, |_, facts, _| {
            facts.iter().for_each(|(_, fact)| shelf.take_in(fact));
            lowest = lowest.min(shelf.0.values().copied().min().unwrap_or(0));
        });
        prop_assert_eq!(lowest, 0, "a shelf below nothing");
        let stock = &engine.state().market().expect("a server has the market").stock;
        for (product, units) in shelf.0 {
            prop_assert_eq!(stock.units(product).map(i64::from), Some(units));
        }
    }

    #[test]
    fn order_numbers_are_given_once_and_count_up(engine in random::engine(), wishes in random::wishes()) {
        let mut numbers: Vec<u32> = Vec::new();
        let mut found = true;
        live(engine, wishes, |_, facts, after| {
            numbers.extend(facts.iter().filter_map(|(_, fact)| number(fact)));
            found &= facts.iter().all(|(subject, fact)| is_found(subject, fact, after));
        });
        prop_assert!(found, "an order without its number");
        prop_assert_eq!(numbers.clone(), (1..).take(numbers.len()).collect::<Vec<u32>>());
    }

    #[test]
    fn a_command_reads_all_that_it_is_judged_by(engine in random::engine(), wishes in random::wishes()) {
        let mut wishes = wishes;
        let Some((actor, wish)) = wishes.pop() else { return Ok(()) };
        let engine = live(engine, wishes, |_, _, _| {});
        let wish = super::trade::as_shown(&engine, &actor, wish);
        let reads = wish.reads(&actor);
        let state = engine.state();
        let buyer = reads.order.and_then(|order| state.buyer(order));
        let code = reads.code.as_deref().and_then(|code| state.referrer(code));
        let named = reads.shoppers.into_iter().chain(buyer).map(|who| state.resolve(who));
        // What becomes of an order is the matter of who referred its buyer, too.
        let came = |who: attar::ShopperId| state.shared(&who)?.account()?.referrals.came.as_ref();
        let with_giver = |who| [Some(who), came(who).and_then(|came| state.referrer(&came.code))];
        let needed: Vec<_> = named.flat_map(with_giver).flatten().chain(code).collect();
        let at = attar::Timestamp(random::START);
        let whole = engine.decide(&actor, &wish, at);
        // What is judged must not change when histories that are not named are there as well.
        let touched = whole.iter().flatten().filter_map(|(subject, _)| match subject {
            Subject::Shopper(who) => Some(state.resolve(*who)),
            Subject::Market => None,
        });
        let unread = !matches!(wish, Command::SetConsent { .. } | Command::RecordSale { .. });
        for who in touched.filter(|_| unread) {
            prop_assert!(needed.contains(&who), "{:?} touches {:?} unread", wish, who);
        }
    }
}
