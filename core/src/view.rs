//! An answer as a small tree of nodes: the server prints it, the page creates it. There is no
//! other HTML of an answer anywhere.

use crate::event::Consent;
use crate::id::ProductId;
use crate::money::Money;
use crate::query::{Answer, Cart, Pick, PriceReason, Priced, Profile, Reason, Recommended, Tracked};
use crate::shop::{Names, PublicShop};
use crate::time::{Span, Timestamp};

mod words;

pub use words::Words;

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element with attributes and children.
    Element(Element),
    /// Plain text; whoever prints it escapes it.
    Text(String),
}

/// An element of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// An HTML tag that may stand in any flow content.
    pub tag: &'static str,
    /// Names and values; `href` only ever holds an address of the shop.
    pub attributes: Vec<(&'static str, String)>,
    /// In order.
    pub children: Vec<Node>,
}

impl Element {
    fn new(tag: &'static str) -> Self {
        Self { tag, attributes: Vec::new(), children: Vec::new() }
    }

    fn part(self, name: &str) -> Self {
        self.attribute("part", name)
    }

    fn attribute(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    fn child(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    fn text(self, text: impl Into<String>) -> Self {
        self.child(Node::Text(text.into()))
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// What it takes to put an answer into words.
#[derive(Debug, Clone, Copy)]
pub struct Viewer<'a> {
    shop: &'a PublicShop,
    names: &'a Names,
    words: &'static Words,
}

impl<'a> Viewer<'a> {
    /// A viewer in the language of the names.
    pub fn new(shop: &'a PublicShop, names: &'a Names) -> Self {
        Self { shop, names, words: Words::of(names.lang) }
    }

    /// The answer as nodes.
    pub fn view(&self, answer: &Answer) -> Node {
        let element = match answer {
            Answer::Recommended(list) => self.recommended(list),
            Answer::Priced(priced) => self.priced(priced),
            Answer::Cart(cart) => self.cart(cart),
            Answer::Tracked(tracked) => self.tracked(tracked),
            Answer::Profile(profile) => self.profile(profile),
            Answer::Unknown(_) => Element::new("p").part("empty").text(self.words.unknown),
        };
        element.into()
    }

    /// Why a product is in a list, in one line.
    pub fn reason(&self, reason: Reason) -> String {
        let name = |product| self.names.product(self.shop, product);
        match reason {
            Reason::Viewed(product) => self.words.viewed.replace("{}", &name(product)),
            Reason::InCart(product) => self.words.in_cart.replace("{}", &name(product)),
            Reason::Bought(product) => self.words.bought.replace("{}", &name(product)),
            Reason::GoesWith(product) => self.words.goes_with.replace("{}", &name(product)),
            Reason::Popular => self.words.popular.to_owned(),
        }
    }

    fn recommended(&self, list: &Recommended) -> Element {
        if list.picks.is_empty() {
            return Element::new("p").part("empty").text(self.words.nothing);
        }
        Element::new("ul").part("list").children(list.picks.iter().map(|pick| self.pick(pick)))
    }

    fn pick(&self, pick: &Pick) -> Element {
        let link = self.product_link(pick.product);
        let why = Element::new("small").part("reason").text(self.reason(pick.reason));
        let number = pick.product.to_string();
        Element::new("li").part("item").attribute("data-product", number).child(link).child(why)
    }

    fn product_link(&self, product: ProductId) -> Element {
        let name = Element::new("bdi").text(self.names.product(self.shop, product));
        Element::new("a").part("link").attribute("href", self.shop.product_url(product)).child(name)
    }

    fn priced(&self, priced: &Priced) -> Element {
        let mut line = Element::new("p").part("price").child(money(priced.price).part("now"));
        if priced.price != priced.public {
            line = line.child(Element::new("s").part("was").child(money(priced.public)));
        }
        line = line.child(Element::new("small").part("reason").text(self.price_reason(priced.reason)));
        if let Some(with_card) = priced.with_card {
            let words = Element::new("small").part("with-card").text(self.words.with_card);
            line = line.child(words.child(money(with_card)));
        }
        line
    }

    fn price_reason(&self, reason: PriceReason) -> &'static str {
        match reason {
            PriceReason::List(_) => self.words.list_price,
            PriceReason::Card(_) => self.words.card_price,
        }
    }

    fn cart(&self, cart: &Cart) -> Element {
        if cart.lines.is_empty() {
            return Element::new("p").part("empty").text(self.words.cart_empty);
        }
        let lines = cart.lines.iter().map(|line| {
            let mut item = Element::new("li").part("line").child(self.product_link(line.product));
            item = item.text(" × ").child(Element::new("bdi").text(line.quantity.to_string()));
            item = item.text(" ").child(money(line.total));
            item = item.child(Element::new("small").part("reason").text(self.price_reason(line.reason)));
            if line.in_stock {
                item
            } else {
                item.child(Element::new("strong").text(self.words.out_of_stock))
            }
        });
        let total = Element::new("p").part("total").text(self.words.total).child(money(cart.total));
        Element::new("div").part("cart").child(Element::new("ul").part("lines").children(lines)).child(total)
    }

    fn tracked(&self, tracked: &Tracked) -> Element {
        let number = Element::new("bdi").text(tracked.number.to_string());
        let title = Element::new("p").part("order").text(self.words.order).child(number);
        let current = tracked.timeline.len().saturating_sub(1);
        let done = tracked.timeline.iter().enumerate().map(|(place, step)| {
            let state = if place == current { "current" } else { "done" };
            let word = Element::new("span").text(self.words.status(step.status));
            let item =
                Element::new("li").attribute("data-state", state).attribute("data-step", step.status.name());
            let item = if place == current { item.attribute("aria-current", "step") } else { item };
            item.child(word).text(" ").child(self.time(step.at))
        });
        let ahead = tracked.ahead.iter().map(|status| {
            let item =
                Element::new("li").attribute("data-state", "ahead").attribute("data-step", status.name());
            item.text(self.words.status(*status))
        });
        let steps = Element::new("ol").part("timeline").children(done).children(ahead);
        let total = Element::new("p").part("total").text(self.words.total).child(money(tracked.total));
        Element::new("div")
            .part("tracker")
            .attribute("data-status", tracked.status.name())
            .child(title)
            .child(steps)
            .child(total)
    }

    fn profile(&self, profile: &Profile) -> Element {
        let item = |text: &str| Element::new("li").text(text);
        let mut list = Element::new("ul").part("profile").child(item(match profile.consent {
            Consent::Denied => self.words.consent_denied,
            Consent::Private => self.words.consent_private,
            Consent::Full => self.words.consent_full,
        }));
        if profile.card {
            list = list.child(item(self.words.holds_card));
        }
        if profile.purchases > 0 {
            let count = profile.purchases.to_string();
            let bought = item(&self.words.purchases.replace("{}", &count));
            list = list.child(bought.text(" ").child(money(profile.spent)));
        }
        for (category, _) in &profile.categories {
            list = list.child(item(&self.words.likes.replace("{}", self.names.label(*category))));
        }
        if let Some(segment) = profile.segment {
            list = list.child(item(self.words.segment(&segment)));
        }
        list.children(profile.recent.iter().map(|reason| item(&self.reason(*reason))))
    }

    /// A moment on the shop's clock; the page may put it in the reader's own form.
    fn time(&self, at: Timestamp) -> Element {
        Element::new("time").attribute("datetime", iso(at)).text(self.local(at))
    }

    fn local(&self, at: Timestamp) -> String {
        let offset = self.shop.zone.offset_minutes(at);
        let (date, time) = date_and_time(at + Span::minutes(i64::from(offset)));
        [date, time].join(" ")
    }
}

/// An amount with its machine value: minor units and currency.
fn money(amount: Money) -> Element {
    let value = [amount.minor.to_string().as_str(), amount.currency.code()].join(" ");
    Element::new("data").attribute("value", value).text(amount.to_string())
}

fn iso(at: Timestamp) -> String {
    let (date, time) = date_and_time(at);
    [date.as_str(), "T", time.as_str(), "Z"].concat()
}

/// `2026-11-23` and `14:05`.
fn date_and_time(at: Timestamp) -> (String, String) {
    let day = at.0.div_euclid(86_400_000).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
    let (year, month, day) = crate::time::CivilDay(day).year_month_day();
    let minutes = at.0.rem_euclid(86_400_000) / 60_000;
    (format!("{year:04}-{month:02}-{day:02}"), format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

#[cfg(test)]
mod tests;
