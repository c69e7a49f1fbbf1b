#!/usr/bin/env python3
"""The reduced model in C++, in Mesa and in NumPy, in turns: the processor's time of a history, and whether all agree.

usage: turns.py PATH/TO/docking [--turns 5] [--cxx 200] [--mesa 20] [--numpy 60] [--without mesa] [--json]
Each turn runs so many histories of each side with seeds of their own; the time is the median of the turn's histories. All
turns together are compared as compare.py does. Needs mesa 3, numpy and scipy: with 100 histories of Mesa, ten minutes.
"""

import argparse
import importlib.metadata
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from compare import agreement, read

HERE = Path(__file__).parent
#: First seeds: no two sides share one.
FIRST = {"C++": 1_000_000, "Mesa": 2_000_000, "NumPy": 3_000_000}


def run(command, file):
    with open(file, "w") as output:
        subprocess.run([str(word) for word in command], stdout=output, check=True)


def command_of(side, docking, parameters, histories, first):
    if side == "C++":
        return [docking, "run", histories, first]
    return [sys.executable, HERE / f"docking_{side.lower()}.py", parameters, histories, first]


def verdict(cxx, other):
    """How many histories of each side, how many statistics differ after Holm's correction, and the smallest p."""
    found = agreement(cxx, other)
    return {"histories": [len(cxx["seed"]), len(other["seed"])], "statistics": len(found.names), "differ": found.differ,
            "smallest_p": float(found.p.min())}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("docking", type=Path)
    parser.add_argument("--turns", type=int, default=5)
    for side, histories in (("cxx", 200), ("mesa", 20), ("numpy", 60)):
        parser.add_argument(f"--{side}", type=int, default=histories, help="histories a turn")
    parser.add_argument("--without", choices=["mesa"], help="a side to leave out")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    sides = {"C++": given.cxx, "NumPy": given.numpy} | ({} if given.without else {"Mesa": given.mesa})
    files = {side: [] for side in sides}
    with tempfile.TemporaryDirectory() as folder:
        parameters = Path(folder) / "parameters.json"
        run([given.docking, "parameters"], parameters)
        for turn in range(given.turns):
            for side, histories in sides.items():
                files[side].append(Path(folder) / f"{side} {turn}.csv")
                run(command_of(side, given.docking, parameters, histories, FIRST[side] + turn * histories), files[side][-1])
        turns = [{side: float(np.median(read([files[side][turn]])["seconds"])) for side in sides} for turn in range(given.turns)]
        everything = {side: read(files[side]) for side in sides}
    agreements = {side: verdict(everything["C++"], everything[side]) for side in sides if side != "C++"}
    packages = [side.lower() for side in agreements]
    if given.json:
        print(json.dumps({"turns": turns, "agreement": agreements,
                          "versions": {name: importlib.metadata.version(name) for name in packages}}))
        return
    for side, found in agreements.items():
        ratios = [turn[side] / turn["C++"] for turn in turns]
        print(f"{side}: {statistics.median(ratios):.0f} times the time of C++ ({min(ratios):.0f} to {max(ratios):.0f}); of "
              f"{found['statistics']} statistics {len(found['differ'])} differ" + "".join(f", {name}" for name in found["differ"]))


if __name__ == "__main__":
    main()
