#!/usr/bin/env bash
# We expected that a Morris design of normal assumptions has finite values, as the Sobol and Latin hypercube designs of the same problem have.
# The ends of its grid are the quantiles 0 and 1, so half of all values are infinite, and three of four runs have one. A model that saturates takes them, and its elementary effects come out as usual; those of a sum are masked.
# Influences are measured between minus and plus infinity and depend on how fine the grid is, and nothing says so.
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
import SALib.analyze.morris
import SALib.sample.latin
import SALib.sample.morris
import SALib.sample.sobol

print("SALib", version("SALib"))
problem = {"num_vars": 2, "names": ["price", "taste"], "bounds": [[0, 1], [0, 1]], "dists": ["norm", "norm"]}
finite = all(np.isfinite(design).all() for design in (SALib.sample.sobol.sample(problem, 256, seed=1), SALib.sample.latin.sample(problem, 256, seed=1)))
print("Sobol and Latin hypercube designs are finite:", finite)
share, effects = [], []
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    for levels in (4, 16):
        design = SALib.sample.morris.sample(problem, 200, num_levels=levels, seed=1)
        adoption = (1 / (1 + np.exp(-design)) * [1.0, 0.5]).sum(axis=1)
        found = SALib.analyze.morris.analyze(problem, design, adoption, num_levels=levels, seed=1)
        share.append(float(np.isinf(design).any(axis=1).mean()))
        effects.append([round(float(effect), 2) for effect in found["mu_star"]])
        print(f"{levels} levels: {share[-1]:.0%} of the runs have an infinite value, mean absolute effects {effects[-1]}")
print("values of 4 levels:", np.unique(SALib.sample.morris.sample(problem, 200, seed=1)))
same = finite and share[0] > 0.7 and share[1] > 0.2 and effects == [[0.91, 0.45], [0.75, 0.38]]
sys.exit(0 if same and not [each for each in said if "inf" in str(each.message)] else "the behaviour changed")
PY
