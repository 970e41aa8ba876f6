"""The reference scenario as a model of the EMA Workbench, which calls a Python function for each trial.

    python3 benches/peers/ema_model.py reference.toml --trials 2000

Every uncertain input that is drawn once per trial is an uncertainty of the workbench with its own law: those are the
factors that an analyst would explore. What happens again and again within a trial (shocks, arrivals, attempts at a
parcel) is not a factor, and there is no fixed number of it; it comes from a generator seeded by one more uncertainty,
`trial`. Sampling the uncertainties is in the time, as drawing the inputs is in that of the other programs.
"""

import math
from types import SimpleNamespace

import numpy as np
from ema_workbench import (
    IntegerParameter, Model, RealParameter, Samplers, ScalarOutcome, SequentialEvaluator, perform_experiments)
from scipy import stats

from answer import main
from scenario import holds, season_by_opening


def frozen(law):
    """A law as a distribution of scipy."""
    p = law.params
    match law.kind:
        case "normal":
            return stats.norm(*p)
        case "lognormal":
            return stats.lognorm(p[1], scale=math.exp(p[0]))
        case "triangular":
            low, mode, high = p
            return stats.triang((mode - low) / (high - low), low, high - low)
        case "beta":
            return stats.beta(*p)
        case "discrete":
            return stats.rv_discrete(values=p)()


def uncertainty(label, law):
    kind = IntegerParameter if law.kind == "discrete" else RealParameter
    return kind.from_dist(label, frozen(law))


def draw(law, rng):
    """What a trial draws for itself. A call of `rng.lognormal` takes three times as long as this."""
    kind, params, low, high = law
    if kind == "lognormal":
        value = math.exp(params[0] + params[1] * rng.standard_normal())
    elif kind == "normal":
        value = params[0] + params[1] * rng.standard_normal()
    elif kind == "known":
        value = params[0]
    else:
        value = frozen(law).rvs(random_state=rng)
    return min(max(value, low), high)


def months(duration):
    return math.ceil(duration - 1e-9)


def factors(s, rng):
    """Industry factors of each year."""
    years = [s.cholesky @ rng.standard_normal(len(s.industry))]
    for _ in range(1, s.years):
        shock = s.cholesky @ rng.standard_normal(len(s.industry))
        years.append(s.persistence * years[-1] + math.sqrt(1 - s.persistence**2) * shock)
    return years


def close_enterprises(s, world, inflow, rng):
    """The month in which each enterprise closes that does; its land goes to the inflow."""
    closed = {}
    hazard = [-math.log1p(-world[rule.rate]) for rule in s.exits]
    for e, rules in s.leaving:
        month = 1 + int(rng.exponential(12 / sum(hazard[j] for j in rules)))
        if month > s.months:
            continue
        closed[e] = month
        left = rng.random() * sum(hazard[j] for j in rules)
        for j in rules:
            left -= hazard[j]
            if left < 0:
                break
        if s.exits[j].clear_months is not None:
            month += months(draw(s.exits[j].clear_months, rng))
            if month <= s.months:
                inflow[month][0] += s.e_land[e]
    return closed


def free_resources(s, world, inflow, rng):
    """Add supplies and reclaimed parcels to the inflow; the land reclaimed in each month."""
    for supply in s.supplies:
        month = max(1, supply.month + months(world[supply.delay]))
        if rng.random() < world[supply.probability] and month <= s.months:
            inflow[month][supply.resource] += world[supply.amount]
    reclaimed = [0.0] * (s.months + 1)
    for parcel in s.parcels:
        month = parcel.start
        for route in parcel.routes:
            month += max(1, months(draw(route.months, rng)))
            if month > s.months:
                break
            if rng.random() < world[route.success]:
                inflow[month][0] += parcel.area
                reclaimed[month] += parcel.area
                break
    return reclaimed


def project(kind, capacity, need, build, join=None, start=None, opening=None):
    return SimpleNamespace(kind=kind, capacity=capacity, need=need, build=max(1, build),
                           join=join, start=start, opening=opening)


def known_projects(s, world, rng):
    projects = []
    for p in s.projects:
        entry = project(p, p.capacity, p.needs.tolist(), months(world[p.build]))
        if p.stage == "building":
            entry.start, entry.opening = 1, 1 + entry.build
        elif p.stage == "operating":
            entry.start = entry.opening = 1 - p.operating_months
        elif rng.random() < world[p.conversion]:
            entry.join = 1 + months(world[p.prep])
        else:
            continue
        projects.append(entry)
    return projects


def arrivals(s, world, rng):
    projects = []
    for c in s.channels:
        for year in range(s.years):
            luck = rng.gamma(1 / c.dispersion, c.dispersion) if c.dispersion > 0 else 1
            for _ in range(rng.poisson(world[c.rate] * luck)):
                month = 12 * year + 1 + int(c.profile[:-1].searchsorted(rng.random(), side="right"))
                if rng.random() >= world[c.conversion]:
                    continue
                capacity = draw(c.capacity, rng)
                need = [n * capacity for n in c.needs_per_output.tolist()]
                join = month + months(draw(c.prep, rng))
                projects.append(project(c, capacity, need, months(draw(c.build, rng)), join=join))
    return projects


def serve_queue(s, projects, inflow):
    """Month by month, give every project that waits its resources in the order of the queue."""
    def rank(p):
        ratio = p.capacity / p.need[0] if p.need[0] > 0 else math.inf
        return -p.kind.priority, -ratio, p.join

    line = sorted((p for p in projects if p.join is not None and p.join <= s.months), key=rank)
    free = s.available.tolist()
    for month in range(1, s.months + 1):
        free = [have + more for have, more in zip(free, inflow[month])]
        waiting = []
        for p in line:
            if p.join > month:
                waiting.append(p)
            elif month - p.join <= p.kind.patience:
                if fits(p.need, free):
                    free = [have - want for want, have in zip(p.need, free)]
                    p.start, p.opening = month, month + p.build
                else:
                    waiting.append(p)
        line = waiting


