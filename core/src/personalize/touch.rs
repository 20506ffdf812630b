//! What a shopper met of late: a bounded memory that does not depend on the order of arrival.

use serde::{Deserialize, Serialize};

use crate::event::{Event, Fact, Observation, OrderFact, Signal};
use crate::id::{EventId, ProductId};
use crate::query::Reason;
use crate::time::{Span, Timestamp};

/// How a product was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Looked at, or chosen from a list.
    Viewed,
    /// Put into the cart.
    InCart,
    /// Bought, here or in a store.
    Bought,
    /// Looked at for a while.
    Dwelt,
    /// Sent back by its buyer, as not to their taste.
    SentBack,
}

/// One product, met once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Touch {
    /// When.
    pub at: Timestamp,
    /// In which event.
    pub id: EventId,
    /// On which line of it, from 0.
    pub line: u16,
    /// What.
    pub product: ProductId,
    /// How.
    pub how: How,
}

impl Touch {
    /// The touch as a cause.
    pub fn reason(&self) -> Reason {
        match self.how {
            How::Viewed | How::Dwelt => Reason::Viewed(self.product),
            How::InCart => Reason::InCart(self.product),
            How::Bought | How::SentBack => Reason::Bought(self.product),
        }
    }

    /// The touch of one signal; none of one that only says something.
    pub fn observed(observed: &Observation) -> Option<Self> {
        let Observation { id, at, signal, .. } = *observed;
        let (product, how) = match signal {
            Signal::ViewItem { product } | Signal::SelectItem { product } => (product, How::Viewed),
            Signal::AddToCart { product } => (product, How::InCart),
            Signal::Purchase { product } => (product, How::Bought),
            Signal::UserEngagement { product } => (product, How::Dwelt),
            Signal::NotForMe { .. } | Signal::UndoNotForMe { .. } | Signal::Said { .. } => return None,
        };
        Some(Self { at, id, line: 0, product, how })
    }

    /// The touches of one event, in the order of its lines.
    pub fn of(event: &Event) -> Vec<Self> {
        let touch = |line, product, how| Self { at: event.at, id: event.id, line, product, how };
        match &event.fact {
            Fact::Signal(_) => event.observation().iter().filter_map(Self::observed).collect(),
            Fact::Order(OrderFact::Placed { lines, .. }) => {
                (0..).zip(lines).map(|(i, line)| touch(i, line.product, How::Bought)).collect()
            }
            Fact::Order(OrderFact::SoldInStore { lines, .. }) => {
                (0..).zip(lines).map(|(i, line)| touch(i, line.product, How::Bought)).collect()
            }
            Fact::Order(OrderFact::ReturnRequested { lines, reason, .. }) if reason.is_of_taste() => {
                (0..).zip(lines).map(|(i, line)| touch(i, line.product, How::SentBack)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The latest touches, oldest first, at most [`Touches::MOST`]; sorted by time, then by event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touches {
    touches: Vec<Touch>,
}

impl Touches {
    /// How many are kept.
    pub const MOST: usize = 100;

    /// Oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Touch> {
        self.touches.iter()
    }

    /// All of them, oldest first.
    pub fn all(&self) -> &[Touch] {
        &self.touches
    }

    /// Takes out what was sent back: that is no more a cause of anything.
    pub fn take_sent_back(&mut self) -> Vec<Touch> {
        let sent_back = self.touches.iter().filter(|touch| touch.how == How::SentBack).copied().collect();
        self.touches.retain(|touch| touch.how != How::SentBack);
        sent_back
    }

    /// Takes in touches; one that is there already counts once.
    pub fn extend(&mut self, touches: &[Touch]) {
        for touch in touches {
            if let Err(place) = self.touches.binary_search(touch) {
                self.touches.insert(place, *touch);
            }
        }
        // INVARIANT: what is kept is the latest of all that ever came, in whatever order it came.
        let excess = self.touches.len().saturating_sub(Self::MOST);
        self.touches.drain(..excess);
    }

    /// The touches of the visit that goes on at this moment: no gap longer than [`Span::VISIT`].
    pub fn visit(&self, at: Timestamp) -> &[Touch] {
        let mut next = at;
        let goes_on = |touch: &&Touch| {
            let near = next - touch.at <= Span::VISIT;
            next = touch.at;
            near
        };
        let length = self.touches.iter().rev().take_while(goes_on).count();
        self.touches.get(self.touches.len().saturating_sub(length)..).unwrap_or_default()
    }
}
