//! Who is acting: read from cookies and tokens, never from anything else a request claims.

use std::convert::Infallible;
use std::net::IpAddr;

use attar::event::{Actor, Role};
use attar::{Command, Lang, ShopperId, Timestamp};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use axum::http::request::Parts;

use crate::app::App;
use crate::token::{Token, Tokens};

/// A visitor or customer: minted after consent, or logged in.
pub const SHOPPER: &str = "attar_shopper";
/// A one-purpose identity, minted at the first cart line.
pub const GUEST: &str = "attar_guest";
/// Holds the word `denied`, or is not there.
pub const CONSENT: &str = "attar_consent";
/// A session of somebody of the shop.
pub const MERCHANT: &str = "attar_merchant";
/// Says that whoever used this device has left it; the loader takes away what it kept for them, and then this.
pub const LEFT: &str = "attar_left";
/// Takes away the pages that a browser keeps.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");
/// What came of ordering again, until the cart has told it.
pub const AGAIN: &str = "attar_again";
/// The chosen language.
pub const LANG: &str = "attar_lang";
/// Holds the word `light` or `dark`, or is not there.
pub const THEME: &str = "attar_theme";

/// A line of an answer's head.
pub type Header = (HeaderName, HeaderValue);

/// Who sent a request. As an axum extractor it reads the cookies and `?lang=`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visitor {
    /// The visitor or customer.
    pub shopper: Option<ShopperId>,
    /// Whether `shopper` is a customer, logged in.
    pub customer: bool,
    /// The one-purpose identity of a guest's cart and orders.
    pub guest: Option<ShopperId>,
    /// What they may do for the shop.
    pub merchant: Option<Role>,
    /// The language of pages and views.
    pub lang: Lang,
    /// Whether they chose that nothing be remembered.
    pub denied: bool,
    /// The visitor that the cookie proved, where a token of the body names who acts: only they may be linked.
    pub proved: Option<ShopperId>,
    /// Where the request came from; of IPv6, the network.
    pub address: Option<IpAddr>,
}

impl Visitor {
    /// Reads the cookies.
    pub fn of(headers: &HeaderMap, tokens: &Tokens, now: Timestamp) -> Self {
        let mut visitor = Self::default();
        if let Some(token) = cookie(headers, SHOPPER) {
            visitor.take(token, tokens, now);
        }
        visitor.guest = cookie(headers, GUEST).and_then(|token| tokens.verify(Token::Guest, token, now));
        visitor.merchant = cookie(headers, MERCHANT).and_then(|token| tokens.verify_merchant(token, now));
        visitor.lang = cookie(headers, LANG).and_then(|code| code.parse().ok()).unwrap_or_default();
        visitor.denied = cookie(headers, CONSENT) == Some("denied");
        visitor
    }

    /// With the token of a request's body, which goes before the cookies.
    #[must_use]
    pub fn with_token(mut self, token: Option<&str>, tokens: &Tokens, now: Timestamp) -> Self {
        if let Some(token) = token {
            let guest = self.guest.take();
            self.proved = self.shopper.take().filter(|_| !self.customer);
            self.customer = false;
            self.take(token, tokens, now);
            self.guest = self.guest.or(guest.filter(|_| self.shopper.is_some()));
        }
        self
    }

    fn take(&mut self, token: &str, tokens: &Tokens, now: Timestamp) {
        let verify = |kind| tokens.verify(kind, token, now);
        if let Some(customer) = verify(Token::Customer) {
            (self.shopper, self.customer) = (Some(customer), true);
        } else if let Some(visitor) = verify(Token::Shopper) {
            self.shopper = Some(visitor);
        } else {
            self.guest = verify(Token::Guest);
        }
    }

    /// Who acts in cart, checkout and tracking: the shopper, else the guest, else nobody.
    pub fn acting(&self) -> ShopperId {
        self.shopper.or(self.guest).unwrap_or(ShopperId::ANONYMOUS)
    }

    /// A fresh token of who acts, if anybody does.
    pub fn token(&self, tokens: &Tokens, now: Timestamp) -> Option<String> {
        let kind = if self.customer { Token::Customer } else { Token::Shopper };
        let shopper = self.shopper.map(|who| (kind, who));
        let (kind, who) = shopper.or(self.guest.map(|who| (Token::Guest, who)))?;
        Some(tokens.sign(kind, who, now))
    }

    /// As whom a command is judged: as the merchant where it is the merchant's, else as the shopper.
    pub fn actor(&self, command: &Command) -> Actor {
        let merchant = self.merchant.filter(|_| is_merchants(command));
        merchant.map_or(Actor::Shopper(self.acting()), Actor::Merchant)
    }
}

