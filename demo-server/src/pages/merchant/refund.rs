//! Money back for part of an order: which units and whether sending, what that comes to, and then that it is done.

use attar::event::{Refund, StockLine};
use attar::service::order::Order;
use attar::{Command, Money, OrderId, ProductId, Rejection, Status};
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use maud::{Markup, html};

use super::super::caller::Caller;
use super::super::problem::{Drawn, Moved, Problem};
use super::super::words::{GiftWords, RefundWords, fill, isolated};
use super::only_owner;
use super::order::{address, page};
use crate::local;
use crate::published::Blob;

/// Names and values of the form, as it was sent.
#[derive(Debug, Clone, Default)]
struct Asked(Vec<(String, String)>);

/// What somebody wants given back.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wish {
    lines: Vec<StockLine>,
    shipping: bool,
}

/// What stands on the page beside the fields.
enum Stands {
    /// Nothing yet.
    Fresh,
    /// Fields that are wrong, and why.
    Wrong(Vec<(ProductId, String)>),
    /// Why it was not done.
    Refused(String),
    /// What would be given back.
    Shown(Wish, Refund),
}

/// `POST /merchant/orders/{id}/refund`
pub(in super::super) async fn refund(
    caller: Caller,
    Path(id): Path<OrderId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Moved {
    only_owner(&caller)?;
    let (order, asked) = (caller.sold(id).await?, Asked(form));
    let wish = match asked.read(&order) {
        Ok(wish) => wish,
        Err(wrong) => {
            let wrong = wrong.into_iter().map(|product| too_many(&caller, &order, product)).collect();
            return again(&caller, &order, &asked, Stands::Wrong(wrong)).await;
        }
    };
    let seen = asked.one("seen").parse().unwrap_or(usize::MAX);
    if asked.one("do") == "change" {
        return again(&caller, &order, &asked, Stands::Fresh).await;
    }
    // The same form sent twice is done once.
    if asked.one("do") == "give" && order.refunds.get(seen).is_some_and(|done| wish.is(done)) {
        return Ok(given(id));
    }
    if order.refunds.len() != seen {
        let why = RefundWords::of(caller.lang()).meanwhile.to_owned();
        return again(&caller, &order, &asked, Stands::Refused(why)).await;
    }
    match order.refund(&wish.lines, wish.shipping) {
        Err(rejection) => {
            let stands = refused(&caller, &order, &rejection);
            again(&caller, &order, &asked, stands).await
        }
        Ok(_) if asked.one("do") == "give" => give(&caller, &order, &asked, wish).await,
        Ok(refund) => again(&caller, &order, &asked, Stands::Shown(wish, refund)).await,
    }
}

/// Does it, once for each number of refunds that were seen.
async fn give(caller: &Caller, order: &Order, asked: &Asked, wish: Wish) -> Moved {
    let name = serde_json::to_vec(&(order.id, order.refunds.len(), &wish.lines, wish.shipping));
    let key = Blob::new(name.map_err(crate::log::LogError::from)?).hash.to_string();
    let command = Command::RefundOrder { order: order.id, lines: wish.lines, shipping: wish.shipping };
    match caller.act_once(command, key).await {
        Ok(()) => Ok(given(order.id)),
        Err(Problem::Refused(rejection)) => {
            let order = caller.sold(order.id).await?;
            let stands = refused(caller, &order, &rejection);
            again(caller, &order, asked, stands).await
        }
        Err(problem) => Err(problem),
    }
}

fn given(order: OrderId) -> axum::response::Response {
    Caller::see(&[&address(order), "?given=true"].concat(), None)
}

fn refused(caller: &Caller, order: &Order, rejection: &Rejection) -> Stands {
    let words = RefundWords::of(caller.lang());
    match rejection {
        Rejection::NotRefundable { product, .. } => Stands::Wrong(vec![too_many(caller, order, *product)]),
        Rejection::Empty => Stands::Refused(words.nothing.to_owned()),
        other => Stands::Refused(caller.rejection(other)),
    }
}

/// How many it may be.
fn too_many(caller: &Caller, order: &Order, product: ProductId) -> (ProductId, String) {
    let left = order.refundable().into_iter().find(|line| line.product == product);
    let left = caller.number(left.map_or(0, |line| line.units));
    (product, fill(RefundWords::of(caller.lang()).bad_units, &[&left]))
}

async fn again(caller: &Caller, order: &Order, asked: &Asked, stands: Stands) -> Moved {
    let status = match &stands {
        Stands::Fresh | Stands::Shown(..) => StatusCode::OK,
        Stands::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Stands::Refused(_) => StatusCode::CONFLICT,
    };
    let section = drawn(caller, order, asked, &stands);
    Ok(Drawn::page(status, page(caller, order, &html! {}, &section).await?))
}

impl Asked {
    fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    fn units(&self, product: ProductId) -> &str {
        self.one(&field(product))
    }

    fn shipping(&self) -> bool {
        self.one("shipping") == "yes"
    }

    /// The wish, or the products whose fields are no whole numbers.
    fn read(&self, order: &Order) -> Result<Wish, Vec<ProductId>> {
        let (mut lines, mut wrong) = (Vec::new(), Vec::new());
        for product in order.lines.iter().map(|line| line.product) {
            let text = self.units(product);
            let read = local::read_whole(text).and_then(|units| u32::try_from(units).ok());
            match read {
                Some(0) => {}
                None if text.is_empty() => {}
                Some(units) => lines.push(StockLine { product, units }),
                None => wrong.push(product),
            }
        }
        if wrong.is_empty() { Ok(Wish { lines, shipping: self.shipping() }) } else { Err(wrong) }
    }
}

impl Wish {
    fn is(&self, done: &Refund) -> bool {
        (&self.lines, self.shipping) == (&done.lines, done.shipping)
    }
}

fn field(product: ProductId) -> String {
    format!("units_{product}")
}

/// What can be given back, as nobody has asked for it yet.
pub(super) fn section(caller: &Caller, order: &Order) -> Markup {
    drawn(caller, order, &Asked::default(), &Stands::Fresh)
}

fn drawn(caller: &Caller, order: &Order, asked: &Asked, stands: &Stands) -> Markup {
    let words = RefundWords::of(caller.lang());
    let open: Vec<StockLine> = order.refundable().into_iter().filter(|line| line.units > 0).collect();
    let sending = order.refund(&[], true).ok().map(|refund| refund.amount);
    html! {
        section.panel {
            h2 { (words.title) }
            @if let Stands::Refused(why) = stands { p.note role="alert" { (why) } }
            @if order.status() == Status::Cancelled { p.muted { (words.cancelled) } }
            @else if open.is_empty() && sending.is_none() { p.muted { (words.all_back) } }
            @else {
                form.fields action={ (address(order.id)) "/refund" } method="post" {
                    input type="hidden" name="seen" value=(order.refunds.len());
                    @match stands {
                        Stands::Shown(wish, refund) => (shown(caller, order, (wish, refund), sending)),
                        _ => {
                            p.muted { (words.why) }
                            (fields(caller, &open, asked, stands))
                            @if let Some(sending) = sending { (tick(caller, sending, asked.shipping())) }
                            button type="submit" name="do" value="show" { (words.show) }
                        }
                    }
                }
            }
        }
    }
}

fn fields(caller: &Caller, open: &[StockLine], asked: &Asked, stands: &Stands) -> Markup {
    let words = RefundWords::of(caller.lang());
    let wrong = |product| match stands {
        Stands::Wrong(all) => all.iter().find(|(wrong, _)| *wrong == product).map(|(_, why)| why),
        _ => None,
    };
    html! {
        ul.edits {
            @for StockLine { product, units } in open {
                @let wrong = wrong(*product);
                li {
                    span.grow { bdi { (caller.name(*product)) } }
                    div.row {
                        label {
                            span { (fill(words.units, &[&isolated(caller.name(*product))])) }
                            input name=(field(*product)) inputmode="numeric" maxlength="3" autocomplete="off"
                                value=(asked.units(*product)) aria-invalid=[wrong.map(|_| "true")];
                        }
                        p.muted { (fill(words.of, &[&caller.number(units)])) }
                    }
                    @if let Some(wrong) = wrong { small role="alert" { (wrong) } }
                }
            }
        }
    }
}

fn tick(caller: &Caller, sending: Money, checked: bool) -> Markup {
    let words = RefundWords::of(caller.lang());
    html! {
        label.tick {
            input type="checkbox" name="shipping" value="yes" checked[checked];
            span { (fill(words.sending, &[&isolated(local::money(caller.lang(), sending))])) }
        }
    }
}

/// What it comes to, line by line, and the button that does it.
fn shown(caller: &Caller, order: &Order, (wish, refund): (&Wish, &Refund), sending: Option<Money>) -> Markup {
    let words = RefundWords::of(caller.lang());
    let told = |amount| isolated(local::money(caller.lang(), amount));
    let card = order.to_card(refund, caller.now());
    let taken = refund.uses.get().into_iter().flatten().filter(|one| one.budget.is_some());
    let taken = taken.fold(0_i64, |sum, one| sum.saturating_add(one.minor));
    html! {
        h3 { (words.shown) }
        ul.bought {
            @for line in &wish.lines {
                li {
                    input type="hidden" name=(field(line.product)) value=(line.units);
                    span.grow { bdi { (caller.name(line.product)) } }
                    span { "× " bdi { (caller.number(line.units)) } }
                    @if let Ok(own) = order.refund(std::slice::from_ref(line), false) { (caller.money(own.amount)) }
                }
            }
            @if let Some(sending) = sending.filter(|_| wish.shipping) {
                li {
                    input type="hidden" name="shipping" value="yes";
                    span.grow { (fill(words.sending, &[&told(sending)])) }
                }
            }
        }
        @if card.minor > 0 { p.muted { (fill(GiftWords::of(caller.lang()).to_card, &[&told(card)])) } }
        @if taken > 0 { p.muted { (fill(words.budgets, &[&told(Money::new(taken, refund.amount.currency))])) } }
        div.row {
            button type="submit" name="do" value="give" { (fill(words.give, &[&told(refund.amount)])) }
            button.quiet type="submit" name="do" value="change" { (caller.words.change) }
        }
    }
}
