//! The receipt: from the public price to what is paid, step by step, and the steps sum exactly.

use serde::{Deserialize, Serialize};

use crate::id::{PriceListId, ProductId};
use crate::money::{BasisPoints, Currency, Money, ratio, shares};
#[cfg(feature = "till")]
use crate::shop::CARD;
use crate::shop::Label;
use crate::terms::basket::Basket;
use crate::terms::compat::shop::vendure::Taxes;
#[cfg(feature = "till")]
use crate::terms::condition::Change;
use crate::terms::deal::Deal;
use crate::terms::offer::Cut;
use crate::terms::order::sorted;
use crate::terms::promotion::{Promotion, PromotionId};
use crate::terms::settle::{Applied, Guard, Settlement, Verdict};
use crate::text::Lang;

/// What a cart comes to and why. Amounts are minor units of `currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// In what.
    pub currency: Currency,
    /// The derivation. The sum of `minor` is `total`.
    pub steps: Vec<Step>,
    /// In the order of the cart.
    pub lines: Vec<LineTotal>,
    /// What sending costs, after promotions, without tax where that is added.
    pub shipping: i64,
    /// Per rate, ascending.
    pub taxes: Vec<TaxTotal>,
    /// What is paid.
    pub total: i64,
    /// For every promotion, in the order in which they are taken.
    pub verdicts: Vec<Verdict>,
    /// Whether the tax is in the prices; if not, it is added to them.
    pub tax_included: bool,
    /// What people call the promotions that act or could be had, in the order of `verdicts`.
    pub called: Vec<(PromotionId, Label)>,
    /// What people call the price lists that lowered something, ascending by number; one without a name is the card's.
    #[serde(default)]
    pub lists: Vec<(PriceListId, Label)>,
    /// Of each product that costs everyone less than before, or that a promotion lowers: the lowest price for everyone
    /// of the 30 days before that began, of one unit; ascending by product.
    #[serde(default)]
    pub lowest: Vec<(ProductId, i64)>,
}

/// One step of the derivation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it is.
    pub what: What,
    /// On which product; nothing for shipping and tax.
    pub product: Option<ProductId>,
    /// How much it adds.
    pub minor: i64,
}

/// What a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The price for everyone.
    Public,
    /// What this list is lower for this shopper.
    List(PriceListId),
    /// What this promotion would take off.
    Promotion(PromotionId),
    /// What a guard holds back of this promotion.
    Held(PromotionId, Guard),
    /// Sending, before promotions.
    Shipping,
    /// Tax of this rate, where it is not in the prices.
    Tax(BasisPoints),
    /// What a guard holds back of this list.
    HeldList(PriceListId, Guard),
    /// What points pay.
    Points,
    /// What a gift card pays.
    GiftCard,
}

/// A step that is another one than was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// What it is.
    pub what: What,
    /// On which product; nothing for shipping and tax.
    pub product: Option<ProductId>,
    /// How much it added, as it was shown; 0 if it was not.
    pub was: i64,
    /// How much it adds; 0 if it is gone.
    pub now: i64,
}

/// More steps than this nobody was shown.
const MOST_SHOWN: usize = 2_000;

/// The steps that differ: first those that were shown, in their order, then those that are new. None, where more is
/// said to have been shown than any cart has.
pub fn changes(shown: &[Step], now: &[Step]) -> Vec<Changed> {
    if shown.is_empty() || shown.len() > MOST_SHOWN {
        return Vec::new();
    }
    let same = |a: &Step, b: &Step| (a.what, a.product) == (b.what, b.product);
    let of = |all: &[Step], step: &Step| {
        let found = all.iter().filter(|other| same(other, step));
        found.fold(0_i64, |sum, other| sum.saturating_add(other.minor))
    };
    let mut changes: Vec<Changed> = Vec::new();
    for step in shown.iter().chain(now) {
        let (was, now) = (of(shown, step), of(now, step));
        let told = changes.iter().any(|c| (c.what, c.product) == (step.what, step.product));
        if was != now && !told {
            changes.push(Changed { what: step.what, product: step.product, was, now });
        }
    }
    changes
}

