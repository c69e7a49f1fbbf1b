#!/usr/bin/env bash
# We expected that one failed run, recorded as NaN, gives an error or indices that are NaN.
# SALib and SciPy both return Sobol indices of exactly zero for every input, SALib with confidence intervals of width zero.
# A study in which one run of a thousand failed then reads as if nothing mattered, and the interval says that this is certain.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check SALib==1.6.0 scipy==1.17.1
venv/bin/python - <<'PY'
import sys
import warnings
from importlib.metadata import version

import numpy as np
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample
from scipy.stats import sobol_indices, uniform

warnings.simplefilter("ignore", RuntimeWarning)
print("SALib", version("SALib"), "SciPy", version("scipy"))

problem = {"num_vars": 2, "names": ["compute", "licence"], "bounds": [[0, 1], [0, 1]]}
points = sample.sample(problem, 256, seed=1)
outcome = points[:, 0] + 2 * points[:, 1]
complete = analyze.analyze(problem, outcome, seed=1)
outcome[7] = np.nan
broken = analyze.analyze(problem, outcome, seed=1)
print("SALib, all runs:        first order", complete["S1"], "total", complete["ST"])
print("SALib, one run NaN:     first order", broken["S1"], "total", broken["ST"], "confidence", broken["ST_conf"])


def model(x, lost):
    y = x[0] + 2 * x[1]
    if lost:
        y[..., 3] = np.nan
    return y


def with_scipy(lost):
    return sobol_indices(func=lambda x: model(x, lost), n=256, dists=[uniform(), uniform()], rng=1)


whole, holed = with_scipy(False), with_scipy(True)
print("SciPy, all runs:        first order", whole.first_order, "total", whole.total_order)
print("SciPy, some runs NaN:   first order", holed.first_order, "total", holed.total_order)

same = (complete["S1"].max() > 0.5 and whole.first_order.max() > 0.5
        and all((broken[key] == 0).all() for key in ("S1", "ST", "S1_conf", "ST_conf"))
        and (holed.first_order == 0).all() and (holed.total_order == 0).all())
sys.exit(0 if same else "the behaviour changed")
PY
