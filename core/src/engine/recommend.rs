//! How a list is made: what it follows, what it never holds, and who gets which place.

use crate::engine::ask::Reader;
use crate::id::{LabelId, ProductId};
use crate::model::Model;
use crate::personalize::rank::{self, Cause};
use crate::personalize::touch::{How, Touch};
use crate::query::{Answer, Pick, Query, Reason, Recommended, Short, Slot, Unknown};
use crate::service::stock::Band;
use crate::shop::{Product, PublicShop};

/// Among the first so many picks ..
const FIRST: usize = 10;
/// .. at most so many are of one type, where others are known.
const OF_ONE_TYPE: usize = 3;
/// A fresh product may stand at this place of a personal list, from 0, and at no other.
const FRESH_PLACE: usize = 4;

impl Reader<'_> {
    pub(super) fn recommend(
        &self,
        slot: Slot,
        about: Option<ProductId>,
        n: u8,
        within: &[LabelId],
    ) -> Result<Answer, Unknown> {
        let about = about.map(|product| self.known(product)).transpose()?;
        if slot.follows_product() && about.is_none() {
            return Err(Unknown::ProductUnsaid);
        }
        let mut list = List::new(self, slot, about, within, usize::from(n.min(Query::MOST_PICKS)));
        list.fill();
        let short = match list.picks.len() {
            _ if n > Query::MOST_PICKS || within.len() > Query::MOST_LABELS => Some(Short::TooMany),
            found if found < list.asked => Some(Short::NothingElse),
            _ => None,
        };
        Ok(Answer::Recommended(Recommended { slot, picks: list.picks, short }))
    }
}

/// A list while it is filled.
struct List<'a> {
    reader: &'a Reader<'a>,
    slot: Slot,
    about: Option<ProductId>,
    within: &'a [LabelId],
    asked: usize,
    /// Never shown: what is in the cart, what the page is about, and in a list for this shopper what was
    /// looked at in this visit. Ascending.
    hidden: Vec<ProductId>,
    /// What a list of the shopper's own may hold; nothing for other lists.
    own: Option<Vec<ProductId>>,
    /// Whether a fresh product is still to come.
    fresh_due: bool,
    picks: Vec<Pick>,
    /// What came when there were enough of its type.
    later: Vec<Pick>,
}

impl<'a> List<'a> {
    fn new(
        reader: &'a Reader<'a>,
        slot: Slot,
        about: Option<ProductId>,
        within: &'a [LabelId],
        asked: usize,
    ) -> Self {
        let within = within.get(..Query::MOST_LABELS).unwrap_or(within);
        let mut list = Self {
            reader,
            slot,
            about,
            within,
            asked,
            hidden: Vec::new(),
            own: None,
            fresh_due: slot == Slot::ForYou && asked > FRESH_PLACE,
            picks: Vec::new(),
            later: Vec::new(),
        };
        list.hide();
        list
    }

    fn hide(&mut self) {
        let reader = self.reader;
        let in_cart = reader.shared.cart.lines().iter().map(|(product, _)| *product);
        let visit = if self.slot == Slot::ForYou { reader.touches.visit(reader.at) } else { &[] };
        let seen = visit.iter().filter(|touch| touch.how != How::Bought).map(|touch| touch.product);
        for product in in_cart.chain(self.about).chain(seen) {
            if let Err(place) = self.hidden.binary_search(&product) {
                self.hidden.insert(place, product);
            }
        }
    }

