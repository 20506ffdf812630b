//! What the pages say of being forgotten, in every language.

use attar::Lang;

/// The words of the question, and of its answer.
#[derive(Debug)]
pub struct ForgetWords {
    /// Forgetting, as a heading.
    pub title: &'static str,
    /// What it is.
    pub why: &'static str,
    /// To the page that asks.
    pub more: &'static str,
    /// What goes, as a heading.
    pub goes: &'static str,
    /// What goes.
    pub goes_what: [&'static str; 3],
    /// What stays, as a heading.
    pub stays: &'static str,
    /// What stays.
    pub stays_what: [&'static str; 2],
    /// An order has not arrived yet.
    pub waits: &'static str,
    /// Yes.
    pub yes: &'static str,
    /// No.
    pub no: &'static str,
    /// There is nobody to forget.
    pub nobody: &'static str,
    /// It is done, as a heading.
    pub done: &'static str,
    /// The sentence under it.
    pub done_why: &'static str,
}

impl ForgetWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: ForgetWords = ForgetWords {
    title: "Forget me",
    why: "The shop forgets you, at once and for good. This cannot be undone.",
    more: "See what goes and what stays",
    goes: "What goes",
    goes_what: [
        "What you looked at, your cart, your choices and your card.",
        "Your name, your addresses and your e-mail.",
        "What our suggestions learned from you, within a minute.",
    ],
    stays: "What stays",
    stays_what: [
        "What was sold and for how much, for our books: without your name, and no longer yours to open.",
        "Older backups, until they are deleted.",
    ],
    waits: "An order of yours is still on its way. If it has not left yet, it cannot be delivered any more, \
                   since its address goes too. You may want to wait until it is there.",
    yes: "Yes, forget me",
    no: "No, go back",
    nobody: "The shop does not know you, so there is nothing to forget.",
    done: "You are forgotten",
    done_why: "All that the shop knew of you is gone. You may look around as somebody new.",
};

static FA: ForgetWords = ForgetWords {
    title: "مرا فراموش کن",
    why: "فروشگاه شما را همین حالا و برای همیشه فراموش می‌کند. این کار بازگشت ندارد.",
    more: "چه می‌رود و چه می‌ماند",
    goes: "آنچه می‌رود",
    goes_what: [
        "آنچه دیده‌اید، سبدتان، انتخاب‌هایتان و کارت شما.",
        "نام، نشانی‌ها و ایمیل شما.",
        "آنچه پیشنهادهای ما از شما آموخته است، تا یک دقیقه‌ی دیگر.",
    ],
    stays: "آنچه می‌ماند",
    stays_what: [
        "اینکه چه چیزی به چه قیمتی فروخته شد، برای دفترهای ما: بی نام شما، و دیگر برای شما باز نمی‌شود.",
        "نسخه‌های پشتیبان قدیمی، تا وقتی پاک شوند.",
    ],
    waits: "سفارشی از شما هنوز در راه است. اگر هنوز فرستاده نشده باشد دیگر به دست شما نمی‌رسد، \
                   چون نشانی آن هم می‌رود. شاید بهتر باشد تا رسیدنش صبر کنید.",
    yes: "بله، مرا فراموش کن",
    no: "نه، برگرد",
    nobody: "فروشگاه شما را نمی‌شناسد؛ چیزی برای فراموش کردن نیست.",
    done: "فراموش شدید",
    done_why: "هر چه فروشگاه از شما می‌دانست رفت. می‌توانید مثل یک تازه‌وارد بگردید.",
};

static AR: ForgetWords = ForgetWords {
    title: "انسَوني",
    why: "ينساك المتجر فورًا وإلى الأبد. لا رجوع عن ذلك.",
    more: "ما الذي يزول وما الذي يبقى",
    goes: "ما يزول",
    goes_what: [
        "ما شاهدته، وسلتك، واختياراتك، وبطاقتك.",
        "اسمك وعناوينك وبريدك الإلكتروني.",
        "ما تعلّمته اقتراحاتنا منك، خلال دقيقة.",
    ],
    stays: "ما يبقى",
    stays_what: [
        "ما بيع وبكم، من أجل دفاترنا: من دون اسمك، ولن يُفتح لك بعد ذلك.",
        "النسخ الاحتياطية القديمة، إلى أن تُحذف.",
    ],
    waits: "لك طلب ما زال في الطريق. إن لم يُرسَل بعد فلن يصل إليك، لأن عنوانه يزول أيضًا. \
                   قد يكون من الأفضل أن تنتظر وصوله.",
    yes: "نعم، انسَوني",
    no: "لا، عودة",
    nobody: "المتجر لا يعرفك، فلا شيء يُنسى.",
    done: "نسيناك",
    done_why: "زال كل ما كان المتجر يعرفه عنك. يمكنك أن تتجوّل كزائر جديد.",
};
