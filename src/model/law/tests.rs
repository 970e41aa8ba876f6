//! Laws of laws, for every family: a new one joins by a line in [`laws`].

use super::*;
use crate::random::StreamKey;
use std::fmt::Write;

/// Laws of every family.
fn laws() -> Vec<Box<dyn Distribution>> {
    vec![
        Box::new(Normal { mean: 3.0, sd: 2.0 }),
        Box::new(Normal::between(0.02, 0.08)),
        Box::new(LogNormal { mu: 0.3, sigma: 0.5 }),
        Box::new(LogNormal::between(6.0, 15.0).unwrap()),
        Box::new(Uniform { low: 1.0, high: 4.0 }),
        Box::new(Triangular { low: 0.0, mode: 1.0, high: 5.0 }),
        Box::new(Triangular { low: -1.0, mode: -1.0, high: 2.0 }),
        Box::new(Triangular { low: -1.0, mode: 2.0, high: 2.0 }),
        Box::new(Pert { low: 0.0, mode: 2.0, high: 9.0 }),
        Box::new(Pert { low: 4.0, mode: 4.0, high: 7.0 }),
        Box::new(Beta { alpha: 2.0, beta: 38.0 }),
        Box::new(Beta { alpha: 0.7, beta: 1.4 }),
        Box::new(Gamma { mean: 9.0, sd: 3.0 }),
        Box::new(Gamma { mean: 2.0, sd: 3.0 }),
        Box::new(metalog([0.04, 0.08, 0.15], (f64::NEG_INFINITY, f64::INFINITY))),
        Box::new(metalog([6.0, 9.0, 15.0], (0.0, f64::INFINITY))),
        Box::new(metalog([-9.0, -4.0, -3.0], (f64::NEG_INFINITY, 0.0))),
        Box::new(metalog([0.04, 0.08, 0.15], (0.0, 1.0))),
        Box::new(Laplace),
        Box::new(StudentT::of_unit_variance(3.0, 20.0)),
        Box::new(StudentT::of_unit_variance(1.0, 20.0)),
    ]
}

fn metalog(quantiles: [f64; 3], given: (f64, f64)) -> Metalog {
    let natural = (f64::NEG_INFINITY, f64::INFINITY);
    let unit = Unit { name: String::new(), worth: 1.0 };
    Metalog::through(quantiles, Bounds { given, natural }, &unit).unwrap()
}

fn coins() -> Discrete {
    Discrete { values: vec![12.0, 4.0, 20.0], probabilities: vec![0.3, 0.5, 0.2] }
}

/// Probabilities from one end to the other, close to both.
fn probabilities() -> impl Iterator<Item = f64> {
    let inside = (1..200).map(|i| f64::from(i) / 200.0);
    [1e-6, 1e-4].into_iter().chain(inside).chain([1.0 - 1e-4, 1.0 - 1e-6])
}

/// ∫ f(p) dp over (0, 1), by the rule of H. Takahasi and M. Mori, "Double exponential formulas for numerical integration"
/// (Publications of RIMS 9, 1974), which singularities at the ends do not trouble.
fn integral(f: impl Fn(f64) -> f64) -> f64 {
    const STEP: f64 = 1.0 / 64.0;
    let term = |i: i32| {
        let t = f64::from(i) * STEP;
        let inner = std::f64::consts::PI * t.sinh();
        let (p, rest) = (1.0 / (1.0 + (-inner).exp()), 1.0 / (1.0 + inner.exp()));
        f(p.clamp(1e-300, 1.0 - f64::EPSILON / 2.0)) * std::f64::consts::PI * t.cosh() * p * rest * STEP
    };
    (-220..=220).map(term).sum()
}

#[test]
fn quantiles_invert_the_distribution_function() {
    for law in laws() {
        for p in probabilities() {
            let back = law.cdf(law.quantile(p));
            assert!((back - p).abs() < 1e-10, "{law:?} at {p}: {back}");
        }
    }
}

#[test]
fn distribution_functions_rise_from_0_to_1_on_the_support() {
    for law in laws() {
        let (low, high) = law.support();
        let (from, to) = (law.quantile(1e-6), law.quantile(1.0 - 1e-6));
        assert!(low <= from && from < to && to <= high, "{law:?}");
        let mut last = 0.0;
        for i in -20..=1020 {
            let p = law.cdf(from + (to - from) * f64::from(i) / 1000.0);
            assert!((last..=1.0).contains(&p), "{law:?}: {p} after {last}");
            last = p;
        }
        if low.is_finite() {
            assert!(law.cdf(low - 1.0) == 0.0 && law.cdf(low) == 0.0, "{law:?}");
        }
        if high.is_finite() {
            assert!(law.cdf(high) == 1.0 && law.cdf(high + 1.0) == 1.0, "{law:?}");
        }
    }
}

