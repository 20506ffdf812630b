//! The merchant's page of groups: who is in which, and what prices each has.

use attar::shop::PriceListDraft;
use attar::{Command, Rejection, Shop, ShopperId};
use axum::Form;
use axum::extract::Query as Search;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::merchant::{only_owner, to_desk};
use super::problem::{Drawn, Moved, Page, Problem};
use super::words::{GroupsWords, fill, isolated};
use crate::demo::{MOST_HOUSEHOLDS, customer_id};
use crate::local;

/// The address of the page.
pub(super) const HERE: &str = "/merchant/groups";

/// What the address says: whom to show.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Visit {
    customer: Option<String>,
}

/// Into which group, or out of which.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Change {
    customer: String,
    group: String,
    #[serde(rename = "do")]
    way: Way,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Add,
    Take,
}

/// `GET /merchant/groups`
pub(super) async fn groups(caller: Caller, Search(visit): Search<Visit>) -> Page {
    only_owner(&caller)?;
    page(&caller, visit.customer.as_deref(), None).await
}

/// `POST /merchant/groups`
pub(super) async fn change(caller: Caller, Form(change): Form<Change>) -> Moved {
    only_owner(&caller)?;
    let words = GroupsWords::of(caller.lang());
    let Some(shopper) = customer(&caller, &change.customer) else {
        return refused(&caller, &change, words.unknown).await;
    };
    let group = change.group.trim().to_owned();
    let wish = match change.way {
        Way::Add => Command::AddToGroup { shopper, group },
        Way::Take => Command::TakeFromGroup { shopper, group },
    };
    match caller.act(wish).await {
        Ok(_) => Ok(Caller::see(&[HERE, "?customer=", &shopper.to_string()].concat(), None)),
        Err(Problem::Refused(Rejection::BadGroup { .. })) => refused(&caller, &change, words.bad_group).await,
        Err(Problem::Refused(Rejection::TooManyGroups)) => refused(&caller, &change, words.too_many).await,
        Err(other) => Err(other),
    }
}

async fn refused(caller: &Caller, change: &Change, why: &str) -> Moved {
    let page = page(caller, Some(&change.customer), Some(why)).await?;
    Ok(Drawn::page(StatusCode::CONFLICT, page))
}

/// A household of the demo by its number, anybody by their identifier.
fn customer(caller: &Caller, said: &str) -> Option<ShopperId> {
    let said = said.trim();
    let number = local::number(said).and_then(|number| u16::try_from(number).ok());
    let household = number.filter(|number| caller.is_demo() && (1..=MOST_HOUSEHOLDS).contains(number));
    let household = household.map(customer_id);
    let known = household.or_else(|| said.parse().ok())?;
    Some(caller.app().known_as(known)).filter(|who| !who.is_anonymous())
}

async fn page(caller: &Caller, said: Option<&str>, why: Option<&str>) -> Page {
    let words = GroupsWords::of(caller.lang());
    let who = said.and_then(|said| customer(caller, said));
    let why = why.or_else(|| said.filter(|_| who.is_none()).map(|_| words.unknown));
    let shown = match who {
        Some(who) => shown(caller, who).await?,
        None => html! {},
    };
    let members = caller.report().await?;
    let shop = caller.app().current().shop.clone();
    let body = html! {
        div.intro {
            (to_desk(caller))
            h1 { (words.title) }
            p.lead { (words.why) }
        }
        @if let Some(why) = why { p.note role="alert" { (why) } }
        div.two {
            section.panel {
                h2 { (words.customer) }
                (ask(words, said.unwrap_or_default()))
                (shown)
            }
            section.panel {
                h2 { (words.all) }
                @let all = shop.groups();
                @if all.is_empty() { p.muted { (words.none) } }
                @for group in all { (one(caller, &shop, group, &members.counted.members(group))) }
            }
        }
        datalist id="groups" { @for group in shop.groups() { option value=(group) {} } }
    };
    Ok(caller.page(words.title, &body))
}

