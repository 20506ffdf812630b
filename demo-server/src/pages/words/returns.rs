//! What the pages say of returns, in every language. `{}` is where a number goes.

use attar::Lang;

/// The words of asking for a return, and of taking it on.
#[derive(Debug)]
pub struct ReturnWords {
    /// Over the form of a buyer.
    pub title: &'static str,
    /// What it does.
    pub lead: &'static str,
    /// How many of a line; `{}` is how many can come back.
    pub how_many: &'static str,
    /// The choice of a reason.
    pub reason: &'static str,
    /// The choice of what it is for.
    pub wish: &'static str,
    /// Sends the form.
    pub ask: &'static str,
    /// The button of each step of a return.
    pub go: [&'static str; 7],
    /// Whether what is received can be sold again.
    pub restock: &'static str,
    /// Over the returns that are not at their end.
    pub open: &'static str,
    /// Since when a return stands where it does.
    pub since: &'static str,
    /// How many more there are than are shown.
    pub more: &'static str,
    /// Why a wish was refused: a return has moved on.
    pub wrong_step: &'static str,
    /// Why a wish was refused: too many returns.
    pub too_many: &'static str,
    /// Why a wish was refused: the money went back before.
    pub money_is_back: &'static str,
}

impl ReturnWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: ReturnWords = ReturnWords {
    title: "Send something back",
    lead: "Say what comes back and why; the shop answers here.",
    how_many: "of {}",
    reason: "Why",
    wish: "What for",
    ask: "Ask for the return",
    go: ["", "Agree", "Send the label", "It is back", "Give the money back", "Send the same again", "Refuse"],
    restock: "It can be sold again",
    open: "Returns under way",
    since: "since {}",
    more: "And {} more that came later.",
    wrong_step: "The return has moved on meanwhile, so this step is not open to it.",
    too_many: "An order takes 32 returns at most.",
    money_is_back: "The money for this went back before.",
};

static FA: ReturnWords = ReturnWords {
    title: "چیزی را پس بفرستید",
    lead: "بگویید چه چیزی و چرا برمی‌گردد؛ فروشگاه همین‌جا پاسخ می‌دهد.",
    how_many: "از {}",
    reason: "چرا",
    wish: "در برابر چه",
    ask: "درخواست مرجوعی",
    go: ["", "بپذیر", "برچسب را بفرست", "برگشت", "پول را پس بده", "همان را دوباره بفرست", "نپذیر"],
    restock: "دوباره می‌توان فروخت",
    open: "مرجوعی‌های در جریان",
    since: "از {}",
    more: "و {} مرجوعی دیگر که دیرتر آمده‌اند.",
    wrong_step: "این مرجوعی در این فاصله پیش رفته و این گام دیگر برایش باز نیست.",
    too_many: "هر سفارش حداکثر ۳۲ مرجوعی دارد.",
    money_is_back: "پول این پیش‌تر پس داده شده است.",
};

static AR: ReturnWords = ReturnWords {
    title: "أعد شيئًا",
    lead: "قل ما الذي يعود ولماذا؛ يجيب المتجر هنا.",
    how_many: "من {}",
    reason: "السبب",
    wish: "مقابل ماذا",
    ask: "اطلب الإرجاع",
    go: ["", "اقبل", "أرسل البطاقة", "وصل إلينا", "أعد المبلغ", "أرسل المنتج نفسه مجددًا", "ارفض"],
    restock: "يمكن بيعه من جديد",
    open: "إرجاعات جارية",
    since: "منذ {}",
    more: "وهناك {} أخرى أحدث.",
    wrong_step: "تقدّم الإرجاع في هذه الأثناء، فلم تعد هذه الخطوة متاحة.",
    too_many: "لا يتجاوز الطلب ٣٢ إرجاعًا.",
    money_is_back: "أُعيد مبلغ هذا من قبل.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = ReturnWords::of(lang);
            assert_eq!(places([words.how_many, words.since, words.more]), [1, 1, 1], "{lang:?}");
        }
    }
}
