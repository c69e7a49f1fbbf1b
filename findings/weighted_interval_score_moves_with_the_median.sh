#!/usr/bin/env bash
# We expected that a weighted interval score is the mean of its quantile scores, with every backend, and stays the same when forecast and observation move together.
# With NumPy, half of the median itself is added in place of half of its distance from the observation: a shift by 100 adds 20 to the score (in 0.11.0 too). Where Numba happens to be installed it is used unasked, and the score is right.
# The same script gives other scores on another machine, and a forecast of small or negative values looks better than it is.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scoringrules==0.10.0 numba==0.68.1
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import scoringrules as sr

print("scoringrules", version("scoringrules"), "Numba", version("numba"))
levels = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
seen = {}
for shift in (0.0, 100.0, -100.0):
    quantiles, observed = np.array([0.0, 1.0, 2.0, 3.0, 4.0]) + shift, 5.0 + shift
    low, high = quantiles[[0, 1]], quantiles[[4, 3]]
    scores = [float(sr.weighted_interval_score(observed, quantiles[2], low, high, np.array([0.1, 0.5]), backend=backend))
              for backend in ("numpy", "numba")]
    mean = float(2 * sr.quantile_score(observed, quantiles, levels).mean())
    seen[shift] = [round(number, 6) for number in (*scores, mean)]
    print(f"shifted by {shift:g}: NumPy {scores[0]:.2f}, Numba {scores[1]:.2f}, from the quantile scores {mean:.2f}")
same = seen == {0.0: [1.88, 2.08, 2.08], 100.0: [21.88, 2.08, 2.08], -100.0: [-18.12, 2.08, 2.08]}
sys.exit(0 if same else "the behaviour changed")
PY
