#!/usr/bin/env bash
# We expected that hubs and authorities count links, since the function has no argument for weights and its documentation does not name them.
# NetworkX takes an edge attribute called "weight" into account all the same: one link of weight 10 turns the most linked model from first to last of the two. Its PageRank says that it does so, its eigenvector centrality does it only when asked, and igraph's hub and authority scores too.
# Whoever stores a share of a merge or a count of downloads as "weight" gets another ranking than the one that is described.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1 scipy==1.17.1 igraph==1.0.0
venv/bin/python - <<'PY'
import inspect
import sys

import igraph
import networkx

print("NetworkX", networkx.__version__, "igraph", igraph.__version__)
links = [("tuned", "base", 10), ("tuned", "data", 1), ("merge", "data", 1)]
graph = networkx.DiGraph()
graph.add_weighted_edges_from(links)
bare = networkx.DiGraph([link[:2] for link in links])
other = igraph.Graph.TupleList(links, directed=True, weights=True)
at = {vertex["name"]: vertex.index for vertex in other.vs}
found = {}
for name, scores in (
    ("NetworkX, with the attribute", networkx.hits(graph)[1]),
    ("NetworkX, without it", networkx.hits(bare)[1]),
    ("igraph, with the attribute", dict(zip(at, other.authority_score()))),
    ("igraph, asked for weights", dict(zip(at, other.authority_score(weights="weight")))),
):
    found[name] = max(("base", "data"), key=scores.get)
    print(f"{name}: base {scores['base']:.3f}, data {scores['data']:.3f}")
silent = "weight" not in inspect.getdoc(networkx.hits).lower() and "weight" not in inspect.signature(networkx.hits).parameters
sys.exit(0 if silent and list(found.values()) == ["base", "data", "data", "base"] else "the behaviour changed")
PY
