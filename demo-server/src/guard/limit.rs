//! How often one address and one shopper may come.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use attar::ShopperId;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{Extensions, HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::api_error::ApiError;
use crate::app::App;
use crate::identity::{Visitor, cookie};

/// So many seconds' worth may come at once.
const BURST: u32 = 10;
/// So many coupon codes one shopper may try at once, and then one a minute.
const CODES: u32 = 10;
/// So many codes all shoppers of one address may try at once, and then as many again over ten minutes.
const CODES_OF_ADDRESS: u32 = 60;
/// So many times one order may be looked for at once, and then once a minute.
const SEARCHES: u32 = 10;
/// So many times all of one address may look for orders at once, and then as many again over ten minutes.
const SEARCHES_OF_ADDRESS: u32 = 30;
/// After so many questions those who were not seen of late are forgotten.
const FORGET: u32 = 8_192;
/// So many calls a second one address may send of carriers' feeds: they come in bursts, and not as people do.
const FEEDS: u32 = 100;

const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Too many requests</title>\
    <h1>Too many requests</h1><p>Please try again in a moment.</p></html>\n";

/// How often somebody may come, per second and over ten seconds on average; 0 is as often as they like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// One address; of IPv6, one network of 64 bits.
    pub address: u32,
    /// One shopper, known by token or cookie.
    pub shopper: u32,
    /// Whether a proxy of ours stands before, and names the address at the end of `X-Forwarded-For`.
    pub behind_proxy: bool,
}

impl Default for Rates {
    fn default() -> Self {
        Self { address: 200, shopper: 50, behind_proxy: false }
    }
}

type Keyed<K> = RateLimiter<K, HashMapStateStore<K>, DefaultClock>;

/// Who came how often.
#[derive(Debug)]
pub struct Limits {
    addresses: Option<Keyed<IpAddr>>,
    shoppers: Option<Keyed<ShopperId>>,
    /// Coupon codes, by shopper.
    codes: Tries<ShopperId>,
    /// Orders that are looked for, by their number: whether there is one or not.
    searches: Tries<u32>,
    feeds: Option<Keyed<IpAddr>>,
    behind_proxy: bool,
    asked: AtomicU32,
}

/// Who tried something that must not be tried without end: each by itself and then once a minute, and all of one address
/// together, as many again over ten minutes. Identities and numbers are cheap, so addresses count too; as off as the other
/// limits.
#[derive(Debug)]
struct Tries<K: Clone + Eq + Hash> {
    addresses: Option<Keyed<IpAddr>>,
    each: Option<Keyed<K>>,
}

/// So many a minute, and so many at once.
fn a_minute(many: u32, burst: u32) -> Option<Quota> {
    Some(Quota::per_minute(NonZeroU32::new(many)?).allow_burst(NonZeroU32::new(burst)?))
}

impl<K: Clone + Eq + Hash> Tries<K> {
    /// So many at once of one, and of one address.
    fn new(rates: Rates, each: u32, address: u32) -> Self {
        let of_address = (rates.address > 0).then(|| a_minute(address / 10, address));
        let of_each = (rates.shopper > 0).then(|| a_minute(1, each));
        Self {
            addresses: of_address.flatten().map(RateLimiter::hashmap),
            each: of_each.flatten().map(RateLimiter::hashmap),
        }
    }

    fn forget(&self) {
        self.addresses.iter().for_each(RateLimiter::retain_recent);
        self.each.iter().for_each(RateLimiter::retain_recent);
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new(Rates::default())
    }
}

impl Limits {
    /// Nobody came yet.
    pub fn new(rates: Rates) -> Self {
        Self {
            addresses: quota(rates.address).map(RateLimiter::hashmap),
            shoppers: quota(rates.shopper).map(RateLimiter::hashmap),
            codes: Tries::new(rates, CODES, CODES_OF_ADDRESS),
            searches: Tries::new(rates, SEARCHES, SEARCHES_OF_ADDRESS),
            feeds: quota(if rates.address == 0 { 0 } else { FEEDS }).map(RateLimiter::hashmap),
            behind_proxy: rates.behind_proxy,
            asked: AtomicU32::new(0),
        }
    }

    /// Counts a shopper in; or says how long they should wait. Nobody is nobody.
    pub(crate) fn shopper(&self, who: ShopperId) -> Result<(), Duration> {
        if who.is_anonymous() {
            return Ok(());
        }
        self.forget();
        check(self.shoppers.as_ref(), &who)
    }

