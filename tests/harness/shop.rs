//! A demo shop with its whole year, in a folder of its own, open to a browser.

use std::time::Duration;

use attar_server::Running;
use attar_server::settings::Settings;

use super::folder::Folder;
use super::harness;

/// Opens the shop and waits until it has learned.
pub async fn open(folder: &Folder) -> Running {
    let settings = Settings {
        demo: true,
        preset: true,
        widget: Some(harness::setting("ATTAR_WIDGET")),
        ..Settings::on_a_free_port(folder.path())
    };
    let running = attar_server::start(settings).await.expect("a shop");
    let ready = async {
        while !running.app.readiness().ready() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(240), ready).await.expect("a trained shop within four minutes");
    running
}
