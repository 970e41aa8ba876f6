//! Exact sums of floating-point numbers.
//!
//! A sum is kept as a wide fixed-point number that covers every exponent, in digits of 32 bits with room for
//! carries (the small superaccumulator of Neal, "Fast exact summation using small and large superaccumulators",
//! 2015). Adding is exact, so the order and the grouping of the terms do not matter; only reading rounds.
//!
//! A run has a thousand sums, and their memory is what they cost. So only the digits that numbers of common size reach are
//! there from the beginning.

use super::add_all;
use super::bytes::{Damage, Reader, Writer};
use std::ops::Range;

/// Digits of 32 bits: 2046 exponents and 53 bits of mantissa, with one more for the carry.
const DIGITS: usize = 68;

/// After this many additions carries must be passed on: each adds less than 2^32 to a digit of 63 bits.
const MAX_PENDING: u32 = 1 << 30;

/// Digits of numbers from 2^-62 up to, but not, 2^66, whatever their sign, and one more for the carry.
const NEAR: Range<usize> = 30..37;

/// An exact sum: digit i, of both lists together, counts 2^(32·i - 1074).
#[derive(Debug, Clone, Default)]
pub struct ExactSum {
    /// Digits [`NEAR`] of the numbers that lie there.
    near: [i64; NEAR.end - NEAR.start],
    /// All digits of the other numbers, where there are any.
    far: Option<Box<[i64; DIGITS]>>,
    pending: u32,
}

