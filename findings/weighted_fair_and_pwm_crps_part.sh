#!/usr/bin/env bash
# We expected that "fair" and "pwm", two estimators of the same unbiased CRPS that agree to the last digits, also agree on a weighted ensemble.
# With unequal weights they give clearly different scores, although weights and members are the same and equal weights agree.
# Whoever scores an ensemble with importance weights from a calibration gets a number that depends on a choice which is harmless without weights.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scoringrules==0.10.0
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import scoringrules as sr

print("scoringrules", version("scoringrules"))
rng = np.random.default_rng(0)
members, seen = rng.normal(size=(2000, 10)), rng.normal(size=2000)
weights = rng.dirichlet(np.ones(10), size=2000)


def score(estimator, **more):
    return sr.crps_ensemble(seen, members, estimator=estimator, **more)


gaps = {}
for name, more in (("no weights", {}), ("equal weights", {"ens_w": np.ones((2000, 10))}), ("unequal weights", {"ens_w": weights})):
    fair, pwm = score("fair", **more), score("pwm", **more)
    gaps[name] = np.abs(fair - pwm).max()
    print(f"{name}: mean CRPS fair {fair.mean():.4f}, pwm {pwm.mean():.4f}, largest difference {gaps[name]:.2g}")
biased = np.abs(score("nrg", ens_w=weights) - score("qd", ens_w=weights)).max()
print(f"unequal weights, the biased pair nrg and qd: largest difference {biased:.2g}")
same = gaps["no weights"] < 1e-9 and gaps["equal weights"] < 1e-9 and gaps["unequal weights"] > 0.05 and biased < 1e-9
sys.exit(0 if same else "the behaviour changed")
PY
