//! The retailer's campaigns that outlast the year: when they ran, whom they were sent to, and their coupons.

use attar::time::CivilDay;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::SeedError;

const CAMPAIGNS: &str = include_str!("../../seed/campaigns.json");

/// One campaign of the source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedCampaign {
    /// Its number in the source.
    pub id: u16,
    /// Its first day; the source's year is 2017.
    #[serde(deserialize_with = "day")]
    pub from: CivilDay,
    /// Its last day.
    #[serde(deserialize_with = "day")]
    pub to: CivilDay,
    /// The numbers of the households that received it, ascending.
    pub households: Vec<u16>,
    /// Its coupons for products that are sold here.
    pub coupons: Vec<SeedCoupon>,
}

/// A coupon of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedCoupon {
    /// The source's `coupon_upc`.
    pub code: String,
    /// What it is worth, in US cents; see the README of the seed.
    pub minor: i64,
    /// The products that it is for, ascending.
    pub products: Vec<u32>,
}

#[derive(Deserialize)]
struct Campaigns {
    campaigns: Vec<SeedCampaign>,
}

/// All of them, by their numbers.
///
/// # Errors
/// [`SeedError::Campaigns`], if the file is not what it should be.
pub fn campaigns() -> Result<Vec<SeedCampaign>, SeedError> {
    let read: Campaigns = serde_json::from_str(CAMPAIGNS).map_err(SeedError::Campaigns)?;
    Ok(read.campaigns)
}

/// A day, written `2017-11-27`.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CivilDay, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parts: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    let found = match parts[..] {
        [year, month, day] => CivilDay::of_date(year, month, day),
        _ => None,
    };
    found.ok_or_else(|| D::Error::custom(format!("`{text}` is no date")))
}
