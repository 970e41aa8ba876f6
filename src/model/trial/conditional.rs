//! The chance that a target holds, given everything in a trial but one shock of each enterprise that it looks at.
//!
//! The last year's own shock of an incumbent touches nothing but the incumbent's own output: not the projects, nor
//! land, nor other enterprises. Given all else the incumbents are therefore independent, and a count of them follows a
//! Poisson-binomial law. Its tail, put in the place of 0 or 1, has the same mean over the trials and less variance
//! (conditional Monte Carlo). Of the sums (an industry's output, the park's tax, …) the largest enterprise's shock is
//! taken out in the same way.
//!
//! Every figure rises with the output O of the enterprise, and O = fixed + e^(centre + loading·ε): what expansions make
//! and what the months before `as_of` made is fixed. So a comparison of a figure asks for an O above or below some
//! number, and that for an ε.

use super::growth::{known_share, remaining_of_year};
use super::judge::YearEnds;
use super::lanes::{add, holding, mask, ones};
use crate::plan::{MeasurePlan, Plan, ShockPlan, TargetPlan};
use crate::random::elementary::{exp, ln};
use crate::random::normal::normal_probabilities_of_block;
use crate::random::{LANES, Lanes};
use crate::scenario::figure::Figures;
use crate::scenario::units::{WAN_PER_YI, YI_PER_WAN};
use crate::scenario::{Comparison, EnterpriseMetric, IndustryMetric, Metric, NumericTest, ParkMetric};
use crate::wide::each;
use std::collections::BTreeSet;
use std::f64::consts::SQRT_2;

/// Scratch of the conditional probabilities.
#[derive(Debug)]
pub(super) struct Conditional {
    /// ε of each year and incumbent.
    pub shocks: Vec<Lanes>,
    /// Output of each incumbent without its expansions in the years that are looked at.
    alone: Vec<Lanes>,
    years: Vec<usize>,
    /// Response of each incumbent's output to its shock, in the year that is looked at.
    responses: Vec<ShockResponse>,
    year: Option<usize>,
    /// The law of a count, from 0 up to a last entry for all larger counts.
    counts: Vec<Lanes>,
}

/// Response of an incumbent's output in a year to its shock.
#[derive(Debug, Clone)]
struct ShockResponse {
    fixed: Lanes,
    /// ln of what its output without the fixed part would be at ε = 0, and 1 / loading.
    centre: Lanes,
    per_loading: Lanes,
    /// The trials in which the shock moves it.
    moves: u64,
}

/// The output at which a figure is just what a test compares it with.
struct RequiredOutput {
    output: Lanes,
    /// The trials in which the figure follows the output.
    moves: u64,
}

impl RequiredOutput {
    /// threshold · times / divisor, where both are positive.
    #[inline(always)]
    fn ratio(threshold: f64, times: &Lanes, divisor: &Lanes) -> Self {
        let (mut output, mut moves) = ([0.0; LANES], 0);
        for lane in 0..LANES {
            output[lane] = threshold * times[lane] / divisor[lane];
        }
        for lane in 0..LANES {
            moves |= u64::from(times[lane] > 0.0 && divisor[lane] > 0.0) << lane;
        }
        Self { output, moves }
    }
}

/// A figure to which the output of many enterprises adds up.
struct Sum<'a> {
    figure: &'a Lanes,
    /// Land, 亩.
    land: &'a Lanes,
}

/// Range of the shock in which comparisons hold.
struct Window {
    low: Lanes,
    high: Lanes,
    has_low: bool,
    has_high: bool,
    /// 0 where a comparison fails that the shock does not move.
    open: Lanes,
}

impl Conditional {
    pub fn new(plan: &Plan) -> Self {
        let rows = vec![[0.0; LANES]; plan.years * plan.enterprises.len()];
        let highest = plan.conditional.iter().map(|&t| highest_count(&plan.targets[t])).max().unwrap_or(0);
        let years: BTreeSet<usize> = plan.conditional.iter().map(|&t| plan.targets[t].year - 1).collect();
        let zero = [0.0; LANES];
        let mover = ShockResponse { fixed: zero, centre: zero, per_loading: zero, moves: 0 };
        Self {
            shocks: rows.clone(),
            alone: rows,
            years: years.into_iter().collect(),
            responses: vec![mover; plan.enterprises.len()],
            year: None,
            counts: vec![zero; highest + 2],
        }
    }

