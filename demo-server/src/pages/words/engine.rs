//! What the form says of a promotion that another engine computes. Names of its fields stay its own. `{}` is where a
//! number or an example goes.

use attar::Lang;

/// The words of those fields.
#[derive(Debug)]
pub struct EngineWords {
    /// A discount, or what is bought and given.
    pub offer: &'static str,
    pub standard: &'static str,
    pub buy_get: &'static str,
    pub buy_units: &'static str,
    pub get_units: &'static str,
    pub get_hint: &'static str,
    /// How a discount is shared, and the ways.
    pub shared: &'static str,
    pub by_itself: &'static str,
    pub each: &'static str,
    pub across: &'static str,
    pub once: &'static str,
    pub most_units: &'static str,
    pub most_hint: &'static str,
    pub with_tax: &'static str,
    /// What lowers which lines.
    pub all_lines: &'static str,
    /// Conditions: of the cart, of what is lowered, of what is bought.
    pub cart_asks: &'static str,
    pub target_asks: &'static str,
    pub buy_asks: &'static str,
    pub field: &'static str,
    pub op: &'static str,
    pub one_of: &'static str,
    pub values: &'static str,
    pub values_hint: &'static str,
    /// The subtotal from which it acts.
    pub minimum: &'static str,
    /// Of what a calculator is asked, and which it is.
    pub per: &'static str,
    pub per_line: &'static str,
    pub per_order: &'static str,
    pub calculator: &'static str,
    pub rate: &'static str,
    pub first: &'static str,
    pub additional: &'static str,
    pub most_items: &'static str,
    pub base: &'static str,
    pub tiers: &'static str,
    pub tier_from: &'static str,
    pub tier_gives: &'static str,
    /// What is wrong.
    pub bad_number: &'static str,
    pub bad_money: &'static str,
    pub bad_units: &'static str,
    pub bad_asks: &'static str,
    pub bad_tier: &'static str,
    pub protected: &'static str,
}

impl EngineWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: EngineWords = EngineWords {
    offer: "Offer",
    standard: "A discount",
    buy_get: "Buy some, get some",
    buy_units: "Units to buy",
    get_units: "Units that are given",
    get_hint: "Only for buy some, get some. Which lines count as bought is said below, and must be.",
    shared: "How it is shared",
    by_itself: "As the engine does by itself",
    each: "Each line on its own",
    across: "Over all lines",
    once: "The cheapest units",
    most_units: "At most so many units",
    most_hint: "Of each line, or in all where it is for the cheapest units or for buy some, get some.",
    with_tax: "Counts with tax",
    all_lines: "Lines",
    cart_asks: "What the cart must be like",
    target_asks: "Which lines it lowers",
    buy_asks: "Which lines count as bought",
    field: "Field",
    op: "Comparison",
    one_of: "one of",
    values: "Values",
    values_hint: "All must hold. Several values with commas between them. Save for more rows.",
    minimum: "From a subtotal of",
    per: "Asked of",
    per_line: "Each line",
    per_order: "All lines together",
    calculator: "Calculator",
    rate: "Percent",
    first: "Off the first item",
    additional: "Off each further item",
    most_items: "At most so many items",
    base: "Below all tiers",
    tiers: "Tiers",
    tier_from: "From",
    tier_gives: "Then",
    bad_number: "A number from 0, with four decimals at most.",
    bad_money: "An amount from 0, such as {}.",
    bad_units: "A whole number from 0 to 1000000.",
    bad_asks: "Each condition has a field and at least one value.",
    bad_tier: "Each tier says from where and how much.",
    protected: "{} is a protected trait; a price may not depend on it.",
};