#[test]
fn means_are_the_integrals_of_the_quantiles() {
    for law in laws() {
        let (found, size) = (integral(|p| law.quantile(p)), integral(|p| law.quantile(p).abs()));
        assert!((found - law.mean()).abs() < 1e-7 * size, "{law:?}: {found} for {}", law.mean());
    }
}

/// Variances from the textbook.
#[test]
fn variances() {
    let known: [(Box<dyn Distribution>, f64); 8] = [
        (Box::new(Laplace), 1.0),
        (Box::new(Normal { mean: 3.0, sd: 2.0 }), 4.0),
        (Box::new(LogNormal { mu: 0.0, sigma: 0.5 }), 0.25f64.exp() * (0.25f64.exp() - 1.0)),
        (Box::new(Uniform { low: 1.0, high: 4.0 }), 0.75),
        (Box::new(Triangular { low: 0.0, mode: 1.0, high: 5.0 }), 21.0 / 18.0),
        (Box::new(Pert { low: 0.0, mode: 2.0, high: 9.0 }), (17.0 / 6.0) * (9.0 - 17.0 / 6.0) / 7.0),
        (Box::new(Beta { alpha: 2.0, beta: 3.0 }), 0.04),
        (Box::new(Gamma { mean: 9.0, sd: 3.0 }), 9.0),
    ];
    for (law, variance) in known {
        let found = integral(|p| (law.quantile(p) - law.mean()).powi(2));
        assert!((found - variance).abs() < 1e-6 * variance, "{law:?}: {found}");
    }
}

#[test]
fn draws_are_quantiles() {
    for law in laws() {
        let draw = law.draw(&mut Tables::default());
        for u in probabilities() {
            let back = law.cdf(draw.value(u));
            assert!((back - u).abs() < 2e-6, "{law:?} at {u}: {back}");
        }
    }
}

#[test]
fn truncation_conditions() {
    for law in laws() {
        let (min, max) = (law.quantile(0.2), law.quantile(0.7));
        assert!((law.mass(min, max) - 0.5).abs() < 1e-9, "{law:?}");
        assert!((law.cdf(law.median(min, max)) - 0.45).abs() < 1e-9, "{law:?}");
        let none = (f64::NEG_INFINITY, f64::INFINITY);
        assert!((law.cdf(law.median(none.0, none.1)) - 0.5).abs() < 1e-9, "{law:?}");
        let Prepared::Uncertain(draw) = law.prepare(min, max, &mut Tables::default()) else {
            panic!("{law:?} is uncertain")
        };
        for u in probabilities() {
            let value = draw.value(u);
            assert!((min..=max).contains(&value), "{law:?}: {value}");
            assert!((law.cdf(value) - 0.2 - 0.5 * u).abs() < 2e-6, "{law:?} at {u}");
        }
    }
}

#[test]
fn blocks_are_their_values_one_by_one() {
    let uniforms: [f64; 64] = std::array::from_fn(|i| (i as f64 + 0.3) / 64.0);
    let windows = [(f64::NEG_INFINITY, f64::INFINITY), (0.5, 3.0)];
    let discrete = Box::new(Discrete { values: vec![2.0, 1.0], probabilities: vec![0.7, 0.3] });
    for law in laws().into_iter().chain([discrete as Box<dyn Distribution>]) {
        for (min, max) in windows {
            let Prepared::Uncertain(draw) = law.prepare(min, max, &mut Tables::default()) else {
                panic!("{law:?}")
            };
            let mut block = uniforms;
            draw.values(&mut block);
            assert_eq!(block, uniforms.map(|u| draw.value(u)), "{law:?} in [{min}, {max}]");
        }
    }
}

