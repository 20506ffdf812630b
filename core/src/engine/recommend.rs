//! How a list is made: what it follows, what it never holds, and who gets which place.

mod rules;
mod said;

use crate::engine::ask::Reader;
use crate::id::ProductId;
use crate::model::Model;
use crate::personalize::rank::Ranked;
use crate::personalize::touch::Touch;
use crate::query::{Pick, Placement, Query, Reason, Recommended, Short, Slot, Unknown};

use crate::service::order::Order;

use rules::Rules;
use said::by_leaning;

/// So many more are ranked than asked for, where the shopper likes something.
const MORE: usize = 100;
/// Among the first so many picks ..
const FIRST: usize = 10;
/// .. at most so many are of one type, where others are known.
const OF_ONE_TYPE: usize = 3;

impl Reader<'_> {
    pub(super) fn recommend(&self, place: &Placement<'_>) -> Result<Recommended, Unknown> {
        let Placement { slot, product, n, within } = *place;
        let about = product.map(|product| self.known(product)).transpose()?;
        if slot.follows_product() && about.is_none() {
            return Err(Unknown::ProductUnsaid);
        }
        if let Some(short) = self.owed(slot) {
            return Ok(Recommended { slot, picks: Vec::new(), short: Some(short) });
        }
        let rules = Rules::new(self, slot, about, within);
        let asked = usize::from(n.min(Query::MOST_PICKS));
        let picks = List::new(&rules, asked).fill();
        let short = match picks.len() {
            _ if n > Query::MOST_PICKS || within.len() > Query::MOST_LABELS => Some(Short::TooMany),
            found if found < asked => Some(Short::NothingElse),
            _ => None,
        };
        Ok(Recommended { slot, picks, short })
    }

    /// Service comes before selling: what the oldest order that is late says in place of what could be bought. What
    /// they met themselves is no offer.
    fn owed(&self, slot: Slot) -> Option<Short> {
        let mut orders = self.shared.orders.iter();
        if slot == Slot::Recent { None } else { orders.find_map(Order::owes) }
    }
}

/// What may get a place, and why.
#[derive(Clone, Copy)]
struct Offer {
    product: ProductId,
    why: Why,
}

#[derive(Clone, Copy)]
enum Why {
    /// It stands at this place of what was ranked: that is explained if it is shown.
    Ranked(usize),
    Said(Reason),
}

/// A list while it is filled.
struct List<'a> {
    rules: &'a Rules<'a>,
    asked: usize,
    /// What a list of the shopper's own may hold; nothing for other lists.
    own: Option<Vec<ProductId>>,
    /// Whether a fresh product is still to come.
    fresh_due: bool,
    picks: Vec<Offer>,
    /// What came when there were enough of its type.
    later: Vec<Offer>,
    /// What the shopper says they like, best first.
    liked: std::vec::IntoIter<Offer>,
    /// What of it had its turn.
    turned: Vec<ProductId>,
    /// What they say is not for them.
    unwanted: Vec<Offer>,
}

impl<'a> List<'a> {
    fn new(rules: &'a Rules<'a>, asked: usize) -> Self {
        let fresh_due = rules.slot == Slot::ForYou && asked > Model::FRESH_PLACE;
        let (picks, later, unwanted, turned) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let liked = Vec::new().into_iter();
        Self { rules, asked, own: None, fresh_due, picks, later, liked, turned, unwanted }
    }