fn is_merchants(command: &Command) -> bool {
    match command {
        Command::SetConsent { .. }
        | Command::LinkVisitor { .. }
        | Command::ChangeCart { .. }
        | Command::PlaceOrder { .. }
        | Command::ApplyCoupon { .. }
        | Command::RemoveCoupon { .. }
        | Command::OpenReferral { .. }
        | Command::AcceptReferral { .. }
        // Nobody's: the clock alone is heard.
        | Command::Tick { .. }
        | Command::Reorder { .. }
        | Command::RecordScan { .. } => false,
        Command::CancelOrder { .. }
        | Command::RefundOrder { .. }
        | Command::PackUnits { .. }
        | Command::MoveParcel { .. }
        | Command::CancelUnits { .. }
        | Command::AllocateUnits { .. }
        | Command::RecordPayment { .. }
        | Command::RequestReturn { .. }
        | Command::MoveReturn { .. }
        | Command::AcceptRemedy { .. }
        | Command::RecordDeliveries { .. }
        | Command::SetBackOrders { .. }
        | Command::PackOrder { .. }
        | Command::ShipOrder { .. }
        | Command::DeliverOrder { .. }
        | Command::RecordSale { .. }
        | Command::Sell { .. }
        | Command::IssueCard { .. }
        | Command::AddToGroup { .. }
        | Command::TakeFromGroup { .. }
        | Command::CountStock { .. }
        | Command::PublishShop { .. }
        | Command::AdjustPoints { .. }
        | Command::EndReferral { .. }
        | Command::RecordImport { .. } => true,
        Command::Forget { shopper, .. } => shopper.is_some(),
    }
}

impl<S> FromRequestParts<S> for Visitor
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let app = App::from_ref(state);
        let mut visitor = Self::of(&parts.headers, app.tokens(), app.now());
        visitor.address = app.limits().caller(&parts.headers, &parts.extensions);
        if let Some(lang) = lang_of(parts.uri.query()) {
            visitor.lang = lang;
        }
        Ok(visitor)
    }
}

fn lang_of(query: Option<&str>) -> Option<Lang> {
    query?.split('&').find_map(|pair| pair.strip_prefix("lang="))?.parse().ok()
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(n, _)| *n == name).map(|(_, value)| value)
}

/// `Set-Cookie` for a value of ours, which holds no letter that a cookie must not.
pub fn set_cookie(name: &str, value: &str, lasts_ms: i64) -> Option<Header> {
    let hidden = if [CONSENT, LANG, LEFT].contains(&name) { "" } else { "; HttpOnly" };
    let seconds = lasts_ms / 1_000;
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax{hidden}");
    Some((SET_COOKIE, HeaderValue::from_str(&cookie).ok()?))
}

/// `Set-Cookie` that takes a cookie away.
pub fn drop_cookie(name: &str) -> Option<Header> {
    set_cookie(name, "", 0)
}

/// What a browser is told when somebody leaves it: the pages it kept go, a guest's cart and orders are nobody
/// else's, and the loader hears of it.
pub(crate) fn left() -> impl Iterator<Item = Header> {
    let told = set_cookie(LEFT, "1", Token::Guest.lasts());
    let pages = (CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
    drop_cookie(GUEST).into_iter().chain(told).chain([pages])
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(0);

    fn headers(cookies: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(cookies).expect("a header"));
        headers
    }

    #[test]
    fn a_forged_cookie_is_nobody() {
        let tokens = Tokens::new([1; 32]);
        let forged = Tokens::new([2; 32]).sign(Token::Shopper, ShopperId([1; 16]), NOW);
        let visitor = Visitor::of(&headers(&format!("attar_shopper={forged}")), &tokens, NOW);
        assert_eq!(visitor.acting(), ShopperId::ANONYMOUS);
    }

    #[test]
    fn the_shopper_acts_before_the_guest_and_a_guest_is_no_shopper() {
        let tokens = Tokens::new([1; 32]);
        let shopper = tokens.sign(Token::Shopper, ShopperId([1; 16]), NOW);
        let guest = tokens.sign(Token::Guest, ShopperId([2; 16]), NOW);
        let both = headers(&format!("attar_guest={guest}; attar_shopper={shopper}; attar_lang=fa"));
        let visitor = Visitor::of(&both, &tokens, NOW);
        assert_eq!((visitor.acting(), visitor.lang), (ShopperId([1; 16]), Lang::Fa));
        let swapped = Visitor::of(&headers(&format!("attar_guest={shopper}")), &tokens, NOW);
        assert_eq!(swapped.acting(), ShopperId::ANONYMOUS);
    }

    #[test]
    fn a_merchants_command_is_judged_as_the_merchant() {
        let visitor = Visitor { merchant: Some(Role::Owner), ..Visitor::default() };
        let pack = Command::PackOrder { order: attar::OrderId([1; 16]) };
        assert_eq!(visitor.actor(&pack), Actor::Merchant(Role::Owner));
        let consent = Command::SetConsent { consent: attar::event::Consent::Full };
        assert_eq!(visitor.actor(&consent), Actor::Shopper(ShopperId::ANONYMOUS));
    }
}
