"""Grow graphs with igraph, NetworKit, vectorised NumPy and the kernel in turns, and print one table.

Usage: python rivals.py PATH/TO/kernel_bench [--rounds 3] [--sizes 100000,1000000,10000000] [--rivals igraph,networkit,numpy]
[--json]. Needs the rivals that it is to compare, and numpy.

Two laws, compared only within themselves: "ba" is Barabasi-Albert with one parent a node (no families, fitness or
ageing; igraph and NetworKit also build a graph object); "full" is the kernel's law (400 families, popularity 1,
lognormal fitness, ageing, weekly steps). Each figure is CPU time a node in a fresh process, the median of rounds in
which all take turns; peak is the resident set of that process.
"""

import argparse
import importlib.metadata
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


#: Package, law, generator, most nodes that it is asked for.
RIVALS = {
    "igraph Barabasi, bag": ("igraph", "ba", igraph_bag, 10_000_000),
    "igraph Barabasi, psumtree": ("igraph", "ba", igraph_psumtree, 1_000_000),
    "NetworKit BarabasiAlbert, 1 thread": ("networkit", "ba", networkit_ba, 10_000_000),
    "NumPy weekly event bag": ("numpy", "ba", numpy_weekly_bag, 10_000_000),
    "NumPy weekly cumulative sums": ("numpy", "full", numpy_full, 100_000),
}


def run_here(name, size):
    """Time one rival in this process and print ns a node and peak MB as JSON."""
    grow = RIVALS[name][2]
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


def turns(program, chosen, sizes, rounds):
    """Measurements of each round, by (program, law, nodes)."""
    found = []
    for _ in range(rounds):
        found.append({})
        for size in sizes:
            for law in ("ba", "full"):
                found[-1]["kernel", law, size] = run_kernel(program, law, size)
            for name, (_, law, _, most) in chosen.items():
                if size <= most:
                    found[-1][name, law, size] = run_rival(name, size)
    return found


def print_table(rounds):
    def middle(key, value):
        return statistics.median(turn[key][value] for turn in rounds)

    print(f"CPU ns a node, median of {len(rounds)} rounds; ratio to the kernel under the same law")
    print("| program | law | nodes | ns a node | peak MB | times the kernel |")
    print("|---|---|---|---|---|---|")
    for name, law, size in sorted(rounds[0], key=lambda key: key[0] != "kernel"):
        ns = middle((name, law, size), "ns")
        if name == "kernel":
            limit, cold = (middle((name, law, size), value) for value in ("bound_ns", "cold_ns"))
            print(f"| kernel (machine's limit {limit:.0f}, cold {cold:.0f}) | {law} | {size} | {ns:.0f} | | 1 |")
        else:
            ratio = ns / middle(("kernel", law, size), "ns")
            print(f"| {name} | {law} | {size} | {ns:.0f} | {middle((name, law, size), 'peak_mb'):.0f} | {ratio:.2g} |")


def print_json(rounds, packages):
    measured = [{f"{name}, {law}, {size}": run["ns"] for (name, law, size), run in turn.items()}
                | {f"limit, {law}, {size}": run["bound_ns"] for (name, law, size), run in turn.items() if name == "kernel"}
                for turn in rounds]
    print(json.dumps({"turns": measured, "versions": {name: importlib.metadata.version(name) for name in packages}}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kernel_bench", nargs="?")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default="100000,1000000,10000000", help="nodes, comma separated")
    parser.add_argument("--rivals", default="igraph,networkit,numpy", help="packages, comma separated")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("RIVAL", "NODES"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        run_here(arguments.one[0], int(arguments.one[1]))
        return
    if arguments.kernel_bench is None:
        parser.error("the path of the program kernel_bench is missing; build it with -DWEIGHTSHED_BENCH=ON")
    packages = arguments.rivals.split(",")
    unknown = set(packages) - {package for package, *_ in RIVALS.values()}
    if unknown:
        parser.error(f"no rival of the kernel: {', '.join(sorted(unknown))}")
    chosen = {name: row for name, row in RIVALS.items() if row[0] in packages}
    rounds = turns(arguments.kernel_bench, chosen, [int(word) for word in arguments.sizes.split(",")], arguments.rounds)
    if arguments.json:
        print_json(rounds, packages)
    else:
        print_table(rounds)


if __name__ == "__main__":
    main()
