//! What referring brings, as it would be written in the form.

use attar::terms::loyalty::Referral;

use super::Writer;

impl Writer<'_> {
    pub(super) fn referral(&mut self, referral: Option<&Referral>) {
        let Some(referral) = referral else {
            self.number("referral_days", 30);
            return self.number("referral_wait_days", 30);
        };
        let Referral { gives, welcomes, least, most, days, most_ever, wait_days } = *referral;
        for (field, number) in [
            ("referral_gives", Some(gives).filter(|points| *points > 0)),
            ("referral_welcomes", Some(welcomes).filter(|points| *points > 0)),
            ("referral_most", most),
            ("referral_days", Some(days.into())),
            ("referral_most_ever", most_ever),
            ("referral_wait_days", Some(wait_days.into())),
        ] {
            number.into_iter().for_each(|number| self.number(field, number));
        }
        if least > 0 {
            self.money("referral_least", least);
        }
    }
}
