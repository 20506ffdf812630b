//! Drafts before they are published: what is found in them, and what they would have done.

use crate::id::{ProductId, ShopperId};
use crate::shop::Shop;
use crate::terms::lint::lists;
use crate::terms::lint::{Flaw, lint};
use crate::terms::promotion::PromotionId;
use crate::terms::replay::{Did, Replay, Sale, Sums, as_if_begun, as_if_coded};
use crate::time::{Span, Timestamp};

/// Tea at 10.00 (9.00 with the card), cost 6.00; rice at 4.00, never below 3.50.
pub(super) fn shop(terms: &str) -> Shop {
    let text = format!(
        r#"{{"currency": "USD", "product_url": "/p/{{id}}",
            "labels": [{{"en": "Tea", "fa": "چای", "ar": "شاي"}}, {{"en": "Rice", "fa": "برنج", "ar": "أرز"}}],
            "products": [
                {{"id": 1, "department": 0, "category": 0, "kind": 0, "cost": 600}},
                {{"id": 2, "department": 1, "category": 1, "kind": 1, "cost": 200}}],
            "price_lists": [
                {{"id": 1, "name": "all", "currency": "USD", "audience": "everyone", "prices": [[1, 1000], [2, 400]]}},
                {{"id": 2, "name": "card", "currency": "USD", "audience": "card", "prices": [[1, 900]]}}],
            "terms": {{"margin": 0, "items": [{{"product": 2, "floor": 350}}], {terms}}}}}"#
    );
    Shop::check(serde_json::from_str(&text).expect("a draft")).expect("a sound shop")
}

