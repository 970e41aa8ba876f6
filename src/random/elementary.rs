//! exp, ln and the normal quantile from additions, multiplications, divisions and square roots alone.
//!
//! The platform's own differ in the last digit from one C library to the next; these give the same bytes
//! everywhere, and in a loop over a block the compiler turns them into vector instructions.

use std::f64::consts::LOG2_E;

/// ln 2 in two parts: the first has trailing zeros, so that a small integer times it is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding and taking away 1.5·2^52 rounds to the nearest integer.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Beyond these, exp is given as 0 and as infinity.
const EXP_LOW: f64 = -708.0;
const EXP_HIGH: f64 = 709.0;

/// e^x to within 2 units in the last place; 0 below -708 and infinity above 709.
///
/// x = k·ln 2 + r with |r| <= ln 2 / 2; e^r by its Taylor series to r^13, whose remainder is below 5e-18.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let inside = x.clamp(EXP_LOW, EXP_HIGH);
    let shifted = inside * LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (inside - k * LN2_HIGH) - k * LN2_LOW;
    let mut sum = 1.0 / 6_227_020_800.0;
    for coefficient in [
        1.0 / 479_001_600.0,
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ] {
        sum = sum * r + coefficient;
    }
    // The low bits of `shifted` hold k as an integer: moved to the exponent's place they are 2^k.
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(0x3FF0_0000_0000_0000));
    let value = sum * power;
    let value = if x < EXP_LOW { 0.0 } else { value };
    if x > EXP_HIGH { f64::INFINITY } else { value }
}

/// ln x for normal positive x, to within 1 unit in the last place.
///
/// x = 2^k·m with m in [√½, √2); ln m by the odd series in s = (m-1)/(m+1), with the minimax coefficients
/// of FDLIBM's `e_log.c` (Sun Microsystems, 1993).
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    const SQRT_HALF_BITS: u64 = 0x3FE6_A09E_667F_3BCD;
    let offset = x.to_bits().wrapping_sub(SQRT_HALF_BITS);
    let k = (offset as i64 >> 52) as f64;
    let m = f64::from_bits((offset & 0x000F_FFFF_FFFF_FFFF).wrapping_add(SQRT_HALF_BITS));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let series = z
        * (6.666_666_666_666_735e-1
            + z * (3.999_999_999_940_942e-1
                + z * (2.857_142_874_366_239e-1
                    + z * (2.222_219_843_214_978_4e-1
                        + z * (1.818_357_216_161_805e-1
                            + z * (1.531_383_769_920_937_3e-1 + z * 1.479_819_860_511_658_6e-1))))));
    let half_square = 0.5 * f * f;
    k * LN2_HIGH - ((half_square - (s * (half_square + series) + k * LN2_LOW)) - f)
}

/// x^power for x > 0.
#[inline(always)]
pub fn pow(x: f64, power: f64) -> f64 {
    exp(power * ln(x))
}

/// The quantile of the standard normal at u in (0, 1), relative error about 1e-16: algorithm AS 241 (PPND16)
/// of Wichura, Applied Statistics 37 (1988), 477-484.
#[inline]
pub fn normal_quantile(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 { normal_centre(q) } else { normal_tail(u, q) }
}

/// The quantiles of a block, in place.
#[inline]
pub fn normal_quantiles(block: &mut super::Lanes) {
    // Most of a block lies in the centre, so all of it goes through the centre's branchless form and the tails
    // are mended afterwards.
    let uniforms = *block;
    for value in block.iter_mut() {
        *value = normal_centre(*value - 0.5);
    }
    for (value, &u) in block.iter_mut().zip(&uniforms) {
        let q = u - 0.5;
        if q.abs() > 0.425 {
            *value = normal_tail(u, q);
        }
    }
}

/// The centre, |q| <= 0.425 with q = u - 1/2.
#[inline(always)]
fn normal_centre(q: f64) -> f64 {
    let r = 0.180_625 - q * q;
    q * polynomial(
        r,
        [
            2.509_080_928_730_122_7e3,
            3.343_057_558_358_813e4,
            6.726_577_092_700_87e4,
            4.592_195_393_154_987e4,
            1.373_169_376_550_946e4,
            1.971_590_950_306_551_3e3,
            1.331_416_678_917_843_8e2,
            3.387_132_872_796_366_5,
        ],
    ) / polynomial(
        r,
        [
            5.226_495_278_852_854e3,
            2.872_908_573_572_194_3e4,
            3.930_789_580_009_271e4,
            2.121_379_430_158_66e4,
            5.394_196_021_424_751e3,
            6.871_870_074_920_579e2,
            4.231_333_070_160_091e1,
            1.0,
        ],
    )
}