/// Kolmogorov-Smirnov at a fixed seed: the statistic of n draws exceeds 1.95/√n with probability 0.001.
#[test]
fn draws_have_their_distribution() {
    const N: usize = 20_000;
    for law in laws() {
        let draw = law.draw(&mut Tables::default());
        let key = StreamKey::new(7, "laws", &format!("{law:?}"), "draw");
        let mut values: Vec<f64> = (0..N as u64).map(|trial| key.uniform(trial, 0)).collect();
        draw.values(&mut values);
        values.sort_by(f64::total_cmp);
        let distance = values.iter().enumerate().fold(0.0_f64, |worst, (i, &x)| {
            let p = law.cdf(x);
            worst.max((p - i as f64 / N as f64).abs()).max(((i + 1) as f64 / N as f64 - p).abs())
        });
        assert!(distance < 1.95 / (N as f64).sqrt(), "{law:?}: {distance}");
    }
}

#[test]
fn degenerate_laws_are_known() {
    let known: [(Box<dyn Distribution>, f64); 7] = [
        (Box::new(Normal { mean: 2.0, sd: 0.0 }), 2.0),
        (Box::new(LogNormal { mu: 0.0, sigma: 0.0 }), 1.0),
        (Box::new(Uniform { low: 4.0, high: 4.0 }), 4.0),
        (Box::new(Triangular { low: 4.0, mode: 4.0, high: 4.0 }), 4.0),
        (Box::new(Pert { low: 4.0, mode: 4.0, high: 4.0 }), 4.0),
        (Box::new(Gamma { mean: 2.0, sd: 0.0 }), 2.0),
        (Box::new(Discrete { values: vec![1.0, 2.0], probabilities: vec![0.0, 1.0] }), 2.0),
    ];
    for (law, value) in known {
        let prepared = law.prepare(f64::NEG_INFINITY, f64::INFINITY, &mut Tables::default());
        assert!(matches!(prepared, Prepared::Known(known) if known == value), "{law:?}");
    }
    assert!(laws().iter().all(|law| law.point().is_none()));
}

#[test]
fn a_discrete_law_takes_its_values_in_the_files_order() {
    let draw = coins().draw(&mut Tables::default());
    let drawn = [0.1, 0.3, 0.31, 0.8, 0.81, 0.999].map(|u| draw.value(u));
    assert_eq!(drawn, [12.0, 12.0, 4.0, 4.0, 20.0, 20.0]);
}

#[test]
fn a_discrete_law_counts_what_lies_on_a_limit() {
    let coins = coins();
    assert_eq!((coins.support(), coins.quantile(0.5), coins.quantile(0.51)), ((4.0, 20.0), 4.0, 12.0));
    assert!((coins.mean() - 9.6).abs() < 1e-12);
    assert!((coins.below(12.0) - 0.5).abs() < 1e-12 && (coins.cdf(12.0) - 0.8).abs() < 1e-12);
    assert!((coins.mass(12.0, 20.0) - 0.5).abs() < 1e-12);
    assert_eq!((coins.median(12.0, 20.0), coins.median(13.0, 90.0)), (12.0, 20.0));
    let above = coins.prepare(13.0, f64::INFINITY, &mut Tables::default());
    assert!(matches!(above, Prepared::Known(20.0)));
}

#[test]
fn between_two_percentiles() {
    let log = LogNormal::between(6.0, 15.0).unwrap();
    let normal = Normal::between(6.0, 15.0);
    for law in [&log as &dyn Distribution, &normal] {
        assert!((law.quantile(0.05) - 6.0).abs() < 1e-12 && (law.quantile(0.95) - 15.0).abs() < 1e-12);
    }
    assert!(LogNormal::between(1e-20, 1e20).is_err());
}

/// What tables, windows and closed forms give, to the last bit: the same on every machine.
#[test]
fn pinned_draws() {
    let none = (f64::NEG_INFINITY, f64::INFINITY);
    let mut drawn = String::new();
    for law in laws() {
        for (min, max) in [none, (law.quantile(0.1), law.quantile(0.8))] {
            let Prepared::Uncertain(draw) = law.prepare(min, max, &mut Tables::default()) else { continue };
            let bits =
                [1e-9, 0.003, 0.21, 0.5, 0.77, 0.9999].map(|u| format!("{:016x}", draw.value(u).to_bits()));
            writeln!(drawn, "{law:?} in [{min}, {max}]: {}", bits.join(" ")).unwrap();
        }
    }
    let key = StreamKey::new(1, "tests", "gamma", "draw");
    for variance in [0.2, 4.0] {
        let bits = [0, 1, 2, 3].map(|trial| gamma_by_rejection(variance, &mut key.words(trial, 0)).to_bits());
        writeln!(drawn, "gamma by rejection of variance {variance}: {bits:016x?}").unwrap();
    }
    insta::assert_snapshot!(drawn);
}
