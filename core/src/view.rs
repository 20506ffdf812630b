//! An answer as a small tree of nodes: the server prints it, the page creates it. There is no
//! other HTML of an answer anywhere.

use crate::event::Topic;
use crate::id::ProductId;
use crate::money::Money;
use crate::query::{Answer, Pick, PriceReason, Priced, Reason, Recommended, Short};
use crate::shop::{Names, PublicShop, around, halves};
use crate::terms::price::{self, Buyer};
use crate::text::join;
use crate::time::{Span, Timestamp};

#[cfg(feature = "till")]
mod cart;
#[cfg(feature = "till")]
mod delivery;
mod figure;
mod late;
#[cfg(feature = "till")]
mod loyalty;
mod profile;
#[cfg(feature = "till")]
mod receipt;
#[cfg(feature = "till")]
mod refer;
mod tracked;

use figure::{count, date_and_time, iso, money, number};

pub use crate::shop::{Word, Words};

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
    /// Names and values; `href` and `src` only ever hold an address of the shop.
    pub attributes: Vec<(&'static str, String)>,
    /// In order.
    pub children: Vec<Node>,
}

impl Element {
    fn new(tag: &'static str) -> Self {
        Self { tag, attributes: Vec::new(), children: Vec::new() }
    }

    /// An element with a name for style sheets.
    fn part(tag: &'static str, name: &str) -> Self {
        Self::new(tag).attribute("part", name)
    }

    /// The paragraph that stands where there is nothing to show.
    fn empty(text: &str) -> Self {
        Self::part("p", "empty").text(text)
    }

    // One copy each in a page: inlined, these were half of the views' code.

    #[inline(never)]
    fn attribute(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_owned()));
        self
    }

    #[inline(never)]
    fn child(mut self, child: Self) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    #[inline(never)]
    fn text(mut self, text: &str) -> Self {
        self.children.push(Node::Text(text.to_owned()));
        self
    }
}

/// How many pictures of a list are loaded at once: a row of a phone. Later ones come as they come near.
const FIRST_ROW: usize = 2;

/// What it takes to put an answer into words.
#[derive(Debug, Clone, Copy)]
pub struct Viewer<'a> {
    shop: &'a PublicShop,
    names: &'a Names,
    /// When it is looked at: some prices have their time.
    at: Timestamp,
}

impl<'a> Viewer<'a> {
    /// A viewer in the language of the names, at a moment.
    pub fn new(shop: &'a PublicShop, names: &'a Names, at: Timestamp) -> Self {
        Self { shop, names, at }
    }

    /// The answer as nodes.
    pub fn view(&self, answer: &Answer) -> Node {
        Node::Element(match answer {
            Answer::Recommended(list) => self.recommended(list),
            Answer::Priced(priced) => self.priced(priced),
            #[cfg(feature = "till")]
            Answer::Cart(cart) => self.cart(cart),
            Answer::Tracked(tracked) => self.tracked(tracked),
            Answer::Profile(profile) => self.profile(profile),
            #[cfg(feature = "till")]
            Answer::WouldBe(would_be) => self.would_be(would_be),
            #[cfg(feature = "till")]
            Answer::Delivery(options) => self.delivery(options),
            #[cfg(feature = "till")]
            Answer::Loyalty(loyalty) => self.loyalty(loyalty),
            #[cfg(not(feature = "till"))]
            Answer::Cart(_) | Answer::WouldBe(_) | Answer::Delivery(_) | Answer::Loyalty(_) => self.unknown(),
            Answer::Unknown(_) => self.unknown(),
        })
    }

    /// What stands where there is no answer.
    pub fn unknown(&self) -> Element {
        Element::empty(self.word(Word::Unknown))
    }

