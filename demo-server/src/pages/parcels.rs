//! The merchant's page of an order's parcels: what is to be packed, where each parcel is, what was paid; and the order
//! as it was at any moment.

use attar::event::{Consignment, ParcelStatus, PaymentKind, StockLine};
use attar::id::{CarrierId, ParcelId};
use attar::query::Parcel;
use attar::service::order::Order;
use attar::{Answer, Command, Money, OrderId, ProductId, Status};
use axum::Form;
use axum::extract::{Path, Query as Search};
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::merchant::{only_owner, to_desk};
use super::once;
use super::problem::{Moved, Page, Problem};
use super::returns;
use super::words::{ParcelWords, fill, isolated};
use crate::demo::carriers::Carrier;
use crate::local;

/// What the address says: as of when.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Visit {
    at: Option<String>,
}

/// The fields of a form, in their order.
pub(super) type Fields = Vec<(String, String)>;

/// `GET /merchant/orders/{id}/parcels`
pub(super) async fn parcels(caller: Caller, Path(id): Path<OrderId>, Search(visit): Search<Visit>) -> Page {
    only_owner(&caller)?;
    let order = caller.sold(id).await?;
    let past = as_of(&caller, id, visit.at.as_deref().unwrap_or_default()).await?;
    let once = once::field(&caller)?;
    Ok(caller.page(words(&caller).title, &body(&caller, &order, &past, &once)))
}

/// `POST /merchant/orders/{id}/parcels`
pub(super) async fn act(caller: Caller, Path(id): Path<OrderId>, Form(fields): Form<Fields>) -> Moved {
    only_owner(&caller)?;
    let order = caller.sold(id).await?;
    let wish = wish(&caller, &order, &fields).ok_or(Problem::Unreadable)?;
    caller.act_form(wish, &fields).await?;
    Ok(Caller::see(&address(id), None))
}

fn words(caller: &Caller) -> &'static ParcelWords {
    ParcelWords::of(caller.lang())
}

/// Where the page is.
pub(super) fn address(order: OrderId) -> String {
    format!("/merchant/orders/{order}/parcels")
}

/// What a field of a form says, if anything.
pub(super) fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    let found = fields.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// Who carries it, if the form says so.
pub(super) fn consignment(fields: &Fields) -> Option<Consignment> {
    let (carrier, number) = (field(fields, "carrier"), field(fields, "number"));
    let text = |field: Option<&str>| field.unwrap_or_default().to_owned();
    carrier.or(number).map(|_| Consignment { carrier: text(carrier), number: text(number) })
}

fn wish(caller: &Caller, sold: &Order, fields: &Fields) -> Option<Command> {
    let order = sold.id;
    let amount = || field(fields, "amount");
    match field(fields, "do")? {
        "pack" => Some(Command::PackUnits { order, lines: lines(fields)? }),
        "call_off" => Some(Command::CancelUnits { order, lines: lines(fields)? }),
        "allocate" => Some(Command::AllocateUnits { order }),
        "authorised" => pay(caller, sold, PaymentKind::Authorised, amount()),
        "captured" => pay(caller, sold, PaymentKind::Captured, amount()),
        step if field(fields, "return").is_some() => returns::moved(order, fields, step),
        step => {
            let status = ParcelStatus::ALL.into_iter().find(|status| status.name() == step)?;
            let parcel = ParcelId(field(fields, "parcel")?.parse().ok()?);
            Some(Command::MoveParcel { order, parcel, status, consignment: consignment(fields) })
        }
    }
}

fn pay(caller: &Caller, sold: &Order, kind: PaymentKind, amount: Option<&str>) -> Option<Command> {
    let (order, currency) = (sold.id, sold.total.currency);
    let read = |text| Some(Money::new(local::read_money(caller.lang(), currency, text)?, currency));
    let amount = match amount {
        Some(text) => Some(read(text)?),
        None => None,
    };
    Some(Command::RecordPayment { order, kind, amount })
}

/// How many of which product the fields name; none of a product that is left empty or 0.
pub(super) fn lines(fields: &Fields) -> Option<Vec<StockLine>> {
    let mut lines = Vec::new();
    for (name, value) in fields {
        let Some(product) = name.strip_prefix("units-") else { continue };
        let units =
            if value.trim().is_empty() { 0 } else { u32::try_from(local::read_whole(value)?).ok()? };
        if units > 0 {
            lines.push(StockLine { product: ProductId(product.parse().ok()?), units });
        }
    }
    Some(lines)
}

async fn as_of(caller: &Caller, order: OrderId, at: &str) -> Page {
    let (words, zone) = (words(caller), &caller.snapshot().shop.zone);
    // All of the minute.
    let moment = local::read_moment(zone, at).map(|from| from + attar::time::Span(59_999));
    let told = match moment {
        Some(moment) => Some(caller.track_as_of(order, moment).await?),
        None => None,
    };
    let value = local::show_moment(zone, moment.unwrap_or(caller.now()));
    Ok(html! {
        section.panel id="as-of" {
            h2 { (words.as_of) }
            p.muted { (words.as_of_is) }
            form.stack action={ (address(order)) "#as-of" } method="get" {
                label { span { (words.moment) } input type="datetime-local" name="at" value=(value) required; }
                div.row { button.quiet type="submit" { (words.show) } }
            }
            @match told {
                Some(answer @ Answer::Tracked(_)) => (caller.draw(&answer)),
                Some(_) => p.note { (words.not_yet) },
                None => {},
            }
        }
    })
}

