//! Two programs on one store.

use crate::buyer::{Bought, Buyer};
use crate::inspect;
use crate::prepared::{BUDGET, Folder, STOCK, USES, fill};
use crate::process::Process;
use crate::site::Site;

#[test]
fn two_programs_on_one_store_grant_no_unit_twice() {
    let folder = Folder::new("two");
    let told = sell_out(&folder, 3);
    let log = inspect::log(folder.path());
    inspect::orders_are(&log, &told);
    let (sold, left) = (told.iter().map(|bought| bought.units).sum::<u32>(), inspect::left(&log));
    assert_eq!(i64::from(STOCK[2] - sold), left[&attar::ProductId(3)]);
    assert!(told.iter().all(|bought| bought.refused == 1), "each was refused at the end: {told:?}");
    assert!(sold > STOCK[2] - 3, "all that could be sold was sold: {sold}");
    inspect::stock_is(folder.path(), &left);
}

#[test]
fn two_programs_on_one_store_overspend_no_budget() {
    let folder = Folder::new("budget");
    let told = sell_out(&folder, 4);
    let log = inspect::log(folder.path());
    inspect::orders_are(&log, &told);
    let spent = inspect::spent(&log);
    assert_eq!(spent.iter().max(), Some(&BUDGET), "the budget was spent to its end, and never beyond");
    assert!(told.iter().any(|bought| !bought.cancelled.is_empty()), "some was given back: {told:?}");
}

#[test]
fn two_programs_on_one_store_let_no_promotion_act_more_often_than_it_may() {
    let folder = Folder::new("uses");
    let told = sell_out(&folder, 5);
    let log = inspect::log(folder.path());
    inspect::orders_are(&log, &told);
    let used = inspect::used(&log, attar::terms::promotion::PromotionId(2));
    assert_eq!(used.iter().max(), Some(&i64::from(USES)), "it was used to its limit, and never beyond");
    assert!(told.iter().any(|bought| !bought.cancelled.is_empty()), "some was given back: {told:?}");
}

/// Two programs, two shoppers at the door of each, all after the same product; what they were told.
fn sell_out(folder: &Folder, product: u32) -> Vec<Bought> {
    let shoppers = fill(folder.path(), 4);
    let shops = [(); 2].map(|()| Process::open(folder.path(), &[]));
    let sites = [(); 2].map(|()| Site::default());
    sites.iter().zip(&shops).for_each(|(site, shop)| site.moved_to(&shop.addr));
    std::thread::scope(|scope| {
        let doors = sites.iter().cycle().zip(&shoppers).zip(300..);
        let buyers: Vec<_> = doors
            .map(|((site, who), seed)| scope.spawn(move || Buyer::new(site, who, seed, product).shop_out()))
            .collect();
        buyers.into_iter().map(|buyer| buyer.join().expect("a buyer")).collect()
    })
}
