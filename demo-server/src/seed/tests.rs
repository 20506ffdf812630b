//! The committed seed is whole, says what the source says, and has a name in every language.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::names::Names;
use super::source::{self, Row};
use super::*;

type Outcome = Result<(), SeedError>;

/// Folder with the original csv.gz files; without it the comparisons with the source are skipped.
const SOURCE: &str = "ATTAR_SEED_SOURCE";

#[test]
fn the_year_adds_up() -> Outcome {
    let mut households = BTreeSet::new();
    let mut stores = BTreeSet::new();
    let mut sums = [0i64; 6];
    for basket in baskets()? {
        let basket = basket?;
        households.insert(basket.household);
        stores.insert(basket.store);
        for line in &basket.lines {
            let amounts =
                [line.paid_cents, line.card_discount_cents, line.coupon_cents, line.coupon_match_cents];
            let counts = [1, i64::from(line.quantity)];
            sums.iter_mut().zip(counts.into_iter().chain(amounts)).for_each(|(sum, more)| *sum += more);
        }
    }
    assert_eq!(sums, [936_977, 1_278_967, 234_050_848, 52_818_086, 809_864, 227_285]);
    assert_eq!((households.len(), stores.len()), (2_444, 112));
    Ok(())
}

#[test]
fn baskets_come_in_time_order_and_lines_in_product_order() -> Outcome {
    let all = baskets()?.collect::<Result<Vec<_>, _>>()?;
    assert_eq!(all.len(), 123_697);
    assert!(all.is_sorted_by_key(|basket| basket.at));
    assert!(all.iter().zip(1..).all(|(basket, id)| basket.id == id && !basket.lines.is_empty()));
    assert!(all.iter().all(|basket| basket.lines.is_sorted_by(|left, right| left.product < right.product)));
    let ends = [&all[0], &all[all.len() - 1]].map(|basket| (basket.household, basket.store, basket.at));
    assert_eq!(ends, [(900, 330, 1_483_271_606), (2070, 311, 1_514_779_280)]);
    let first = SeedLine { product: 3408, quantity: 1, paid_cents: 50, ..all[0].lines[0] };
    assert_eq!(all[0].lines, [first]);
    Ok(())
}

#[test]
fn the_iterator_knows_how_many_are_left() -> Outcome {
    let mut all = baskets()?;
    assert_eq!((all.len(), all.total_lines()), (123_697, 936_977));
    all.by_ref().take(7).count();
    assert_eq!(all.len(), 123_690);
    Ok(())
}

#[test]
fn products_are_numbered_and_counted() -> Outcome {
    let seed = load()?;
    assert_eq!(seed.products.len(), 5_000);
    assert!(seed.products.iter().zip(1..).all(|(product, id)| product.id == id));
    assert!(seed.products.iter().all(|product| product.list_cents > 0 && product.card_cents > 0));
    assert_eq!(seed.products.iter().filter(|product| product.private_brand).count(), 1_442);
    let mut counts = vec![0u32; 5_001];
    for basket in baskets()? {
        basket?.lines.iter().for_each(|line| counts[line.product as usize] += 1);
    }
    assert!(seed.products.iter().all(|product| product.baskets == counts[product.id as usize]));
    Ok(())
}

#[test]
fn a_product_is_named_by_its_type_and_size() -> Outcome {
    let seed = load()?;
    let beans = seed.taxonomy.name_of(&seed.products[0]);
    assert_eq!(beans.en, "Baked beans with pork 15.75\u{a0}oz");
    assert_eq!(beans.fa, "لوبیای پخته با گوشت خوک 15.75\u{a0}اونس");
    assert_eq!(beans.ar, "فاصوليا مطبوخة بلحم الخنزير 15.75\u{a0}أونصة");
    Ok(())
}

#[test]
fn premium_is_not_the_same_in_every_category() -> Outcome {
    let seed = load()?;
    let names: BTreeSet<_> = seed.products.iter().map(|product| seed.taxonomy.kind_of(product).en).collect();
    for name in ["Premium bacon", "Premium ice cream", "Premium pasta sauce"] {
        assert!(names.contains(name), "{name}");
    }
    Ok(())
}

#[test]
fn every_label_reads_in_its_own_script() -> Outcome {
    let taxonomy = load()?.taxonomy;
    assert_eq!(taxonomy.departments.len(), 15);
    assert_eq!(taxonomy.categories.len(), 186);
    assert_eq!(taxonomy.kinds.len(), 717);
    for label in taxonomy.labels() {
        assert!(!label.en.trim().is_empty() && !label.fa.trim().is_empty() && !label.ar.trim().is_empty());
        assert!(label.en.is_ascii() || label.en.contains('ñ'), "{}", label.en);
        for text in [&label.fa, &label.ar] {
            assert!(!text.contains(|mark: char| mark.is_ascii_alphabetic()), "`{text}` has Latin letters");
        }
        assert!(!label.fa.contains(['ي', 'ك', 'ى', 'ة']), "`{}` has Arabic letters", label.fa);
        assert!(
            !label.ar.contains(['ی', 'ک', 'گ', 'چ', 'پ', 'ژ', '\u{200c}']),
            "`{}` has Persian letters",
            label.ar
        );
    }
    Ok(())
}

#[test]
fn no_two_types_share_a_name() -> Outcome {
    let taxonomy = load()?.taxonomy;
    for pick in
        [|label: &Label| label.en.clone(), |label: &Label| label.fa.clone(), |label: &Label| label.ar.clone()]
    {
        let names: BTreeSet<_> = taxonomy.kinds.iter().map(pick).collect();
        assert_eq!(names.len(), taxonomy.kinds.len());
    }
    Ok(())
}

