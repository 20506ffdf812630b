//! Forgetting in memory: what goes, and what stays under another name.

use attar::event::{Actor, Subject};
use attar::id::{OrderId, ShopperId, SourceId};

use super::{Inside, Side};
use crate::log::forget::{CARRIERS_NUMBER, kept};
use crate::log::{LogError, Stored};

impl Inside {
    pub(super) fn rewrite(&mut self, who: &[ShopperId], pseudonym: ShopperId) {
        let about = |subject: Subject| self.by_subject.get(&subject).into_iter().flatten().copied();
        let all = who.iter().map(|who| Subject::Shopper(*who)).chain([Subject::Market]);
        let places: Vec<u64> = all.flat_map(about).collect();
        for seq in places {
            let Some(old) = self.take(seq) else { continue };
            if let Some(event) = kept(&old.event, who, pseudonym) {
                self.put(Stored { seq, event });
            }
            self.before.push(old);
        }
    }
}

impl Side {
    /// All that lies beside the log; what the shop was answered about a shopper stays under the other name.
    pub(super) fn forget(&mut self, who: ShopperId, pseudonym: ShopperId) -> Result<(), LogError> {
        self.links.retain(|visitor, customer| *visitor != who && *customer != who);
        self.consents.remove(&who);
        let buyers = &self.buyers;
        let own = |order: &OrderId| buyers.get(order).is_some_and(|(buyer, _)| *buyer == who);
        let numbers: Vec<&String> =
            self.consigned.iter().filter(|((order, _), _)| own(order)).map(|(_, number)| number).collect();
        self.scans.retain(|scan| !numbers.contains(&&scan.number));
        self.due.retain(|order, _| !own(order));
        self.points_due.remove(&who);
        self.referrers.retain(|_, own| *own != who);
        self.consigned.retain(|(order, _), _| buyers.get(order).is_none_or(|(buyer, _)| *buyer != who));
        for (buyer, contact) in self.buyers.values_mut().filter(|(buyer, _)| *buyer == who) {
            *buyer = pseudonym;
            self.contacts.remove(&std::mem::take(contact));
        }
        self.contacts.retain(|_, (of, ..)| *of != who);
        let of = |source: &SourceId| self.marks.get(source).and_then(|(_, of)| *of);
        self.refused.retain(|id, _| of(&id.source) != Some(who));
        self.marks.retain(|_, (_, of)| *of != Some(who));
        let actor = serde_json::to_string(&Actor::Shopper(who))?;
        self.answers.retain(|(of, _), _| *of != actor);
        let (old, new) = (who.hex(), pseudonym.hex());
        self.answers.retain(|_, (answer, _)| !(answer.contains(&old) && answer.contains(CARRIERS_NUMBER)));
        self.answers.values_mut().for_each(|(answer, _)| *answer = answer.replace(&old, &new));
        Ok(())
    }
}