/// What a line comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTotal {
    /// What.
    pub product: ProductId,
    /// How many.
    pub quantity: u32,
    /// At the price for everyone.
    pub public: i64,
    /// After promotions, in the tax of the prices.
    pub total: i64,
    /// Its part of the tax.
    pub tax: i64,
    /// What each promotion took off it.
    pub by: Vec<(PromotionId, i64)>,
}

/// The tax of one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTotal {
    /// The rate.
    pub rate: BasisPoints,
    /// What it is on, in the tax of the prices.
    pub base: i64,
    /// The tax, rounded once per rate.
    pub tax: i64,
}

impl What {
    /// The word for it, in every language.
    pub fn label(self) -> Label {
        let [en, fa, ar] = [Lang::En, Lang::Fa, Lang::Ar].map(|lang| self.word(lang).to_owned());
        Label { en, fa, ar }
    }

    /// The word for it.
    pub const fn word(self, lang: Lang) -> &'static str {
        let [en, fa, ar] = match self {
            Self::Public => ["price", "قیمت", "السعر"],
            Self::List(_) => ["your price list", "فهرست قیمت شما", "قائمة أسعارك"],
            Self::Promotion(_) => ["promotion", "تخفیف", "عرض"],
            Self::Held(_, Guard::Floor) | Self::HeldList(_, Guard::Floor) => {
                ["lowest price", "کمترین قیمت", "أدنى سعر"]
            }
            Self::Held(_, Guard::Margin) | Self::HeldList(_, Guard::Margin) => {
                ["cost and margin", "هزینه و سود", "التكلفة والهامش"]
            }
            Self::Held(_, Guard::Budget) | Self::HeldList(_, Guard::Budget) => {
                ["end of the budget", "پایان بودجه", "نهاية الميزانية"]
            }
            Self::Shipping => ["shipping", "ارسال", "الشحن"],
            Self::Tax(_) => ["tax", "مالیات", "الضريبة"],
            Self::Points => ["paid with points", "پرداخت با امتیاز", "دُفع بالنقاط"],
            Self::GiftCard => ["paid with a gift card", "پرداخت با کارت هدیه", "دُفع ببطاقة هدية"],
        };
        match lang {
            Lang::En => en,
            Lang::Fa => fa,
            Lang::Ar => ar,
        }
    }
}

impl Receipt {
    pub(crate) fn of(deal: &Deal<'_>, basket: &Basket<'_>) -> Option<Self> {
        let settlement = Settlement::of(deal, basket)?;
        let applied = &settlement.applied;
        let mut steps =
            Vec::with_capacity(basket.lines.len().saturating_mul(applied.len().saturating_add(2)));
        for i in 0..basket.lines.len() {
            line_steps(basket, applied, i, &mut steps);
        }
        let shipping = shipping_steps(basket, applied, &mut steps);
        let mut lines: Vec<LineTotal> =
            (0..basket.lines.len()).filter_map(|i| line(basket, applied, i)).collect();
        let taxes = taxes(deal, basket, &mut lines, shipping);
        if !deal.tax_included {
            taxes.iter().for_each(|tax| add_step(&mut steps, What::Tax(tax.rate), None, tax.tax));
        }
        // INVARIANT: the steps sum to the total; it is made from nothing else.
        let total = steps.iter().fold(0_i64, |sum, step| sum.saturating_add(step.minor));
        let (currency, tax_included) = (basket.cart.currency, deal.tax_included);
        let called = called(deal, &settlement);
        let verdicts = settlement.verdicts;
        Some(Self {
            currency,
            steps,
            lines,
            shipping,
            taxes,
            total,
            verdicts,
            tax_included,
            called,
            lists: Vec::new(),
            lowest: Vec::new(),
        })
    }

