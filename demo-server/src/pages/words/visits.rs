//! What the merchant's desk says of how often pages were read, in every language. `{}` is where a number goes.

use attar::Lang;

use crate::visits::Kind;

/// The words for the counted pages.
#[derive(Debug)]
pub struct VisitWords {
    /// The heading.
    pub title: &'static str,
    /// What it counts; from how many on a number is told.
    pub means: &'static str,
    /// When nobody was there yet.
    pub none: &'static str,
    /// The column of the hours.
    pub hour: &'static str,
    /// The kinds of pages, in their order.
    pub kinds: [&'static str; Kind::ALL.len()],
    /// In the place of a small number.
    pub fewer: &'static str,
}

impl VisitWords {
    /// The words of a language.
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: VisitWords = VisitWords {
    title: "Pages read, by the hour",
    means: "Of each kind, since this server started, a week at most. Counted of everyone and so of nobody: without who, in \
            which order or from where. Fewer than {} are not told.",
    none: "Nobody has read a page yet.",
    hour: "Hour",
    kinds: [
        "First page",
        "Departments",
        "Products",
        "Cart and checkout",
        "Orders",
        "Account",
        "On other sites",
    ],
    fewer: "under {}",
};

static FA: VisitWords = VisitWords {
    title: "صفحه‌های دیده‌شده، ساعت به ساعت",
    means: "از هر گونه، از زمان روشن شدن این سرور و حداکثر یک هفته. از همه شمرده می‌شود و پس از هیچ کس: بی آن که کیست، به چه \
            ترتیب یا از کجا. کمتر از {} گفته نمی‌شود.",
    none: "هنوز کسی صفحه‌ای ندیده است.",
    hour: "ساعت",
    kinds: ["صفحه‌ی نخست", "بخش‌ها", "کالاها", "سبد و پرداخت", "سفارش‌ها", "حساب", "در سایت‌های دیگر"],
    fewer: "کمتر از {}",
};

static AR: VisitWords = VisitWords {
    title: "الصفحات المقروءة، ساعة بساعة",
    means: "من كل نوع، منذ تشغيل هذا الخادم وأسبوعًا على الأكثر. تُعدّ من الجميع فلا تخصّ أحدًا: دون مَن أو بأي ترتيب أو من أين. \
            ما هو أقل من {} لا يُذكر.",
    none: "لم يقرأ أحد صفحة بعد.",
    hour: "الساعة",
    kinds: ["الصفحة الأولى", "الأقسام", "المنتجات", "السلة والدفع", "الطلبات", "الحساب", "في مواقع أخرى"],
    fewer: "أقل من {}",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = VisitWords::of(lang);
            assert_eq!(places([words.means, words.fewer]), [1; 2], "{lang:?}");
        }
    }
}