fn ask(words: &GroupsWords, said: &str) -> Markup {
    html! {
        form.row action=(HERE) method="get" {
            label.grow { (words.which) input type="text" name="customer" value=(said) maxlength="32" required autocomplete="off"; }
            button.quiet type="submit" { (words.show) }
        }
    }
}

/// The groups of one customer, each with the way out of it, and the way into another.
async fn shown(caller: &Caller, who: ShopperId) -> Page {
    let words = GroupsWords::of(caller.lang());
    let groups = caller.shared(who).await?.groups;
    Ok(html! {
        h3 { bdi { (called(caller, who)) } }
        @if groups.all().is_empty() { p.muted { (words.in_none) } }
        ul.orders {
            @for own in groups.all() {
                li {
                    strong.grow { bdi { (own.group) } }
                    span.muted { (fill(words.since, &[&caller.local(own.since)])) }
                    form.row action=(HERE) method="post" {
                        input type="hidden" name="customer" value=(who);
                        input type="hidden" name="group" value=(own.group);
                        button.quiet type="submit" name="do" value="take" { (words.take) }
                    }
                }
            }
        }
        form.row action=(HERE) method="post" {
            input type="hidden" name="customer" value=(who);
            label.grow { (words.group) input type="text" name="group" list="groups" maxlength="40" required autocomplete="off"; }
            button type="submit" name="do" value="add" { (words.add) }
        }
    })
}

/// The number of a household of the demo, else the identifier.
pub(super) fn called(caller: &Caller, who: ShopperId) -> String {
    let mut households = (1..=MOST_HOUSEHOLDS).filter(|_| caller.is_demo());
    let found = households.find(|number| caller.app().known_as(customer_id(*number)) == who);
    found.map_or_else(
        || who.to_string(),
        |number| [caller.words.household, " ", &caller.digits(number)].concat(),
    )
}

/// One group: its lists, its promotions, its members.
fn one(caller: &Caller, shop: &Shop, group: &str, members: &[ShopperId]) -> Markup {
    let words = GroupsWords::of(caller.lang());
    let speaks = |list: &&PriceListDraft| !list.draft && list.only.groups.iter().any(|named| named == group);
    let lists = shop.draft().price_lists.iter().filter(speaks);
    let promotions = shop.promotions_of(group);
    html! {
        h3 { bdi { (group) } }
        ul.said {
            @for list in lists { li { (told(caller, list)) } }
            @for promotion in promotions {
                @let label = promotion.label();
                li { (fill(words.promotion, &[&isolated(label.in_lang(caller.lang()))])) }
            }
            li {
                (words.members) ": "
                @if members.is_empty() { span.muted { (words.no_members) } }
                @for (place, who) in members.iter().enumerate() {
                    @if place > 0 { " · " }
                    a href={ (HERE) "?customer=" (who) } { bdi { (called(caller, *who)) } }
                }
            }
        }
    }
}

/// A list in one line: its name, how much is in it, and when and where it holds.
fn told(caller: &Caller, list: &PriceListDraft) -> Markup {
    let words = GroupsWords::of(caller.lang());
    let name = list.title.as_ref().map_or(list.name.as_str(), |title| title.in_lang(caller.lang()));
    let when = &list.only.when;
    let counted = [(words.products, list.prices.len()), (words.steps, list.steps.len())];
    let mut more = vec![isolated(list.currency.code())];
    more.extend(counted.iter().filter(|(_, n)| *n > 0).map(|(words, n)| fill(words, &[&caller.number(n)])));
    more.extend(when.from.map(|at| fill(words.from, &[&caller.local(at)])));
    more.extend(when.until.map(|at| fill(words.until, &[&caller.local(at)])));
    if when.minutes.is_some() || !when.weekdays.is_empty() {
        more.push(words.hours.to_owned());
    }
    more.extend(list.only.channels.iter().map(isolated));
    html! { strong { bdi { (name) } } " " span.muted { (more.join(" · ")) } }
}
