//! The pages of the shop, rendered on the server and whole without script. An answer of the engine is
//! drawn by `attar::view`; maud draws only the frame around it.

use std::fmt;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::middleware;
use axum::routing::{get, post};

use crate::app::App;
use crate::pictures::{self, Pictures};
use crate::reading::Reading;
use crate::report::Report;
use crate::terms::TermsDesk;
use crate::terms::loyalty::LoyaltyDesk;
use crate::widget_files::Tag;

mod account;
mod again;
mod call_off;
mod caller;
mod carriers;
mod cart;
mod chart;
mod checkout;
mod choices;
mod console;
mod coupon;
mod delivery;
mod department;
mod developer;
mod drafting;
mod entitled;
mod fields;
mod figures;
mod find;
mod forget;
mod frame;
mod gift;
mod groups;
mod headers;
mod home;
mod learning;
mod link;
mod loyalty;
mod merchant;
mod offline;
mod once;
mod order;
mod origin;
mod parcels;
mod parts;
mod points;
mod problem;
mod product;
mod promises;
mod referral;
mod remedy;
mod returns;
mod shelf;
mod terms;
#[cfg(test)]
mod tests;
mod visits;
mod webhooks;
mod words;

/// What the pages can be told.
#[derive(Clone)]
pub struct PagesOptions {
    /// Whether anyone may log in as a household of the demo. Default no.
    pub demo: bool,
    /// What the pages hold of the widget, where there is one. Default none.
    pub widget: Option<Arc<Tag>>,
    /// The key of the merchant's login link, `/merchant?key=...`; it works once. Without one nobody can log in
    /// as the merchant.
    pub merchant_key: Option<String>,
    /// The pictures of the products, where there are some. Default none.
    pub pictures: Option<Arc<Pictures>>,
    /// Called when the merchant asks to learn now; must not block. Does nothing by default.
    pub train: Arc<dyn Fn() + Send + Sync>,
}

impl Default for PagesOptions {
    fn default() -> Self {
        Self { demo: false, widget: None, merchant_key: None, pictures: None, train: Arc::new(|| {}) }
    }
}

impl fmt::Debug for PagesOptions {
    /// Without the key: it must not end up in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { demo, widget, .. } = self;
        f.debug_struct("PagesOptions")
            .field("demo", demo)
            .field("widget", &widget.is_some())
            .finish_non_exhaustive()
    }
}

/// The shop that the pages stand on.
#[derive(Clone)]
struct Site {
    app: App,
    options: PagesOptions,
    /// The merchant's key, until it is used.
    key: Arc<Mutex<Option<String>>>,
    /// What the desk counts.
    report: Arc<tokio::sync::Mutex<Arc<Reading<Report>>>>,
    /// What the desk keeps of terms.
    terms: Arc<TermsDesk>,
    /// What it keeps of the loyalty programme.
    loyalty: Arc<LoyaltyDesk>,
}

impl FromRef<Site> for App {
    fn from_ref(site: &Site) -> Self {
        site.app.clone()
    }
}

/// The pages of a shop; merge them with [`crate::router`], which they do not include.
pub fn pages(app: App, options: PagesOptions) -> Router {
    let key = Arc::new(Mutex::new(options.merchant_key.clone()));
    let drawn = options.pictures.clone().map(pictures::router).unwrap_or_default();
    let site =
        Site { app, options, key, report: Arc::default(), terms: Arc::default(), loyalty: Arc::default() };
    let router =
        headers::compressed(shelves()).merge(shop()).merge(merchant_desk()).fallback(problem::missing);
    // A form is short.
    let router = router.layer(DefaultBodyLimit::max(crate::routes::MOST_BYTES));
    let router = router.layer(middleware::from_fn(origin::guard));
    let router = router.layer(middleware::from_fn(choices::keep_lang));
    let router = router.layer(middleware::from_fn_with_state(site.clone(), problem::drawn));
    let router = router.layer(middleware::from_fn_with_state(site.clone(), visits::counted));
    let policy = headers::policy(site.options.widget.as_deref());
    headers::guarded(router.merge(headers::files()).merge(headers::compressed(drawn)), policy)
        .with_state(site)
}

/// The pages that anyone may read.
fn shelves() -> Router<Site> {
    Router::new()
        .route("/", get(home::home))
        .route("/d/{label}", get(department::department))
        .route("/p/{id}", get(product::product))
        .route("/offline", get(offline::offline))
        .route("/widget", get(developer::docs))
        .route("/widget/try", get(developer::playground))
}

fn shop() -> Router<Site> {
    Router::new()
        .route("/cart", get(cart::cart).post(cart::change))
        .route("/cart/coupon", post(coupon::apply))
        .route("/cart/coupon/remove", post(coupon::remove))
        .route("/checkout", get(checkout::checkout).post(checkout::place))
        .route("/checkout/times", post(checkout::times))
        .route(find::HERE, get(find::ask).post(find::find))
        .route("/order/link/{token}", get(link::open))
        .route("/order/{id}", get(order::order))
        .route("/order/{id}/links", post(link::void))
        .route("/order/{id}/cancel", post(call_off::cancel))
        .route("/order/{id}/return", post(returns::ask))
        .route("/order/{id}/remedy", post(remedy::accept))
        .route("/promises", get(promises::promises))
        .route(gift::HERE, get(gift::ask).post(gift::balance))
        .route("/order/{id}/again", post(again::reorder))
        .route("/account", get(account::account))
        .route("/account/referral", post(referral::open))
        .route("/forget", get(forget::ask).post(forget::forget))
        .route("/forgotten", get(forget::done))
        .route("/consent", post(choices::consent))
        .route("/login", post(choices::login))
        .route("/logout", post(choices::logout))
        .route("/lang", post(choices::lang))
        .route("/theme", post(choices::theme))
}

fn merchant_desk() -> Router<Site> {
    Router::new()
        .route("/merchant", get(merchant::merchant))
        .route("/merchant/orders", get(merchant::closed))
        .route("/merchant/orders/{id}", get(merchant::order).post(merchant::advance))
        .route("/merchant/orders/{id}/refund", post(merchant::refund))
        .route("/merchant/orders/{id}/links", post(link::void_as_owner))
        .route("/merchant/orders/{id}/parcels", get(parcels::parcels).post(parcels::act))
        .route("/merchant/promises", get(promises::desk))
        .route("/merchant/figures/{name}", get(figures::figures))
        .route("/merchant/train", post(merchant::train))
        .route(webhooks::HERE, get(webhooks::webhooks).post(webhooks::change))
        .route(carriers::HERE, get(carriers::carriers))
        .route(groups::HERE, get(groups::groups).post(groups::change))
        .merge(terms::router())
        .merge(loyalty::router())
}
