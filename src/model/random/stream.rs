//! Streams: which words belong to which draw.
//!
//! A stream is named by (seed, kind, name of the thing, purpose); the name is hashed to Philox's key. Within
//! it a draw is addressed by (trial, index). Two trials share a Philox block: the counter's first half is
//! trial / 2, its second half the index, and the trial's parity picks the two words. So a single draw can be
//! computed alone, and a block of trials in one sweep.

use super::{LANES, Lanes, philox};
use crate::wide::each;
use rand::rand_core::{Infallible, TryRng};
use sha2::{Digest, Sha256};

/// Draws at any places are made so many at a time.
const SIDE_BY_SIDE: usize = 16;

/// The key of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamKey([u32; 2]);

impl StreamKey {
    /// The stream of `purpose` of the thing `name` among its `kind`. Each part is hashed with its length, so
    /// that no two different names run together into one.
    pub fn new(seed: u64, kind: &str, name: &str, purpose: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        for part in [kind, name, purpose] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let word =
            |at: usize| u32::from_le_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]);
        Self([word(0), word(4)])
    }

    /// The uniform of one trial and index, inside (0, 1).
    #[inline]
    pub fn uniform(self, trial: u64, index: u64) -> f64 {
        let pair = trial >> 1;
        let w = philox::words(self.0, [pair as u32, (pair >> 32) as u32, index as u32, (index >> 32) as u32]);
        let [low, high] = if trial & 1 == 0 { [w[0], w[1]] } else { [w[2], w[3]] };
        unit(u64::from(low), u64::from(high))
    }

    /// The uniforms of the trials `first_trial`, `first_trial` + 1, … (`first_trial` is even).
    #[inline(always)]
    pub fn uniforms(self, first_trial: u64, index: u64, out: &mut Lanes) {
        debug_assert!(first_trial.is_multiple_of(2));
        let rest = [index as u32, (index >> 32) as u32];
        let w = philox::words_of_run::<{ LANES / 2 }>(self.0, first_trial >> 1, rest);
        for i in 0..LANES / 2 {
            out[2 * i] = unit(w[0][i], w[1][i]);
            out[2 * i + 1] = unit(w[2][i], w[3][i]);
        }
    }

    /// The uniforms of any draws of a block, each given by the lane of its trial and its index.
    #[inline(always)]
    pub fn uniforms_at(self, first_trial: u64, lanes: &[u8], indices: &[u64], out: &mut [f64]) {
        debug_assert!(first_trial.is_multiple_of(2));
        let (whole_lanes, last_lanes) = lanes.as_chunks();
        let (whole_indices, last_indices) = indices.as_chunks();
        let (whole_out, last_out) = out.as_chunks_mut();
        for ((lanes, indices), out) in whole_lanes.iter().zip(whole_indices).zip(whole_out) {
            *out = self.uniforms_at_some(first_trial, lanes, indices);
        }
        if !last_out.is_empty() {
            let (mut lanes, mut indices) = ([0; SIDE_BY_SIDE], [0; SIDE_BY_SIDE]);
            lanes[..last_lanes.len()].copy_from_slice(last_lanes);
            indices[..last_indices.len()].copy_from_slice(last_indices);
            let uniforms = self.uniforms_at_some(first_trial, &lanes, &indices);
            last_out.copy_from_slice(&uniforms[..last_out.len()]);
        }
    }

    #[inline(always)]
    fn uniforms_at_some(
        self,
        first_trial: u64,
        lanes: &[u8; SIDE_BY_SIDE],
        indices: &[u64; SIDE_BY_SIDE],
    ) -> [f64; SIDE_BY_SIDE] {
        let pairs = each(|i| (first_trial >> 1) + u64::from(lanes[i] >> 1));
        let w = philox::words_of(self.0, &pairs, indices);
        each(
            #[inline(always)]
            |i| {
                let even = lanes[i] & 1 == 0;
                let low = if even { w[0][i] } else { w[2][i] };
                let high = if even { w[1][i] } else { w[3][i] };
                unit(low, high)
            },
        )
    }

    /// An unlimited run of words for one trial and index, for samplers that reject.
    pub fn words(self, trial: u64, index: u64) -> Words {
        Words { key: self, trial, index, next: 0, kept: None }
    }
}

