#!/usr/bin/env bash
# We expected that transitivity, the fraction of all possible triangles that are present, is 1 for a lineage in which every model builds on all before it, whichever way its arrows point.
# For a directed graph NetworkX counts only neighbours that an arrow leads to, and gives 0.5 in that case; the same models with the arrows turned round give another number, and three models in a circle give 0. igraph gives the number of the graph without directions. The documentation says nothing of directions.
# How closed a lineage looks depends on whether an arrow means "was built from" or "gave rise to", and two papers cannot be compared.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
venv/bin/python - <<'PY'
import sys

import igraph
import networkx

print("NetworkX", networkx.__version__, "igraph", igraph.__version__)
graphs = {
    "all on all before": networkx.DiGraph([(i, j) for j in range(6) for i in range(j)]),
    "a lineage of four": networkx.DiGraph([("base", "a"), ("base", "b"), ("a", "b"), ("base", "c")]),
    "a circle of three": networkx.DiGraph([(0, 1), (1, 2), (2, 0)]),
}
found = {}
for name, graph in graphs.items():
    numbers = [networkx.transitivity(each) for each in (graph, graph.reverse(), graph.to_undirected())]
    found[name] = [round(number, 3) for number in (*numbers, igraph.Graph.from_networkx(graph).transitivity_undirected())]
    print(f"{name}: {found[name][0]}, turned round {found[name][1]}, without directions {found[name][2]}, by igraph {found[name][3]}")
same = list(found.values()) == [[0.5, 0.5, 1, 1], [0.167, 0.5, 0.6, 0.6], [0, 0, 1, 1]]
sys.exit(0 if same else "the behaviour changed")
PY
