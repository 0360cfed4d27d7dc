//! What a share of yes answers is worth, given how few or many there were.

/// The quantile of the normal distribution for 95% confidence on both sides.
const Z: f64 = 1.96;

/// The lower bound of Wilson's score interval (1927): the share that `yes` of `all` answers stand for with 95% confidence,
/// 0 to 1. `None` without answers, or with more yes than answers.
pub fn at_least(yes: u32, all: u32) -> Option<f64> {
    if all == 0 || yes > all {
        return None;
    }
    let (yes, n) = (f64::from(yes), f64::from(all));
    let (p, z2) = (yes / n, Z * Z);
    let centre = p + z2 / (2.0 * n);
    let spread = Z * ((p * (1.0 - p) + z2 / (4.0 * n)) / n).sqrt();
    Some(((centre - spread) / (1.0 + z2 / n)).clamp(0.0, 1.0))
}

/// The same in whole percent, rounded down: "at least" must stay true.
pub fn at_least_percent(yes: u32, all: u32) -> Option<u32> {
    at_least(yes, all).map(|share| (share * 100.0) as u32)
}
