//! Whether results hold together: what charts rely on, and sizes that keep them finite.

use super::Fault;
use crate::compare::{Chance, Comparison, Difference};
use crate::results::{
    Figure, IndustryYear, MonthResult, ParkYear, Probability, Results, RouteYear, ScenarioFacts, Stat,
    YearChance,
};
use crate::scenario::{Park, RunDefaults};
use std::ops::RangeInclusive;

/// Base years, as the format has them.
const BASE_YEARS: RangeInclusive<i32> = 1900..=2200;

/// Entries of a list at the most.
const MAX_ENTRIES: usize = 1_000_000;

/// Largest amount of anything, in the model's units.
const LARGEST: f64 = 1e15;

/// By how much quantiles may be out of order, as a share of them: they are told to 0.1%.
const SLACK: f64 = 0.002;

type Checked = Result<(), Fault>;

fn check(holds: bool, place: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(Fault::Impossible(place())) }
}

/// Checks every one of a list, which stands at `place`.
fn each<T>(list: &[T], place: &str, of: impl Fn(&T, &str) -> Checked) -> Checked {
    check(list.len() <= MAX_ENTRIES, || place.to_owned())?;
    list.iter().enumerate().try_for_each(|(i, one)| of(one, &format!("{place}[{i}]")))
}

fn amount(x: f64, place: &str) -> Checked {
    check(x.abs() <= LARGEST, || place.to_owned())
}

fn maybe(x: Option<f64>, place: &str) -> Checked {
    x.map_or(Ok(()), |x| amount(x, place))
}

fn share(p: f64, place: &str) -> Checked {
    check((0.0..=1.0).contains(&p), || place.to_owned())
}

fn probability(p: &Probability, place: &str) -> Checked {
    share(p.probability, &format!("{place}.probability"))?;
    share(p.mcse, &format!("{place}.mcse"))?;
    let [low, high] = p.ci95;
    check((0.0..=1.0).contains(&low) && (low..=1.0).contains(&high), || format!("{place}.ci95"))
}

fn ordered(values: &[f64], place: &str) -> Checked {
    let follows = |pair: &[f64]| pair[1] >= pair[0] - SLACK * pair[0].abs().max(pair[1].abs()) - 1e-9;
    check(values.windows(2).all(follows), || place.to_owned())
}

fn stat(of: &Stat, place: &str) -> Checked {
    let Stat { mean, sd, p05, p25, p50, p75, p95, .. } = *of;
    for x in [mean, sd, p05, p25, p50, p75, p95] {
        amount(x, place)?;
    }
    check(sd >= 0.0, || format!("{place}.sd"))?;
    ordered(&[p05, p25, p50, p75, p95], place)
}

fn figure(of: &Figure, place: &str) -> Checked {
    of.stat().map_or(Ok(()), |of| stat(of, place))
}

fn trials(n: u64, place: &str) -> Checked {
    check((1..=RunDefaults::MAX_TRIALS).contains(&n), || place.to_owned())
}

/// The simulated years.
struct Years(RangeInclusive<i32>);

impl Years {
    fn of(facts: &ScenarioFacts) -> Result<Self, Fault> {
        check(BASE_YEARS.contains(&facts.base_year), || "scenario.base_year".into())?;
        let years = facts.base_year + 1..=facts.end_year;
        let count = i64::from(facts.end_year) - i64::from(facts.base_year);
        check((1..=i64::from(Park::MAX_YEARS)).contains(&count), || "scenario.end_year".into())?;
        Ok(Self(years))
    }

    /// A year of the run.
    fn holds(&self, year: i32, place: &str) -> Checked {
        check(self.0.contains(&year), || format!("{place}.year"))
    }

    /// A list with an entry for every year.
    fn all<T>(
        &self,
        list: &[T],
        place: &str,
        year: impl Fn(&T) -> i32,
        of: impl Fn(&T, &str) -> Checked,
    ) -> Checked {
        check(list.iter().map(year).eq(self.0.clone()), || place.to_owned())?;
        each(list, place, of)
    }

    /// Months of the run, each following the one before by at least one.
    fn months<'a>(&self, months: impl Iterator<Item = &'a str>, place: &str) -> Checked {
        let number = |month: &str| {
            let (year, month) = month.split_once('-')?;
            let (year, month) = (year.parse::<i32>().ok()?, month.parse::<i32>().ok()?);
            (self.0.contains(&year) && (1..=12).contains(&month)).then(|| 12 * year + month)
        };
        let mut last = 0;
        for month in months {
            let number = number(month).filter(|number| *number > last);
            last = number.ok_or_else(|| Fault::Impossible(format!("{place}: {}", clip(month))))?;
        }
        Ok(())
    }
}

fn clip(text: &str) -> String {
    crate::text::clean(text, 20)
}

