//! Counters that stay near: one byte for each, and what overflows apart.
//!
//! A run counts every figure of every trial, and what that takes is the memory that the counters lie in. With a byte
//! for each they take a quarter of the room of plain 32-bit numbers; only one count in 256 reaches beyond.

/// Counters, all 0 at first.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    low: Vec<u8>,
    /// Times that each counter has gone round; empty until one does.
    rounds: Vec<u32>,
}

impl Tally {
    /// Number of counters.
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// Appends counters.
    pub fn grow(&mut self, more: usize) {
        self.low.resize(self.low.len() + more, 0);
    }

    /// Adds one to each of some counters, numbered from `first` on.
    #[inline(always)]
    pub fn count_each(&mut self, first: usize, length: usize, places: impl Iterator<Item = usize>) {
        let low = &mut self.low[first..][..length];
        for place in places {
            let count = &mut low[place];
            *count = count.wrapping_add(1);
            if *count == 0 {
                go_round(&mut self.rounds, first + place);
            }
        }
    }

    /// Adds `n` to a counter.
    #[inline]
    pub fn add(&mut self, place: usize, n: u8) {
        let (sum, round) = self.low[place].overflowing_add(n);
        self.low[place] = sum;
        if round {
            go_round(&mut self.rounds, place);
        }
    }

    /// What a counter has come to.
    #[inline]
    pub fn get(&self, place: usize) -> u64 {
        let rounds = self.rounds.get(place).copied().unwrap_or(0);
        u64::from(rounds) << 8 | u64::from(self.low[place])
    }

    /// Adds what some counters of another tally have come to, from `theirs` on, to those from `ours` on.
    pub fn merge(&mut self, ours: usize, other: &Self, theirs: usize, length: usize) {
        for i in 0..length {
            self.add(ours + i, other.low[theirs + i]);
            let rounds = other.rounds.get(theirs + i).copied().unwrap_or(0);
            if rounds > 0 {
                *round_of(&mut self.rounds, ours + i) += rounds;
            }
        }
    }
}

#[cold]
fn go_round(rounds: &mut Vec<u32>, place: usize) {
    *round_of(rounds, place) += 1;
}

fn round_of(rounds: &mut Vec<u32>, place: usize) -> &mut u32 {
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
        fn it_counts_like_plain_numbers(steps in prop::collection::vec((0usize..4, 0u8..=255), 0..200), cut in 0usize..200) {
            let mut plain = [0_u64; 4];
            let mut tallies = [Tally::default(), Tally::default()];
            tallies.iter_mut().for_each(|tally| tally.grow(4));
            for (i, &(place, n)) in steps.iter().enumerate() {
                plain[place] += u64::from(n) + 1;
                let tally = &mut tallies[usize::from(i >= cut)];
                tally.add(place, n);
                tally.count_each(0, 4, std::iter::once(place));
            }
            let [mut one, other] = tallies;
            one.merge(0, &other, 0, 4);
            for (place, count) in plain.into_iter().enumerate() {
                prop_assert_eq!(one.get(place), count);
            }
        }
    }
}
