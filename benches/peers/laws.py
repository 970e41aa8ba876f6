"""The inputs of a scenario: numbers with units, and the laws that uncertain ones are drawn from."""

import math
from typing import NamedTuple

# The 95th percentile of the standard normal: "a to b" is a central 90% interval.
Z95 = 1.6448536269514722

INF = math.inf


class Law(NamedTuple):
    """What an input is drawn from, and the bounds to which the draw is clamped."""

    kind: str
    params: tuple
    low: float = 0.0
    high: float = INF

    @property
    def known(self):
        return self.kind == "known"


def fail(message):
    raise SystemExit(f"this program reads only what the reference files use: {message}")


def only(table, keys, where):
    unknown = set(table) - set(keys.split())
    if unknown:
        fail(f"{where} has {', '.join(sorted(unknown))}")


def number(text, unit=""):
    """A plain number, or a text in the one unit expected here or in percent."""
    if isinstance(text, (int, float)):
        return float(text)
    text = text.strip()
    percent = text.endswith("%")
    bare = text[:-1] if percent else text.removesuffix(unit)
    try:
        return float(bare) / 100 if percent else float(bare)
    except ValueError:
        fail(f"the value {text!r}" + (f", where {unit} is expected" if unit else ""))


def law(value, unit="", low=0.0, high=INF):
    """An input as a law. `low` tells whether it can be negative, and so what "a to b" means."""
    if isinstance(value, dict):
        kind, params = distribution(value)
    elif isinstance(value, str) and " to " in value:
        kind, params = interval(value, unit, low)
    else:
        kind, params = "known", (number(value, unit),)
    return Law(kind, params, low, high)


def interval(value, unit, low):
    a, b = value.split(" to ")
    b = number(b, unit)
    a = number(a, unit)
    if low >= 0 and a > 0:
        return "lognormal", (math.log(a * b) / 2, math.log(b / a) / (2 * Z95))
    return "normal", ((a + b) / 2, (b - a) / (2 * Z95))


def distribution(table):
    match table:
        case {"dist": "normal", "mean": mean, "sd": sd, **rest} if not rest:
            return "normal", (mean, sd)
        case {"dist": "lognormal", "median": median, "sigma": sigma, **rest} if not rest:
            return "lognormal", (math.log(median), sigma)
        case {"dist": "triangular", "low": low, "mode": mode, "high": high, **rest} if not rest:
            return "triangular", (low, mode, high)
        case {"dist": "pert", "low": low, "mode": mode, "high": high, **rest} if not rest:
            # A beta law on [low, high] whose shapes add up to 6.
            a = 1 + 4 * (mode - low) / (high - low)
            return "beta", (a, 6 - a, low, high - low)
        case {"dist": "discrete", "values": values, "weights": weights, **rest} if not rest:
            total = sum(weights)
            return "discrete", (tuple(values), tuple(w / total for w in weights))
    fail(f"the distribution {table}")


def share(value):
    return law(value, high=1.0)


def growth(value):
    return law(value, low=-0.99)
