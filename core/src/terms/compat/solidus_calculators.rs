//! The promotion calculators of Solidus (`Spree::Calculator`, legacy promotions), in decimals.

use super::Fine;

/// `DistributedAmount`: splits a total in proportion to line amounts.
///
/// From the last line to the first, each gets its part of what is left, cut to that many decimals;
/// so the units that do not divide go to earlier lines. Without any amount nobody gets anything.
pub fn distribute(line_amounts: &[Fine], total: Fine, decimals: u8) -> Vec<Fine> {
    let mut left = total;
    let mut weight = line_amounts.iter().fold(Fine::ZERO, |sum, amount| sum.plus(*amount));
    let mut shares: Vec<Fine> = Vec::with_capacity(line_amounts.len());
    for amount in line_amounts.iter().rev() {
        let part = if weight > Fine::ZERO { cut(left, *amount, weight, decimals) } else { Fine::ZERO };
        left = left.minus(part);
        weight = weight.minus(*amount);
        shares.push(part);
    }
    shares.reverse();
    shares
}

/// `whole * amount / weight`, cut. The quotient is rounded at 1e-12 first: what is whole stays whole.
fn cut(whole: Fine, amount: Fine, weight: Fine, decimals: u8) -> Fine {
    whole.ratio(amount.0, weight.0).truncated(decimals)
}

/// `FlexiRate`: one amount for the first item, another for each further one, up to `most` items
/// (`None` or 0: no limit). Nothing for no items.
pub fn first_plus_additional(first: Fine, additional: Fine, most: Option<u32>, quantity: u32) -> Fine {
    let counted = most.filter(|most| *most > 0).map_or(quantity, |most| quantity.min(most));
    match counted.checked_sub(1) {
        Some(further) => first.plus(additional.times(further.into())),
        None => Fine::ZERO,
    }
}

/// `FlatPercentItemTotal`: a percentage, rounded half up to the currency's decimals, and never more
/// than the amount.
pub fn percent_of_amount(amount: Fine, percent: Fine, decimals: u8) -> Fine {
    amount.percent(percent).rounded(decimals).min(amount)
}

/// `PercentOnLineItem`: a percentage, not rounded.
pub fn percent_on_line(amount: Fine, percent: Fine) -> Fine {
    amount.percent(percent)
}

/// `FlatRate`: the amount, if the currencies are the same whatever their case.
pub fn flat_rate(amount: Fine, rule_currency: &str, order_currency: &str) -> Fine {
    if rule_currency.eq_ignore_ascii_case(order_currency) { amount } else { Fine::ZERO }
}

/// `TieredFlatRate`: the value of the highest tier that `amount` reaches, or `base` below all of
/// them; nothing in another currency. Tiers are (from, value) in any order.
pub fn tiered_flat(
    base: Fine,
    tiers: &[(Fine, Fine)],
    amount: Fine,
    rule_currency: &str,
    order_currency: &str,
) -> Fine {
    flat_rate(tier(base, tiers, amount), rule_currency, order_currency)
}

/// `TieredPercent`: the percentage of the highest tier that the order's item total reaches, or
/// `base` below all of them, of `amount`, rounded half up.
///
/// In another currency it is nothing; see [`flat_rate`].
pub fn tiered_percent(
    base: Fine,
    tiers: &[(Fine, Fine)],
    item_total: Fine,
    amount: Fine,
    decimals: u8,
) -> Fine {
    amount.percent(tier(base, tiers, item_total)).rounded(decimals)
}

fn tier(base: Fine, tiers: &[(Fine, Fine)], amount: Fine) -> Fine {
    let reached = tiers.iter().filter(|(from, _)| amount >= *from);
    reached.max_by_key(|(from, _)| *from).map_or(base, |(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fine(n: i64) -> Fine {
        Fine::whole(n)
    }

    #[test]
    fn without_a_limit_every_further_item_counts() {
        let flexi = |most, quantity| first_plus_additional(fine(10), fine(5), most, quantity);
        assert_eq!([flexi(None, 3), flexi(Some(0), 3), flexi(Some(2), 3)], [fine(20), fine(20), fine(15)]);
        assert_eq!([flexi(Some(1), 3), flexi(None, 0)], [fine(10), Fine::ZERO]);
    }

    #[test]
    fn percents_are_of_the_line_and_of_the_tier_that_the_order_reaches() {
        assert_eq!(percent_on_line(fine(50), fine(10)), fine(5));
        let tiers = [(fine(100), fine(20)), (fine(50), fine(10))];
        let of = |total| tiered_percent(fine(5), &tiers, fine(total), fine(40), 2);
        assert_eq!([of(49), of(50), of(99), of(100)], [fine(2), fine(4), fine(4), fine(8)]);
    }
}