fn normal_tail(u: f64, q: f64) -> f64 {
    let p = if q < 0.0 { u } else { 1.0 - u };
    let r = (-ln(p)).sqrt();
    let value = if r <= 5.0 {
        let r = r - 1.6;
        polynomial(
            r,
            [
                7.745_450_142_783_414e-4,
                2.272_384_498_926_918_4e-2,
                2.417_807_251_774_506e-1,
                1.270_458_252_452_368_4,
                3.647_848_324_763_204_5,
                5.769_497_221_460_691,
                4.630_337_846_156_546,
                1.423_437_110_749_683_5,
            ],
        ) / polynomial(
            r,
            [
                1.050_750_071_644_416_9e-9,
                5.475_938_084_995_345e-4,
                1.519_866_656_361_645_7e-2,
                1.481_039_764_274_800_8e-1,
                6.897_673_349_851e-1,
                1.676_384_830_183_803_8,
                2.053_191_626_637_759,
                1.0,
            ],
        )
    } else {
        let r = r - 5.0;
        polynomial(
            r,
            [
                2.010_334_399_292_288_1e-7,
                2.711_555_568_743_487_6e-5,
                1.242_660_947_388_078_4e-3,
                2.653_218_952_657_612_4e-2,
                2.965_605_718_285_048_7e-1,
                1.784_826_539_917_291_3,
                5.463_784_911_164_114,
                6.657_904_643_501_103,
            ],
        ) / polynomial(
            r,
            [
                2.044_263_103_389_939_8e-15,
                1.421_511_758_316_446e-7,
                1.846_318_317_510_054_8e-5,
                7.868_691_311_456_133e-4,
                1.487_536_129_085_061_5e-2,
                1.369_298_809_227_358e-1,
                5.998_322_065_558_88e-1,
                1.0,
            ],
        )
    };
    if q < 0.0 { -value } else { value }
}

/// The polynomial with these coefficients, highest power first.
#[inline(always)]
fn polynomial(x: f64, coefficients: [f64; 8]) -> f64 {
    let mut sum = coefficients[0];
    for &coefficient in &coefficients[1..] {
        sum = sum * x + coefficient;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    fn close(ours: f64, reference: f64, relative: f64) {
        assert!((ours - reference).abs() <= relative * reference.abs(), "{ours} against {reference}");
    }

    #[test]
    fn exp_agrees_with_the_platform() {
        for i in -70_000..70_000 {
            let x = f64::from(i) * 0.01 + 0.001_234;
            close(exp(x), x.exp(), 5e-16);
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-1e4), 0.0);
        assert_eq!(exp(1e4), f64::INFINITY);
    }

    #[test]
    fn ln_agrees_with_the_platform() {
        let mut x = 1e-300_f64;
        while x < 1e300 {
            let reference = x.ln();
            assert!((ln(x) - reference).abs() <= 3e-16 * reference.abs().max(1e-3), "ln {x}");
            x *= 1.003_7;
        }
        assert_eq!(ln(1.0), 0.0);
    }

    #[test]
    fn normal_quantile_inverts_the_distribution_function() {
        let normal = Normal::standard();
        for i in 1..4000 {
            let u = f64::from(i) / 4000.0;
            close(normal_quantile(u) + 10.0, normal.inverse_cdf(u) + 10.0, 1e-14);
        }
        for exponent in 2..16 {
            let u = 10f64.powi(-exponent);
            close(normal_quantile(u), normal.inverse_cdf(u), 1e-12);
        }
        assert_eq!(normal_quantile(0.5), 0.0);
    }

    #[test]
    fn a_block_of_quantiles_is_the_same_one_by_one() {
        let uniforms: super::super::Lanes = std::array::from_fn(|i| (i as f64 + 0.5) / 64.0);
        let mut block = uniforms;
        normal_quantiles(&mut block);
        assert_eq!(block, uniforms.map(normal_quantile));
    }
}
