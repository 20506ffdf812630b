use super::*;

#[test]
fn moments_print_on_the_clock_they_are_given() {
    assert_eq!(iso(Timestamp(951_782_400_000)), "2000-02-29T00:00Z");
    assert_eq!(date_and_time(Timestamp(-60_000), " "), "1969-12-31 23:59");
}
