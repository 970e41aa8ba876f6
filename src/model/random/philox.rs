//! Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
//! easy as 1, 2, 3" (SC'11).

use crate::wide::each;

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// The four words of `counter` under `key`.
#[inline]
pub fn words(key: [u32; 2], counter: [u32; 4]) -> [u32; 4] {
    let mut key = key;
    let mut c = counter;
    for _ in 0..ROUNDS {
        c = round(key, c);
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    c
}

#[inline(always)]
fn round(key: [u32; 2], c: [u32; 4]) -> [u32; 4] {
    let product0 = u64::from(MULTIPLIERS[0]) * u64::from(c[0]);
    let product1 = u64::from(MULTIPLIERS[1]) * u64::from(c[2]);
    [
        (product1 >> 32) as u32 ^ c[1] ^ key[0],
        product1 as u32,
        (product0 >> 32) as u32 ^ c[3] ^ key[1],
        product0 as u32,
    ]
}

/// The words of `N` counters that differ in their first half only, `first`, `first` + 1, …; the four results
/// are the first, second, third and fourth words of all of them.
#[inline(always)]
pub fn words_of_run<const N: usize>(key: [u32; 2], first: u64, rest: [u32; 2]) -> [[u64; N]; 4] {
    let firsts: [u64; N] = each(|i| first.wrapping_add(i as u64));
    let rest = u64::from(rest[1]) << 32 | u64::from(rest[0]);
    words_of(key, &firsts, &[rest; N])
}

/// The words of `N` counters, given as their two halves. They are computed side by side, each word in the low
/// half of 64 bits, which is where the processor's vector multiplication takes it from.
#[inline(always)]
pub fn words_of<const N: usize>(key: [u32; 2], first: &[u64; N], second: &[u64; N]) -> [[u64; N]; 4] {
    const LOW: u64 = 0xFFFF_FFFF;
    let mut c = [*first, each(|i| first[i] >> 32), *second, each(|i| second[i] >> 32)];
    let mut key = [u64::from(key[0]), u64::from(key[1])];
    for _ in 0..ROUNDS {
        for i in 0..N {
            // What lies above the low half is never looked at before the end.
            let product0 = (c[0][i] & LOW) * u64::from(MULTIPLIERS[0]);
            let product1 = (c[2][i] & LOW) * u64::from(MULTIPLIERS[1]);
            c[0][i] = (product1 >> 32) ^ c[1][i] ^ key[0];
            c[1][i] = product1;
            c[2][i] = (product0 >> 32) ^ c[3][i] ^ key[1];
            c[3][i] = product0;
        }
        key = [(key[0] + u64::from(WEYL[0])) & LOW, (key[1] + u64::from(WEYL[1])) & LOW];
    }
    for words in &mut c {
        for word in words.iter_mut() {
            *word &= LOW;
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers published with the authors' Random123 library (`kat_vectors`).
    #[test]
    fn known_answers() {
        assert_eq!(words([0, 0], [0; 4]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(words([!0, !0], [!0; 4]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            words([0xa409_3822, 0x299f_31d0], [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn a_run_is_its_counters_one_by_one() {
        let first = u64::from(u32::MAX) - 3;
        let run = words_of_run::<8>([7, 9], first, [11, 13]);
        for i in 0..8 {
            let counter = first + i as u64;
            let one = words([7, 9], [counter as u32, (counter >> 32) as u32, 11, 13]);
            assert_eq!([run[0][i], run[1][i], run[2][i], run[3][i]], one.map(u64::from));
        }
    }
}
