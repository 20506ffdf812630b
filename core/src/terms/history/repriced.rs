//! What the log is told of prices when a shop comes into force.

use std::collections::BTreeMap;

use super::{KEPT, PriceHistory, at_once, back, timeline};
use crate::event::Repricing;
use crate::id::ProductId;
use crate::money::Currency;
use crate::shop::{Audience, PublicShop, Shop};
use crate::terms::promotion::{Promotion, PromotionId};
use crate::time::Timestamp;

/// The most changes that are kept of one product; of more, the oldest two count as one, at the lower price.
const MOST: usize = 32;

/// What the log is told when a shop comes into force after another: the past of each product whose price for everyone
/// is another one now, and the promotions for everyone that begin. Nothing, if there is nothing to tell, or nothing
/// was sold before.
pub fn repriced(
    old: &Shop,
    new: &Shop,
    history: &PriceHistory,
    at: Timestamp,
) -> Option<(Vec<Repricing>, Vec<PromotionId>)> {
    if old.public().products.is_empty() {
        return None;
    }
    let (was, now) = (PublicShop { history: history.clone(), ..old.public().clone() }, new.public());
    let told: Vec<Repricing> =
        sold(&was, now).into_iter().filter_map(|key| repricing(&was, now, key, at)).collect();
    let begun = begun(old, new);
    let has_time = |shop: &PublicShop| {
        let mut lists = shop.price_lists.iter().filter(|list| list.audience == Audience::Everyone);
        lists.any(|list| list.when.from.is_some() || list.when.until.is_some())
    };
    let is_news = !told.is_empty() || !begun.is_empty() || has_time(&was) || has_time(now);
    is_news.then_some((told, begun))
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
