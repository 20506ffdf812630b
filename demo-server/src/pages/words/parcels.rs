//! What the merchant's page of an order's parcels says, in every language. `{}` is where a number or an amount goes.

use attar::Lang;

/// The words of that page.
#[derive(Debug)]
pub struct ParcelWords {
    /// The page, and the link to it.
    pub title: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Units that can be packed.
    pub to_pack: &'static str,
    /// There are none.
    pub nothing_to_pack: &'static str,
    /// How many of a line go into the parcel; `{}` is how many can.
    pub how_many: &'static str,
    /// Packs them.
    pub pack: &'static str,
    /// Calls them off.
    pub call_off: &'static str,
    /// Units that wait for stock.
    pub waiting: &'static str,
    /// Gives them what there is.
    pub allocate: &'static str,
    /// The field of a carrier's name.
    pub carrier: &'static str,
    /// The field of a carrier's number.
    pub number: &'static str,
    /// The button of a parcel's step.
    pub go: [&'static str; 9],
    /// The money, as a heading.
    pub payment: &'static str,
    /// What is to be paid in all, and what of it is due.
    pub due_of: &'static str,
    /// The field of an amount.
    pub amount: &'static str,
    /// Records that it is set aside.
    pub authorised: &'static str,
    /// Records that it is paid.
    pub captured: &'static str,
    /// The order at a moment, as a heading.
    pub as_of: &'static str,
    /// What that does.
    pub as_of_is: &'static str,
    /// The field of the moment.
    pub moment: &'static str,
    /// Shows it.
    pub show: &'static str,
    /// The order did not exist then.
    pub not_yet: &'static str,
    /// Why a wish was refused: a parcel has moved on.
    pub wrong_parcel_step: &'static str,
    /// Why a wish was refused: only so many of a product are open.
    pub not_open: &'static str,
    /// Why a wish was refused: too many parcels.
    pub too_many_parcels: &'static str,
    /// Why a wish was refused: no carrier or number.
    pub bad_consignment: &'static str,
    /// Why a wish was refused: at most so much.
    pub too_much: &'static str,
    /// Why a wish was refused: it is about no unit.
    pub empty: &'static str,
}

impl ParcelWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: ParcelWords = ParcelWords {
    title: "Parcels and payment",
    lead: "Send the order in as many parcels as you need; its buyer sees each on its way.",
    to_pack: "To pack",
    nothing_to_pack: "Nothing is left to pack.",
    how_many: "of {}",
    pack: "Pack these",
    call_off: "Call these off",
    waiting: "Waiting for stock",
    allocate: "Take from the shelf",
    carrier: "Carrier",
    number: "Tracking number",
    go: [
        "",
        "Handed over",
        "Moving",
        "Out for delivery",
        "Delivered",
        "Nobody took it",
        "Lost",
        "Came back",
        "Open again",
    ],
    payment: "Payment",
    due_of: "{} of {} is still to be paid.",
    amount: "Amount; empty for all that is due",
    authorised: "Set aside",
    captured: "Paid, write an invoice",
    as_of: "As it was",
    as_of_is: "The order as its buyer saw it at any moment, told from the log.",
    moment: "Day and time",
    show: "Show",
    not_yet: "There was no such order yet.",
    wrong_parcel_step: "The parcel has moved on meanwhile, so this step is not open to it.",
    not_open: "Of {} only {} can be packed or called off.",
    too_many_parcels: "An order takes 32 parcels at most.",
    bad_consignment: "Write the carrier's name, and the tracking number in letters, digits and hyphens; 40 at most.",
    too_much: "It can be {} at most.",
    empty: "Say how many units of what.",
};

static FA: ParcelWords = ParcelWords {
    title: "بسته‌ها و پرداخت",
    lead: "سفارش را در هر چند بسته که لازم است بفرستید؛ خریدار راه هر بسته را می‌بیند.",
    to_pack: "برای بسته‌بندی",
    nothing_to_pack: "چیزی برای بسته‌بندی نمانده است.",
    how_many: "از {}",
    pack: "این‌ها را بسته‌بندی کن",
    call_off: "این‌ها را لغو کن",
    waiting: "در انتظار موجودی",
    allocate: "از انبار بردار",
    carrier: "شرکت حمل",
    number: "شماره‌ی رهگیری",
    go: [
        "",
        "تحویل شرکت حمل شد",
        "در دست حمل",
        "در دست پیک",
        "تحویل شد",
        "کسی نگرفت",
        "گم شد",
        "برگشت",
        "دوباره باز شد",
    ],
    payment: "پرداخت",
    due_of: "{} از {} هنوز پرداخت نشده است.",
    amount: "مبلغ؛ خالی یعنی همه‌ی مانده",
    authorised: "کنار گذاشته شد",
    captured: "پرداخت شد، فاکتور بنویس",
    as_of: "آن‌گونه که بود",
    as_of_is: "سفارش آن‌گونه که خریدار در هر لحظه می‌دید، از روی دفتر رویدادها.",
    moment: "روز و ساعت",
    show: "نشان بده",
    not_yet: "هنوز چنین سفارشی نبود.",
    wrong_parcel_step: "بسته در این فاصله پیش رفته و این گام دیگر برایش باز نیست.",
    not_open: "از {} فقط {} عدد را می‌توان بسته‌بندی یا لغو کرد.",
    too_many_parcels: "هر سفارش حداکثر ۳۲ بسته دارد.",
    bad_consignment: "نام شرکت حمل را بنویسید و شماره‌ی رهگیری را با حرف لاتین، رقم و خط تیره؛ حداکثر ۴۰.",
    too_much: "حداکثر {} ممکن است.",
    empty: "بگویید از چه چیزی چند عدد.",
};

static AR: ParcelWords = ParcelWords {
    title: "الطرود والدفع",
    lead: "أرسل الطلب في ما تحتاج من الطرود؛ يرى المشتري كل طرد في طريقه.",
    to_pack: "للتغليف",
    nothing_to_pack: "لم يبقَ ما يُغلَّف.",
    how_many: "من {}",
    pack: "غلّف هذه",
    call_off: "ألغِ هذه",
    waiting: "بانتظار التوفر",
    allocate: "خذ من الرف",
    carrier: "شركة الشحن",
    number: "رقم التتبع",
    go: [
        "",
        "سُلّم لشركة الشحن",
        "قيد النقل",
        "خرج للتسليم",
        "تم التسليم",
        "لم يستلمه أحد",
        "فُقد",
        "عاد",
        "فُتح من جديد",
    ],
    payment: "الدفع",
    due_of: "بقي {} من {} دون دفع.",
    amount: "المبلغ؛ اتركه فارغًا لكل المتبقي",
    authorised: "حُجز",
    captured: "دُفع، اكتب فاتورة",
    as_of: "كما كان",
    as_of_is: "الطلب كما رآه المشتري في أي لحظة، من سجل الأحداث.",
    moment: "اليوم والساعة",
    show: "اعرض",
    not_yet: "لم يكن هناك طلب كهذا بعد.",
    wrong_parcel_step: "تقدّم الطرد في هذه الأثناء، فلم تعد هذه الخطوة متاحة.",
    not_open: "من {} لا يمكن تغليف أو إلغاء أكثر من {}.",
    too_many_parcels: "لا يتجاوز الطلب ٣٢ طردًا.",
    bad_consignment: "اكتب اسم شركة الشحن، ورقم التتبع بحروف لاتينية وأرقام وشرطات؛ ٤٠ على الأكثر.",
    too_much: "لا يمكن أن يتجاوز {}.",
    empty: "قل كم وحدة ومن أي شيء.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = ParcelWords::of(lang);
            let said = [words.how_many, words.due_of, words.not_open, words.too_much];
            assert_eq!(places(said), [1, 2, 2, 1], "{lang:?}");
        }
    }
}
