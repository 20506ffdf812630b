//! A small shop that really listens, for the tests in a browser.
#![allow(dead_code, reason = "every test uses another part of it")]

use std::time::Duration;

use attar::terms::price::{Buyer, resolve};
use attar::{ProductId, Snapshot, Timestamp};
use attar_server::Running;
use attar_server::settings::Settings;

use crate::folder::Folder;
use crate::harness;

/// What the site that embeds signs with.
pub const LOGIN: &str = "a-secret-of-the-site-that-embeds-it";

/// A shop with a few of the demo's baskets.
pub async fn small(folder: &Folder) -> Running {
    attar_server::start(settings(folder)).await.expect("a shop")
}

/// The same, with pages of another origin that may embed it; once it has learned, so that its snapshot stays.
pub async fn small_for(folder: &Folder, origin: &str) -> Running {
    let mut settings = settings(folder);
    settings.guards.allow_origin.push(origin.to_owned());
    settings.guards.login_secret = vec![LOGIN.parse().expect("a secret")];
    let running = attar_server::start(settings).await.expect("a shop");
    let ready = async {
        while !running.app.readiness().ready() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), ready).await.expect("a trained shop within two minutes");
    running
}

fn settings(folder: &Folder) -> Settings {
    Settings {
        demo: true,
        baskets: Some(300),
        widget: Some(harness::setting("ATTAR_WIDGET")),
        ..Settings::on_a_free_port(folder.path())
    }
}

/// A product that can be bought.
pub fn priced(snapshot: &Snapshot) -> ProductId {
    let shop = &snapshot.shop;
    // And is sent.
    let sold = |product: &ProductId| {
        shop.good(*product).is_none()
            && resolve(shop, *product, shop.currency, 1, &Buyer::anybody(Timestamp(0))).is_some()
    };
    shop.products.iter().rev().map(|product| product.id).find(sold).expect("a product with a price")
}