pub(super) fn promotions(list: &str) -> Shop {
    shop(&format!(r#""shipping": 500, "budgets": [{{"id": 1, "left": 0}}], "promotions": [{list}]"#))
}

pub(super) fn flaws(list: &str) -> Vec<(u32, Flaw)> {
    let found = lint(&promotions(list), Timestamp(1_000));
    found.into_iter().map(|finding| (finding.promotion.0, finding.flaw)).collect()
}

/// One promotion with these conditions.
pub(super) fn when(condition: &str) -> Vec<(u32, Flaw)> {
    flaws(&format!(r#"{{"id": 1, "name": "x", "when": {condition}, "gives": {{"fixed": {{"minor": 1}}}}}}"#))
}

#[test]
fn conditions_that_contradict_each_other_are_found() {
    for condition in [
        r#"{"all": [{"tier": ["gold"]}, {"tier": ["silver"]}]}"#,
        r#"{"all": [{"channel": ["web"]}, {"channel": ["pos"]}]}"#,
        r#"{"all": [{"spend": {"at_least": 500}}, {"not": {"spend": {"at_least": 400}}}]}"#,
        r#"{"all": ["first_order", {"not": "first_order"}]}"#,
        r#"{"all": [{"group": ["vip"]}, {"not": {"any": [{"group": ["vip", "card"]}, "first_order"]}}]}"#,
        r#"{"all": [{"when": {"weekdays": [1, 2]}}, {"when": {"weekdays": [3]}}]}"#,
        r#"{"all": [{"when": {"minutes": [0, 60]}}, {"when": {"minutes": [60, 120]}}]}"#,
        r#"{"any": []}"#,
        r#"{"all": [{"when": {"from": 0, "until": 172800000}}, {"when": {"weekdays": [1]}}]}"#,
        r#"{"group": []}"#,
        r#"{"all": ["first_order", {"tier": []}]}"#,
        r#"{"channel": []}"#,
        r#"{"all": [{"when": {"weekdays": [1, 2]}}, {"when": {"weekdays": [2, 3]}}, {"when": {"weekdays": [3, 1]}}]}"#,
        r#"{"all": [{"when": {"minutes": [0, 60]}}, {"not": {"when": {"minutes": [0, 120]}}}]}"#,
    ] {
        assert_eq!(when(condition), [(1, Flaw::Contradictory)], "{condition}");
    }
    for of_a_tier in [
        r#"{"tier": ["gold"]}"#,
        r#"{"all": [{"tier": ["gold", "silver"]}, {"tier": ["silver"]}]}"#,
        r#"{"any": [{"tier": ["gold"]}, {"all": [{"tier": ["silver"]}, "first_order"]}, {"group": []}]}"#,
    ] {
        assert_eq!(when(of_a_tier), [(1, Flaw::NoTier)], "{of_a_tier}");
    }
    for sound in [
        r#"{"all": [{"spend": {"at_least": 400}}, {"not": {"spend": {"at_least": 500}}}]}"#,
        r#"{"all": [{"group": ["vip"]}, {"group": ["card"]}]}"#,
        r#"{"any": [{"group": []}, {"not": {"tier": []}}]}"#,
        r#"{"any": [{"tier": ["gold"]}, "first_order"]}"#,
        r#"{"not": {"tier": ["gold"]}}"#,
        r#"{"any": [{"all": [{"channel": ["web"]}, {"channel": ["pos"]}]}, "first_order"]}"#,
        r#"{"when": {"from": 2000, "until": 3000}}"#,
    ] {
        assert_eq!(when(sound), [], "{sound}");
    }
}

#[test]
fn what_is_over_spent_or_lowers_nothing_never_acts() {
    for over in [
        r#"{"when": {"until": 1000}}"#,
        r#"{"not": {"when": {"from": 900}}}"#,
        // It ends before the next of its days or hours.
        r#"{"when": {"until": 86400000, "weekdays": [5]}}"#,
        r#"{"when": {"until": 3000000, "minutes": [60, 120]}}"#,
    ] {
        assert_eq!(when(over), [(1, Flaw::Over)], "{over}");
    }
    assert_eq!(
        when(r#"{"when": {"until": 86400001, "weekdays": [5]}}"#),
        [],
        "a millisecond of Friday is left"
    );
    assert_eq!(when(r#"{"any": [{"when": {"until": 1000}}, {"when": {"from": 9000}}]}"#), []);
    let gives =
        |rest: &str, gives: &str| flaws(&format!(r#"{{"id": 1, "name": "x", {rest} "gives": {gives}}}"#));
    let fixed = r#"{"fixed": {"minor": 1}}"#;
    assert_eq!(gives(r#""budget": 1,"#, fixed), [(1, Flaw::Spent)]);
    assert_eq!(gives(r#""uses": {"limit": 3, "used": 3},"#, fixed), [(1, Flaw::Spent)]);
    assert_eq!(gives(r#""uses": {"limit": 3, "used": 2},"#, fixed), []);
    assert_eq!(
        gives("", r#"{"percent": {"rate": 100, "on": {"items": {"products": [9]}}}}"#),
        [(1, Flaw::Nothing)]
    );
    assert_eq!(gives("", r#"{"percent": {"rate": 100, "on": "shipping"}}"#), []);
    assert_eq!(gives(r#""never_with": [8],"#, fixed), [(1, Flaw::NoSuchOther(PromotionId(8)))]);
}

#[test]
fn a_code_that_can_be_found_by_trying_is_told_unless_something_bounds_its_use() {
    let of = |codes: &str, rest: &str| {
        let gives = r#""gives": {"fixed": {"minor": 1}}"#;
        flaws(&format!(r#"{{"id": 1, "name": "x", "coupons": [{codes}], {rest} {gives}}}"#))
    };
    for short in [r#""A""#, r#""SPRING-5""#, r#""123456789""#, r#""بهار-۱۴""#, r#""TENTH-OFF-2026", "X1""#]
    {
        let found = of(short, "");
        assert_eq!(found.iter().map(|(_, flaw)| *flaw).collect::<Vec<_>>(), [Flaw::Guessable], "{short}");
        assert_eq!(of(short, r#""per_shopper": 1,"#), [], "{short}");
        assert_eq!(of(short, r#""uses": {"limit": 9},"#), [], "{short}");
    }
    for long in [r#""SPRING-26""#, r#""1234567890""#, r#""بهارانه-۱۴۰۵""#] {
        assert_eq!(of(long, ""), [], "{long}");
    }
    let shop = promotions(r#"{"id": 1, "name": "x", "coupons": ["A"], "gives": {"fixed": {"minor": 1}}}"#);
    let told = lint(&shop, Timestamp(0)).first().map(ToString::to_string).unwrap_or_default();
    assert!(told.starts_with("promotion `1` has a code that can be guessed: "), "{told}");
}

#[test]
fn what_always_comes_second_in_its_lane_is_found() {
    let pair = |first: &str, second: &str| {
        flaws(&format!(
            r#"{{"id": 1, "name": "first", "priority": 1, {first}}}, {{"id": 2, "name": "second", {second}}}"#
        ))
    };
    let whole = r#""gives": {"fixed": {"minor": 100, "spread": "each"}}"#;
    let rice = r#""gives": {"fixed": {"minor": 9, "on": {"items": {"products": [2]}}}}"#;
    let shadowed = [(2, Flaw::Shadowed(PromotionId(1)))];
    assert_eq!(pair(whole, rice), shadowed);
    assert_eq!(pair(rice, whole), [], "without rice the second acts");
    let from = |cents: u32| format!(r#""when": {{"spend": {{"at_least": {cents}}}}}, {whole}"#);
    assert_eq!(pair(&from(500), &from(500)), shadowed);
    assert_eq!(pair(&from(500), &from(600)), shadowed);
    assert_eq!(pair(&from(600), &from(500)), []);
    assert_eq!(pair(&format!(r#""lane": 1, {whole}"#), whole), []);
    let refused = format!(r#"{{"id": 3, "name": "refuses", "lane": 1, "never_with": [1], {whole}}}"#);
    let three =
        format!(r#"{{"id": 1, "name": "a", "priority": 1, {whole}}}, {{"id": 2, "name": "b", {whole}}}"#);
    assert_eq!(flaws(&three), shadowed);
    assert_eq!(flaws(&format!("{three}, {refused}")), [], "where the third acts, the second does");
    assert_eq!(pair(&format!(r#""per_shopper": 1, {whole}"#), whole), []);
    assert_eq!(pair(&format!(r#""coupons": ["SPRING-2026"], {whole}"#), whole), []);
}

#[test]
fn what_acts_where_the_other_comes_to_nothing_is_not_behind_it() {
    let pair = |first: &str, second: &str, on: &str| {
        let all = flaws(&format!(
            r#"{{"id": 1, "name": "first", "priority": 1, "gives": {{{first} {on}}}}}}},
               {{"id": 2, "name": "second", "gives": {{{second} {on}}}}}}}"#
        ));
        all.into_iter().filter(|(_, flaw)| matches!(flaw, Flaw::Shadowed(_))).collect::<Vec<_>>()
    };
    let (of_tea, shadowed) =
        (r#", "on": {"items": {"products": [1]}}"#, [(2, Flaw::Shadowed(PromotionId(1)))]);
    let (fixed, tenth) = (r#""fixed": {"minor": 5"#, r#""percent": {"rate": 1000"#);
    assert_eq!(pair(tenth, fixed, of_tea), [], "a tenth of 0.04 is nothing");
    assert_eq!(pair(r#""percent": {"rate": 5000"#, fixed, of_tea), shadowed);
    assert_eq!(pair(tenth, r#""percent": {"rate": 900"#, of_tea), shadowed);
    assert_eq!(pair(r#""percent": {"rate": 900"#, tenth, of_tea), []);
    assert_eq!(pair(r#""fixed": {"minor": 1"#, tenth, of_tea), shadowed);
    assert_eq!(pair(r#""percent": {"rate": 6000, "spread": "once""#, fixed, of_tea), [], "of one unit alone");
    assert_eq!(pair(tenth, fixed, r#", "on": "shipping""#), []);
    assert_eq!(pair(fixed, r#""fixed": {"minor": 9"#, ""), [], "it may fall on what stands at its floor");
    assert_eq!(pair(fixed, fixed, ""), shadowed);
}

#[test]
fn a_discount_below_floor_or_cost_is_counted() {
    let off = |rate: u32| {
        flaws(&format!(r#"{{"id": 1, "name": "x", "gives": {{"percent": {{"rate": {rate}}}}}}}"#))
    };
    assert_eq!(off(1_250), [], "rice stands at its floor");
    assert_eq!(off(1_275), [(1, Flaw::BelowFloor(1))]);
    assert_eq!(off(3_345), [(1, Flaw::BelowFloor(2))], "tea at 9.00 costs 6.00");
    let named =
        lint(&promotions(r#"{"id": 1, "name": "x", "gives": {"percent": {"rate": 5000}}}"#), Timestamp(0));
    let words = "promotion `1` is held back on 2 products: their floor price, or their cost and margin";
    assert_eq!(named.first().map(ToString::to_string).as_deref(), Some(words));
}

#[test]
fn a_discount_below_the_floor_of_a_closed_list_is_counted() {
    let text = r#"{"id": 1, "name": "x", "gives": {"percent": {"rate": 1250}}}"#;
    let mut draft = promotions(text).draft().clone();
    let mut staff = draft.price_lists[0].clone();
    (staff.id, staff.prices) = (crate::id::PriceListId(3), vec![(ProductId(1), 650)]);
    staff.only.groups = vec!["staff".into()];
    draft.price_lists.push(staff);
    let shop = Shop::check(draft).expect("a sound shop");
    let found: Vec<Flaw> = lint(&shop, Timestamp(0)).iter().map(|finding| finding.flaw).collect();
    assert_eq!(found, [Flaw::BelowFloor(1)], "tea at 6.50 costs 6.00");
}

pub(super) fn sale(who: u8, days: i64, card: bool, lines: &[(ProductId, u32)]) -> Sale<'_> {
    let at = Timestamp(0) + Span::days(days);
    Sale { who: ShopperId([who; 16]), at, channel: "pos", card, groups: &[], lines }
}

#[test]
fn a_draft_is_replayed_beside_what_is_in_force() {
    let before = shop(r#""promotions": []"#);
    let after = shop(
        r#""budgets": [{"id": 1, "left": 250}],
           "promotions": [
             {"id": 1, "name": "tenth off tea", "budget": 1,
              "gives": {"percent": {"rate": 1000, "on": {"items": {"products": [1]}}}}},
             {"id": 2, "name": "welcome", "lane": 1, "when": "first_order", "gives": {"fixed": {"minor": 40}}}]"#,
    );
    let (tea, rice) = (ProductId(1), ProductId(2));
    let mut replay = Replay::new(&before, &after);
    replay.sell(&sale(1, 0, true, &[(tea, 1), (rice, 1)])); // 90 off tea, 40 off the first order
    replay.sell(&sale(1, 1, true, &[(tea, 1)])); // 90
    replay.sell(&sale(2, 4, false, &[(tea, 1)])); // 70 are left of 100; and 40
    replay.sell(&sale(2, 5, false, &[(tea, 1)])); // nothing is left
    replay.sell(&sale(2, 6, false, &[(ProductId(9), 1)])); // is not sold
    assert_eq!((replay.cheaper, replay.dearer, replay.left_out), (3, 0, 1));
    assert_eq!(replay.after.shoppers_reached(), 2);
    let did = |id: u32| replay.after.promotions.get(&PromotionId(id)).copied();
    assert_eq!(did(1), Some(Did { carts: 3, shoppers: 2, minor: 250 }));
    assert_eq!(did(2), Some(Did { carts: 2, shoppers: 2, minor: 80 }));
    let (was, now) = (replay.before.sums, replay.after.sums);
    assert_eq!((was.carts, was.touched, was.paid, was.given), (4, 0, 900 + 400 + 900 + 1_000 + 1_000, 0));
    assert_eq!((now.carts, now.touched, now.paid, now.given), (4, 3, was.paid - 330, 330));
    assert_eq!((now.public, now.margin), (4_400, was.margin - 330));
    // The first Thursday, and from the first Monday of 1970 on.
    let weeks: Vec<(i32, u32)> = replay.after.weeks.iter().map(|(day, sums)| (day.0, sums.carts)).collect();
    assert_eq!(weeks, [(-3, 2), (4, 2)]);
    assert_eq!(replay.before.promotions.len(), 0);
    assert_eq!(Replay::new(&before, &after).after.sums, Sums::default());
}

#[test]
fn what_begins_later_is_replayed_as_if_it_had_begun() {
    let whens = [
        r#"{"when": {"from": 900, "until": 950, "weekdays": [4]}}"#,
        r#"{"when": {"until": 10}}"#,
        r#"{"any": [{"when": {"from": 900}}, {"when": {"from": 5}}]}"#,
        r#"{"all": [{"when": {"from": 900}}, {"any": [{"when": {"from": 800}}, {"when": {"from": 700}}]}]}"#,
    ];
    let ids = whens.iter().enumerate();
    let all = ids.map(|(id, when)| {
        format!(r#"{{"id": {id}, "name": "x", "lane": {id}, "when": {when}, "gives": {{"fixed": {{"minor": 1}}}}}}"#)
    });
    let shop = promotions(&all.collect::<Vec<_>>().join(","));
    let (begun, later) = as_if_begun(shop.terms(), Timestamp(500));
    assert_eq!(later, [PromotionId(0), PromotionId(3)]);
    let when = |id: usize| serde_json::to_string(&begun.promotions[id].when).expect("JSON");
    assert!(!when(0).contains("900") && !when(0).contains("950") && when(0).contains("[4]"), "{}", when(0));
    assert_eq!(begun.promotions[1..3], shop.terms().promotions[1..3]);
    assert_eq!(as_if_begun(shop.terms(), Timestamp(900)).1, []);
}

#[test]
fn what_needs_a_code_is_replayed_as_if_everyone_had_it_at_most_so_much() {
    let coded = |id: u32, minor: u32| {
        format!(
            r#"{{"id": {id}, "name": "x", "lane": {id}, "coupons": ["SPRING-2026"], "per_shopper": 1,
                 "gives": {{"fixed": {{"minor": {minor}}}}}}}"#
        )
    };
    let before = promotions(&[coded(1, 10), coded(2, 20)].join(","));
    let draft = promotions(&[coded(1, 10), coded(2, 25), coded(3, 30)].join(","));
    let (open, ids) = as_if_coded(draft.terms(), before.terms());
    assert_eq!(ids, [PromotionId(2), PromotionId(3)]);
    assert_eq!(open.promotions[0], before.terms().promotions[0], "in force as it is, it needs its code");
    let given = |promotions: Vec<crate::terms::promotion::Promotion>| {
        let mut terms = draft.draft().clone();
        terms.terms.promotions = promotions;
        let after = Shop::check(terms).expect("a sound shop");
        let mut replay = Replay::new(&before, &after);
        (0..2).for_each(|day| replay.sell(&sale(1, day, false, &[(ProductId(1), 1)])));
        (replay.before.sums.given, replay.after.sums.given)
    };
    assert_eq!(given(draft.draft().terms.promotions.clone()), (0, 0), "nobody entered a code");
    assert_eq!(given(open.promotions.clone()), (0, 55), "once each, as often as one shopper may");
}

#[test]
fn lists_that_the_guards_have_something_to_say_of_are_found() {
    let mut draft = promotions("").draft().clone();
    draft.price_lists[0].prices[1].1 = 340;
    draft.price_lists[1].prices = vec![(ProductId(1), 500), (ProductId(2), 100)];
    let mut unpublished = draft.price_lists[1].clone();
    (unpublished.id, unpublished.draft) = (crate::id::PriceListId(3), true);
    draft.price_lists.push(unpublished);
    let shop = Shop::check(draft).expect("a sound shop");
    let found: Vec<String> = lists::lint(&shop).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "price list `1` sells 1 product below floor, or below cost and margin, such as `2`",
            "price list `2` is held up on 2 products: floor, or cost and margin, such as `1`",
        ]
    );
    assert_eq!(lists::lint(&promotions("")), []);
}

#[test]
fn a_draft_for_a_group_reaches_who_was_in_it() {
    let before = shop(r#""promotions": []"#);
    let mut draft = shop(
        r#""promotions": [{"id": 1, "name": "tenth for staff", "when": {"group": ["staff"]},
             "gives": {"percent": {"rate": 1000}}}]"#,
    )
    .draft()
    .clone();
    let mut staff = draft.price_lists[0].clone();
    (staff.id, staff.prices) = (crate::id::PriceListId(3), vec![(ProductId(1), 800)]);
    staff.only.groups = vec!["staff".into()];
    let mut there = staff.clone();
    (there.id, there.prices) = (crate::id::PriceListId(4), vec![(ProductId(1), 700)]);
    there.only.channels = vec!["web".into()];
    draft.price_lists.extend([staff, there]);
    let after = Shop::check(draft).expect("a sound shop");
    let tea = [(ProductId(1), 1)];
    let paid = |groups: &[&str], channel| {
        let mut replay = Replay::new(&before, &after);
        replay.sell(&Sale { groups, channel, ..sale(1, 0, false, &tea) });
        (replay.after.sums.touched, replay.after.sums.paid)
    };
    assert_eq!(paid(&["other"], "pos"), (0, 1_000));
    assert_eq!(paid(&["other", "staff"], "pos"), (1, 720), "a tenth off 8.00");
    assert_eq!(paid(&["staff"], "web"), (1, 630), "a tenth off 7.00, in the channel of that list");
}

#[test]
fn a_list_of_pages_is_no_price_at_a_till() {
    let before = shop(r#""promotions": []"#);
    let mut draft = before.draft().clone();
    let mut pages = draft.price_lists[0].clone();
    (pages.id, pages.prices) = (crate::id::PriceListId(3), vec![(ProductId(1), 800)]);
    pages.only.channels = vec!["web".into()];
    draft.price_lists.push(pages);
    let after = Shop::check(draft).expect("a sound shop");
    let tea = [(ProductId(1), 1)];
    let paid = |channel| {
        let mut replay = Replay::new(&before, &after);
        replay.sell(&Sale { channel, ..sale(1, 0, false, &tea) });
        replay.after.sums.paid
    };
    assert_eq!((paid("web"), paid("pos")), (800, 1_000));
}

/// A promotion that these codes open.
fn with_codes(id: u32, codes: &[&str]) -> String {
    let codes = serde_json::to_string(codes).expect("json");
    format!(
        r#"{{"id": {id}, "name": "x", "lane": {id}, "coupons": {codes}, "gives": {{"fixed": {{"minor": 1}}}}}}"#
    )
}

#[test]
fn a_code_that_nobody_can_enter_turns_its_promotion_off() {
    let (longest, longer) = ("x".repeat(64), "x".repeat(65));
    for code in ["", " ", &longer] {
        let shop = promotions(&with_codes(1, &["A", code]));
        assert!(shop.terms().promotions.is_empty(), "{code}");
        assert!(shop.warnings().iter().any(|warning| warning.why.contains("`coupons`")), "{code}");
    }
    assert_eq!(promotions(&with_codes(1, &[&longest])).terms().promotions.len(), 1);
}

#[test]
fn a_code_that_opens_more_than_somebody_has_is_not_theirs() {
    let shop = promotions(&[with_codes(1, &["A", "B"]), with_codes(2, &["A"])].join(","));
    let (one, two) = (PromotionId(1), PromotionId(2));
    assert_eq!(shop.terms().code(one, &[one]), Some("B"), "`A` opens the second too");
    assert_eq!(shop.terms().code(one, &[one, two]), Some("A"));
    assert_eq!(shop.terms().code(two, &[two]), None);
    assert_eq!(shop.terms().code(PromotionId(3), &[]), None);
}
