//! The retailer's campaigns in the demo shop: a group of the households that received each, and its coupons as
//! promotions for that group, on the campaign's own days, moved with the year.

use std::collections::{BTreeMap, BTreeSet};

use attar::event::Role;
use attar::shop::Label;
use attar::terms::condition::{Condition, Schedule, Selector};
use attar::terms::promotion::{Offer, Promotion, PromotionId, Spread, Target};
use attar::time::{CivilDay, Span, Zone};
use attar::{Actor, Channel, Command, Currency, Lang, Money, ProductId, Timestamp};

use super::customer_id;
use super::history::Happening;
use super::zone::new_york;
use crate::local::money;
use crate::seed::{self, Seed, SeedCampaign, SeedCoupon, SeedError};

/// Promotions of campaign 20 are numbered from 2,001 on.
const NUMBERS: u32 = 100;

/// The group of those who received a campaign.
fn group(campaign: u16) -> String {
    format!("campaign-{campaign}")
}

/// From the first day's midnight until that behind the last, on the shop's clock, so many whole weeks later.
fn days(campaign: &SeedCampaign, shift: Span, zone: &Zone) -> Schedule {
    let later = i32::try_from(shift.0.div_euclid(Span::days(1).0)).unwrap_or(0);
    let midnight =
        |day: CivilDay, more: i32| zone.clock(CivilDay(day.0.saturating_add(later).saturating_add(more)), 0);
    Schedule {
        from: Some(midnight(campaign.from, 0)),
        until: Some(midnight(campaign.to, 1)),
        ..Schedule::default()
    }
}

/// The coupons of all campaigns. One code has one lane, so that it acts once whoever received it twice.
pub(super) fn promotions(seed: &Seed, shift: Span) -> Result<Vec<Promotion>, SeedError> {
    let (campaigns, zone) = (seed::campaigns()?, new_york());
    let coupons = campaigns.iter().flat_map(|campaign| &campaign.coupons);
    let codes: BTreeSet<&str> = coupons.map(|coupon| coupon.code.as_str()).collect();
    let lanes: BTreeMap<&str, u16> = codes.into_iter().zip(0..).collect();
    let mut all = Vec::new();
    for campaign in &campaigns {
        let when = days(campaign, shift, &zone);
        let asks = [Condition::Group(vec![group(campaign.id)]), Condition::When(when)];
        for (number, coupon) in (1..).zip(&campaign.coupons) {
            let id = PromotionId(u32::from(campaign.id) * NUMBERS + number);
            let lane = lanes.get(coupon.code.as_str()).copied().unwrap_or_default();
            all.push(promotion(id, lane, Condition::All(asks.to_vec()), coupon, seed));
        }
    }
    Ok(all)
}

fn promotion(id: PromotionId, lane: u16, when: Condition, coupon: &SeedCoupon, seed: &Seed) -> Promotion {
    let names = names(coupon, seed);
    let products = coupon.products.iter().map(|id| ProductId(*id)).collect();
    Promotion {
        id,
        name: names.en.clone(),
        when,
        gives: Offer::Fixed {
            minor: coupon.minor,
            on: Target::Items(Selector { products, ..Selector::default() }),
            spread: Spread::Across,
            most_units: None,
        },
        lane,
        priority: 0,
        alone: false,
        never_with: Vec::new(),
        coupons: vec![coupon.code.clone()],
        per_shopper: Some(1),
        uses: None,
        budget: None,
        names: Some(names),
    }
}

/// What most of its products are, and what it takes off: the names are ours.
fn names(coupon: &SeedCoupon, seed: &Seed) -> Label {
    let mut times = BTreeMap::<u16, usize>::new();
    let at = |id: &u32| seed.products.get(usize::try_from(*id).ok()?.checked_sub(1)?);
    coupon
        .products
        .iter()
        .filter_map(at)
        .for_each(|product| *times.entry(product.category).or_default() += 1);
    let most = times.into_iter().max_by_key(|(category, n)| (*n, std::cmp::Reverse(*category)));
    let category = most.and_then(|(category, _)| seed.taxonomy.categories.get(usize::from(category)));
    let category = category.cloned().unwrap_or_default().in_own_digits();
    let off = |lang| money(lang, Money::new(coupon.minor, Currency::Usd));
    Label {
        en: format!("{}: {} off", category.en, off(Lang::En)),
        fa: format!("{}: {} تخفیف", category.fa, off(Lang::Fa)),
        ar: format!("{}: خصم {}", category.ar, off(Lang::Ar)),
    }
}

/// Who received what, while the year passes: a campaign goes to the households that the shop knows by its first day, and
/// to each other with its first basket.
#[derive(Debug)]
pub(super) struct Sent {
    /// (From, number, households), the first last.
    later: Vec<(Timestamp, SeedCampaign)>,
    begun: Vec<SeedCampaign>,
}

impl Sent {
    pub(super) fn moved(shift: Span) -> Result<Self, SeedError> {
        let zone = new_york();
        let from = |campaign: &SeedCampaign| days(campaign, shift, &zone).from.unwrap_or_default();
        let campaigns = seed::campaigns()?.into_iter();
        let mut later: Vec<_> = campaigns.map(|campaign| (from(&campaign), campaign)).collect();
        later.sort_by_key(|(from, campaign)| std::cmp::Reverse((*from, campaign.id)));
        Ok(Self { later, begun: Vec::new() })
    }

