//! What the pages for those who build pages say around the text, in every language.

use attar::Lang;

/// The words of the documentation and of the page to try elements on.
#[derive(Debug)]
pub struct DeveloperWords {
    /// The documentation.
    pub title: &'static str,
    pub lead: &'static str,
    /// Its table of contents.
    pub sections: &'static str,
    /// The way to the page to try elements on, and its heading.
    pub try_it: &'static str,
    pub try_title: &'static str,
    pub try_lead: &'static str,
    /// Which element.
    pub element: &'static str,
    /// The button that looks at the product.
    pub look: &'static str,
    /// The markup, what the page is told, and the element itself.
    pub code: &'static str,
    pub told: &'static str,
    pub result: &'static str,
}

impl DeveloperWords {
    /// The words of a language.
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: DeveloperWords = DeveloperWords {
    title: "In a page of your own",
    lead: "One tag brings lists, prices and orders to any page.",
    sections: "Sections",
    try_it: "Try it",
    try_title: "Try the elements",
    try_lead: "Set what you like: the element below follows at once, without asking the server.",
    element: "Element",
    look: "Look at this product",
    code: "Markup",
    told: "What the page is told",
    result: "The element",
};

static FA: DeveloperWords = DeveloperWords {
    title: "در صفحه‌ی خودتان",
    lead: "یک برچسب، فهرست‌ها و قیمت‌ها و سفارش‌ها را به هر صفحه‌ای می‌آورد. متن به انگلیسی است.",
    sections: "بخش‌ها",
    try_it: "امتحان کنید",
    try_title: "امتحان عنصرها",
    try_lead: "هر چه می‌خواهید تنظیم کنید: عنصر پایین همان دم پیروی می‌کند، بی آن که از سرور بپرسد.",
    element: "عنصر",
    look: "این کالا را ببین",
    code: "نشانه‌گذاری",
    told: "آنچه به صفحه گفته می‌شود",
    result: "خود عنصر",
};

static AR: DeveloperWords = DeveloperWords {
    title: "في صفحتك أنت",
    lead: "وسم واحد يجلب القوائم والأسعار والطلبات إلى أي صفحة. النص بالإنجليزية.",
    sections: "الأقسام",
    try_it: "جرّبه",
    try_title: "جرّب العناصر",
    try_lead: "اضبط ما تشاء: العنصر أدناه يتبع فورًا دون سؤال الخادم.",
    element: "العنصر",
    look: "اعرض هذا المنتج",
    code: "الترميز",
    told: "ما تُخبَر به الصفحة",
    result: "العنصر نفسه",
};
