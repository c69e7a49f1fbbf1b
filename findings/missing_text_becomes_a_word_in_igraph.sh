#!/usr/bin/env bash
# We expected that a text which is missing on a vertex stays missing in GraphML, as missing numbers do.
# igraph writes the four letters None as if they were the text, and reads them back as text; a missing truth value becomes false.
# After one export a model without a licence has the licence "None", which counts as a licence in every share computed from the file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check igraph==1.0.0 networkx==3.6.1
venv/bin/python - <<'PY'
import math
import sys

import igraph
import networkx

print("igraph", igraph.__version__, "NetworkX", networkx.__version__)
lineage = igraph.Graph(n=2, directed=True)
lineage.vs["licence"] = ["mit", None]
lineage.vs["year"] = [2024.5, None]
lineage.vs["gated"] = [True, None]
lineage.write_graphml("lineage.graphml")
again = igraph.Graph.Read_GraphML("lineage.graphml").vs[1].attributes()
other = dict(networkx.read_graphml("lineage.graphml").nodes(data=True))["n1"]
print("igraph reads back: ", again)
print("NetworkX reads:    ", other)
same = (again["licence"] == other["licence"] == "None" and math.isnan(again["year"]) and "year" not in other
        and again["gated"] is other["gated"] is False)
sys.exit(0 if same else "the behaviour changed")
PY
