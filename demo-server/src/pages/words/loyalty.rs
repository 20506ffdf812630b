//! What the pages say of points, in every language. `{}` is where a number goes.

use attar::Lang;

/// The words of points.
#[derive(Debug)]
pub struct LoyaltyWords {
    /// Over what was collected.
    pub title: &'static str,
    /// Over the field of the checkout.
    pub pay: &'static str,
    /// How many points there are; behind it stands what they are worth.
    pub have: &'static str,
    /// The fewest and the most that can be spent, and of how many it must be a multiple.
    pub range: &'static str,
    /// None can be spent.
    pub none: &'static str,
    /// The field.
    pub how_many: &'static str,
    /// The button.
    pub apply: &'static str,
}

impl LoyaltyWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: LoyaltyWords = LoyaltyWords {
    title: "Your points",
    pay: "Pay with points",
    have: "You have {} points, worth ",
    range: "On this order you can spend {} to {} points, in steps of {}.",
    none: "No points can be spent on this order.",
    how_many: "Points to spend",
    apply: "Use points",
};

static FA: LoyaltyWords = LoyaltyWords {
    title: "امتیازهای شما",
    pay: "پرداخت با امتیاز",
    have: "{} امتیاز دارید، به ارزش ",
    range: "برای این سفارش می‌توانید {} تا {} امتیاز خرج کنید، مضربی از {}.",
    none: "برای این سفارش نمی‌توان امتیازی خرج کرد.",
    how_many: "چند امتیاز",
    apply: "اعمال امتیاز",
};

static AR: LoyaltyWords = LoyaltyWords {
    title: "نقاطك",
    pay: "الدفع بالنقاط",
    have: "لديك {} نقطة، قيمتها ",
    range: "يمكنك أن تنفق على هذا الطلب من {} إلى {} نقطة، بمضاعفات {}.",
    none: "لا يمكن إنفاق نقاط على هذا الطلب.",
    how_many: "عدد النقاط",
    apply: "استخدم النقاط",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = LoyaltyWords::of(lang);
            assert_eq!(places([words.have, words.range, words.none]), [1, 3, 0], "{lang:?}");
        }
    }
}
