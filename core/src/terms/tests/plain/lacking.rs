//! What an offer lacks, unit by unit: all units in a row, each taken out by hand.

use crate::terms::basket::Basket;
use crate::terms::condition::{Change, Selector};
use crate::terms::promotion::Offer;

pub(super) fn change(offer: &Offer, basket: &Basket<'_>) -> Vec<Change> {
    match offer {
        Offer::BuyGet { buy, buy_units, get, get_units, .. } => {
            lacking(basket, &[(get, *get_units), (buy, *buy_units)], false)
        }
        Offer::Bundle { parts, .. } => {
            let parts: Vec<_> = parts.iter().map(|part| (&part.of, part.units)).collect();
            lacking(basket, &parts, true)
        }
        Offer::Steps { of, steps } => {
            let lowest = steps.iter().map(|(from, _)| *from).min().unwrap_or(0);
            let more = lowest - basket.spend(of).min(lowest);
            (more > 0).then(|| Change::Spend { more, of: of.clone() }).into_iter().collect()
        }
        Offer::Percent { .. } | Offer::Fixed { .. } | Offer::Foreign(_) => Vec::new(),
    }
}

fn lacking(basket: &Basket<'_>, parts: &[(&Selector, u32)], dearest: bool) -> Vec<Change> {
    let mut row: Vec<usize> = (0..basket.lines.len())
        .flat_map(|i| std::iter::repeat_n(i, basket.lines[i].quantity as usize))
        .collect();
    let cross = |x: usize, y: usize| i128::from(basket.lines[x].price) * i128::from(basket.lines[y].quantity);
    row.sort_by(|a, b| cross(*a, *b).cmp(&cross(*b, *a)).then(a.cmp(b)));
    if dearest {
        row.reverse();
    }
    let mut missing: Vec<Change> = Vec::new();
    for of in parts.iter().flat_map(|(of, units)| std::iter::repeat_n(*of, *units as usize)) {
        let fits = |i: &usize| {
            let item = basket.lines[*i].item;
            !item.fixed_price && of.takes(item.product, item.category)
        };
        if let Some(place) = row.iter().position(fits) {
            row.remove(place);
            continue;
        }
        let same = missing.iter_mut().find_map(|change| match change {
            Change::Units { more, of: other } if other == of => Some(more),
            _ => None,
        });
        match same {
            Some(more) => *more += 1,
            None => missing.push(Change::Units { more: 1, of: of.clone() }),
        }
    }
    missing
}
