//! What referring brings and brought, as nodes: the own code and link, and a friend's invitation.

use super::loyalty::{last_day, points};
use super::{Element, Viewer, Word, halves, money};
use crate::query::{Invited, Referring};
use crate::terms::loyalty::referral::halves as code_halves;
use crate::text::join;

/// The page that a code leads to.
const PAGE: &str = "/?referral=";

impl Viewer<'_> {
    /// Behind the points of a shopper: members may refer, and who was referred is told how that stands.
    pub(super) fn referring(&self, drawn: Element, referring: &Referring, member: bool) -> Element {
        let drawn = match referring.came {
            Some(came) => self.invited(drawn, came, referring.welcomes),
            None => drawn,
        };
        if !member {
            return drawn;
        }
        let part = Element::part("div", "refer");
        let part = part.child(Element::new("h3").text(self.word(Word::Refer)));
        let part = self.own_code(part.child(self.offer(referring)), referring);
        drawn.child(part)
    }

    /// What both get, and for what.
    fn offer(&self, referring: &Referring) -> Element {
        let mut told = Element::part("p", "note");
        for (word, of) in [(Word::ReferGives, referring.gives), (Word::ReferWelcomes, referring.welcomes)] {
            if of > 0 {
                told = self.with_points(told, word, of).text(" ");
            }
        }
        if referring.least.minor > 0 {
            told = told.text(self.word(Word::ReferLeast)).child(money(referring.least)).text(".");
        }
        told
    }

    /// The code and its link, and what they brought.
    fn own_code(&self, part: Element, referring: &Referring) -> Element {
        let Some(code) = &referring.code else { return part };
        let (one, two) = code_halves(code);
        let said = Element::part("code", "code").attribute("dir", "ltr").text(&join(&[one, "-", two]));
        let link = Element::part("a", "share").attribute("href", &join(&[PAGE, code]));
        let part = part
            .child(Element::new("p").text(self.word(Word::ReferCode)).child(said))
            .child(Element::new("p").child(link.text(self.word(Word::ReferLink))));
        let brought =
            [(Word::ReferFollowed, referring.followed.into()), (Word::ReferBrought, referring.points)];
        let list = brought.into_iter().fold(Element::part("ul", "brought"), |list, (word, of)| {
            list.child(self.with_points(Element::new("li"), word, of))
        });
        if referring.followed == 0 { part } else { part.child(list) }
    }

    fn invited(&self, drawn: Element, came: Invited, welcomes: i64) -> Element {
        let told = Element::part("p", "invited");
        match came {
            Invited::Until(until) => {
                let [before, after] = halves(self.word(Word::ReferAwaited));
                let told = told.text(&before).child(points(welcomes)).text(&after);
                drawn.child(told.child(self.day(last_day(until))).text("."))
            }
            Invited::Ended(why) => {
                let told = told.text(self.word(Word::ReferEnded));
                drawn.child(told.text(self.word(Word::referral(why))))
            }
            Invited::Welcomed => drawn,
        }
    }
}