    /// Another block.
    pub fn begin_block(&mut self, outputs: &[Lanes]) {
        let n = self.responses.len();
        for year in &self.years {
            let rows = year * n..(year + 1) * n;
            self.alone[rows.clone()].copy_from_slice(&outputs[rows]);
        }
        self.year = None;
    }

    /// The law of a count that is known to be `counted`.
    #[inline(always)]
    fn begin(&mut self, target: &TargetPlan, counted: &Lanes) {
        let highest = highest_count(target);
        let counts = &mut self.counts[..=highest];
        counts.fill([0.0; LANES]);
        for lane in 0..LANES {
            counts[(counted[lane] as usize).min(highest)][lane] = 1.0;
        }
    }

    /// One more that is counted with this chance; `None` is no chance.
    #[inline(always)]
    fn add(&mut self, target: &TargetPlan, chance: Option<Lanes>) {
        let (Some(chance), last @ 1..) = (chance, highest_count(target)) else { return };
        // Who has come to the last count stays there.
        let mut moved = [0.0; LANES];
        for counts in &mut self.counts[..last] {
            for lane in 0..LANES {
                let moves = counts[lane] * chance[lane];
                counts[lane] += moved[lane] - moves;
                moved[lane] = moves;
            }
        }
        for lane in 0..LANES {
            self.counts[last][lane] += moved[lane];
        }
    }

    /// P(the count satisfies the target).
    #[inline(always)]
    fn within(&self, target: &TargetPlan) -> Lanes {
        let mut sum = [0.0; LANES];
        for (n, chance) in self.counts[..=highest_count(target)].iter().enumerate() {
            if target.bounds.hold(n as f64) {
                for lane in 0..LANES {
                    sum[lane] += chance[lane];
                }
            }
        }
        each(|lane| sum[lane].min(1.0))
    }
}

/// The count from which on nothing changes for a target.
fn highest_count(target: &TargetPlan) -> usize {
    let up = target.bounds.at_least.map_or(0.0, f64::ceil);
    let down = target.bounds.at_most.map_or(0.0, |most| most.floor() + 1.0);
    up.max(down).max(0.0) as usize
}

impl Window {
    fn whole(open: Lanes) -> Self {
        let (low, high) = ([f64::NEG_INFINITY; LANES], [f64::INFINITY; LANES]);
        Self { low, high, has_low: false, has_high: false, open }
    }

    /// Narrows the window to where a test holds that asks for this output; `figure` is what it looks at, as things
    /// stand, for the trials in which the shock does not move it.
    #[inline(always)]
    fn narrow<M>(
        &mut self,
        mover: &ShockResponse,
        asked: &RequiredOutput,
        test: &NumericTest<M>,
        figure: impl FnOnce() -> Lanes,
    ) {
        let (comparison, moving) = (test.comparison, mover.moves & asked.moves);
        let still = mask(|lane| self.open[lane] > 0.0) & !moving;
        if still != 0 {
            ones(still & !holding(&figure(), test)).for_each(|lane| self.open[lane] = 0.0);
        }
        if comparison == Comparison::NotEqual || moving == 0 {
            return;
        }
        let mut bound = [0.0; LANES];
        for lane in 0..LANES {
            bound[lane] = (asked.output[lane] - mover.fixed[lane]).max(f64::MIN_POSITIVE);
        }
        // As a rule the number asked for is the same in every trial.
        if mask(|lane| bound[lane] != bound[0]) == 0 {
            bound = [ln(bound[0]); LANES];
        } else {
            for bound in &mut bound {
                *bound = ln(*bound);
            }
        }
        let lower = !matches!(comparison, Comparison::AtMost | Comparison::LessThan);
        let upper = !matches!(comparison, Comparison::AtLeast | Comparison::MoreThan);
        (self.has_low, self.has_high) = (self.has_low | lower, self.has_high | upper);
        for lane in 0..LANES {
            bound[lane] = (bound[lane] - mover.centre[lane]) * mover.per_loading[lane];
        }
        // Nothing is above or below what is no number.
        ones(!moving).for_each(|lane| bound[lane] = f64::NAN);
        if lower {
            for lane in 0..LANES {
                self.low[lane] = if bound[lane] > self.low[lane] { bound[lane] } else { self.low[lane] };
            }
        }
        if upper {
            for lane in 0..LANES {
                self.high[lane] = if bound[lane] < self.high[lane] { bound[lane] } else { self.high[lane] };
            }
        }
    }

