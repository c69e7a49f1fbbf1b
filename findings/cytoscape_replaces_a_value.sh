#!/usr/bin/env bash
# We expected that a graph written for Cytoscape by NetworkX and read again by NetworkX keeps the attributes of its nodes.
# An attribute called "value" is replaced by the name of the node, without a word; the others stay. The documentation warns of names that may not be equal, and not of this.
# A model that carries its downloads or its score as "value" shows its own name in their place, and a number is a text from then on.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1
venv/bin/python - <<'PY'
import inspect
import json
import sys

import networkx

print("NetworkX", networkx.__version__)
lineage = networkx.DiGraph()
lineage.add_node("base", value=7.5, score=7.5)
lineage.add_node("tuned", value=9.0, score=9.0)
lineage.add_edge("base", "tuned", value=0.5)
written = json.loads(json.dumps(networkx.cytoscape_data(lineage)))
again = networkx.cytoscape_graph(written)
print("given:     ", dict(lineage.nodes(data=True)))
print("read again:", dict(again.nodes(data=True)))
print("the link:  ", list(again.edges(data=True)))
values = [again.nodes[name]["value"] for name in ("base", "tuned")]
scores = [again.nodes[name]["score"] for name in ("base", "tuned")]
silent = "overwrit" not in inspect.getdoc(networkx.cytoscape_data) and "dropped" not in inspect.getdoc(networkx.cytoscape_data)
same = values == ["base", "tuned"] and scores == [7.5, 9.0] and again.edges["base", "tuned"]["value"] == 0.5
sys.exit(0 if same and silent else "the behaviour changed")
PY
