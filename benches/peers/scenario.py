"""Read as much of the scenario format as the reference files use, and refuse the rest.

Both Python programs start here, so that they differ in how they simulate and not in what they read. A part of the
format which they do not simulate is an error: a program that skips it would be fast and wrong.
"""

import re
import tomllib
from types import SimpleNamespace

import numpy as np

from laws import INF, fail, growth, law, number, only, share

CONDITION = re.compile(r"(>=|<) *(.*)")


def condition(text, unit):
    """A condition as (operator, bound)."""
    found = CONDITION.fullmatch(text)
    if not found:
        fail(f"the condition {text!r}")
    return found[1], number(found[2], unit)


def holds(values, where):
    operator, bound = where
    return values >= bound if operator == ">=" else values < bound


UNITS = {"output": "亿元", "output_per_mu": "万元/亩", "tax_per_mu": "万元/亩"}


def conditions(table, known):
    only(table, known, "a condition")
    return {field: condition(text, UNITS[field]) for field, text in table.items()}


def read_scenario(path):
    with open(path, "rb") as file:
        doc = tomllib.load(file)
    # Policies, mixes and goals are read past: a run without a mix does not use them, and the joint probability of all
    # targets needs no goal.
    only(doc, "title park run industries correlation enterprises exits resources supplies routes parcels projects "
         "channels targets goals policies mixes", "the file")

    s = SimpleNamespace(once=[], labels=[])
    try:
        read_park(doc["park"], s)
        read_industries(doc["industries"], doc["correlation"], s)
        read_enterprises(doc["enterprises"], s)
        read_exits(doc["exits"], s)
        read_land(doc, s)
        read_projects(doc["projects"], s)
        read_channels(doc["channels"], s)
        read_targets(doc["targets"], s)
    except KeyError as missing:
        # The format has defaults where the reference files are explicit.
        fail(f"{missing} is not given, or is not known")
    return s


def once(s, label, quantity):
    """Enter a quantity that is drawn once per trial; its row among all of them."""
    s.once.append(quantity)
    s.labels.append(re.sub(r"\W", "_", label))
    return len(s.once) - 1


def read_park(park, s):
    only(park, "name base_year end_year as_of", "[park]")
    if park["as_of"] != f"{park['base_year']}-12":
        fail("as_of is not the end of the base year")
    s.base_year = park["base_year"]
    s.years = park["end_year"] - park["base_year"]
    s.months = 12 * s.years


def month_number(text, s):
    year, month = map(int, text.split("-"))
    return 12 * (year - s.base_year - 1) + month


def read_industries(industries, correlation, s):
    for table in industries:
        only(table, "id name growth volatility common_share shock tax_rate size_exponent reference_output seasonality",
             f"industry {table['id']}")
        if table["shock"] not in ("normal", "laplace"):
            fail(f"the shock {table['shock']}")
    s.industry = {table["id"]: i for i, table in enumerate(industries)}
    s.industry_growth = [once(s, f"growth_{table['id']}", growth(table["growth"])) for table in industries]

    def column(key, default=None, unit=""):
        return np.array([number(table.get(key, default), unit) for table in industries])

    s.volatility = column("volatility")
    s.common_share = column("common_share")
    s.tax_rate = column("tax_rate")
    s.size_exponent = column("size_exponent", 0.0)
    s.reference_output = column("reference_output", 1.0, "亿元")
    s.laplace = np.array([table["shock"] == "laplace" for table in industries])
    weights = np.array([table.get("seasonality", [1] * 12) for table in industries], float)
    s.season = weights / weights.sum(axis=1, keepdims=True)

    only(correlation, "default persistence pairs", "[correlation]")
    matrix = np.full((len(industries), len(industries)), correlation["default"])
    np.fill_diagonal(matrix, 1)
    for a, b, value in correlation["pairs"]:
        i, j = s.industry[a], s.industry[b]
        matrix[i, j] = matrix[j, i] = value
    s.cholesky = np.linalg.cholesky(matrix)
    s.persistence = correlation["persistence"]


def read_enterprises(enterprises, s):
    for table in enterprises:
        only(table, "name industry zone output land tags tax growth", f"enterprise {table['name']}")
    s.enterprise = {table["name"]: e for e, table in enumerate(enterprises)}
    s.e_industry = np.array([s.industry[table["industry"]] for table in enterprises])
    s.e_output = np.array([number(table["output"], "亿元") for table in enterprises])
    s.e_land = np.array([number(table["land"], "亩") for table in enterprises])
    by_rate = s.e_output * 1e4 * s.tax_rate[s.e_industry]
    s.e_tax = np.array([number(t["tax"], "万元") if "tax" in t else by_rate[e] for e, t in enumerate(enterprises)])
    s.e_growth = np.array([
        once(s, f"growth_enterprise_{e + 1}", growth(table["growth"])) if "growth" in table
        else s.industry_growth[s.industry[table["industry"]]]
        for e, table in enumerate(enterprises)])
    i = s.e_industry
    volatility = s.volatility[i] * (s.e_output / s.reference_output[i]) ** -s.size_exponent[i]
    # What one unit of the industry's factor and of the enterprise's own shock moves log growth by.
    s.e_common = volatility * np.sqrt(s.common_share[i])
    s.e_own = volatility * np.sqrt(1 - s.common_share[i])


