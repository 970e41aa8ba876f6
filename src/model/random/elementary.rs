//! exp, ln and the normal quantile from additions, multiplications, divisions and square roots alone.
//!
//! A product and a sum are rounded once, as `mul_add` does: IEEE 754 fixes that too, and processors with such an
//! instruction take one step for two.
//!
//! The platform's own differ in the last digit from one C library to the next; these give the same bytes
//! everywhere, and in a loop over a block the compiler turns them into vector instructions.

use super::LANES;
use crate::wide::each;
use std::f64::consts::{LOG2_E, SQRT_2};

/// ln 2 in two parts: the first has trailing zeros, so that a small integer times it is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding and taking away 1.5·2^52 rounds to the nearest integer.
pub(crate) const ROUND: f64 = 6_755_399_441_055_744.0;
/// Beyond these, exp is given as 0 and as infinity.
const EXP_LOW: f64 = -708.0;
const EXP_HIGH: f64 = 709.0;

/// Coefficients of the exponential series, 1/n!.
const EXPONENTIAL: [f64; 14] = [
    1.0,
    1.0,
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5_040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
];

/// e^x to within 2 units in the last place; 0 below -708 and infinity above 709.
///
/// x = k·ln 2 + r with |r| <= ln 2 / 2; e^r by its Taylor series to r^13, whose remainder is below 5e-18.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let inside = x.clamp(EXP_LOW, EXP_HIGH);
    let shifted = inside.mul_add(LOG2_E, ROUND);
    let k = shifted - ROUND;
    let r = k.mul_add(-LN2_LOW, k.mul_add(-LN2_HIGH, inside));
    let sum = polynomial(r, EXPONENTIAL);
    // The low bits of `shifted` hold k as an integer: moved to the exponent's place they are 2^k.
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(0x3FF0_0000_0000_0000));
    let value = sum * power;
    let value = if x < EXP_LOW { 0.0 } else { value };
    if x > EXP_HIGH { f64::INFINITY } else { value }
}

/// The minimax coefficients of FDLIBM's `e_log.c` (Sun Microsystems, 1993).
const LOGARITHM: [f64; 7] = [
    6.666_666_666_666_735e-1,
    3.999_999_999_940_942e-1,
    2.857_142_874_366_239e-1,
    2.222_219_843_214_978_4e-1,
    1.818_357_216_161_805e-1,
    1.531_383_769_920_937_3e-1,
    1.479_819_860_511_658_6e-1,
];

/// ln x for normal positive x, to within 1 unit in the last place.
///
/// x = 2^k·m with m in [√½, √2); ln m by the odd series in s = (m-1)/(m+1).
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    const SQRT_HALF_BITS: u64 = 0x3FE6_A09E_667F_3BCD;
    let offset = x.to_bits().wrapping_sub(SQRT_HALF_BITS);
    let k = (offset as i64 >> 52) as f64;
    let m = f64::from_bits((offset & 0x000F_FFFF_FFFF_FFFF).wrapping_add(SQRT_HALF_BITS));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let series = z * polynomial(z, LOGARITHM);
    let half_square = 0.5 * f * f;
    let inner = s.mul_add(half_square + series, k * LN2_LOW);
    k.mul_add(LN2_HIGH, f - (half_square - inner))
}

/// x^power for x > 0.
#[inline(always)]
pub fn pow(x: f64, power: f64) -> f64 {
    exp(power * ln(x))
}

/// Where the central form of the normal quantile ends, in -ln(4u(1-u)).
const CENTRE: f64 = 6.25;
/// Where the tails' form changes, in √(-ln p).
const FAR: f64 = 5.0;

/// The quantile of the standard normal at u in (0, 1), relative error below 1e-15.
///
/// All but 0.2% of u lie in the central form, (2u-1)·√2·P(-ln(4u(1-u))), of Giles, "Approximating the erfinv
/// function" (GPU Computing Gems, 2011); the tails have the form of algorithm AS 241 (PPND16) of Wichura, Applied
/// Statistics 37 (1988), 477-484.
#[inline]
pub fn normal_quantile(u: f64) -> f64 {
    let w = centrality(u);
    if w < CENTRE { normal_centre(u, w) } else { normal_tail(u) }
}

/// The quantiles of many uniforms, in place.
#[inline(always)]
pub fn normal_quantiles(block: &mut [f64]) {
    for chunk in block.chunks_mut(LANES) {
        quantiles_of_chunk(chunk);
    }
}

