//! Laws of the fit: sound models of any log, the same bytes again, settings inside their ranges.

use super::*;
use crate::id::PriceListId;
use crate::model::{Model, Neighbours, Segments};
use crate::shop::{Brand, Make, Names};
use crate::snapshot::Snapshot;
use crate::train::{Knob, Recipe, TrainParams, Trainer};

fn neighbours(model: &Model, product: u32) -> Vec<(u32, u8)> {
    let row = model.index(ProductId(product)).and_then(|index| model.neighbours.row(index));
    let cells = row.into_iter().flat_map(|(_, cells)| cells);
    cells.filter_map(|cell| Some((model.product(cell.item as usize)?.0, cell.code))).collect()
}

fn snapshot(model: Model) -> Snapshot {
    Snapshot { model, ..Snapshot::cold(shop(9)) }
}

#[test]
fn an_empty_tally_gives_a_cold_model_that_reads_back() {
    let model = Trainer::default().fit(&Tally::default(), &shop(9), day(1));
    assert_eq!((model.visits, model.items.len(), model.popular.len()), (0, 0, 0));
    assert_eq!((&model.neighbours, &model.segments), (&Neighbours::default(), &Segments::default()));
    let snapshot = snapshot(model);
    let bytes = snapshot.encode().expect("bytes");
    assert_eq!(Snapshot::decode(&bytes), Ok(snapshot));
}

#[test]
fn one_basket_makes_its_lines_neighbours_and_no_item_its_own() {
    let log = Log::default().consented(1, minute(0), Consent::Full).sold(1, minute(1), &[7, 3, 7]);
    let model = Trainer::default().fit(&log.tally(), &shop(9), day(1));
    assert_eq!((neighbours(&model, 3), neighbours(&model, 7)), (vec![(7, 15)], vec![(3, 15)]));
    assert_eq!(model.popular.iter().map(|item| model.items[*item as usize].0).collect::<Vec<_>>(), [7, 3]);
}

#[test]
fn what_follows_counts_more_than_what_came_before() {
    let log = Log::default().consented(1, minute(0), Consent::Full).sold(1, minute(1), &[1, 2, 3]);
    let model = Trainer::default().fit(&log.tally(), &shop(9), day(1));
    let cells = neighbours(&model, 2);
    assert_eq!((cells[0].0, cells[1].0, cells[1].1), (1, 3, 15));
    assert!(cells[0].1 < 15);
}

#[test]
fn of_equal_neighbours_the_lowest_items_are_kept() {
    let log = (2..=9).fold(Log::default().consented(1, minute(0), Consent::Full), |log, other| {
        log.sold(1, minute(1), &[1, other])
    });
    let trainer = TrainParams::default().neighbours(3).check().expect("in range");
    let model = trainer.fit(&log.tally(), &shop(9), day(1));
    assert_eq!(neighbours(&model, 1), [(2, 15), (3, 15), (4, 15)]);
}

#[test]
fn the_last_item_of_a_context_weighs_most() {
    let model = Trainer::default().fit(&Tally::default(), &shop(1), day(1));
    assert_eq!((model.positions[0], model.positions.len()), (255, Model::CONTEXT));
    assert!(model.positions.is_sorted_by(|a, b| a >= b));
}

#[test]
fn under_ten_customers_there_are_no_groups_and_alike_customers_are_one() {
    let buyers = |n: u32| {
        (1..=n).fold(Log::default(), |log, who| {
            log.consented(who, minute(0), Consent::Full).sold(who, minute(1), &[1])
        })
    };
    let groups = |log: Log| Trainer::default().fit(&log.tally(), &shop(9), day(1)).segments;
    assert_eq!(groups(buyers(9)), Segments::default());
    assert_eq!(groups(buyers(40)).centres.len(), 1);
}

#[test]
fn groups_tell_good_customers_from_lapsed_ones_and_the_best_come_first() {
    let log = (1..=60).fold(Log::default(), |log, who| {
        let log = log.consented(who, day(0), Consent::Full);
        let (first, baskets) = if who % 2 == 0 { (300, 20) } else { (1, 1 + i64::from(who % 3)) };
        (0..baskets).fold(log, |log, n| log.sold(who, day(first + n), &[1, 2]))
    });
    let segments = Trainer::default().fit(&log.tally(), &shop(9), day(330)).segments;
    assert!((2..=6).contains(&segments.centres.len()));
    assert_eq!(segments.recency_days.len(), Segments::STEPS);
    let (best, worst) = (segments.centres[0], segments.centres[segments.centres.len() - 1]);
    assert!(best.iter().zip(worst).all(|(best, worst)| *best > worst));
}

