//! What the merchant's desk says, in every language; of learning, see [`LearningWords`](super::LearningWords). `{}` is
//! where a number goes.

use attar::Lang;

/// The words of the desk.
#[derive(Debug)]
pub struct DeskWords {
    /// The link back to it, on the pages around it.
    pub back: &'static str,
    /// Orders that wait for a step.
    pub open_orders: &'static str,
    /// There are none.
    pub no_open_orders: &'static str,
    /// Advances an order.
    pub pack: &'static str,
    /// Advances an order.
    pub ship: &'static str,
    /// Advances an order.
    pub deliver: &'static str,
    /// Calls an order off.
    pub cancel: &'static str,
    /// To the merchant, where an order has no address any more.
    pub address_forgotten: &'static str,
    /// The model, as a heading.
    pub model: &'static str,
    /// From how many visits it was learned, and when.
    pub learned_from: &'static str,
    /// Nothing was learned yet.
    pub not_learned: &'static str,
    /// Asks for a training run.
    pub train: &'static str,
    /// A training run was asked for.
    pub training: &'static str,
    /// A chart.
    pub revenue: &'static str,
    /// What it counts.
    pub revenue_is: &'static str,
    /// A chart.
    pub weeks: &'static str,
    /// What it counts.
    pub weeks_is: &'static str,
    /// A chart.
    pub groups: &'static str,
    /// What it counts.
    pub groups_is: &'static str,
    /// A learned group.
    pub group_regular: &'static str,
    /// A learned group.
    pub group_occasional: &'static str,
    /// A learned group.
    pub group_lapsed_regular: &'static str,
    /// A learned group.
    pub group_lapsed: &'static str,
    /// How many there are.
    pub customers: &'static str,
    /// How many there are.
    pub baskets: &'static str,
    /// A chart.
    pub signals: &'static str,
    /// What it counts.
    pub signals_is: &'static str,
    /// There are none.
    pub no_signals: &'static str,
    /// How good the model is.
    pub accuracy: &'static str,
    /// What it counts.
    pub accuracy_is: &'static str,
    /// There is no figure yet.
    pub not_measured: &'static str,
    /// A link to the figures.
    pub csv: &'static str,
    /// Beside the amount of the last week that is whole.
    pub week_before: &'static str,
    /// What a page reported: looked at, chosen, put into a cart, put aside, taken back.
    pub said: [&'static str; 11],
    /// A share beside another: of the suggestions.
    pub suggestions: &'static str,
    /// A share beside another: of what sells, shown to everyone.
    pub what_sells: &'static str,
}

impl DeskWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: DeskWords = DeskWords {
    back: "To the desk",
    open_orders: "Open orders",
    no_open_orders: "No order is waiting.",
    pack: "Mark packed",
    ship: "Mark shipped",
    deliver: "Mark delivered",
    cancel: "Cancel",
    address_forgotten: "The buyer is forgotten; there is no address any more.",
    model: "What the shop has learned",
    learned_from: "From {} visits, {}.",
    not_learned: "Nothing yet. Suggestions are what sells.",
    train: "Learn now",
    training: "Learning has begun. The new suggestions appear when it is done.",
    revenue: "Sold by department",
    revenue_is: "What was ordered and what the till sold, over all the log holds; orders cancelled later count as well.",
    weeks: "Sold by week",
    weeks_is: "The same amounts by week, the last 26; the latest week may be incomplete.",
    groups: "Sold to whom",
    groups_is: "Customers fall into learned groups by how recently, how often and for how much they bought.",
    group_regular: "Come often",
    group_occasional: "Come now and then",
    group_lapsed_regular: "Came often, not lately",
    group_lapsed: "Have not come lately",
    customers: "{} customers",
    baskets: "{} baskets",
    signals: "Signals of the last hour",
    signals_is: "What pages reported after consent: looked at, chosen, put into a cart; five minutes a column.",
    no_signals: "No signal in the last hour.",
    accuracy: "How often it is right",
    accuracy_is: "On visits kept back from learning: how often the next product was among the 20 suggested.",
    not_measured: "Not measured yet: the first search for a recipe is under way.",
    csv: "Figures as CSV",
    week_before: "in the last whole week",
    said: [
        "Looked at",
        "Chosen from a list",
        "Put into a cart",
        "Put aside",
        "Taken back",
        "Brought along",
        "Looked at for long",
        "Likes",
        "Does not like",
        "Sets straight",
        "Takes back what was said of",
    ],
    suggestions: "Our suggestions",
    what_sells: "What sells, shown to everyone",
};

static FA: DeskWords = DeskWords {
    back: "به میز کار",
    open_orders: "سفارش‌های باز",
    no_open_orders: "سفارشی در انتظار نیست.",
    pack: "بسته‌بندی شد",
    ship: "فرستاده شد",
    deliver: "تحویل شد",
    cancel: "لغو سفارش",
    address_forgotten: "خریدار فراموش شده و دیگر نشانی‌ای نیست.",
    model: "آنچه فروشگاه آموخته",
    learned_from: "از {} بازدید، {}.",
    not_learned: "هنوز هیچ. پیشنهادها همان پرفروش‌هاست.",
    train: "اکنون بیاموز",
    training: "آموختن آغاز شد. پس از پایان، پیشنهادهای تازه دیده می‌شود.",
    revenue: "فروش هر بخش",
    revenue_is: "آنچه سفارش داده شده و آنچه صندوق فروخته است، در همه‌ی آنچه ثبت شده؛ سفارش‌هایی که بعداً لغو شده‌اند هم به شمار می‌آیند.",
    weeks: "فروش هفته‌ها",
    weeks_is: "همان مبلغ‌ها به تفکیک هفته، ۲۶ هفته‌ی آخر؛ هفته‌ی آخر شاید کامل نباشد.",
    groups: "فروش به چه کسانی",
    groups_is: "مشتریان بر پایه‌ی تازگی، دفعات و مبلغ خرید در گروه‌های آموخته جای می‌گیرند.",
    group_regular: "همیشگی‌ها",
    group_occasional: "گاه‌گاهی‌ها",
    group_lapsed_regular: "پیشتر همیشگی",
    group_lapsed: "مدتی نیامده‌اند",
    customers: "{} مشتری",
    baskets: "{} سبد خرید",
    signals: "نشانه‌های یک ساعت گذشته",
    signals_is: "آنچه صفحه‌ها با رضایت گزارش داده‌اند: دیدن، انتخاب، افزودن به سبد؛ هر ستون پنج دقیقه.",
    no_signals: "در یک ساعت گذشته نشانه‌ای نیامده است.",
    accuracy: "چقدر درست حدس می‌زند",
    accuracy_is: "در بازدیدهایی که در آموزش به کار نرفته‌اند: چند بار کالای بعدی میان ۲۰ پیشنهاد بوده است.",
    not_measured: "هنوز سنجیده نشده: نخستین جست‌وجوی روش در جریان است.",
    csv: "رقم‌ها (CSV)",
    week_before: "در آخرین هفته‌ی کامل",
    said: [
        "دیده شد",
        "از فهرست برگزیده شد",
        "به سبد رفت",
        "کنار گذاشته شد",
        "دوباره پذیرفته شد",
        "با خود آورده شد",
        "مدتی دیده شد",
        "دوست دارد",
        "دوست ندارد",
        "اصلاح کرد",
        "گفته‌اش را پس گرفت درباره‌ی",
    ],
    suggestions: "پیشنهادهای ما",
    what_sells: "پرفروش‌ها، برای همه یکسان",
};

static AR: DeskWords = DeskWords {
    back: "إلى المكتب",
    open_orders: "الطلبات المفتوحة",
    no_open_orders: "لا طلبات في الانتظار.",
    pack: "تم التغليف",
    ship: "تم الإرسال",
    deliver: "تم التسليم",
    cancel: "إلغاء الطلب",
    address_forgotten: "المشتري منسيّ، ولم يعد هناك عنوان.",
    model: "ما تعلّمه المتجر",
    learned_from: "عدد الزيارات: {}، {}.",
    not_learned: "لا شيء بعد. الاقتراحات هي الأكثر مبيعًا.",
    train: "تعلّم الآن",
    training: "بدأ التعلّم. تظهر الاقتراحات الجديدة عند انتهائه.",
    revenue: "المبيعات حسب القسم",
    revenue_is: "ما طُلب وما باعه الصندوق، في كل ما سُجّل؛ وتُحسب كذلك الطلبات التي أُلغيت لاحقًا.",
    weeks: "المبيعات حسب الأسبوع",
    weeks_is: "المبالغ نفسها حسب الأسبوع لآخر ٢٦ أسبوعًا؛ قد يكون الأخير غير مكتمل.",
    groups: "المبيعات حسب الفئة",
    groups_is: "يُقسَّم الزبائن إلى فئات متعلَّمة بحسب حداثة الشراء وتكراره وقيمته.",
    group_regular: "زبائن دائمون",
    group_occasional: "زبائن عابرون",
    group_lapsed_regular: "كانوا دائمين",
    group_lapsed: "لم يأتوا مؤخرًا",
    customers: "عدد الزبائن: {}",
    baskets: "عدد السلال: {}",
    signals: "إشارات الساعة الأخيرة",
    signals_is: "ما أبلغت به الصفحات بعد الموافقة: مشاهدة واختيار وإضافة إلى السلة؛ كل عمود خمس دقائق.",
    no_signals: "لا إشارات في الساعة الأخيرة.",
    accuracy: "كم مرة يصيب",
    accuracy_is: "في زيارات لم تدخل التعلّم: كم مرة كان المنتج التالي بين ٢٠ اقتراحًا.",
    not_measured: "لم يُقَس بعد: البحث الأول جارٍ.",
    csv: "الأرقام (CSV)",
    week_before: "في آخر أسبوع كامل",
    said: [
        "شوهد",
        "اختير من قائمة",
        "أُضيف إلى السلة",
        "استُبعد",
        "أُعيد بعد استبعاده",
        "أُحضر من قبل",
        "شوهد طويلًا",
        "يحب",
        "لا يحب",
        "صحّح",
        "سحب ما قاله عن",
    ],
    suggestions: "اقتراحاتنا",
    what_sells: "الأكثر مبيعًا، للجميع سواء",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = DeskWords::of(lang);
            assert_eq!(places([words.learned_from, words.customers, words.baskets]), [2, 1, 1], "{lang:?}");
        }
    }
}
