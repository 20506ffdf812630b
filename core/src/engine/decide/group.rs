//! Who is in which group: the merchant says so.

use super::{Facts, Judge};
use crate::command::Rejection;
use crate::customer::groups::Groups;
use crate::event::{CustomerFact, Fact, Subject};
use crate::id::ShopperId;

impl Judge<'_> {
    /// A group needs no list yet: who is in it may be said before what that brings.
    pub(super) fn add_to_group(&self, who: ShopperId, group: &str) -> Facts {
        if who.is_anonymous() {
            return Err(Rejection::Anonymous);
        }
        if !Groups::is_name(group) {
            return Err(Rejection::BadGroup { group: group.to_owned() });
        }
        let groups = self.shared(&who).groups;
        if groups.contains(group) {
            return Ok(Vec::new());
        }
        if groups.all().len() >= Groups::MOST {
            return Err(Rejection::TooManyGroups);
        }
        let joined = CustomerFact::GroupJoined { group: group.to_owned() };
        Ok(vec![(Subject::Shopper(who), Fact::Customer(joined))])
    }

    pub(super) fn take_from_group(&self, who: ShopperId, group: &str) -> Vec<(Subject, Fact)> {
        if !self.shared(&who).groups.contains(group) {
            return Vec::new();
        }
        let left = CustomerFact::GroupLeft { group: group.to_owned() };
        vec![(Subject::Shopper(who), Fact::Customer(left))]
    }
}
