//! Acts that change who somebody is: the first cart line, consent, login, logout.

use std::sync::Arc;

use attar::event::{Actor, Channel, Consent, Line};
use attar::id::OrderId;
use attar::service::again::Again;
use attar::terms::promotion::PromotionId;
use attar::{Command, Engine, ShopperId};
use futures_util::future::join_all;

use crate::app::App;
use crate::error::{Failure, Refusal};
use crate::identity::{self, CONSENT, GUEST, Header, SHOPPER, Visitor, left};
use crate::log::anew;
use crate::token::Token;
use crate::writer::Decided;

/// A year, for what was chosen.
const YEAR: i64 = 365 * 24 * 60 * 60_000;

/// What came of an act.
#[derive(Debug, Clone)]
pub struct Acted {
    /// What was decided.
    pub decided: Decided,
    /// A token of the identity that was minted for it, if one was.
    pub token: Option<String>,
    /// What a browser is told with the answer: cookies, and that somebody leaves it.
    pub headers: Vec<Header>,
}

impl From<Decided> for Acted {
    fn from(decided: Decided) -> Self {
        Self { decided, token: None, headers: Vec::new() }
    }
}

impl App {
    /// Judges a wish of whoever sent the request, and mints an identity where the wish needs one.
    ///
    /// # Errors
    /// A [`Refusal`]: rejected, or nothing was written.
    pub async fn act(
        &self,
        visitor: &Visitor,
        command: Command,
        key: Option<String>,
    ) -> Result<Acted, Refusal> {
        match command {
            Command::SetConsent { consent } => self.set_consent(visitor, consent, key).await,
            Command::ChangeCart { .. } if visitor.acting().is_anonymous() => {
                self.first_line(command, key).await
            }
            Command::LinkVisitor { visitor: other } if visitor.proved != Some(other) => {
                Err(Refusal::Rejected(attar::Rejection::Forbidden))
            }
            Command::CancelOrder { order }
            | Command::CancelUnits { order, .. }
            | Command::RequestReturn { order, .. }
            | Command::AcceptRemedy { order } => {
                let visitor = self.holder(visitor, order).await.map_err(unavailable)?;
                self.wish(visitor.actor(&command), command, key).await.map(Acted::from)
            }
            Command::Reorder { order } => self.reorder(visitor, order, key).await,
            Command::Forget { shopper: None, .. } => self.forget(visitor).await,
            Command::OpenReferral { .. } => {
                let code = self.referral_code(&visitor.acting());
                let wish = Command::OpenReferral { code };
                self.wish(visitor.actor(&wish), wish, key).await.map(Acted::from)
            }
            Command::ApplyCoupon { .. } | Command::AcceptReferral { .. } => {
                self.limits().code(visitor.address, visitor.acting()).map_err(Refusal::TooManyCodes)?;
                self.wish(visitor.actor(&command), command, key).await.map(Acted::from)
            }
            Command::PlaceOrder { gift_card: Some(_), .. } => {
                self.try_card(visitor)?;
                self.wish(visitor.actor(&command), command, key).await.map(Acted::from)
            }
            _ => self.wish(visitor.actor(&command), command, key).await.map(Acted::from),
        }
    }

