#!/usr/bin/env bash
# We expected that outcomes which are counts (an integer array) are taken by every estimator of sensitivity.
# SALib's Sobol analysis takes them, its Morris analysis refuses the very same array, and SciPy's sobol_indices fails inside a subtraction.
# Agent-based models report counts, so the method that a modeller happens to choose decides whether the same results can be analysed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check SALib==1.6.0 scipy==1.17.1
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from SALib.analyze import morris as analyze_morris, sobol as analyze_sobol
from SALib.sample import morris as sample_morris, sobol as sample_sobol
from scipy.stats import sobol_indices, uniform

print("SALib", version("SALib"), "SciPy", version("scipy"))
problem = {"num_vars": 2, "names": ["labs", "authors"], "bounds": [[0, 1], [0, 1]]}


def count(x):
    return (100 * x[..., 0] + 50 * x[..., 1]).astype(np.int64)


def tried(name, call):
    try:
        call()
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {str(error).splitlines()[-1][:90]}")
        return type(error)
    print(f"{name}: fine")
    return None


points = sample_sobol.sample(problem, 64, seed=1)
steps = sample_morris.sample(problem, 8, seed=1)
found = [
    tried("SALib Sobol on counts", lambda: analyze_sobol.analyze(problem, count(points), seed=1)),
    tried("SALib Morris on counts", lambda: analyze_morris.analyze(problem, steps, count(steps), seed=1)),
    tried("SALib Morris on the same as float", lambda: analyze_morris.analyze(problem, steps, count(steps).astype(float), seed=1)),
    tried("SciPy Sobol on counts", lambda: sobol_indices(
        func=lambda x: count(np.moveaxis(x, 0, -1)), n=64, dists=[uniform(), uniform()], rng=1)),
    tried("SciPy Sobol on the same as float", lambda: sobol_indices(
        func=lambda x: count(np.moveaxis(x, 0, -1)).astype(float), n=64, dists=[uniform(), uniform()], rng=1)),
]
same = found[0] is found[2] is found[4] is None and found[1] is ValueError and found[3] is not None and issubclass(found[3], TypeError)
sys.exit(0 if same else "the behaviour changed")
PY
