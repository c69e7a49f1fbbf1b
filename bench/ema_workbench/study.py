#!/usr/bin/env python3
"""A study of the reduced model by the EMA workbench's own evaluators, around its NumPy side, and by our programs, in turns.

usage: study.py PATH/TO/docking PATH/TO/weightshed [--turns 5] [--experiments 60] [--workers 2] [--json]
The question: how a few outcomes of the reduced model (docking/) depend on eight of its assumptions, each drawn uniformly from
80 to 120% of its value, with a seed for each experiment. The workbench draws the design and runs it by its SequentialEvaluator
(the processor's time) and its MultiprocessingEvaluator (the clock's, pool included); `docking design` runs the same experiments,
rows and all, in one process and in as many as the pool has. Each turn compares the outcomes: the program ends with code 5 when
their means differ by more than five standard errors.

`weightshed run` has no reduced model. It runs as many histories of the full one, `baseline` over six years at the same scale:
labs, supply, adopters, incidents and a sealed result file come on top. So its row says what a user waits for, and not how fast
the same work is done. Needs ema_workbench and numpy.
"""

import argparse
import csv
import importlib.metadata
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ema_workbench import IntegerParameter, Model, MultiprocessingEvaluator, RealParameter, ScalarOutcome, SequentialEvaluator
from ema_workbench.em_framework import sample_uncertainties

sys.path.insert(0, str(Path(__file__).parents[1] / "docking"))
from docking_numpy import simulate  # noqa: E402  (the folder beside this one)

VARIED = ["arrival.stated_base", "derivation.awareness", "derivation.habit", "derivation.network", "derivation.popularity",
          "downloads.network", "downloads.pinned", "downloads.trial"]
OUTCOMES = ["derivatives", "derivatives Alder year 5", "mean depth", "largest tree", "downloads under a year"]
WITHIN = 0.2
MOST_STANDARD_ERRORS = 5.0


def identifier(name):
    """The workbench's names are Python's."""
    return name.replace(".", "_").replace(" ", "_")


class Reduced:
    """The function that the workbench calls; with a seed and assumptions under the workbench's names."""

    def __init__(self, given):
        self.given = given

    def __call__(self, seed=0, **assumptions):
        changed = {name: assumptions[identifier(name)] for name in VARIED}
        found = simulate(self.given | {"parameters": self.given["parameters"] | changed}, int(seed))
        return {identifier(name): found[name] for name in OUTCOMES}


def model_of(given):
    model = Model("reduced", function=Reduced(given))
    values = {name: given["parameters"][name] for name in VARIED}
    model.uncertainties = [IntegerParameter("seed", 0, 2**31 - 1),
                           *(RealParameter(identifier(name), (1 - WITHIN) * v, (1 + WITHIN) * v) for name, v in values.items())]
    model.outcomes = [ScalarOutcome(identifier(name)) for name in OUTCOMES]
    return model


def evaluated(evaluator, scenarios):
    """Outcomes by the workbench, and the seconds of this processor and of the clock, start and end of the evaluator included."""
    cpu, clock = time.process_time(), time.monotonic()
    with evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=scenarios)
    return experiments, outcomes, time.process_time() - cpu, time.monotonic() - clock


def designed(docking, lines, workers):
    """Outcomes by `docking design` in so many processes at once, and the seconds of the processors and of the clock."""
    before, clock = os.times(), time.monotonic()
    parts = [lines[worker::workers] for worker in range(workers)]
    running = [subprocess.Popen([docking, "design"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in parts]
    for process, part in zip(running, parts):
        process.stdin.write("".join(part))
        process.stdin.close()
    rows = [row for process in running for row in csv.DictReader(process.stdout, delimiter=";")]
    if any(process.wait() for process in running):
        sys.exit("docking design failed")
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return rows, spent, time.monotonic() - clock


def of_program(program, experiments, folder):
    """The processor's seconds of as many histories of the full model."""
    settings = {"run.worlds": experiments, "run.members": 1, "run.scale": 0.003, "run.end": "2025-06-23", "measure.lineage": '"none"'}
    before = os.times()
    subprocess.run([program, "run", "baseline", *(word for key, value in settings.items() for word in ("-s", f"{key}={value}")),
                    "-j", "1", "-q", "--force", "-o", Path(folder) / "full.h5"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def far_apart(outcomes, rows):
    """Outcomes whose means over the experiments differ by more than chance explains."""
    found = []
    for name in OUTCOMES:
        one, other = [float(value) for value in outcomes[identifier(name)]], [float(row[name]) for row in rows]
        error = ((statistics.variance(one) + statistics.variance(other)) / len(one)) ** 0.5
        if abs(statistics.mean(one) - statistics.mean(other)) > MOST_STANDARD_ERRORS * error:
            found.append(name)
    return found


def turn(given, parameters, folder):
    model = model_of(parameters)
    scenarios = sample_uncertainties(model, given.experiments)
    experiments, outcomes, alone, _ = evaluated(SequentialEvaluator(model), scenarios)
    lines = [f"{int(row['seed'])} " + " ".join(f"{name}={row[identifier(name)]!r}" for name in VARIED) + "\n"
             for row in experiments.astype(object).to_dict("records")]
    rows, ours, _ = designed(given.docking, lines, 1)
    _, _, _, pool = evaluated(MultiprocessingEvaluator(model, n_processes=given.workers), scenarios)
    _, _, side_by_side = designed(given.docking, lines, given.workers)
    differ = far_apart(outcomes, rows)
    if differ:
        print(f"the two sides disagree: {', '.join(differ)}", file=sys.stderr)
        sys.exit(5)
    each = 1000.0 / given.experiments
    return {"SequentialEvaluator": each * alone, "one process": each * ours, "MultiprocessingEvaluator": each * pool,
            "processes": each * side_by_side, "weightshed run": each * of_program(given.weightshed, given.experiments, folder)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("docking", type=Path)
    parser.add_argument("weightshed", type=Path)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--experiments", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    parameters = json.loads(subprocess.run([given.docking, "parameters"], check=True, capture_output=True, text=True).stdout)
    with tempfile.TemporaryDirectory() as folder:
        turns = [turn(given, parameters, folder) for _ in range(given.turns)]
    if given.json:
        versions = {name: importlib.metadata.version(name) for name in ("ema_workbench", "numpy")}
        print(json.dumps({"turns": turns, "versions": versions}))
        return
    print("| what | ms an experiment (median) | least | most |\n|---|---|---|---|")
    for key in turns[0]:
        values = [one[key] for one in turns]
        print(f"| {key} | {statistics.median(values):.1f} | {min(values):.1f} | {max(values):.1f} |")


if __name__ == "__main__":
    main()
