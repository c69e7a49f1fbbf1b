#!/usr/bin/env python3
"""One history at full scale against its lower bound: what its random numbers, quantiles, cache lines and bytes take at least.

usage: bound.py PROGRAM BUILD [--scale 1.0] [--turns 5] [--json]
  PROGRAM   path of weightshed; BUILD: folder with kernel_bench and history_counts, e.g. build/release/bench
Each turn measures the machine (`kernel_bench --limits`), then the history: the process of cell_bench.py. How often a history
does what is counted is asked of the model itself (`history_counts`), in the same run. The bound of NOTES.md makes each block of
random words alone; a second one makes them together, as the program does where it can, and is lower.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from pathlib import Path

from cell_bench import run_once

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
#: The least work for each: blocks of four random words, normal quantiles, cache lines touched at random, bytes written. Counted
#: by hand in the sources of arrivals, derivation and downloads in November 2026, where a number is a mean over kinds of works.
LEAST_WORK = {
    "authors": (3, 1, 0, 0),
    "publishing": (2, 0, 0, 24),
    "head_draws": (1, 1, 1, 0),
    "independents": (4, 0.6, 1, 8),
    "births": (7.6, 1.6, 2.6, 50),
}


def bound(counts: dict[str, int], limits: dict[str, float], block: str) -> float:
    """Seconds that a history cannot go below; `block` names the limit that a block of random words costs."""
    each = (limits[block], limits["quantile"], limits["line"], limits["byte"])
    return 1e-9 * sum(counts[what] * sum(n * ns for n, ns in zip(work, each)) for what, work in LEAST_WORK.items())


def said_by(*command: object) -> dict[str, float]:
    return json.loads(subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    counts = said_by(given.build / "history_counts", SCENARIOS / "baseline.toml", SCENARIOS, f"run.scale={given.scale}",
                     "run.worlds=1", "run.members=1")
    turns = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(given.turns):
            limits = said_by(given.build / "kernel_bench", "--limits", 1)
            turns.append({"history": run_once(str(given.program.resolve(strict=True)), given.scale, folder)[0],
                          "bound": bound(counts, limits, "philox"), "bound, together": bound(counts, limits, "philox_together")})
    if given.json:
        print(json.dumps({"turns": turns, "counts": counts, "versions": {}}))
        return
    print("counts: " + ", ".join(f"{what} {count:,}" for what, count in counts.items()))
    for key in ("bound", "bound, together"):
        ratios = [turn["history"] / turn[key] for turn in turns]
        print(f"{key}: {statistics.median(turn[key] for turn in turns):.2f} s; the history takes {statistics.median(ratios):.1f} "
              f"times that ({min(ratios):.1f} to {max(ratios):.1f})")


if __name__ == "__main__":
    main()
