#!/usr/bin/env bash
# We expected that whole numbers written to GML by NetworkX come back as whole numbers.
# From 2^31 on they come back as text, without a warning, while smaller ones in the same attribute stay numbers.
# Parameter counts of models lie on both sides of that line: 500 million comes back as a number, 8 billion as a word, and sums or comparisons over the attribute fail or order by letters.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check networkx==3.6.1
venv/bin/python -W error - <<'PY'
import sys

import networkx

print("NetworkX", networkx.__version__)
lineage = networkx.DiGraph()
for name, count in (("half a billion", 500_000_000), ("below", 2**31 - 1), ("at", 2**31), ("eight billion", 8_000_000_000)):
    lineage.add_node(name, parameters=count)
networkx.write_gml(lineage, "lineage.gml")
again = dict(networkx.read_gml("lineage.gml").nodes(data="parameters"))
print("read back:", again)
same = again == {"half a billion": 500_000_000, "below": 2**31 - 1, "at": "2147483648", "eight billion": "8000000000"}
sys.exit(0 if same else "the behaviour changed")
PY
