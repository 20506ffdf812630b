//! What a list may hold, and which of like products stands for them.

use super::said::Said;
use super::{Offer, Why};
use crate::engine::ask::Reader;
use crate::id::{LabelId, ProductId};
use crate::model::Model;
use crate::personalize::rank::{self, Cause};
use crate::personalize::touch::{How, Touch};
use crate::query::{Query, Reason, Slot};
use crate::service::stock::Band;
use crate::shop::{Product, PublicShop};

/// What was asked for, and what follows from it. It does not change while the list is filled.
pub(super) struct Rules<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) slot: Slot,
    pub(super) about: Option<ProductId>,
    within: &'a [LabelId],
    /// What the shopper said.
    pub(super) said: Said,
    /// Never shown: what is in the cart, what the page is about, and in a list for this shopper what was
    /// looked at in this visit. Ascending.
    hidden: Vec<ProductId>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(
        reader: &'a Reader<'a>,
        slot: Slot,
        about: Option<ProductId>,
        within: &'a [LabelId],
    ) -> Self {
        let within = within.get(..Query::MOST_LABELS).unwrap_or(within);
        let said = Said::of(reader);
        let mut rules = Self { reader, slot, about, within, said, hidden: Vec::new() };
        rules.hide();
        rules
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

    pub(super) fn shop(&self) -> &'a PublicShop {
        &self.reader.engine.snapshot.shop
    }

    pub(super) fn model(&self) -> &'a Model {
        &self.reader.engine.snapshot.model
    }

    /// What sells, most first.
    pub(super) fn popular(&self) -> Vec<Offer> {
        let popular = rank::popular(self.model());
        popular.map(|pick| Offer { product: pick.product, why: Why::Said(pick.reason) }).collect()
    }

    /// All that there is.
    pub(super) fn range(&self) -> Vec<Offer> {
        let why = Why::Said(Reason::Range);
        self.shop().products.iter().map(|product| Offer { product: product.id, why }).collect()
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
            && !self.reader.opinions.refuses(*id)
            && self.reader.engine.state.band(*id) != Some(Band::Out)
            && other_type()
    }

    /// Whether a product may not stand in this list, or is not sold at all.
    pub(super) fn refused(&self, product: ProductId) -> bool {
        self.shop().product(product).is_none_or(|product| !self.may_show(product))
    }

    /// Whether something of a product is not for this shopper: it stands behind all else.
    pub(super) fn is_unwanted(&self, product: ProductId) -> bool {
        self.said.is_unwanted(self, product)
    }

    /// What the list follows, oldest first: this visit if it has begun, else what came before.
    pub(super) fn context(&self) -> Vec<Cause> {
        let cause = |touch: &Touch| Cause { product: touch.product, reason: touch.reason() };
        let touches = &self.reader.touches;
        let met = match (self.slot, touches.visit(self.reader.at)) {
            (Slot::ForYou, []) => touches.all(),
            (Slot::ForYou, visit) => visit,
            _ => &[],
        };
        let mut causes: Vec<Cause> =
            met.iter().map(cause).filter(|cause| !self.reader.opinions.refuses(cause.product)).collect();
        let about = self.about.filter(|_| self.slot != Slot::Trending);
        causes.extend(about.map(|product| Cause { product, reason: Reason::GoesWith(product) }));
        causes
    }

    /// Who gets the place that a product won: of all that may, the cheapest to this shopper of those
    /// like it, so that nothing stands above what is the same for less. Nobody, if all have a place.
    pub(super) fn undominated(
        &self,
        product: ProductId,
        is_free: impl Fn(ProductId) -> bool,
        may_stand: impl Fn(ProductId) -> bool,
    ) -> Option<ProductId> {
        let itself = Some(product).filter(|id| is_free(*id));
        let own = self.shop().product(product)?;
        let mut others = self.shop().like(own).filter(|other| other.id != product).peekable();
        if others.peek().is_none() {
            return itself;
        }
        // What has no price is nobody's better.
        let price = |id| self.reader.priced(id, self.shop().currency, 1).map(|priced| priced.price.minor);
        let Some(minor) = price(product) else { return itself };
        // Of equal prices its own comes first.
        let mut best = itself.filter(|id| may_stand(*id)).map(|id| (minor, false, id));
        for other in others.map(|other| other.id) {
            let found = price(other).map(|minor| (minor, true, other));
            let better = found.filter(|found| best.is_none_or(|best| *found < best));
            best = better.filter(|_| is_free(other) && may_stand(other)).or(best);
        }
        best.map(|(.., id)| id).or(itself)
    }
}
