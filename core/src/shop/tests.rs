use super::*;

fn draft() -> ShopDraft {
    let product = |id| ProductDraft {
        id: ProductId(id),
        department: LabelId(0),
        category: LabelId(0),
        kind: LabelId(0),
        size: "1 kg".into(),
        cost: 70,
        make: Default::default(),
        gift_card: None,
        entitles: None,
    };
    ShopDraft {
        currency: Currency::Usd,
        zone: Zone::default(),
        product_url: "/p/{id}".into(),
        picture_url: String::new(),
        labels: vec![Label { en: "Rice".into(), fa: "برنج".into(), ar: "أرز".into() }],
        products: vec![product(2), product(1)],
        terms: Default::default(),
        price_lists: vec![PriceListDraft::everyone(
            PriceListId(0),
            "list",
            Currency::Usd,
            vec![(ProductId(2), 100), (ProductId(1), 100)],
        )],
        delivery: None,
        order_url: String::new(),
        loyalty: None,
        gift_cards: Default::default(),
    }
}

#[test]
fn a_checked_shop_is_sorted_and_names_its_products() -> Result<(), ShopError> {
    let shop = Shop::check(draft())?;
    assert!(shop.public().is_sorted());
    assert_eq!(shop.names(Lang::Fa).product(shop.public(), ProductId(1)), "برنج 1 kg");
    assert_eq!(shop.public().product_url(ProductId(2)), "/p/2");
    Ok(())
}

#[cfg(feature = "till")]
#[test]
fn terms_that_are_damaged_are_none() -> Result<(), ShopError> {
    let shop = Shop::check(draft())?;
    let of = |terms: &Terms| PublicShop { terms: Packed::of(terms.clone()), ..shop.public().clone() };
    let items = [1, 2].map(|id| crate::terms::basket::Item::of(ProductId(id), LabelId(0)));
    let mut terms = Terms { items: items.to_vec(), ..shop.public().terms().clone() };
    assert_eq!(of(&terms).terms(), &terms);
    terms.items.swap(0, 1);
    assert_eq!(of(&terms).terms(), &Terms::default());
    Ok(())
}

#[test]
fn every_mistake_names_its_place() {
    let broken = |change: fn(&mut ShopDraft)| {
        let mut draft = draft();
        change(&mut draft);
        Shop::check(draft).map(|_| ()).expect_err("a mistake")
    };
    assert_eq!(broken(|d| d.products[0].id = ProductId(1)), ShopError::TwiceProduct(ProductId(1)));
    assert_eq!(broken(|d| d.products[0].cost = -1), ShopError::BadCost(ProductId(2)));
    assert_eq!(
        broken(|d| d.products[0].kind = LabelId(7)),
        ShopError::UnknownLabel(ProductId(2), LabelId(7))
    );
    assert_eq!(
        broken(|d| d.price_lists[0].prices[0].0 = ProductId(9)),
        ShopError::BadEntry(PriceListId(0), ProductId(9))
    );
    assert_eq!(
        broken(|d| d.price_lists[0].prices[0].1 = -1),
        ShopError::BadPrice(PriceListId(0), ProductId(2))
    );
    assert_eq!(
        broken(|d| d.price_lists.push(d.price_lists[0].clone())),
        ShopError::TwiceList(PriceListId(0))
    );
    let channel = broken(|d| d.price_lists[0].only.channels = vec!["web".into(), "Web".into()]);
    assert_eq!(channel, ShopError::BadChannel(PriceListId(0), "Web".into()));
    assert_eq!(
        channel.to_string(),
        "price_lists: list `0`: `Web` is no channel: they are `web`, `pos` and `console`"
    );
    assert_eq!(broken(|d| d.product_url = "/p".into()), ShopError::BadProductUrl);
    assert_eq!(broken(|d| d.product_url = "javascript:{id}".into()), ShopError::BadProductUrl);
}

#[test]
fn a_product_whose_item_is_off_is_sold_and_no_promotion_touches_it() -> Result<(), ShopError> {
    let mut draft = draft();
    draft.terms = serde_json::from_str(
        r#"{"margin": 1000, "items": [{"product": 2, "floor": 90}, {"product": 2, "tax": 900}],
            "promotions": [{"id": 1, "name": "nearly free", "gives": {"percent": {"rate": 9000}}}]}"#,
    )
    .expect("terms");
    let shop = Shop::check(draft)?;
    assert_eq!(shop.warnings().len(), 1);
    let item = |terms: &crate::terms::till::Terms| terms.item(ProductId(2)).copied().expect("it is sold");
    let (own, told) = (item(shop.terms()), item(shop.public().terms()));
    assert!(own.fixed_price && told.fixed_price);
    assert_eq!((own.cost, told.cost), (Some(70), None));
    assert!(shop.terms().item(ProductId(1)).is_some_and(|item| !item.fixed_price));
    Ok(())
}

