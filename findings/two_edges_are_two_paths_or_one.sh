#!/usr/bin/env bash
# We expected that two edges between the same models count as one path or as two, in each library alike for all that it counts.
# NetworkX counts two simple paths and one shortest path; igraph counts one simple path and two shortest ones. Betweenness follows the shortest paths, so it differs too.
# A model that took weights and data from the same parent has two such edges: which of two ways of descent is the more important depends on the library.
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
lineage = networkx.MultiDiGraph()
lineage.add_edge("base", "tuned", what="weights")
lineage.add_edge("base", "tuned", what="data")
lineage.add_edge("tuned", "child", what="weights")
lineage.add_edge("base", "merge", what="weights")
lineage.add_edge("merge", "child", what="weights")
same = igraph.Graph.from_networkx(lineage)
at = {name: i for i, name in enumerate(same.vs["_nx_name"])}
between = networkx.betweenness_centrality(lineage, normalized=False), dict(zip(at, same.betweenness()))
paths = {
    "simple paths": (len(list(networkx.all_simple_paths(lineage, "base", "child"))), len(same.get_all_simple_paths(at["base"], at["child"]))),
    "shortest paths": (len(list(networkx.all_shortest_paths(lineage, "base", "child"))), len(same.get_all_shortest_paths(at["base"], at["child"]))),
    "betweenness of the tuned model": tuple(round(each["tuned"], 3) for each in between),
    "betweenness of the merge": tuple(round(each["merge"], 3) for each in between),
}
for what, (of_networkx, of_igraph) in paths.items():
    print(f"{what}: NetworkX {of_networkx}, igraph {of_igraph}")
unchanged = list(paths.values()) == [(3, 2), (2, 3), (0.5, 0.667), (0.5, 0.333)]
sys.exit(0 if unchanged else "the behaviour changed")
PY
