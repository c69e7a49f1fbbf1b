#!/usr/bin/env python3
"""CPU time and peak memory of one cell: one policy, one world, one member, from 2019-07 to 2032-12, on one thread.

usage: cell_bench.py PROGRAM [--against PROGRAM] [--scales 0.01,1.0] [--turns 5] [--json]
  PROGRAM   path of weightshed, e.g. build/release/cli/weightshed
The scenario is `baseline` with one world and one member. "Process": user plus system seconds of the whole process, reading
the scenario, measures and the result file included; the median of the turns, after one run that warms the caches of files. "A further cell":
what each of more members adds, a run of 1 + N members less that of one in the same turn, over N; the median of the turns.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path


def run_once(program: str, scale: float, folder: str, members: int = 1) -> tuple[float, float]:
    """CPU seconds and peak resident megabytes of one run; a run that fails ends the benchmark."""
    settings = {"run.members": members, "run.worlds": 1, "run.scale": scale, "measure.lineage": '"none"'}
    arguments = [program, "run", "baseline", "-q", "-j", "1", "--force", "-o", str(Path(folder) / "cell.h5")]
    for key, value in settings.items():
        arguments += ["-s", f"{key}={value}"]
    process = os.posix_spawn(program, arguments, os.environ,
                             file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(arguments)} ended with code {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


#: Further members by scale; of a scale that is not named, ten.
MORE = {0.1: 4, 1.0: 1}


def turn(programs: dict[str, str], scales: list[float], folder: str) -> dict[str, float]:
    """One run of each program at each scale with one member, and one with more."""
    found = {}
    for scale in scales:
        for name, program in programs.items():
            seconds, megabytes = run_once(program, scale, folder)
            more = MORE.get(scale, 10)
            longer = run_once(program, scale, folder, 1 + more)[0]
            found |= {f"{name} process {scale}": seconds, f"{name} further {scale}": (longer - seconds) / more,
                      f"{name} MB {scale}": megabytes}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--against", type=Path, help="another build, in turns with PROGRAM")
    parser.add_argument("--scales", default="0.01,1.0", help="shares of the real population, comma separated")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    scales = [float(word) for word in chosen.scales.split(",")]
    programs = {"program": str(chosen.program.resolve(strict=True))}
    if chosen.against:
        programs["former"] = str(chosen.against.resolve(strict=True))
    with tempfile.TemporaryDirectory() as folder:
        for program in programs.values():
            run_once(program, scales[0], folder)
        turns = [turn(programs, scales, folder) for _ in range(chosen.turns)]
    if chosen.json:
        print(json.dumps({"turns": turns, "versions": {}}))
        return
    print("| program | scale | process, CPU s (median) | least | most | a further cell, CPU s | peak MB |\n|---|---|---|---|---|---|---|")
    for name in programs:
        for scale in scales:
            seconds = [found[f"{name} process {scale}"] for found in turns]
            further = statistics.median(found[f"{name} further {scale}"] for found in turns)
            memory = max(found[f"{name} MB {scale}"] for found in turns)
            print(f"| {name} | {scale} | {statistics.median(seconds):.3f} | {min(seconds):.3f} | {max(seconds):.3f} | {further:.3f} | "
                  f"{memory:.0f} |")


if __name__ == "__main__":
    main()
