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