/// All uniforms go through the central form, which has no branch; the few in the tails are then mended. Two short
/// loops keep the processor busier than a long one.
#[inline(always)]
fn quantiles_of_chunk(chunk: &mut [f64]) {
    let (mut w, mut tails) = ([0.0; LANES], 0);
    for (w, &u) in w.iter_mut().zip(chunk.iter()) {
        *w = centrality(u);
        tails |= u32::from(*w >= CENTRE);
    }
    let uniforms: [f64; LANES] = each(|i| chunk.get(i).copied().unwrap_or(0.5));
    for (value, &w) in chunk.iter_mut().zip(&w) {
        *value = normal_centre(*value, w);
    }
    if tails != 0 {
        for ((value, &w), &u) in chunk.iter_mut().zip(&w).zip(&uniforms) {
            if w >= CENTRE {
                *value = normal_tail(u);
            }
        }
    }
}

/// How far u lies from the median: 0 there, and growing without bound towards 0 and 1.
#[inline(always)]
fn centrality(u: f64) -> f64 {
    -ln(4.0 * u * (1.0 - u))
}

#[inline(always)]
fn normal_centre(u: f64, w: f64) -> f64 {
    (2.0 * u - 1.0) * SQRT_2 * polynomial(w - 0.5 * CENTRE, CENTRAL)
}

/// Giles' coefficients of erfinv, by powers of w - 3.125.
const CENTRAL: [f64; 23] = [
    1.653_654_562_683_102_7,
    0.240_158_182_425_589_6,
    -0.006_033_670_871_430_149,
    -0.000_740_702_534_166_267,
    0.000_186_734_208_034_057_13,
    -1.388_252_336_278_646_7e-5,
    -1.365_469_200_083_467_8e-6,
    4.234_787_782_793_240_3e-7,
    -2.907_036_995_788_200_5e-8,
    -4.112_633_980_346_984e-9,
    1.051_212_273_321_532_4e-9,
    -5.415_412_054_294_628e-11,
    -1.297_513_325_345_353_2e-11,
    2.633_509_315_308_232_3e-12,
    -8.151_934_197_605_472e-14,
    -4.054_566_272_975_207e-14,
    6.637_638_134_358_324e-15,
    2.097_276_787_596_856_2e-17,
    -1.333_171_662_854_621e-16,
    1.115_787_767_802_518e-17,
    1.285_848_071_525_64e-18,
    -1.685_059_138_182_016_5e-19,
    -3.644_412_064_017_82e-21,
];

#[cold]
fn normal_tail(u: f64) -> f64 {
    let root = (-ln(u.min(1.0 - u))).sqrt();
    let value = if root <= FAR { near_tail(root) } else { far_tail(root) };
    if u < 0.5 { -value } else { value }
}

/// The upper tail as far as `FAR`, given √(-ln p) of its probability p.
fn near_tail(root: f64) -> f64 {
    let r = root - 1.6;
    polynomial(
        r,
        [
            1.423_437_110_749_683_5,
            4.630_337_846_156_546,
            5.769_497_221_460_691,
            3.647_848_324_763_204_5,
            1.270_458_252_452_368_4,
            2.417_807_251_774_506e-1,
            2.272_384_498_926_918_4e-2,
            7.745_450_142_783_414e-4,
        ],
    ) / polynomial(
        r,
        [
            1.0,
            2.053_191_626_637_759,
            1.676_384_830_183_803_8,
            6.897_673_349_851e-1,
            1.481_039_764_274_800_8e-1,
            1.519_866_656_361_645_7e-2,
            5.475_938_084_995_345e-4,
            1.050_750_071_644_416_9e-9,
        ],
    )
}

/// The upper tail beyond.
fn far_tail(root: f64) -> f64 {
    let r = root - 5.0;
    polynomial(
        r,
        [
            6.657_904_643_501_103,
            5.463_784_911_164_114,
            1.784_826_539_917_291_3,
            2.965_605_718_285_048_7e-1,
            2.653_218_952_657_612_4e-2,
            1.242_660_947_388_078_4e-3,
            2.711_555_568_743_487_6e-5,
            2.010_334_399_292_288_1e-7,
        ],
    ) / polynomial(
        r,
        [
            1.0,
            5.998_322_065_558_88e-1,
            1.369_298_809_227_358e-1,
            1.487_536_129_085_061_5e-2,
            7.868_691_311_456_133e-4,
            1.846_318_317_510_054_8e-5,
            1.421_511_758_316_446e-7,
            2.044_263_103_389_939_8e-15,
        ],
    )
}

