use super::*;

#[test]
fn moments_print_on_the_clock_they_are_given() {
    assert_eq!(iso(Timestamp(951_782_400_000)), "2000-02-29T00:00Z");
    assert_eq!(date_and_time(Timestamp(-60_000), " "), "1969-12-31 23:59");
}

#[test]
fn of_a_pick_itself_the_reason_says_this() {
    let shop = PublicShop::bare();
    let names = Names::default();
    let viewer = Viewer::new(&shop, &names, Timestamp(0));
    let (bread, milk) = (ProductId(1), ProductId(2));
    assert_eq!(viewer.reason(Some(bread), Reason::Bought(bread)), "you bought this before");
    assert_eq!(viewer.reason(Some(bread), Reason::Viewed(bread)), "you looked at this");
    assert!(viewer.reason(Some(bread), Reason::Bought(milk)).starts_with("because you bought "));
}

#[test]
fn a_receipt_of_one_line_says_what_its_price_is_compared_with() {
    let shop = PublicShop::bare();
    let names = Names::default();
    let viewer = Viewer::new(&shop, &names, Timestamp(0));
    let bare = serde_json::json!({
        "currency": "USD", "lines": [], "shipping": 0, "tax_included": false, "taxes": [], "total": 90, "verdicts": [],
        "called": [], "lists": [], "lowest": [],
        "steps": [{ "what": "public", "product": 1, "minor": 90 }],
    });
    let mut receipt: crate::terms::receipt::Receipt = serde_json::from_value(bare).expect("a receipt");
    assert_eq!(viewer.receipt(&receipt), None);
    receipt.lowest.push((ProductId(1), 80));
    let drawn = format!("{:?}", viewer.receipt(&receipt));
    assert!(drawn.contains("lowest") && drawn.contains("0.80"), "{drawn}");
}

/// An order whose promise is broken, in a shop whose orders have pages of their own.
fn late(offer: Option<Money>, compensated: Option<Money>, order_url: &str) -> String {
    let shop = PublicShop { order_url: order_url.into(), ..PublicShop::bare() };
    let tracked = serde_json::json!({
        "order": "01".repeat(16), "number": 1, "status": "shipped", "timeline": [], "ahead": ["delivered"], "lines": [],
        "total": { "minor": 800, "currency": "USD" }, "receipt": null,
        "promise": { "handed_over": 0, "despatch": { "carrier": 1, "zone": 0, "weekday": "monday", "handling_days": 0 },
            "interval": { "from": 1, "until": 2, "level": 9_000 } },
        "late": { "cause": "held_up", "offer": offer, "compensated": compensated },
    });
    let tracked = serde_json::from_value(tracked).expect("an order");
    format!("{:?}", Viewer::new(&shop, &Names::default(), Timestamp(3)).tracked(&tracked))
}

#[test]
fn what_is_offered_for_a_delay_leads_to_where_it_is_taken() {
    let (offer, page) = (Some(Money::new(40, crate::Currency::Usd)), "https://shop.example/order/{id}");
    let address = page.replace("{id}", &"01".repeat(16));
    let told = late(offer, None, page);
    assert!(told.contains(&address) && told.contains("is held up") && told.contains("we offer"), "{told}");
    assert!(!late(offer, None, "").contains("href"), "a shop without such pages");
    assert!(!late(None, None, page).contains(&address), "nothing is offered");
    let taken = late(None, offer, page);
    assert!(taken.contains("Taken off") && !taken.contains(&address), "{taken}");
}
