//! What the merchant's page of carriers says, in every language. `{}` is where a number or a moment goes.

use attar::Lang;

/// The words of that page.
#[derive(Debug)]
pub struct CarrierWords {
    /// The page, and the link to it.
    pub title: &'static str,
    /// What is listed.
    pub lead: &'static str,
    /// There is nothing.
    pub none: &'static str,
    /// What a feed says of the parcel, and when that was.
    pub said: &'static str,
    /// The same, where it did not say when.
    pub said_ever: &'static str,
    /// When it came.
    pub came: &'static str,
    /// When it came last, and how often it did.
    pub came_often: &'static str,
    /// Before the number of a parcel.
    pub number: &'static str,
    /// No number could be read.
    pub no_number: &'static str,
    /// Why: nobody here sent a parcel of that number with that carrier.
    pub unknown_consignment: &'static str,
    /// Why: its time is to come.
    pub scan_in_future: &'static str,
    /// Why: it is from before the order.
    pub scan_too_early: &'static str,
    /// Why: the parcel cannot have been there, or what was in it was sent anew.
    pub wrong_parcel_step: &'static str,
    /// Why: too many.
    pub too_many_scans: &'static str,
    /// Why: the feed's word is not known.
    pub unknown_status: &'static str,
    /// Why: it could not be read.
    pub unreadable: &'static str,
    /// Why: somebody should look.
    pub held: &'static str,
}

impl CarrierWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }

    /// Why a scan is kept.
    pub fn why(&self, code: &str) -> &'static str {
        match code {
            "unknown_consignment" => self.unknown_consignment,
            "scan_in_future" => self.scan_in_future,
            "scan_too_early" => self.scan_too_early,
            "too_many_scans" => self.too_many_scans,
            "unknown_status" => self.unknown_status,
            "unreadable" => self.unreadable,
            "held" => self.held,
            _ => self.wrong_parcel_step,
        }
    }
}

static EN: CarrierWords = CarrierWords {
    title: "Word from carriers",
    lead: "What carriers told of parcels in the last 30 days that wants a look: refused, or a parcel that waits or turned back. \
           All else is on the pages of the orders.",
    none: "Nothing waits for you here.",
    said: "{}, {}",
    said_ever: "{}",
    came: "Received {}",
    came_often: "Last received {}, {} times",
    number: "Tracking number",
    no_number: "No tracking number",
    unknown_consignment: "No parcel with this number was sent with this carrier. See that the order has the right one.",
    scan_in_future: "The time given has not come yet: the carrier's clock is wrong.",
    scan_too_early: "This was before the order was placed: the number may belong to an older parcel.",
    wrong_parcel_step: "The parcel cannot have been there: it is still in the house, or its goods were sent anew.",
    too_many_scans: "The parcel has 200 steps already.",
    unknown_status: "The carrier's word is not known here.",
    unreadable: "The message could not be read.",
    held: "The parcel waits, is held up or is on its way back. You may want to ask the carrier.",
};

static FA: CarrierWords = CarrierWords {
    title: "خبر شرکت‌های حمل",
    lead: "آنچه شرکت‌های حمل در ۳۰ روز گذشته گفته‌اند و نگاهی می‌خواهد: یا پذیرفته نشده، یا بسته جایی مانده یا در راه \
           برگشت است. بقیه در صفحه‌ی سفارش‌هاست.",
    none: "اینجا چیزی منتظر شما نیست.",
    said: "{}، {}",
    said_ever: "{}",
    came: "دریافت: {}",
    came_often: "آخرین دریافت: {}؛ {} بار",
    number: "شماره‌ی رهگیری",
    no_number: "بدون شماره‌ی رهگیری",
    unknown_consignment: "بسته‌ای با این شماره به این شرکت حمل سپرده نشده است. شماره‌ی سفارش را وارسی کنید.",
    scan_in_future: "زمان گفته‌شده هنوز نرسیده است؛ ساعت شرکت حمل درست نیست.",
    scan_too_early: "این پیش از ثبت سفارش بوده است؛ شاید شماره از آنِ بسته‌ای قدیمی باشد.",
    wrong_parcel_step: "بسته نمی‌تواند آنجا بوده باشد: یا هنوز در فروشگاه است، یا کالایش دوباره فرستاده شده است.",
    too_many_scans: "این بسته همین حالا ۲۰۰ گام دارد.",
    unknown_status: "این واژه‌ی شرکت حمل در اینجا شناخته نیست.",
    unreadable: "پیام خوانده نشد.",
    held: "بسته جایی مانده، معطل شده یا در راه برگشت است. شاید بخواهید از شرکت حمل بپرسید.",
};

static AR: CarrierWords = CarrierWords {
    title: "أخبار شركات الشحن",
    lead: "ما أبلغت به شركات الشحن خلال ٣٠ يومًا ويحتاج إلى نظر: إما أنه رُفض، أو أن الطرد متوقف أو في طريق العودة. وما عدا ذلك تجده \
           في صفحات الطلبات.",
    none: "لا شيء بانتظارك هنا.",
    said: "{}، {}",
    said_ever: "{}",
    came: "وصل {}",
    came_often: "آخر وصول {}، عدد المرات {}",
    number: "رقم التتبع",
    no_number: "بلا رقم تتبع",
    unknown_consignment: "لم يُرسل طرد بهذا الرقم مع هذه الشركة. تحقّق من الرقم المسجل في الطلب.",
    scan_in_future: "الوقت المذكور لم يحن بعد: ساعة شركة الشحن غير مضبوطة.",
    scan_too_early: "كان ذلك قبل تسجيل الطلب: قد يعود الرقم إلى طرد أقدم.",
    wrong_parcel_step: "لا يمكن أن يكون الطرد هناك: فهو ما زال في المتجر، أو أُرسلت محتوياته من جديد.",
    too_many_scans: "لهذا الطرد ٢٠٠ خطوة بالفعل.",
    unknown_status: "عبارة شركة الشحن غير معروفة هنا.",
    unreadable: "تعذّرت قراءة الرسالة.",
    held: "الطرد متوقف أو متأخر أو في طريق العودة. قد ترغب في سؤال شركة الشحن.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = CarrierWords::of(lang);
            let said = [words.said, words.said_ever, words.came, words.came_often];
            assert_eq!(places(said), [2, 1, 1, 2], "{lang:?}");
        }
    }
}
