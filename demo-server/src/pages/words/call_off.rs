//! What the pages say where a buyer calls something off, in every language.

use attar::Lang;

/// The words of calling off.
#[derive(Debug)]
pub struct CallOffWords {
    /// Over the form.
    pub title: &'static str,
    /// What it does, and until when.
    pub lead: &'static str,
    /// Calls the units off that were picked.
    pub units: &'static str,
    /// Calls all of it off.
    pub all: &'static str,
}

impl CallOffWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Fa => &FA,
            Lang::Ar => &AR,
        }
    }
}

static EN: CallOffWords = CallOffWords {
    title: "Call something off",
    lead: "You can, until it leaves the house. What you paid for it is paid back.",
    units: "Call these off",
    all: "Call off the whole order",
};

static FA: CallOffWords = CallOffWords {
    title: "چیزی را لغو کنید",
    lead: "تا وقتی فرستاده نشده است می‌توانید. آنچه برایش پرداخته‌اید به شما برمی‌گردد.",
    units: "این‌ها را لغو کن",
    all: "همه‌ی سفارش را لغو کن",
};

static AR: CallOffWords = CallOffWords {
    title: "ألغِ شيئًا",
    lead: "يمكنك ذلك ما دام لم يُرسَل. ويُعاد إليك ما دفعته مقابله.",
    units: "ألغِ هذه",
    all: "ألغِ الطلب كله",
};
