//! What the demo sells that is not sent: gift cards of two values, and a lesson. Invented.

use attar::id::LabelId;
use attar::shop::{Label, ProductDraft, ShopDraft, Wording};
use attar::{Currency, ProductId};

/// The numbers of the products behind those of the seed.
const FIRST: u32 = 5_001;
/// The department that they lie in: seasonal finds.
const DEPARTMENT: LabelId = LabelId(11);

/// One of them: what it costs and looks like, and what its buyer gets.
struct Good {
    cents: i64,
    icon: &'static str,
    kind: [&'static str; 3],
    category: [&'static str; 3],
    size: [&'static str; 3],
    entitles: Option<&'static str>,
}

const CARDS: [&str; 3] = ["Gift cards", "کارت‌های هدیه", "بطاقات الهدايا"];
const CARD: [&str; 3] = ["Gift card", "کارت هدیه", "بطاقة هدية"];

const GOODS: [Good; 3] = [
    Good {
        cents: 2_500,
        icon: "love-letter",
        kind: CARD,
        category: CARDS,
        size: ["of 25 dollars", "۲۵ دلاری", "بقيمة ٢٥ دولارًا"],
        entitles: None,
    },
    Good {
        cents: 5_000,
        icon: "love-letter",
        kind: CARD,
        category: CARDS,
        size: ["of 50 dollars", "۵۰ دلاری", "بقيمة ٥٠ دولارًا"],
        entitles: None,
    },
    Good {
        cents: 1_900,
        icon: "open-book",
        kind: ["Lesson", "درس", "درس"],
        category: ["Lessons", "درس‌ها", "دروس"],
        size: ["Saffron rice", "برنج زعفرانی", "أرز بالزعفران"],
        entitles: Some("lessons/saffron-rice"),
    },
];

fn label([en, fa, ar]: [&str; 3]) -> Label {
    Label { en: en.into(), fa: fa.into(), ar: ar.into() }
}

/// The icon of one of them.
pub(crate) fn icon(product: u32) -> Option<&'static str> {
    let place = usize::try_from(product.checked_sub(FIRST)?).ok()?;
    GOODS.get(place).map(|good| good.icon)
}

/// The same shop with them: in the list prices, and with their names.
pub(super) fn with_goods(mut draft: ShopDraft, rial_per_cent: i64) -> ShopDraft {
    for (id, good) in (FIRST..).map(ProductId).zip(&GOODS) {
        let (category, kind) = (named(&mut draft, good.category), named(&mut draft, good.kind));
        draft.products.push(ProductDraft {
            id,
            department: DEPARTMENT,
            category,
            kind,
            size: Wording::Each(label(good.size)),
            // A card costs what is on it, a lesson nothing more.
            cost: if good.entitles.is_some() { 0 } else { good.cents },
            make: Default::default(),
            gift_card: good.entitles.is_none().then_some(good.cents),
            entitles: good.entitles.map(str::to_owned),
        });
        let open = |list: &&mut attar::shop::PriceListDraft| list.audience == attar::shop::Audience::Everyone;
        for list in draft.price_lists.iter_mut().filter(open).filter(|list| !list.prices.is_empty()) {
            let rial = list.currency == Currency::Irr;
            list.prices.push((id, if rial { good.cents.saturating_mul(rial_per_cent) } else { good.cents }));
        }
    }
    draft
}

/// The place of a name among the labels; added, if it is not there.
fn named(draft: &mut ShopDraft, name: [&str; 3]) -> LabelId {
    let label = label(name);
    let place = draft.labels.iter().position(|own| *own == label).unwrap_or_else(|| {
        draft.labels.push(label);
        draft.labels.len() - 1
    });
    // Labels are under a thousand; one that did not fit would name none, and the check would refuse the draft.
    LabelId(u16::try_from(place).unwrap_or(u16::MAX))
}
