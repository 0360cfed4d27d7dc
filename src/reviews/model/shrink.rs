//! Stars that a few reviews can't push to the top.

use super::aggregate::Aggregate;

/// How many reviews the specialty's mean counts for.
const PRIOR_REVIEWS: f64 = 10.0;
/// The mean where the source doesn't say the specialty's: a little above the middle of the scale, as means of reviews are.
const PRIOR_MEAN: f64 = 4.0;

impl Aggregate {
    /// The mean toward which the stars are drawn.
    pub fn drawn_toward(&self) -> f64 {
        self.prior.unwrap_or(PRIOR_MEAN)
    }

    /// The mean, drawn toward the specialty's as if ten more reviews had given that: a Bayesian average. One five-star review
    /// doesn't beat a hundred of 4.8; with many reviews it is the mean itself. Without any it is the specialty's.
    pub fn shrunk(&self) -> f64 {
        let prior = self.drawn_toward();
        let count = match self.mean {
            Some(_) => f64::from(self.count),
            None => 0.0,
        };
        (self.mean.unwrap_or(prior) * count + prior * PRIOR_REVIEWS) / (count + PRIOR_REVIEWS)
    }
}
