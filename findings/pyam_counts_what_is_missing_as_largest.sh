#!/usr/bin/env bash
# We expected that a quantile over scenarios leaves out a scenario that has no value in that year, or is missing itself.
# pyam ranks what is missing above all values and keeps its weight: the median of 2, 3, 4 and two missing ones is 4, and only quantiles that reach into what is missing are NaN.
# A measure that some histories do not have yet (a date, a share of nothing) reads as too high, without a word; its lower quantiles look sound.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyam-iamc==4.0.0 httpx==0.27.2 wquantiles==0.6
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import pandas as pd
import pyam

print("pyam", version("pyam-iamc"), "wquantiles", version("wquantiles"))
index = ["model", "scenario", "region", "variable", "unit"]
rows = [("m", str(i), "World", "Gap", "months", float(i), float(i) if i in (2, 3, 4) else np.nan) for i in (1, 2, 3, 4, 5)]
histories = pyam.IamDataFrame(pd.DataFrame(rows, columns=[*index, 2025, 2030]))
levels = (0.1, 0.5, 0.9)
found = histories.compute.quantiles(levels).timeseries().set_axis(levels)
print(found)
print("2030 by pandas:", histories.timeseries()[2030].quantile(list(levels)).tolist())
same = found[2025].tolist() == [1, 3, 5] and found[2030].tolist()[:2] == [2, 4] and np.isnan(found[2030].iloc[2])
sys.exit(0 if same else "the behaviour changed")
PY
