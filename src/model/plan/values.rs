//! The values of a trial: what is known, what is drawn once per trial, and what follows from these.
//!
//! All of them live in one buffer. A value that is the same in every trial takes one cell, one that differs
//! takes a cell for each trial of a block; a [`ValueRef`] reads both alike. What can be worked out when the
//! plan is made is; the rest is a list of steps, each of which needs only earlier ones.

use crate::random::elementary::{exp, ln, pow};
use crate::random::{Draw, LANES, Lanes, Sampler, Sampling, Source, StreamKey};
use crate::scenario::units::WAN_PER_YI;
use crate::wide::wide;
use std::collections::HashMap;

/// Place of a value in the buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ValueRef {
    offset: u32,
    /// `LANES - 1` where every trial has its own cell, else 0.
    mask: u32,
}

impl ValueRef {
    /// True if the value is the same in every trial.
    pub fn is_fixed(self) -> bool {
        self.mask == 0
    }
}

/// Limit that keeps a value legal after its changes (MODEL's clamps and the rounding of durations).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// None.
    Free,
    /// Probabilities and shares: [0, 1].
    Share,
    /// Amounts: at least 0.
    Amount,
    /// Growth: at least -0.99.
    Growth,
    /// Durations: at least 0, rounded up to whole months but for 1e-9, at most [`NEVER`].
    Months,
    /// Durations that take at least one month.
    MonthsFromOne,
}

/// A number of months that no run reaches.
pub const NEVER: f64 = 1e8;

impl Limit {
    /// The legal value.
    #[inline(always)]
    pub fn apply(self, x: f64) -> f64 {
        match self {
            Self::Free => x,
            Self::Share => x.clamp(0.0, 1.0),
            Self::Amount => x.max(0.0),
            Self::Growth => x.max(-0.99),
            Self::Months => (x - 1e-9).ceil().clamp(0.0, NEVER),
            Self::MonthsFromOne => (x - 1e-9).ceil().clamp(1.0, NEVER),
        }
    }

    /// Applies the limit to many values, in place.
    #[inline(always)]
    pub fn apply_all(self, values: &mut [f64]) {
        // One loop for each, so that each is a vector loop.
        match self {
            Self::Free => {}
            Self::Share => values.iter_mut().for_each(|x| *x = Self::Share.apply(*x)),
            Self::Amount => values.iter_mut().for_each(|x| *x = Self::Amount.apply(*x)),
            Self::Growth => values.iter_mut().for_each(|x| *x = Self::Growth.apply(*x)),
            Self::Months => values.iter_mut().for_each(|x| *x = Self::Months.apply(*x)),
            Self::MonthsFromOne => values.iter_mut().for_each(|x| *x = Self::MonthsFromOne.apply(*x)),
        }
    }
}

/// Annual rates of closing are capped here, which keeps their hazard finite.
const MAX_ANNUAL_RATE: f64 = 0.999;

/// Function by which a value follows from up to three others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// 1 + g.
    GrowthFactor,
    /// -ln(1 - h), the hazard of a year.
    Hazard,
    /// v·√c of volatility v and common share c.
    CommonLoading,
    /// v·√(1-c).
    OwnLoading,
    /// v·(A/S)^(-b), given v, A/S and b.
    SizedVolatility,
    /// a / b, or 0 where b is 0.
    Ratio,
    /// (1 + g) / (1 + g₀).
    GrowthRatio,
    /// Tax in 万元 per 亿元 of output, given the rate.
    TaxPerOutput,
    /// a + b.
    Sum,
    /// Whole crews: rounded down but for 1e-9.
    WholeCrews,
}

impl Function {
    #[inline(always)]
    fn apply(self, [a, b, c]: [f64; 3]) -> f64 {
        match self {
            Self::GrowthFactor => 1.0 + a,
            Self::Hazard => -ln(1.0 - a.min(MAX_ANNUAL_RATE)),
            Self::CommonLoading => a * b.sqrt(),
            Self::OwnLoading => a * (1.0 - b).sqrt(),
            Self::SizedVolatility if c == 0.0 => a,
            // A firm without output has no growth to speak of, whatever its volatility.
            Self::SizedVolatility if b <= 0.0 => 0.0,
            Self::SizedVolatility => a * pow(b, -c),
            Self::Ratio => {
                if b == 0.0 {
                    0.0
                } else {
                    a / b
                }
            }
            Self::GrowthRatio => (1.0 + a) / (1.0 + b),
            Self::TaxPerOutput => a * WAN_PER_YI,
            Self::Sum => a + b,
            Self::WholeCrews => (a + 1e-9).floor(),
        }
    }
}

/// A value raised to, or times, a dose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dosed {
    /// The effect.
    pub effect: ValueRef,
    /// The dose.
    pub dose: f64,
}

