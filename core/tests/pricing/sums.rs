//! Whatever is shared sums to the whole: steps, lines, what promotions take off, taxes, refunds.

use attar::terms::promotion::PromotionId;
use attar::terms::receipt::{Receipt, What};
use attar::terms::refund::Ledger;
use attar::terms::till::{Mode, Terms, Till};

use crate::foreign::{MODES, foreign};
use crate::holds;
use crate::market::{Size, cart, terms};
use crate::random::Random;

/// Carts in the shop of one seed.
pub const CARTS: u64 = 64;

/// Prices carts in a shop, and takes them back bit by bit.
pub fn law(seed: u64) -> Result<(), String> {
    let mut random = Random(seed);
    let till = Till::open(shop(&mut random));
    for _ in 0..CARTS {
        let cart = cart(&mut random, &Size::SMALL);
        let receipt = till.price(&cart).map_err(|error| error.to_string())?;
        let laws = lines_sum(&receipt)
            .and_then(|()| promotions_sum(&receipt))
            .and_then(|()| taxes_sum(&receipt, till.terms()))
            .and_then(|()| budgets_hold(&receipt, till.terms()))
            .and_then(|()| refunds_return(&receipt, &mut random));
        laws.map_err(|why| format!("{why}: {cart:?}"))?;
    }
    Ok(())
}

/// A tenth of shops looks for the best, and a tenth prices as each other engine does.
fn shop(random: &mut Random) -> Terms {
    let drawn = random.below(10) as usize;
    let terms = terms(random, &Size::SMALL);
    match (drawn, drawn.checked_sub(1).and_then(|n| MODES.get(n))) {
        (0, _) => Terms { mode: Mode::BestForShopper, ..terms },
        (_, Some(mode)) => foreign(random, *mode, terms),
        _ => terms,
    }
}

/// The sum of some steps.
fn steps(receipt: &Receipt, of: impl Fn(&attar::terms::receipt::Step) -> bool) -> i64 {
    receipt.steps.iter().filter(|step| of(step)).map(|step| step.minor).sum()
}

fn lines_sum(receipt: &Receipt) -> Result<(), String> {
    let on_lines: i64 = receipt.lines.iter().map(|line| line.total).sum();
    let taxes: i64 = receipt.taxes.iter().map(|tax| tax.tax).sum();
    let added = if receipt.tax_included { 0 } else { taxes };
    holds(steps(receipt, |_| true) == receipt.total, || "the steps do not sum to the total".to_owned())?;
    holds(on_lines + receipt.shipping + added == receipt.total, || {
        "lines do not sum to the total".to_owned()
    })?;
    receipt.lines.iter().try_for_each(|line| {
        let own = steps(receipt, |step| step.product == Some(line.product));
        holds(own == line.total && line.total >= 0, || format!("line `{}` is not its steps", line.product))
    })?;
    let sending = steps(receipt, |step| step.product.is_none() && !matches!(step.what, What::Tax(_)));
    holds(sending == receipt.shipping, || "sending is not its steps".to_owned())
}

/// What a promotion took off in some steps.
fn off(receipt: &Receipt, id: PromotionId, product: Option<attar::ProductId>) -> i64 {
    -steps(receipt, |step| {
        let own = matches!(step.what, What::Promotion(other) | What::Held(other, _) if other == id);
        own && step.product == product
    })
}

fn promotions_sum(receipt: &Receipt) -> Result<(), String> {
    for (id, gives) in receipt.given() {
        let mut sum = off(receipt, id, None);
        for line in &receipt.lines {
            let by: i64 = line.by.iter().filter(|(other, _)| *other == id).map(|(_, minor)| minor).sum();
            holds(by == off(receipt, id, Some(line.product)), || format!("share of promotion `{}`", id.0))?;
            sum += by;
        }
        holds(sum == gives && gives > 0, || format!("promotion `{}` gives `{gives}`, not `{sum}`", id.0))?;
    }
    Ok(())
}

fn taxes_sum(receipt: &Receipt, terms: &Terms) -> Result<(), String> {
    for tax in &receipt.taxes {
        let own = |line: &&attar::terms::receipt::LineTotal| {
            terms.item(line.product).is_some_and(|item| item.tax == tax.rate)
        };
        let lines = receipt.lines.iter().filter(own);
        let (base, shares) = lines.fold((0, 0), |(base, shares), l| (base + l.total, shares + l.tax));
        let sending = if terms.shipping_tax == tax.rate { receipt.shipping } else { 0 };
        holds(base + sending == tax.base, || format!("the base of rate `{}`", tax.rate.0))?;
        let sums = if sending == 0 { shares == tax.tax } else { (0..=tax.tax).contains(&shares) };
        holds(sums, || format!("shares `{shares}` of the tax `{}`", tax.tax))?;
    }
    Ok(())
}

fn budgets_hold(receipt: &Receipt, terms: &Terms) -> Result<(), String> {
    terms.budgets.iter().try_for_each(|budget| {
        let pays = |id: PromotionId| {
            terms.promotions.iter().any(|promotion| promotion.id == id && promotion.budget == Some(budget.id))
        };
        let given = receipt.given();
        let spent: i64 = given.iter().filter(|(id, _)| pays(*id)).map(|(_, minor)| minor).sum();
        holds(spent <= budget.left, || format!("budget `{}` is overspent", budget.id))
    })
}

/// Units of lines in any order, and sending somewhere among them.
fn refunds_return(receipt: &Receipt, random: &mut Random) -> Result<(), String> {
    let mut ledger = Ledger::new(receipt);
    let (mut back, mut given) = (0, Vec::new());
    let mut left: Vec<(usize, u32)> = receipt.lines.iter().map(|line| line.quantity).enumerate().collect();
    while !left.is_empty() {
        if random.percent(20) {
            let refund = ledger.refund_shipping();
            back += refund.minor;
            given.extend(refund.promotions);
        }
        let one = random.below(left.len() as u64) as usize;
        let (line, most) = left[one];
        let units = 1 + random.below(most.into()) as u32;
        let refund = ledger.refund(line, units).map_err(|error| error.to_string())?;
        holds(refund.minor >= 0, || "a refund takes money".to_owned())?;
        back += refund.minor;
        given.extend(refund.promotions);
        left[one].1 -= units;
        left.retain(|(_, units)| *units > 0);
        holds(ledger.left() == receipt.total - back, || "what is left to return".to_owned())?;
    }
    let refund = ledger.refund_shipping();
    back += refund.minor;
    given.extend(refund.promotions);
    holds((back, ledger.left()) == (receipt.total, 0), || format!("`{back}` came back"))?;
    receipt.given().iter().try_for_each(|(id, took)| {
        let back: i64 = given.iter().filter(|(other, _)| other == id).map(|(_, minor)| minor).sum();
        holds(back == *took, || format!("promotion `{}` gets back another sum", id.0))
    })
}
