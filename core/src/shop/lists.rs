//! Which price lists lie in the snapshot, and which only members of their groups may know.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::guards::Guards;
use super::terms::Reach;
use super::{Audience, CARD, Only, PriceList, PriceListDraft, PublicShop, Shop, ShopDraft, ShopError};
use crate::command::Command;
use crate::customer::groups::Groups;
use crate::id::{PriceListId, ProductId};
use crate::money::{Currency, Money};
use crate::packed::Packed;
use crate::terms::condition::Condition;
use crate::terms::list::{self, Fault};
use crate::terms::loyalty::Programme;
use crate::terms::promotion::Promotion;
use crate::terms::till::Terms;

/// The channel of pages.
pub const WEB: &str = "web";
/// The channel of tills.
pub const POS: &str = "pos";
/// All channels, by the names of [`Channel`](crate::event::Channel).
const CHANNELS: [&str; 3] = [WEB, POS, "console"];

/// What only a shopper in some groups may know of a shop: it travels with their slice, never in the snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// The lists of their groups, ascending by number.
    pub lists: Vec<PriceList>,
    /// The promotions of their groups that need no code, in the order in which they are taken.
    pub promotions: Packed<Vec<Promotion>>,
    /// The lowest prices that these could reach and those for everyone could not, in minor units, ascending by product.
    pub floors: Vec<(ProductId, i64)>,
}

/// A list that does not lie in the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Closed {
    groups: Vec<String>,
    tiers: Vec<String>,
    channels: Vec<String>,
    list: PriceList,
}

impl PriceListDraft {
    /// A list that is in force for everyone, always and everywhere, with one price a product.
    pub fn everyone(
        id: PriceListId,
        name: impl Into<String>,
        currency: Currency,
        prices: Vec<(ProductId, i64)>,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            currency,
            audience: Audience::Everyone,
            draft: false,
            prices,
            title: None,
            only: Only::default(),
            steps: Vec::new(),
        }
    }
}

/// Whether everyone may know of a list.
pub(super) fn is_open(list: &PriceListDraft) -> bool {
    !list.draft && list.only.is_for_all() && takes(&list.only.channels, WEB)
}

/// The lists that are in force, and not for everyone to know.
pub(super) fn closed(draft: &ShopDraft, terms: &Terms) -> Vec<Closed> {
    let guards = Guards { draft, terms };
    let closed = draft.price_lists.iter().filter(|list| !list.draft && !is_open(list));
    let known = |list: &PriceListDraft| Closed {
        groups: list.only.groups.clone(),
        tiers: list.only.tiers.clone(),
        channels: list.only.channels.clone(),
        list: guards.list(list),
    };
    closed.map(known).collect()
}

fn takes(channels: &[String], channel: &str) -> bool {
    channels.is_empty() || channels.iter().any(|named| named == channel)
}

impl Only {
    /// Whether it is for no group and no tier.
    pub(super) fn is_for_all(&self) -> bool {
        self.groups.is_empty() && self.tiers.is_empty()
    }
}

/// Who asks: the groups and the tier that they are of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Member<'a> {
    /// The groups.
    pub groups: &'a [&'a str],
    /// The tier.
    pub tier: Option<&'a str>,
}

impl<'a> Member<'a> {
    /// Of these groups, and of no tier.
    pub const fn of(groups: &'a [&'a str]) -> Self {
        Self { groups, tier: None }
    }

    /// Whether what is for some groups and tiers is for them.
    fn is_of(&self, groups: &[String], tiers: &[String]) -> bool {
        let group = groups.is_empty() || groups.iter().any(|group| self.groups.contains(&group.as_str()));
        group && (tiers.is_empty() || tiers.iter().any(|tier| self.tier == Some(tier)))
    }

    /// Whether a condition speaks of a group or the tier of theirs.
    fn is_named(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Group(names) => names.iter().any(|name| self.groups.contains(&name.as_str())),
            Condition::Tier(names) => names.iter().any(|name| self.tier == Some(name)),
            other => other.parts().iter().any(|part| self.is_named(part)),
        }
    }
}

