//! What the pages say where one shopper refers another; `{}` is where a number, an amount or a name goes.

use attar::Lang;

/// The words of referral.
#[derive(Debug)]
pub struct ReferralWords {
    /// Referral, as a heading of the desk.
    pub title: &'static str,
    /// What who refers gets.
    pub gives: &'static str,
    /// What who is referred gets.
    pub welcomes: &'static str,
    /// What the first order must come to.
    pub least: &'static str,
    /// How often a code brings something in a while.
    pub most: &'static str,
    /// How long that while is.
    pub days: &'static str,
    /// How often a code brings something at all.
    pub most_ever: &'static str,
    /// How long a code waits.
    pub wait_days: &'static str,
    /// Beside these fields.
    pub hint: &'static str,
    /// What it gives, in a sentence.
    pub is: &'static str,
    /// The same, whatever the first order comes to.
    pub is_any: &'static str,
    /// How often in a while.
    pub bounded: &'static str,
    /// How often at all.
    pub bounded_ever: &'static str,
    /// How long a code waits.
    pub waits: &'static str,
    /// What can hardly be meant.
    pub above: &'static str,
    /// What can hardly be meant.
    pub unbounded: &'static str,
    /// Beside a replay.
    pub not_replayed: &'static str,
    /// Who referred how many, as a heading.
    pub who: &'static str,
    /// While nobody did.
    pub none: &'static str,
    /// How many came by a code.
    pub followed: &'static str,
    /// How many of these ordered.
    pub ordered: &'static str,
    /// The button that asks for a code.
    pub open: &'static str,
    /// Where a link leads, as a heading.
    pub invited: &'static str,
    /// What the friend gets.
    pub offer: &'static str,
    /// The same, with what the order must come to.
    pub offer_least: &'static str,
    /// Where the shop may not remember.
    pub ask: &'static str,
    /// The button that allows it.
    pub accept: &'static str,
    /// Once it is kept.
    pub kept: &'static str,
}

impl ReferralWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: ReferralWords = ReferralWords {
    title: "Referral",
    gives: "Points for who refers",
    welcomes: "Points for the friend",
    least: "Least first order",
    most: "At most so often in that time",
    days: "Within so many days",
    most_ever: "At most so often in all",
    wait_days: "Days that a code waits for the first order",
    hint: "Leave both kinds of points empty for no referral. Both get theirs when the friend places a first order; they can be spent once its return window is over, and go with it if it comes back.",
    is: "{} for who refers and {} for the friend, with a first order of at least {}",
    is_any: "{} for who refers and {} for the friend, with any first order",
    bounded: "at most {} for one code within {}",
    bounded_ever: "at most {} for one code in all",
    waits: "a code waits {} for the first order",
    above: "Referral gives both sides points worth {}, but a first order leaves {} at the best.",
    unbounded: "Nothing bounds how often one code brings points.",
    not_replayed: "Referral is not replayed: nobody knows who would have brought whom.",
    who: "Who referred whom",
    none: "Nobody has referred anybody yet.",
    followed: "{} came",
    ordered: "{} ordered",
    open: "Get your code to share",
    invited: "A friend invites you",
    offer: "You get {} with your first order.",
    offer_least: "You get {} with your first order of at least {}.",
    ask: "We keep the invitation only if you let us remember you. Nothing is kept until then.",
    accept: "Remember me and the invitation",
    kept: "Your friend's invitation is kept for your first order.",
};

