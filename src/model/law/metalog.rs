//! The metalog law through three quantiles, which experts can be asked for.
//!
//! T. W. Keelin, "The metalog distributions" (Decision Analysis 13, 2016): on a scale without bounds the quantile function is
//! a + b·L + c·(p - ½)·L, L = ln(p/(1-p)) the log-odds of the probability. The scale is x itself where x has no bounds,
//! ln(x - min) or -ln(max - x) where it has one, and ln((x - min)/(max - x)) where it has both.

use super::family::{Declared, Fault, Given, Parameter, value};
use super::{Bounds, Distribution, Unit, bisect};
use crate::random::draw::{Draw, Quantiles, Tables};
use crate::random::elementary::{exp, ln};
use crate::text::{Text, text};

/// Log-odds of the 95th percentile, ln 19.
const LOG_ODDS_95: f64 = 2.944_438_979_166_440_5;

/// Twice the distance of the 95th percentile from the median.
const WIDTH: f64 = 0.9;

/// How far the middle quantile must stay from the outer two, as a part of their distance: nearer to one of them, the
/// quantile function would fall somewhere. It is ½ - 0.45/(2m), m the largest of (p - ½) + p·(1-p)·L.
const ROOM: f64 = 0.124_899_548_179_565_8;

/// Slope of ln x against the log-odds from which on, in a tail without a bound, the variance is infinite.
const HEAVY: f64 = 0.5;

/// Metalog through its 5th, 50th and 95th percentiles, with or without bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Metalog {
    quantiles: [f64; 3],
    scale: Scale,
    /// a, b and c.
    terms: [f64; 3],
}

/// What has no bounds, made of an x that has.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Scale {
    Plain,
    Above { min: f64 },
    Below { max: f64 },
    Between { min: f64, max: f64 },
}

impl Scale {
    /// The scale of a law with these bounds; natural ones count where the quantiles lie inside.
    fn of(bounds: Bounds, [p05, _, p95]: [f64; 3]) -> Self {
        let (given, natural) = (bounds.given, bounds.natural);
        let min = if given.0.is_finite() || p05 <= natural.0 { given.0 } else { natural.0 };
        let max = if given.1.is_finite() || p95 >= natural.1 { given.1 } else { natural.1 };
        match (min.is_finite(), max.is_finite()) {
            (false, false) => Self::Plain,
            (true, false) => Self::Above { min },
            (false, true) => Self::Below { max },
            (true, true) => Self::Between { min, max },
        }
    }

    fn support(self) -> (f64, f64) {
        match self {
            Self::Plain => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Above { min } => (min, f64::INFINITY),
            Self::Below { max } => (f64::NEG_INFINITY, max),
            Self::Between { min, max } => (min, max),
        }
    }

    /// The place of x, which lies inside the bounds.
    fn place(self, x: f64) -> f64 {
        match self {
            Self::Plain => x,
            Self::Above { min } => ln(x - min),
            Self::Below { max } => -ln(max - x),
            Self::Between { min, max } => ln((x - min) / (max - x)),
        }
    }

    /// The x at a place.
    #[inline(always)]
    fn value(self, place: f64) -> f64 {
        match self {
            Self::Plain => place,
            Self::Above { min } => min + exp(place),
            Self::Below { max } => max - exp(-place),
            Self::Between { min, max } => {
                let odds = exp(-place.abs());
                let near = (max - min) * (odds / (1.0 + odds));
                if place < 0.0 { min + near } else { max - near }
            }
        }
    }
}

impl Metalog {
    /// The law through three quantiles; `unit` is that of the numbers in messages.
    ///
    /// # Errors
    /// Where no metalog goes through them, or one whose variance is infinite.
    pub fn through(quantiles: [f64; 3], bounds: Bounds, unit: &Unit) -> Result<Self, Fault> {
        let [low, middle, high] = quantiles.map(|x| unit.show(x));
        let shown = format!("{low} / {middle} / {high}");
        if !quantiles.is_sorted() {
            return Err(Fault::new(Text::same(shown)).allowed(text!(
                "5%、50%、95% 三个分位数，从小到大",
                "the 5, 50 and 95% quantiles, in rising order"
            )));
        }
        let scale = Scale::of(bounds, quantiles);
        let law = Self { quantiles, scale, terms: [0.0; 3] };
        if law.point().is_some() {
            return Ok(law);
        }
        let (min, max) = scale.support();
        let [p05, _, p95] = quantiles;
        if p05 <= min || p95 >= max {
            let (min, max) = (unit.show(min), unit.show(max));
            return Err(Fault::new(Text::same(shown)).allowed(text!(
                "min < p05、p95 < max，这里 min = {min}，max = {max}",
                "min < p05 and p95 < max, with min = {min} and max = {max}"
            )));
        }
        let [below, median, above] = quantiles.map(|x| scale.place(x));
        let room = ROOM * (above - below);
        let (lowest, highest) = (below + room, above - room);
        if !(lowest < median && median < highest) {
            return Err(crooked(
                &shown,
                [lowest, highest].map(|place| unit.show(coarse(scale.value(place)))),
            ));
        }
        let b = (above - below) / (2.0 * LOG_ODDS_95);
        let c = (above + below - 2.0 * median) / (WIDTH * LOG_ODDS_95);
        match scale {
            Scale::Above { .. } if b + 0.5 * c >= HEAVY => Err(heavy(&shown, "max")),
            Scale::Below { .. } if b - 0.5 * c >= HEAVY => Err(heavy(&shown, "min")),
            _ => Ok(Self { terms: [median, b, c], ..law }),
        }
    }