#[test]
fn a_setting_out_of_its_range_is_named() {
    assert_eq!(TrainParams::default().check(), Ok(Trainer::default()));
    let error = TrainParams::default()
        .recipe(Recipe::clicks().with(Knob::GapFloor, 1.5))
        .check()
        .expect_err("out of range");
    assert_eq!(error.to_string(), "`gap_floor` must be `0` to `1`, not `1.5`");
    assert!(TrainParams::default().trend_days(f64::NAN).check().is_err());
    assert!(TrainParams::default().neighbours(256).check().is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_log_gives_a_model_that_reads_back_and_the_same_bytes_again(log in any_log()) {
        let fit = |tally: &Tally| snapshot(Trainer::default().fit(tally, &shop(9), day(2))).encode();
        let bytes = fit(&log.tally()).expect("bytes");
        let reversed: Vec<Event> = log.0.iter().rev().cloned().collect();
        prop_assert_eq!(fit(&tally(&reversed)), Ok(bytes.clone()));
        prop_assert!(Snapshot::decode(&bytes).is_ok());
    }
}

#[test]
fn a_product_that_nobody_met_goes_with_what_it_is_like_at_a_like_price() {
    let mut shop = shop(9);
    for product in &mut shop.products {
        product.category = LabelId(u16::from(product.id.0 > 4));
        product.kind = LabelId(product.id.0 as u16 % 2);
    }
    let prices =
        (1..=9).map(|id| (ProductId(id), [100, 100, 400, 110, 900, 900, 900, 900, 900][id as usize - 1]));
    let (currency, audience) = (Currency::Usd, crate::shop::Audience::Everyone);
    shop.price_lists.push(crate::shop::PriceList {
        id: PriceListId(0),
        currency,
        audience,
        prices: prices.collect(),
        when: Default::default(),
        steps: Vec::new(),
        said: crate::packed::Packed::of(Default::default()),
    });
    let log = Log::default().consented(1, minute(0), Consent::Full).sold(1, minute(1), &[2, 3, 4, 8]);
    let model = Trainer::default().fit(&log.tally(), &shop, day(1));
    // 1 is of the type of 3, which costs four times as much; 2 and 4 are of its category.
    assert_eq!(neighbours(&model, 1), [(2, 10), (3, 4), (4, 9)]);
    assert_eq!(neighbours(&model, 6), [(8, 15)]);
    assert!(neighbours(&model, 3).iter().all(|(other, _)| [2, 4, 8].contains(other)));
    assert!(snapshot(Model { trained_at: day(1), ..model }).encode().is_ok());
}

/// What product 1, which nobody met, goes with in a shop of one type where 2 and 3 were met.
fn like_the_first(make: impl Fn(u32) -> Make, sizes: [&str; 3]) -> Vec<(u32, u8)> {
    let mut shop = shop(3);
    shop.products.iter_mut().for_each(|product| product.make = make(product.id.0));
    let names = Names {
        labels: vec!["Green tea".into()],
        sizes: sizes.map(str::to_owned).to_vec(),
        ..Names::default()
    };
    let log = Log::default().consented(1, minute(0), Consent::Full).sold(1, minute(1), &[2, 3]);
    neighbours(&Trainer::default().fit_named(&log.tally(), &shop, &names, day(1)).model, 1)
}

#[test]
fn a_product_that_nobody_met_goes_most_with_its_own_maker() {
    let own = |maker| Make { maker, ..Make::default() };
    let same = ["500 g"; 3];
    assert_eq!(like_the_first(|_| Make::default(), same), [(2, 15), (3, 15)]);
    assert_eq!(like_the_first(|id| own(if id == 3 { 8 } else { 7 }), same), [(2, 15), (3, 14)]);
    let private = |id| Make { brand: if id == 3 { Brand::Private } else { Brand::National }, maker: id };
    assert_eq!(like_the_first(private, same), [(2, 14), (3, 12)]);
}

#[test]
fn a_product_that_nobody_met_goes_most_with_what_is_called_alike() {
    // Of the words green, tea, 500, g and loose: all are common to 1 and 2; 3 shares two of five.
    assert_eq!(like_the_first(|_| Make::default(), ["500 g", "500 g", "loose"]), [(2, 15), (3, 11)]);
}
