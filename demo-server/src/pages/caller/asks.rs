//! What the shop answers, in the reader's words.

use std::sync::{Arc, PoisonError};

use attar::command::Tender;
use attar::event::Topic;
use attar::id::{CarrierId, ContactId, LabelId};
use attar::query::{Cart, Tracked};
use attar::service::order::Order;
use attar::state::Shared;
use attar::terms::receipt::{Receipt, What};
use attar::view::Viewer;
use attar::{Answer, Engine, Lang, Money, ProductId, Query, Rejection, ShopperId, Timestamp};
use maud::{Markup, PreEscaped};

use super::Caller;
use crate::error::Failure;
use crate::html;
use crate::local::{self, localized};
use crate::orders::OpenOrder;
use crate::pages::problem::Problem;
use crate::pages::words::{ParcelWords, PromiseWords, ReturnWords, fill, isolated};
use crate::quote::Quoted;
use crate::reading::Reading;
use crate::report::Report;
use crate::trainer::{Lesson, Tuned};

/// How many open orders the desk shows.
const MOST_ORDERS: usize = 100;

impl Caller {
    /// An answer to the shopper that the shop knows, or to nobody in particular: the same that a page's engine
    /// would give.
    pub async fn ask(&self, query: Query) -> Result<Answer, Problem> {
        self.ask_as(self.visitor.shopper.unwrap_or(ShopperId::ANONYMOUS), query).await
    }

    /// An answer to whoever fills the cart: the shopper, else the guest.
    pub async fn ask_acting(&self, query: Query) -> Result<Answer, Problem> {
        self.ask_as(self.visitor.acting(), query).await
    }

    /// An answer to one of [`Caller::everyone`].
    pub async fn ask_as(&self, who: ShopperId, query: Query) -> Result<Answer, Problem> {
        let engine = self.engine(who).await?;
        Ok(engine.ask(&who, &query, self.now))
    }

    /// What an order of the cart comes to where points and a gift card pay for some of it, as the till decides it now.
    pub async fn price(&self, tender: Tender) -> Result<Cart, Problem> {
        self.site.app.price(&self.visitor.acting(), tender).await?.map_err(Problem::Refused)
    }

    /// The same, signed.
    pub async fn quote(&self, tender: Tender) -> Result<Quoted, Problem> {
        self.site.app.quote(&self.visitor.acting(), tender).await?.map_err(Problem::Refused)
    }

    /// What the shop knows of a shopper.
    pub async fn shared(&self, who: ShopperId) -> Result<Shared, Problem> {
        let engine = self.engine(who).await?;
        Ok(engine.state().shared(&who).cloned().unwrap_or_default())
    }

    /// Whether a promise to who acts is broken, and neither kept nor made up for: then one list says so for all.
    pub async fn owes(&self) -> Result<bool, Problem> {
        let shared = self.shared(self.visitor.acting()).await?;
        Ok(shared.orders.iter().any(|order| order.owes().is_some()))
    }

    /// All that this browser is: the shopper, and the guest they were.
    pub fn everyone(&self) -> impl Iterator<Item = ShopperId> + use<> {
        self.visitor.shopper.into_iter().chain(self.visitor.guest)
    }

    /// The orders of everyone here, oldest first.
    pub async fn orders(&self) -> Result<Vec<Order>, Problem> {
        let mut orders: Vec<Order> = Vec::new();
        for who in self.everyone() {
            orders.extend(self.shared(who).await?.orders.iter().cloned());
        }
        orders.sort_by_key(|order| (order.number, order.id));
        Ok(orders)
    }

    /// The orders that wait for a step, the newest hundred, oldest first.
    pub async fn open_orders(&self) -> Result<Vec<OpenOrder>, Problem> {
        let mut orders = self.site.app.open_orders(MOST_ORDERS).await?;
        orders.reverse();
        Ok(orders)
    }

    /// So many of the orders that are delivered or cancelled, the newest first.
    pub async fn closed_orders(&self, most: usize) -> Result<Vec<OpenOrder>, Problem> {
        Ok(self.site.app.closed_orders(most).await?)
    }

    /// Where an order goes to, in one line.
    pub async fn contact_line(&self, contact: ContactId) -> Result<String, Problem> {
        let contact = self.site.app.contact(contact).await?;
        let forgotten = || self.desk().address_forgotten.to_owned();
        Ok(contact.map_or_else(forgotten, |c| [c.name, c.address, c.email].join(" · ")))
    }

