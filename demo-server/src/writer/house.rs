//! Who refers somebody of their own house: names and addresses lie beside the log, so it is found here.

use attar::Command;
use attar::event::{Actor, Fact, LoyaltyFact, Posting, ReferralFault, Subject, Why};
use attar::id::{ContactId, ShopperId};

use super::Wish;
use super::bench::Bench;
use crate::contact::Contact;
use crate::log::LogError;
use crate::referral::is_one_house;

type Facts = Vec<(Subject, Fact)>;

impl Bench<'_> {
    /// Whether a fact may be told to who wished for it: it is about the market, or about themselves, or they are no shopper.
    pub(super) fn is_own(&self, actor: &Actor, subject: Subject) -> bool {
        match (actor, subject) {
            (Actor::Shopper(who), Subject::Shopper(whose)) => {
                self.engine.state().resolve(*who) == self.engine.state().resolve(whose)
            }
            _ => true,
        }
    }

    /// The facts of a wish; where its order would bring points to somebody of the same house, decided anew behind that it
    /// brings nothing.
    pub(super) fn with_house(&mut self, wish: &Wish, facts: Facts) -> Result<Facts, LogError> {
        let (Actor::Shopper(who), Command::PlaceOrder { contact, .. }) = (wish.actor, &wish.command) else {
            return Ok(facts);
        };
        if !facts.iter().any(|(_, fact)| is_welcome(fact)) || !self.is_of_one_house(who, *contact)? {
            return Ok(facts);
        }
        let end = Command::EndReferral { shopper: who, why: ReferralFault::Together };
        let ended = Wish { actor: Actor::Clock, command: end, ..wish.clone() };
        self.decide(&ended)?.map_err(|_| LogError::Contradiction("a referral cannot be ended"))?;
        let again = self.engine.decide(&wish.actor, &wish.command, wish.at);
        again.map_err(|_| LogError::Contradiction("an order cannot be placed that could"))
    }

    /// Whether a contact is like one that an order of who referred somebody went to.
    fn is_of_one_house(&self, who: ShopperId, contact: ContactId) -> Result<bool, LogError> {
        let state = self.engine.state();
        let came = state.shared(&who).and_then(|shared| shared.account()?.referrals.came.as_ref());
        let giver = came.and_then(|came| state.referrer(&came.code)).and_then(|giver| state.shared(&giver));
        let (Some(own), Some(giver)) = (self.contact(contact)?, giver) else { return Ok(false) };
        for order in giver.orders.iter() {
            if self.contact(order.contact)?.is_some_and(|theirs| is_one_house(&own, &theirs)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn contact(&self, id: ContactId) -> Result<Option<Contact>, LogError> {
        let json = self.tx.contact(id)?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }
}

fn is_welcome(fact: &Fact) -> bool {
    matches!(fact, Fact::Loyalty(LoyaltyFact { what: Posting::Earned { why: Why::Referred(_), .. }, .. }))
}
