//! What a shopper collected, in words of three languages.

use super::*;
use crate::event::ReferralFault;
use crate::money::Currency;
use crate::query::{Ahead, Invited, Loyalty, Points, Referring, Standing};
use crate::shop::{Label, Words};
use crate::terms::loyalty::{Entry, Kind, Measure};
use crate::text::Lang;

fn label(en: &str) -> Label {
    Label { en: en.into(), fa: format!("fa {en}"), ar: format!("ar {en}") }
}

fn loyalty() -> Loyalty {
    let usd = |minor| Money::new(minor, Currency::Usd);
    let ahead = Ahead {
        tier: "gold".into(),
        title: label("Gold"),
        by: Measure::Spend,
        have: 6_000,
        need: 20_000,
        until: Some(Timestamp(0)),
        spend: Some(usd(14_000)),
        brings: usd(75),
        prices: false,
        worth_it: false,
    };
    let entry = Entry {
        entry: crate::id::EntryId(1),
        at: Timestamp(0),
        kind: Kind::ClawedBack,
        points: -26,
        order: None,
        forgiven: 74,
    };
    let tier = Standing { tier: "silver".into(), title: label("Silver"), since: Timestamp(0), until: None };
    Loyalty {
        member: true,
        available: 120,
        worth: usd(110),
        pending: vec![Points { at: Timestamp(0), points: 33 }],
        expiring: vec![Points { at: Timestamp(0), points: 44 }],
        redeem: None,
        tier: Some(tier),
        ahead: Some(ahead),
        history: vec![entry],
        opening: 0,
        referral: None,
    }
}

fn referring() -> Referring {
    Referring {
        gives: 200,
        welcomes: 100,
        least: Money::new(1_500, Currency::Usd),
        code: Some("ABCDE12345".into()),
        followed: 2,
        brought: 1,
        points: 200,
        came: Some(Invited::Ended(ReferralFault::Together)),
    }
}

#[test]
fn a_code_is_told_with_what_it_brought_and_an_invitation_with_how_it_stands() {
    let with = |referring: Referring| Loyalty { referral: Some(Box::new(referring)), ..loyalty() };
    let en = told(&with(referring()), Lang::En);
    for part in [
        "You get 200 points for each friend's first order. Your friend gets 100 points with it.",
        "It must come to at least 15.00 USD.",
        "Your code: ABCDE-12345",
        "Friends who came by your code: 2",
        "Points they brought you: 200",
        "The invitation brought nothing. It was placed with the same e-mail or address",
    ] {
        assert!(en.contains(part), "{part} is not in {en}");
    }
    let awaited = Referring { code: None, came: Some(Invited::Until(Timestamp(0))), ..referring() };
    let loyalty = with(awaited);
    for (lang, part) in [
        (Lang::En, "A friend invited you: 100 points with your first order until 1969-12-31."),
        (Lang::Fa, "100 امتیاز با نخستین سفارش تا"),
        (Lang::Ar, "100 نقطة مع طلبك الأول حتى"),
    ] {
        let told = told(&loyalty, lang);
        assert!(told.contains(part) && !told.contains("ABCDE"), "{told}");
    }
    for fault in ReferralFault::ALL {
        let ended = Referring { came: Some(Invited::Ended(fault)), ..referring() };
        let all = Lang::ALL.map(|lang| told(&with(ended.clone()), lang));
        assert!(all.iter().zip(Lang::ALL).all(|(told, lang)| told.contains(Words::of(lang).referral(fault))));
    }
}

fn texts(node: &Node, all: &mut String) {
    match node {
        Node::Text(text) => all.push_str(text),
        Node::Element(element) => element.children.iter().for_each(|child| texts(child, all)),
    }
}

fn told(loyalty: &Loyalty, lang: Lang) -> String {
    let shop = PublicShop::bare();
    let names = Names { lang, words: Words::of(lang).all(), ..Names::default() };
    let viewer = Viewer::new(&shop, &names, Timestamp(0));
    let mut all = String::new();
    texts(&viewer.view(&Answer::Loyalty(loyalty.clone())), &mut all);
    all
}

#[test]
fn all_that_was_collected_is_told_in_every_language() {
    let en = told(&loyalty(), Lang::En);
    for part in [
        "You have 120 points, worth 1.10 USD",
        "33 more points from 1970-01-01",
        "44 points can be spent until 1969-12-31",
        "Your tier: Silver, for life",
        "Spend 140.00 USD more for Gold; what counts now counts until 1969-12-31",
        "Do not buy for it alone: for what you buy it brings only 0.75 USD more.",
        "1970-01-01 Taken back for a return · 74 forgiven -26",
    ] {
        assert!(en.contains(part), "{part} is not in {en}");
    }
    for (lang, parts) in [
        (Lang::Fa, ["120 امتیاز دارید", "سطح شما: fa Silver، برای همیشه", "74 بخشیده شد"]),
        (Lang::Ar, ["لديك 120 نقطة", "مستواك: ar Silver، مدى الحياة", "عُفي عن 74"]),
    ] {
        let told = told(&loyalty(), lang);
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");
    }
}

#[test]
fn a_tier_that_pays_says_why_and_who_does_not_collect_is_told_who_does() {
    let mut other = loyalty();
    (other.member, other.history) = (false, Vec::new());
    if let Some(ahead) = &mut other.ahead {
        (ahead.worth_it, ahead.by, ahead.until) = (true, Measure::Orders, None);
    }
    let en = told(&other, Lang::En);
    assert!(en.starts_with("Points are for holders of the loyalty card."), "{en}");
    assert!(
        en.contains("It pays: for what you buy it brings 0.75 USD more.") && !en.contains("Taken back"),
        "{en}"
    );
    if let Some(ahead) = &mut other.ahead {
        ahead.prices = true;
    }
    assert!(told(&other, Lang::En).contains("It has prices of its own."));
}
