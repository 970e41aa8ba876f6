//! Poisson counts by inversion of one uniform, so that a higher rate never gives a lower count.

use super::elementary::{exp, normal_quantile};
use super::special::gamma_upper;
use super::{LANES, Lanes};
use crate::wide::each;

/// Above this mean the search starts near the quantile instead of at 0.
const LARGE_MEAN: f64 = 500.0;

/// Terms before this are not looked at for whether they are lost in rounding: a search that goes on for nothing ends
/// here.
const SURELY_RISES: f64 = 8.0;

/// The smallest n with P(N <= n) >= u, for N of this mean.
#[inline]
pub fn count(u: f64, mean: f64) -> u64 {
    if mean <= 0.0 {
        return 0;
    }
    if mean > LARGE_MEAN {
        return count_of_large_mean(u, mean);
    }
    let mut term = exp(-mean);
    let mut sum = term;
    let mut n = 0_u64;
    while u > sum {
        n += 1;
        term *= mean * (1.0 / n as f64);
        let next = sum + term;
        // Rounding can leave the sum just below the largest uniforms.
        if next == sum && n as f64 > mean {
            break;
        }
        sum = next;
    }
    n
}

/// The counts of a block, cut off at `most`.
#[inline(always)]
pub fn counts(uniforms: &Lanes, means: &Lanes, most: u32, out: &mut [u32; LANES]) {
    let small: Lanes = each(|lane| if means[lane] <= LARGE_MEAN { means[lane] } else { 0.0 });
    let mut term: Lanes = each(|lane| exp(-small[lane]));
    let mut sum = term;
    *out = [0; LANES];
    // All that are still counting are at the same n.
    let mut n = 0.0;
    loop {
        let mut counting = 0;
        for lane in 0..LANES {
            let more = u32::from(uniforms[lane] > sum[lane]);
            out[lane] += more;
            counting |= more;
        }
        if counting == 0 {
            break;
        }
        n += 1.0;
        let inverse = 1.0 / n;
        for lane in 0..LANES {
            term[lane] *= small[lane] * inverse;
        }
        // Rounding can leave the sum just below the largest uniforms, but not among the first terms.
        if n < SURELY_RISES {
            for lane in 0..LANES {
                sum[lane] += term[lane];
            }
        } else {
            for lane in 0..LANES {
                let next = sum[lane] + term[lane];
                let stuck = next == sum[lane] && n > small[lane];
                sum[lane] = if stuck { f64::INFINITY } else { next };
            }
        }
    }
    if means.iter().fold(false, |any, &mean| any | (mean > LARGE_MEAN)) {
        for lane in 0..LANES {
            if means[lane] > LARGE_MEAN {
                let within = means[lane] < f64::from(most);
                out[lane] = if within {
                    count(uniforms[lane], means[lane]).min(u64::from(most)) as u32
                } else {
                    most
                };
            }
        }
    }
}

/// Starts from the normal approximation with its first correction for skewness and walks to the count, with
/// P(N <= n) from the incomplete gamma function.
fn count_of_large_mean(u: f64, mean: f64) -> u64 {
    let z = normal_quantile(u);
    let mut n = (mean + mean.sqrt() * z + (z * z - 1.0) / 6.0).max(0.0).floor();
    let cdf = |n: f64| if n < 0.0 { 0.0 } else { gamma_upper(n + 1.0, mean) };
    while cdf(n) < u {
        n += 1.0;
    }
    while n > 0.0 && cdf(n - 1.0) >= u {
        n -= 1.0;
    }
    n as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{DiscreteCDF, Poisson};

    #[test]
    fn inverts_the_distribution_function() {
        for mean in [1e-9, 0.2, 3.0, 40.0, 499.0, 501.0, 20_000.0] {
            let law = Poisson::new(mean).unwrap();
            for i in 1..200 {
                let u = f64::from(i) / 200.0;
                let n = count(u, mean);
                assert!(law.cdf(n) >= u - 1e-9, "mean {mean}, u {u}");
                assert!(n == 0 || law.cdf(n - 1) < u + 1e-9, "mean {mean}, u {u}");
            }
        }
    }

    #[test]
    fn a_block_of_counts_is_the_same_one_by_one() {
        let mut uniforms: Lanes = std::array::from_fn(|i| (i as f64 + 0.5) / LANES as f64);
        uniforms[63] = 1.0 - f64::EPSILON / 2.0;
        for scale in [0.0, 0.01, 0.1, 1.0, 20.0, 4000.0] {
            let means: Lanes = std::array::from_fn(|i| scale * (i % 7) as f64);
            let mut block = [0; LANES];
            counts(&uniforms, &means, 20_000, &mut block);
            for lane in 0..LANES {
                let alone = if means[lane] < 20_000.0 { count(uniforms[lane], means[lane]) } else { 20_000 };
                assert_eq!(u64::from(block[lane]), alone.min(20_000), "mean {}", means[lane]);
            }
        }
    }

    #[test]
    fn edges() {
        assert_eq!(count(0.999, 0.0), 0);
        assert_eq!(count(f64::MIN_POSITIVE, 5.0), 0);
        assert!(count(1.0 - f64::EPSILON / 2.0, 5.0) < 60);
    }

    #[test]
    fn a_higher_mean_never_counts_less() {
        for u in [0.1, 0.5, 0.9, 0.999] {
            let mut last = 0;
            for mean in (1..1200).map(|m| f64::from(m) * 0.9) {
                let n = count(u, mean);
                assert!(n >= last, "u {u}, mean {mean}");
                last = n;
            }
        }
    }
}
