//! The merchant's desk: what is told of the learning.

use attar::train::{Accuracy, Recipe, Tuning};

use super::browser::Place;
use crate::trainer::Tuned;

/// A search over 120 predictions that was right in half of them, popularity in a tenth.
fn found() -> Tuned {
    let tuning = Tuning {
        recipe: Recipe::baskets(),
        accuracy: Accuracy { hr: 0.5, mrr: 0.255 },
        popular: Accuracy { hr: 0.1, mrr: 0.042 },
        predictions: 120,
        trials: 77,
        neighbours: 32,
        ..Tuning::default()
    };
    Tuned::new(&tuning, 1_000)
}

#[tokio::test]
async fn the_desk_tells_how_often_the_model_is_right_and_what_tuning_chose() {
    let place = Place::open().await;
    let mut merchant = place.browser();
    merchant.get("/merchant?key=sesame").await;
    let before = merchant.get("/merchant").await;
    before.says(&["Not measured yet"]);
    assert!(!before.text.contains("Neighbours of a product"), "nothing was chosen yet");

    found().keep(&place.app).await.expect("a store");
    merchant.get("/merchant").await.says(&[
        "50.0%",
        "would have made 10.0%",
        "25.5%",
        "4.2%",
        "120",
        "77",
        "Neighbours of a product",
        "<bdi>32</bdi>",
    ]);
    let csv = merchant.get("/merchant/figures/learning").await;
    csv.says(&["visits,1000", "trials,77", "hit_rate_at_20,0.5", "mrr_at_20_of_popular,0.042"]);
    for (knob, value) in Recipe::baskets().values() {
        csv.says(&[&format!("{},{value}", knob.name())]);
    }
}

#[tokio::test]
async fn the_desk_tells_it_in_the_merchants_own_language_and_digits() {
    let place = Place::open().await;
    let mut merchant = place.browser();
    merchant.get("/merchant?key=sesame").await;
    found().keep(&place.app).await.expect("a store");
    merchant.post("/lang", "lang=fa").await;
    merchant.get("/merchant").await.says(&["۵۰٫۰٪", "۱۰٫۰٪", "همسایه‌های یک کالا", "<bdi>۳۲</bdi>"]);
}

#[tokio::test]
async fn pages_are_counted_of_everyone_and_small_numbers_are_not_told() {
    let place = Place::open().await;
    let mut merchant = place.browser();
    merchant.get("/merchant?key=sesame").await;
    merchant.get("/merchant").await.says(&["Pages read, by the hour", "Nobody has read a page yet."]);
    for mode in
        [None, None, Some("navigate"), Some("navigate"), Some("navigate"), Some("cors"), Some("same-origin")]
    {
        let mut reader = place.browser();
        reader.mode = mode;
        reader.get("/p/1").await;
    }
    for _ in 0..4 {
        place.browser().get("/").await;
        place.browser().get("/p/99").await;
    }
    let desk = merchant.get("/merchant").await;
    desk.says(&["On other sites", "<td>5</td>", "under 5"]);
    assert_eq!(desk.text.matches("under 5").count(), 6, "every other kind");
    let csv = merchant.get("/merchant/figures/visits").await;
    let hour = place.app.now().0 / 3_600_000 * 3_600_000;
    assert_eq!(
        csv.text,
        format!("begins_ms,home,department,product,cart,order,account,elsewhere\n{hour},,,5,,,,\n")
    );
    merchant.get("/merchant?lang=fa").await.says(&["صفحه‌های دیده‌شده", "<td>۵</td>"]);
    merchant.get("/merchant?lang=ar").await.says(&["الصفحات المقروءة", "<td>٥</td>"]);
}
