#!/usr/bin/env bash
# We expected that counts are scored like the same numbers as floats, with weights and without.
# Weights are converted to the type of the members, so that fractions become 0 and the score NaN (0.10.0 kept them). Without weights, Numba returns a score in the type of the observation: 0 for 0.2 when that is a whole number (0.10.0 too).
# A forecast of counts that misses reads as perfect, and only where Numba is installed, which the library then uses unasked.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python=""  # scoringrules 0.11 needs Python 3.12
for version in 3.12 3.13 3.14; do
  for candidate in "python$version" "$(pyenv prefix "$version" 2>/dev/null || true)/bin/python"; do
    if [ -z "$python" ] && "$candidate" -c "" 2>/dev/null; then python=$candidate; fi
  done
done
[ -n "$python" ] || { echo "needs Python 3.12 or later"; exit 1; }
"$python" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scoringrules==0.11.0 numba==0.68.1
venv/bin/python - <<'PY'
import sys
import warnings
from importlib.metadata import version

import numpy as np
import scoringrules as sr

warnings.simplefilter("ignore", RuntimeWarning)
print("scoringrules", version("scoringrules"), "Numba", version("numba"))
seen, members, weights = 3, np.array([1, 2, 3, 4, 10]), np.array([0.1, 0.2, 0.3, 0.2, 0.2])


def score(estimator, backend, convert=lambda numbers: numbers, **more):
    return float(sr.crps_ensemble(convert(seen), convert(members), estimator=estimator, backend=backend, **more))


weighted = score("qd", "numpy", np.float64, ens_w=weights), score("qd", "numpy", ens_w=weights)
print("weighted, NumPy:   floats", weighted[0], "counts", weighted[1])
plain = {}
for estimator in ("pwm", "akr", "int"):
    plain[estimator] = score(estimator, "numba", np.float64), score(estimator, "numpy"), score(estimator, "numba")
    print(f"unweighted, {estimator}:  ", "floats {:.1f} counts with NumPy {:.1f}, with Numba {:.1f}".format(*plain[estimator]))
same = np.isclose(weighted[0], 0.5) and np.isnan(weighted[1]) and all(
    np.isclose(floats, counts) and counts > 0.1 and truncated == 0 for floats, counts, truncated in plain.values())
sys.exit(0 if same else "the behaviour changed")
PY