/// The upper 52 bits of two words as a number inside (0, 1).
#[inline(always)]
fn unit(low: u64, high: u64) -> f64 {
    middle_of_step((high << 32 | low) >> 12)
}

/// The middle of one of 2^52 equal steps from 0 to 1, given by its number: so never 0 nor 1.
#[inline(always)]
pub(super) fn middle_of_step(number: u64) -> f64 {
    f64::from_bits(0x3FF0_0000_0000_0000 | number) - (1.0 - 0.5 * f64::EPSILON)
}

/// The words of one (trial, index), as a generator for the samplers of `rand_distr`. The counter's last
/// 24 bits count the blocks, which leaves 2^40 indices.
#[derive(Debug, Clone)]
pub struct Words {
    key: StreamKey,
    trial: u64,
    index: u64,
    next: u32,
    kept: Option<u64>,
}

impl Words {
    fn next_pair(&mut self) -> u64 {
        if let Some(pair) = self.kept.take() {
            return pair;
        }
        let [high, low] = [(self.index >> 32) as u32 & 0xFF, self.index as u32];
        let counter = [self.trial as u32, (self.trial >> 32) as u32, low, high | (self.next + 1) << 8];
        let w = philox::words(self.key.0, counter);
        self.next += 1;
        self.kept = Some(u64::from(w[3]) << 32 | u64::from(w[2]));
        u64::from(w[1]) << 32 | u64::from(w[0])
    }
}

impl TryRng for Words {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.next_pair() as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next_pair())
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for chunk in dst.chunks_mut(8) {
            let bytes = self.next_pair().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinned_first_draws() {
        let key = StreamKey::new(1, "enterprises", "甲", "shock");
        let draws: Vec<f64> = (0..4).map(|trial| key.uniform(trial, 0)).collect();
        insta::assert_debug_snapshot!(draws);
    }

    #[test]
    fn a_block_is_its_trials_one_by_one() {
        let key = StreamKey::new(5, "channels", "a", "count");
        let mut block = [0.0; LANES];
        key.uniforms(128, 7, &mut block);
        for (lane, &u) in block.iter().enumerate() {
            assert_eq!(u, key.uniform(128 + lane as u64, 7));
        }
    }

    #[test]
    fn draws_at_any_places_are_the_same_one_by_one() {
        let key = StreamKey::new(5, "channels", "a", "count");
        let lanes: Vec<u8> = (0..37).map(|i| 5 * i % 64).collect();
        let indices: Vec<u64> = (0..37).map(|i| (i << 30) | (i % 5)).collect();
        let mut draws = [0.0; 37];
        key.uniforms_at(1 << 40, &lanes, &indices, &mut draws);
        for (i, &u) in draws.iter().enumerate() {
            assert_eq!(u, key.uniform((1 << 40) + u64::from(lanes[i]), indices[i]));
        }
    }

    #[test]
    fn names_do_not_run_together() {
        assert_ne!(StreamKey::new(1, "a", "bc", "d"), StreamKey::new(1, "ab", "c", "d"));
        assert_ne!(StreamKey::new(1, "a", "b", "c"), StreamKey::new(2, "a", "b", "c"));
    }

    #[test]
    fn uniforms_stay_inside_the_unit_interval() {
        assert!(unit(0, 0) > 0.0);
        assert!(unit(u64::from(u32::MAX), u64::from(u32::MAX)) < 1.0);
    }

    /// Kolmogorov-Smirnov at a fixed seed: the statistic of n uniforms exceeds 1.95/√n with probability 0.001.
    #[test]
    fn uniforms_are_uniform() {
        let key = StreamKey::new(3, "k", "n", "p");
        let n = 20_000;
        let mut draws: Vec<f64> = (0..n).map(|trial| key.uniform(trial, 1)).collect();
        draws.sort_by(f64::total_cmp);
        let distance = draws.iter().enumerate().fold(0.0_f64, |worst, (i, &u)| {
            worst.max((u - i as f64 / n as f64).abs()).max(((i + 1) as f64 / n as f64 - u).abs())
        });
        assert!(distance < 1.95 / (n as f64).sqrt(), "{distance}");
    }
}