static FA: ReferralWords = ReferralWords {
    title: "معرفی دوستان",
    gives: "امتیاز معرف",
    welcomes: "امتیاز دوست",
    least: "کمینهٔ نخستین سفارش",
    most: "بیشینه در این مدت",
    days: "در چند روز",
    most_ever: "بیشینه در کل",
    wait_days: "چند روز کد منتظر نخستین سفارش می‌ماند",
    hint: "اگر معرفی نمی‌خواهید هر دو امتیاز را خالی بگذارید. هر دو با نخستین سفارش دوست امتیاز می‌گیرند؛ پس از مهلت بازگشت خرج‌شدنی است و با برگشت سفارش برمی‌گردد.",
    is: "{} برای معرف و {} برای دوست، با نخستین سفارش دست‌کم {}",
    is_any: "{} برای معرف و {} برای دوست، با هر نخستین سفارش",
    bounded: "حداکثر {} برای هر کد در {}",
    bounded_ever: "حداکثر {} برای هر کد در کل",
    waits: "کد {} منتظر نخستین سفارش می‌ماند",
    above: "معرفی به دو طرف امتیازی به ارزش {} می‌دهد، ولی نخستین سفارش در بهترین حالت {} باقی می‌گذارد.",
    unbounded: "هیچ‌چیز تعیین نمی‌کند یک کد چند بار امتیاز بیاورد.",
    not_replayed: "معرفی بازپخش نمی‌شود: کسی نمی‌داند چه کسی چه کسی را می‌آورد.",
    who: "چه کسانی معرفی کردند",
    none: "هنوز کسی کسی را معرفی نکرده است.",
    followed: "{} نفر آمدند",
    ordered: "{} نفر سفارش دادند",
    open: "گرفتن کد برای دوستان",
    invited: "دوستی شما را دعوت کرده است",
    offer: "با نخستین سفارش خود {} می‌گیرید.",
    offer_least: "با نخستین سفارش خود {} می‌گیرید، اگر دست‌کم {} باشد.",
    ask: "دعوت را فقط وقتی نگه می‌داریم که اجازه دهید شما را به خاطر بسپاریم. تا آن هنگام چیزی نگه نمی‌داریم.",
    accept: "مرا و دعوت را به خاطر بسپار",
    kept: "دعوت دوستتان برای نخستین سفارش شما نگه داشته شد.",
};

static AR: ReferralWords = ReferralWords {
    title: "دعوة الأصدقاء",
    gives: "نقاط الداعي",
    welcomes: "نقاط الصديق",
    least: "أقل طلب أول",
    most: "الحد في هذه المدة",
    days: "خلال كم يومًا",
    most_ever: "الحد الكلي",
    wait_days: "أيام انتظار الرمز للطلب الأول",
    hint: "اترك نوعي النقاط فارغين إن لم ترد دعوات. ينال الاثنان نقاطهما مع أول طلب للصديق؛ تُنفق بعد انتهاء مهلة الإرجاع وتُسترجع إن عاد الطلب.",
    is: "{} للداعي و{} للصديق مع طلب أول لا يقل عن {}",
    is_any: "{} للداعي و{} للصديق مع أي طلب أول",
    bounded: "{} على الأكثر لكل رمز خلال {}",
    bounded_ever: "{} على الأكثر لكل رمز إجمالًا",
    waits: "ينتظر الرمز {} الطلب الأول",
    above: "تمنح الدعوة الطرفين نقاطًا قيمتها {}، لكن الطلب الأول يُبقي {} في أحسن الأحوال.",
    unbounded: "لا حد لعدد المرات التي يجلب فيها رمز واحد نقاطًا.",
    not_replayed: "لا تُعاد الدعوات في المحاكاة: لا أحد يعلم من كان سيأتي بمن.",
    who: "من دعا غيره",
    none: "لم يدعُ أحد أحدًا بعد.",
    followed: "جاء {}",
    ordered: "طلب {}",
    open: "احصل على رمز للمشاركة",
    invited: "صديق يدعوك",
    offer: "تنال {} مع طلبك الأول.",
    offer_least: "تنال {} مع طلبك الأول إذا بلغ {} على الأقل.",
    ask: "لا نحفظ الدعوة إلا إذا سمحت لنا بتذكرك، ولا نحفظ شيئًا قبل ذلك.",
    accept: "تذكّرني واحفظ الدعوة",
    kept: "حُفظت دعوة صديقك لطلبك الأول.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = ReferralWords::of(lang);
            let found = places([
                words.is,
                words.is_any,
                words.bounded,
                words.bounded_ever,
                words.waits,
                words.above,
                words.followed,
                words.ordered,
                words.offer,
                words.offer_least,
            ]);
            assert_eq!(found, [3, 2, 2, 1, 1, 2, 1, 1, 1, 2], "{lang:?}");
        }
    }
}
