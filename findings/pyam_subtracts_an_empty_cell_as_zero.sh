#!/usr/bin/env bash
# We expected that a difference of two variables has no value where one of them has none: "no value is computed for that row" unless fillna is given, says the documentation.
# A cell that is empty in a table with years as columns counts as 0: 4 minus nothing is 4, times nothing is 0, and nothing as a share of 4 is 0%. The same table as rows, without the row that is missing, gives no value.
# The two shapes of one file disagree, and a gap of the data reads as a share of nothing.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyam-iamc==4.0.0 httpx==0.27.2 pandas==3.1.1
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version
from pathlib import Path

import pyam

print("pyam", version("pyam-iamc"), "pandas", version("pandas"))
Path("wide.csv").write_text("model,scenario,region,variable,unit,2025,2030\nm,s,World,All,EJ,2,4\nm,s,World,Open,EJ,1,\n")
Path("long.csv").write_text("model,scenario,region,variable,unit,year,value\nm,s,World,All,EJ,2025,2\nm,s,World,All,EJ,2030,4\nm,s,World,Open,EJ,2025,1\n")
found = {}
for shape in ("wide", "long"):
    table = pyam.IamDataFrame(f"{shape}.csv")
    results = {
        "All - Open": table.subtract("All", "Open", "x"),
        "All * Open": table.multiply("All", "Open", "x", ignore_units=True),
        "Open as a share of All": table.compute.share("Open", "All", "x"),
    }
    found[shape] = {what: dict(zip(result.data["year"].tolist(), result.data["value"].tolist())) for what, result in results.items()}
    print(shape, found[shape])
gone = all(list(values) == [2025] for values in found["long"].values())
sys.exit(0 if gone and [values[2030] for values in found["wide"].values()] == [4, 0, 0] else "the behaviour changed")
PY
