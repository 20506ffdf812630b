//! What a cart comes to for one shopper at one moment, and why.

use std::borrow::Cow;

use crate::command::Rejection;
use crate::engine::ask::Reader;
use crate::engine::many::Many;
use crate::id::{LabelId, PriceListId, ProductId};
use crate::money::{Currency, Money};
use crate::packed::Packed;
use crate::query::{Cart, CartLine, Priced};
use crate::service::cart::Basket as Held;
use crate::service::stock::Band;
use crate::shop::{Audience, CARD, Label, POS};
use crate::terms::basket::{self, Basket, Item, Shopper};
use crate::terms::deal::Deal;
use crate::terms::history;
use crate::terms::list::Resolved;
use crate::terms::price;
use crate::terms::promotion::PromotionId;
use crate::terms::receipt::{LineTotal, Receipt, Step, What, changes};
use crate::terms::till::Terms;

/// What a cart is priced by: on the server all of it, else what everyone may know and the shopper's own.
pub(super) struct Rules<'a> {
    /// With all promotions, where there are not too [`Many`] of them.
    pub(super) deal: Deal<'a>,
    /// Where there are: those that a cart is settled by are found once it is priced.
    pub(super) many: Option<Many<'a>>,
    /// What is known of products.
    pub(super) terms: &'a Terms,
    /// One code for each coupon of the shopper.
    pub(super) codes: Vec<String>,
}