/// Checks the results of a run.
pub fn run(results: &Results) -> Checked {
    let years = Years::of(&results.scenario)?;
    trials(results.provenance.trials, "provenance.trials")?;
    maybe(results.provenance.mix.as_ref().map(|mix| mix.cost), "provenance.mix.cost")?;
    each(&results.targets, "targets", |target, place| {
        years.holds(target.year, place)?;
        probability(&target.probability, place)?;
        maybe(target.at_least, place)?;
        maybe(target.at_most, place)?;
        thresholds(&target.measure, place)?;
        if target.by_year.is_empty() {
            return Ok(());
        }
        let chance = |one: &YearChance, place: &str| probability(&one.probability, place);
        years.all(&target.by_year, &format!("{place}.by_year"), |one| one.year, chance)
    })?;
    each(&results.goals, "goals", |goal, place| probability(&goal.probability, place))?;
    each(&results.reached, "reached", |p, place| share(*p, place))?;
    let reached = results.reached.len();
    check(reached == 0 || reached == results.targets.len() + 1, || "reached".into())?;
    each(&results.scores, "scores", |score, place| {
        amount(score.full, place)?;
        maybe(score.at_least, place)?;
        stat(&score.value, place)?;
        score.reached.as_ref().map_or(Ok(()), |p| probability(p, place))?;
        each(&score.items, &format!("{place}.items"), |item, place| {
            amount(item.weight, place)?;
            amount(item.cap, place)?;
            stat(&item.points, place)
        })
    })?;
    park(results, &years)?;
    firms(results, &years)?;
    each(&results.counts, "counts", |count, place| {
        years.holds(count.year, place)?;
        each(&count.distribution, &format!("{place}.distribution"), |p, place| share(*p, place))
    })?;
    each(&results.pivotal, "pivotal", |one, place| {
        [one.crosses, one.with, one.without].into_iter().try_for_each(|p| share(p, place))?;
        [one.gain, one.ci95[0], one.ci95[1], one.threshold].into_iter().try_for_each(|x| amount(x, place))?;
        maybe(one.missing, place)?;
        maybe(one.growth_needed, place)
    })?;
    each(&results.quantiles, "quantiles", |one, place| {
        years.holds(one.year, place)?;
        each(&one.values, place, |x, place| amount(*x, place))?;
        ordered(&one.values, place)
    })
}

fn thresholds(measure: &crate::results::MeasureFacts, place: &str) -> Checked {
    use crate::results::MeasureFacts as Facts;
    match measure {
        Facts::Enterprises { output_thresholds } | Facts::Industries { output_thresholds } => {
            each(output_thresholds, &format!("{place}.measure"), |x, place| amount(*x, place))
        }
        Facts::Metric { .. } => Ok(()),
    }
}

/// The park by year and month.
fn park(results: &Results, years: &Years) -> Checked {
    years.all(
        &results.park,
        "park",
        |one: &ParkYear| one.year,
        |one, place| one.metrics.iter().try_for_each(|(key, of)| figure(of, &format!("{place}.{key}"))),
    )?;
    if !results.output_parts.is_empty() {
        years.all(
            &results.output_parts,
            "output_parts",
            |one| one.year,
            |one, place| {
                amount(one.base, place)?;
                let parts = [&one.growth, &one.exits, &one.projects, &one.arrivals, &one.expansions];
                parts.into_iter().try_for_each(|part| stat(part, place))
            },
        )?;
    }
    each(&results.routes, "routes", |route, place| {
        let place = format!("{place}.years");
        years.all(&route.years, &place, |one: &RouteYear| one.year, |one, place| stat(&one.land, place))
    })?;
    each(&results.months, "months", |month: &MonthResult, place| {
        let MonthResult { land_reclaimed, land_free, land_occupied, .. } = month;
        let stats =
            [land_reclaimed, land_free, land_occupied, &month.projects_waiting, &month.projects_operating];
        stats.into_iter().try_for_each(|of| stat(of, place))
    })?;
    years.months(results.months.iter().map(|month| month.month.as_str()), "months")?;
    each(&results.monthly_output, "monthly_output", |month, place| {
        stat(&month.output, place)?;
        amount(month.reported, place)
    })?;
    years.months(results.monthly_output.iter().map(|month| month.month.as_str()), "monthly_output")
}

/// Industries, enterprises and projects.
fn firms(results: &Results, years: &Years) -> Checked {
    each(&results.industries, "industries", |industry, place| {
        amount(industry.base_output, place)?;
        let place = format!("{place}.years");
        years.all(
            &industry.years,
            &place,
            |one: &IndustryYear| one.year,
            |one, place| {
                stat(&one.output, place)?;
                figure(&one.growth, place)?;
                stat(&one.enterprises, place)
            },
        )
    })?;
    each(&results.enterprises, "enterprises", |enterprise, place| {
        amount(enterprise.base_output, place)?;
        let place = format!("{place}.years");
        years.all(
            &enterprise.years,
            &place,
            |one| one.year,
            |one, place| {
                stat(&one.output, place)?;
                one.at_least.values().try_for_each(|p| share(*p, &format!("{place}.at_least")))
            },
        )
    })?;
    each(&results.projects, "projects", |project, place| {
        share(project.started, place)?;
        share(project.operating, place)?;
        project.lost.values().try_for_each(|p| share(*p, place))?;
        project.start_month.as_ref().map_or(Ok(()), |of| stat(of, place))
    })?;
    results.fates.as_ref().map_or(Ok(()), |fates| {
        let stats = [&fates.signed, &fates.preparing, &fates.waiting, &fates.building, &fates.operating];
        stats.into_iter().chain([&fates.stopped]).try_for_each(|of| stat(of, "fates"))?;
        fates.lost.values().try_for_each(|x| amount(*x, "fates.lost"))
    })
}

