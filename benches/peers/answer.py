"""The command line that both Python programs share, and the form in which they print their answer."""

import argparse
import json
import time

import numpy as np

from scenario import read_scenario


def main(simulate, trials):
    """Run `simulate(scenario, trials, seed) -> (met: (target, trial), park output: (trial))` and print its answer.

    Reading the scenario and loading packages are not in the time: neither are they in that of the C++ program.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario")
    parser.add_argument("--trials", type=int, default=trials)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    scenario = read_scenario(arguments.scenario)
    # The first call of many functions loads or prepares something, which a run of any length does once.
    simulate(scenario, 10, arguments.seed)
    started = time.perf_counter()
    met, output = simulate(scenario, arguments.trials, arguments.seed)
    seconds = time.perf_counter() - started
    print(json.dumps({
        "trials": arguments.trials,
        "seconds": seconds,
        "probabilities": {
            **{target.id: share for target, share in zip(scenario.targets, met.mean(axis=1).tolist())},
            "all": met.all(axis=0).mean().item(),
        },
        "park_output": {
            "mean": output.mean().item(),
            "sd": output.std().item(),
            **{f"p{q:02}": np.percentile(output, q).item() for q in (5, 50, 95)},
        },
    }, indent=2))
