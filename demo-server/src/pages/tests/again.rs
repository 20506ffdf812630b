//! An order's products into the cart again, and what the cart tells of it.

use axum::http::StatusCode;

use super::browser::{Browser, Place, Seen};
use super::buying::place_order;

/// Two of rice and one of beans, ordered; the address of the order's page.
async fn ordered(buyer: &mut Browser) -> String {
    buyer.post("/cart", "product=1&quantity=2").await;
    buyer.post("/cart", "product=2&quantity=1").await;
    let checkout = buyer.get("/checkout").await;
    place_order(buyer, &checkout).await.location().to_owned()
}

/// The button of a page, pressed.
async fn again(buyer: &mut Browser, page: &Seen, order: &str) -> Seen {
    page.says(&["Order again", &format!("action=\"{order}/again\"")]);
    buyer.post(&format!("{order}/again"), &format!("once={}", page.field("once"))).await
}

#[tokio::test]
async fn an_order_comes_into_the_cart_again_and_nothing_is_ordered() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let order = ordered(&mut buyer).await;
    let page = buyer.get(&order).await;
    let done = again(&mut buyer, &page, &order).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/cart"));
    let told = buyer.get("/cart").await;
    told.says(&["From order 1: 2 of 2 products are in your cart", "Nothing is ordered yet.", "$6.20"]);
    let later = buyer.get("/cart").await;
    assert!(!later.text.contains("From order 1"), "it is told once");
    later.says(&["$6.20"]);
    assert_eq!(place.app.open_orders(9).await.expect("orders").len(), 1, "nothing is ordered by it");
}

#[tokio::test]
async fn a_button_pressed_twice_fills_the_cart_once_and_orders_have_their_own() {
    let place = Place::open().await;
    place.count([20, 20, 20]).await;
    let mut buyer = place.browser();
    let (one, two) = (ordered(&mut buyer).await, ordered(&mut buyer).await);
    let page = buyer.get("/account").await;
    for _ in 0..2 {
        again(&mut buyer, &page, &one).await;
    }
    buyer.get("/cart").await.says(&["From order 1", "$6.20"]);
    // The same number, as both buttons stand on one page.
    again(&mut buyer, &page, &two).await;
    buyer.get("/cart").await.says(&["From order 2", "$12.40"]);
}

#[tokio::test]
async fn what_does_not_come_comes_fewer_or_costs_otherwise_is_told() {
    let place = Place::open().await;
    place.count([20, 20, 20]).await;
    let mut buyer = place.browser();
    let order = ordered(&mut buyer).await;
    place.prices([300, 100, 400]).await;
    place.count([1, 5, 5]).await;
    let page = buyer.get(&order).await;
    again(&mut buyer, &page, &order).await;
    buyer.get("/cart").await.says(&[
        "2 of 2 products",
        "\u{2068}Rice 1 kg\u{2069}: only 1 of 2, there are no more.",
        "2 × \u{2068}Rice 1 kg\u{2069} costs more: it was \u{2068}$5.00\u{2069} and is \u{2068}$6.00\u{2069} now.",
        "costs less: it was \u{2068}$1.20\u{2069} and is \u{2068}$1.00\u{2069} now.",
    ]);
    place.count([0, 5, 5]).await;
    let mut draft = super::browser::draft([300, 100, 400]);
    draft.products.remove(1);
    draft.price_lists.iter_mut().for_each(|list| list.prices.retain(|(id, _)| id.0 != 2));
    place.app.publish_shop(draft).await.expect("a shop");
    buyer.post("/cart", "product=1&quantity=0").await;
    let page = buyer.get(&order).await;
    again(&mut buyer, &page, &order).await;
    let fa = buyer.get("/cart?lang=fa").await;
    fa.says(&["تمام شده است.", "دیگر فروخته نمی‌شود.", "از سفارش ۱: ۰ کالا از ۲ کالا"]);
    assert!(!fa.text.contains("<script>alert"));
}

#[tokio::test]
async fn a_guests_order_is_ordered_again_by_who_they_are_now() {
    let place = Place::open().await;
    place.count([20, 20, 20]).await;
    let mut buyer = place.browser();
    let order = ordered(&mut buyer).await;
    buyer.post("/consent", "consent=full&back=/").await;
    assert!(buyer.has("attar_shopper") && buyer.has("attar_guest"));
    buyer.post("/cart", "product=3&quantity=1").await;
    let page = buyer.get(&order).await;
    for _ in 0..2 {
        again(&mut buyer, &page, &order).await;
    }
    buyer.get("/cart").await.says(&["From order 1: 2 of 2", "Rice 1 kg", "$10.20"]);
}

#[tokio::test]
async fn nobody_orders_anothers_order_again() {
    let place = Place::open().await;
    let mut buyer = place.browser();
    let order = ordered(&mut buyer).await;
    let mut other = place.browser();
    other.post("/cart", "product=3&quantity=1").await;
    let refused = other.post(&format!("{order}/again"), "").await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    other.cookies.insert("attar_again".to_owned(), order.trim_start_matches("/order/").to_owned());
    let cart = other.get("/cart").await;
    assert!(!cart.text.contains("From order"), "a forged word tells nothing of another's order");
    assert!(!other.has("attar_again"));
}
