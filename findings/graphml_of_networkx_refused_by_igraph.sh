#!/usr/bin/env bash
# We expected that a GraphML file which NetworkX writes and reads again opens in igraph too.
# If an attribute is a whole number on one model and a fraction on another, NetworkX declares its name twice, once for each type, and igraph refuses the whole file.
# One model whose size is a whole number is enough to make a published lineage unreadable for everybody who uses igraph.
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


def shared(name, sizes):
    lineage = networkx.DiGraph()
    for model, size in sizes.items():
        lineage.add_node(model, billions=size)
    networkx.write_graphml(lineage, name)
    print(f"{name}: NetworkX reads {dict(networkx.read_graphml(name).nodes(data='billions'))}")
    try:
        found = igraph.Graph.Read_GraphML(name).vs["billions"]
    except igraph.InternalError as error:
        found = str(error)
    print(f"{name}: igraph reads {found}")
    return found


mixed = shared("mixed.graphml", {"small": 1.5, "large": 8})
floats = shared("floats.graphml", {"small": 1.5, "large": 8.0})
same = isinstance(mixed, str) and "Duplicate attribute name" in mixed and floats == [1.5, 8.0]
sys.exit(0 if same else "the behaviour changed")
PY
