//! How each command is judged. An empty list of facts means: it is so already.

#[cfg(feature = "till")]
use crate::command::Tender;
use crate::command::{Command, Rejection};
use crate::engine::Engine;
use crate::event::{
    Actor, CustomerFact, Fact, OrderFact, PastDelivery, Role, ShopFact, SoldLine, StockFact, StockLine,
    Subject,
};
#[cfg(feature = "till")]
use crate::event::{Line, TermsFact, Use};
use crate::id::{OrderId, ProductId, ShopperId};
use crate::money::Currency;
#[cfg(feature = "till")]
use crate::packed::Packed;
#[cfg(feature = "till")]
use crate::query::Cart;
#[cfg(feature = "till")]
use crate::service::again::Again;
#[cfg(feature = "till")]
use crate::service::order::Order;
use crate::state::Shared;
use crate::time::{Span, Timestamp};

#[cfg(feature = "till")]
mod again;
#[cfg(feature = "till")]
mod bill;
#[cfg(feature = "till")]
mod delight;
#[cfg(feature = "till")]
mod fulfil;
#[cfg(feature = "till")]
mod gift;
#[cfg(feature = "till")]
mod group;
#[cfg(feature = "till")]
mod late;
#[cfg(feature = "till")]
mod place;
#[cfg(feature = "till")]
mod points;
#[cfg(feature = "till")]
mod refer;
#[cfg(feature = "till")]
mod sell;

/// What follows from a wish, or why it is not granted.
pub(crate) type Facts = Result<Vec<(Subject, Fact)>, Rejection>;

pub(super) fn decide(engine: &Engine, actor: &Actor, command: &Command, at: Timestamp) -> Facts {
    let judge = Judge { engine, at };
    match command {
        Command::SetConsent { consent } => {
            judge.customer(actor, |_| CustomerFact::Consented { consent: *consent })
        }
        Command::ChangeCart { product, quantity } => judge.change_cart(shopper(actor)?, *product, *quantity),
        Command::RemoveCoupon { promotion } => judge.remove_coupon(shopper(actor)?, *promotion),
        Command::LinkVisitor { .. }
        | Command::PlaceOrder { .. }
        | Command::ApplyCoupon { .. }
        | Command::Reorder { .. }
        | Command::OpenReferral { .. }
        | Command::AcceptReferral { .. } => {
            // Who may not at all is told so in a page too.
            shopper(actor)?;
            only_server(engine, actor, command, at)
        }
        Command::CancelOrder { order } => {
            or_without_points(engine, only_server(engine, actor, command, at), || judge.cancel(actor, *order))
        }
        Command::CancelUnits { .. } | Command::RequestReturn { .. } | Command::AcceptRemedy { .. } => {
            only_server(engine, actor, command, at)
        }
        Command::PackOrder { .. }
        | Command::ShipOrder { .. }
        | Command::DeliverOrder { .. }
        | Command::RefundOrder { .. }
        | Command::AddToGroup { .. }
        | Command::TakeFromGroup { .. }
        | Command::AdjustPoints { .. }
        | Command::PackUnits { .. }
        | Command::MoveParcel { .. }
        | Command::AllocateUnits { .. }
        | Command::RecordPayment { .. }
        | Command::MoveReturn { .. } => {
            merchant(actor, Role::Owner)?;
            only_server(engine, actor, command, at)
        }
        Command::RecordScan { .. } => match actor {
            Actor::Carrier(_) => only_server(engine, actor, command, at),
            _ => Err(Rejection::Forbidden),
        },
        Command::RecordSale { shopper, currency, lines } => {
            or_without_points(engine, only_server(engine, actor, command, at), || {
                judge.sale(actor, *shopper, *currency, lines)
            })
        }
        Command::Sell { .. } => {
            merchant(actor, Role::Till)?;
            only_server(engine, actor, command, at)
        }
        Command::IssueCard { shopper } => {
            or_without_points(engine, only_server(engine, actor, command, at), || {
                judge.issue_card(actor, *shopper)
            })
        }
        Command::CountStock { lines } => judge.count(actor, lines),
        Command::PublishShop { hash } => {
            merchant(actor, Role::Owner)?;
            Ok(vec![(Subject::Market, Fact::Shop(ShopFact::Published { hash: *hash }))])
        }
        Command::RecordImport { shift, baskets } => record_import(actor, *shift, *baskets),
        Command::SetBackOrders { products, allowed } => judge.set_back_orders(actor, products, *allowed),
        Command::EndReferral { .. } if *actor == Actor::Clock => only_server(engine, actor, command, at),
        Command::EndReferral { .. } => {
            merchant(actor, Role::Owner)?;
            only_server(engine, actor, command, at)
        }
        Command::Tick { .. } => match actor {
            Actor::Clock => only_server(engine, actor, command, at),
            _ => Err(Rejection::Forbidden),
        },
        Command::RecordDeliveries { deliveries } => record_deliveries(actor, deliveries),
        Command::Forget { shopper, pseudonym } => judge.forget(actor, *shopper, *pseudonym),
    }
}

