//! Counters that stay near: one byte for each, and what overflows apart.
//!
//! A run counts every figure of every trial, and what that takes is the memory that the counters lie in. With a byte
//! for each they take a quarter of the room of plain 32-bit numbers; only one count in 256 reaches beyond.

/// Counters, all 0 at first.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    low: Vec<u8>,
    /// Times that each counter has gone round; empty until one does.
    rounds: Vec<u64>,
}

impl Tally {
    /// Number of counters.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// Inserts counters before the one that is now number `at`.
    pub fn insert(&mut self, at: usize, more: usize) {
        self.low.splice(at..at, std::iter::repeat_n(0, more));
        if self.rounds.len() > at {
            self.rounds.splice(at..at, std::iter::repeat_n(0, more));
        }
    }

    /// Adds 1 to each of some counters.
    #[inline(always)]
    pub fn count_each(&mut self, places: &[u32]) {
        for &place in places {
            let count = &mut self.low[place as usize];
            *count = count.wrapping_add(1);
            if *count == 0 {
                go_round(&mut self.rounds, place as usize);
            }
        }
    }

    /// Adds `n` to a counter.
    #[inline]
    pub fn add(&mut self, place: usize, n: u64) {
        let sum = u64::from(self.low[place]) + n;
        self.low[place] = sum as u8;
        if sum > u64::from(u8::MAX) {
            *round_of(&mut self.rounds, place) += sum >> 8;
        }
    }

    /// What a counter has come to.
    #[inline]
    pub fn get(&self, place: usize) -> u64 {
        self.rounds.get(place).copied().unwrap_or(0) << 8 | u64::from(self.low[place])
    }
}

#[cold]
fn go_round(rounds: &mut Vec<u64>, place: usize) {
    *round_of(rounds, place) += 1;
}

fn round_of(rounds: &mut Vec<u64>, place: usize) -> &mut u64 {
    if place >= rounds.len() {
        rounds.resize(place + 1, 0);
    }
    &mut rounds[place]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_counts_like_plain_numbers(steps in prop::collection::vec((0usize..4, 0u64..700), 0..200)) {
            let mut plain = [0; 4];
            let mut tally = Tally::default();
            tally.insert(0, 4);
            for &(place, n) in &steps {
                plain[place] += n + 1;
                tally.add(place, n);
                tally.count_each(&[place as u32]);
            }
            tally.insert(2, 3);
            let counts: Vec<u64> = (0..tally.len()).map(|place| tally.get(place)).collect();
            prop_assert_eq!(counts, vec![plain[0], plain[1], 0, 0, 0, plain[2], plain[3]]);
        }
    }
}