    /// Reads each shopper's history once a request.
    async fn engine(&self, who: ShopperId) -> Result<Arc<Engine>, Problem> {
        let known = self.engines.lock().unwrap_or_else(PoisonError::into_inner).get(&who).cloned();
        if let Some(engine) = known {
            return Ok(engine);
        }
        let (_, engine) = self.site.app.known(&who).await?;
        self.engines.lock().unwrap_or_else(PoisonError::into_inner).insert(who, Arc::clone(&engine));
        Ok(engine)
    }

    /// Forgets what was read before something changed.
    pub(super) fn reread(&self) {
        self.engines.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// An answer as markup: there is no other HTML of an answer.
    pub fn draw(&self, answer: &Answer) -> Markup {
        let viewer = Viewer::new(&self.published.snapshot.shop, &self.names, self.now());
        PreEscaped(html::print(&localized(self.lang(), viewer.view(answer))))
    }

    /// A step of a receipt by its name.
    pub fn step(&self, receipt: &Receipt, what: What) -> Markup {
        let viewer = Viewer::new(&self.published.snapshot.shop, &self.names, self.now());
        PreEscaped(html::print(&localized(self.lang(), viewer.receipt_step(receipt, what))))
    }

    /// How the total of an order came about, when it was placed.
    pub fn order_receipt(&self, tracked: &Tracked) -> Markup {
        let viewer = Viewer::new(&self.published.snapshot.shop, &self.names, self.now());
        let nodes = viewer.order_receipt(tracked).into_iter().chain([viewer.order_total(tracked)]);
        PreEscaped(nodes.map(|node| html::print(&localized(self.lang(), node))).collect())
    }

    /// An amount with its machine value.
    pub fn money(&self, amount: Money) -> Markup {
        let value = format!("{} {}", amount.minor, amount.currency.code());
        maud::html! { data value=(value) { (local::money(self.lang(), amount)) } }
    }

    /// What a product looks like; the name stands beside it.
    pub fn picture(&self, product: ProductId) -> Markup {
        maud::html! { @if let Some(src) = self.picture_url(product) { img part="picture" src=(src) alt=""; } }
    }

    /// Where the picture of a product is, if the shop has pictures.
    pub fn picture_url(&self, product: ProductId) -> Option<String> {
        self.names.picture(product)
    }

    /// The sign after a share.
    pub fn percent(&self) -> &'static str {
        if self.lang() == Lang::En { "%" } else { "٪" }
    }

    /// A share of one in hundredths, with one decimal.
    pub fn share(&self, share: f64) -> String {
        let tenths = local::tenths(self.lang(), (share * 1_000.0).round() as i64);
        [&tenths, self.percent()].concat()
    }

    /// A share of 10,000 in hundredths, with one decimal.
    pub fn rate(&self, rate: u32) -> String {
        let tenths = local::tenths(self.lang(), i64::from(rate.saturating_add(5) / 10));
        [&tenths, self.percent()].concat()
    }

    /// What the desk counts, up to now.
    pub async fn report(&self) -> Result<Arc<Reading<Report>>, Problem> {
        let mut kept = self.site.report.lock().await;
        Reading::read_on(&mut kept, &self.site.app).await.map_err(Failure::from)?;
        Ok(Arc::clone(&kept))
    }

    /// What the last search for a recipe found; nothing before the first.
    pub async fn tuned(&self) -> Result<Option<Tuned>, Problem> {
        let tuned = Tuned::load(&self.site.app).await.map_err(Failure::from)?;
        Ok(tuned.filter(|tuned| tuned.found.hits > 0.0))
    }

    /// When the shop learned last.
    pub async fn lesson(&self) -> Result<Option<Lesson>, Problem> {
        Ok(Lesson::load(&self.site.app).await.map_err(Failure::from)?)
    }

    /// What a product is called.
    pub fn name(&self, product: ProductId) -> String {
        self.names.product(&self.published.snapshot.shop, product)
    }

    /// What a department or category is called.
    pub fn label(&self, label: LabelId) -> String {
        self.names.label(label).to_owned()
    }

    /// What products have in common, as people call it.
    pub fn topic(&self, topic: Topic) -> String {
        self.names.topic(topic)
    }

