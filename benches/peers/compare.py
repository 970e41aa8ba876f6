"""How fast is parkcast beside other programs of the same model? One command, one sitting, one table.

    python3 benches/peers/compare.py path/to/reference.toml

A shared machine drifts by a factor of two within minutes. So the programs run in turn, several rounds over, a ratio is
taken within each round, and the median of the rounds' ratios is what counts.
"""

import argparse
import os
import sys
import tempfile
import tomllib
from pathlib import Path
from statistics import median

from agreement import print_agreement
from programs import at_hand

ROOT = Path(__file__).resolve().parents[2]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", type=Path, help="the reference scenario")
    parser.add_argument("--parkcast", type=Path, default=ROOT / "target/release/parkcast", help="the binary")
    parser.add_argument("--peer", type=Path, help="source of the C++ program")
    parser.add_argument("--dump", type=Path, help="the scenario as numbers, for the C++ program")
    parser.add_argument("--answers", type=Path, help="independent answers (JSON) to check against")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.5, help="aimed at for each measurement")
    arguments = parser.parse_args()
    bench = ROOT.parent / "shared/bench"
    stem = arguments.scenario.stem
    arguments.peer = arguments.peer or bench / "peer.cpp"
    arguments.dump = arguments.dump or bench / f"{stem}.dump.txt"
    arguments.answers = arguments.answers or arguments.scenario.with_suffix(".answers.json")
    return arguments


def seats(programs):
    """Every program on every number of threads it is measured on."""
    cores = os.cpu_count() or 1
    return [(program, threads) for program in programs for threads in program.threads if threads <= cores]


def measure(programs, rounds, seconds):
    """Runs by (program's name, threads), one of each in every round."""
    trials = {}
    for program, threads in seats(programs):
        pilot = program.run(program.pilot, threads, seed=1)
        # A pilot is short and so its rate uncertain: what it asks for is bounded on both sides.
        trials[program.name, threads] = min(max(program.pilot, round(pilot.rate * seconds)), 20 * program.pilot)
    runs = {seat: [] for seat in trials}
    for number in range(1, rounds + 1):
        for program, threads in seats(programs):
            seat = program.name, threads
            show(f"round {number} of {rounds}: {program.name}, {threads} thread(s)")
            runs[seat].append(program.run(trials[seat], threads, seed=10 * number + threads))
    show("")
    return runs


def show(progress):
    """One line on a terminal, overwritten by the next; nothing where the output is kept."""
    if sys.stderr.isatty():
        print(f"\r{progress:<60}\r", end="", file=sys.stderr, flush=True)


def cell(runs, base):
    """Trials per second, and the ratio to the base with its range over the rounds."""
    if not runs:
        return ["–", "–"]
    rate = f"{median(run.rate for run in runs):,.0f}"
    if not base:
        return [rate, "–"]
    ratios = [run.rate / other.rate for run, other in zip(runs, base)]
    return [rate, f"{median(ratios):.3g} ({min(ratios):.3g} to {max(ratios):.3g})"]


def print_speed(programs, runs, base):
    rows = [["program", "1 thread", f"ratio to {base}", "2 threads", f"ratio to {base}"]]
    rows += [[program.name, *(text for n in (1, 2) for text in cell(runs.get((program.name, n)), runs.get((base, n))))]
             for program in programs]
    for name, *cells in rows:
        print(f"{name:<14}{cells[0]:>10}{cells[1]:>26}{cells[2]:>12}{cells[3]:>26}")
    print("Trials per second, median of the rounds. A ratio is taken within a round, at the same number of threads:\n"
          "median (lowest to highest).")


def main():
    arguments = parse_arguments()
    with open(arguments.scenario, "rb") as file:
        targets = [target["id"] for target in tomllib.load(file)["targets"]]
    with tempfile.TemporaryDirectory() as scratch:
        programs, notes = at_hand(arguments, targets, Path(scratch))
        names = [program.name for program in programs]
        base = next((name for name in ("C++", "numpy") if name in names), None)
        if base is None:
            sys.exit("\n".join(["nothing to compare with:", *notes]))
        load = os.getloadavg()[0]
        runs = measure(programs, arguments.rounds, arguments.seconds)
    print_speed(programs, runs, base)
    for note in notes:
        print(f"Left out: {note}")
    if load > 0.5:
        print(f"The machine of {os.cpu_count()} cores was busy at the start (load {load:.1f}): mistrust two threads.")
    print()
    if not print_agreement(programs, runs, arguments.answers):
        sys.exit(1)


if __name__ == "__main__":
    main()
