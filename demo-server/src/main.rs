//! The demo shop.
fn main(){}
