#!/usr/bin/env python3
"""CPU time and peak memory of one cell: one policy, one world, one member, from 2019-07 to 2032-12, on one thread.

usage: cell_bench.py PROGRAM [--scales 0.01,1.0] [--runs 5] [--json]
  PROGRAM   path of weightshed, e.g. build/release/cli/weightshed
The scenario is `baseline` with one world and one member. "Process": user plus system seconds of the whole process, reading
the scenario, measures and the result file included; the median of the runs after one that warms the caches of files. "A
further cell": what each of more members adds, the median of some runs of 1 + N members less that of one, over N.
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--scales", default="0.01,1.0", help="shares of the real population, comma separated")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    program = str(chosen.program.resolve(strict=True))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for scale in (float(word) for word in chosen.scales.split(",")):
            run_once(program, scale, folder)
            runs = [run_once(program, scale, folder) for _ in range(chosen.runs)]
            seconds = [cpu for cpu, _ in runs]
            more = 10 if scale <= 0.1 else 1
            longer = statistics.median(run_once(program, scale, folder, 1 + more)[0] for _ in range(3))
            rows.append({"scale": scale, "runs": chosen.runs, "cpu_seconds": round(statistics.median(seconds), 3),
                         "further_cell_cpu_seconds": round((longer - statistics.median(seconds)) / more, 3),
                         "least": round(min(seconds), 3), "most": round(max(seconds), 3),
                         "peak_megabytes": round(max(memory for _, memory in runs))})
    if chosen.json:
        print(json.dumps(rows, indent=1))
        return
    print("| scale | process, CPU s (median) | least | most | a further cell, CPU s | peak MB |\n|---|---|---|---|---|---|")
    for row in rows:
        print(f"| {row['scale']} | {row['cpu_seconds']} | {row['least']} | {row['most']} | {row['further_cell_cpu_seconds']} | "
              f"{row['peak_megabytes']} |")


if __name__ == "__main__":
    main()
