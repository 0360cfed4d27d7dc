//! Chance that repeats: every thing draws from a generator of its own, so that adding a draw for one
//! doctor changes nothing for the next, and any doctor or day can be made without those before it.

use fastrand::Rng;

/// The generator for one thing, say `("day", [doctor, day number])`; the same for the same seed on every machine.
pub fn rng(seed: u64, what: &str, key: &[u64]) -> Rng {
    // FNV-1a over the name, then SplitMix64 steps: neighbours must not resemble each other.
    let name = what.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let state = key
        .iter()
        .fold(mix(seed ^ name), |state, part| mix(state ^ mix(*part)));
    Rng::with_seed(state)
}

fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// One of `items`, each as likely as the others. `items` must not be empty.
pub fn pick<'a, T>(rng: &mut Rng, items: &'a [T]) -> &'a T {
    &items[rng.usize(..items.len())]
}

/// An index into `weights`, as likely as its weight. The weights must not all be zero.
pub fn weighted(rng: &mut Rng, weights: impl Iterator<Item = u32> + Clone) -> usize {
    let total: u32 = weights.clone().sum();
    let mut left = rng.u32(..total);
    weights
        .take_while(|weight| {
            let past = left >= *weight;
            left = left.saturating_sub(*weight);
            past
        })
        .count()
}

/// True about `percent` times in a hundred.
pub fn chance(rng: &mut Rng, percent: u32) -> bool {
    rng.u32(..100) < percent
}

/// Roughly normal, mean 0, deviation 1, within ±6: the sum of twelve even draws.
pub fn normal(rng: &mut Rng) -> f64 {
    (0..12)
        .map(|_| f64::from(rng.u32(..)) / f64::from(u32::MAX))
        .sum::<f64>()
        - 6.0
}
