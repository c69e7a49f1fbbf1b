#!/usr/bin/env bash
# We expected that the same outcomes and the same seed give the same Sobol intervals, whatever the seed.
# SALib's Sobol analysis asks "if seed", takes a seed of 0 for none, and gives other intervals each time; its samplers and its Morris analysis honour 0.
# A study that sets the seed to 0 everywhere can be repeated up to the last step, and its published intervals cannot.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check SALib==1.6.0 numpy==2.4.6
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from SALib.analyze import morris as analyze_morris, sobol as analyze_sobol
from SALib.sample import morris as sample_morris, sobol as sample_sobol

print("SALib", version("SALib"))
problem = {"num_vars": 2, "names": ["compute", "licence"], "bounds": [[0, 1], [0, 1]]}
points = sample_sobol.sample(problem, 256, calc_second_order=False, seed=0)
steps = sample_morris.sample(problem, 8, seed=0)
outcome = points[:, 0] + 2 * points[:, 1]
curved = steps[:, 0] ** 2 + steps[:, 0] * steps[:, 1]


def intervals(seed):
    return [analyze_sobol.analyze(problem, outcome, calc_second_order=False, seed=seed)["ST_conf"] for _ in range(3)]


def screening():
    return [np.asarray(analyze_morris.analyze(problem, steps, curved, seed=0)["mu_star_conf"], float) for _ in range(2)]


for seed in (0, 1):
    print(f"Sobol, seed {seed}, three times:", [list(map(float, np.round(found, 4))) for found in intervals(seed)])
zero, one, morris = intervals(0), intervals(1), screening()
print("Morris, seed 0, twice:", [list(map(float, np.round(found, 4))) for found in morris])
same_design = (sample_sobol.sample(problem, 256, calc_second_order=False, seed=0) == points).all()
same = not np.array_equal(zero[0], zero[1]) and np.array_equal(one[0], one[2]) and np.array_equal(*morris) and same_design
sys.exit(0 if same else "the behaviour changed")
PY
