//! Special functions: the logarithms of the gamma and beta functions and the incomplete ones, on `libm` alone, so that tables
//! of laws and bounds of intervals have the same bytes on every machine.
//!
//! The factors in front of series and continued fractions are densities in the saddle-point form of C. Loader, "Fast and
//! accurate computation of binomial probabilities" (2000), which does not lose digits where shapes are large.

use libm::{exp, lgamma as ln_gamma_of, log as ln, log1p};
use std::f64::consts::PI;

/// ½·ln 2π.
const HALF_LN_2PI: f64 = 0.918_938_533_204_672_7;

/// Terms of a series or steps of a continued fraction that change less than this are the last.
const NEGLIGIBLE: f64 = f64::EPSILON;

/// Steps of a continued fraction; shapes of 1e9 take 1e5.
const MAX_STEPS: u32 = 1_000_000;

/// ln Γ(x) for x > 0.
pub fn ln_gamma(x: f64) -> f64 {
    ln_gamma_of(x)
}

/// ln B(a, b) for a, b > 0.
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if small < STIRLING_FROM {
        return ln_gamma(small) - ln_gamma_ratio(large, small);
    }
    // By Stirling's formula for all three, whose large parts cancel.
    let sum = a + b;
    let errors = stirling_error(a) + stirling_error(b) - stirling_error(sum);
    HALF_LN_2PI - 0.5 * ln(sum) + errors + (a - 0.5) * ln(a / sum) + (b - 0.5) * ln(b / sum)
}

/// ln Γ(x + a) - ln Γ(x) for 0 < a <= x.
fn ln_gamma_ratio(x: f64, a: f64) -> f64 {
    if x < STIRLING_FROM {
        return ln_gamma(x + a) - ln_gamma(x);
    }
    // ln Γ(y) = (y - ½)·ln y - y + ½·ln 2π + error(y).
    let sum = x + a;
    (x - 0.5) * log1p(a / x) + a * ln(sum) - a + stirling_error(sum) - stirling_error(x)
}

/// From here on the series of [`stirling_error`] holds to the last digit.
const STIRLING_FROM: f64 = 16.0;

/// ln Γ(x) - ((x - ½)·ln x - x + ½·ln 2π), what Stirling's formula leaves out, for x from [`STIRLING_FROM`] on.
fn stirling_error(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    let series = 1.0 / 12.0
        - square
            * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square * (1.0 / 1188.0))));
    series / x
}

/// x·ln(x/m) + m - x, without cancellation where x and m are close.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * ln(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut term = 2.0 * x * v;
    for odd in (3_u32..).step_by(2) {
        term *= v * v;
        let next = sum + term / f64::from(odd);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// x^a·e^-x / Γ(a + 1).
fn gamma_factor(a: f64, x: f64) -> f64 {
    if a < STIRLING_FROM {
        return exp(a * ln(x) - x - ln_gamma(a + 1.0));
    }
    exp(-stirling_error(a) - deviance(a, x)) / (2.0 * PI * a).sqrt()
}

/// x^a·y^b / B(a, b).
fn beta_factor(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let sum = a + b;
    if a < STIRLING_FROM || b < STIRLING_FROM {
        return exp(a * ln(x) + b * ln(y) - ln_beta(a, b));
    }
    let errors = stirling_error(sum) - stirling_error(a) - stirling_error(b);
    let deviances = deviance(a, sum * x) + deviance(b, sum * y);
    exp(errors - deviances) * (a / sum * b / (2.0 * PI)).sqrt()
}

/// P(a, x), the regularised lower incomplete gamma function: probability that a gamma number of shape a > 0 is at most x.
pub fn gamma_lower(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x == f64::INFINITY {
        1.0
    } else if x < a + 1.0 {
        gamma_series(a, x)
    } else {
        1.0 - gamma_fraction(a, x)
    }
}

/// Q(a, x) = 1 - P(a, x), right to the last digits where it is small.
pub fn gamma_upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x == f64::INFINITY {
        0.0
    } else if x < a + 1.0 {
        1.0 - gamma_series(a, x)
    } else {
        gamma_fraction(a, x)
    }
}

/// P by its series, for x < a + 1.
fn gamma_series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 1..MAX_STEPS {
        term *= x / (a + f64::from(n));
        sum += term;
        if term <= NEGLIGIBLE * sum {
            break;
        }
    }
    gamma_factor(a, x) * sum
}

/// Q by its continued fraction, for x >= a + 1, in the way of W. J. Lentz (Applied Optics 15, 1976).
fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
    let mut fraction = d;
    for n in 1..MAX_STEPS {
        let n = f64::from(n);
        let numerator = n * (a - n);
        b += 2.0;
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() <= NEGLIGIBLE {
            break;
        }
    }
    // Γ(a) is Γ(a + 1) / a.
    gamma_factor(a, x) * a * fraction
}

/// I(x; a, b), the regularised incomplete beta function: probability that a beta number is at most x, for x in [0, 1].
pub fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else if x < (a + 1.0) / (a + b + 2.0) {
        beta_factor(a, b, x, 1.0 - x) * beta_fraction(a, b, x) / a
    } else {
        1.0 - beta_factor(a, b, x, 1.0 - x) * beta_fraction(b, a, 1.0 - x) / b
    }
}

