#!/usr/bin/env bash
# We expected that a graph with names, written to DOT by igraph, is read by pydot and so by NetworkX.
# All fail with a TypeError about an argument "name": pydot takes the attributes of a node for arguments of its own. NetworkX cannot even write such a graph through pydot. Names of edges do no harm.
# "name" is the one attribute that igraph itself treats as the name of a node, so its DOT files of named graphs are those that fail.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check igraph==1.0.0 networkx==3.6.1 pydot==4.0.1
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import igraph
import networkx as nx
import pydot

print(*(f"{tool} {version(tool)}" for tool in ("igraph", "networkx", "pydot")))
graph = igraph.Graph(2, [(0, 1)], directed=True)
graph.es["name"] = ["fine-tune"]


def attempt(task):
    try:
        return type(task()).__name__
    except TypeError as error:
        return f"TypeError: {error}"


def write_and_read(attribute):
    graph.vs[attribute] = ["base", "derivative"]
    graph.write_dot(f"{attribute}.dot")
    named = nx.DiGraph()
    named.add_node(0, **{attribute: "base"})
    return [attempt(lambda: pydot.graph_from_dot_file(f"{attribute}.dot")), attempt(lambda: nx.nx_pydot.read_dot(f"{attribute}.dot")),
            attempt(lambda: nx.nx_pydot.to_pydot(named))]


seen = {}
for attribute in ("label", "name"):
    seen[attribute] = write_and_read(attribute)
    for task, outcome in zip(("pydot reads igraph's file", "NetworkX reads it", "NetworkX writes its own"), seen[attribute]):
        print(f"{attribute}: {task}: {outcome}")
same = seen["label"] == ["list", "MultiDiGraph", "Dot"] and all("argument 'name'" in outcome for outcome in seen["name"])
sys.exit(0 if same else "the behaviour changed")
PY
