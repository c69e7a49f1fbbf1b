#!/usr/bin/env bash
# We expected that an ensemble of unsigned whole numbers is scored like the same numbers as floats.
# With "nrg", "fair" and "akr" the distance between a larger and a smaller member wraps around: the CRPS is -49.0 for 0.6, without a warning; "pwm", "qd" and "int" are right (so too in 0.11.0).
# Counts and codes are stored unsigned to save space, and a negative score passes for a very good forecast.
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
members = np.array([1, 2, 3, 4, 10], dtype=np.uint8)
seen = {}
for estimator in ("nrg", "fair", "akr", "pwm", "qd", "int"):
    seen[estimator] = tuple(round(float(sr.crps_ensemble(3.0, draws, estimator=estimator)), 6)
                            for draws in (members, members.astype(float)))
    print(f"{estimator}: {seen[estimator][0]} for uint8, {seen[estimator][1]} for the same numbers as floats")
wrapped = {"nrg": (-49.0, 0.6), "fair": (-61.8, 0.2), "akr": (-23.4, 0.4)}
right = {"pwm": (0.2, 0.2), "qd": (0.6, 0.6), "int": (0.6, 0.6)}
sys.exit(0 if seen == wrapped | right else "the behaviour changed")
PY
