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
/// .. at most so many are of one type, where others can be shown.
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
    /// Never shown: what is in the cart, what the page is about, what is not for this shopper, and in a
    /// list for them what was looked at in this visit. Ascending.
    hidden: Vec<ProductId>,
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
        self.hidden = in_cart.chain(self.about).chain(seen).collect();
        self.hidden.sort_unstable();
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
            && !self.reader.refuses(*id)
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
        ranked.into_iter().for_each(|pick| self.offer(pick));
        rank::popular(self.model(), |_| false).for_each(|pick| self.offer(pick));
        self.offer_later();
        self.shop().products.iter().for_each(|product| self.offer(Pick::of(product.id, Reason::Range)));
        self.offer_later();
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
        let places: Vec<ProductId> = own.iter().map(|pick| pick.product).collect();
        for pick in own {
            let product = self.undominated(pick.product, |other| places.contains(&other));
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
            met.iter().map(cause).filter(|cause| !self.reader.refuses(cause.product)).collect();
        let about = self.about.filter(|_| self.slot != Slot::Trending);
        causes.extend(about.map(|product| Cause { product, reason: Reason::GoesWith(product) }));
        causes
    }

    /// Puts a pick in the next place, or in its turn, or nowhere.
    fn offer(&mut self, pick: Pick) {
        if self.picks.len() == FIRST {
            self.offer_later();
        }
        if self.picks.len() == FRESH_PLACE && self.slot == Slot::ForYou {
            self.show_fresh();
        }
        if self.picks.len() >= self.asked || self.refused(pick.product) {
            return;
        }
        let Some(product) = self.undominated(pick.product, |other| !self.refused(other)) else { return };
        if self.picks.len() < FIRST && self.of_type(product) >= OF_ONE_TYPE && self.slot != Slot::Similar {
            self.later.push(pick);
        } else {
            self.picks.push(Pick { product, ..pick });
        }
    }

    fn offer_later(&mut self) {
        for pick in core::mem::take(&mut self.later) {
            let product = self.undominated(pick.product, |other| !self.refused(other));
            if let Some(product) = product.filter(|_| self.picks.len() < self.asked) {
                self.picks.push(Pick { product, ..pick });
            }
        }
    }

    /// How many picks so far are of the type of a product.
    fn of_type(&self, product: ProductId) -> usize {
        let kind = |product| self.shop().product(product).map(|product| product.kind);
        self.picks.iter().filter(|pick| kind(pick.product) == kind(product)).count()
    }

    /// One fresh product a list and day: which one, the shopper and the day say.
    fn show_fresh(&mut self) {
        let fresh: Vec<ProductId> =
            self.model().fresh.iter().copied().filter(|product| !self.refused(*product)).collect();
        let place = drawn(&self.reader.who.0, self.reader.at.0.div_euclid(86_400_000), fresh.len());
        let Some(product) = place.and_then(|place| fresh.get(place)).copied() else { return };
        let cheapest = self.undominated(product, |other| !self.refused(other)) == Some(product);
        if cheapest && self.picks.len() < self.asked {
            self.picks.push(Pick::of(product, Reason::New));
        }
    }

    /// Who gets the place that a product won: of all that may, the cheapest to this shopper of those
    /// like it, so that nothing stands above what is the same for less. Nobody, if all have a place.
    fn undominated(&self, product: ProductId, may: impl Fn(ProductId) -> bool) -> Option<ProductId> {
        let free = |id: ProductId| self.picks.iter().all(|pick| pick.product != id);
        if self.shop().product(product)?.make.maker == 0 {
            return Some(product).filter(|id| free(*id));
        }
        let book = self.shop().currency;
        let price = |id| self.reader.priced(id, book).map(|priced| priced.price.minor);
        let (own, minor) = (self.shop().product(product)?, price(product));
        let like =
            |other: &&Product| minor.is_some() && other.is_like(own) && free(other.id) && may(other.id);
        let likes = self.shop().products.iter().filter(like);
        // Of equal prices its own comes first.
        let cheapest =
            likes.filter_map(|other| Some((price(other.id)?, other.id != product, other.id))).min();
        cheapest.map(|(.., id)| id).or(Some(product).filter(|id| free(*id)))
    }
}

impl Reader<'_> {
    /// Whether the shopper said that a product is not for them.
    fn refuses(&self, product: ProductId) -> bool {
        let private = self.engine.state.private(&self.who);
        self.shared.refusals.holds(product) || private.is_some_and(|private| private.refusals.holds(product))
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