#[test]
fn every_unit_of_a_size_has_a_name() -> Outcome {
    let seed = load()?;
    for product in &seed.products {
        assert_eq!(product.size, product.size.trim().to_lowercase());
        let name = seed.taxonomy.name_of(product);
        assert!(!name.fa.contains(|mark: char| mark.is_ascii_alphabetic()), "{}", name.fa);
        assert!(!name.ar.contains(|mark: char| mark.is_ascii_alphabetic()), "{}", name.ar);
    }
    Ok(())
}

#[test]
fn sizes_take_one_form() {
    let cases = [
        ("15.75 OZ", "15.75 oz"),
        ("L   .15 OZ", "0.15 oz"),
        ("14.0 OZ", "14 oz"),
        ("15 1/4 OZ", "15.25 oz"),
        ("1/2 GAL", "0.5 gal"),
        ("10/6.75 OZ", "10 × 6.75 oz"),
        ("2 - 7.5 OZ", "2 × 7.5 oz"),
        ("12/12 OZ CN", "12 × 12 oz"),
        ("42-48 CT", "42–48 ct"),
        ("4 PK/10.75 O", "4 pk / 10.75 oz"),
        ("12 CT/16.5", "12 ct / 16.5 oz"),
        ("22515 32 OZ", "32 oz"),
        ("974238  PK", ""),
        ("GAL", "1 gal"),
        ("26 LD", "26 loads"),
        ("150 SQ FT", "150 sqft"),
        ("", ""),
    ];
    for (raw, tidy) in cases {
        assert_eq!(size::tidy(raw), tidy, "{raw}");
    }
}

#[test]
fn damage_is_named_with_its_place() {
    let cut = Baskets::open(&PACKED_BASKETS[..1_000]).err().map(|error| error.to_string());
    let expected = "seed file `baskets.bin` is damaged at byte `0` of column `gap`: the file ends too early";
    assert_eq!(cut.as_deref(), Some(expected));
    let foreign = products::decode(b"PK").err().map(|error| error.to_string());
    assert!(foreign.is_some_and(|error| error.contains("does not begin with `ATTARSD1`")));
}

#[test]
fn a_damaged_byte_never_panics() {
    for at in (0..PACKED_PRODUCTS.len()).step_by(997) {
        let mut damaged = PACKED_PRODUCTS.to_vec();
        damaged[at] ^= 0x55;
        products::decode(&damaged).map(|products| products.len()).ok();
    }
}

#[test]
fn an_unnamed_type_is_refused_by_name() -> Outcome {
    let names = Names::parse(NAMES)?;
    let kinds = names::places(&names.kinds);
    let error = names::place(&kinds, "type", "Unicorn").err().map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some("seed file `names.json` has no type `Unicorn`"));
    Ok(())
}

#[test]
fn the_seed_says_what_the_source_says() -> Outcome {
    let Some(from) = std::env::var_os(SOURCE).map(PathBuf::from) else { return Ok(()) };
    same_baskets(&from)?;
    same_lines(&from)?;
    let to = std::env::temp_dir().join(format!("attar-seed-{}", std::process::id()));
    std::fs::create_dir_all(&to).map_err(SeedError::io(&to))?;
    pack(&from, &to)?;
    for (file, committed) in [("products.bin", PACKED_PRODUCTS), ("baskets.bin", PACKED_BASKETS)] {
        let again = std::fs::read(to.join(file)).map_err(SeedError::io(&to))?;
        assert!(again == committed, "{file} packs differently");
    }
    std::fs::remove_dir_all(&to).map_err(SeedError::io(&to))
}

fn same_baskets(from: &Path) -> Outcome {
    let mut packed = baskets()?;
    let header = "basket_id,household_id,store_id,timestamp,week";
    source::rows(from, "baskets.csv.gz", header, |row| {
        let basket = packed.next().ok_or_else(|| row.wrong("the seed has fewer baskets".to_owned()))??;
        let heads = [basket.id, basket.household.into(), basket.store.into(), basket.at as u32];
        assert_eq!(heads, [row.number(0)?, row.number(1)?, row.number(2)?, row.number(3)?]);
        Ok(())
    })?;
    assert!(packed.next().is_none());
    Ok(())
}

fn same_lines(from: &Path) -> Outcome {
    let all = baskets()?.collect::<Result<Vec<_>, _>>()?;
    let mut packed = all.iter().flat_map(|basket| basket.lines.iter().map(|line| (basket.id, *line)));
    let header = "basket_id,product_id,quantity,sales_cents,retail_disc_cents,coupon_disc_cents,\
        coupon_match_disc_cents";
    source::rows(from, "lines.csv.gz", header, |row| {
        let line = packed.next().ok_or_else(|| row.wrong("the seed has fewer lines".to_owned()))?;
        assert_eq!(line, source_line(row)?);
        Ok(())
    })?;
    assert!(packed.next().is_none());
    Ok(())
}

fn source_line(row: &Row<'_>) -> Result<(u32, SeedLine), SeedError> {
    let cents = |place| row.number(place).map(i64::from);
    let line = SeedLine {
        product: row.number(1)?,
        quantity: row.number(2)?,
        paid_cents: cents(3)?,
        card_discount_cents: cents(4)?,
        coupon_cents: cents(5)?,
        coupon_match_cents: cents(6)?,
    };
    Ok((row.number(0)?, line))
}
