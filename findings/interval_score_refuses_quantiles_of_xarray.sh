#!/usr/bin/env bash
# We expected that quantiles which xarray computes from an ensemble can be handed to the interval score of scores.
# It fails with a MergeError, since xarray leaves the level on each quantile as a coordinate of one value and the two levels differ. The quantile score takes the very same arrays.
# An interval score is made of two quantiles, so the shortest way from an ensemble to it never works; without the coordinate it does.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scores==2.7.0 xarray==2026.9.0
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import xarray as xr
from scores.continuous import interval_score, quantile_score

print("scores", version("scores"), "xarray", version("xarray"))
rng = np.random.default_rng(0)
members = xr.DataArray(rng.normal(size=(300, 20)), dims=("time", "member"))
seen = xr.DataArray(rng.normal(size=300), dims="time")
low, high = members.quantile(0.1, "member"), members.quantile(0.9, "member")
print("quantile scores:", float(quantile_score(low, seen, 0.1)), float(quantile_score(high, seen, 0.9)))
refused = ""
try:
    interval_score(low, high, seen, 0.8)
except xr.MergeError as error:
    refused = str(error)
print("interval score: ", refused)
bare = float(interval_score(low.drop_vars("quantile"), high.drop_vars("quantile"), seen, 0.8)["total"])
print("without the coordinate:", bare)
level = 2 * float(quantile_score(low, seen, 0.1) + quantile_score(high, seen, 0.9)) / 0.2
sys.exit(0 if "'quantile'" in refused and np.isclose(bare, level) else "the behaviour changed")
PY
