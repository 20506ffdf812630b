//! How each query is answered.

use crate::engine::Engine;
use crate::id::{LabelId, OrderId, ProductId, ShopperId};
use crate::money::{Currency, Money};
use crate::personalize::rank::{self, Cause};
use crate::personalize::segment::{self, Rfm};
use crate::personalize::touch::{How, Touch, Touches};
use crate::query::{Answer, Cart, CartLine, Priced, Profile, Query, Recommended, Short, Slot, Unknown};
use crate::service::stock::Band;
use crate::state::Shared;
use crate::terms::price;
use crate::time::Timestamp;
use crate::vec_map::VecMap;

pub(super) fn ask(engine: &Engine, who: &ShopperId, query: &Query, at: Timestamp) -> Answer {
    let reader = Reader::new(engine, who, at);
    let answer = match *query {
        Query::Recommend { slot, product, n } => reader.recommend(slot, product, n),
        Query::Price { product, currency } => reader.price(product, currency),
        Query::Cart => Ok(Answer::Cart(reader.cart())),
        Query::Track { order } => reader.track(order),
        Query::Profile => Ok(Answer::Profile(reader.profile())),
    };
    answer.unwrap_or_else(Answer::Unknown)
}

/// One shopper at one moment.
pub(super) struct Reader<'a> {
    engine: &'a Engine,
    shared: std::borrow::Cow<'a, Shared>,
    /// Shared and private touches as one.
    touches: Touches,
    at: Timestamp,
}

impl<'a> Reader<'a> {
    pub(super) fn new(engine: &'a Engine, who: &ShopperId, at: Timestamp) -> Self {
        use std::borrow::Cow;
        let shared = engine.state.shared(who).map_or_else(|| Cow::Owned(Shared::default()), Cow::Borrowed);
        let mut touches = shared.touches.clone();
        if let Some(private) = engine.state.private(who) {
            touches.extend(private.touches.all());
        }
        Self { engine, shared, touches, at }
    }

    fn known(&self, product: ProductId) -> Result<ProductId, Unknown> {
        let sold = self.engine.snapshot.shop.product(product).is_some();
        if sold { Ok(product) } else { Err(Unknown::Product(product)) }
    }

    fn recommend(&self, slot: Slot, about: Option<ProductId>, n: u8) -> Result<Answer, Unknown> {
        let about = about.map(|product| self.known(product)).transpose()?;
        if slot == Slot::Similar && about.is_none() {
            return Err(Unknown::ProductUnsaid);
        }
        let asked = usize::from(n.min(Query::MOST_PICKS));
        let hidden = self.refused(slot, about);
        let refused = |product: ProductId| hidden.binary_search(&product).is_ok() || !self.on_sale(product);
        let model = &self.engine.snapshot.model;
        let mut picks = rank::rank(model, &self.context(slot, about), refused, asked);
        for pick in rank::popular(model, refused) {
            if picks.len() < asked && picks.iter().all(|p| p.product != pick.product) {
                picks.push(pick);
            }
        }
        let short = match picks.len() {
            _ if n > Query::MOST_PICKS => Some(Short::TooMany),
            found if found < asked => Some(Short::NothingElse),
            _ => None,
        };
        Ok(Answer::Recommended(Recommended { slot, picks, short }))
    }

    /// What a list follows, oldest first: this visit if it has begun, else what came before.
    fn context(&self, slot: Slot, about: Option<ProductId>) -> Vec<Cause> {
        let goes_with =
            about.map(|product| Cause { product, reason: crate::query::Reason::GoesWith(product) });
        if slot != Slot::ForYou {
            return goes_with.filter(|_| slot == Slot::Similar).into_iter().collect();
        }
        let cause = |touch: &Touch| Cause { product: touch.product, reason: touch.reason() };
        let visit = self.touches.visit(self.at);
        let mut causes: Vec<Cause> = match visit {
            [] => self.touches.iter().map(cause).collect(),
            visit => visit.iter().map(cause).collect(),
        };
        causes.extend(goes_with);
        causes
    }

