//! What the pages say of ordering again, in every language. `{}` is where a number, a name or an amount goes.

use attar::Lang;

/// The words of ordering again.
#[derive(Debug)]
pub struct AgainWords {
    /// The button.
    pub again: &'static str,
    /// The number of the order; how many of its products came, and of how many.
    pub told: &'static str,
    /// A product is sold no more: its name.
    pub withdrawn: &'static str,
    /// None is left: its name.
    pub sold_out: &'static str,
    /// Too few are left: its name, how many came, and of how many.
    pub fewer: &'static str,
    /// A cart holds no more: the same.
    pub cart_full: &'static str,
    /// How many of which, what they cost, and what they cost now: more.
    pub dearer: &'static str,
    /// The same: less.
    pub cheaper: &'static str,
}

impl AgainWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: AgainWords = AgainWords {
    again: "Order again",
    told: "From order {}: {} of {} products are in your cart, at today's prices. Nothing is ordered yet.",
    withdrawn: "{} is no longer sold.",
    sold_out: "{} is sold out.",
    fewer: "{}: only {} of {}, there are no more.",
    cart_full: "{}: only {} of {}, the cart holds no more.",
    dearer: "{} × {} costs more: it was {} and is {} now.",
    cheaper: "{} × {} costs less: it was {} and is {} now.",
};

static FA: AgainWords = AgainWords {
    again: "دوباره سفارش بده",
    told: "از سفارش {}: {} کالا از {} کالا با قیمت امروز در سبد شماست. هنوز چیزی سفارش داده نشده است.",
    withdrawn: "{} دیگر فروخته نمی‌شود.",
    sold_out: "{} تمام شده است.",
    fewer: "{}: تنها {} از {}؛ بیشتر موجود نیست.",
    cart_full: "{}: تنها {} از {}؛ سبد جای بیشتری ندارد.",
    dearer: "{} × {} گران‌تر شده است: {} بود و اکنون {} است.",
    cheaper: "{} × {} ارزان‌تر شده است: {} بود و اکنون {} است.",
};

static AR: AgainWords = AgainWords {
    again: "اطلب مجددًا",
    told: "من الطلب {}: {} من {} من المنتجات في سلتك بأسعار اليوم. لم يُطلب شيء بعد.",
    withdrawn: "لم يعد {} يُباع.",
    sold_out: "نفد {}.",
    fewer: "{}: ‏{} فقط من {}، لا يتوفر المزيد.",
    cart_full: "{}: ‏{} فقط من {}، لا تتسع السلة للمزيد.",
    dearer: "{} × {} أغلى: كان السعر {} وهو الآن {}.",
    cheaper: "{} × {} أرخص: كان السعر {} وهو الآن {}.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = AgainWords::of(lang);
            assert_eq!(places([words.told, words.withdrawn, words.sold_out]), [3, 1, 1], "{lang:?}");
            assert_eq!(places([words.fewer, words.cart_full]), [3; 2], "{lang:?}");
            assert_eq!(places([words.dearer, words.cheaper]), [4; 2], "{lang:?}");
        }
    }
}
