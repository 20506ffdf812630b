//! What a form makes happen: commands, new orders, cookies.

use attar::event::{Consent, Role};
use attar::id::ContactId;
use attar::{Command, OrderId, ShopperId};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::Caller;
use crate::contact::Contact;
use crate::identity::{Header, MERCHANT, Visitor, set_cookie};
use crate::pages::once;
use crate::pages::problem::Problem;
use crate::token::Token;

impl Caller {
    /// A command of whoever this is; mints an identity where the command needs one.
    pub async fn act(&self, command: Command) -> Result<Vec<Header>, Problem> {
        let acted = self.site.app.act(&self.visitor, command, None).await;
        self.reread();
        Ok(acted?.headers)
    }

    /// The same, under a key where there is one.
    pub async fn act_keyed(&self, command: Command, key: Option<String>) -> Result<Vec<Header>, Problem> {
        let acted = self.site.app.act(&self.visitor, command, key).await;
        self.reread();
        Ok(acted?.headers)
    }

    /// The same under a key: with the same key it is done once.
    pub async fn act_once(&self, command: Command, key: String) -> Result<(), Problem> {
        let acted = self.site.app.act(&self.visitor, command, Some(key)).await;
        self.reread();
        acted?;
        Ok(())
    }

    /// What a form makes happen; see [`once`].
    pub async fn act_form(
        &self,
        command: Command,
        fields: &[(String, String)],
    ) -> Result<Vec<Header>, Problem> {
        self.act_keyed(command, once::key(fields)?).await
    }

    /// Lets a customer in. A visitor who is not remembered is not theirs.
    pub async fn login(&self, customer: ShopperId) -> Result<Vec<Header>, Problem> {
        let mut was: Visitor = self.visitor.clone();
        if let Some(who) = was.shopper
            && !was.customer
            && self.shared(who).await?.consent != Consent::Full
        {
            was.shopper = None;
        }
        Ok(self.site.app.login(&was, customer).await?.headers)
    }

    /// Ends the session.
    pub fn logout(&self) -> Vec<Header> {
        self.site.app.logout()
    }

    /// A fresh order's id, for one checkout.
    pub fn mint_order(&self) -> Result<OrderId, Problem> {
        Ok(self.site.app.mint_order()?)
    }

    /// Puts a name and an address where they can be found and forgotten, outside the log.
    pub async fn keep_contact(&self, contact: &Contact) -> Result<ContactId, Problem> {
        Ok(self.site.app.put_contact(self.visitor.acting(), contact).await?)
    }

    /// A session of the shop's owner.
    pub fn owner_session(&self) -> Option<Header> {
        let token = self.site.app.tokens().sign_merchant(Role::Owner, self.now);
        set_cookie(MERCHANT, &token, Token::Merchant.lasts())
    }

    /// Whether this is the merchant's key; if it is, it was for the last time. Comparing hashes tells nobody
    /// by its duration how much of a guess was right.
    pub fn use_merchant_key(&self, key: &str) -> bool {
        let mut kept = self.site.key.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let same = kept.as_ref().is_some_and(|kept| Sha256::digest(kept) == Sha256::digest(key));
        if same {
            *kept = None;
        }
        same
    }

    /// Asks for a training run.
    pub fn train(&self) {
        (self.site.options.train)();
    }

    /// Sends the browser to another page of the shop, so that a reload sends no form twice.
    pub fn see(to: &str, headers: impl IntoIterator<Item = Header>) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
        response.headers_mut().insert(LOCATION, to);
        response.headers_mut().extend(headers);
        response
    }
}
