"""The reference scenario in vectorised numpy: the trials of a chunk lie side by side in every array.

    python3 benches/peers/numpy_model.py reference.toml --trials 100000

Arrays are (thing, trial). Projects differ in number from trial to trial, so they lie in flat arrays with the trial of
each beside it. Only the queue needs a loop in Python: month by month, and in a month place by place of the waiting
line, all trials at once.
"""

from types import SimpleNamespace

import numpy as np

from answer import main
from scenario import holds, season_by_opening

# Small enough for the arrays to stay in the cache, large enough to hide the cost of a call to numpy.
CHUNK = 2000


def draw_rows(laws, trials, rng):
    """A row of draws for each law. Most laws are normal or lognormal, so their normals are drawn in one call."""
    rows = np.empty((len(laws), trials))
    of_kind = {}
    for row, law in enumerate(laws):
        of_kind.setdefault(law.kind, []).append(row)
    for kind, at in of_kind.items():
        rows[at] = draw_kind(kind, [laws[row].params for row in at], trials, rng)
    bounds = np.array([[law.low, law.high] for law in laws])
    return np.clip(rows, bounds[:, :1], bounds[:, 1:], out=rows)


def draw_kind(kind, params, size, rng):
    shape = len(params), size
    if kind == "discrete":
        return [rng.choice(values, size, p=weights) for values, weights in params]
    # A column for each parameter; a known value has one, and a column of zeros for b.
    a, b, *rest = (column[:, None] for column in (*np.array(params).T, np.zeros(len(params))))
    if kind == "known":
        return a
    if kind == "normal":
        return a + b * rng.standard_normal(shape)
    if kind == "lognormal":
        return np.exp(a + b * rng.standard_normal(shape))
    if kind == "triangular":
        return rng.triangular(a, b, rest[0], shape)
    return rest[0] + rest[1] * rng.beta(a, b, shape)


def draw(law, size, rng):
    return draw_rows([law], size, rng)[0]


def months(durations):
    """Durations in whole months, rounded up."""
    return np.ceil(durations - 1e-9).astype(np.int64)


def factors(s, trials, rng):
    """Industry factors: (year, industry, trial)."""
    shocks = np.matmul(s.cholesky, rng.standard_normal((s.years, len(s.industry), trials)))
    for year in range(1, s.years):
        shocks[year] = s.persistence * shocks[year - 1] + np.sqrt(1 - s.persistence**2) * shocks[year]
    return shocks


def closings(s, world, rng):
    """The month in which each enterprise closes, and (month, trial, land) of what comes free after it."""
    trials = world.shape[1]
    closed = np.full((len(s.e_output), trials), s.months + 1)
    hazard = np.array([-np.log1p(-world[rule.rate]) for rule in s.exits])
    leaving = np.flatnonzero(np.any([rule.members for rule in s.exits], axis=0))
    member = np.array([rule.members[leaving] for rule in s.exits])
    total = member.T @ hazard
    waited = rng.standard_exponential(total.shape) * 12 / total
    month = 1 + np.minimum(waited, s.months).astype(np.int64)
    closed[leaving] = month

    who, trial = np.nonzero(month <= s.months)
    chance = np.cumsum(hazard[:, trial] * member[:, who], axis=0)
    rule_of = (rng.random(len(who)) * chance[-1] >= chance).sum(axis=0)
    free = []
    for j, rule in enumerate(s.exits):
        if rule.clear_months is not None:
            here = rule_of == j
            cleared = month[who, trial][here] + months(draw(rule.clear_months, here.sum(), rng))
            free.append((cleared, trial[here], s.e_land[leaving[who[here]]]))
    return closed, free


def reclaimed_parcels(s, world, rng):
    """The month in which each parcel is reclaimed; beyond the last month where it is not."""
    trials = world.shape[1]
    beyond = s.months + 1
    now = np.repeat([[parcel.start] for parcel in s.parcels], trials, axis=1)
    done = np.full(now.shape, beyond)
    for attempt in range(max(len(parcel.routes) for parcel in s.parcels)):
        at = [c for c, parcel in enumerate(s.parcels) if attempt < len(parcel.routes)]
        routes = [s.parcels[c].routes[attempt] for c in at]
        ends = now[at] + np.maximum(1, months(draw_rows([route.months for route in routes], trials, rng)))
        success = rng.random(ends.shape) < world[[route.success for route in routes]]
        open_still = done[at] == beyond
        done[at] = np.where(open_still & success, np.minimum(ends, beyond), done[at])
        now[at] = ends
    return done