    /// P(the shock lies in the window); `None` where that is 0 in every trial.
    #[inline(always)]
    fn chance(&self, law: &ShockPlan) -> Option<Lanes> {
        let beyond = reach(law);
        if mask(|lane| self.low[lane] <= beyond && self.open[lane] > 0.0) == 0 {
            return None;
        }
        if !self.has_high && mask(|lane| self.low[lane] >= -beyond) == 0 {
            return Some(self.open);
        }
        let mut chance = if self.has_high { probabilities(law, &self.high) } else { [1.0; LANES] };
        if self.has_low {
            let below = probabilities(law, &self.low);
            for lane in 0..LANES {
                chance[lane] = (chance[lane] - below[lane]).max(0.0);
            }
        }
        Some(each(|lane| chance[lane] * self.open[lane]))
    }
}

/// No shock is larger than this but for a probability below 1e-16.
fn reach(law: &ShockPlan) -> f64 {
    match law {
        ShockPlan::Normal => 8.3,
        ShockPlan::Laplace => 26.0,
        ShockPlan::StudentT { cdf, .. } => cdf.reach(),
    }
}

/// P(ε <= x).
#[inline(always)]
fn probabilities(law: &ShockPlan, x: &Lanes) -> Lanes {
    match law {
        ShockPlan::Normal => {
            let mut below = *x;
            normal_probabilities_of_block(&mut below);
            below
        }
        ShockPlan::Laplace => {
            let mut below = [0.0; LANES];
            for lane in 0..LANES {
                let tail = 0.5 * exp(-SQRT_2 * x[lane].abs());
                below[lane] = if x[lane] < 0.0 { tail } else { 1.0 - tail };
            }
            below
        }
        ShockPlan::StudentT { cdf, .. } => cdf.probabilities(x),
    }
}

impl Conditional {
    /// The chance of a target that is conditional.
    #[inline(always)]
    pub fn chance(&mut self, ends: YearEnds<'_>, t: usize) -> Lanes {
        let target = &ends.plan().targets[t];
        let year = target.year - 1;
        self.respond(ends, year);
        match &target.measure {
            MeasurePlan::CountEnterprises { tests, tests_output, incumbents, .. } => {
                self.begin(target, &ends.incumbents.sums.counted[t]);
                for &e in incumbents {
                    if !self.is_out_of_reach(ends, e, tests) {
                        let chance =
                            self.enterprise_chance(ends, (e, year), tests.iter().copied(), *tests_output);
                        self.add(target, chance);
                    }
                }
                self.within(target)
            }
            MeasurePlan::CountIndustries { tests, industries } => {
                self.begin(target, &[0.0; LANES]);
                for &i in industries {
                    let chance = self.industry_chance(ends, (i, year), tests.iter().copied());
                    self.add(target, chance);
                }
                self.within(target)
            }
            MeasurePlan::Industry(i, metric) => {
                self.industry_chance(ends, (*i, year), bound_tests(target, *metric)).unwrap_or([0.0; LANES])
            }
            MeasurePlan::Enterprise(e, metric) => self
                .enterprise_chance(ends, (*e, year), bound_tests(target, *metric), true)
                .unwrap_or([0.0; LANES]),
            MeasurePlan::Park(metric) => self.park_chance(ends, *metric, target),
        }
    }

