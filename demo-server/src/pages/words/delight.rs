//! What the desk says of small surprises; `{}` is where a number, an amount or a name goes.

use attar::Lang;

/// The words of surprises.
#[derive(Debug)]
pub struct DelightWords {
    /// As a heading.
    pub title: &'static str,
    /// Whether any are given, as a choice.
    pub given: &'static str,
    /// They are.
    pub on: &'static str,
    /// They are not.
    pub off: &'static str,
    /// There are none.
    pub none: &'static str,
    /// The budget in points.
    pub points: &'static str,
    /// The budget in money.
    pub minor: &'static str,
    /// Within which time.
    pub window: &'static str,
    /// A calendar month.
    pub month: &'static str,
    /// Days that move on.
    pub days_of: &'static str,
    /// How many days.
    pub days: &'static str,
    /// The most of one.
    pub most: &'static str,
    /// How long nobody gets another.
    pub rest: &'static str,
    /// For a first order.
    pub first: &'static str,
    /// For an order that came late.
    pub late: &'static str,
    /// For another year with the card.
    pub year: &'static str,
    /// For many orders.
    pub orders_points: &'static str,
    /// How many.
    pub orders: &'static str,
    /// Beside these fields.
    pub hint: &'static str,
    /// The budget, in a sentence.
    pub is: &'static str,
    /// The budget in money.
    pub worth: &'static str,
    /// A window in days.
    pub last_days: &'static str,
    /// A window.
    pub a_quarter: &'static str,
    /// A window.
    pub a_year: &'static str,
    /// They are switched off.
    pub is_off: &'static str,
    /// What one is for, and what it is.
    pub said: &'static str,
    /// What one is for.
    pub first_is: &'static str,
    /// What one is for.
    pub late_is: &'static str,
    /// What one is for.
    pub year_is: &'static str,
    /// What one is for.
    pub orders_is: &'static str,
    /// What was spent of the budget.
    pub spent: &'static str,
    /// As a heading of the desk.
    pub budget: &'static str,
    /// While there was none.
    pub nobody: &'static str,
    /// One is more than may be.
    pub bad_most: &'static str,
}

impl DelightWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: DelightWords = DelightWords {
    title: "Surprises",
    given: "Surprises are",
    on: "given",
    off: "switched off",
    none: "not planned",
    points: "Budget in points",
    minor: "Budget in money",
    window: "The budget is for",
    month: "a calendar month",
    days_of: "the last days, so many:",
    days: "Days",
    most: "Most points of one",
    rest: "Days until anybody gets another",
    first: "For a first order that was brought",
    late: "For an order that came late",
    year: "For another year with the card",
    orders_points: "For many orders",
    orders: "How many orders",
    hint: "First come, first served. One that the budget cannot pay whole is not given and not made up for. The points can be spent at once, expire like others, and no refund takes them back.",
    is: "at most {} in {}, {} for one, and nobody gets another within {}",
    worth: "worth at most {}",
    last_days: "the last {}",
    a_quarter: "a calendar quarter",
    a_year: "a calendar year",
    is_off: "switched off: none are given",
    said: "{}: {}",
    first_is: "first order brought",
    late_is: "an order came late",
    year_is: "another year with the card",
    orders_is: "{} orders brought",
    spent: "{} spent, {} left",
    budget: "Budget of surprises",
    nobody: "Nobody has been surprised yet.",
    bad_most: "No surprise may have more points than the most of one, and that not more than the budget.",
};

static FA: DelightWords = DelightWords {
    title: "شگفتانه‌ها",
    given: "شگفتانه‌ها",
    on: "داده می‌شوند",
    off: "خاموش‌اند",
    none: "در برنامه نیستند",
    points: "بودجه به امتیاز",
    minor: "بودجه به پول",
    window: "بودجه برای",
    month: "هر ماه تقویمی",
    days_of: "روزهای گذشته، به شمارِ",
    days: "روز",
    most: "بیشینهٔ هر شگفتانه",
    rest: "چند روز تا شگفتانهٔ بعدی هر کس",
    first: "برای نخستین سفارش رسیده",
    late: "برای سفارش دیررسیده",
    year: "برای هر سال با کارت",
    orders_points: "برای سفارش‌های بسیار",
    orders: "چند سفارش",
    hint: "هر که زودتر برسد. اگر بودجه تمام آن را نرساند داده نمی‌شود و جبران هم ندارد. امتیاز بی‌درنگ خرج‌شدنی است، مانند بقیه باطل می‌شود و هیچ بازگشتی آن را پس نمی‌گیرد.",
    is: "حداکثر {} در {}، {} برای هر بار، و هیچ‌کس تا {} دیگری نمی‌گیرد",
    worth: "به ارزش حداکثر {}",
    last_days: "{} گذشته",
    a_quarter: "هر سه‌ماههٔ تقویمی",
    a_year: "هر سال تقویمی",
    is_off: "خاموش است و هیچ داده نمی‌شود",
    said: "{}: {}",
    first_is: "نخستین سفارش رسیده",
    late_is: "سفارشی دیر رسید",
    year_is: "سالی دیگر با کارت",
    orders_is: "{} سفارش رسیده",
    spent: "{} خرج شد، {} مانده",
    budget: "بودجهٔ شگفتانه‌ها",
    nobody: "هنوز کسی شگفت‌زده نشده است.",
    bad_most: "هیچ شگفتانه‌ای نباید از بیشینهٔ هر بار بیشتر باشد، و آن نیز از بودجه.",
};

static AR: DelightWords = DelightWords {
    title: "مفاجآت",
    given: "المفاجآت",
    on: "تُمنح",
    off: "موقوفة",
    none: "غير مخططة",
    points: "الميزانية بالنقاط",
    minor: "الميزانية بالمال",
    window: "الميزانية لمدة",
    month: "شهر تقويمي",
    days_of: "الأيام الأخيرة وعددها",
    days: "أيام",
    most: "أقصى نقاط للواحدة",
    rest: "أيام قبل أن ينال أحد أخرى",
    first: "لأول طلب وصل",
    late: "لطلب تأخر",
    year: "لكل سنة مع البطاقة",
    orders_points: "للطلبات الكثيرة",
    orders: "كم طلبًا",
    hint: "الأسبق أولًا. ما لا تكفيه الميزانية كاملًا لا يُمنح ولا يُعوَّض. تُنفق النقاط فورًا وتنتهي كغيرها، ولا يسترجعها أي رد.",
    is: "{} على الأكثر في {}، و{} للواحدة، ولا ينال أحد أخرى خلال {}",
    worth: "بقيمة {} على الأكثر",
    last_days: "آخر {}",
    a_quarter: "ربع سنة تقويمي",
    a_year: "سنة تقويمية",
    is_off: "موقوفة: لا يُمنح شيء",
    said: "{}: {}",
    first_is: "أول طلب وصل",
    late_is: "طلب تأخر",
    year_is: "سنة أخرى مع البطاقة",
    orders_is: "{} طلبات وصلت",
    spent: "أُنفق {} وبقي {}",
    budget: "ميزانية المفاجآت",
    nobody: "لم يُفاجأ أحد بعد.",
    bad_most: "لا يجوز أن تتجاوز مفاجأة أقصى الواحدة، ولا أن يتجاوز ذلك الميزانية.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = DelightWords::of(lang);
            let found =
                places([words.is, words.worth, words.last_days, words.said, words.orders_is, words.spent]);
            assert_eq!(found, [4, 1, 1, 2, 1, 2], "{lang:?}");
        }
    }
}