/// The continued fraction of [`beta_lower`], which converges fast for x < (a + 1)/(a + b + 2).
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let (mut c, mut d) = (1.0, 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    let mut step = |numerator: f64| {
        d = 1.0 / away_from_zero(1.0 + numerator * d);
        c = away_from_zero(1.0 + numerator / c);
        fraction *= c * d;
        c * d
    };
    for m in 1..MAX_STEPS {
        let m = f64::from(m);
        let even = a + 2.0 * m;
        step(m * (b - m) * x / ((even - 1.0) * even));
        let last = step(-(a + m) * (a + b + m) * x / (even * (even + 1.0)));
        if (last - 1.0).abs() <= NEGLIGIBLE {
            break;
        }
    }
    fraction
}

const TINY: f64 = 1e-300;

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::{beta::beta_reg, gamma};

    #[track_caller]
    fn close(ours: f64, reference: f64, relative: f64) {
        assert!((ours - reference).abs() <= relative * reference.abs(), "{ours} for {reference}");
    }

    // The references are worked out with 40 digits, by mpmath.

    #[test]
    fn logarithms_of_gamma_and_beta() {
        let gammas = [
            (0.001, 6.907178885383853),
            (0.3, 1.0957979948180756),
            (1.0, 0.0),
            (3.3, 0.9870985778947344),
            (17.0, 30.671860106080672),
            (250.0, 1128.5237708729908),
            (1000000.0, 12815504.569147611),
        ];
        for (x, reference) in gammas {
            assert!((ln_gamma(x) - reference).abs() <= 1e-15 * f64::max(reference.abs(), 1.0), "{x}");
        }
        let betas = [
            (0.001, 0.3, 6.910675299438322),
            (0.5, 0.5, 1.1447298858494002),
            (2.0, 38.0, -7.301147805856032),
            (0.5, 1000000.0, -6.335390211057437),
            (17.0, 250.0, -63.72538712751652),
            (50000.0, 40000.0, -61830.62737643592),
        ];
        for (a, b, reference) in betas {
            close(ln_beta(a, b), reference, 2e-14);
            assert_eq!(ln_beta(a, b), ln_beta(b, a));
        }
    }

    #[test]
    fn incomplete_gamma() {
        let known = [
            (0.001, 1e-09, 0.9800547199039311, 0.01994528009606891),
            (0.3, 0.02, 0.34299751585698796, 0.6570024841430121),
            (0.3, 4.0, 0.9979774893543891, 0.0020225106456108802),
            (3.3, 1.0, 0.053361623618533374, 0.9466383763814666),
            (3.3, 12.0, 0.9991571994347943, 0.0008428005652056716),
            (20.0, 8.0, 0.00025293940209195683, 0.9997470605979081),
            (250.0, 300.0, 0.9986225281224718, 0.001377471877528202),
            (1000000.0, 995000.0, 2.749580359270071e-07, 0.9999997250419641),
            (1000000.0, 1004000.0, 0.9999676545526865, 3.234544731347768e-05),
        ];
        for (a, x, lower, upper) in known {
            close(gamma_lower(a, x), lower, 1e-13);
            close(gamma_upper(a, x), upper, 1e-13);
        }
        assert_eq!((gamma_lower(2.0, 0.0), gamma_upper(2.0, 0.0)), (0.0, 1.0));
        assert_eq!((gamma_lower(2.0, f64::INFINITY), gamma_upper(2.0, f64::INFINITY)), (1.0, 0.0));
    }

    #[test]
    fn incomplete_beta() {
        let known = [
            (0.3, 0.4, 1e-06, 0.010334279626603177),
            (0.5, 0.5, 0.3, 0.36901011956554536),
            (2.0, 38.0, 0.01, 0.05807465888566564),
            (2.0, 38.0, 0.3, 0.9999838880833806),
            (50.0, 2.0, 0.8, 0.00015699724619765599),
            (250.0, 17.0, 0.9, 0.014827674369939783),
            (50000.0, 40000.0, 0.55, 0.0004016509626898811),
            (0.3, 3000.0, 1e-05, 0.38646508392580053),
        ];
        for (a, b, x, reference) in known {
            close(beta_lower(a, b, x), reference, 1e-12);
        }
        assert_eq!((beta_lower(2.0, 3.0, 0.0), beta_lower(2.0, 3.0, 1.0)), (0.0, 1.0));
    }

    #[test]
    fn statrs_agrees() {
        let sizes = [0.05, 0.4, 1.0, 3.3, 20.0, 300.0];
        for a in sizes {
            close(ln_gamma(a) + 10.0, gamma::ln_gamma(a) + 10.0, 1e-13);
            for place in [0.01, 0.3, 0.9, 1.0, 1.2, 2.0, 5.0] {
                let x = a * place;
                close(gamma_lower(a, x), gamma::gamma_lr(a, x), 1e-12);
                assert!((gamma_upper(a, x) - gamma::gamma_ur(a, x)).abs() < 1e-12, "{a} {x}");
            }
            for b in sizes {
                for x in [1e-6, 0.1, 0.4, 0.7, 0.99] {
                    assert!((beta_lower(a, b, x) - beta_reg(a, b, x)).abs() < 1e-12, "{a} {b} {x}");
                }
            }
        }
    }
}