    fn address(&self, request: &Request) -> Result<(), Duration> {
        self.forget();
        match self.caller(request.headers(), request.extensions()) {
            Some(address) if is_feed(request) => check(self.feeds.as_ref(), &address),
            Some(address) => check(self.addresses.as_ref(), &address),
            None => Ok(()),
        }
    }

    /// Counts in who tries a coupon code, right or wrong; or says how long they should wait. Nobody is nobody; and who
    /// has to wait themselves uses nothing up that others of their address have.
    pub(crate) fn code(&self, address: Option<IpAddr>, who: ShopperId) -> Result<(), Duration> {
        if who.is_anonymous() {
            return Ok(());
        }
        self.forget();
        check(self.codes.each.as_ref(), &who)?;
        address.map_or(Ok(()), |address| check(self.codes.addresses.as_ref(), &address))
    }

    /// Counts in who shows the code of something that is whoever's who has it; nobody may try that without end either, so
    /// of nobody the address counts.
    pub(crate) fn bearer(&self, address: Option<IpAddr>, who: ShopperId) -> Result<(), Duration> {
        if !who.is_anonymous() {
            return self.code(address, who);
        }
        self.forget();
        address.map_or(Ok(()), |address| check(self.codes.addresses.as_ref(), &address))
    }

    /// Counts in who looks for an order, right or wrong; or says how long they should wait. An address that has to wait
    /// uses nothing up that its buyer has.
    pub(crate) fn search(&self, address: Option<IpAddr>, number: Option<u32>) -> Result<(), Duration> {
        self.forget();
        address.map_or(Ok(()), |address| check(self.searches.addresses.as_ref(), &address))?;
        number.map_or(Ok(()), |number| check(self.searches.each.as_ref(), &number))
    }

    /// Who opened the connection, or whom our proxy names; of IPv6, the network.
    pub(crate) fn caller(&self, headers: &HeaderMap, marks: &Extensions) -> Option<IpAddr> {
        let peer = marks.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let caller = if self.behind_proxy { forwarded(headers).or(peer) } else { peer };
        caller.map(network)
    }

    /// Memory stays bounded: whoever could come as if for the first time is not remembered.
    fn forget(&self) {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET == FORGET - 1 {
            self.addresses.iter().for_each(RateLimiter::retain_recent);
            self.shoppers.iter().for_each(RateLimiter::retain_recent);
            self.codes.forget();
            self.searches.forget();
            self.feeds.iter().for_each(RateLimiter::retain_recent);
        }
    }
}

/// Whether a carrier calls.
fn is_feed(request: &Request) -> bool {
    request.uri().path().starts_with("/v1/carriers/")
}

fn quota(per_second: u32) -> Option<Quota> {
    let burst = NonZeroU32::new(per_second.saturating_mul(BURST))?;
    Some(Quota::per_second(NonZeroU32::new(per_second)?).allow_burst(burst))
}

fn check<K: Clone + Eq + Hash>(limiter: Option<&Keyed<K>>, key: &K) -> Result<(), Duration> {
    let Some(limiter) = limiter else { return Ok(()) };
    limiter.check_key(key).map_err(|later| later.wait_time_from(DefaultClock::default().now()))
}

/// The last entry is what our own proxy added; those before it are only what the caller claims.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next()?.trim().parse().ok()
}

/// A home has a whole IPv6 network.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & (u128::MAX << 64))),
        four => four,
    }
}

/// Lets a request through, unless its address or the shopper of its cookie came too often. Pages may be
/// read freely: only their forms count.
pub(crate) async fn limited(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_call = request.uri().path().starts_with("/v1/");
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_call && reads {
        return next.run(request).await;
    }
    match app.limits().address(&request).and_then(|()| by_cookie(&app, request.headers())) {
        Ok(()) => next.run(request).await,
        Err(wait) if is_call => ApiError::too_many(wait).into_response(),
        Err(wait) => {
            (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, seconds(wait))], Html(PAGE)).into_response()
        }
    }
}

fn by_cookie(app: &App, headers: &HeaderMap) -> Result<(), Duration> {
    use crate::identity::{GUEST, SHOPPER};
    if cookie(headers, SHOPPER).or(cookie(headers, GUEST)).is_none() {
        return Ok(());
    }
    app.limits().shopper(Visitor::of(headers, app.tokens(), app.now()).acting())
}

/// Whole seconds, at least one.
pub(crate) fn seconds(wait: Duration) -> String {
    wait.as_millis().div_ceil(1_000).max(1).to_string()
}