def by_month(s, month, trial, amount, trials):
    """Sum amounts into (month, trial); what comes after the last month falls into a row of its own."""
    month = np.minimum(month, s.months + 1)
    return np.bincount(month * trials + trial, amount, (s.months + 2) * trials).reshape(-1, trials)


def inflows(s, world, freed, parcels, rng):
    """What becomes free of each resource: (month, resource, trial); and the land reclaimed: (month, trial)."""
    trials = world.shape[1]
    every = np.arange(trials)
    inflow = np.zeros((s.months + 2, len(s.resource), trials))
    for supply in s.supplies:
        arrives = rng.random(trials) < world[supply.probability]
        month = np.clip(supply.month + months(world[supply.delay]), 1, s.months + 1)
        inflow[month, supply.resource, every] += arrives * world[supply.amount]
    area = np.repeat([parcel.area for parcel in s.parcels], trials)
    reclaimed = by_month(s, parcels.ravel(), np.tile(every, len(parcels)), area, trials)
    inflow[:, 0] += reclaimed
    for month, trial, land in freed:
        inflow[:, 0] += by_month(s, month, trial, land, trials)
    return inflow, reclaimed


def known_projects(s, world, rng):
    """The known projects of all trials: a list of parts, one per project."""
    trials = world.shape[1]
    beyond = s.months + 1
    parts = []
    for kind, p in enumerate(s.projects):
        join, start, opening = (np.full(trials, beyond) for _ in range(3))
        build = np.maximum(1, months(world[p.build]))
        if p.stage == "signed":
            carried_out = rng.random(trials) < world[p.conversion]
            join = np.where(carried_out, 1 + months(world[p.prep]), beyond)
        elif p.stage == "building":
            start, opening = np.ones(trials, np.int64), 1 + build
        else:
            start = opening = np.full(trials, 1 - p.operating_months)
        parts.append(SimpleNamespace(
            trial=np.arange(trials), kind=np.full(trials, kind), capacity=np.full(trials, p.capacity),
            need=np.repeat(p.needs[:, None], trials, axis=1), join=join, build=build, start=start, opening=opening))
    return parts


def arrivals(s, world, rng):
    """The projects that channels sign and that are carried out: a list of parts, one per channel and year."""
    trials = world.shape[1]
    parts = []
    for kind, c in enumerate(s.channels, start=len(s.projects)):
        for year in range(s.years):
            mean = world[c.rate]
            if c.dispersion > 0:
                mean = mean * rng.gamma(1 / c.dispersion, c.dispersion, trials)
            # A year's Poisson count split over the months by the profile is a Poisson count in each month.
            trial = np.repeat(np.arange(trials), rng.poisson(mean))
            signed = 12 * year + 1 + np.searchsorted(c.profile[:-1], rng.random(len(trial)), side="right")
            carried_out = rng.random(len(trial)) < world[c.conversion][trial]
            trial, signed = trial[carried_out], signed[carried_out]
            capacity, prep, build = draw_rows([c.capacity, c.prep, c.build], len(trial), rng)
            never = np.full(len(trial), s.months + 1)
            parts.append(SimpleNamespace(
                trial=trial, kind=np.full(len(trial), kind), capacity=capacity,
                need=c.needs_per_output[:, None] * capacity, join=signed + months(prep),
                build=np.maximum(1, months(build)), start=never, opening=never))
    return parts


def all_projects(s, world, rng):
    """Known projects and arrivals in one set of flat arrays, with what all projects of a kind share beside them."""
    parts = known_projects(s, world, rng) + arrivals(s, world, rng)
    projects = SimpleNamespace(**{
        field: np.concatenate([getattr(part, field) for part in parts], axis=-1) for field in vars(parts[0])})
    kinds = s.projects + s.channels
    for field, missing in (("patience", None), ("priority", None), ("industry", None), ("enterprise", -1)):
        column = np.array([getattr(kind, field, missing) for kind in kinds])
        setattr(projects, field, column[projects.kind])
    return projects