fn body(caller: &Caller, order: &Order, past: &Markup, once: &Markup) -> Markup {
    let words = words(caller);
    html! {
        div.intro {
            (to_desk(caller))
            h1 { (caller.words.order) " " bdi { (caller.digits(order.number)) } ": " (words.title) }
            p.muted { (words.lead) }
        }
        div.two {
            div.stack {
                section.panel { (caller.draw(&Answer::Tracked(order.tracked()))) }
                (past)
            }
            div.stack {
                section.panel { h2 { (words.to_pack) } (to_pack(caller, order, once)) (waiting(caller, order, once)) }
                @for parcel in order.parcels.iter().filter(|parcel| is_open(order, parcel)) { (moves(caller, order, parcel, once)) }
                (returns::moves(caller, order, once))
                (payment(caller, order, once))
            }
        }
        // These move by themselves.
        @if caller.is_demo() { datalist id="carriers" { @for one in Carrier::demo() { option value=(one.name) {} } } }
    }
}

fn is_open(order: &Order, parcel: &Parcel) -> bool {
    order.status() != Status::Cancelled
        && ParcelStatus::ALL.into_iter().any(|next| order.may_move(parcel, next))
}

fn to_pack(caller: &Caller, order: &Order, once: &Markup) -> Markup {
    let (words, open) = (words(caller), order.all_open());
    if open.is_empty() || order.status() == Status::Cancelled {
        return html! { p.muted { (words.nothing_to_pack) } };
    }
    html! {
        form.stack action=(address(order.id)) method="post" {
            (once)
            ul.bought {
                @for line in &open {
                    li {
                        (caller.picture(line.product))
                        span.grow { bdi { (caller.name(line.product)) } }
                        label.row {
                            input inputmode="numeric" name={ "units-" (line.product) } value=(caller.digits(line.units))
                                pattern=(local::whole_number(3)) maxlength="3" autocomplete="off" aria-label=(caller.name(line.product));
                            span.muted { (fill(words.how_many, &[&caller.number(line.units)])) }
                        }
                    }
                }
            }
            div.row {
                button type="submit" name="do" value="pack" { (words.pack) }
                button.quiet type="submit" name="do" value="call_off" { (words.call_off) }
            }
        }
    }
}

fn waiting(caller: &Caller, order: &Order, once: &Markup) -> Markup {
    let words = words(caller);
    html! {
        @if !order.waiting.is_empty() {
            form.stack action=(address(order.id)) method="post" {
                (once)
                strong { (words.waiting) }
                ul.said {
                    @for line in &order.waiting {
                        li { bdi { (caller.name(line.product)) } " × " bdi { (caller.number(line.units)) } }
                    }
                }
                div.row { button.quiet type="submit" name="do" value="allocate" { (words.allocate) } }
            }
        }
    }
}

/// Who carries it, as far as that was promised, and under which number.
pub(super) fn carrier(caller: &Caller, promised: Option<CarrierId>) -> Markup {
    let words = words(caller);
    let delivery = caller.snapshot().shop.delivery();
    let meant = promised.and_then(|id| Some(delivery?.carrier(id)?.name.en.clone()));
    html! {
        div.row {
            label.grow { span { (words.carrier) } input name="carrier" value=[meant] list=[caller.is_demo().then_some("carriers")] maxlength=(Consignment::LONGEST) autocomplete="off"; }
            label.grow { span { (words.number) } input name="number" maxlength=(Consignment::LONGEST) dir="ltr" autocomplete="off"; }
        }
    }
}

/// One button for each step that is open to a parcel; who carries it is asked where it is handed over.
fn moves(caller: &Caller, order: &Order, parcel: &Parcel, once: &Markup) -> Markup {
    let (words, stands) = (words(caller), parcel.status());
    let [before, after] = caller.parcel_name();
    html! {
        section.panel {
            h2 { (before) bdi { (caller.digits(parcel.id)) } (after) }
            form.stack action=(address(order.id)) method="post" {
                (once)
                input type="hidden" name="parcel" value=(parcel.id);
                @if stands == ParcelStatus::Packed {
                    (carrier(caller, order.promise.map(|promise| promise.despatch.carrier)))
                }
                div.row {
                    @for (next, word) in ParcelStatus::ALL.into_iter().zip(words.go) {
                        @if order.may_move(parcel, next) {
                            button.quiet[next > ParcelStatus::Delivered] type="submit" name="do" value=(next.name()) { (word) }
                        }
                    }
                }
            }
        }
    }
}

fn payment(caller: &Caller, order: &Order, once: &Markup) -> Markup {
    let words = words(caller);
    let told = |minor| isolated(local::money(caller.lang(), Money { minor, ..order.total }));
    html! {
        section.panel {
            h2 { (words.payment) }
            p { (fill(words.due_of, &[&told(order.due()), &told(order.owed())])) }
            @if order.due() > 0 {
                form.stack action=(address(order.id)) method="post" {
                    (once)
                    label { span { (words.amount) } input name="amount" inputmode="decimal" maxlength="20" autocomplete="off"; }
                    div.row {
                        button type="submit" name="do" value="captured" { (words.captured) }
                        button.quiet type="submit" name="do" value="authorised" { (words.authorised) }
                    }
                }
            }
        }
    }
}
