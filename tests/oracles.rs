//! Carts that other people's engines priced: each engine's semantics in `terms::compat` must agree.
//!
//! Our own files are all there, with all their cases. `ATTAR_ORACLES=DIR` reads the files of the same
//! names from DIR; one that is not there is passed over, but not all of them.

mod oracle;

use oracle::{Check, calculators, medusa, vendure};

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