    /// What begins by a moment, for the households that are known.
    pub(super) fn until(&mut self, at: Timestamp, known: &BTreeSet<u16>) -> Vec<Happening> {
        let mut sent = Vec::new();
        while let Some((from, campaign)) = self.later.pop_if(|(from, _)| *from <= at) {
            let receive = campaign.households.iter().filter(|household| known.contains(household));
            sent.extend(receive.map(|household| joined(*household, campaign.id, from)));
            self.begun.push(campaign);
        }
        sent
    }

    /// What a household that is new received before.
    pub(super) fn before(&self, household: u16, at: Timestamp) -> impl Iterator<Item = Happening> {
        let received =
            self.begun.iter().filter(move |campaign| campaign.households.binary_search(&household).is_ok());
        received.map(move |campaign| joined(household, campaign.id, at))
    }
}

fn joined(household: u16, campaign: u16, at: Timestamp) -> Happening {
    let command = Command::AddToGroup { shopper: customer_id(household), group: group(campaign) };
    Happening { actor: Actor::Merchant(Role::Owner), channel: Channel::Console, at, command }
}

#[cfg(test)]
mod tests {
    use attar::Shop;
    use attar::terms::lint::lint;

    use super::*;
    use crate::demo::{History, shop_draft};

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    fn shift() -> Span {
        History::until(NOW, Some(1)).expect("the seed").shift()
    }

    #[test]
    fn a_campaign_runs_on_its_own_days_whole_weeks_later() {
        let zone = new_york();
        let campaigns = seed::campaigns().expect("campaigns");
        let found = campaigns.iter().find(|campaign| campaign.id == 20).expect("campaign 20");
        assert_eq!(found.from.year_month_day(), (2017, 11, 27));
        assert_eq!(found.to.year_month_day(), (2018, 2, 5));
        let moved = days(found, shift(), &zone);
        let weeks = i32::try_from(shift().0 / Span::days(7).0).expect("weeks");
        let civil = |at: Option<Timestamp>| zone.civil_day(at.expect("a moment")).0;
        assert_eq!(civil(moved.from), found.from.0 + 7 * weeks, "the same day of the week");
        assert_eq!(civil(moved.until), found.to.0 + 7 * weeks + 1, "all of the last day");
        let midnight = |at: Option<Timestamp>| zone.minute_of_day(at.expect("a moment"));
        assert_eq!((midnight(moved.from), midnight(moved.until)), (0, 0), "summer time or not");
    }

    #[test]
    fn campaigns_are_those_of_the_source_that_outlast_the_year() {
        let campaigns = seed::campaigns().expect("campaigns");
        let told: Vec<_> =
            campaigns.iter().map(|one| (one.id, one.households.len(), one.coupons.len())).collect();
        assert_eq!(told, [(15, 17, 0), (20, 244, 5), (21, 65, 1), (22, 276, 16), (23, 183, 11)]);
        assert!(campaigns.iter().all(|one| one.households.is_sorted_by(|a, b| a < b)));
    }

    #[test]
    fn only_who_received_a_campaign_may_use_its_coupons() {
        let shop = Shop::check(shop_draft(&seed::load().expect("a seed"), shift())).expect("a shop");
        let coupons: Vec<_> = shop.terms().promotions.iter().filter(|one| !one.coupons.is_empty()).collect();
        assert_eq!(coupons.len(), 33);
        for coupon in coupons {
            let own = format!("campaign-{}", coupon.id.0 / NUMBERS);
            let asks = |one: &Condition| matches!(one, Condition::Group(names) if *names == [own.clone()]);
            assert!(matches!(&coupon.when, Condition::All(parts) if parts.iter().any(asks)), "{coupon:?}");
        }
        // The second of January of the source: all of them run.
        let at = Timestamp(1_514_900_000_000) + shift();
        let findings: Vec<String> = lint(&shop, at).iter().map(ToString::to_string).collect();
        assert_eq!(findings, [""; 0]);
    }

    #[test]
    fn whoever_received_a_campaign_is_in_its_group_once_the_shop_knows_them() {
        let year = History::until(NOW, None).expect("the seed");
        let (mut received, mut known) = (BTreeSet::new(), BTreeSet::new());
        for happening in year.flat_map(|basket| basket.expect("a basket")) {
            match happening.command {
                Command::AddToGroup { shopper, group } => {
                    assert!(known.contains(&shopper), "nobody is in a group who is not known");
                    assert!(received.insert((group, shopper)), "once");
                }
                Command::IssueCard { shopper } => assert!(known.insert(shopper)),
                _ => {}
            }
        }
        for campaign in seed::campaigns().expect("campaigns") {
            for household in campaign.households {
                let who = customer_id(household);
                let is_in = received.contains(&(group(campaign.id), who));
                assert_eq!(is_in, known.contains(&who), "{} {household}", campaign.id);
            }
        }
        assert_eq!(received.len(), 784, "one of 785 bought nothing that is sold here");
    }
}