    /// The place of a quantile on the scale, by its probability and log-odds.
    #[inline(always)]
    fn place(&self, p: f64, log_odds: f64) -> f64 {
        let [a, b, c] = self.terms;
        a + log_odds * (b + c * (p - 0.5))
    }
}

/// A number to four digits.
fn coarse(x: f64) -> f64 {
    format!("{x:.3e}").parse().unwrap_or(x)
}

/// A middle quantile too near to one of the others.
fn crooked(shown: &str, [lowest, highest]: [String; 2]) -> Fault {
    Fault::new(text!(
        "{shown}：中间的数太偏，没有 metalog 分布有这三个分位数",
        "{shown}: no metalog law has these quantiles, the middle one lies too near to another"
    ))
    .allowed(text!(
        "中间的数约在 {lowest} 与 {highest} 之间",
        "a middle one between about {lowest} and {highest}"
    ))
    .remedy(text!("移动三个数之一，或给出 min、max", "move one of the three, or give `min` and `max`"))
}

/// Quantiles so far apart that the variance is infinite.
fn heavy(shown: &str, bound: &str) -> Fault {
    Fault::new(text!(
        "{shown}：相差太远，尾部没有尽头，方差为无穷大",
        "{shown}: so far apart that the tail makes the variance infinite"
    ))
    .remedy(text!(
        "给出 {bound}：{{ dist = \"metalog\", p05, p50, p95, {bound} }}，或用 lognormal",
        "give `{bound}`, {{ dist = \"metalog\", p05, p50, p95, {bound} }}, or use lognormal"
    ))
}

impl Declared for Metalog {
    const NAME: &'static str = "metalog";
    const FORMS: &'static [&'static [Parameter]] = &[&[value("p05"), value("p50"), value("p95")]];
    const IS_BOUNDED: bool = true;

    fn make(given: &Given) -> Result<Self, Fault> {
        Self::through(["p05", "p50", "p95"].map(|key| given.number(key)), given.bounds, &given.unit)
    }
}

impl Distribution for Metalog {
    fn support(&self) -> (f64, f64) {
        self.scale.support()
    }

    /// The integral of the quantile over the log-odds: by steps of ¼ the trapezoidal rule is right to the last digits, for
    /// nothing in it has a pole nearer than π to the real line.
    fn mean(&self) -> f64 {
        if self.scale == Scale::Plain {
            return self.terms[0] + 0.5 * self.terms[2];
        }
        let term = |step: i32| {
            let log_odds = 0.25 * f64::from(step);
            let (p, rest) = (1.0 / (1.0 + exp(-log_odds)), 1.0 / (1.0 + exp(log_odds)));
            0.25 * p * rest * self.scale.value(self.place(p, log_odds))
        };
        (-400..=400).map(term).sum()
    }

    fn cdf(&self, x: f64) -> f64 {
        let (min, max) = self.support();
        if x <= min {
            return 0.0;
        }
        if x >= max {
            return 1.0;
        }
        let at = |log_odds: f64| self.place(1.0 / (1.0 + exp(-log_odds)), log_odds);
        let log_odds = bisect(at, self.scale.place(x), -700.0, 700.0);
        1.0 / (1.0 + exp(-log_odds))
    }

    fn quantile(&self, p: f64) -> f64 {
        self.at(p)
    }

    fn point(&self) -> Option<f64> {
        let [low, middle, high] = self.quantiles;
        (low == high).then_some(middle)
    }

    fn draw(&self, _: &mut Tables) -> Draw {
        Draw::of(self.clone())
    }
}

impl Quantiles for Metalog {
    #[inline(always)]
    fn at(&self, u: f64) -> f64 {
        self.scale.value(self.place(u, ln(u / (1.0 - u))))
    }

