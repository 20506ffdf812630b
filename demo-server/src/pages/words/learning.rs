//! What the merchant's desk says of learning, in every language. `{}` is where a number goes.

use attar::Lang;

/// The words for what was learned, each figure with what it means.
#[derive(Debug)]
pub struct LearningWords {
    /// When the model came into force.
    pub at: &'static str,
    pub at_is: &'static str,
    /// The last event that it knows; its number.
    pub until: &'static str,
    pub until_is: &'static str,
    /// How long it took; on how many products it rests.
    pub took: &'static str,
    pub took_is: &'static str,
    pub seconds: &'static str,
    /// On how many predictions the next figures rest.
    pub rests_on: &'static str,
    /// How often the next product was in the list; of what sells.
    pub hits: &'static str,
    pub hits_is: &'static str,
    /// How near the top it was; of what sells.
    pub ranks: &'static str,
    pub ranks_is: &'static str,
    /// What tuning chose; of how many recipes, on how many visits.
    pub chosen: &'static str,
    pub chosen_is: &'static str,
    /// How many neighbours an item keeps.
    pub neighbours: &'static str,
    pub neighbours_is: &'static str,
    /// An age that never ends.
    pub ever: &'static str,
    /// Reach, age, hop, revisit, column power, trend and ridge: name and meaning.
    pub knobs: [(&'static str, &'static str); Self::KNOBS],
}

impl LearningWords {
    /// How many knobs are told.
    pub const KNOBS: usize = 7;

