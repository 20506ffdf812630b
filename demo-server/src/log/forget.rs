//! What remains of the log when a shopper is forgotten: orders and sales, under another name.

use attar::event::{Actor, Event, Fact, OrderFact, Subject};
use attar::id::{ContactId, ShopperId};
use sha2::{Digest, Sha256};

/// The mark of a forgotten identifier, by which it is known again: the first half of a SHA-256. Nothing leads from it
/// back to an identifier that was drawn at random; one that can be guessed can be tried.
pub fn tomb(who: ShopperId) -> ShopperId {
    derived(b"attar forgotten", who)
}

/// Under which identifier a customer comes back who was forgotten: likewise.
pub(crate) fn anew(who: ShopperId) -> ShopperId {
    derived(b"attar anew", who)
}

fn derived(purpose: &[u8], who: ShopperId) -> ShopperId {
    let hash = Sha256::new().chain_update(purpose).chain_update(who.0).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(byte, found)| *byte = found);
    ShopperId(bytes)
}

/// What stands in an answer that tells a carrier's number: no other member of that name is text.
pub(super) const CARRIERS_NUMBER: &str = "\"number\":\"";

/// An entry as it stays when these are forgotten; nothing, if it goes.
pub(super) fn kept(event: &Event, gone: &[ShopperId], pseudonym: ShopperId) -> Option<Event> {
    let renamed = |who: ShopperId| if gone.contains(&who) { pseudonym } else { who };
    let mut kept = event.clone();
    if let Actor::Shopper(who) = event.actor {
        kept.actor = Actor::Shopper(renamed(who));
    }
    if let Subject::Shopper(who) = event.subject {
        kept.subject = Subject::Shopper(renamed(who));
        kept.fact = kept_fact(&event.fact)?;
    }
    Some(kept)
}

/// Sales and what became of orders; not where they went, nor what was only looked at or meant to be bought.
fn kept_fact(fact: &Fact) -> Option<Fact> {
    match fact {
        Fact::Signal(_) | Fact::Customer(_) => None,
        Fact::Order(
            OrderFact::CartChanged { .. } | OrderFact::CouponApplied { .. } | OrderFact::CouponRemoved { .. },
        ) => None,
        Fact::Order(OrderFact::Placed {
            order, number, lines, total, receipt, uses, waiting, goods, ..
        }) => {
            let (contact, lines) = (ContactId::default(), lines.clone());
            Some(Fact::Order(OrderFact::Placed {
                order: *order,
                number: *number,
                contact,
                lines,
                total: *total,
                receipt: receipt.clone(),
                uses: uses.clone(),
                waiting: waiting.clone(),
                promise: None,
                goods: goods.clone(),
            }))
        }
        Fact::Order(OrderFact::ParcelMoved { order, parcel, status, .. }) => {
            // The carrier's number leads to a door.
            let (order, parcel, status) = (*order, *parcel, *status);
            Some(Fact::Order(OrderFact::ParcelMoved { order, parcel, status, consignment: None }))
        }
        Fact::Order(OrderFact::ReturnMoved { order, number, status, .. }) => {
            let (order, number, status) = (*order, *number, *status);
            Some(Fact::Order(OrderFact::ReturnMoved { order, number, status, label: None }))
        }
        // A gift card is whoever's who has its code: it says nothing of its buyer.
        Fact::Order(_) | Fact::Shop(_) | Fact::Stock(_) | Fact::Terms(_) | Fact::Gift(_) => {
            Some(fact.clone())
        }
        // Points are owed to nobody any more.
        Fact::Loyalty(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tomb_is_the_same_again_and_nobody_elses() {
        let (ada, bab) = (ShopperId([1; 16]), ShopperId([2; 16]));
        assert_eq!(tomb(ada), tomb(ada));
        assert!(tomb(ada) != tomb(bab) && tomb(ada) != ada && tomb(ada) != anew(ada));
    }
}