def serve_queue(s, projects, inflow, trials):
    """Give every project that waits its resources in the order of the queue: sets `start` and `opening`."""
    queued = np.flatnonzero(projects.join <= s.months)
    land = projects.need[0, queued]
    ratio = np.divide(projects.capacity[queued], land, out=np.full(len(queued), np.inf), where=land > 0)
    # The order never changes, so it is found once. Small integers sort by radix.
    keys = (projects.join[queued], -ratio, -projects.priority[queued], projects.trial[queued])
    queued = queued[np.lexsort([key if key.dtype == float else key.astype(np.int16) for key in keys])]
    trial, join, need = projects.trial[queued], projects.join[queued], projects.need[:, queued]
    last_month = join + projects.patience[queued]
    start = np.full(len(queued), s.months + 1)
    order_of_joining = np.argsort(join.astype(np.int16), kind="stable")
    joining = np.split(order_of_joining, np.searchsorted(join[order_of_joining], np.arange(1, s.months + 1)))

    free = np.repeat(s.available[:, None], trials, axis=1)
    waiting = np.empty(0, np.int64)
    for month in range(1, s.months + 1):
        free += inflow[month]
        waiting = np.sort(np.concatenate((waiting[last_month[waiting] >= month], joining[month])))
        for served in places(trial[waiting]):
            who = waiting[served]
            where, wanted = trial[who], need[:, who]
            at_hand = free[:, where]
            fits = (wanted <= at_hand + 1e-9 * np.maximum(1, at_hand)).all(axis=0)
            free[:, where[fits]] = (at_hand - wanted)[:, fits]
            start[who[fits]] = month
        waiting = waiting[start[waiting] > s.months]
    projects.start[queued] = start
    projects.opening[queued] = start + projects.build[queued]


def started_projects(s, projects):
    """The projects that have started by the end of the run: no others produce or take land."""
    at = np.flatnonzero(projects.start <= s.months)
    kept = SimpleNamespace(**{field: values[..., at] for field, values in vars(projects).items()})
    kept.opening = np.minimum(kept.opening, s.months + 1)
    return kept


def places(trial):
    """Split a sorted list of trials by place in line: first everyone who is first in a trial, then the second ones."""
    first = np.searchsorted(trial, trial)
    place = (np.arange(len(trial)) - first).astype(np.int16)
    order = np.argsort(place, kind="stable")
    return np.split(order, np.cumsum(np.bincount(place))[:-1]) if len(trial) else []


def incumbents(s, world, factor, closed, rng):
    """Output of the enterprises before expansions: (year, enterprise, trial)."""
    count, trials = closed.shape
    laplace = s.laplace[s.e_industry]
    trend = np.log1p(world[s.e_growth])
    season = np.concatenate((np.zeros((len(s.industry), 1)), np.cumsum(s.season, axis=1)), axis=1)
    level = s.e_output[:, None]
    output = np.empty((s.years, count, trials))
    for year in range(s.years):
        shock = np.empty((count, trials))
        shock[laplace] = rng.laplace(scale=np.sqrt(0.5), size=(laplace.sum(), trials))
        shock[~laplace] = rng.standard_normal((count - laplace.sum(), trials))
        level = level * np.exp(trend + s.e_common[:, None] * factor[year, s.e_industry] + s.e_own[:, None] * shock)
        output[year] = level
        # An enterprise that closes keeps what the months before brought it.
        who, trial = np.nonzero(closed <= 12 * (year + 1))
        months_open = np.clip(closed[who, trial] - 1 - 12 * year, 0, 12)
        output[year, who, trial] *= season[s.e_industry[who], months_open]
    return output


def project_output(s, projects, factor):
    """Output of every project: (year, project)."""
    kinds = s.projects + s.channels
    table = np.array([season_by_opening(s, k.industry, k.ramp, k.curve) for k in kinds])
    swing = np.exp((s.volatility * np.sqrt(s.common_share))[:, None] * factor)
    full = table[projects.kind, projects.opening + s.oldest - 1].T * projects.capacity
    return full * swing[:, projects.industry, projects.trial]