    #[cfg(feature = "till")]
    /// No change of the cart is told that names a group or tier; but the card is everyone's to know.
    pub(crate) fn keep_groups_silent(&mut self) {
        for verdict in &mut self.verdicts {
            let names_some = |change: &Change| match change {
                Change::Group(names) => names.iter().any(|name| name != CARD),
                Change::Tier(_) => true,
                _ => false,
            };
            if verdict.change.iter().flatten().any(names_some) {
                verdict.change = None;
            }
        }
    }

    /// What points paid or took off, in minor units.
    pub fn by_points(&self) -> i64 {
        let paid = self.paid_by(What::Points);
        let given = self.given().into_iter().filter(|(id, _)| *id == PromotionId::POINTS);
        given.fold(paid, |sum, (_, minor)| sum.saturating_add(minor))
    }

    /// What a gift card paid, in minor units.
    pub fn by_card(&self) -> i64 {
        self.paid_by(What::GiftCard)
    }

    fn paid_by(&self, what: What) -> i64 {
        let paid = self.steps.iter().filter(|step| step.what == what);
        paid.fold(0_i64, |sum, step| sum.saturating_sub(step.minor))
    }

    /// What it comes to in money, points and from a gift card together.
    pub fn gross(&self) -> i64 {
        self.total.saturating_add(self.paid_by(What::Points)).saturating_add(self.by_card())
    }

    /// Points or a gift card pay so much of it.
    #[cfg(feature = "till")]
    pub(crate) fn pay_with(&mut self, what: What, minor: i64) {
        add_step(&mut self.steps, what, None, minor.saturating_neg());
        self.total = self.total.saturating_sub(minor);
    }

    /// What is paid.
    pub fn paid(&self) -> Money {
        Money::new(self.total, self.currency)
    }

    /// What each promotion costs: what its budget pays and a refund gives back.
    pub fn given(&self) -> Vec<(PromotionId, i64)> {
        self.verdicts.iter().filter_map(|verdict| Some((verdict.promotion, verdict.gives?))).collect()
    }
}

/// A step that changes nothing is none, but for the price itself.
fn add_step(steps: &mut Vec<Step>, what: What, product: Option<ProductId>, minor: i64) {
    if minor != 0 || what == What::Public {
        steps.push(Step { what, product, minor });
    }
}

fn line_steps(basket: &Basket<'_>, applied: &[Applied<'_>], i: usize, steps: &mut Vec<Step>) {
    let Some(line) = basket.lines.get(i) else { return };
    let mut step = |what, minor| add_step(steps, what, Some(line.item.product), minor);
    step(What::Public, line.public);
    step(What::List(line.list), line.price.saturating_sub(line.public).saturating_sub(line.held));
    step(What::HeldList(line.list, line.holds_list()), line.held);
    for one in applied {
        let at = |cut: &Cut| cut.lines.get(i).copied().unwrap_or(0);
        let (cut, unpaid) = (at(&one.cut), at(&one.unpaid));
        let (held, guard) = one.held.get(i).copied().unwrap_or((0, Guard::Floor));
        let id = one.promotion.id;
        let wanted = cut.saturating_add(held).saturating_add(unpaid);
        step(What::Promotion(id), wanted.saturating_neg());
        step(What::Held(id, guard), held);
        step(What::Held(id, Guard::Budget), unpaid);
    }
}

fn shipping_steps(basket: &Basket<'_>, applied: &[Applied<'_>], steps: &mut Vec<Step>) -> i64 {
    let mut step = |what, minor| add_step(steps, what, None, minor);
    step(What::Shipping, basket.cart.shipping);
    let mut left = basket.cart.shipping;
    for one in applied {
        let (cut, unpaid) = (one.cut.shipping, one.unpaid.shipping);
        step(What::Promotion(one.promotion.id), cut.saturating_add(unpaid).saturating_neg());
        step(What::Held(one.promotion.id, Guard::Budget), unpaid);
        left = left.saturating_sub(cut);
    }
    left
}

