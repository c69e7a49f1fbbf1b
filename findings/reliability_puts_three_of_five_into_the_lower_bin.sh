#!/usr/bin/env bash
# We expected that a share of three members in five, 0.6, is counted in the bin from 0.6 to 0.8, since a bin holds its left edge, says the documentation.
# The usual edges of xskillscore are computed, and the fourth is 0.6000000000000001: forecasts of 0.6 are counted with those of 0.4, and the bin from 0.6 to 0.8 is empty. With 10, 20 or 50 members it is the same share that moves. discrimination has the same edges.
# The reliability diagram of a small ensemble has a hole between 0.6 and 0.8, and forecasts of 0.4 and 0.6 are one point, however different they prove to be.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xskillscore==0.0.29 xarray==2026.9.0 numpy==2.4.6
venv/bin/python - <<'PY'
import sys
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")
import numpy as np
import xarray as xr
import xskillscore

print("xskillscore", version("xskillscore"))
found = {}
for members in (4, 5, 10):
    shares = np.arange(members + 1) / members
    forecasts = xr.DataArray(np.repeat(shares, 1000), dims="case")
    happened = xr.DataArray(np.concatenate([np.arange(1000) < 1000 * share for share in shares]), dims="case")  # as often as forecast
    for name, edges in (("usual edges", {}), ("0, 0.2, … 1", {"probability_bin_edges": np.array([0, 0.2, 0.4, 0.6, 0.8, 1])})):
        bins = xskillscore.reliability(happened, forecasts, dim="case", **edges)
        found[members, name] = bins["samples"].astype(int).values.tolist()
        print(f"{members} members, {name}: forecasts in each bin {found[members, name]}, how often it happened {bins.values.round(2).tolist()}")
same = ([found[n, "usual edges"] for n in (4, 5, 10)] == [[1000] * 5, [1000, 1000, 2000, 0, 2000], [2000, 2000, 3000, 1000, 3000]]
        and [found[n, "0, 0.2, … 1"] for n in (5, 10)] == [[1000] * 4 + [2000], [2000] * 4 + [3000]])
sys.exit(0 if same else "the behaviour changed")
PY
