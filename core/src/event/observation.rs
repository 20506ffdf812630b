//! A signal with its place and its moment: all that a page takes in, in fewer bytes than an event.

use serde::{Deserialize, Serialize};

use super::{Actor, Channel, Event, Fact, Signal, Subject};
use crate::id::{EventId, ShopperId};
use crate::time::Timestamp;

/// What a page observed of a shopper, without what is the same in each such event. Postcard on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Its number at its source; the same number twice counts once.
    pub id: EventId,
    /// Who is affected.
    pub who: ShopperId,
    /// When it was observed.
    pub at: Timestamp,
    /// What was observed.
    pub signal: Signal,
}

impl Event {
    /// What was observed of a shopper; nothing, where something else happened.
    pub fn observation(&self) -> Option<Observation> {
        match (self.subject, &self.fact) {
            (Subject::Shopper(who), Fact::Signal(signal)) => {
                Some(Observation { id: self.id, who, at: self.at, signal: *signal })
            }
            _ => None,
        }
    }
}

/// The entry of the log: shoppers observe for themselves, in pages.
impl From<Observation> for Event {
    fn from(observed: Observation) -> Self {
        let Observation { id, who, at, signal } = observed;
        Self {
            id,
            subject: Subject::Shopper(who),
            actor: Actor::Shopper(who),
            channel: Channel::Web,
            at,
            fact: Fact::Signal(signal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Consent, CustomerFact};
    use crate::id::{ProductId, SourceId};

    const WHO: ShopperId = ShopperId([7; 16]);

    fn observed() -> Observation {
        let id = EventId { source: SourceId([1; 16]), n: 3 };
        Observation { id, who: WHO, at: Timestamp(5), signal: Signal::ViewItem { product: ProductId(1) } }
    }

    #[test]
    fn an_observation_comes_back_from_its_event() {
        assert_eq!(Event::from(observed()).observation(), Some(observed()));
    }

    #[test]
    fn nothing_else_is_an_observation() {
        let consented = Fact::Customer(CustomerFact::Consented { consent: Consent::Full });
        let other = Event { fact: consented, ..observed().into() };
        let market = Event { subject: Subject::Market, ..observed().into() };
        assert_eq!((other.observation(), market.observation()), (None, None));
    }
}