    fn word(&self, word: Word) -> &'a str {
        self.names.word(word)
    }

    /// A reason in one line; that of a pick which is its own cause says "this".
    #[inline(never)]
    pub fn reason(&self, pick: Option<ProductId>, reason: Reason) -> String {
        let (word, product) = match reason {
            Reason::Viewed(product) if pick == Some(product) => {
                return self.word(Word::ViewedThis).to_owned();
            }
            Reason::Bought(product) if pick == Some(product) => {
                return self.word(Word::BoughtThis).to_owned();
            }
            Reason::Viewed(product) => (Word::Viewed, product),
            Reason::InCart(product) => (Word::InCart, product),
            Reason::Bought(product) => (Word::Bought, product),
            Reason::GoesWith(product) => (Word::GoesWith, product),
            Reason::Popular => return self.word(Word::Popular).to_owned(),
            Reason::New => return self.word(Word::New).to_owned(),
            Reason::Range => return self.word(Word::Range).to_owned(),
            Reason::Liked(topic) => return self.about(Word::YouLike, topic),
            Reason::Leaning(topic) => return self.about(Word::YouLean, topic),
        };
        around(self.word(word), &self.names.product(self.shop, product))
    }

    /// Words about what products have in common.
    #[inline(never)]
    fn about(&self, word: Word, topic: Topic) -> String {
        around(self.word(word), &self.names.topic(topic))
    }

    /// A list of products.
    pub fn recommended(&self, list: &Recommended) -> Element {
        if let Some(Short::Late { order, number, until, offer, cause }) = list.short {
            return self.service((order, number), (until, cause), offer);
        }
        if list.picks.is_empty() {
            return Element::empty(self.word(Word::Nothing));
        }
        let items = list.picks.iter().enumerate();
        items.fold(Element::part("ul", "list"), |all, (place, pick)| all.child(self.pick(pick, place)))
    }

    fn pick(&self, pick: &Pick, place: usize) -> Element {
        let id = pick.product;
        let item = Element::part("li", "item").attribute("data-product", &number(id.0));
        let loading = if place < FIRST_ROW { "eager" } else { "lazy" };
        let mut item = self.with_picture(item, id, loading).child(self.product_link(id));
        // What everyone pays and what the card gives: a list is the same for both.
        let priced = price::resolve(self.shop, id, self.shop.currency, 1, &Buyer::anybody(self.at));
        if let Some(mut priced) = priced {
            priced.lowest = price::lowest(self.shop, &priced, self.at);
            item = item.child(self.terms(&priced, None));
        }
        item.child(self.why(pick))
    }

    /// The chief cause, in sight; behind it all others that must go for the pick to go, and how lists come about.
    fn why(&self, pick: &Pick) -> Element {
        let chief = Element::part("summary", "reason").text(&self.reason(Some(pick.product), pick.reason));
        // One text: a browser that reads the page joins two, and would find another tree than the engine makes.
        let mut more = String::new();
        for also in &pick.also {
            more = join(&[&more, &self.reason(Some(pick.product), *also), " · "]);
        }
        let more = Element::new("p").text(&join(&[&more, self.word(Word::Why)]));
        Element::part("details", "why").child(chief).child(more)
    }

    /// The name stands beside it, so the picture itself says nothing.
    fn with_picture(&self, item: Element, product: ProductId, loading: &str) -> Element {
        let Some(address) = self.names.picture(product) else { return item };
        let picture = Element::part("img", "picture").attribute("src", &address);
        item.child(picture.attribute("alt", "").attribute("loading", loading))
    }

    fn product_link(&self, product: ProductId) -> Element {
        let name = Element::new("bdi").text(&self.names.product(self.shop, product));
        Element::part("a", "link").attribute("href", &self.shop.product_url(product)).child(name)
    }

    /// A price, and why it is this one.
    pub fn priced(&self, priced: &Priced) -> Element {
        self.terms(priced, Some(priced.reason))
    }

    fn terms(&self, priced: &Priced, reason: Option<PriceReason>) -> Element {
        let now = money(priced.price).attribute("part", "now");
        // What opens may stand in no paragraph.
        let mut line = Element::part(if reason.is_some() { "div" } else { "p" }, "price").child(now);
        if priced.price != priced.public {
            line = line.child(Element::part("s", "was").child(money(priced.public)));
        }
        if let Some(reason) = reason {
            line = line.child(self.why_price(priced, reason));
        }
        if let Some(with_card) = priced.with_card {
            let words = Element::part("small", "with-card").text(self.word(Word::WithCard));
            line = line.child(words.child(money(with_card)));
        }
        if let Some(lowest) = priced.lowest {
            let words = Element::part("small", "lowest").text(self.word(Word::Lowest));
            line = line.child(words.child(money(lowest)));
        }
        for step in &priced.steps {
            let [before, after] = halves(self.word(Word::FromUnits));
            let words =
                Element::part("small", "step").text(&before).child(count(step.from_units)).text(&after);
            line = line.child(words.child(money(step.price)));
        }
        line
    }

    /// The reason, in sight; behind it the way from the price for everyone to this one, and what prices follow.
    fn why_price(&self, priced: &Priced, reason: PriceReason) -> Element {
        let step = |words: &str, amount| Element::new("li").text(&join(&[words, " "])).child(money(amount));
        let words = self.price_words(reason);
        let mut receipt =
            Element::part("ul", "receipt").child(step(self.word(Word::ListPrice), priced.public));
        if priced.price != priced.public {
            receipt = receipt.child(step(words, priced.price));
        }
        let chief = Element::part("summary", "reason").text(words);
        let more = Element::new("p").text(self.word(Word::WhyPrice));
        Element::part("details", "why").child(chief).child(receipt).child(more)
    }

    #[cfg(feature = "till")]
    fn price_reason(&self, reason: PriceReason) -> Element {
        Element::part("small", "reason").text(self.price_words(reason))
    }

    fn price_words(&self, reason: PriceReason) -> &'a str {
        self.word(match reason {
            PriceReason::List(_) => Word::ListPrice,
            PriceReason::Card(_) => Word::CardPrice,
            PriceReason::Group(_) => Word::GroupPrice,
        })
    }

    fn total(&self, total: Money) -> Element {
        self.sum("total", Word::Total, total)
    }

    #[inline(never)]
    fn sum(&self, part: &str, word: Word, amount: Money) -> Element {
        Element::part("p", part).text(self.word(word)).child(money(amount))
    }

    /// A moment on the shop's clock; the page may put it in the reader's own form.
    fn time(&self, at: Timestamp) -> Element {
        Element::new("time").attribute("datetime", &iso(at)).text(&self.local(at))
    }

    /// The day of a moment, likewise.
    #[cfg(feature = "till")]
    fn day(&self, at: Timestamp) -> Element {
        let mut text = self.local(at);
        text.truncate("2026-11-28".len());
        Element::new("time").attribute("datetime", &iso(at)).text(&text)
    }

    fn local(&self, at: Timestamp) -> String {
        let offset = self.shop.zone.offset_minutes(at);
        date_and_time(at + Span::minutes(i64::from(offset)), " ")
    }
}

#[cfg(test)]
mod tests;