#[cfg_attr(
    not(feature = "till"),
    expect(unused_variables, reason = "a page without a till has no whole shop")
)]
fn only_server(engine: &Engine, actor: &Actor, command: &Command, at: Timestamp) -> Facts {
    #[cfg(feature = "till")]
    let facts = engine.state.decide_whole(engine, actor, command, at);
    #[cfg(not(feature = "till"))]
    let facts = Err(Rejection::OnlyServer);
    facts
}

/// What a page without a till previews of carts and orders.
#[cfg(not(feature = "till"))]
impl Judge<'_> {
    fn cancel(&self, _: &Actor, _: OrderId) -> Facts {
        Err(Rejection::OnlyServer)
    }

    fn remove_coupon(&self, _: ShopperId, _: crate::terms::promotion::PromotionId) -> Facts {
        Err(Rejection::OnlyServer)
    }
}

/// What the server decides with points; a page previews it where there are none.
fn or_without_points(engine: &Engine, whole: Facts, without: impl FnOnce() -> Facts) -> Facts {
    match whole {
        Err(Rejection::OnlyServer) if engine.snapshot.shop.loyalty.is_nothing() => without(),
        Err(Rejection::OnlyServer) => without().and(Err(Rejection::OnlyServer)),
        whole => whole,
    }
}

/// What only a server decides: it has the whole shop and market.
#[cfg(feature = "till")]
pub(crate) fn decide_whole(engine: &Engine, actor: &Actor, command: &Command, at: Timestamp) -> Facts {
    let judge = Judge { engine, at };
    match command {
        Command::PlaceOrder { order, contact, expected, shown, delivery, redeem, gift_card } => {
            let (who, tender) = (shopper(actor)?, Judge::tender(*redeem, gift_card.as_ref()));
            let expected = (*expected, shown.as_slice());
            judge.place(who, (*order, *contact), expected, (delivery.as_ref(), tender))
        }
        Command::RecordSale { shopper, currency, lines } => {
            let facts = judge.sale(actor, *shopper, *currency, lines)?;
            Ok(judge.with_sale(facts, *shopper, (*currency, lines)))
        }
        Command::IssueCard { shopper } => {
            Ok(judge.with_joining(judge.issue_card(actor, *shopper)?, *shopper))
        }
        Command::CancelOrder { order } => judge.cancel_with_points(actor, *order),
        Command::AdjustPoints { shopper, points, reason } => judge.adjust(actor, *shopper, *points, *reason),
        Command::Sell { order, shopper, lines, expected, shown } => {
            judge.sell(*order, *shopper, lines, (*expected, shown))
        }
        Command::Tick { shopper } => judge.tick(*shopper),
        Command::LinkVisitor { visitor } => judge.link_with_points(shopper(actor)?, *visitor),
        Command::OpenReferral { code } => judge.open_referral(shopper(actor)?, code),
        Command::AcceptReferral { code } => judge.accept_referral(shopper(actor)?, code),
        Command::EndReferral { shopper, why } => judge.end_referral(*shopper, *why),
        Command::AcceptRemedy { order } => judge.accept_remedy(actor, *order),
        Command::ApplyCoupon { code } => judge.apply_coupon(shopper(actor)?, code),
        Command::Reorder { order } => judge.reorder(shopper(actor)?, *order),
        Command::AddToGroup { shopper, group } => judge.add_to_group(*shopper, group),
        Command::TakeFromGroup { shopper, group } => Ok(judge.take_from_group(*shopper, group)),
        _ => judge.fulfil(actor, command),
    }
}