/// Says of each tier whether price lists or promotions are for its members.
pub(super) fn note_tiers(programme: &mut Programme, draft: &ShopDraft, terms: &Terms) {
    for tier in programme.tiers.iter_mut().flat_map(|tiers| &mut tiers.steps) {
        let lists = draft.price_lists.iter().filter(|list| !list.draft);
        let in_lists = lists.flat_map(|list| &list.only.tiers).any(|name| *name == tier.name);
        let named = |promotion: &Promotion| names_tier(&promotion.when, &tier.name);
        tier.prices = in_lists || terms.promotions.iter().any(named);
    }
}

fn names_tier(condition: &Condition, name: &str) -> bool {
    match condition {
        Condition::Tier(names) => names.iter().any(|own| own == name),
        other => other.parts().iter().any(|part| names_tier(part, name)),
    }
}

impl Shop {
    /// What a shopper who is in these groups and of that tier may know beside what everyone may, in a channel (`web` is
    /// that of pages). It names none of the groups that they are not in.
    pub fn own(&self, member: Member<'_>, channel: &str) -> Own {
        let is_in = |named: &str| member.groups.contains(&named);
        let open = self.terms.promotions.iter().filter(|promotion| promotion.coupons.is_empty());
        let own = open.filter(|promotion| member.is_named(&promotion.when));
        let told = own.map(|promotion| Promotion {
            when: told(&promotion.when, &|name| name == CARD || is_in(name)),
            ..promotion.public()
        });
        let list = |list: &PriceListDraft| {
            let known = member.is_of(&list.only.groups, &list.only.tiers);
            !list.draft && known && takes(&list.only.channels, channel)
        };
        let reach = Reach::of(&self.terms, &self.draft, list, |one| member.is_named(&one.when));
        let felt =
            |product: &ProductId| Some((*product, reach.felt(self.terms.item(*product)?, &self.terms)?));
        Own {
            floors: self.held_back.iter().filter_map(felt).collect(),
            lists: self.own_lists(member, channel).cloned().collect(),
            promotions: Packed::of(told.collect()),
        }
    }

    /// What everyone may know of the shop in a channel: without the lists of another. Those of the channel alone are
    /// among [`Shop::own_lists`], whatever the groups.
    pub(crate) fn public_in<'p>(&self, public: &'p PublicShop, channel: &str) -> Cow<'p, PublicShop> {
        let is_there = |id: PriceListId| {
            let found = self.draft.price_lists.iter().find(|list| list.id == id);
            found.is_none_or(|list| takes(&list.only.channels, channel))
        };
        if public.price_lists.iter().all(|list| is_there(list.id)) {
            return Cow::Borrowed(public);
        }
        let mut there = public.clone();
        there.price_lists.retain(|list| is_there(list.id));
        Cow::Owned(there)
    }

    /// The lists that members of these groups know beside what everyone does, in a channel.
    pub(crate) fn own_lists(&self, member: Member<'_>, channel: &str) -> impl Iterator<Item = &PriceList> {
        let known = move |closed: &&Closed| {
            member.is_of(&closed.groups, &closed.tiers) && takes(&closed.channels, channel)
        };
        self.closed.iter().filter(known).map(|closed| &closed.list)
    }

    /// The lists in force, whoever they are for.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &PriceList> {
        self.public.price_lists.iter().chain(self.closed.iter().map(|closed| &closed.list))
    }

    /// The promotions whose conditions speak of a group.
    pub fn promotions_of(&self, group: &str) -> impl Iterator<Item = &Promotion> {
        let is_one = move |named: &str| named == group;
        self.terms.promotions.iter().filter(move |promotion| names_one(&promotion.when, &is_one))
    }

    /// The groups that price lists and promotions speak of, ascending, but for [`CARD`].
    pub fn groups(&self) -> Vec<&str> {
        let lists = self.draft.price_lists.iter().flat_map(|list| &list.only.groups);
        let mut all: Vec<&str> = lists.map(String::as_str).collect();
        self.terms.promotions.iter().for_each(|promotion| named(&promotion.when, &mut all));
        all.retain(|name| *name != CARD);
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Whether a condition speaks of one of these groups.
fn names_one(condition: &Condition, is_one: &dyn Fn(&str) -> bool) -> bool {
    match condition {
        Condition::Group(names) => names.iter().any(|name| is_one(name)),
        other => other.parts().iter().any(|part| names_one(part, is_one)),
    }
}

fn named<'a>(condition: &'a Condition, all: &mut Vec<&'a str>) {
    if let Condition::Group(names) = condition {
        all.extend(names.iter().map(String::as_str));
    }
    condition.parts().iter().for_each(|part| named(part, all));
}

