//! From a scenario and a mix to a plan.

mod firms;
mod pipeline;
mod resources;

use super::effects::{Effects, When, drawn_once};
use super::members::{matches, measure};
use super::streams::{Event, Owner, Purpose, Seeds, Streams};
use super::values::{Dosed, Function, Limit, NEVER, ValueRef, Values};
use super::*;
use crate::law::Prepared;
use crate::scenario::{
    Field, Measure, Metric, PolicyIx, Quantity, RouteIx, Score, ScoreItem, Site, Subject, Target,
};

/// State of a compilation.
struct Builder<'a> {
    scenario: &'a Scenario,
    streams: Streams,
    values: Values,
    laws: &'a mut Laws,
    effects: Effects,
}

/// A field, of a thing or inherited from another: the things in order of precedence, each with its quantity
/// where the file gives one.
type Sources<'a> = [(Subject, Option<&'a Quantity>)];

/// Compiles the plan.
pub fn plan(scenario: &Scenario, doses: &[(PolicyIx, f64)], seeds: Seeds, laws: &mut Laws) -> Plan {
    let coordinates = scenario.years() * (scenario.industries.len() + 1 + scenario.enterprises.len());
    let mut values = Values::after(coordinates);
    let mut streams = Streams::new(seeds);
    let effects = Effects::new(scenario, doses, &mut streams, &mut values, &mut laws.tables);
    let policy_values = values.coordinates() - coordinates;
    let mut b = Builder { scenario, streams, values, laws, effects };
    let industries = scenario.industries.iter().enumerate().map(|(i, x)| b.industry(i, x)).collect();
    let exits = scenario.exits.iter().enumerate().map(|(j, x)| b.exit(j, x)).collect();
    let enterprises = scenario.enterprises.iter().enumerate().map(|(e, x)| b.enterprise(e, x)).collect();
    let available = (0..scenario.resources.len()).map(|r| b.available(r)).collect();
    let supplies = (0..scenario.supplies.len()).map(|s| b.supply(s)).collect();
    let crews = b.crews();
    let is_used = |r: &usize| scenario.parcels.iter().any(|parcel| parcel.routes.contains(&RouteIx(*r)));
    let routes: Vec<usize> = (0..scenario.routes.len()).filter(is_used).collect();
    let parcels = scenario.parcels.iter().enumerate().map(|(p, x)| b.parcel(p, x, &routes)).collect();
    let projects = scenario.projects.iter().enumerate().map(|(p, x)| b.project(p, x)).collect();
    let channels = scenario.channels.iter().enumerate().map(|(c, x)| b.channel(c, x)).collect();
    let judged = |year: usize, what: &Measure, bounds: Bounds| TargetPlan {
        year,
        measure: measure(scenario, what),
        bounds,
    };
    let targets: Vec<TargetPlan> =
        scenario.targets.iter().map(|target| judged(target.year, &target.measure, target.bounds)).collect();
    let in_other_years = |target: &Target| -> Vec<TargetPlan> {
        let years = (1..=scenario.years()).filter(|&year| year != target.year);
        years.map(|year| judged(year, &target.measure, target.bounds)).collect()
    };
    let other_years: Vec<TargetPlan> = scenario.targets.iter().flat_map(in_other_years).collect();
    let item = |item: &ScoreItem| ScoreItemPlan {
        target: item.target.map_or(0, |target| target.0),
        figure: judged(item.year, &item.measure, item.bounds),
        weight: item.weight,
        cap: item.cap,
    };
    let score =
        |score: &Score| ScorePlan { items: score.items.iter().map(item).collect(), at_least: score.at_least };
    let layout = Layout {
        years: scenario.years(),
        months: scenario.months(),
        resources: scenario.resources.len(),
        industries: scenario.industries.len(),
        enterprises: scenario.enterprises.len(),
        routes: routes.len(),
        projects: scenario.projects.len(),
        scores: scenario.scores.len(),
        score_items: scenario.scores.iter().map(|score| score.items.len()).sum(),
    };
    Plan {
        years: scenario.years(),
        layout,
        months: scenario.months(),
        known_months: scenario.park.known_months,
        epoch_of_month: (0..=scenario.months())
            .map(|t| b.effects.starts.iter().filter(|&&s| s <= t).count())
            .collect(),
        stretches: stretches(&b.effects.starts, scenario.park.known_months + 1..scenario.months() + 1),
        factors: b.factors(),
        industries,
        enterprises,
        exits,
        available,
        supplies,
        crews,
        routes,
        parcels,
        projects,
        channels,
        counting: (1..=scenario.years())
            .map(|year| counting(&targets, &other_years, year, |_| true))
            .collect(),
        counting_incumbent: (0..scenario.years() * scenario.enterprises.len())
            .map(|at| {
                let (year, e) = (at / scenario.enterprises.len() + 1, at % scenario.enterprises.len());
                counting(&targets, &other_years, year, |incumbents| incumbents.binary_search(&e).is_ok())
            })
            .collect(),
        conditional: (0..targets.len()).filter(|&t| is_conditional(&targets[t])).collect(),
        largest: b.largest(|_| true).unwrap_or_default(),
        targets,
        other_years,
        goals: scenario.goals.iter().map(|g| (g.targets.iter().map(|t| t.0).collect(), g.all)).collect(),
        scores: scenario.scores.iter().map(score).collect(),
        thresholds: thresholds(scenario),
        policy_values,
        values: b.values,
        streams: b.streams.finish(),
    }
}

