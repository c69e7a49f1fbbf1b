#!/usr/bin/env bash
# We expected that a whole-number uncertainty from 0 to 3 is sampled at 0, 1, 2 and 3, whatever the design.
# With the Morris design the workbench runs the model at 4, which is outside the declared range, and never at 3; its Latin hypercube and Sobol designs are right.
# A model that trusts its declared range is run on a case that does not exist, and a categorical uncertainty fails with a KeyError for the same reason.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ema_workbench==2.5.3 SALib==1.6.0 pandas==3.1.1
venv/bin/python - 2>/dev/null <<'PY'
import sys

import ema_workbench
from ema_workbench import CategoricalParameter, IntegerParameter, Model, RealParameter, Samplers, ScalarOutcome, perform_experiments

print("ema_workbench", ema_workbench.__version__)


def study(parameter, sampler):
    model = Model("hub", function=lambda k=0, a=0.0: {"y": a})
    model.uncertainties = [parameter, RealParameter("a", 0, 1)]
    model.outcomes = [ScalarOutcome("y")]
    experiments, _ = perform_experiments(model, 40, uncertainty_sampling=sampler)
    return experiments["k"].value_counts().sort_index().to_dict()


found = {s.name: study(IntegerParameter("k", 0, 3), s) for s in (Samplers.LHS, Samplers.SOBOL, Samplers.MORRIS)}
for name, counts in found.items():
    print(f"IntegerParameter 0 to 3, {name}: runs at each value {counts}")
try:
    words = study(CategoricalParameter("k", ["open", "gated", "closed"]), Samplers.MORRIS)
except KeyError as error:
    words = f"KeyError {error}"
print("CategoricalParameter of three words, MORRIS:", words)
inside = {0, 1, 2, 3}
same = set(found["LHS"]) == set(found["SOBOL"]) == inside and not set(found["MORRIS"]) <= inside and str(words).startswith("KeyError")
sys.exit(0 if same else 1)
PY