    /// The scale is looked up once for all, so that each loop is one of vectors.
    #[inline(always)]
    fn of_block(&self, block: &mut [f64]) {
        block.iter_mut().for_each(|x| *x = self.place(*x, ln(*x / (1.0 - *x))));
        match self.scale {
            Scale::Plain => {}
            Scale::Above { min } => block.iter_mut().for_each(|x| *x = Scale::Above { min }.value(*x)),
            Scale::Below { max } => block.iter_mut().for_each(|x| *x = Scale::Below { max }.value(*x)),
            Scale::Between { min, max } => {
                block.iter_mut().for_each(|x| *x = Scale::Between { min, max }.value(*x));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    const NONE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    fn through(quantiles: [f64; 3], given: (f64, f64)) -> Result<Metalog, Fault> {
        let unit = Unit { name: String::new(), worth: 1.0 };
        Metalog::through(quantiles, Bounds { given, natural: NONE }, &unit)
    }

    #[test]
    fn it_goes_through_its_quantiles_whatever_its_bounds() {
        let quantiles = [4.0, 8.0, 15.0];
        for given in [NONE, (0.0, NONE.1), (NONE.0, 40.0), (1.0, 20.0)] {
            let law = through(quantiles, given).unwrap();
            for (p, x) in [0.05, 0.5, 0.95].into_iter().zip(quantiles) {
                assert!((law.quantile(p) - x).abs() < 1e-12, "{law:?} at {p}: {}", law.quantile(p));
                assert!((law.cdf(x) - p).abs() < 1e-12, "{law:?} at {x}: {}", law.cdf(x));
            }
            assert_eq!(law.support(), given);
        }
    }

    /// Quantiles that lie evenly make a logistic law, on the scale of logarithms the log-logistic one of mean
    /// e^a·πb/sin(πb).
    #[test]
    fn even_quantiles_make_logistic_laws() {
        let logistic = through([2.0, 5.0, 8.0], NONE).unwrap();
        assert!((logistic.quantile(0.8) - (5.0 + 3.0 / LOG_ODDS_95 * 4f64.ln())).abs() < 1e-14);
        assert_eq!(logistic.mean(), 5.0);
        let log_logistic = through([2.0, 4.0, 8.0], (0.0, NONE.1)).unwrap();
        let b = 2f64.ln() / LOG_ODDS_95;
        assert!((log_logistic.mean() - 4.0 * PI * b / (PI * b).sin()).abs() < 1e-12);
        let even = through([2.0, 5.0, 8.0], (0.0, 10.0)).unwrap();
        assert!((even.mean() - 5.0).abs() < 1e-14);
    }

    #[test]
    fn a_law_with_one_bound_is_the_other_reflected() {
        let (above, below) = (
            through([4.0, 8.0, 15.0], (0.0, NONE.1)).unwrap(),
            through([-15.0, -8.0, -4.0], (NONE.0, 0.0)).unwrap(),
        );
        for i in 1..100 {
            let p = f64::from(i) / 100.0;
            assert!((above.quantile(p) + below.quantile(1.0 - p)).abs() < 1e-11, "{p}");
        }
        assert!((above.mean() + below.mean()).abs() < 1e-12);
    }

    /// Just inside the room the quantile function still rises, just outside there is no law.
    #[test]
    fn the_middle_quantile_has_the_room_that_keeps_the_law_rising() {
        for (inside, outside) in [(ROOM + 1e-9, ROOM - 1e-9), (1.0 - ROOM - 1e-9, 1.0 - ROOM + 1e-9)] {
            let law = through([0.0, inside, 1.0], NONE).unwrap();
            let mut last = f64::NEG_INFINITY;
            for i in 1..100_000 {
                let value = law.quantile(f64::from(i) / 1e5);
                assert!(value >= last, "{inside} at {i}");
                last = value;
            }
            assert!(through([0.0, outside, 1.0], NONE).is_err());
            let [a, b, c] = [outside, 0.5 / LOG_ODDS_95, (1.0 - 2.0 * outside) / (WIDTH * LOG_ODDS_95)];
            let crooked = Metalog { quantiles: [0.0; 3], scale: Scale::Plain, terms: [a, b, c * 1.001] };
            assert!((1..100_000).any(|i| {
                crooked.quantile(f64::from(i + 1) / 1e5 - 5e-6) < crooked.quantile(f64::from(i) / 1e5 - 5e-6)
            }));
        }
    }

    #[test]
    fn what_no_law_goes_through_is_refused() {
        let above = (0.0, NONE.1);
        assert!(through([1.0, 5.0, 4.0], NONE).is_err());
        assert!(through([1.0, 1.0, 4.0], NONE).is_err());
        assert!(through([0.0, 5.0, 9.0], above).is_err());
        assert!(through([1.0, 5.0, 9.0], (0.0, 9.0)).is_err());
        assert!(through([0.3, 2.0, 12.0], above).is_err());
        assert!(through([0.3, 2.0, 12.0], (0.0, 50.0)).is_ok());
        assert_eq!(through([3.0, 3.0, 3.0], above).unwrap().point(), Some(3.0));
        let Fault { allowed: Some(allowed), .. } = through([4.0, 14.8, 15.0], NONE).unwrap_err() else {
            panic!("it says what is allowed")
        };
        assert_eq!(allowed.en, "a middle one between about 5.374 and 13.63");
    }
}