    /// All that this browser is: the shopper, and the guest they were. Their cookies end with them. Who was forgotten
    /// just now, from elsewhere, keeps nobody else here from it.
    async fn forget(&self, visitor: &Visitor) -> Result<Acted, Refusal> {
        let all: Vec<ShopperId> = visitor.shopper.into_iter().chain(visitor.guest).collect();
        if all.is_empty() {
            return Err(Refusal::Rejected(attar::Rejection::Anonymous));
        }
        let mut decided = Decided { seq: self.seq(), events: Vec::new() };
        for who in all {
            let forget = Command::Forget { shopper: None, pseudonym: ShopperId::ANONYMOUS };
            match self.wish(Actor::Shopper(who), forget, None).await {
                Ok(done) => {
                    decided.seq = decided.seq.max(done.seq);
                    decided.events.extend(done.events);
                }
                Err(Refusal::Forgotten) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(Acted { decided, token: None, headers: self.logout() })
    }

    /// What was a guest's order comes into the cart of who they are now: as the guest it would be in none that they see.
    async fn reorder(
        &self,
        visitor: &Visitor,
        order: OrderId,
        key: Option<String>,
    ) -> Result<Acted, Refusal> {
        let (acting, wish) = (visitor.acting(), Command::Reorder { order });
        let holder = self.holder(visitor, order).await.map_err(unavailable)?.acting();
        if holder == acting {
            return self.wish(Actor::Shopper(acting), wish, key).await.map(Acted::from);
        }
        let (_, engine) = self.known(&holder).await.map_err(unavailable)?;
        let own = engine.state().shared(&holder).and_then(|shared| shared.orders.get(order));
        let lines = own.map(|own| own.lines.clone()).unwrap_or_default();
        let all = self.again(&acting, &lines).await.map_err(unavailable)??;
        let (_, engine) = self.known(&acting).await.map_err(unavailable)?;
        let cart = engine.state().shared(&acting).map(|shared| shared.cart.clone()).unwrap_or_default();
        let fill = |again: &Again| {
            let (product, key) = (again.product, key.as_ref().map(|key| format!("{key}-{}", again.product)));
            let quantity = cart.quantity(product).saturating_add(again.comes);
            self.wish(Actor::Shopper(acting), Command::ChangeCart { product, quantity }, key)
        };
        let mut decided = Decided { seq: self.seq(), events: Vec::new() };
        for done in join_all(all.iter().filter(|again| again.comes > 0).map(fill)).await {
            let done = done?;
            decided.seq = decided.seq.max(done.seq);
            decided.events.extend(done.events);
        }
        Ok(Acted::from(decided))
    }

    /// What comes of lines of an order beside what is in a shopper's cart, by all that the merchant knows.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub(crate) async fn again(
        &self,
        who: &ShopperId,
        lines: &[Line],
    ) -> Result<Result<Vec<Again>, attar::Rejection>, Failure> {
        let (current, engine) = self.known(who).await?;
        let (shop, market) = (Arc::clone(&current.shop), Arc::clone(&current.market));
        Ok(Engine::clone(&engine).with_whole(shop, market).again(who, lines, self.now()))
    }

    async fn wish(&self, actor: Actor, command: Command, key: Option<String>) -> Result<Decided, Refusal> {
        let channel = match (&actor, &command) {
            (Actor::Shopper(_), _) => Channel::Web,
            (Actor::Carrier(_), _) => Channel::Feed,
            (_, Command::RecordSale { .. } | Command::Sell { .. }) => Channel::Pos,
            _ => Channel::Console,
        };
        self.command_keyed(actor, channel, command, key).await
    }

    /// The same visitor, acting as the guest where the order is the guest's.
    ///
    /// # Errors
    /// A [`Failure`] if the store cannot be read.
    pub async fn holder(&self, visitor: &Visitor, order: OrderId) -> Result<Visitor, Failure> {
        let mut holder = visitor.clone();
        if visitor.guest.is_some() && self.buyer(order).await? == visitor.guest {
            (holder.shopper, holder.customer) = (None, false);
        }
        Ok(holder)
    }

    /// The first line in a cart mints the one-purpose identity that holds it.
    async fn first_line(&self, command: Command, key: Option<String>) -> Result<Acted, Refusal> {
        let guest = self.mint_shopper().map_err(unavailable)?;
        let decided = self.wish(Actor::Shopper(guest), command, key).await?;
        let token = self.tokens().sign(Token::Guest, guest, self.now());
        let headers = identity::set_cookie(GUEST, &token, Token::Guest.lasts()).into_iter().collect();
        Ok(Acted { decided, token: Some(token), headers })
    }

    /// Only `full` needs an identity; to an anonymous visitor any other choice is no fact.
    async fn set_consent(
        &self,
        visitor: &Visitor,
        consent: Consent,
        key: Option<String>,
    ) -> Result<Acted, Refusal> {
        let mut acted = match (visitor.shopper, consent) {
            (Some(who), _) => {
                self.wish(Actor::Shopper(who), Command::SetConsent { consent }, key).await?.into()
            }
            (None, Consent::Full) => self.first_consent(visitor, key).await?,
            (None, _) => Acted::from(Decided { seq: self.seq(), events: Vec::new() }),
        };
        acted.headers.extend(match consent {
            Consent::Denied => identity::set_cookie(CONSENT, "denied", YEAR),
            _ => identity::drop_cookie(CONSENT),
        });
        Ok(acted)
    }

    async fn first_consent(&self, visitor: &Visitor, key: Option<String>) -> Result<Acted, Refusal> {
        let who = self.mint_shopper().map_err(unavailable)?;
        let consent = Command::SetConsent { consent: Consent::Full };
        let decided = self.wish(Actor::Shopper(who), consent, key).await?;
        let mut acted = self.now_as(Token::Shopper, who, decided);
        acted.headers.extend(self.carry_cart(visitor, who).await?);
        acted.decided.seq = acted.decided.seq.max(self.seq());
        Ok(acted)
    }

    fn now_as(&self, kind: Token, who: ShopperId, decided: Decided) -> Acted {
        let token = self.tokens().sign(kind, who, self.now());
        let headers = identity::set_cookie(SHOPPER, &token, kind.lasts()).into_iter().collect();
        Acted { decided, token: Some(token), headers }
    }

    /// The guest's cart and coupons are wished for again by who they are now; a guest is linked to nobody.
    /// Returns what becomes of the guest's cookie: it stays while there are orders.
    async fn carry_cart(&self, visitor: &Visitor, who: ShopperId) -> Result<Option<Header>, Refusal> {
        let Some(guest) = visitor.guest.filter(|guest| *guest != who) else { return Ok(None) };
        let (current, engine) = self.known(&guest).await.map_err(unavailable)?;
        let Some(shared) = engine.state().shared(&guest) else { return Ok(identity::drop_cookie(GUEST)) };
        let wish = |who, command| self.wish(Actor::Shopper(who), command, None);
        let line = |who, product, quantity| wish(who, Command::ChangeCart { product, quantity });
        let lines = shared.cart.lines().iter();
        // What is no longer sold stays behind: a line refused is no reason to refuse the rest.
        join_all(lines.clone().map(|(product, quantity)| line(who, *product, *quantity))).await;
        let kept: Vec<PromotionId> = shared.coupons.iter().map(|coupon| coupon.promotion).collect();
        let codes = kept.iter().filter_map(|promotion| current.shop.terms().code(*promotion, &kept));
        join_all(codes.map(|code| wish(who, Command::ApplyCoupon { code: code.to_owned() }))).await;
        if shared.orders.iter().next().is_none() {
            return Ok(identity::drop_cookie(GUEST));
        }
        join_all(lines.map(|(product, _)| line(guest, *product, 0))).await;
        join_all(kept.into_iter().map(|promotion| wish(guest, Command::RemoveCoupon { promotion }))).await;
        Ok(None)
    }

    /// Lets somebody in as a customer that the caller vouches for. The visitor they were is theirs
    /// from now on, unless it is another customer's; a guest's cart is carried along.
    ///
    /// # Errors
    /// A [`Refusal`] if nothing was written.
    pub async fn login(&self, visitor: &Visitor, customer: ShopperId) -> Result<Acted, Refusal> {
        let customer = self.known_as(customer);
        if visitor.customer && visitor.shopper != Some(customer) {
            return Ok(self.change_places(customer));
        }
        let was = visitor.shopper.filter(|was| !visitor.customer && *was != customer);
        let nothing = Decided { seq: self.seq(), events: Vec::new() };
        let decided = match was {
            Some(visitor) => self.link(customer, visitor).await?.unwrap_or(nothing),
            None => nothing,
        };
        let mut acted = self.now_as(Token::Customer, customer, decided);
        acted.headers.extend(self.carry_cart(visitor, customer).await?);
        acted.decided.seq = acted.decided.seq.max(self.seq());
        Ok(acted)
    }

    async fn link(&self, customer: ShopperId, visitor: ShopperId) -> Result<Option<Decided>, Refusal> {
        match self.wish(Actor::Shopper(customer), Command::LinkVisitor { visitor }, None).await {
            Ok(decided) => Ok(Some(decided)),
            Err(Refusal::Rejected(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Another customer logs in on a shared device: nothing of the one before is theirs.
    fn change_places(&self, customer: ShopperId) -> Acted {
        let nothing = Decided { seq: self.seq(), events: Vec::new() };
        let mut acted = self.now_as(Token::Customer, customer, nothing);
        acted.headers.extend(left());
        acted
    }

    /// Under which identifier a customer is known: their own, or, where that was forgotten, the next one, which
    /// begins with nothing.
    pub fn known_as(&self, customer: ShopperId) -> ShopperId {
        let (current, mut known) = (self.current(), customer);
        while current.is_forgotten(known) {
            known = anew(known);
        }
        known
    }

    /// The headers that end a session of a shopper, and take away what this device kept for them.
    pub fn logout(&self) -> Vec<Header> {
        identity::drop_cookie(SHOPPER).into_iter().chain(left()).collect()
    }
}

fn unavailable(failure: Failure) -> Refusal {
    tracing::error!(error = %failure, "an act failed");
    Refusal::Unavailable
}
