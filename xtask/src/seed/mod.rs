//! Demo data.

use anyhow::Result;
use chrono::NaiveDate;

/// What to generate.
pub struct Options {
    pub doctors: usize,
    pub seed: u64,
    /// The first day that has times to book.
    pub today: NaiveDate,
}

/// Loads the data into the server at `base`; quick when all is there.
pub fn load(_base: &str, options: &Options, say: &mut dyn FnMut(&str)) -> Result<()> {
    say(&format!(
        "no demo data yet ({} doctors, seed {}, {})",
        options.doctors, options.seed, options.today
    ));
    Ok(())
}