#[cfg(feature = "till")]
pub(super) fn quote(
    engine: &Engine,
    who: &ShopperId,
    tender: Tender,
    at: Timestamp,
) -> Result<Cart, Rejection> {
    Judge { engine, at }.quote(who, tender)
}

#[cfg(feature = "till")]
pub(super) fn at_till(
    engine: &Engine,
    who: &ShopperId,
    lines: &[StockLine],
    at: Timestamp,
) -> Result<Cart, Rejection> {
    Judge { engine, at }.at_till(who, lines)
}

#[cfg(feature = "till")]
pub(super) fn again(
    engine: &Engine,
    who: &ShopperId,
    lines: &[Line],
    at: Timestamp,
) -> Result<Vec<Again>, Rejection> {
    Judge { engine, at }.again(who, lines)
}

#[cfg(feature = "till")]
pub(super) fn points_due(engine: &Engine, who: &ShopperId, at: Timestamp) -> Option<Timestamp> {
    Judge { engine, at }.book(who).due()
}

fn shopper(actor: &Actor) -> Result<ShopperId, Rejection> {
    match actor {
        Actor::Shopper(who) if who.is_anonymous() => Err(Rejection::Anonymous),
        Actor::Shopper(who) => Ok(*who),
        Actor::Merchant(_) | Actor::Clock | Actor::Carrier(_) => Err(Rejection::Forbidden),
    }
}

fn merchant(actor: &Actor, role: Role) -> Result<(), Rejection> {
    match actor {
        Actor::Merchant(found) if *found == role || *found == Role::Owner => Ok(()),
        _ => Err(Rejection::Forbidden),
    }
}

fn record_import(actor: &Actor, shift: Span, baskets: u32) -> Facts {
    merchant(actor, Role::Owner)?;
    if shift.0.checked_rem(Span::days(7).0) != Some(0) {
        return Err(Rejection::NotWholeWeeks);
    }
    Ok(vec![(Subject::Market, Fact::Shop(ShopFact::HistoryImported { shift, baskets }))])
}

fn record_deliveries(actor: &Actor, deliveries: &[PastDelivery]) -> Facts {
    merchant(actor, Role::Owner)?;
    if !(1..=Command::MOST_DELIVERIES).contains(&deliveries.len()) {
        return Err(Rejection::TooManyDeliveries);
    }
    let imported = ShopFact::DeliveriesImported { deliveries: deliveries.to_vec() };
    Ok(vec![(Subject::Market, Fact::Shop(imported))])
}

#[cfg(feature = "till")]
/// Together with what promotions gave or got back, if that is anything.
fn with_uses(
    mut facts: Vec<(Subject, Fact)>,
    uses: Packed<Vec<Use>>,
    fact: impl FnOnce(Packed<Vec<Use>>) -> TermsFact,
) -> Vec<(Subject, Fact)> {
    if uses != Packed::default() {
        facts.push((Subject::Market, Fact::Terms(fact(uses))));
    }
    facts
}

struct Judge<'a> {
    engine: &'a Engine,
    #[cfg_attr(not(feature = "till"), expect(dead_code, reason = "only prices ask what time it is"))]
    at: Timestamp,
}

