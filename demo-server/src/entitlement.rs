//! Entitlements: what the buyer of an order may have, as tokens that anybody verifies without the shop.
//!
//! A token is a JWS in compact form under the key of quotes (`/v1/keys`), of `typ` `attar-entitlement`. It lives for a day
//! and is renewed by asking again: so what was given back or called off is good for a day at most, and whoever verifies
//! needs no list of what was revoked.

use attar::event::{Good, GoodKind};
use attar::id::{OrderId, ProductId};
use attar::service::order::Order;
use attar::{Rejection, ShopperId};
use serde::Serialize;

use crate::app::App;
use crate::error::{Failure, Refusal};
use crate::identity::Visitor;
use crate::statement;

/// How long a token is good, in seconds: a day.
const LASTS: i64 = 24 * 60 * 60;

/// What is signed.
#[derive(Debug, Serialize)]
struct Claims<'a> {
    /// The same for the same unit, whenever it is asked for.
    jti: String,
    /// Whose, by a name that says nothing of who it is.
    sub: String,
    /// When it was signed and until when it is good, in seconds.
    iat: i64,
    exp: i64,
    /// What it entitles to.
    what: &'a str,
    /// With which order it was bought: its identifier, the product, and which unit of it, from 1.
    order: OrderId,
    line: ProductId,
    unit: u32,
}

/// What somebody is entitled to by one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entitlement {
    /// What was bought, and which unit of it, from 1.
    pub(crate) product: ProductId,
    pub(crate) unit: u32,
    /// What it entitles to.
    pub(crate) what: String,
    /// The token.
    pub(crate) token: String,
    /// Until when that is good, in seconds since 1970.
    pub(crate) until: i64,
}

impl App {
    /// What the buyer of an order has by it, for whom its page is shown to.
    ///
    /// # Errors
    /// A [`Refusal`]: it is no order of theirs, or the store cannot be read.
    pub(crate) async fn entitlements(
        &self,
        visitor: &Visitor,
        order: OrderId,
    ) -> Result<Vec<Entitlement>, Refusal> {
        let unavailable = |failure: Failure| {
            tracing::error!(error = %failure, "entitlements cannot be told");
            Refusal::Unavailable
        };
        for who in visitor.shopper.into_iter().chain(visitor.guest) {
            let (_, engine) = self.known(&who).await.map_err(unavailable)?;
            let own = engine.state().shared(&who).and_then(|shared| shared.orders.get(order));
            if let Some(own) = own {
                return self.entitled(&who, own).map_err(unavailable);
            }
        }
        Err(Refusal::Rejected(Rejection::UnknownOrder { order }))
    }

    /// The same of an order that is known to be theirs.
    pub(crate) fn entitled(&self, who: &ShopperId, order: &Order) -> Result<Vec<Entitlement>, Failure> {
        let (sub, iat) = (statement::name_of(who), self.now().0.div_euclid(1_000));
        let mut all = Vec::new();
        for Good { product, what } in order.goods() {
            let GoodKind::Entitlement(what) = what else { continue };
            let granted = order.granted().iter().find(|line| line.product == *product);
            for unit in 1..=granted.map_or(0, |line| line.units) {
                let claims = Claims {
                    jti: format!("{}-{product}-{unit}", order.id),
                    sub: sub.clone(),
                    iat,
                    exp: iat.saturating_add(LASTS),
                    what,
                    order: order.id,
                    line: *product,
                    unit,
                };
                let token = self
                    .seal()
                    .sign("attar-entitlement", &claims)
                    .map_err(|why| Failure::Encoding(why.to_string()))?;
                all.push(Entitlement {
                    product: *product,
                    unit,
                    what: what.clone(),
                    token,
                    until: claims.exp,
                });
            }
        }
        Ok(all)
    }
}
