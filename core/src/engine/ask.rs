//! How each query is answered.

use crate::engine::Engine;
use crate::event::{Opinion, Topic};
use crate::id::{LabelId, OrderId, ProductId, ShopperId};
use crate::money::{Currency, Money};
use crate::personalize::affinity::Affinity;
use crate::personalize::opinions::Opinions;
#[cfg(feature = "till")]
use crate::personalize::question;
use crate::personalize::segment::{self, Rfm};
use crate::personalize::touch::{Touch, Touches};
use crate::query::{Answer, Placement, Priced, Profile, Query, Tracked, Unknown};
use crate::service::order::Order;
#[cfg(feature = "till")]
use crate::shop::WEB;
use crate::shop::{Own, PublicShop};
use crate::state::Shared;
use crate::terms::price::{self, Buyer};
use crate::time::Timestamp;
use crate::vec_map::VecMap;

pub(super) fn ask(engine: &Engine, who: &ShopperId, query: &Query, at: Timestamp) -> Answer {
    let reader = Reader::new(engine, who, at);
    let answer = match query {
        Query::Recommend { slot, product, n, within } => {
            let place = Placement { slot: *slot, product: *product, n: *n, within };
            reader.recommend(&place).map(Answer::Recommended)
        }
        Query::Price { product, currency } => reader.price(*product, *currency).map(Answer::Priced),
        #[cfg(feature = "till")]
        Query::Cart => Ok(Answer::Cart(reader.cart())),
        Query::Track { order } => reader.track(*order).map(Answer::Tracked),
        Query::Profile => Ok(Answer::Profile(reader.profile())),
        #[cfg(feature = "till")]
        Query::WouldBe { lines, instead } => reader.would_be(lines, *instead).map(Answer::WouldBe),
        #[cfg(feature = "till")]
        Query::Delivery { zone } => reader.delivery(*zone).map(Answer::Delivery),
        #[cfg(feature = "till")]
        Query::Loyalty => reader.loyalty().map(Answer::Loyalty),
        #[cfg(not(feature = "till"))]
        Query::Cart | Query::WouldBe { .. } | Query::Delivery { .. } | Query::Loyalty => {
            Err(Unknown::OnlyServer)
        }
    };
    answer.unwrap_or_else(Answer::Unknown)
}

/// One shopper at one moment.
pub(super) struct Reader<'a> {
    pub(super) engine: &'a Engine,
    /// What everyone may know of the shop, where they buy.
    pub(super) shop: &'a PublicShop,
    #[cfg(feature = "till")]
    /// Where that is.
    pub(super) channel: &'static str,
    pub(super) who: ShopperId,
    pub(super) shared: std::borrow::Cow<'a, Shared>,
    /// Shared and private touches as one, without what was sent back.
    pub(super) touches: Touches,
    pub(super) sent_back: Vec<Touch>,
    /// Likewise: the latest word on a product holds, wherever it was said.
    pub(super) opinions: Opinions,
    /// The prices of their groups.
    pub(super) own: std::borrow::Cow<'a, Own>,
    pub(super) at: Timestamp,
}

impl<'a> Reader<'a> {
    pub(super) fn new(engine: &'a Engine, who: &ShopperId, at: Timestamp) -> Self {
        use std::borrow::Cow;
        let shared = engine.state.shared(who).map_or_else(|| Cow::Owned(Shared::default()), Cow::Borrowed);
        let (mut touches, mut opinions) = (shared.touches.clone(), shared.opinions.clone());
        if let Some(private) = engine.state.private(who) {
            touches.extend(private.touches.all());
            opinions.merge(&private.opinions);
        }
        let sent_back = touches.take_sent_back();
        let own = engine.state.own(who);
        Self {
            engine,
            shop: &engine.snapshot.shop,
            #[cfg(feature = "till")]
            channel: WEB,
            who: engine.state.resolve(*who),
            shared,
            touches,
            sent_back,
            opinions,
            own,
            at,
        }
    }

    pub(super) fn known(&self, product: ProductId) -> Result<ProductId, Unknown> {
        let sold = self.engine.snapshot.shop.product(product).is_some();
        if sold { Ok(product) } else { Err(Unknown::Product(product)) }
    }

    pub(super) fn price(&self, product: ProductId, currency: Option<Currency>) -> Result<Priced, Unknown> {
        let product = self.known(product)?;
        let currency = currency.unwrap_or(self.engine.snapshot.shop.currency);
        let mut priced = self.priced(product, currency, 1).ok_or(Unknown::Price(product, currency))?;
        let shop = &self.engine.snapshot.shop;
        priced.steps = price::steps(shop, &priced, &self.buyer());
        priced.lowest = price::lowest(shop, &priced, self.at);
        Ok(priced)
    }

    pub(super) fn buyer(&self) -> Buyer<'_> {
        Buyer { card: self.shared.card, own: &self.own.lists, at: self.at }
    }

    /// What each of so many units costs.
    pub(super) fn priced(&self, product: ProductId, currency: Currency, units: u32) -> Option<Priced> {
        price::resolve(self.shop, product, currency, units, &self.buyer())
    }

    pub(super) fn track(&self, order: OrderId) -> Result<Tracked, Unknown> {
        self.shared.orders.get(order).map(Order::tracked).ok_or(Unknown::Order(order))
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
            groups: self.shared.groups.all().iter().map(|own| own.group.clone()).collect(),
            refused: self.opinions.refused(),
            likes: self.said(Opinion::Likes),
            unwanted: self.said(Opinion::NotForMe),
            ignored: self.said(Opinion::Ignored),
            leanings: self.affinity().strongest(Profile::MOST_LEANINGS),
        }
    }

    /// What their past speaks for, of all that they did not speak of themselves.
    pub(super) fn affinity(&self) -> Affinity {
        let shop = &self.engine.snapshot.shop;
        let said = self.opinions.topics();
        Affinity::of([self.touches.all(), &self.sent_back], shop, &said, self.at)
    }

    /// See [`question::next`]: what sells and what their past speaks for is likelier to be chosen.
    #[cfg(feature = "till")]
    pub(super) fn question(&self) -> Option<Topic> {
        let snapshot = &self.engine.snapshot;
        let (shop, affinity) = (&snapshot.shop, self.affinity());
        let said = self.opinions.topics();
        question::next(shop, &said, &|product| {
            let popular = snapshot.model.popular.iter();
            let sells =
                popular.filter_map(|item| snapshot.model.product(*item as usize)).any(|item| item == product);
            let mut leaning = Affinity::WHOLE;
            shop.each_topic(product, &mut |topic| {
                leaning = leaning.saturating_add(affinity.share(topic).max(0) * 4)
            });
            leaning as u64 * if sells { 2 } else { 1 }
        })
    }

    fn said(&self, opinion: Opinion) -> Vec<Topic> {
        let said = self.opinions.topics().into_iter().filter(|(_, said)| *said == opinion);
        said.map(|(topic, _)| topic).collect()
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
