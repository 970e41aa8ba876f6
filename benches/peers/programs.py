"""The programs that can be measured: how each is built, run and timed."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, NamedTuple

HERE = Path(__file__).resolve().parent
INSTALL = "pip install -r benches/peers/requirements.txt"
CXX_FLAGS = "-std=c++20 -O3 -march=native -ffast-math -fno-finite-math-only".split()

# One core is one core: numpy's linear algebra must not start threads of its own.
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Run(NamedTuple):
    rate: float
    """Trials per second."""
    trials: int
    probabilities: dict
    """By target, and of all targets together ("all")."""


class Program(NamedTuple):
    name: str
    run: Callable
    """(trials, threads, seed) -> Run."""
    pilot: int
    """Trials of the first run, by which the others are sized."""
    threads: tuple = (1, 2)
    takes_seed: bool = True
    """Whether runs with other seeds are other trials, so that their answers can be pooled."""


def call(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nfailed with status {done.returncode}:\n{done.stderr}")
    return done.stdout


def parkcast(name, options, binary, scenario, scratch):
    """Timed as the difference of two whole runs, so that reading, charts and tables cancel."""
    def whole_run(trials, threads, seed):
        out = scratch / "parkcast"
        started = time.perf_counter()
        call([binary, "run", scenario, "--trials", trials, "--threads", threads, "--seed", seed,
              "--quiet", "--out", out, *options])
        seconds = time.perf_counter() - started
        results = json.loads(next(out.rglob("results.json")).read_text())
        shutil.rmtree(out)
        return seconds, results

    def run(trials, threads, seed):
        few = trials // 5
        seconds_of_few, _ = whole_run(few, threads, seed)
        seconds, results = whole_run(few + trials, threads, seed)
        if seconds <= seconds_of_few:
            sys.exit(f"{few + trials:,} trials took no longer than {few:,}: the machine is too busy to measure")
        probabilities = {entry["id"]: entry["probability"] for entry in results["targets"] + results["goals"][:1]}
        return Run(trials / (seconds - seconds_of_few), few + trials, probabilities)

    return Program(name, run, pilot=40_000)


def cxx(source, dump, targets, scratch):
    """Timed by itself, without reading and without statistics. It takes no seed: the same trials every time."""
    binary = scratch / "peer"
    call(["g++", *CXX_FLAGS, source, "-o", binary, "-pthread", "-lmvec"])

    def run(trials, threads, seed):
        line = call([binary, dump, trials, threads])
        rate, shares, joint = re.match(r"(\d+) trials/s wall, .*?; (.*) all ([\d.]+);", line).groups()
        probabilities = dict(zip(targets, map(float, shares.split()), strict=True))
        return Run(float(rate), trials, probabilities | {"all": float(joint)})

    return Program("C++", run, pilot=40_000, takes_seed=False)


def python(name, script, scenario, pilot):
    """Timed by itself, without loading packages and reading. One thread: neither program asks for more."""
    def run(trials, threads, seed):
        answer = json.loads(call([sys.executable, HERE / script, scenario, "--trials", trials, "--seed", seed]))
        return Run(trials / answer["seconds"], trials, answer["probabilities"])

    return Program(name, run, pilot, threads=(1,))


def at_hand(arguments, targets, scratch):
    """The programs that can run here, and for each that cannot a note that says why."""
    programs, notes = [], []
    if not arguments.parkcast.is_file():
        sys.exit(f"{arguments.parkcast} is missing: build it with `cargo build --release`, or name it by --parkcast")
    for name, options in (("parkcast", ()), ("parkcast, hits", ("--conditional", "off"))):
        programs.append(parkcast(name, options, arguments.parkcast, arguments.scenario, scratch))

    missing = [str(path) for path in (arguments.peer, arguments.dump) if not path.is_file()]
    if not shutil.which("g++"):
        missing.append("g++")
    if missing:
        notes.append(f"C++, for want of {' and '.join(missing)} (options --peer and --dump).")
    else:
        programs.append(cxx(arguments.peer, arguments.dump, targets, scratch))

    for name, script, package, pilot in (("numpy", "numpy_model.py", "numpy", 10_000),
                                         ("EMA Workbench", "ema_model.py", "ema_workbench", 500)):
        if importlib.util.find_spec(package):
            programs.append(python(name, script, arguments.scenario, pilot))
        else:
            notes.append(f"{name}, for want of the Python package {package}: {INSTALL}")
    return programs, notes
