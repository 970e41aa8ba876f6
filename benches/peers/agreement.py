"""Do the programs find the same probabilities? A fast program with other answers is no peer."""

import json
from itertools import combinations
from math import sqrt
from typing import NamedTuple

# Of some thirty comparisons none should pass this by chance: 1 in 150,000 does.
LIMIT = 4.5


class Answer(NamedTuple):
    name: str
    trials: int
    probabilities: dict


def pooled(program, runs):
    """All that a program found. One that always draws the same numbers counts once."""
    of_program = [run for (name, _), seat in runs.items() if name == program.name for run in seat]
    if not program.takes_seed:
        of_program = [max(of_program, key=lambda run: run.trials)]
    trials = sum(run.trials for run in of_program)
    return Answer(program.name, trials, {
        target: sum(run.trials * run.probabilities[target] for run in of_program) / trials
        for target in of_program[0].probabilities})


def independent(path):
    """The answers of an independent implementation, where they lie beside the scenario."""
    if not path.is_file():
        return []
    found = json.loads(path.read_text())
    return [Answer("answers", found["trials"], found["targets"] | {"all": found["goals"]["all"]})]


def distance(a, b, target):
    """How many standard errors of their difference two estimates of a probability are apart."""
    p, q = a.probabilities[target], b.probabilities[target]
    common = (p * a.trials + q * b.trials) / (a.trials + b.trials)
    error = sqrt(common * (1 - common) * (1 / a.trials + 1 / b.trials))
    return abs(p - q) / error if error > 0 else 0.0


def print_agreement(programs, runs, answers_path):
    """Print the probabilities side by side; whether they agree within noise."""
    answers = [pooled(program, runs) for program in programs] + independent(answers_path)
    print("probability".ljust(18) + "".join(answer.name.rjust(15) for answer in answers))
    for target in answers[0].probabilities:
        print(target.ljust(18) + "".join(f"{answer.probabilities[target]:15.4f}" for answer in answers))
    print("trials".ljust(18) + "".join(f"{answer.trials:15,}" for answer in answers))
    apart, target, a, b = max(
        (distance(a, b, target), target, a.name, b.name)
        for a, b in combinations(answers, 2) for target in a.probabilities)
    agree = apart <= LIMIT
    print(f"{'They agree' if agree else 'THEY DO NOT AGREE'}: furthest apart are {a} and {b} at {target}, "
          f"by {apart:.1f} standard errors of the difference (limit {LIMIT}).")
    return agree