    /// What is best comes first; then what sells, then what else there is.
    fn fill(mut self) -> Vec<Pick> {
        let rules = self.rules;
        if rules.slot.is_own() {
            self.fill_own();
            return self.picks.into_iter().filter_map(|offer| offer.pick(|| None)).collect();
        }
        let refused = |product| rules.refused(product);
        // More than asked: some may have to wait for others of their type, or for what is liked.
        let most = self.asked.saturating_add(if rules.said.lifts(rules.slot) { MORE } else { FIRST });
        let ranked = Ranked::of(rules.model(), &rules.context(), refused, most);
        let mut best = Vec::with_capacity(most);
        for (place, product) in ranked.products().enumerate() {
            best.push(Offer { product, why: Why::Ranked(place) });
        }
        if rules.said.lifts(rules.slot) {
            let all = [best.clone(), rules.popular(), rules.range()].concat();
            self.liked = rules.said.liked(rules, &all).into_iter();
        }
        self.offer_block(best);
        if !self.is_full() {
            self.offer_block(rules.popular());
            self.offer_later();
        }
        if !self.is_full() {
            self.offer_block(by_leaning(rules, rules.range()));
            self.offer_later();
        }
        for offer in core::mem::take(&mut self.unwanted) {
            self.offer(offer);
        }
        self.offer_later();
        let mut explained = ranked.explain(&self.ranked(), refused).into_iter();
        self.picks.into_iter().filter_map(|offer| offer.pick(|| explained.next().flatten())).collect()
    }

    /// The places of what was ranked and is shown.
    fn ranked(&self) -> Vec<usize> {
        let place = |offer: &Offer| match offer.why {
            Why::Ranked(place) => Some(place),
            Why::Said(_) => None,
        };
        self.picks.iter().filter_map(place).collect()
    }

    fn is_full(&self) -> bool {
        self.picks.len() >= self.asked
    }

    /// A block of a list: between its products comes what the shopper says they like, turn by turn, and what they say
    /// is not for them waits for the end.
    fn offer_block(&mut self, block: Vec<Offer>) {
        for offer in block {
            if self.is_full() {
                return;
            }
            if self.rules.is_unwanted(offer.product) {
                // It may be in several blocks.
                if self.unwanted.iter().all(|other| other.product != offer.product) {
                    self.unwanted.push(offer);
                }
            } else {
                self.offer_liked(offer.product);
                self.offer_once(offer);
            }
        }
    }

    /// What is liked next, unless it is what comes now by itself.
    fn offer_liked(&mut self, next: ProductId) {
        let (picks, turned) = (&self.picks, &self.turned);
        let is_new = |offer: &Offer| {
            picks.iter().all(|pick| pick.product != offer.product) && !turned.contains(&offer.product)
        };
        let liked = self.liked.find(is_new);
        if let Some(offer) = liked.filter(|offer| offer.product != next) {
            self.turned.push(offer.product);
            self.offer(offer);
        }
    }

    /// INVARIANT: every product has one turn at least, so that of those like one another each gets a place, whoever
    /// stands in whose.
    fn offer_once(&mut self, offer: Offer) {
        if !self.turned.contains(&offer.product) {
            self.offer(offer);
        }
    }

    /// What the shopper met before, and nothing else.
    fn fill_own(&mut self) {
        let reader = self.rules.reader;
        let mut own: Vec<ProductId> = match self.rules.slot {
            Slot::BuyAgain => reader.shared.bought.again(reader.at),
            _ => reader.touches.iter().rev().map(|touch| touch.product).collect(),
        };
        let mut seen = Vec::new();
        own.retain(|product| {
            let fits = !self.rules.refused(*product) && !seen.contains(product);
            seen.push(*product);
            fits
        });
        own.truncate(self.asked);
        self.own = Some(own.clone());
        for product in own {
            let product = self.undominated(product);
            let met = reader.touches.iter().rev().find(|touch| Some(touch.product) == product);
            let reason = met.filter(|_| self.rules.slot == Slot::Recent).map(Touch::reason);
            if let Some(product) = product {
                let why = Why::Said(reason.unwrap_or(Reason::Bought(product)));
                self.picks.push(Offer { product, why });
            }
        }
    }

