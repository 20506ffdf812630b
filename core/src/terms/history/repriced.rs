//! What the log is told of prices when a shop comes into force.

use std::collections::BTreeMap;

use super::promoted::Promoted;
use super::{KEPT, PriceHistory, at_once, back, timeline};
use crate::event::{Repricing, ShopFact};
use crate::id::ProductId;
use crate::money::Currency;
use crate::packed::Packed;
use crate::shop::{Audience, PublicShop, Shop};
use crate::terms::promotion::{Promotion, PromotionId};
use crate::time::Timestamp;

/// The most changes that are kept of one product; of more, the oldest two count as one, at the lower price.
const MOST: usize = 32;
/// Behind all moments that anybody plans for.
const EVER: Timestamp = Timestamp(i64::MAX);

/// What the log is told when a shop comes into force after another: the past of each product whose price for everyone
/// is another one now, the promotions for everyone that begin, and what they do to prices. Nothing, if there is
/// nothing to tell.
pub fn repriced(old: &Shop, new: &Shop, history: &PriceHistory, at: Timestamp) -> Option<ShopFact> {
    let (was, now) = (PublicShop { history: history.clone(), ..old.public().clone() }, new.public());
    let keys = sold(&was, now);
    let promoted = promoted(old, new, history, &keys, at);
    let was_sold = !old.public().products.is_empty();
    let (prices, begun): (Vec<Repricing>, _) = if was_sold {
        (keys.into_iter().filter_map(|key| repricing(&was, now, key, at)).collect(), begun(old, new))
    } else {
        (Vec::new(), Vec::new())
    };
    let is_news = !prices.is_empty() || !begun.is_empty() || !promoted.is_empty();
    (is_news || was_sold && (has_time(&was) || has_time(now))).then(|| ShopFact::Repriced {
        at,
        prices: Packed::of(prices),
        begun,
        promoted: Packed::of(promoted),
    })
}

/// Whether prices for everyone change by themselves.
fn has_time(shop: &PublicShop) -> bool {
    let mut lists = shop.price_lists.iter().filter(|list| list.audience == Audience::Everyone);
    lists.any(|list| list.when.from.is_some() || list.when.until.is_some())
}

/// What everyone could or can buy, ascending: what is withdrawn may come back.
fn sold(was: &PublicShop, now: &PublicShop) -> Vec<(ProductId, Currency)> {
    let lists = was.price_lists.iter().chain(&now.price_lists);
    let lists = lists.filter(|list| list.audience == Audience::Everyone);
    let keys = lists.flat_map(|list| list.prices.iter().map(|(product, _)| (*product, list.currency)));
    let mut all: Vec<(ProductId, Currency)> = keys.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The past of one product, if it is another one than before. Withdrawn, it ends with its price at that moment.
fn repricing(
    was: &PublicShop,
    now: &PublicShop,
    (product, currency): (ProductId, Currency),
    at: Timestamp,
) -> Option<Repricing> {
    let mut line = timeline(was, product, currency, at);
    if line.is_empty() {
        line.push((Timestamp(0), at_once(was, product, currency, at)?));
    }
    line.retain(|(from, _)| *from < at);
    let (last, known) = (line.last()?.1, was.history.line(product, currency));
    match at_once(now, product, currency, at) {
        Some(minor) if minor != last => line.push((at, minor)),
        Some(_) => {}
        None if line != known || at_once(was, product, currency, at).is_some() => line.push((at, last)),
        None => return None,
    }
    let prices = bounded(line, at);
    let is_new = prices.len() > 1 && prices != known;
    is_new.then_some(Repricing { product, currency, prices })
}

/// What everyone paid and will pay for one piece, of each product that a promotion for everyone lowers or lowered, if
/// it is another one than before.
fn promoted(
    old: &Shop,
    new: &Shop,
    history: &PriceHistory,
    keys: &[(ProductId, Currency)],
    at: Timestamp,
) -> Vec<Repricing> {
    let (was, now, book) = (Promoted::of(old), Promoted::of(new), new.public().currency);
    let of = |(product, currency): &(ProductId, Currency)| {
        let (past, next) = (was.line(*product, Timestamp(0), at), now.line(*product, at, EVER));
        let known = history.promoted.of(*product, book);
        if *currency != book || known.is_empty() && !past.is_lower && !next.is_lower {
            return None;
        }
        let mut line = if known.is_empty() { past.prices } else { known.to_vec() };
        line.retain(|(from, _)| *from < at);
        line.extend(next.prices);
        line.dedup_by_key(|(_, minor)| *minor);
        let prices = bounded(line, at);
        let is_new = prices != known && (prices.len() > 1 || known.len() > 1);
        is_new.then_some(Repricing { product: *product, currency: book, prices })
    };
    if was.is_any() || now.is_any() || !history.promoted.0.is_empty() {
        keys.iter().filter_map(of).collect()
    } else {
        Vec::new()
    }
}

/// As far back as anybody asks, and not too many.
fn bounded(mut line: Vec<(Timestamp, i64)>, at: Timestamp) -> Vec<(Timestamp, i64)> {
    let opened = back(at, KEPT);
    let gone = line.partition_point(|(from, _)| *from <= opened).saturating_sub(1);
    line.drain(..gone);
    while line.len() > MOST {
        let (_, oldest) = line.remove(0);
        if let Some((_, next)) = line.first_mut() {
            *next = oldest.min(*next);
        }
    }
    line
}

/// The promotions for everyone that the shop before did not have, or that gave something else or at other times there.
fn begun(old: &Shop, new: &Shop) -> Vec<PromotionId> {
    let had = old.public().terms().promotions.iter().map(|was| (was.id, (&was.when, &was.gives)));
    let had: BTreeMap<PromotionId, _> = had.collect();
    let is_new = |now: &&Promotion| had.get(&now.id) != Some(&(&now.when, &now.gives));
    new.public().terms().promotions.iter().filter(is_new).map(|now| now.id).collect()
}