static FA: EngineWords = EngineWords {
    offer: "پیشنهاد",
    standard: "تخفیف",
    buy_get: "خرید چند عدد، دریافت چند عدد",
    buy_units: "تعداد برای خرید",
    get_units: "تعداد هدیه",
    get_hint: "فقط برای خرید چند عدد و دریافت چند عدد. این‌که کدام ردیف‌ها خرید به شمار می‌آیند پایین‌تر گفته می‌شود و لازم است.",
    shared: "چگونه تقسیم می‌شود",
    by_itself: "همان‌طور که موتور خود می‌کند",
    each: "هر ردیف جداگانه",
    across: "روی همهٔ ردیف‌ها",
    once: "ارزان‌ترین واحدها",
    most_units: "حداکثر تعداد واحد",
    most_hint: "از هر ردیف، یا در کل وقتی برای ارزان‌ترین واحدها یا برای خرید و دریافت است.",
    with_tax: "با مالیات حساب می‌شود",
    all_lines: "ردیف‌ها",
    cart_asks: "سبد باید چگونه باشد",
    target_asks: "کدام ردیف‌ها ارزان می‌شوند",
    buy_asks: "کدام ردیف‌ها خرید به شمار می‌آیند",
    field: "فیلد",
    op: "مقایسه",
    one_of: "یکی از",
    values: "مقدارها",
    values_hint: "همه باید برقرار باشند. چند مقدار را با ویرگول جدا کنید. برای ردیف‌های بیشتر ذخیره کنید.",
    minimum: "از جمع",
    per: "برای چه پرسیده می‌شود",
    per_line: "هر ردیف",
    per_order: "همهٔ ردیف‌ها با هم",
    calculator: "محاسبه‌گر",
    rate: "درصد",
    first: "تخفیف قلم نخست",
    additional: "تخفیف هر قلم دیگر",
    most_items: "حداکثر تعداد قلم",
    base: "زیر همهٔ پله‌ها",
    tiers: "پله‌ها",
    tier_from: "از",
    tier_gives: "سپس",
    bad_number: "عددی از ۰ به بالا، با حداکثر چهار رقم اعشار.",
    bad_money: "مبلغی از ۰ به بالا، مانند {}.",
    bad_units: "عددی صحیح از ۰ تا ۱۰۰۰۰۰۰.",
    bad_asks: "هر شرط یک فیلد و دست‌کم یک مقدار دارد.",
    bad_tier: "هر پله می‌گوید از کجا و چه‌قدر.",
    protected: "{} ویژگی حفاظت‌شده است؛ قیمت نباید به آن بستگی داشته باشد.",
};

static AR: EngineWords = EngineWords {
    offer: "العرض",
    standard: "خصم",
    buy_get: "اشترِ عددًا واحصل على عدد",
    buy_units: "الوحدات المطلوب شراؤها",
    get_units: "الوحدات الممنوحة",
    get_hint: "للشراء والحصول فقط. تُحدَّد أدناه البنود التي تُعد مشتراة، وهي لازمة.",
    shared: "كيف يُوزَّع",
    by_itself: "كما يفعل المحرك من تلقاء نفسه",
    each: "كل بند على حدة",
    across: "على كل البنود",
    once: "أرخص الوحدات",
    most_units: "أقصى عدد من الوحدات",
    most_hint: "من كل بند، أو إجمالًا إذا كان لأرخص الوحدات أو للشراء والحصول.",
    with_tax: "يُحسب مع الضريبة",
    all_lines: "البنود",
    cart_asks: "كيف يجب أن تكون السلة",
    target_asks: "البنود التي تُخفَّض",
    buy_asks: "البنود التي تُعد مشتراة",
    field: "الحقل",
    op: "المقارنة",
    one_of: "واحد من",
    values: "القيم",
    values_hint: "يجب أن تتحقق كلها. افصل بين القيم بفواصل. احفظ لصفوف أكثر.",
    minimum: "ابتداءً من مجموع",
    per: "يُسأل عن",
    per_line: "كل بند",
    per_order: "كل البنود معًا",
    calculator: "الحاسبة",
    rate: "النسبة المئوية",
    first: "خصم القطعة الأولى",
    additional: "خصم كل قطعة أخرى",
    most_items: "أقصى عدد من القطع",
    base: "دون كل الشرائح",
    tiers: "الشرائح",
    tier_from: "ابتداءً من",
    tier_gives: "ثم",
    bad_number: "عدد من ٠ فأكثر، بأربع منازل عشرية على الأكثر.",
    bad_money: "مبلغ من ٠ فأكثر، مثل {}.",
    bad_units: "عدد صحيح من ٠ إلى ١٠٠٠٠٠٠.",
    bad_asks: "لكل شرط حقل وقيمة واحدة على الأقل.",
    bad_tier: "كل شريحة تذكر من أين وكم.",
    protected: "{} صفة محمية؛ لا يجوز أن يتوقف السعر عليها.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = EngineWords::of(lang);
            assert_eq!(places([words.bad_money, words.protected]), [1, 1], "{lang:?}");
        }
    }
}
