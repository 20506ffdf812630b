use super::*;

#[cfg(feature = "till")]
mod collected;

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

/// A receipt with every kind of step, each held up by every guard.
fn full() -> crate::terms::receipt::Receipt {
    let step = |what: serde_json::Value, minor: i64| serde_json::json!({ "what": what, "product": 1, "minor": minor });
    let one = |name: &str, of: serde_json::Value| serde_json::json!({ name: of });
    let guards = ["floor", "margin", "budget"];
    let held = guards.iter().map(|guard| step(one("held", serde_json::json!([1, guard])), 1));
    let held_lists = guards.iter().map(|guard| step(one("held_list", serde_json::json!([2, guard])), 1));
    let first =
        [step("public".into(), 900), step(one("list", 2.into()), -90), step(one("list", 5.into()), -9)];
    let promotions = [step(one("promotion", 1.into()), -50), step(one("promotion", 9.into()), -5)];
    let last = [step("shipping".into(), 400), step(one("tax", 900.into()), 81)];
    let steps: Vec<serde_json::Value> =
        first.into_iter().chain(held_lists).chain(promotions).chain(held).chain(last).collect();
    let receipt = serde_json::json!({
        "currency": "USD", "lines": [], "shipping": 400, "tax_included": false, "taxes": [], "total": 0, "verdicts": [],
        "called": [[1, { "en": "Tea week", "fa": "هفته‌ی چای", "ar": "أسبوع الشاي" }]], "steps": steps,
        "lists": [[2, { "en": "Trade", "fa": "فروش عمده", "ar": "الجملة" }]], "lowest": [],
    });
    serde_json::from_value(receipt).expect("a receipt")
}

fn words_of(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) => element.children.iter().map(words_of).collect(),
    }
}

/// What each line of the receipt says before its amount.
fn drawn(lang: crate::Lang) -> Vec<String> {
    let (shop, names) =
        (PublicShop::bare(), Names { lang, words: Words::of(lang).all(), ..Names::default() });
    let list = Viewer::new(&shop, &names, Timestamp(0)).receipt(&full()).expect("a receipt");
    let said = |line: &Node| {
        let parts = match line {
            Node::Element(line) => &line.children[..],
            Node::Text(_) => &[],
        };
        parts.iter().take(parts.len().saturating_sub(2)).map(words_of).collect()
    };
    list.children.iter().map(said).collect()
}

#[test]
fn a_receipt_says_every_step_and_guard_in_every_language() {
    let (trade, tea) = ("Trade · up to the lowest price", "Tea week · up to the lowest price");
    let en = [
        "price for everyone",
        "Trade",
        "your card price",
        trade,
        trade,
        trade,
        "Tea week",
        "promotion",
        tea,
        tea,
        "Tea week · as far as it still goes",
        "sending",
        "tax",
    ];
    assert_eq!(drawn(crate::Lang::En), en);
    let (trade, tea) = ("فروش عمده · تا کمترین قیمت", "هفته‌ی چای · تا کمترین قیمت");
    let fa = [
        "قیمت برای همه",
        "فروش عمده",
        "قیمت کارت شما",
        trade,
        trade,
        trade,
        "هفته‌ی چای",
        "تخفیف",
        tea,
        tea,
        "هفته‌ی چای · تا پایان بودجه‌ی آن",
        "ارسال",
        "مالیات",
    ];
    assert_eq!(drawn(crate::Lang::Fa), fa);
    let (trade, tea) = ("الجملة · حتى أدنى سعر", "أسبوع الشاي · حتى أدنى سعر");
    let ar = [
        "السعر للجميع",
        "الجملة",
        "سعر بطاقتك",
        trade,
        trade,
        trade,
        "أسبوع الشاي",
        "عرض",
        tea,
        tea,
        "أسبوع الشاي · بقدر ما تبقّى منه",
        "الشحن",
        "الضريبة",
    ];
    assert_eq!(drawn(crate::Lang::Ar), ar);
}

#[test]
fn every_step_has_a_word_of_its_language_outside_a_page_too() {
    let steps: Vec<crate::terms::receipt::What> = full().steps.iter().map(|step| step.what).collect();
    let words = |lang| steps.iter().map(|what| what.word(lang)).collect::<Vec<_>>();
    let en = [
        "price",
        "your price list",
        "your price list",
        "lowest price",
        "cost and margin",
        "end of the budget",
        "promotion",
        "promotion",
        "lowest price",
        "cost and margin",
        "end of the budget",
        "shipping",
        "tax",
    ];
    assert_eq!(words(crate::Lang::En), en);
    let fa = [
        "قیمت",
        "فهرست قیمت شما",
        "فهرست قیمت شما",
        "کمترین قیمت",
        "هزینه و سود",
        "پایان بودجه",
        "تخفیف",
        "تخفیف",
        "کمترین قیمت",
        "هزینه و سود",
        "پایان بودجه",
        "ارسال",
        "مالیات",
    ];
    assert_eq!(words(crate::Lang::Fa), fa);
    let ar = [
        "السعر",
        "قائمة أسعارك",
        "قائمة أسعارك",
        "أدنى سعر",
        "التكلفة والهامش",
        "نهاية الميزانية",
        "عرض",
        "عرض",
        "أدنى سعر",
        "التكلفة والهامش",
        "نهاية الميزانية",
        "الشحن",
        "الضريبة",
    ];
    assert_eq!(words(crate::Lang::Ar), ar);
}