    /// Products that are never shown here, ascending: what is in the cart, what the page is about,
    /// and in a personal list what was looked at in this visit.
    fn refused(&self, slot: Slot, about: Option<ProductId>) -> Vec<ProductId> {
        let in_cart = self.shared.cart.lines().iter().map(|(product, _)| *product);
        let visit = if slot == Slot::ForYou { self.touches.visit(self.at) } else { &[] };
        let seen = visit.iter().filter(|touch| touch.how != How::Bought).map(|touch| touch.product);
        let mut refused: Vec<ProductId> = Vec::new();
        for product in in_cart.chain(about).chain(seen) {
            if let Err(place) = refused.binary_search(&product) {
                refused.insert(place, product);
            }
        }
        refused
    }

    /// Whether a product can be had at all.
    fn on_sale(&self, product: ProductId) -> bool {
        let sold = self.engine.snapshot.shop.product(product).is_some();
        sold && self.engine.state.band(product) != Some(Band::Out)
    }

    fn price(&self, product: ProductId, currency: Option<Currency>) -> Result<Answer, Unknown> {
        let product = self.known(product)?;
        let currency = currency.unwrap_or(self.engine.snapshot.shop.currency);
        self.priced(product, currency).map(Answer::Priced).ok_or(Unknown::Price(product, currency))
    }

    pub(super) fn priced(&self, product: ProductId, currency: Currency) -> Option<Priced> {
        price::resolve(&self.engine.snapshot.shop, product, currency, self.shared.card)
    }

    /// Lines without a price (no longer sold) are left out; checkout names them.
    fn cart(&self) -> Cart {
        let book = self.engine.snapshot.shop.currency;
        let mut cart = Cart { lines: Vec::new(), total: Money::zero(book), public_total: Money::zero(book) };
        for (product, quantity) in self.shared.cart.lines() {
            let line = self.priced(*product, book).and_then(|priced| {
                let total = priced.price.times(*quantity).ok()?;
                let sums = (cart.total.plus(total).ok()?, priced.public.times(*quantity).ok()?);
                let public_total = cart.public_total.plus(sums.1).ok()?;
                Some((
                    CartLine {
                        product: *product,
                        quantity: *quantity,
                        total,
                        reason: priced.reason,
                        in_stock: self.may_have(*product, *quantity),
                    },
                    sums.0,
                    public_total,
                ))
            });
            if let Some((line, total, public_total)) = line {
                cart.lines.push(line);
                (cart.total, cart.public_total) = (total, public_total);
            }
        }
        cart
    }

    fn may_have(&self, product: ProductId, quantity: u32) -> bool {
        match self.engine.state.band(product) {
            Some(Band::Out) => false,
            Some(Band::Few) => quantity <= Band::FEW,
            None => true,
        }
    }

    fn track(&self, order: OrderId) -> Result<Answer, Unknown> {
        let found = self.shared.orders.get(order).ok_or(Unknown::Order(order))?;
        Ok(Answer::Tracked(found.tracked()))
    }

    fn profile(&self) -> Profile {
        let book = self.engine.snapshot.shop.currency;
        let purchases = &self.shared.purchases;
        let spent = purchases.spent_in(book);
        Profile {
            consent: self.shared.consent,
            card: self.shared.card,
            purchases: purchases.count,
            spent: Money::new(spent, book),
            last_purchase: purchases.last,
            categories: self.categories(),
            segment: purchases.last.and_then(|last| {
                let days = (self.at - last).whole_days().clamp(0, i64::from(u32::MAX));
                let rfm = Rfm { recency_days: days as u32, frequency: purchases.count, money: spent };
                segment::assign(&self.engine.snapshot.model.segments, &rfm)
            }),
            recent: self.touches.iter().rev().take(10).map(Touch::reason).collect(),
        }
    }

    /// The five categories met most, most first; ties by number.
    fn categories(&self) -> Vec<(LabelId, u32)> {
        let shop = &self.engine.snapshot.shop;
        let mut counts = VecMap::<LabelId, u32>::default();
        for product in self.touches.iter().filter_map(|touch| shop.product(touch.product)) {
            let count = counts.or_default(product.category);
            *count = count.saturating_add(1);
        }
        let mut most: Vec<(LabelId, u32)> = Vec::new();
        for (category, count) in counts.iter() {
            // Behind those met as often: their numbers are lower.
            let place = most.partition_point(|(_, other)| other >= count);
            most.insert(place, (*category, *count));
        }
        most.truncate(5);
        most
    }
}
