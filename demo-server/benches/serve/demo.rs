//! The demo's year in a store of its own, and shoppers who may be remembered.

use std::path::Path;
use std::time::Duration;

use attar::event::{Channel, Consent};
use attar::{Actor, Command, ProductId, ShopperId, Subject};
use attar_server::settings::Settings;
use attar_server::{Token, start};

use crate::random::Random;
use crate::{Figures, engine};

/// Visitors who send signals.
const VISITORS: u64 = 256;
/// Households that ask.
const HOUSEHOLDS: usize = 256;

/// Who comes, and what there is.
#[derive(Debug)]
pub struct Demo {
    /// Tokens of visitors.
    pub visitors: Vec<String>,
    /// Customers with a year behind them, and their tokens.
    pub households: Vec<(ShopperId, String)>,
    /// What the shop sells.
    pub products: Vec<ProductId>,
}

/// Imports the year, learns from it, measures the engine on it, and leaves the store behind.
pub async fn open(folder: &Path, figures: &mut Figures) -> Demo {
    let running = start(Settings { demo: true, ..Settings::on_a_free_port(folder) }).await.expect("a shop");
    while !running.app.readiness().ready() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let app = &running.app;
    let log = app.events_after(0, usize::MAX).await.expect("the log");
    let mut households: Vec<ShopperId> = Vec::new();
    for stored in &log {
        match stored.event.subject {
            Subject::Shopper(who) if !households.contains(&who) => households.push(who),
            _ => {}
        }
        if households.len() == HOUSEHOLDS {
            break;
        }
    }
    engine::measure(app, &households, &log, figures).await;
    let mut random = Random(1);
    let mut visitors = Vec::new();
    for _ in 0..VISITORS {
        let who = ShopperId(random.id());
        let full = Command::SetConsent { consent: Consent::Full };
        app.command(Actor::Shopper(who), Channel::Web, full).await.expect("consent");
        visitors.push(app.tokens().sign(Token::Shopper, who, app.now()));
    }
    let token = |who: ShopperId| (who, app.tokens().sign(Token::Customer, who, app.now()));
    let households = households.into_iter().map(token).collect();
    let products = app.snapshot().snapshot.shop.products.iter().map(|product| product.id).collect();
    running.shutdown().await;
    Demo { visitors, households, products }
}