fn line(basket: &Basket<'_>, applied: &[Applied<'_>], i: usize) -> Option<LineTotal> {
    let line = basket.lines.get(i)?;
    let off = |one: &Applied<'_>| one.cut.lines.get(i).copied().unwrap_or(0);
    let mut by = Vec::with_capacity(applied.len());
    let mut total = line.price;
    for one in applied {
        let off = off(one);
        if off > 0 {
            by.push((one.promotion.id, off));
            total = total.saturating_sub(off);
        }
    }
    let (product, quantity, public) = (line.item.product, line.quantity, line.public);
    Some(LineTotal { product, quantity, public, total, tax: 0, by })
}

/// The names of promotions that act, and of those that a change of the cart would bring.
fn called(deal: &Deal<'_>, settlement: &Settlement<'_>) -> Vec<(PromotionId, Label)> {
    let told =
        |verdict: &Verdict| verdict.gives.is_some() || verdict.change.as_ref().is_some_and(|c| !c.is_empty());
    // One that comes after what acts, and never acts beside it, would bring nothing.
    let useful = |promotion: &Promotion| {
        let beside = |one: &Applied<'_>| {
            let same = one.promotion.id == promotion.id;
            same || promotion.goes_with(one.promotion) || promotion.rank() < one.promotion.rank()
        };
        settlement.applied.iter().all(beside)
    };
    // INVARIANT: there is one verdict for each promotion, in the same order.
    let pairs = settlement.verdicts.iter().zip(&deal.promotions);
    let pairs = pairs.filter(|(verdict, promotion)| told(verdict) && useful(promotion));
    pairs.map(|(_, promotion)| (promotion.id, promotion.label())).collect()
}

/// The tax per rate, rounded once, and shared among its lines and the shipping; as Vendure has it, rounded for each.
fn taxes(deal: &Deal<'_>, basket: &Basket<'_>, lines: &mut [LineTotal], shipping: i64) -> Vec<TaxTotal> {
    let mut rates = vec![deal.shipping_tax];
    for line in &basket.lines {
        if !rates.contains(&line.item.tax) {
            rates.push(line.item.tax);
        }
    }
    let rates = sorted(rates, |a, b| a < b);
    let line_by_line = Taxes::of(deal);
    let of_rate = |rate: BasisPoints| {
        let own = |i: usize| basket.lines.get(i).is_some_and(|line| line.item.tax == rate);
        let sending = if deal.shipping_tax == rate { shipping } else { 0 };
        let mut weights: Vec<u64> = (0..lines.len())
            .map(|i| lines.get(i).filter(|_| own(i)).map_or(0, |line| line.total.unsigned_abs()))
            .collect();
        weights.push(sending.unsigned_abs());
        let base = weights.iter().fold(0_i64, |sum, w| sum.saturating_add_unsigned(*w));
        let mut tax = tax_of(base, rate, deal.tax_included);
        if base > 0 {
            let shares = match &line_by_line {
                Some(taxes) => {
                    let of_line = |i: usize| {
                        let line = lines.get(i).filter(|_| own(i)).zip(basket.lines.get(i));
                        line.map_or(0, |(total, priced)| taxes.of_line(priced, total))
                    };
                    let sending = tax_of(sending, rate, deal.tax_included);
                    (0..lines.len()).map(of_line).chain([sending]).collect()
                }
                None => shares(tax, &weights),
            };
            tax = shares.iter().fold(0, |sum: i64, share| sum.saturating_add(*share));
            lines.iter_mut().zip(shares).for_each(|(line, share)| line.tax = line.tax.saturating_add(share));
        }
        TaxTotal { rate, base, tax }
    };
    rates.into_iter().filter(|rate| rate.0 > 0).map(of_rate).filter(|tax| tax.base > 0).collect()
}

/// Included: `base * rate / (10,000 + rate)`; added: `base * rate / 10,000`; half up.
fn tax_of(base: i64, rate: BasisPoints, included: bool) -> i64 {
    let rate = u64::from(rate.0);
    let whole = if included { rate.saturating_add(10_000) } else { 10_000 };
    // Beyond 64 bits the total is too large, and the cart is refused.
    ratio(base, rate, whole).unwrap_or(i64::MAX)
}
