//! The checkout, one page: what is ordered, where it goes, and why an order was not taken.

use attar::query::Cart;
use attar::terms::receipt::{Changed, Step};
use attar::{Answer, Command, Currency, Money, OrderId, Query, Rejection};
use axum::Form;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::caller::Caller;
use super::delivery::{self, Choice};
use super::gift::{self, Shown};
use super::problem::{Drawn, Moved, Problem};
use super::words::{PageWords, PromiseWords};
use super::{cart, parts, points};
use crate::contact::Contact;
use crate::quote::Quoted;

/// The most bytes of steps that a form carries.
const MOST_SHOWN: usize = 8_192;
/// The longest name, address or e-mail, in letters.
const LONGEST: usize = 300;

/// What the form says.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Wish {
    order: OrderId,
    /// The total that was shown: minor units and currency, as `1234 USD`.
    expected: String,
    /// How it came about, as it was shown: steps as JSON; empty, if there are too many.
    #[serde(default)]
    shown: String,
    name: String,
    address: String,
    email: String,
    /// Where it goes, and the way that was chosen: see [`Choice::read`].
    #[serde(default)]
    zone: String,
    #[serde(default)]
    way: String,
    /// How many points pay for some of it, in digits of any language; none, if empty.
    #[serde(default)]
    points: String,
    /// The code of a gift card that pays for some of it; none, if empty.
    #[serde(default)]
    gift: String,
}

/// Why the form comes again.
#[derive(Debug, Clone, Default)]
struct Again {
    status: StatusCode,
    /// Why the shop did not take the order.
    why: Option<String>,
    /// What makes another total than was shown.
    changes: Vec<Changed>,
    /// Whether the fields are judged.
    judged: bool,
}

/// `GET /checkout`
pub(super) async fn checkout(caller: Caller) -> Moved {
    let order = caller.mint_order()?;
    let wish = Wish { order, ..Wish::default() };
    draw(&caller, &wish, &Again::default(), Shown::default()).await
}

/// `POST /checkout/times`: the same form with the times for another place.
pub(super) async fn times(caller: Caller, Form(wish): Form<Wish>) -> Moved {
    let shown = Shown::read(&caller, &wish.gift)?;
    draw(&caller, &wish, &Again::default(), shown).await
}

/// `POST /checkout`
pub(super) async fn place(caller: Caller, Form(wish): Form<Wish>) -> Moved {
    let expected = money(&wish.expected).ok_or(Problem::Unreadable)?;
    let shown = Shown::read(&caller, &wish.gift)?;
    let sends = caller.snapshot().shop.delivery().is_some() && !gift::is_all_goods(&caller).await?;
    let unchosen = sends && Choice::read(&wish.zone, &wish.way).wish.is_none();
    if shown.wrong.is_some() {
        return draw(&caller, &wish, &Again::default(), shown).await;
    }
    if !wish.is_whole() || unchosen {
        let why = unchosen.then(|| PromiseWords::of(caller.lang()).changed.to_owned());
        let again = Again { status: StatusCode::UNPROCESSABLE_ENTITY, why, judged: true, ..Again::default() };
        return draw(&caller, &wish, &again, shown).await;
    }
    match order(&caller, &wish, expected, &shown).await {
        Ok(()) => Ok(Caller::see(&format!("/order/{}", wish.order), None)),
        Err(Problem::Refused(rejection)) if gift::is_of_card(&rejection) => {
            draw(&caller, &wish, &Again::default(), Shown::refused(&caller, &rejection)).await
        }
        Err(Problem::Refused(rejection)) => draw(&caller, &wish, &refused(&caller, &rejection), shown).await,
        Err(problem) => Err(problem),
    }
}

