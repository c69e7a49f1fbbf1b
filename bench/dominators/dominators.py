"""Dominators of one lineage by three contenders in turns, each in a process of its own; prints the table of ratios.
Seconds are of the processor.

    python bench/dominators/dominators.py build/release/bench/dominators [--nodes 1000000] [--merges 20000] [--turns 5]
        [--without networkx] [--json]
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def peak_megabytes() -> float:
    """Of this program since it began; Linux only."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def networkx_contender(edges: Path, nodes: int) -> dict[str, object]:
    """The graph from its edges, then networkx; runs in a process of its own."""
    import networkx
    import numpy

    pairs = numpy.fromfile(edges, dtype=numpy.uint32).reshape(-1, 2)
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(nodes))
    for start in range(0, len(pairs), 100_000):  # the list of all pairs would be part of the peak
        graph.add_edges_from(pairs[start:start + 100_000].tolist())
    del pairs
    before = peak_megabytes()
    began = time.process_time()
    above = networkx.immediate_dominators(graph, nodes)
    seconds = time.process_time() - began
    peak = peak_megabytes()
    total = sum((node + 1) * ((above[node] if above[node] != nodes else -1) + 2) for node in range(nodes))
    return {"contender": f"networkx {networkx.__version__}", "seconds": seconds, "graph_mb": before, "peak_mb": peak,
            "sum": total % 2**64}


def turns(found: dict[str, list[dict[str, float]]]) -> dict[str, object]:
    """Seconds and megabytes of each turn by contender, and versions, which stand behind the names of the contenders."""
    measured: list[dict[str, float]] = [{} for _ in found["weightshed"]]
    for name, runs in found.items():
        for turn, run in zip(measured, runs):
            turn |= {f"{name.split(' ')[0]}, s": run["seconds"], f"{name.split(' ')[0]}, MB": run["peak_mb"]}
    versions = dict(name.split(" ") for name in found if " " in name)
    return {"turns": measured, "versions": {name: version.replace("_", ".") for name, version in versions.items()}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--merges", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--without", choices=["networkx"], help="a contender to leave out")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--networkx", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.networkx:
        print(json.dumps(networkx_contender(given.networkx, given.nodes)))
        return 0
    size = [str(given.nodes), str(given.merges)]
    with tempfile.TemporaryDirectory() as folder:
        edges = Path(folder) / "edges"
        subprocess.run([given.program, "edges", edges, *size], check=True)
        commands = [[given.program, "own", *size], [given.program, "boost", *size],
                    [sys.executable, __file__, given.program, "--networkx", edges, "--nodes", size[0]]]
        commands = commands[:2] if given.without else commands
        found: dict[str, list[dict[str, float]]] = {}
        for _ in range(given.turns):
            for command in commands:
                said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                found.setdefault(said["contender"], []).append(said)
    if len({run["sum"] for runs in found.values() for run in runs}) != 1:
        print("the contenders disagree", file=sys.stderr)
        return 5
    if given.json:
        print(json.dumps(turns(found)))
        return 0
    best = {name: (min(r["seconds"] for r in runs), statistics.median(r["seconds"] for r in runs),
                   statistics.median(r["graph_mb"] for r in runs), statistics.median(r["peak_mb"] for r in runs))
            for name, runs in found.items()}
    own = best["weightshed"]
    print(f"{given.nodes} nodes, {given.merges} merges, {given.turns} turns; times and memory over those of weightshed")
    print("| contender | least s | median s | graph MB | peak MB | time over ours | memory over ours |")
    print("|---|---|---|---|---|---|---|")
    for name, (least, median, graph, peak) in best.items():
        print(f"| {name} | {least:.4f} | {median:.4f} | {graph:.0f} | {peak:.0f} | {least / own[0]:.1f} | "
              f"{peak / own[3]:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
