//! What the pages say of links to an order and of looking for one, in every language. `{}` is where a moment goes.

use attar::Lang;

/// The words of following an order without signing in.
#[derive(Debug)]
pub struct LinkWords {
    /// Looking for an order, as a heading and as a link to it.
    pub find: &'static str,
    /// What is needed for it.
    pub find_why: &'static str,
    /// A field: the order's number.
    pub number: &'static str,
    /// Looks for it.
    pub find_do: &'static str,
    /// There is none; and nothing says whether the number or the e-mail was wrong.
    pub missed: &'static str,
    /// Somebody looked too often.
    pub too_many: &'static str,
    /// Over the link that its buyer may hand on.
    pub follow: &'static str,
    /// What the link shows, and until when.
    pub follow_why: &'static str,
    /// The link itself.
    pub open: &'static str,
    /// Makes all links void.
    pub void: &'static str,
    /// What that does.
    pub void_why: &'static str,
    /// Under the heading of the page that a link opens.
    pub seen_by: &'static str,
    /// That it keeps up by itself, while the order is open.
    pub fresh: &'static str,
}

impl LinkWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: LinkWords = LinkWords {
    find: "Where is my order?",
    find_why: "You need no account: the order's number and the e-mail you gave with it are enough.",
    number: "Order number",
    find_do: "Find my order",
    missed: "We find no order with this number and this e-mail. Please check both and try again.",
    too_many: "There were too many tries. Please try again in a few minutes.",
    follow: "Follow it without signing in",
    follow_why: "Whoever has this link sees where the order is, but no name and no address. It works until {}.",
    open: "Link to this order",
    void: "Make all links void",
    void_why: "Links to this order that you gave away stop working at once; this page shows a new one.",
    seen_by: "This page shows each step of the order. Whoever has its link can open it.",
    fresh: "It is loaded again every minute.",
};

static FA: LinkWords = LinkWords {
    find: "سفارش من کجاست؟",
    find_why: "حساب کاربری لازم نیست: شماره‌ی سفارش و ایمیلی که با آن سفارش داده‌اید کافی است.",
    number: "شماره‌ی سفارش",
    find_do: "سفارشم را پیدا کن",
    missed: "سفارشی با این شماره و این ایمیل پیدا نشد. لطفاً هر دو را بررسی کنید و دوباره امتحان کنید.",
    too_many: "بیش از اندازه تلاش شد. لطفاً چند دقیقه‌ی دیگر دوباره امتحان کنید.",
    follow: "پیگیری بدون ورود به حساب",
    follow_why: "هر کس این پیوند را داشته باشد می‌بیند سفارش کجاست، اما نه نامی و نه نشانی‌ای. تا {} کار می‌کند.",
    open: "پیوند این سفارش",
    void: "باطل کردن همه‌ی پیوندها",
    void_why: "پیوندهایی که از این سفارش به دیگران داده‌اید همان دم از کار می‌افتند؛ این صفحه پیوند تازه‌ای نشان می‌دهد.",
    seen_by: "این صفحه هر گام سفارش را نشان می‌دهد. هر کس پیوندش را داشته باشد می‌تواند بازش کند.",
    fresh: "هر دقیقه از نو بار می‌شود.",
};

static AR: LinkWords = LinkWords {
    find: "أين طلبي؟",
    find_why: "لا تحتاج إلى حساب: يكفي رقم الطلب والبريد الإلكتروني الذي أدخلته معه.",
    number: "رقم الطلب",
    find_do: "ابحث عن طلبي",
    missed: "لم نجد طلبًا بهذا الرقم وهذا البريد الإلكتروني. يُرجى التحقق منهما والمحاولة مجددًا.",
    too_many: "كثرت المحاولات. يُرجى المحاولة مجددًا بعد بضع دقائق.",
    follow: "تابِعه دون تسجيل الدخول",
    follow_why: "من لديه هذا الرابط يرى أين الطلب، دون اسم ولا عنوان. يعمل حتى {}.",
    open: "رابط هذا الطلب",
    void: "إبطال كل الروابط",
    void_why: "تتوقف فورًا روابط هذا الطلب التي أعطيتها لغيرك، وتعرض هذه الصفحة رابطًا جديدًا.",
    seen_by: "تعرض هذه الصفحة كل خطوة من خطوات الطلب، ويمكن لمن لديه رابطها أن يفتحها.",
    fresh: "ويُعاد تحميلها كل دقيقة.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = LinkWords::of(lang);
            assert_eq!(places([words.follow_why, words.missed, words.seen_by]), [1, 0, 0], "{lang:?}");
        }
    }
}