/// The same condition without the groups that a shopper is not in and may not know of: to them it says the same.
pub(crate) fn told(condition: &Condition, may_know: &dyn Fn(&str) -> bool) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(|part| told(part, may_know)).collect();
    match condition {
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(part) => Condition::Not(Box::new(told(part, may_know))),
        Condition::Group(names) => {
            Condition::Group(names.iter().filter(|name| may_know(name)).cloned().collect())
        }
        leaf => leaf.clone(),
    }
}

/// What a condition asks of somebody who is in no group, the card's aside, and of no tier; nothing, if it never holds
/// for them. It names no group and no tier.
pub(super) fn of_nobody(condition: &Condition) -> Option<Condition> {
    let asked = resolved(condition);
    (asked != never()).then_some(asked)
}

fn always() -> Condition {
    Condition::All(Vec::new())
}

pub(crate) fn never() -> Condition {
    Condition::Any(Vec::new())
}

fn resolved(condition: &Condition) -> Condition {
    let each = |parts: &[Condition]| parts.iter().map(resolved).collect::<Vec<_>>();
    match condition {
        Condition::All(parts) => {
            let mut parts = each(parts);
            parts.retain(|part| *part != always());
            if parts.contains(&never()) { never() } else { Condition::All(parts) }
        }
        Condition::Any(parts) => {
            let mut parts = each(parts);
            parts.retain(|part| *part != never());
            if parts.contains(&always()) { always() } else { Condition::Any(parts) }
        }
        Condition::Not(part) => match resolved(part) {
            part if part == never() => always(),
            part if part == always() => never(),
            part => Condition::Not(Box::new(part)),
        },
        Condition::Group(names) if names.iter().any(|name| name == CARD) => {
            Condition::Group(vec![CARD.to_owned()])
        }
        // Who is of a tier knows what it brings as one of theirs.
        Condition::Group(_) | Condition::Tier(_) => never(),
        leaf => leaf.clone(),
    }
}

/// Whether steps, groups, channels and times of a list are sound; its steps are sorted.
pub(super) fn check(list: &PriceListDraft, draft: &ShopDraft) -> Result<(), ShopError> {
    let mut before = None;
    for step in &list.steps {
        let (product, key) = (step.product, Some((step.product, step.from_units)));
        if draft.products.binary_search_by_key(&product, |sold| sold.id).is_err() {
            return Err(ShopError::BadEntry(list.id, product));
        }
        let units = (2..=Command::MOST_UNITS).contains(&step.from_units);
        if !units || before == key || !(0..=Money::MOST_MINOR).contains(&step.minor) {
            return Err(ShopError::BadStep(list.id, product));
        }
        before = key;
    }
    let fault = list::fault(&list.only.groups, Groups::is_name, &list.only.when);
    if let Some(Fault::Name(name)) = fault {
        return Err(ShopError::BadGroup(list.id, name.to_owned()));
    }
    if let Some(name) = list.only.channels.iter().find(|name| !CHANNELS.contains(&name.as_str())) {
        return Err(ShopError::BadChannel(list.id, name.clone()));
    }
    if let Some(name) = list.only.tiers.iter().find(|name| !has_tier(draft, name)) {
        return Err(ShopError::UnknownTier(list.id, name.clone()));
    }
    match fault {
        Some(Fault::Time(why)) => Err(ShopError::BadTime(list.id, why)),
        _ => Ok(()),
    }
}

fn has_tier(draft: &ShopDraft, name: &str) -> bool {
    let tiers = draft.loyalty.as_ref().and_then(|programme| programme.tiers.as_ref());
    tiers.is_some_and(|tiers| tiers.named(name).is_some())
}

/// The lowest that a list says for a product, whatever the quantity.
pub(super) fn lowest(list: &PriceListDraft, product: ProductId) -> Option<i64> {
    let place = list.prices.binary_search_by_key(&product, |(id, _)| *id).ok();
    let single = place.and_then(|place| list.prices.get(place)).map(|(_, minor)| *minor);
    let steps = list.steps.iter().filter(|step| step.product == product).map(|step| step.minor);
    steps.chain(single).min()
}
