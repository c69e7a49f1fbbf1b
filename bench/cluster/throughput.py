#!/usr/bin/env python3
"""Cells per second of `weightshed cluster` on workers of this computer against `weightshed run`, in turns.

usage: throughput.py [--cells 2000] [--workers 2] [--turns 3] [--scale 0.0005] [--end 2032-12-31] [--json]
Both simulate the same study; the start of the cluster, the import of the package on its workers and the join are left out
and told apart. The processors' time is that of all processes that take part, client and scheduler included, and of the join.
"""

import argparse
import importlib.metadata
import json
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import psutil
import weightshed as ws
from weightshed.cluster.clusters import Where, connected
from weightshed.cluster.study import simulate

POLICIES = 3


def processor_seconds() -> float:
    """Of this process and all that it has started and that run."""
    own = psutil.Process()
    return sum(sum(p.cpu_times()[:2]) for p in [own, *own.children(recursive=True)])


def on_threads(study: list[str], workers: int, output: Path) -> tuple[float, float]:
    program = Path(sys.executable).with_name("weightshed")
    began = psutil.Process().cpu_times()
    done = subprocess.run([program, "run", *study, "-j", str(workers), "-o", output, "--force", "--json", "-q"], check=True,
                          capture_output=True, text=True)
    ended = psutil.Process().cpu_times()
    spent = ended.children_user + ended.children_system - began.children_user - began.children_system
    return json.loads(done.stdout)[0]["seconds"], spent


def on_cluster(study: ws.Study, workers: int, output: Path) -> tuple[float, float, float, float]:
    """Seconds to start, to simulate and to join; and the processor's seconds of the last two, as those of `run` have both."""
    started = time.monotonic()
    with connected(Where(workers=workers)) as cluster:
        cluster.client.wait_for_workers(workers)
        cluster.client.run(__import__, "weightshed.cluster.work")
        began, before = time.monotonic(), processor_seconds()
        gathering = study.gather(output, force=True)
        simulate(cluster, gathering)
        ended, after = time.monotonic(), processor_seconds()
    joining, idle = time.monotonic(), processor_seconds()
    gathering.finish()
    return began - started, ended - began, time.monotonic() - joining, after - before + processor_seconds() - idle


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--scale", type=float, default=0.0005)
    parser.add_argument("--end", default="2032-12-31")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    settings = {"run.members": -(-chosen.cells // POLICIES), "run.worlds": 1, "run.scale": chosen.scale, "run.end": chosen.end}
    words = ["export-controls", *(w for key, value in settings.items() for w in ("-s", f"{key}={value}"))]
    warnings.simplefilter("ignore", UserWarning)  # one world and few draws are meant here
    study = ws.load("export-controls", settings)
    turns = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(chosen.turns):
            output = Path(folder) / "out.h5"
            local, local_cpu = on_threads(words, chosen.workers, output)
            start, there, join, there_cpu = on_cluster(study, chosen.workers, output)
            turns.append({"run": study.cells / local, "cluster": study.cells / there, "run, CPU s": local_cpu,
                          "cluster, CPU s": there_cpu, "start, s": start, "join, s": join})
            print(f"turn {turn + 1}: run {study.cells / local:.1f} cells/s ({local_cpu:.1f} s of processors), cluster "
                  f"{study.cells / there:.1f} cells/s ({there_cpu:.1f} s; start {start:.1f} s, join {join:.1f} s)", file=sys.stderr, flush=True)
    if chosen.json:
        versions = {name: importlib.metadata.version(name) for name in ("dask", "distributed")}
        print(json.dumps({"turns": turns, "versions": versions}))
        return
    walls = [turn["cluster"] / turn["run"] for turn in turns]
    shares = [turn["run, CPU s"] / turn["cluster, CPU s"] for turn in turns]
    print(f"throughput of the cluster over that of run: {statistics.median(walls):.2f} by the clock "
          f"({min(walls):.2f} to {max(walls):.2f}), {statistics.median(shares):.2f} by processors' time")


if __name__ == "__main__":
    main()