    fn shop(&self) -> &'a PublicShop {
        &self.reader.engine.snapshot.shop
    }

    fn model(&self) -> &'a Model {
        &self.reader.engine.snapshot.model
    }

    /// Whether a product may stand in this list.
    fn may_show(&self, product: &Product) -> bool {
        let Product { id, department, category, kind, .. } = product;
        let inside = |label: &LabelId| [department, category, kind].contains(&label);
        let other_type = || {
            let about = self.about.and_then(|about| self.shop().product(about));
            self.slot != Slot::BoughtTogether || about.is_none_or(|about| about.kind != *kind)
        };
        (self.within.is_empty() || self.within.iter().any(inside))
            && self.hidden.binary_search(id).is_err()
            && !self.reader.refusals.holds(*id)
            && self.reader.engine.state.band(*id) != Some(Band::Out)
            && other_type()
    }

    fn refused(&self, product: ProductId) -> bool {
        self.shop().product(product).is_none_or(|product| !self.may_show(product))
    }

    /// What is best comes first; then what sells, then what else there is.
    fn fill(&mut self) {
        if self.slot.is_own() {
            return self.fill_own();
        }
        // More than asked: some may have to wait for others of their type.
        let most = self.asked.saturating_add(FIRST);
        let ranked = rank::rank(self.model(), &self.context(), |product| self.refused(product), most);
        self.offer_all(&mut ranked.into_iter().chain(rank::popular(self.model())));
        self.offer_later();
        let mut range = self.shop().products.iter().map(|product| Pick::of(product.id, Reason::Range));
        self.offer_all(&mut range);
        self.offer_later();
    }

    fn is_full(&self) -> bool {
        self.picks.len() >= self.asked
    }

    fn offer_all(&mut self, picks: &mut dyn Iterator<Item = Pick>) {
        while !self.is_full() {
            let Some(pick) = picks.next() else { return };
            self.offer(pick);
        }
    }

    /// What the shopper met before, and nothing else.
    fn fill_own(&mut self) {
        let reader = self.reader;
        let mut own: Vec<Pick> = match self.slot {
            Slot::BuyAgain => {
                let again = reader.shared.bought.again(reader.at).into_iter();
                again.map(|product| Pick::of(product, Reason::Bought(product))).collect()
            }
            _ => reader.touches.iter().rev().map(|touch| Pick::of(touch.product, touch.reason())).collect(),
        };
        let mut seen = Vec::new();
        own.retain(|pick| {
            let fits = !self.refused(pick.product) && !seen.contains(&pick.product);
            seen.push(pick.product);
            fits
        });
        own.truncate(self.asked);
        self.own = Some(own.iter().map(|pick| pick.product).collect());
        for pick in own {
            let product = self.undominated(pick.product);
            let met = reader.touches.iter().rev().find(|touch| Some(touch.product) == product);
            let reason = met.filter(|_| self.slot == Slot::Recent).map(Touch::reason);
            if let Some(product) = product {
                self.picks.push(Pick::of(product, reason.unwrap_or(Reason::Bought(product))));
            }
        }
    }

    /// What the list follows, oldest first: this visit if it has begun, else what came before.
    fn context(&self) -> Vec<Cause> {
        let cause = |touch: &Touch| Cause { product: touch.product, reason: touch.reason() };
        let touches = &self.reader.touches;
        let met = match (self.slot, touches.visit(self.reader.at)) {
            (Slot::ForYou, []) => touches.all(),
            (Slot::ForYou, visit) => visit,
            _ => &[],
        };
        let mut causes: Vec<Cause> =
            met.iter().map(cause).filter(|cause| !self.reader.refusals.holds(cause.product)).collect();
        let about = self.about.filter(|_| self.slot != Slot::Trending);
        causes.extend(about.map(|product| Cause { product, reason: Reason::GoesWith(product) }));
        causes
    }

    /// Puts a pick in the next place, or behind what is of other types, or nowhere.
    fn offer(&mut self, pick: Pick) {
        if self.picks.len() == FIRST {
            self.offer_later();
        }
        self.show_fresh();
        if self.is_full() || self.refused(pick.product) {
            return;
        }
        let Some(product) = self.undominated(pick.product) else { return };
        if self.has_enough_like(product) {
            self.later.push(pick);
        } else {
            self.picks.push(Pick { product, ..pick });
        }
    }

    fn offer_later(&mut self) {
        for pick in core::mem::take(&mut self.later) {
            self.show_fresh();
            let product = self.undominated(pick.product);
            if let Some(product) = product.filter(|_| !self.is_full()) {
                self.picks.push(Pick { product, ..pick });
            }
        }
    }

    /// Whether the first picks need no more of a product's type.
    fn has_enough_like(&self, product: ProductId) -> bool {
        if self.picks.len() >= FIRST || self.slot == Slot::Similar {
            return false;
        }
        let kind = |product| self.shop().product(product).map(|product| product.kind);
        let own = kind(product);
        self.picks.iter().filter(|pick| kind(pick.product) == own).count() >= OF_ONE_TYPE
    }

    /// One fresh product a list and day, when its place comes: which one, the shopper and the day say. None
    /// that would be one too many of its type, or the same as another for more.
    fn show_fresh(&mut self) {
        if !self.fresh_due || self.picks.len() != FRESH_PLACE {
            return;
        }
        self.fresh_due = false;
        let fresh: Vec<ProductId> =
            self.model().fresh.iter().copied().filter(|product| !self.refused(*product)).collect();
        let place =
            drawn(&self.reader.who.0, self.shop().zone.civil_day(self.reader.at).0.into(), fresh.len());
        let Some(product) = place.and_then(|place| fresh.get(place)).copied() else { return };
        if self.undominated(product) == Some(product) && !self.has_enough_like(product) {
            self.picks.push(Pick::of(product, Reason::New));
        }
    }

    /// Who gets the place that a product won: of all that may, the cheapest to this shopper of those
    /// like it, so that nothing stands above what is the same for less. Nobody, if all have a place.
    ///
    /// The cause of the place stays with it: what it speaks for is the thing, not who sells it dearer.
    fn undominated(&self, product: ProductId) -> Option<ProductId> {
        let own = self.shop().product(product)?;
        let book = self.shop().currency;
        let price = |id| self.reader.priced(id, book).map(|priced| priced.price.minor);
        let alike = |other: &&Product| other.id == product || other.is_like(own);
        let mut best = None;
        for other in self.shop().products.iter().filter(|_| own.make.maker != 0).filter(alike) {
            // Of equal prices its own comes first. What has no price is nobody's better.
            let Some(minor) = price(other.id) else { continue };
            let found = (minor, other.id != product, other.id);
            if best.is_none_or(|best| found < best) && self.is_free(other.id) && self.may_stand(other.id) {
                best = Some(found);
            }
        }
        let best = best.filter(|_| price(product).is_some()).map(|(.., id)| id);
        best.or(Some(product).filter(|id| self.is_free(*id)))
    }

    fn is_free(&self, product: ProductId) -> bool {
        self.picks.iter().all(|pick| pick.product != product)
    }

    fn may_stand(&self, product: ProductId) -> bool {
        match &self.own {
            Some(own) => own.contains(&product),
            None => !self.refused(product),
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