/// The distribution function of the standard normal at each number, in place; to within 1e-15, and in the lower
/// tail to a relative 1e-13.
#[inline(always)]
pub fn normal_probabilities(block: &mut [f64]) {
    for x in block {
        *x = normal_probability(*x);
    }
}

/// Φ(x): the tail beyond |x| is exp(-x²/2) times a function that falls slowly, which times 1 + 2|x| is a polynomial in
/// (|x| - 5) / (|x| + 5), fitted at 22 Chebyshev nodes.
#[inline(always)]
pub fn normal_probability(x: f64) -> f64 {
    let distance = x.abs().min(FARTHEST);
    let place = (distance - 5.0) / (distance + 5.0);
    let tail = exp(-0.5 * distance * distance) * polynomial(place, TAIL) / (1.0 + 2.0 * distance);
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// Beyond this many standard deviations the normal tail is taken as that of this many, 1e-300.
const FARTHEST: f64 = 37.0;

/// Coefficients of [`normal_probability`].
const TAIL: [f64; 22] = [
    0.846_112_354_725_069_1,
    -0.039_647_008_404_006_326,
    -0.054_008_075_034_025_61,
    0.100_888_582_034_671_4,
    -0.100_657_438_218_785_6,
    0.072_487_826_971_415_56,
    -0.039_332_201_324_643_02,
    0.015_422_845_750_251_435,
    -0.003_571_695_672_558_363_8,
    -0.000_118_694_117_146_597_18,
    0.000_425_096_908_659_503_46,
    -0.000_108_174_272_649_026_03,
    -2.643_987_689_706_921e-5,
    1.938_333_523_245_158_4e-5,
    5.403_673_858_853_315e-7,
    -2.846_338_763_737_639_4e-6,
    1.716_509_083_834_956_4e-7,
    4.175_256_153_264_612e-7,
    -3.655_258_729_130_528e-8,
    -5.712_892_146_239_317_4e-8,
    3.428_907_020_160_718_6e-9,
    5.045_734_021_858_568e-9,
];

/// The polynomial with these coefficients, lowest power first: its even and its odd powers each by Horner's rule,
/// so that the processor has two chains to work on.
#[inline(always)]
fn polynomial<const N: usize>(x: f64, coefficients: [f64; N]) -> f64 {
    let square = x * x;
    let (mut even, mut odd) = (0.0_f64, 0.0_f64);
    for i in (0..N).rev() {
        if i % 2 == 0 {
            even = even.mul_add(square, coefficients[i]);
        } else {
            odd = odd.mul_add(square, coefficients[i]);
        }
    }
    odd.mul_add(x, even)
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
    fn normal_probability_inverts_the_quantile() {
        // To 17 digits, by mpmath.
        let known = [
            (-37.0, 5.725571222524577e-300),
            (-20.0, 2.7536241186062337e-89),
            (-8.0, 6.220960574271784e-16),
            (-5.5, 1.8989562465887718e-08),
            (-4.0554, 2.5024290584246094e-05),
            (-3.0, 0.0013498980316300946),
            (-2.25, 0.012224472655044703),
            (-1.0, 0.15865525393145705),
            (-0.5, 0.3085375387259869),
            (-0.01, 0.4960106436853684),
            (0.3, 0.6179114221889527),
            (1.7, 0.955434537241457),
            (2.5, 0.9937903346742238),
            (4.0, 0.9999683287581669),
        ];
        for (x, probability) in known {
            close(normal_probability(x), probability, 1e-14);
        }
        for exponent in 1..16 {
            let u = 10f64.powi(-exponent);
            close(normal_probability(normal_quantile(u)), u, 1e-13);
        }
        close(normal_probability(0.0), 0.5, 1e-15);
        assert_eq!(normal_probability(f64::INFINITY), 1.0);
        assert!(normal_probability(f64::NEG_INFINITY) < 1e-290);
    }

    #[test]
    fn a_block_of_quantiles_is_the_same_one_by_one() {
        let mut uniforms: Vec<f64> = (0..150).map(|i| (f64::from(i) + 0.5) / 150.0).collect();
        uniforms.extend([1e-9, 1e-12, 1e-15, 1.0 - 1e-9, 1.0 - 1e-13]);
        let mut block = uniforms.clone();
        normal_quantiles(&mut block);
        let one_by_one: Vec<f64> = uniforms.iter().map(|&u| normal_quantile(u)).collect();
        assert_eq!(block, one_by_one);
    }
}