#[test]
fn the_floor_of_a_closed_list_is_for_its_members_alone() -> Result<(), ShopError> {
    let mut draft = draft();
    draft.terms = serde_json::from_str(
        r#"{"margin": 0, "promotions": [
            {"id": 1, "name": "a fifth", "gives": {"percent": {"rate": 2000, "on": {"items": {"products": [1]}}}}},
            {"id": 2, "name": "half", "when": {"group": ["friends"]},
             "gives": {"percent": {"rate": 5000, "on": {"items": {"products": [2]}}}}}]}"#,
    )
    .expect("terms");
    let mut staff = draft.price_lists[0].clone();
    (staff.id, staff.prices) = (PriceListId(1), vec![(ProductId(1), 80)]);
    staff.only.groups = vec!["staff".into()];
    draft.price_lists.push(staff);
    let shop = Shop::check(draft.clone())?;
    assert_eq!(shop.public().terms().items, [], "100 less a fifth is above what it costs");
    let floors = |groups: &[&str]| shop.own(Member::of(groups), WEB).floors;
    assert_eq!(floors(&["staff"]), [(ProductId(1), 70)]);
    assert_eq!(floors(&["friends"]), [(ProductId(2), 70)]);
    assert_eq!(floors(&["friends", "staff"]), [(ProductId(1), 70), (ProductId(2), 70)]);
    assert_eq!(floors(&["others"]), []);
    draft.price_lists[1].only.groups.clear();
    let shop = Shop::check(draft)?;
    assert_eq!(shop.public().terms().item(ProductId(1)).and_then(|item| item.floor), Some(70));
    Ok(())
}

#[test]
fn what_is_not_sent_says_what_is_wrong_with_it() {
    let broken = |edit: fn(&mut ShopDraft)| {
        let mut draft = draft();
        edit(&mut draft);
        Shop::check(draft).expect_err("it is refused").to_string()
    };
    let told = [
        (broken(|d| d.products[0].gift_card = Some(0)), "`gift_card` must be 1 to 2^53"),
        (broken(|d| d.products[0].gift_card = Some(101)), "sells it below what is on it"),
        (broken(|d| d.products[0].entitles = Some("a lesson".into())), "`entitles` must be 1 to 64 letters"),
        (broken(|d| d.products[0].entitles = Some(String::new())), "`entitles` must be 1 to 64 letters"),
        (broken(|d| d.gift_cards.expiry_days = Some(0)), "gift_cards: `expiry_days` must be 1 to 36500"),
        (broken(|d| d.gift_cards.revive_days = 0), "gift_cards: `revive_days` must be 1 to 366"),
    ];
    for (said, part) in told {
        assert!(said.contains(part), "{said}");
    }
    let both = broken(|d| {
        d.products[0].gift_card = Some(100);
        d.products[0].entitles = Some("lesson".into());
    });
    assert!(both.contains("two products, not one"), "{both}");
    let unknown =
        serde_json::from_str::<crate::shop::GiftCards>(r#"{"expires": 3}"#).expect_err("no such field");
    assert!(unknown.to_string().contains("`expires`"), "{unknown}");
}

#[test]
fn everyone_may_know_what_is_not_sent_and_nobody_buys_a_card_for_less() -> Result<(), ShopError> {
    let mut draft = draft();
    draft.products[0].gift_card = Some(100);
    let mut staff = draft.price_lists[0].clone();
    (staff.id, staff.prices) = (PriceListId(7), vec![(draft.products[0].id, 60)]);
    staff.only.groups = vec!["staff".into()];
    draft.price_lists.push(staff);
    let card = draft.products[0].id;
    let shop = Shop::check(draft)?;
    assert!(shop.public().is_gift_card(card) && shop.public().goods().len() == 1);
    let own = shop.own(Member::of(&["staff"]), WEB);
    assert_eq!(own.lists[0].price(card), Some(100), "held up to what is on it");
    Ok(())
}
