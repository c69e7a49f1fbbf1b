#!/usr/bin/env bash
# We expected that a scenario with a weight of zero changes no quantile, as if it were left out.
# pyam's quantiles are those of wquantiles, which draws a line to the next larger value whatever its weight: the 90% quantile of 1, 2 and an outlier of 100 without weight is 60.8. xarray gives 1.9, statsmodels 2.
# A scenario that was judged implausible and weighted down to nothing still sets the upper end of the band.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyam-iamc==4.0.0 httpx==0.27.2 wquantiles==0.6 xarray==2026.9.0 statsmodels==0.15.0
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import pandas as pd
import pyam
import xarray as xr
from statsmodels.stats.weightstats import DescrStatsW

print(*(f"{name} {version(name)}" for name in ("pyam-iamc", "wquantiles", "xarray", "statsmodels")))
values, weights, levels = [1.0, 2.0, 100.0], [1.0, 1.0, 0.0], (0.1, 0.5, 0.9)
index = ["model", "scenario", "region", "variable", "unit"]
rows = [("m", str(i), "World", "Gap", "months", value) for i, value in enumerate(values)]
scenarios = pyam.IamDataFrame(pd.DataFrame(rows, columns=[*index, 2030]))
of = pd.MultiIndex.from_tuples([("m", str(i)) for i in range(3)], names=["model", "scenario"])
found = {
    "pyam": scenarios.compute.quantiles(levels, weights=pd.Series(weights, index=of, name="weight")).timeseries()[2030].tolist(),
    "pyam without that scenario": scenarios.filter(scenario=["0", "1"]).compute.quantiles(levels).timeseries()[2030].tolist(),
    "xarray": xr.DataArray(values, dims="scenario").weighted(xr.DataArray(weights, dims="scenario")).quantile(levels).values.tolist(),
    "statsmodels": DescrStatsW(values, weights=weights).quantile(levels).tolist(),
}
for name, quantiles in found.items():
    print(f"{name}:", [round(quantile, 3) for quantile in quantiles])
same = round(found["pyam"][2], 6) == 60.8 and all(found[name][2] <= 2 for name in list(found)[1:])
sys.exit(0 if same else "the behaviour changed")
PY
