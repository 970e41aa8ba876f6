//! Compact counters: one byte each; overflow is kept separately.
//!
//! A run counts every figure of every trial, and what that takes is the memory that the counters lie in. With a byte
//! for each they take a quarter of the room of plain 32-bit numbers; only one count in 256 reaches beyond.

use crate::random::LANES;
use crate::wide::wide;
use prefetch_index::prefetch_index;
use std::ops::Range;

/// Counters, all 0 at first.
#[derive(Debug, Clone, Default)]
pub struct Counters {
    low: Vec<u8>,
    /// Times that counters have gone round.
    rounds: Option<Box<Rounds>>,
}

/// Overflow: numbers of times that counters have gone round, in compact counters again, from the first that has to the last.
#[derive(Debug, Clone)]
struct Rounds {
    first: usize,
    times: Counters,
}

/// Counters that are merged at a time.
const MERGED: usize = 1024;

/// Counters that [`Rounds`] grow by at a time.
const STEP: usize = LANES;

impl Counters {
    /// Number of counters.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// Inserts counters before the one that is now number `at`.
    pub fn insert(&mut self, at: usize, more: usize) {
        let len = self.len();
        // No more than is needed: counters grow seldom, and there are many of them.
        self.low.reserve_exact(more);
        self.low.resize(len + more, 0);
        self.low.copy_within(at..len, at + more);
        self.low[at..(at + more).min(len)].fill(0);
        if let Some(rounds) = &mut self.rounds {
            rounds.make_way(at, more);
        }
    }

    /// Tells the processor that some counters will be needed soon.
    #[inline(always)]
    pub fn send_for(&self, places: &[u32]) {
        for &place in places {
            prefetch_index(&self.low, place as usize);
        }
    }

    /// Adds 1 to each of some counters.
    #[inline(always)]
    pub fn count_each(&mut self, places: &[u32]) {
        let low = &mut self.low[..];
        for &place in places {
            let sum = low[place as usize].wrapping_add(1);
            low[place as usize] = sum;
            if sum == 0 {
                go_round(&mut self.rounds, place as usize, 1);
            }
        }
    }

    /// Adds `n` to a counter.
    #[inline]
    pub fn add(&mut self, place: usize, n: u64) {
        let sum = u64::from(self.low[place]) + n;
        self.low[place] = sum as u8;
        if sum > u64::from(u8::MAX) {
            go_round(&mut self.rounds, place, sum >> 8);
        }
    }

    /// Adds some of the counters of another to ours from `at` on; there are as many of ours at least.
    pub fn merge(&mut self, at: usize, other: &Self, places: Range<usize>) {
        let theirs = other.within(&places);
        for (chunk, theirs) in theirs.chunks(MERGED).enumerate() {
            let first = at + chunk * MERGED;
            if !add_without_rounds(&mut self.low[first..first + theirs.len()], theirs) {
                theirs.iter().enumerate().for_each(|(place, &n)| self.add(first + place, n.into()));
            }
        }
        if let Some(theirs) = &other.rounds {
            let start = places.start.max(theirs.first);
            let end = places.end.min(theirs.first + theirs.times.len());
            if start < end {
                let first = at + start - places.start;
                let ours = self.rounds.get_or_insert_with(|| Rounds::at(first));
                ours.reach(first);
                ours.reach(first + end - start - 1);
                ours.times.merge(first - ours.first, &theirs.times, start - theirs.first..end - theirs.first);
            }
        }
    }

    /// The bytes of some counters, of those that are there.
    #[inline(always)]
    fn within(&self, places: &Range<usize>) -> &[u8] {
        &self.low[places.start.min(self.len())..places.end.min(self.len())]
    }

    /// Sum of some counters; those that are not there count as 0.
    #[inline]
    pub fn total(&self, places: Range<usize>) -> u64 {
        let low = wide(
            #[inline(always)]
            || self.within(&places).iter().map(|&n| u32::from(n)).sum::<u32>(),
        );
        self.rounds.as_deref().map_or(0, |rounds| rounds.total(places) << 8) + u64::from(low)
    }