    /// Works out how the outputs of a year follow from their shocks.
    #[inline(always)]
    fn respond(&mut self, ends: YearEnds<'_>, year: usize) {
        if self.year.replace(year) == Some(year) {
            return;
        }
        let plan = ends.plan();
        for (e, enterprise) in plan.enterprises.iter().enumerate() {
            let at = plan.layout.enterprise(year, e);
            let (alone, shock) = (&self.alone[at], &self.shocks[at]);
            let mover = &mut self.responses[e];
            let mut loading = ends.incumbents.values.lanes(enterprise.own);
            mover.fixed = [0.0; LANES];
            if let Some((to_date, _)) =
                enterprise.to_date.filter(|_| year == 0 && known_share(plan, enterprise) > 0.0)
            {
                mover.fixed = ends.incumbents.values.lanes(to_date);
                let remaining = remaining_of_year(plan).sqrt();
                for lane in 0..LANES {
                    loading[lane] *= remaining;
                }
            }
            let moving: Lanes = each(|lane| alone[lane] - mover.fixed[lane]);
            for lane in 0..LANES {
                mover.centre[lane] = ln(moving[lane].max(f64::MIN_POSITIVE)) - loading[lane] * shock[lane];
                mover.per_loading[lane] = 1.0 / loading[lane].max(f64::MIN_POSITIVE);
            }
            mover.moves = mask(|lane| moving[lane] > 0.0 && loading[lane] > 0.0);
            if !enterprise.expansions.is_empty() {
                let output = &ends.incumbents.outputs[at];
                for lane in 0..LANES {
                    mover.fixed[lane] += output[lane] - alone[lane];
                }
            }
        }
    }

    /// True if an output that is asked for lies so far above all that an incumbent makes in the block that no shock
    /// could lift it there: found without a look at its trials.
    #[inline(always)]
    fn is_out_of_reach(&self, ends: YearEnds<'_>, e: usize, tests: &[NumericTest]) -> bool {
        let (enterprise, mover) = (&ends.plan().enterprises[e], &self.responses[e]);
        let Some(loading) = ends.plan().values.known(enterprise.own) else { return false };
        let lift = reach(&enterprise.shock) * loading;
        let is_above_all = |test: &NumericTest| {
            let centre = ln(test.threshold) - lift;
            mask(|lane| mover.centre[lane] >= centre) == 0
        };
        enterprise.expansions.is_empty()
            && enterprise.to_date.is_none()
            && tests.iter().any(|test| {
                test.metric == EnterpriseMetric::Output
                    && matches!(test.comparison, Comparison::AtLeast | Comparison::MoreThan)
                    && test.threshold > 0.0
                    && is_above_all(test)
            })
    }

    #[inline(always)]
    fn enterprise_chance(
        &self,
        ends: YearEnds<'_>,
        (e, year): (usize, usize),
        tests: impl Iterator<Item = NumericTest>,
        counts_closed: bool,
    ) -> Option<Lanes> {
        let (enterprise, mover) = (&ends.plan().enterprises[e], &self.responses[e]);
        let open = if counts_closed { [1.0; LANES] } else { ends.incumbents.open(e, year) };
        let mut window = Window::whole(open);
        for test in tests {
            let asked = required(ends, e, year, &test);
            window.narrow(
                mover,
                &asked,
                &test,
                #[inline(always)]
                || ends.incumbents.at(e, year).figure(test.metric),
            );
        }
        window.chance(&enterprise.shock)
    }

    /// The chance that an industry passes tests, given the shocks of all but its largest incumbent.
    #[inline(always)]
    fn industry_chance(
        &self,
        ends: YearEnds<'_>,
        (i, year): (usize, usize),
        tests: impl Iterator<Item = NumericTest<IndustryMetric>>,
    ) -> Option<Lanes> {
        let plan = ends.plan();
        let mut window = Window::whole([1.0; LANES]);
        let largest = plan.industries[i].largest;
        for test in tests {
            let figure = *ends.industry(i, year, test.metric);
            match largest {
                Some(e) => {
                    // No metric of an industry is per 亩.
                    let sum = Sum { figure: &figure, land: &[0.0; LANES] };
                    let asked = required_of_sum(
                        ends,
                        (e, year),
                        &sum,
                        #[inline(always)]
                        || ends.industry_before(i, year),
                        &test,
                    );
                    window.narrow(&self.responses[e], &asked, &test, || figure);
                }
                None => window.narrow(&STILL, &NOTHING, &test, || figure),
            }
        }
        window.chance(largest.map_or(&ShockPlan::Normal, |e| &plan.enterprises[e].shock))
    }

    /// The chance of a target on a metric of the park, given the shocks of all but its largest incumbent.
    #[inline(always)]
    fn park_chance(&self, ends: YearEnds<'_>, metric: ParkMetric, target: &TargetPlan) -> Lanes {
        let (plan, year, e) = (ends.plan(), target.year - 1, ends.plan().largest);
        let figure = ends.park(year, metric);
        let sum = Sum { figure, land: ends.park(year, ParkMetric::Land) };
        let mut window = Window::whole([1.0; LANES]);
        for test in bound_tests(target, metric) {
            let asked = required_of_sum(
                ends,
                (e, year),
                &sum,
                #[inline(always)]
                || park_before(ends, year),
                &test,
            );
            window.narrow(&self.responses[e], &asked, &test, || *figure);
        }
        window.chance(&plan.enterprises[e].shock).unwrap_or([0.0; LANES])
    }
}

