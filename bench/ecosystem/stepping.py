#!/usr/bin/env python3
"""What it costs to step histories one by one in Python (weightshed.Ecosystem) against `run` of the same ones, in turns.

usage: stepping.py [--scales 0.001,0.01,0.1] [--cells 8] [--turns 5] [--end 2032-12-31] [--json]
The study is `baseline`: one policy, one member, so many worlds. Both run on one thread of this process, and what is compared is
the processor's time of it: of `run` all of it, with the result file; of the ecosystems making them, a call of `step` for each
week, and reading at the end what a run would have recorded. The sums of one measure of both are compared, too; that all bits agree is a test's matter.
"""

import argparse
import json
import statistics
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import weightshed as ws


def stepped(study: ws.Study, worlds: int) -> tuple[float, float]:
    """Processor's seconds of all histories, stepped; and the sum of what they record, so that none is left out."""
    began, total = time.process_time(), 0.0
    for world in range(worlds):
        history = ws.Ecosystem(study, world=world)
        while not history.is_over:
            history.step()
        total += float(np.nansum(history.data["derivative_share"].values.astype(np.float64)))
    return time.process_time() - began, total


def run(study: ws.Study, output: Path) -> tuple[float, float]:
    began = time.process_time()
    result = study.run(output, progress=False, threads=1, force=True)
    spent = time.process_time() - began
    return spent, float(np.nansum(result.data["derivative_share"].values.astype(np.float64)))


def measured(scale: float, cells: int, turns: int, end: str) -> list[tuple[float, float]]:
    """Seconds a history of a run and of ecosystems, by turn."""
    study = ws.load("baseline", {"run.scale": scale, "run.worlds": cells, "run.members": 1, "run.end": end})
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(turns + 1):
            one, first = run(study, Path(folder) / "run.h5")
            other, second = stepped(study, cells)
            if not np.isclose(first, second, rtol=1e-12):
                raise SystemExit(f"the histories differ: {first} and {second}")
            found.append((one / cells, other / cells))
    return found[1:]  # the first turn warms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scales", default="0.001,0.01,0.1")
    parser.add_argument("--cells", type=int, default=8)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--end", default="2032-12-31")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore", UserWarning)  # few draws are meant here
    by_scale = {scale: measured(scale, chosen.cells, chosen.turns, chosen.end) for scale in map(float, chosen.scales.split(","))}
    if chosen.json:
        turns = [{f"{name} {scale}": seconds for scale, found in by_scale.items() for name, seconds in zip(("run", "stepped"), found[turn])}
                 for turn in range(chosen.turns)]
        print(json.dumps({"turns": turns, "versions": {}}))
        return
    print("| scale | run, CPU s a history (median) | stepped | stepped over run (median) | least | most |\n|---|---|---|---|---|---|")
    for scale, found in by_scale.items():
        runs, steps = (statistics.median(times) for times in zip(*found))
        ratios = [step / one for one, step in found]
        print(f"| {scale:g} | {runs:.4f} | {steps:.4f} | {statistics.median(ratios):.3f} | {min(ratios):.3f} | {max(ratios):.3f} |")


if __name__ == "__main__":
    main()
