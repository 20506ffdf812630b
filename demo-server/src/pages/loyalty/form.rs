//! The form of a programme.

mod delight;

use attar::Lang;
use attar::terms::loyalty::{EarnRule, Programme};
use maud::{Markup, html};

use super::super::fields::{Fields, Typed};
use super::super::terms::told::Teller;
use super::super::words::{ProgrammeWords, ReferralWords, TermsWords, fill};
use super::filled::{ROWS, is_filled, of_row, others};
use super::told::Told;
use super::{drafts, words};

/// The fields of a programme, and what of it they leave as it is.
pub(super) struct Form<'a> {
    pub fields: Fields<'a>,
    pub base: Option<&'a Programme>,
}

impl Form<'_> {
    fn words(&self) -> &'static ProgrammeWords {
        words(self.fields.caller)
    }

    fn shared(&self) -> &'static TermsWords {
        drafts(self.fields.caller)
    }

    /// All fields, without the form around them.
    pub fn all(&self) -> Markup {
        html! {
            (self.earning())
            (self.nothing())
            (self.worth())
            (self.expiry())
            (self.spending())
            (self.returns())
            (self.tiers())
            (self.referral())
            (self.delight())
        }
    }

    fn earning(&self) -> Markup {
        let (words, fields) = (self.words(), &self.fields);
        html! {
            fieldset.block {
                legend { (words.earning) }
                div.pair {
                    (fields.text("spend_points", words.points, Typed::Numeric))
                    (fields.text("spend_per", words.per_amount, Typed::Decimal))
                    (fields.text("joining", words.joining, Typed::Numeric))
                    (fields.text("first", words.first, Typed::Numeric))
                }
                p.muted { (words.earn_hint) (self.others()) }
            }
        }
    }

    /// Rules that the form cannot say.
    fn others(&self) -> String {
        let rules: Vec<&EarnRule> = self.base.map(|base| others(&base.earn)).unwrap_or_default();
        if rules.is_empty() {
            return String::new();
        }
        let told: Vec<String> = rules.iter().map(|rule| Told::new(self.fields.caller).rule(rule)).collect();
        let told = told.join(Teller::new(self.fields.caller).words.comma);
        format!(" {}", fill(self.words().more_rules, &[&told]))
    }

    fn nothing(&self) -> Markup {
        let (words, shared) = (self.words(), self.shared());
        html! {
            fieldset.block {
                legend { (words.nothing) }
                (self.fields.categories(shared.categories))
                (self.fields.text("products", shared.products, Typed::Text))
                p.muted { (shared.products_hint) }
            }
        }
    }

    fn worth(&self) -> Markup {
        let (words, fields) = (self.words(), &self.fields);
        html! {
            fieldset.block {
                legend { (words.worth) }
                div.trio {
                    (fields.text("worth_points", words.points, Typed::Numeric))
                    (fields.text("worth", words.are_worth, Typed::Decimal))
                    (fields.text("pending_days", words.pending_days, Typed::Numeric))
                }
                p.muted { (words.pending_hint) }
            }
        }
    }

    fn expiry(&self) -> Markup {
        let (words, fields) = (self.words(), &self.fields);
        let kinds = [
            ("never", words.never),
            ("days", words.kind_days),
            ("months", words.kind_months),
            ("years", words.kind_years),
        ];
        html! {
            fieldset.block {
                legend { (words.expiry) }
                (fields.choice("expiry", words.expire, &kinds))
                div.trio.unless-never { (fields.text("expiry_count", words.how_many, Typed::Numeric)) }
            }
        }
    }

    fn spending(&self) -> Markup {
        let (words, fields) = (self.words(), &self.fields);
        let ways =
            [("none", words.not_at_all), ("payment", words.as_payment), ("discount", words.as_discount)];
        html! {
            fieldset.block {
                legend { (words.spending) }
                (fields.choice("how", words.how, &ways))
                div.trio.unless-never {
                    (fields.text("least", words.least, Typed::Numeric))
                    (fields.text("step", words.step, Typed::Numeric))
                    (fields.text("share", words.share, Typed::Decimal))
                }
            }
        }
    }

    fn returns(&self) -> Markup {
        let (words, fields) = (self.words(), &self.fields);
        let ways =
            [("nothing", words.keep_nothing), ("lot", words.keep_lot), ("balance", words.keep_balance)];
        html! {
            fieldset.block {
                legend { (words.returns) }
                (fields.choice("claw_back", words.claw_back, &ways))
                div.pair { (fields.text("revive_days", words.revive, Typed::Numeric)) }
            }
        }
    }

    fn tiers(&self) -> Markup {
        let (words, fields) = (self.words(), &self.fields);
        let counts = [("spend", words.by_spend), ("points", words.by_points), ("orders", words.by_orders)];
        let windows = [
            ("days", words.window_days),
            ("month", words.window_month),
            ("quarter", words.window_quarter),
            ("year", words.window_year),
            ("lifetime", words.window_life),
        ];
        html! {
            fieldset.block {
                legend { (words.tiers) }
                (fields.choice("by", words.by, &counts))
                (fields.choice("window", words.window, &windows))
                div.pair {
                    (fields.text("window_days", words.days, Typed::Numeric))
                    (fields.text("grace_days", words.grace, Typed::Numeric))
                }
                (fields.choice("downgrade", words.downgrade, &[("step", words.to_step), ("earned", words.to_earned)]))
                (fields.wrong("downgrade"))
                p.muted { (words.tiers_hint) }
                @for row in 1..=ROWS { (self.row(row)) }
            }
        }
    }

    fn referral(&self) -> Markup {
        let (words, fields) = (ReferralWords::of(self.fields.caller.lang()), &self.fields);
        html! {
            fieldset.block {
                legend { (words.title) }
                div.trio {
                    (fields.text("referral_gives", words.gives, Typed::Numeric))
                    (fields.text("referral_welcomes", words.welcomes, Typed::Numeric))
                    (fields.text("referral_least", words.least, Typed::Decimal))
                }
                div.quad {
                    (fields.text("referral_most", words.most, Typed::Numeric))
                    (fields.text("referral_days", words.days, Typed::Numeric))
                    (fields.text("referral_most_ever", words.most_ever, Typed::Numeric))
                    (fields.text("referral_wait_days", words.wait_days, Typed::Numeric))
                }
                p.muted { (words.hint) }
            }
        }
    }

    /// One tier; folded where it is empty, but for the first.
    fn row(&self, row: usize) -> Markup {
        let (words, fields) = (self.words(), &self.fields);
        let name = |row: usize| fields.filled.one(&of_row(row, "name"));
        let is_open = row == 1 || is_filled(fields.filled, row);
        let field = |name: &str, label: &str, typed: Typed| fields.text(&of_row(row, name), label, typed);
        html! {
            details.fold.tier-row open[is_open] {
                summary { (fill(words.tier, &[&fields.caller.number(row)])) @if !name(row).is_empty() { ": " bdi { (name(row)) } } }
                div.quad {
                    (field("name", words.tier_name, Typed::Text))
                    (field("from", words.tier_from, Typed::Decimal))
                    (field("times", words.tier_times, Typed::Decimal))
                    (field("life", words.tier_for_life, Typed::Decimal))
                }
                div.trio {
                    (field("en", words.title_en, Typed::In(Lang::En)))
                    (field("fa", words.title_fa, Typed::In(Lang::Fa)))
                    (field("ar", words.title_ar, Typed::In(Lang::Ar)))
                }
            }
        }
    }
}
