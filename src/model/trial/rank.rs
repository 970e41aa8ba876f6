//! The order in which those who wait are served (MODEL section 7): by priority, then by planned output per 亩.

/// A place in the order of service, the higher the earlier: priority, then planned output per 亩 needed to nine significant
/// digits (infinite where no land is needed), as one number of the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u128);

impl Rank {
    #[inline(always)]
    pub fn new(priority: f64, capacity: f64, land: f64) -> Self {
        let output_per_mu = if land > 0.0 { capacity / land } else { f64::INFINITY };
        Self(u128::from(in_order(priority)) << 64 | u128::from(nine_digits(output_per_mu)))
    }
}

/// A number of the same order as x: negative numbers have their bits turned round.
#[inline(always)]
fn in_order(x: f64) -> u64 {
    let bits = x.to_bits();
    bits ^ ((bits as i64 >> 63) as u64 | 1 << 63)
}

/// Powers of ten that are numbers of 64 bits to the last digit.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// Adding and taking away 1.5·2^52 rounds to the nearest integer, a half to the even one.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// Nearer than this to the middle between two integers, a product that has itself been rounded does not tell which of them
/// is the nearest.
const UNDECIDED: f64 = 1e-6;

/// A number of the same order as x >= 0 rounded to nine significant decimal digits, a half to the even one: equal for equal
/// digits. Output per 亩 of projects of one template is capacity / (capacity·k), which rounding leaves a last bit away from
/// 1/k; so many digits none of it reaches.
#[inline(always)]
fn nine_digits(x: f64) -> u64 {
    if x <= 0.0 {
        return 0;
    }
    if x == f64::INFINITY {
        return u64::MAX;
    }
    // 1233/4096 is nearly log10 2, so this is the decimal exponent or one beside it.
    let mut exponent = (((x.to_bits() >> 52) as i32 - 1023) * 1233) >> 12;
    let mut digits = scaled(x, 8 - exponent);
    if digits >= 1e9 {
        exponent += 1;
        digits = scaled(x, 8 - exponent);
    } else if digits < 1e8 {
        exponent -= 1;
        digits = scaled(x, 8 - exponent);
    }
    let mut nearest = (digits + ROUND) - ROUND;
    if (digits - nearest).abs() > 0.5 - UNDECIDED {
        nearest = settled(x, 8 - exponent, digits);
    }
    // 999999999.9 has the digits of the next power of ten.
    if nearest >= 1e9 {
        (exponent, nearest) = (exponent + 1, 1e8);
    }
    ((exponent + 400) as u64) << 32 | nearest as u64
}

/// x·10^shift.
#[inline(always)]
fn scaled(x: f64, shift: i32) -> f64 {
    match shift {
        0..=22 => x * POWERS[shift as usize],
        -22..0 => x / POWERS[-shift as usize],
        _ => far(x, shift),
    }
}

/// x·10^shift for powers that are not exact, of an output per 亩 that no park comes near.
#[cold]
fn far(x: f64, shift: i32) -> f64 {
    if shift > 0 { scaled(x * 1e22, shift - 22) } else { scaled(x / 1e22, shift + 22) }
}

/// The integer nearest to x·10^shift, which lies close to the middle between two; `rounded` is it as far as a number of 64
/// bits goes.
#[cold]
fn settled(x: f64, shift: i32, rounded: f64) -> f64 {
    // What rounding took away.
    let rest = match shift {
        0..=22 => x.mul_add(POWERS[shift as usize], -rounded),
        -22..0 => (-rounded).mul_add(POWERS[-shift as usize], x) / POWERS[-shift as usize],
        _ => 0.0,
    };
    let below = rounded.floor();
    let beyond_middle = (rounded - below - 0.5) + rest;
    if beyond_middle > 0.0 || (beyond_middle == 0.0 && below % 2.0 == 1.0) { below + 1.0 } else { below }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::StreamKey;

    /// Capacity over land that is capacity times something: equal whatever the capacity, though not to the last bit.
    #[test]
    fn projects_of_one_template_tie() {
        let key = StreamKey::new(1, "rank", "", "draw");
        let mut differ = false;
        for trial in 0..10_000 {
            let [capacity, other, per_output] = [0, 1, 2].map(|i| 20.0 * key.uniform(trial, i));
            let (land, land_of_other) = (capacity * per_output, other * per_output);
            assert_eq!(Rank::new(0.0, capacity, land), Rank::new(0.0, other, land_of_other));
            differ |= capacity / land != other / land_of_other;
        }
        assert!(differ);
    }

    #[test]
    fn the_digits_are_those_of_decimal_notation() {
        let key = StreamKey::new(2, "rank", "", "draw");
        let sizes = (0..40_000).map(|trial| {
            let size = (24.0 * key.uniform(trial, 0) - 12.0).floor() as i32;
            (1.0 + 9.0 * key.uniform(trial, 1)) * 10f64.powi(size)
        });
        // Close to the middle between two, and on it.
        let middles = (0..20_000).flat_map(|trial| {
            let digits = (1e8 + 9e8 * key.uniform(trial, 2)).floor();
            let size = (20.0 * key.uniform(trial, 3) - 14.0).floor() as i32;
            let middle: f64 = format!("{digits}.5e{size}").parse().unwrap();
            [middle.next_down(), middle, middle.next_up()]
        });
        let edges = [
            1e-300,
            5e-324,
            1e300,
            f64::MAX,
            0.999_999_999_5,
            99.999_999_949_999_99,
            1e-5,
            1e8,
            1e9,
            1e22,
            1e23,
        ];
        let mut all: Vec<f64> = sizes.chain(middles).chain(edges).collect();
        all.sort_by(f64::total_cmp);
        for pair in all.windows(2) {
            let shown = [0, 1].map(|i| format!("{:.8e}", pair[i]));
            let digits = [0, 1].map(|i| nine_digits(pair[i]));
            assert_eq!(shown[0] == shown[1], digits[0] == digits[1], "{pair:?}");
            assert!(digits[0] <= digits[1], "{pair:?}");
        }
    }

    #[test]
    fn priority_goes_first_and_no_land_before_some() {
        let ranks = [
            Rank::new(-1.0, 9.0, 0.0),
            Rank::new(0.0, 0.0, 3.0),
            Rank::new(0.0, 1e-9, 3.0),
            Rank::new(0.0, 1.0, 3.0),
            Rank::new(0.0, 1.000_000_1, 3.0),
            Rank::new(0.0, 1.0, 0.0),
            Rank::new(1.0, 0.0, 3.0),
        ];
        assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]), "{ranks:?}");
        assert_eq!(Rank::new(0.0, 0.0, 0.0), Rank::new(0.0, 7.0, 0.0));
    }
}
