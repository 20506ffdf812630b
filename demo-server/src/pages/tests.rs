//! The pages over a small shop in memory, as a browser without script would use them.

mod again;
mod browser;
mod buying;
mod call_off;
mod carriers;
mod choosing;
mod desk;
mod engines;
mod gifts;
mod groups;
mod links;
mod loyalty;
mod owners;
mod parcels;
mod points;
mod promises;
mod reading;
mod referral;
mod refunds;
mod returns;
mod terms;
mod webhooks;
mod writing;