/// Checks the results of a comparison.
pub fn comparison(results: &Comparison) -> Checked {
    let years = Years::of(&results.scenario)?;
    let ids: Vec<&str> = results.alternatives.iter().map(|one| one.id.as_str()).collect();
    let is_known = |id: &str| ids.contains(&id);
    trials(results.provenance.trials, "provenance.trials")?;
    check(is_known(&results.provenance.reference), || "provenance.reference".into())?;
    maybe(results.budget, "budget")?;
    each(&results.alternatives, "alternatives", |one, place| amount(one.cost, place))?;
    let leads =
        |one: &crate::compare::OutcomeResult| one.kind == results.headline_kind && one.id == results.headline;
    check(results.outcomes.iter().any(leads), || "headline".into())?;
    share(results.tolerance, "tolerance")?;
    each(&results.outcomes, "outcomes", |outcome, place| {
        check(outcome.alternatives.iter().map(|chance| chance.id.as_str()).eq(ids.iter().copied()), || {
            format!("{place}.alternatives")
        })?;
        each(&outcome.alternatives, &format!("{place}.alternatives"), chance)
    })?;
    figures(results, &years)?;
    let outcomes = results.outcomes.len();
    each(&results.contributions, "contributions", |one, place| {
        check(is_known(&one.mix), || format!("{place}.mix"))?;
        trials(one.trials, place)?;
        check(one.outcomes.len() == outcomes, || format!("{place}.outcomes"))?;
        each(&one.policies, &format!("{place}.policies"), |policy, place| amount(policy.cost, place))?;
        each(&one.outcomes, &format!("{place}.outcomes"), |outcome, place| {
            share(outcome.without, place)?;
            share(outcome.with_all, place)?;
            check(outcome.policies.len() == one.policies.len(), || format!("{place}.policies"))?;
            outcome.policies.iter().try_for_each(|share| signed(share.value, share.ci95, place))?;
            // Of a few batches an interval can be wider than what is possible.
            outcome.pairs.iter().try_for_each(|pair| signed(pair.value, pair.ci95, place))
        })
    })?;
    each(&results.delays, "delays", |delay, place| {
        trials(delay.trials, place)?;
        check(!delay.months.is_empty(), || format!("{place}.months"))?;
        years.months(delay.months.iter().map(String::as_str), &format!("{place}.months"))?;
        check(delay.outcomes.len() == outcomes, || format!("{place}.outcomes"))?;
        each(&delay.outcomes, &format!("{place}.outcomes"), |outcome, place| {
            let lengths = (outcome.months.len(), outcome.lost.len() + 1);
            check(lengths == (delay.months.len(), delay.months.len()), || format!("{place}.months"))?;
            probability(&outcome.never, place)?;
            outcome.months.iter().try_for_each(|p| probability(p, place))?;
            outcome.lost.iter().try_for_each(|lost| difference(lost, place))
        })
    })
}

fn chance(of: &Chance, place: &str) -> Checked {
    probability(&of.probability, place)?;
    of.difference.as_ref().map_or(Ok(()), |of| difference(of, place))?;
    of.best.map_or(Ok(()), |p| share(p, place))
}

fn difference(of: &Difference, place: &str) -> Checked {
    check(of.difference.abs() <= 1.0, || format!("{place}.difference"))?;
    signed(of.difference, of.ci95, place)
}

/// A difference of probabilities with its interval, which of a few batches can be wider than what is possible.
fn signed(value: f64, [low, high]: [f64; 2], place: &str) -> Checked {
    let holds = value.abs() <= 4.0 && low.abs() <= LARGEST && high.abs() <= LARGEST && low <= high;
    check(holds, || format!("{place}.ci95"))
}

fn figures(results: &Comparison, years: &Years) -> Checked {
    let (figures, count) = (&results.figures, results.alternatives.len());
    // Scenarios of other lengths may be compared with the reference's, whose year it is.
    years.holds(figures.year, "figures")?;
    check(figures.alternatives.len() == count, || "figures.alternatives".into())?;
    each(&figures.alternatives, "figures.alternatives", |metrics, place| {
        metrics.values().try_for_each(|of| figure(of, place))
    })?;
    let (edges, shares) = (&figures.output.edges, &figures.output.shares);
    each(edges, "figures.output.edges", |x, place| amount(*x, place))?;
    let rises = edges.len() > 1 && edges.windows(2).all(|cell| cell[0] < cell[1]);
    check(rises, || "figures.output.edges".into())?;
    check(shares.len() == count, || "figures.output.shares".into())?;
    each(shares, "figures.output.shares", |row, place| {
        check(row.len() == edges.len() - 1, || place.to_owned())?;
        each(row, place, |p, place| share(*p, place))
    })
}
