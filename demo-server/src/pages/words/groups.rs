//! What the merchant's page of groups says, in every language.

use attar::Lang;

/// The words of the page.
#[derive(Debug)]
pub struct GroupsWords {
    /// As a heading, and a link to it.
    pub title: &'static str,
    /// What a group is for.
    pub why: &'static str,
    /// The groups that prices speak of, as a heading.
    pub all: &'static str,
    /// There are none.
    pub none: &'static str,
    /// One customer, as a heading.
    pub customer: &'static str,
    /// What to type: a number of the demo, or an identifier.
    pub which: &'static str,
    /// Shows the customer.
    pub show: &'static str,
    /// There is no such customer.
    pub unknown: &'static str,
    /// They are in no group.
    pub in_none: &'static str,
    /// Since when.
    pub since: &'static str,
    /// A group, to type or choose.
    pub group: &'static str,
    /// Puts the customer into it.
    pub add: &'static str,
    /// Takes them out of it.
    pub take: &'static str,
    /// How many products a list has.
    pub products: &'static str,
    /// How many of them cost less from a quantity on.
    pub steps: &'static str,
    /// From when on.
    pub from: &'static str,
    /// Until when.
    pub until: &'static str,
    /// A list that holds at some hours or days only.
    pub hours: &'static str,
    /// A promotion of the group.
    pub promotion: &'static str,
    /// The members, before their names.
    pub members: &'static str,
    /// There are none.
    pub no_members: &'static str,
    /// A name that no group may have.
    pub bad_group: &'static str,
    /// The customer is in too many.
    pub too_many: &'static str,
}

impl GroupsWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: GroupsWords = GroupsWords {
    title: "Customer groups",
    why: "Who is in a group pays its prices, where they are lower. Nobody else learns of them.",
    all: "Groups and their prices",
    none: "No price list and no promotion speaks of a group.",
    customer: "A customer",
    which: "Number of the household, or identifier",
    show: "Show",
    unknown: "There is no such customer.",
    in_none: "In no group.",
    since: "since {}",
    group: "Group",
    add: "Add to the group",
    take: "Take out",
    products: "{} products",
    steps: "{} prices by quantity",
    from: "from {}",
    until: "until {}",
    hours: "at some hours or days only",
    promotion: "Promotion: {}",
    members: "Members",
    no_members: "Nobody is in it yet.",
    bad_group: "No group may be called so: the name is empty or longer than 40 bytes, or speaks of a protected trait.",
    too_many: "The customer is in as many groups as anybody may be.",
};

static FA: GroupsWords = GroupsWords {
    title: "گروه‌های مشتریان",
    why: "هر که در گروهی باشد قیمت‌های آن گروه را می‌پردازد، اگر پایین‌تر باشند. کس دیگری از آن‌ها باخبر نمی‌شود.",
    all: "گروه‌ها و قیمت‌هایشان",
    none: "هیچ فهرست قیمت و تخفیفی از گروهی نام نمی‌برد.",
    customer: "یک مشتری",
    which: "شماره‌ی خانوار، یا شناسه",
    show: "نشان بده",
    unknown: "چنین مشتری‌ای نیست.",
    in_none: "در هیچ گروهی نیست.",
    since: "از {}",
    group: "گروه",
    add: "افزودن به گروه",
    take: "بیرون بردن",
    products: "{} کالا",
    steps: "{} قیمت بر پایه‌ی تعداد",
    from: "از {}",
    until: "تا {}",
    hours: "تنها در برخی ساعت‌ها یا روزها",
    promotion: "تخفیف: {}",
    members: "اعضا",
    no_members: "هنوز کسی در آن نیست.",
    bad_group: "هیچ گروهی نمی‌تواند این نام را داشته باشد: خالی است، یا بلندتر از ۴۰ بایت، یا از ویژگی‌ای محافظت‌شده می‌گوید.",
    too_many: "این مشتری در بیشترین شمار ممکن از گروه‌هاست.",
};

static AR: GroupsWords = GroupsWords {
    title: "مجموعات الزبائن",
    why: "من كان في مجموعة يدفع أسعارها إن كانت أدنى. ولا يعلم بها أحد سواه.",
    all: "المجموعات وأسعارها",
    none: "لا تذكر أي قائمة أسعار ولا أي عرض مجموعة ما.",
    customer: "زبون",
    which: "رقم الأسرة أو المعرّف",
    show: "عرض",
    unknown: "لا يوجد زبون كهذا.",
    in_none: "ليس في أي مجموعة.",
    since: "منذ {}",
    group: "المجموعة",
    add: "إضافة إلى المجموعة",
    take: "إخراج",
    products: "عدد المنتجات: {}",
    steps: "أسعار حسب الكمية: {}",
    from: "من {}",
    until: "حتى {}",
    hours: "في بعض الساعات أو الأيام فقط",
    promotion: "عرض: {}",
    members: "الأعضاء",
    no_members: "لا أحد فيها بعد.",
    bad_group: "لا يجوز أن تُسمّى مجموعة هكذا: الاسم فارغ، أو أطول من ٤٠ بايت، أو يدل على صفة محمية.",
    too_many: "هذا الزبون في أكبر عدد مسموح من المجموعات.",
};

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn every_language_has_the_same_places_in_its_sentences() {
        for lang in Lang::ALL {
            let words = GroupsWords::of(lang);
            assert_eq!(places([words.since, words.products, words.steps]), [1; 3], "{lang:?}");
            assert_eq!(places([words.from, words.until, words.promotion]), [1; 3], "{lang:?}");
        }
    }
}