/// One step of a trial.
#[derive(Debug, Clone)]
enum Step {
    /// Draws a value once per trial.
    Draw { source: Source, draw: Draw, to: ValueRef },
    /// base · Π effect^dose + Σ dose·effect, made legal.
    Change { base: ValueRef, factors: Vec<Dosed>, addends: Vec<Dosed>, limit: Limit, to: ValueRef },
    /// A function of other values.
    Map { function: Function, inputs: [ValueRef; 3], to: ValueRef },
}

/// Key of a step: steps that share it are one.
#[derive(Debug, PartialEq, Eq, Hash)]
enum StepKey {
    Draw(StreamKey),
    Change(ValueRef, Vec<(ValueRef, u64)>, Vec<(ValueRef, u64)>, Limit),
    Map(Function, [ValueRef; 3]),
}

/// The values of a plan, in the making or made.
#[derive(Debug, Default)]
pub struct Values {
    cells: Vec<f64>,
    steps: Vec<Step>,
    constants: HashMap<u64, ValueRef>,
    known_steps: HashMap<StepKey, ValueRef>,
    /// Coordinates that are taken.
    coordinates: usize,
}

impl Values {
    /// Values of a plan without any yet, in which other things have taken the first coordinates.
    pub fn after(coordinates: usize) -> Self {
        Self { coordinates, ..Self::default() }
    }

    /// A value that is the same in every trial.
    pub fn constant(&mut self, value: f64) -> ValueRef {
        let cells = &mut self.cells;
        *self.constants.entry(value.to_bits()).or_insert_with(|| {
            cells.push(value);
            ValueRef { offset: (cells.len() - 1) as u32, mask: 0 }
        })
    }

    /// A value drawn once per trial.
    pub fn draw(&mut self, key: StreamKey, draw: Draw) -> ValueRef {
        if let Some(&known) = self.known_steps.get(&StepKey::Draw(key)) {
            return known;
        }
        let to = self.lanes();
        let source = Source { key, first: self.coordinates };
        self.coordinates += 1;
        self.steps.push(Step::Draw { source, draw, to });
        self.known_steps.insert(StepKey::Draw(key), to);
        to
    }

    /// base · Π factor^dose + Σ dose·addend, made legal.
    pub fn change(
        &mut self,
        base: ValueRef,
        factors: Vec<Dosed>,
        addends: Vec<Dosed>,
        limit: Limit,
    ) -> ValueRef {
        let bits = |list: &[Dosed]| list.iter().map(|d| (d.effect, d.dose.to_bits())).collect();
        let key = StepKey::Change(base, bits(&factors), bits(&addends), limit);
        let fixed = base.is_fixed() && factors.iter().chain(&addends).all(|d| d.effect.is_fixed());
        self.step(key, fixed, |to| Step::Change { base, factors, addends, limit, to })
    }

    /// A function of other values; inputs that it does not use are repeated.
    pub fn map(&mut self, function: Function, inputs: [ValueRef; 3]) -> ValueRef {
        let fixed = inputs.iter().all(|input| input.is_fixed());
        self.step(StepKey::Map(function, inputs), fixed, |to| Step::Map { function, inputs, to })
    }

    fn step(&mut self, key: StepKey, fixed: bool, make: impl FnOnce(ValueRef) -> Step) -> ValueRef {
        if let Some(&known) = self.known_steps.get(&key) {
            return known;
        }
        let to = if fixed {
            // Nothing is drawn, so any sampler will do.
            let sampling = Sampling::Random;
            let step = make(ValueRef { offset: 0, mask: 0 });
            let [value, ..] = wide(
                #[inline(always)]
                || step.lanes(&mut Sampler::new(&sampling), &self.cells),
            );
            self.constant(value)
        } else {
            let to = self.lanes();
            let step = make(to);
            self.steps.push(step);
            to
        };
        self.known_steps.insert(key, to);
        to
    }

    fn lanes(&mut self) -> ValueRef {
        let offset = self.cells.len() as u32;
        self.cells.resize(self.cells.len() + LANES, 0.0);
        ValueRef { offset, mask: LANES as u32 - 1 }
    }

    /// The number, where it is the same in every trial.
    pub fn known(&self, value: ValueRef) -> Option<f64> {
        value.is_fixed().then(|| self.cells[value.offset as usize])
    }

    /// A buffer for one worker.
    pub fn buffer(&self) -> ValueBuffer {
        ValueBuffer { cells: self.cells.clone() }
    }

    /// Coordinates that are taken: those of other things, then one for each value that is drawn.
    pub fn coordinates(&self) -> usize {
        self.coordinates
    }

    /// The values that are drawn, in the order of their coordinates.
    pub fn sources(&self) -> impl Iterator<Item = Source> {
        self.draws().map(|(source, _)| source)
    }

    /// The values that are drawn, with their laws.
    pub fn draws(&self) -> impl Iterator<Item = (Source, &Draw)> {
        self.steps.iter().filter_map(|step| match step {
            Step::Draw { source, draw, .. } => Some((*source, draw)),
            Step::Change { .. } | Step::Map { .. } => None,
        })
    }

