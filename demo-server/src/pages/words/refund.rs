//! What the merchant's page of an order says of giving money back, in every language. `{}` is where a number or an
//! amount goes.

use attar::Lang;

/// The words of the page.
#[derive(Debug)]
pub struct RefundWords {
    /// To all orders that are done with, and what stands where there are none.
    pub done: &'static str,
    pub no_done: &'static str,
    /// A field for an order's link, its button, and that there is no such order.
    pub find: &'static str,
    pub find_do: &'static str,
    pub not_found: &'static str,
    /// What was bought, as a heading; how many units were given back.
    pub bought: &'static str,
    pub was_back: &'static str,
    /// Giving back, as a heading, and what it is.
    pub title: &'static str,
    pub why: &'static str,
    /// The label of a field, of a product; how many it may be.
    pub units: &'static str,
    pub of: &'static str,
    /// The box for what sending cost.
    pub sending: &'static str,
    /// To what would be given back, and its heading.
    pub show: &'static str,
    pub shown: &'static str,
    /// What promotions have again.
    pub budgets: &'static str,
    /// The button that does it.
    pub give: &'static str,
    /// It is done.
    pub given: &'static str,
    /// Why nothing is given back.
    pub nothing: &'static str,
    pub bad_units: &'static str,
    pub meanwhile: &'static str,
    pub all_back: &'static str,
    pub cancelled: &'static str,
}

impl RefundWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: RefundWords = RefundWords {
    done: "Delivered and cancelled orders",
    no_done: "No order is delivered or cancelled yet.",
    find: "An order by its link",
    find_do: "Open",
    not_found: "There is no such order.",
    bought: "What was bought",
    was_back: "{} given back",
    title: "Give money back",
    why: "Exactly what was paid for these units, with their part of every discount and tax. What comes back to the shelf is counted there.",
    units: "How many of {}",
    of: "of {}",
    sending: "Sending, {}",
    show: "Show what is given back",
    shown: "This is given back",
    budgets: "Promotions had taken {} off of it; their budgets have that again.",
    give: "Give {} back",
    given: "Given back. Its buyer sees it on the page of the order.",
    nothing: "Say how many units, or tick sending.",
    bad_units: "A whole number from 0 to {}.",
    meanwhile: "Something was given back since this page was drawn, so this was not done. Have a look, then send it again.",
    all_back: "All that was paid is given back.",
    cancelled: "The order was cancelled, so nothing more is given back.",
};

static FA: RefundWords = RefundWords {
    done: "سفارش‌های تحویل‌شده و لغوشده",
    no_done: "هنوز سفارشی تحویل یا لغو نشده است.",
    find: "سفارش با پیوندش",
    find_do: "باز کن",
    not_found: "چنین سفارشی نیست.",
    bought: "آنچه خریده شد",
    was_back: "{} بازپرداخت شده",
    title: "بازپرداخت",
    why: "درست همان که برای این تعداد پرداخت شده است، با سهم آن از هر تخفیف و مالیات. آنچه به قفسه برمی‌گردد همان‌جا شمرده می‌شود.",
    units: "چند عدد {}",
    of: "از {}",
    sending: "هزینه‌ی ارسال، {}",
    show: "نشان بده چقدر بازپرداخت می‌شود",
    shown: "این مبلغ بازپرداخت می‌شود",
    budgets: "تخفیف‌ها {} از آن کم کرده بودند؛ این مبلغ به بودجه‌هایشان برمی‌گردد.",
    give: "{} را بازپرداخت کن",
    given: "بازپرداخت شد. خریدار آن را در صفحه‌ی سفارش می‌بیند.",
    nothing: "بگویید چند عدد، یا هزینه‌ی ارسال را علامت بزنید.",
    bad_units: "عددی درست از ۰ تا {}.",
    meanwhile: "از وقتی این صفحه کشیده شد چیزی بازپرداخت شده است؛ پس این کار انجام نشد. نگاهی بیندازید و دوباره بفرستید.",
    all_back: "هر چه پرداخت شده بود بازپرداخت شده است.",
    cancelled: "سفارش لغو شده است؛ پس چیز دیگری بازپرداخت نمی‌شود.",
};

static AR: RefundWords = RefundWords {
    done: "طلبات سُلِّمت أو أُلغيت",
    no_done: "لم يُسلَّم طلب ولم يُلغَ بعد.",
    find: "طلب برابطه",
    find_do: "افتح",
    not_found: "لا يوجد طلب كهذا.",
    bought: "ما اشتُري",
    was_back: "رُدّ ثمن {}",
    title: "ردّ المال",
    why: "ما دُفع لهذه الوحدات بالضبط، مع نصيبها من كل خصم وضريبة. ما يعود إلى الرف يُعَدّ هناك.",
    units: "كم وحدة من {}",
    of: "من {}",
    sending: "الإرسال، {}",
    show: "أظهر ما سيُرَدّ",
    shown: "هذا ما يُرَدّ",
    budgets: "كانت العروض قد خصمت منه {}، ويعود ذلك إلى ميزانياتها.",
    give: "رُدّ {}",
    given: "رُدّ المبلغ. يراه المشتري في صفحة الطلب.",
    nothing: "حدّد عدد الوحدات، أو أشِر إلى الإرسال.",
    bad_units: "عدد صحيح من ٠ إلى {}.",
    meanwhile: "رُدّ شيء منذ رُسمت هذه الصفحة، لذا لم يتم هذا. ألقِ نظرة ثم أرسل مرة أخرى.",
    all_back: "رُدّ كل ما دُفع.",
    cancelled: "أُلغي الطلب، فلا يُردّ شيء بعد ذلك.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = RefundWords::of(lang);
            assert_eq!(places([words.was_back, words.units, words.of, words.sending]), [1; 4], "{lang:?}");
            assert_eq!(places([words.budgets, words.give, words.bad_units]), [1; 3], "{lang:?}");
        }
    }
}
