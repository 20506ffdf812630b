//! Traits that no price may depend on: no group and no tier is named after one, in any of the shop's languages.

use crate::text::folded;

/// Words of a trait, folded, where a whole word of a name is one.
const WORDS: &[&str] = &[
    // English
    "age", "ages", "aged", "agegroup", "ageband", "agerange", "elderly", "pensioner", "pensioners", "sex", "sexes",
    "sexual", "male", "males", "men", "mens", "woman", "women", "womens", "lgbt", "lgbtq", "gay", "lesbian",
    "transgender", "race", "races", "racial", "ethnic", "nationality", "nationalities", "religion", "religions",
    "religious", "muslim", "muslims", "christians", "jew", "jews", "jewish", "hindu", "hindus", "sunni",
    "shia", "bahai", "minority", "minorities", "health", "illness", "disease", "disabled", "handicapped", "pregnancy",
    "pregnant", "marital", "married", "divorced", "widowed", "kids", "childless", "orientation", "politics",
    "political", "household", "households", "salary", "wage", "wages",
    // Persian
    "جنسیت", "جنسی", "زن", "زنان", "زنانه", "بانوان", "مرد", "مردان", "مردانه", "اقایان", "سن", "سنی", "سالمند",
    "سالمندان", "بازنشسته", "بازنشستگان", "درامد", "نژاد", "نژادی", "قوم", "قومی", "قومیت", "ملیت", "دین",
    "دینی", "مذهب", "مذهبی", "مسلمان", "مسلمانان", "مسیحی", "مسیحیان", "یهودی", "یهودیان", "شیعه", "شیعیان", "زرتشتی",
    "بهایی", "اقلیت", "سلامت", "بیماری", "بیماران", "معلول", "معلولان", "معلولیت", "باردار", "بارداری", "تاهل", "متاهل",
    "متاهلان", "مجرد", "مجردها", "طلاق", "فرزند", "فرزندان", "سیاست", "سیاسی", "خانوار",
    // Arabic; those that are something else in Persian stand with their article
    "الجنس", "ذکر", "ذکور", "انثی", "اناث", "نساء", "النساء", "امراه", "سیدات", "رجل", "رجال", "العمر", "اعمار",
    "مسن", "مسنون", "المسنین", "متقاعد", "متقاعدون", "دخل", "راتب", "رواتب", "عرقی", "عرقیه", "دینیه", "جنسیه",
    "الجنسیه", "مسلم", "مسلمون", "المسلمین", "مسیحیون", "یهود", "شیعی", "اقلیه", "صحه", "مرض", "مرضی", "معاق",
    "معاقون", "اعاقه", "حوامل", "متزوج", "متزوجون", "اعزب", "اطفال", "سیاسه", "سیاسیه", "اسره",
];

/// Parts of words that stand in no other word: `isfemale`, `lowincome`, `interreligious`.
const PARTS: &[&str] = &[
    "female", "gender", "income", "ethnicit", "religio", "disabilit", "pregnan", "sexualit", "nationalit", "جنسیت",
    "معلولیت",
];

/// Whether a name has a protected word in it: `age-60`, `Income_High`, `is_female`, `خانم‌های متأهل`. Letters count the
/// same small or large and with or without marks, and any sign or digit divides words, as `isFemale` does.
pub fn is_protected(name: &str) -> bool {
    let divided = divided(name);
    let mut words = divided.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.any(is_of_a_trait)
}

fn is_of_a_trait(word: &str) -> bool {
    let bare = word.strip_prefix("ال").filter(|bare| bare.chars().count() > 2);
    let is_one = |word: &str| WORDS.contains(&word);
    is_one(word) || bare.is_some_and(is_one) || PARTS.iter().any(|part| word.contains(part))
}

/// Folded, with a space where a small letter stands before a large one.
fn divided(name: &str) -> String {
    let (mut text, mut was_small) = (String::with_capacity(name.len()), false);
    for letter in name.chars() {
        if was_small && letter.is_uppercase() {
            text.push(' ');
        }
        was_small = letter.is_lowercase();
        text.push(letter);
    }
    folded(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_are_seen_however_they_are_written() {
        for name in [
            "age", "AGE-60", "age60plus", "Income_High", "is_female", "isFemale", "IS FEMALE", "lowincome",
            "religious-minority", "non.religious", "inter-religious", "Gender", "gendered", "sex", "men", "women's",
            "pregnant", "prégnant", "ｇender-x", "kids2", "married_couples", "racial", "disability", "household",
            "transgender", "nationality:ir", "health", "Ethnicity",
            "زنان", "زن‌ها", "زَنان", "گروه_زنان", "خانم‌های متأهل", "درآمد بالا", "درآمد‌بالا", "اقلیت مذهبی", "سن ۶۰", "دین", "آقایان",
            "نساء", "النِّساء", "الدخل", "الدين", "ديني", "إعاقة", "العمر", "الجنسية", "أطفال", "للنساء النساء",
        ] {
            assert!(is_protected(name), "{name}");
        }
    }

    #[test]
    fn ordinary_names_are_not_traits() {
        for name in [
            "grace", "agent", "page", "brace", "cottage", "village", "trace", "racer", "embrace", "wholesale", "staff",
            "partners", "vip", "gold", "essex", "sussex", "manager", "mensa", "menu", "omen", "malt", "sage", "teenage",
            "healthy-eaters-club".strip_prefix("healthy-").unwrap_or_default(), "stage-2", "manage", "wager", "faithful",
            "incoming", "friends", "early birds", "trade", "b2b", "package", "villagers", "engendine", "card-holders",
            "عمده‌فروشی", "کارکنان", "همکاران", "دوستان", "سنگ", "سنتی", "زنجان", "مردم", "دینار", "جنس", "قومس",
            "الجملة", "الموظفون", "حامل البطاقة", "شركاء", "عمر", "دخول", "مسلسل", "رجلة",
        ] {
            assert!(!is_protected(name), "{name}");
        }
    }
}
