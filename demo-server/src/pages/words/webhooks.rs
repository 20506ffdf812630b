//! What the owner's page of webhooks says, in every language. `{}` is where a number goes.

use attar::Lang;

/// The words of the page.
#[derive(Debug)]
pub struct WebhookWords {
    /// As a heading, and a link to it.
    pub title: &'static str,
    /// What they are for.
    pub why: &'static str,
    /// Who is told, as a heading.
    pub endpoints: &'static str,
    /// Nobody is.
    pub none: &'static str,
    /// A field: where.
    pub url: &'static str,
    /// Adds one.
    pub add: &'static str,
    /// The address is none.
    pub no_url: &'static str,
    /// It leads to a private network.
    pub private: &'static str,
    /// The secret, as a heading.
    pub secret: &'static str,
    /// It is shown this once.
    pub secret_once: &'static str,
    /// The way back to the list.
    pub back: &'static str,
    /// Holds one.
    pub pause: &'static str,
    /// Tells it again.
    pub resume: &'static str,
    /// Forgets one.
    pub delete: &'static str,
    /// Whether one is told: now, later, not at all.
    pub states: [&'static str; 3],
    /// What was given up, as a heading.
    pub dead: &'static str,
    /// Sends one again.
    pub again: &'static str,
    /// Sends all of them again.
    pub all_again: &'static str,
    /// The latest deliveries, as a heading.
    pub latest: &'static str,
    /// There are none.
    pub no_deliveries: &'static str,
    /// What became of a delivery: it waits, arrived, was given up.
    pub became: [&'static str; 3],
    /// How often it was tried.
    pub tries: &'static str,
}

impl WebhookWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: WebhookWords = WebhookWords {
    title: "Webhooks",
    why: "Other systems hear of each step of an order: its number, lines and status, and nothing about the buyer.",
    endpoints: "Who is told",
    none: "Nobody is told yet.",
    url: "Address",
    add: "Add",
    no_url: "An address begins with https:// or http://, names a host, and holds no password.",
    private: "This address leads to a private network.",
    secret: "The secret of this address",
    secret_once: "Copy it now: it is shown this once. With it the receiver checks that a message is the shop's.",
    back: "I have copied it",
    pause: "Pause",
    resume: "Resume",
    delete: "Delete",
    states: ["told", "paused", "wants nothing more"],
    dead: "Given up",
    again: "Send again",
    all_again: "Send all again",
    latest: "Last deliveries",
    no_deliveries: "Nothing was sent yet.",
    became: ["waiting", "delivered", "given up"],
    tries: "tries: {}",
};

static FA: WebhookWords = WebhookWords {
    title: "وب‌هوک‌ها",
    why: "سامانه‌های دیگر از هر گام سفارش باخبر می‌شوند: شماره، کالاها و وضعیت آن، و هیچ چیز درباره‌ی خریدار.",
    endpoints: "گیرندگان",
    none: "هنوز گیرنده‌ای نیست.",
    url: "نشانی",
    add: "افزودن",
    no_url: "نشانی با https:// یا http:// آغاز می‌شود، نام میزبان دارد و رمزی در آن نیست.",
    private: "این نشانی به شبکه‌ای خصوصی می‌رسد.",
    secret: "کلید محرمانه‌ی این نشانی",
    secret_once: "همین حالا رونوشت بردارید: تنها همین یک بار نشان داده می‌شود. گیرنده با آن می‌سنجد که پیام از فروشگاه است.",
    back: "رونوشت برداشتم",
    pause: "نگه دار",
    resume: "از سر بگیر",
    delete: "حذف",
    states: ["باخبر می‌شود", "نگه داشته شده", "دیگر چیزی نمی‌خواهد"],
    dead: "ناموفق",
    again: "دوباره بفرست",
    all_again: "همه را دوباره بفرست",
    latest: "آخرین ارسال‌ها",
    no_deliveries: "هنوز چیزی فرستاده نشده است.",
    became: ["در انتظار", "رسید", "ناموفق"],
    tries: "تلاش: {}",
};

static AR: WebhookWords = WebhookWords {
    title: "خطافات الويب",
    why: "تعلم أنظمة أخرى بكل خطوة من خطوات الطلب: رقمه ومنتجاته وحالته، ولا شيء عن المشتري.",
    endpoints: "من يُبلَّغ",
    none: "لا أحد يُبلَّغ بعد.",
    url: "العنوان",
    add: "إضافة",
    no_url: "يبدأ العنوان بـ https:// أو http:// ويذكر مضيفًا، ولا يحتوي على كلمة مرور.",
    private: "يقود هذا العنوان إلى شبكة خاصة.",
    secret: "مفتاح هذا العنوان السري",
    secret_once: "انسخه الآن: لن يُعرض إلا هذه المرة. به يتحقق المستلم من أن الرسالة من المتجر.",
    back: "نسختُه",
    pause: "إيقاف مؤقت",
    resume: "استئناف",
    delete: "حذف",
    states: ["يُبلَّغ", "متوقف مؤقتًا", "لا يريد المزيد"],
    dead: "ما تعذّر تسليمه",
    again: "أرسل مجددًا",
    all_again: "أرسل الكل مجددًا",
    latest: "آخر الإرسالات",
    no_deliveries: "لم يُرسل شيء بعد.",
    became: ["في الانتظار", "وصل", "تعذّر تسليمه"],
    tries: "المحاولات: {}",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = WebhookWords::of(lang);
            assert_eq!(places([words.tries, words.why, words.secret_once]), [1, 0, 0], "{lang:?}");
        }
    }
}