/// What is refused for sure is refused before the name and the address are kept.
async fn order(caller: &Caller, wish: &Wish, expected: Money, card: &Shown) -> Result<(), Problem> {
    if let Answer::Tracked(_) = caller.ask_acting(Query::Track { order: wish.order }).await? {
        return Ok(());
    }
    let shown: Vec<Step> = serde_json::from_str(&wish.shown).unwrap_or_default();
    let redeem = points::told(&wish.points);
    caller.price(card.tender(redeem)).await?.agrees(expected, &shown).map_err(Problem::Refused)?;
    let delivery = Choice::read(&wish.zone, &wish.way).wish;
    let contact = caller.keep_contact(&wish.contact()).await?;
    let (order, gift_card) = (wish.order, card.bearer(&wish.gift));
    let place = Command::PlaceOrder { order, contact, expected, shown, delivery, redeem, gift_card };
    caller.act(place).await?;
    Ok(())
}

/// The steps as the form carries them.
fn carried(cart: &Cart) -> String {
    let text = serde_json::to_string(cart.steps()).unwrap_or_default();
    if text.len() > MOST_SHOWN { String::new() } else { text }
}

fn refused(caller: &Caller, rejection: &Rejection) -> Again {
    let changes = match rejection {
        Rejection::PriceChanged { changes, .. } => changes.clone(),
        _ => Vec::new(),
    };
    Again { status: StatusCode::CONFLICT, why: Some(caller.rejection(rejection)), changes, judged: false }
}

async fn draw(caller: &Caller, wish: &Wish, again: &Again, mut shown: Shown) -> Moved {
    let (answer, quote, spent, refused) = priced(caller, points::told(&wish.points), &mut shown).await?;
    let status = if shown.wrong.is_some() { shown.status } else { again.status };
    let again = &Again { why: again.why.clone().or(refused), status, ..again.clone() };
    let body = match &answer {
        Answer::Cart(cart) if !cart.lines.is_empty() => {
            let choice = Choice::read(&wish.zone, &wish.way);
            let sent = !gift::is_not_sent(caller, cart);
            let ways = if sent {
                delivery::fields(caller, &choice).await?
            } else {
                html! {}
            };
            let points = points::field(caller, cart, (spent, &wish.points)).await?;
            let ways = html! { (ways) (points) (gift::field(caller, cart, &wish.gift, &shown)) };
            body(caller, wish, again, (cart, &caller.draw(&answer), quote.as_deref()), &ways)
        }
        _ => empty(caller, &caller.draw(&answer)),
    };
    Ok(Drawn::page(again.status, caller.page(caller.words.checkout, &body)))
}

/// The cart, its quote, with how many points, and why with no more: without any, where so many cannot be spent.
type Priced = (Answer, Option<String>, i64, Option<String>);

async fn priced(caller: &Caller, points: i64, card: &mut Shown) -> Result<Priced, Problem> {
    match caller.quote(card.tender(points)).await {
        Ok(Quoted { cart, quote, .. }) => Ok((Answer::Cart(cart), Some(quote), points, None)),
        Err(Problem::Refused(why)) if gift::is_of_card(&why) => {
            *card = Shown::refused(caller, &why);
            Box::pin(priced(caller, points, card)).await
        }
        Err(Problem::Refused(why)) if points != 0 => {
            let (answer, quote, ..) = Box::pin(priced(caller, 0, card)).await?;
            Ok((answer, quote, 0, Some(caller.rejection(&why))))
        }
        Err(Problem::Refused(_)) => Ok((caller.ask_acting(Query::Cart).await?, None, 0, None)),
        Err(problem) => Err(problem),
    }
}

fn empty(caller: &Caller, view: &Markup) -> Markup {
    html! {
        h1 { (caller.words.checkout) }
        (parts::nothing(caller, "basket", view))
    }
}

fn body(
    caller: &Caller,
    wish: &Wish,
    again: &Again,
    filled: (&Cart, &Markup, Option<&str>),
    ways: &Markup,
) -> Markup {
    let words = caller.words;
    html! {
        h1 { (words.checkout) }
        @if let Some(why) = &again.why {
            div.note role="alert" { p { (why) } (told(caller, filled.0, &again.changes)) a href="/cart" { (words.change_cart) } }
        }
        div.two.wide {
            section.panel { h2 { (words.delivery) } (form(words, wish, again.judged, (filled.0, filled.2), ways)) }
            section.panel.slip { h2 { (words.your_order) } (filled.1) (cart::saved(caller, filled.0)) }
        }
    }
}