/// The months between the starts of policies.
fn stretches(starts: &[usize], months: Range<usize>) -> Vec<Range<usize>> {
    let starts = starts.iter().map(|&start| start.min(months.end));
    let first = std::iter::once(months.start).chain(starts.clone());
    let end = starts.chain(std::iter::once(months.end));
    first.zip(end).map(|(first, end)| first..end).collect()
}

/// The places of the targets that count enterprises at the end of a year, among them such incumbents; those of other
/// years come behind the others.
fn counting(
    targets: &[TargetPlan],
    other_years: &[TargetPlan],
    year: usize,
    has: impl Fn(&[usize]) -> bool,
) -> Vec<usize> {
    let counts = |target: &TargetPlan| match &target.measure {
        MeasurePlan::CountEnterprises { incumbents, .. } => target.year == year && has(incumbents),
        _ => false,
    };
    let all = targets.iter().chain(other_years).enumerate();
    all.filter(|(_, target)| counts(target)).map(|(place, _)| place).collect()
}

/// Counts beyond this are not followed by their law.
const MAX_CONDITIONAL_COUNT: f64 = 1000.0;

/// True if a target looks at a metric that shocks of enterprises move.
fn is_conditional(target: &TargetPlan) -> bool {
    let highest = target.bounds.at_least.unwrap_or(0.0).max(target.bounds.at_most.unwrap_or(0.0));
    match &target.measure {
        MeasurePlan::CountEnterprises { tests, .. } => {
            highest <= MAX_CONDITIONAL_COUNT && follow_shocks(tests)
        }
        MeasurePlan::CountIndustries { tests, .. } => {
            highest <= MAX_CONDITIONAL_COUNT && follow_shocks(tests)
        }
        MeasurePlan::Enterprise(_, metric) => metric.follows_shocks(),
        MeasurePlan::Industry(_, metric) => metric.follows_shocks(),
        MeasurePlan::Park(metric) => metric.follows_shocks(),
    }
}

fn follow_shocks<M: Metric>(tests: &[NumericTest<M>]) -> bool {
    tests.iter().any(|test| test.metric.follows_shocks())
}

/// Output thresholds that targets name, ascending.
fn thresholds(scenario: &Scenario) -> Vec<f64> {
    let mut list: Vec<f64> =
        scenario.targets.iter().flat_map(|target| target.measure.output_thresholds()).collect();
    list.sort_by(f64::total_cmp);
    list.dedup();
    list
}

