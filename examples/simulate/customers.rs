//! Customers of four kinds, and the groups that are found of them.

use attar::event::{Consent, Role};
use attar::model::Segments;
use attar::personalize::segment::{Rfm, assign};
use attar::time::Span;
use attar::train::{TrainParams, adjusted_rand};
use attar::{Currency, ShopperId, Timestamp};
use serde_json::json;

use crate::START;
use crate::figures::Figure;
use crate::walks::{Fallible, Walk};

/// How many customers buy for so many weeks.
const CUSTOMERS: usize = 200;
const WEEKS: i64 = 26;

/// One customer, and what they bought.
struct Customer {
    who: ShopperId,
    last: Timestamp,
    purchases: u32,
    spent: i64,
}

impl Walk<'_> {
    /// People buy in a store, often or now and then, until lately or long ago; their groups are looked for from five
    /// starts, and shall be the same.
    pub fn segments(&mut self) -> Fallible<Figure> {
        let begins = START + Span::days(10);
        self.clock.set(begins);
        let mut customers = Vec::new();
        for _ in 0..CUSTOMERS {
            let wish = json!({ "command": { "set_consent": { "consent": Consent::Full } } });
            let answer = self.client.post("/v1/commands", "", &wish)?;
            let who = serde_json::from_value(answer["facts"][0][0]["shopper"].clone())?;
            customers.push(Customer { who, last: begins, purchases: 0, spent: 0 });
        }
        for week in 0..WEEKS {
            self.clock.set(begins + Span::days(7 * week));
            let cookie =
                format!("attar_merchant={}", self.app.tokens().sign_merchant(Role::Owner, self.now()));
            for (number, customer) in customers.iter_mut().enumerate() {
                let (often, gone) = (number % 2 == 0, number % 4 >= 2 && week > WEEKS / 2);
                if !gone && (week == 0 || self.chance.share() < if often { 0.9 } else { 0.2 }) {
                    let units = 1 + self.chance.below(if often { 6 } else { 2 });
                    self.buys(customer, &cookie, units)?;
                }
            }
        }
        self.agreement(&customers)
    }

    fn buys(&mut self, customer: &mut Customer, cookie: &str, units: u64) -> Fallible<()> {
        let (product, paid) = (1 + self.chance.below(100), 500 * units as i64);
        let lines = json!([{ "product": product, "quantity": units, "paid": paid }]);
        let wish = json!({ "record_sale": { "shopper": customer.who, "currency": "USD", "lines": lines } });
        self.client.post("/v1/commands", cookie, &json!({ "command": wish }))?;
        customer.last = self.now();
        customer.purchases += 1;
        customer.spent += paid;
        Ok(())
    }

    fn agreement(&self, customers: &[Customer]) -> Fallible<Figure> {
        let (tally, now) = (self.tally()?, self.now());
        let mut groupings = Vec::new();
        for seed in 1..=5 {
            let segments = TrainParams::default().seed(seed).check()?.segments(&tally, Currency::Usd, now);
            groupings.push(grouped(&segments, customers, now));
        }
        let mut agreement = Vec::new();
        for (place, one) in groupings.iter().enumerate() {
            agreement.extend(groupings[place + 1..].iter().map(|other| adjusted_rand(one, other)));
        }
        Ok(Figure::mean(1.0, &agreement))
    }
}

/// The group of each customer, as the shop serves it.
fn grouped(segments: &Segments, customers: &[Customer], now: Timestamp) -> Vec<usize> {
    let group = |customer: &Customer| {
        let Customer { last, purchases, spent, .. } = customer;
        let days = (now - *last).whole_days().max(0) as u32;
        let rfm = Rfm { recency_days: days, frequency: *purchases, money: *spent };
        assign(segments, &rfm).map_or(0, |segment| usize::from(segment.index))
    };
    customers.iter().map(group).collect()
}