def fits(need, free):
    for want, have in zip(need, free):
        if want > have + 1e-9 * max(1.0, have):
            return False
    return True


def incumbents(s, world, factor, closed, rng):
    """Output of the enterprises before expansions, by year."""
    trend = np.log1p([world[g] for g in s.e_growth])
    level = s.e_output
    output = []
    for year in range(s.years):
        own = np.where(s.laplace[s.e_industry], rng.laplace(scale=math.sqrt(0.5), size=len(level)),
                       rng.standard_normal(len(level)))
        level = level * np.exp(trend + s.e_common * factor[year][s.e_industry] + s.e_own * own)
        made = level.copy()
        for e, month in closed.items():
            open_months = min(max(month - 1 - 12 * year, 0), 12)
            made[e] *= s.season[s.e_industry[e], :open_months].sum()
        output.append(made)
    return output


def measure(s, year, closed, output, factor, projects, reclaimed):
    """The figures of a year's end that targets ask for; new projects follow the incumbents in every array."""
    end = 12 * (year + 1)
    output = output[year].copy()
    land = s.e_land.copy()
    for e, month in closed.items():
        if month <= end:
            land[e] = 0.0
    industry, new_output, new_land, idle_land = [], [], [], 0.0
    for p in projects:
        if p.start is None or p.start > end:
            continue
        i, e = p.kind.industry, getattr(p.kind, "enterprise", -1)
        swing = math.exp(s.volatility[i] * math.sqrt(s.common_share[i]) * factor[year][i])
        row = min(p.opening, s.months + 1) + s.oldest - 1
        made = p.capacity * swing * s.season_of[i, p.kind.ramp, p.kind.curve][row, year]
        if e >= 0:
            output[e] += made
            land[e] += p.need[0]
        elif p.opening <= end:
            industry.append(i)
            new_output.append(made)
            new_land.append(p.need[0])
        else:
            idle_land += p.need[0]
    tax = np.concatenate((s.e_tax / s.e_output * output, 1e4 * s.tax_rate[industry] * new_output))
    output = np.concatenate((output, new_output))
    land = np.concatenate((land, new_land))
    # A ratio without land is undefined, and a condition on it false.
    tax_per_mu = np.divide(tax, land, out=np.full(len(land), np.nan), where=land > 0)
    return {
        "enterprises": {"output": output, "tax_per_mu": tax_per_mu},
        "industries": {"output": np.bincount(np.concatenate((s.e_industry, industry)).astype(int), output)},
        "park.output": output.sum(),
        "park.tax_per_mu": tax.sum() / (land.sum() + idle_land),
        "park.land_reclaimed": sum(reclaimed[:end + 1]),
    }


def reached(target, figures):
    value = figures[target.kind]
    if target.where:
        value = np.all([holds(value[field], where) for field, where in target.where.items()], axis=0).sum()
    return int(value >= target.at_least)


def one_trial(s, trial, uncertain):
    """The outcomes of one trial, given its seed and the values of the uncertain inputs."""
    rng = np.random.default_rng(trial)
    world = s.known_world.copy()
    for row, label, low, high in s.uncertain_world:
        world[row] = min(max(uncertain[label], low), high)
    factor = factors(s, rng)
    inflow = [[0.0] * len(s.resource) for _ in range(s.months + 1)]
    closed = close_enterprises(s, world, inflow, rng)
    reclaimed = free_resources(s, world, inflow, rng)
    projects = known_projects(s, world, rng) + arrivals(s, world, rng)
    serve_queue(s, projects, inflow)
    output = incumbents(s, world, factor, closed, rng)
    figures = {year: measure(s, year, closed, output, factor, projects, reclaimed) for year in s.asked_years}
    outcomes = {target.id: reached(target, figures[target.year]) for target in s.targets}
    return outcomes | {"park_output": figures[s.years - 1]["park.output"]}


def prepare(s):
    """What is the same in every trial."""
    s.known_world = [law.params[0] if law.known else None for law in s.once]
    s.uncertain_world = [(row, s.labels[row], law.low, law.high) for row, law in enumerate(s.once) if not law.known]
    rules_of = [[j for j, rule in enumerate(s.exits) if rule.members[e]] for e in range(len(s.e_output))]
    s.leaving = [(e, rules) for e, rules in enumerate(rules_of) if rules]
    s.season_of = {(k.industry, k.ramp, k.curve): season_by_opening(s, k.industry, k.ramp, k.curve)
                   for k in s.projects + s.channels}
    s.asked_years = {target.year for target in s.targets} | {s.years - 1}


def experiment(s, trials, seed):
    prepare(s)
    np.random.seed(seed)  # The workbench samples uncertainties from numpy's global generator.
    model = Model("park", function=lambda trial, **uncertain: one_trial(s, int(trial), uncertain))
    model.uncertainties = [IntegerParameter("trial", 0, 2**31 - 1)] + [
        uncertainty(label, law) for label, law in zip(s.labels, s.once) if not law.known]
    model.outcomes = [ScalarOutcome(target.id) for target in s.targets] + [ScalarOutcome("park_output")]
    with SequentialEvaluator(model) as evaluator:
        _, outcomes = perform_experiments(model, trials, evaluator=evaluator, uncertainty_sampling=Samplers.MC)
    return np.array([outcomes[target.id] for target in s.targets]), outcomes["park_output"]


if __name__ == "__main__":
    main(experiment, trials=2_000)
