//! What the pages say of gift cards, in every language. `{}` is where a number, a name or a time goes.

use attar::Lang;

/// The words of gift cards.
#[derive(Debug)]
pub struct GiftWords {
    /// Over the cards of an order, and over the page of one.
    pub title: &'static str,
    /// Over the field of the checkout.
    pub pay: &'static str,
    /// The field.
    pub code: &'static str,
    /// The button.
    pub apply: &'static str,
    /// Before what the card pays.
    pub pays: &'static str,
    /// Before what is left to pay.
    pub to_pay: &'static str,
    /// What a buyer should know of the codes.
    pub keep: &'static str,
    /// The order is not paid yet.
    pub waits: &'static str,
    /// Before what is left on a card.
    pub left: &'static str,
    /// Until when.
    pub until: &'static str,
    /// What the page is for.
    pub lead: &'static str,
    /// To that page.
    pub what_is_left: &'static str,
    /// Its button.
    pub look: &'static str,
    /// No card has the code.
    pub unknown: &'static str,
    /// Nothing is left.
    pub empty: &'static str,
    /// It ended then.
    pub ended: &'static str,
    /// There is nothing that it pays for.
    pub nothing: &'static str,
    /// So many of these can be taken back at most.
    pub spent: &'static str,
    /// To the merchant: what the shop owes for cards.
    pub owed: &'static str,
    /// What that means.
    pub owed_is: &'static str,
    /// No card was sold yet.
    pub none_sold: &'static str,
    /// What was ever on cards, what they paid, what expired, and what was taken back.
    pub issued: &'static str,
    pub paid: &'static str,
    pub expired: &'static str,
    pub taken_back: &'static str,
    /// To the merchant: so much of a refund goes to the card.
    pub to_card: &'static str,
    /// Over what a buyer is entitled to.
    pub yours: &'static str,
    /// What the proofs are, and what one is called.
    pub proof: &'static str,
    pub proof_of: &'static str,
    /// It is not paid yet.
    pub yours_waits: &'static str,
}

impl GiftWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: GiftWords = GiftWords {
    title: "Gift cards",
    pay: "Pay with a gift card",
    code: "Code of the card",
    apply: "Use the card",
    pays: "The card pays ",
    to_pay: "Left to pay: ",
    keep: "Whoever has a code can spend the card: give it only to whom it is meant for.",
    waits: "The code of each card appears here as soon as the order is paid.",
    left: "Left: ",
    until: "until {}",
    lead: "Enter the code of a card to see what is left on it.",
    what_is_left: "What is left on a card?",
    look: "Look",
    unknown: "There is no gift card of this code. Please check every letter.",
    empty: "Nothing is left on this gift card.",
    ended: "This gift card ended on {}.",
    nothing: "A gift card does not pay for gift cards.",
    spent: "Only {} of these cards can be taken back: “{}”. The others were spent from, or have ended.",
    owed: "What we owe for gift cards",
    owed_is: "What is left on all cards that have not ended.",
    none_sold: "No gift card was sold yet.",
    issued: "Issued",
    paid: "Spent",
    expired: "Expired",
    taken_back: "Taken back",
    to_card: "{} more goes back to the gift card that paid.",
    yours: "What is yours",
    proof: "Each line proves what you may have, also where there is no network. It is good for a day; this page renews it.",
    proof_of: "Proof",
    yours_waits: "It is yours as soon as the order is paid.",
};

static FA: GiftWords = GiftWords {
    title: "کارت‌های هدیه",
    pay: "پرداخت با کارت هدیه",
    code: "کد کارت",
    apply: "استفاده از کارت",
    pays: "کارت می‌پردازد: ",
    to_pay: "مانده‌ی پرداخت: ",
    keep: "هر کس کد را داشته باشد می‌تواند کارت را خرج کند: آن را فقط به کسی بدهید که برای اوست.",
    waits: "کد هر کارت همین که سفارش پرداخت شود اینجا می‌آید.",
    left: "مانده: ",
    until: "تا {}",
    lead: "کد کارت را بنویسید تا ببینید چه قدر در آن مانده است.",
    what_is_left: "در یک کارت چه قدر مانده است؟",
    look: "ببین",
    unknown: "کارت هدیه‌ای با این کد نیست. لطفاً همه‌ی حرف‌ها را بازبینی کنید.",
    empty: "در این کارت هدیه چیزی نمانده است.",
    ended: "این کارت هدیه در {} پایان یافت.",
    nothing: "با کارت هدیه نمی‌توان کارت هدیه خرید.",
    spent: "فقط {} تا از این کارت‌ها را می‌توان پس گرفت: «{}». از بقیه خرج شده یا پایان یافته‌اند.",
    owed: "بدهی ما بابت کارت‌های هدیه",
    owed_is: "آنچه در همه‌ی کارت‌های پایان‌نیافته مانده است.",
    none_sold: "هنوز کارت هدیه‌ای فروخته نشده است.",
    issued: "صادر شده",
    paid: "خرج شده",
    expired: "پایان یافته",
    taken_back: "پس گرفته شده",
    to_card: "{} دیگر به کارت هدیه‌ای که پرداخته بود برمی‌گردد.",
    yours: "آنچه از آن شماست",
    proof: "هر سطر گواه چیزی است که حق شماست، بی‌شبکه هم. یک روز اعتبار دارد؛ این صفحه آن را تازه می‌کند.",
    proof_of: "گواه",
    yours_waits: "همین که سفارش پرداخت شود از آن شماست.",
};

static AR: GiftWords = GiftWords {
    title: "بطاقات الهدايا",
    pay: "الدفع ببطاقة هدية",
    code: "رمز البطاقة",
    apply: "استخدم البطاقة",
    pays: "تدفع البطاقة ",
    to_pay: "المتبقي للدفع: ",
    keep: "من لديه الرمز يستطيع إنفاق البطاقة: لا تعطه إلا لمن هي له.",
    waits: "يظهر رمز كل بطاقة هنا حالما يُدفع الطلب.",
    left: "المتبقي: ",
    until: "حتى {}",
    lead: "أدخل رمز البطاقة لترى ما بقي فيها.",
    what_is_left: "كم بقي في بطاقة؟",
    look: "اعرض",
    unknown: "لا توجد بطاقة هدية بهذا الرمز. يرجى مراجعة كل حرف.",
    empty: "لم يبقَ شيء في بطاقة الهدية هذه.",
    ended: "انتهت بطاقة الهدية هذه في {}.",
    nothing: "بطاقة الهدية لا تدفع ثمن بطاقات الهدايا.",
    spent: "لا يمكن استرجاع أكثر من {} من هذه البطاقات: «{}». الأخرى أُنفق منها أو انتهت.",
    owed: "ما علينا لبطاقات الهدايا",
    owed_is: "ما بقي في كل البطاقات التي لم تنتهِ.",
    none_sold: "لم تُبع أي بطاقة هدية بعد.",
    issued: "صدرت",
    paid: "أُنفقت",
    expired: "انتهت",
    taken_back: "استُرجعت",
    to_card: "ويعود {} إضافي إلى بطاقة الهدية التي دفعت.",
    yours: "ما هو لك",
    proof: "كل سطر يثبت ما يحق لك، حتى دون شبكة. يصلح ليوم واحد، وهذه الصفحة تجدده.",
    proof_of: "إثبات",
    yours_waits: "يصبح لك حالما يُدفع الطلب.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = GiftWords::of(lang);
            assert_eq!(
                places([words.until, words.ended, words.spent, words.to_card]),
                [1, 1, 2, 1],
                "{lang:?}"
            );
        }
    }
}