def read_exits(exits, s):
    s.exits = []
    fields = {"output": s.e_output, "output_per_mu": s.e_output * 1e4 / s.e_land}
    for j, table in enumerate(exits):
        only(table, "name where annual_rate clear_months", f"exit rule {table['name']}")
        where = conditions(table["where"], "output output_per_mu")
        s.exits.append(SimpleNamespace(
            members=np.all([holds(fields[f], c) for f, c in where.items()], axis=0),
            rate=once(s, f"annual_rate_{j + 1}", law(table["annual_rate"], high=0.999)),
            clear_months=law(table["clear_months"]) if "clear_months" in table else None))


def read_land(doc, s):
    for table in doc["resources"]:
        only(table, "id name unit available", f"resource {table['id']}")
    s.resource = {table["id"]: r for r, table in enumerate(doc["resources"])}
    if next(iter(s.resource)) != "land":
        fail("a first resource that is not land")
    s.available = np.array([number(table["available"], "亩") for table in doc["resources"]])

    s.supplies = []
    for j, table in enumerate(doc["supplies"]):
        only(table, "name resource amount month delay probability", f"supply {table['name']}")
        s.supplies.append(SimpleNamespace(
            resource=s.resource[table["resource"]], month=month_number(table["month"], s),
            amount=once(s, f"amount_{j + 1}", law(table["amount"])),
            delay=once(s, f"delay_{j + 1}", law(table["delay"])),
            probability=once(s, f"probability_{j + 1}", share(table["probability"]))))

    routes = {}
    for table in doc["routes"]:
        only(table, "id name months success", f"route {table['id']}")
        routes[table["id"]] = SimpleNamespace(
            months=law(table["months"]), success=once(s, f"success_{table['id']}", share(table["success"])))
    s.parcels = []
    for table in doc["parcels"]:
        only(table, "name zone area start routes", f"parcel {table['name']}")
        s.parcels.append(SimpleNamespace(
            area=number(table["area"], "亩"), start=month_number(table["start"], s),
            routes=[routes[r] for r in table["routes"]]))


def needs(table, s):
    return np.array([number(table.get(r, 0)) for r in s.resource])


def read_projects(projects, s):
    s.projects = []
    s.oldest = max(table.get("operating_months", 0) for table in projects)
    for p, table in enumerate(projects):
        only(table, "name industry enterprise stage capacity needs ramp ramp_shape conversion prep build patience "
             "priority operating_months", f"project {table['name']}")

        def entry(key, make, default):
            return once(s, f"{key}_project_{p + 1}", make(table.get(key, default)))

        s.projects.append(SimpleNamespace(
            industry=s.industry[table["industry"]], stage=table["stage"],
            enterprise=s.enterprise[table["enterprise"]] if "enterprise" in table else -1,
            capacity=number(table["capacity"], "亿元"), needs=needs(table["needs"], s),
            ramp=table["ramp"], curve=table["ramp_shape"],
            conversion=entry("conversion", share, 1), prep=entry("prep", law, 0), build=entry("build", law, 1),
            patience=table.get("patience", INF), priority=table.get("priority", 0),
            operating_months=table.get("operating_months", 0)))
    leaving = np.any([rule.members for rule in s.exits], axis=0)
    if any(p.enterprise >= 0 and leaving[p.enterprise] for p in s.projects):
        fail("an exit rule that can close an enterprise which expands")


def read_channels(channels, s):
    s.channels = []
    for table in channels:
        only(table, "id name industry rate dispersion profile capacity conversion needs_per_output prep build ramp "
             "patience priority", f"channel {table['id']}")
        profile = np.array(table.get("profile", [1] * 12), float)
        s.channels.append(SimpleNamespace(
            industry=s.industry[table["industry"]], dispersion=number(table["dispersion"]),
            rate=once(s, f"rate_{table['id']}", law(table["rate"])),
            conversion=once(s, f"conversion_{table['id']}", share(table["conversion"])),
            # The share of a year's signings that falls before each month's end.
            profile=np.cumsum(profile / profile.sum()),
            capacity=law(table["capacity"], "亿元"), needs_per_output=needs(table["needs_per_output"], s),
            prep=law(table["prep"]), build=law(table["build"]), ramp=table["ramp"], curve="linear",
            patience=table["patience"], priority=table["priority"]))


METRICS = {"park.tax_per_mu": "万元/亩", "park.land_reclaimed": "亩"}


def read_targets(targets, s):
    s.targets = []
    for table in targets:
        only(table, "id name count where metric at_least year", f"target {table['id']}")
        kind = table.get("count") or table["metric"]
        if kind in METRICS:
            where, least = {}, number(table["at_least"], METRICS[kind])
        elif kind in ("industries", "enterprises"):
            where = conditions(table["where"], "output" if kind == "industries" else "output tax_per_mu")
            least = table["at_least"]
            if "output" not in where:
                fail(f"target {table['id']} without a condition on output")
        else:
            fail(f"the target of {kind}")
        s.targets.append(SimpleNamespace(
            id=table["id"], kind=kind, where=where, at_least=least, year=table["year"] - s.base_year - 1))


def season_by_opening(s, industry, ramp, curve):
    """Output of a project of unit capacity by its first operating month (row) and year (column).

    Rows reach back to the oldest project already operating: row 0 is month 1 - `s.oldest`,
    and the last row is a project that opens after the run.
    """
    opening = np.arange(1 - s.oldest, s.months + 2)
    age = np.arange(1, s.months + 1) - opening[:, None]
    reached = np.clip((age + 1) / ramp, 0, 1) if ramp > 0 else (age >= 0).astype(float)
    if curve == "s-curve":
        reached = reached * reached * (3 - 2 * reached)
    monthly = np.where(age >= 0, reached, 0) * np.tile(s.season[industry], s.years)
    return monthly.reshape(len(opening), s.years, 12).sum(axis=2)
