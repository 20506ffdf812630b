//! Nouns behind a number, in the form that the number asks for.

use attar::Lang;

use super::super::caller::Caller;
use super::fill;

/// The forms of each noun, with `|` between them; `{}` is where the number goes. English has that of one and that of
/// others, Persian the same for all, and Arabic those of one, two, a few (3 to 10), many (11 to 99) and the rest.
#[derive(Debug)]
pub struct Nouns {
    /// As a heading or the subject of a sentence.
    pub basket: &'static str,
    pub customer: &'static str,
    pub point: &'static str,
    /// Behind such words as "of" and "on".
    pub basket_of: &'static str,
    pub customer_of: &'static str,
    pub product_of: &'static str,
    pub unit_of: &'static str,
    pub time_of: &'static str,
    pub member_of: &'static str,
    pub day_of: &'static str,
    pub month_of: &'static str,
    pub year_of: &'static str,
    /// How often, at most.
    pub often: &'static str,
}

static EN: Nouns = Nouns {
    basket: "{} basket|{} baskets",
    customer: "{} customer|{} customers",
    point: "{} point|{} points",
    basket_of: "{} basket|{} baskets",
    customer_of: "{} customer|{} customers",
    product_of: "{} product|{} products",
    unit_of: "{} unit|{} units",
    time_of: "{} time|{} times",
    member_of: "{} member|{} members",
    day_of: "{} day|{} days",
    month_of: "{} month|{} months",
    year_of: "{} year|{} years",
    often: "once|{} times",
};

static FA: Nouns = Nouns {
    basket: "{} سبد",
    customer: "{} مشتری",
    point: "{} امتیاز",
    basket_of: "{} سبد",
    customer_of: "{} مشتری",
    product_of: "{} کالا",
    unit_of: "{} واحد",
    time_of: "{} بار",
    member_of: "{} عضو",
    day_of: "{} روز",
    month_of: "{} ماه",
    year_of: "{} سال",
    often: "{} بار",
};

static AR: Nouns = Nouns {
    basket: "سلة واحدة|سلتان|{} سلال|{} سلة|{} سلة",
    customer: "زبون واحد|زبونان|{} زبائن|{} زبونًا|{} زبون",
    point: "نقطة واحدة|نقطتان|{} نقاط|{} نقطة|{} نقطة",
    basket_of: "سلة واحدة|سلتين|{} سلال|{} سلة|{} سلة",
    customer_of: "زبون واحد|زبونين|{} زبائن|{} زبونًا|{} زبون",
    product_of: "منتج واحد|منتجين|{} منتجات|{} منتجًا|{} منتج",
    unit_of: "وحدة واحدة|وحدتين|{} وحدات|{} وحدة|{} وحدة",
    time_of: "مرة واحدة|مرتين|{} مرات|{} مرة|{} مرة",
    member_of: "عضو واحد|عضوين|{} أعضاء|{} عضوًا|{} عضو",
    day_of: "يوم واحد|يومين|{} أيام|{} يومًا|{} يوم",
    month_of: "شهر واحد|شهرين|{} أشهر|{} شهرًا|{} شهر",
    year_of: "سنة واحدة|سنتين|{} سنوات|{} سنة|{} سنة",
    often: "مرة واحدة|مرتين|{} مرات|{} مرة|{} مرة",
};

impl Nouns {
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

/// Of the forms of a noun the one that goes with a number.
fn form(lang: Lang, count: u32, forms: &str) -> &str {
    let place = match (lang, count) {
        (Lang::Fa, _) | (Lang::En | Lang::Ar, 1) => 0,
        (Lang::En, _) | (Lang::Ar, 2) => 1,
        (Lang::Ar, _) => match count % 100 {
            3..=10 => 2,
            11..=99 => 3,
            _ => 4,
        },
    };
    forms.split('|').nth(place).unwrap_or(forms)
}

impl Caller {
    /// So many of something: its noun is chosen from the [`Nouns`] of the reader's language.
    pub fn counted(&self, count: u32, noun: impl Fn(&Nouns) -> &'static str) -> String {
        let forms = noun(Nouns::of(self.lang()));
        fill(form(self.lang(), count, forms), &[&self.number(count)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_form_of_its_language() {
        let of = |lang, count| form(lang, count, Nouns::of(lang).basket);
        assert_eq!(
            [0, 1, 2, 11].map(|count| of(Lang::En, count)),
            ["{} baskets", "{} basket", "{} baskets", "{} baskets"]
        );
        assert_eq!([0, 1, 2, 11].map(|count| of(Lang::Fa, count)), ["{} سبد"; 4]);
        let arabic = [1, 2, 3, 10, 110].map(|count| of(Lang::Ar, count));
        assert_eq!(arabic, ["سلة واحدة", "سلتان", "{} سلال", "{} سلال", "{} سلال"]);
        let customers = [11, 99, 100, 101, 111].map(|count| form(Lang::Ar, count, AR.customer));
        assert_eq!(customers, ["{} زبونًا", "{} زبونًا", "{} زبون", "{} زبون", "{} زبونًا"]);
    }

    #[test]
    fn every_noun_has_all_forms_of_its_language() {
        for (lang, forms) in [(Lang::En, 2), (Lang::Fa, 1), (Lang::Ar, 5)] {
            let Nouns { basket, customer, point, basket_of, customer_of, product_of, unit_of, .. } =
                Nouns::of(lang);
            let Nouns { time_of, member_of, day_of, month_of, year_of, often, .. } = Nouns::of(lang);
            let first = [basket, customer, point, basket_of, customer_of, product_of, unit_of];
            for noun in first.into_iter().chain([time_of, member_of, day_of, month_of, year_of, often]) {
                assert_eq!(noun.split('|').count(), forms, "{noun}");
            }
        }
    }
}