impl ExactSum {
    /// Adds a finite number.
    #[inline]
    pub fn push(&mut self, x: f64) {
        debug_assert!(x.is_finite());
        // Its exponent, the smallest, would call for digits far away.
        if x == 0.0 {
            return;
        }
        let bits = x.to_bits();
        let exponent = (bits >> 52 & 0x7FF) as usize;
        let fraction = bits & 0x000F_FFFF_FFFF_FFFF;
        // The weight of the mantissa's last bit is 2^(shift - 1074).
        let (mantissa, shift) =
            if exponent == 0 { (fraction, 0) } else { (fraction | 1 << 52, exponent - 1) };
        let (digit, offset) = (shift / 32, shift % 32);
        let wide = u128::from(mantissa) << offset;
        let sign = if x < 0.0 { -1 } else { 1 };
        let parts = [0, 1, 2].map(|i| sign * (wide >> (32 * i) & 0xFFFF_FFFF) as i64);
        // The last digit is left to carries.
        let digits = match digit
            .checked_sub(NEAR.start)
            .and_then(|at| self.near[..NEAR.len() - 1].get_mut(at..at + 3))
        {
            Some(near) => near,
            None => &mut self.far.get_or_insert_with(|| Box::new([0; DIGITS]))[digit..digit + 3],
        };
        for (digit, part) in digits.iter_mut().zip(parts) {
            *digit += part;
        }
        self.pending += 1;
        if self.pending >= MAX_PENDING {
            self.carry();
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        add_all(&mut self.near, &other.near);
        if let Some(theirs) = &other.far {
            add_all(&mut **self.far.get_or_insert_with(|| Box::new([0; DIGITS])), &**theirs);
        }
        // What they have passed on already counts like one addition.
        self.pending += other.pending + 1;
        if self.pending >= MAX_PENDING {
            self.carry();
        }
    }

    /// Writes its sign, the place of its lowest digit, and its digits up to the highest: of equal sums the same bytes.
    pub(super) fn write(&self, out: &mut Writer) {
        let (negative, digits) = self.magnitude();
        let first = digits.iter().position(|&digit| digit != 0).unwrap_or(DIGITS);
        let end = digits.iter().rposition(|&digit| digit != 0).map_or(first, |last| last + 1);
        out.number(2 * first as u64 + u64::from(negative));
        out.number((end - first) as u64);
        digits[first..end].iter().for_each(|&digit| out.number(digit as u64));
    }

    /// Reads a sum as it is written.
    pub(super) fn read_into(&mut self, reader: &mut Reader<'_>) -> Result<(), Damage> {
        let start = reader.number_up_to(2 * DIGITS as u64 + 1)?;
        let (first, sign) = ((start / 2) as usize, if start % 2 == 1 { -1 } else { 1 });
        let length = reader.number_up_to((DIGITS - first) as u64)? as usize;
        *self = Self { pending: 1, ..Self::default() };
        for place in first..first + length {
            let digit = sign * reader.number_up_to(u32::MAX.into())? as i64;
            match self.near.get_mut(place.wrapping_sub(NEAR.start)) {
                Some(near) => *near = digit,
                None => self.far.get_or_insert_with(|| Box::new([0; DIGITS]))[place] = digit,
            }
        }
        Ok(())
    }

    fn carry(&mut self) {
        carry(&mut self.near);
        if let Some(far) = &mut self.far {
            carry(&mut **far);
        }
        self.pending = 0;
    }

    /// Sign of the sum (true if negative), and its digits without it, carries passed on.
    fn magnitude(&self) -> (bool, [i64; DIGITS]) {
        let mut digits = self.far.as_deref().copied().unwrap_or([0; DIGITS]);
        add_all(&mut digits[NEAR], &self.near);
        carry(&mut digits);
        let negative = digits[DIGITS - 1] < 0;
        if negative {
            digits.iter_mut().for_each(|digit| *digit = -*digit);
            carry(&mut digits);
        }
        (negative, digits)
    }

    /// The sum as a number; the relative error is below 2^-52.
    pub fn read(&self) -> f64 {
        let (negative, digits) = self.magnitude();
        let Some(top) = digits.iter().rposition(|&digit| digit != 0) else { return 0.0 };
        // The three highest digits hold at least 65 significant bits.
        let mut sum = 0.0;
        for i in (top.saturating_sub(2)..=top).rev() {
            sum += scale(digits[i] as f64, 32 * i as i32 - 1074);
        }
        if negative { -sum } else { sum }
    }
}

/// Brings every digit but the last into 0..2^32, which makes the representation unique.
fn carry(digits: &mut [i64]) {
    let Some((last, others)) = digits.split_last_mut() else { return };
    let mut carry = 0;
    for digit in others {
        let sum = *digit + carry;
        carry = sum >> 32;
        *digit = sum & 0xFFFF_FFFF;
    }
    *last += carry;
}

/// x·2^power, in two steps so that neither factor leaves the range.
fn scale(x: f64, power: i32) -> f64 {
    let half = power / 2;
    x * power_of_two(half) * power_of_two(power - half)
}

/// 2^power of a normal number.
fn power_of_two(power: i32) -> f64 {
    f64::from_bits(((power + 1023) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(terms: &[f64]) -> ExactSum {
        let mut sum = ExactSum::default();
        terms.iter().for_each(|&x| sum.push(x));
        sum
    }

    #[test]
    fn nothing_is_lost_beside_a_large_term() {
        assert_eq!(sum(&[1e300, 1.0, -1e300]).read(), 1.0);
        assert_eq!(sum(&[1e16, 1.0, 1.0, -1e16]).read(), 2.0);
        assert_eq!(sum(&[f64::MIN_POSITIVE, -1.0, 1.0]).read(), f64::MIN_POSITIVE);
        assert_eq!(sum(&[0.1; 10]).read(), 1.0);
        assert_eq!(sum(&[-0.5, 0.25]).read(), -0.25);
        assert_eq!(ExactSum::default().read(), 0.0);
    }

    #[test]
    fn merging_passes_on_carries_in_time() {
        let mut total = sum(&[0.25, 1e300, -7.0]);
        total.pending = MAX_PENDING - 2;
        let expected = total.read();
        total.merge(&sum(&[]));
        assert_eq!(total.pending, MAX_PENDING - 1);
        total.merge(&sum(&[]));
        assert_eq!((total.pending, total.read()), (0, expected));
        let is_carried =
            |digits: &[i64]| digits[..digits.len() - 1].iter().all(|digit| (0..1 << 32).contains(digit));
        assert!(is_carried(&total.near) && total.far.is_some_and(|far| is_carried(&far[..])));
    }

    proptest! {
        #[test]
        fn order_and_grouping_do_not_matter(
            // Of common size, and of any.
            terms in prop::collection::vec(prop_oneof![3 => -1e12..1e12f64, 1 => (-1.0..1.0f64, -300..300).prop_map(|(x, e)| x * 10f64.powi(e))], 1..50),
            cut in 0usize..50,
        ) {
            let whole = sum(&terms);
            let (left, right) = terms.split_at(cut.min(terms.len()));
            let mut merged = sum(right);
            merged.merge(&sum(left));
            prop_assert_eq!(merged.read(), whole.read());
            let reversed: Vec<f64> = terms.iter().rev().copied().collect();
            prop_assert_eq!(sum(&reversed).read(), whole.read());
            let naive: f64 = terms.iter().sum();
            let size: f64 = terms.iter().map(|x| x.abs()).sum();
            prop_assert!((whole.read() - naive).abs() <= 50.0 * f64::EPSILON * size);
        }
    }
}
