//! The year's baskets as commands in the order of time, moved forward by whole weeks.

use std::collections::BTreeSet;
use std::iter::Skip;

use attar::event::{Consent, Role, SoldLine};
use attar::time::Span;
use attar::{Actor, Channel, Command, Currency, ProductId, ShopperId, Timestamp};

use super::campaigns::Sent;
use super::customer_id;
use crate::seed::{self, Baskets, SeedBasket, SeedError, SeedLine};

/// Consent and card come so long before a household's first basket. Invented.
const BEFORE: Span = Span::minutes(10);
const WEEK: Span = Span::days(7);

/// Somebody wanted something, somewhere, at a moment of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// Who.
    pub actor: Actor,
    /// Where.
    pub channel: Channel,
    /// When.
    pub at: Timestamp,
    /// What.
    pub command: Command,
}

/// How far the past is moved: whole weeks, so that the last basket falls in the week before `now`.
pub fn shift(last: Timestamp, now: Timestamp) -> Span {
    Span((now - last).0.div_euclid(WEEK.0).saturating_mul(WEEK.0))
}

/// What happened in the stores: one list per basket, in the order of time, and one per campaign that begins between two.
///
/// Before its first basket a household consents and gets the card: both invented, since the source
/// says nothing of consent and nothing would be learned without it.
#[derive(Debug)]
pub struct History {
    baskets: Skip<Baskets>,
    left: u32,
    shift: Span,
    known: BTreeSet<u16>,
    sent: Sent,
    /// The basket before which a campaign was sent.
    next: Option<SeedBasket>,
}

impl History {
    /// The year, or only its last so many baskets, moved to end in the week before `now`.
    ///
    /// # Errors
    /// A [`SeedError`] if the packed baskets are damaged.
    pub fn until(now: Timestamp, most: Option<u32>) -> Result<Self, SeedError> {
        let total = seed::baskets()?.len() as u32;
        let left = most.map_or(total, |most| most.min(total));
        let shift = shift(last_basket()?, now);
        let baskets = seed::baskets()?.skip((total - left) as usize);
        let sent = Sent::moved(shift)?;
        Ok(Self { baskets, left, shift, known: BTreeSet::new(), sent, next: None })
    }

    /// How far every time was moved.
    pub fn shift(&self) -> Span {
        self.shift
    }

    /// How many baskets are still to come.
    pub fn baskets(&self) -> u32 {
        self.left
    }

    /// Passes over so many baskets, which are there already, with all that came before them.
    ///
    /// # Errors
    /// A [`SeedError`] if the packed baskets are damaged.
    pub fn pass(&mut self, baskets: u32) -> Result<(), SeedError> {
        let left = self.left.saturating_sub(baskets);
        while self.left > left
            && let Some(passed) = self.next()
        {
            passed?;
        }
        Ok(())
    }

    fn happenings(&mut self, basket: &SeedBasket) -> Vec<Happening> {
        let shopper = customer_id(basket.household);
        let paid_at = moved(basket.at, self.shift);
        let mut happenings = Vec::with_capacity(3);
        if self.known.insert(basket.household) {
            happenings.extend(welcome(shopper, paid_at - BEFORE));
            happenings.extend(self.sent.before(basket.household, paid_at - BEFORE));
        }
        happenings.push(sale(shopper, paid_at, &basket.lines));
        happenings
    }
}

impl Iterator for History {
    type Item = Result<Vec<Happening>, SeedError>;

    fn next(&mut self) -> Option<Self::Item> {
        let basket = match self.next.take() {
            Some(basket) => basket,
            None => match self.baskets.next()? {
                Ok(basket) => {
                    let sent = self.sent.until(moved(basket.at, self.shift), &self.known);
                    if !sent.is_empty() {
                        self.next = Some(basket);
                        return Some(Ok(sent));
                    }
                    basket
                }
                Err(error) => return Some(Err(error)),
            },
        };
        self.left = self.left.saturating_sub(1);
        Some(Ok(self.happenings(&basket)))
    }
}

/// The time of the last basket, not moved; of an empty seed, 1970.
fn last_basket() -> Result<Timestamp, SeedError> {
    let last = seed::baskets()?.last().transpose()?;
    Ok(last.map_or(Timestamp::default(), |basket| moved(basket.at, Span::default())))
}

fn moved(seconds: i64, shift: Span) -> Timestamp {
    Timestamp(seconds.saturating_mul(1_000)) + shift
}

fn welcome(shopper: ShopperId, at: Timestamp) -> [Happening; 2] {
    let consent = Command::SetConsent { consent: Consent::Full };
    let card = Command::IssueCard { shopper };
    [
        Happening { actor: Actor::Shopper(shopper), channel: Channel::Pos, at, command: consent },
        Happening { actor: Actor::Merchant(Role::Owner), channel: Channel::Pos, at, command: card },
    ]
}

fn sale(shopper: ShopperId, at: Timestamp, lines: &[SeedLine]) -> Happening {
    let lines = lines.iter().map(sold).collect();
    let command = Command::RecordSale { shopper, currency: Currency::Usd, lines };
    Happening { actor: Actor::Merchant(Role::Till), channel: Channel::Pos, at, command }
}

fn sold(line: &SeedLine) -> SoldLine {
    SoldLine { product: ProductId(line.product), quantity: line.quantity, paid: line.paid_cents }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    fn last_baskets(most: u32) -> Vec<Vec<Happening>> {
        let history = History::until(NOW, Some(most)).expect("the seed");
        assert_eq!(history.baskets(), most);
        let all: Vec<Vec<Happening>> = history.collect::<Result<_, _>>().expect("baskets");
        let is_sale = |one: &Happening| matches!(one.command, Command::RecordSale { .. });
        all.into_iter().filter(|happenings| happenings.iter().any(is_sale)).collect()
    }

    #[test]
    fn the_shift_is_whole_weeks_and_the_last_basket_falls_in_the_week_before() {
        for now in [NOW, NOW + Span::days(1), NOW + Span::days(7), Timestamp(1_500_000_000_000)] {
            let last = last_basket().expect("the seed");
            let shift = shift(last, now);
            assert_eq!(shift.0 % Span::days(7).0, 0);
            assert!((0..Span::days(7).0).contains(&(now - (last + shift)).0));
        }
        let last = last_baskets(3).pop().and_then(|mut basket| basket.pop()).expect("a basket");
        assert!(last.at <= NOW && NOW - last.at < Span::days(7));
    }

    #[test]
    fn a_household_consents_once_and_before_its_first_basket() {
        let mut known = BTreeSet::new();
        for basket in last_baskets(400) {
            let Some(Command::RecordSale { shopper, .. }) = basket.last().map(|h| &h.command) else {
                panic!("a basket without a sale")
            };
            let others = basket.iter().filter(|one| !matches!(one.command, Command::AddToGroup { .. }));
            assert_eq!(others.count(), if known.insert(*shopper) { 3 } else { 1 });
            assert!(basket.iter().rev().skip(1).all(|welcome| welcome.at < basket[basket.len() - 1].at));
        }
        assert!(known.len() > 100);
    }
}