impl Judge<'_> {
    fn shared(&self, who: &ShopperId) -> Shared {
        self.engine.state.shared(who).cloned().unwrap_or_default()
    }

    fn sold(&self, product: ProductId) -> Result<(), Rejection> {
        let found = self.engine.snapshot.shop.product(product);
        found.map(|_| ()).ok_or(Rejection::UnknownProduct { product })
    }

    fn customer(&self, actor: &Actor, fact: impl Fn(ShopperId) -> CustomerFact) -> Facts {
        let who = shopper(actor)?;
        Ok(vec![(Subject::Shopper(who), Fact::Customer(fact(who)))])
    }

    #[cfg(feature = "till")]
    fn link(&self, customer: ShopperId, visitor: ShopperId) -> Facts {
        let state = &self.engine.state;
        if visitor != customer && state.resolve(visitor) == customer {
            return Ok(Vec::new());
        }
        if !state.may_link(visitor, customer) {
            return Err(Rejection::LinkedElsewhere);
        }
        let linked = CustomerFact::Linked { visitor, customer };
        Ok(vec![(Subject::Shopper(customer), Fact::Customer(linked))])
    }

    /// A shopper forgets themselves; the owner, whoever asked for it. First the customer, then the visitors.
    fn forget(&self, actor: &Actor, whom: Option<ShopperId>, pseudonym: ShopperId) -> Facts {
        let state = &self.engine.state;
        let who = match (actor, whom) {
            (Actor::Merchant(_), Some(whom)) => merchant(actor, Role::Owner).map(|()| whom)?,
            _ => shopper(actor)?,
        };
        let who = state.resolve(who);
        if whom.is_some_and(|whom| state.resolve(whom) != who) || state.shared(&pseudonym).is_some() {
            return Err(Rejection::Forbidden);
        }
        let Some(shared) = state.shared(&who) else { return Ok(Vec::new()) };
        let forgotten = |who: ShopperId| (Subject::Shopper(who), Fact::Customer(CustomerFact::Forgotten));
        Ok([who].into_iter().chain(shared.visitors.iter().copied()).map(forgotten).collect())
    }

    fn change_cart(&self, who: ShopperId, product: ProductId, quantity: u32) -> Facts {
        self.sold(product)?;
        let changed = self.shared(&who).cart.change(product, quantity)?;
        Ok(vec![(Subject::Shopper(who), Fact::Order(changed))])
    }

    #[cfg(feature = "till")]
    /// An order that this actor may touch, and its buyer.
    fn order(&self, actor: &Actor, id: OrderId) -> Result<(ShopperId, Order), Rejection> {
        let unknown = Rejection::UnknownOrder { order: id };
        let buyer = self.engine.state.buyer(id).ok_or(unknown.clone())?;
        if let Actor::Shopper(who) = actor
            && self.engine.state.resolve(*who) != buyer
        {
            return Err(unknown);
        }
        let order = self.shared(&buyer).orders.get(id).cloned().ok_or(unknown)?;
        Ok((buyer, order))
    }

    fn sale(&self, actor: &Actor, who: ShopperId, currency: Currency, lines: &[SoldLine]) -> Facts {
        merchant(actor, Role::Till)?;
        if who.is_anonymous() {
            return Err(Rejection::Anonymous);
        }
        if lines.is_empty() {
            return Err(Rejection::Empty);
        }
        for line in lines {
            self.sold(line.product)?;
            if !(1..=Command::MOST_UNITS).contains(&line.quantity) || line.paid < 0 {
                return Err(Rejection::BadQuantity { product: line.product });
            }
        }
        let sold = OrderFact::SoldInStore { currency, lines: lines.to_vec() };
        Ok(vec![(Subject::Shopper(who), Fact::Order(sold))])
    }

    fn issue_card(&self, actor: &Actor, who: ShopperId) -> Facts {
        merchant(actor, Role::Owner)?;
        if who.is_anonymous() {
            return Err(Rejection::Anonymous);
        }
        if self.shared(&who).card {
            return Ok(Vec::new());
        }
        Ok(vec![(Subject::Shopper(who), Fact::Customer(CustomerFact::CardIssued))])
    }

    fn set_back_orders(&self, actor: &Actor, products: &[ProductId], allowed: bool) -> Facts {
        merchant(actor, Role::Owner)?;
        if products.is_empty() {
            return Err(Rejection::Empty);
        }
        products.iter().try_for_each(|product| self.sold(*product))?;
        let set = StockFact::BackOrdersSet { products: products.to_vec(), allowed };
        Ok(vec![(Subject::Market, Fact::Stock(set))])
    }

    fn count(&self, actor: &Actor, lines: &[StockLine]) -> Facts {
        merchant(actor, Role::Owner)?;
        if lines.is_empty() {
            return Err(Rejection::Empty);
        }
        lines.iter().try_for_each(|line| self.sold(line.product))?;
        let counted = StockFact::Counted { lines: lines.to_vec() };
        Ok(vec![(Subject::Market, Fact::Stock(counted))])
    }
}