impl<'a> Builder<'a> {
    /// Address of the stream of something that happens to a thing.
    fn event(&mut self, thing: Subject, event: Event) -> StreamKey {
        self.streams.key(self.scenario, Owner::Subject(thing), Purpose::Event(event))
    }

    /// The n-th of the things that take a coordinate for each year: the industries, the χ² of all, the enterprises.
    fn yearly_source(&self, n: usize, key: StreamKey) -> Source {
        Source { key, first: n * self.scenario.years() }
    }

    /// The value of a thing's field before all changes: known, or drawn once.
    fn drawn_once(&mut self, thing: Subject, field: Field, quantity: &Quantity) -> ValueRef {
        let (streams, scenario) = (&mut self.streams, self.scenario);
        let key = || streams.key(scenario, Owner::Subject(thing), Purpose::Field(field));
        drawn_once(quantity, key, &mut self.values, &mut self.laws.tables)
    }

    /// First simulated month: what is looked at once is looked at then.
    fn start(&self) -> When {
        When::Month(self.scenario.park.known_months + 1)
    }

    /// One entry for each epoch, from its first month.
    fn dated<T>(&mut self, mut make: impl FnMut(&mut Self, When) -> T) -> Dated<T> {
        let first = self.start();
        let starts: Vec<When> = std::iter::once(first)
            .chain(self.effects.starts.iter().map(|&month| When::Month(month)))
            .collect();
        starts.into_iter().map(|when| make(self, when)).collect()
    }

    /// The value before multipliers and addends: a `set` or the quantity of the first thing that has either.
    fn base(&mut self, field: Field, sources: &Sources, when: When, default: f64) -> ValueRef {
        for &(thing, quantity) in sources {
            if let Some(set) = self.effects.set(Site { subject: thing, field }, when) {
                return set;
            }
            if let Some(quantity) = quantity {
                return self.drawn_once(thing, field, quantity);
            }
        }
        self.values.constant(default)
    }

    fn factors_and_addends(&self, field: Field, sources: &Sources, when: When) -> (Vec<Dosed>, Vec<Dosed>) {
        let sites: Vec<Site> = sources.iter().map(|&(thing, _)| Site { subject: thing, field }).collect();
        self.effects.factors_and_addends(&sites, when)
    }

    /// A field with all its changes. Multipliers and addends on what it inherits from reach it too, whether or
    /// not it overrides.
    fn field(&mut self, field: Field, sources: &Sources, when: When, default: f64, limit: Limit) -> ValueRef {
        let base = self.base(field, sources, when, default);
        let (factors, addends) = self.factors_and_addends(field, sources, when);
        self.values.change(base, factors, addends, limit)
    }

    /// A field of one thing that is looked at once.
    fn own(&mut self, thing: Subject, field: Field, quantity: &Quantity, limit: Limit) -> ValueRef {
        let when = self.start();
        self.field(field, &[(thing, Some(quantity))], when, 0.0, limit)
    }

    /// A field that is drawn each time it is used.
    fn template(
        &mut self,
        field: Field,
        sources: &Sources,
        when: When,
        default: f64,
        limit: Limit,
    ) -> Template {
        for &(thing, quantity) in sources {
            if self.effects.set(Site { subject: thing, field }, when).is_some() {
                break;
            }
            let Some(quantity) = quantity else { continue };
            let Prepared::Uncertain(draw) = quantity.prepare(&mut self.laws.tables) else { break };
            let (factors, addends) = self.factors_and_addends(field, sources, when);
            let (one, zero) = (self.values.constant(1.0), self.values.constant(0.0));
            let scale = self.values.change(one, factors, vec![], Limit::Free);
            let shift = self.values.change(zero, vec![], addends, Limit::Free);
            return Template::Drawn { draw, scale, shift, limit };
        }
        Template::Same(self.field(field, sources, when, default, limit))
    }
}
