//! What the commands say while they work.

use std::time::{Duration, Instant};

/// One line of progress, on standard error so that results can be piped.
pub fn say(text: impl AsRef<str>) {
    eprintln!("  {}", text.as_ref());
}

/// Says what begins, does it, and says how long it took where that was long enough to notice.
pub fn timed<T>(what: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    say(format!("{what} ..."));
    let begun = Instant::now();
    let done = work()?;
    if begun.elapsed() > Duration::from_secs(2) {
        say(format!("{what}: {}", span(begun.elapsed())));
    }
    Ok(done)
}

/// "4.2 s" or "3 min 05 s".
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// "64.9 kB", in the thousands that budgets are written in.
pub fn size(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}
