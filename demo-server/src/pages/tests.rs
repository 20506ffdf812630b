//! The pages over a small shop in memory, as a browser without script would use them.

mod browser;
mod buying;
mod carriers;
mod choosing;
mod desk;
mod groups;
mod owners;
mod parcels;
mod reading;
mod refunds;
mod returns;
mod terms;
mod writing;