impl Reader<'_> {
    /// Lines without a price (no longer sold) are left out, and what does not fit; checkout names them.
    pub(super) fn priced_cart(&self, held: &Held, rules: &Rules<'_>) -> Cart {
        let book = self.engine.snapshot.shop.currency;
        let coupons = self.shared.coupons.iter().map(|coupon| coupon.promotion).collect();
        let zero = Money::zero(book);
        let mut cart = Cart { lines: Vec::new(), total: zero, public_total: zero, receipt: None, coupons };
        let mut items = Vec::new();
        for (product, quantity) in held.lines() {
            let Some(priced) = self.priced(*product, book, *quantity) else { continue };
            let Some(line) = self.line(&priced, *quantity) else { continue };
            let sums = (cart.total.plus(line.total), priced.public.times(*quantity));
            let (Ok(total), Ok(public)) = sums else { continue };
            let Ok(public_total) = cart.public_total.plus(public) else { continue };
            if public_total.minor > Money::MOST_MINOR {
                continue;
            }
            (cart.total, cart.public_total) = (total, public_total);
            cart.lines.push(line);
            items.push((self.item(*product, rules.terms), priced));
        }
        let receipt = self.receipt(&items, &cart.lines, rules);
        if let Some(receipt) = &receipt {
            cart.take_totals(receipt, book);
        }
        cart.receipt = receipt.map(Packed::of);
        cart
    }

    fn line(&self, priced: &Priced, quantity: u32) -> Option<CartLine> {
        let (product, total) = (priced.product, priced.price.times(quantity).ok()?);
        let band = self.engine.state.band(product);
        let (in_stock, waits) = (may_have(band, quantity), band == Some(Band::Later));
        Some(CartLine { product, quantity, total, reason: priced.reason, in_stock, waits })
    }

    fn item(&self, product: ProductId, terms: &Terms) -> Item {
        let category = self.engine.snapshot.shop.product(product).map_or(LabelId(0), |found| found.category);
        let said = terms.item(product).map(|item| item.bounded(terms));
        let mut item = said.unwrap_or(Item::of(product, category));
        let own = self.own.floors.iter().find(|(own, _)| *own == product);
        item.floor = item.floor.max(own.map(|(_, floor)| *floor));
        item
    }

    fn receipt(&self, items: &[(Item, Priced)], lines: &[CartLine], rules: &Rules<'_>) -> Option<Receipt> {
        let nothing_sent = items.iter().all(|(item, _)| self.shop.good(item.product).is_some());
        let cart = self.terms_cart(rules, nothing_sent);
        let shop = self.shop;
        let priced = |(pair, line)| {
            let (item, priced): &(Item, Priced) = pair;
            let line: &CartLine = line;
            let wanted = price::wanted(shop, priced, line.quantity, &self.buyer());
            basket::Priced::new(item, line.quantity, Resolved { wanted, ..Resolved::from(priced) }, None)
        };
        let lines: Vec<basket::Priced<'_>> = items.iter().zip(lines).map(priced).collect::<Option<_>>()?;
        if lines.is_empty() {
            return None;
        }
        let basket = Basket { cart: &cart, zone: &shop.zone, lines };
        let deal = match &rules.many {
            Some(many) => Cow::Owned(many.deal(rules, &basket)),
            None => Cow::Borrowed(&rules.deal),
        };
        let mut receipt = deal.settle(&basket)?;
        receipt.lists = self.lists_of(&receipt.steps);
        receipt.lowest = self.lowest_of(items, &receipt, &deal);
        Some(receipt)
    }

    /// What reductions are compared with, ascending by product as the lines are.
    fn lowest_of(
        &self,
        items: &[(Item, Priced)],
        receipt: &Receipt,
        deal: &Deal<'_>,
    ) -> Vec<(ProductId, i64)> {
        let shop = &self.engine.snapshot.shop;
        let began = |id: &PromotionId| {
            let promotion = deal.promotions.iter().find(|promotion| promotion.id == *id)?;
            promotion.when.begins().max(shop.history.began(*id))
        };
        let of = |((_, priced), line): (&(Item, Priced), &LineTotal)| {
            let (product, public) = (priced.product, priced.public);
            let before = |began| history::lowest_before(shop, product, public.currency, began, self.at);
            let promoted = line.by.iter().filter_map(|(id, _)| before(began(id)?));
            let listed = history::lowest(shop, product, public.minor, public.currency, self.at);
            Some((product, promoted.chain(listed).min()?))
        };
        items.iter().zip(&receipt.lines).filter_map(of).collect()
    }

    /// What people call the lists that lowered something, each once, ascending.
    fn lists_of(&self, steps: &[Step]) -> Vec<(PriceListId, Label)> {
        let mut used: Vec<(PriceListId, Label)> = Vec::new();
        for step in steps {
            let What::List(id) = step.what else { continue };
            let mut lists = self.shop.price_lists.iter().chain(&self.own.lists);
            let Some(list) = lists.find(|list| list.id == id) else { continue };
            let title = list.said.get().and_then(|said| said.title.clone());
            let nameless = (list.audience == Audience::Everyone).then(|| step.what.label());
            let place = used.partition_point(|(list, _)| *list < id);
            if let Some(label) = title.or(nameless)
                && used.get(place).is_none_or(|(list, _)| *list != id)
            {
                used.insert(place, (id, label));
            }
        }
        used
    }

    /// Who, when and where; the lines come priced.
    fn terms_cart(&self, rules: &Rules<'_>, nothing_sent: bool) -> basket::Cart {
        let mut groups: Vec<String> = self.shared.groups.all().iter().map(|own| own.group.clone()).collect();
        if self.shared.card {
            groups.push(CARD.to_owned());
        }
        let (orders, used) = (self.shared.purchases.count, self.shared.used());
        let tier = self.shared.tier().map(str::to_owned);
        basket::Cart {
            currency: self.engine.snapshot.shop.currency,
            at: self.at,
            channel: self.channel.to_owned(),
            shopper: Shopper { groups, tier, orders, used },
            coupons: rules.codes.clone(),
            lines: Vec::new(),
            // What is fetched at a till is not sent.
            shipping: if self.channel == POS || nothing_sent { 0 } else { rules.terms.shipping },
        }
    }
}

fn may_have(band: Option<Band>, quantity: u32) -> bool {
    match band {
        Some(Band::Out) => false,
        Some(Band::Few) => quantity <= Band::FEW,
        Some(Band::Later) | None => true,
    }
}

impl Cart {
    /// Whether it is what somebody was shown.
    ///
    /// # Errors
    /// [`Rejection::PriceChanged`], with the steps that make the difference.
    pub fn agrees(&self, expected: Money, shown: &[Step]) -> Result<(), Rejection> {
        if self.total == expected {
            return Ok(());
        }
        let changes = changes(shown, self.steps());
        Err(Rejection::PriceChanged { was: expected, now: self.total, changes })
    }

    /// What the receipt says of each line and of the whole.
    fn take_totals(&mut self, receipt: &Receipt, book: Currency) {
        for (line, told) in self.lines.iter_mut().zip(&receipt.lines) {
            let tax = if receipt.tax_included { 0 } else { told.tax };
            line.total = Money::new(told.total.saturating_add(tax), book);
        }
        self.total = receipt.paid();
    }
}