    /// What a carrier is called; its number, if the shop has it no more.
    pub fn carrier(&self, id: CarrierId) -> String {
        let delivery = self.published.snapshot.shop.delivery();
        let own = delivery.and_then(|delivery| delivery.carrier(id));
        own.map_or_else(|| self.digits(id), |own| own.name.in_lang(self.lang()).to_owned())
    }

    /// Why a wish was refused, in the reader's language where it is the reader's matter.
    pub fn rejection(&self, rejection: &Rejection) -> String {
        let words = self.words;
        let (parcels, returns) = (ParcelWords::of(self.lang()), ReturnWords::of(self.lang()));
        let promises = PromiseWords::of(self.lang());
        match rejection {
            Rejection::PriceChanged { was, now, .. } => {
                let told = |amount| isolated(local::money(self.lang(), amount));
                fill(words.price_changed, &[&told(*was), &told(*now)])
            }
            Rejection::OutOfStock { product, left: 0 } => {
                fill(words.sold_out, &[&isolated(self.name(*product))])
            }
            Rejection::OutOfStock { product, left } => {
                fill(words.out_of_stock, &[&isolated(self.name(*product)), &self.number(left)])
            }
            Rejection::UnknownProduct { .. }
            | Rejection::UnknownOrder { .. }
            | Rejection::UnknownParcel { .. }
            | Rejection::UnknownReturn { .. } => words.missing_why.to_owned(),
            Rejection::Empty => parcels.empty.to_owned(),
            Rejection::BadQuantity { .. } => words.bad_quantity.to_owned(),
            Rejection::NotRedeemable { redeemable, .. } => super::super::points::refused(self, redeemable),
            Rejection::UnknownCoupon => words.coupon_unknown.to_owned(),
            Rejection::CouponSpent => words.coupon_spent.to_owned(),
            Rejection::TooManyCoupons => words.too_many_coupons.to_owned(),
            Rejection::WrongStep { .. } => words.wrong_step.to_owned(),
            Rejection::WrongParcelStep { .. } => parcels.wrong_parcel_step.to_owned(),
            Rejection::NotOpen { product, left } => {
                fill(parcels.not_open, &[&isolated(self.name(*product)), &self.number(left)])
            }
            Rejection::WrongReturnStep { .. } => returns.wrong_step.to_owned(),
            Rejection::PromiseChanged { .. } => promises.changed.to_owned(),
            Rejection::UnknownDelivery { .. } => promises.unknown.to_owned(),
            Rejection::NoRemedy { .. } => promises.no_remedy.to_owned(),
            Rejection::TooManyReturns => returns.too_many.to_owned(),
            Rejection::NotRefundable { .. } => returns.money_is_back.to_owned(),
            Rejection::TooManyParcels => parcels.too_many_parcels.to_owned(),
            Rejection::BadConsignment => parcels.bad_consignment.to_owned(),
            Rejection::TooMuch { left } => {
                fill(parcels.too_much, &[&isolated(local::money(self.lang(), *left))])
            }
            other if super::super::gift::refusal(self, other).is_some() => {
                super::super::gift::refusal(self, other).unwrap_or_default()
            }
            Rejection::NotReferred { why } => attar::view::Words::of(self.lang()).referral(*why).to_owned(),
            other => [words.unreadable, &format!("({other})")].join(" "),
        }
    }

    /// A moment on the shop's clock.
    pub fn local(&self, at: Timestamp) -> String {
        let iso = format!("{} {}", self.iso_day(at), self.iso_clock(at));
        isolated(local::moment(self.lang(), &iso).unwrap_or(iso))
    }

    /// A time of day on the shop's clock.
    pub fn clock(&self, at: Timestamp) -> String {
        self.digits(self.iso_clock(at))
    }

    /// A day on the shop's clock.
    pub fn day(&self, at: Timestamp) -> String {
        let iso = self.iso_day(at);
        local::day(self.lang(), &iso).unwrap_or(iso)
    }

    fn iso_clock(&self, at: Timestamp) -> String {
        let minutes = self.published.snapshot.shop.zone.minute_of_day(at);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    fn iso_day(&self, at: Timestamp) -> String {
        let (year, month, day) = self.published.snapshot.shop.zone.civil_day(at).year_month_day();
        format!("{year:04}-{month:02}-{day:02}")
    }
}