    /// Puts an offer in the next place, or behind what is of other types, or nowhere.
    fn offer(&mut self, offer: Offer) {
        if self.picks.len() == FIRST {
            self.offer_later();
        }
        self.show_fresh();
        if self.is_full() || self.rules.refused(offer.product) {
            return;
        }
        let Some(product) = self.undominated(offer.product) else { return };
        if self.has_enough_like(product) {
            self.later.push(offer);
        } else {
            self.picks.push(Offer { product, ..offer });
        }
    }

    fn offer_later(&mut self) {
        for offer in core::mem::take(&mut self.later) {
            self.show_fresh();
            let product = self.undominated(offer.product);
            if let Some(product) = product.filter(|_| !self.is_full()) {
                self.picks.push(Offer { product, ..offer });
            }
        }
    }

    /// Whether the first picks need no more of a product's type.
    fn has_enough_like(&self, product: ProductId) -> bool {
        if self.picks.len() >= FIRST || self.rules.slot == Slot::Similar {
            return false;
        }
        let kind = |product| self.rules.shop().product(product).map(|product| product.kind);
        let own = kind(product);
        self.picks.iter().filter(|pick| kind(pick.product) == own).count() >= OF_ONE_TYPE
    }

    /// One fresh product a list and day, when its place comes: which one, the shopper and the day say. None
    /// that would be one too many of its type, or the same as another for more.
    fn show_fresh(&mut self) {
        if !self.fresh_due || self.picks.len() != Model::FRESH_PLACE {
            return;
        }
        self.fresh_due = false;
        let (rules, reader) = (self.rules, self.rules.reader);
        let may_show = |product: &ProductId| !rules.refused(*product) && !rules.is_unwanted(*product);
        let fresh: Vec<ProductId> = rules.model().fresh.iter().copied().filter(may_show).collect();
        let place = drawn(&reader.who.0, rules.shop().zone.civil_day(reader.at).0.into(), fresh.len());
        let Some(product) = place.and_then(|place| fresh.get(place)).copied() else { return };
        if self.undominated(product) == Some(product) && !self.has_enough_like(product) {
            self.picks.push(Offer { product, why: Why::Said(Reason::New) });
        }
    }

    /// Who gets the place that a product won, see [`Rules::undominated`].
    ///
    /// The cause of the place stays with it: what it speaks for is the thing, not who sells it dearer.
    fn undominated(&self, product: ProductId) -> Option<ProductId> {
        let is_free = |product| self.picks.iter().all(|pick| pick.product != product);
        let may_stand = |product| match &self.own {
            Some(own) => own.contains(&product),
            None => !self.rules.refused(product),
        };
        self.rules.undominated(product, is_free, may_stand)
    }
}

impl Offer {
    /// The pick that is shown; what was ranked is explained by the next explanation.
    fn pick(self, explained: impl FnOnce() -> Option<Pick>) -> Option<Pick> {
        match self.why {
            Why::Ranked(_) => explained().map(|pick| Pick { product: self.product, ..pick }),
            Why::Said(reason) => Some(Pick::of(self.product, reason)),
        }
    }
}

/// A number below `most` that a shopper has for a day: FNV-1a over both, finished as splitmix64 does.
fn drawn(who: &[u8; 16], day: i64, most: usize) -> Option<usize> {
    let bytes = who.iter().copied().chain(day.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)).checked_rem(most as u64).map(|place| place as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the two functions as they are published, computed elsewhere.
    #[test]
    fn a_draw_is_the_published_hash() {
        let numbered: [u8; 16] = core::array::from_fn(|place| place as u8);
        assert_eq!(drawn(&[0; 16], 0, 1_000), Some(55));
        assert_eq!(drawn(&[1; 16], 20_000, 1_000), Some(428));
        assert_eq!(drawn(&[255; 16], -1, 1_000), Some(327));
        assert_eq!((drawn(&numbered, 20_454, 7), drawn(&numbered, 20_455, 7)), (Some(4), Some(1)));
        assert_eq!(drawn(&numbered, 20_454, 0), None);
    }
}
