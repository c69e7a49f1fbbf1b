#!/usr/bin/env bash
# We expected that the dominator tree of a lineage marks its root and what cannot be reached in one plain way: itself, or a number that is no vertex.
# NetworkX leaves the root and everything unreachable out of the answer (before 3.6 the root was its own dominator); igraph gives -1 for the root and a floating NaN among whole numbers for the rest.
# Code that walks up to the root with result[node] stops with a KeyError on the new release, and a list from igraph cannot be used as indices once one model is an orphan.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
venv/bin/python - <<'PY'
import math
import sys

import igraph
import networkx

print("NetworkX", networkx.__version__, "igraph", igraph.__version__)
edges = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (5, 4)]  # 5 is an orphan that 4 was merged with
by_networkx = networkx.immediate_dominators(networkx.DiGraph(edges), 0)
by_igraph = igraph.Graph(edges, directed=True).dominator(0)
print("NetworkX:", dict(sorted(by_networkx.items())))
print("igraph:  ", by_igraph)
same = (0 not in by_networkx and 5 not in by_networkx and sorted(by_networkx) == [1, 2, 3, 4]
        and by_igraph[0] == -1 and isinstance(by_igraph[1], int)
        and isinstance(by_igraph[5], float) and math.isnan(by_igraph[5]))
sys.exit(0 if same else "the behaviour changed")
PY