/// What makes the difference, line by line.
fn told(caller: &Caller, cart: &Cart, changes: &[Changed]) -> Markup {
    let money = |minor| caller.money(Money::new(minor, cart.total.currency));
    let receipt = cart.receipt().filter(|_| !changes.is_empty());
    html! {
        @if let Some(receipt) = receipt {
            h3 { (caller.words.changes) }
            ul.changes {
                @for change in changes {
                    li {
                        (caller.step(receipt, change.what)) " "
                        @if let Some(product) = change.product { bdi { (caller.name(product)) } " " }
                        s { (money(change.was)) } " " (money(change.now))
                    }
                }
            }
        }
    }
}

fn form(
    words: &PageWords,
    wish: &Wish,
    judged: bool,
    (cart, quote): (&Cart, Option<&str>),
    ways: &Markup,
) -> Markup {
    let total = cart.total;
    let expected = format!("{} {}", total.minor, total.currency.code());
    let wrong = |why: Option<&'static str>| why.filter(|_| judged);
    html! {
        form.fields action="/checkout" method="post" data-quote=[quote] {
            // What Enter in a field does: the first button of a form.
            div.unseen aria-hidden="true" { button type="submit" tabindex="-1" {} }
            input type="hidden" name="order" value=(wish.order);
            input type="hidden" name="expected" value=(expected);
            input type="hidden" name="shown" value=(carried(cart));
            (field(words.name, ("name", "name", "text"), &wish.name, wrong(text(words, &wish.name))))
            (field(words.address, ("address", "street-address", "text"), &wish.address, wrong(text(words, &wish.address))))
            (field(words.email, ("email", "email", "email"), &wish.email, wrong(email(words, &wish.email))))
            (ways)
            @if quote.is_some() {
                // The script shows one of them, where the browser can tell.
                p.muted.sealed data-seal="good" role="status" hidden { (words.sealed) }
                p.note data-seal="bad" role="alert" hidden { (words.not_sealed) }
                script type="module" src="/checkout.js" {}
            }
            button type="submit" { (words.place_order) }
        }
    }
}

/// A field with its label, its name, autofill hint and type, its value, and what is wrong with it.
fn field(label: &str, kind: (&str, &str, &str), value: &str, wrong: Option<&str>) -> Markup {
    let (name, hint, kind) = kind;
    let marked = wrong.map(|_| "true");
    html! {
        label {
            (label)
            input name=(name) type=(kind) autocomplete=(hint) maxlength=(LONGEST) value=(value) required
                dir="auto" aria-invalid=[marked];
            @if let Some(wrong) = wrong { small { (wrong) } }
        }
    }
}

fn text(words: &PageWords, value: &str) -> Option<&'static str> {
    match value.trim() {
        "" => Some(words.field_missing),
        long if long.chars().count() > LONGEST => Some(words.field_long),
        _ => None,
    }
}

fn email(words: &PageWords, value: &str) -> Option<&'static str> {
    let parts = value.trim().split_once('@');
    let likely =
        parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    text(words, value).or((!likely).then_some(words.email_wrong))
}

impl Wish {
    fn is_whole(&self) -> bool {
        let words = PageWords::of(attar::Lang::En);
        let found = [text(words, &self.name), text(words, &self.address), email(words, &self.email)];
        found.iter().all(Option::is_none)
    }

    fn contact(&self) -> Contact {
        let own = |text: &str| text.trim().to_owned();
        Contact { name: own(&self.name), address: own(&self.address), email: own(&self.email) }
    }
}

fn money(text: &str) -> Option<Money> {
    let (minor, code) = text.split_once(' ')?;
    Some(Money::new(minor.parse().ok()?, code.parse::<Currency>().ok()?))
}
