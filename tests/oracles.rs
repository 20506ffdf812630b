//! Carts that other people's engines priced: each engine's semantics in `terms::compat` must agree.
//!
//! Our own files are all there, with all their cases. `ATTAR_ORACLES=DIR` reads the files of the same
//! names from DIR; one that is not there is passed over, but not all of them.

mod oracle;

use oracle::{Check, ShopCheck, calculators, medusa, medusa_shop, vendure, vendure_shop};

/// Name, cases in our own file, check.
const FILES: [(&str, usize, Check); 4] = [
    ("promotions_medusa", 132, medusa::agrees),
    ("promotions_vendure_orders", 38, vendure::order_agrees),
    ("prorate_vendure", 37, vendure::proration_agrees),
    ("calculators_solidus_saleor", 22, calculators::agrees),
];

#[test]
fn every_case_agrees() {
    let (mut read, mut failed) = (0, Vec::new());
    for (name, count, check) in FILES {
        let cases = oracle::cases(name);
        if oracle::elsewhere().is_none() {
            assert_eq!(cases.as_ref().map(Vec::len), Some(count), "{name}");
        }
        let Some(cases) = cases else {
            println!("{name}: not there");
            continue;
        };
        read += 1;
        let outcomes: Vec<_> = cases.iter().map(|case| (oracle::id(case), check(case))).collect();
        let agreed = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).count();
        println!("{name}: {agreed} of {} agree", cases.len());
        for (id, outcome) in outcomes {
            if let Err(why) = outcome {
                println!("  {id}: {why}");
                failed.push(id);
            }
        }
    }
    assert!(read > 0, "no file of oracles was found");
    assert!(failed.is_empty(), "these cases do not agree: {failed:?}");
}

/// Name, how many of our own file cannot be said in a shop, how many can and agree, check.
const IN_A_SHOP: [(&str, usize, usize, ShopCheck); 2] = [
    ("promotions_medusa", 32, 100, medusa_shop::agrees),
    ("promotions_vendure_orders", 0, 38, vendure_shop::agrees),
];

/// A shop in the mode of an engine takes off what the engine does, line by line, where no guard acts; and never more.
#[test]
fn in_a_shop_every_case_comes_to_the_same() {
    let mut failed = Vec::new();
    for (name, unsaid, said, check) in IN_A_SHOP {
        let cases = oracle::cases(name).unwrap_or_default();
        let outcomes: Vec<_> = cases.iter().map(|case| (oracle::id(case), check(case))).collect();
        let skipped = outcomes.iter().filter(|(_, outcome)| outcome.is_none()).count();
        let agreed = outcomes.iter().filter(|(_, outcome)| matches!(outcome, Some(Ok(())))).count();
        println!("{name} in a shop: {agreed} agree, {skipped} cannot be said, of {}", cases.len());
        for (id, outcome) in outcomes {
            if let Some(Err(why)) = outcome {
                println!("  {id} in a shop: {why}");
                failed.push(id);
            }
        }
        if oracle::elsewhere().is_none() {
            assert_eq!((skipped, agreed), (unsaid, said), "{name}: skipped, agreed");
        }
    }
    assert!(failed.is_empty(), "these cases do not come to the same: {failed:?}");
}
