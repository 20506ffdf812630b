//! The words of the views in every language; `{}` is where a name goes.

use crate::command::Status;
use crate::query::Segment;
use crate::text::Lang;

/// What the views say in one language.
#[derive(Debug)]
pub struct Words {
    pub(super) viewed: &'static str,
    pub(super) in_cart: &'static str,
    pub(super) bought: &'static str,
    pub(super) goes_with: &'static str,
    pub(super) popular: &'static str,
    pub(super) list_price: &'static str,
    pub(super) card_price: &'static str,
    pub(super) with_card: &'static str,
    pub(super) out_of_stock: &'static str,
    pub(super) total: &'static str,
    pub(super) cart_empty: &'static str,
    pub(super) order: &'static str,
    pub(super) nothing: &'static str,
    pub(super) unknown: &'static str,
    pub(super) consent_denied: &'static str,
    pub(super) consent_private: &'static str,
    pub(super) consent_full: &'static str,
    pub(super) holds_card: &'static str,
    pub(super) purchases: &'static str,
    pub(super) likes: &'static str,
    statuses: [&'static str; 5],
    segments: [&'static str; 4],
}

impl Words {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }

    /// Where an order stands.
    pub const fn status(&self, status: Status) -> &'static str {
        let [placed, packed, shipped, delivered, cancelled] = self.statuses;
        match status {
            Status::Placed => placed,
            Status::Packed => packed,
            Status::Shipped => shipped,
            Status::Delivered => delivered,
            Status::Cancelled => cancelled,
        }
    }

    /// What a learned group has in common.
    pub const fn segment(&self, segment: &Segment) -> &'static str {
        let [regular, occasional, lapsed_regular, lapsed] = self.segments;
        match (segment.recency >= 50, segment.frequency >= 50) {
            (true, true) => regular,
            (true, false) => occasional,
            (false, true) => lapsed_regular,
            (false, false) => lapsed,
        }
    }
}

static EN: Words = Words {
    viewed: "because you looked at {}",
    in_cart: "goes with {} in your cart",
    bought: "because you bought {}",
    goes_with: "often bought with {}",
    popular: "popular now",
    list_price: "price for everyone",
    card_price: "your card price",
    with_card: "with the card: ",
    out_of_stock: "not enough in stock",
    total: "Total: ",
    cart_empty: "Your cart is empty.",
    order: "Order ",
    nothing: "Nothing to suggest yet.",
    unknown: "There is nothing here.",
    consent_denied: "Nothing about you is remembered.",
    consent_private: "What you look at is remembered on this device only.",
    consent_full: "What you look at is remembered, to suggest what suits you.",
    holds_card: "You hold the loyalty card.",
    purchases: "You bought {} times, for",
    likes: "You often choose from: {}.",
    statuses: ["Placed", "Packed", "On its way", "Delivered", "Cancelled"],
    segments: [
        "You are one of those who come often.",
        "You are one of those who come now and then.",
        "You used to come often; it has been a while.",
        "It has been a while since you came.",
    ],
};

static FA: Words = Words {
    viewed: "چون {} را دیدید",
    in_cart: "همراه {} که در سبد شماست",
    bought: "چون {} خریده‌اید",
    goes_with: "معمولاً همراه {} خریده می‌شود",
    popular: "این روزها پرفروش",
    list_price: "قیمت برای همه",
    card_price: "قیمت کارت شما",
    with_card: "با کارت: ",
    out_of_stock: "موجودی کافی نیست",
    total: "جمع: ",
    cart_empty: "سبد شما خالی است.",
    order: "سفارش ",
    nothing: "هنوز پیشنهادی نداریم.",
    unknown: "اینجا چیزی نیست.",
    consent_denied: "هیچ چیز درباره‌ی شما به خاطر سپرده نمی‌شود.",
    consent_private: "آنچه می‌بینید فقط روی همین دستگاه می‌ماند.",
    consent_full: "آنچه می‌بینید به خاطر می‌ماند تا پیشنهادها به سلیقه‌ی شما باشد.",
    holds_card: "شما کارت باشگاه مشتریان دارید.",
    purchases: "{} بار خرید کرده‌اید، به مبلغ",
    likes: "بیشتر از این بخش برمی‌دارید: {}.",
    statuses: ["ثبت شد", "بسته‌بندی شد", "در راه است", "تحویل شد", "لغو شد"],
    segments: [
        "شما از مشتریان همیشگی ما هستید.",
        "شما گاه‌گاه به ما سر می‌زنید.",
        "زیاد سر می‌زدید؛ مدتی است خبری از شما نیست.",
        "مدتی است به ما سر نزده‌اید.",
    ],
};

static AR: Words = Words {
    viewed: "لأنك شاهدت {}",
    in_cart: "يناسب {} في سلتك",
    bought: "لأنك اشتريت {}",
    goes_with: "يُشترى غالبًا مع {}",
    popular: "رائج الآن",
    list_price: "السعر للجميع",
    card_price: "سعر بطاقتك",
    with_card: "بالبطاقة: ",
    out_of_stock: "الكمية غير متوفرة",
    total: "المجموع: ",
    cart_empty: "سلتك فارغة.",
    order: "الطلب ",
    nothing: "لا اقتراحات بعد.",
    unknown: "لا شيء هنا.",
    consent_denied: "لا نحتفظ بأي شيء عنك.",
    consent_private: "ما تشاهده يُحفظ على هذا الجهاز فقط.",
    consent_full: "نحتفظ بما تشاهده لنقترح عليك ما يناسبك.",
    holds_card: "لديك بطاقة الولاء.",
    purchases: "عدد مشترياتك {}، بقيمة",
    likes: "تختار كثيرًا من: {}.",
    statuses: ["تم الطلب", "تم التغليف", "في الطريق", "تم التسليم", "أُلغي"],
    segments: [
        "أنت من زبائننا الدائمين.",
        "أنت ممن يزوروننا من حين لآخر.",
        "كنت تزورنا كثيرًا، وقد مضى وقت.",
        "مضى وقت منذ زيارتك الأخيرة.",
    ],
};
