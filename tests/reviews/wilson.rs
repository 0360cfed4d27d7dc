//! Wilson's lower bound.

use proptest::prelude::*;
use sampan::reviews::model::at_least;

#[test]
fn it_agrees_with_values_computed_elsewhere() {
    // Computed apart from this code, with z = 1.959964.
    for (yes, all, bound) in [
        (9, 10, 0.5958),
        (90, 100, 0.8256),
        (1, 1, 0.2065),
        (0, 5, 0.0),
        (380, 412, 0.8924),
    ] {
        let found = at_least(yes, all).expect("a bound");
        assert!((found - bound).abs() < 0.0002, "{yes} of {all}: {found}");
    }
    assert_eq!(at_least(0, 0), None);
    assert_eq!(at_least(2, 1), None);
}

proptest! {
    #[test]
    fn it_is_below_the_share_and_grows_with_the_yes(all in 1..5_000_u32, part in 0.0..1.0_f64) {
        let yes = (f64::from(all) * part) as u32;
        let bound = at_least(yes, all).expect("a bound");
        prop_assert!((0.0..=f64::from(yes) / f64::from(all) + 1e-12).contains(&bound));
        // Nobody who says yes is worth nothing, give or take how floats round.
        let least = Some(bound - 1e-12);
        prop_assert!(at_least(yes + 1, all + 1) >= least);
        // The same share of more answers is worth more.
        prop_assert!(at_least(yes * 2, all * 2) >= least);
    }
}
