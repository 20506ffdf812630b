//! Carts that other people's engines priced: each engine's semantics in `terms::compat` must agree.
//!
//! `ATTAR_ORACLES=DIR` reads the files of the same names from DIR; one that is not there is passed
//! over, but not all of them.

mod oracle;

use oracle::{Check, calculators, medusa, vendure};

const FILES: [(&str, Check); 4] = [
    ("promotions_medusa", medusa::agrees),
    ("promotions_vendure_orders", vendure::order_agrees),
    ("prorate_vendure", vendure::proration_agrees),
    ("calculators_solidus_saleor", calculators::agrees),
];

#[test]
fn every_case_agrees() {
    let (mut read, mut failed) = (0, Vec::new());
    for (name, check) in FILES {
        let Some(cases) = oracle::cases(name) else {
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