    /// Works out the values of the sampler's block of trials.
    #[inline(always)]
    pub fn fill(&self, sampler: &mut Sampler, buffer: &mut ValueBuffer) {
        for step in &self.steps {
            let lanes = step.lanes(sampler, &buffer.cells);
            buffer.cells[step.to().offset as usize..][..LANES].copy_from_slice(&lanes);
        }
    }
}

impl Step {
    fn to(&self) -> ValueRef {
        match self {
            Self::Draw { to, .. } | Self::Change { to, .. } | Self::Map { to, .. } => *to,
        }
    }

    /// Value in each trial of the sampler's block, from the cells before it.
    #[inline(always)]
    fn lanes(&self, sampler: &mut Sampler, cells: &[f64]) -> Lanes {
        let mut lanes = [0.0; LANES];
        match self {
            Self::Draw { source, draw, .. } => {
                sampler.uniforms(*source, 0, &mut lanes);
                draw.values(&mut lanes);
            }
            Self::Change { base, factors, addends, limit, .. } => {
                lanes = read(cells, *base);
                for factor in factors {
                    let effect = read(cells, factor.effect);
                    for lane in 0..LANES {
                        lanes[lane] *= dosed_power(effect[lane], factor.dose);
                    }
                }
                for addend in addends {
                    let effect = read(cells, addend.effect);
                    for lane in 0..LANES {
                        lanes[lane] += addend.dose * effect[lane];
                    }
                }
                limit.apply_all(&mut lanes);
            }
            Self::Map { function, inputs, .. } => {
                let [a, b, c] = [read(cells, inputs[0]), read(cells, inputs[1]), read(cells, inputs[2])];
                for lane in 0..LANES {
                    lanes[lane] = function.apply([a[lane], b[lane], c[lane]]);
                }
            }
        }
        lanes
    }
}

/// A value in every trial of the block.
#[inline(always)]
fn read(cells: &[f64], value: ValueRef) -> Lanes {
    let offset = value.offset as usize;
    if value.is_fixed() {
        [cells[offset]; LANES]
    } else {
        let mut lanes = [0.0; LANES];
        lanes.copy_from_slice(&cells[offset..][..LANES]);
        lanes
    }
}

/// m^dose; a drawn multiplier below 0 counts as 0.
#[inline(always)]
fn dosed_power(multiplier: f64, dose: f64) -> f64 {
    if dose == 1.0 || multiplier <= 0.0 { multiplier.max(0.0) } else { exp(dose * ln(multiplier)) }
}

/// A worker's copy of the values.
#[derive(Debug, Clone)]
pub struct ValueBuffer {
    cells: Vec<f64>,
}

impl ValueBuffer {
    /// The value in one trial of the block.
    #[inline(always)]
    pub fn at(&self, value: ValueRef, lane: usize) -> f64 {
        self.cells[value.offset as usize + (lane & value.mask as usize)]
    }

    /// The value in every trial of the block.
    #[inline(always)]
    pub fn lanes(&self, value: ValueRef) -> Lanes {
        read(&self.cells, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Distribution, Normal};
    use crate::random::draw::Tables;

    #[test]
    fn what_is_known_is_worked_out_at_once() {
        let mut values = Values::default();
        let base = values.constant(0.2);
        let twice = values.constant(2.0);
        let more = values.constant(0.05);
        let one = |effect| vec![Dosed { effect, dose: 1.0 }];
        let changed = values.change(base, one(twice), one(more), Limit::Amount);
        assert_eq!(values.known(changed), Some(0.45));
        let half = values.change(base, vec![Dosed { effect: twice, dose: 0.5 }], vec![], Limit::Amount);
        assert!((values.known(half).unwrap() - 0.2 * 2f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn equal_steps_are_one() {
        let mut values = Values::default();
        let draw = Normal { mean: 0.0, sd: 1.0 }.draw(&mut Tables::default());
        let key = StreamKey::new(1, "a", "b", "c");
        let a = values.draw(key, draw.clone());
        let b = values.draw(key, draw);
        assert_eq!(a, b);
        let (x, y) = (values.map(Function::GrowthFactor, [a; 3]), values.map(Function::GrowthFactor, [b; 3]));
        assert_eq!(x, y);
        assert!(!x.is_fixed());
    }

    #[test]
    fn limits() {
        assert_eq!(Limit::Months.apply(3.0 + 1e-10), 3.0);
        assert_eq!(Limit::Months.apply(3.1), 4.0);
        assert_eq!(Limit::Months.apply(-2.0), 0.0);
        assert_eq!(Limit::Months.apply(f64::INFINITY), NEVER);
        assert_eq!(Limit::MonthsFromOne.apply(0.0), 1.0);
        assert_eq!(Limit::Growth.apply(-3.0), -0.99);
        assert_eq!(Limit::Share.apply(1.2), 1.0);
    }
}