    /// The words of a language.
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: LearningWords = LearningWords {
    at: "In force since",
    at_is: "When these suggestions took the place of those before.",
    until: "Knows the log up to",
    until_is: "The time of the last event that was learned from, number {} of the log.",
    took: "Learning took",
    took_is: "With the search for a recipe, where there was one. It knows {} products.",
    seconds: "{} s",
    rests_on: "On visits kept back from learning, {} predictions of the next product, each from what came before it.",
    hits: "Next product among the 20 suggested",
    hits_is: "The share of predictions (hit rate). Showing everyone what sells would have made {}.",
    ranks: "How near the top",
    ranks_is: "The mean of one divided by its place: 100 % is always first, 50 % always second (mean \
               reciprocal rank). What sells would have made {}.",
    chosen: "What tuning chose",
    chosen_is: "The best of {} recipes tried on {} visits; nobody has to set any. Every value:",
    neighbours: "Neighbours of a product",
    neighbours_is: "So many of the products that go with it are kept.",
    ever: "for ever",
    knobs: [
        ("Reach", "How far back in a visit what was met still counts: the larger, the farther."),
        ("Memory in days", "A visit so many days older counts a bit over a third."),
        ("Neighbours of neighbours", "What the neighbours' own neighbours count; 0 is nothing."),
        ("Coming back", "How much it counts that a product was met in this visit already; 0 is nothing."),
        (
            "Damping of best-sellers",
            "How much less what sells anyway counts as a neighbour; 0 is not at all.",
        ),
        ("Trend", "How much rises what sells more of late than it used to; 0 is not at all."),
        ("Ridge", "The part of a regression of each product on all others; 0 is none, 99 nothing else."),
    ],
};

static FA: LearningWords = LearningWords {
    at: "در کار از",
    at_is: "زمانی که این پیشنهادها جای پیشین را گرفت.",
    until: "دفتر را می‌شناسد تا",
    until_is: "زمان آخرین رویدادی که از آن آموخته شد، شماره‌ی {} دفتر.",
    took: "آموختن زمان برد",
    took_is: "با جست‌وجوی دستور، اگر بوده باشد. {} کالا را می‌شناسد.",
    seconds: "{} ثانیه",
    rests_on: "روی بازدیدهایی که از آموختن کنار گذاشته شد: {} پیش‌بینیِ کالای بعدی، هر یک از آنچه پیش از آن آمد.",
    hits: "کالای بعدی در میان ۲۰ پیشنهاد",
    hits_is: "سهم پیش‌بینی‌های درست. نشان دادن پرفروش‌ها به همه {} می‌شد.",
    ranks: "چه اندازه نزدیک به بالا",
    ranks_is: "میانگین یک بخش بر جایگاه: ۱۰۰٪ یعنی همیشه نخست، ۵۰٪ همیشه دوم. پرفروش‌ها {} می‌شد.",
    chosen: "آنچه تنظیم برگزید",
    chosen_is: "بهترین از {} دستور که روی {} بازدید آزموده شد؛ کسی نباید چیزی تنظیم کند. همه‌ی مقدارها:",
    neighbours: "همسایه‌های یک کالا",
    neighbours_is: "این شمار از کالاهایی که با آن جورند نگه داشته می‌شود.",
    ever: "همیشه",
    knobs: [
        ("برد", "آنچه در بازدید دیده شده تا چه اندازه عقب هنوز به شمار می‌آید: بیشتر یعنی دورتر."),
        ("حافظه به روز", "بازدیدی که این شمار روز کهنه‌تر است کمی بیش از یک‌سوم به شمار می‌آید."),
        ("همسایه‌ی همسایه‌ها", "همسایه‌های همسایه‌ها چه اندازه به شمار می‌آیند؛ ۰ یعنی هیچ."),
        ("بازگشت", "اینکه کالا در همین بازدید دیده شده چه اندازه به شمار می‌آید؛ ۰ یعنی هیچ."),
        ("کاستن از پرفروش‌ها", "آنچه به هر حال می‌فروشد چه اندازه کمتر همسایه شمرده می‌شود؛ ۰ یعنی هیچ."),
        ("روند", "آنچه تازگی بیشتر می‌فروشد چه اندازه بالا می‌رود؛ ۰ یعنی هیچ."),
        ("ریج", "سهم رگرسیون هر کالا بر همه‌ی دیگران؛ ۰ یعنی هیچ، ۹۹ یعنی تنها همین."),
    ],
};

static AR: LearningWords = LearningWords {
    at: "سارٍ منذ",
    at_is: "متى حلّت هذه الاقتراحات محلّ ما قبلها.",
    until: "يعرف السجل حتى",
    until_is: "وقت آخر حدث تعلّم منه، رقمه في السجل {}.",
    took: "استغرق التعلّم",
    took_is: "مع البحث عن وصفة إن جرى. عدد المنتجات التي يعرفها: {}.",
    seconds: "{} ثانية",
    rests_on: "على زيارات لم تدخل في التعلّم، عدد التنبؤات بالمنتج التالي: {}، كلٌّ منها مما سبقه.",
    hits: "المنتج التالي ضمن العشرين المقترحة",
    hits_is: "حصة التنبؤات الصائبة. عرض الأكثر مبيعًا على الجميع كان سيبلغ {}.",
    ranks: "كم يقترب من الأعلى",
    ranks_is: "متوسط واحد مقسومًا على الموضع: ١٠٠٪ أول دائمًا، و٥٠٪ ثانٍ دائمًا. الأكثر مبيعًا كان سيبلغ {}.",
    chosen: "ما اختاره الضبط",
    chosen_is: "الأفضل بين وصفات عددها {} جُرّبت على زيارات عددها {}؛ لا يلزم أحدًا ضبط شيء. كل القيم:",
    neighbours: "جيران المنتج",
    neighbours_is: "عدد ما يُحفظ من المنتجات التي تلائمه.",
    ever: "دائمًا",
    knobs: [
        ("المدى", "إلى أي حد يُحسب ما سبق في الزيارة: الأكبر أبعد."),
        ("الذاكرة بالأيام", "زيارة أقدم بهذا العدد من الأيام تُحسب أكثر من الثلث بقليل."),
        ("جيران الجيران", "كم يُحسب جيران الجيران؛ ٠ لا شيء."),
        ("العودة", "كم يُحسب أن المنتج شوهد في هذه الزيارة؛ ٠ لا شيء."),
        ("تخفيف الأكثر مبيعًا", "كم يقل وزن ما يُباع على أي حال بين الجيران؛ ٠ لا يقل."),
        ("الاتجاه", "كم يرتفع ما زاد بيعه مؤخرًا؛ ٠ لا يرتفع."),
        ("ريدج", "حصة انحدار كل منتج على سائر المنتجات؛ ٠ لا شيء، ٩٩ لا شيء سواه."),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        let places = |words: &LearningWords| {
            [
                words.until_is,
                words.took_is,
                words.seconds,
                words.rests_on,
                words.hits_is,
                words.ranks_is,
                words.chosen_is,
            ]
            .map(|sentence| sentence.matches("{}").count())
        };
        for lang in Lang::ALL {
            assert_eq!(places(LearningWords::of(lang)), [1, 1, 1, 1, 1, 1, 2], "{lang:?}");
        }
    }
}
