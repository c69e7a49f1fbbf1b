"""Grow graphs with igraph, NetworKit, vectorised NumPy and the kernel in turns, and print one table.

Needs igraph, networkit, numpy. Usage: python rivals.py PATH/TO/kernel_bench [--rounds 3] [--largest 10000000].

Two laws, compared only within themselves: "ba" is Barabasi-Albert with one parent a node (no families, fitness or
ageing; igraph and NetworKit also build a graph object); "full" is the kernel's law (400 families, popularity 1,
lognormal fitness, ageing, weekly steps). Each figure is CPU time a node in a fresh process, the median of rounds in
which all take turns; peak is the resident set of that process.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

WEEKS = 676


def nodes_by_week(size):
    """Return the number of nodes at the end of each week: the logistic of kernel_bench.cpp, int64 of shape (676,)."""
    import numpy as np

    x = 9.2 * (np.arange(WEEKS) / (WEEKS - 1.0) - 0.5)
    return np.maximum((size * (1 + np.exp(-4.6)) / (1 + np.exp(-x))).astype(np.int64), 1)


def igraph_bag(size):
    import igraph

    igraph.Graph.Barabasi(size, 1, directed=True, implementation="bag")


def igraph_psumtree(size):
    import igraph

    igraph.Graph.Barabasi(size, 1, directed=True, power=1, implementation="psumtree")


def networkit_ba(size):
    import networkit

    networkit.setNumberOfThreads(1)
    networkit.generators.BarabasiAlbertGenerator(1, size, 1).generate()


def numpy_weekly_bag(size):
    """Barabasi-Albert by weeks: a parent is a random entry of the list of all nodes and all parents so far."""
    import numpy as np

    rng = np.random.default_rng(1)
    parent = np.zeros(size, dtype=np.uint32)
    ends = nodes_by_week(size)
    known = 1
    for end in ends:
        end = min(int(end), size)
        if end <= known:
            continue
        pick = rng.integers(0, 2 * known - 1, end - known)  # the root has no parent entry
        own = pick < known
        parent[known:end] = np.where(own, pick, parent[np.where(own, 0, pick - known + 1)])
        known = end
    return parent


def numpy_full(size, families=400, decay=52.0, fitness_sd=0.5):
    """The kernel's full law with weekly cumulative sums over all nodes, sorted by family once a week."""
    import numpy as np

    rng = np.random.default_rng(1)
    ends = nodes_by_week(size)
    attraction = np.cumsum(1.0 / np.arange(1, families + 1))
    capacity = max(size, families)
    family = np.zeros(capacity, dtype=np.int16)  # 16 bits: NumPy then sorts by radix
    weight = np.ones(capacity)  # forward-decayed fitness
    children = np.zeros(capacity, dtype=np.int64)
    parent = np.zeros(capacity, dtype=np.int64)
    family[:families] = np.arange(families)
    known = families
    for week, end in enumerate(ends):
        end = min(int(end), size)
        if end <= known:
            continue
        births = end - known
        chosen = np.searchsorted(attraction, rng.random(births) * attraction[-1])
        order = np.argsort(family[:known], kind="stable")
        sums = np.cumsum((weight[:known] * (1 + children[:known]))[order])
        bounds = np.concatenate(([0.0], sums[np.searchsorted(family[order], np.arange(families), side="right") - 1]))
        low, high = bounds[chosen], bounds[chosen + 1]
        drawn = order[np.searchsorted(sums, low + rng.random(births) * (high - low), side="right").clip(0, known - 1)]
        np.add.at(children, drawn, 1)
        parent[known:end] = drawn
        family[known:end] = chosen
        weight[known:end] = np.exp(fitness_sd * rng.standard_normal(births) + week / decay)
        known = end
    return parent


RIVALS = {
    "igraph Barabasi, bag": ("ba", igraph_bag, 10_000_000),
    "igraph Barabasi, psumtree": ("ba", igraph_psumtree, 1_000_000),
    "NetworKit BarabasiAlbert, 1 thread": ("ba", networkit_ba, 10_000_000),
    "NumPy weekly event bag": ("ba", numpy_weekly_bag, 10_000_000),
    "NumPy weekly cumulative sums": ("full", numpy_full, 100_000),
}


def run_here(name, size):
    """Time one rival in this process and print ns a node and peak MB as JSON."""
    law, grow, _ = RIVALS[name]
    grow(2_000)  # imports and first-call costs do not count
    start = time.process_time()
    grow(size)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ns": 1e9 * spent / size, "peak_mb": peak}))


def run_rival(name, size):
    command = [sys.executable, __file__, "--one", name, str(size)]
    out = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(out.stdout.splitlines()[-1])


def run_kernel(program, law, size):
    out = subprocess.run(
        [program, "--json", "--rounds", "1", "--law", law, str(size)], check=True, capture_output=True, text=True
    )
    return json.loads(out.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kernel_bench", nargs="?")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--largest", type=int, default=10_000_000)
    parser.add_argument("--one", nargs=2, metavar=("RIVAL", "NODES"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        run_here(arguments.one[0], int(arguments.one[1]))
        return
    if arguments.kernel_bench is None:
        parser.error("the path of the program kernel_bench is missing; build it with -DWEIGHTSHED_BENCH=ON")

    sizes = [n for n in (100_000, 1_000_000, 10_000_000) if n <= arguments.largest]
    kernel, rival = {}, {}
    for _ in range(arguments.rounds):
        for size in sizes:
            for law in ("ba", "full"):
                kernel.setdefault((law, size), []).append(run_kernel(arguments.kernel_bench, law, size))
            for name, (_, _, most) in RIVALS.items():
                if size <= most:
                    rival.setdefault((name, size), []).append(run_rival(name, size))

    def middle(runs, key):
        return statistics.median(run[key] for run in runs)

    print(f"CPU ns a node, median of {arguments.rounds} rounds; ratio to the kernel under the same law")
    print("| program | law | nodes | ns a node | peak MB | times the kernel |")
    print("|---|---|---|---|---|---|")
    for (law, size), runs in sorted(kernel.items()):
        ns, limit, cold = (middle(runs, key) for key in ("ns", "bound_ns", "cold_ns"))
        print(f"| kernel (machine's limit {limit:.0f}, cold {cold:.0f}) | {law} | {size} | {ns:.0f} | | 1 |")
    for (name, size), runs in rival.items():
        law = RIVALS[name][0]
        ns = middle(runs, "ns")
        ratio = ns / middle(kernel[law, size], "ns")
        print(f"| {name} | {law} | {size} | {ns:.0f} | {middle(runs, 'peak_mb'):.0f} | {ratio:.2g} |")


if __name__ == "__main__":
    main()