def add_to(rows, row, trial, amount):
    """Sum amounts into (row, trial)."""
    count, trials = rows.shape
    rows += np.bincount(row * trials + trial, amount, count * trials).reshape(count, trials)


def measure(s, year, closed, output, projects, made, reclaimed):
    """The figures of a year's end that targets ask for."""
    trials = closed.shape[1]
    land = np.where(closed > 12 * (year + 1), s.e_land[:, None], 0.0)
    enterprise_output = output[year].copy()
    expansion = projects.enterprise >= 0
    taken = projects.start <= 12 * (year + 1)
    for rows, amount, which in (enterprise_output, made[year], expansion), (land, projects.need[0], expansion & taken):
        at = np.flatnonzero(which)
        add_to(rows, projects.enterprise[at], projects.trial[at], amount[at])
    tax = (s.e_tax / s.e_output)[:, None] * enterprise_output

    own = ~expansion
    runs = np.flatnonzero(own & (projects.opening <= 12 * (year + 1)))
    holds_land = np.flatnonzero(own & taken)
    industry, trial, new_output = projects.industry[runs], projects.trial[runs], made[year, runs]
    new_tax = new_output * 1e4 * s.tax_rate[industry]
    new_land = projects.need[0, runs]
    industry_output = np.array([enterprise_output[s.e_industry == i].sum(axis=0) for i in range(len(s.industry))])
    add_to(industry_output, industry, trial, new_output)
    park_tax = tax.sum(axis=0) + np.bincount(trial, new_tax, trials)
    park_land = land.sum(axis=0) + np.bincount(projects.trial[holds_land], projects.need[0, holds_land], trials)
    with np.errstate(divide="ignore", invalid="ignore"):
        # A ratio without land is undefined, and a condition on it false.
        per_mu = [np.where(of > 0, t / of, np.nan) for t, of in ((tax, land), (new_tax, new_land))]
    return {
        "enterprises": {"output": enterprise_output, "tax_per_mu": per_mu[0]},
        "new": {"output": new_output, "tax_per_mu": per_mu[1]},
        "new_trial": trial,
        "industries": {"output": industry_output},
        "park.output": industry_output.sum(axis=0),
        "park.tax_per_mu": park_tax / park_land,
        "park.land_reclaimed": reclaimed[:12 * (year + 1) + 1].sum(axis=0),
    }


def reached(target, figures):
    """In which trials a target is met."""
    if target.kind not in ("industries", "enterprises"):
        return figures[target.kind] >= target.at_least

    def meets(members):
        return np.all([holds(members[field], where) for field, where in target.where.items()], axis=0)

    count = meets(figures[target.kind]).sum(axis=0)
    if target.kind == "enterprises":
        new = figures["new_trial"][meets(figures["new"])]
        count += np.bincount(new, minlength=len(count))
    return count >= target.at_least


def simulate(s, trials, rng):
    """Which target is met in which trial, and the park's output at the end."""
    world = draw_rows(s.once, trials, rng)
    factor = factors(s, trials, rng)
    closed, freed = closings(s, world, rng)
    parcels = reclaimed_parcels(s, world, rng)
    inflow, reclaimed = inflows(s, world, freed, parcels, rng)
    projects = all_projects(s, world, rng)
    serve_queue(s, projects, inflow, trials)
    projects = started_projects(s, projects)
    output = incumbents(s, world, factor, closed, rng)
    made = project_output(s, projects, factor)
    figures = {y: measure(s, y, closed, output, projects, made, reclaimed)
               for y in {target.year for target in s.targets} | {s.years - 1}}
    return np.array([reached(t, figures[t.year]) for t in s.targets]), figures[s.years - 1]["park.output"]


def simulate_in_chunks(s, trials, seed):
    rng = np.random.default_rng(seed)
    chunks = [simulate(s, min(CHUNK, trials - done), rng) for done in range(0, trials, CHUNK)]
    met, output = zip(*chunks)
    return np.concatenate(met, axis=1), np.concatenate(output)


if __name__ == "__main__":
    main(simulate_in_chunks, trials=100_000)
