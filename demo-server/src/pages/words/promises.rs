//! What the pages say of promised times, and of what became of them, in every language. `{}` is where a number or a
//! name goes.

use attar::Lang;

/// The words of promises.
#[derive(Debug)]
pub struct PromiseWords {
    /// The public page, as a heading and a link.
    pub title: &'static str,
    /// What it shows.
    pub lead: &'static str,
    /// How often promised times are kept, as a heading.
    pub kept: &'static str,
    /// What that counts.
    pub kept_is: &'static str,
    /// Of how many.
    pub of: &'static str,
    /// While there is nothing to count.
    pub none_yet: &'static str,
    /// By carrier, as a heading.
    pub carriers: &'static str,
    /// By department, as a heading.
    pub departments: &'static str,
    /// By week, as a heading.
    pub weeks: &'static str,
    /// What a week counts.
    pub weeks_is: &'static str,
    /// How often the price was the one that was agreed.
    pub prices: &'static str,
    /// How often what was said to be in stock was sent.
    pub stock: &'static str,
    /// A carrier's parcels come in the learned times less often than these say: its name, how often, how often they say.
    pub drift: &'static str,
    /// The same, where they come more often.
    pub drift_up: &'static str,
    /// Every promise of the desk, as a heading.
    pub every: &'static str,
    /// The choice of where an order goes.
    pub zone: &'static str,
    /// The choice of who brings it.
    pub carrier: &'static str,
    /// Shows the times for that place.
    pub show_times: &'static str,
    /// How often such a time is kept: a share.
    pub level: &'static str,
    /// No time can be told yet.
    pub not_known: &'static str,
    /// Between the two ends of a time.
    pub between: &'static str,
    /// Why an order was not taken: the time is another one.
    pub changed: &'static str,
    /// Why an order was not taken: nobody brings it there.
    pub unknown: &'static str,
    /// Takes what is offered for a delay: an amount.
    pub accept: &'static str,
    /// What becomes of it.
    pub accept_is: &'static str,
    /// Over that, as a heading.
    pub sorry: &'static str,
    /// Why it was not given: nothing is offered, or it was taken.
    pub no_remedy: &'static str,
    /// On the page of a product: before who brings it when.
    pub delivery: &'static str,
    /// The columns of the table: order, carrier, promised, there, and what became of time, price and stock.
    pub columns: [&'static str; 7],
    /// What became of a promise: open, kept, broken, void.
    pub outcomes: [&'static str; 4],
}

impl PromiseWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: PromiseWords = PromiseWords {
    title: "What we promised, and what we kept",
    lead: "Every delivery time that we tell is written down, and so is what became of it. Nothing is left out.",
    kept: "Delivery times kept",
    kept_is: "Orders that were there in time, of all whose end is known. Orders called off by their buyers do not count.",
    of: "promises: {}",
    none_yet: "No promised time has passed yet.",
    carriers: "By carrier",
    departments: "By department",
    weeks: "By week",
    weeks_is: "The week in which the order should have been there at the latest.",
    prices: "Prices as agreed",
    stock: "In stock, as we said",
    drift: "{}: only {} of the parcels came in the time that was learned from its past; it should be {}. The times are learned anew as its parcels come in.",
    drift_up: "{}: {} of the parcels came in the time that was learned from its past, more than the {} that are meant: the times could be narrower. They are learned anew as its parcels come in.",
    every: "The latest promises",
    zone: "Where it goes",
    carrier: "Who brings it",
    show_times: "Show the times for there",
    level: "We keep {} of these times.",
    not_known: "time not known yet",
    between: "{} to {}",
    changed: "The delivery time has changed since you saw it. Please look at it again.",
    unknown: "We do not send there by that carrier. Please choose again.",
    accept: "Take {} off for the delay",
    accept_is: "So much less is to be paid. What was paid already goes back the same way. The order goes on.",
    sorry: "We are late, and we are sorry",
    no_remedy: "Nothing is offered for this order, or it was taken already.",
    delivery: "Ordered now, in {}: ",
    columns: [
        "Order",
        "Carrier",
        "Promised by",
        "Arrived",
        "Time",
        "Price: charged / agreed",
        "Stock: kept / promised",
    ],
    outcomes: ["open", "kept", "broken", "called off"],
};

static FA: PromiseWords = PromiseWords {
    title: "قول‌هایی که دادیم و نگه داشتیم",
    lead: "هر زمان تحویلی که می‌گوییم ثبت می‌شود، و سرانجامش هم. چیزی کنار گذاشته نمی‌شود.",
    kept: "زمان‌های تحویل رعایت‌شده",
    kept_is: "سفارش‌هایی که به‌موقع رسیدند، از همه‌ی آن‌ها که سرانجامشان معلوم است. سفارش‌هایی که خریدار لغو کرده به شمار نمی‌آیند.",
    of: "قول‌ها: {}",
    none_yet: "هنوز موعد هیچ قولی نگذشته است.",
    carriers: "به تفکیک شرکت حمل",
    departments: "به تفکیک بخش",
    weeks: "به تفکیک هفته",
    weeks_is: "هفته‌ای که سفارش باید دست‌بالا تا آن می‌رسید.",
    prices: "قیمت همان که توافق شد",
    stock: "موجود، همان‌طور که گفتیم",
    drift: "{}: تنها {} از بسته‌ها در زمانی رسید که از گذشته‌اش آموخته شده؛ باید {} باشد. با رسیدن بسته‌هایش زمان‌ها از نو آموخته می‌شوند.",
    drift_up: "{}: {} از بسته‌ها در زمانی رسید که از گذشته‌اش آموخته شده، بیش از {} که منظور است: زمان‌ها می‌توانند تنگ‌تر باشند. با رسیدن بسته‌هایش از نو آموخته می‌شوند.",
    every: "آخرین قول‌ها",
    zone: "مقصد",
    carrier: "چه کسی می‌آورد",
    show_times: "نمایش زمان‌ها برای این مقصد",
    level: "به {} از این زمان‌ها پایبند می‌مانیم.",
    not_known: "زمان هنوز معلوم نیست",
    between: "{} تا {}",
    changed: "زمان تحویل از وقتی که دیدید عوض شده است. لطفاً دوباره ببینید.",
    unknown: "با این شرکت حمل به آنجا نمی‌فرستیم. لطفاً دوباره انتخاب کنید.",
    accept: "{} به خاطر تأخیر کم شود",
    accept_is: "همین اندازه کمتر می‌پردازید. آنچه پرداخت شده از همان راه برمی‌گردد. سفارش ادامه می‌یابد.",
    sorry: "دیر کردیم و پوزش می‌خواهیم",
    no_remedy: "برای این سفارش چیزی پیشنهاد نشده، یا پیش‌تر گرفته شده است.",
    delivery: "اگر اکنون سفارش دهید، در {}: ",
    columns: [
        "سفارش",
        "شرکت حمل",
        "قول تا",
        "رسید",
        "زمان",
        "قیمت: گرفته‌شده / توافق‌شده",
        "موجودی: مانده / گفته‌شده",
    ],
    outcomes: ["باز", "نگه داشته شد", "شکسته شد", "لغو شد"],
};

static AR: PromiseWords = PromiseWords {
    title: "ما وعدنا به وما وفينا به",
    lead: "نسجّل كل موعد تسليم نعد به، ونسجّل ما آل إليه. لا نستثني شيئًا.",
    kept: "مواعيد التسليم التي وفينا بها",
    kept_is: "الطلبات التي وصلت في موعدها، من كل ما عُرفت نهايته. لا تُحتسب الطلبات التي ألغاها المشترون.",
    of: "الوعود: {}",
    none_yet: "لم يحن أي موعد بعد.",
    carriers: "حسب شركة الشحن",
    departments: "حسب القسم",
    weeks: "حسب الأسبوع",
    weeks_is: "الأسبوع الذي كان يجب أن يصل فيه الطلب على أبعد تقدير.",
    prices: "السعر كما اتُّفق عليه",
    stock: "متوفر كما قلنا",
    drift: "{}: لم يصل في الموعد المتعلَّم من ماضيها إلا {} من الطرود، والمطلوب {}. تُتعلَّم المواعيد من جديد مع وصول طرودها.",
    drift_up: "{}: وصل {} من الطرود في الموعد المتعلَّم من ماضيها، أكثر من {} المقصودة: يمكن أن تكون المواعيد أضيق. تُتعلَّم من جديد مع وصول طرودها.",
    every: "أحدث الوعود",
    zone: "الوجهة",
    carrier: "من يوصله",
    show_times: "إظهار المواعيد لهذه الوجهة",
    level: "نلتزم بـ{} من هذه المواعيد.",
    not_known: "الموعد غير معروف بعد",
    between: "{} إلى {}",
    changed: "تغيّر موعد التسليم منذ رأيته. يُرجى النظر فيه مجددًا.",
    unknown: "لا نرسل إلى هناك مع هذه الشركة. يُرجى الاختيار مجددًا.",
    accept: "خصم {} عن التأخير",
    accept_is: "يقل ما عليك دفعه بهذا القدر. وما دُفع يعود بالطريقة نفسها. ويستمر الطلب.",
    sorry: "تأخرنا ونعتذر",
    no_remedy: "لا شيء معروض لهذا الطلب، أو سبق أخذه.",
    delivery: "إذا طلبت الآن، في {}: ",
    columns: [
        "الطلب",
        "شركة الشحن",
        "الموعد",
        "وصل",
        "الوقت",
        "السعر: المحصَّل / المتفق عليه",
        "المخزون: الموفى / الموعود",
    ],
    outcomes: ["مفتوح", "وُفي به", "لم يُوفَ به", "أُلغي"],
};