    /// Value of a counter.
    #[inline]
    pub fn get(&self, place: usize) -> u64 {
        self.total(place..place + 1)
    }
}

impl Rounds {
    /// None yet, about a place.
    fn at(place: usize) -> Box<Self> {
        Box::new(Self { first: place / STEP * STEP, times: Counters::default() })
    }

    /// Follows counters that are inserted.
    fn make_way(&mut self, at: usize, more: usize) {
        if at <= self.first {
            self.first += more;
        } else if at < self.first + self.times.len() {
            self.times.insert(at - self.first, more);
        }
    }

    /// Has the counter at a place.
    fn reach(&mut self, place: usize) {
        if place < self.first {
            let more = (self.first - place).next_multiple_of(STEP).min(self.first);
            self.times.insert(0, more);
            self.first -= more;
        }
        let len = self.times.len();
        if place - self.first >= len {
            let more = (place - self.first + 1 - len).next_multiple_of(STEP);
            self.times.insert(len, more);
        }
    }

    fn total(&self, places: Range<usize>) -> u64 {
        self.times.total(places.start.saturating_sub(self.first)..places.end.saturating_sub(self.first))
    }
}

/// Adds counters to as many others, where none of them goes round; else it leaves them as they are, and returns `false`.
fn add_without_rounds(ours: &mut [u8], theirs: &[u8]) -> bool {
    wide(
        #[inline(always)]
        || {
            let goes_round = |(ours, theirs): (&u8, &u8)| ours.checked_add(*theirs).is_none();
            let any = ours.iter().zip(theirs).fold(false, |any, pair| any | goes_round(pair));
            if !any {
                ours.iter_mut().zip(theirs).for_each(|(ours, theirs)| *ours += theirs);
            }
            !any
        },
    )
}

#[cold]
fn go_round(rounds: &mut Option<Box<Rounds>>, place: usize, times: u64) {
    let rounds = rounds.get_or_insert_with(|| Rounds::at(place));
    rounds.reach(place);
    rounds.times.add(place - rounds.first, times);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_counts_like_plain_numbers(steps in prop::collection::vec((0usize..4, 0u64..100_000), 0..200)) {
            let mut plain = [0; 4];
            let mut counters = Counters::default();
            counters.insert(0, 4);
            for &(place, n) in &steps {
                plain[place] += n + 1;
                counters.add(place, n);
                counters.count_each(&[place as u32]);
            }
            counters.insert(2, 3);
            let counts: Vec<u64> = (0..counters.len()).map(|place| counters.get(place)).collect();
            let expected = vec![plain[0], plain[1], 0, 0, 0, plain[2], plain[3]];
            prop_assert_eq!(&counts, &expected);
            for from in 0..8 {
                for to in from..8 {
                    prop_assert_eq!(counters.total(from..to), expected.iter().take(to).skip(from).sum::<u64>());
                }
            }
        }

        #[test]
        fn counters_merge_wherever_they_lie(
            ours in prop::collection::vec(prop_oneof![0u64..100, 0u64..200_000], 0..3000),
            theirs in prop::collection::vec(0u64..100, 0..3000),
            (at, from, more) in (0usize..100, 0usize..100, 0usize..3000),
        ) {
            let counters = |counts: &[u64]| {
                let mut counters = Counters::default();
                counters.insert(0, counts.len());
                counts.iter().enumerate().for_each(|(place, &n)| counters.add(place, n));
                counters
            };
            let mut plain = ours;
            plain.resize(plain.len().max(at + theirs.len()), 0);
            let mut merged = counters(&plain);
            merged.merge(at, &counters(&theirs), from..from + more);
            let added = theirs.iter().skip(from).take(more);
            plain.iter_mut().skip(at).zip(added).for_each(|(ours, theirs)| *ours += theirs);
            let counts: Vec<u64> = (0..merged.len()).map(|place| merged.get(place)).collect();
            prop_assert_eq!(counts, plain);
        }
    }
}