/// The output of an incumbent that a test of one of its figures asks for.
#[inline(always)]
fn required(ends: YearEnds<'_>, e: usize, year: usize, test: &NumericTest) -> RequiredOutput {
    let (incumbent, threshold) = (ends.incumbents.at(e, year), test.threshold);
    match test.metric {
        EnterpriseMetric::Output => RequiredOutput { output: [threshold; LANES], moves: !0 },
        EnterpriseMetric::Growth => {
            let before = incumbent.output_before();
            let output = each(|lane| (1.0 + threshold) * before[lane]);
            RequiredOutput { output, moves: mask(|lane| before[lane] > 0.0) }
        }
        EnterpriseMetric::Tax => {
            RequiredOutput::ratio(threshold, &[1.0; LANES], &ends.incumbents.tax_per_output(e))
        }
        EnterpriseMetric::OutputPerMu => {
            RequiredOutput::ratio(threshold, &incumbent.land(), &[WAN_PER_YI; LANES])
        }
        EnterpriseMetric::TaxPerMu => {
            RequiredOutput::ratio(threshold, &incumbent.land(), &ends.incumbents.tax_per_output(e))
        }
        EnterpriseMetric::Land => RequiredOutput { output: [0.0; LANES], moves: 0 },
    }
}

/// The output of one incumbent that brings a figure to which many contribute to what a test compares it with.
#[inline(always)]
fn required_of_sum<M: Metric>(
    ends: YearEnds<'_>,
    (e, year): (usize, usize),
    sum: &Sum,
    before: impl Fn() -> Lanes,
    test: &NumericTest<M>,
) -> RequiredOutput {
    // The output that raises the figure by 1.
    let rise = match test.metric.spec().and_then(|spec| spec.moves_like) {
        Some(EnterpriseMetric::Output) => [1.0; LANES],
        Some(EnterpriseMetric::Growth) => before(),
        Some(EnterpriseMetric::Tax) => ends.incumbents.tax_per_output(e).map(reciprocal),
        Some(EnterpriseMetric::OutputPerMu) => each(|lane| sum.land[lane] * YI_PER_WAN),
        Some(EnterpriseMetric::TaxPerMu) => {
            let rate = ends.incumbents.tax_per_output(e);
            each(|lane| sum.land[lane] * reciprocal(rate[lane]))
        }
        Some(EnterpriseMetric::Land) | None => [0.0; LANES],
    };
    let output = ends.incumbents.at(e, year).output_ref();
    RequiredOutput {
        output: each(|lane| output[lane] + (test.threshold - sum.figure[lane]) * rise[lane]),
        moves: mask(|lane| rise[lane] > 0.0),
    }
}

/// The park's output in the year before.
#[inline(always)]
fn park_before(ends: YearEnds<'_>, year: usize) -> Lanes {
    let mut sum = [0.0; LANES];
    for i in 0..ends.plan().industries.len() {
        add(&mut sum, &ends.industry_before(i, year));
    }
    sum
}

/// 1 / x, and 0 where x is 0.
#[inline(always)]
fn reciprocal(x: f64) -> f64 {
    if x > 0.0 { 1.0 / x } else { 0.0 }
}

/// An industry without incumbents is moved by none.
static STILL: ShockResponse =
    ShockResponse { fixed: [0.0; LANES], centre: [0.0; LANES], per_loading: [0.0; LANES], moves: 0 };
static NOTHING: RequiredOutput = RequiredOutput { output: [0.0; LANES], moves: 0 };

/// The comparisons that a target's bounds are.
fn bound_tests<M: Metric>(target: &TargetPlan, metric: M) -> impl Iterator<Item = NumericTest<M>> {
    let test = move |comparison, threshold| NumericTest { metric, comparison, threshold };
    let low = target.bounds.at_least.map(move |bound| test(Comparison::AtLeast, bound));
    low.into_iter().chain(target.bounds.at_most.map(move |bound| test(Comparison::AtMost, bound)))
}
